//! What a cell can hold once it is read.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value as the contract's JSON has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing given, or nothing usable (then an error finding says why).
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number in the codebook's unit. Never more than 15 significant digits, so that it is
    /// exact in JSON and in a workbook.
    Number(Decimal),
    /// Text, a date (`2025-03-05`, `2025-03`), a list's label, a country's short name.
    Text(String),
    /// Countries.
    List(Vec<String>),
    /// Options chosen from a list, in the list's order.
    Selected(Vec<Selected>),
}

/// An option that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selected {
    /// Its number in the list, from 1.
    pub no: u32,
    /// Its label as the list has it.
    pub label: String,
}

impl Value {
    /// Null, or a list with nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::List(l) => l.is_empty(),
            Value::Selected(s) => s.is_empty(),
            _ => false,
        }
    }

    /// The value as one text, as the workbooks show it; empty where nothing is given.
    pub fn shown(&self) -> String {
        match self {
            Value::Null => String::new(),
            Value::Bool(true) => "是".to_owned(),
            Value::Bool(false) => "否".to_owned(),
            Value::Number(n) => n.normalize().to_string(),
            Value::Text(t) => t.clone(),
            Value::List(l) => l.join("；"),
            Value::Selected(s) => {
                let labels: Vec<&str> = s.iter().map(|o| o.label.as_str()).collect();
                labels.join("；")
            }
        }
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(t) => Some(t),
            _ => None,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => to.serialize_unit(),
            Value::Bool(b) => to.serialize_bool(*b),
            Value::Number(n) => match n.is_integer().then(|| n.to_i64()).flatten() {
                Some(whole) => to.serialize_i64(whole),
                None => to.serialize_f64(n.to_string().parse().unwrap_or(f64::NAN)),
            },
            Value::Text(t) => to.serialize_str(t),
            Value::List(l) => l.serialize(to),
            Value::Selected(s) => s.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Value, D::Error> {
        from.deserialize_any(AnyValue)
    }
}

/// Takes a value for what it looks like.
struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, true or false, a number, a text, a list of texts or of chosen options")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        // Its shortest decimal digits are what was written.
        let number: Decimal = number.to_string().parse().map_err(E::custom)?;
        Ok(Value::Number(number.normalize()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Item {
            Text(String),
            Selected(Selected),
        }
        let (mut texts, mut options) = (Vec::new(), Vec::new());
        while let Some(item) = list.next_element()? {
            match item {
                Item::Text(text) => texts.push(text),
                Item::Selected(option) => options.push(option),
            }
        }
        match (texts.is_empty(), options.is_empty()) {
            (_, true) => Ok(Value::List(texts)),
            (true, false) => Ok(Value::Selected(options)),
            (false, false) => Err(de::Error::custom("a list of texts and of options")),
        }
    }
}
