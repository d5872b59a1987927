//! A submission of one edition as another edition's tables.
//!
//! What both editions ask for is carried; what does not pass is said: once for a table or an item
//! that the other edition lacks, value by value where it depends on the value. Nothing is checked
//! anew: the findings are those of the form as it was filled in, at their new places.

mod finding;
mod value;

use std::sync::Arc;

use crate::mapping::compare::{Comparison, ItemPair, Passage, TablePair};
use crate::mapping::{Field, FilledIn, Layout, Mapping, Table, Type};
use crate::model::finding::{CarryingCause, FieldPath, Finding};
use crate::model::submission::{MappingId, Record, Status, Submission, TableData, Tables};
use crate::said;
use crate::value::Value;

use finding::Moves;
use value::{Passed, pass};

/// Carries submissions of several editions to one.
#[derive(Debug)]
pub struct Carrier<'m> {
    to: &'m Mapping,
    from: Vec<Comparison<'m>>,
}

impl<'m> Carrier<'m> {
    /// A carrier from the `known` editions to one of them, or another.
    pub fn new(known: impl IntoIterator<Item = &'m Mapping>, to: &'m Mapping) -> Carrier<'m> {
        let others = known.into_iter().filter(|m| m.edition.id != to.edition.id);
        Carrier {
            to,
            from: others.map(|m| Comparison::new(m, to)).collect(),
        }
    }

    /// The submission in the other edition's tables. One that is of that edition, or of one that
    /// is not known, is given back as it is.
    pub fn carry(&self, submission: Submission) -> Submission {
        let id = &submission.mapping.id;
        let mut known = self.from.iter();
        match known.find(|c| c.old.edition.id == *id) {
            Some(comparison) => Carrying::new(comparison).submission(submission),
            None => submission,
        }
    }

    /// The edition that submissions are carried to.
    pub fn to(&self) -> &'m Mapping {
        self.to
    }
}

/// One submission on its way.
struct Carrying<'c, 'm> {
    comparison: &'c Comparison<'m>,
    moves: Moves,
    found: Vec<Finding>,
}

impl<'c, 'm> Carrying<'c, 'm> {
    fn new(comparison: &'c Comparison<'m>) -> Carrying<'c, 'm> {
        Carrying {
            comparison,
            moves: Moves::default(),
            found: Vec::new(),
        }
    }

    fn submission(mut self, mut submission: Submission) -> Submission {
        let (old, new) = (&self.comparison.old.edition, &self.comparison.new.edition);
        let (from, to) = (&old.id, &new.id);
        self.found.push(Finding::of(CarryingCause::Carried {
            from: from.to_string(),
            to: to.to_string(),
        }));
        let units = [std::mem::take(&mut submission.unit)];
        let (mut unit, _) = self.records(&FieldPath::unit(), &self.comparison.unit, &units);
        for item in &self.comparison.unit {
            if let Some(was) = item.old {
                self.moves.unit(&was.name, item.new.map(|f| &f.name));
            }
        }
        let mut tables = Vec::with_capacity(self.comparison.new.tables.len());
        for pair in &self.comparison.tables {
            let data = pair.old.and_then(|t| submission.tables.get(&t.code));
            match (pair.old, pair.new) {
                (old, Some(table)) => {
                    let carried = match (old, data) {
                        (Some(was), Some(data)) => self.table(pair, was, table, data),
                        _ => not_collected(),
                    };
                    tables.push((Arc::clone(&table.code), carried));
                }
                (Some(was), None) => self.left_behind(was, data),
                (None, None) => {}
            }
        }
        submission.unit = unit.pop().unwrap_or_default();
        submission.tables = Tables(tables);
        submission.mapping = MappingId::of(self.comparison.new);
        for finding in &mut submission.findings {
            self.moves.apply(&mut finding.path);
        }
        submission.findings.append(&mut self.found);
        submission
    }

    fn table(
        &mut self,
        pair: &TablePair<'_>,
        was: &Table,
        is: &Table,
        data: &TableData,
    ) -> TableData {
        let at = FieldPath::table(&is.code);
        self.moves.table(&was.code, &is.code);
        let (records, kept) = self.records(&at, &pair.items, &data.records);
        for (i, place) in kept.iter().enumerate() {
            self.moves.record(&was.code, i, *place);
        }
        for item in &pair.items {
            if let Some(was_item) = item.old {
                let name = item.new.map(|f| &f.name);
                self.moves.field(&was.code, &was_item.name, name);
            }
        }
        self.limit(is, &at, records.len());
        let status = match (records.is_empty(), is.filled_in) {
            (false, _) => Status::Filled,
            (true, FilledIn::None) => Status::NotCollected,
            (true, _) if data.status == Status::Filled => Status::Empty,
            (true, _) => data.status,
        };
        TableData {
            status,
            records,
            nil: false,
        }
    }

    /// The records (or the cover, whose one record is always kept) and, for each that there was,
    /// its new place.
    fn records(
        &mut self,
        whole: &FieldPath,
        items: &[ItemPair<'_>],
        records: &[Record],
    ) -> (Vec<Record>, Vec<Option<usize>>) {
        let cover = whole.is_unit();
        let mut out = Vec::with_capacity(records.len());
        let mut kept = Vec::with_capacity(records.len());
        for record in records {
            let at = match whole {
                FieldPath::Table { table } => FieldPath::record(table, out.len()),
                cover => cover.clone(),
            };
            let begun = self.found.len();
            let carried = self.record(&at, items, record);
            if carried.is_empty() && !cover {
                // No record is left to point at.
                for finding in &mut self.found[begun..] {
                    finding.path = whole.clone();
                }
                kept.push(None);
            } else {
                kept.push(Some(out.len()));
                out.push(carried);
            }
        }
        for item in items {
            self.lost(item, records, whole);
        }
        (out, kept)
    }

    fn record(&mut self, at: &FieldPath, items: &[ItemPair<'_>], record: &Record) -> Record {
        let new = self.comparison.new;
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let Some(is) = item.new else { continue };
            let open = item.old.filter(|was| {
                let passage = self.comparison.passage(was, is);
                !matches!(passage, Passage::Closed(_))
            });
            let Some((was, value)) = open.and_then(|w| Some((w, record.get(&w.name)?))) else {
                values.push((Arc::clone(&is.name), Value::Null));
                continue;
            };
            let other = record.get(&format!("{}_other", was.name));
            let list = is.list.as_ref().and_then(|l| new.lists.get(l));
            let Passed { value, other, lost } = pass(value, other, was, is, list);
            values.push((Arc::clone(&is.name), value));
            if let Some(other) = other {
                values.push((format!("{}_other", is.name).into(), other));
            }
            for raw in lost {
                self.found.push(self.no_place(at, is, raw));
            }
        }
        Record(values)
    }

    /// A value that the item of the other edition cannot hold.
    fn no_place(&self, at: &FieldPath, is: &Field, raw: String) -> Finding {
        let (value, to, label) = (
            raw.clone(),
            self.comparison.new.edition.id.to_string(),
            is.label.to_string(),
        );
        let cause = match is.kind {
            Type::Choice | Type::Choices => CarryingCause::OptionNotCarried { value, to, label },
            _ => CarryingCause::ValueNotCarried { value, to, label },
        };
        Finding::of(cause).at(at.at_field(&is.name)).quoting(raw)
    }

    /// What the other edition has no item for, or one that is another kind of thing.
    fn lost(&mut self, item: &ItemPair<'_>, records: &[Record], whole: &FieldPath) {
        let Some(was) = item.old else { return };
        let to = &self.comparison.new.edition.id;
        let why = match item.new.map(|is| self.comparison.passage(was, is)) {
            Some(Passage::Closed(why)) => why,
            Some(_) => return,
            None => said!("{to} 没有这一项", "{to} does not ask for it"),
        };
        let other = format!("{}_other", was.name);
        let values: Vec<String> = records
            .iter()
            .flat_map(|r| [r.get(&was.name), r.get(&other)])
            .flatten()
            .filter(|v| !v.is_empty())
            .map(Value::shown)
            .collect();
        if values.is_empty() {
            return;
        }
        let finding = Finding::of(CarryingCause::FieldNotCarried {
            label: was.label.to_string(),
            count: values.len(),
            why,
        });
        let raw = values.join("；");
        self.found.push(finding.at(whole.clone()).quoting(raw));
    }

    /// A table that the other edition lacks.
    fn left_behind(&mut self, was: &Table, data: Option<&TableData>) {
        self.moves.gone(&was.code);
        let n = data.map_or(0, |d| d.records.len());
        if n == 0 {
            return;
        }
        self.found.push(Finding::of(CarryingCause::TableNotCarried {
            to: self.comparison.new.edition.id.to_string(),
            code: was.code.to_string(),
            name: was.name.clone(),
            count: n,
        }));
    }

    /// The other edition asks for fewer records.
    fn limit(&mut self, is: &Table, at: &FieldPath, n: usize) {
        let limit = match is.layout {
            Layout::Records | Layout::Form => is.limit.and_then(|l| usize::try_from(l).ok()),
            _ => Some(1),
        };
        if let Some(limit) = limit.filter(|l| n > *l) {
            let cause = CarryingCause::TooManyCarried {
                name: is.name.clone(),
                count: n,
                to: self.comparison.new.edition.id.to_string(),
                limit,
            };
            self.found.push(Finding::of(cause).at(at.clone()));
        }
    }
}

fn not_collected() -> TableData {
    TableData {
        status: Status::NotCollected,
        records: Vec::new(),
        nil: false,
    }
}

#[cfg(test)]
mod tests;
