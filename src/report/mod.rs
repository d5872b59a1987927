//! The report: what is wrong in a batch of returned forms, where, and who has to mend it.
//!
//! A [`Gatherer`] takes submissions one by one and keeps counts, sums and findings, not records;
//! what comes out is one [`Report`]. Terminal, JSON, page and workbook are printers of it.

pub mod chart;
pub mod draw;
mod figures;
mod gather;
mod json;
mod lines;
mod model;
mod page;
mod papers;
mod place;
mod target;
mod text;
mod workbook;

pub use gather::Gatherer;
pub use json::{SCHEMA, write_json};
pub use lines::printable;
pub use model::{
    Awaited, Cause, Counts, EditionReport, Problem, Report, StatusCounts, Sum, TableReport, Tally,
    Totals, UnitReport, UnitTable,
};
pub use page::{write_page, write_page_with};
pub use papers::{Papers, by_name};
pub(crate) use place::{About, in_words};
pub use text::{TextStyle, write_summary, write_text};
pub use workbook::write_workbook;
