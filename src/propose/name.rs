//! English names for items and lists, out of the words of their labels.

use std::collections::HashSet;

use super::field::plain;
use super::words::words;

/// The words of a name, and its letters.
const MOST_WORDS: usize = 3;
const MOST_LETTERS: usize = 40;

/// The English name that a label's words make, where most of its words are known.
pub fn english(label: &str) -> Option<String> {
    let words = translated(label)?;
    Some(last_words(&words, MOST_WORDS))
}

/// The last words of a name, as many as there is room for.
fn last_words(words: &[String], most: usize) -> String {
    let mut start = words.len().saturating_sub(most);
    while start + 1 < words.len()
        && words[start..].iter().map(|w| w.len() + 1).sum::<usize>() > MOST_LETTERS
    {
        start += 1;
    }
    words[start..].join("_")
}

/// The words of a label in English, where most of them are known.
fn translated(label: &str) -> Option<Vec<String>> {
    let vocabulary = words();
    let plain = plain(label);
    let letters: Vec<char> = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut out: Vec<String> = Vec::new();
    let (mut at, mut known) = (0, 0);
    while at < letters.len() {
        let longest = vocabulary.longest.min(letters.len() - at);
        let word = (1..=longest).rev().find_map(|n| {
            let text: String = letters[at..at + n].iter().collect();
            Some((n, vocabulary.english.get(&text)?.clone()))
        });
        let latin = letters[at..]
            .iter()
            .take_while(|c| c.is_ascii_alphabetic())
            .count();
        let (n, word) = match word {
            Some(found) => found,
            None if latin >= 2 => {
                let own: String = letters[at..at + latin].iter().collect();
                (latin, own.to_ascii_lowercase())
            }
            None => {
                at += 1;
                continue;
            }
        };
        known += n;
        at += n;
        if !word.is_empty() && out.last() != Some(&word) {
            out.push(word);
        }
    }
    (known * 10 >= letters.len() * 6 && !out.is_empty()).then_some(out)
}

/// Names that are given once.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// A name for a path of labels: of its innermost part where that is `alone` in having it, else
    /// with the part over it; `fallback` where its words are not known. The words of one's own
    /// beside a choice keep a name of their own (`…_other`).
    pub fn give(&mut self, path: &[String], alone: bool, fallback: &str, choice: bool) -> String {
        let parts: Vec<Option<String>> = path.iter().map(|p| english(p)).collect();
        let Some((last, outer)) = parts.split_last() else {
            return fallback.to_owned();
        };
        let mut wishes: Vec<String> = Vec::new();
        if let Some(last) = last {
            let nearest = outer.iter().rev().flatten().next();
            if alone || nearest.is_none() {
                wishes.push(last.clone());
            }
            for outer in nearest
                .into_iter()
                .chain(outer.first().into_iter().flatten())
            {
                wishes.push(format!("{outer}_{last}"));
            }
            wishes.push(last.clone());
            let whole = path.last().and_then(|p| translated(p));
            wishes.extend(whole.map(|w| last_words(&w, MOST_WORDS + 2)));
        } else {
            wishes.push(fallback.to_owned());
        }
        let stem = wishes
            .first()
            .cloned()
            .unwrap_or_else(|| fallback.to_owned());
        let numbered = (2..).map(|n| format!("{stem}_{n}"));
        let mut all = wishes.into_iter().chain(numbered);
        loop {
            let Some(name) = all.next() else {
                return fallback.to_owned();
            };
            if self.take(&name, choice) {
                return name;
            }
        }
    }

    /// Takes a name, where it is free.
    pub fn take(&mut self, name: &str, choice: bool) -> bool {
        let sound = name.starts_with(|c: char| c.is_ascii_lowercase());
        let words = format!("{name}_other");
        if !sound || self.taken.contains(name) || choice && self.taken.contains(&words) {
            return false;
        }
        self.taken.insert(name.to_owned());
        if choice {
            self.taken.insert(words);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_names() {
        assert_eq!(english("项目名称").as_deref(), Some("project_name"));
        assert_eq!(
            english("外方所在国家（地区）").as_deref(),
            Some("foreign_country")
        );
        assert_eq!(english("SCI期刊名称").as_deref(), Some("sci_journal_name"));
        assert_eq!(english("魑魅魍魉"), None);
    }

    #[test]
    fn names_are_given_once() {
        let mut names = Names::default();
        let path = |p: &[&str]| p.iter().map(|s| s.to_string()).collect::<Vec<_>>();
        let mut give = |p: &[&str], alone, or: &str| names.give(&path(p), alone, or, false);
        assert_eq!(
            give(&["中方经费", "合计"], false, "c01"),
            "china_funding_total"
        );
        assert_eq!(
            give(&["外方经费", "合计"], false, "c02"),
            "foreign_funding_total"
        );
        assert_eq!(give(&["外方经费", "合计"], false, "c03"), "total");
        assert_eq!(
            give(&["外方经费", "合计"], false, "c04"),
            "foreign_funding_total_2"
        );
        assert_eq!(give(&["外方单位", "单位名称"], true, "c05"), "unit_name");
        assert_eq!(give(&["魑魅"], true, "c06"), "c06");
    }
}
