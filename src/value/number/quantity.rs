//! Quantities: the grammar of a written number with its magnitude, its unit and words beside it.
//!
//! `人民币12,500.5元（含税）` is a number, a unit and an aside. What the quantity means in a field's
//! unit is decided in [`super`].

use rust_decimal::Decimal;

use super::digits::{self, Form};
use super::numeral;
use super::trouble::{Trouble, explain, is_doubtful};
use super::unit::{self, Money, Time, Unit};
use crate::text::vocabulary::vocabulary;
use crate::value::scan::Scan;

/// A number as written, with what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::value) struct Quantity {
    /// The number with its magnitudes: 12.5万 is 125000.
    pub number: Decimal,
    /// How the number was written.
    pub form: Form,
    /// The unit: behind the number, in brackets, or as a currency before it.
    pub unit: Option<Unit>,
    /// The unit is money, and 元 says in what steps; ¥ and 人民币 alone don't.
    pub steps: bool,
    /// A second, smaller time: the months of 1年6个月.
    pub further: Option<(Decimal, Time)>,
    /// Words that say nothing about the number, and are left out.
    pub aside: Option<String>,
    /// It was written in a way that is read with a warning: `1.2E+07`, `12w`, `（12）`.
    pub unusual: bool,
}

/// Reads a folded text as one quantity. `own` is the field's unit where it is none that is known.
pub(in crate::value) fn read(folded: &str, own: &str) -> Result<Quantity, Trouble> {
    let text = folded.trim_end_matches(['。', '.', ';', ' ', '\n']);
    parse(text, own).map_err(|trouble| match trouble {
        Trouble::Words => explain(text),
        _ => trouble,
    })
}

fn parse(text: &str, own: &str) -> Result<Quantity, Trouble> {
    let mut scan = Scan::new(text);
    let mut unusual = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'))
        && !inner.contains(['(', ')'])
    {
        scan = Scan::new(inner.trim());
        unusual = true;
    }
    let mut aside = scan
        .eat_any(&["共计", "合计", "总计", "总共", "总额", "共"])
        .map(str::to_owned);
    if aside.is_some() {
        scan.take_while(|c| matches!(c, ':' | ' '));
    }
    let mut negative = eat_sign(&mut scan);
    let mut money = Purse::default();
    while let Some(word) = unit::eat_money(&mut scan) {
        money.add(word)?;
        scan.take_while(|c| matches!(c, ':' | ' '));
    }
    negative |= eat_sign(&mut scan);
    let (mut number, mut form, odd) = digits::number(&mut scan)?;
    unusual |= odd;
    scan.spaces();
    let mut unit = None;
    let mut further = None;
    if let Some(word) = unit::eat_money(&mut scan) {
        // 12万元, 12万元人民币, 12元 RMB
        money.add(word)?;
        scan.spaces();
        if let Some(word) = unit::eat_money(&mut scan) {
            money.add(word)?;
        }
        scan.eat('整');
    } else {
        unit = unit::eat_own(&mut scan, own).or_else(|| unit::eat(&mut scan));
        match unit {
            Some(Unit::Time(time)) => further = further_time(&mut scan, time)?,
            Some(Unit::Count(..)) => {
                scan.eat_word_of(&vocabulary().number.counted);
            }
            _ => {}
        }
    }
    scan.spaces();
    if !scan.is_done() {
        match tail(scan.rest(), own)? {
            Tail::Aside(words) => aside = Some(words),
            Tail::Unit { scale, .. } if scale > 1 && form != Form::Digits => {
                return Err(Trouble::Unit);
            }
            Tail::Unit { scale, unit: inner } => {
                if scale > 1 {
                    number = digits::times(number, scale)?;
                    form = Form::Scaled(scale);
                }
                match inner {
                    Some(inner) if unit.is_some_and(|u| u != inner) => return Err(Trouble::Unit),
                    Some(inner) => unit = Some(inner),
                    None => {}
                }
            }
            Tail::Money { scale, money: word } => {
                if scale > 1 {
                    if form != Form::Digits || money.steps {
                        return Err(Trouble::Unit);
                    }
                    number = digits::times(number, scale)?;
                    form = Form::Scaled(scale);
                }
                for word in word.into_iter().flatten() {
                    money.add(word)?;
                }
            }
        }
    }
    if let Some(code) = money.code {
        if unit.is_some() {
            return Err(Trouble::Unit);
        }
        unit = Some(Unit::Money(code));
    }
    Ok(Quantity {
        number: if negative { -number } else { number },
        form,
        unit,
        steps: money.steps,
        further,
        aside,
        unusual,
    })
}

/// The words of money around one number, which must agree.
#[derive(Default)]
struct Purse {
    code: Option<&'static str>,
    steps: bool,
}

impl Purse {
    fn add(&mut self, money: Money) -> Result<(), Trouble> {
        self.code = match self.code {
            None => Some(money.code),
            Some(code) if code == money.code => Some(code),
            // 500元 behind a $, or a dollar sign beside USD.
            Some(code) if code != "CNY" && matches!(money.code, "CNY" | "dollar") => Some(code),
            Some("dollar") => Some(money.code),
            Some(_) => return Err(Trouble::Currency),
        };
        self.steps |= money.steps;
        Ok(())
    }
}

fn eat_sign(scan: &mut Scan) -> bool {
    if scan.eat('-') || scan.eat('负') {
        scan.take_while(|c| c == ' ');
        return true;
    }
    scan.eat('+');
    false
}

/// Reads what follows a time and goes on in smaller steps: 1年6个月, 1年半.
fn further_time(scan: &mut Scan, first: Time) -> Result<Option<(Decimal, Time)>, Trouble> {
    scan.spaces();
    if scan.eat('半') {
        return Ok(Some((Decimal::new(5, 1), first)));
    }
    scan.eat('零');
    if !scan
        .peek()
        .is_some_and(|c| c.is_ascii_digit() || numeral::is_numeral(c))
    {
        return Ok(None);
    }
    let (number, _, unusual) = digits::number(scan)?;
    scan.spaces();
    match unit::eat(scan) {
        Some(Unit::Time(time)) if time < first && !unusual => Ok(Some((number, time))),
        _ => Err(Trouble::Words),
    }
}

/// What stands behind a number and its unit.
enum Tail {
    /// A unit in brackets, with its magnitude: （万人次）.
    Unit { scale: u64, unit: Option<Unit> },
    /// One or two words of money in brackets, with their magnitude: （万元）, （人民币）.
    Money {
        scale: u64,
        money: [Option<Money>; 2],
    },
    /// Words without a number in them.
    Aside(String),
}

fn tail(rest: &str, own: &str) -> Result<Tail, Trouble> {
    let bracket = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')'));
    let words = match bracket {
        Some(inner) if !inner.contains(['(', ')']) => inner,
        Some(_) => return Err(Trouble::Words),
        None => rest.strip_prefix([',', ';', '。']).ok_or(Trouble::Words)?,
    };
    let words = words.trim();
    let mut scan = Scan::new(words);
    let scale = unit::eat_magnitude(&mut scan).unwrap_or(1);
    if bracket.is_some() {
        let mut ahead = scan;
        let money = [unit::eat_money(&mut ahead), unit::eat_money(&mut ahead)];
        if money[0].is_some() && ahead.is_done() {
            return Ok(Tail::Money { scale, money });
        }
        let unit = unit::eat_own(&mut scan, own).or_else(|| unit::eat(&mut scan));
        if unit.is_some() && scan.is_done() {
            return Ok(Tail::Unit { scale, unit });
        }
    }
    let has_number = words
        .chars()
        .any(|c| c.is_ascii_digit() || numeral::is_numeral(c) || c.is_numeric());
    // A share without its number says that what stands before it may be no count either.
    let is_share = words.contains(['%', '％', '‰']);
    if has_number || is_share || !words.contains(char::is_alphabetic) {
        return Err(Trouble::Words);
    }
    if is_doubtful(words) {
        return Err(explain(words));
    }
    Ok(Tail::Aside(words.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::fold::fold;

    fn quantity(text: &str) -> Result<Quantity, Trouble> {
        read(&fold(text), "")
    }

    fn number(text: &str) -> String {
        quantity(text).map_or_else(|t| format!("{t:?}"), |q| q.number.normalize().to_string())
    }

    #[test]
    fn reads_numbers() {
        for (text, expected) in [
            ("12", "12"),
            ("１２．５", "12.5"),
            ("12,500", "12500"),
            ("12，500.25", "12500.25"),
            ("1 234 567", "1234567"),
            ("1\u{2009}234", "1234"),
            ("1'234'567", "1234567"),
            (".5", "0.5"),
            ("5.", "5"),
            ("007", "7"),
            ("-3", "-3"),
            ("－３", "-3"),
            ("负3", "-3"),
            ("+3", "3"),
            ("1.2E+07", "12000000"),
            ("12.5万", "125000"),
            ("3千万", "30000000"),
            ("1.5亿", "150000000"),
            ("1亿2000万", "120000000"),
            ("3万5千", "35000"),
            ("2万零500", "20500"),
            ("三十五", "35"),
            ("一百二十万", "1200000"),
            ("三点五", "3.5"),
            ("三点五万", "35000"),
            ("（12）", "12"),
            ("共12人", "12"),
            ("12万元整", "120000"),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn says_why_a_text_is_no_number() {
        use super::Trouble::*;
        for (text, trouble) in [
            ("约12", Approximate),
            ("12左右", Approximate),
            ("514余", Approximate),
            ("近百", Approximate),
            ("100+", Approximate),
            (">100", Approximate),
            ("120（估算）", Approximate),
            ("12-15", Range),
            ("12-15万", Range),
            ("12～15", Range),
            ("12至15人", Range),
            ("十至十五", Range),
            ("百分之十二", Percent),
            ("见附件", Reference),
            ("同上", Reference),
            ("待定", Pending),
            ("120（待核）", Pending),
            ("12、15", Several),
            ("12 15", Several),
            ("12,50", Grouping),
            ("1,2", Grouping),
            ("1.234.567", Grouping),
            ("1,234'567", Grouping),
            ("1234,567", Grouping),
            ("0,500", Grouping),
            ("3万5", Several),
            ("3千（万人）", Unit),
            ("一百二", Words),
            ("100万人计划", Words),
            ("1234567890123456789", TooLong),
            ("", Words),
            (".", Words),
            ("12（其中财政6）", Several),
        ] {
            assert_eq!(quantity(text), Err(trouble), "{text}");
        }
    }
}
