//! Options without a box: words to circle or to strike, steps of a scale, lines.

use super::ask::{Ask, Asked};
use super::label::{gaps, label_before, option_label};
use super::options::begin;
use super::words::{PageWords, words};
use crate::recognise::page::is_soft;
use crate::text::glyph::is_tick;

/// Words or numbers that are circled, or struck where they do not apply.
pub(super) fn circled(text: &[char]) -> Option<Asked> {
    let mut out = Asked::default();
    let whole: String = text.iter().collect();
    let asks = PageWords::has(&words().circle, &whole);
    let mut stretches = gaps(text, 0, text.len());
    if !text.contains(&'\n') && scale(text, 0, text.len()).is_some() {
        stretches = vec![(0, text.len())];
    }
    for (a, b) in stretches {
        if let Some(parts) = slashed(text, a, b, asks).or_else(|| scale(text, a, b)) {
            let head_end = parts[0].0;
            let head: String = text[a..head_end].iter().collect();
            let head = match head.trim().is_empty() {
                true => label_before(text, 0, a),
                false => head,
            };
            begin(&head, &[], &mut out);
            let group = out.groups.len() - 1;
            for (from, to) in parts {
                let label: String = text[from..to].iter().collect();
                out.asks.push((
                    to,
                    Ask::Option {
                        group,
                        label: option_label(&label),
                    },
                ));
            }
        }
    }
    (!out.asks.is_empty()).then_some(out)
}

/// `是/否`, `single / double / four`: the options' ranges.
pub(super) fn slashed(
    text: &[char],
    a: usize,
    b: usize,
    asks: bool,
) -> Option<Vec<(usize, usize)>> {
    if !text[a..b].iter().any(|c| matches!(c, '/' | '／')) {
        return None;
    }
    // They begin behind a colon, a bracket or the end of a sentence.
    let first = (a..b).find(|i| matches!(text[*i], '/' | '／'))?;
    let start = (a..first)
        .rfind(|i| {
            matches!(
                text[*i],
                '：' | ':' | '？' | '?' | '）' | ')' | '.' | '。' | '_'
            )
        })
        .map_or(a, |i| i + 1);
    let mut parts = Vec::new();
    let mut from = start;
    for i in start..=b {
        if i == b || matches!(text[i], '/' | '／') {
            let inner: Vec<usize> = (from..i).filter(|j| !text[*j].is_whitespace()).collect();
            let (x, y) = (*inner.first()?, *inner.last()?);
            parts.push((x, y + 1));
            from = i + 1;
        }
    }
    let label = |(x, y): (usize, usize)| text[x..y].iter().collect::<String>().to_lowercase();
    let labels: Vec<String> = parts.iter().map(|p| label(*p)).collect();
    let short = labels
        .iter()
        .all(|l| l.chars().count() <= 14 && l.chars().any(char::is_alphabetic));
    let pair = words()
        .pairs
        .iter()
        .any(|p| labels.iter().all(|l| p.contains(l)));
    let fits = short && (2..=7).contains(&labels.len()) && (pair || asks && start > a);
    fits.then_some(parts)
}

/// `1 2 3 4 5`: the steps of a scale.
pub(super) fn scale(text: &[char], a: usize, b: usize) -> Option<Vec<(usize, usize)>> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut i = a;
    while i < b {
        if !text[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let n = (i..b).take_while(|j| text[*j].is_ascii_digit()).count();
        parts.push((i, i + n));
        i += n;
    }
    // The last of the numbers that go up by one: a question's own number stands before them.
    let number = |(x, y): &(usize, usize)| {
        let digits: String = text[*x..*y].iter().collect();
        digits.parse::<u32>().ok()
    };
    let numbers: Option<Vec<u32>> = parts.iter().map(number).collect();
    let mut numbers = numbers?;
    let up = |w: &[u32]| w[0].checked_add(1) == Some(w[1]);
    let first = numbers
        .windows(2)
        .rposition(|w| !up(w))
        .map_or(0, |i| i + 1);
    numbers.drain(..first);
    parts.drain(..first);
    let begins = numbers.first().is_some_and(|n| *n <= 1);
    let apart = parts
        .windows(2)
        .all(|w| text[w[0].1..w[1].0].iter().all(|c| c.is_whitespace()) && w[1].0 > w[0].1);
    (numbers.len() >= 3 && begins && apart).then_some(parts)
}

/// Lines that are options, one or several to choose by a mark: short, and nothing else.
pub fn option_lines(text: &[char]) -> Option<Vec<(usize, usize)>> {
    let mut lines = Vec::new();
    let mut from = 0;
    for i in 0..=text.len() {
        if i == text.len() || text[i] == '\n' {
            let inner: Vec<usize> = (from..i).filter(|j| !is_soft(text[*j])).collect();
            if let (Some(x), Some(y)) = (inner.first(), inner.last()) {
                lines.push((*x, *y + 1));
            }
            from = i + 1;
        }
    }
    let short = |(x, y): &(usize, usize)| {
        y - x <= 24
            && !text[*x..*y]
                .iter()
                .any(|c| matches!(c, '：' | ':' | '。' | '？' | '?' | '_') || is_tick(*c))
    };
    (lines.len() >= 2 && lines.iter().all(short)).then_some(lines)
}

/// The whole text is words to circle, with slashes between them.
pub(super) fn slashes(text: &[char]) -> Option<Vec<(usize, usize)>> {
    let mut padded = vec![':'];
    padded.extend_from_slice(text);
    let parts = slashed(&padded, 0, padded.len(), true)?;
    Some(parts.into_iter().map(|(a, b)| (a - 1, b - 1)).collect())
}
