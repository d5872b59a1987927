//! A blank form written from a mapping alone, to be mailed: what it writes, `convert` reads.
//!
//! A mapping is first laid out as a `Sketch`; the document is written from it,
//! and so is the [`Paper`] that says what the form prints.

mod blanks;
mod book;
mod choices;
mod compose;
mod cover;
mod document;
mod form;
mod grid;
mod head;
mod lists;
mod notes;
mod paper;
mod rating;
mod records;
mod sketch;
mod wording;
mod workbook;

pub(crate) use wording::in_chinese;

use office::paper::Paper;
use thiserror::Error;

use crate::mapping::Mapping;
use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;
use office::package;

/// Why a blank form cannot be written.
#[derive(Debug, Error)]
#[error("{}", self.said().en)]
pub enum Error {
    /// The document or workbook cannot be put together.
    Pack(String),
    /// The document just written cannot be read again.
    Package(#[from] package::Error),
}

impl Worded for Error {
    fn said(&self) -> Said {
        match self {
            Error::Pack(why) => said!(
                "无法写出空白表：程序内部出错",
                "the blank form cannot be written: {why}"
            ),
            Error::Package(e) => e.said(),
        }
    }
}

/// The blank form of a mapping, a Word document.
///
/// # Errors
/// When the document cannot be put together.
pub fn form(mapping: &Mapping) -> Result<Vec<u8>, Error> {
    document::document(&compose::compose(mapping))
}

/// What the blank form of a mapping prints, as reading it would give it.
pub fn form_paper(mapping: &Mapping) -> Paper {
    paper::paper(&compose::compose(mapping))
}

/// The blank workbook of the tables that are filled in in one; `None` where the mapping has none.
///
/// # Errors
/// When the workbook cannot be written: a table's code that no sheet can be named by.
pub fn sheets(mapping: &Mapping) -> Result<Option<Vec<u8>>, Error> {
    let Some(book) = book::book(mapping) else {
        return Ok(None);
    };
    let bytes = workbook::workbook(&book, mapping);
    Ok(Some(bytes.map_err(|e| Error::Pack(e.to_string()))?))
}

/// What the blank workbook of a mapping prints, as reading it would give it.
pub fn sheets_paper(mapping: &Mapping) -> Option<Paper> {
    Some(book::paper(&book::book(mapping)?))
}
