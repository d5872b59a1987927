//! The roll-up: many units' submissions as one.
//!
//! Records are gathered with their unit, count tables are added up, further tables are derived,
//! each number with its parts. Nothing is counted twice without a word: files that do not count,
//! records that two units report, and a unit's numbers that repeat those of the units below it
//! are named, and kept or left out by the roster's rule.
//!
//! What is added up or derived stands in the mapping (`sum_by`, `derived`, `identity`).

mod alike;
mod answers;
mod contains;
mod decide;
mod derive;
mod duplicates;
mod elsewhere;
mod excluded;
mod flaws;
mod gather;
mod in_one;
mod institutions;
mod json;
mod one;
mod pairs;
mod sums;
mod workbook;

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::mapping::derive::DerivedError;
use crate::mapping::{Derived, Mapping};
use crate::model::finding::FieldPath;
use crate::model::submission::{MappingId, Record};
use crate::survey::decisions::{Case, Decisions, Kind};
use crate::survey::returns::{Receipt, UnitReturns};
use crate::survey::roster::{Roster, UnitId};
use crate::text::lang::Said;

pub use alike::Likeness;
pub use answers::Answers;
pub use decide::Decision;
pub use derive::{DerivedRecords, derived_records};
pub use elsewhere::{CountedElsewhere, Elsewhere, Weighing, leave_out};
pub use flaws::{Flaw, FlawKind};
pub use in_one::in_one;
pub use json::ROLLUP_SCHEMA;
pub(crate) use workbook::told;
pub use workbook::write_workbook;

/// What is rolled up.
#[derive(Clone, Copy, Debug)]
pub struct Returned<'a> {
    /// All files that were given.
    pub receipts: &'a [Receipt],
    /// Whose they are, and which count: [`by_unit`](crate::survey::returns::by_unit).
    pub returns: &'a [UnitReturns],
    /// The units that are asked.
    pub roster: Option<&'a Roster>,
    /// Roll up this unit and those below it alone.
    pub account: Option<UnitId>,
    /// The edition. Submissions of another one are left out, and named.
    pub mapping: &'a Mapping,
    /// What the office decided.
    pub decisions: &'a Decisions,
}

/// Many submissions as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Rollup {
    /// The edition.
    pub mapping: MappingId,
    /// Whose roll-up it is, where it is one account's.
    pub account: Option<String>,
    /// The units: with a roster all that belong to the account, else those that returned.
    pub units: Vec<RolledUnit>,
    /// The tables, in the mapping's order.
    pub tables: Vec<RolledTable>,
    /// The derived tables.
    pub derived: Vec<DerivedTable>,
    /// What may have been reported twice, and what became of it.
    pub duplicates: Vec<Duplicate>,
    /// Names that too many records have to be compared one by one.
    pub crowds: Vec<Crowd>,
    /// Files that do not count.
    pub left_out: Vec<LeftOut>,
    /// What the numbers lack, or rest upon though it is wrong.
    pub flaws: Vec<Flaw>,
    /// What should be looked at before the numbers are trusted: by unit.
    pub doubts: Vec<(usize, Said)>,
    /// The files that count: SHA-256 of each, and of those that a roll-up among them was made of.
    pub parts: Vec<String>,
}

/// A unit of a roll-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolledUnit {
    /// Its name: the roster's, else the cover's, else the file's.
    pub name: String,
    /// Its account's level, where a roster says so.
    pub level: Option<u8>,
    /// The unit above it, among the roll-up's.
    pub parent: Option<usize>,
    /// The files that count; none where nothing that can be read came back.
    pub files: Vec<Arc<str>>,
}

/// A table of a roll-up.
#[derive(Clone, Debug, PartialEq)]
pub struct RolledTable {
    /// Its code.
    pub code: Arc<str>,
    /// Every unit's records, those that do not count too.
    pub records: Vec<GatheredRecord>,
    /// What they add up to, where the mapping says `sum_by`.
    pub sums: Option<Vec<SummedRecord>>,
}

/// A unit's record.
#[derive(Clone, Debug, PartialEq)]
pub struct GatheredRecord {
    /// Whose: a place in [`Rollup::units`].
    pub unit: usize,
    /// The file that it was read from.
    pub file: Arc<str>,
    /// That file's receipt: a place in [`Returned::receipts`]. Two files may have one name.
    pub source: usize,
    /// Its place among the table's records in that file, from 0.
    pub place: usize,
    /// The record.
    pub record: Record,
    /// It counts: not left out as a duplicate.
    pub counts: bool,
}

/// Records added up into one.
#[derive(Clone, Debug, PartialEq)]
pub struct SummedRecord {
    /// The sums, beside what the records agree in.
    pub record: Record,
    /// The records that were added: places in the table's `records`.
    pub parts: Vec<usize>,
}

/// A derived table.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedTable {
    /// Its code.
    pub code: Arc<str>,
    /// Its numbers, in the mapping's order.
    pub numbers: Vec<DerivedNumber>,
}

/// A derived number with its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedNumber {
    /// The field of the derived table.
    pub name: Arc<str>,
    /// The number; none where nothing was given, or nothing of it is collected.
    pub value: Option<Decimal>,
    /// What it is the sum of.
    pub terms: Vec<DerivedTerm>,
}

/// A part of a derived number.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedTerm {
    /// The item: `HZ_02_002.visit_projects`, or a number of the same table by its name.
    pub item: String,
    /// It is taken away.
    pub minus: bool,
    /// What it comes to.
    pub value: Option<Decimal>,
    /// What each unit gave of it: the unit, its number, in how many records.
    pub units: Vec<(usize, Decimal, usize)>,
}

/// Something that may have been reported twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicate {
    /// What.
    pub kind: DuplicateKind,
    /// How sure it is.
    pub likeness: Likeness,
    /// Who reports it, side by side.
    pub members: Vec<Member>,
    /// What became of it, and why.
    pub decision: Decision,
    /// The numbers that they give differ.
    pub differs: bool,
    /// The hash by which it is decided on: of these reports of these units.
    pub case: String,
}

/// What was reported twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DuplicateKind {
    /// Two units' forms have the same content.
    Form,
    /// Records of two units tell of one thing.
    Record {
        /// The table.
        table: Arc<str>,
    },
    /// A unit's count table repeats those of units below it.
    Table {
        /// The table.
        table: Arc<str>,
    },
    /// Units of which none is above another have the very same numbers in a count table.
    Copy {
        /// The table.
        table: Arc<str>,
    },
}

/// One of those who report a thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The unit.
    pub unit: usize,
    /// The file.
    pub file: Arc<str>,
    /// Where in the file's submission; empty for the whole.
    pub path: FieldPath,
    /// The records concerned: places in the table's `records`.
    pub records: Vec<usize>,
    /// It counts.
    pub counts: bool,
}

/// A name that so many records have (an international body's, say) that only those whose other
/// identifying items are the very same were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crowd {
    /// The table.
    pub table: Arc<str>,
    /// The name.
    pub name: String,
    /// How many different records have it.
    pub records: usize,
}

impl Crowd {
    /// It in words.
    pub fn said(&self) -> Said {
        let Crowd {
            table,
            name,
            records,
        } = self;
        crate::said!(
            "{table}：名称为“{name}”的有 {records} 条，只找出了其余各项完全相同的",
            "{table}: {records} records are called “{name}”; of these only those that are the same in all else were found"
        )
    }
}

/// A file that does not count.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The file.
    pub file: Arc<str>,
    /// Whose it is, where that is known.
    pub unit: Option<usize>,
    /// Why it does not count.
    pub why: Said,
    /// It is to be looked at: nothing else of this file is in the roll-up.
    pub lost: bool,
}

/// Rolls up what came back. `answers` are those of the receipts, in their order.
///
/// # Errors
/// Where a derived table of the mapping cannot be read; a mapping that was loaded has none.
pub fn roll_up(returned: &Returned<'_>, answers: Vec<Answers>) -> Result<Rollup, DerivedError> {
    let (mut rollup, counted) = gather::gather(returned, answers);
    rollup.parts = parts(returned);
    duplicates::forms(&mut rollup, returned, &counted);
    duplicates::records(&mut rollup, returned);
    contains::below(&mut rollup, returned);
    contains::sisters(&mut rollup, returned);
    sums::add_up(&mut rollup, returned.mapping);
    derive::derive(&mut rollup, returned.mapping)?;
    flaws::find(&mut rollup, returned, &counted)?;
    Ok(rollup)
}

/// The files that count, and what the roll-ups among them were made of.
fn parts(returned: &Returned<'_>) -> Vec<String> {
    let edition = &returned.mapping.edition.id;
    let counting = returned.returns.iter().flat_map(UnitReturns::counting);
    let of_edition = counting
        .map(|i| &returned.receipts[i])
        .filter(|r| *r.edition == **edition);
    of_edition
        .flat_map(|r| std::iter::once(&r.sha256).chain(r.parts.iter()))
        .filter(|hash| !hash.is_empty())
        .map(|hash| hash.to_string())
        .collect()
}

impl DerivedTerm {
    /// What it is, for people: an item of another table by its label, a number of the same table
    /// by its code.
    pub fn called(&self, derived: &Derived, mapping: &Mapping) -> String {
        let label = match self.item.split_once('.') {
            Some((code, field)) => {
                let field = mapping.table(code).and_then(|t| t.field(field));
                field.map(|f| format!("{code} {}", f.label))
            }
            None => {
                let own = derived.fields.iter().find(|f| *f.name == *self.item);
                own.map(|f| match f.code.as_str() {
                    "" => f.label.to_string(),
                    code => code.to_owned(),
                })
            }
        };
        label.unwrap_or_else(|| self.item.clone())
    }
}

impl RolledTable {
    /// Where a record of it stands in its file's submission.
    pub fn path(&self, record: &GatheredRecord) -> FieldPath {
        FieldPath::record(&self.code, record.place)
    }
}

impl Rollup {
    /// Something is to be looked at: a duplicate that nobody decided on, a file that is lost, a
    /// number with an error in it.
    pub fn is_open(&self) -> bool {
        self.duplicates.iter().any(|d| d.decision == Decision::Open)
            || self.left_out.iter().any(|l| l.lost)
            || self.flaws.iter().any(|f| f.kind.is_error())
            || !self.doubts.is_empty()
    }

    /// The cases that the office may decide, decided or not.
    pub fn cases(&self) -> impl Iterator<Item = Case> {
        let units = |d: &Duplicate| {
            let names = d.members.iter().map(|m| self.units[m.unit].name.clone());
            names.collect()
        };
        self.duplicates.iter().map(move |d| Case {
            hash: d.case.clone(),
            kind: Kind::Duplicate,
            files: Vec::new(),
            units: units(d),
            may_all_count: true,
        })
    }

    /// The records of a table as one submission has them: those that count, or their sums.
    pub fn rows<'a>(&'a self, table: &'a RolledTable) -> Box<dyn Iterator<Item = &'a Record> + 'a> {
        match &table.sums {
            Some(sums) => Box::new(sums.iter().map(|s| &s.record)),
            None => Box::new(
                (table.records.iter())
                    .filter(|r| r.counts)
                    .map(|r| &r.record),
            ),
        }
    }
}
