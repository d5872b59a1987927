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

/// Everything but notes and data that lie beside returned files. A scan or a PDF that a
/// department sends is no such thing: it must be told that it cannot be read.
pub(super) fn is_returned(name: &str) -> bool {
    use FileKind::*;
    !matches!(
        FileKind::of_name(name),
        Some(Text | Xml | Json | JsonLines | Database | Auxiliary)
    )
}
