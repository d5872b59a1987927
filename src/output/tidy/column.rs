//! The columns of a table in a tidy pack: one type each, called as data has it.

use std::sync::Arc;

use crate::mapping::{Field, Mapping, Table, Type};
use crate::model::submission::Record;
use crate::value::Value;

/// What stands between several values in one cell.
const BETWEEN: &str = "；";

/// What a column's cells are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output) enum Kind {
    Text,
    Whole,
    Number,
    Truth,
    Day,
}

impl Kind {
    /// Its name in a Table Schema.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Text => "string",
            Kind::Whole => "integer",
            Kind::Number => "number",
            Kind::Truth => "boolean",
            Kind::Day => "date",
        }
    }
}

/// A column.
#[derive(Clone, Debug)]
pub(in crate::output) struct Column {
    pub(in crate::output) name: String,
    pub(in crate::output) label: String,
    pub(super) unit: String,
    pub(super) kind: Kind,
    /// The options of its list, where it has one.
    pub(super) options: Vec<String>,
    pub(super) required: bool,
    from: From,
}

/// Where a column's cells come from.
#[derive(Clone, Debug)]
enum From {
    /// Whatever the writer puts there: ids, the unit's name.
    Given,
    /// The value as it is.
    Value(Arc<str>),
    /// The number of a mixed field.
    NumberOf(Arc<str>),
    /// The day, where it is a whole one.
    DayOf(Arc<str>),
    /// Whether the option of this number was chosen.
    Chosen(Arc<str>, u32),
}

impl Column {
    /// A column that the writer fills in.
    pub(super) fn given(name: &str, label: &str) -> Column {
        Column {
            name: name.to_owned(),
            label: label.to_owned(),
            unit: String::new(),
            kind: Kind::Text,
            options: Vec::new(),
            required: true,
            from: From::Given,
        }
    }

    fn of(field: &Field, kind: Kind, from: From) -> Column {
        Column {
            name: field.name.to_string(),
            label: field.label.to_string(),
            unit: field.unit.clone(),
            kind,
            options: Vec::new(),
            required: field.required,
            from,
        }
    }

    /// Further columns are called after their field.
    fn further(field: &Field, ending: &str, said: &str, kind: Kind, from: From) -> Column {
        Column {
            name: format!("{}_{ending}", field.name),
            label: format!("{}·{said}", field.label),
            unit: String::new(),
            required: false,
            ..Column::of(field, kind, from)
        }
    }

    pub(super) fn is_given(&self) -> bool {
        matches!(self.from, From::Given)
    }

    /// Its cell of a record.
    pub(super) fn cell(&self, record: &Record) -> String {
        match &self.from {
            From::Given => String::new(),
            From::Value(name) => record.get(name).map_or_else(String::new, text),
            From::NumberOf(name) => match record.get(name) {
                Some(value @ Value::Number(_)) => text(value),
                _ => String::new(),
            },
            From::DayOf(name) => match record.get(name) {
                Some(Value::Text(day)) if day.len() == "2025-03-05".len() => day.clone(),
                _ => String::new(),
            },
            From::Chosen(name, no) => match record.get(name) {
                Some(Value::Selected(chosen)) => {
                    u8::from(chosen.iter().any(|one| one.no == *no)).to_string()
                }
                _ => String::new(),
            },
        }
    }
}

/// A value as a cell.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Number(n) => n.normalize().to_string(),
        Value::Bool(true) => "true".to_owned(),
        Value::Bool(false) => "false".to_owned(),
        Value::Text(text) => text.clone(),
        Value::List(list) => list.join(BETWEEN),
        Value::Selected(chosen) => {
            let labels: Vec<&str> = chosen.iter().map(|one| one.label.as_str()).collect();
            labels.join(BETWEEN)
        }
    }
}

/// The columns of a table's fields.
pub(super) fn columns(mapping: &Mapping, table: &Table) -> Vec<Column> {
    table
        .fields
        .iter()
        .flat_map(|f| of_field(mapping, f))
        .collect()
}

fn of_field(mapping: &Mapping, field: &Field) -> Vec<Column> {
    let name = || Arc::clone(&field.name);
    let list = field.list.as_ref().and_then(|list| mapping.lists.get(list));
    let options = list.map_or(&[][..], |list| list.options.as_slice());
    let plain = |kind| Column::of(field, kind, From::Value(name()));
    let labels: Vec<String> = options.iter().map(|o| o.label.to_string()).collect();
    let with_options = || Column {
        options: labels.clone(),
        ..plain(Kind::Text)
    };
    match field.kind {
        Type::Integer | Type::Year => vec![plain(Kind::Whole)],
        Type::Decimal => vec![plain(Kind::Number)],
        Type::Yesno => vec![plain(Kind::Truth)],
        Type::Text | Type::Country | Type::Countries => vec![plain(Kind::Text)],
        Type::Date => {
            let day = Column::further(field, "day", "整日", Kind::Day, From::DayOf(name()));
            vec![plain(Kind::Text), day]
        }
        Type::Term => {
            let of = From::NumberOf(name());
            let years = Column::further(field, "years", "年数", Kind::Number, of);
            vec![plain(Kind::Text), years]
        }
        Type::Choice => {
            let mut columns = vec![with_options()];
            if options.iter().any(|o| o.other) {
                let other = From::Value(format!("{}_other", field.name).into());
                columns.push(Column::further(
                    field,
                    "other",
                    "其他说明",
                    Kind::Text,
                    other,
                ));
            }
            columns
        }
        Type::Choices => {
            // In a cell with several labels no list of single ones holds.
            let one = |(no, option): (u32, &crate::mapping::Choice)| {
                let of = From::Chosen(name(), no);
                Column::further(field, &no.to_string(), &option.label, Kind::Whole, of)
            };
            let each = (1u32..).zip(options).map(one);
            std::iter::once(plain(Kind::Text)).chain(each).collect()
        }
    }
}
