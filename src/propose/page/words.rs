//! The vocabulary of printed forms: `page.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// What is printed on forms in general.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageWords {
    /// Several options may be chosen.
    pub several: Vec<String>,
    /// In brackets: only a hint.
    pub hints: Vec<String>,
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
    /// Numbers in order go there.
    pub ordered: Vec<String>,
    /// Printed where nothing is to be typed.
    pub barred: Vec<String>,
}

static WORDS: LazyLock<PageWords> =
    LazyLock::new(|| toml::from_str(include_str!("../page.toml")).unwrap_or_default());

/// The vocabulary.
pub fn words() -> &'static PageWords {
    &WORDS
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
