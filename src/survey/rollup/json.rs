//! A roll-up as data (`huibiao/rollup/1`).
//!
//! The data is written as it is walked through, and not put together first: it is several times as
//! large as the roll-up.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{
    Crowd, DerivedNumber, DerivedTable, DerivedTerm, Duplicate, DuplicateKind, Flaw, FlawKind,
    GatheredRecord, LeftOut, Likeness, Member, RolledTable, RolledUnit, Rollup, SummedRecord,
};
use crate::mapping::{Derived, DerivedField, Mapping};
use crate::model::finding::FieldPath;
use crate::model::submission::{MappingId, Record};
use crate::text::lang::{Lang, Said};
use crate::value::Value;

/// The schema of a roll-up's JSON.
pub const ROLLUP_SCHEMA: &str = "huibiao/rollup/1";

impl Rollup {
    /// The roll-up for writing, its words in `lang`.
    pub fn json<'r>(&'r self, mapping: &'r Mapping, lang: Lang) -> impl Serialize + 'r {
        let of = View {
            rollup: self,
            mapping,
            lang,
        };
        Whole {
            schema: ROLLUP_SCHEMA,
            mapping: &self.mapping,
            account: self.account.as_deref(),
            units: Each(of, &self.units),
            tables: ByCode(of, &self.tables),
            derived: ByCode(of, &self.derived),
            duplicates: Each(of, &self.duplicates),
            flaws: Each(of, &self.flaws),
            crowds: Each(of, &self.crowds),
            left_out: Each(of, &self.left_out),
            doubts: Each(of, &self.doubts),
        }
    }
}

/// What parts of a roll-up are written by.
#[derive(Clone, Copy)]
struct View<'r> {
    rollup: &'r Rollup,
    mapping: &'r Mapping,
    lang: Lang,
}

impl<'r> View<'r> {
    fn unit(self, unit: usize) -> &'r str {
        &self.rollup.units[unit].name
    }

    fn say(self, said: Said) -> String {
        said.get(self.lang).to_owned()
    }
}

#[derive(Serialize)]
struct Whole<'r> {
    schema: &'static str,
    mapping: &'r MappingId,
    account: Option<&'r str>,
    units: Each<'r, RolledUnit>,
    tables: ByCode<'r, RolledTable>,
    derived: ByCode<'r, DerivedTable>,
    duplicates: Each<'r, Duplicate>,
    flaws: Each<'r, Flaw>,
    crowds: Each<'r, Crowd>,
    left_out: Each<'r, LeftOut>,
    doubts: Each<'r, (usize, Said)>,
}

/// Something that is written with the help of the whole roll-up.
trait Told {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a;
}

/// A list of such things.
struct Each<'r, T>(View<'r>, &'r [T]);

impl<T: Told> Serialize for Each<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.1.iter().map(|one| one.told(self.0)))
    }
}

/// Tables by their codes.
struct ByCode<'r, T>(View<'r>, &'r [T]);

/// Something with a table's code.
trait Coded {
    fn code(&self) -> &str;
}

impl Coded for RolledTable {
    fn code(&self) -> &str {
        &self.code
    }
}

impl Coded for DerivedTable {
    fn code(&self) -> &str {
        &self.code
    }
}

impl<T: Told + Coded> Serialize for ByCode<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.1.len()))?;
        for table in self.1 {
            map.serialize_entry(table.code(), &table.told(self.0))?;
        }
        map.end()
    }
}

impl Told for RolledUnit {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct Unit<'a> {
            name: &'a str,
            level: Option<u8>,
            parent: Option<&'a str>,
            files: &'a [Arc<str>],
        }
        Unit {
            name: &self.name,
            level: self.level,
            parent: self.parent.map(|p| of.unit(p)),
            files: &self.files,
        }
    }
}

impl Told for RolledTable {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct Table<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            sums: Option<Rows<'a, SummedRecord>>,
            records: Rows<'a, GatheredRecord>,
        }
        Table {
            sums: self.sums.as_ref().map(|sums| Rows(of, self, sums)),
            records: Rows(of, self, &self.records),
        }
    }
}

/// Records of a table.
struct Rows<'r, T>(View<'r>, &'r RolledTable, &'r [T]);

impl Serialize for Rows<'_, GatheredRecord> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'a> {
            unit: &'a str,
            file: &'a str,
            path: FieldPath,
            counts: bool,
            record: &'a Record,
        }
        to.collect_seq(self.2.iter().map(|r| Row {
            unit: self.0.unit(r.unit),
            file: &r.file,
            path: self.1.path(r),
            counts: r.counts,
            record: &r.record,
        }))
    }
}

impl Serialize for Rows<'_, SummedRecord> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'a> {
            record: &'a Record,
            parts: Parts<'a>,
        }
        to.collect_seq(self.2.iter().map(|s| Row {
            record: &s.record,
            parts: Parts(self.0, self.1, &s.parts),
        }))
    }
}

/// Where the records of a sum stand.
struct Parts<'r>(View<'r>, &'r RolledTable, &'r [usize]);

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Part<'a> {
            unit: &'a str,
            file: &'a str,
            path: FieldPath,
        }
        to.collect_seq(self.2.iter().map(|p| {
            let record = &self.1.records[*p];
            Part {
                unit: self.0.unit(record.unit),
                file: &record.file,
                path: self.1.path(record),
            }
        }))
    }
}

impl Told for DerivedTable {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct Table<'a> {
            name: &'a str,
            note: &'a str,
            numbers: Numbers<'a>,
        }
        let said = of.mapping.derived(&self.code);
        Table {
            name: said.map_or("", |said| &said.name),
            note: said.map_or("", |said| said.note_in(of.lang)),
            numbers: Numbers(of, said.map_or(&[][..], |said| &said.fields), &self.numbers),
        }
    }
}

/// Derived numbers beside what the mapping says of them.
struct Numbers<'r>(View<'r>, &'r [DerivedField], &'r [DerivedNumber]);

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Number<'a> {
            name: &'a str,
            label: &'a str,
            code: &'a str,
            unit: &'a str,
            value: Value,
            terms: Each<'a, DerivedTerm>,
        }
        to.collect_seq(self.2.iter().zip(self.1).map(|(n, field)| Number {
            name: &n.name,
            label: &field.label,
            code: &field.code,
            unit: &field.unit,
            value: number(n.value),
            terms: Each(self.0, &n.terms),
        }))
    }
}

impl Told for DerivedTerm {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct Term<'a> {
            item: &'a str,
            minus: bool,
            value: Value,
            units: Each<'a, (usize, Decimal, usize)>,
        }
        Term {
            item: &self.item,
            minus: self.minus,
            value: number(self.value),
            units: Each(of, &self.units),
        }
    }
}

impl Told for (usize, Decimal, usize) {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct OfUnit<'a> {
            unit: &'a str,
            value: Value,
            records: usize,
        }
        OfUnit {
            unit: of.unit(self.0),
            value: number(Some(self.1)),
            records: self.2,
        }
    }
}

impl Told for Duplicate {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct Twice<'a> {
            kind: &'static str,
            table: Option<&'a str>,
            likeness: &'static str,
            members: Members<'a>,
            decision: &'static str,
            #[serde(skip_serializing_if = "std::ops::Not::not")]
            differs: bool,
            case: &'a str,
            message: String,
        }
        let (kind, table) = match &self.kind {
            DuplicateKind::Form => ("form", None),
            DuplicateKind::Record { table } => ("record", Some(&**table)),
            DuplicateKind::Table { table } => ("table", Some(&**table)),
            DuplicateKind::Copy { table } => ("copy", Some(&**table)),
        };
        let rolled = table.and_then(|code| of.rollup.tables.iter().find(|t| *t.code == *code));
        Twice {
            kind,
            table,
            likeness: match self.likeness {
                Likeness::Same => "same",
                Likeness::Alike => "alike",
            },
            members: Members(of, rolled, &self.members),
            decision: self.decision.name(),
            differs: self.differs,
            case: &self.case,
            message: of.say(self.decision.said()),
        }
    }
}

/// Who reports a thing, with their records of the table.
struct Members<'r>(View<'r>, Option<&'r RolledTable>, &'r [Member]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct One<'a> {
            unit: &'a str,
            file: &'a str,
            path: &'a FieldPath,
            counts: bool,
            records: Vec<&'a Record>,
        }
        to.collect_seq(self.2.iter().map(|m| {
            let record = |r: &usize| self.1.map(|t| &t.records[*r].record);
            One {
                unit: self.0.unit(m.unit),
                file: &m.file,
                path: &m.path,
                counts: m.counts,
                records: m.records.iter().filter_map(record).collect(),
            }
        }))
    }
}

impl Told for Flaw {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct Told<'a> {
            unit: &'a str,
            file: &'a str,
            table: &'a str,
            kind: &'static str,
            path: Option<&'a FieldPath>,
            raw: Option<&'a str>,
            rule: Option<&'static str>,
            message: String,
        }
        let (path, raw, rule) = match &self.kind {
            FlawKind::Unread { path, raw, .. } => (Some(path), Some(raw.as_str()), None),
            FlawKind::Wrong { path, rule, .. } => (Some(path), None, Some(rule.name())),
            FlawKind::Excluded { path, named, .. } => (Some(path), Some(named.as_str()), None),
            FlawKind::NotReturned | FlawKind::Unknown => (None, None, None),
        };
        Told {
            unit: of.unit(self.unit),
            file: &self.file,
            table: &self.table,
            kind: self.kind.name(),
            path,
            raw,
            rule,
            message: of.say(self.said(of.mapping)),
        }
    }
}

impl Told for Crowd {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct Told<'a> {
            table: &'a str,
            name: &'a str,
            records: usize,
            message: String,
        }
        Told {
            table: &self.table,
            name: &self.name,
            records: self.records,
            message: of.say(self.said()),
        }
    }
}

impl Told for LeftOut {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct Out<'a> {
            file: &'a str,
            unit: Option<&'a str>,
            why: &'a str,
            lost: bool,
        }
        Out {
            file: &self.file,
            unit: self.unit.map(|u| of.unit(u)),
            why: self.why.get(of.lang),
            lost: self.lost,
        }
    }
}

impl Told for (usize, Said) {
    fn told<'a>(&'a self, of: View<'a>) -> impl Serialize + 'a {
        #[derive(Serialize)]
        struct Doubt<'a> {
            unit: &'a str,
            message: &'a str,
        }
        Doubt {
            unit: of.unit(self.0),
            message: self.1.get(of.lang),
        }
    }
}

impl Derived {
    /// What to know of its numbers, in a language.
    pub(crate) fn note_in(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.note_en.is_empty() => &self.note_en,
            _ => &self.note,
        }
    }
}

fn number(value: Option<Decimal>) -> Value {
    value.map_or(Value::Null, |n| Value::Number(n.normalize()))
}
