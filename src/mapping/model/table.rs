//! Tables: how they are announced, laid out and limited.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::printed::PrintedRow;
use super::rule::RuleEntry;

/// A table of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its code, as data has it: `HZ_02_005`.
    pub code: Arc<str>,
    /// Its name, as the form prints it without code and number.
    pub name: String,
    /// Other headings that announce it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The heading of the part of the form that begins with this table: `（三）国际科技合作人才`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The code under which the form prints it where it has none of its own: a further table.
    #[serde(default)]
    pub under: Option<Arc<str>>,
    /// How its answers are laid out.
    pub layout: Layout,
    /// Where it is filled in.
    pub filled_in: FilledIn,
    /// At most so many records (限填1个); without it as many as there are.
    #[serde(default)]
    pub limit: Option<u32>,
    /// At most so many options of a `choices` table (限选5个).
    #[serde(default)]
    pub limit_options: Option<u32>,
    /// Fields that no two records share all of (the country of a table with a row a country).
    /// Without it only records that are alike in everything count as the same.
    #[serde(default)]
    pub unique: Vec<Arc<str>>,
    /// Column or row labels that are no item: `备注`. (序号 and 编号 never are one.)
    #[serde(default)]
    pub ignore: Vec<String>,
    /// What a `blanks` table prints, row by row, with `{name}` where a field's value is typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub printed: Vec<PrintedRow>,
    /// Notes that a blank form written from the mapping prints under it, a paragraph each, besides
    /// what the mapping says elsewhere (lists, periods, balances).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The items, in the codebook's order.
    pub fields: Vec<Field>,
    /// The order of the columns of the import file; without it the order of the fields.
    #[serde(default)]
    pub import: Vec<Arc<str>>,
    /// The edit rules over its items.
    #[serde(default)]
    pub rules: Vec<RuleEntry>,
    /// Who fills it in, where not everybody does: `仅需珠海校区填写`.
    #[serde(default)]
    pub only_for: Option<String>,
    /// What a record is known by, the telling name first (名称, then 外方单位): records of two
    /// units that agree in these, spelling aside, tell of one thing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identity: Vec<Arc<str>>,
    /// In a roll-up, the records that agree in these fields are added up into one; with `[]` all
    /// of them. Without it records are gathered, each with its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum_by: Option<Vec<Arc<str>>>,
    /// How many units' answers become one where there is room for one: on the form that the
    /// institution signs and seals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_one: Option<InOne>,
}

/// How the records of many units become one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InOne {
    /// Options are counted; those that most units chose are chosen, as many as may be. Texts are
    /// listed.
    Tally,
    /// Texts are listed, each with its unit.
    List,
}

/// How a table's answers are laid out on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One to three header rows over a row for each record.
    Records,
    /// A label beside (or over) each value, labels in groups; copied for each further record.
    Form,
    /// Options to mark, in one or more text boxes.
    Choices,
    /// One long text.
    Text,
    /// Rows × columns, each cell an item of its own.
    Grid,
    /// Rows × a scale, one mark a row.
    Rating,
    /// Values typed between printed words in one cell.
    Blanks,
    /// As the edition's `page` prints it: any form, with tags where answers go.
    Page,
}

impl Layout {
    /// The layout's name as the codebook has it.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Records => "records",
            Layout::Form => "form",
            Layout::Choices => "choices",
            Layout::Text => "text",
            Layout::Grid => "grid",
            Layout::Rating => "rating",
            Layout::Blanks => "blanks",
            Layout::Page => "page",
        }
    }
}

/// Where a table is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilledIn {
    /// In the Word form.
    Form,
    /// In the sub-table workbook; the form only names it.
    Sheet,
    /// In either.
    Both,
    /// Not collected with this form.
    None,
}

impl FilledIn {
    /// Its name as the codebook has it.
    pub fn name(self) -> &'static str {
        match self {
            FilledIn::Form => "form",
            FilledIn::Sheet => "sheet",
            FilledIn::Both => "both",
            FilledIn::None => "none",
        }
    }
}

impl Table {
    /// A table of these fields about which nothing more is said.
    pub fn of_fields(code: &str, layout: Layout, fields: Vec<Field>) -> Table {
        Table {
            code: code.into(),
            name: code.to_owned(),
            aliases: Vec::new(),
            part: None,
            under: None,
            layout,
            filled_in: FilledIn::Form,
            limit: None,
            limit_options: None,
            unique: Vec::new(),
            ignore: Vec::new(),
            printed: Vec::new(),
            notes: Vec::new(),
            fields,
            import: Vec::new(),
            rules: Vec::new(),
            only_for: None,
            identity: Vec::new(),
            sum_by: None,
            in_one: None,
        }
    }

    /// A field by its name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| &*f.name == name)
    }
}
