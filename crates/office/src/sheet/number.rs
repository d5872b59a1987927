//! How a stored number looks to the person who typed it: 15 digits, dates, percentages, units.
//!
//! A spreadsheet stores `2025年3月` as 45717, `50%` as 0.5 and, in a format that counts in 万, what
//! shows as `12.5万元` as 125000. The text given here is what is seen, in full precision.
//! Number formats: ECMA-376 part 1 §18.8.30 and §18.8.31.

mod code;
mod words;

use std::sync::Arc;

use super::content::Content;

use jiff::Span;
use jiff::civil::{Date, date};

/// A number format.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Format {
    /// Its sections with the values they are for; none is General.
    sections: Vec<(Condition, Look)>,
    /// What it writes before and behind a text.
    text: Option<(Arc<str>, Arc<str>)>,
    /// It shows no text.
    hides_text: bool,
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

/// How a section shows a number: between words that a person reads with it.
#[derive(Clone, Debug, PartialEq)]
struct Look {
    before: Arc<str>,
    after: Arc<str>,
    body: Body,
    /// Nobody sees it: the section is empty, or white.
    unseen: bool,
}

/// How the number itself is shown.
#[derive(Clone, Debug, PartialEq)]
enum Body {
    /// As a plain number.
    Plain,
    /// Divided by ten to the `scale`, which words speak of, with at least so many digits before
    /// the point: `00000000000` shows the zero that a telephone begins with.
    Digits { scale: i32, zeros: u32 },
    /// Divided by ten to the scale, and nothing says so.
    Scaled(i32),
    /// Its digits parted by texts: `000-0000`.
    Parted(Arc<[Slot]>),
    /// As a date to this precision, with the time where `time` says so.
    Date { to: Precision, time: bool },
    /// As a time of day.
    Time,
    /// Not at all: the words stand in its stead.
    Nothing,
}

/// A place in the whole part of a number.
#[derive(Clone, Debug, PartialEq)]
enum Slot {
    Digit,
    Literal(Arc<str>),
}

impl From<Body> for Look {
    fn from(body: Body) -> Look {
        Look {
            before: "".into(),
            after: "".into(),
            body,
            unseen: false,
        }
    }
}

impl Look {
    fn is_plain(&self) -> bool {
        let bare = self.before.is_empty() && self.after.is_empty();
        self.body == Body::Plain && bare && !self.unseen
    }
}

/// The smallest part of a date that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Precision {
    Year,
    Month,
    Day,
}

impl Format {
    /// A built-in format by its number; those of Chinese programs included (§18.8.30).
    pub(super) fn built_in(id: u32) -> Format {
        let look = match id {
            9 | 10 => return Format::parse("0%"),
            17 | 27 | 36 | 50 | 52 | 57 => Body::Date {
                to: Precision::Month,
                time: false,
            },
            14..=16 | 28..=31 | 51 | 53 | 54 | 58 => Body::Date {
                to: Precision::Day,
                time: false,
            },
            22 => Body::Date {
                to: Precision::Day,
                time: true,
            },
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Body::Time,
            _ => return Format::default(),
        };
        Format {
            sections: vec![(Condition::Any, Look::from(look))],
            ..Format::default()
        }
    }

    fn look(&self, value: f64) -> Option<&Look> {
        let of = |(condition, _): &&(Condition, Look)| condition.holds(value);
        self.sections.iter().find(of).map(|(_, look)| look)
    }

    /// The text that a person sees for `value`, in full precision. `date1904` says that the
    /// workbook counts days from 1904 (§18.17.4.1).
    pub(super) fn show(&self, value: f64, date1904: bool) -> String {
        let Some(look) = self.look(value) else {
            return plain(value, 0);
        };
        let number = match &look.body {
            Body::Plain | Body::Scaled(_) => plain(value, 0),
            Body::Digits { scale, zeros } => padded(&plain(value, *scale), *zeros),
            Body::Parted(slots) => parted(value, slots),
            Body::Nothing => String::new(),
            Body::Date { to, time } => {
                moment(value, date1904, *to, *time).unwrap_or_else(|| plain(value, 0))
            }
            Body::Time if (0.0..1.0).contains(&value) => hours(seconds(value)),
            Body::Time => {
                moment(value, date1904, Precision::Day, true).unwrap_or_else(|| plain(value, 0))
            }
        };
        format!("{}{number}{}", look.before, look.after)
    }

    /// What a person sees where the number is shown divided and no word says so: `125` of 125000.
    pub(super) fn scaled(&self, value: f64) -> Option<String> {
        match self.look(value)?.body {
            Body::Scaled(scale) if value != 0.0 => Some(plain(value, scale)),
            _ => None,
        }
    }

    /// Nobody sees what the cell holds: `;;;`, `[White]0`. A zero that is not shown is nothing.
    pub(super) fn hides(&self, content: &Content) -> bool {
        match content {
            Content::Number(value, _) => {
                *value != 0.0 && self.look(*value).is_some_and(|look| look.unseen)
            }
            Content::Text(text) => self.hides_text && !text.trim().is_empty(),
            _ => false,
        }
    }

    /// The text that a person sees for a moment that is stored as ISO 8601.
    pub(super) fn show_moment(&self, text: &str) -> String {
        let date = iso(text);
        let to = self.sections.first().map(|(_, look)| &look.body);
        let cut = match to {
            Some(Body::Date { to, .. }) if date.len() == 10 => match to {
                Precision::Year => date.strip_suffix("-01-01"),
                Precision::Month => date.strip_suffix("-01"),
                Precision::Day => None,
            },
            _ => None,
        };
        cut.unwrap_or(&date).to_owned()
    }

    /// The text that a person sees for a text.
    pub(super) fn show_text(&self, text: Arc<str>) -> Arc<str> {
        match &self.text {
            Some((before, after)) if !text.trim().is_empty() => {
                format!("{before}{text}{after}").into()
            }
            _ => text,
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

/// A number with at least so many digits before its point.
fn padded(number: &str, zeros: u32) -> String {
    let (sign, number) = match number.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", number),
    };
    let whole = number.find(['.', 'e']).unwrap_or(number.len());
    let missing = (zeros as usize).saturating_sub(whole);
    format!("{sign}{}{number}", "0".repeat(missing))
}

/// A number whose whole part has texts between its digits.
fn parted(value: f64, slots: &[Slot]) -> String {
    let places = slots.iter().filter(|slot| **slot == Slot::Digit).count();
    let text = padded(&plain(value.abs(), 0), places as u32);
    if text.contains('e') {
        return plain(value, 0);
    }
    let (whole, part) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut digits = whole.chars();
    let mut out = String::new();
    if value < 0.0 {
        out.push('-');
    }
    // More digits than places stand at the first.
    for _ in places..whole.len() {
        out.extend(digits.next());
    }
    for slot in slots {
        match slot {
            Slot::Digit => out.extend(digits.next()),
            Slot::Literal(text) => out.push_str(text),
        }
    }
    out + part
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

/// A number that is not shown by a format but as text: the words that the text has around it, its
/// leading zeros and its scale where words speak of one, in full precision.
pub(super) fn number_as_shown(value: f64, shown: &str) -> String {
    let stored = plain(value, 0);
    let Some((before, digits, after)) = words::around(shown) else {
        let words = words::written(shown);
        return match words.contains(char::is_alphabetic) && !words.is_ascii() {
            true => words.to_owned(),
            false => stored,
        };
    };
    let grouped = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}');
    if digits.contains(['e', 'E', '/']) {
        return stored;
    }
    let (before, after) = (words::written(before), words::written(after));
    let plainly: String = digits
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    if !digits.chars().all(grouped) {
        // 010-1234: the same digits, parted.
        let same = plainly.trim_start_matches('0') == stored.trim_start_matches(['-', '0']);
        let shown = words::written(shown);
        return if same { shown.to_owned() } else { stored };
    }
    let scale = match plainly.parse::<f64>() {
        Ok(n) if n != 0.0 && value != 0.0 => (value.abs() / n).log10().round() as i32,
        _ => 0,
    };
    let before = if words::is_shown_before(before) {
        before
    } else {
        ""
    };
    let is_after = match before.is_empty() {
        true => words::is_shown_after(after, scale != 0),
        false => words::is_shown_before(after),
    };
    let after = if is_after { after } else { "" };
    let scale = match before.is_empty() && after.is_empty() {
        true => 0,
        false => scale,
    };
    let whole = plainly.find('.').unwrap_or(plainly.len());
    let zeros = match plainly.starts_with('0') && whole > 1 {
        true => whole as u32,
        false => 0,
    };
    format!("{before}{}{after}", padded(&plain(value, scale), zeros))
}

#[cfg(test)]
mod tests;
