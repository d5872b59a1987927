//! What changed between two versions of a submission: cell by cell, and finding by finding.

mod align;
mod json;

use std::collections::HashMap;
use std::sync::Arc;

use crate::mapping::{Layout, Mapping};
use crate::model::finding::{FieldPath, Finding, Severity};
use crate::model::submission::{Record, Status, Submission};
use crate::value::Value;

pub use json::DIFF_SCHEMA;

/// What changed between an older and a newer submission of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The older file.
    pub old: String,
    /// The newer file.
    pub new: String,
    /// What changed in the answers, in the mapping's order.
    pub changes: Vec<Change>,
    /// Findings of the old one that the new one no longer has.
    pub mended: Vec<Finding>,
    /// Findings of the new one alone.
    pub new_findings: Vec<Finding>,
    /// Findings of both, as the new one has them.
    pub unchanged: Vec<Finding>,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A value is another.
    Cell {
        /// Where in the new submission (JSON Pointer).
        path: FieldPath,
        /// Where in the old one.
        old_path: FieldPath,
        /// The table; none for the cover.
        table: Option<Arc<str>>,
        /// What the record is called.
        record: Option<String>,
        /// The field.
        field: Arc<str>,
        /// The old value.
        old: Value,
        /// The new value.
        new: Value,
    },
    /// A record is new.
    Added {
        /// Where in the new submission.
        path: FieldPath,
        /// The table.
        table: Arc<str>,
        /// The record.
        record: Record,
    },
    /// A record is gone.
    Removed {
        /// Where in the old submission.
        path: FieldPath,
        /// The table.
        table: Arc<str>,
        /// The record.
        record: Record,
    },
    /// A table without records came back in another way.
    Status {
        /// The table.
        table: Arc<str>,
        /// The old status.
        old: Status,
        /// The new status.
        new: Status,
    },
}

/// Compares two submissions of one unit. Records that were moved are no change.
pub fn difference(old: &Submission, new: &Submission, mapping: Option<&Mapping>) -> Difference {
    let mut comparing = Comparing {
        changes: Vec::new(),
        moved: HashMap::new(),
    };
    comparing.cells(
        &FieldPath::unit(),
        &FieldPath::unit(),
        None,
        &old.unit,
        &new.unit,
        None,
    );
    for (code, theirs) in &new.tables.0 {
        let none = crate::model::submission::TableData {
            status: Status::Missing,
            records: Vec::new(),
            nil: false,
        };
        let before = old.tables.get(code).unwrap_or(&none);
        let table = mapping.and_then(|m| m.table(code));
        if before.records.is_empty() && theirs.records.is_empty() && before.status != theirs.status
        {
            comparing.changes.push(Change::Status {
                table: Arc::clone(code),
                old: before.status,
                new: theirs.status,
            });
        }
        let names = align::telling(table, &before.records, &theirs.records);
        // A table of options or of one text has one record, whatever it says.
        let single = table.is_some_and(|t| !matches!(t.layout, Layout::Records | Layout::Form));
        let pairs = match (single, before.records.len(), theirs.records.len()) {
            (true, 1, 1) => vec![(Some(0), Some(0))],
            _ => align::align(&before.records, &theirs.records, &names),
        };
        for (o, n) in pairs {
            let path = |r: usize| FieldPath::record(code, r);
            match (o, n) {
                (Some(o), Some(n)) => {
                    comparing.moved.insert(path(o), path(n));
                    let (a, b) = (&before.records[o], &theirs.records[n]);
                    let name = align::name(b, &names).filter(|_| !single);
                    comparing.cells(&path(o), &path(n), Some(code), a, b, name);
                }
                (Some(o), None) => comparing.changes.push(Change::Removed {
                    path: path(o),
                    table: Arc::clone(code),
                    record: before.records[o].clone(),
                }),
                (None, Some(n)) => comparing.changes.push(Change::Added {
                    path: path(n),
                    table: Arc::clone(code),
                    record: theirs.records[n].clone(),
                }),
                (None, None) => {}
            }
        }
    }
    let (mended, new_findings, unchanged) = comparing.findings(old, new);
    Difference {
        old: old.source.file.clone(),
        new: new.source.file.clone(),
        changes: comparing.changes,
        mended,
        new_findings,
        unchanged,
    }
}

struct Comparing {
    changes: Vec<Change>,
    /// Where the records of the old submission stand in the new one.
    moved: HashMap<FieldPath, FieldPath>,
}

impl Comparing {
    fn cells(
        &mut self,
        old_path: &FieldPath,
        path: &FieldPath,
        table: Option<&Arc<str>>,
        old: &Record,
        new: &Record,
        record: Option<String>,
    ) {
        let gone = old.0.iter().filter(|(f, _)| new.get(f).is_none());
        for (field, _) in new.0.iter().chain(gone) {
            let value = |r: &Record| r.get(field).cloned().unwrap_or_default();
            let (a, b) = (value(old), value(new));
            if a != b && !(a.is_empty() && b.is_empty()) {
                self.changes.push(Change::Cell {
                    path: path.at_field(field),
                    old_path: old_path.at_field(field),
                    table: table.cloned(),
                    record: record.clone(),
                    field: Arc::clone(field),
                    old: a,
                    new: b,
                });
            }
        }
    }

    /// Where an old path leads now; none where its record is gone.
    fn now(&self, path: &FieldPath) -> Option<FieldPath> {
        let FieldPath::Record {
            table,
            record,
            field,
        } = path
        else {
            return Some(path.clone());
        };
        let now = self.moved.get(&FieldPath::record(table, *record))?;
        Some(match field {
            Some(field) => now.at_field(field),
            None => now.clone(),
        })
    }

    fn findings(
        &self,
        old: &Submission,
        new: &Submission,
    ) -> (Vec<Finding>, Vec<Finding>, Vec<Finding>) {
        let mut before: Vec<(Option<FieldPath>, &Finding)> = (old.findings.iter())
            .map(|f| (self.now(&f.path), f))
            .collect();
        let (mut fresh, mut unchanged) = (Vec::new(), Vec::new());
        for finding in &new.findings {
            let same = |(path, f): &(Option<FieldPath>, &Finding)| {
                let here = path.as_ref() == Some(&finding.path) && f.rule() == finding.rule();
                // Of findings about a whole table or form there may be many: the text tells.
                let narrow = finding.path.record_index().is_some() || f.raw == finding.raw;
                here && narrow
            };
            match before.iter().position(same) {
                Some(known) => {
                    before.swap_remove(known);
                    unchanged.push(finding.clone());
                }
                None => fresh.push(finding.clone()),
            }
        }
        // In the old form's order again.
        let left: Vec<&Finding> = before.iter().map(|(_, f)| *f).collect();
        let mended = (old.findings.iter()).filter(|f| left.iter().any(|l| std::ptr::eq(*l, *f)));
        (mended.cloned().collect(), fresh, unchanged)
    }
}

impl Difference {
    /// Nothing changed, neither in the answers nor in what was found.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.mended.is_empty() && self.new_findings.is_empty()
    }

    /// Error findings of the new one.
    pub fn errors(&self) -> usize {
        let now = self.new_findings.iter().chain(&self.unchanged);
        now.filter(|f| f.severity == Severity::Error).count()
    }
}
