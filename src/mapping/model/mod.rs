//! The mapping language: what an edition's files can say, as types.
//!
//! `docs/mapping.md` teaches it; `mappings/schema.json` is generated from these types. Labels are
//! what the form prints; keys and names are English.

mod across;
mod derived;
mod field;
mod kind;
mod list;
mod page;
mod printed;
pub(super) mod role;
mod rule;
mod table;

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use across::Across;
pub use derived::{Derived, DerivedField};
pub use field::{Field, PeriodRule, TextFormat, Type, ValueSide};
pub use kind::{Money, UnitKind};
pub use list::{Choice, List, Numbering};
pub use page::{PagePart, PagePiece, PageRecord, PageTag, PageTarget};
pub use printed::{Piece, PrintedRow};
pub use role::{Role, Roles};
pub use rule::{FullRule, RuleEntry, RuleSeverity};
pub use table::{FilledIn, InOne, Layout, Table};

/// What the cover is called where it stands among tables: in workbooks, as in JSON.
pub const COVER: &str = "unit";

/// An edition of a form: how it is recognised, what it asks for and what its answers may be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Mapping {
    /// How the edition is named and recognised (`edition.toml`).
    pub edition: EditionInfo,
    /// The cover: who filled the form in (`edition.toml`).
    pub unit: Vec<Field>,
    /// The candidate lists by name (`lists.toml`).
    pub lists: IndexMap<Arc<str>, List>,
    /// The tables in the form's order (every other file of the folder, in the order of names).
    pub tables: Vec<Table>,
    /// Tables that nobody fills in: a roll-up works them out of the others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<Derived>,
    /// Edit rules over several tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub across: Vec<Across>,
    /// Kinds of units that leave some money out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unit_kinds: Vec<UnitKind>,
    /// Kinds of money that some units leave out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub money: Vec<Money>,
    /// The form as it is printed, for tables of the layout `page`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub page: Vec<PagePiece>,
}

/// One file of an edition's folder. A file may hold any of the parts; they are put together in
/// the order of file names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MappingFile {
    /// How the edition is named and recognised: in one file of the folder.
    pub edition: Option<EditionInfo>,
    /// The cover's fields.
    #[serde(default)]
    pub unit: Vec<Field>,
    /// Candidate lists by name.
    #[serde(default)]
    pub lists: IndexMap<Arc<str>, List>,
    /// Tables.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Tables that nobody fills in: a roll-up works them out of the others.
    #[serde(default)]
    pub derived: Vec<Derived>,
    /// Edit rules over several tables.
    #[serde(default)]
    pub across: Vec<Across>,
    /// Kinds of units that leave some money out.
    #[serde(default)]
    pub unit_kinds: Vec<UnitKind>,
    /// Kinds of money that some units leave out.
    #[serde(default)]
    pub money: Vec<Money>,
    /// The form as it is printed, with tags where answers go: a paragraph is a text, a table is
    /// rows of cells.
    #[serde(default)]
    pub page: Vec<PagePiece>,
}

/// How an edition is named and recognised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionInfo {
    /// Its identity: `hz-2025`.
    pub id: Arc<str>,
    /// The survey's year; 0 where the edition has none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub year: i32,
    /// What people call it, in Chinese.
    pub name: String,
    /// What people call it, in English.
    #[serde(default)]
    pub name_en: String,
    /// Titles that the form prints on its cover. The first is the full one.
    pub titles: Vec<String>,
    /// The period that the survey asks about; none where its form names none.
    #[serde(default, skip_serializing_if = "Period::is_open")]
    pub period: Period,
    /// The least number that any field may hold which has no `least` of its own: 0 where nothing on
    /// the form can be negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// A total whose parts are all left open is looked at: the survey asks for the parts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub totals_have_parts: bool,
    /// The blank form as sent out, a file beside this one. What it prints is no answer.
    #[serde(default)]
    pub blank: Option<String>,
    /// The blank workbook of sub-tables, a file beside this one.
    #[serde(default)]
    pub blank_sheets: Option<String>,
    /// Notes of the form that stand for this edition: `printed` texts besides those of the blank.
    #[serde(default)]
    pub printed: Vec<String>,
}

/// A span of days, both ends included, as `2025-01-01`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    pub start: String,
    /// The last day.
    pub end: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(year: &i32) -> bool {
    *year == 0
}

impl Period {
    /// Neither end is given.
    pub fn is_open(&self) -> bool {
        self.start.is_empty() && self.end.is_empty()
    }
}

impl Mapping {
    /// A derived table by its code.
    pub fn derived(&self, code: &str) -> Option<&Derived> {
        self.derived.iter().find(|t| &*t.code == code)
    }

    /// The field of the cover that has a role.
    pub fn role(&self, role: Role) -> Option<&Field> {
        self.unit.iter().find(|f| f.role == Some(role))
    }

    /// The cover as a table of one record, where it asks for more than whose the form is: then it
    /// is answers as well as a name.
    pub fn cover_table(&self) -> Option<Table> {
        let more = self.unit.iter().any(|f| f.role.is_none());
        let taken = self.table(COVER).is_some();
        (more && !taken).then(|| Table::of_fields(COVER, Layout::Form, self.unit.clone()))
    }

    /// A table by its code.
    pub fn table(&self, code: &str) -> Option<&Table> {
        self.tables.iter().find(|t| &*t.code == code)
    }
}
