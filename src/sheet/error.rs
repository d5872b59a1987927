//! Why a workbook cannot be read, in words.

use crate::lang::Said;
use crate::said;

/// Why a workbook cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not one byte.
    #[error("the file is empty")]
    Empty,
    /// Neither a zip archive nor a compound file.
    #[error("the file is no workbook")]
    NotAWorkbook,
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
        why: String,
    },
    /// Text in no known encoding.
    #[error("line {line} is neither UTF-8 nor UTF-16 nor GBK")]
    Encoding {
        /// The first such line, from 1.
        line: usize,
    },
}

impl Error {
    /// A damaged part.
    pub(super) fn damaged(part: impl Into<String>, why: impl ToString) -> Error {
        Error::Damaged {
            part: part.into(),
            why: why.to_string(),
        }
    }

    /// What is wrong and what to do, in words of both languages.
    pub fn said(&self) -> Said {
        match self {
            Error::Empty => said!(
                "文件是空的（0字节）。请重新发送。",
                "The file is empty (0 bytes). Please send it again."
            ),
            Error::NotAWorkbook => said!(
                "这不是电子表格文件。请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。",
                "This is no workbook. Open it in Excel or WPS and save it as .xlsx."
            ),
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
            Error::Damaged { part, why } => said!(
                "“{part}”已损坏（{why}）。请用 Excel 或 WPS 打开并重新保存，或重新发送。",
                "“{part}” is damaged ({why}). Open it in Excel or WPS and save it again, or send it again."
            ),
            Error::Encoding { line } => said!(
                "第{line}行的文字编码不是 UTF-8、UTF-16 或 GBK。请另存为 UTF-8 编码的 CSV，或另存为 .xlsx。",
                "Line {line} is in none of the encodings UTF-8, UTF-16 and GBK. Save the file as CSV in UTF-8, or as .xlsx."
            ),
        }
    }
}
