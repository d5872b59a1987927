//! Count tables of a unit that repeat those of the units below it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::alike::Likeness;
use super::decide::{above, case, decide};
use super::{Duplicate, DuplicateKind, GatheredRecord, Member, Returned, Rollup};
use crate::mapping::formula::{Condition, Relation};
use crate::mapping::{Field, Table};
use crate::model::finding::FieldPath;
use crate::model::submission::Record;
use crate::value::Value;

/// Fewer numbers than that may well be equal by chance.
const TELLING: usize = 4;
/// Of units that have nothing to do with each other, fewer than that.
const TELLING_COPY: usize = 8;

/// Numbers by what the table adds up by, then by field. Zero says no more than nothing.
type Counts = BTreeMap<Vec<String>, BTreeMap<Arc<str>, Decimal>>;

/// Finds units whose whole table is what a unit below reports, or what those below report
/// together, and leaves out those that give way.
///
/// The lowest come first: where every level repeats what is below it, the one above is held
/// against what of that still counts.
pub(super) fn below(rollup: &mut Rollup, returned: &Returned<'_>) {
    let under = under(rollup);
    if under.is_empty() {
        return;
    }
    let mut order: Vec<usize> = under.keys().copied().collect();
    order.sort_by_key(|unit| (Reverse(above(rollup, *unit).count()), *unit));
    for (t, table) in returned.mapping.tables.iter().enumerate() {
        let Some(by) = &table.sum_by else { continue };
        let reported = counts(rollup, t, table, by);
        let mut counting = reported.clone();
        let records = records_of(rollup, t);
        for &unit in &order {
            let Some(own) = counting.get(&unit).filter(|own| tells(own)) else {
                continue;
            };
            let repeated = repeated(unit, own, &under[&unit], &reported, &counting, rollup);
            for unit in report(rollup, returned, t, unit, repeated, &records) {
                counting.remove(&unit);
            }
        }
    }
}

/// For each unit that has units below it those units, at any distance.
fn under(rollup: &Rollup) -> HashMap<usize, Vec<usize>> {
    let mut under: HashMap<usize, Vec<usize>> = HashMap::new();
    for unit in 0..rollup.units.len() {
        for above in above(rollup, unit) {
            under.entry(above).or_default().push(unit);
        }
    }
    under
}

/// What each unit's records of a table that count come to.
fn counts(rollup: &Rollup, t: usize, table: &Table, by: &[Arc<str>]) -> HashMap<usize, Counts> {
    let mut counts: HashMap<usize, Counts> = HashMap::new();
    let totals = totals(table);
    for record in rollup.tables[t].records.iter().filter(|r| r.counts) {
        let own = counts.entry(record.unit).or_default();
        add(own, table, by, &totals, record);
    }
    counts
}

fn tells(counts: &Counts) -> bool {
    counts.values().map(BTreeMap::len).sum::<usize>() >= TELLING
}

/// The units below whose numbers a unit repeats; none where it does not.
fn repeated(
    unit: usize,
    own: &Counts,
    under: &[usize],
    reported: &HashMap<usize, Counts>,
    counting: &HashMap<usize, Counts>,
    rollup: &Rollup,
) -> Vec<usize> {
    let one = under.iter().find(|u| reported.get(u) == Some(own));
    if let Some(one) = one {
        return vec![*one];
    }
    let together = |units: Vec<usize>, numbers: &HashMap<usize, Counts>| {
        let given: Vec<usize> = (units.into_iter())
            .filter(|u| numbers.contains_key(u))
            .collect();
        let sum = sum(given.iter().filter_map(|u| numbers.get(u)));
        (given.len() > 1 && sum == *own).then_some(given)
    };
    let is_child = |u: &usize| rollup.units[*u].parent == Some(unit);
    let children = || under.iter().copied().filter(is_child).collect();
    together(under.to_vec(), counting)
        .or_else(|| together(children(), reported))
        .unwrap_or_default()
}

fn sum<'c>(all: impl Iterator<Item = &'c Counts>) -> Counts {
    let mut sum = Counts::new();
    for counts in all {
        for (key, numbers) in counts {
            let sums = sum.entry(key.clone()).or_default();
            for (field, n) in numbers {
                let so_far = sums.entry(Arc::clone(field)).or_default();
                *so_far = so_far.saturating_add(*n);
            }
        }
    }
    sum
}

fn add(
    counts: &mut Counts,
    table: &Table,
    by: &[Arc<str>],
    totals: &HashSet<usize>,
    record: &GatheredRecord,
) {
    let given = |f: &Field| {
        let n = record.record.get(&f.name).and_then(Value::number);
        n.filter(|n| !n.is_zero())
    };
    let parts = table.fields.iter().enumerate();
    let mut parts = parts.filter(|(f, field)| !totals.contains(f) && !by.contains(&field.name));
    // Where nothing but totals is given they are all there is to tell by.
    let has_parts = parts.any(|(_, field)| given(field).is_some());
    let key = by
        .iter()
        .map(|f| format!("{:?}", record.record.get(f)))
        .collect();
    let numbers: &mut BTreeMap<_, _> = counts.entry(key).or_default();
    for (f, field) in table.fields.iter().enumerate() {
        if by.contains(&field.name) || (has_parts && totals.contains(&f)) {
            continue;
        }
        if let Some(n) = given(field) {
            let so_far: &mut Decimal = numbers.entry(Arc::clone(&field.name)).or_default();
            *so_far = so_far.saturating_add(n);
        }
    }
}

/// For each unit its records of a table, by their places.
fn records_of(rollup: &Rollup, t: usize) -> HashMap<usize, Vec<usize>> {
    let mut places: HashMap<usize, Vec<usize>> = HashMap::new();
    for (r, record) in rollup.tables[t].records.iter().enumerate() {
        places.entry(record.unit).or_default().push(r);
    }
    places
}

/// Reports that a unit repeats those below it, if there are any; gives the units whose table no
/// longer counts.
fn report(
    rollup: &mut Rollup,
    returned: &Returned<'_>,
    t: usize,
    unit: usize,
    below: Vec<usize>,
    records: &HashMap<usize, Vec<usize>>,
) -> Vec<usize> {
    let Some(&first) = below.first() else {
        return Vec::new();
    };
    // What the units below report are different things: they stay or go together.
    let units = std::iter::once(unit).chain(below.iter().copied());
    let case = case_of(rollup, t, units, records);
    let (settled, decision) = decide(&[unit, first], Likeness::Same, &case, rollup, returned);
    let table = &mut rollup.tables[t];
    let mut members = Vec::new();
    let units = std::iter::once((unit, settled[0]));
    for (unit, counts) in units.chain(below.into_iter().map(|u| (u, settled[1]))) {
        let theirs = records.get(&unit).cloned().unwrap_or_default();
        theirs
            .iter()
            .for_each(|r| table.records[*r].counts &= counts);
        let file = theirs.first().map(|r| Arc::clone(&table.records[*r].file));
        members.push(Member {
            unit,
            file: file.unwrap_or_else(|| "".into()),
            path: FieldPath::table(&table.code),
            records: theirs,
            counts,
        });
    }
    let out = members.iter().filter(|m| !m.counts).map(|m| m.unit);
    let out = out.collect();
    let kind = DuplicateKind::Table {
        table: Arc::clone(&table.code),
    };
    rollup.duplicates.push(Duplicate {
        kind,
        likeness: Likeness::Same,
        members,
        decision,
        differs: false,
        case,
    });
    out
}

/// The case of a table that these units report.
fn case_of(
    rollup: &Rollup,
    t: usize,
    units: impl Iterator<Item = usize>,
    records: &HashMap<usize, Vec<usize>>,
) -> String {
    let table = &rollup.tables[t];
    let reports = units.map(|unit| {
        let own = records.get(&unit).into_iter().flatten();
        let own: Vec<&Record> = own.map(|r| &table.records[*r].record).collect();
        let text = serde_json::to_string(&own).unwrap_or_default();
        (rollup.units[unit].name.as_str(), text)
    });
    case(&table.code, reports)
}

/// Finds units of which none is above another and whose count tables are the very same: a
/// workbook copied from a neighbour.
pub(super) fn sisters(rollup: &mut Rollup, returned: &Returned<'_>) {
    let told: HashSet<Vec<usize>> = (rollup.duplicates.iter())
        .filter(|d| d.kind == DuplicateKind::Form)
        .map(|d| d.members.iter().map(|m| m.unit).collect())
        .collect();
    for (t, table) in returned.mapping.tables.iter().enumerate() {
        let Some(by) = table.sum_by.as_ref().filter(|by| !by.is_empty()) else {
            continue;
        };
        let mut same: HashMap<String, Vec<usize>> = HashMap::new();
        for (unit, counts) in counts(rollup, t, table, by) {
            if counts.values().map(BTreeMap::len).sum::<usize>() >= TELLING_COPY {
                same.entry(format!("{counts:?}")).or_default().push(unit);
            }
        }
        let mut groups: Vec<Vec<usize>> = same.into_values().filter(|g| g.len() > 1).collect();
        groups.iter_mut().for_each(|g| g.sort_unstable());
        groups.sort();
        let records = records_of(rollup, t);
        for units in groups.into_iter().filter(|g| !told.contains(g)) {
            copied(rollup, returned, t, &units, &records);
        }
    }
}

fn copied(
    rollup: &mut Rollup,
    returned: &Returned<'_>,
    t: usize,
    units: &[usize],
    records: &HashMap<usize, Vec<usize>>,
) {
    let case = case_of(rollup, t, units.iter().copied(), records);
    let (settled, decision) = decide(units, Likeness::Same, &case, rollup, returned);
    let table = &mut rollup.tables[t];
    let mut members = Vec::new();
    for (unit, counts) in units.iter().zip(settled) {
        let theirs = records.get(unit).cloned().unwrap_or_default();
        theirs
            .iter()
            .for_each(|r| table.records[*r].counts &= counts);
        let file = theirs.first().map(|r| Arc::clone(&table.records[*r].file));
        members.push(Member {
            unit: *unit,
            file: file.unwrap_or_else(|| "".into()),
            path: FieldPath::table(&table.code),
            records: theirs,
            counts,
        });
    }
    rollup.duplicates.push(Duplicate {
        kind: DuplicateKind::Copy {
            table: Arc::clone(&table.code),
        },
        likeness: Likeness::Same,
        members,
        decision,
        differs: false,
        case,
    });
}

/// The fields that are the sums of others by the table's rules: they say nothing more, and are
/// often left blank.
fn totals(table: &Table) -> HashSet<usize> {
    let total = |entry: &crate::mapping::RuleEntry| {
        let rule = entry.full();
        match Condition::parse(&rule.check, table).ok()? {
            Condition::Numbers(left, Relation::Equal, right) if right.0.len() > 1 => left.single(),
            _ => None,
        }
    };
    table.rules.iter().filter_map(total).collect()
}
