//! The vocabulary of printed forms: `page.toml`.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::ask::Several;

/// What is printed on forms in general.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageWords {
    /// Several options may be chosen.
    pub several: Vec<String>,
    /// How many may be chosen at most: regular expressions with the number as their group.
    pub limits: Vec<String>,
    /// In brackets: only a hint.
    pub hints: Vec<String>,
    /// A cell that begins so only says how it is filled in.
    pub prompts: Vec<String>,
    /// Words are marked by striking or circling.
    pub circle: Vec<String>,
    /// Words that are options where they stand together.
    pub pairs: Vec<Vec<String>>,
    /// Heads of columns to tick.
    pub ticked: Vec<String>,
    /// Parts of such heads.
    pub ticked_parts: Vec<String>,
    /// Heads of columns that number rows.
    pub numbers: Vec<String>,
    /// Heads of columns that are beside a row's name.
    pub beside: Vec<String>,
    /// Cells in which nothing is typed.
    pub pictures: Vec<String>,
    /// Options with words of one's own.
    pub other: Vec<String>,
    /// A colon behind which something else follows.
    pub elsewhere: Vec<String>,
    /// Labels of dates.
    pub dates: Vec<String>,
    /// Units of measure: a number goes before them.
    pub units: Vec<String>,
    /// Over the steps of a scale.
    pub scores: Vec<String>,
    /// Numbers in order go there.
    pub ordered: Vec<String>,
    /// Printed where nothing is to be typed.
    pub barred: Vec<String>,
}

/// A number of options.
static LIMITS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let all = words().limits.iter();
    all.filter_map(|p| Regex::new(p).ok()).collect()
});

static WORDS: LazyLock<PageWords> =
    LazyLock::new(|| toml::from_str(include_str!("../page.toml")).unwrap_or_default());

/// The vocabulary.
pub fn words() -> &'static PageWords {
    &WORDS
}

/// How many options a text lets choose: `限选3项`, `可多选`, `up to two`.
pub fn several(text: &str) -> Several {
    let lower = text.to_lowercase();
    let found = LIMITS
        .iter()
        .find_map(|r| r.captures(&lower)?.get(1).map(|m| m.as_str()));
    match found.and_then(number) {
        Some(0 | 1) => Several::No,
        Some(n) => Several::UpTo(n),
        None if PageWords::has(&words().several, text) => Several::Any,
        None => Several::No,
    }
}

fn number(text: &str) -> Option<u32> {
    let digits: String = text.chars().map(crate::recognise::page::norm).collect();
    let named = |list: &[&str]| list.iter().position(|w| *w == digits);
    let words = ["one", "two", "three", "four", "five", "six"];
    let signs = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let named = named(&words)
        .or_else(|| named(&signs))
        .and_then(|n| u32::try_from(n + 1).ok());
    digits
        .parse()
        .ok()
        .or(named)
        .or((digits == "两").then_some(2))
}

impl PageWords {
    /// One of the words stands in the text.
    pub fn has(list: &[String], text: &str) -> bool {
        let text = text.to_lowercase();
        list.iter().any(|w| text.contains(w.as_str()))
    }

    /// The text is one of the words.
    pub fn is(list: &[String], text: &str) -> bool {
        let text = text.trim().to_lowercase();
        list.contains(&text)
    }

    /// A column with this head is ticked.
    pub fn is_ticked(&self, head: &str) -> bool {
        let short = head.chars().count() <= 14;
        PageWords::is(&self.ticked, head) || short && PageWords::has(&self.ticked_parts, head)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_vocabulary_is_read() {
        assert!(super::words().is_ticked("非常满意"));
        assert!(super::words().is_ticked("N/A"));
        assert!(!super::words().is_ticked("备注"));
    }
}
