//! A file's bytes to a paper, and what it was handed in as.

pub use office::Error as OpenError;
use office::inplace::comment::Author;
use office::paper::{Paper, Remark, RemarkKind};
use office::{Document, FileKind, doc, package};

use super::ours;
use crate::said;
use crate::text::lang::Said;

/// Who the comments are from that huibiao writes into the files that it sends back. What is said
/// under this name is no part of what came back.
pub(crate) const AUTHOR: Author<'_> = Author {
    name: "huibiao",
    initials: "HB",
};

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
    /// Comments under our name that have no closing line of ours.
    pub(crate) unsealed: Vec<Remark>,
}

/// What to do about a file of this name that cannot be read.
pub fn hint(error: &OpenError, name: &str) -> Said {
    let workbook = matches!(error, OpenError::Sheet(_))
        || FileKind::of_name(name).is_some_and(FileKind::is_workbook);
    match error {
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
    let Document { mut paper, kind } = office::read(name, bytes)?;
    let mut unsealed = Vec::new();
    paper
        .remarks
        .retain_mut(|remark| is_theirs(remark, &mut unsealed));
    Ok(Opened {
        paper,
        unsealed,
        kind: match kind.is_workbook() || kind == FileKind::Html {
            true => Kind::Sheets,
            false => Kind::Form,
        },
        format: kind,
    })
}

/// Takes away what huibiao itself wrote, which is no part of what came back: its comments, and what
/// it added behind somebody's note at a cell. False where nothing is left.
fn is_theirs(remark: &mut Remark, unsealed: &mut Vec<Remark>) -> bool {
    if let RemarkKind::Aside { author, text, .. } = &mut remark.kind {
        let words = ours::theirs(text, author);
        if words.is_empty() && !text.trim().is_empty() {
            if !ours::is_sealed(text) {
                unsealed.push(remark.clone());
            }
            return false;
        }
        *text = words;
    }
    true
}
