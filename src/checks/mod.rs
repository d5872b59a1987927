//! Edit: the checks on what was read, as survey statistics calls them.
//!
//! Data goes in, findings come out; nothing here knows a file or a form. [`EditRules`] are made
//! from a mapping once; [`EditRules::check`] looks at one submission. Findings carry the path of
//! what they are about; whoever knows the paper adds the place.
//!
//! Severities follow Chinese practice: 必须改正 is an error, 需核实 a warning.

mod across;
mod evaluate;
mod fields;
mod format;
mod formulas;
mod records;
mod rules;
mod words;

use std::collections::HashSet;

use crate::model::finding::{Cause, CheckCause, FieldPath, Finding, Severity};
use crate::model::submission::{Record, Submission};

pub use rules::EditRules;

impl EditRules {
    /// Everything that the rules find in a submission, table by table.
    ///
    /// A value that could not be read (an error stands at its path already) is neither missing
    /// nor zero: rules that look at it are silent.
    pub fn check(&self, submission: &Submission) -> Vec<Finding> {
        let unreadable: Unreadable = submission
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error)
            .map(|f| &f.path)
            .collect();
        let mut found = Vec::new();
        self.cover(submission, &unreadable, &mut found);
        for rules in &self.tables {
            let Some(table) = submission.tables.get(&rules.code) else {
                continue;
            };
            let before = found.len();
            for (i, record) in table.records.iter().enumerate() {
                let view = View {
                    rules: &rules.fields,
                    record,
                    path: FieldPath::record(&rules.code, i),
                    unreadable: &unreadable,
                };
                view.fields(&self.period, &mut found);
                view.formulas(&rules.formulas, &mut found);
            }
            once_a_table(before, &mut found);
            rules.records(table, &mut found);
        }
        for rule in &self.across {
            rule.check(submission, &unreadable, &mut found);
        }
        found
    }

    /// The cover is a record of its own, begun where anything at all is filled in.
    fn cover(
        &self,
        submission: &Submission,
        unreadable: &Unreadable<'_>,
        found: &mut Vec<Finding>,
    ) {
        let mut tables = submission.tables.0.iter();
        if submission.unit.is_empty() && tables.all(|(_, t)| t.records.is_empty()) {
            return;
        }
        let view = View {
            rules: &self.unit,
            record: &submission.unit,
            path: FieldPath::unit(),
            unreadable,
        };
        view.fields(&self.period, found);
    }
}

/// Leaves one of a table's totals without parts: who gives totals alone does so in every line.
fn once_a_table(from: usize, found: &mut Vec<Finding>) {
    let is_one =
        |f: &Finding| matches!(f.cause, Cause::CheckCause(CheckCause::PartsMissing { .. }));
    let mut met = false;
    let mut rest = found.split_off(from);
    rest.retain(|f| !is_one(f) || !std::mem::replace(&mut met, true));
    found.append(&mut rest);
}

/// The paths where an error stands.
type Unreadable<'a> = HashSet<&'a FieldPath>;

/// A record beside the rules of its fields.
struct View<'a> {
    rules: &'a [rules::FieldRules],
    record: &'a Record,
    path: FieldPath,
    unreadable: &'a Unreadable<'a>,
}

impl View<'_> {
    /// The path of a field.
    fn at(&self, field: usize) -> FieldPath {
        self.path.at_field(&self.rules[field].name)
    }

    /// Something was typed that could not be read.
    fn is_unreadable(&self, field: usize) -> bool {
        !self.unreadable.is_empty() && self.unreadable.contains(&self.at(field))
    }
}
