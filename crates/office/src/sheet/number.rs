//! How a stored number looks to the person who typed it: 15 digits, dates, percentages, units.
//!
//! A spreadsheet stores `2025年3月` as 45717, `50%` as 0.5 and, in a format that counts in 万, what
//! shows as `12.5万元` as 125000. The text given here is what is seen, in full precision.
//! Number formats: ECMA-376 part 1 §18.8.30 and §18.8.31.

mod code;

use std::sync::Arc;

use jiff::Span;
use jiff::civil::{Date, date};

/// A number format.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Format {
    /// Its sections with the values they are for; none is General.
    sections: Vec<(Condition, Look)>,
}

/// The values that a section is for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Condition {
    Any,
    Above(f64),
    AtLeast(f64),
    Below(f64),
    AtMost(f64),
    Equal(f64),
    Unequal(f64),
}

/// How a section shows a number.
#[derive(Clone, Debug, PartialEq)]
enum Look {
    /// As a plain number.
    Plain,
    /// As a date to this precision, with the time where `time` says so.
    Date { to: Precision, time: bool },
    /// As a time of day.
    Time,
    /// Divided by ten to the `scale`, between texts that change its magnitude or unit.
    Unit {
        scale: i32,
        before: Arc<str>,
        after: Arc<str>,
    },
}

/// The smallest part of a date that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Precision {
    Year,
    Month,
    Day,
}

/// Literal text that changes what a number means; any other (`人`, a dash, `¥`, which Chinese
/// programs put before any amount) is decoration.
const MAGNITUDES: &[char] = &[
    '%', '‰', '百', '千', '万', '萬', '亿', '億', '元', '美', '欧', '镑', '$', '€', '£',
];

impl Format {
    /// A built-in format by its number; those of Chinese programs included (§18.8.30).
    pub(super) fn built_in(id: u32) -> Format {
        let look = match id {
            9 | 10 => return Format::parse("0%"),
            17 | 27 | 36 | 50 | 52 | 57 => Look::Date {
                to: Precision::Month,
                time: false,
            },
            14..=16 | 28..=31 | 51 | 53 | 54 | 58 => Look::Date {
                to: Precision::Day,
                time: false,
            },
            22 => Look::Date {
                to: Precision::Day,
                time: true,
            },
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Look::Time,
            _ => return Format::default(),
        };
        Format {
            sections: vec![(Condition::Any, look)],
        }
    }

    /// The text that a person sees for `value`, in full precision. `date1904` says that the
    /// workbook counts days from 1904 (§18.17.4.1).
    pub(super) fn show(&self, value: f64, date1904: bool) -> String {
        let look = self
            .sections
            .iter()
            .find(|(condition, _)| condition.holds(value))
            .map(|(_, look)| look);
        match look {
            None | Some(Look::Plain) => plain(value, 0),
            Some(Look::Unit {
                scale,
                before,
                after,
            }) => format!("{before}{}{after}", plain(value, *scale)),
            Some(Look::Date { to, time }) => {
                moment(value, date1904, *to, *time).unwrap_or_else(|| plain(value, 0))
            }
            Some(Look::Time) if (0.0..1.0).contains(&value) => hours(seconds(value)),
            Some(Look::Time) => {
                moment(value, date1904, Precision::Day, true).unwrap_or_else(|| plain(value, 0))
            }
        }
    }
}

impl Condition {
    fn holds(self, value: f64) -> bool {
        match self {
            Condition::Any => true,
            Condition::Above(n) => value > n,
            Condition::AtLeast(n) => value >= n,
            Condition::Below(n) => value < n,
            Condition::AtMost(n) => value <= n,
            Condition::Equal(n) => value == n,
            Condition::Unequal(n) => value != n,
        }
    }
}

/// A number divided by ten to the `scale`, in up to 15 significant digits, which is all that a
/// spreadsheet keeps, as plain digits: `0.1`, `12.5`, `-3`, never `1e-7`.
pub(super) fn plain(value: f64, scale: i32) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let text = format!("{:.14e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = exponent.parse::<i32>().unwrap_or(0) + 1 - scale;
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let mut out = String::new();
    if value < 0.0 {
        out.push('-');
    }
    let len = digits.len() as i32;
    if !(-30..=60).contains(&point) {
        // No spreadsheet shows such a number in digits.
        return format!("{out}{digits}e{}", point - len);
    }
    if point <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', -point as usize));
        out.push_str(digits);
    } else if point >= len {
        out.push_str(digits);
        out.extend(std::iter::repeat_n('0', (point - len) as usize));
    } else {
        let (whole, part) = digits.split_at(point as usize);
        out.push_str(whole);
        out.push('.');
        out.push_str(part);
    }
    out
}

/// A serial number as a date. Whoever types a month alone gets its first day stored, so any other
/// day was typed, whether it is shown or not.
fn moment(value: f64, date1904: bool, to: Precision, time: bool) -> Option<String> {
    let (mut days, mut seconds) = (value.floor() as i64, seconds(value));
    if seconds >= 86_400 {
        (days, seconds) = (days + 1, 0);
    }
    let date = civil(days, date1904)?;
    let (y, m, d) = (date.year(), date.month(), date.day());
    Some(match to {
        Precision::Year if m == 1 && d == 1 => format!("{y:04}"),
        Precision::Month if d == 1 => format!("{y:04}-{m:02}"),
        _ if time && seconds > 0 => format!("{y:04}-{m:02}-{d:02} {}", hours(seconds)),
        _ => format!("{y:04}-{m:02}-{d:02}"),
    })
}

/// The seconds of the day in a serial number, rounded.
fn seconds(value: f64) -> i64 {
    ((value - value.floor()) * 86_400.0).round() as i64
}

/// The day of a serial number. In the 1900 system day 60 is the 29 February 1900 that never was.
fn civil(days: i64, date1904: bool) -> Option<Date> {
    let base = match (date1904, days) {
        (true, 0..) => date(1904, 1, 1),
        (false, 1..=59) => date(1899, 12, 31),
        (false, 61..) => date(1899, 12, 30),
        _ => return None,
    };
    let day = base.checked_add(Span::new().try_days(days).ok()?).ok()?;
    (day.year() <= 9999).then_some(day)
}

fn hours(seconds: i64) -> String {
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if s == 0 {
        format!("{h:02}:{m:02}")
    } else {
        format!("{h:02}:{m:02}:{s:02}")
    }
}

/// An ISO date or date-time as a cell's text: `2025-03-05T00:00:00` is `2025-03-05`.
pub(super) fn iso(text: &str) -> String {
    let text = text.trim();
    let Some((date, time)) = text.split_once('T') else {
        return text.to_owned();
    };
    let time = time.split(['.', 'Z', '+']).next().unwrap_or("");
    match time.strip_suffix(":00").unwrap_or(time) {
        "" | "00:00" | "00" => date.to_owned(),
        time => format!("{date} {time}"),
    }
}

/// A stored date (`2025-03-01`, with or without a time) to the precision that its shown text has:
/// shown as `2025年3月` it is `2025-03`.
pub(super) fn date_as_shown(stored: &str, shown: &str) -> String {
    let date = iso(stored);
    let groups = shown
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .count();
    match (groups, date.len()) {
        (2, 10) => date.strip_suffix("-01").unwrap_or(&date).to_owned(),
        (1, 10) => date.strip_suffix("-01-01").unwrap_or(&date).to_owned(),
        _ => date,
    }
}

/// A number that is not shown by a format but as text: the text where it changes the number's
/// magnitude or unit.
pub(super) fn number_as_shown(value: f64, shown: &str) -> String {
    if shown.contains(MAGNITUDES) {
        shown.trim().to_owned()
    } else {
        plain(value, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(code: &str, value: f64) -> String {
        Format::parse(code).show(value, false)
    }

    #[test]
    fn numbers_have_fifteen_digits_at_most() {
        let cases = [
            (0.1 + 0.2, "0.3"),
            (12.500000000000002, "12.5"),
            (1e15, "1000000000000000"),
            (110101199001011234.0, "110101199001011000"),
            (-0.000012, "-0.000012"),
            (-0.0, "0"),
            (1.0 / 3.0, "0.333333333333333"),
            (2025.0, "2025"),
            (1e300, "1e300"),
        ];
        for (value, text) in cases {
            assert_eq!(plain(value, 0), text);
        }
    }

    #[test]
    fn dates_are_shown_to_the_precision_of_their_format() {
        // Typed as 2025年3月5日, 2025年3月 and 2025/3/5 8:30.
        assert_eq!(show("yyyy\"年\"m\"月\"d\"日\";@", 45721.0), "2025-03-05");
        assert_eq!(show("yyyy\"年\"m\"月\";@", 45717.0), "2025-03");
        assert_eq!(
            show("yyyy/m/d h:mm", 45721.0 + 8.5 / 24.0),
            "2025-03-05 08:30"
        );
        assert_eq!(show("yyyy/m/d h:mm", 45721.0), "2025-03-05");
        // A full date whose format hides the day is still a full date.
        assert_eq!(show("yyyy-mm", 45721.0), "2025-03-05");
        assert_eq!(show("[$-804]yyyy\\年m\\月d\\日", 45721.0), "2025-03-05");
        assert_eq!(show("[DBNum1][$-804]yyyy\"年\"m\"月\"", 45717.0), "2025-03");
        assert_eq!(show("m\"月\"d\"日\"", 45721.0), "2025-03-05");
        assert_eq!(show("yyyy", 45658.0), "2025");
        assert_eq!(show("h:mm AM/PM", 0.5), "12:00");
        assert_eq!(show("mm:ss", 0.5 / 24.0), "00:30");
        assert_eq!(Format::built_in(14).show(45721.0, false), "2025-03-05");
        assert_eq!(Format::built_in(57).show(45717.0, false), "2025-03");
        assert_eq!(Format::built_in(14).show(44259.0, true), "2025-03-05");
        // Before and after the day that Lotus invented.
        assert_eq!(Format::built_in(14).show(59.0, false), "1900-02-28");
        assert_eq!(Format::built_in(14).show(61.0, false), "1900-03-01");
        // No day of any calendar here.
        assert_eq!(Format::built_in(14).show(-5.0, false), "-5");
        assert_eq!(Format::built_in(14).show(1e10, false), "10000000000");
    }

    #[test]
    fn a_format_that_changes_the_magnitude_is_seen() {
        assert_eq!(show("0%", 0.5), "50%");
        assert_eq!(show("0.00%", 0.1234), "12.34%");
        assert_eq!(show("0!.0,\"万元\"", 125_000.0), "12.5万元");
        assert_eq!(show("0\\.0,", 125_000.0), "12.5");
        assert_eq!(show("#,##0,", 125_000.0), "125");
        assert_eq!(show("[>=10000]0!.0,\"万\";0", 125_000.0), "12.5万");
        assert_eq!(show("[>=10000]0!.0,\"万\";0", 125.0), "125");
        assert_eq!(show("General\"万元\"", 12.5), "12.5万元");
        assert_eq!(show("[$$-409]#,##0.00", 12.5), "$12.5");
    }

    #[test]
    fn decoration_is_left_out() {
        let codes = [
            "General",
            "#,##0.00",
            "0_ ",
            "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ",
            "0\"人\"",
            "0;-0;\"—\"",
            "0.00E+00",
            "@",
            "# ?/?",
            "[Red]0",
        ];
        for code in codes {
            assert_eq!(show(code, 12.5), "12.5", "{code}");
        }
        assert_eq!(show("0;-0;\"—\"", 0.0), "0");
    }

    proptest! {
        #[test]
        fn any_format_code_is_read(code in ".{0,40}", value: f64) {
            show(&code, value);
        }

        #[test]
        fn what_was_typed_in_fifteen_digits_comes_back(n in -99_999_999_999i64..99_999_999_999, d in 0u32..4) {
            let typed = rust_decimal::Decimal::new(n, d).normalize();
            let stored: f64 = typed.to_string().parse().unwrap();
            prop_assert_eq!(plain(stored, 0), typed.to_string());
        }
    }
}
