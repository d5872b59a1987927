//! Many units' answers on one form: where a table has room for one record, the units' records become
//! one, as the mapping says (`in_one`), and what has no place there is told of.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::mapping::{InOne, Mapping, Role, Table, Type};
use crate::model::finding::{CheckCause, FieldPath, Finding, OfficeCause, Severity};
use crate::model::submission::{Record, Submission};
use crate::value::{Selected, Value};

/// What stands between the texts of two units in one paragraph.
const BETWEEN: &str = "；";

/// Makes one record of those of a table that has room for one. `covers` say whose the records are.
pub fn in_one(
    submission: &mut Submission,
    covers: &HashMap<Arc<str>, Vec<Record>>,
    mapping: &Mapping,
) {
    let name = mapping.unit.iter().find(|f| f.role == Some(Role::Name));
    for table in &mapping.tables {
        let data = submission.tables.0.iter_mut();
        let Some((code, data)) = data.into_iter().find(|(code, _)| *code == table.code) else {
            continue;
        };
        let Some(how) = table.in_one.filter(|_| data.records.len() > 1) else {
            submission
                .findings
                .extend(too_many(table, data.records.len()));
            continue;
        };
        let of_table = covers.get(code).map_or(&[][..], Vec::as_slice);
        let unit = |r: usize| {
            let named = of_table
                .get(r)
                .and_then(|cover| cover.get(&name?.name)?.text());
            named.unwrap_or_default()
        };
        let records = std::mem::take(&mut data.records);
        let records: Vec<(&str, &Record)> = records
            .iter()
            .enumerate()
            .map(|(r, record)| (unit(r), record))
            .collect();
        let mut joining = Joining {
            table,
            mapping,
            records: &records,
            findings: Vec::new(),
        };
        let one = joining.one(how);
        data.records = vec![one];
        submission.findings.extend(joining.findings);
    }
}

/// The form has room for fewer records than the units have together: which of them it is to show is
/// open, and the form would come back as wrong.
fn too_many(table: &Table, count: usize) -> Option<Finding> {
    let limit = table.limit?;
    let beyond = usize::try_from(limit).ok().filter(|most| count > *most)?;
    let cause = CheckCause::TooManyRecords {
        name: table.name.to_string(),
        count,
        limit,
    };
    Some(Finding::of(cause).at(FieldPath::record(&table.code, beyond)))
}

/// The records of a table, which become one.
struct Joining<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
    /// Each with its unit's name.
    records: &'a [(&'a str, &'a Record)],
    findings: Vec<Finding>,
}

impl Joining<'_> {
    fn one(&mut self, how: InOne) -> Record {
        let table = self.table;
        let mut takes_words = true;
        let values = table.fields.iter().map(|field| {
            let path = FieldPath::field(&table.code, 0, &field.name);
            let value = match (how, field.kind) {
                (InOne::Tally, Type::Choices) => {
                    let (selected, words) = self.tally(field);
                    takes_words = words;
                    selected
                }
                (InOne::Tally, _) if !takes_words => {
                    if let Value::Text(text) = self.listed(&field.name, BETWEEN) {
                        self.left(path, &field.label, text);
                    }
                    Value::Null
                }
                (InOne::Tally, _) => self.listed(&field.name, BETWEEN),
                (InOne::List, _) => self.listed(&field.name, "\n"),
            };
            (Arc::clone(&field.name), value)
        });
        Record(values.collect())
    }

    /// The options that most units chose; and whether one of them takes words of one's own.
    fn tally(&mut self, field: &crate::mapping::Field) -> (Value, bool) {
        let mut counts: BTreeMap<u32, (String, usize)> = BTreeMap::new();
        let mut units = 0;
        for (_, record) in self.records {
            let Some(Value::Selected(chosen)) = record.get(&field.name) else {
                continue;
            };
            units += usize::from(!chosen.is_empty());
            for one in chosen {
                counts.entry(one.no).or_insert((one.label.clone(), 0)).1 += 1;
            }
        }
        let mut ordered: Vec<(u32, String, usize)> = counts
            .into_iter()
            .map(|(no, (label, n))| (no, label, n))
            .collect();
        ordered.sort_by_key(|(_, _, n)| std::cmp::Reverse(*n));
        let shown: Vec<String> = ordered
            .iter()
            .map(|(_, label, n)| format!("{label} {n}"))
            .collect();
        let most = self
            .table
            .limit_options
            .map_or(usize::MAX, |most| most as usize);
        let left = ordered.split_off(ordered.len().min(most));
        let left: Vec<String> = left.into_iter().map(|(_, label, _)| label).collect();
        if units > 0 {
            let severity = match left.is_empty() {
                true => Severity::Info,
                false => Severity::Warning,
            };
            let cause = OfficeCause::Tallied {
                label: field.label.to_string(),
                units,
                counts: shown.join("、"),
                left,
                most,
            };
            let path = FieldPath::field(&self.table.code, 0, &field.name);
            self.findings
                .push(Finding::of(cause).graded(severity).at(path));
        }
        ordered.sort_by_key(|(no, ..)| *no);
        let options = field
            .list
            .as_ref()
            .and_then(|list| self.mapping.lists.get(list));
        let asks = |no: u32| {
            let option = options.and_then(|list| list.options.get(no.checked_sub(1)? as usize));
            option.is_some_and(|option| option.other)
        };
        let words = ordered.iter().any(|(no, ..)| asks(*no));
        let chosen = ordered
            .into_iter()
            .map(|(no, label, _)| Selected { no, label });
        match chosen.len() {
            0 => (Value::Null, words),
            _ => (Value::Selected(chosen.collect()), words),
        }
    }

    /// The units' texts, each behind its unit's name.
    fn listed(&self, name: &str, between: &str) -> Value {
        let texts = self.records.iter().filter_map(|(unit, record)| {
            let text = record.get(name).filter(|value| !value.is_empty())?.shown();
            Some(match unit.is_empty() {
                true => text,
                false => format!("{unit}：{text}"),
            })
        });
        let texts: Vec<String> = texts.collect();
        match texts.is_empty() {
            true => Value::Null,
            false => Value::Text(texts.join(between)),
        }
    }

    fn left(&mut self, path: FieldPath, label: &str, value: String) {
        let cause = OfficeCause::NotOnOneForm {
            label: label.to_owned(),
            value,
        };
        self.findings.push(Finding::of(cause).at(path));
    }
}
