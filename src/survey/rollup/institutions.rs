//! Institutions by their names in several languages and by their acronyms: `mappings/institutions.csv`.
//!
//! What two names have in common by this list alone is a reason to look, never to leave out.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::text::key::key;

const LIST: &str = include_str!("../../../mappings/institutions.csv");
/// Traditional characters and their simplified forms, as they come in names.
const TRADITIONAL: &str = include_str!("../../../mappings/traditional.txt");

/// Words of English names that are written or left out at will.
const FILLERS: &[&str] = &[
    "the", "of", "and", "for", "at", "in", "de", "des", "di", "der",
];
/// How words are shortened.
const SHORT: &[(&str, &str)] = &[
    ("univ", "university"),
    ("uni", "university"),
    ("inst", "institute"),
    ("tech", "technology"),
    ("technol", "technology"),
    ("natl", "national"),
    ("nat", "national"),
    ("intl", "international"),
    ("int", "international"),
    ("coll", "college"),
    ("acad", "academy"),
    ("sci", "science"),
    ("sciences", "science"),
    ("assoc", "association"),
    ("org", "organization"),
    ("organisation", "organization"),
    ("centre", "center"),
    ("universitat", "university"),
    ("universite", "university"),
    ("universidad", "university"),
    ("universita", "university"),
];
/// Countries behind a name: `(UK)`.
const BEHIND: &[&str] = &[
    "uk",
    "usa",
    "us",
    "england",
    "britain",
    "germany",
    "france",
    "japan",
    "korea",
    "australia",
    "canada",
    "italy",
    "china",
    "singapore",
    "russia",
    "netherlands",
    "switzerland",
    "sweden",
];

struct List {
    by_words: HashMap<BTreeSet<String>, u32>,
    by_key: HashMap<String, u32>,
}

static INSTITUTIONS: LazyLock<List> = LazyLock::new(|| {
    let mut list = List {
        by_words: HashMap::new(),
        by_key: HashMap::new(),
    };
    let mut rows = csv::Reader::from_reader(LIST.as_bytes());
    for (row, id) in rows.records().flatten().zip(0u32..) {
        for name in row.iter().flat_map(|cell| cell.split('|')) {
            if name.trim().is_empty() {
                continue;
            }
            list.by_key.entry(key(&simplified(name))).or_insert(id);
            if let Some(words) = words(name) {
                list.by_words.entry(words).or_insert(id);
            }
        }
    }
    list
});

static SIMPLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let letters = TRADITIONAL.split_whitespace().filter_map(|pair| {
        let mut pair = pair.chars();
        Some((pair.next()?, pair.next()?))
    });
    letters.collect()
});

/// A text with simplified characters for traditional ones.
pub(super) fn simplified(text: &str) -> String {
    let simple = |c: char| SIMPLE.get(&c).copied().unwrap_or(c);
    text.chars().map(simple).collect()
}

/// The institution that a text names, by any of its names.
pub(super) fn institution(text: &str) -> Option<u32> {
    let list = &*INSTITUTIONS;
    let whole = key(&simplified(text));
    if let Some(id) = list.by_key.get(&whole) {
        return Some(*id);
    }
    let outside = outside_brackets(text);
    let parts = [Some(outside.as_str()), Some(text)];
    let by_words = |part: &str| list.by_words.get(&words(part)?).copied();
    parts.into_iter().flatten().find_map(|part| {
        by_words(part).or_else(|| list.by_key.get(&key(&simplified(part))).copied())
    })
}

/// The words of an English name in their full form, whatever their order; none where it has others.
pub(super) fn words(text: &str) -> Option<BTreeSet<String>> {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = (text.nfd())
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    if plain.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
        return None;
    }
    let words = plain.replace('\'', "");
    let words = words.split(|c: char| !c.is_ascii_alphanumeric());
    let words: BTreeSet<String> = words
        .filter(|w| !w.is_empty() && !FILLERS.contains(w) && !BEHIND.contains(w))
        .map(|w| {
            SHORT
                .iter()
                .find(|(s, _)| *s == w)
                .map_or(w, |(_, l)| l)
                .to_owned()
        })
        .collect();
    (words.len() >= 2 || words.iter().any(|w| w.len() >= 6)).then_some(words)
}

/// A text without what stands in brackets.
pub(super) fn outside_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The Chinese and the Latin part of a name that is given in both languages, and the name of an
/// institution: what it may be known by besides the whole.
pub(super) fn parts(text: &str) -> Vec<String> {
    let text = simplified(&outside_brackets(text));
    let mut parts = Vec::new();
    let han: String = text
        .chars()
        .filter(|c| c.is_alphanumeric() && !c.is_ascii())
        .collect();
    if han.chars().count() >= 4 {
        parts.push(format!("z{}", key(&han)));
    }
    let latin: String = text
        .chars()
        .map(|c| if c.is_ascii() { c } else { ' ' })
        .collect();
    // One word is no name that sets things apart.
    if let Some(words) = words(&latin).filter(|w| w.len() >= 2) {
        let words: Vec<String> = words.into_iter().collect();
        parts.push(format!("l{}", words.join(" ")));
    }
    if let Some(id) = institution(&text) {
        parts.push(format!("i{id}"));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_institution_is_known_by_any_of_its_names() {
        let cambridge = institution("剑桥大学");
        assert!(cambridge.is_some());
        for name in [
            "University of Cambridge",
            "Univ. Cambridge (UK)",
            "Cambridge University",
            "劍橋大學",
        ] {
            assert_eq!(institution(name), cambridge, "{name}");
        }
        assert_eq!(institution("MIT"), institution("麻省理工学院"));
        assert_eq!(
            institution("The University of Melbourne"),
            institution("墨尔本大学")
        );
        assert_ne!(institution("墨尔本大学"), institution("蒙纳士大学"));
        assert_eq!(institution("云岭大学"), None);
    }
}
