//! Derived tables: numbers worked out of the tables that were rolled up, with their parts.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{DerivedNumber, DerivedTable, DerivedTerm, Rollup};
use crate::mapping::Mapping;
use crate::mapping::derive::{DerivedError, DerivedSum, Part, PartOf};
use crate::model::submission::{Record, Submission};
use crate::value::Value;

pub(super) fn derive(rollup: &mut Rollup, mapping: &Mapping) -> Result<(), DerivedError> {
    for derived in &mapping.derived {
        let mut numbers: Vec<DerivedNumber> = Vec::new();
        for (own, field) in derived.fields.iter().enumerate() {
            let sum = match &field.sum {
                Some(sum) => DerivedSum::parse(sum, derived, own, mapping)?,
                None => DerivedSum::default(),
            };
            let terms: Vec<DerivedTerm> = (sum.0.iter())
                .map(|part| term(part, rollup, mapping, &numbers))
                .collect();
            numbers.push(DerivedNumber {
                name: Arc::clone(&field.name),
                value: total(&terms),
                terms,
            });
        }
        rollup.derived.push(DerivedTable {
            code: Arc::clone(&derived.code),
            numbers,
        });
    }
    Ok(())
}

/// Derived tables by their codes, each as one record.
pub type DerivedRecords = Vec<(Arc<str>, Option<Record>)>;

/// The derived tables of one submission, each as the record that it comes to; none where nothing of
/// it was given.
///
/// # Errors
/// Where a derived table of the mapping cannot be read; a mapping that was loaded has none.
pub fn derived_records(
    submission: &Submission,
    mapping: &Mapping,
) -> Result<DerivedRecords, DerivedError> {
    let mut all = Vec::new();
    for derived in &mapping.derived {
        let mut numbers: Vec<Option<Decimal>> = Vec::new();
        for (own, field) in derived.fields.iter().enumerate() {
            let sum = match &field.sum {
                Some(sum) => DerivedSum::parse(sum, derived, own, mapping)?,
                None => DerivedSum::default(),
            };
            let parts = sum.0.iter().filter_map(|part| {
                let value = match part.of {
                    PartOf::Own(place) => numbers[place],
                    PartOf::Item { table, field } => {
                        let table = &mapping.tables[table];
                        let name = &table.fields[field].name;
                        let data = submission.tables.get(&table.code);
                        let records = data.map_or(&[][..], |data| &data.records);
                        let given = records.iter().filter_map(|r| r.get(name)?.number());
                        given.reduce(|a, b| a.saturating_add(b))
                    }
                };
                value.map(|n| if part.minus { -n } else { n })
            });
            numbers.push(parts.reduce(|a, b| a.saturating_add(b)));
        }
        let given = numbers.iter().any(Option::is_some);
        let values = derived.fields.iter().zip(numbers).map(|(field, number)| {
            let value = number.map_or(Value::Null, Value::Number);
            (Arc::clone(&field.name), value)
        });
        let record = given.then(|| Record(values.collect()));
        all.push((Arc::clone(&derived.code), record));
    }
    Ok(all)
}

/// The sum of what was given; none where nothing was.
fn total(terms: &[DerivedTerm]) -> Option<Decimal> {
    let given = |t: &DerivedTerm| t.value.map(|v| if t.minus { -v } else { v });
    (terms.iter().filter_map(given)).reduce(|a, b| a.saturating_add(b))
}

fn term(part: &Part, rollup: &Rollup, mapping: &Mapping, before: &[DerivedNumber]) -> DerivedTerm {
    let minus = part.minus;
    match part.of {
        PartOf::Own(place) => DerivedTerm {
            item: before[place].name.to_string(),
            minus,
            value: before[place].value,
            units: Vec::new(),
        },
        PartOf::Item { table, field } => {
            let (code, name) = (
                &mapping.tables[table].code,
                &mapping.tables[table].fields[field].name,
            );
            let mut units: BTreeMap<usize, (Decimal, usize)> = BTreeMap::new();
            for record in rollup.tables[table].records.iter().filter(|r| r.counts) {
                if let Some(n) = record.record.get(name).and_then(Value::number) {
                    let (sum, records) = units.entry(record.unit).or_default();
                    *sum = sum.saturating_add(n);
                    *records += 1;
                }
            }
            DerivedTerm {
                item: format!("{code}.{name}"),
                minus,
                value: units
                    .values()
                    .map(|(n, _)| *n)
                    .reduce(|a, b| a.saturating_add(b)),
                units: units
                    .into_iter()
                    .map(|(u, (n, records))| (u, n, records))
                    .collect(),
            }
        }
    }
}
