//! Why a file is no package that can be read, in its reader's words.

use thiserror::Error;
use zip::result::ZipError;

use super::Kind;
use crate::lang::Said;
use crate::{said, xml};

/// Why a package cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.said().en)]
pub enum Error {
    /// The file is something else.
    NotPackage {
        /// What it is.
        kind: Kind,
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

    /// What went wrong and what to do, in both languages.
    pub fn said(&self) -> Said {
        match self {
            Error::NotPackage { kind: Kind::Empty } => said!(
                "文件是空的（0 字节），请对方重新发送",
                "the file is empty (0 bytes); ask for it again"
            ),
            Error::NotPackage {
                kind: Kind::BrokenZip,
            }
            | Error::Damaged => said!(
                "文件不完整或已损坏，请对方用 Word 打开另存后重新发送",
                "the file is cut short or damaged; ask for it again, saved anew from Word"
            ),
            Error::NotPackage { kind } => {
                let what = kind.said();
                Said {
                    zh: format!(
                        "不是 .docx 文件，而是{}；请用 Word 或 WPS 打开后另存为 .docx",
                        what.zh
                    ),
                    en: format!(
                        "not a .docx file but {}; open it in Word or WPS and save it as .docx",
                        what.en
                    ),
                }
            }
            Error::Encrypted => said!(
                "文件加了密码，请对方取消密码后重新发送",
                "the file is locked with a password; ask for it without one"
            ),
            Error::TooManyParts { limit } => said!(
                "文件内部的部件超过 {limit} 个，不像正常的 Word 文档，未读取",
                "the file has more than {limit} parts, which no real Word document has; not read"
            ),
            Error::DuplicatePart { part } => said!(
                "文件内部有两个名为 {part} 的部件，无法判断以哪个为准；请用 Word 打开后另存",
                "the file holds two parts named {part}, and nothing says which counts; save it anew from Word"
            ),
            Error::OverlappingParts => said!(
                "文件内部的部件互相重叠，可能是恶意构造的压缩包，未读取",
                "parts of the file overlap, as in a zip made to do harm; not read"
            ),
            Error::NoMainPart => said!(
                "文件里没有文档正文（缺少主部件），不是 Word 文档或已损坏",
                "the file names no main part: not a Word document, or damaged"
            ),
            Error::MissingPart { part } => said!(
                "文件缺少部件 {part}，已损坏；请对方重新发送",
                "the file lacks its part {part}: damaged; ask for it again"
            ),
            Error::PartTooLarge { part, limit } => {
                let mb = limit >> 20;
                said!(
                    "部件 {part} 解压后过大（上限 {mb} MB）或压缩率异常，可能是压缩炸弹，未读取",
                    "part {part} is too large when inflated (limit {mb} MB) or packed too well to be honest: perhaps a zip bomb; not read"
                )
            }
            Error::DamagedPart { part } => said!(
                "部件 {part} 已损坏，无法解压；请对方重新发送",
                "part {part} is damaged and cannot be inflated; ask for the file again"
            ),
            Error::UnsupportedPart { part } => said!(
                "部件 {part} 的压缩或加密方式不受支持；请用 Word 打开后另存",
                "part {part} is packed or encrypted in an unsupported way; save the file anew from Word"
            ),
            Error::Xml { part, source } => said_xml(part, source),
        }
    }
}

/// An XML error in words.
fn said_xml(part: &str, error: &xml::Error) -> Said {
    match error {
        xml::Error::Truncated => said!(
            "部件 {part} 的内容不完整（XML 中途结束），文件已损坏",
            "part {part} is cut short (its XML ends midway): the file is damaged"
        ),
        xml::Error::Malformed { at } => said!(
            "部件 {part} 不是合法的 XML（第 {at} 字节处），文件已损坏",
            "part {part} is malformed XML (at byte {at}): the file is damaged"
        ),
        xml::Error::Doctype => said!(
            "部件 {part} 含有 DTD 声明，Word 文档不允许；出于安全未读取",
            "part {part} has a document type declaration, which Word forbids; not read, for safety"
        ),
        xml::Error::Entity { name } => said!(
            "部件 {part} 引用了未定义的实体 &{name};，文件已损坏",
            "part {part} refers to an unknown entity &{name};: the file is damaged"
        ),
        xml::Error::TooDeep => said!(
            "部件 {part} 的元素嵌套超过 {max} 层，不像正常的 Word 文档，未读取",
            "part {part} nests elements more than {max} deep, as no real Word document does; not read",
            max = xml::MAX_DEPTH
        ),
        xml::Error::Encoding => said!(
            "部件 {part} 的文字编码有误，文件已损坏",
            "part {part} has bytes that are no text in its encoding: the file is damaged"
        ),
    }
}
