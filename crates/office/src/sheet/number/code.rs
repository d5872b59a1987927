//! Reads the codes of number formats: `#,##0.00`, `yyyy"年"m"月"`, `0!.0,"万元"`, `"甲-"0000`.

use super::words::{is_shown_after, is_shown_before, written};
use super::{Body, Condition, Format, Look, Precision, Slot};

impl Format {
    /// Reads a format code.
    pub(in super::super) fn parse(code: &str) -> Format {
        if code.eq_ignore_ascii_case("general") || code == "@" || code.len() > 1024 {
            return Format::default();
        }
        let parts: Vec<Pieces> = split_sections(code).into_iter().map(pieces).collect();
        let is_text = |part: &Pieces| part.list.contains(&Piece::Text);
        // The fourth section is for text, and any last one that has a place for it.
        let text = parts
            .get(3)
            .or_else(|| parts.last().filter(|part| is_text(part)));
        let text = text.and_then(around_text);
        let mut numbers: Vec<&Pieces> = parts.iter().take(3).collect();
        if numbers.len() > 1 && numbers.last().is_some_and(|part| is_text(part)) {
            numbers.pop();
        }
        let count = numbers.len();
        let sections: Vec<(Condition, Look)> = numbers
            .into_iter()
            .enumerate()
            .map(|(i, part)| {
                let condition = part.condition.unwrap_or(match (count, i) {
                    (2, 0) => Condition::AtLeast(0.0),
                    (3, 0) => Condition::Above(0.0),
                    (3, 1) => Condition::Below(0.0),
                    _ => Condition::Any,
                });
                let mut look = look(&part.list);
                // Positive numbers with a minus or in brackets are read so.
                if i == 0 {
                    turned(part, &mut look);
                }
                look.unseen = part.white || part.says_nothing();
                (condition, look)
            })
            .collect();
        let hides_text = parts.get(3).is_some_and(Pieces::says_nothing);
        if text.is_none() && !hides_text && sections.iter().all(|(_, look)| look.is_plain()) {
            return Format::default();
        }
        Format {
            sections,
            text,
            hides_text,
        }
    }
}

/// Splits a format code at the `;` outside quotes, brackets and escapes.
fn split_sections(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for (i, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '"' if !bracketed => quoted = !quoted,
            _ if quoted => {}
            '\\' | '!' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            ';' if !bracketed => {
                out.push(&code[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push(&code[start..]);
    out
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    /// Text that stands for itself.
    Literal(String),
    /// The place of a digit: `0`, `#`, `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// Between digits it groups them; behind the last it divides by a thousand.
    Comma,
    Percent,
    /// Scientific notation or a fraction.
    Other,
    /// A part of a date: `y`, `d`, or `m`, which may be minutes too.
    Date(char),
    /// Hours or seconds.
    Time,
    /// The place of a text.
    Text,
}

/// A section, taken into pieces.
struct Pieces {
    condition: Option<Condition>,
    list: Vec<Piece>,
    /// `[White]`.
    white: bool,
}

impl Pieces {
    /// It writes nothing at all.
    fn says_nothing(&self) -> bool {
        let empty = |piece: &Piece| matches!(piece, Piece::Literal(text) if text.trim().is_empty());
        self.condition.is_none() && self.list.iter().all(empty)
    }
}

fn pieces(code: &str) -> Pieces {
    const GENERAL: [&str; 2] = ["General", "G/通用格式"];
    let mut condition = None;
    let mut white = false;
    let mut list: Vec<Piece> = Vec::new();
    let mut rest = code;
    let literal = |list: &mut Vec<Piece>, text: &str| match list.last_mut() {
        Some(Piece::Literal(before)) => before.push_str(text),
        _ => list.push(Piece::Literal(text.to_owned())),
    };
    while let Some(c) = rest.chars().next() {
        if let Some(general) = GENERAL.iter().find_map(|g| rest.strip_prefix(*g)) {
            list.push(Piece::Digit('#'));
            rest = general;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let numeric = list.iter().any(|p| matches!(p, Piece::Digit(_)));
        match c {
            '"' => {
                let (text, after) = rest.split_once('"').unwrap_or((rest, ""));
                literal(&mut list, text);
                rest = after;
            }
            '\\' | '!' => {
                let text = first(rest);
                literal(&mut list, text);
                rest = &rest[text.len()..];
            }
            // A space as wide as a character, or one that fills the cell.
            '_' | '*' => rest = &rest[first(rest).len()..],
            '[' => {
                let (text, after) = rest.split_once(']').unwrap_or((rest, ""));
                rest = after;
                white |= text.eq_ignore_ascii_case("white") || text == "白色";
                if let Some(found) = read_condition(text) {
                    condition = Some(found);
                } else if let Some(currency) = text.strip_prefix('$') {
                    literal(&mut list, currency.split('-').next().unwrap_or(""));
                } else if !text.is_empty()
                    && text
                        .chars()
                        .all(|c| matches!(c, 'h' | 'H' | 'm' | 's' | 'S'))
                {
                    list.push(Piece::Time);
                }
            }
            '0' | '#' | '?' => list.push(Piece::Digit(c)),
            '.' => list.push(Piece::Point),
            ',' => list.push(Piece::Comma),
            '%' => list.push(Piece::Percent),
            'E' | 'e' if numeric => list.push(Piece::Other),
            '/' if numeric => list.push(Piece::Other),
            'y' | 'Y' | 'e' => list.push(Piece::Date('y')),
            'm' | 'M' => list.push(Piece::Date('m')),
            'd' | 'D' => list.push(Piece::Date('d')),
            'h' | 'H' | 's' | 'S' => list.push(Piece::Time),
            '@' => list.push(Piece::Text),
            '$' | '-' | '(' | ')' | ' ' | ':' => literal(&mut list, c.encode_utf8(&mut [0; 4])),
            c if !c.is_ascii() => literal(&mut list, c.encode_utf8(&mut [0; 4])),
            _ => {}
        }
    }
    Pieces {
        condition,
        list,
        white,
    }
}

/// The first character of a text, as text.
fn first(text: &str) -> &str {
    let end = text.chars().next().map_or(0, char::len_utf8);
    &text[..end]
}

/// How a section shows a number.
fn look(list: &[Piece]) -> Look {
    let is_digit = |piece: &Piece| matches!(piece, Piece::Digit(_));
    if let Some(from) = list.iter().position(is_digit) {
        let to = list.iter().rposition(is_digit).unwrap_or(from);
        return number(&list[..from], &list[from..=to], &list[to + 1..]);
    }
    let has = |what: &[char]| {
        list.iter()
            .any(|p| matches!(p, Piece::Date(c) if what.contains(c)))
    };
    let (year, day, time) = (has(&['y']), has(&['d']), list.contains(&Piece::Time));
    let month = has(&['m']) && (year || day || !time);
    let to = match (year, month, day) {
        (true, true, false) => Precision::Month,
        (true, false, false) => Precision::Year,
        (false, false, false) => {
            let body = if time { Body::Time } else { Body::Plain };
            let words = literals(list);
            let words = written(&words);
            // No place for the number at all: a word in its stead.
            return match !time && words.contains(char::is_alphanumeric) {
                true => Look {
                    before: words.into(),
                    after: "".into(),
                    body: Body::Nothing,
                    unseen: false,
                },
                false => Look::from(body),
            };
        }
        _ => Precision::Day,
    };
    let moment = |p: &Piece| matches!(p, Piece::Date(_) | Piece::Time);
    let from = list.iter().position(moment).unwrap_or(0);
    let last = list.iter().rposition(moment).unwrap_or(0);
    let joint = |text: String| {
        text.trim_matches(|c| "年月日号时分秒点".contains(c))
            .to_owned()
    };
    let before = joint(literals(&list[..from]));
    let after = joint(literals(&list[last + 1..]));
    Look {
        before: shown(before, is_shown_before),
        after: shown(after, is_shown_before),
        body: Body::Date { to, time },
        unseen: false,
    }
}

/// How a section with places for digits, from the first to the last of them, shows a number.
fn number(before: &[Piece], digits: &[Piece], after: &[Piece]) -> Look {
    let percents = [before, digits, after].concat();
    let percents = percents.iter().filter(|p| **p == Piece::Percent).count();
    let commas = after.iter().take_while(|p| **p == Piece::Comma).count();
    let mut scale = 3 * commas as i32 - 2 * percents as i32;
    let mut slots = Vec::new();
    let (mut zeros, mut whole, mut odd) = (0, true, false);
    for piece in digits {
        match piece {
            Piece::Digit(c) if whole => {
                zeros += u32::from(*c == '0');
                slots.push(Slot::Digit);
            }
            // What stands behind a point that is a mere letter is a part of the whole number.
            Piece::Digit(_) if odd => scale += 1,
            Piece::Digit(_) => {}
            Piece::Point => whole = false,
            Piece::Literal(text) if text == "." && whole => (whole, odd) = (false, true),
            Piece::Literal(text) if whole && !text.trim().is_empty() => {
                slots.push(Slot::Literal(text.as_str().into()));
            }
            Piece::Other => return Look::from(Body::Plain),
            _ => {}
        }
    }
    if after.contains(&Piece::Other) {
        return Look::from(Body::Plain);
    }
    let parted = scale == 0 && slots.iter().any(|slot| *slot != Slot::Digit);
    let (before, mut after) = (literals(before), literals(after));
    if percents > 0 {
        after.insert(0, '%');
    }
    let before = match parted {
        true => before.trim().into(),
        false => shown(before, is_shown_before),
    };
    let after = match before.is_empty() && !parted {
        true => shown(after, |text| is_shown_after(text, scale != 0)),
        false => shown(after, is_shown_before),
    };
    let body = match (scale, parted) {
        (0, true) => Body::Parted(slots.into()),
        // A scale that no word speaks of would be taken for the number.
        _ if scale != 0 && before.is_empty() && after.is_empty() => Body::Scaled(scale),
        _ if zeros > 1 || scale != 0 => Body::Digits { scale, zeros },
        _ => Body::Plain,
    };
    Look {
        before,
        after,
        body,
        unseen: false,
    }
}

/// A minus, or brackets, that a format writes around numbers above zero: `"("0")"`, `-0`.
fn turned(part: &Pieces, look: &mut Look) {
    let text = |piece: Option<&Piece>| match piece {
        Some(Piece::Literal(text)) => text.trim().to_owned(),
        _ => String::new(),
    };
    let digits = part.list.iter().any(|p| matches!(p, Piece::Digit(_)));
    if !digits || !look.before.is_empty() || !look.after.is_empty() {
        return;
    }
    match (&*text(part.list.first()), &*text(part.list.last())) {
        ("-" | "−" | "－", _) => look.before = "-".into(),
        ("(" | "（", ")" | "）") => (look.before, look.after) = ("(".into(), ")".into()),
        _ => {}
    }
}

fn literals(list: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Literal(text) => Some(text.clone()),
        _ => None,
    };
    list.iter().filter_map(text).collect()
}

fn shown(text: String, is_shown: impl Fn(&str) -> bool) -> std::sync::Arc<str> {
    let text = written(&text);
    if is_shown(text) { text } else { "" }.into()
}

/// What a section writes before and behind a text.
fn around_text(part: &Pieces) -> Option<(std::sync::Arc<str>, std::sync::Arc<str>)> {
    let at = part.list.iter().position(|p| *p == Piece::Text)?;
    let before = shown(literals(&part.list[..at]), is_shown_before);
    let after = shown(literals(&part.list[at + 1..]), is_shown_before);
    (!before.is_empty() || !after.is_empty()).then_some((before, after))
}

/// `>=10000` and the like.
fn read_condition(text: &str) -> Option<Condition> {
    let number = |s: &str| s.trim().parse::<f64>().ok();
    Some(if let Some(n) = text.strip_prefix(">=") {
        Condition::AtLeast(number(n)?)
    } else if let Some(n) = text.strip_prefix("<=") {
        Condition::AtMost(number(n)?)
    } else if let Some(n) = text.strip_prefix("<>") {
        Condition::Unequal(number(n)?)
    } else if let Some(n) = text.strip_prefix('>') {
        Condition::Above(number(n)?)
    } else if let Some(n) = text.strip_prefix('<') {
        Condition::Below(number(n)?)
    } else if let Some(n) = text.strip_prefix('=') {
        Condition::Equal(number(n)?)
    } else {
        return None;
    })
}
