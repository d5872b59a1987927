//! huibiao (汇表) turns returned Word questionnaires into data.
//!
//! The road of the data is one way:
//!
//! ```text
//! file ─ office ─▶ paper ─ recognise ─ extract ─ value ─ checks ─▶ submission ─ batch ─▶ output
//! ```

pub mod batch;
pub mod checks;
pub mod cli;
pub mod extract;
pub mod forms;
pub mod mapping;
pub mod model;
pub mod output;
pub mod propose;
pub mod read;
pub mod recognise;
pub mod report;
#[cfg(feature = "store")]
pub mod store;
pub mod survey;
pub mod text;
pub mod value;
