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
use super::{Reading, Value};
use crate::model::finding::ValueCause;

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
        let (typed, day) = (typed.clone(), day.to_string());
        reading = reading.with(match dropped {
            Dropped::Time => ValueCause::DateTimeLeftOut { typed, day },
            Dropped::End => ValueCause::DateSpan { typed, day },
            Dropped::Words(words) => {
                let words = words.to_string();
                ValueCause::DateWordsLeftOut { typed, day, words }
            }
            Dropped::Serial => ValueCause::DateSerial { typed, day },
            Dropped::Marks => ValueCause::DateMarks { typed, day },
        });
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
    Reading::refused(match trouble {
        Trouble::YearOnly => ValueCause::DateYearOnly { typed },
        Trouble::ShortYear => ValueCause::DateShortYear { typed },
        Trouble::NoYear => ValueCause::DateNoYear { typed },
        Trouble::Order => ValueCause::DateOrder { typed },
        Trouble::Impossible => ValueCause::DateImpossible { typed },
        Trouble::Several => ValueCause::DateSeveral { typed },
        Trouble::Approximate => ValueCause::DateApproximate { typed },
        Trouble::Words => ValueCause::DateWords { typed },
    })
}

#[cfg(test)]
mod tests;
