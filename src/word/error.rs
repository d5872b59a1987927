//! Why a package is no Word document that can be read.

use thiserror::Error;

use crate::lang::Said;
use crate::{package, said, xml};

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.said().en)]
pub enum Error {
    /// The package, or one of its parts, cannot be read.
    Package(#[from] package::Error),
    /// The main part is something else: a workbook, a presentation, a glossary.
    NotWord {
        /// The main part's name.
        part: String,
        /// The name of its root element.
        root: String,
    },
    /// Tables and text boxes nested deeper than any real document's.
    TooDeep {
        /// How deep they may be.
        limit: usize,
    },
    /// More paragraphs and cells than are read.
    TooLarge {
        /// How many there may be.
        limit: usize,
    },
}

impl Error {
    /// What went wrong and what to do, in both languages.
    pub fn said(&self) -> Said {
        match self {
            Error::Package(error) => error.said(),
            Error::NotWord { part, root } => said!(
                "不是 Word 文档：主部件 {part} 的根元素是 {root}",
                "not a Word document: its main part {part} begins with the element {root}"
            ),
            Error::TooDeep { limit } => said!(
                "表格和文本框嵌套超过 {limit} 层，不像正常的 Word 文档，未读取",
                "tables and text boxes nested more than {limit} deep, as in no real document; not read"
            ),
            Error::TooLarge { limit } => said!(
                "文档的段落和单元格超过 {limit} 个，未读取",
                "the document has more than {limit} paragraphs and cells; not read"
            ),
        }
    }
}

/// An error while walking one part: of its XML, or of what it says.
#[derive(Debug)]
pub(super) enum WalkError {
    Xml(xml::Error),
    TooDeep,
    TooLarge,
}

impl From<xml::Error> for WalkError {
    fn from(error: xml::Error) -> WalkError {
        WalkError::Xml(error)
    }
}
