//! The options that a form prints in lines: under a question, in a box, one or several in a line.

use std::ops::Range;

use office::paper::{Paragraph, is_blank};

use super::glyphs::{is_blank_char, is_empty_box};
use super::option::is_other;
use crate::mapping::Numbering;

/// What a line of options begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A box.
    Box,
    /// `A.`
    Letter,
    /// `1.`, `①`, or an automatic number.
    Digit,
    /// A bullet of the list.
    Bullet,
    /// Nothing.
    Plain,
}

/// An option in a line, in bytes of its paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InLine {
    /// Its sign.
    pub sign: Sign,
    /// Its label.
    pub label: Range<usize>,
    /// The same with its box and its number.
    pub whole: Range<usize>,
    /// The blank behind it.
    pub own: Option<Range<usize>>,
    /// It asks for words.
    pub other: bool,
}

/// The options of a paragraph's text from `from` on; none where it is no line of options.
pub fn options_in(p: &Paragraph, from: usize) -> Vec<InLine> {
    let text = &p.text;
    let mut starts: Vec<(usize, usize, Sign)> = Vec::new();
    let mut at = from;
    while let Some(c) = text[at..].chars().next() {
        match sign_at(text, at, from) {
            Some((len, sign)) => {
                starts.push((at, at + len, sign));
                at += len;
            }
            None => at += c.len_utf8(),
        }
    }
    // Of several signs in one line, those of the first kind part the options: □A. is one.
    let mut merged: Vec<(usize, usize, Sign)> = Vec::new();
    for start in starts {
        match merged.last_mut() {
            Some(last) if is_blank(&text[last.1..start.0]) => last.1 = start.1,
            _ => merged.push(start),
        }
    }
    if let Some(first) = merged.first().map(|s| s.2) {
        merged.retain(|s| s.2 == first);
    }
    let lead = from + text[from..].len() - text[from..].trim_start().len();
    let numbered = p.bullet.as_ref();
    if merged.is_empty() || (merged[0].0 > lead && numbered.is_some()) {
        let sign = match numbered {
            Some(b)
                if b.ordinal.is_some() && b.glyph.contains(|c: char| c.is_ascii_alphabetic()) =>
            {
                Sign::Letter
            }
            Some(b) if b.ordinal.is_some() => Sign::Digit,
            Some(_) => Sign::Bullet,
            None => Sign::Plain,
        };
        merged = vec![(lead, lead, sign)];
    } else if merged[0].0 > lead && merged.len() < 2 {
        // A sign within a sentence.
        merged = vec![(lead, lead, Sign::Plain)];
    }
    let mut out = Vec::new();
    for (n, &(start, label, sign)) in merged.iter().enumerate() {
        let end = merged.get(n + 1).map_or(text.len(), |next| next.0);
        out.extend(one(text, start, label, end, sign));
    }
    out
}

fn one(text: &str, start: usize, label: usize, end: usize, sign: Sign) -> Option<InLine> {
    let piece = &text[label..end];
    let from = label + piece.len() - piece.trim_start().len();
    let rule = text[from..end].find(|c: char| is_blank_char(c) && !c.is_whitespace());
    let bracket = text[from..end].find(['（', '(']).filter(|b| {
        let rest = text[from + b..end].trim_start_matches(['（', '(']);
        let rest = rest.trim_start_matches(is_blank_char);
        rest.starts_with(['）', ')'])
    });
    let cut = [rule, bracket].into_iter().flatten().min();
    let stop = cut.map_or(end, |c| from + c);
    let words = text[from..stop].trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '；' | ';' | '。' | '，' | ',' | '：' | ':')
    });
    if !words.contains(char::is_alphanumeric) {
        return None;
    }
    let words = words
        .strip_suffix("请说明")
        .or_else(|| words.strip_suffix("（请说明）"))
        .filter(|w| w.contains(char::is_alphanumeric))
        .map_or(words, |w| w.trim_end_matches(['，', ',', '：', ' ']));
    let label = from..from + words.len();
    let own = cut.map(|c| {
        let open = from + c;
        let inner =
            open + text[open..end].len() - text[open..end].trim_start_matches(['（', '(']).len();
        let len: usize = text[inner..end]
            .chars()
            .take_while(|c| is_blank_char(*c))
            .map(char::len_utf8)
            .sum();
        inner..inner + len
    });
    let other = own.is_some() || is_other(&text[label.clone()]);
    let own = own.or_else(|| is_other(&text[label.clone()]).then_some(label.end..end));
    Some(InLine {
        sign,
        whole: start..label.end,
        label,
        own,
        other,
    })
}

/// A sign that parts options: its length.
fn sign_at(text: &str, at: usize, from: usize) -> Option<(usize, Sign)> {
    let rest = &text[at..];
    let c = rest.chars().next()?;
    if is_empty_box(c) {
        return Some((c.len_utf8(), Sign::Box));
    }
    let before = text[from..at].chars().next_back();
    if before.is_some_and(|b| b.is_alphanumeric() || matches!(b, '.' | '-' | '~' | '～' | '至')) {
        return None;
    }
    if ('①'..='⑳').contains(&c) {
        return Some((c.len_utf8(), Sign::Digit));
    }
    let open = matches!(c, '(' | '（');
    let body = if open { &rest[c.len_utf8()..] } else { rest };
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let (len, sign) = match body.chars().next()? {
        c if c.is_ascii_alphabetic() => (1, Sign::Letter),
        c if c.is_ascii_digit() && digits <= 2 => (digits, Sign::Digit),
        _ => return None,
    };
    let close = body[len..].chars().next()?;
    let closes = match open {
        true => matches!(close, ')' | '）'),
        false => matches!(close, '.' | '．' | '、' | ')' | '）' | ':' | '：'),
    };
    // 1.5 is a number.
    let reads_on = body[len + close.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    let whole = rest.len() - body.len() + len + close.len_utf8();
    (closes && !reads_on).then_some((whole, sign))
}

/// How a list is numbered whose options begin with this.
pub fn numbering(sign: Sign) -> Option<Numbering> {
    match sign {
        Sign::Letter => Some(Numbering::Letters),
        Sign::Digit => Some(Numbering::Digits),
        Sign::Box | Sign::Bullet | Sign::Plain => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        let p = Paragraph {
            text: text.to_owned(),
            ..Paragraph::default()
        };
        let found = options_in(&p, 0);
        found
            .into_iter()
            .map(|o| text[o.label].to_owned())
            .collect()
    }

    #[test]
    fn options_stand_one_or_several_in_a_line() {
        assert_eq!(labels("A. 教学"), ["教学"]);
        assert_eq!(
            labels("A.教学  B.科研 C. 其他____"),
            ["教学", "科研", "其他"]
        );
        assert_eq!(
            labels("□教学 □科研（含1.5小时）"),
            ["教学", "科研（含1.5小时）"]
        );
        assert_eq!(labels("☐ A. 教学"), ["教学"]);
        assert_eq!(labels("（1）是 （2）否"), ["是", "否"]);
        assert_eq!(labels("出口产品"), ["出口产品"]);
        assert_eq!(labels("其他（请说明）：____"), ["其他"]);
        assert_eq!(labels("  "), Vec::<String>::new());
    }
}
