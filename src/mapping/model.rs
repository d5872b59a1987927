//! The mapping language: what an edition's files can say, as types.
//!
//! `docs/mapping.md` teaches it; `mappings/schema.json` is generated from these types. Labels are
//! what the form prints; keys and names are English.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
}

/// How an edition is named and recognised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionInfo {
    /// Its identity: `hz-2025`.
    pub id: Arc<str>,
    /// The survey's year.
    pub year: i32,
    /// What people call it, in Chinese.
    pub name: String,
    /// What people call it, in English.
    #[serde(default)]
    pub name_en: String,
    /// Titles that the form prints on its cover. The first is the full one.
    pub titles: Vec<String>,
    /// The period that the survey asks about.
    pub period: Period,
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

/// A candidate list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The options in the form's order.
    pub options: Vec<Choice>,
    /// How the form numbers them; without it a number alone is read with a warning.
    #[serde(default)]
    pub numbered: Option<Numbering>,
    /// Where the list comes from.
    #[serde(default)]
    pub source: Option<String>,
}

/// How a form numbers the options of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// `1.` `2.` … also circled.
    Digits,
    /// `a.` `b.` …
    Letters,
    /// `01.` `02.` … as the manual's code lists.
    Codes,
}

/// An option of a list: its label alone, or with what else is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "ChoiceFile", into = "ChoiceFile")]
#[schemars(with = "ChoiceFile")]
pub struct Choice {
    /// The label, as data has it.
    pub label: Arc<str>,
    /// Other spellings that mean it without a doubt.
    pub aliases: Vec<String>,
    /// It asks for words of one's own ("其他，请说明").
    pub other: bool,
    /// Its code where the form numbers in another way than 1, 2, 3 …
    pub code: Option<String>,
}

/// How an option is written in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum ChoiceFile {
    /// The label alone.
    Label(Arc<str>),
    /// The label with more.
    Full(FullChoice),
}

/// An option with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FullChoice {
    /// The label, as data has it.
    label: Arc<str>,
    /// Other spellings that mean it without a doubt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    /// It asks for words of one's own.
    #[serde(default)]
    other: bool,
    /// Its code where the form numbers in another way than 1, 2, 3 …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

impl From<ChoiceFile> for Choice {
    fn from(file: ChoiceFile) -> Choice {
        match file {
            ChoiceFile::Label(label) => Choice {
                label,
                aliases: Vec::new(),
                other: false,
                code: None,
            },
            ChoiceFile::Full(c) => Choice {
                label: c.label,
                aliases: c.aliases,
                other: c.other,
                code: c.code,
            },
        }
    }
}

impl From<Choice> for ChoiceFile {
    fn from(c: Choice) -> ChoiceFile {
        if c.aliases.is_empty() && !c.other && c.code.is_none() {
            ChoiceFile::Label(c.label)
        } else {
            ChoiceFile::Full(FullChoice {
                label: c.label,
                aliases: c.aliases,
                other: c.other,
                code: c.code,
            })
        }
    }
}

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

/// An item of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its English name, as data has it.
    pub name: Arc<str>,
    /// Its label as the codebook has it; `·` stands between a header and the header over it.
    pub label: Arc<str>,
    /// Other labels that mean it; `·` as in `label`.
    #[serde(default)]
    pub aliases: Vec<String>,
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
    #[serde(default)]
    pub value: ValueSide,
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
    /// Texts that mean "withheld" and are kept as typed (`无` where a name is sensitive).
    #[serde(default)]
    pub withheld: Vec<String>,
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
}

/// The type of a field's values (see the contract's table of values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Free text.
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

/// An edit rule: its formula alone, or with what else is to be said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RuleEntry {
    /// `13=01+03+05+07+09+11` over item codes or field names: broken is an error.
    Formula(String),
    /// With condition, tolerance, severity, words.
    Full(FullRule),
}

/// An edit rule with all that is to be said of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FullRule {
    /// The formula: `china_government_funding <= china_funding`.
    pub check: String,
    /// Only where this holds.
    #[serde(default)]
    pub when: Option<String>,
    /// How far the two sides may lie apart, in the items' unit. Without it not at all.
    #[serde(default)]
    pub tolerance: Option<f64>,
    /// 必须改正 or 需核实.
    #[serde(default)]
    pub severity: RuleSeverity,
    /// What to say where it is broken, in Chinese. A relation between numbers or dates is spelled
    /// out by itself; any other rule needs its words.
    #[serde(default)]
    pub message: Option<String>,
    /// The same in English.
    #[serde(default)]
    pub message_en: Option<String>,
    /// Where the rule comes from: the manual's page or the form's note.
    #[serde(default)]
    pub source: Option<String>,
}

impl RuleEntry {
    /// The rule with all that is to be said of it.
    pub fn full(&self) -> FullRule {
        match self {
            RuleEntry::Full(rule) => rule.clone(),
            RuleEntry::Formula(check) => FullRule {
                check: check.clone(),
                ..FullRule::default()
            },
        }
    }
}

/// How grave a broken rule is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RuleSeverity {
    /// 必须改正: must be mended.
    #[default]
    Error,
    /// 需核实: must be looked at, and may be explained.
    Warning,
}

impl Mapping {
    /// A table by its code.
    pub fn table(&self, code: &str) -> Option<&Table> {
        self.tables.iter().find(|t| &*t.code == code)
    }
}

impl Table {
    /// A field by its name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| &*f.name == name)
    }
}

impl Field {
    /// The label's parts, from the outermost header to the field's own.
    pub fn label_parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.label.split('·')
    }
}
