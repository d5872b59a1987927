//! Why a file is no package that can be read.

use thiserror::Error;
use zip::result::ZipError;

use crate::FileKind;
use crate::xml;

/// Why a package cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.in_words())]
pub enum Error {
    /// The file is something else.
    NotPackage {
        /// What it is.
        kind: FileKind,
    },
    /// The file is locked with a password.
    Encrypted,
    /// The zip has no readable directory: cut short or damaged.
    Damaged,
    /// The directory lists too many parts.
    TooManyParts {
        /// How many there may be.
        limit: usize,
    },
    /// Another part has the same name.
    DuplicatePart {
        /// The part's name.
        part: String,
    },
    /// Two parts share bytes of the file.
    OverlappingParts,
    /// No relationship names a main part.
    NoMainPart,
    /// A part that is named is not there.
    MissingPart {
        /// The part's name.
        part: String,
    },
    /// A part is larger than a part may be, or deflated further than any real part.
    PartTooLarge {
        /// The part's name.
        part: String,
        /// How large a part may be, in bytes.
        limit: u64,
    },
    /// A part cannot be inflated, or its checksum is wrong.
    DamagedPart {
        /// The part's name.
        part: String,
    },
    /// A part is packed in a way that Office does not use, or encrypted by the zip.
    UnsupportedPart {
        /// The part's name.
        part: String,
    },
    /// A part is not XML that can be read.
    Xml {
        /// The part's name.
        part: String,
        /// What is wrong with it.
        source: xml::Error,
    },
}

impl Error {
    pub(super) fn of_part(part: &str, error: ZipError) -> Error {
        let part = part.to_owned();
        match error {
            ZipError::UnsupportedArchive(_)
            | ZipError::CompressionMethodNotSupported(_)
            | ZipError::InvalidPassword => Error::UnsupportedPart { part },
            _ => Error::DamagedPart { part },
        }
    }

    /// An XML error in a part.
    pub fn xml(part: &str, source: xml::Error) -> Error {
        Error::Xml {
            part: part.to_owned(),
            source,
        }
    }

    /// What is wrong and what to do.
    fn in_words(&self) -> String {
        match self {
            Error::NotPackage {
                kind: FileKind::Empty,
            } => "the file is empty (0 bytes); ask for it again".to_owned(),
            Error::NotPackage {
                kind: FileKind::BrokenZip,
            }
            | Error::Damaged => {
                "the file is cut short or damaged; ask for it again, saved anew from Word"
                    .to_owned()
            }
            Error::NotPackage { kind } => {
                format!("not a .docx file but {kind}; open it in Word or WPS and save it as .docx")
            }
            Error::Encrypted => {
                "the file is locked with a password; ask for it without one".to_owned()
            }
            Error::TooManyParts { limit } => format!(
                "the file has more than {limit} parts, which no real Word document has; not read"
            ),
            Error::DuplicatePart { part } => format!(
                "the file holds two parts named {part}, and nothing says which counts; save it anew from Word"
            ),
            Error::OverlappingParts => {
                "parts of the file overlap, as in a zip made to do harm; not read".to_owned()
            }
            Error::NoMainPart => {
                "the file names no main part: not a Word document, or damaged".to_owned()
            }
            Error::MissingPart { part } => {
                format!("the file lacks its part {part}: damaged; ask for it again")
            }
            Error::PartTooLarge { part, limit } => {
                let mb = limit >> 20;
                format!(
                    "part {part} is too large when inflated (limit {mb} MB) or packed too well to be honest: perhaps a zip bomb; not read"
                )
            }
            Error::DamagedPart { part } => {
                format!("part {part} is damaged and cannot be inflated; ask for the file again")
            }
            Error::UnsupportedPart { part } => format!(
                "part {part} is packed or encrypted in an unsupported way; save the file anew from Word"
            ),
            Error::Xml { part, source } => bad_xml(part, source),
        }
    }
}

/// An XML error in a part, in words.
fn bad_xml(part: &str, error: &xml::Error) -> String {
    match error {
        xml::Error::Truncated => {
            format!("part {part} is cut short (its XML ends midway): the file is damaged")
        }
        xml::Error::Malformed { at, flaw } => {
            format!("part {part} is malformed XML (at byte {at}: {flaw}): the file is damaged")
        }
        xml::Error::Doctype => format!(
            "part {part} has a document type declaration, which Word forbids; not read, for safety"
        ),
        xml::Error::Entity { name } => {
            format!("part {part} refers to an unknown entity &{name};: the file is damaged")
        }
        xml::Error::TooDeep => format!(
            "part {part} nests elements more than {max} deep, as no real Word document does; not read",
            max = xml::MAX_DEPTH
        ),
        xml::Error::Encoding => {
            format!("part {part} has bytes that are no text in its encoding: the file is damaged")
        }
    }
}
