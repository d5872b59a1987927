//! Why a workbook cannot be filled in as a template.

use office::FileKind;
use office::package;
use thiserror::Error;

use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;
use office::{inplace, sheet};

/// Why a workbook cannot be filled in as a template.
#[derive(Debug, Error)]
#[error("{}", self.said().en)]
pub enum Error {
    /// It is something else.
    NotWorkbook {
        /// What it is.
        kind: FileKind,
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
    /// This program has filled it in before.
    FilledBefore,
    /// A sheet has not rows enough.
    Full {
        /// Its name.
        sheet: String,
        /// The table.
        table: String,
        /// Records that are to be written.
        records: usize,
        /// Rows that they can be written to, and the first of them.
        rows: usize,
        /// The first of these rows; none where there is no row.
        first: Option<u32>,
    },
}

impl From<package::Error> for Error {
    fn from(error: package::Error) -> Error {
        Error::InPlace(error.into())
    }
}

impl Worded for Error {
    fn said(&self) -> Said {
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
            Error::FilledBefore => said!(
                "是本程序填过的模板，再填一次各条记录都会有两份；请用上报系统发下来的原模板",
                "this program has filled it in before: filled in again it would hold every record twice; give the template as the system handed it out"
            ),
            Error::Full {
                sheet,
                table,
                records,
                rows,
                first: Some(first),
            } => {
                let last = *first as usize + rows - 1;
                said!(
                    "工作表“{sheet}”的表 {table} 只有第 {first} 至 {last} 行可填，记录有 {records} 条；请在模板的第 {last} 行之后插入空行",
                    "table {table} on the sheet “{sheet}” has rows {first} to {last} to fill and {records} records to take; insert blank rows after row {last} of the template"
                )
            }
            Error::Full { sheet, table, .. } => said!(
                "工作表“{sheet}”的表 {table} 没有可填的空行",
                "table {table} on the sheet “{sheet}” has no blank row to fill"
            ),
        }
    }
}
