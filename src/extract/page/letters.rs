//! A text as letters with what they look like.

use office::paper::{Format, Paragraph, SpanKind};

use crate::extract::claims::Claims;
use crate::recognise::page::is_soft;
use crate::text::glyph::{is_box, is_tick};

/// A letter of a paper.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'p> {
    /// The letter; of a box that a program ticks, a box or a tick.
    pub c: char,
    /// Its paragraph; `None` of a line's end and of a bullet.
    pub p: Option<&'p Paragraph>,
    /// Where it stands in the paragraph's text.
    pub byte: usize,
    /// What it looks like.
    pub format: Format,
    /// It is struck through.
    pub is_struck: bool,
}

impl Letter<'_> {
    /// Claims it.
    pub fn claim(&self, claims: &mut Claims) {
        if let Some(p) = self.p {
            let len = p.text[self.byte..].chars().next().map_or(0, char::len_utf8);
            claims.claim_range(p, self.byte..self.byte + len);
        }
    }
}

/// The letters of paragraphs, a line each; prompts and phonetic guides left out.
pub fn letters<'p>(paragraphs: &[&'p Paragraph]) -> Vec<Letter<'p>> {
    let mut out = Vec::new();
    let plain = |c: char| Letter {
        c,
        p: None,
        byte: 0,
        format: Format::default(),
        is_struck: false,
    };
    for (n, p) in paragraphs.iter().enumerate() {
        if n > 0 {
            out.push(plain('\n'));
        }
        // A box for a bullet is one to tick.
        let glyph = p.bullet.as_ref().and_then(|b| b.glyph.chars().next());
        out.extend(glyph.filter(|c| is_box(*c) || is_tick(*c)).map(plain));
        let mut at = 0;
        for (text, span) in p.pieces() {
            let from = at;
            at += text.len();
            if !span.is_answer() {
                continue;
            }
            for (i, c) in text.char_indices() {
                let c = match span.kind {
                    SpanKind::CheckBox(true) => '☑',
                    SpanKind::CheckBox(false) => '□',
                    _ => c,
                };
                out.push(Letter {
                    c,
                    p: Some(p),
                    byte: from + i,
                    format: span.format,
                    is_struck: span.format.emphasis.strike,
                });
            }
        }
    }
    out
}

/// Claims what a control prompts for.
pub fn claim_prompts(p: &Paragraph, claims: &mut Claims) {
    let mut at = 0;
    for (text, span) in p.pieces() {
        if !span.is_answer() {
            claims.claim_range(p, at..at + text.len());
        }
        at += text.len();
    }
}

/// A typed text: the rules that it was typed on and white space around its lines left out.
pub fn shown(letters: impl Iterator<Item = char>) -> String {
    let all: String = letters.collect();
    let rule = |c: char| is_soft(c) && !c.is_whitespace();
    let mut lines = Vec::new();
    for line in all.lines() {
        let line = line.trim_matches(is_soft);
        let mut out = String::new();
        let chars: Vec<char> = line.chars().collect();
        for (i, c) in chars.iter().enumerate() {
            // One underscore within a word is the writer's.
            let lone = |j: Option<usize>| j.and_then(|j| chars.get(j)).is_none_or(|c| !rule(*c));
            let of_rule = rule(*c) && !(lone(i.checked_sub(1)) && lone(Some(i + 1)));
            out.push(if of_rule { ' ' } else { *c });
        }
        let mut squeezed = String::new();
        for c in out.chars() {
            if !(c == ' ' && squeezed.ends_with(' ')) {
                squeezed.push(c);
            }
        }
        lines.push(squeezed.trim().to_owned());
    }
    while lines.first().is_some_and(String::is_empty) {
        lines.remove(0);
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines.join("\n")
}
