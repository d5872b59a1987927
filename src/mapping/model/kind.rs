//! Kinds of units and of money: whose money a unit of a kind leaves to somebody else's form.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of unit, as the roster says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitKind {
    /// What the roster calls it: `设账号的单位`.
    pub name: String,
    /// Other ways to call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The kinds of money that its units leave out.
    #[serde(default)]
    pub excludes: Vec<String>,
}

/// A kind of money that some units leave out, and how a record shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// What it is called: `国家级`.
    pub name: String,
    /// Words of which one in a programme's name shows it: `国家自然科学基金`.
    pub words: Vec<String>,
    /// Where programmes are named: `HZ_02_005.programme`.
    pub named_in: Vec<Arc<str>>,
}
