//! Records that are counted elsewhere: another unit's report of the same thing counts, as the office
//! decided or the roster says. They are taken out of what is written, and each is told of.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Answers, Decision, Duplicate, DuplicateKind, Returned, Rollup, roll_up};
use crate::mapping::Mapping;
use crate::model::finding::{CountingCause, FieldPath, Finding};
use crate::model::submission::{Record, Status, Submission};
use crate::survey::decisions::{Case, Decisions};
use crate::survey::returns::{Receipt, UnitReturns};
use crate::survey::roster::Roster;

/// A record that does not count, since another unit reports the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedElsewhere {
    /// Its table.
    pub table: Arc<str>,
    /// Its place among the table's records, from 0.
    pub record: usize,
    /// The units whose report counts.
    pub units: Vec<String>,
    /// Why theirs.
    pub decision: Decision,
}

/// Of each submission, by its receipt's number, what is counted elsewhere.
pub type Elsewhere = HashMap<usize, Vec<CountedElsewhere>>;

impl Rollup {
    /// The records that do not count, by their files' receipts.
    pub fn elsewhere(&self) -> Elsewhere {
        let mut all = Elsewhere::new();
        for table in &self.tables {
            let left = table.records.iter().enumerate();
            for (r, record) in left.filter(|(_, record)| !record.counts) {
                let concerned = |d: &&Duplicate| {
                    let own = match &d.kind {
                        DuplicateKind::Form => None,
                        DuplicateKind::Record { table }
                        | DuplicateKind::Table { table }
                        | DuplicateKind::Copy { table } => Some(table),
                    };
                    let is_own = own.is_none_or(|code| *code == table.code);
                    let mut members = d.members.iter().filter(|m| !m.counts);
                    is_own
                        && members.any(|m| match own {
                            Some(_) => m.records.contains(&r),
                            None => m.unit == record.unit && m.file == record.file,
                        })
                };
                let why = self.duplicates.iter().find(concerned);
                let counting = why.iter().flat_map(|d| &d.members).filter(|m| m.counts);
                let mut units: Vec<String> =
                    counting.map(|m| self.units[m.unit].name.clone()).collect();
                units.dedup();
                all.entry(record.source)
                    .or_default()
                    .push(CountedElsewhere {
                        table: Arc::clone(&table.code),
                        record: record.place,
                        units,
                        decision: why.map_or(Decision::Roster, |d| d.decision),
                    });
            }
        }
        all
    }
}

/// Submissions that count, of which it is to be known what of them is counted elsewhere.
#[derive(Debug)]
pub struct Weighing {
    receipts: Vec<Receipt>,
    answers: Vec<Answers>,
}

impl Weighing {
    /// Among the submissions with these receipts.
    pub fn of(receipts: &[Receipt]) -> Weighing {
        let mut answers: Vec<Answers> = Vec::new();
        answers.resize_with(receipts.len(), Answers::default);
        Weighing {
            receipts: receipts.to_vec(),
            answers,
        }
    }

    /// Takes one that counts, by its receipt's number, as it was corrected.
    pub fn take(&mut self, index: usize, submission: Submission, mapping: &Mapping) {
        self.receipts[index] = self.receipts[index].as_joined(&submission);
        self.answers[index] = Answers::of(submission, mapping);
    }

    /// What is counted elsewhere, and all cases that the office may decide. Units are compared edition
    /// by edition.
    pub fn weigh<'m>(
        self,
        returns: &[UnitReturns],
        roster: Option<&Roster>,
        decisions: &Decisions,
        mappings: impl IntoIterator<Item = &'m Mapping>,
    ) -> (Elsewhere, Vec<Case>) {
        let (mut elsewhere, mut cases) = (Elsewhere::new(), Vec::new());
        for mapping in mappings {
            let of_it = |r: &&Receipt| !r.is_unread && r.edition == mapping.edition.id;
            if self.receipts.iter().filter(of_it).count() < 2 {
                continue;
            }
            let returned = Returned {
                receipts: &self.receipts,
                returns,
                roster,
                account: None,
                mapping,
                decisions,
            };
            // A mapping that was loaded has no derived table that cannot be read.
            let Ok(rollup) = roll_up(&returned, self.answers.clone()) else {
                continue;
            };
            cases.extend(rollup.cases());
            elsewhere.extend(rollup.elsewhere());
        }
        (elsewhere, cases)
    }
}

/// Takes out of a submission what is counted elsewhere. What was said of such a record is about nothing
/// then; that it was left out is said, with what it says.
pub fn leave_out(submission: &mut Submission, left: &[CountedElsewhere]) {
    for (code, data) in &mut submission.tables.0 {
        let mut own: Vec<&CountedElsewhere> = left.iter().filter(|l| l.table == *code).collect();
        own.sort_by_key(|l| l.record);
        own.retain(|l| l.record < data.records.len());
        if own.is_empty() {
            continue;
        }
        let gone = |record: usize| own.iter().any(|l| l.record == record);
        let before = |record: usize| own.iter().filter(|l| l.record < record).count();
        submission.findings.retain(|f| {
            f.path.table_code() != Some(code) || !f.path.record_index().is_some_and(gone)
        });
        for finding in &mut submission.findings {
            if let FieldPath::Record { table, record, .. } = &mut finding.path
                && table == code
            {
                *record -= before(*record);
            }
        }
        let mut place = 0;
        let mut taken = Vec::new();
        data.records.retain(|record| {
            let goes = gone(place);
            if goes {
                taken.push(record.clone());
            }
            place += 1;
            !goes
        });
        if data.records.is_empty() {
            data.status = Status::Empty;
        }
        for (left, record) in own.iter().zip(taken) {
            let text = in_words(&record);
            let cause = CountingCause::CountedElsewhere {
                record: name_of(&record).unwrap_or_else(|| code.to_string()),
                units: left.units.join("、"),
                why: left.decision.said(),
            };
            let mut finding = Finding::of(cause).at(FieldPath::table(code));
            finding.raw = Some(text);
            submission.findings.push(finding);
        }
    }
}

/// What a record is called: the first that it says.
fn name_of(record: &Record) -> Option<String> {
    let mut texts = record.0.iter().filter_map(|(_, v)| v.text());
    texts.find(|t| !t.is_empty()).map(str::to_owned)
}

fn in_words(record: &Record) -> String {
    let given = record.0.iter().filter(|(_, v)| !v.is_empty());
    let given: Vec<String> = given.map(|(_, v)| v.shown()).collect();
    given.join(" · ")
}
