//! Written numbers: digits with thousands marks and magnitudes, or Chinese numerals.

use rust_decimal::Decimal;

use super::trouble::Trouble;
use super::{numeral, unit};
use crate::value::scan::Scan;

/// How a number was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) enum Form {
    /// Digits alone.
    Digits,
    /// Digits and one magnitude: 12.5万.
    Scaled(u64),
    /// More than one term: 1亿2000万.
    Terms {
        /// A term's magnitude is 万 or more.
        large: bool,
    },
    /// A Chinese numeral.
    Chinese {
        /// It has a 万 or 亿 in it.
        large: bool,
    },
}

/// The most significant digits that stay exact in JSON and in a workbook.
const DIGITS: u32 = 15;

/// Reads digits that stand alone, as most do: no grouping, no unit, at most fifteen of them.
pub(in crate::value) fn plain(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if digits.is_empty() || digits.len() > DIGITS as usize {
        return None;
    }
    let mut mantissa: i64 = 0;
    let mut point = None;
    for (i, b) in digits.bytes().enumerate() {
        match b {
            b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(b - b'0'),
            b'.' if point.is_none() && i > 0 && i + 1 < digits.len() => point = Some(i),
            _ => return None,
        }
    }
    let scale = point.map_or(0, |at| digits.len() - at - 1);
    let number = Decimal::new(if negative { -mantissa } else { mantissa }, scale as u32);
    Some(if scale == 0 {
        number
    } else {
        number.normalize()
    })
}

/// Whether a number has so few significant digits that it stays exact.
pub(in crate::value) fn is_exact(number: Decimal) -> bool {
    number.normalize().mantissa().unsigned_abs() < 10u128.pow(DIGITS)
}

/// Reads the number itself: digits with magnitudes, or a Chinese numeral. Says whether it was
/// written in an unusual way.
pub(in crate::value) fn number(scan: &mut Scan) -> Result<(Decimal, Form, bool), Trouble> {
    match scan.peek() {
        Some(c) if c.is_ascii_digit() || c == '.' => {}
        Some('半') => {
            // Half a year, half an hour; half of a magnitude is not written so.
            scan.eat_one();
            let times = ["年", "个月", "小时", "个小时", "天", "日"];
            if !times.iter().any(|time| scan.rest().starts_with(time)) {
                return Err(Trouble::Words);
            }
            return Ok((Decimal::new(5, 1), Form::Chinese { large: false }, false));
        }
        Some(c) if numeral::is_numeral(c) => return chinese(scan),
        _ => return Err(Trouble::Words),
    }
    let (mut number, mut unusual) = arabic(scan)?;
    scan.take_while(|c| c == ' ');
    let mut magnitude = match unit::eat_magnitude(scan) {
        Some(magnitude) => magnitude,
        None if eat_w(scan) => {
            unusual = true;
            10_000
        }
        None => return Ok((number, Form::Digits, unusual)),
    };
    number = times(number, magnitude)?;
    let mut form = Form::Scaled(magnitude);
    let mut large = magnitude >= 10_000;
    // 1亿2000万, 3万5千, 2万零500: each further term in smaller steps.
    for _ in 0..3 {
        let mut ahead = *scan;
        let zero = ahead.eat('零');
        if !ahead.peek().is_some_and(|c| c.is_ascii_digit()) {
            break;
        }
        let (term, odd) = arabic(&mut ahead)?;
        let smaller = unit::eat_magnitude(&mut ahead).unwrap_or(1);
        // 3万5 may be 30005 or 35000; 12万5000 is clear.
        let four = magnitude == 10_000
            && term.is_integer()
            && (Decimal::ONE_THOUSAND..Decimal::from(10_000)).contains(&term);
        if odd || smaller >= magnitude || smaller == 1 && !zero && !four {
            return Err(Trouble::Words);
        }
        number = number
            .checked_add(times(term, smaller)?)
            .ok_or(Trouble::TooLong)?;
        magnitude = smaller;
        large |= smaller >= 10_000;
        form = Form::Terms { large };
        *scan = ahead;
    }
    Ok((number, form, unusual))
}

/// `w` for 万, as people write it.
fn eat_w(scan: &mut Scan) -> bool {
    let mut ahead = *scan;
    let found = (ahead.eat('w') || ahead.eat('W'))
        && !ahead.peek().is_some_and(|c| c.is_ascii_alphanumeric());
    if found {
        *scan = ahead;
    }
    found
}

pub(in crate::value) fn times(number: Decimal, factor: u64) -> Result<Decimal, Trouble> {
    number
        .checked_mul(Decimal::from(factor))
        .ok_or(Trouble::TooLong)
}

/// Reads a Chinese numeral, with decimals after 点 and a magnitude after them.
fn chinese(scan: &mut Scan) -> Result<(Decimal, Form, bool), Trouble> {
    let run = scan.take_while(numeral::is_numeral);
    let numeral = numeral::parse(run).ok_or(Trouble::Words)?;
    // 三五 and 七八 are estimates; digit by digit are written 一〇〇 and 二〇二五.
    if numeral.positional && numeral.length < 4 && !run.contains(['〇', '零']) {
        return Err(Trouble::Approximate);
    }
    // A lone 一 is easily a stroke that means nothing, a lone circle a mark.
    let unusual = scan.is_done() && matches!(run, "一" | "○" | "◯");
    let mut number = Decimal::from(numeral.value);
    let mut large = numeral.large;
    if scan.eat('点') {
        let run = scan.take_while(numeral::is_numeral);
        let digits = run.trim_end_matches(|c| numeral::unit(c).is_some());
        let decimals = numeral::parse(digits)
            .filter(|d| d.length <= 6 && (d.positional || d.value < 10))
            .ok_or(Trouble::Words)?;
        let places = decimals.length as u32;
        let fraction =
            Decimal::try_new(decimals.value as i64, places).map_err(|_| Trouble::Words)?;
        let mut magnitudes = Scan::new(&run[digits.len()..]);
        let magnitude = unit::eat_magnitude(&mut magnitudes).unwrap_or(1);
        if !magnitudes.is_done() {
            return Err(Trouble::Words);
        }
        number = times(number + fraction, magnitude)?;
        large = magnitude >= 10_000;
    }
    Ok((number, Form::Chinese { large }, unusual))
}

/// Reads digits with thousands marks, decimals and an exponent.
fn arabic(scan: &mut Scan) -> Result<(Decimal, bool), Trouble> {
    let mut digits = String::new();
    let first = scan.digits();
    digits.push_str(first);
    let mut mark = None;
    while let Some(c @ (',' | '\'' | ' ')) = scan.peek() {
        let mut ahead = *scan;
        ahead.eat_one();
        let group = ahead.digits();
        if group.is_empty() {
            break;
        }
        if group.len() != 3 {
            // After a space another number may begin; after a comma the grouping is wrong.
            if c == ' ' {
                break;
            }
            return Err(Trouble::Grouping);
        }
        if mark.is_some_and(|m| m != c)
            || mark.is_none() && (first.len() > 3 || first.is_empty() || first == "0")
        {
            return Err(Trouble::Grouping);
        }
        mark = Some(c);
        digits.push_str(group);
        *scan = ahead;
    }
    let mut places = 0;
    let mut ahead = *scan;
    if ahead.eat('.') {
        let decimals = ahead.digits();
        if decimals.is_empty() && digits.is_empty() {
            return Err(Trouble::Words);
        }
        *scan = ahead;
        let decimals = decimals.trim_end_matches('0');
        places = decimals.len();
        digits.push_str(decimals);
        let next = scan.rest().as_bytes();
        if matches!(next, [b',' | b'.' | b'\'', b'0'..=b'9', ..]) {
            return Err(Trouble::Grouping);
        }
    }
    if digits.is_empty() && places == 0 && first.is_empty() {
        return Err(Trouble::Words);
    }
    let mantissa = match digits.trim_start_matches('0') {
        "" => 0,
        significant if significant.len() > 18 || places > 18 => return Err(Trouble::TooLong),
        significant => significant.parse::<i64>().map_err(|_| Trouble::TooLong)?,
    };
    let mut number = Decimal::new(mantissa, places.min(18) as u32);
    let mut ahead = *scan;
    if ahead.eat('e') || ahead.eat('E') {
        let down = ahead.eat('-');
        if !down {
            ahead.eat('+');
        }
        let exponent = ahead.digits();
        if !exponent.is_empty() && !ahead.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            let exponent: u32 = exponent
                .parse()
                .ok()
                .filter(|e| *e <= 15)
                .ok_or(Trouble::TooLong)?;
            let power = Decimal::from(10u64.pow(exponent));
            number = if down {
                number.checked_div(power)
            } else {
                number.checked_mul(power)
            }
            .ok_or(Trouble::TooLong)?;
            *scan = ahead;
            return Ok((number, true));
        }
    }
    Ok((number, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_digits_are_read_without_the_grammar() {
        let plain = |text| plain(text).map(|n| n.to_string());
        assert_eq!(plain("12.50").as_deref(), Some("12.5"));
        assert_eq!(plain("-7").as_deref(), Some("-7"));
        assert_eq!(plain("100").as_deref(), Some("100"));
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "1.2.3",
            "1,000",
            "12a",
            "1234567890123456",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
