//! A template's label without its number and its notes in brackets.

use crate::text::key::key;

/// A label without what stands in brackets behind it, keyed.
pub(super) fn bare_key(text: &str) -> String {
    let bare = text
        .split(['(', '（', '【', '['])
        .next()
        .unwrap_or_default();
    let bare = bare.trim_start_matches(|c: char| {
        c.is_ascii_digit() || "一二三四五六七八九十、.．".contains(c)
    });
    match bare.trim().is_empty() {
        true => key(text),
        false => key(bare),
    }
}
