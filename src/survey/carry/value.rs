//! A value of one item as a value of the item that it is in another edition.

use rust_decimal::Decimal;

use crate::mapping::{Choice, Field, List, Type};
use crate::text::key::key;
use crate::value::{Selected, Value};

/// What became of a value.
#[derive(Debug, PartialEq)]
pub(super) struct Passed {
    /// The value as the other edition has it.
    pub value: Value,
    /// The words beside an option that asks for some.
    pub other: Option<Value>,
    /// What did not pass, as text.
    pub lost: Vec<String>,
}

impl Passed {
    fn of(value: Value) -> Passed {
        Passed {
            value,
            other: None,
            lost: Vec::new(),
        }
    }

    fn lost(value: &Value) -> Passed {
        Passed {
            value: Value::Null,
            other: None,
            lost: vec![value.shown()],
        }
    }
}

/// Passes a value, and the words beside it, to an item with this `list`.
pub(super) fn pass(
    value: &Value,
    other: Option<&Value>,
    was: &Field,
    is: &Field,
    list: Option<&List>,
) -> Passed {
    if *value == Value::Null {
        return Passed::of(Value::Null);
    }
    match (was.kind, is.kind) {
        (Type::Choice | Type::Text, Type::Choice) => choice(value, other, list),
        (Type::Choices, Type::Choices) => choices(value, list),
        (Type::Choice, Type::Text) => Passed::of(Value::Text(in_words(value, other))),
        (a, b) if a == b => Passed::of(value.clone()),
        (_, Type::Text) => Passed::of(match value.is_empty() {
            true => Value::Null,
            false => Value::Text(value.shown()),
        }),
        (Type::Integer, Type::Decimal) => Passed::of(value.clone()),
        (Type::Decimal, Type::Integer) => match value {
            Value::Number(n) if n.fract() == Decimal::ZERO => Passed::of(value.clone()),
            _ => Passed::lost(value),
        },
        (Type::Country, Type::Countries) => match value.text() {
            Some(country) => Passed::of(Value::List(vec![country.to_owned()])),
            None => Passed::lost(value),
        },
        (Type::Countries, Type::Country) => match value {
            Value::List(several) => match &several[..] {
                [] => Passed::of(Value::Null),
                [one] => Passed::of(Value::Text(one.clone())),
                _ => Passed::lost(value),
            },
            _ => Passed::lost(value),
        },
        _ => Passed::lost(value),
    }
}

/// A choice with the words beside it: `其他（创客空间）`.
fn in_words(value: &Value, other: Option<&Value>) -> String {
    let label = value.shown();
    match other.map(Value::shown).filter(|o| !o.is_empty()) {
        Some(other) => format!("{label}（{other}）"),
        None => label,
    }
}

/// The option of a list that a label means.
fn option<'l>(list: Option<&'l List>, label: &str) -> Option<(usize, &'l Choice)> {
    let wanted = key(label);
    let options = || list.into_iter().flat_map(|l| l.options.iter().enumerate());
    let named = options().find(|(_, o)| key(&o.label) == wanted);
    named.or_else(|| options().find(|(_, o)| o.aliases.iter().any(|a| key(a) == wanted)))
}

fn choice(value: &Value, other: Option<&Value>, list: Option<&List>) -> Passed {
    let label = value.text().unwrap_or_default();
    let Some((_, option)) = option(list, label) else {
        return Passed {
            value: Value::Null,
            other: None,
            lost: vec![in_words(value, other)],
        };
    };
    let other = other.filter(|o| !o.is_empty());
    let mut passed = Passed::of(Value::Text(option.label.to_string()));
    match other {
        Some(words) if option.other => passed.other = Some(words.clone()),
        Some(words) => passed.lost.push(words.shown()),
        None => {}
    }
    passed
}

fn choices(value: &Value, list: Option<&List>) -> Passed {
    let Value::Selected(chosen) = value else {
        return Passed::lost(value);
    };
    let mut passed = Passed::of(Value::Null);
    let mut there = Vec::with_capacity(chosen.len());
    for old in chosen {
        match option(list, &old.label) {
            Some((place, option)) => there.push(Selected {
                no: u32::try_from(place + 1).unwrap_or(u32::MAX),
                label: option.label.to_string(),
            }),
            None => passed.lost.push(old.label.clone()),
        }
    }
    there.sort_by_key(|s| s.no);
    there.dedup_by_key(|s| s.no);
    passed.value = Value::Selected(there);
    passed
}
