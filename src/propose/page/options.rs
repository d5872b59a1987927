//! Groups of options with a box each.

use super::ask::{Ask, Asked, Group, Several};
use super::brackets::WITHIN;
use super::gaps::gaps;
use super::label::{clean, label_before, option_label};
use super::tokens::{Kind, Token};
use super::words::{PageWords, several, words};
use crate::recognise::page::is_soft;
use crate::text::glyph::is_box;

/// Groups of options with a box each.
pub(super) fn options(text: &[char], tokens: &[Token], out: &mut Asked) {
    let boxes: Vec<usize> = tokens
        .iter()
        .filter(|t| t.kind == Kind::Box)
        .map(|t| t.from)
        .collect();
    let behind = stands_behind(text, &boxes);
    let depths: Vec<i32> = boxes.iter().map(|at| depth(text, *at)).collect();
    let mut last = String::new();
    // The group whose option has options of its own in brackets behind it.
    let mut outer: Option<usize> = None;
    let mut group = 0;
    for (n, &at) in boxes.iter().enumerate() {
        let next = boxes.get(n + 1).copied().unwrap_or(text.len());
        let before = n.checked_sub(1).map_or(0, |n| boxes[n] + 1);
        let (count, deeper) = (out.groups.len(), n > 0 && depths[n] > depths[n - 1]);
        let label = match behind {
            true => before_box(text, before, at, n == 0, tokens, out),
            false => behind_box(text, (before, at, next), n == 0, tokens, out),
        };
        if deeper && outer.is_none() {
            outer = Some(group);
            if out.groups.len() == count {
                begin(&last, &[], out);
            }
            group = out.groups.len() - 1;
        } else if out.groups.len() > count {
            group = out.groups.len() - 1;
            outer = outer.filter(|_| depths[n] > 0);
        } else if let Some(of) = outer.filter(|_| n > 0 && depths[n] < depths[n - 1]) {
            group = of;
            outer = None;
        }
        last.clone_from(&label);
        out.asks.push((
            at + 1,
            Ask::Option {
                group,
                label: label.clone(),
            },
        ));
        let from = if behind { at + 1 } else { at };
        own_words(text, (from, next), (behind, group), &label, tokens, out);
    }
    // Before numbers the words of a scale's end are no label.
    for g in 0..out.groups.len() {
        let labels = out.asks.iter().filter_map(|(_, a)| match a {
            Ask::Option { group, label } if *group == g => Some(label),
            _ => None,
        });
        let labels: Vec<&String> = labels.collect();
        let steps =
            labels.len() >= 4 && labels.iter().all(|l| l.chars().all(|c| c.is_ascii_digit()));
        let first = text
            .iter()
            .take_while(|c| !is_box(**c))
            .any(|c| matches!(c, '：' | ':' | '？' | '?'));
        if steps && !first {
            out.groups[g].label.clear();
        }
    }
    for g in 0..out.groups.len() {
        let own = out.asks.iter().filter(|(_, a)| matches!(a, Ask::Own { group, label } if *group == g && !PageWords::has(&words().other, label)));
        if own.count() > 1 {
            out.groups[g].several = out.groups[g].several.or(Several::Any);
        }
    }
}

/// How many brackets are open at a place of a text.
pub(super) fn depth(text: &[char], at: usize) -> i32 {
    let step = |c: &char| match c {
        '（' | '(' | '【' | '[' => 1,
        '）' | ')' | '】' | ']' => -1,
        _ => 0,
    };
    let line = text[..at]
        .iter()
        .rposition(|c| *c == '\n')
        .map_or(0, |i| i + 1);
    text[line..at].iter().fold(0, |n, c| (n + step(c)).max(0))
}

/// The boxes stand behind their labels: less room is left before them.
pub(super) fn stands_behind(text: &[char], boxes: &[usize]) -> bool {
    let (mut before, mut after) = (0, 0);
    for &at in boxes {
        let left = text[..at]
            .iter()
            .rev()
            .take_while(|c| c.is_whitespace() && **c != '\n')
            .count();
        let start = at == left
            || text[at - left - 1] == '\n'
            || is_box(text[at - left - 1])
            || matches!(
                text[at - left - 1],
                '：' | ':' | '?' | '？' | '_' | '）' | ')'
            );
        let within = text[at + 1..].iter().take_while(|c| **c == WITHIN).count();
        let at = at + within;
        let right = text[at + 1..]
            .iter()
            .take_while(|c| c.is_whitespace() && **c != '\n')
            .count();
        let end = at + 1 + right == text.len()
            || matches!(
                text[at + 1 + right],
                '\n' | '_' | '；' | '，' | '。' | '：' | ':'
            );
        before += if start { 6 } else { left.min(6) };
        after += if end { 6 } else { right.min(6) };
    }
    before < after
}

/// The label of an option whose box stands behind it; a new group begins where more stands before.
pub(super) fn before_box(
    text: &[char],
    from: usize,
    at: usize,
    first: bool,
    tokens: &[Token],
    out: &mut Asked,
) -> String {
    let from = tokens
        .iter()
        .filter(|t| t.kind == Kind::Blank && t.from >= from && t.to <= at)
        .map(|t| t.to)
        .max()
        .unwrap_or(from);
    let mut parts = gaps(text, from, at);
    let (a, b) = parts.pop().unwrap_or((at, at));
    // Behind a colon or a question mark the options begin.
    let cut = text[a..b]
        .iter()
        .rposition(|c| matches!(c, '：' | ':' | '？' | '?'))
        .map(|i| a + i + 1)
        .filter(|i| *i < b && text[*i..b].iter().any(|c| c.is_alphanumeric()));
    let mut start = cut.unwrap_or(a);
    if cut.is_none() && first && text[a..b].iter().filter(|c| **c == ' ').count() > 2 {
        let last = text[a..b]
            .iter()
            .rposition(|c| *c == ' ')
            .filter(|i| a + i + 1 < b);
        let trimmed = text[a..b]
            .iter()
            .rposition(|c| !c.is_whitespace())
            .unwrap_or(0);
        let last = last
            .filter(|i| *i < trimmed)
            .or_else(|| text[a..a + trimmed].iter().rposition(|c| *c == ' '));
        start = last.map_or(a, |i| a + i + 1);
    }
    let label: String = text[start..b].iter().collect();
    let head = match start > a {
        true => Some((a, start)),
        false => parts.pop(),
    };
    if first || head.is_some() {
        let head: String = head.map_or(String::new(), |(a, b)| text[a..b].iter().collect());
        begin(&head, text, out);
    }
    option_label(&label)
}

/// The label of an option whose box stands before it.
pub(super) fn behind_box(
    text: &[char],
    (before, at, next): (usize, usize, usize),
    first: bool,
    tokens: &[Token],
    out: &mut Asked,
) -> String {
    let last_blank = tokens
        .iter()
        .filter(|t| t.kind == Kind::Blank && t.from >= before && t.to <= at)
        .map(|t| t.to)
        .max();
    let parts = gaps(text, last_blank.unwrap_or(before), at);
    // Between two options there may be the label of a new group.
    let head = match (first, parts.as_slice()) {
        (true, [.., last]) => Some(*last),
        (false, [_, .., last]) => Some(*last),
        (false, [only]) if last_blank.is_some() => {
            let ends = text[only.0..only.1]
                .iter()
                .rev()
                .find(|c| !c.is_whitespace());
            ends.filter(|c| matches!(c, '：' | ':' | '?' | '？'))
                .map(|_| *only)
        }
        // `□通过 □不通过验收。质量等级：□优`
        (false, [only]) => {
            let inside = &text[only.0..only.1];
            let ends = inside.iter().rev().find(|c| !c.is_whitespace());
            let colon = ends.is_some_and(|c| matches!(c, '：' | ':' | '?' | '？'));
            let from = inside
                .iter()
                .rposition(|c| matches!(c, '。' | '；' | ';' | '，'));
            from.filter(|_| colon).map(|i| (only.0 + i + 1, only.1))
        }
        _ => None,
    };
    let mut head: Option<String> = head.map(|(a, b)| text[a..b].iter().collect());
    // Behind a blank, its own label: 年龄：____□岁□月.
    if first
        && head.is_none()
        && let Some(blank) = tokens.iter().rfind(|t| t.kind == Kind::Blank && t.to <= at)
    {
        head = Some(label_before(text, 0, blank.from)).filter(|l| !l.is_empty());
    }
    if first || head.is_some() {
        begin(&head.unwrap_or_default(), text, out);
    }
    let blank = tokens
        .iter()
        .find(|t| t.kind == Kind::Blank && t.from > at && t.from < next)
        .map(|t| t.from);
    let end = blank.unwrap_or(next);
    let (a, b) = gaps(text, at + 1, end)
        .first()
        .copied()
        .unwrap_or((at + 1, at + 1));
    let mut label: String = text[a..b].iter().collect();
    if let Some(cut) = label
        .find(['。', '；'])
        .filter(|c| *c > 0 && next < text.len())
    {
        label.truncate(cut);
    }
    if blank.is_some() {
        let words = label.trim_end_matches(['：', ':', ' ']);
        let cut = words.find(['，', ',', '；', '：', ':', '（', '(', '–', '—']);
        let cut = cut.into_iter().chain(words.find(" - ")).min();
        label = cut
            .filter(|c| *c > 0)
            .map_or(words, |c| &words[..c])
            .to_owned();
    }
    option_label(&label)
}

pub(super) fn begin(head: &str, text: &[char], out: &mut Asked) {
    let whole: String = text.iter().collect();
    let said = several(head);
    let whole = match out.groups.is_empty() && head.is_empty() {
        true => several(&whole),
        false => Several::No,
    };
    let last = head
        .trim()
        .rsplit(['。', '；'])
        .find(|p| !p.trim().is_empty())
        .unwrap_or("")
        .to_owned();
    out.groups.push(Group {
        label: clean(&last),
        several: said.or(whole),
    });
}

/// A blank behind an option: its own words.
pub(super) fn own_words(
    text: &[char],
    (from, next): (usize, usize),
    (behind, group): (bool, usize),
    label: &str,
    tokens: &[Token],
    out: &mut Asked,
) {
    let mut last = from + usize::from(!behind);
    for t in tokens
        .iter()
        .filter(|t| t.kind == Kind::Blank && t.from >= from && t.from < next)
    {
        let words = gaps(text, last, t.from);
        // With a gap before its label it is no longer the option's; nor is what a colon announces
        // behind a box.
        let apart = match behind {
            true => !words.is_empty(),
            false => {
                words.len() > 1
                    || last > from + 1 && words.len() == 1 && ends_with_colon(text, words[0])
            }
        };
        if apart {
            return;
        }
        let own: String = text[last.min(t.from)..t.from].iter().collect();
        let own = clean(
            own.rsplit(['，', ',', '；', '（', '('])
                .next()
                .unwrap_or(&own),
        );
        let own = match own.is_empty() || own == label || PageWords::is(&words_other(), &own) {
            true => label.to_owned(),
            false => own,
        };
        out.asks.push((t.from, Ask::Own { group, label: own }));
        last = t.to;
    }
    // 其他 without a blank has room behind it.
    let other = PageWords::is(&words_other(), label);
    let has = out
        .asks
        .iter()
        .any(|(at, a)| *at >= from && *at < next && matches!(a, Ask::Own { .. }));
    if other && !has && !behind {
        let end = (from..next).find(|i| text[*i] == '\n').unwrap_or(next);
        let at = (from..end)
            .rev()
            .find(|i| !is_soft(text[*i]))
            .map_or(end, |i| i + 1);
        if at > from + 1 {
            out.asks.push((
                at,
                Ask::Own {
                    group,
                    label: label.to_owned(),
                },
            ));
        }
    }
}

pub(super) fn words_other() -> Vec<String> {
    words().other.clone()
}

pub(super) fn ends_with_colon(text: &[char], (a, b): (usize, usize)) -> bool {
    text[a..b]
        .iter()
        .rev()
        .find(|c| !c.is_whitespace())
        .is_some_and(|c| matches!(c, '：' | ':'))
}
