//! Why a workbook cannot be filled in as a template.

use thiserror::Error;

use crate::lang::Said;
use crate::package::{self, Kind};
use crate::{inplace, said, sheet};

/// Why a workbook cannot be filled in as a template.
#[derive(Debug, Error)]
#[error("{}", self.said().en)]
pub enum Error {
    /// It is something else.
    NotWorkbook {
        /// What it is.
        kind: Kind,
    },
    /// It cannot be read.
    Sheet(sheet::Error),
    /// It cannot be changed.
    InPlace(#[from] inplace::Error),
    /// No sheet of it has the labels of a table.
    NoTable {
        /// Its sheets.
        sheets: Vec<String>,
    },
    /// A sheet has not rows enough.
    Full {
        /// Its name.
        sheet: String,
    },
}

impl From<package::Error> for Error {
    fn from(error: package::Error) -> Error {
        Error::InPlace(error.into())
    }
}

impl Error {
    /// What is wrong and what to do, in both languages.
    pub fn said(&self) -> Said {
        match self {
            Error::NotWorkbook { kind } => {
                let kind = kind.said();
                Said {
                    zh: format!(
                        "不是 .xlsx 工作簿，而是{}；请用 Excel 或 WPS 另存为 .xlsx",
                        kind.zh
                    ),
                    en: format!("not an .xlsx workbook but {}; save it as .xlsx", kind.en),
                }
            }
            Error::Sheet(e) => e.said(),
            Error::InPlace(e) => e.said(),
            Error::NoTable { sheets } => {
                let names = sheets.join("、");
                said!(
                    "没有一张工作表的表头与已知的表相符（工作表：{names}）；请核对模板，或在映射里给项目加上模板所用的标签（aliases）",
                    "no sheet has the labels of a known table (sheets: {names}); check the template, or add its labels to the mapping as aliases"
                )
            }
            Error::Full { sheet } => said!(
                "工作表“{sheet}”的行数不够",
                "the sheet “{sheet}” has not rows enough"
            ),
        }
    }
}
