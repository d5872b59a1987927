//! Where a correction's value stands now: in its place, or in the record of its name.

use std::sync::Arc;

use super::apply::AtWork;
use super::witness::still_stands;
use super::{Entry, Spot};
use crate::mapping::{Mapping, Table, Type};
use crate::model::finding::{Cause, CountingCause, FieldPath, Rule};
use crate::model::submission::{Record, Submission};
use crate::text::key::key;
use crate::value::Value;

/// The field that a table's records are called by: their name, or the country that each is about.
fn telling(table: &Table) -> Option<Arc<str>> {
    let first = |kind| table.fields.iter().find(move |f| f.kind == kind);
    let first = || first(Type::Text).or(first(Type::Country));
    let telling = table.identity.first().or(first().map(|f| &f.name));
    telling.cloned()
}

/// What the record of a place is called in a correction; none where it has no name, or lies on
/// the cover.
pub(crate) fn record_name<'s>(
    path: &FieldPath,
    submission: &'s Submission,
    mapping: &Mapping,
) -> Option<&'s str> {
    let code = path.table_code()?;
    let record = submission
        .tables
        .get(code)?
        .records
        .get(path.record_index()?)?;
    record.get(&telling(mapping.table(code)?)?)?.text()
}

impl AtWork<'_> {
    /// Where an entry's value stands now; none where the paper has changed under it.
    pub(super) fn found(&self, entry: &Entry) -> Option<Spot> {
        if let Spot::Whole(path) = &entry.spot {
            // What was said of one file's table says nothing of another file's.
            let own = &self.submission.source.sha256;
            let same = entry.sha256.as_ref().is_none_or(|sha| sha == own);
            let there = |code| self.submission.tables.get(code).is_some();
            let there = path.table_code().is_none_or(|code| there(code));
            return (same && there).then(|| entry.spot.clone());
        }
        let same_file = entry
            .sha256
            .as_ref()
            .is_some_and(|sha| *sha == self.submission.source.sha256);
        if same_file && !self.has_fewer_records(&entry.spot) {
            // The very same file: records stand where they stood.
            return self
                .record(&entry.spot)
                .is_some()
                .then(|| entry.spot.clone());
        }
        let was = entry.was.as_deref()?;
        let spots = self.candidates(entry);
        spots.into_iter().find(|spot| self.stands(spot, was))
    }

    /// Records of its table were left out since: the others no longer stand where they stood.
    fn has_fewer_records(&self, spot: &Spot) -> bool {
        let Spot::Table { table, .. } = spot else {
            return false;
        };
        let path = FieldPath::table(table);
        self.submission.findings.iter().any(|f| {
            let left_out = matches!(
                f.cause,
                Cause::CountingCause(CountingCause::CountedElsewhere { .. })
            );
            left_out && f.path == path
        })
    }

    /// The place itself, and the places of records of the same name.
    pub(super) fn candidates(&self, entry: &Entry) -> Vec<Spot> {
        let Spot::Table {
            table,
            record,
            field,
        } = &entry.spot
        else {
            return vec![entry.spot.clone()];
        };
        let Some(name) = &entry.record else {
            return vec![entry.spot.clone()];
        };
        let telling = self.mapping.table(table).and_then(telling);
        let records = self
            .submission
            .tables
            .get(table)
            .map_or(&[][..], |t| &t.records);
        let is_named = |r: &Record| {
            let own = telling
                .as_ref()
                .and_then(|f| r.get(f))
                .and_then(Value::text);
            own.is_some_and(|own| key(own) == key(name))
        };
        let mut places: Vec<usize> = (0..records.len())
            .filter(|i| is_named(&records[*i]))
            .collect();
        // Of several of that name the one in its old place is tried first.
        places.sort_by_key(|i| i.abs_diff(*record));
        places
            .into_iter()
            .map(|record| Spot::Table {
                table: Arc::clone(table),
                record,
                field: field.clone(),
            })
            .collect()
    }

    fn stands(&self, spot: &Spot, was: &str) -> bool {
        let path = spot.path();
        let value = match spot {
            Spot::Table { field: None, .. } => Some(Value::Null),
            Spot::Table {
                field: Some(field), ..
            }
            | Spot::Unit { field } => self.record(spot).and_then(|r| r.get(field).cloned()),
            Spot::Whole(_) => None,
        };
        let Some(value) = value else { return false };
        let findings = self.submission.findings.iter().filter(|f| f.path == path);
        // What an earlier correction quoted is no longer what stands there.
        let typed = findings
            .filter(|f| f.rule() != Rule::CorrectedByOffice)
            .filter_map(|f| f.raw.as_deref());
        still_stands(was, &value, typed) || self.reads_as(spot, was, &value)
    }

    /// What was typed there is read as the value that stands there: `1.` before an option, 年月日.
    fn reads_as(&self, spot: &Spot, was: &str, value: &Value) -> bool {
        let read = |field| self.values.read(was, field).value;
        let read = spot.field(self.mapping).map(read);
        !value.is_empty() && read.as_ref() == Some(value)
    }

    /// The record of a place.
    pub(super) fn record(&self, spot: &Spot) -> Option<&Record> {
        match spot {
            Spot::Unit { .. } => Some(&self.submission.unit),
            Spot::Table { table, record, .. } => {
                self.submission.tables.get(table)?.records.get(*record)
            }
            Spot::Whole(_) => None,
        }
    }

    /// The same, to be changed.
    pub(super) fn record_mut(&mut self, spot: &Spot) -> Option<&mut Record> {
        match spot {
            Spot::Unit { .. } => Some(&mut self.submission.unit),
            Spot::Table { table, record, .. } => {
                let tables = &mut self.submission.tables.0;
                let (_, table) = tables.iter_mut().find(|(code, _)| code == table)?;
                table.records.get_mut(*record)
            }
            Spot::Whole(_) => None,
        }
    }
}
