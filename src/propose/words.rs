//! The vocabulary by which a mapping is proposed: `words.toml`, `english.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::mapping::{Role, TextFormat, Type};

/// The language of Chinese forms in general.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The cover.
    pub cover: Cover,
    /// Headings of tables.
    pub heading: Headings,
    /// Notes around a table.
    pub note: Notes,
    /// Tables of one long text.
    pub text: Texts,
    /// Labels of items.
    pub label: Labels,
    /// Candidate lists.
    pub candidates: CandidateWords,
    /// Rating scales.
    pub rating: Rating,
    /// Types by label, the first that fits counts.
    pub types: Vec<TypeRule>,
    /// Units in brackets.
    pub units: Units,
    /// What dates are about.
    pub dates: Dates,
    /// Item codes.
    pub codes: Codes,
    /// Sums and their parts.
    pub sums: Sums,
    /// What may be typed for what is not to be told.
    pub withheld: Withheld,
    /// English words of labels.
    #[serde(skip)]
    pub english: HashMap<String, String>,
    /// The most letters that a word of `english` has.
    #[serde(skip)]
    pub longest: usize,
}

/// Words of the cover.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// What is asked of whoever fills the form in.
    pub labels: Vec<CoverLabel>,
    /// How a title ends.
    pub titles: Vec<String>,
}

/// An item of the cover by its label.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverLabel {
    /// How its label ends.
    pub ends: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: Option<Role>,
    /// Its format.
    pub format: Option<TextFormat>,
    /// Its type, where it is no text.
    #[serde(rename = "type")]
    pub kind: Option<Type>,
    /// Whether it must be filled in.
    #[serde(default)]
    pub required: bool,
}

/// Words of headings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headings {
    /// In brackets behind a title: a remark, no part of the title.
    pub remarks: Vec<String>,
    /// The same, where it is all that the brackets hold.
    pub remarks_alone: Vec<String>,
    /// The table is not printed.
    pub omitted: Vec<String>,
    /// It is filled in elsewhere.
    pub sheet: Vec<String>,
    /// Only some fill it in.
    pub only_for: Vec<String>,
    /// Some do not fill it in.
    pub not_for: Vec<String>,
    /// So many records at most.
    pub limit_records: Vec<String>,
    /// So many options at most.
    pub limit_options: Vec<String>,
    /// Dates go back five years.
    pub last_five_years: Vec<String>,
    /// What stands before a code.
    pub before_code: Vec<String>,
}

/// Words of notes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    /// How a note begins.
    pub begins: Vec<String>,
    /// What says that all up to the period's end is asked for.
    pub until: Vec<String>,
}

/// Words of long texts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// What asks for a text.
    pub prompts: Vec<String>,
    /// What asks for a text in a cell of printed words.
    pub free: Vec<String>,
}

/// Words of labels.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// In brackets: a hint.
    pub hints: Vec<String>,
    /// A further line that begins so is a hint.
    pub hint_lines: Vec<String>,
    /// In a value's cell: how it is to be filled in.
    pub asks: Vec<String>,
    /// How the label of a record's name ends.
    pub names: Vec<String>,
    /// What stands before those who alone fill an item in.
    pub only_from: Vec<String>,
    /// What stands behind them.
    pub only_to: Vec<String>,
    /// Columns that number the rows.
    pub row_numbers: Vec<String>,
    /// Columns that are no item.
    pub ignored: Vec<String>,
    /// Heads over the values of a table that stands on its side.
    pub value_headers: Vec<String>,
    /// Heads over its labels.
    pub label_headers: Vec<String>,
}

/// Words of candidate lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandidateWords {
    /// What announces a list.
    pub markers: Vec<String>,
    /// One is to be chosen.
    pub single: Vec<String>,
    /// Several may be chosen.
    pub several: Vec<String>,
    /// In brackets before the options: no option.
    pub asides: Vec<String>,
    /// How an option begins that asks for words of one's own.
    pub other: Vec<String>,
    /// How a list of mere examples ends.
    pub examples: Vec<String>,
    /// Pairs that say yes and no.
    pub yes: Vec<[String; 2]>,
    /// Signs to tick or fill.
    pub boxes: Vec<String>,
}

/// Words of scales.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// Words of degree.
    pub scale: Vec<String>,
}

/// A type by the words of a label.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeRule {
    /// The type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// How the label begins.
    #[serde(default)]
    pub begins: Vec<String>,
    /// How it ends.
    #[serde(default)]
    pub ends: Vec<String>,
    /// What stands in it.
    #[serde(default)]
    pub contains: Vec<String>,
    /// The unit that goes without saying.
    #[serde(default)]
    pub unit: String,
    /// The format.
    pub format: Option<TextFormat>,
}

impl TypeRule {
    /// The rule fits a label without its brackets.
    pub fn fits(&self, label: &str) -> bool {
        self.begins.iter().any(|w| label.starts_with(&**w))
            || self.ends.iter().any(|w| label.ends_with(&**w))
            || self.contains.iter().any(|w| label.contains(&**w))
    }
}

/// Units by what is counted or measured in them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// Units of whole numbers.
    pub integer: Vec<String>,
    /// Units of any numbers.
    pub decimal: Vec<String>,
    /// What stands before a unit.
    pub before: Vec<String>,
    /// Other ways to write a unit.
    pub spellings: HashMap<String, String>,
}

/// Words of dates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// What may stand for a number of years.
    pub open: Vec<String>,
    /// The day is asked for.
    pub day: Vec<String>,
    /// Dates of birth.
    pub birth: Vec<String>,
}

/// Item codes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// Those that are no numbers.
    pub signs: Vec<String>,
}

/// Words of sums.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sums {
    /// What says that formulas follow.
    pub balances: Vec<String>,
    /// What is the sum of others.
    pub totals: Vec<String>,
    /// What is contained in the item before it.
    pub parts: Vec<String>,
}

/// Words around the text that stands for what is not to be told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withheld {
    /// Before it.
    pub before: Vec<String>,
    /// After it.
    pub after: Vec<String>,
}

#[derive(Deserialize)]
struct English {
    words: HashMap<String, String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // Both files are part of the program; a test holds that they can be read.
    let read = || -> Result<Words, toml::de::Error> {
        let mut words: Words = toml::from_str(include_str!("words.toml"))?;
        let english: English = toml::from_str(include_str!("english.toml"))?;
        words.longest = (english.words.keys())
            .map(|w| w.chars().count())
            .max()
            .unwrap_or(0);
        words.english = english.words;
        Ok(words)
    };
    match read() {
        Ok(words) => words,
        Err(e) => unreachable!("the vocabulary cannot be read: {e}"),
    }
});

/// The vocabulary.
pub fn words() -> &'static Words {
    &WORDS
}

/// Some of `words` stands in the text.
pub fn has(words: &[String], text: &str) -> bool {
    words.iter().any(|w| text.contains(&**w))
}

/// The text begins with some of `words`.
pub fn begins(words: &[String], text: &str) -> bool {
    words.iter().any(|w| text.starts_with(&**w))
}

/// The text is one of `words`.
pub fn is(words: &[String], text: &str) -> bool {
    words.iter().any(|w| w == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_can_be_read() {
        assert!(words().longest >= 4);
        assert!(words().types.len() > 10);
    }

    #[test]
    fn english_words_make_field_names() {
        for (zh, en) in &words().english {
            let plain = en.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            assert!(plain && !en.starts_with('_'), "{zh} {en}");
        }
    }
}
