//! Figures: what a survey says, as charts, each with its table and the records behind each bar.
//!
//! What is charted comes from the mapping: which items are countries, choices and amounts, and
//! what adds up to what (`plan`). [`Charting`] takes submissions one by one and gives [`Charts`];
//! drawing, page and workbook are printers of these.

mod against;
mod count;
mod groups;
mod model;
mod page;
mod plan;
mod svg;
mod workbook;

pub use count::Charting;
pub use model::{Bar, Chart, ChartUnit, Charts, Figure, Part};
#[cfg(feature = "desk")]
pub(crate) use page::lede;
pub use page::{Given, OneChart, Records, write_page};
pub use svg::svg;
pub use workbook::write_workbook;
