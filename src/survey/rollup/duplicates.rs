//! Forms of two units with the same content, and records of two units that tell of one thing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::alike::{Identity, Likeness};
use super::decide::{above, case, decide};
use super::gather::Counted;
use super::pairs::{Pairs, pairs};
use super::{Crowd, Duplicate, DuplicateKind, GatheredRecord, Member, Returned, Rollup};
use crate::mapping::{Table, Type};
use crate::model::finding::FieldPath;
use crate::survey::returns::hex;
use crate::value::Value;

/// Forms with fewer answers than that may well be alike by chance.
const TELLING: usize = 8;

/// Records with fewer values besides their name may well be alike by chance.
const TELLING_REST: usize = 3;

/// Finds units whose forms have the same content, and leaves out those that give way.
pub(super) fn forms(rollup: &mut Rollup, returned: &Returned<'_>, counted: &[Counted]) {
    let telling = telling_answers(rollup, returned);
    let mut by_content: BTreeMap<[u8; 32], Vec<(usize, usize)>> = BTreeMap::new();
    for one in counted {
        let answers = telling.get(&one.source).copied().unwrap_or(0);
        let content = returned.receipts[one.source].content;
        if let (Some(content), TELLING..) = (content, answers) {
            let same = by_content.entry(content).or_default();
            same.push((one.unit, one.source));
        }
    }
    let mut groups: Vec<Vec<(usize, usize)>> = by_content.into_values().collect();
    for group in &mut groups {
        group.sort_unstable();
        group.dedup_by_key(|(unit, _)| *unit);
    }
    groups.retain(|group| group.len() > 1);
    groups.sort();
    let mut dropped: HashSet<usize> = HashSet::new();
    for group in groups {
        let units: Vec<usize> = group.iter().map(|(unit, _)| *unit).collect();
        let reports = group.iter().map(|(unit, source)| {
            let content = returned.receipts[*source].content.unwrap_or_default();
            (rollup.units[*unit].name.as_str(), hex(&content))
        });
        let case = case("form", reports);
        let (counts, decision) = decide(&units, Likeness::Same, &case, rollup, returned);
        let sources = group.iter().zip(&counts).filter(|(_, counts)| !**counts);
        dropped.extend(sources.map(|((_, source), _)| *source));
        let members = group.iter().zip(counts);
        rollup.duplicates.push(Duplicate {
            kind: DuplicateKind::Form,
            likeness: Likeness::Same,
            members: members
                .map(|(&(unit, source), counts)| Member {
                    unit,
                    file: Arc::clone(&returned.receipts[source].file),
                    path: FieldPath::Submission,
                    records: Vec::new(),
                    counts,
                })
                .collect(),
            decision,
            differs: false,
            case,
        });
    }
    for table in &mut rollup.tables {
        let theirs = table.records.iter_mut();
        let theirs = theirs.filter(|r| dropped.contains(&r.source));
        theirs.for_each(|r| r.counts = false);
    }
}

/// For each file how many answers it has in tables that are compared or added up.
fn telling_answers(rollup: &Rollup, returned: &Returned<'_>) -> HashMap<usize, usize> {
    let mut answers: HashMap<usize, usize> = HashMap::new();
    for (rolled, table) in rollup.tables.iter().zip(&returned.mapping.tables) {
        if table.identity.is_empty() && table.sum_by.is_none() {
            continue;
        }
        for record in &rolled.records {
            let given = record.record.0.iter().filter(|(_, v)| !v.is_empty());
            *answers.entry(record.source).or_default() += given.count();
        }
    }
    answers
}

/// Finds records of different units that tell of one thing, and leaves out those that give way.
pub(super) fn records(rollup: &mut Rollup, returned: &Returned<'_>) {
    // What two forms of the same content have in common has been told already.
    let mut told: HashMap<usize, HashSet<usize>> = HashMap::new();
    for (d, duplicate) in rollup.duplicates.iter().enumerate() {
        for member in &duplicate.members {
            told.entry(member.unit).or_default().insert(d);
        }
    }
    for (t, table) in returned.mapping.tables.iter().enumerate() {
        if table.identity.is_empty() {
            continue;
        }
        let found = groups(table, &rollup.tables[t].records, &told);
        for (r, records) in found.crowds {
            let identity = identity(table, &rollup.tables[t].records[r]);
            rollup.crowds.push(Crowd {
                table: Arc::clone(&table.code),
                name: identity.into_iter().next().unwrap_or_default(),
                records,
            });
        }
        let numbered = is_numbered(table);
        for (group, likeness) in found.groups {
            if !numbered {
                report(rollup, returned, t, group, likeness);
                continue;
            }
            for group in in_line(rollup, t, &group)
                .into_iter()
                .filter(|_| likeness == Likeness::Same)
            {
                report(rollup, returned, t, group, likeness);
            }
        }
    }
}

/// Records are known by numbers, since no name tells them apart: between units that have nothing
/// to do with each other these are alike by chance.
fn is_numbered(table: &Table) -> bool {
    let number = |name: &Arc<str>| {
        let kind = table.field(name).map(|f| f.kind);
        matches!(kind, Some(Type::Integer | Type::Decimal))
    };
    table.identity.iter().any(number)
}

/// The records of a group by units of which one is above the others.
fn in_line(rollup: &Rollup, t: usize, group: &[usize]) -> Vec<Vec<usize>> {
    let records = &rollup.tables[t].records;
    let units: BTreeSet<usize> = group.iter().map(|r| records[*r].unit).collect();
    let mut lines = Vec::new();
    for &top in &units {
        let of_line = |unit: usize| unit == top || above(rollup, unit).any(|u| u == top);
        let line: Vec<usize> = (group.iter().copied())
            .filter(|r| of_line(records[*r].unit))
            .collect();
        if line.iter().any(|r| records[*r].unit != top) {
            lines.push(line);
        }
    }
    lines
}

/// What was found among the records of a table.
struct Groups {
    /// Records that tell of one thing, and how sure that is.
    groups: Vec<(Vec<usize>, Likeness)>,
    /// A record whose name so many have that they were not compared one by one.
    crowds: Vec<(usize, usize)>,
}

/// Groups of records that tell of one thing, of two units at least, and how sure that is.
fn groups(
    table: &Table,
    records: &[GatheredRecord],
    told: &HashMap<usize, HashSet<usize>>,
) -> Groups {
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
        let rest = rest(table, record);
        // Records that give no party are one only where all else in them is the same.
        let lone = texts.len() > 1 && texts[1..].iter().all(|t| t.trim().is_empty());
        let mut known = texts.clone();
        if lone {
            known.push(rest.clone().unwrap_or_else(|| format!("#{r}")));
        }
        let place = match places.get(&known) {
            Some(place) => *place,
            None => {
                let Some(identity) = Identity::of(&texts) else {
                    continue;
                };
                let identity = Identity { rest, ..identity };
                identities.push(identity);
                holders.push(Vec::new());
                places.insert(known, holders.len() - 1);
                holders.len() - 1
            }
        };
        holders[place].push(r);
    }
    let mut joined = Joined((0..identities.len()).collect());
    let mut likeness: Vec<Likeness> = vec![Likeness::Same; identities.len()];
    let Pairs { found, crowds } = pairs(&identities);
    for (a, b, alike) in found {
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
    let crowds = crowds.into_iter().map(|(i, n)| (holders[i][0], n));
    let crowds = crowds.collect();
    let mut out = Vec::new();
    for (root, mut group) in groups {
        group.sort_unstable();
        let units: BTreeSet<usize> = group.iter().map(|r| records[*r].unit).collect();
        if units.len() > 1 && !have_one_form(&units, told) {
            out.push((group, likeness[root]));
        }
    }
    Groups {
        groups: out,
        crowds,
    }
}

/// These units' forms were all told to be the same. `told` has for a unit its groups of such.
fn have_one_form(units: &BTreeSet<usize>, told: &HashMap<usize, HashSet<usize>>) -> bool {
    let none = HashSet::new();
    let mut groups = units.iter().map(|u| told.get(u).unwrap_or(&none));
    let Some(first) = groups.next() else {
        return false;
    };
    let mut common = first.clone();
    groups.for_each(|g| common.retain(|d| g.contains(d)));
    !common.is_empty()
}

/// What a record says besides its identifying fields, where that is enough to tell it by.
fn rest(table: &Table, record: &GatheredRecord) -> Option<String> {
    let given: Vec<String> = (record.record.0.iter())
        .filter(|(name, value)| !value.is_empty() && !table.identity.contains(name))
        .map(|(name, value)| format!("{name}={}", value.shown()))
        .collect();
    (given.len() >= TELLING_REST).then(|| given.join("\n"))
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
    let mut places: HashMap<usize, usize> = HashMap::new();
    for &r in &group {
        let unit = rollup.tables[table].records[r].unit;
        places.entry(unit).or_insert_with(|| {
            units.push(unit);
            units.len() - 1
        });
    }
    let records = &rollup.tables[table].records;
    let reports = group.iter().map(|r| {
        let record = serde_json::to_string(&records[*r].record).unwrap_or_default();
        (rollup.units[records[*r].unit].name.as_str(), record)
    });
    let case = case(&code, reports);
    let differs = differ(&returned.mapping.tables[table], records, &group);
    // The same thing with other numbers is not the same report.
    let sure = match differs {
        true => Likeness::Alike,
        false => likeness,
    };
    let (counts, decision) = decide(&units, sure, &case, rollup, returned);
    let mut members = Vec::new();
    for r in group {
        let rolled = &mut rollup.tables[table];
        let path = rolled.path(&rolled.records[r]);
        let record = &mut rolled.records[r];
        record.counts &= counts[places[&record.unit]];
        members.push(Member {
            unit: record.unit,
            file: Arc::clone(&record.file),
            path,
            records: vec![r],
            counts: record.counts,
        });
    }
    rollup.duplicates.push(Duplicate {
        kind: DuplicateKind::Record { table: code },
        likeness,
        members,
        decision,
        differs,
        case,
    });
}

/// Some number is given by several records of a group, and not the same.
fn differ(table: &Table, records: &[GatheredRecord], group: &[usize]) -> bool {
    let is_number = |f: &&crate::mapping::Field| matches!(f.kind, Type::Integer | Type::Decimal);
    table.fields.iter().filter(is_number).any(|field| {
        let numbers = group
            .iter()
            .filter_map(|r| records[*r].record.get(&field.name)?.number());
        let mut given = numbers;
        given.next().is_some_and(|first| given.any(|n| n != first))
    })
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
