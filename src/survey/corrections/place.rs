//! Where a correction points: a JSON Pointer as every output prints it, or `表/行/项`.

use std::sync::Arc;

use crate::mapping::{Field, Mapping};
use crate::model::finding::FieldPath;
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

/// A value of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Spot {
    /// On the cover.
    Unit {
        /// The field.
        field: Arc<str>,
    },
    /// In a table.
    Table {
        /// The table.
        table: Arc<str>,
        /// The record, from 0.
        record: usize,
        /// The field; none for the record as a whole, which can be explained only.
        field: Option<Arc<str>>,
    },
    /// A table, the cover or the form as a whole, which can be explained only: a table that is
    /// missing has no records.
    Whole(FieldPath),
}

impl Spot {
    /// The place in a submission.
    pub fn path(&self) -> FieldPath {
        match self {
            Spot::Unit { field } => FieldPath::unit_field(field),
            Spot::Table {
                table,
                record,
                field: Some(field),
            } => FieldPath::field(table, *record, field),
            Spot::Table { table, record, .. } => FieldPath::record(table, *record),
            Spot::Whole(path) => path.clone(),
        }
    }

    /// Reads a place: `/unit/contact`, `/tables/HZ_02_005/records/2/china_funding`, or
    /// `HZ_02_005/3/中方经费` (the record from 1; the field by its name, label, alias or item code);
    /// `/tables/HZ_02_005` or `HZ_02_005` is the table, `/unit` the cover, `/` the form as a whole.
    pub(super) fn read(text: &str, mapping: &Mapping) -> Result<Spot, Said> {
        let pointer = text.starts_with('/');
        let parts: Vec<&str> = text.trim_start_matches('/').split('/').collect();
        let (code, record, field) = match parts[..] {
            [""] if pointer => return Ok(Spot::Whole(FieldPath::Submission)),
            ["unit"] if pointer => return Ok(Spot::Whole(FieldPath::unit())),
            ["tables", code] if pointer => return whole(code, mapping),
            [code] if !pointer && whole(code, mapping).is_ok() => return whole(code, mapping),
            ["unit", field] => return unit(field, mapping),
            ["tables", code, "records", record] if pointer => (code, record, None),
            ["tables", code, "records", record, field] if pointer => (code, record, Some(field)),
            [code, record] if !pointer => (code, record, None),
            [code, record, field] if !pointer => (code, record, Some(field)),
            // A label may hold a slash itself.
            [code, record, ..] if !pointer => {
                let from = code.len() + record.len() + 2;
                (code, record, text.get(from..))
            }
            _ => {
                return Err(said!(
                    "位置“{text}”应写作 /tables/HZ_02_005/records/2/china_funding 或 HZ_02_005/3/中方经费",
                    "the path `{text}` must be like /tables/HZ_02_005/records/2/china_funding or HZ_02_005/3/china_funding"
                ));
            }
        };
        let table = mapping.tables.iter().find(|t| key(&t.code) == key(code));
        let Some(table) = table else {
            return Err(said!("没有表 {code}", "there is no table {code}"));
        };
        let number = record.parse::<usize>().ok();
        let number = if pointer {
            number
        } else {
            number.and_then(|n| n.checked_sub(1))
        };
        let Some(record) = number else {
            return Err(said!(
                "“{record}”不是行号",
                "`{record}` is no record's number"
            ));
        };
        let field = match field {
            None => None,
            Some(wanted) => Some(named(wanted, &table.fields).ok_or_else(|| {
                let code = &table.code;
                said!(
                    "表 {code} 没有项目“{wanted}”",
                    "the table {code} has no field `{wanted}`"
                )
            })?),
        };
        Ok(Spot::Table {
            table: Arc::clone(&table.code),
            record,
            field,
        })
    }

    /// The mapping's field that it names.
    pub(super) fn field<'m>(&self, mapping: &'m Mapping) -> Option<&'m Field> {
        match self {
            Spot::Unit { field } => mapping.unit.iter().find(|f| f.name == *field),
            Spot::Table { table, field, .. } => mapping.table(table)?.field(field.as_ref()?),
            Spot::Whole(_) => None,
        }
    }
}

fn whole(code: &str, mapping: &Mapping) -> Result<Spot, Said> {
    match mapping.tables.iter().find(|t| key(&t.code) == key(code)) {
        Some(table) => Ok(Spot::Whole(FieldPath::table(&table.code))),
        None => Err(said!("没有表 {code}", "there is no table {code}")),
    }
}

fn unit(field: &str, mapping: &Mapping) -> Result<Spot, Said> {
    match named(field, &mapping.unit) {
        Some(field) => Ok(Spot::Unit { field }),
        None => Err(said!(
            "封面没有项目“{field}”",
            "the cover has no field `{field}`"
        )),
    }
}

/// A field by its name, item code, label or alias.
fn named(wanted: &str, fields: &[Field]) -> Option<Arc<str>> {
    let by = |test: &dyn Fn(&Field) -> bool| fields.iter().find(|f| test(f));
    let found = by(&|f| &*f.name == wanted)
        .or_else(|| by(&|f| !f.code.is_empty() && f.code == wanted))
        .or_else(|| by(&|f| key(&f.label) == key(wanted)))
        .or_else(|| by(&|f| f.aliases.iter().any(|a| key(a) == key(wanted))));
    found.map(|f| Arc::clone(&f.name))
}
