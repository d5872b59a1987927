//! huibiao (汇表) turns returned Word questionnaires into data.
//!
//! The road of the data is one way:
//!
//! ```text
//! file ─ package ─ word | sheet ─▶ paper ─ locate ─ extract ─ value ─ edit ─▶ submission ─▶ output
//! ```

pub mod annotate;
pub mod batch;
pub mod blank;
pub mod carry;
pub mod cli;
pub mod conform;
pub mod corrections;
pub mod diff;
pub mod edit;
pub mod edition;
pub mod extract;
pub mod fill;
pub mod finding;
pub mod key;
pub mod lang;
pub mod locate;
pub mod mapping;
mod office_csv;
pub mod output;
pub mod propose;
pub mod reading;
pub mod report;
pub mod returns;
pub mod rollup;
pub mod roster;
pub mod status;
#[cfg(feature = "store")]
pub mod store;
pub mod submission;
pub mod template;
pub mod text;
pub mod value;

pub use office_csv::OfficeError;
