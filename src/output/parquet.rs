//! `parquet/<table>.parquet`: a table's records with typed columns.
//!
//! | field | columns |
//! |---|---|
//! | text, choice, country | text; beside a choice that has words of its own `<field>_other` |
//! | integer, year | 64-bit integer |
//! | decimal | decimal, as many places as the column's longest number has |
//! | term | text, and `<field>_years` where it is a number |
//! | date | text (`2025-03`, `2025-03-05`), and `<field>_day` where the day is given |
//! | yes or no | boolean |
//! | choices, countries | list of texts |
//!
//! Columns are called as the data is; each has its label and its unit as metadata. A table is kept
//! in memory until it is whole, since only then the places of its decimals are known.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, LargeStringBuilder, ListBuilder};
use arrow_array::{Array, ArrayRef, Decimal128Array, Int64Array, RecordBatch};
use arrow_schema::Schema;
use jiff::civil::{Date, date};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Error;
use super::file::{NewFile, WholeFile};
use super::of_table::OfTable;
use crate::mapping::{Field, Mapping, Role, Table, Type};
use crate::model::submission::{Record, Submission};
use crate::value::Value;

/// Digits that a decimal may have.
const PRECISION: u8 = 38;

/// A table's records, column by column.
pub(super) struct Typed {
    file: NewFile,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    /// What people call it, and the unit of its numbers.
    label: String,
    unit: String,
    from: From,
    data: Data,
}

/// Where a column's values come from.
enum From {
    Unit,
    File,
    Key(Arc<str>),
}

/// A column's values so far.
enum Data {
    Text(LargeStringBuilder),
    Texts(ListBuilder<LargeStringBuilder>),
    Yes(BooleanBuilder),
    Day(Date32Builder),
    /// Whole numbers.
    Whole(Vec<Option<Decimal>>),
    Numbers(Vec<Option<Decimal>>),
}

impl Data {
    fn push(&mut self, value: &Value) {
        match (self, value) {
            (Data::Text(column), value) if value.is_empty() => column.append_null(),
            (Data::Text(column), value) => column.append_value(value.shown()),
            (Data::Texts(column), Value::List(texts)) => {
                texts.iter().for_each(|t| column.values().append_value(t));
                column.append(true);
            }
            (Data::Texts(column), Value::Selected(options)) => {
                let labels = options.iter().map(|o| &o.label);
                labels.for_each(|label| column.values().append_value(label));
                column.append(true);
            }
            (Data::Texts(column), _) => column.append(false),
            (Data::Yes(column), Value::Bool(yes)) => column.append_value(*yes),
            (Data::Yes(column), _) => column.append_null(),
            (Data::Day(column), value) => column.append_option(value.text().and_then(day)),
            (Data::Whole(column) | Data::Numbers(column), value) => column.push(value.number()),
        }
    }

    fn finish(self) -> Result<ArrayRef, ParquetError> {
        Ok(match self {
            Data::Text(mut column) => Arc::new(column.finish()),
            Data::Texts(mut column) => Arc::new(column.finish()),
            Data::Yes(mut column) => Arc::new(column.finish()),
            Data::Day(mut column) => Arc::new(column.finish()),
            Data::Whole(column) => match integers(&column) {
                Some(whole) => whole,
                None => decimals(&column)?,
            },
            Data::Numbers(column) => decimals(&column)?,
        })
    }
}

/// The days since 1970 of a day; none for a month alone.
fn day(text: &str) -> Option<i32> {
    let day: Date = text.parse().ok()?;
    Some((day - date(1970, 1, 1)).get_days())
}

/// Decimals with the places that the longest of them needs.
fn decimals(numbers: &[Option<Decimal>]) -> Result<ArrayRef, ParquetError> {
    let numbers: Vec<Option<Decimal>> = numbers.iter().map(|n| n.map(|n| n.normalize())).collect();
    let places = numbers.iter().flatten().map(Decimal::scale).max();
    let places = places.unwrap_or(0);
    // At most 15 digits a value (`Value::Number`) and so many places: 38 digits hold them.
    let at_scale = |n: &Decimal| {
        10i128
            .checked_pow(places - n.scale())?
            .checked_mul(n.mantissa())
    };
    let mut scaled = Vec::with_capacity(numbers.len());
    for number in &numbers {
        let number = match number {
            None => None,
            Some(n) => Some(at_scale(n).ok_or_else(|| {
                ParquetError::General(format!("{n} has more digits than a decimal holds"))
            })?),
        };
        scaled.push(number);
    }
    let scale = i8::try_from(places).unwrap_or(i8::MAX);
    let array = Decimal128Array::from(scaled).with_precision_and_scale(PRECISION, scale)?;
    Ok(Arc::new(array))
}

/// Whole numbers; nothing where one of them is none.
fn integers(numbers: &[Option<Decimal>]) -> Option<ArrayRef> {
    let whole = |n: &Option<Decimal>| match n {
        None => Some(None),
        Some(n) => n.is_integer().then(|| n.to_i64()).flatten().map(Some),
    };
    let whole: Option<Vec<Option<i64>>> = numbers.iter().map(whole).collect();
    Some(Arc::new(Int64Array::from(whole?)))
}

impl Column {
    fn text(name: &str, label: &str, from: From) -> Column {
        Column {
            name: name.to_owned(),
            label: label.to_owned(),
            unit: String::new(),
            from,
            data: Data::Text(LargeStringBuilder::new()),
        }
    }

    /// The columns of a field.
    fn of(field: &Field, mapping: &Mapping) -> Vec<Column> {
        let text = || Data::Text(LargeStringBuilder::new());
        let numbers = || Data::Numbers(Vec::new());
        let own = |ending: &str, data: Data| Column {
            name: format!("{}{ending}", field.name),
            label: field.label.to_string(),
            unit: field.unit.clone(),
            from: From::Key(Arc::clone(&field.name)),
            data,
        };
        match field.kind {
            Type::Text | Type::Country => vec![own("", text())],
            Type::Choice => {
                let list = field.list.as_ref().and_then(|list| mapping.lists.get(list));
                let asks = list.is_some_and(|list| list.options.iter().any(|o| o.other));
                let key = format!("{}_other", field.name);
                let label = format!("{}·其他说明", field.label);
                let other = Column::text(&key, &label, From::Key(key.as_str().into()));
                std::iter::once(own("", text()))
                    .chain(asks.then_some(other))
                    .collect()
            }
            Type::Integer | Type::Year => vec![own("", Data::Whole(Vec::new()))],
            Type::Decimal => vec![own("", numbers())],
            Type::Term => vec![own("", text()), own("_years", numbers())],
            Type::Date => {
                let days = Data::Day(Date32Builder::new());
                vec![own("", text()), own("_day", days)]
            }
            Type::Yesno => vec![own("", Data::Yes(BooleanBuilder::new()))],
            Type::Choices | Type::Countries => {
                let texts = ListBuilder::new(LargeStringBuilder::new());
                vec![own("", Data::Texts(texts))]
            }
        }
    }

    fn finish(self) -> Result<(arrow_schema::Field, ArrayRef), ParquetError> {
        let array = self.data.finish()?;
        let mut metadata = HashMap::from([("label".to_owned(), self.label)]);
        if !self.unit.is_empty() {
            metadata.insert("unit".to_owned(), self.unit);
        }
        let field = arrow_schema::Field::new(self.name, array.data_type().clone(), true);
        Ok((field.with_metadata(metadata), array))
    }
}

impl Typed {
    fn write(file: &mut NewFile, columns: Vec<Column>) -> Result<(), ParquetError> {
        let finished: Result<Vec<_>, _> = columns.into_iter().map(Column::finish).collect();
        let (fields, arrays): (Vec<_>, Vec<_>) = finished?.into_iter().unzip();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .build();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties))?;
        writer.write(&batch)?;
        writer.close()?;
        Ok(())
    }
}

impl OfTable for Typed {
    fn begin(file: NewFile, mapping: &Mapping, table: &Table) -> Result<Typed, Error> {
        let mut columns = vec![
            Column::text("unit", "单位", From::Unit),
            Column::text("file", "来源文件", From::File),
        ];
        columns.extend(table.fields.iter().flat_map(|f| Column::of(f, mapping)));
        Ok(Typed { file, columns })
    }

    fn record(&mut self, record: &Record, s: &Submission) -> Result<(), Error> {
        for column in &mut self.columns {
            match &column.from {
                From::Unit => {
                    let unit = s.who(Role::Name).map(str::to_owned);
                    column.data.push(&unit.map_or(Value::Null, Value::Text));
                }
                From::File => column.data.push(&Value::Text(s.source.file.clone())),
                From::Key(key) => column.data.push(record.get(key).unwrap_or(&Value::Null)),
            }
        }
        Ok(())
    }

    fn complete(mut self) -> Result<WholeFile, Error> {
        let place = self.file.target().to_owned();
        let written = Typed::write(&mut self.file, self.columns);
        written.map_err(|e| match e {
            ParquetError::External(e) => match e.downcast::<io::Error>() {
                Ok(e) => Error::file(&place, *e),
                Err(e) => Error::file(&place, io::Error::other(e.to_string())),
            },
            e => Error::file(&place, io::Error::other(e.to_string())),
        })?;
        self.file.complete()
    }
}
