//! Why a package is no Word document that can be read.

use thiserror::Error;

use crate::{Exceeded, package, xml};

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// The package, or one of its parts, cannot be read.
    #[error("{0}")]
    Package(#[from] package::Error),
    /// The main part is something else: a workbook, a presentation, a glossary.
    #[error("not a Word document: its main part {part} begins with the element {root}")]
    NotWord {
        /// The main part's name.
        part: String,
        /// The name of its root element.
        root: String,
    },
    /// Tables and text boxes nested deeper than any real document's.
    #[error(
        "tables and text boxes nested more than {limit} deep, as in no real document; not read"
    )]
    TooDeep {
        /// How deep they may be.
        limit: usize,
    },
    /// More of something than the file's budget allows.
    #[error(transparent)]
    Beyond(#[from] Exceeded),
}

/// An error while walking one part: of its XML, or of what it says.
#[derive(Debug)]
pub(super) enum WalkError {
    Xml(xml::Error),
    TooDeep,
    Beyond(Exceeded),
}

impl From<Exceeded> for WalkError {
    fn from(error: Exceeded) -> WalkError {
        WalkError::Beyond(error)
    }
}

impl From<xml::Error> for WalkError {
    fn from(error: xml::Error) -> WalkError {
        WalkError::Xml(error)
    }
}
