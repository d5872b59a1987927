//! Why a file cannot be changed in place.

use thiserror::Error;

use crate::{package, xml};

/// Why a file cannot be changed in place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// A part cannot be read, or the package cannot be written.
    #[error("{0}")]
    Package(#[from] package::Error),
    /// A part holds more than any real one.
    #[error("part {part} holds more than any real file does; nothing was written")]
    TooLarge {
        /// The part's name.
        part: String,
    },
    /// There is no place in the document to put anything at.
    #[error("part {part} has no place to write at")]
    NoPlace {
        /// The part's name.
        part: String,
    },
}

impl Error {
    /// An XML error in a part.
    pub fn xml(part: &str, source: xml::Error) -> Error {
        Error::Package(package::Error::xml(part, source))
    }
}
