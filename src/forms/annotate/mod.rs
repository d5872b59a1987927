//! The file sent back: a department's own form or workbook, with what was found written at its
//! place. Nothing else in it changes.
//!
//! A form gets Word comments; a workbook gets notes, and the cells filled red.

mod file;
mod form;
mod workbook;

pub use file::{Outcome, SentBack, remark, send_back};
use office::inplace::Error;
use office::paper::{Paper, Place};

use crate::model::finding::{Finding, Severity};
use crate::text::visible::visible;

/// Something to be said at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where; what has no place stands at the file's beginning.
    pub place: Option<Place>,
    /// What, a paragraph each.
    pub text: Vec<String>,
}

/// A file with remarks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotated {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many remarks were written.
    pub remarks: usize,
    /// How many of them stand at the file's beginning, because their place is not in it.
    pub unplaced: usize,
}

impl Remark {
    /// What a finding has to say, in Chinese. `heading` is where the table that its path names
    /// begins, for a finding about something that is not there.
    pub fn of(finding: &Finding, heading: impl FnOnce(&str) -> Option<Place>) -> Remark {
        let kind = match finding.severity {
            Severity::Error => "必须改正",
            Severity::Warning => "需核实",
            Severity::Info => "说明",
        };
        let hint = finding.hint().zh;
        let mut text = vec![format!("【{kind}】{}", visible(&finding.message().zh))];
        if !hint.is_empty() {
            text.push(visible(&hint).into_owned());
        }
        let place = finding
            .source
            .clone()
            .or_else(|| heading(finding.path.table_code()?));
        Remark { place, text }
    }
}

/// Writes remarks into a form (.docx) that was read as `paper`.
///
/// # Errors
/// When the form cannot be read, or has no place for a comment.
pub fn annotate_form(bytes: &[u8], paper: &Paper, remarks: &[Remark]) -> Result<Annotated, Error> {
    form::annotate(bytes, paper, remarks)
}

/// Writes remarks into a workbook (.xlsx).
///
/// # Errors
/// When the workbook cannot be read.
pub fn annotate_workbook(bytes: &[u8], remarks: &[Remark]) -> Result<Annotated, Error> {
    workbook::annotate(bytes, remarks)
}
