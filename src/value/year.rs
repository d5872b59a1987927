//! Years: four digits, with or without 年.

use rust_decimal::Decimal;

use super::fold::{LONGEST, fold, quote, trim};
use super::nothing::is_nothing;
use super::number::numeral;
use super::scan::Scan;
use super::{Reading, Value, date};
use crate::model::finding::ValueCause;

/// Reads a year. A date gives its year, with a note; a span of years or two digits don't.
pub(super) fn read(text: &str) -> Reading {
    let text = trim(text);
    if text.is_empty() {
        return Reading::null();
    }
    if let Some(year) = digits(text) {
        return Reading::of(number(year));
    }
    if is_nothing(text) {
        return Reading::null();
    }
    let typed = quote(text);
    if text.len() <= LONGEST {
        let folded = fold(text);
        if let Some(year) = bare(&folded) {
            return Reading::of(number(year));
        }
        if let Some((year, dropped)) = beginning(&folded) {
            let words = dropped.to_string();
            return Reading::of(number(year)).with(ValueCause::YearWordsLeftOut {
                typed,
                year,
                words,
            });
        }
        if let Some(year) = date::year_of(&folded) {
            return Reading::of(number(year)).with(ValueCause::YearOfDate { typed, year });
        }
    }
    Reading::refused(ValueCause::YearWords { typed })
}

fn number(year: i16) -> Value {
    Value::Number(Decimal::from(year))
}

fn digits(text: &str) -> Option<i16> {
    if text.len() != 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|year| date::YEARS.contains(year))
}

/// A year that stands alone: 2019, 2019年, 二〇一九年度.
fn bare(folded: &str) -> Option<i16> {
    let mut scan = Scan::new(folded.trim_end_matches(['。', '.', ';', ' ']));
    scan.eat_word("公元");
    let year = four(&mut scan)?;
    scan.spaces();
    scan.eat_any(&["年度", "年份", "年"]);
    scan.is_done().then_some(year)
}

/// A year with words that say that it is a beginning, or an aside without digits.
fn beginning(folded: &str) -> Option<(i16, String)> {
    let mut scan = Scan::new(folded.trim_end_matches(['。', ' ']));
    let before = scan.eat_any(&["始于", "自", "从", "于"]);
    let year = four(&mut scan)?;
    scan.spaces();
    scan.eat_any(&["年度", "年份", "年"]);
    scan.spaces();
    let after = scan.eat_any(&[
        "起至今",
        "至今",
        "开始",
        "起",
        "设立",
        "创立",
        "成立",
        "创办",
    ]);
    scan.spaces();
    let rest = scan.rest();
    let aside =
        rest.starts_with('(') && rest.ends_with(')') && !rest.contains(|c: char| c.is_numeric());
    if !rest.is_empty() && !aside {
        return None;
    }
    let mut dropped = [before.unwrap_or(""), after.unwrap_or("")].join("…");
    if dropped == "…" {
        dropped.clear();
    }
    dropped.push_str(rest);
    let dropped = dropped.trim_matches('…').to_owned();
    (!dropped.is_empty()).then_some((year, dropped))
}

/// Passes over a year in four digits of either kind.
fn four(scan: &mut Scan) -> Option<i16> {
    let arabic = scan.digits();
    let year = if arabic.is_empty() {
        let numeral = numeral::parse(scan.take_while(numeral::is_numeral))?;
        if !numeral.positional || numeral.length != 4 {
            return None;
        }
        i16::try_from(numeral.value).ok()?
    } else if arabic.len() == 4 {
        arabic.parse().ok()?
    } else {
        return None;
    };
    date::YEARS.contains(&year).then_some(year)
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
            other => panic!("{other:?}"),
        };
        match reading.notes.first() {
            None => value,
            Some(note) if note.severity() == Severity::Info => value + " info",
            Some(note) => format!("{value} {}", note.rule().name()),
        }
    }

    #[test]
    fn reads_years() {
        for (text, expected) in [
            ("2019", "2019"),
            ("2019年", "2019"),
            ("２０１９", "2019"),
            ("2019 年", "2019"),
            ("2019年度", "2019"),
            ("二〇一九年", "2019"),
            ("二零一九", "2019"),
            ("1898年。", "1898"),
            ("2019年3月", "2019 info"),
            ("2019-03-01", "2019 info"),
            ("2019年（首届）", "2019 corrected-value"),
            ("始于2019年", "2019 corrected-value"),
            ("2019年至今", "2019 corrected-value"),
            ("19年", "null unreadable-date"),
            ("0999", "null unreadable-date"),
            ("1019", "null unreadable-date"),
            ("1731", "1731"),
            ("2101", "null unreadable-date"),
            ("2019-2021", "null unreadable-date"),
            ("2019、2021", "null unreadable-date"),
            ("约2019年", "null unreadable-date"),
            ("待定", "null unreadable-date"),
            ("12", "null unreadable-date"),
            ("/", "null"),
            ("无", "null"),
            ("", "null"),
        ] {
            assert_eq!(summary(text), expected, "{text}");
        }
    }
}
