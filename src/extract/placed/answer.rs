//! What of a stretch of the returned form is the answer: without rules, unfilled joints, boxes and
//! prompts.

use std::ops::Range;

use office::paper::Paragraph;

use crate::mapping::Type;
use crate::tagged::{is_blank_char, is_empty_box, is_part};
use crate::text::key::key;

/// Something is said: more than rules and white space.
pub fn says(text: &str) -> bool {
    text.chars().any(|c| !is_blank_char(c) && !is_empty_box(c))
}

/// The text of some bytes of a paragraph that counts as an answer: prompts and what is struck
/// through left out.
pub fn typed_in(p: &Paragraph, bytes: &Range<usize>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (text, span) in p.pieces() {
        let (start, end) = (at.max(bytes.start), (at + text.len()).min(bytes.end));
        let counts = span.is_answer() && !span.format.emphasis.strike;
        if start < end && counts {
            out.push_str(&text[start - at..end - at]);
        }
        at += text.len();
    }
    out
}

/// The answer in a typed text: what the blank prints in its place (`printed`, with its `joints`) left
/// out.
pub fn answer(typed: &str, printed: &str, joints: &[String], kind: Type) -> String {
    let mut text = typed.to_owned();
    if printed.chars().filter(|c| is_empty_box(*c)).count() > 1 {
        text.retain(|c| !is_empty_box(c));
        if !text.contains(|c: char| c.is_ascii_alphabetic() && c.is_lowercase()) {
            // One letter to a box: the gaps are no part of it.
            let gaps = text.split_whitespace().all(|w| w.chars().count() == 1);
            if gaps {
                text.retain(|c| !c.is_whitespace());
            }
        }
    }
    if !joints.is_empty() {
        text = between(&text, joints, kind);
    }
    without_rules(&text)
}

/// The text without the rules that it was written on: at its ends, and where there are several.
fn without_rules(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.trim_matches(is_blank_char);
    while let Some(at) = rest.find("__").or_else(|| rest.find("＿＿")) {
        out.push_str(rest[..at].trim_end());
        rest = rest[at..].trim_start_matches(['_', '＿']);
        out.push(' ');
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// The parts that were typed between the joints, each with its joint; a joint that nothing was typed
/// before is left out.
fn between(text: &str, joints: &[String], kind: Type) -> String {
    let mut parts: Vec<(String, &str)> = Vec::new();
    let mut rest = text;
    for joint in joints {
        let Some(at) = rest.find(joint.as_str()) else {
            // Written over: the whole counts as it is.
            let over = parts.iter().all(|p| !says(&p.0));
            match over {
                true => return without_rules(text),
                false => continue,
            }
        };
        parts.push((without_rules(&rest[..at]), joint));
        rest = &rest[at + joint.len()..];
    }
    let last = without_rules(rest);
    let given = parts.iter().filter(|p| says(&p.0)).count() + usize::from(says(&last));
    if given == 0 {
        return String::new();
    }
    let counts = matches!(kind, Type::Integer | Type::Decimal);
    let alone =
        joints.len() == 1 && !says(&last) && !matches!(kind, Type::Date | Type::Year | Type::Term);
    if (counts || alone) && given == 1 {
        let one = parts.iter().map(|p| &p.0).chain([&last]).find(|p| says(p));
        return one.cloned().unwrap_or_default();
    }
    let mut out = String::new();
    for (n, (part, joint)) in parts.iter().enumerate() {
        let later = parts[n + 1..].iter().any(|p| says(&p.0)) || says(&last);
        if says(part) {
            out.push_str(part);
        }
        // What joins two is printed where something stands on both sides.
        let joins = says(&out) && later;
        if says(part) && is_part(joint) || joins && !is_part(joint) {
            out.push_str(joint);
        }
    }
    out.push_str(&last);
    out
}

/// A text that only repeats what the blank prints in its place is no answer.
pub fn repeats_print(text: &str, printed: &str) -> bool {
    let k = key(text);
    !k.is_empty() && k == key(printed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(typed: &str, joints: &[&str], kind: Type) -> String {
        let joints: Vec<String> = joints.iter().map(|j| (*j).to_owned()).collect();
        answer(typed, "", &joints, kind)
    }

    #[test]
    fn what_is_printed_in_the_place_is_no_part_of_the_answer() {
        let date = ["年", "月", "日"];
        assert_eq!(of("2024年3月5日", &date, Type::Date), "2024年3月5日");
        assert_eq!(of("2024年3月__日", &date, Type::Date), "2024年3月");
        assert_eq!(of("____年__月__日", &date, Type::Date), "");
        assert_eq!(of("2024-03-05", &date, Type::Date), "2024-03-05");
        let span = ["年", "月", "至", "年", "月"];
        assert_eq!(
            of("2024年3月至2025年2月", &span, Type::Text),
            "2024年3月至2025年2月"
        );
        assert_eq!(of("2024年3月至____年__月", &span, Type::Text), "2024年3月");
        assert_eq!(of("__3__年", &["年"], Type::Integer), "3");
        assert_eq!(of("__3__年", &["年"], Type::Text), "3");
        assert_eq!(of("a_b@c.cn__", &[], Type::Text), "a_b@c.cn");
        assert_eq!(answer("3□3□0□1", "□□□□", &[], Type::Text), "3301");
        assert_eq!(answer("3 3 0 1", "□□□□", &[], Type::Text), "3301");
    }
}
