//! Does a condition hold for a record? Yes, no, or that cannot be said.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::View;
use crate::mapping::formula::{Condition, DateOperand, Operand, Relation, Sum};
use crate::text::key::key;
use crate::value::Value;

/// What a sum comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Total {
    /// So much; what is not given counts as nothing.
    Of(Decimal),
    /// None of its fields is given.
    Nothing,
    /// One of its fields could not be read, or the sum is beyond all numbers.
    Unknown,
}

impl View<'_> {
    /// The value of a field; none where nothing usable is there.
    pub(super) fn value(&self, field: usize) -> Option<&Value> {
        let value = self.record.get(&self.rules[field].name)?;
        (!value.is_empty()).then_some(value)
    }

    /// Whether a condition holds, in three values (Kleene): none where what it asks is not given.
    /// The depth of conditions is bounded where they are parsed.
    pub(super) fn holds(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Numbers(left, relation, right) => {
                match (self.total(left), self.total(right)) {
                    (Total::Of(l), Total::Of(r)) => Some(relation.holds(l.cmp(&r))),
                    _ => None,
                }
            }
            Condition::Dates(left, relation, right) => {
                compare_dates(self.date(left)?, self.date(right)?, *relation)
            }
            Condition::Is { field, not, text } => match self.value(*field)? {
                Value::Text(value) => Some((key(value) == key(text)) != *not),
                _ => None,
            },
            Condition::Says { field, yes } => match self.value(*field)? {
                Value::Bool(value) => Some(value == yes),
                _ => None,
            },
            Condition::Filled(field) => {
                Some(self.value(*field).is_some() || self.is_unreadable(*field))
            }
            Condition::Contains { field, words } => match self.value(*field) {
                Some(Value::Text(value)) => Some(key(value).contains(&key(words))),
                Some(Value::List(values)) => Some(values.iter().any(|v| key(v) == key(words))),
                Some(Value::Selected(options)) => {
                    Some(options.iter().any(|o| key(&o.label) == key(words)))
                }
                Some(_) => None,
                None if self.is_unreadable(*field) => None,
                None => Some(false),
            },
            Condition::Not(inner) => self.holds(inner).map(|h| !h),
            Condition::All(several) => {
                let held: Vec<Option<bool>> = several.iter().map(|c| self.holds(c)).collect();
                match () {
                    () if held.contains(&Some(false)) => Some(false),
                    () if held.contains(&None) => None,
                    () => Some(true),
                }
            }
            Condition::Any(several) => {
                let held: Vec<Option<bool>> = several.iter().map(|c| self.holds(c)).collect();
                match () {
                    () if held.contains(&Some(true)) => Some(true),
                    () if held.contains(&None) => None,
                    () => Some(false),
                }
            }
        }
    }

    /// What a sum comes to.
    pub(super) fn total(&self, sum: &Sum) -> Total {
        let mut total = Decimal::ZERO;
        let mut given = sum.fields().next().is_none();
        for term in &sum.0 {
            let value = match &term.operand {
                Operand::Number(n) => *n,
                Operand::Field(field) => match self.value(*field) {
                    Some(Value::Number(n)) => {
                        given = true;
                        *n
                    }
                    // A word where a number may stand (无固定期限) cannot be added.
                    Some(_) => return Total::Unknown,
                    None if self.is_unreadable(*field) => return Total::Unknown,
                    None => continue,
                },
            };
            let value = if term.minus { -value } else { value };
            match total.checked_add(value) {
                Some(sum) => total = sum,
                None => return Total::Unknown,
            }
        }
        match given {
            true => Total::Of(total.normalize()),
            false => Total::Nothing,
        }
    }

    pub(super) fn date<'v>(&'v self, operand: &'v DateOperand) -> Option<&'v str> {
        match operand {
            DateOperand::Day(day) => Some(day),
            DateOperand::Field(field) => self.value(*field)?.text(),
        }
    }
}

/// Dates as ISO text, to the day or to the month. None where a month cannot tell.
pub(super) fn compare_dates(left: &str, right: &str, relation: Relation) -> Option<bool> {
    let both = left.len().min(right.len());
    let (Some(l), Some(r)) = (left.get(..both), right.get(..both)) else {
        return None;
    };
    match l.cmp(r) {
        Ordering::Equal if left.len() != right.len() => None,
        order => Some(relation.holds(order)),
    }
}
