//! Which names a returned file may have.

use office::FileKind;

#[cfg(feature = "desk")]
use super::parcel::ParcelKind;

/// A file of this name is looked at: it may be a returned one, or hold some.
#[cfg(feature = "desk")]
pub(crate) fn is_wanted(name: &str) -> bool {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let known = FileKind::of_name(base).is_some() || ParcelKind::of_name(base).is_some();
    !is_hidden(base) && known && is_returned(base)
}

/// Lock files of Word (`~$…`) and LibreOffice (`.~lock.…#`), hidden files, and what systems leave
/// in folders and archives.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with("~$")
        || name.starts_with('.')
        || matches!(name, "__MACOSX" | "Thumbs.db" | "desktop.ini")
}

/// What the survey files of the desk are called, each beside its folder.
pub(crate) const SURVEY: &str = "huibiao";

/// A file of this name is a store: a database, or the survey file of the desk.
pub(crate) fn is_store(name: &str) -> bool {
    office::extension(name) == SURVEY || FileKind::of_name(name) == Some(FileKind::Database)
}

/// It is a survey file of the desk, or what SQLite keeps beside one.
fn is_of_a_survey(name: &str) -> bool {
    let ending = office::extension(name);
    let rest = ending.strip_prefix(SURVEY);
    rest.is_some_and(|rest| matches!(rest, "" | "-wal" | "-shm" | "-journal"))
}

/// Everything but notes and data that lie beside returned files. A scan or a PDF that a
/// department sends is no such thing: it must be told that it cannot be read.
pub(super) fn is_returned(name: &str) -> bool {
    use FileKind::*;
    let is_data = matches!(
        FileKind::of_name(name),
        Some(Text | Xml | Json | JsonLines | Database | Auxiliary)
    );
    !is_data && !is_of_a_survey(name)
}
