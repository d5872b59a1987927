//! Boxes and blanks of a text.

use super::brackets::unit_at;
use crate::recognise::page::{is_soft, room};
use crate::text::glyph::is_box;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Box,
    Blank,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub from: usize,
    pub to: usize,
    pub kind: Kind,
}

/// Boxes and blanks, in order.
pub(super) fn tokens(text: &[char], norms: &[char]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut i = 0;
    let has_box = text.iter().any(|c| is_box(*c));
    while i < text.len() {
        let boxes = (i..text.len()).take_while(|j| is_box(text[*j])).count();
        if boxes >= 3 {
            out.push(Token {
                from: i,
                to: i + boxes,
                kind: Kind::Blank,
            });
            i += boxes;
            continue;
        }
        if boxes > 0 {
            out.push(Token {
                from: i,
                to: i + 1,
                kind: Kind::Box,
            });
            i += 1;
            continue;
        }
        if let Some((from, to, kind)) = blank_at(text, i, has_box) {
            // What joins the blanks of one answer is in its room.
            let mut to = match kind {
                Kind::Blank => room(norms, from, text.len()).max(to),
                Kind::Box => to,
            };
            if let Some(line) = (from..to).find(|j| text[*j] == '\n') {
                to = line;
            }
            out.push(Token {
                from,
                to: to.max(i + 1),
                kind,
            });
            i = to.max(i + 1);
            continue;
        }
        i += 1;
    }
    out
}

/// A blank that begins here.
pub(super) fn blank_at(text: &[char], i: usize, has_box: bool) -> Option<(usize, usize, Kind)> {
    let c = text[i];
    let run = |is: &dyn Fn(char) -> bool| (i..text.len()).take_while(|j| is(text[*j])).count();
    let rules = run(&|c| matches!(c, '_' | '＿' | '﹍'));
    if rules >= 2 || rules == 1 && c == '＿' {
        return Some((i, i + rules, Kind::Blank));
    }
    let dots = run(&|c| matches!(c, '…' | '‥'));
    let points = run(&|c| c == '.');
    if dots >= 2 || points >= 5 {
        return Some((i, i + dots.max(points), Kind::Blank));
    }
    // The century of a year.
    let century = matches!((c, text.get(i + 1)), ('2', Some('0')) | ('1', Some('9')));
    let alone = i == 0 || !text[i - 1].is_ascii_digit();
    if century
        && alone
        && text
            .get(i + 2)
            .is_some_and(|c| matches!(c, '_' | '＿' | ' ' | '\u{3000}'))
    {
        let soft = (i + 2..text.len())
            .take_while(|j| is_soft(text[*j]))
            .count();
        if soft >= 2 || text.get(i + 2 + soft) == Some(&'年') {
            return Some((i, i + 2 + soft, Kind::Blank));
        }
    }
    if alone && let Some(to) = printed_year(text, i) {
        return Some((i, to, Kind::Blank));
    }
    if matches!(c, '（' | '(' | '[' | '［') {
        return brackets(text, i);
    }
    // A date that begins a line with its year's blank left out.
    if c == '年' && (i == 0 || text[i - 1] == '\n') {
        let soft = |from: usize| {
            (from..text.len())
                .take_while(|j| is_soft(text[*j]) && text[*j] != '\n')
                .count()
        };
        let month = i + 1 + soft(i + 1);
        let day = month + 1 + text.get(month + 1).map_or(0, |_| soft(month + 1));
        if month > i + 1 && text.get(month) == Some(&'月') && text.get(day) == Some(&'日') {
            return Some((i, day + 1, Kind::Blank));
        }
    }
    if !c.is_whitespace() || c == '\n' {
        return None;
    }
    let spaces = run(&|c| c.is_whitespace() && c != '\n');
    let width: usize = text[i..i + spaces]
        .iter()
        .map(|c| match c {
            '\t' => 8,
            '\u{3000}' => 2,
            _ => 1,
        })
        .sum();
    let end = i + spaces;
    let before = i.checked_sub(1).map(|j| text[j]);
    if before.is_some_and(|c| c.is_whitespace() && c != '\n') {
        return None;
    }
    let next = text.get(end).copied();
    let colon = matches!(before, Some('：' | ':'));
    let dated = next == Some('年') && (width >= 2 || colon);
    let line_end = next.is_none_or(|c| c == '\n');
    let leader =
        text[i..end].contains(&'\t') && line_end && !has_box && before.is_some_and(|c| c != '\n');
    let open = usize::from(matches!(next, Some('（' | '(')));
    let counted = width >= 2 && unit_at(text, end + open) && !spread(text, i, end);
    let counted = counted || width >= 5 && in_sentence(text, i, end);
    let blank = colon && width >= 3 || dated && before.is_some() || dated && i == 0;
    let blank = blank || width >= 2 && (month_and_day(text, end) || slashed(text, end));
    (blank || leader || counted).then_some((i, end, Kind::Blank))
}

/// Room in one line from `at` on.
fn soft(text: &[char], at: usize) -> usize {
    let room = text.iter().skip(at);
    room.take_while(|c| is_soft(**c) && **c != '\n').count()
}

/// A printed year before the blank of its month (`2025年____月____日`); where the year ends.
fn printed_year(text: &[char], i: usize) -> Option<usize> {
    let digits = text[i..].iter().take_while(|c| c.is_ascii_digit()).count();
    let year = digits == 4 && matches!(text[i], '1' | '2') && text.get(i + 4) == Some(&'年');
    let room = soft(text, i + 5);
    (year && room > 0 && text.get(i + 5 + room) == Some(&'月')).then_some(i + 5)
}

/// `月  日` stands here, behind the room of the month.
fn month_and_day(text: &[char], at: usize) -> bool {
    let room = soft(text, at + 1);
    text.get(at) == Some(&'月') && room > 0 && text.get(at + 1 + room) == Some(&'日')
}

/// `/      /` stands here, behind the room of the first part of a date.
fn slashed(text: &[char], at: usize) -> bool {
    let room = soft(text, at + 1);
    let joint = text.get(at).filter(|c| matches!(c, '/' | '／' | '-' | '.'));
    joint.is_some() && room >= 2 && text.get(at + 1 + room) == joint
}

/// The room from `i` to `end` stands between words of a sentence.
fn in_sentence(text: &[char], i: usize, end: usize) -> bool {
    let line = text[..i]
        .iter()
        .rposition(|c| *c == '\n')
        .map_or(0, |n| n + 1);
    let stop = (end..text.len())
        .find(|j| text[*j] == '\n')
        .unwrap_or(text.len());
    let points = |c: &char| matches!(c, '，' | '。' | '；');
    let before = i > line && text[i - 1].is_alphabetic() && !text[i - 1].is_ascii();
    let behind = text[end..stop]
        .first()
        .is_some_and(|c| c.is_alphabetic() && !c.is_ascii() || points(c));
    // Not before the label of what follows.
    let label = text[end..stop]
        .iter()
        .take_while(|c| !points(c))
        .any(|c| matches!(c, '：' | ':'));
    before && behind && !label && text[line..stop].iter().any(points)
}

/// The room from `i` to `end` parts the letters of one word (`部　　门：`), not a number and its unit.
fn spread(text: &[char], i: usize, end: usize) -> bool {
    let start = i == 0 || text[i - 1] == '\n';
    let word = (0..i)
        .rev()
        .take_while(|j| text[*j].is_alphanumeric())
        .count();
    let lone = word == 1 && !"共约计第为满近每收含有".contains(text[i - 1]);
    let behind = text[end..].iter().skip_while(|c| c.is_alphanumeric());
    let mut behind = behind.skip_while(|c| c.is_whitespace() && **c != '\n');
    let next = behind.next();
    match start {
        true => next.is_some_and(|c| c.is_alphabetic() || matches!(c, '：' | ':')),
        false => lone || next.is_some_and(|c| matches!(c, '：' | ':')),
    }
}

/// Brackets with room between them, or with words that are to be typed over.
pub(super) fn brackets(text: &[char], i: usize) -> Option<(usize, usize, Kind)> {
    let close =
        (i + 1..text.len().min(i + 60)).find(|j| matches!(text[*j], '）' | ')' | ']' | '］'))?;
    let inside = &text[i + 1..close];
    let room = inside.iter().all(|c| is_soft(*c));
    if room && !inside.is_empty() && !inside.contains(&'\n') {
        return Some((i + 1, close, Kind::Blank));
    }
    let words: String = inside.iter().collect();
    let capitals = inside.len() > 2
        && inside.iter().any(|c| c.is_alphabetic())
        && words
            .chars()
            .all(|c| c.is_uppercase() || !c.is_alphabetic());
    let asks = [
        "insert", "enter", "Insert", "Enter", "填写", "输入", "点击", "Click",
    ];
    let over =
        matches!(text[i], '[' | '［') && (capitals || asks.iter().any(|w| words.contains(w)));
    over.then_some((i, close + 1, Kind::Blank))
}
