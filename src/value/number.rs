//! Whole and decimal numbers, in the codebook's unit.

mod digits;
pub(super) mod numeral;
pub(super) mod quantity;
pub(super) mod trouble;
mod unit;

pub use unit::{bare_unit, money_named};

use rust_decimal::Decimal;

use self::digits::Form;
pub(super) use self::digits::plain;
use self::quantity::Quantity;
use self::trouble::{Trouble, refuse};
use self::unit::{Measure, Time, Unit};
use super::fold::{LONGEST, fold, quote, trim};
use super::nothing::is_nothing;
use super::{Reading, Value};
use crate::model::finding::NumberCause;

/// Reads a number in `unit`, the codebook's unit of the field (`万元`, `人次`, or empty).
///
/// Full-width digits, thousands marks, Chinese numerals and the field's own unit are only another
/// form of the number. An amount in another step of the unit is converted, and a note says so.
/// What is no exact number is null with an error.
pub(super) fn read(text: &str, unit: &str, whole: bool) -> Reading {
    let text = trim(text);
    if text.is_empty() {
        return Reading::null();
    }
    if let Some(number) = plain(text)
        && (!whole || number.is_integer())
    {
        return Reading::of(Value::Number(number));
    }
    if is_nothing(text) {
        return Reading::null();
    }
    if text.len() > LONGEST {
        return refuse(Trouble::Words, text, unit);
    }
    match quantity::read(&fold(text), unit::own(unit))
        .and_then(|q| fit(&q, unit).map(|fitted| (q, fitted)))
    {
        Err(trouble) => refuse(trouble, text, unit),
        Ok((_, fitted)) if whole && !fitted.number.is_integer() => {
            refuse(Trouble::Fraction, text, unit)
        }
        Ok((mut quantity, fitted)) => {
            // A long stroke before a number may be no minus.
            quantity.unusual |= text.starts_with(['—', '–', '―', '─']);
            give(text, unit, &quantity, fitted)
        }
    }
}

/// A quantity in a field's unit.
pub(super) struct Fitted {
    /// The number, normalised.
    pub number: Decimal,
    /// It was written in other steps than the field's.
    pub converted: bool,
    /// Its measure word is used for other things than the field's.
    pub other_kind: bool,
}

/// Brings a quantity to a field's unit.
pub(super) fn fit(quantity: &Quantity, unit: &str) -> Result<Fitted, Trouble> {
    let measure = Measure::of(unit);
    let mut number = quantity.number;
    let mut converted = false;
    let mut other_kind = false;
    let step = Decimal::from(measure.scale);
    let large = match quantity.form {
        Form::Digits => false,
        Form::Scaled(magnitude) => magnitude >= 10_000,
        Form::Terms { large } | Form::Chinese { large } => large,
    };
    match (measure.unit, quantity.unit) {
        (Some(Unit::Money(_)), None) if !large => match quantity.form {
            Form::Digits | Form::Chinese { .. } => {}
            // 3千 in 万元: three thousand of them, or 3000元?
            _ => return Err(Trouble::Steps),
        },
        (Some(Unit::Money(_)), None) => {
            number = number.checked_div(step).ok_or(Trouble::TooLong)?;
            converted = quantity.form != Form::Scaled(measure.scale);
        }
        (Some(Unit::Money(ours)), Some(Unit::Money(theirs))) => {
            if ours != theirs {
                return Err(Trouble::Currency);
            }
            if ours == "CNY" && !quantity.steps && !large {
                return Err(Trouble::Steps);
            }
            number = number.checked_div(step).ok_or(Trouble::TooLong)?;
            converted = match quantity.form {
                Form::Scaled(magnitude) => magnitude != measure.scale,
                _ => measure.scale != 1,
            };
        }
        (Some(Unit::Time(ours)), Some(Unit::Time(theirs))) => {
            let per = |time: Time, n: Decimal| {
                if let Some(per) = time.per(ours) {
                    divide(n, Decimal::from(per))
                } else if let Some(per) = ours.per(time) {
                    n.checked_mul(Decimal::from(per)).ok_or(Trouble::TooLong)
                } else {
                    Err(Trouble::Unit)
                }
            };
            number = per(theirs, number)?;
            converted = theirs != ours;
            if let Some((n, time)) = quantity.further {
                number = number.checked_add(per(time, n)?).ok_or(Trouble::TooLong)?;
                converted |= time != ours;
            }
            converted |= matches!(quantity.form, Form::Scaled(_));
        }
        (Some(Unit::Percent), Some(Unit::Percent)) => {}
        (Some(Unit::Count(_, ours)), Some(Unit::Count(_, theirs))) => {
            other_kind = ours & theirs == 0;
            (number, converted) = count(quantity, step)?;
        }
        (Some(Unit::Count(..)) | None, None) | (None, Some(Unit::Count(..) | Unit::Own)) => {
            (number, converted) = count(quantity, step)?;
        }
        (Some(Unit::Time(_) | Unit::Percent), None) => {
            converted = matches!(quantity.form, Form::Scaled(_) | Form::Terms { .. });
        }
        (_, Some(Unit::Money(code))) if code != "CNY" => return Err(Trouble::Currency),
        (_, Some(Unit::Percent)) => return Err(Trouble::Percent),
        _ => return Err(Trouble::Unit),
    }
    let number = number.normalize();
    converted &= !number.is_zero();
    if !digits::is_exact(number) {
        return Err(Trouble::TooLong);
    }
    Ok(Fitted {
        number,
        converted,
        other_kind,
    })
}

/// Counts things: 1.2万人次 is 12000, in steps of the field's own.
fn count(quantity: &Quantity, step: Decimal) -> Result<(Decimal, bool), Trouble> {
    let scaled = matches!(quantity.form, Form::Scaled(_) | Form::Terms { .. });
    if step == Decimal::ONE {
        return Ok((quantity.number, scaled));
    }
    match quantity.form {
        Form::Digits | Form::Chinese { large: false } if quantity.unit.is_none() => {
            Ok((quantity.number, false))
        }
        form => {
            let number = quantity.number.checked_div(step).ok_or(Trouble::TooLong)?;
            Ok((
                number,
                !matches!(form, Form::Scaled(m) if Decimal::from(m) == step),
            ))
        }
    }
}

/// Divides where the result ends.
fn divide(number: Decimal, by: Decimal) -> Result<Decimal, Trouble> {
    let result = number.checked_div(by).ok_or(Trouble::TooLong)?;
    match result.checked_mul(by) {
        Some(back) if back == number => Ok(result),
        _ => Err(Trouble::Unit),
    }
}

/// The reading of a quantity that fits, with what is to be said about it.
pub(super) fn give(text: &str, unit: &str, quantity: &Quantity, fitted: Fitted) -> Reading {
    let number = fitted.number;
    let typed = quote(text);
    let mut reading = Reading::of(Value::Number(number));
    let (number, unit) = (number.to_string(), unit.to_owned());
    if fitted.converted {
        reading = reading.with(NumberCause::Converted {
            typed: typed.clone(),
            number: number.clone(),
            unit: unit.clone(),
        });
    }
    if fitted.other_kind {
        reading = reading.with(NumberCause::OtherKind {
            typed: typed.clone(),
            unit,
            number: number.clone(),
        });
    }
    if quantity.unusual {
        reading = reading.with(NumberCause::Unusual {
            typed: typed.clone(),
            number: number.clone(),
        });
    }
    if let Some(words) = &quantity.aside {
        let total = words.chars().count() <= 2 && words.starts_with(['共', '合', '总']);
        let words = words.to_string();
        reading = reading.with(match total {
            true => NumberCause::TotalWordLeftOut {
                typed,
                number,
                words,
            },
            false => NumberCause::WordsLeftOut {
                typed,
                number,
                words,
            },
        });
    }
    reading
}

#[cfg(test)]
mod tests;
