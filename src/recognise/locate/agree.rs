//! How like a label on paper is to a field's: the words over a column, from the outermost header to
//! the innermost.

use office::paper::Cell;

use crate::recognise::edition::LabelSign;
use crate::text::key::{key, key_and_stem, without_year};

/// The keys of a cell in the part of a table where labels can stand.
pub(super) struct CellKeys {
    pub(super) key: String,
    pub(super) stem: String,
    pub(super) head: Option<String>,
}

/// A label on paper: the texts over one column, outermost first.
pub(super) struct Path {
    /// Key and stem of each.
    pub(super) parts: Vec<(String, String)>,
    /// The key of the innermost text up to its colon: an answer may stand behind it.
    head: Option<String>,
    pub(super) full: String,
    pub(super) full_stem: String,
    /// As printed.
    pub(super) text: String,
}

impl Path {
    pub(super) fn new(cells: &[(&Cell, &CellKeys)]) -> Path {
        let parts: Vec<_> = cells
            .iter()
            .map(|(_, k)| (k.key.clone(), k.stem.clone()))
            .collect();
        Path {
            full: parts.iter().map(|p| p.0.as_str()).collect(),
            full_stem: parts.iter().map(|p| p.1.as_str()).collect(),
            text: cells
                .iter()
                .map(|(c, _)| c.text().trim().replace('\n', ""))
                .collect::<Vec<_>>()
                .join("·"),
            head: cells.last().and_then(|(_, k)| k.head.clone()),
            parts,
        }
    }
}

/// A text is like one of a field's labels, or is a part of it, as people retype a head: 金额 for
/// 合同成交金额（万元）.
pub fn is_like(text: &str, labels: &[LabelSign]) -> bool {
    if text.len() > 120 {
        return false;
    }
    let (key, stem, head) = label_keys(text);
    let path = Path {
        full: key.clone(),
        full_stem: stem.clone(),
        text: String::new(),
        head,
        parts: vec![(key.clone(), stem)],
    };
    let part = |l: &LabelSign| key.chars().count() >= 2 && l.full.contains(key.as_str());
    likeness(&path, labels, agrees) > 0
        || likeness(&path, labels, resembles) > 0
        || labels.iter().any(part)
}

/// A label cell's key and stem, and the key of what stands before its colon.
pub(super) fn label_keys(text: &str) -> (String, String, Option<String>) {
    let head = text
        .split_once(['：', ':'])
        .map(|(head, _)| without_year(key(head)))
        .filter(|h| !h.is_empty());
    let (key, stem) = key_and_stem(text);
    (without_year(key), without_year(stem), head)
}

/// A label has two letters in a row in common with one of a field's: 课题名称 and 项目名称.
pub(super) fn shares_words(label: &str, labels: &[LabelSign]) -> bool {
    let letters: Vec<char> = label.chars().collect();
    letters.windows(2).any(|pair| {
        let pair: String = pair.iter().collect();
        labels.iter().any(|l| l.full_stem.contains(&pair))
    })
}

/// How like a label on paper is to the best of a field's labels, of 100.
pub(super) fn likeness(
    path: &Path,
    labels: &[LabelSign],
    like: fn(&Path, &LabelSign) -> u32,
) -> u32 {
    labels
        .iter()
        .enumerate()
        .map(|(i, l)| like(path, l).saturating_sub(u32::from(i > 0)))
        .max()
        .unwrap_or(0)
}

/// How well a text begins with one of the labels, where words of one's own are typed behind it.
pub(super) fn begins(path: &Path, labels: &[LabelSign]) -> u32 {
    let Some((last, _)) = path.parts.last() else {
        return 0;
    };
    let same = |text: &str| text.replace('它', "他");
    let last = same(last);
    let is = |l: &LabelSign| {
        let (k, s) = l.last();
        let begins = last.starts_with(&same(k)) || last.starts_with(&same(s));
        begins && l.parts.len() <= path.parts.len()
    };
    u32::from(labels.iter().any(is)) * 70
}

/// How well the words of a label agree.
pub(super) fn agrees(path: &Path, label: &LabelSign) -> u32 {
    if path.full == label.full {
        return 100;
    }
    if path.full_stem == label.full_stem {
        return 97;
    }
    let (Some(p), (k, s)) = (path.parts.last(), label.last()) else {
        return 0;
    };
    if path.head.as_ref().is_some_and(|h| h == k || h == s) {
        return 80;
    }
    let same = |a: &(String, String)| a.0 == k || a.1 == s;
    if same(p) {
        // The innermost words agree; what stands over them decides how sure that is.
        let outer_known = label.parts.len() > 1;
        let outer_there = path.parts.len() > 1;
        return match (outer_known, outer_there) {
            (false, _) => 90,
            (true, false) => 60,
            (true, true) => {
                let (a, b) = (&path.parts[0].1, &label.parts[0].1);
                if a.contains(b.as_str()) || b.contains(a.as_str()) {
                    88
                } else {
                    0
                }
            }
        };
    }
    0
}

/// How much of a label that does not agree is the same all the same.
pub(super) fn resembles(path: &Path, label: &LabelSign) -> u32 {
    // A header row that was split or merged: the words together still contain each other.
    let (a, b) = (&path.full_stem, &label.full_stem);
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.chars().count() >= 3 && long.contains(short.as_str()) {
        let ratio = short.len() as f32 / long.len() as f32;
        if ratio >= 0.5 {
            return 50 + (ratio * 20.0) as u32;
        }
    }
    // Texts whose lengths differ by more than what is left of likeness cannot be so alike.
    let (fewer, more) = (short.chars().count(), long.chars().count());
    let may = fewer.min(more) * 4 >= fewer.max(more) * 3;
    if fewer >= 3 && may && label.parts.len() == 1 {
        let near = strsim::normalized_levenshtein(a, b);
        if near >= 0.75 {
            return (near * 70.0) as u32;
        }
    }
    0
}
