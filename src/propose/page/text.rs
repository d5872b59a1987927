//! What a printed text asks for: blanks with the words before them, options with their boxes.

use super::ask::{Ask, Asked};
use super::brackets::{boxed, is_unit};
use super::circled::circled;
use super::gaps::gaps;
use super::label::{clean, label_before};
use super::options::options;
use super::tokens::{Kind, Token, tokens};
use super::words::{PageWords, words};
use crate::recognise::page::{is_soft, norm};

/// What the text asks for. With `open`, a colon at a line's end asks for what goes behind it.
pub fn asked(text: &[char], open: bool) -> Asked {
    asked_beside(text, open, false)
}

/// What the text asks for beside a label that says that words are circled or struck.
pub fn asked_beside(text: &[char], open: bool, circles: bool) -> Asked {
    taken_apart(&boxed(text), open, circles)
}

/// What the text asks for where brackets are for numbers in order.
pub fn asked_in_order(text: &[char], open: bool) -> Asked {
    taken_apart(text, open, false)
}

fn taken_apart(text: &[char], open: bool, circles: bool) -> Asked {
    let norms: Vec<char> = text.iter().copied().map(norm).collect();
    let tokens = tokens(text, &norms);
    let mut out = Asked::default();
    if tokens.iter().any(|t| t.kind == Kind::Box) {
        options(text, &tokens, &mut out);
    } else if let Some(found) = circled(text, circles) {
        out = found;
    }
    let mut tagged: Vec<(usize, usize)> = Vec::new();
    for (n, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Blank {
            continue;
        }
        // A blank behind an option is that option's.
        if out
            .asks
            .iter()
            .any(|(at, ask)| *at == token.from && matches!(ask, Ask::Own { .. }))
        {
            continue;
        }
        tagged.push((token.from, token.to));
        if let Some(group) = letter_of(text, token, &out) {
            out.asks.push((token.from, Ask::Letter { group }));
            continue;
        }
        blank(text, &norms, &tokens, n, &mut out);
    }
    colons(text, open, &tagged, &tokens, &mut out);
    out.asks.sort_by_key(|a| a.0);
    out
}

/// The group of lettered options whose letter goes into this bracket: it stands right behind the last of
/// them in their line, or before the first.
fn letter_of(text: &[char], token: &Token, out: &Asked) -> Option<usize> {
    let bracket = token.from.checked_sub(1).map(|i| text[i]);
    if !bracket.is_some_and(|c| matches!(c, '(' | '（' | '[' | '［')) {
        return None;
    }
    let of = |g: usize| {
        let own = out.asks.iter().filter_map(move |(at, a)| match a {
            Ask::Option { group, label } if *group == g => Some((*at, label.chars().count())),
            _ => None,
        });
        own.collect::<Vec<_>>()
    };
    let between = |a: usize, b: usize| {
        a <= b
            && text[a..b]
                .iter()
                .all(|c| *c != '\n' && !c.is_alphanumeric())
    };
    (0..out.groups.len()).find(|g| {
        let own = of(*g);
        let lettered = own.iter().all(|(at, n)| {
            let from = at.saturating_sub(n + 3);
            text[from..*at].windows(2).any(|w| {
                let letter = crate::recognise::page::norm(w[0]).is_ascii_lowercase();
                letter && matches!(w[1], '.' | '、' | '．' | ')' | '）')
            })
        });
        let ends = own.first().zip(own.last());
        let near = ends.is_some_and(|(first, last)| {
            let begins = first.0.saturating_sub(first.1 + 3);
            between(last.0, token.from) || token.to < begins && between(token.to, begins)
        });
        lettered && own.len() > 1 && near
    })
}

/// A blank for a month and a day.
fn day(text: &[char], token: &Token) -> bool {
    let inside = &text[token.from..token.to];
    inside.contains(&'月') && inside.contains(&'日') && !inside.contains(&'年')
}

/// A blank, with the words before it.
fn blank(text: &[char], norms: &[char], tokens: &[Token], n: usize, out: &mut Asked) {
    let token = &tokens[n];
    let blanks = tokens[..n].iter().rfind(|t| t.kind == Kind::Blank);
    let last = blanks.map_or(0, |t| t.to);
    let mut label = label_of(text, token, last);
    // Days whose words stand behind them go on so.
    let leads = |t: &Token| day(text, t) && label_before(text, 0, t.from).is_empty();
    if day(text, token) && tokens.iter().any(|t| t.to <= token.from && leads(t)) {
        let words = gaps(text, token.to, text.len());
        let own = words.first().filter(|w| w.0 == token.to);
        label = own.map_or(label, |(a, b)| {
            clean(&text[*a..*b].iter().collect::<String>())
        });
    }
    let inside = &norms[token.from..token.to];
    let count = |c: char| inside.iter().filter(|i| **i == c).count();
    let dates = PageWords::has(&words().dates, &label);
    let (year, month) = (inside.iter().position(|c| *c == '年'), count('月') > 0);
    // From one day to another, and at an hour, is no day.
    let next = norms[token.to..].iter().find(|c| !is_soft(**c));
    let spans = count('年') > 1
        || count('月') > 1
        || count('至') + count('到') + count('时') > 0
        || next == Some(&'时');
    let dated = month && year.is_some() && !spans;
    // On a line of its own, below what it is the date of.
    let starts = text[..token.from]
        .iter()
        .rev()
        .take_while(|c| **c != '\n')
        .all(|c| c.is_whitespace());
    let below = starts && text[..token.from].contains(&'\n');
    // Before a date that is a label's own there may be room for a name.
    let room_for_name = year.filter(|y| *y >= 6 && dated).filter(|y| {
        !below
            && !label.is_empty()
            && !dates
            && (text[token.from..token.from + 4]
                .iter()
                .all(|c| c.is_whitespace())
                || ruled_off(&text[token.from..token.from + y]))
    });
    let label = match dated && starts && !label.is_empty() && !dates {
        true => format!("{label}·日期"),
        false => label,
    };
    let Some(year) = room_for_name else {
        return out.asks.push((token.from, Ask::Text { label, dated }));
    };
    let name = Ask::Text {
        label: label.clone(),
        dated: false,
    };
    out.asks.push((token.from, name));
    // The date begins behind the name's rule.
    let rule = rule_end(&text[token.from..token.from + year]);
    let at = token.from + rule.unwrap_or((year * 2 / 3).max(1));
    let label = format!("{label}·日期");
    out.asks.push((at, Ask::Text { label, dated: true }));
}

/// A rule, and room between it and the date's: `__________    年  月  日`, `__________  ____年`.
fn ruled_off(text: &[char]) -> bool {
    rule_end(text).is_some()
}

/// Where the rule ends that room parts from a date.
fn rule_end(text: &[char]) -> Option<usize> {
    let rule = text.iter().take_while(|c| !c.is_whitespace()).count();
    let room = text[rule..].iter().take_while(|c| c.is_whitespace());
    (rule >= 4 && room.count() >= 2).then_some(rule)
}

/// The words that a blank is known by: those before it, without the unit of the blank before; those
/// behind it where none stand before.
fn label_of(text: &[char], token: &Token, last: usize) -> String {
    let before = label_before(text, last, token.from);
    let unit = last > 0 && is_unit(&before);
    if !(before.is_empty() || unit) {
        return before;
    }
    let bracket = token.from.checked_sub(1).map(|i| text[i]);
    let bracket = bracket.is_some_and(|c| matches!(c, '(' | '（' | '[' | '［'));
    let behind = token.to + usize::from(bracket);
    let (a, b) = match gaps(text, behind, text.len()).first() {
        Some(first) if (bracket || unit) && first.0 <= behind + 1 => *first,
        // A day that leads its line is known by the words behind it: `  月  日入住`.
        Some(first) if day(text, token) && first.0 == behind => *first,
        _ => return if unit { String::new() } else { before },
    };
    let words: String = text[a..b]
        .iter()
        .take_while(|c| !"（(［[_".contains(**c))
        .collect();
    clean(&words)
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
        // Nor does one before words to mark.
        let line = (i + 1..text.len()).find(|j| matches!(text[*j], '\n' | '：' | ':'));
        let line = line.unwrap_or(text.len());
        let marked = |a: &(usize, Ask)| matches!(a.1, Ask::Option { .. }) && i < a.0 && a.0 <= line;
        if wide && out.asks.iter().any(marked) {
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
