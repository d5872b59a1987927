//! The words by which answers are read whatever the form, as data: `vocabulary.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// Words or phrases of one meaning.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Words {
    /// As the file has them: where one begins another, the longer stands first.
    list: Vec<String>,
    sorted: Vec<String>,
    /// The characters that they begin with.
    heads: Vec<char>,
}

impl From<Vec<String>> for Words {
    fn from(list: Vec<String>) -> Words {
        let mut sorted = list.clone();
        sorted.sort_unstable();
        let mut heads: Vec<char> = list.iter().filter_map(|w| w.chars().next()).collect();
        heads.sort_unstable();
        heads.dedup();
        Words {
            list,
            sorted,
            heads,
        }
    }
}

impl Words {
    /// The text is one of them.
    pub fn has(&self, text: &str) -> bool {
        self.sorted
            .binary_search_by(|word| word.as_str().cmp(text))
            .is_ok()
    }

    /// One of them may begin at one of these characters.
    pub fn may_begin_in(&self, text: &str) -> bool {
        text.contains(&self.heads[..])
    }

    /// All of them, in the file's order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.list.iter().map(String::as_str)
    }
}

/// All words, by what they are read in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// Ways of saying that there is nothing to give.
    pub nothing: NothingWords,
    /// What holds the place of an answer and is none.
    pub placeholder: PlaceholderWords,
    /// Words beside options.
    pub option: OptionWords,
    /// Words beside numbers.
    pub number: NumberWords,
    /// Words beside dates.
    pub date: DateWords,
    /// Words beside the names of countries.
    pub country: CountryWords,
    /// Words by which a line of a table is known to be no record.
    pub line: LineWords,
    /// Words that papers print.
    pub paper: PaperWords,
}

/// Ways of saying that there is nothing to give.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NothingWords {
    /// Nothing given.
    pub words: Words,
    /// Nothing given, in other languages; in any case.
    pub western: Words,
    /// Words that ask for an answer, as forms and their controls print them: who leaves them gives none.
    pub prompts: Words,
    /// Words for who has nothing, and when.
    pub who: Words,
    /// Words that say that there is none.
    pub negations: Words,
    /// Texts that say in the place of a name that there is nothing, or point elsewhere.
    pub instead_of_a_name: Words,
    /// What begins so may say the same.
    pub begins_instead: Words,
    /// Words for what there is none of, which name nothing in particular; longer ones first.
    pub what: Words,
}

/// What holds the place of an answer and is none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceholderWords {
    /// What programs show instead of a value.
    pub failed: Words,
    /// What Word shows where the result of a field is gone.
    pub failed_fields: Words,
    /// Words for what is to be written later.
    pub pending: Words,
    /// Where else something is said.
    pub places: Words,
}

/// Words beside options.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionWords {
    /// Prompts that a form prints where it asks for words.
    pub prompts: Words,
    /// Prompts only where a colon follows: they may begin a sentence too.
    pub prompts_with_colon: Words,
    /// What people write beside an option that they do not choose.
    pub denials: Words,
    /// What people write before the numbers that they choose.
    pub chosen: Words,
}

/// Words beside numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberWords {
    /// Words that make a number an estimate.
    pub estimates: Words,
    /// Words that say the number is still to come, or not known.
    pub pending: Words,
    /// Words that point elsewhere.
    pub references: Words,
    /// What may follow a measure word and says nothing more.
    pub counted: Words,
}

/// Words beside dates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    /// Words behind a date that say what happened then.
    pub behind: Words,
    /// Words that make a date a guess.
    pub estimates: Words,
}

/// Words beside the names of countries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryWords {
    /// What people write before a list of countries: the label once more.
    pub labels: Words,
}

/// Words by which a line of a table is known to be no record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineWords {
    /// First words of a line that sums the others up.
    pub totals: Words,
    /// Words that end what sums the others up: 学院合计.
    pub totals_behind: Words,
    /// What a line counts: 共计 3 项.
    pub counted: Words,
    /// Words that close a table, or say that it goes on elsewhere.
    pub closing: Words,
    /// Words before an example. What follows them is no answer.
    pub examples: Words,
    /// Words before an example that begin no name, so that nothing need stand between.
    pub examples_alone: Words,
    /// What begins so is an example, letter for letter.
    pub examples_begin: Words,
    /// Words before the numbers of the columns.
    pub code_heads: Words,
    /// Labels under which persons' names stand.
    pub persons: Words,
    /// Words before a remark.
    pub remarks: Words,
    /// Words before who signs, and when.
    pub signing: Words,
    /// The value of the line above.
    pub ditto: Words,
    /// What may stand behind 同上.
    pub ditto_of: Words,
    /// The value of the column to the left.
    pub ditto_left: Words,
    /// A name that ends so goes on.
    pub open_ends: Words,
    /// What begins so is the rest of a name.
    pub rest_begins: Words,
    /// The commonest family names.
    pub surnames: Words,
}

/// Words that papers print.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperWords {
    /// Words of a comment that gives another value than the cell.
    pub corrections: Words,
    /// Words of thanks and such at the end of a form.
    pub courtesies: Words,
    /// Words by which the prompt of a control is known.
    pub prompts: Words,
    /// Words that say where to sign or to put a seal.
    pub signed: Words,
    /// Words by which a question goes on, and says how to answer it.
    pub asks: Words,
    /// Words before the unit that a whole table is in.
    pub units: Words,
}

/// The vocabulary, read once.
pub fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
        // The file is part of the program, and a test reads it.
        toml::from_str(include_str!("vocabulary.toml")).expect("vocabulary.toml is in order")
    });
    &VOCABULARY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_in_order_and_no_word_stands_twice_in_a_list() {
        let lists: toml::Table = toml::from_str(include_str!("vocabulary.toml")).unwrap();
        for (group, lists) in &lists {
            for (name, words) in lists.as_table().unwrap() {
                let words = words.clone().try_into::<Vec<String>>().unwrap();
                for (i, word) in words.iter().enumerate() {
                    let again = words[i + 1..].contains(word);
                    assert!(!again && !word.is_empty(), "{group}.{name}: {word}");
                }
            }
        }
        assert!(vocabulary().nothing.words.has("无") && !vocabulary().nothing.words.has("有"));
    }
}
