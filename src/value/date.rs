//! Dates: what came of a text that names a day or a month.
//!
//! The grammar is in [`whole`]; here its results become values and notes.

mod calendar;
mod tail;
mod whole;

pub(super) use self::calendar::YEARS;
use self::calendar::{Dropped, Trouble};
use super::fold::{LONGEST, fold, quote, trim};
use super::nothing::is_nothing;
use super::{Note, Reading, Value};
use crate::finding::Rule;
use crate::lang::Said;
use crate::said;

/// Reads a day (`2025-03-05`) or a month (`2025-03`).
///
/// Of a span the beginning is taken, with a warning. A year alone, an impossible day, two digits
/// for the year, or an order of day and month that can't be told is null with an error.
pub(super) fn read(text: &str) -> Reading {
    let text = trim(text);
    if text.is_empty() {
        return Reading::null();
    }
    if let Some(day) = calendar::iso(text) {
        return Reading::of(Value::Text(day.to_string()));
    }
    if is_nothing(text) {
        return Reading::null();
    }
    if text.len() > LONGEST {
        return refuse(Trouble::Words, text);
    }
    let folded = fold(text);
    if is_prompt(&folded) {
        return Reading::null();
    }
    let (day, dropped) = match whole::read(&folded) {
        Ok(found) => found,
        Err(trouble) => return refuse(trouble, text),
    };
    let typed = quote(text);
    let mut reading = Reading::of(Value::Text(day.to_string()));
    for dropped in dropped {
        let look = said!("请核对日期", "Check the date");
        let note = match dropped {
            Dropped::Time => Note::info(
                Rule::CorrectedValue,
                said!(
                    "“{typed}”按{day}读取，时刻未采用",
                    "“{typed}” was read as {day}; the time of day was left out"
                ),
            ),
            Dropped::End => Note::warning(
                Rule::CorrectedValue,
                said!(
                    "“{typed}”是一段时间，取开始的{day}",
                    "“{typed}” is a span; its beginning {day} was taken"
                ),
                look,
            ),
            Dropped::Words(words) => Note::warning(
                Rule::CorrectedValue,
                said!(
                    "“{typed}”按{day}读取，“{words}”未采用",
                    "“{typed}” was read as {day}; “{words}” was left out"
                ),
                look,
            ),
            Dropped::Serial => Note::warning(
                Rule::CorrectedValue,
                said!(
                    "“{typed}”像是电子表格的日期序号，按{day}读取",
                    "“{typed}” looks like a spreadsheet's day number; read as {day}"
                ),
                look,
            ),
            Dropped::Marks => Note::warning(
                Rule::CorrectedValue,
                said!("“{typed}”按{day}读取", "“{typed}” was read as {day}"),
                look,
            ),
        };
        reading = reading.with(note);
    }
    reading
}

/// The year of a text that is one date and nothing else.
pub(super) fn year_of(folded: &str) -> Option<i16> {
    match whole::read(folded) {
        Ok((day, dropped)) if dropped.is_empty() => Some(day.year),
        _ => None,
    }
}

/// Whether a text is a printed prompt that nobody filled in: `  年  月  日`, `YYYY-MM-DD`.
fn is_prompt(folded: &str) -> bool {
    folded.contains(['年', 'Y', 'X', 'y', 'x'])
        && folded.chars().all(|c| {
            matches!(
                c,
                '年' | '月'
                    | '日'
                    | 'X'
                    | 'x'
                    | 'Y'
                    | 'y'
                    | 'M'
                    | 'm'
                    | 'D'
                    | 'd'
                    | '×'
                    | '_'
                    | '-'
                    | '/'
                    | '.'
                    | ' '
                    | '('
                    | ')'
            )
        })
        && folded.chars().filter(|c| !matches!(c, '(' | ')')).count() > 1
}

/// Null, with the error that says why.
fn refuse(trouble: Trouble, text: &str) -> Reading {
    let typed = quote(text);
    let why: Said = match trouble {
        Trouble::YearOnly => said!(
            "“{typed}”只有年份，未取值",
            "“{typed}” names a year only; nothing was taken"
        ),
        Trouble::ShortYear => said!(
            "“{typed}”的年份不是四位数，未取值",
            "The year of “{typed}” is not in four digits; nothing was taken"
        ),
        Trouble::NoYear => said!(
            "“{typed}”没有年份，未取值",
            "“{typed}” has no year; nothing was taken"
        ),
        Trouble::Order => said!(
            "“{typed}”分不清哪个是月、哪个是日，未取值",
            "Which part of “{typed}” is the month cannot be told; nothing was taken"
        ),
        Trouble::Impossible => said!(
            "“{typed}”不是日历上有的日期，未取值",
            "“{typed}” is no day of the calendar; nothing was taken"
        ),
        Trouble::Several => said!(
            "“{typed}”含有不止一个日期，未取值",
            "“{typed}” holds more than one date; nothing was taken"
        ),
        Trouble::Approximate => said!(
            "“{typed}”不是确切的日期，未取值",
            "“{typed}” is not an exact date; nothing was taken"
        ),
        Trouble::Words => said!(
            "“{typed}”不能读作日期，未取值",
            "“{typed}” cannot be read as a date; nothing was taken"
        ),
    };
    Reading::error(
        Rule::UnreadableDate,
        why,
        said!(
            "请按“2025-03-05”的样式填写，不知道日子时写到月：“2025-03”",
            "Write it like 2025-03-05, or like 2025-03 where the day is not known"
        ),
    )
}

#[cfg(test)]
mod tests;
