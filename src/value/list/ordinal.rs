//! Numbers of options, as forms print them and people copy them: `2`, `2.`, `（2）`, `②`, `b.`.

use crate::text::vocabulary::vocabulary;
use crate::value::fold::trim;

/// A number or letter of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) enum Ordinal {
    /// From 1.
    Number(u32),
    /// In lower case.
    Letter(char),
}

/// The number that one character is: ②, ⑵, ⒉, ❷, ㈡.
fn enclosed(c: char) -> Option<u32> {
    let from = |first: char| c as u32 - first as u32 + 1;
    Some(match c {
        '①'..='⑳' => from('①'),
        '⑴'..='⒇' => from('⑴'),
        '⒈'..='⒛' => from('⒈'),
        '❶'..='❿' => from('❶'),
        '➀'..='➉' => from('➀'),
        '➊'..='➓' => from('➊'),
        '㈠'..='㈩' => from('㈠'),
        '㉑'..='㉟' => from('㉑') + 20,
        _ => return None,
    })
}

/// The digit that a character is, in either width.
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

fn letter(c: char) -> Option<char> {
    match c {
        'a'..='z' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        'ａ'..='ｚ' => char::from_u32(c as u32 - 'ａ' as u32 + 'a' as u32),
        'Ａ'..='Ｚ' => char::from_u32(c as u32 - 'Ａ' as u32 + 'a' as u32),
        _ => None,
    }
}

/// Passes over one or two digits, or a letter; the text behind and what was read.
fn bare(text: &str) -> Option<(Ordinal, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if let Some(letter) = letter(first) {
        let more = chars.clone().next().is_some_and(char::is_alphanumeric);
        return (!more).then_some((Ordinal::Letter(letter), chars.as_str()));
    }
    let mut number = digit(first)?;
    let mut rest = chars.as_str();
    if let Some(second) = chars.next().and_then(digit) {
        number = number * 10 + second;
        rest = chars.as_str();
        // A year or an amount is no option's number, unless the label behind begins with one.
        if chars.next().and_then(digit).is_some() {
            return None;
        }
    }
    Some((Ordinal::Number(number), rest))
}

/// The number or letter that a text begins with, and the rest without the mark behind it. The
/// rest is empty where the text is a number alone.
pub(in crate::value) fn leading(text: &str) -> Option<(Ordinal, &str)> {
    let text = trim(text);
    let text = ["选择", "选项", "选", "第", "No.", "NO."]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .map_or(text, |rest| rest.trim_start_matches([':', '：', ' ']));
    let first = text.chars().next()?;
    if let Some(number) = enclosed(first) {
        return Some((Ordinal::Number(number), unmarked(&text[first.len_utf8()..])));
    }
    if let Some(inner) = text.strip_prefix(['(', '（', '[', '【', '［'])
        && let Some((ordinal, rest)) = bare(inner.trim_start())
        && let Some(rest) = rest.trim_start().strip_prefix([')', '）', ']', '】', '］'])
    {
        return Some((ordinal, unmarked(rest)));
    }
    if let Some((ordinal, rest)) = bare(text) {
        let rest = rest
            .strip_prefix("项")
            .or_else(|| rest.strip_prefix("号"))
            .filter(|r| !r.starts_with(char::is_alphanumeric))
            .unwrap_or(rest);
        return Some((ordinal, unmarked(rest)));
    }
    // 12025年新签协议: the option's own digits directly behind its number.
    let number = digit(first)?;
    Some((Ordinal::Number(number), &text[first.len_utf8()..]))
}

/// The text without a mark that closes a number.
fn unmarked(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | '．'
                    | '、'
                    | ','
                    | '，'
                    | ':'
                    | '：'
                    | ')'
                    | '）'
                    | '-'
                    | '—'
                    | '。'
                    | ';'
                    | '；'
            )
    })
}

/// The numbers of a text that holds nothing else: `1、3、5`, `①③⑤`, `1，3和5`, `答案：1 3 5`,
/// `三、十二`. None where anything else stands in it, or a number is no option's (0, or above 99).
pub fn numbers(text: &str) -> Option<Vec<u32>> {
    let text = trim(text);
    if text.len() > 400 {
        return None;
    }
    let text = vocabulary()
        .option
        .chosen
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .map_or(text, |rest| {
            rest.trim_start_matches([':', '：', ' ', '为', '是'])
        });
    if let Some(numbers) = numerals(text) {
        return Some(numbers);
    }
    let mut found = Vec::new();
    let mut current: Option<u32> = None;
    for c in text.chars() {
        if let Some(d) = digit(c) {
            let number = current.map_or(d, |n| n * 10 + d);
            if number > 99 {
                return None;
            }
            current = Some(number);
            continue;
        }
        found.extend(current.take());
        match c {
            _ if enclosed(c).is_some() => found.extend(enclosed(c)),
            ' ' | '\u{3000}' | '\u{a0}' | '\t' | '\n' | '\r' | '、' | ',' | '，' | ';' | '；'
            | '.' | '．' | '。' | '/' | '／' | '和' | '与' | '及' | '&' | '(' | ')' | '（'
            | '）' | '第' | '项' | '选' | '号' | '|' | '+' | '＋' => {}
            _ => return None,
        }
    }
    found.extend(current);
    (!found.is_empty() && !found.contains(&0)).then_some(found)
}

/// Two or more Chinese numerals below a hundred, with marks between: `三、十二`.
fn numerals(text: &str) -> Option<Vec<u32>> {
    if !text.starts_with(|c| numeral_digit(c).is_some() || c == '十') {
        return None;
    }
    let numbers: Vec<u32> = text
        .trim_end_matches(['。', '项', ' '])
        .split(['、', '，', ',', ' ', '；', ';', '和', '及'])
        .map(trim)
        .filter(|part| !part.is_empty())
        .map(numeral)
        .collect::<Option<_>>()?;
    (numbers.len() > 1).then_some(numbers)
}

fn numeral_digit(c: char) -> Option<u32> {
    "一二三四五六七八九"
        .chars()
        .zip(1..)
        .find(|(d, _)| *d == c)
        .map(|(_, n)| n)
}

/// 十二, 二十, 九: a numeral below a hundred.
fn numeral(text: &str) -> Option<u32> {
    let chars: Vec<char> = text.chars().collect();
    match *chars.as_slice() {
        ['十'] => Some(10),
        ['十', d] => Some(10 + numeral_digit(d)?),
        [d] => numeral_digit(d),
        [d, '十'] => Some(numeral_digit(d)? * 10),
        [d, '十', e] => Some(numeral_digit(d)? * 10 + numeral_digit(e)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_before_labels() {
        use Ordinal::*;
        for (text, ordinal, rest) in [
            ("2", Number(2), ""),
            ("２", Number(2), ""),
            ("2.", Number(2), ""),
            ("2、", Number(2), ""),
            ("（2）", Number(2), ""),
            ("(12)", Number(12), ""),
            ("②", Number(2), ""),
            ("⑵", Number(2), ""),
            ("⒉", Number(2), ""),
            ("第2项", Number(2), ""),
            ("选2", Number(2), ""),
            ("02", Number(2), ""),
            ("b", Letter('b'), ""),
            ("b.", Letter('b'), ""),
            ("B、", Letter('b'), ""),
            ("b）", Letter('b'), ""),
            ("（Ｂ）", Letter('b'), ""),
            ("ｃ.", Letter('c'), ""),
            ("2.机构间协议", Number(2), "机构间协议"),
            ("③机构间协议", Number(3), "机构间协议"),
            ("3．秘书长", Number(3), "秘书长"),
            ("（1）重大科学", Number(1), "重大科学"),
            ("2机构间协议", Number(2), "机构间协议"),
            ("1.2025年新签协议", Number(1), "2025年新签协议"),
            ("12025年新签协议", Number(1), "2025年新签协议"),
            ("b.博士后", Letter('b'), "博士后"),
        ] {
            assert_eq!(leading(text), Some((ordinal, rest)), "{text}");
        }
        for text in ["机构间协议", "", "IEEE", "know-how"] {
            assert_eq!(leading(text), None, "{text}");
        }
    }

    #[test]
    fn reads_lists_of_numbers() {
        for (text, expected) in [
            ("1、3、5", vec![1, 3, 5]),
            ("①③⑤", vec![1, 3, 5]),
            ("1，3和5", vec![1, 3, 5]),
            ("1 3 5", vec![1, 3, 5]),
            ("1.3.5", vec![1, 3, 5]),
            ("（1）（3）", vec![1, 3]),
            ("选1、3、5。", vec![1, 3, 5]),
            ("第1、12项", vec![1, 12]),
            ("7", vec![7]),
            ("１、２２", vec![1, 22]),
            ("答案：1，5。", vec![1, 5]),
            ("选择：②③⑰", vec![2, 3, 17]),
            ("2+7", vec![2, 7]),
            ("三、十二、二十", vec![3, 12, 20]),
        ] {
            assert_eq!(numbers(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "、",
            "1-3",
            "0、1",
            "100",
            "1、甲",
            "2025",
            "无",
            "一、总体情况",
            "二",
        ] {
            assert_eq!(numbers(text), None, "{text}");
        }
    }
}
