//! Reads the codes of number formats: `#,##0.00`, `yyyy"年"m"月"`, `0!.0,"万元"`.

use std::sync::Arc;

use super::{Condition, Format, Look, MAGNITUDES, Precision};

impl Format {
    /// Reads a format code.
    pub(in super::super) fn parse(code: &str) -> Format {
        if code.eq_ignore_ascii_case("general") || code == "@" || code.len() > 1024 {
            return Format::default();
        }
        let parts: Vec<Section> = split_sections(code).iter().map(|s| section(s)).collect();
        let numbers = parts.len().min(3);
        let sections: Vec<_> = parts
            .into_iter()
            .take(3)
            .enumerate()
            .map(|(i, part)| {
                let condition = part.condition.unwrap_or(match (numbers, i) {
                    (2, 0) => Condition::AtLeast(0.0),
                    (3, 0) => Condition::Above(0.0),
                    (3, 1) => Condition::Below(0.0),
                    _ => Condition::Any,
                });
                (condition, part.look)
            })
            .collect();
        if sections.iter().all(|(_, look)| *look == Look::Plain) {
            return Format::default();
        }
        Format { sections }
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

struct Section {
    condition: Option<Condition>,
    look: Look,
}

/// Reads one section of a format code.
fn section(code: &str) -> Section {
    const GENERAL: [&str; 2] = ["General", "G/通用格式"];
    let code = &match GENERAL.iter().find(|general| code.contains(**general)) {
        Some(general) => code.replacen(general, "0", 1),
        None => code.to_owned(),
    };
    let mut condition = None;
    let (mut year, mut month_or_minute, mut day, mut time) = (false, 0u32, false, false);
    let mut scale = 0;
    let mut point = false;
    let mut literal_point = false;
    let mut commas = 0;
    let mut digits = 0u32;
    let (mut before, mut after) = (String::new(), String::new());
    let mut literal = |text: &str, digits: u32| {
        if digits == 0 { &mut before } else { &mut after }.push_str(text);
    };
    let mut chars = code.char_indices();
    while let Some((i, c)) = chars.next() {
        match c {
            '"' => {
                let rest = &code[i + 1..];
                let end = rest.find('"').unwrap_or(rest.len());
                let text = &rest[..end];
                if text == "." && digits > 0 {
                    literal_point = true;
                } else {
                    literal(text, digits);
                }
                skip(&mut chars, i + 1 + end);
            }
            '\\' | '!' => {
                if let Some((_, c)) = chars.next() {
                    if c == '.' && digits > 0 && !point {
                        literal_point = true;
                    } else {
                        literal(c.encode_utf8(&mut [0; 4]), digits);
                    }
                }
            }
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let rest = &code[i + 1..];
                let end = rest.find(']').unwrap_or(rest.len());
                let text = &rest[..end];
                skip(&mut chars, i + 1 + end);
                if let Some(found) = read_condition(text) {
                    condition = Some(found);
                } else if let Some(currency) = text.strip_prefix('$') {
                    let sign = currency.split('-').next().unwrap_or("");
                    literal(sign, digits);
                } else if !text.is_empty()
                    && text
                        .chars()
                        .all(|c| matches!(c, 'h' | 'H' | 'm' | 's' | 'S'))
                {
                    time = true;
                }
            }
            '0' | '#' | '?' => {
                digits += 1;
                if literal_point {
                    scale += 1;
                }
                commas = 0;
            }
            '.' => point = true,
            ',' if digits > 0 => commas += 1,
            '%' => {
                scale -= 2;
                literal("%", digits);
            }
            'y' | 'Y' | 'e' if digits == 0 => year = true,
            'm' | 'M' => month_or_minute += 1,
            'd' | 'D' => day = true,
            'h' | 'H' | 's' | 'S' => time = true,
            c if !c.is_ascii() => literal(c.encode_utf8(&mut [0; 4]), digits),
            '$' => literal("$", digits),
            _ => {}
        }
    }
    // Commas after the last digit divide by a thousand each.
    scale += 3 * commas;
    let month = month_or_minute > 0 && (year || day || !time);
    let unit = |text: &str| -> Arc<str> {
        if text.contains(MAGNITUDES) {
            text.trim().into()
        } else {
            "".into()
        }
    };
    let (before, after) = (unit(&before), unit(&after));
    let look = match (year, month, day) {
        _ if digits > 0 && scale == 0 && before.is_empty() && after.is_empty() => Look::Plain,
        _ if digits > 0 => Look::Unit {
            scale,
            before,
            after,
        },
        (true, true, false) => Look::Date {
            to: Precision::Month,
            time,
        },
        (true, false, false) => Look::Date {
            to: Precision::Year,
            time,
        },
        (false, false, false) if time => Look::Time,
        (false, false, false) => Look::Plain,
        _ => Look::Date {
            to: Precision::Day,
            time,
        },
    };
    Section { condition, look }
}

fn skip(chars: &mut std::str::CharIndices<'_>, to: usize) {
    for (i, _) in chars.by_ref() {
        if i >= to {
            break;
        }
    }
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
