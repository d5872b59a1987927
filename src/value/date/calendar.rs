//! The grammar of dates: a day or a month with what may stand behind it.

use std::fmt;

use jiff::civil::Date;

use crate::value::number::numeral;
use crate::value::scan::Scan;

/// The years that are believed: 1019 is 2019 mistyped, and no prize is older than the oldest
/// academies.
pub(in crate::value) const YEARS: std::ops::RangeInclusive<i16> = 1600..=2100;

/// A day, or a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) struct Day {
    pub year: i16,
    pub month: i8,
    /// None where only the month is given.
    pub day: Option<i8>,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

impl Day {
    pub(super) fn new(year: i16, month: u32, day: Option<u32>) -> Result<Day, Trouble> {
        let month = i8::try_from(month).map_err(|_| Trouble::Impossible)?;
        let day = match day {
            Some(day) => Some(i8::try_from(day).map_err(|_| Trouble::Impossible)?),
            None => None,
        };
        if !YEARS.contains(&year) || Date::new(year, month, day.unwrap_or(1)).is_err() {
            return Err(Trouble::Impossible);
        }
        Ok(Day { year, month, day })
    }
}

/// What a text has beside its date, and is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::value) enum Dropped {
    /// A time of day other than midnight.
    Time,
    /// The end of a span.
    End,
    /// Words: 上旬, 起, a note in brackets.
    Words(String),
    /// Nothing: it was a spreadsheet's day number.
    Serial,
    /// Nothing: it was written with marks that are not usual, or none.
    Marks,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) enum Trouble {
    YearOnly,
    ShortYear,
    NoYear,
    /// 05/03/2025, 2025.3-5: which is the month, or is it a span?
    Order,
    Impossible,
    Several,
    Approximate,
    Words,
}

/// Reads `2025-03-05` and `2025-03`, as most are written.
pub(in crate::value) fn iso(text: &str) -> Option<Day> {
    let number = |at: std::ops::Range<usize>| -> Option<u32> {
        let digits = text.as_bytes().get(at)?;
        digits.iter().try_fold(0, |n, b| {
            b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0'))
        })
    };
    let bytes = text.as_bytes();
    if !matches!(bytes.len(), 7 | 10) || bytes[4] != b'-' {
        return None;
    }
    let day = match bytes.get(7) {
        Some(b'-') => Some(number(8..10)?),
        Some(_) => return None,
        None => None,
    };
    Day::new(i16::try_from(number(0..4)?).ok()?, number(5..7)?, day).ok()
}

/// A number and how it was written.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    /// Digits, or numeral characters.
    length: usize,
    chinese: bool,
    positional: bool,
}

impl Number {
    /// Passes over a number of at most eight digits, or a Chinese numeral.
    fn eat(scan: &mut Scan) -> Option<Number> {
        let mut ahead = *scan;
        let digits = ahead.digits();
        let number = if digits.is_empty() {
            let numeral = numeral::parse(ahead.take_while(numeral::is_numeral))?;
            Number {
                value: u32::try_from(numeral.value).ok()?,
                length: numeral.length,
                chinese: true,
                positional: numeral.positional,
            }
        } else {
            Number {
                value: digits.parse().ok().filter(|_| digits.len() <= 8)?,
                length: digits.len(),
                chinese: false,
                positional: false,
            }
        };
        *scan = ahead;
        Some(number)
    }

    /// A year in four digits.
    fn year(self) -> Option<i16> {
        let four = self.length == 4 && self.chinese == self.positional;
        i16::try_from(self.value).ok().filter(|_| four)
    }

    /// A month or a day: one or two digits.
    fn small(self) -> Option<u32> {
        let small = if self.chinese {
            !self.positional && self.value < 100
        } else {
            self.length <= 2
        };
        small.then_some(self.value)
    }
}

/// Passes over a month or a day, unless a colon says that it is an hour.
pub(super) fn small(scan: &mut Scan) -> Option<u32> {
    let mut ahead = *scan;
    let value = Number::eat(&mut ahead)?.small()?;
    if matches!(ahead.peek(), Some(':' | '时' | '点')) {
        return None;
    }
    *scan = ahead;
    Some(value)
}

pub(super) fn date(scan: &mut Scan, dropped: &mut Vec<Dropped>) -> Result<Day, Trouble> {
    if let Some(month) = month_name(scan) {
        return month_first(scan, month);
    }
    if scan.peek() == Some('\'') {
        return Err(Trouble::ShortYear);
    }
    let first = Number::eat(scan).ok_or(Trouble::Words)?;
    if let Some(year) = first.year() {
        return year_first(scan, year, dropped);
    }
    match (first.chinese, first.length) {
        (false, 8) => Day::new(
            (first.value / 10_000) as i16,
            first.value / 100 % 100,
            Some(first.value % 100),
        ),
        (false, 6) => Day::new((first.value / 100) as i16, first.value % 100, None),
        (false, 5) => serial(scan, first.value, dropped),
        (false, 1 | 2) => small_first(scan, first.value),
        _ if matches!(scan.peek(), Some('月')) => Err(Trouble::NoYear),
        _ if matches!(scan.peek(), Some('年')) => Err(Trouble::ShortYear),
        _ => Err(Trouble::Words),
    }
}

/// A spreadsheet's day number, counted from 1899-12-30, of the years 1990 to 2100.
fn serial(scan: &mut Scan, number: u32, dropped: &mut Vec<Dropped>) -> Result<Day, Trouble> {
    if scan.eat('.') && scan.digits().is_empty() || !scan.is_done() {
        return Err(Trouble::Words);
    }
    if !(32_874..=73_415).contains(&number) {
        return Err(Trouble::Words);
    }
    let date = Date::constant(1899, 12, 30)
        .checked_add(jiff::Span::new().days(i64::from(number)))
        .map_err(|_| Trouble::Words)?;
    dropped.push(Dropped::Serial);
    Day::new(date.year(), date.month() as u32, Some(date.day() as u32))
}

/// What follows a year: 年3月5日, -03-05, .3, a month's name.
fn year_first(scan: &mut Scan, year: i16, dropped: &mut Vec<Dropped>) -> Result<Day, Trouble> {
    let spaced = scan.peek() == Some(' ');
    scan.spaces();
    if scan.is_done() {
        return Err(Trouble::YearOnly);
    }
    if scan.eat('年') {
        scan.spaces();
        let month = small(scan).ok_or(Trouble::YearOnly)?;
        scan.spaces();
        if scan.eat('月') {
            return after_month(scan, year, month);
        }
        return match scan.peek() {
            // 2025年3-5月 is a span of months; the tail sees to it.
            Some('-' | '~' | '至' | '到') => Day::new(year, month, None),
            None => {
                dropped.push(Dropped::Marks);
                Day::new(year, month, None)
            }
            Some('.' | '/') => Err(Trouble::Order),
            Some(_) => Err(Trouble::Words),
        };
    }
    let mark = match scan.peek() {
        Some(c @ ('-' | '.' | '/' | ',' | '、')) => {
            scan.take_while(|d| d == c);
            scan.spaces();
            c
        }
        Some(_) if spaced => ' ',
        _ => return Err(Trouble::Words),
    };
    if let Some(month) = month_name(scan) {
        scan.take_while(|c| matches!(c, '-' | '.' | '/' | ',' | ' '));
        let day = small(scan);
        ordinal(scan);
        return Day::new(year, month, day);
    }
    let month = small(scan).ok_or(Trouble::Words)?;
    if mark == ' ' || mark == ',' || mark == '、' {
        dropped.push(Dropped::Marks);
    }
    let mut ahead = *scan;
    ahead.spaces();
    if ahead.eat('月') {
        *scan = ahead;
        scan.take_while(|c| c == mark);
        return after_month(scan, year, month);
    }
    // The day, behind the same mark; not the beginning of another date or of a span of months.
    let parted = if mark == ' ' {
        scan.peek() == Some(' ')
    } else {
        !ahead.take_while(|c| c == mark).is_empty()
    };
    ahead.spaces();
    if parted
        && let Some(day) = small(&mut ahead)
        && ahead.peek() != Some('月')
    {
        *scan = ahead;
        scan.spaces();
        let _ = scan.eat('日') || scan.eat('号');
        return Day::new(year, month, Some(day));
    }
    Day::new(year, month, None)
}

/// What follows 月: the day, with or without 日; its blank; or nothing.
fn after_month(scan: &mut Scan, year: i16, month: u32) -> Result<Day, Trouble> {
    scan.eat('份');
    let mut ahead = *scan;
    ahead.take_while(|c| matches!(c, ' ' | '\n' | '_'));
    let day = small(&mut ahead);
    ahead.spaces();
    let marked = ahead.eat('日') || ahead.eat('号');
    if day.is_some() || marked {
        *scan = ahead;
    }
    Day::new(year, month, day)
}

/// What follows a day or a month that stands first: 25/03/2025, 03/2025, 5 Mar 2025.
fn small_first(scan: &mut Scan, first: u32) -> Result<Day, Trouble> {
    ordinal(scan);
    let mut ahead = *scan;
    ahead.take_while(|c| matches!(c, ' ' | '-' | '.' | '/'));
    ahead.eat_word("of ");
    if let Some(month) = month_name(&mut ahead) {
        ahead.take_while(|c| matches!(c, ' ' | '-' | '.' | '/' | ','));
        let year = Number::eat(&mut ahead).ok_or(Trouble::NoYear)?;
        *scan = ahead;
        return Day::new(year.year().ok_or(Trouble::ShortYear)?, month, Some(first));
    }
    scan.spaces();
    let mark = match scan.peek() {
        Some(c @ ('-' | '.' | '/')) => c,
        Some('年') => return Err(Trouble::ShortYear),
        Some('月') => return Err(Trouble::NoYear),
        _ => return Err(Trouble::Words),
    };
    scan.eat(mark);
    let second = Number::eat(scan).ok_or(Trouble::Words)?;
    if let Some(year) = second.year() {
        return Day::new(year, first, None);
    }
    let second = second.small().ok_or(Trouble::Words)?;
    if !scan.eat(mark) {
        return Err(Trouble::NoYear);
    }
    let year = Number::eat(scan).ok_or(Trouble::NoYear)?;
    let year = year.year().ok_or(Trouble::ShortYear)?;
    match (first, second) {
        (a, b) if a == b => Day::new(year, a, Some(b)),
        (day @ 13.., month) => Day::new(year, month, Some(day)),
        (month, day @ 13..) => Day::new(year, month, Some(day)),
        _ => Err(Trouble::Order),
    }
}

/// What follows a month's name: 5, 2025; 2025.
fn month_first(scan: &mut Scan, month: u32) -> Result<Day, Trouble> {
    scan.take_while(|c| matches!(c, ' ' | '.' | '-' | ','));
    let number = Number::eat(scan).ok_or(Trouble::NoYear)?;
    if let Some(year) = number.year() {
        return Day::new(year, month, None);
    }
    let day = number.small().ok_or(Trouble::Words)?;
    ordinal(scan);
    if scan
        .take_while(|c| matches!(c, ' ' | ',' | '-' | '.'))
        .is_empty()
    {
        return Err(Trouble::ShortYear);
    }
    let year = Number::eat(scan).ok_or(Trouble::NoYear)?;
    Day::new(year.year().ok_or(Trouble::ShortYear)?, month, Some(day))
}

/// Passes over st, nd, rd, th.
fn ordinal(scan: &mut Scan) {
    scan.eat_any(&["st", "nd", "rd", "th"]);
}

/// Passes over a month's English name, whole or in three letters.
fn month_name(scan: &mut Scan) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let mut ahead = *scan;
    let word = ahead.take_while(|c| c.is_ascii_alphabetic());
    if word.len() < 3 {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let at = NAMES.iter().position(|name| {
        *name == word || name[..3] == word || word == "sept" && *name == "september"
    })?;
    *scan = ahead;
    Some(at as u32 + 1)
}
