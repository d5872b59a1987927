//! Money that a kind of unit leaves to others' forms: named where a programme's name shows it.

use std::sync::Arc;

use super::{Flaw, FlawKind, Returned, Rollup};
use crate::mapping::derive::item;
use crate::mapping::{Mapping, Money, Table, Type, UnitKind};
use crate::model::submission::Record;
use crate::said;
use crate::text::key::key;

/// Finds the records of such units that show such money.
pub(super) fn find(rollup: &mut Rollup, returned: &Returned<'_>) {
    let Some(roster) = returned.roster else {
        return;
    };
    let mapping = returned.mapping;
    let mut kinds: Vec<Option<&UnitKind>> = Vec::new();
    for (u, unit) in rollup.units.iter().enumerate() {
        let said = roster
            .named(&unit.name)
            .map_or("", |id| roster.unit(id).kind.as_str());
        let kind = mapping.unit_kinds.iter().find(|kind| is_called(kind, said));
        if kind.is_none() && !said.is_empty() {
            let known: Vec<&str> = mapping.unit_kinds.iter().map(|k| k.name.as_str()).collect();
            let known = known.join("、");
            rollup.doubts.push((
                u,
                said!(
                    "名册里的单位类型“{said}”不认识，没有据此核对；版本里有：{known}",
                    "the kind of unit `{said}` of the roster is not known, and nothing was checked by it; the edition has: {known}"
                ),
            ));
        }
        kinds.push(kind);
    }
    let mut flaws = Vec::new();
    for table in &rollup.tables {
        let Some(asked) = mapping.table(&table.code) else {
            continue;
        };
        for gathered in table.records.iter().filter(|r| r.counts) {
            let Some(kind) = kinds[gathered.unit] else {
                continue;
            };
            let Some((money, field, named)) = shown(kind, asked, &gathered.record, mapping) else {
                continue;
            };
            let amounts = amounts(asked, &gathered.record);
            if amounts.is_empty() {
                continue;
            }
            flaws.push(Flaw {
                unit: gathered.unit,
                file: Arc::clone(&gathered.file),
                table: Arc::clone(&table.code),
                kind: FlawKind::Excluded {
                    path: table.path(gathered).at_field(&field),
                    named,
                    money: money.name.clone(),
                    kind: kind.name.clone(),
                    amounts: amounts.join("，"),
                },
            });
        }
    }
    rollup.flaws.extend(flaws);
}

fn is_called(kind: &UnitKind, said: &str) -> bool {
    let mut names = std::iter::once(&kind.name).chain(&kind.aliases);
    !said.is_empty() && names.any(|name| key(name) == key(said))
}

/// The kind of money that a record shows and that this kind of unit leaves out; the field that shows
/// it, and what stands there.
fn shown<'m>(
    kind: &UnitKind,
    table: &Table,
    record: &Record,
    mapping: &'m Mapping,
) -> Option<(&'m Money, Arc<str>, String)> {
    let left_out = mapping
        .money
        .iter()
        .filter(|money| kind.excludes.contains(&money.name));
    for money in left_out {
        for place in &money.named_in {
            // A mapping whose items are not there is not loaded.
            let Ok((t, f)) = item(place, mapping) else {
                continue;
            };
            if mapping.tables[t].code != table.code {
                continue;
            }
            let name = &mapping.tables[t].fields[f].name;
            let Some(text) = record.get(name).and_then(|value| value.text()) else {
                continue;
            };
            if money
                .words
                .iter()
                .any(|word| key(text).contains(&key(word)))
            {
                return Some((money, Arc::clone(name), text.to_owned()));
            }
        }
    }
    None
}

/// The amounts that a record has, with their labels.
fn amounts(table: &Table, record: &Record) -> Vec<String> {
    let money = table
        .fields
        .iter()
        .filter(|f| f.kind == Type::Decimal && f.unit.ends_with('元'));
    let given = money.filter_map(|field| {
        let number = record.get(&field.name)?.number()?;
        Some(format!(
            "{} {}{}",
            field.label,
            number.normalize(),
            field.unit
        ))
    });
    given.collect()
}
