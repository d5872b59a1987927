//! Raw answers to records: each text read as its field's type, each note turned into a finding at
//! its path and place.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use office::paper::{Place, is_blank};

use super::look;
use crate::extract::{Answers, At, Chosen, Raw, RawCell, RawRecord, marked_text};
use crate::mapping::{Field, Mapping, Type};
use crate::model::finding::{Cause, FieldPath, Finding, LookCause, OptionCause, Rule, ValueCause};
use crate::model::submission::Record;
use crate::recognise::edition::Edition;
use crate::value::{Reading, Selected, Value};

/// Where each value stands.
#[derive(Debug, Default)]
pub struct Places {
    /// The cover's, by field.
    unit: Vec<(usize, Place)>,
    /// By table and record: the fields.
    tables: BTreeMap<(usize, usize), Vec<(usize, Place)>>,
    /// The table, record and field whose answer is the first at a place.
    at: HashMap<Place, (usize, usize, usize)>,
}

impl Places {
    /// The field whose answer stands at a place.
    pub fn path_at(&self, place: &Place, mapping: &Mapping) -> Option<FieldPath> {
        if let Some((f, _)) = self.unit.iter().find(|p| p.1 == *place) {
            return Some(FieldPath::unit_field(&mapping.unit[*f].name));
        }
        let (t, record, f) = self.at.get(place)?;
        let table = &mapping.tables[*t];
        Some(FieldPath::field(
            &table.code,
            *record,
            &table.fields[*f].name,
        ))
    }

    /// The place that a finding's path names: a field's, else its record's first, else its table's.
    pub fn of_path(&self, path: &FieldPath, mapping: &Mapping) -> Option<&Place> {
        if path.is_unit() {
            let name = path.field_name()?;
            let f = mapping.unit.iter().position(|f| f.name == *name)?;
            return self.unit.iter().find(|p| p.0 == f).map(|p| &p.1);
        }
        let code = path.table_code()?;
        let t = mapping.tables.iter().position(|t| t.code == *code)?;
        let record = path.record_index();
        let fields = &mapping.tables[t].fields;
        let field = path
            .field_name()
            .and_then(|name| fields.iter().position(|f| f.name == *name));
        let of_record = record.and_then(|record| self.tables.get(&(t, record)));
        let exact = of_record.and_then(|r| r.iter().find(|p| Some(p.0) == field));
        let first_of_table = || self.tables.range((t, 0)..=(t, usize::MAX)).next();
        exact
            .or_else(|| of_record?.first())
            .or_else(|| first_of_table()?.1.first())
            .map(|p| &p.1)
    }

    /// The answer to a field of a table's record stands there.
    fn answer(&mut self, (t, record, f): (usize, usize, usize), place: Place) {
        self.at.entry(place.clone()).or_insert((t, record, f));
        self.tables.entry((t, record)).or_default().push((f, place));
    }
}

/// A cover without answers.
pub fn empty_unit(mapping: &Mapping) -> Record {
    Record(
        mapping
            .unit
            .iter()
            .map(|f| (f.name.clone(), Value::Null))
            .collect(),
    )
}

/// The cover's record.
pub fn unit(
    raw: Vec<Option<RawCell>>,
    chosen: &ByMark,
    edition: &Edition,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) -> Record {
    let fields = &edition.mapping.unit;
    let mut record = Vec::with_capacity(fields.len());
    for (f, (field, raw)) in fields.iter().zip(raw).enumerate() {
        let Some(raw) = raw else {
            record.push((field.name.clone(), Value::Null));
            continue;
        };
        let path = || FieldPath::unit_field(&field.name);
        places.unit.push((f, raw.place.clone()));
        let reading = match marked(chosen, (None, 0, f)) {
            Some(chosen) => by_marks(chosen, field, edition, &path, findings),
            None => read(&raw, field, edition, &path, findings),
        };
        record.push((field.name.clone(), reading.value));
        if let Some(other) = reading.other {
            record.push((other_name(&field.name), Value::Text(other)));
        }
    }
    Record(record)
}

/// The options that marks chose, by table (none is the cover), record and field.
type ByMark = [(At, Chosen)];

fn marked(chosen: &ByMark, at: At) -> Option<&Chosen> {
    chosen.iter().find(|c| c.0 == at).map(|c| &c.1)
}

/// The value that marks chose.
fn by_marks(
    chosen: &Chosen,
    field: &Field,
    edition: &Edition,
    path: &dyn Fn() -> FieldPath,
    findings: &mut Vec<Finding>,
) -> Reading {
    let list = field
        .list
        .as_ref()
        .and_then(|l| edition.mapping.lists.get(l));
    let label = |i: &usize| {
        let option = list.and_then(|l| l.options.get(*i));
        option.map_or_else(String::new, |o| o.label.to_string())
    };
    let labels: Vec<String> = chosen.options.iter().map(label).collect();
    let value = match (field.kind, labels.as_slice()) {
        (_, []) => Value::Null,
        (Type::Choices, _) => Value::Selected(
            (chosen.options.iter().zip(labels))
                .map(|(i, label)| Selected {
                    no: *i as u32 + 1,
                    label,
                })
                .collect(),
        ),
        (_, [one]) => Value::Text(one.clone()),
        _ => {
            let typed = labels.join("；");
            let quoted = typed.clone();
            let cause = ValueCause::OptionsSeveral { typed, labels };
            let mut finding = Finding::of(cause).at(path()).quoting(quoted);
            finding.source = chosen.places.first().cloned();
            findings.push(finding);
            Value::Null
        }
    };
    Reading {
        value,
        other: chosen.other.clone(),
        notes: Vec::new(),
    }
}

/// The records of a table.
pub fn records(
    t: usize,
    raw: Raw,
    chosen: &ByMark,
    edition: &Edition,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) -> Vec<Record> {
    match raw.answers {
        Answers::Records(records) => records
            .iter()
            .enumerate()
            .map(|(r, raw)| record((t, r), raw, chosen, edition, places, findings))
            .collect(),
        Answers::Chosen(chosen) => chosen_record(t, chosen, edition, places)
            .into_iter()
            .collect(),
        Answers::Text(text) => text_record(t, text, edition, places, findings)
            .into_iter()
            .collect(),
    }
}

fn record(
    (t, r): (usize, usize),
    raw: &RawRecord,
    chosen: &ByMark,
    edition: &Edition,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) -> Record {
    let table = &edition.mapping.tables[t];
    let cells = raw.cells.iter().zip(&table.fields);
    let cells = cells.filter_map(|(raw, field)| Some((raw.as_ref()?, field)));
    findings.extend(crossed_out(cells, &table.code, r));
    let mut record = Vec::with_capacity(table.fields.len());
    for (f, field) in table.fields.iter().enumerate() {
        let Some(raw) = raw.cells.get(f).and_then(Option::as_ref) else {
            record.push((field.name.clone(), Value::Null));
            continue;
        };
        let path = || FieldPath::field(&table.code, r, &field.name);
        let reading = match marked(chosen, (Some(t), r, f)) {
            Some(chosen) => by_marks(chosen, field, edition, &path, findings),
            None => read(raw, field, edition, &path, findings),
        };
        places.answer((t, r, f), raw.place.clone());
        record.push((field.name.clone(), reading.value));
        if let Some(other) = reading.other {
            record.push((other_name(&field.name), Value::Text(other)));
        }
    }
    Record(record)
}

/// Answers of a record in cells that a line goes through: one finding, at the one or at the record.
fn crossed_out<'r>(
    cells: impl Iterator<Item = (&'r RawCell<'r>, &'r Field)>,
    table: &Arc<str>,
    record: usize,
) -> Option<Finding> {
    let crossed = |raw: &RawCell| raw.cell.is_some_and(|c| c.crossed) && !is_blank(&raw.text);
    let all: Vec<_> = cells.filter(|(raw, _)| crossed(raw)).collect();
    let (first, field) = all.first()?;
    let texts: Vec<&str> = all.iter().map(|(raw, _)| raw.text.trim()).collect();
    let text = texts.join(" | ");
    let path = match all.len() {
        1 => FieldPath::field(table, record, &field.name),
        _ => FieldPath::record(table, record),
    };
    let cause = LookCause::CrossedOut { text: text.clone() };
    let finding = Finding::of(cause).at(path).quoting(text);
    Some(finding.from(first.place.clone()))
}

fn other_name(field: &str) -> Arc<str> {
    format!("{field}_other").into()
}

fn chosen_record(
    t: usize,
    chosen: Chosen,
    edition: &Edition,
    places: &mut Places,
) -> Option<Record> {
    if chosen.options.is_empty() && chosen.other.is_none() {
        return None;
    }
    let table = &edition.mapping.tables[t];
    let list_of = |field: &Field| edition.mapping.lists.get(field.list.as_ref()?);
    let list = table.fields.iter().find_map(list_of);
    // Words of one's own stand beside the option that asks for them.
    let mut marked = chosen.options.iter().zip(&chosen.places);
    let own = marked
        .find(|(i, _)| list.is_some_and(|l| l.options.get(**i).is_some_and(|o| o.other)))
        .map(|(_, place)| place);
    let mut record = Vec::new();
    for (f, field) in table.fields.iter().enumerate() {
        let value = match field.kind {
            Type::Choices => {
                let label = |i: usize| {
                    list.and_then(|l| l.options.get(i))
                        .map_or_else(String::new, |o| o.label.to_string())
                };
                Value::Selected(
                    chosen
                        .options
                        .iter()
                        .map(|&i| Selected {
                            no: i as u32 + 1,
                            label: label(i),
                        })
                        .collect(),
                )
            }
            _ => chosen.other.clone().map_or(Value::Null, Value::Text),
        };
        let place = match field.kind {
            Type::Choices => None,
            _ => own,
        };
        let place = place.or(chosen.places.first()).or(chosen.place.as_ref());
        if let Some(place) = place {
            places.answer((t, 0, f), place.clone());
        }
        record.push((field.name.clone(), value));
    }
    Some(Record(record))
}

fn text_record(
    t: usize,
    raw: Option<RawCell>,
    edition: &Edition,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) -> Option<Record> {
    let raw = raw?;
    let table = &edition.mapping.tables[t];
    let field = table.fields.first()?;
    let path = || FieldPath::field(&table.code, 0, &field.name);
    let before = findings.len();
    let reading = read(&raw, field, edition, &path, findings);
    if reading.value.is_empty() {
        // Without a record what was found stands at the table.
        for finding in &mut findings[before..] {
            finding.path = FieldPath::table(&table.code);
        }
        return None;
    }
    places.answer((t, 0, 0), raw.place.clone());
    Some(Record(vec![(field.name.clone(), reading.value)]))
}

/// Reads one cell, and says what was found at its path.
fn read(
    raw: &RawCell,
    field: &Field,
    edition: &Edition,
    path: &dyn Fn() -> FieldPath,
    findings: &mut Vec<Finding>,
) -> Reading {
    if let Some(marked) = &raw.marked {
        return by_options(raw, marked, field, edition, path, findings);
    }
    let seen = look::seen(raw, field, edition);
    let text = seen.text.as_deref().unwrap_or(&raw.text);
    let mut reading = edition.values.read(text, field);
    if matches!(field.kind, Type::Choice | Type::Yesno | Type::Choices) && reading.value.is_empty()
    {
        by_mark(raw, field, edition, &mut reading);
    }
    if seen.is_power && !reading.value.is_empty() {
        reading.value = Value::Null;
    }
    let found = |cause: Cause| {
        Finding::of(cause)
            .at(path())
            .quoting(raw.text.trim())
            .from(raw.place.clone())
    };
    findings.extend(reading.notes.drain(..).map(found));
    let of_look = seen.notes.into_iter();
    findings.extend(of_look.map(|(cause, quoted)| found(cause).quoting(quoted)));
    if raw.tracked && !is_blank(&raw.text) {
        findings.push(found(LookCause::Tracked {}.into()));
    }
    reading
}

/// A cell that prints its options, one of them marked by colour: the marked one is the answer.
fn by_mark(raw: &RawCell, field: &Field, edition: &Edition, reading: &mut Reading) {
    let printed_only = is_blank(&raw.text);
    let several = reading
        .notes
        .iter()
        .any(|n| matches!(n.rule(), Rule::SeveralChoices | Rule::NotInList));
    let Some(cell) = raw.cell.filter(|_| printed_only || several) else {
        return;
    };
    let Some(marked) = marked_text(cell) else {
        return;
    };
    let by_mark = edition.values.read(&marked, field);
    if by_mark.value.is_empty() {
        return;
    }
    *reading = by_mark;
    let marked = marked.trim().to_owned();
    reading
        .notes
        .push(LookCause::MarkedByColour { marked }.into());
}

/// Options that are marked on a page: one of a `choice`, any of `choices`.
fn by_options(
    raw: &RawCell,
    marked: &[usize],
    field: &Field,
    edition: &Edition,
    path: &dyn Fn() -> FieldPath,
    findings: &mut Vec<Finding>,
) -> Reading {
    let list = field
        .list
        .as_ref()
        .and_then(|l| edition.mapping.lists.get(l));
    let label = |i: usize| list.and_then(|l| l.options.get(i)).map(|o| o.label.clone());
    if field.kind == Type::Choices {
        let selected = marked.iter().filter_map(|&i| {
            let no = u32::try_from(i).unwrap_or(u32::MAX).saturating_add(1);
            let label = label(i)?.to_string();
            Some(Selected { no, label })
        });
        return Reading::of(Value::Selected(selected.collect()));
    }
    let labels: Vec<String> = marked
        .iter()
        .filter_map(|&i| Some(label(i)?.to_string()))
        .collect();
    match labels.as_slice() {
        [] => Reading::null(),
        [one] if field.kind == Type::Yesno => edition.values.read(one, field),
        [one] => Reading::of(Value::Text(one.clone())),
        several => {
            let finding = Finding::of(OptionCause::SeveralOfOne {
                labels: several.to_vec(),
            });
            let finding = finding.at(path()).quoting(several.join("；"));
            findings.push(finding.from(raw.place.clone()));
            Reading::null()
        }
    }
}
