//! What a printed text asks for: blanks with the words before them, options with their boxes.

use super::ask::{Ask, Asked};
use super::circled::circled;
use super::label::label_before;
use super::options::options;
use super::tokens::{Kind, Token, tokens};
use super::words::{PageWords, words};
use crate::recognise::page::{is_soft, norm};

/// What the text asks for. With `open`, a colon at a line's end asks for what goes behind it.
pub fn asked(text: &[char], open: bool) -> Asked {
    let norms: Vec<char> = text.iter().copied().map(norm).collect();
    let tokens = tokens(text, &norms);
    let mut out = Asked::default();
    if tokens.iter().any(|t| t.kind == Kind::Box) {
        options(text, &tokens, &mut out);
    } else if let Some(found) = circled(text) {
        out = found;
    }
    let mut tagged: Vec<(usize, usize)> = Vec::new();
    let mut last = 0;
    for token in tokens.iter().filter(|t| t.kind == Kind::Blank) {
        // A blank behind an option is that option's.
        if out
            .asks
            .iter()
            .any(|(at, ask)| *at == token.from && matches!(ask, Ask::Own { .. }))
        {
            last = token.to;
            continue;
        }
        let label = label_before(text, last, token.from);
        let dated = norms[token.from..token.to].contains(&'年')
            || PageWords::has(&words().dates, &label) && token.to - token.from > 1 && {
                let inside = &norms[token.from..token.to];
                inside.contains(&'月') || inside.contains(&'/')
            };
        let year = norms[token.from..token.to].iter().position(|c| *c == '年');
        let month = norms[token.from..token.to].contains(&'月');
        // Before a date that is a label's own there may be room for a name.
        let room_for_name = year.filter(|y| *y >= 6 && month).filter(|_| {
            !label.is_empty()
                && !PageWords::has(&words().dates, &label)
                && text[token.from..token.from + 4]
                    .iter()
                    .all(|c| c.is_whitespace())
        });
        if let Some(year) = room_for_name {
            out.asks.push((
                token.from,
                Ask::Text {
                    label: label.clone(),
                    dated: false,
                },
            ));
            let at = token.from + (year * 2 / 3).max(1);
            let label = format!("{label}·日期");
            out.asks.push((at, Ask::Text { label, dated: true }));
        } else {
            out.asks.push((
                token.from,
                Ask::Text {
                    label,
                    dated: dated && month,
                },
            ));
        }
        tagged.push((token.from, token.to));
        last = token.to;
    }
    colons(text, open, &tagged, &tokens, &mut out);
    out.asks.sort_by_key(|a| a.0);
    out
}

/// Labels with a colon and nothing but room behind it.
fn colons(text: &[char], open: bool, tagged: &[(usize, usize)], tokens: &[Token], out: &mut Asked) {
    let taken = |at: usize| {
        tagged.iter().any(|(from, to)| *from <= at && at <= *to)
            || tokens.iter().any(|t| t.from <= at && at <= t.to)
            || out.asks.iter().any(|a| a.0 == at)
    };
    let mut found = Vec::new();
    for (i, c) in text.iter().enumerate() {
        if !matches!(c, '：' | ':') || taken(i + 1) {
            continue;
        }
        let mut next = i + 1;
        while next < text.len() && text[next].is_whitespace() && text[next] != '\n' {
            next += 1;
        }
        let at_end = next == text.len() || text[next] == '\n';
        let gap = next - i - 1;
        let wide = gap >= 2 && next < text.len();
        if taken(next) || !(wide || at_end && open) {
            continue;
        }
        let label = label_before(text, 0, i);
        if label.is_empty() || label.chars().count() > 60 {
            continue;
        }
        // A colon before a list of lines asks for nothing itself.
        let more = text[next..].iter().any(|c| !is_soft(*c));
        if at_end && more && PageWords::has(&words().elsewhere, &label) {
            continue;
        }
        found.push((
            i + 1,
            Ask::Text {
                label,
                dated: false,
            },
        ));
    }
    out.asks.extend(found);
}
