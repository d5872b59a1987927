//! Records added up by what they agree in.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Rollup, SummedRecord};
use crate::mapping::{Mapping, Table};
use crate::model::submission::Record;
use crate::value::Value;

/// Adds up the tables that the mapping adds up, from the records that count, in the order in
/// which what they agree in first comes.
pub(super) fn add_up(rollup: &mut Rollup, mapping: &Mapping) {
    for (rolled, table) in rollup.tables.iter_mut().zip(&mapping.tables) {
        let Some(by) = &table.sum_by else { continue };
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut sums: Vec<SummedRecord> = Vec::new();
        for (r, gathered) in rolled.records.iter().enumerate() {
            if !gathered.counts {
                continue;
            }
            let key: Vec<Option<&Value>> = by.iter().map(|f| gathered.record.get(f)).collect();
            let place = *places.entry(format!("{key:?}")).or_insert_with(|| {
                sums.push(SummedRecord {
                    record: begun(table, by, &gathered.record),
                    parts: Vec::new(),
                });
                sums.len() - 1
            });
            let sum = &mut sums[place];
            sum.parts.push(r);
            for (name, so_far) in &mut sum.record.0 {
                if by.contains(name) {
                    continue;
                }
                if let Some(n) = gathered.record.get(name).and_then(Value::number) {
                    let before = so_far.number().unwrap_or(Decimal::ZERO);
                    *so_far = Value::Number(before.saturating_add(n));
                }
            }
        }
        rolled.sums = Some(sums);
    }
}

/// A sum to which nothing has been added.
fn begun(table: &Table, by: &[Arc<str>], like: &Record) -> Record {
    let field = |f: &crate::mapping::Field| {
        let value = match by.contains(&f.name) {
            true => like.get(&f.name).cloned().unwrap_or_default(),
            false => Value::Null,
        };
        (Arc::clone(&f.name), value)
    };
    Record(table.fields.iter().map(field).collect())
}
