//! The file sent back: a department's own form or workbook, with what was found written at its
//! place. Nothing else in it changes.
//!
//! A form gets Word comments; a workbook gets notes, and the cells filled red or yellow.

mod file;
mod form;
mod workbook;

use std::collections::BTreeMap;

pub use file::{Outcome, SentBack, remark, send_back, send_back_settled};
use office::inplace::Error;
use office::paper::{Paper, Place};

use crate::model::finding::{Cause, Finding, RecognitionCause, Severity};
use crate::text::visible::visible;

/// Something to be said at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where; what has no place stands at the file's beginning.
    pub place: Option<Place>,
    /// How grave it is.
    pub severity: Severity,
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
        let kind = kind(finding.severity);
        let hint = finding.hint().zh;
        let mut text = vec![format!("【{kind}】{}", visible(&finding.message().zh))];
        if !hint.is_empty() {
            text.push(visible(&hint).into_owned());
        }
        let place = finding
            .source
            .clone()
            .or_else(|| heading(finding.path.table_code()?));
        Remark {
            place,
            severity: finding.severity,
            text,
        }
    }

    /// What several findings say of tables that are not in the file: once.
    fn of_missing(severity: Severity, tables: &[String], hint: &str) -> Remark {
        let (n, tables) = (tables.len(), tables.join("、"));
        let said = format!("【{}】没有找到 {n} 张表：{tables}", kind(severity));
        Remark {
            place: None,
            severity,
            text: vec![visible(&said).into_owned(), visible(hint).into_owned()],
        }
    }

    /// What findings have to say, in Chinese. Tables that have no place in the file are named in one
    /// remark: thirty would hide what else there is.
    pub fn all<'f>(
        findings: impl Iterator<Item = &'f Finding>,
        heading: impl Fn(&str) -> Option<Place>,
    ) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut missing: BTreeMap<Severity, Vec<(usize, &Finding, String)>> = BTreeMap::new();
        for finding in findings {
            let remark = Remark::of(finding, &heading);
            match &finding.cause {
                Cause::RecognitionCause(RecognitionCause::MissingTable { code, name })
                    if remark.place.is_none() =>
                {
                    let of_severity = missing.entry(finding.severity).or_default();
                    of_severity.push((remarks.len(), finding, format!("{code}“{name}”")));
                }
                _ => {}
            }
            remarks.push(remark);
        }
        let mut gone = Vec::new();
        let mut more = Vec::new();
        for (severity, tables) in missing.into_iter().filter(|(_, t)| t.len() > 1) {
            let hint = tables[0].1.hint().zh;
            gone.extend(tables.iter().map(|(at, ..)| *at));
            let names: Vec<String> = tables.into_iter().map(|(.., name)| name).collect();
            more.push(Remark::of_missing(severity, &names, &hint));
        }
        let mut at = 0..;
        remarks.retain(|_| at.next().is_some_and(|at| !gone.contains(&at)));
        more.reverse();
        more.extend(remarks);
        more
    }
}

fn kind(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "必须改正",
        Severity::Warning => "需核实",
        Severity::Info => "说明",
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
