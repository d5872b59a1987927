//! Terms: a number of years, or 无固定期限.

use rust_decimal::Decimal;

use super::fold::{LONGEST, fold, quote, trim};
use super::nothing::is_nothing;
use super::number::trouble::{Trouble, refuse};
use super::number::{fit, give, plain, quantity};
use super::{Reading, Value};
use crate::model::finding::ValueCause;

/// How an open-ended term is written in data.
const OPEN_ENDED: &str = "无固定期限";

/// From here on a number is a calendar year, not a number of years.
const CALENDAR: Decimal = Decimal::ONE_THOUSAND;

/// Reads a term. Months are converted where they make years exactly; two years with a stroke
/// between, or a calendar year, are no term.
pub(super) fn read(text: &str) -> Reading {
    let text = trim(text);
    if text.is_empty() {
        return Reading::null();
    }
    if text == OPEN_ENDED {
        return Reading::of(Value::Text(OPEN_ENDED.to_owned()));
    }
    if let Some(number) = plain(text)
        && (Decimal::ZERO..CALENDAR).contains(&number)
    {
        return Reading::of(Value::Number(number));
    }
    if text.len() > LONGEST {
        return refuse(Trouble::Words, text, "年");
    }
    let folded = fold(text);
    let bare = folded.trim_matches(['。', '.', ';', ' ', '(', ')', '"', '“', '”']);
    if is_open_ended(bare) {
        return Reading::of(Value::Text(OPEN_ENDED.to_owned()));
    }
    let typed = quote(text);
    if is_long_term(bare) {
        return Reading::of(Value::Text(OPEN_ENDED.to_owned())).with(ValueCause::TermOpenEnded {
            typed,
            term: OPEN_ENDED.to_owned(),
        });
    }
    if is_nothing(text) {
        // In this cell 无 may also be short for 无固定期限.
        if !bare.contains(['无', '無']) {
            return Reading::null();
        }
        return Reading::null().with(ValueCause::TermNothing {
            typed,
            term: OPEN_ENDED.to_owned(),
        });
    }
    let spoken = ["有效期限", "有效期", "期限", "为期", "任期", "聘期"];
    let text_of_term = spoken
        .iter()
        .find_map(|word| folded.strip_prefix(word))
        .map_or(folded.as_str(), |rest| {
            rest.trim_start_matches([':', '为', '是', ' '])
        });
    let text_of_term = text_of_term.strip_suffix("有效").unwrap_or(text_of_term);
    match quantity::read(text_of_term, "").and_then(|q| fit(&q, "年").map(|f| (q, f))) {
        Ok((_, fitted)) if fitted.number >= CALENDAR => refuse(Trouble::CalendarYear, text, "年"),
        Ok((_, fitted)) if fitted.number.is_sign_negative() => refuse(Trouble::Words, text, "年"),
        Ok((quantity, fitted)) => give(text, "年", &quantity, fitted),
        Err(trouble) => refuse(trouble, text, "年"),
    }
}

/// Other spellings of 无固定期限.
fn is_open_ended(bare: &str) -> bool {
    matches!(
        bare,
        "无固定期限"
            | "無固定期限"
            | "无固定期"
            | "无固定时限"
            | "无固定年限"
            | "无固定有效期"
            | "没有固定期限"
            | "未设固定期限"
            | "无期限"
            | "无限期"
            | "不定期限"
    )
}

/// Words that mean it most likely.
fn is_long_term(bare: &str) -> bool {
    matches!(
        bare,
        "长期"
            | "长期有效"
            | "长期合作"
            | "长期协议"
            | "永久"
            | "永久有效"
            | "永久性"
            | "终身"
            | "终身制"
            | "不限"
            | "不限期"
            | "不限期限"
            | "无限制"
            | "无限"
            | "长期，无固定期限"
            | "长期,无固定期限"
            | "长期(无固定期限)"
            | "长期(无固定期限"
    ) || [
        "indefinite",
        "indefinitely",
        "permanent",
        "long-term",
        "unlimited",
    ]
    .iter()
    .any(|word| bare.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Severity;

    fn summary(text: &str) -> String {
        let reading = read(text);
        let value = match reading.value {
            Value::Null => "null".to_owned(),
            Value::Number(n) => n.to_string(),
            Value::Text(t) => t,
            other => panic!("{other:?}"),
        };
        match reading.notes.iter().max_by_key(|n| n.severity()) {
            None => value,
            Some(note) if note.severity() == Severity::Info => value + " info",
            Some(note) => format!("{value} {}", note.rule().name()),
        }
    }

    #[test]
    fn reads_terms() {
        for (text, expected) in [
            ("5", "5"),
            ("５", "5"),
            ("5年", "5"),
            ("5 年", "5"),
            ("五年", "5"),
            ("两年", "2"),
            ("十年期", "10"),
            ("5 years", "5"),
            ("2.5", "2.5"),
            ("1年半", "1.5"),
            ("有效期5年", "5"),
            ("任期：4年", "4"),
            ("无固定期限", "无固定期限"),
            ("“无固定期限”", "无固定期限"),
            ("无限期", "无固定期限"),
            ("长期", "无固定期限 corrected-value"),
            ("永久有效", "无固定期限 corrected-value"),
            ("36个月", "3 unit-converted"),
            ("18个月", "1.5 unit-converted"),
            ("5年（可续签）", "5 corrected-value"),
            ("5年，到期自动续签", "5 corrected-value"),
            ("7个月", "null unreadable-number"),
            ("3-5年", "null unreadable-number"),
            ("2023-2026", "null unreadable-number"),
            ("2023年-2026年", "null unreadable-number"),
            ("-3", "null unreadable-number"),
            ("一", "1 corrected-value"),
            ("2028", "null unreadable-number"),
            ("2028年", "null unreadable-number"),
            ("约5年", "null unreadable-number"),
            ("五年以上", "null unreadable-number"),
            ("待定", "null unreadable-number"),
            ("5人", "null unreadable-number"),
            ("/", "null"),
            ("N/A", "null"),
            ("", "null"),
            ("无", "null info"),
        ] {
            assert_eq!(summary(text), expected, "{text}");
        }
    }
}
