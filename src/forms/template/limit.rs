//! What a template's validations allow besides lists: numbers and days within bounds, texts no
//! longer than so many characters (ECMA-376 part 1 §18.18.21 `ST_DataValidationType`).

use std::str::FromStr;

use office::inplace::address::parse_cell;
use office::inplace::sheet::Content;
use rust_decimal::Decimal;

use super::validation::{Book, Validation};

/// The longest text that a cell holds, in UTF-16 units (Excel's specifications and limits).
const LONGEST: usize = 32_767;

/// What is held to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measured {
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A day, by its number.
    Day,
    /// How long a text is.
    Length,
}

/// What a cell of a column may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub measured: Measured,
    /// Outside of the bounds, not within them.
    outside: bool,
    least: Option<Bound>,
    most: Option<Bound>,
    /// Excel refuses what breaks it; else it only warns.
    pub refuses: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bound {
    number: Decimal,
    /// The bound itself is allowed.
    itself: bool,
}

impl Limit {
    /// Of a validation that is no list; `None` where its bounds must be computed.
    pub(super) fn of(validation: &Validation, book: &Book<'_>, sheet: &str) -> Option<Limit> {
        let measured = match validation.kind.as_str() {
            "whole" => Measured::Whole,
            "decimal" => Measured::Number,
            "date" | "time" => Measured::Day,
            "textLength" => Measured::Length,
            _ => return None,
        };
        let at = |formula: &str, itself| {
            let number = number(formula, book, sheet)?;
            Some(Some(Bound { number, itself }))
        };
        let first = |itself| at(&validation.formula, itself);
        let (least, most) = match validation.operator.as_str() {
            "equal" | "notEqual" => (first(true)?, first(true)?),
            "greaterThan" => (first(false)?, None),
            "greaterThanOrEqual" => (first(true)?, None),
            "lessThan" => (None, first(false)?),
            "lessThanOrEqual" => (None, first(true)?),
            // `between` is what it is where nothing is said.
            _ => (first(true)?, at(&validation.second, true)?),
        };
        Some(Limit {
            measured,
            outside: validation.operator.starts_with("not"),
            least,
            most,
            refuses: validation.refuses,
        })
    }

    /// What any cell holds.
    pub(super) fn of_any_cell() -> Limit {
        Limit {
            measured: Measured::Length,
            outside: false,
            least: None,
            most: Some(Bound {
                number: LONGEST.into(),
                itself: true,
            }),
            refuses: true,
        }
    }

    /// A cell may hold this.
    pub(super) fn allows(&self, content: &Content) -> bool {
        let number = match (content, self.measured) {
            (Content::Empty | Content::Bool(_), _) => return true,
            (Content::Text(text) | Content::Number(text), Measured::Length) => {
                Decimal::from(text.encode_utf16().count())
            }
            (Content::Number(number), _) => match Decimal::from_str(number) {
                Ok(number) => number,
                Err(_) => return false,
            },
            // A text is no number, and no day.
            (Content::Text(_), _) => return false,
        };
        if self.measured == Measured::Whole && !number.fract().is_zero() {
            return false;
        }
        let above = self.least.is_none_or(|b| match b.itself {
            true => number >= b.number,
            false => number > b.number,
        });
        let below = self.most.is_none_or(|b| match b.itself {
            true => number <= b.number,
            false => number < b.number,
        });
        (above && below) != self.outside
    }

    /// It as a sign: `≤ 15`, `0–100`.
    pub(super) fn shown(&self) -> String {
        let shown = |b: Bound| match self.measured {
            Measured::Day => day(b.number).unwrap_or_else(|| b.number.normalize().to_string()),
            _ => b.number.normalize().to_string(),
        };
        let sign = |b: Bound, itself, alone| if b.itself { itself } else { alone };
        let text = match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => format!("= {}", shown(least)),
            (Some(least), Some(most)) => format!("{}–{}", shown(least), shown(most)),
            (Some(b), None) => format!("{} {}", sign(b, "≥", ">"), shown(b)),
            (None, Some(b)) => format!("{} {}", sign(b, "≤", "<"), shown(b)),
            (None, None) => String::new(),
        };
        match self.outside {
            true => format!("≠ {}", text.trim_start_matches("= ")),
            false => text,
        }
    }
}

/// A day by its number in Excel's calendar.
fn day(number: Decimal) -> Option<String> {
    let days: i64 = number.trunc().to_string().parse().ok()?;
    let start = jiff::civil::date(1899, 12, 30);
    let day = start.checked_add(jiff::Span::new().try_days(days).ok()?);
    day.ok().map(|day| day.to_string())
}

/// A bound that need not be computed: a number, `DATE(2025,1,31)`, a cell that holds a number.
fn number(formula: &str, book: &Book<'_>, sheet: &str) -> Option<Decimal> {
    let plain = formula.trim().trim_start_matches('=').trim();
    if let Ok(number) = Decimal::from_str(plain).or_else(|_| Decimal::from_scientific(plain)) {
        return Some(number);
    }
    let of_date = plain
        .strip_prefix("DATE(")
        .and_then(|rest| rest.strip_suffix(')'));
    if let Some(parts) = of_date {
        let parts: Option<Vec<i16>> = parts.split(',').map(|p| p.trim().parse().ok()).collect();
        let [year, month, day] = parts?.try_into().ok()?;
        let (month, day) = (month.try_into().ok()?, day.try_into().ok()?);
        let day = jiff::civil::Date::new(year, month, day).ok()?;
        let start = jiff::civil::date(1899, 12, 30);
        return Some(Decimal::from((day - start).get_days()));
    }
    // `$H$1` may be looked at; `A2` moves along with the row.
    let (of, name) = match plain.rsplit_once('!') {
        Some((of, name)) => (of.trim_matches('\'').replace("''", "'"), name),
        None => (sheet.to_owned(), plain),
    };
    if !name.starts_with('$') || name.matches('$').count() != 2 {
        return None;
    }
    let text = book.cell(&of, parse_cell(name)?)?;
    Decimal::from_str(text.trim()).ok()
}
