//! What a line is by the one that follows it: a question, or what stands over options.

use super::{letters, text};
use crate::recognise::page::{Unit, is_soft};

/// The line is a question, and what follows is neither room nor options.
pub(super) fn is_open_question(shown: &str, next: Option<&Unit>) -> bool {
    let ends = shown.trim_end().ends_with(['?', '？']);
    let short = (4..=240).contains(&shown.chars().count());
    let follows = match next {
        None => true,
        Some(Unit::Row(..)) => false,
        Some(Unit::Line(p, _)) => {
            let text = letters(&[p]);
            let says = text.iter().any(|c| !is_soft(*c));
            says && text::asked(&text, false).asks.is_empty()
                && !text.first().is_some_and(|c| matches!(c, '(' | '（'))
        }
    };
    ends && short && follows && !boxes_next(next)
}

/// The next line begins with a box.
pub(super) fn boxes_next(next: Option<&Unit>) -> bool {
    let Some(Unit::Line(p, _)) = next else {
        return false;
    };
    let text = letters(&[p]);
    // A line with a question of its own is no line of options.
    let boxed = text.iter().position(|c| crate::text::glyph::is_box(*c));
    let own = |at: usize| {
        text[..at]
            .iter()
            .any(|c| matches!(c, '：' | ':' | '？' | '?'))
    };
    boxed.is_some_and(|at| !own(at)) || lettered(&text).is_some()
}

/// Options by letters in a line: where the label of each ends.
pub(super) fn lettered(text: &[char]) -> Option<Vec<(usize, usize)>> {
    let mut starts = Vec::new();
    for i in 0..text.len() {
        let begins =
            i == 0 || text[i - 1].is_whitespace() || matches!(text[i - 1], '；' | '，' | '。');
        let letter = text[i].to_ascii_uppercase();
        let letter = crate::recognise::page::norm(letter).to_ascii_uppercase();
        let point = text
            .get(i + 1)
            .is_some_and(|c| matches!(c, '.' | '．' | '、' | ')' | '）' | ':' | '：'));
        if begins && letter.is_ascii_uppercase() && point {
            starts.push(i);
        }
    }
    let first = text.iter().position(|c| !c.is_whitespace())?;
    if starts.first() != Some(&first) {
        return None;
    }
    let mut out = Vec::new();
    for (n, &from) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(text.len());
        let last = (from..end).rev().find(|i| !is_soft(text[*i]))?;
        out.push((from, last + 1));
    }
    Some(out)
}
