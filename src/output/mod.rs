//! What comes out: printers of papers and submissions.
//!
//! `docs/outputs.md` says what each file looks like.

mod columns;
mod combined;
mod error;
mod file;
mod format;
mod headers;
pub mod inspect;
mod json;
mod name;
mod of_table;
#[cfg(feature = "parquet")]
mod parquet;
mod problems;
mod tables;
mod tidy;
mod workbook;
mod writer;

pub use columns::csv_columns;
pub(crate) use columns::{Cell, shown};
pub use error::Error;
pub use file::{NewFile, WholeFile, WholeFiles, must_not_replace, write_blank, write_whole};
pub use format::{Format, UnknownFormat};
pub use headers::Headers;
pub use json::Stream;
pub(crate) use name::{Given, safe_path};
pub(crate) use workbook::{
    Answer, Book, Check, FormBook, FormSheet, Heading, MOST_ROWS, SheetLook, Takes, XlsxError,
};
pub use writer::{Writer, write_all};
