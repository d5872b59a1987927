//! The figures of one table: exact sums of its numbers, and how often its options were chosen.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::mapping::{Field, Mapping, Table, Type};
use crate::model::submission::Record;
use crate::value::Value;

use super::model::{Sum, Tally};

/// Adds up one table's records.
#[derive(Debug)]
pub struct Figures<'m> {
    sums: Vec<Sum>,
    options: Vec<Options<'m>>,
}

/// The options of one field.
#[derive(Debug)]
struct Options<'m> {
    field: &'m Arc<str>,
    tallies: Vec<Tally>,
}

impl<'m> Figures<'m> {
    /// Nothing added up yet.
    pub fn new(table: &'m Table, mapping: &'m Mapping) -> Figures<'m> {
        let sums = table.fields.iter().filter(|f| adds_up(f)).map(|f| Sum {
            field: f.name.clone(),
            label: f.label.clone(),
            unit: f.unit.clone(),
            values: 0,
            sum: Some(Decimal::ZERO),
        });
        let chosen = table.fields.iter().filter(|f| f.kind == Type::Choices);
        let options = chosen.map(|f| {
            let list = f.list.as_ref().and_then(|name| mapping.lists.get(name));
            let choices = list.map_or(&[][..], |l| &l.options);
            let tally = |c: &crate::mapping::Choice| Tally {
                field: f.name.clone(),
                label: c.label.clone(),
                count: 0,
            };
            Options {
                field: &f.name,
                tallies: choices.iter().map(tally).collect(),
            }
        });
        Figures {
            sums: sums.collect(),
            options: options.collect(),
        }
    }

    /// Adds a record.
    pub fn add(&mut self, record: &Record) {
        for sum in &mut self.sums {
            if let Some(n) = record.get(&sum.field).and_then(Value::number) {
                sum.values += 1;
                sum.sum = sum.sum.and_then(|s| exact_sum(s, n));
            }
        }
        for options in &mut self.options {
            let Some(Value::Selected(selected)) = record.get(options.field) else {
                continue;
            };
            for chosen in selected {
                let at = (chosen.no as usize).checked_sub(1);
                if let Some(tally) = at.and_then(|i| options.tallies.get_mut(i)) {
                    tally.count += 1;
                }
            }
        }
    }

    /// The sums, and the tallies in the lists' order.
    pub fn finish(self) -> (Vec<Sum>, Vec<Tally>) {
        let tallies = self.options.into_iter().flat_map(|o| o.tallies).collect();
        (self.sums, tallies)
    }
}

/// Counts and amounts add up; years and averages don't.
pub(super) fn adds_up(field: &Field) -> bool {
    matches!(field.kind, Type::Integer | Type::Decimal)
        && !field.unit.is_empty()
        && !field.label.contains("平均")
}

/// The sum with no digit lost: `None` where a [`Decimal`] would have to round it.
fn exact_sum(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    (sum.scale() >= a.scale().max(b.scale())).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn sums_lose_no_digit() {
        let tenth = decimal("0.1");
        let sum = (0..10).try_fold(Decimal::ZERO, |s, _| exact_sum(s, tenth));
        assert_eq!(sum, Some(Decimal::ONE));
        assert_eq!(exact_sum(Decimal::MAX, Decimal::ONE), None);
        assert_eq!(exact_sum(Decimal::MAX, tenth), None);
    }
}
