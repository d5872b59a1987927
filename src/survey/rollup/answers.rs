//! The answers of one returned file, as the roll-up takes them.

use std::sync::Arc;

use crate::mapping::Mapping;
use crate::model::finding::{FieldPath, Rule, Severity};
use crate::model::submission::{Record, Submission};

/// The answers of one returned file, by table; nothing else is kept of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// For each table of the mapping its records.
    pub(super) tables: Vec<Vec<Record>>,
    /// Values with an error.
    pub(super) wrong: Vec<Wrong>,
    /// Tables with records that the mapping does not have.
    pub(super) strange: Vec<Arc<str>>,
}

/// A value that an error finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The table among the mapping's.
    pub table: usize,
    /// The record, from 0.
    pub record: usize,
    /// The field among the table's.
    pub field: usize,
    /// A value was taken all the same.
    pub given: bool,
    /// What is wrong with it.
    pub rule: Rule,
    /// What was typed.
    pub raw: Option<String>,
}

impl Answers {
    /// The answers of a submission of this edition.
    pub fn of(submission: Submission, mapping: &Mapping) -> Answers {
        let place = |code: &str| mapping.tables.iter().position(|t| &*t.code == code);
        let mut answers = Answers {
            tables: vec![Vec::new(); mapping.tables.len()],
            ..Answers::default()
        };
        for (code, data) in submission.tables.0 {
            match place(&code) {
                Some(table) => answers.tables[table] = data.records,
                None if data.records.is_empty() => {}
                None => answers.strange.push(code),
            }
        }
        let errors = submission.findings.into_iter();
        for finding in errors.filter(|f| f.severity == Severity::Error) {
            let FieldPath::Record {
                table: code,
                record,
                field: Some(name),
            } = finding.path
            else {
                continue;
            };
            let Some(table) = place(&code) else { continue };
            let fields = &mapping.tables[table].fields;
            let own: Option<&Record> = answers.tables[table].get(record);
            let value = own.and_then(|r| r.get(&name));
            if let Some(field) = fields.iter().position(|f| *f.name == *name) {
                answers.wrong.push(Wrong {
                    table,
                    record,
                    field,
                    given: value.is_some_and(|v| !v.is_empty()),
                    rule: finding.cause.rule(),
                    raw: finding.raw,
                });
            }
        }
        answers
    }
}
