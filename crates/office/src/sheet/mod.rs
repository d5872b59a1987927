//! Reads workbooks: `.xlsx`, `.xls`, `.ods` and `.csv` become a [`Paper`] of one table a sheet.
//!
//! ```text
//! bytes ─ xlsx | xls | ods | csv ─▶ book (sparse cells) ─ evaluate ─ layout ─▶ paper
//! ```
//!
//! A cell's text is what a person sees in it, as exact as the workbook has it: numbers in up to 15
//! significant digits without thousands marks, dates as `2025-03-05`, yes and no as 是 and 否.
//! Cells are kept sparse: one at `XFD1048576` costs no more than one at `A1`, and stands in a table
//! of its own, far from the rest. What is hidden is read like the rest, with a remark.
//!
//! Bounds: [`MAX_CELLS`] cells with content and [`MAX_TEXT`] bytes of text a workbook (a remark
//! names the first cell left out), [`MAX_SLOTS`] slots a table.

mod book;
mod csv;
mod error;
mod evaluate;
mod formula;
mod layout;
mod number;
mod ods;
mod properties;
mod reference;
mod xls;
mod xlsx;
mod xml;

pub use error::{Damage, Error};

use crate::package;
use crate::paper::Paper;

/// The most cells with content that are read of one workbook.
pub const MAX_CELLS: usize = 300_000;
/// The most bytes of text that are read of one workbook.
pub const MAX_TEXT: usize = 32 << 20;
/// The most slots (rows × columns) that one table has; a larger sheet is several tables.
pub const MAX_SLOTS: u32 = 1 << 21;

/// A workbook's file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Office Open XML SpreadsheetML (ECMA-376 part 1 §18): `.xlsx`, `.xlsm`, `.xltx`.
    Xlsx,
    /// Excel 95–2003 binary ([MS-XLS]): `.xls`, `.xlt`, and `.et` of WPS.
    Xls,
    /// OpenDocument spreadsheet (ODF 1.2): `.ods`, `.ots`.
    Ods,
    /// Comma-, semicolon- or tab-separated text: `.csv`, `.tsv`.
    Csv,
}

impl Kind {
    /// The format that a file name's extension (without the dot, in any case) promises.
    pub fn of_extension(extension: &str) -> Option<Kind> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "xlsx" | "xlsm" | "xltx" | "xltm" => Kind::Xlsx,
            "xls" | "xlt" | "et" | "ett" => Kind::Xls,
            "ods" | "ots" => Kind::Ods,
            "csv" | "tsv" => Kind::Csv,
            _ => return None,
        })
    }

    /// The format's name as a submission's `source` has it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Xlsx => "xlsx",
            Kind::Xls => "xls",
            Kind::Ods => "ods",
            Kind::Csv => "csv",
        }
    }
}

/// Reads a workbook.
///
/// `kind` is what the file's name promises; where the bytes say otherwise (an `.xls` that is an
/// `.xlsx` inside), the bytes are believed.
///
/// # Errors
///
/// The file is no workbook, damaged, encrypted, or larger than the bounds of the reader.
pub fn read(bytes: &[u8], kind: Kind) -> Result<Paper, Error> {
    let mut book = match sniff(bytes, kind)? {
        Kind::Xlsx => xlsx::read(bytes)?,
        Kind::Xls => xls::read(bytes)?,
        Kind::Ods => ods::read(bytes)?,
        Kind::Csv => csv::read(bytes)?,
    };
    evaluate::resolve(&mut book);
    Ok(layout::paper(book))
}

/// The format that the bytes are of.
fn sniff(bytes: &[u8], promised: Kind) -> Result<Kind, Error> {
    use package::Kind as Is;
    // A BIFF stream without a compound file around it: Excel 4.0 and before.
    if let [0x09, 0x00 | 0x02 | 0x04, ..] = bytes {
        return Err(Error::TooOld);
    }
    match package::sniff(bytes) {
        Is::Workbook => Ok(Kind::Xlsx),
        Is::OpenSheet => Ok(Kind::Ods),
        Is::LegacyWorkbook => Ok(Kind::Xls),
        // UTF-16 without a mark is no text to the sniffer.
        Is::Text | Is::Unknown if promised == Kind::Csv => Ok(Kind::Csv),
        // Many systems export tables of plain text under a workbook's name.
        Is::Text if promised == Kind::Xls && bytes.contains(&b'\t') => Ok(Kind::Csv),
        kind => Err(Error::of_kind(kind)),
    }
}
