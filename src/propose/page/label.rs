//! Labels as printed, and what belongs to them.

use super::brackets::WITHIN;
use super::gaps::gaps;
use super::words::{PageWords, words};

/// The words before a blank: the last of them that belong together.
pub fn label_before(text: &[char], from: usize, at: usize) -> String {
    let Some((a, b)) = gaps(text, from, at).pop() else {
        return String::new();
    };
    let chunk = &text[a..b];
    let body = chunk.len().saturating_sub(1);
    // What a bracket holds is parted by nothing.
    let mut open = 0;
    let mut cut = 0;
    for (i, c) in chunk[..body].iter().enumerate() {
        match c {
            '（' | '(' => open += 1,
            '）' | ')' => open -= i32::from(open > 0),
            '，' | '；' | ';' | '。' | '、' if open == 0 || !chunk[i..].contains(&'）') => {
                cut = i + 1;
            }
            _ => {}
        }
    }
    let chunk: String = chunk[cut..].iter().collect();
    // A unit behind the blank before is no part of it.
    clean(&chunk)
}

/// A label without its number, its colon and brackets that only hint.
pub fn clean(label: &str) -> String {
    let joined = label.replace(['\n', '\t'], " ").replace(WITHIN, "");
    let mut text = without_hints(joined.trim());
    text = unnumbered(&text).to_owned();
    let text = text
        .trim()
        .trim_end_matches([
            '：', ':', '（', '(', '[', '［', '【', '_', '*', ' ', '￥', '$', '£', '€', '?', '？',
            '-', '—', '.', '。',
        ])
        .trim_start_matches([
            '*', '★', '※', '）', ')', '、', '.', ' ', '，', ',', '；', ';', '/',
        ])
        .trim();
    // Letters that were spread out belong together.
    let spread = text.chars().filter(|c| c.is_whitespace()).count() > 0
        && text
            .chars()
            .all(|c| c.is_whitespace() || !c.is_ascii() && c.is_alphabetic())
        && text.chars().filter(|c| !c.is_whitespace()).count() <= 4;
    match spread {
        true => text.chars().filter(|c| !c.is_whitespace()).collect(),
        false => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Without the number that it has on the form: `1. `, `（二）`, `Q3.`.
pub fn unnumbered(text: &str) -> &str {
    let trimmed = text.trim_start_matches(['*', ' ']);
    let open = trimmed.starts_with(['（', '(']);
    let body = trimmed.strip_prefix(['（', '(']).unwrap_or(trimmed);
    let body = body.strip_prefix(['Q', '第']).unwrap_or(body);
    let number: usize = body
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.' || "一二三四五六七八九十".contains(*c))
        .map(char::len_utf8)
        .sum();
    if number == 0 {
        return enumerated(text);
    }
    let digits = body[..number].ends_with('.');
    let rest = &body[number..];
    let mut chars = rest.chars();
    match chars.next() {
        Some('）' | ')') => chars.as_str().trim_start(),
        Some('、' | '．' | ':' | '：') if !open => chars.as_str().trim_start(),
        Some(c) if digits && !open && !c.is_ascii_digit() => rest.trim_start(),
        _ => text,
    }
}

/// Without the letter of an option: `A.`, `B、`, `①`.
pub(super) fn enumerated(text: &str) -> &str {
    let t = text.trim_start();
    let mut chars = t.chars();
    match chars.next() {
        Some(c) if ('①'..='⑳').contains(&c) => chars.as_str().trim_start(),
        Some(c) if c.is_ascii_alphabetic() => match chars.next() {
            Some('.' | '．' | '、' | ')' | '）') => chars.as_str().trim_start(),
            _ => text,
        },
        _ => text,
    }
}

pub(super) fn without_hints(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['（', '(', '[', '【']) {
        let after = &rest[at..];
        let Some(close) = after.find(['）', ')', ']', '】']) else {
            break;
        };
        let end = close + after[close..].chars().next().map_or(1, char::len_utf8);
        let inside = &after[..end];
        out.push_str(&rest[..at]);
        if !PageWords::has(&words().hints, inside) || out.is_empty() && rest.len() == end {
            out.push_str(inside);
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// An option's label: its letter, a bracket that only hints and closing punctuation left out.
pub fn option_label(label: &str) -> String {
    let label = without_hints(label.replace(WITHIN, "").trim());
    let label = unnumbered(label.trim());
    // Of a bracket whose other half stands elsewhere, nothing is the label's.
    let open = label.chars().filter(|c| matches!(c, '（' | '(')).count();
    let close = label.chars().filter(|c| matches!(c, '）' | ')')).count();
    let label = match close > open {
        true => label
            .trim_end_matches(|c: char| c.is_whitespace() || "。；，.;,".contains(c))
            .trim_end_matches(['）', ')']),
        false => label,
    };
    label
        .trim()
        .trim_end_matches([
            '；', ';', '，', ',', '。', '、', '：', ':', '/', '／', '|', ' ', '_', '(', '（',
        ])
        .trim_start_matches(['、', '，', '/', '／', '|', ' ', '；'])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
