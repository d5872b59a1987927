//! Why a binary document cannot be read.

use thiserror::Error;

use crate::Exceeded;

/// Why a Word 97–2003 document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// The compound file around it, or the document itself, is broken at a place without which
    /// nothing can be read.
    #[error(
        "the file is damaged ({what} cannot be read); open it in Word or WPS and save it again"
    )]
    Damaged {
        /// The structure.
        what: &'static str,
    },
    /// Locked with a password, or by rights management.
    #[error("the file is locked with a password; ask for it without one")]
    Locked,
    /// A document of Word 6 or 95, or older, which is another format.
    #[error("a document of Word 6/95 or older; open it in Word or WPS and save it as .docx")]
    Older,
    /// No Word document.
    #[error("there is no Word document in the file")]
    NotWord,
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
