//! Why a workbook cannot be read.

use crate::xml;
use crate::{Exceeded, FileKind, package};

/// Why a workbook cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not one byte.
    #[error("the file is empty")]
    Empty,
    /// Something else.
    #[error("the file is no workbook but {kind}")]
    NotAWorkbook {
        /// What it is.
        kind: FileKind,
    },
    /// HTML or XML under a workbook's name, as many systems export it.
    #[error("the file is a web page or XML saved under a workbook's name")]
    Markup,
    /// A binary workbook (`.xlsb`).
    #[error("the file is an Excel binary workbook (.xlsb)")]
    Binary,
    /// A binary workbook of Excel 4 or before.
    #[error("the file is a workbook of Excel 4.0 or older")]
    TooOld,
    /// A password is needed.
    #[error("the workbook is encrypted")]
    Encrypted,
    /// Larger than the reader's bounds.
    #[error("{part} is larger than {limit} bytes unpacked")]
    TooLarge {
        /// What is too large.
        part: String,
        /// The bound in bytes.
        limit: u64,
    },
    /// A part that a workbook must have is not in it.
    #[error("{part} is missing")]
    MissingPart {
        /// The part.
        part: String,
    },
    /// Truncated or not written as its format asks.
    #[error("{part}: {why}")]
    Damaged {
        /// The part of the file.
        part: String,
        /// What is wrong with it.
        why: Damage,
    },
    /// More of something than the file's budget allows.
    #[error(transparent)]
    Beyond(#[from] Exceeded),
    /// Text in no known encoding.
    #[error("line {line} is neither UTF-8 nor UTF-16 nor GBK")]
    Encoding {
        /// The first such line, from 1.
        line: usize,
    },
}

/// What is wrong with a part of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// Its XML cannot be read.
    #[error("{0}")]
    Xml(xml::Error),
    /// It cannot be inflated, or its checksum is wrong.
    #[error("it cannot be inflated")]
    NotInflated,
    /// Packed in a way that Office does not use, or encrypted by the zip.
    #[error("packed or encrypted in an unsupported way")]
    Packing,
    /// The zip has no readable directory.
    #[error("the file is cut short")]
    CutShort,
    /// The zip's directory lists too many parts.
    #[error("more than {limit} parts")]
    TooManyParts {
        /// How many there may be.
        limit: usize,
    },
    /// Another part has the same name.
    #[error("two parts have this name")]
    SameName,
    /// Two parts share bytes of the file.
    #[error("parts that overlap")]
    Overlap,
    /// The records of a binary workbook end before they should.
    #[error("it ends midway")]
    EndsMidway,
    /// A sheet that the workbook lists is not where the list says.
    #[error("sheet {name}")]
    Sheet {
        /// The sheet's name.
        name: String,
    },
    /// A cell refers to a shared string that is not there.
    #[error("no shared string {number}")]
    SharedString {
        /// The reference, as the cell has it.
        number: String,
    },
    /// A structure that its format asks for is missing or makes no sense: `FAT`, `BOF`.
    #[error("{0}")]
    Structure(&'static str),
    /// What the library that reads the container or the text says.
    #[error("{0}")]
    Library(String),
}

impl Error {
    /// The error that a file of this kind is.
    pub(super) fn of_kind(kind: FileKind) -> Error {
        match kind {
            FileKind::Empty => Error::Empty,
            FileKind::BinaryWorkbook => Error::Binary,
            FileKind::Encrypted => Error::Encrypted,
            FileKind::Html | FileKind::Xml => Error::Markup,
            FileKind::BrokenZip => package::Error::Damaged.into(),
            kind => Error::NotAWorkbook { kind },
        }
    }

    /// A damaged part.
    pub(super) fn damaged(part: impl Into<String>, why: Damage) -> Error {
        Error::Damaged {
            part: part.into(),
            why,
        }
    }

    /// A part that is not XML that can be read.
    pub(super) fn xml(part: &str, error: &xml::Error) -> Error {
        Error::damaged(part, Damage::Xml(error.clone()))
    }
}

impl From<package::Error> for Error {
    fn from(error: package::Error) -> Error {
        match error {
            package::Error::NotPackage { kind } => Error::of_kind(kind),
            package::Error::Encrypted => Error::Encrypted,
            package::Error::MissingPart { part } => Error::MissingPart { part },
            package::Error::PartTooLarge { part, limit } => Error::TooLarge { part, limit },
            package::Error::Xml { part, source } => Error::xml(&part, &source),
            package::Error::DamagedPart { part } => Error::damaged(part, Damage::NotInflated),
            package::Error::UnsupportedPart { part } => Error::damaged(part, Damage::Packing),
            package::Error::Damaged => Error::damaged("ZIP", Damage::CutShort),
            package::Error::TooManyParts { limit } => {
                Error::damaged("ZIP", Damage::TooManyParts { limit })
            }
            package::Error::DuplicatePart { part } => Error::damaged(part, Damage::SameName),
            package::Error::OverlappingParts => Error::damaged("ZIP", Damage::Overlap),
            package::Error::NoMainPart => Error::MissingPart {
                part: "officeDocument".to_owned(),
            },
        }
    }
}
