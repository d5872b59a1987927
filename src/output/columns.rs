//! The columns of a table in a workbook or a text: which value of a record each has, and how it
//! is shown.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::mapping::{Field, Mapping, Role, Table, Type};
use crate::model::finding::Severity;
use crate::model::submission::{Record, Submission};
use crate::value::Value;

/// What stands between several values in one cell.
const BETWEEN: &str = "；";

/// A cell as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// Text that says how grave something is.
    Graded(Severity, String),
    /// Text that leads to another cell of the workbook.
    Link(String),
}

impl Cell {
    /// A text; nothing where there is none.
    pub(crate) fn text(text: &str) -> Cell {
        match text {
            "" => Cell::Blank,
            text => Cell::Text(text.to_owned()),
        }
    }

    /// A count.
    pub(crate) fn count(n: usize) -> Cell {
        Cell::Number(n.into())
    }
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// What its header says.
    pub(super) label: String,
    /// What its values are.
    pub(super) kind: Type,
    from: From,
}

/// Where a column's values come from.
#[derive(Clone, Debug)]
enum From {
    /// The cover's unit.
    Unit,
    /// The file.
    File,
    /// A field.
    Field(Arc<str>),
    /// The words of one's own beside a choice.
    Other(Arc<str>),
}

impl Column {
    /// Its values are the field's of this name, or the words beside it.
    pub(super) fn is_of(&self, name: &str) -> bool {
        matches!(&self.from, From::Field(own) | From::Other(own) if **own == *name)
    }

    fn field(field: &Field) -> Column {
        Column {
            label: field.label.to_string(),
            kind: field.kind,
            from: From::Field(field.name.clone()),
        }
    }
}

/// The columns that say where a record comes from.
fn origin() -> [Column; 2] {
    let column = |label: &str, from| Column {
        label: label.to_owned(),
        kind: Type::Text,
        from,
    };
    [column("单位", From::Unit), column("来源文件", From::File)]
}

/// All columns of a table: where the record comes from, the fields in the codebook's order, and
/// after them, for each choice with an option that asks for words of one's own, a column of these.
pub(super) fn all(mapping: &Mapping, table: &Table) -> Vec<Column> {
    let asks = |field: &&Field| {
        field.kind == Type::Choice
            && field
                .list
                .as_ref()
                .and_then(|name| mapping.lists.get(name))
                .is_some_and(|list| list.options.iter().any(|option| option.other))
    };
    let others = table.fields.iter().filter(asks).map(|field| Column {
        label: format!("{}·其他说明", field.label),
        kind: Type::Text,
        from: From::Other(other_key(&field.name)),
    });
    origin()
        .into_iter()
        .chain(table.fields.iter().map(Column::field))
        .chain(others)
        .collect()
}

/// The columns of a table's CSV text: what their headers say, and the field of each that has one.
pub fn csv_columns(mapping: &Mapping, table: &Table) -> Vec<(String, Option<Arc<str>>)> {
    let named = |column: Column| {
        let field = match column.from {
            From::Field(name) => Some(name),
            From::Unit | From::File | From::Other(_) => None,
        };
        (column.label, field)
    };
    all(mapping, table).into_iter().map(named).collect()
}

/// The columns of a table's import file: its fields in the order that the mapping says.
pub(super) fn import(table: &Table) -> Vec<Column> {
    if table.import.is_empty() {
        return table.fields.iter().map(Column::field).collect();
    }
    let named = table.import.iter().filter_map(|name| table.field(name));
    named.map(Column::field).collect()
}

fn other_key(field: &str) -> Arc<str> {
    format!("{field}_other").into()
}

/// The cells of a record under `columns`. What is said beside a choice and has no column of its
/// own stands in brackets after the choice where `keep_others`, so that it is not lost.
pub(super) fn cells(
    columns: &[Column],
    record: &Record,
    of: &Submission,
    keep_others: bool,
) -> Vec<Cell> {
    columns
        .iter()
        .map(|column| match &column.from {
            From::Unit => {
                (of.who(Role::Name)).map_or(Cell::Blank, |name| Cell::Text(name.to_owned()))
            }
            From::File => Cell::Text(of.source.file.clone()),
            From::Other(key) => record.get(key).map_or(Cell::Blank, shown),
            From::Field(name) => {
                let cell = record.get(name).map_or(Cell::Blank, shown);
                match column.kind {
                    Type::Choice if keep_others => with_other(cell, name, columns, record),
                    _ => cell,
                }
            }
        })
        .collect()
}

fn with_other(cell: Cell, name: &str, columns: &[Column], record: &Record) -> Cell {
    let key = other_key(name);
    let has_column = |c: &Column| matches!(&c.from, From::Other(other) if *other == key);
    match record.get(&key).map_or(Cell::Blank, shown) {
        Cell::Text(other) if !columns.iter().any(has_column) => match cell {
            Cell::Text(label) => Cell::Text(format!("{label}（{other}）")),
            _ => Cell::Text(format!("（{other}）")),
        },
        _ => cell,
    }
}

/// A value as one cell.
pub(crate) fn shown(value: &Value) -> Cell {
    let text = match value {
        Value::Null => return Cell::Blank,
        Value::Number(n) => return Cell::Number(*n),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Text(t) => t.clone(),
        Value::List(l) => l.join(BETWEEN),
        Value::Selected(s) => {
            let labels: Vec<&str> = s.iter().map(|option| option.label.as_str()).collect();
            labels.join(BETWEEN)
        }
    };
    if text.is_empty() {
        Cell::Blank
    } else {
        Cell::Text(text)
    }
}

/// The number that a workbook or JSON holds: the binary fraction nearest to the decimal, which for
/// up to 15 digits reads back as the decimal.
pub(super) fn binary(n: Decimal) -> f64 {
    if let Some(whole) = n.is_integer().then(|| n.to_i64()).flatten() {
        return whole as f64;
    }
    n.to_string().parse().unwrap_or(f64::NAN)
}
