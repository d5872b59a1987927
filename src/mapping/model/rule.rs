//! Edit rules as they are written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
