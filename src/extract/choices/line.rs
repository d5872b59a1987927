//! One line of a list: which option it is, and what somebody typed around it.

use std::ops::Range;

use office::paper::Paragraph;

use super::around::{is_joiner, label_in};
use crate::extract::marks::{is_box, is_tick};
use crate::recognise::locate::after_key;
use crate::text::key::key;
use crate::value::{Doubt, ListIndex};

/// What somebody typed before an option: no bullet, box or tick, and no number of the option.
pub(super) fn front_words<'t>(text: &'t str, label: &str) -> &'t str {
    let is_frame = |c: char| c.is_whitespace() || is_box(c) || is_tick(c) || is_joiner(c);
    let bare = text.trim_start_matches(is_frame);
    if bare.starts_with(label) {
        return "";
    }
    let label = key(label);
    let start = text
        .char_indices()
        .find(|(i, c)| c.is_alphanumeric() && key(&text[*i..]).starts_with(&label));
    let Some((start, _)) = start else { return "" };
    let front = text[..start].trim_matches(|c| is_frame(c) || "“”\"‘’《".contains(c));
    if is_letter_tick(front) {
        return front;
    }
    let numbered = |c: char| {
        c.is_numeric() || c.is_whitespace() || ".．、,，:：)）(（]】[【-—•·“\"".contains(c)
    };
    // a. and 一、 are numbers too; a letter alone is none.
    let bare = front.trim_end_matches(['.', '．', '、', ')', '）', ':', '：']);
    let ordinal = bare.len() < front.len()
        && bare
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "一二三四五六七八九十第项".contains(c))
        && bare.chars().count() <= 3;
    if front.chars().all(|c| numbered(c) || is_frame(c)) || ordinal {
        return "";
    }
    front
}

/// A letter or word that people type for a tick.
pub(super) fn is_letter_tick(words: &str) -> bool {
    let bracketed = words.starts_with(['[', '【', '(', '（']);
    let bare = words.trim_matches(|c: char| c.is_whitespace() || "[]【】()（）".contains(c));
    match bare {
        "V" | "v" | "Ⅴ" | "ⅴ" | "Ｖ" | "ｖ" | "Y" | "y" | "*" | "＊" | "选" | "选中" | "已选"
        | "勾选" => true,
        "x" | "X" | "ｘ" | "Ｘ" | "×" => bracketed,
        _ => false,
    }
}

/// A piece of a paragraph without what is struck through in it, but for the option's own words.
pub(super) fn without_struck(p: &Paragraph, piece: Range<usize>, label: &str) -> String {
    let text = &p.text[piece.clone()];
    let own = label_in(text, label).unwrap_or(0..text.len());
    let own = piece.start + own.start..piece.start + own.end;
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for (text, span) in p.pieces() {
        for (i, c) in text.char_indices() {
            let i = at + i;
            let struck = span.format.emphasis.strike && !own.contains(&i);
            if piece.contains(&i) && !struck {
                kept.push(c);
            }
        }
        at += text.len();
    }
    kept
}

/// An option that a line prints or repeats.
pub(super) struct OptionLine {
    pub option: usize,
    /// What is typed behind it.
    pub words: String,
    /// Its own words are not the printed ones: 进口产品 where the form prints 出口产品.
    pub reworded: bool,
}

/// The option of a line. A line that only may be one is none where `exactly` is asked for.
pub(super) fn option_line(
    text: &str,
    index: &ListIndex,
    asks: &[bool],
    exactly: bool,
) -> Option<OptionLine> {
    if let Some(option) = index.line(text) {
        let label = index.label(option);
        return Some(OptionLine {
            option,
            words: if text.ends_with(&**label) {
                String::new()
            } else {
                symbols_behind(text, label)
            },
            reworded: false,
        });
    }
    let found = index.find(text)?;
    match &found.doubt {
        Some(Doubt::ByOrder) => return None,
        Some(Doubt::Shortened | Doubt::Misspelt | Doubt::LeftOut(_)) if exactly => return None,
        _ => {}
    }
    let option = found.option;
    // What only stands beside the label is told of by itself.
    let whole = key(text).contains(&key(index.label(option)));
    let reworded = !whole && matches!(found.doubt, Some(Doubt::Misspelt | Doubt::Shortened));
    let behind = after_key(text, &key(index.label(option)));
    let words = match found.words {
        Some(words) => words,
        None if asks.get(option).copied().unwrap_or(false) => String::new(),
        None => behind.unwrap_or_default().to_owned(),
    };
    Some(OptionLine {
        option,
        words,
        reworded,
    })
}

/// What stands behind a label that is no letter and no punctuation: an asterisk, a star.
fn symbols_behind(text: &str, label: &str) -> String {
    let behind = after_key(text, &key(label)).unwrap_or_default();
    let says = |c: char| {
        !(c.is_alphanumeric()
            || c.is_whitespace()
            || is_joiner(c)
            || is_box(c)
            || is_tick(c)
            || "。．.；;，,、：:）)（(【】[]”“\"'’‘_＿—-–…/·•".contains(c))
    };
    behind.chars().filter(|c| says(*c)).collect()
}

/// The words behind an option, without the rules, colons and ticks around them and without
/// brackets that enclose them all.
pub(super) fn own_words(rest: &str) -> &str {
    let mut words = rest;
    loop {
        let before = words.len();
        words = words.trim_matches(|c: char| {
            c.is_whitespace() || is_tick(c) || is_box(c) || is_joiner(c) || "_＿：:".contains(c)
        });
        for (open, close) in [('（', '）'), ('(', ')')] {
            let (opens, closes) = (words.matches(open).count(), words.matches(close).count());
            if opens == 1 && closes == 1 && words.starts_with(open) && words.ends_with(close) {
                words = words.trim_start_matches(open).trim_end_matches(close);
            } else if opens > closes {
                words = words.strip_prefix(open).unwrap_or(words);
            } else if closes > opens {
                words = words.strip_suffix(close).unwrap_or(words);
            }
        }
        if words.len() == before {
            return words;
        }
    }
}

/// The pieces of a paragraph that can be one option each.
pub(super) fn pieces(text: &str, index: &ListIndex) -> Vec<(usize, usize)> {
    if index.line(text).is_some()
        || !text.contains([
            '\n', '\t', '；', ';', '□', '☐', '☑', '■', '√', '○', '●', '\u{3000}',
        ])
        || !text.contains('\n') && index.find(text).is_some_and(|m| m.doubt.is_none())
    {
        return vec![(0, text.len())];
    }
    let mut cuts = vec![0];
    let mut previous = ' ';
    for (i, c) in text.char_indices() {
        if matches!(c, '\n' | '\t' | '；' | ';') {
            cuts.push(i + c.len_utf8());
        } else if c == '\u{3000}'
            || matches!(c, '□' | '☐' | '☑' | '■' | '○' | '●') && previous.is_whitespace()
        {
            cuts.push(i);
        }
        previous = c;
    }
    cuts.push(text.len());
    cuts.dedup();
    let parts: Vec<_> = cuts
        .windows(2)
        .map(|w| (w[0], w[1]))
        .filter(|(a, b)| a < b)
        .collect();
    let options = parts
        .iter()
        .filter(|(a, b)| index.find(&text[*a..*b]).is_some())
        .count();
    if options >= 2 || text.contains('\n') && options >= 1 {
        parts
    } else {
        vec![(0, text.len())]
    }
}
