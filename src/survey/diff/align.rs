//! Which record of a newer form is which of the older one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::mapping::{Table, Type};
use crate::model::submission::Record;
use crate::text::key::key;
use crate::value::Value;

/// Records share so much of their values, or they are two.
const ALIKE: f64 = 0.5;
/// More pairs than that are not compared by their values.
const MOST_PAIRS: usize = 250_000;

/// The fields that a table's records are known by.
pub(super) fn telling(table: Option<&Table>, old: &[Record], new: &[Record]) -> Vec<Arc<str>> {
    let Some(table) = table else {
        // Without the mapping the first text tells.
        let first = old
            .iter()
            .chain(new)
            .find_map(|r| r.0.iter().find(|(_, v)| matches!(v, Value::Text(_))));
        return first
            .map(|(name, _)| Arc::clone(name))
            .into_iter()
            .collect();
    };
    if !table.identity.is_empty() {
        return table.identity.clone();
    }
    if !table.unique.is_empty() {
        return table.unique.clone();
    }
    let texts = table
        .fields
        .iter()
        .filter(|f| matches!(f.kind, Type::Text | Type::Country));
    texts.map(|f| Arc::clone(&f.name)).take(1).collect()
}

/// What a record is called.
pub(super) fn name(record: &Record, telling: &[Arc<str>]) -> Option<String> {
    let text = record.get(telling.first()?)?.text()?;
    Some(text.lines().next().unwrap_or("").to_owned())
}

/// Pairs of records, in the order of the new ones, those that are gone last: the same in all,
/// else of the same name, else alike in half of their values.
pub(super) fn align(
    old: &[Record],
    new: &[Record],
    telling: &[Arc<str>],
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken: HashSet<usize> = HashSet::new();
    let whole = |r: &Record| Some(serde_json::to_string(r).unwrap_or_default());
    let named = |r: &Record| {
        let keys: Vec<String> = (telling.iter())
            .map(|f| r.get(f).and_then(Value::text).map(key).unwrap_or_default())
            .collect();
        keys.first()
            .is_some_and(|k| !k.is_empty())
            .then(|| keys.join("\n"))
    };
    by(old, new, &mut of_new, &mut taken, &whole);
    by(old, new, &mut of_new, &mut taken, &named);
    by_likeness(old, new, &mut of_new, &mut taken);
    let mut pairs: Vec<_> = (0..new.len()).map(|n| (of_new[n], Some(n))).collect();
    pairs.extend(
        (0..old.len())
            .filter(|o| !taken.contains(o))
            .map(|o| (Some(o), None)),
    );
    pairs
}

/// Pairs what has the same sign, in order.
fn by(
    old: &[Record],
    new: &[Record],
    of_new: &mut [Option<usize>],
    taken: &mut HashSet<usize>,
    sign: &dyn Fn(&Record) -> Option<String>,
) {
    let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
    for (o, record) in old
        .iter()
        .enumerate()
        .rev()
        .filter(|(o, _)| !taken.contains(o))
    {
        if let Some(sign) = sign(record) {
            waiting.entry(sign).or_default().push(o);
        }
    }
    for (n, record) in new.iter().enumerate() {
        if of_new[n].is_some() {
            continue;
        }
        let found = sign(record).and_then(|sign| waiting.get_mut(&sign)?.pop());
        if let Some(o) = found {
            of_new[n] = Some(o);
            taken.insert(o);
        }
    }
}

fn by_likeness(
    old: &[Record],
    new: &[Record],
    of_new: &mut [Option<usize>],
    taken: &mut HashSet<usize>,
) {
    let left: Vec<usize> = (0..old.len()).filter(|o| !taken.contains(o)).collect();
    let fresh: Vec<usize> = (0..new.len()).filter(|n| of_new[*n].is_none()).collect();
    if left.len() * fresh.len() > MOST_PAIRS {
        return;
    }
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for &o in &left {
        for &n in &fresh {
            let likeness = likeness(&old[o], &new[n]);
            if likeness >= ALIKE {
                pairs.push((likeness, o, n));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, o, n) in pairs {
        if !taken.contains(&o) && of_new[n].is_none() {
            of_new[n] = Some(o);
            taken.insert(o);
        }
    }
}

/// The share of given values that are the same.
fn likeness(a: &Record, b: &Record) -> f64 {
    let (mut same, mut given) = (0u32, 0u32);
    for (field, value) in &a.0 {
        let other = b.get(field).unwrap_or(&Value::Null);
        if value.is_empty() && other.is_empty() {
            continue;
        }
        given += 1;
        same += u32::from(value == other);
    }
    match given {
        // One record without anything in it is as good as another.
        0 => 1.0,
        given => f64::from(same) / f64::from(given),
    }
}
