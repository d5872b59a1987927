//! What the sums and derived numbers lack, or rest upon though it is wrong.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::gather::Counted;
use super::{Returned, Rollup, excluded};
use crate::mapping::Mapping;
use crate::mapping::derive::{DerivedError, DerivedSum, PartOf};
use crate::model::finding::{FieldPath, Rule};
use crate::model::submission::Status;
use crate::said;
use crate::text::lang::Said;

/// Something that a number of the roll-up lacks, or rests upon though it is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The unit.
    pub unit: usize,
    /// The file that it is in; the unit's first where a table did not come at all.
    pub file: Arc<str>,
    /// The table.
    pub table: Arc<str>,
    /// What it is.
    pub kind: FlawKind,
}

/// What a number lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// A value that was typed could not be read, and is in no sum.
    Unread {
        /// Where (JSON Pointer).
        path: FieldPath,
        /// The field.
        field: Arc<str>,
        /// What was typed.
        raw: String,
    },
    /// A value that is added up is wrong.
    Wrong {
        /// Where (JSON Pointer).
        path: FieldPath,
        /// The field.
        field: Arc<str>,
        /// The rule that it breaks.
        rule: Rule,
    },
    /// The unit did not hand in the table: it is deleted from the form, or the workbook did not
    /// come.
    NotReturned,
    /// The table has records, but the mapping does not know it.
    Unknown,
    /// Money that units of this kind leave out, as the name of a programme shows.
    Excluded {
        /// Where (JSON Pointer).
        path: FieldPath,
        /// What names it.
        named: String,
        /// The kind of money.
        money: String,
        /// The kind of unit.
        kind: String,
        /// The amounts of the record, each with its label.
        amounts: String,
    },
}

impl FlawKind {
    /// Somebody must mend it before the number is right.
    pub fn is_error(&self) -> bool {
        !matches!(self, FlawKind::NotReturned | FlawKind::Excluded { .. })
    }

    /// Its name in data.
    pub fn name(&self) -> &'static str {
        match self {
            FlawKind::Unread { .. } => "unread",
            FlawKind::Wrong { .. } => "wrong",
            FlawKind::NotReturned => "not_returned",
            FlawKind::Unknown => "unknown",
            FlawKind::Excluded { .. } => "excluded_money",
        }
    }
}

impl Flaw {
    /// What it is, in words.
    pub fn said(&self, mapping: &Mapping) -> Said {
        let label = match &self.kind {
            FlawKind::Unread { field, .. } | FlawKind::Wrong { field, .. } => {
                let table = mapping.table(&self.table);
                let known = table.and_then(|t| t.field(field));
                known.map_or(&**field, |f| &f.label)
            }
            FlawKind::NotReturned | FlawKind::Unknown | FlawKind::Excluded { .. } => "",
        };
        match &self.kind {
            FlawKind::Unread { raw, .. } => said!(
                "“{label}”填的“{raw}”无法读取，没有计入",
                "“{raw}” in {label} could not be read and is not counted"
            ),
            FlawKind::Wrong { rule, .. } => {
                let rule = rule.name();
                said!(
                    "“{label}”有必须改正的错误（{rule}），已按所填的计入",
                    "{label} must be mended ({rule}); it is counted as it stands"
                )
            }
            FlawKind::NotReturned => said!("没有交这张表", "the table was not handed in"),
            FlawKind::Excluded {
                named,
                money,
                kind,
                amounts,
                ..
            } => said!(
                "{kind}的经费不包含{money}的，而“{named}”看来是{money}的（{amounts}）；请核实，已按所填的计入",
                "units of the kind {kind} leave money of the kind {money} out, and “{named}” shows such ({amounts}); check it, it is counted as it stands"
            ),
            FlawKind::Unknown => said!(
                "映射里没有这张表，没有计入",
                "the mapping does not have the table; it is not counted"
            ),
        }
    }
}

/// Finds the flaws of what counts.
pub(super) fn find(
    rollup: &mut Rollup,
    returned: &Returned<'_>,
    counted: &[Counted],
) -> Result<(), DerivedError> {
    let numbers = numbers(returned.mapping)?;
    let dropped: HashSet<(usize, usize, usize)> = (rollup.tables.iter().enumerate())
        .flat_map(|(t, table)| {
            let out = table.records.iter().filter(|r| !r.counts);
            out.map(move |r| (t, r.source, r.place))
        })
        .collect();
    let mut flaws = Vec::new();
    // Of each unit's files the best that became of each table.
    let mut best: BTreeMap<usize, (Arc<str>, HashMap<usize, Status>)> = BTreeMap::new();
    for one in counted {
        let receipt = &returned.receipts[one.source];
        let file = &receipt.file;
        let flaw = |table: &Arc<str>, kind| Flaw {
            unit: one.unit,
            file: Arc::clone(file),
            table: Arc::clone(table),
            kind,
        };
        for wrong in &one.wrong {
            let is_number = numbers.get(&wrong.table);
            if !is_number.is_some_and(|fields| fields.contains(&wrong.field))
                || dropped.contains(&(wrong.table, one.source, wrong.record))
            {
                continue;
            }
            let table = &returned.mapping.tables[wrong.table];
            let field = &table.fields[wrong.field].name;
            let path = FieldPath::field(&table.code, wrong.record, field);
            let field = Arc::clone(field);
            let kind = match (wrong.given, &wrong.raw) {
                (true, _) => FlawKind::Wrong {
                    path,
                    field,
                    rule: wrong.rule,
                },
                (false, Some(raw)) => FlawKind::Unread {
                    path,
                    field,
                    raw: raw.clone(),
                },
                (false, None) => continue,
            };
            flaws.push(flaw(&table.code, kind));
        }
        flaws.extend(one.strange.iter().map(|t| flaw(t, FlawKind::Unknown)));
        let (_, of_unit) = best
            .entry(one.unit)
            .or_insert_with(|| (Arc::clone(file), HashMap::new()));
        for &table in numbers.keys() {
            let code = &returned.mapping.tables[table].code;
            let status = receipt.status(code).unwrap_or(Status::Missing);
            let so_far = of_unit.entry(table).or_insert(status);
            if matches!(status, Status::Filled | Status::Empty) {
                *so_far = status;
            }
        }
    }
    for (unit, (file, tables)) in best {
        for &table in numbers.keys() {
            if let Some(Status::Missing | Status::NotCollected) = tables.get(&table) {
                flaws.push(Flaw {
                    unit,
                    file: Arc::clone(&file),
                    table: Arc::clone(&returned.mapping.tables[table].code),
                    kind: FlawKind::NotReturned,
                });
            }
        }
    }
    rollup.flaws = flaws;
    excluded::find(rollup, returned);
    Ok(())
}

/// The fields that are added up, or by which, or that derived numbers are made of, by table.
fn numbers(mapping: &Mapping) -> Result<BTreeMap<usize, HashSet<usize>>, DerivedError> {
    let mut numbers: BTreeMap<usize, HashSet<usize>> = BTreeMap::new();
    for (t, table) in mapping.tables.iter().enumerate() {
        if table.sum_by.is_some() {
            numbers.entry(t).or_default().extend(0..table.fields.len());
        }
    }
    for derived in &mapping.derived {
        for (own, field) in derived.fields.iter().enumerate() {
            let Some(sum) = &field.sum else { continue };
            for part in DerivedSum::parse(sum, derived, own, mapping)?.0 {
                if let PartOf::Item { table, field } = part.of {
                    numbers.entry(table).or_default().insert(field);
                }
            }
        }
    }
    Ok(numbers)
}
