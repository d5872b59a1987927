//! Options without a box: words to circle or to strike, steps of a scale, lines.

use super::ask::{Ask, Asked};
use super::gaps::gaps;
use super::label::{label_before, option_label};
use super::options::begin;
use super::words::{PageWords, words};
use crate::recognise::page::is_soft;
use crate::text::glyph::is_tick;

/// Words or numbers that are circled, or struck where they do not apply. `asks`: a label beside says
/// how they are marked.
pub(super) fn circled(text: &[char], asks: bool) -> Option<Asked> {
    let mut out = Asked::default();
    let whole: String = text.iter().collect();
    let asks = asks || PageWords::has(&words().circle, &whole);
    let mut stretches = gaps(text, 0, text.len());
    if !text.contains(&'\n') && scale(text, 0, text.len()).is_some() {
        stretches = vec![(0, text.len())];
    }
    let words = spaced(text, asks);
    let more = words.iter().map(|w| w.1.len()).sum::<usize>();
    for (a, b) in stretches {
        if let Some(parts) = slashed(text, a, b, asks).or_else(|| scale(text, a, b)) {
            group(text, a, &parts, &mut out);
        }
    }
    if out.asks.len() < more {
        out = Asked::default();
        for (a, parts) in words {
            group(text, a, &parts, &mut out);
        }
    }
    if out.asks.is_empty() && asks {
        sentence(text, &mut out);
    }
    (!out.asks.is_empty()).then_some(out)
}

/// A group of words to mark, whose label stands from `a` on.
fn group(text: &[char], a: usize, parts: &[(usize, usize)], out: &mut Asked) {
    let head: String = text[a..parts[0].0].iter().collect();
    let head = match head.trim().is_empty() {
        true => label_before(text, 0, a),
        false => head,
    };
    begin(&head, text, out);
    let group = out.groups.len() - 1;
    // Words at both ends of a scale name its ends: the question stands above.
    let digits = |(a, b): &(usize, usize)| text[*a..*b].iter().all(char::is_ascii_digit);
    let steps = parts.len() >= 4 && parts.iter().all(digits);
    let behind = parts.last().map_or(text.len(), |p| p.1);
    let line: String = text[behind..].iter().take_while(|c| **c != '\n').collect();
    let ends = line.contains(char::is_alphabetic) && !line.contains(['（', '(']);
    if steps && ends && !head.contains(['：', ':', '？', '?']) {
        out.groups[group].label.clear();
    }
    for (from, to) in parts {
        let label: String = text[*from..*to].iter().collect();
        let label = option_label(&label);
        out.asks.push((*to, Ask::Option { group, label }));
    }
}

/// `I will / will not attend (delete as applicable)`: two words within a sentence.
fn sentence(text: &[char], out: &mut Asked) {
    let Some(slash) = text.iter().position(|c| matches!(c, '/' | '／')) else {
        return;
    };
    let word = |c: &char| c.is_alphanumeric() || matches!(c, '\'' | '-');
    let Some(end) = text[..slash].iter().rposition(word).map(|i| i + 1) else {
        return;
    };
    let from = text[..end]
        .iter()
        .rposition(|c| !word(c))
        .map_or(0, |i| i + 1);
    let Some(right) = (slash + 1..text.len()).find(|i| word(&text[*i])) else {
        return;
    };
    let after = |at: usize| {
        (at..text.len())
            .find(|i| !word(&text[*i]))
            .unwrap_or(text.len())
    };
    let mut to = after(right);
    // The second says no to the first: will / will not, do / do not, agree / do not agree.
    let own: String = text[from..end].iter().collect();
    let mut last = text[right..to].iter().collect::<String>();
    for _ in 0..2 {
        let next = (to..text.len())
            .find(|i| word(&text[*i]))
            .filter(|i| *i == to + 1);
        let Some(next) = next else { break };
        let stop = after(next);
        let more: String = text[next..stop].iter().collect();
        let denies =
            more == "not" || (last == "not" || last == "do") && (more == own || more == "not");
        if !denies {
            break;
        }
        to = stop;
        last = more;
    }
    let shown: String = text.iter().collect();
    begin(&shown, &[], out);
    let group = out.groups.len() - 1;
    for (from, to) in [(from, end), (right, to)] {
        let label = text[from..to].iter().collect::<String>();
        out.asks.push((to, Ask::Option { group, label }));
    }
}

/// Words with room between them (`优  良  中  差`, `Q1 Q2 Q3 Q4 (circle)`), each stretch of them with
/// the place where its label begins.
fn spaced(text: &[char], asks: bool) -> Vec<(usize, Vec<(usize, usize)>)> {
    let mut out = Vec::new();
    let mut line = 0;
    for end in 0..=text.len() {
        if end < text.len() && text[end] != '\n' {
            continue;
        }
        // What stands in brackets asks for itself.
        let outside = |i: &usize| super::options::depth(text, *i) == 0;
        let ends = |i: &usize| matches!(text[*i], '：' | ':' | '？' | '?');
        let colons: Vec<usize> = (line..end).filter(ends).filter(outside).collect();
        let mut from = line;
        for n in 0..=colons.len() {
            // Between two colons the last word is the second's label.
            let stop = match colons.get(n) {
                Some(next) => gaps(text, from, *next).last().map_or(*next, |g| g.0),
                None => end,
            };
            // Before the first colon there may be words without a label of their own.
            let parts = spaced_in(text, from, stop, asks && (n > 0 || colons.is_empty()));
            if let Some(parts) = parts {
                let label = n.checked_sub(1).map_or(line, |n| colons[n]);
                let label = gaps(text, line, label).last().map_or(line, |g| g.0);
                out.push((label, parts));
            }
            from = colons.get(n).map_or(end, |c| c + 1);
        }
        line = end + 1;
    }
    out
}

fn spaced_in(text: &[char], from: usize, to: usize, asks: bool) -> Option<Vec<(usize, usize)>> {
    let bracket = |i: &usize| matches!(text[*i], '（' | '(' | '【' | '[') && hints(text, *i, to);
    // Said behind the words, it is said of them.
    let said = (from..to).find(bracket);
    let to = said.unwrap_or(to);
    let mut parts = gaps(text, from, to);
    let mut asks = asks && (parts.len() > 1 || said.is_some());
    if let [(a, b)] = parts[..] {
        // One space parts short words.
        parts = text[a..b]
            .split(|c| c.is_whitespace())
            .scan(a, |at, part| {
                let from = *at;
                *at += part.len() + 1;
                Some((from, from + part.len()))
            })
            .filter(|(a, b)| b > a)
            .collect();
    }
    // A bracket or rule beside the words is no word.
    let room = |c: &char| is_soft(*c) || "（）()[]［］".contains(*c);
    parts.retain(|(a, b)| !text[*a..*b].iter().all(room));
    // The first letter may stand behind the question: `您的性别（  ）A. 男  B. 女`.
    if let Some((a, b)) = parts.first_mut() {
        let first = (*a + 1..*b).find(|i| {
            let point = text.get(i + 1);
            let begins = text[i - 1].is_whitespace() || matches!(text[i - 1], '）' | ')');
            matches!(text[*i], 'A' | 'a' | 'Ａ')
                && begins
                && point.is_some_and(|c| matches!(c, '.' | '、' | '．'))
        });
        *a = first.unwrap_or(*a);
    }
    for part in &mut parts {
        let inner = |i: &usize| !text[*i].is_whitespace();
        let (a, b) = *part;
        // A bracket behind a word is no part of it.
        let b = (a + 1..b)
            .find(|i| matches!(text[*i], '（' | '('))
            .unwrap_or(b);
        *part = ((a..b).find(inner)?, (a..b).rfind(inner)? + 1);
    }
    let label = |(a, b): &(usize, usize)| text[*a..*b].iter().collect::<String>();
    let labels: Vec<String> = parts.iter().map(|p| label(p).to_lowercase()).collect();
    let short = |l: &String| {
        l.chars().count() <= 24
            && l.chars().any(char::is_alphanumeric)
            && !l.contains(['_', '＿', '，', ',', '。', '；', '/', '《', '…'])
    };
    let pair = words()
        .pairs
        .iter()
        .any(|p| labels.iter().all(|l| p.contains(l)));
    let steps = labels.iter().all(|l| PageWords::is(&words().ticked, l));
    let lettered = labels.iter().enumerate().all(|(n, l)| {
        let mut letters = l.chars();
        let nth = |first: char| char::from_u32(first as u32 + n as u32);
        let first = letters.next();
        let point = |c: char| matches!(c, '.' | '、' | '．' | ')' | '）');
        first == nth('①')
            || (first == nth('a') || first == nth('1')) && letters.next().is_some_and(point)
    });
    let long = labels.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    asks &= gaps(text, from, to).len() > 1 || long <= 8;
    let fits = (2..=8).contains(&labels.len()) && labels.iter().all(short);
    (fits && (pair || steps || lettered || asks)).then_some(parts)
}

/// The bracket that opens here only says how to mark.
fn hints(text: &[char], at: usize, to: usize) -> bool {
    let close = (at..to)
        .find(|i| matches!(text[*i], '）' | ')' | '】' | ']'))
        .unwrap_or(to);
    let inside: String = text[at..close].iter().collect();
    PageWords::has(&words().circle, &inside) || PageWords::has(&words().hints, &inside)
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
    let b = (first..b)
        .find(|i| matches!(text[*i], '（' | '(') && hints(text, *i, b))
        .unwrap_or(b);
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
    let most = if asks && start > a { 32 } else { 14 };
    let short = labels
        .iter()
        .all(|l| l.chars().count() <= most && l.chars().any(char::is_alphanumeric));
    let pair = words()
        .pairs
        .iter()
        .any(|p| labels.iter().all(|l| p.contains(l)));
    let dates = labels.iter().all(|l| l.chars().all(|c| !c.is_alphabetic()));
    // Behind a colon or a question three or more are options whatever they say.
    let before = text[..start].iter().rfind(|c| !c.is_whitespace());
    let said = before.is_some_and(|c| matches!(c, '：' | ':' | '？' | '?'));
    let several = said && labels.len() >= 3 && text[first - 1].is_whitespace();
    let fits = short
        && !dates
        && (2..=7).contains(&labels.len())
        && (pair || several || asks && start > a);
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

/// Lines that are options, one or several to choose by a mark: of `most` letters, and nothing else.
pub fn option_lines(text: &[char], most: usize) -> Option<Vec<(usize, usize)>> {
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
        y - x <= most
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
