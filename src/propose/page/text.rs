//! What a printed text asks for: blanks with the words before them, options with their boxes.

use super::words::{PageWords, words};
use crate::recognise::page::{is_soft, norm, room};
use crate::text::glyph::{is_box, is_tick};

/// What is asked for at one place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A text behind its label.
    Text {
        /// The words before it; empty where there are none.
        label: String,
        /// It is a date.
        dated: bool,
    },
    /// An option of a group of this text.
    Option {
        /// The group.
        group: usize,
        /// Its label.
        label: String,
    },
    /// Words of one's own behind an option.
    Own {
        /// The option's group.
        group: usize,
        /// The words before the blank, the option's label where there are none of its own.
        label: String,
    },
}

/// Options that stand together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The words before the first of them, in this text.
    pub label: String,
    /// Several may be chosen.
    pub several: bool,
}

/// What a text asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Where each tag stands, ascending.
    pub asks: Vec<(usize, Ask)>,
    /// The groups of options.
    pub groups: Vec<Group>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Box,
    Blank,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    from: usize,
    to: usize,
    kind: Kind,
}

/// What the text asks for. With `open`, a colon at a line's end asks for what goes behind it.
pub fn asked(text: &[char], open: bool) -> Asked {
    let norms: Vec<char> = text.iter().copied().map(norm).collect();
    let mut tokens = tokens(text, &norms);
    let mut out = Asked::default();
    if tokens.iter().any(|t| t.kind == Kind::Box) {
        options(text, &mut tokens, &mut out);
    } else if let Some(found) = circled(text) {
        out = found;
    }
    let mut tagged: Vec<(usize, usize)> = Vec::new();
    let mut last = 0;
    for token in tokens.iter().filter(|t| t.kind == Kind::Blank) {
        // A blank behind an option is that option's.
        if out.asks.iter().any(|(at, ask)| *at == token.from && matches!(ask, Ask::Own { .. })) {
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
                && text[token.from..token.from + 4].iter().all(|c| c.is_whitespace())
        });
        if let Some(year) = room_for_name {
            out.asks.push((token.from, Ask::Text { label: label.clone(), dated: false }));
            let at = token.from + (year * 2 / 3).max(1);
            let label = format!("{label}·日期");
            out.asks.push((at, Ask::Text { label, dated: true }));
        } else {
            out.asks.push((token.from, Ask::Text { label, dated: dated && month }));
        }
        tagged.push((token.from, token.to));
        last = token.to;
    }
    colons(text, open, &tagged, &tokens, &mut out);
    out.asks.sort_by_key(|a| a.0);
    out
}

/// Labels with a colon and nothing but room behind it.
fn colons(
    text: &[char],
    open: bool,
    tagged: &[(usize, usize)],
    tokens: &[Token],
    out: &mut Asked,
) {
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
        found.push((i + 1, Ask::Text { label, dated: false }));
    }
    out.asks.extend(found);
}

/// Boxes and blanks, in order.
fn tokens(text: &[char], norms: &[char]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut i = 0;
    let has_box = text.iter().any(|c| is_box(*c));
    while i < text.len() {
        let boxes = (i..text.len()).take_while(|j| is_box(text[*j])).count();
        if boxes >= 3 {
            out.push(Token { from: i, to: i + boxes, kind: Kind::Blank });
            i += boxes;
            continue;
        }
        if boxes > 0 {
            out.push(Token { from: i, to: i + 1, kind: Kind::Box });
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
            out.push(Token { from, to: to.max(i + 1), kind });
            i = to.max(i + 1);
            continue;
        }
        i += 1;
    }
    out
}

/// A blank that begins here.
fn blank_at(text: &[char], i: usize, has_box: bool) -> Option<(usize, usize, Kind)> {
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
    if century && alone && text.get(i + 2).is_some_and(|c| matches!(c, '_' | '＿' | ' ' | '\u{3000}')) {
        let soft = (i + 2..text.len()).take_while(|j| is_soft(text[*j])).count();
        if soft >= 2 || text.get(i + 2 + soft) == Some(&'年') {
            return Some((i, i + 2 + soft, Kind::Blank));
        }
    }
    if matches!(c, '（' | '(' | '[' | '［') {
        return brackets(text, i);
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
    let next = text.get(end).copied();
    let colon = matches!(before, Some('：' | ':'));
    let dated = next == Some('年') && (width >= 2 || colon);
    let line_end = next.is_none_or(|c| c == '\n');
    let leader = text[i..end].contains(&'\t') && line_end && !has_box && before.is_some_and(|c| c != '\n');
    (colon && width >= 3 || dated && before.is_some() || dated && i == 0 || leader)
        .then_some((i, end, Kind::Blank))
}

/// Brackets with room between them, or with words that are to be typed over.
fn brackets(text: &[char], i: usize) -> Option<(usize, usize, Kind)> {
    let close = (i + 1..text.len().min(i + 60))
        .find(|j| matches!(text[*j], '）' | ')' | ']' | '］'))?;
    let inside = &text[i + 1..close];
    let room = inside.iter().all(|c| is_soft(*c));
    if room && !inside.is_empty() && !inside.contains(&'\n') {
        return Some((i + 1, close, Kind::Blank));
    }
    let words: String = inside.iter().collect();
    let capitals = inside.len() > 2
        && inside.iter().any(|c| c.is_alphabetic())
        && words.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    let asks = ["insert", "enter", "Insert", "Enter", "填写", "输入", "点击", "Click"];
    let over = matches!(text[i], '[' | '［') && (capitals || asks.iter().any(|w| words.contains(w)));
    over.then_some((i, close + 1, Kind::Blank))
}

/// White space so wide that it parts two things, as a range of text; a line's end always does.
fn gaps(text: &[char], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = from;
    let mut i = from;
    while i < to {
        let n = (i..to).take_while(|j| text[*j].is_whitespace()).count();
        let wide = n >= 2
            || n == 1 && matches!(text[i], '\n' | '\t' | '\u{3000}');
        if wide {
            out.push((start, i));
            start = i + n;
        }
        i += n.max(1);
    }
    out.push((start, to));
    out.retain(|(a, b)| text[*a..*b].iter().any(|c| !is_soft(*c)));
    out
}

/// The words before a blank: the last of them that belong together.
pub fn label_before(text: &[char], from: usize, at: usize) -> String {
    let Some((a, b)) = gaps(text, from, at).pop() else {
        return String::new();
    };
    let chunk = &text[a..b];
    let body = chunk.len().saturating_sub(1);
    let inner = chunk[..body]
        .iter()
        .rposition(|c| matches!(c, '，' | '；' | ';' | '。' | '、'));
    let cut = inner.map_or(0, |i| i + 1);
    let chunk: String = chunk[cut..].iter().collect();
    // A unit behind the blank before is no part of it.
    clean(&chunk)
}

/// A label without its number, its colon and brackets that only hint.
pub fn clean(label: &str) -> String {
    let joined = label.replace(['\n', '\t'], " ");
    let mut text = without_hints(joined.trim());
    text = unnumbered(&text).to_owned();
    let text = text
        .trim()
        .trim_end_matches(['：', ':', '（', '(', '_', '*', ' ', '￥', '$', '£', '€', '?', '？', '-', '—', '.', '。'])
        .trim_start_matches(['*', '★', '※', '）', ')', '、', '.', ' ', '，', ',', '；', ';', '/'])
        .trim();
    // Letters that were spread out belong together.
    let spread = text.chars().filter(|c| c.is_whitespace()).count() > 0
        && text.chars().all(|c| c.is_whitespace() || !c.is_ascii() && c.is_alphabetic())
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
fn enumerated(text: &str) -> &str {
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

fn without_hints(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['（', '(', '[', '【']) {
        let after = &rest[at..];
        let Some(close) = after.find(['）', ')', ']', '】']) else { break };
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

/// Groups of options with a box each.
fn options(text: &[char], tokens: &mut Vec<Token>, out: &mut Asked) {
    let boxes: Vec<usize> = tokens.iter().filter(|t| t.kind == Kind::Box).map(|t| t.from).collect();
    let behind = stands_behind(text, &boxes);
    for (n, &at) in boxes.iter().enumerate() {
        let next = boxes.get(n + 1).copied().unwrap_or(text.len());
        let before = n.checked_sub(1).map_or(0, |n| boxes[n] + 1);
        let label = match behind {
            true => before_box(text, before, at, n == 0, tokens, out),
            false => behind_box(text, (before, at, next), n == 0, tokens, out),
        };
        let group = out.groups.len().saturating_sub(1);
        out.asks.push((at + 1, Ask::Option { group, label: label.clone() }));
        let from = if behind { at + 1 } else { at };
        own_words(text, (from, next), behind, &label, tokens, out);
    }
    for g in 0..out.groups.len() {
        let own = out.asks.iter().filter(|(_, a)| matches!(a, Ask::Own { group, label } if *group == g && !PageWords::has(&words().other, label)));
        out.groups[g].several |= own.count() > 1;
    }
}

/// The boxes stand behind their labels: less room is left before them.
fn stands_behind(text: &[char], boxes: &[usize]) -> bool {
    let (mut before, mut after) = (0, 0);
    for &at in boxes {
        let left = text[..at].iter().rev().take_while(|c| c.is_whitespace() && **c != '\n').count();
        let right = text[at + 1..].iter().take_while(|c| c.is_whitespace() && **c != '\n').count();
        let start = at == left || text[at - left - 1] == '\n' || is_box(text[at - left - 1])
            || matches!(text[at - left - 1], '：' | ':' | '?' | '？' | '_' | '）' | ')');
        let end = at + 1 + right == text.len() || matches!(text[at + 1 + right], '\n' | '_' | '；' | '，' | '。');
        before += if start { 6 } else { left.min(6) };
        after += if end { 6 } else { right.min(6) };
    }
    before < after
}

/// The label of an option whose box stands behind it; a new group begins where more stands before.
fn before_box(
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
        let last = text[a..b].iter().rposition(|c| *c == ' ').filter(|i| a + i + 1 < b);
        let trimmed = text[a..b].iter().rposition(|c| !c.is_whitespace()).unwrap_or(0);
        let last = last.filter(|i| *i < trimmed).or_else(|| {
            text[a..a + trimmed].iter().rposition(|c| *c == ' ')
        });
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
fn behind_box(
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
            let ends = text[only.0..only.1].iter().rev().find(|c| !c.is_whitespace());
            ends.filter(|c| matches!(c, '：' | ':' | '?' | '？')).map(|_| *only)
        }
        _ => None,
    };
    let head: Option<String> = head.map(|(a, b)| text[a..b].iter().collect());
    if first || head.is_some() {
        begin(&head.unwrap_or_default(), text, out);
    }
    let blank = tokens
        .iter()
        .find(|t| t.kind == Kind::Blank && t.from > at && t.from < next)
        .map(|t| t.from);
    let end = blank.unwrap_or(next);
    let (a, b) = gaps(text, at + 1, end).first().copied().unwrap_or((at + 1, at + 1));
    let mut label: String = text[a..b].iter().collect();
    if blank.is_some() {
        let words = label.trim_end_matches(['：', ':', ' ']);
        let cut = words.find(['，', ',', '；', '：', ':']);
        label = cut.filter(|c| *c > 0).map_or(words, |c| &words[..c]).to_owned();
    }
    option_label(&label)
}

fn begin(head: &str, text: &[char], out: &mut Asked) {
    let whole: String = text.iter().collect();
    let several = PageWords::has(&words().several, head)
        || out.groups.is_empty() && head.is_empty() && PageWords::has(&words().several, &whole);
    let last = head
        .trim()
        .rsplit(['。', '；'])
        .find(|p| !p.trim().is_empty())
        .unwrap_or("")
        .to_owned();
    out.groups.push(Group {
        label: clean(&last),
        several,
    });
}

/// An option's label: its letter, a bracket that only hints and closing punctuation left out.
pub fn option_label(label: &str) -> String {
    let label = without_hints(label.trim());
    let label = unnumbered(label.trim());
    label
        .trim()
        .trim_end_matches(['；', ';', '，', ',', '。', '、', '：', ':', '/', '|', ' ', '_', '('])
        .trim_start_matches(['、', '，', '/', '|', ' ', '；'])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A blank behind an option: its own words.
fn own_words(
    text: &[char],
    (from, next): (usize, usize),
    behind: bool,
    label: &str,
    tokens: &[Token],
    out: &mut Asked,
) {
    let group = out.groups.len().saturating_sub(1);
    let mut last = from + usize::from(!behind);
    for t in tokens.iter().filter(|t| t.kind == Kind::Blank && t.from >= from && t.from < next) {
        let words = gaps(text, last, t.from);
        // With a gap before its label it is no longer the option's; nor is what a colon announces
        // behind a box.
        let apart = match behind {
            true => !words.is_empty(),
            false => words.len() > 1 || last > from + 1 && words.len() == 1 && ends_with_colon(text, words[0]),
        };
        if apart {
            return;
        }
        let own: String = text[last.min(t.from)..t.from].iter().collect();
        let own = clean(own.rsplit(['，', ',', '；']).next().unwrap_or(&own));
        let own = match own.is_empty() || own == label || PageWords::has(&words_other(), &own) {
            true => label.to_owned(),
            false => own,
        };
        out.asks.push((t.from, Ask::Own { group, label: own }));
        last = t.to;
    }
    // 其他 without a blank has room behind it.
    let other = PageWords::is(&words_other(), label);
    let has = out.asks.iter().any(|(at, a)| *at >= from && *at < next && matches!(a, Ask::Own { .. }));
    if other && !has && !behind {
        let end = (from..next).find(|i| text[*i] == '\n').unwrap_or(next);
        let at = (from..end).rev().find(|i| !is_soft(text[*i])).map_or(end, |i| i + 1);
        if at > from + 1 {
            out.asks.push((at, Ask::Own { group, label: label.to_owned() }));
        }
    }
}

fn words_other() -> Vec<String> {
    words().other.clone()
}

fn ends_with_colon(text: &[char], (a, b): (usize, usize)) -> bool {
    text[a..b].iter().rev().find(|c| !c.is_whitespace()).is_some_and(|c| matches!(c, '：' | ':'))
}

/// Words or numbers that are circled, or struck where they do not apply.
fn circled(text: &[char]) -> Option<Asked> {
    let mut out = Asked::default();
    let whole: String = text.iter().collect();
    let asks = PageWords::has(&words().circle, &whole);
    for (a, b) in gaps(text, 0, text.len()) {
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
                out.asks.push((to, Ask::Option { group, label: option_label(&label) }));
            }
        }
    }
    (!out.asks.is_empty()).then_some(out)
}

/// `是/否`, `single / double / four`: the options' ranges.
fn slashed(text: &[char], a: usize, b: usize, asks: bool) -> Option<Vec<(usize, usize)>> {
    if !text[a..b].iter().any(|c| matches!(c, '/' | '／')) {
        return None;
    }
    // They begin behind a colon, a bracket or the end of a sentence.
    let first = (a..b).find(|i| matches!(text[*i], '/' | '／'))?;
    let start = (a..first)
        .rfind(|i| matches!(text[*i], '：' | ':' | '？' | '?' | '）' | ')' | '.' | '。'))
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
    let short = labels.iter().all(|l| l.chars().count() <= 14 && l.chars().any(char::is_alphabetic));
    let pair = words().pairs.iter().any(|p| labels.iter().all(|l| p.contains(l)));
    let fits = short && (2..=7).contains(&labels.len()) && (pair || asks && start > a);
    fits.then_some(parts)
}

/// `1 2 3 4 5`: the steps of a scale.
fn scale(text: &[char], a: usize, b: usize) -> Option<Vec<(usize, usize)>> {
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
    let number = |(x, y): &(usize, usize)| text[*x..*y].iter().collect::<String>().parse::<u32>().ok();
    let numbers: Option<Vec<u32>> = parts.iter().map(number).collect();
    let numbers = numbers?;
    let steps = numbers.windows(2).all(|w| w[1] == w[0] + 1);
    let begins = numbers.first().is_some_and(|n| *n <= 1);
    let apart = parts.windows(2).all(|w| text[w[0].1..w[1].0].iter().all(|c| c.is_whitespace()) && w[1].0 > w[0].1);
    (numbers.len() >= 3 && steps && begins && apart).then_some(parts)
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
        y - x <= 24 && !text[*x..*y].iter().any(|c| matches!(c, '：' | ':' | '。' | '？' | '?' | '_') || is_tick(*c))
    };
    (lines.len() >= 2 && lines.iter().all(short)).then_some(lines)
}
