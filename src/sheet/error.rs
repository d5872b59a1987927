//! Why a workbook cannot be read, in words.

use crate::lang::Said;
use crate::package::{self, Kind};
use crate::{said, xml};

/// Why a workbook cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not one byte.
    #[error("the file is empty")]
    Empty,
    /// Something else.
    #[error("the file is no workbook but {}", kind.said().en)]
    NotAWorkbook {
        /// What it is.
        kind: Kind,
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
    #[error("{part}: {}", why.en)]
    Damaged {
        /// The part of the file.
        part: String,
        /// What is wrong with it.
        why: Said,
    },
    /// Text in no known encoding.
    #[error("line {line} is neither UTF-8 nor UTF-16 nor GBK")]
    Encoding {
        /// The first such line, from 1.
        line: usize,
    },
}

impl Error {
    /// The error that a file of this kind is.
    pub(super) fn of_kind(kind: Kind) -> Error {
        match kind {
            Kind::Empty => Error::Empty,
            Kind::BinaryWorkbook => Error::Binary,
            Kind::Encrypted => Error::Encrypted,
            Kind::Html | Kind::Xml => Error::Markup,
            Kind::BrokenZip => package::Error::Damaged.into(),
            kind => Error::NotAWorkbook { kind },
        }
    }

    /// A damaged part.
    pub(super) fn damaged(part: impl Into<String>, why: Said) -> Error {
        Error::Damaged {
            part: part.into(),
            why,
        }
    }

    /// A part that is not XML that can be read.
    pub(super) fn xml(part: &str, error: &xml::Error) -> Error {
        let why = match error {
            xml::Error::Truncated => said!("XML 中途结束", "its XML ends midway"),
            xml::Error::Malformed { at } => {
                said!("第 {at} 字节处不是合法的 XML", "malformed XML at byte {at}")
            }
            xml::Error::Doctype => said!(
                "含有不允许的 DTD 声明",
                "a document type declaration, which is not allowed"
            ),
            xml::Error::Entity { name } => {
                said!("未定义的实体 &{name};", "unknown entity &{name};")
            }
            xml::Error::TooDeep => said!("元素嵌套过深", "elements nested too deep"),
            xml::Error::Encoding => said!("文字编码有误", "bytes that are no text"),
        };
        Error::damaged(part, why)
    }

    /// What is wrong and what to do, in words of both languages.
    pub fn said(&self) -> Said {
        match self {
            Error::Empty => said!(
                "文件是空的（0字节）。请重新发送。",
                "The file is empty (0 bytes). Please send it again."
            ),
            Error::NotAWorkbook { kind } => {
                let what = kind.said();
                Said {
                    zh: format!(
                        "这不是电子表格，而是{}。请用 Excel 或 WPS 打开后另存为 .xlsx。",
                        what.zh
                    ),
                    en: format!(
                        "This is no workbook but {}. Open it in Excel or WPS and save it as .xlsx.",
                        what.en
                    ),
                }
            }
            Error::Markup => said!(
                "文件内容是网页或 XML，只是用了表格文件的扩展名。请用 Excel 或 WPS 打开，另存为 .xlsx。",
                "The file holds a web page or XML under a workbook's name. Open it in Excel or WPS and save it as .xlsx."
            ),
            Error::Binary => said!(
                "这是 Excel 二进制工作簿（.xlsb），不能读取。请另存为 .xlsx。",
                "This is an Excel binary workbook (.xlsb), which is not read. Save it as .xlsx."
            ),
            Error::TooOld => said!(
                "这是 Excel 4.0 或更早版本的工作簿，不能读取。请另存为 .xlsx。",
                "This is a workbook of Excel 4.0 or older, which is not read. Save it as .xlsx."
            ),
            Error::Encrypted => said!(
                "工作簿设有打开密码。请取消密码后重新发送。",
                "The workbook is encrypted. Remove the password and send it again."
            ),
            Error::TooLarge { part, limit } => {
                let mb = limit >> 20;
                said!(
                    "“{part}”解压后超过 {mb} MB，不读取。请检查文件是否正常，删去多余的工作表或图片。",
                    "“{part}” is larger than {mb} MB unpacked and is not read. Check the file and delete what it does not need."
                )
            }
            Error::MissingPart { part } => said!(
                "工作簿缺少“{part}”，文件可能已损坏。请用 Excel 或 WPS 打开并重新保存。",
                "The workbook lacks “{part}”: the file may be damaged. Open it in Excel or WPS and save it again."
            ),
            Error::Damaged { part, why } => Said {
                zh: format!(
                    "“{part}”已损坏（{}）。请用 Excel 或 WPS 打开并重新保存，或重新发送。",
                    why.zh
                ),
                en: format!(
                    "“{part}” is damaged ({}). Open it in Excel or WPS and save it again, or send it again.",
                    why.en
                ),
            },
            Error::Encoding { line } => said!(
                "第{line}行的文字编码不是 UTF-8、UTF-16 或 GBK。请另存为 UTF-8 编码的 CSV，或另存为 .xlsx。",
                "Line {line} is in none of the encodings UTF-8, UTF-16 and GBK. Save the file as CSV in UTF-8, or as .xlsx."
            ),
        }
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
            package::Error::DamagedPart { part } => {
                Error::damaged(part, said!("无法解压", "it cannot be inflated"))
            }
            package::Error::UnsupportedPart { part } => Error::damaged(
                part,
                said!(
                    "压缩或加密方式不受支持",
                    "packed or encrypted in an unsupported way"
                ),
            ),
            package::Error::Damaged => {
                Error::damaged("ZIP", said!("文件不完整", "the file is cut short"))
            }
            package::Error::TooManyParts { limit } => Error::damaged(
                "ZIP",
                said!("部件超过 {limit} 个", "more than {limit} parts"),
            ),
            package::Error::DuplicatePart { part } => {
                Error::damaged(part, said!("有两个同名部件", "two parts have this name"))
            }
            package::Error::OverlappingParts => {
                Error::damaged("ZIP", said!("部件互相重叠", "parts that overlap"))
            }
            package::Error::NoMainPart => Error::MissingPart {
                part: "officeDocument".to_owned(),
            },
        }
    }
}
