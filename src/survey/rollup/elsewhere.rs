//! Records that are counted elsewhere: another unit's report of the same thing counts, as the office
//! decided or the roster says. They are taken out of what is written, and each is told of.

use std::collections::HashMap;
use std::sync::Arc;

use super::decide::case;
use super::{Answers, Decision, Duplicate, DuplicateKind, Likeness, Returned, Rollup, roll_up};
use crate::mapping::Mapping;
use crate::model::finding::{Cause, CountingCause, FieldPath, Finding};
use crate::model::submission::{Record, Status, Submission};
use crate::survey::decisions::{Case, Decisions, Kind};
use crate::survey::returns::{Receipt, UnitReturns, hex};
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

/// What is known of what several units report.
#[derive(Debug, Default)]
pub struct Weighed {
    /// What is counted elsewhere.
    pub elsewhere: Elsewhere,
    /// What nobody decided on, by the receipts' numbers.
    pub open: HashMap<usize, Vec<Finding>>,
    /// All cases that the office may decide.
    pub cases: Vec<Case>,
}

impl Weighed {
    /// Says in a submission what is open, and takes out of it what is counted elsewhere.
    pub fn settle(&self, index: usize, submission: &mut Submission) {
        // What an earlier run said of it may be decided by now.
        let told = |f: &Finding| {
            let cause = &f.cause;
            matches!(
                cause,
                Cause::CountingCause(CountingCause::ReportedTwice { .. })
            )
        };
        submission.findings.retain(|f| !told(f));
        for finding in self.open.get(&index).into_iter().flatten() {
            if !submission.findings.contains(finding) {
                submission.findings.push(finding.clone());
            }
        }
        if let Some(left) = self.elsewhere.get(&index) {
            leave_out(submission, left);
        }
    }
}

/// So many units are named; of more it is said how many.
const NAMED: usize = 3;

/// Names of units, not too many of them.
fn some_of<'n>(mut names: impl Iterator<Item = &'n str>) -> String {
    let first: Vec<&str> = names.by_ref().take(NAMED).collect();
    match names.count() {
        0 => first.join("、"),
        more => format!("{}……(+{more})", first.join("、")),
    }
}

impl Rollup {
    /// The very same things that several units report and nobody decided on, by the receipts of the
    /// files that they are in.
    fn open(&self) -> HashMap<usize, Vec<Finding>> {
        let mut open: HashMap<usize, Vec<Finding>> = HashMap::new();
        let is_open = |d: &&Duplicate| {
            d.decision == Decision::Open && d.likeness == Likeness::Same && !d.differs
        };
        for duplicate in self.duplicates.iter().filter(is_open) {
            let counting = || duplicate.members.iter().filter(|m| m.counts);
            for member in counting() {
                let table = match &duplicate.kind {
                    DuplicateKind::Form => None,
                    DuplicateKind::Record { table }
                    | DuplicateKind::Table { table }
                    | DuplicateKind::Copy { table } => Some(table),
                };
                let own = self
                    .tables
                    .iter()
                    .filter(|t| table.is_none_or(|c| *c == t.code));
                let mut records = own.flat_map(|t| &t.records);
                let first = match (table, member.records.first()) {
                    (Some(_), Some(first)) => records.nth(*first),
                    _ => records.find(|r| r.unit == member.unit && r.file == member.file),
                };
                let Some(first) = first else { continue };
                let others = counting().filter(|m| m.unit != member.unit);
                let others = others.map(|m| self.units[m.unit].name.as_str());
                let cause = CountingCause::ReportedTwice {
                    record: match duplicate.kind {
                        DuplicateKind::Record { .. } => name_of(&first.record).unwrap_or_default(),
                        _ => String::new(),
                    },
                    units: some_of(others),
                    case: duplicate.case.clone(),
                };
                let finding = Finding::of(cause).at(member.path.clone());
                open.entry(first.source).or_default().push(finding);
            }
        }
        open
    }

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
    ) -> Weighed {
        let mut weighed = Weighed::default();
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
            weighed.cases.extend(rollup.cases());
            weighed.elsewhere.extend(rollup.elsewhere());
            weighed.open.extend(rollup.open());
        }
        weighed
    }
}

/// Forms with fewer answers than that may well be alike by chance.
const TELLING: u32 = 8;
/// So many forms that say the same are held against each other record by record. Of more it is told
/// that they say the same: the index of what counts has that, however many there are.
const MOST_WEIGHED: usize = 64;

/// Forms of different units that say the very same, as far as their receipts tell.
#[derive(Debug)]
pub struct SaidTwice(Vec<Vec<(usize, Arc<str>)>>);

impl SaidTwice {
    /// Those among what counts. Nothing but their hashes is held of them.
    pub fn among(receipts: &[Receipt], returns: &[UnitReturns]) -> SaidTwice {
        let forms = || {
            returns.iter().filter_map(|r| {
                let form = r.form?;
                let receipt = &receipts[form];
                let content = receipt.content.filter(|_| receipt.answers >= TELLING)?;
                Some((content, form, &r.unit))
            })
        };
        let mut seen: HashMap<[u8; 32], bool> = HashMap::with_capacity(returns.len());
        for (content, ..) in forms() {
            seen.entry(content)
                .and_modify(|twice| *twice = true)
                .or_insert(false);
        }
        seen.retain(|_, twice| *twice);
        let mut groups: HashMap<[u8; 32], Vec<(usize, Arc<str>)>> = HashMap::new();
        for (content, form, unit) in forms().filter(|(content, ..)| seen.contains_key(content)) {
            let name = unit
                .as_ref()
                .map_or_else(Arc::default, |u| Arc::clone(&u.name));
            groups.entry(content).or_default().push((form, name));
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort();
        SaidTwice(groups)
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// They are few enough to be held against each other record by record.
    pub fn are_few(&self) -> bool {
        self.0.iter().map(Vec::len).sum::<usize>() <= MOST_WEIGHED
    }

    /// The form of this number is one of them.
    pub fn has(&self, index: usize) -> bool {
        self.0.iter().flatten().any(|(form, _)| *form == index)
    }

    /// That they say the same, where they are too many to be held against each other.
    pub fn told(&self, receipts: &[Receipt], decisions: &Decisions) -> Weighed {
        let mut weighed = Weighed::default();
        for group in &self.0 {
            let content = group.first().and_then(|(form, _)| receipts[*form].content);
            let content = hex(&content.unwrap_or_default());
            let hash = case(
                "form",
                group.iter().map(|(_, name)| (&**name, content.clone())),
            );
            let units: Vec<String> = group.iter().map(|(_, name)| name.to_string()).collect();
            let names: Vec<&str> = units.iter().map(String::as_str).collect();
            let is_open = decisions.duplicate(&hash, &names).is_none();
            for (i, (form, _)) in group.iter().enumerate().filter(|_| is_open) {
                let around = group.iter().enumerate().filter(|(j, _)| *j != i);
                let around = some_of(around.map(|(_, (_, name))| &**name));
                let cause = CountingCause::ReportedTwice {
                    record: String::new(),
                    units: around,
                    case: hash.clone(),
                };
                weighed
                    .open
                    .entry(*form)
                    .or_default()
                    .push(Finding::of(cause));
            }
            weighed.cases.push(Case {
                hash,
                kind: Kind::Duplicate,
                files: Vec::new(),
                units,
                may_all_count: true,
            });
        }
        weighed
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
