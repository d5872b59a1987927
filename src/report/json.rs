//! The report as JSON: the model as it stands, under a schema of its own.

use std::io::{self, Write};

use serde::Serialize;

use super::model::Report;
use crate::text::visible::Shown;

/// The schema that [`write_json`] follows.
pub const SCHEMA: &str = "huibiao/report/1";

/// Writes the report as one JSON object. Sums are numbers with all their digits.
///
/// # Errors
/// What `out` refuses.
pub fn write_json(report: &Report, mut out: impl Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Printed<'a> {
        schema: &'static str,
        #[serde(flatten)]
        report: &'a Report,
    }
    let printed = Printed {
        schema: SCHEMA,
        report,
    };
    serde_json::to_writer_pretty(Shown::json(&mut out), &printed)?;
    writeln!(out)
}
