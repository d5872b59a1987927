//! Derived tables: what a roll-up works out of the others.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::{Field, Type};
use super::table::{FilledIn, Layout, Table};

/// A table that nobody fills in: a roll-up works its numbers out of other tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Derived {
    /// Its code: `HZ_02_001`.
    pub code: Arc<str>,
    /// Its name.
    pub name: String,
    /// Its numbers, in order.
    pub fields: Vec<DerivedField>,
    /// What to know before using it, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The same in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note_en: String,
}

/// A number of a derived table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DerivedField {
    /// Its English name.
    pub name: Arc<str>,
    /// Its label; `·` stands between a header and the header over it.
    pub label: Arc<str>,
    /// The manual's item code.
    #[serde(default)]
    pub code: String,
    /// Its unit: 万元, 人次 …
    #[serde(default)]
    pub unit: String,
    /// What it is the sum of: items of tables (`HZ_02_005.china_funding + HZ_02_005.丙`) and
    /// numbers of this table that stand before it (`01+03+05`). Without it the number is not to
    /// be had from what the form collects.
    #[serde(default)]
    pub sum: Option<String>,
}

impl Derived {
    /// It as a table with one record: its numbers, as another table has its items.
    pub fn as_table(&self) -> Table {
        let field = |f: &DerivedField| Field {
            name: Arc::clone(&f.name),
            label: Arc::clone(&f.label),
            code: f.code.clone(),
            kind: Type::Decimal,
            unit: f.unit.clone(),
            ..Field::default()
        };
        let fields = self.fields.iter().map(field).collect();
        Table {
            name: self.name.clone(),
            filled_in: FilledIn::None,
            limit: Some(1),
            ..Table::of_fields(&self.code, Layout::Records, fields)
        }
    }
}
