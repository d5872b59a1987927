//! Candidate lists and their options.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A candidate list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Where the list comes from.
    #[serde(default)]
    pub source: Option<String>,
    /// How the form numbers them; without it a number alone is read with a warning.
    #[serde(default)]
    pub numbered: Option<Numbering>,
    /// The options in the form's order.
    pub options: Vec<Choice>,
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
