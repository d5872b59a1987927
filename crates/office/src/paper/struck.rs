//! What of an answer is struck through.

use super::{Paragraph, Span};

/// What of an answer is struck through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Struck {
    /// All of it.
    Whole,
    /// These words of it.
    Part(String),
}

pub(super) fn is_struck(span: &Span) -> bool {
    span.format.emphasis.strike
}

/// What of the answer in some paragraphs is struck through; `None` where nothing is.
pub fn struck<'p>(paragraphs: impl Iterator<Item = &'p Paragraph>) -> Option<Struck> {
    let mut out = String::new();
    let mut kept = false;
    for p in paragraphs.filter(|p| !p.spans.is_empty()) {
        if !p.spans.iter().any(is_struck) {
            kept |= p.words().contains(char::is_alphanumeric);
            continue;
        }
        for (text, span) in p.pieces().filter(|(_, s)| s.is_answer()) {
            if is_struck(span) {
                out.push_str(text);
            } else {
                kept |= text.contains(char::is_alphanumeric);
            }
        }
    }
    if !out.contains(char::is_alphanumeric) {
        return None;
    }
    Some(if kept {
        Struck::Part(out)
    } else {
        Struck::Whole
    })
}
