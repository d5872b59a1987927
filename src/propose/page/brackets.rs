//! Brackets that are boxes: `（ ）自行验收（ ）委托验收`, `[ ] Yes [ ] No`, `是（ ） 否（ ）`.

use super::gaps::gaps;
use super::words::{PageWords, words};
use crate::recognise::page::is_soft;
use crate::text::glyph::is_box;

/// Stands for what is in a bracket after its box; no white space, and no room to type into.
pub(super) const WITHIN: char = '\u{2060}';

/// The text with each bracket that is a box made one, letter for letter as long.
pub(super) fn boxed(text: &[char]) -> Vec<char> {
    let found = boxes(text);
    let mut out = text.to_vec();
    for (open, close) in found {
        out[open] = '□';
        out[open + 1..=close].fill(WITHIN);
    }
    out
}

/// Where the brackets open and close that are boxes.
fn boxes(text: &[char]) -> Vec<(usize, usize)> {
    let none = Vec::new();
    if text.iter().any(|c| is_box(*c)) {
        return none;
    }
    let all = empty(text);
    let shown: String = text.iter().collect();
    if all.is_empty() || PageWords::has(&words().ordered, &shown) {
        return none;
    }
    let after = |n: usize| {
        let (_, close) = all[n];
        let end = all.get(n + 1).map_or(text.len(), |a| a.0);
        let end = (close + 1..end).find(|i| text[*i] == '\n').unwrap_or(end);
        (close + 1, end)
    };
    let labelled = |n: usize| {
        let (from, end) = after(n);
        let first = gaps(text, from, end).first().copied();
        first.is_some_and(|(a, b)| a - from <= 2 && is_label(&text[a..b]))
    };
    // A box before each label, or one behind each.
    let before = (0..all.len()).all(labelled);
    if before && (all.len() > 1 || text[..all[0].0].iter().all(|c| is_soft(*c))) {
        return all;
    }
    let behind = |n: usize| {
        let from = n.checked_sub(1).map_or(0, |n| all[n].1 + 1);
        let label = gaps(text, from, all[n].0).last().copied();
        label.is_some_and(|(a, b)| {
            all[n].0 - b <= 1 && {
                let colon = text[a..b]
                    .iter()
                    .rposition(|c| matches!(c, '：' | ':' | '？' | '?'));
                is_label(&text[colon.map_or(a, |i| a + i + 1)..b])
            }
        })
    };
    let last = after(all.len() - 1);
    let ends = !text[last.0..last.1].iter().any(|c| c.is_alphanumeric());
    if ends && all.len() > 1 && (0..all.len()).all(behind) {
        return all;
    }
    none
}

/// Brackets with a little room, and nothing else, between them.
fn empty(text: &[char]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (i, c) in text.iter().enumerate() {
        if !matches!(c, '(' | '（' | '[' | '［' | '【' | '〔') {
            continue;
        }
        let room = (i + 1..text.len().min(i + 6))
            .take_while(|j| text[*j].is_whitespace() && text[*j] != '\n')
            .count();
        let close = text.get(i + 1 + room);
        let closes = close.is_some_and(|c| matches!(c, ')' | '）' | ']' | '］' | '】' | '〕'));
        if closes {
            out.push((i, i + 1 + room));
        }
    }
    out
}

/// Words that may be an option's, and no unit of measure.
fn is_label(text: &[char]) -> bool {
    let shown: String = text.iter().filter(|c| !is_soft(**c)).collect();
    let n = shown.chars().filter(|c| c.is_alphanumeric()).count();
    (1..=40).contains(&n) && !is_unit(&shown)
}

/// The text is a unit of measure, in which a number is asked for.
pub(super) fn is_unit(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "，。；、,.;()（）".contains(c));
    PageWords::is(&words().units, text)
}

/// A unit of measure begins here, and ends with its word.
pub(super) fn unit_at(text: &[char], at: usize) -> bool {
    let end = |n: usize| {
        let next = text.get(at + n);
        next.is_none_or(|c| !c.is_alphanumeric())
    };
    words().units.iter().any(|u| {
        let n = u.chars().count();
        let same = u.chars().enumerate().all(|(i, c)| {
            let own = text.get(at + i).copied();
            own.is_some_and(|own| own.to_lowercase().next() == Some(c))
        });
        same && end(n)
    })
}
