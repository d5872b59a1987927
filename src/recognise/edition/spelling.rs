//! The ways in which one printed label is spelled, and what is typed within or behind it.

use std::cmp::Ordering;

use crate::text::key::{push_key, stem, without_year};

/// A label in keys: as the mapping has it, and its aliases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Key and stem of each way to write it, the label first.
    ways: Vec<(String, String)>,
    /// Words of one's own are typed within it: 其他（）.
    pub open: bool,
}

/// How a text on paper is a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// It begins with the label, and words are typed behind it.
    Begins,
    /// It is the label but for what stands in brackets.
    Stem,
    /// It is the label.
    Whole,
}

/// Labels are known by their keys, the survey's year left out, and 其它 is 其他.
pub fn label_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    push_key(text, &mut key);
    without_year(key).replace('它', "他")
}

fn label_stem(text: &str) -> String {
    without_year(stem(text)).replace('它', "他")
}

/// A text on paper, keyed once to be compared with many labels.
#[derive(Clone, Debug, Default)]
pub struct LabelText {
    /// The key, without the number that it begins with; the stem, so too.
    keys: [String; 4],
}

impl LabelText {
    /// Keys a text. One too long for a label agrees with none.
    pub fn new(text: &str) -> LabelText {
        if text.len() > LONGEST {
            return LabelText::default();
        }
        let (whole, stem) = (label_key(text), label_stem(text));
        let (plain, plain_stem) = (unnumbered(text, &whole), unnumbered(text, &stem));
        LabelText {
            keys: [whole, plain, stem, plain_stem],
        }
    }

    /// Nothing that a label is known by.
    pub fn is_empty(&self) -> bool {
        self.keys[0].is_empty()
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.keys[0]
    }
}

/// No label is longer, in bytes.
const LONGEST: usize = 1200;

impl Spelling {
    /// A label with its other spellings.
    pub fn new<'t>(ways: impl IntoIterator<Item = &'t str>) -> Spelling {
        let mut spelling = Spelling::default();
        ways.into_iter().for_each(|way| spelling.add(way));
        spelling
    }

    /// Adds a way to write it.
    pub fn add(&mut self, way: &str) {
        let way = (label_key(way), label_stem(way));
        if !way.0.is_empty() && !self.ways.contains(&way) {
            self.ways.push(way);
        }
    }

    /// The keys of its ways.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.ways.iter().map(|w| w.0.as_str())
    }

    /// Whether a text is this label, and how well.
    pub fn agrees(&self, text: &LabelText) -> Option<Agreement> {
        let [whole, plain, stem, plain_stem] = &text.keys;
        if whole.is_empty() {
            return None;
        }
        if self.keys().any(|k| k == whole || k == plain) {
            return Some(Agreement::Whole);
        }
        let same = |w: &(String, String)| {
            [stem, plain_stem]
                .into_iter()
                .any(|s| *s == w.1 || *s == w.0)
        };
        if self.ways.iter().any(same) {
            return Some(Agreement::Stem);
        }
        let begins = |w: &(String, String)| plain.starts_with(&w.0) || plain.starts_with(&w.1);
        (self.open && self.ways.iter().any(begins)).then_some(Agreement::Begins)
    }

    /// The text is the label with nothing but this unit beside it: `经费（万元）`, `经费（单位：万元）`.
    pub fn with_unit(&self, text: &LabelText, unit: &str) -> bool {
        let unit = label_key(unit);
        let plain = &text.keys[1];
        let rest = |k: &str| plain.strip_prefix(k).map(|r| r.trim_start_matches("单位"));
        !unit.is_empty() && self.keys().any(|k| rest(k) == Some(unit.as_str()))
    }

    /// How like a text is to the label, from 0 to 1, where it does not agree.
    pub fn likeness(&self, text: &LabelText) -> f64 {
        let plain = &text.keys[1];
        // Likeness takes the product of two lengths.
        if plain.is_empty() || plain.len() > 400 {
            return 0.0;
        }
        self.keys()
            .map(|k| strsim::normalized_levenshtein(k, plain))
            .fold(0.0, f64::max)
    }

    /// What is typed within or behind the label: `甲` of `其他（甲）`, `其他：甲`, `其他__甲__`.
    /// `None` where the text is not the label, empty where nothing is typed.
    pub fn words<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.agrees(&LabelText::new(text))?;
        let behind = |title: &str| behind(text, title);
        let whole = self.ways.iter().filter_map(|w| behind(&w.0));
        let stem = || self.ways.iter().filter_map(|w| behind(&w.1));
        let shortest = whole.min_by_key(|rest| rest.len());
        let rest = shortest.or_else(|| stem().min_by_key(|rest| rest.len()))?;
        Some(bare(rest))
    }
}

/// A key without the number that its text begins with: `1.`, `（2）`, `三、`.
fn unnumbered(text: &str, key: &str) -> String {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "（(".contains(c));
    let digits = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
    let rest = text.trim_start_matches(digits);
    if rest.len() == text.len()
        || !rest.starts_with(['.', '．', '、', '）', ')', ',', '，', ' ', '\u{3000}'])
    {
        return key.to_owned();
    }
    let number = label_key(&text[..text.len() - rest.len()]);
    match key.strip_prefix(number.as_str()) {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => key.to_owned(),
    }
}

/// The text behind the first place where its key has read all of `title`.
fn behind<'t>(text: &'t str, title: &str) -> Option<&'t str> {
    let mut read = String::new();
    for (i, c) in text.char_indices() {
        let before = read.len();
        let c_folded = if c == '它' { '他' } else { c };
        push_key(c_folded.encode_utf8(&mut [0; 4]), &mut read);
        if read.len() > before && read.ends_with(title) {
            return Some(&text[i + c.len_utf8()..]);
        }
    }
    None
}

/// Brackets in which a form leaves room for words.
const OPEN: &str = "（(【〔[";
const CLOSE: &str = "）)】〕]";

/// A typed text without the rules, colons and brackets that the form prints around it.
pub fn bare(text: &str) -> &str {
    let mut text = text;
    loop {
        let before = text.len();
        text = text
            .trim_matches(|c: char| c.is_whitespace() || "_＿：:﹍﹎\u{200b}\u{feff}".contains(c));
        text = text.trim_start_matches(|c| CLOSE.contains(c));
        text = text.trim_end_matches(|c| OPEN.contains(c));
        for empty in ["（）", "()", "【】"] {
            text = text.strip_suffix(empty).unwrap_or(text);
        }
        let ends = (text.chars().next(), text.chars().next_back());
        let (Some(first), Some(last)) = ends else {
            return text;
        };
        let opens = text.chars().filter(|c| OPEN.contains(*c)).count();
        let closes = text.chars().filter(|c| CLOSE.contains(*c)).count();
        // A bracket without its fellow is the form's own: the other was taken with the words.
        let (of_first, of_last) = match opens.cmp(&closes) {
            Ordering::Equal => (encloses(text), encloses(text)),
            Ordering::Greater => (OPEN.contains(first), OPEN.contains(last)),
            Ordering::Less => (CLOSE.contains(first), CLOSE.contains(last)),
        };
        let both = opens == closes;
        text = trim_ends(text, of_first, of_last && (both || !of_first));
        if text.len() == before {
            return text;
        }
    }
}

/// The first bracket is closed by the last.
fn encloses(text: &str) -> bool {
    let mut depth = 0i32;
    for (i, c) in text.char_indices() {
        if OPEN.contains(c) {
            depth += 1;
        } else if depth == 0 {
            return false;
        } else if CLOSE.contains(c) {
            depth -= 1;
            if depth == 0 {
                return i + c.len_utf8() == text.len();
            }
        }
    }
    false
}

fn trim_ends(text: &str, first: bool, last: bool) -> &str {
    let mut chars = text.chars();
    if first {
        chars.next();
    }
    if last {
        chars.next_back();
    }
    chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_known_with_its_number_and_its_brackets() {
        let label = Spelling::new(["考察访问"]);
        let agrees = |text| label.agrees(&LabelText::new(text));
        assert_eq!(agrees("考察 访问"), Some(Agreement::Whole));
        assert_eq!(agrees("（一）考察访问"), Some(Agreement::Whole));
        assert_eq!(agrees("1. 考察访问"), Some(Agreement::Whole));
        assert_eq!(agrees("考察访问（含随访）"), Some(Agreement::Stem));
        assert_eq!(agrees("考察访问团"), None);
        assert_eq!(agrees("考察"), None);
    }

    #[test]
    fn words_are_typed_within_an_open_label() {
        let mut label = Spelling::new(["其他（）", "其他（请注明）"]);
        label.open = true;
        for (text, words) in [
            ("其他（）", ""),
            ("其它______", ""),
            ("其他（请注明）", ""),
            ("其它（缺少（专职）人员）", "缺少（专职）人员"),
            ("其他（请注明）：缺少人员", "缺少人员"),
            ("其他（请注明：缺少人员）", "缺少人员"),
            ("其他__缺少人员__", "缺少人员"),
            ("其他：缺少人员", "缺少人员"),
            ("9.其他( 缺少人员", "缺少人员"),
        ] {
            assert_eq!(label.words(text), Some(words), "{text}");
        }
        assert_eq!(label.words("考察"), None);
    }

    #[test]
    fn brackets_around_a_value_go_those_in_it_stay() {
        for (text, left) in [
            ("（12）", "12"),
            ("【 12 】", "12"),
            ("__12__", "12"),
            ("（12", "12"),
            ("（甲）和（乙）", "（甲）和（乙）"),
            ("甲（乙）", "甲（乙）"),
            ("（）", ""),
            ("((甲)", "甲"),
        ] {
            assert_eq!(bare(text), left, "{text}");
        }
    }
}
