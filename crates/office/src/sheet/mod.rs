//! Reads workbooks: `.xlsx`, `.xlsb`, `.xls`, `.ods`, Excel 2003 XML, HTML tables and `.csv` become
//! a [`Paper`] of one table a sheet.
//!
//! ```text
//! bytes ─ xlsx | xls | ods | csv … ─▶ book (sparse cells) ─ evaluate ─ layout ─▶ paper
//! ```
//!
//! A cell's text is what a person sees in it, as exact as the workbook has it: numbers in up to 15
//! significant digits without thousands marks, dates as `2025-03-05`, yes and no as 是 and 否.
//! Cells are kept sparse: one at `XFD1048576` costs no more than one at `A1`, and stands in a table
//! of its own, far from the rest. What is hidden is read like the rest, with a remark.
//!
//! Bounds: [`MAX_CELLS`] cells with content and [`MAX_TEXT`] bytes of text a workbook (a remark
//! names the first cell left out), [`MAX_SLOTS`] slots a table. What else a workbook makes is charged
//! to the file's budget, and past that it is not read at all.

mod book;
mod content;
mod csv;
mod error;
mod evaluate;
mod formula;
mod html;
mod ink;
mod layout;
mod number;
mod ods;
mod properties;
mod reference;
mod spreadsheet;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

pub use error::{Damage, Error};

use crate::FileKind;
use crate::paper::Paper;

/// The most cells with content that are read of one workbook.
pub const MAX_CELLS: usize = 300_000;
/// The most bytes of text that are read of one workbook.
pub const MAX_TEXT: usize = 32 << 20;
/// The most slots (rows × columns) that one table has; a larger sheet is several tables.
pub const MAX_SLOTS: u32 = 1 << 21;

/// Reads a workbook.
///
/// `promised` is what the file's name promises; where the bytes say otherwise (an `.xls` that is an
/// `.xlsx` inside), the bytes are believed.
///
/// # Errors
///
/// The file is no workbook, damaged, encrypted, or larger than the bounds of the reader.
pub fn read(bytes: &[u8], promised: FileKind) -> Result<Paper, Error> {
    // A BIFF stream without a compound file around it: Excel 4.0 and before.
    if let [0x09, 0x00 | 0x02 | 0x04, ..] = bytes {
        return Err(Error::TooOld);
    }
    let mut book = match FileKind::of_bytes(bytes) {
        FileKind::Workbook => xlsx::read(bytes)?,
        FileKind::OpenSheet => ods::read(bytes)?,
        FileKind::LegacyWorkbook => xls::read(bytes)?,
        FileKind::BinaryWorkbook => xlsb::read(bytes)?,
        FileKind::SheetXml => spreadsheet::read(bytes)?,
        FileKind::Text if matches!(promised, FileKind::TextTable | FileKind::Text) => {
            csv::read(bytes)?
        }
        // Many systems export tables of plain text or HTML under a workbook's name.
        FileKind::Text if promised.is_workbook() && is_separated(bytes) => csv::read(bytes)?,
        FileKind::Html => html::read(bytes)?,
        kind => return Err(Error::of_kind(kind)),
    };
    book.budget.held()?;
    evaluate::resolve(&mut book);
    book.budget.held()?;
    Ok(layout::paper(book)?)
}

/// Something in the text separates fields.
fn is_separated(bytes: &[u8]) -> bool {
    bytes.iter().any(|b| matches!(b, b'\t' | b',' | b';'))
}

/// The text of a file that is nothing else.
fn decoded(bytes: &[u8], part: &str, limit: usize) -> Result<String, Error> {
    if bytes.len() > limit {
        return Err(Error::TooLarge {
            part: part.to_owned(),
            limit: limit as u64,
        });
    }
    crate::encoding::decode(bytes).map_err(|e| Error::Encoding { line: e.line })
}
