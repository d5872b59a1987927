//! Why a text is no number, and how that is said.

use super::numeral;
use crate::model::finding::NumberCause;
use crate::text::vocabulary::{Words, vocabulary};
use crate::value::Reading;
use crate::value::fold::quote;

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) enum Trouble {
    /// 约12, 12左右, 近百.
    Approximate,
    /// 12-15, 12至15.
    Range,
    /// Another currency than the field's.
    Currency,
    /// 15%.
    Percent,
    /// 见附件, 同上.
    Reference,
    /// 待定, 不详.
    Pending,
    /// More than one number.
    Several,
    /// Marks between the digits that don't part thousands: 12,50.
    Grouping,
    /// More digits than are kept exactly.
    TooLong,
    /// A part of a whole where whole ones are counted.
    Fraction,
    /// A unit that is not the field's and can't be converted.
    Unit,
    /// Money without saying in what steps: ¥1200, 3千.
    Steps,
    /// A year where a span of years is asked.
    CalendarYear,
    /// Nothing that begins like a number.
    Words,
}

/// Null, with the error that says why.
pub(in crate::value) fn refuse(trouble: Trouble, text: &str, unit: &str) -> Reading {
    use NumberCause as C;
    let (typed, unit) = (quote(text), unit.to_owned());
    Reading::refused(match trouble {
        Trouble::Approximate => C::Approximate { typed, unit },
        Trouble::Range => C::Range { typed, unit },
        Trouble::Currency => C::Currency { typed, unit },
        Trouble::Percent => C::Percent { typed, unit },
        Trouble::Reference => C::Reference { typed, unit },
        Trouble::Pending => C::Pending { typed, unit },
        Trouble::Several => C::Several { typed, unit },
        Trouble::Grouping => C::Grouping { typed, unit },
        Trouble::TooLong => C::TooLong { typed, unit },
        Trouble::Fraction => C::Fraction { typed },
        Trouble::Unit => C::Unit { typed, unit },
        Trouble::Steps => C::Steps { typed, unit },
        Trouble::CalendarYear => C::CalendarYear { typed, unit },
        Trouble::Words => C::Words { typed, unit },
    })
}

fn has_any(text: &str, words: &Words) -> bool {
    words.iter().any(|w| text.contains(w))
}

pub(in crate::value) fn is_doubtful(words: &str) -> bool {
    words.contains(['至', '~'])
        || has_any(words, &vocabulary().number.estimates)
        || has_any(words, &vocabulary().number.pending)
        || has_any(words, &vocabulary().number.references)
}

/// Why a text that is no number may have been written so: only for the words of the finding.
pub(in crate::value) fn explain(text: &str) -> Trouble {
    if has_any(text, &vocabulary().number.references) {
        return Trouble::Reference;
    }
    if has_any(text, &vocabulary().number.pending) {
        return Trouble::Pending;
    }
    if ["%", "‰", "百分之", "千分之"]
        .iter()
        .any(|w| text.contains(w))
    {
        return Trouble::Percent;
    }
    if is_range(text) {
        return Trouble::Range;
    }
    if has_any(text, &vocabulary().number.estimates) {
        return Trouble::Approximate;
    }
    let runs = text
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|run| run.bytes().any(|b| b.is_ascii_digit()))
        .count();
    if runs > 1 {
        return Trouble::Several;
    }
    Trouble::Words
}

/// Whether two numbers stand around a stroke or 至.
fn is_range(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || numeral::is_numeral(c);
    text.char_indices().any(|(i, c)| {
        matches!(c, '-' | '~' | '至' | '到')
            && text[..i].contains(is_number)
            && text[i + c.len_utf8()..]
                .trim_start_matches(['-', '~', ' '])
                .starts_with(is_number)
    })
}
