//! huibiao (汇表) turns returned Word questionnaires into data: every cell of a filled form under its
//! table and item code, normalised, checked against the survey's own rules, and each problem named at
//! its place on the paper.
//!
//! ```
//! use huibiao::{Lang, Reader, Severity, bundled};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Which cell means what stands in a mapping; two come with the program.
//! let reader = Reader::of_bundles(vec![bundled("hz-2025")?])?;
//!
//! // Reading never fails: what cannot be read has a finding that says why.
//! let name = "samples/returned/化学工程学院.docx";
//! let submission = reader.read(name, &std::fs::read(name)?);
//!
//! if let Some(posts) = submission.tables.get("HZ_03_004") {
//!     for record in &posts.records {
//!         println!("{:?}", record.get("person"));
//!     }
//! #   assert!(!posts.records.is_empty());
//! }
//! for finding in &submission.findings {
//!     if finding.severity == Severity::Error {
//!         let place = finding.source.as_ref().map(ToString::to_string);
//!         println!("{}: {}", place.unwrap_or_default(), finding.message().get(Lang::En));
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # From a file to data
//!
//! | step | with |
//! |---|---|
//! | open an edition: bundled with the program, or a folder of your own | [`bundled`], [`load_dir`], [`Bundle`], [`Mapping`] |
//! | read one file's bytes | [`Reader`] |
//! | look at what was read | [`Submission`], [`TableData`], [`Record`], [`Value`], [`Status`] |
//! | look at what was found, by rule and place, in Chinese or English | [`Finding`], [`Rule`], [`Severity`], [`FieldPath`], [`Lang`] |
//! | write data files, each whole or not at all | [`write_all`], [`Format`] |
//!
//! A [`Submission`] is what others rely on: with `serde` it is the JSON that `huibiao convert` writes.
//! Files are read by the workspace's crate `office`, which knows nothing of forms.
//!
//! # The rooms
//!
//! The road of the data is one way:
//!
//! ```text
//! file ─ office ─▶ paper ─ recognise ─ extract ─ value ─ checks ─▶ submission ─ batch ─▶ output
//! ```
//!
//! The modules behind these names serve the `huibiao` command and its tests. They are left out of
//! this manual, and they change from one version to the next.

// What the store and the desk alone ask of the stage has nobody to serve without them.
#![cfg_attr(not(feature = "store"), allow(dead_code, unused_imports))]

pub use mapping::{Bundle, Mapping, bundled, load_dir};
pub use model::finding::{FieldPath, Finding, Rule, Severity};
pub use model::submission::{Record, Status, Submission, TableData};
pub use output::{Format, write_all};
pub use read::Reader;
pub use text::lang::Lang;
pub use value::Value;

#[doc(hidden)]
pub mod batch;
#[doc(hidden)]
pub mod checks;
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "desk")]
#[doc(hidden)]
pub mod desk;
#[doc(hidden)]
pub mod exchange;
#[doc(hidden)]
pub mod extract;
#[doc(hidden)]
pub mod forms;
mod given;
#[doc(hidden)]
pub mod mapping;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod output;
#[doc(hidden)]
pub mod propose;
#[doc(hidden)]
pub mod read;
#[doc(hidden)]
pub mod recognise;
#[doc(hidden)]
pub mod report;
#[cfg(feature = "store")]
#[doc(hidden)]
pub mod store;
#[doc(hidden)]
pub mod survey;
#[doc(hidden)]
pub mod tagged;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod value;
