//! A file's bytes to a paper, by what the bytes are; an extension decides only for plain text.

use office::FileKind;
use office::package::{self, Package};
use office::paper::Paper;
use thiserror::Error;

use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;
use office::{doc, sheet, word};

/// What a paper was handed in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The form itself, in Word.
    Form,
    /// A workbook of sub-tables.
    Sheets,
}

/// A file that was read.
#[derive(Debug)]
pub struct Opened {
    /// What it says.
    pub paper: Paper,
    /// What it was handed in as.
    pub kind: Kind,
    /// What its bytes are; a table as text is [`FileKind::TextTable`].
    pub format: FileKind,
}

/// Why a file cannot be read.
#[derive(Debug, Error)]
pub enum OpenError {
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
    /// It is something else.
    #[error("{}", .0.said().en)]
    Other(FileKind),
}

impl OpenError {
    /// What to do about it.
    pub fn hint(&self, name: &str) -> Said {
        let workbook = matches!(self, OpenError::Sheet(_))
            || FileKind::of_name(name).is_some_and(FileKind::is_workbook);
        match self {
            OpenError::Other(kind) if needs_office(*kind) => said!(
                "请安装LibreOffice（soffice）后重试，或另存为.docx再交。",
                "Install LibreOffice (soffice) and try again, or save the file as .docx."
            ),
            OpenError::Package(package::Error::Encrypted)
            | OpenError::Doc(doc::Error::Locked)
            | OpenError::Other(FileKind::Encrypted) => {
                said!(
                    "请去掉密码后重新提交。",
                    "Have the password removed and the file sent again."
                )
            }
            OpenError::Other(FileKind::Archive) => {
                said!("请先解开里面的压缩包。", "Unpack the archive inside first.")
            }
            _ if workbook => said!(
                "请让该单位用Excel或WPS打开，另存为.xlsx后重新提交。",
                "Have the unit open it in Excel or WPS, save it as .xlsx and send it again."
            ),
            _ => said!(
                "请让该单位用Word或WPS打开，另存为.docx后重新提交。",
                "Have the unit open it in Word or WPS, save it as .docx and send it again."
            ),
        }
    }
}

impl Worded for OpenError {
    fn said(&self) -> Said {
        match self {
            OpenError::Package(e) => e.said(),
            OpenError::Word(e) => e.said(),
            OpenError::Doc(e) => e.said(),
            OpenError::Sheet(e) => e.said(),
            OpenError::Other(kind) => {
                let kind = kind.said();
                Said {
                    zh: format!("文件是{}，不能作为调查表读取", kind.zh),
                    en: format!("the file is {}; it cannot be read as a form", kind.en),
                }
            }
        }
    }
}

/// A kind of file that only an office program can turn into a Word package.
pub fn needs_office(kind: FileKind) -> bool {
    use FileKind::*;
    matches!(
        kind,
        OlderWord | BrokenWord | Rtf | Html | OpenText | WordXml
    )
}

/// Reads a file.
///
/// # Errors
/// Says why the bytes are no form or workbook.
pub fn open(name: &str, bytes: &[u8]) -> Result<Opened, OpenError> {
    let promised = FileKind::of_name(name);
    let sheets = |kind: FileKind| -> Result<Opened, OpenError> {
        Ok(Opened {
            paper: sheet::read(bytes, promised.unwrap_or(kind))?,
            kind: Kind::Sheets,
            format: kind,
        })
    };
    let is_workbook = promised.is_some_and(FileKind::is_workbook);
    match FileKind::of_bytes(bytes) {
        FileKind::Archive if promised == Some(FileKind::Archive) => {
            Err(OpenError::Other(FileKind::Archive))
        }
        kind @ (FileKind::Workbook
        | FileKind::BinaryWorkbook
        | FileKind::OpenSheet
        | FileKind::LegacyWorkbook
        | FileKind::SheetXml) => sheets(kind),
        FileKind::Text if is_workbook || promised == Some(FileKind::Text) => {
            sheets(FileKind::TextTable)
        }
        // Many systems export HTML under a workbook's name.
        FileKind::Html if is_workbook => sheets(FileKind::Html),
        FileKind::LegacyWord => Ok(Opened {
            paper: doc::read(bytes)?,
            kind: Kind::Form,
            format: FileKind::LegacyWord,
        }),
        // A package that says nothing of itself, or a damaged one: its opener knows best why.
        FileKind::Word
        | FileKind::Archive
        | FileKind::BrokenZip
        | FileKind::Encrypted
        | FileKind::Empty => {
            let package = Package::open(bytes)?;
            Ok(Opened {
                paper: word::read(&package)?,
                kind: Kind::Form,
                format: FileKind::Word,
            })
        }
        other => Err(OpenError::Other(other)),
    }
}
