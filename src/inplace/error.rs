//! Why a file cannot be changed in place.

use thiserror::Error;

use crate::lang::Said;
use crate::{package, said, xml};

/// Why a file cannot be changed in place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.said().en)]
pub enum Error {
    /// A part cannot be read, or the package cannot be written.
    Package(#[from] package::Error),
    /// A part holds more than any real one.
    TooLarge {
        /// The part's name.
        part: String,
    },
    /// There is no place in the document to put anything at.
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

    /// What went wrong and what to do, in both languages.
    pub fn said(&self) -> Said {
        match self {
            Error::Package(error) => error.said(),
            Error::TooLarge { part } => said!(
                "部件 {part} 的内容过多，不像正常的文件，未写入",
                "part {part} holds more than any real file does; nothing was written"
            ),
            Error::NoPlace { part } => said!(
                "部件 {part} 里没有可以写入的位置",
                "part {part} has no place to write at"
            ),
        }
    }
}
