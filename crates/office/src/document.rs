//! One door for all files: what the bytes are decides which reader reads them.

use crate::package::{self, Package};
use crate::paper::Paper;
use crate::{FileKind, doc, sheet, word};

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it says.
    pub paper: Paper,
    /// What its bytes are; a table as text is [`FileKind::TextTable`].
    pub kind: FileKind,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is no readable package.
    #[error(transparent)]
    Package(#[from] package::Error),
    /// Its document is not what Word writes.
    #[error(transparent)]
    Word(#[from] word::Error),
    /// Its document, in the format of Word 97–2003, cannot be read.
    #[error(transparent)]
    Doc(#[from] doc::Error),
    /// Its workbook cannot be read.
    #[error(transparent)]
    Sheet(#[from] sheet::Error),
    /// It is something that no reader here reads.
    #[error("the file is {0}, which is not read")]
    Other(FileKind),
}

/// Reads a file. Its name is looked at only where the bytes cannot tell: a table as text is one by
/// its extension, and so is an archive of other files.
///
/// # Errors
/// When the file is damaged, locked with a password, larger than any real one, or of a kind that
/// no reader here reads.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Error> {
    let promised = FileKind::of_name(name);
    let is_workbook = promised.is_some_and(FileKind::is_workbook);
    let sheets = |kind: FileKind| -> Result<(Paper, FileKind), Error> {
        Ok((sheet::read(bytes, promised.unwrap_or(kind))?, kind))
    };
    let (paper, kind) = match FileKind::of_bytes(bytes) {
        FileKind::Archive if promised == Some(FileKind::Archive) => {
            return Err(Error::Other(FileKind::Archive));
        }
        kind @ (FileKind::Workbook
        | FileKind::BinaryWorkbook
        | FileKind::OpenSheet
        | FileKind::LegacyWorkbook
        | FileKind::SheetXml) => sheets(kind)?,
        FileKind::Text if is_workbook || promised == Some(FileKind::Text) => {
            sheets(FileKind::TextTable)?
        }
        // Many systems export HTML under a workbook's name.
        FileKind::Html if is_workbook => sheets(FileKind::Html)?,
        FileKind::LegacyWord => (doc::read(bytes)?, FileKind::LegacyWord),
        // A package that says nothing of itself, or a damaged one: its opener knows best why.
        FileKind::Word
        | FileKind::Archive
        | FileKind::BrokenZip
        | FileKind::Encrypted
        | FileKind::Empty => (word::read(&Package::open(bytes)?)?, FileKind::Word),
        other => return Err(Error::Other(other)),
    };
    Ok(Document { paper, kind })
}
