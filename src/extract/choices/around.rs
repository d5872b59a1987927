//! What somebody typed around an option: a number, a bracket, a cross, a word. Printed numbers
//! stand before all options alike; what stands beside some only marks them.

use std::ops::Range;

use crate::extract::marks::{is_box, is_tick};
use crate::recognise::locate::after_key;
use crate::text::key::key;

/// What stands around an option's own words in its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    /// Before it.
    pub front: String,
    /// Behind it.
    pub back: String,
}

/// The shape of what stands around an option: equal for two that are typed in the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// The signs, with every number and letter put as its kind.
    pub signs: String,
    /// The number that stands before it.
    pub number: Option<u32>,
}

/// Where an option's own words stand in a line; `None` where they are not found as they are
/// printed.
pub(super) fn label_in(text: &str, label: &str) -> Option<Range<usize>> {
    if let Some(start) = text.find(label) {
        return Some(start..start + label.len());
    }
    let wanted = key(label);
    let start = text
        .char_indices()
        .find(|(i, c)| c.is_alphanumeric() && key(&text[*i..]).starts_with(&wanted))?
        .0;
    let behind = after_key(&text[start..], &wanted)?;
    let mut range = start..text.len() - behind.len();
    // The signs that the label itself begins and ends with, in whatever width.
    for _ in label.chars().take_while(|c| is_sign(*c)) {
        let before = text[..range.start].chars().next_back();
        if let Some(sign) = before.filter(|c| is_sign(*c)) {
            range.start -= sign.len_utf8();
        }
    }
    for _ in label.chars().rev().take_while(|c| is_sign(*c)) {
        let next = text[range.end..].chars().next();
        if let Some(sign) = next.filter(|c| is_sign(*c)) {
            range.end += sign.len_utf8();
        }
    }
    Some(range)
}

fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

impl Around {
    /// What stands around the words at `label`, without boxes, ticks and white space.
    pub(super) fn of(text: &str, label: &Range<usize>) -> Around {
        let typed = |text: &str| -> String {
            let kept = text
                .chars()
                .filter(|c| !(c.is_whitespace() || is_joiner(*c) || is_box(*c) || is_tick(*c)));
            kept.collect()
        };
        let back = &text[label.end..];
        // A ring behind an option is no box to tick, which stands before it.
        let rings: String = back.chars().filter(|c| "○◯〇".contains(*c)).collect();
        let back = typed(back) + &rings;
        // What ends a line, or a rule to write on, says nothing.
        let back = back.trim_matches(|c: char| "。．.；;，,、：:_＿﹍﹎—–-…/·•".contains(c));
        let front = typed(&text[..label.start]);
        let front = front.trim_matches(|c: char| {
            "•·．.、，,：:;；".contains(c) && !front.contains(char::is_alphanumeric)
        });
        Around {
            front: front.to_owned(),
            back: back.to_owned(),
        }
    }

    /// Its shape; `None` where words stand there, which are more than a sign.
    pub(super) fn shape(&self) -> Option<Shape> {
        let (front, number) = signs(&self.front)?;
        let (back, behind) = signs(&self.back)?;
        Some(Shape {
            signs: match (front.is_empty(), back.is_empty()) {
                (true, true) => String::new(),
                _ => format!("{front}␣{back}"),
            },
            number: number.or(behind),
        })
    }

    /// As it is typed.
    pub(super) fn said(&self) -> String {
        match (&*self.front, &*self.back) {
            ("", back) => back.to_owned(),
            (front, "") => front.to_owned(),
            (front, back) => format!("{front} … {back}"),
        }
    }
}

/// The signs of a text, its numbers and single letters put as their kind, and its number; `None`
/// where it holds words.
fn signs(text: &str) -> Option<(String, Option<u32>)> {
    if NO.contains(&text.trim_matches(|c| "（）()[]【】".contains(c))) {
        return Some(("×".to_owned(), None));
    }
    let mut shape = String::new();
    let mut number: Option<u32> = None;
    let mut letters = 0;
    for c in text.chars() {
        let (kind, value) = match c {
            '0'..='9' | '０'..='９' => {
                let digit = c.to_digit(10).unwrap_or_else(|| c as u32 - '０' as u32);
                let again = shape.ends_with('1');
                let before = number.filter(|_| again).unwrap_or(0);
                number = Some(before.saturating_mul(10).saturating_add(digit));
                if !again {
                    shape.push('1');
                }
                continue;
            }
            '①'..='⑳' => ('①', c as u32 - '①' as u32 + 1),
            '㉑'..='㉟' => ('①', c as u32 - '㉑' as u32 + 21),
            '❶'..='❿' => ('❶', c as u32 - '❶' as u32 + 1),
            '⓫'..='⓴' => ('❶', c as u32 - '⓫' as u32 + 11),
            '➀'..='➉' => ('➀', c as u32 - '➀' as u32 + 1),
            '➊'..='➓' => ('➊', c as u32 - '➊' as u32 + 1),
            '⓵'..='⓾' => ('⓵', c as u32 - '⓵' as u32 + 1),
            '⑴'..='⒇' => ('⑴', c as u32 - '⑴' as u32 + 1),
            '⒈'..='⒛' => ('⒈', c as u32 - '⒈' as u32 + 1),
            '㈠'..='㈩' => ('㈠', c as u32 - '㈠' as u32 + 1),
            '㊀'..='㊉' => ('㊀', c as u32 - '㊀' as u32 + 1),
            'Ⓐ'..='Ⓩ' => ('Ⓐ', c as u32 - 'Ⓐ' as u32 + 1),
            'ⓐ'..='ⓩ' => ('ⓐ', c as u32 - 'ⓐ' as u32 + 1),
            'Ⅰ'..='Ⅻ' => ('Ⅰ', c as u32 - 'Ⅰ' as u32 + 1),
            'ⅰ'..='ⅻ' => ('ⅰ', c as u32 - 'ⅰ' as u32 + 1),
            'a'..='z' => ('a', c as u32 - 'a' as u32 + 1),
            'A'..='Z' => ('A', c as u32 - 'A' as u32 + 1),
            'ａ'..='ｚ' => ('a', c as u32 - 'ａ' as u32 + 1),
            'Ａ'..='Ｚ' => ('A', c as u32 - 'Ａ' as u32 + 1),
            '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => {
                let value = "一二三四五六七八九十".chars().position(|n| n == c);
                let value = value.map_or(0, |n| n as u32 + 1);
                // 十一, 二十, 二十三.
                if shape.ends_with('一') {
                    let before = number.unwrap_or(0);
                    number = Some(match value {
                        10 => before * 10,
                        _ => before + value,
                    });
                    continue;
                }
                ('一', value)
            }
            '第' | '项' | '号' | '选' => continue,
            _ if c.is_alphanumeric() => return None,
            _ => {
                shape.push(narrow(c));
                continue;
            }
        };
        letters += usize::from(matches!(kind, 'a' | 'A' | 'Ⅰ' | 'ⅰ'));
        number = Some(value);
        shape.push(kind);
    }
    // AB, or a1, is a word.
    (letters <= 1).then_some((shape, number))
}

/// Words that say no where others say yes, as a cross does.
const NO: [&str; 7] = ["否", "不选", "未选", "N", "n", "Ｎ", "no"];

/// A sign in one width.
fn narrow(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '【' | '［' | '〔' | '「' | '『' => '[',
        '】' | '］' | '〕' | '」' | '』' => ']',
        '“' | '”' | '‘' | '’' | '＂' | '＇' | '\'' => '"',
        '．' | '、' | '。' | '，' | ',' => '.',
        '：' => ':',
        '✗' | '✘' | '✕' | '✖' | '╳' | '⨯' | '❌' | '❎' => '×',
        '＊' => '*',
        '＃' => '#',
        '！' => '!',
        '？' => '?',
        '＋' => '+',
        other => other,
    }
}

/// A character that only changes how the one before it looks.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '\u{fe0e}' | '\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{20e3}' | '\u{2060}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str, label: &str) -> Option<Shape> {
        let range = label_in(text, label).unwrap();
        Around::of(text, &range).shape()
    }

    #[test]
    fn what_stands_around_an_option_has_a_shape() {
        for (text, signs, number) in [
            ("双方沟通", "", None),
            ("□ 双方沟通。", "", None),
            ("√双方沟通", "", None),
            ("2 双方沟通", "1␣", Some(2)),
            ("12. 双方沟通", "1.␣", Some(12)),
            ("（1）双方沟通", "(1)␣", Some(1)),
            ("双方沟通（3）", "␣(1)", Some(3)),
            ("③双方沟通", "①␣", Some(3)),
            ("❷ 双方沟通", "❶␣", Some(2)),
            ("B、双方沟通", "A.␣", Some(2)),
            ("十二、双方沟通", "一.␣", Some(12)),
            ("【双方沟通】", "[␣]", None),
            ("“双方沟通”", "\"␣\"", None),
            ("双方沟通 ×", "␣×", None),
            ("双方沟通 ❌", "␣×", None),
            // A tick is counted as a tick, not as a sign beside the words.
            ("★双方沟通", "", None),
            ("👍双方沟通", "👍␣", None),
        ] {
            let expected = Shape {
                signs: signs.to_owned(),
                number,
            };
            assert_eq!(shape(text, "双方沟通"), Some(expected), "{text}");
        }
        assert_eq!(shape("重点双方沟通", "双方沟通"), None);
        let quoted = shape("“一带一路”合作经费不足", "“一带一路”合作经费不足");
        assert_eq!(quoted, Some(Shape::default()));
        let straight = shape("\"一带一路\"合作经费不足", "“一带一路”合作经费不足");
        assert_eq!(straight, Some(Shape::default()));
        let framed = shape("(“一带一路”合作经费不足)", "“一带一路”合作经费不足");
        assert_eq!(framed.unwrap().signs, "(␣)");
    }
}
