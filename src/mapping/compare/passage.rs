//! Whether the values of an item pass to the item that it is in another edition.

use super::change::{labels, list_of};
use crate::mapping::{Field, Mapping, Type};
use crate::said;
use crate::text::lang::Said;

/// How the values of one item pass to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Every value passes, and means there what it means here.
    Whole,
    /// It depends on the value: an option that the other list lacks, a number with a fraction.
    ByValue,
    /// None passes, and why.
    Closed(Said),
}

impl Passage {
    pub(super) fn new(old: &Mapping, was: &Field, new: &Mapping, is: &Field) -> Passage {
        if was.unit != is.unit {
            let (a, b) = (unit(was), unit(is));
            return Passage::Closed(said!(
                "单位不同（{a} 和 {b}）",
                "the units differ ({a} and {b})"
            ));
        }
        match (was.kind, is.kind) {
            (Type::Choice, Type::Choice) | (Type::Choices, Type::Choices) => {
                let there = list_of(new, is).map(labels).unwrap_or_default();
                let here = list_of(old, was).map(labels).unwrap_or_default();
                match here.iter().all(|label| there.contains(label)) {
                    true => Passage::Whole,
                    false => Passage::ByValue,
                }
            }
            (a, b) if a == b => Passage::Whole,
            (_, Type::Text) | (Type::Integer, Type::Decimal) | (Type::Country, Type::Countries) => {
                Passage::Whole
            }
            (Type::Text, Type::Choice)
            | (Type::Decimal, Type::Integer)
            | (Type::Countries, Type::Country) => Passage::ByValue,
            (a, b) => {
                let (a, b) = (a.name(), b.name());
                Passage::Closed(said!(
                    "类型不同（{a} 和 {b}）",
                    "the types differ ({a} and {b})"
                ))
            }
        }
    }
}

fn unit(field: &Field) -> &str {
    match field.unit.as_str() {
        "" => "—",
        unit => unit,
    }
}
