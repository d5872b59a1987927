//! What a report says, free of how it is printed.

use std::sync::Arc;

use std::collections::HashSet;

use jiff::civil::Date;
use office::paper::Place;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::model::finding::{FieldPath, Rule, Settled, Severity};
use crate::model::submission::Status;
use crate::survey::roster::{Roster, UnitId};
use crate::text::lang::Lang;

/// What a batch of submissions says about itself, its words in one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The language of its words.
    #[serde(skip)]
    pub lang: Lang,
    /// The whole in figures.
    pub totals: Totals,
    /// The editions that the forms were read with, in the order they were met.
    pub editions: Vec<EditionReport>,
    /// The causes of what was found, the gravest and most frequent first.
    pub causes: Vec<Cause>,
    /// The units in input order.
    pub units: Vec<UnitReport>,
    /// The units of the roster that nothing has come from, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub awaited: Vec<Awaited>,
    /// The day on which it is made, where the page is to say so.
    #[serde(skip)]
    pub made_on: Option<Date>,
}

/// A unit of the roster that nothing has come from, and whom to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Awaited {
    /// Its name.
    pub unit: String,
    /// Who is asked.
    pub contact: String,
    /// Their telephone number.
    pub phone: String,
}

impl Awaited {
    /// All units of a roster but those that something came from.
    pub fn all(roster: &Roster, came: &HashSet<UnitId>) -> Vec<Awaited> {
        let units = roster.units().iter().enumerate();
        let awaited = units.filter(|(id, _)| !came.contains(id));
        awaited
            .map(|(_, unit)| Awaited {
                unit: unit.name.clone(),
                contact: unit.contact.clone(),
                phone: unit.phone.clone(),
            })
            .collect()
    }
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Counts {
    /// 必须改正.
    pub error: usize,
    /// 需核实.
    pub warning: usize,
    /// 提示.
    pub info: usize,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        *self.slot(severity) += 1;
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: Counts) {
        self.error += other.error;
        self.warning += other.warning;
        self.info += other.info;
    }

    /// How many of one severity.
    pub fn of(mut self, severity: Severity) -> usize {
        *self.slot(severity)
    }

    /// What somebody must act on: errors and warnings.
    pub fn to_act_on(self) -> usize {
        self.error + self.warning
    }

    /// The gravest severity counted.
    pub fn worst(self) -> Option<Severity> {
        [Severity::Error, Severity::Warning, Severity::Info]
            .into_iter()
            .find(|s| self.of(*s) > 0)
    }

    fn slot(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Info => &mut self.info,
        }
    }
}

/// The whole in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Submissions, whether they could be read or not.
    pub units: usize,
    /// Those that could not be read, or are no form that is known.
    pub unread: usize,
    /// Those read with at least one error.
    pub with_errors: usize,
    /// Those read with warnings, but no error.
    pub with_warnings: usize,
    /// Those read with neither.
    pub clean: usize,
    /// Records of all tables.
    pub records: usize,
    /// Findings.
    pub findings: Counts,
}

/// One edition: its tables over all the units that were read with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EditionReport {
    /// Its identity.
    pub id: Arc<str>,
    /// The survey's year.
    pub year: i32,
    /// What people call it.
    pub name: String,
    /// Units read with it.
    pub units: usize,
    /// Its tables, in its order.
    pub tables: Vec<TableReport>,
}

/// One table over all units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableReport {
    /// Its code.
    pub code: Arc<str>,
    /// Its name.
    pub name: String,
    /// How many units filled it in, left it empty …
    pub units: StatusCounts,
    /// Records of all units.
    pub records: usize,
    /// Findings in it.
    pub findings: Counts,
    /// The sums of its numbers, in the order of its fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sums: Vec<Sum>,
    /// How often each option was chosen, in the list's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Tally>,
}

/// How many units left a table in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatusCounts {
    /// Filled in.
    pub filled: usize,
    /// There, nothing typed in.
    pub empty: usize,
    /// Not found in the document.
    pub missing: usize,
    /// Not asked for there.
    pub not_collected: usize,
}

impl StatusCounts {
    /// Counts one more unit.
    pub fn add(&mut self, status: Status) {
        match status {
            Status::Filled => self.filled += 1,
            Status::Empty => self.empty += 1,
            Status::Missing => self.missing += 1,
            Status::NotCollected => self.not_collected += 1,
        }
    }
}

/// The sum of one field over all units, exact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sum {
    /// The field's name.
    pub field: Arc<str>,
    /// Its label.
    pub label: Arc<str>,
    /// Its unit.
    pub unit: String,
    /// How many numbers were added.
    pub values: usize,
    /// Their sum; null where it is larger than a [`Decimal`] holds.
    #[serde(serialize_with = "exact")]
    pub sum: Option<Decimal>,
}

/// A JSON number with all its digits.
fn exact<S: Serializer>(sum: &Option<Decimal>, to: S) -> Result<S::Ok, S::Error> {
    match sum {
        Some(n) => serde_json::value::RawValue::from_string(n.normalize().to_string())
            .map_err(serde::ser::Error::custom)?
            .serialize(to),
        None => to.serialize_none(),
    }
}

/// How often an option was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The field's name.
    pub field: Arc<str>,
    /// The option's label.
    pub label: Arc<str>,
    /// Records that chose it.
    pub count: usize,
}

/// Findings of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// The kind.
    pub rule: Rule,
    /// What it is called.
    pub title: String,
    /// How many there are.
    pub findings: Counts,
    /// In how many units.
    pub units: usize,
}

/// One unit's submission.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitReport {
    /// The unit's name; without one the file's.
    pub unit: String,
    /// The file that it was read from.
    pub file: String,
    /// Its further files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
    /// Who filled it in.
    pub contact: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// The edition that it was read with, as its index in [`Report::editions`]; `None` where it
    /// could not be read.
    pub edition: Option<usize>,
    /// Records of all tables.
    pub records: usize,
    /// How many findings.
    pub counts: Counts,
    /// Its tables, as the edition's; empty where it could not be read.
    pub tables: Vec<UnitTable>,
    /// What was found, the gravest first, then in the order of the paper.
    pub findings: Vec<Problem>,
}

/// One unit's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitTable {
    /// Its code.
    pub code: Arc<str>,
    /// Whether it was there and filled in.
    pub status: Status,
    /// Its records.
    pub records: usize,
    /// Findings in it.
    pub findings: Counts,
}

/// A finding with all that a person needs to find the place and mend it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// What kind it is.
    pub rule: Rule,
    /// The place in words: `第6表 HZ_02_005 第3行 中方经费`.
    #[serde(rename = "where")]
    pub place: String,
    /// What was found.
    pub message: String,
    /// What to do about it; may be empty.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub hint: Arc<str>,
    /// The text as typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The file, where it is not the unit's own but one joined to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// The table's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<Arc<str>>,
    /// The record in its table, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<usize>,
    /// What the record is called: the first text in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_name: Option<String>,
    /// The field's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Arc<str>>,
    /// What the office decided about it.
    #[serde(skip)]
    pub settled: Option<Settled>,
    /// JSON Pointer into the submission.
    pub path: FieldPath,
    /// Where it stands on the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Place>,
}
