//! Forms of two units with the same content, and records of two units that tell of one thing.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::alike::{Identity, Likeness, pairs};
use super::decide::decide;
use super::{Duplicate, DuplicateKind, GatheredRecord, Member, Returned, Rollup};
use crate::mapping::Table;
use crate::returns::content_hash;
use crate::value::Value;

/// Forms with fewer answers than that may well be alike by chance.
const TELLING: usize = 8;

/// Finds units whose forms have the same content, and leaves out those that give way.
pub(super) fn forms(rollup: &mut Rollup, returned: &Returned<'_>) {
    let mut by_content: BTreeMap<String, Vec<(usize, Arc<str>)>> = BTreeMap::new();
    let files: HashMap<&str, usize> = (rollup.units.iter().enumerate())
        .flat_map(|(unit, u)| u.files.iter().map(move |f| (&**f, unit)))
        .collect();
    for returns in returned.returns {
        for index in returns.counting() {
            let submission = &returned.submissions[index];
            let file = submission.source.file.as_str();
            let (Some(&unit), Some(hash)) = (files.get(file), content_hash(submission)) else {
                continue;
            };
            let answers = |code: &str| -> usize {
                let table = submission.tables.get(code);
                let records = table.into_iter().flat_map(|t| &t.records);
                records
                    .flat_map(|r| &r.0)
                    .filter(|(_, v)| !v.is_empty())
                    .count()
            };
            let telling = (returned.mapping.tables.iter())
                .filter(|t| !t.identity.is_empty() || t.sum_by.is_some());
            if telling.map(|t| answers(&t.code)).sum::<usize>() >= TELLING {
                by_content
                    .entry(hash)
                    .or_default()
                    .push((unit, file.into()));
            }
        }
    }
    let mut groups: Vec<Vec<(usize, Arc<str>)>> = by_content.into_values().collect();
    groups.sort();
    for mut group in groups {
        group.sort();
        group.dedup_by_key(|(unit, _)| *unit);
        if group.len() < 2 {
            continue;
        }
        let units: Vec<usize> = group.iter().map(|(unit, _)| *unit).collect();
        let (counts, decision) = decide(&units, Likeness::Same, rollup, returned);
        for ((_, file), counts) in group.iter().zip(&counts) {
            if *counts {
                continue;
            }
            for table in &mut rollup.tables {
                let theirs = table.records.iter_mut().filter(|r| r.file == *file);
                theirs.for_each(|r| r.counts = false);
            }
        }
        rollup.duplicates.push(Duplicate {
            kind: DuplicateKind::Form,
            likeness: Likeness::Same,
            members: group
                .into_iter()
                .zip(counts)
                .map(|((unit, file), counts)| Member {
                    unit,
                    file,
                    path: String::new(),
                    records: Vec::new(),
                    counts,
                })
                .collect(),
            decision,
        });
    }
}

/// Finds records of different units that tell of one thing, and leaves out those that give way.
pub(super) fn records(rollup: &mut Rollup, returned: &Returned<'_>) {
    // What two forms of the same content have in common has been told already.
    let told: HashSet<(usize, usize)> = (rollup.duplicates.iter())
        .flat_map(|d| {
            let units: Vec<usize> = d.members.iter().map(|m| m.unit).collect();
            units
                .iter()
                .flat_map(|a| units.iter().map(move |b| (*a, *b)))
                .collect::<Vec<_>>()
        })
        .collect();
    for (t, table) in returned.mapping.tables.iter().enumerate() {
        if table.identity.is_empty() {
            continue;
        }
        for (group, likeness) in groups(table, &rollup.tables[t].records, &told) {
            report(rollup, returned, t, group, likeness);
        }
    }
}

/// Groups of records that tell of one thing, of two units at least, and how sure that is.
fn groups(
    table: &Table,
    records: &[GatheredRecord],
    told: &HashSet<(usize, usize)>,
) -> Vec<(Vec<usize>, Likeness)> {
    // Records of the very same identity are compared once.
    let mut places: HashMap<Vec<String>, usize> = HashMap::new();
    let mut identities: Vec<Identity> = Vec::new();
    let mut holders: Vec<Vec<usize>> = Vec::new();
    for (r, record) in records.iter().enumerate() {
        let texts = identity(table, record);
        let withheld = table.field(&table.identity[0]).map(|f| &f.withheld);
        if withheld.is_some_and(|w| w.contains(&texts[0])) {
            continue;
        }
        let place = match places.get(&texts) {
            Some(place) => *place,
            None => {
                let Some(identity) = Identity::of(&texts) else {
                    continue;
                };
                identities.push(identity);
                holders.push(Vec::new());
                places.insert(texts, holders.len() - 1);
                holders.len() - 1
            }
        };
        holders[place].push(r);
    }
    let mut joined = Joined((0..identities.len()).collect());
    let mut likeness: Vec<Likeness> = vec![Likeness::Same; identities.len()];
    for (a, b, alike) in pairs(&identities) {
        let (a, b) = (joined.root(a), joined.root(b));
        let least = alike.min(likeness[a]).min(likeness[b]);
        joined.0[b.max(a)] = a.min(b);
        likeness[a.min(b)] = least;
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, holding) in holders.iter().enumerate() {
        groups
            .entry(joined.root(place))
            .or_default()
            .extend(holding);
    }
    let mut out = Vec::new();
    for (root, mut group) in groups {
        group.sort_unstable();
        let units: Vec<usize> = group.iter().map(|r| records[*r].unit).collect();
        let fresh =
            (units.iter()).any(|a| units.iter().any(|b| a != b && !told.contains(&(*a, *b))));
        if fresh {
            out.push((group, likeness[root]));
        }
    }
    out
}

/// The texts of a record's identifying fields.
fn identity(table: &Table, record: &GatheredRecord) -> Vec<String> {
    let text = |field: &Arc<str>| match record.record.get(field) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(n)) => n.to_string(),
        Some(Value::List(list)) => list.join(" "),
        _ => String::new(),
    };
    table.identity.iter().map(text).collect()
}

fn report(
    rollup: &mut Rollup,
    returned: &Returned<'_>,
    table: usize,
    group: Vec<usize>,
    likeness: Likeness,
) {
    let code = Arc::clone(&rollup.tables[table].code);
    let mut units: Vec<usize> = Vec::new();
    for &r in &group {
        let unit = rollup.tables[table].records[r].unit;
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    let (counts, decision) = decide(&units, likeness, rollup, returned);
    let mut members = Vec::new();
    for r in group {
        let record = &mut rollup.tables[table].records[r];
        let stays = units
            .iter()
            .position(|u| *u == record.unit)
            .is_none_or(|i| counts[i]);
        record.counts &= stays;
        members.push(Member {
            unit: record.unit,
            file: Arc::clone(&record.file),
            path: record.path.clone(),
            records: vec![r],
            counts: record.counts,
        });
    }
    rollup.duplicates.push(Duplicate {
        kind: DuplicateKind::Record { table: code },
        likeness,
        members,
        decision,
    });
}

/// Which things were found to be one: each points at another of its group, at last at the first.
struct Joined(Vec<usize>);

impl Joined {
    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }
}
