//! Count tables of a unit that repeat those of the units below it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::alike::Likeness;
use super::decide::{decide, is_above};
use super::{Duplicate, DuplicateKind, GatheredRecord, Member, Returned, Rollup};
use crate::mapping::Table;
use crate::value::Value;

/// Fewer numbers than that may well be equal by chance.
const TELLING: usize = 4;

/// Numbers by what the table adds up by, then by field. Zero says no more than nothing.
type Counts = BTreeMap<Vec<String>, BTreeMap<Arc<str>, Decimal>>;

/// Finds units whose whole table is what a unit below reports, or what all units below report
/// together, and leaves out those that give way.
pub(super) fn below(rollup: &mut Rollup, returned: &Returned<'_>) {
    for (t, table) in returned.mapping.tables.iter().enumerate() {
        let Some(by) = &table.sum_by else { continue };
        let records = &rollup.tables[t].records;
        let mut own: BTreeMap<usize, Counts> = BTreeMap::new();
        for record in records.iter().filter(|r| r.counts) {
            add(own.entry(record.unit).or_default(), table, by, record);
        }
        let mut found: Vec<Vec<usize>> = Vec::new();
        for (&unit, counts) in &own {
            if counts.values().map(BTreeMap::len).sum::<usize>() < TELLING {
                continue;
            }
            let under: Vec<usize> = (own.keys().copied())
                .filter(|u| is_above(rollup, unit, *u))
                .collect();
            let one = under.iter().find(|u| own[*u] == *counts);
            let all = || {
                let mut sum = Counts::new();
                for u in &under {
                    for (key, numbers) in &own[u] {
                        let sums = sum.entry(key.clone()).or_default();
                        for (field, n) in numbers {
                            let so_far = sums.entry(Arc::clone(field)).or_default();
                            *so_far = so_far.saturating_add(*n);
                        }
                    }
                }
                (sum == *counts).then(|| under.clone())
            };
            let repeated = one
                .map(|u| vec![*u])
                .or_else(|| (under.len() > 1).then(all).flatten());
            if let Some(repeated) = repeated {
                found.push(std::iter::once(unit).chain(repeated).collect());
            }
        }
        for units in found {
            report(rollup, returned, t, &units);
        }
    }
}

fn add(counts: &mut Counts, table: &Table, by: &[Arc<str>], record: &GatheredRecord) {
    let key = by
        .iter()
        .map(|f| format!("{:?}", record.record.get(f)))
        .collect();
    let numbers: &mut BTreeMap<_, _> = counts.entry(key).or_default();
    for field in table.fields.iter().filter(|f| !by.contains(&f.name)) {
        let n = record.record.get(&field.name).and_then(Value::number);
        if let Some(n) = n.filter(|n| !n.is_zero()) {
            let so_far: &mut Decimal = numbers.entry(Arc::clone(&field.name)).or_default();
            *so_far = so_far.saturating_add(n);
        }
    }
}

fn report(rollup: &mut Rollup, returned: &Returned<'_>, table: usize, units: &[usize]) {
    // What the units below report are different things: they stay or go together.
    let (settled, decision) = decide(&units[..2], Likeness::Same, rollup, returned);
    let below = std::iter::repeat(settled[1]);
    let counts = std::iter::once(settled[0]).chain(below);
    let code = Arc::clone(&rollup.tables[table].code);
    let mut members = Vec::new();
    for (&unit, counts) in units.iter().zip(counts) {
        let records = &mut rollup.tables[table].records;
        let theirs: Vec<usize> = (0..records.len())
            .filter(|r| records[*r].unit == unit)
            .collect();
        theirs.iter().for_each(|r| records[*r].counts &= counts);
        let file = theirs.first().map(|r| Arc::clone(&records[*r].file));
        members.push(Member {
            unit,
            file: file.unwrap_or_else(|| "".into()),
            path: format!("/tables/{code}"),
            records: theirs,
            counts,
        });
    }
    rollup.duplicates.push(Duplicate {
        kind: DuplicateKind::Table { table: code },
        likeness: Likeness::Same,
        members,
        decision,
    });
}
