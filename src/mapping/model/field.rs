//! Items: names, labels, types, and what is asked of them by themselves.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Role;

/// An item of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its English name, as data has it.
    pub name: Arc<str>,
    /// Its label as the codebook has it; `·` stands between a header and the header over it.
    pub label: Arc<str>,
    /// The manual's item code: 甲, 乙, 01 …
    #[serde(default)]
    pub code: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: Type,
    /// The codebook's unit: 万元, 人次 …
    #[serde(default)]
    pub unit: String,
    /// The candidate list of a `choice` or `choices` field.
    #[serde(default)]
    pub list: Option<Arc<str>>,
    /// Where its value stands, seen from its label, in a `form` layout.
    #[serde(default, skip_serializing_if = "ValueSide::is_default")]
    pub value: ValueSide,
    /// The field within whose printed label it is typed: the words in `其他（）`, where the mark or
    /// number beside that label is a field of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Arc<str>>,
    /// What it is to the program: the unit's name, whom to ask. For fields of the cover alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The item of a table that says the same, where the cover is without it: `HZ_01_001.unit_name`.
    /// For fields of the cover alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Must be filled in once a record is begun.
    #[serde(default)]
    pub required: bool,
    /// The condition under which it applies, in the rules' notation.
    #[serde(default)]
    pub when: Option<String>,
    /// What its dates or years must lie in, where the table asks for a period.
    #[serde(default)]
    pub period: Option<PeriodRule>,
    /// What its value must look like.
    #[serde(default)]
    pub format: Option<TextFormat>,
    /// The least number that it may hold; without it the edition's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// The greatest number that it may hold; of a `choices` field, how many options at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// A regular expression that the whole text must match, in the `regex` crate's notation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// What the pattern asks for, in words: `18 位身份证号`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_says: Option<String>,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_says_en: Option<String>,
    /// Texts that mean "withheld" and are kept as typed (`无` where a name is sensitive).
    #[serde(default)]
    pub withheld: Vec<String>,
    /// Other labels that mean it; `·` as in `label`.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What the dates of a field must lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodRule {
    /// Within the survey's period (在统计期内).
    Within,
    /// Not after its end (截至).
    Until,
    /// From 1 January of the fifth year before the survey's to the period's end, as a survey of
    /// 2025 prints it: 近5年（2020年起）.
    LastFiveYears,
}

/// What a value must look like: a text, or (`day`) a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextFormat {
    /// An e-mail address.
    Email,
    /// An ORCID iD with its check digit (ISO 7064 MOD 11-2).
    Orcid,
    /// A telephone number.
    Phone,
    /// A date to the day, where a month alone is not enough (具体到日).
    Day,
}

/// Where a value stands, seen from its label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueSide {
    /// In the cell to the right.
    #[default]
    Right,
    /// In the cell below.
    Below,
    /// In the cells below, one a row, as many rows as there are.
    Rows,
}

impl ValueSide {
    fn is_default(&self) -> bool {
        *self == ValueSide::default()
    }

    /// It stands under its label.
    pub fn is_below(self) -> bool {
        matches!(self, ValueSide::Below | ValueSide::Rows)
    }
}

/// The type of a field's values (see the contract's table of values).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Free text.
    #[default]
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A year.
    Year,
    /// A day, or a month.
    Date,
    /// A number of years, or 无固定期限.
    Term,
    /// Yes or no.
    Yesno,
    /// One option of a list.
    Choice,
    /// Options of a list.
    Choices,
    /// A country or region.
    Country,
    /// Countries or regions.
    Countries,
}

impl Type {
    /// Its values are numbers that can be reckoned with; a year's only tell when.
    pub fn is_number(self) -> bool {
        matches!(self, Type::Integer | Type::Decimal)
    }

    /// The type's name as the codebook has it.
    pub fn name(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Integer => "integer",
            Type::Decimal => "decimal",
            Type::Year => "year",
            Type::Date => "date",
            Type::Term => "term",
            Type::Yesno => "yesno",
            Type::Choice => "choice",
            Type::Choices => "choices",
            Type::Country => "country",
            Type::Countries => "countries",
        }
    }
}

impl Field {
    /// The label's parts, from the outermost header to the field's own.
    pub fn label_parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.label.split('·')
    }

    /// The label's outer part and the rest: the caption of a `rating` block and its row, the
    /// row of a `grid` and its column. Without a `·` the whole is the rest.
    pub fn label_split(&self) -> (&str, &str) {
        self.label.split_once('·').unwrap_or(("", &self.label))
    }
}
