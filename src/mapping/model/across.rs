//! Edit rules over several tables, as they are written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RuleSeverity;

/// A rule over several tables of one submission. It is one of three: `check` holds two sums against
/// each other, `names` looks for the names of one table in another, `table` is filled in only where
/// a choice elsewhere says so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Across {
    /// Sums over all records of tables, and how they stand: `HZ_02_001.01 <= HZ_02_002.01`.
    #[serde(default)]
    pub check: Option<String>,
    /// How far the two sums may lie apart, in the items' unit. Without it not at all.
    #[serde(default)]
    pub tolerance: Option<f64>,
    /// An item of text whose values stand under `among` too: `HZ_02_008_A.organisation`.
    #[serde(default)]
    pub names: Option<String>,
    /// Where the names stand: `HZ_02_008.organisation`. A table that is not filled in says nothing.
    #[serde(default)]
    pub among: Option<String>,
    /// A table that only some fill in.
    #[serde(default)]
    pub table: Option<String>,
    /// The choice elsewhere that says who does: `HZ_01_001.unit_type`.
    #[serde(default)]
    pub by: Option<String>,
    /// The options of `by` with which the table is filled in.
    #[serde(default)]
    pub only: Vec<String>,
    /// 必须改正 or 需核实.
    #[serde(default = "warning")]
    pub severity: RuleSeverity,
    /// What to say before what is spelled out, in Chinese.
    #[serde(default)]
    pub message: Option<String>,
    /// The same in English.
    #[serde(default)]
    pub message_en: Option<String>,
    /// Where the rule comes from: the manual's page or the form's note.
    #[serde(default)]
    pub source: Option<String>,
}

/// Tables of one form count in their own ways: what does not agree is looked at, unless the rule says
/// otherwise.
fn warning() -> RuleSeverity {
    RuleSeverity::Warning
}
