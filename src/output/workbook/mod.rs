//! The workbooks that are written, all of them: what they look like and what a cell can hold is
//! known here. Whoever writes one says only what stands in its rows.
//!
//! [`Book`] holds records, a row each, in constant memory. [`FormBook`] is a workbook to be filled
//! in: labels, ruled cells, totals, checks.

mod book;
mod form;
mod spool;
mod style;
mod text;

pub(crate) use book::{Book, Heading, MOST_ROWS, SheetId, SheetLook};
pub(crate) use form::{Answer, Check, FormBook, FormSheet, Takes};
pub(crate) use rust_xlsxwriter::XlsxError;
