//! Units of measure: what a number counts, and in what steps.

use std::sync::LazyLock;

use serde::Deserialize;

use super::numeral;
use crate::value::scan::Scan;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) enum Unit {
    /// Money, by the currency's ISO 4217 code (or a name, where several share a word).
    Money(&'static str),
    /// A time.
    Time(Time),
    /// Parts of a hundred or a thousand.
    Percent,
    /// Things, by the measure word and the kinds of things it is used for.
    Count(&'static str, Kinds),
    /// The field's own unit, which is none of these: 平方米, 学时.
    Own,
}

/// A measure of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::value) enum Time {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
}

impl Time {
    /// How many of this time make one of `larger`; none where that is not fixed (days of a month).
    pub fn per(self, larger: Time) -> Option<u32> {
        use Time::*;
        Some(match (self, larger) {
            (a, b) if a == b => 1,
            (Minutes, Hours) => 60,
            (Days, Weeks) => 7,
            (Months, Years) => 12,
            _ => return None,
        })
    }
}

/// The kinds of things that a measure word is used for, as bits.
pub(in crate::value) type Kinds = u8;

/// The words of units, as `units.toml` has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    counts: Vec<CountWord>,
    money: Vec<MoneyWord>,
    money_western: Vec<MoneyWord>,
    time: Vec<TimeWord>,
    time_western: Vec<TimeWord>,
    spellings: Vec<Vec<String>>,
    before_unit: Vec<String>,
    behind_unit: Vec<String>,
}

/// A measure word and what it is used for.
#[derive(Deserialize)]
struct CountWord {
    word: String,
    kinds: Vec<Counted>,
}

/// What measure words count.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Counted {
    People = 1,
    Times = 2,
    Things = 4,
    Writings = 8,
}

/// A word of money and its currency.
#[derive(Deserialize)]
struct MoneyWord {
    word: String,
    currency: String,
}

/// A word of time.
#[derive(Deserialize)]
struct TimeWord {
    word: String,
    time: Time,
}

impl CountWord {
    fn kinds(&self) -> Kinds {
        self.kinds.iter().fold(0, |all, kind| all | *kind as Kinds)
    }
}

/// The words, read once.
fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        // The file is part of the program, and a test reads it.
        toml::from_str(include_str!("units.toml")).expect("units.toml is in order")
    });
    &WORDS
}

/// Passes over the field's own unit, if it comes next.
pub(in crate::value) fn eat_own(scan: &mut Scan, own: &str) -> Option<Unit> {
    if own.is_empty() {
        return None;
    }
    let mut spellings = words().spellings.iter();
    let spellings = spellings.find(|s| s.iter().any(|word| word == own));
    let mut spellings = spellings.into_iter().flatten();
    let eaten = scan.eat_word(own) || spellings.any(|word| eat_whole(scan, word));
    eaten.then_some(Unit::Own)
}

/// A field's unit without its magnitude, where it is none that is known here; else nothing.
pub(in crate::value) fn own(unit: &str) -> &str {
    if Measure::of(unit).unit.is_some() {
        return "";
    }
    let mut scan = Scan::new(unit);
    eat_magnitude(&mut scan);
    scan.rest()
}

/// A word or sign of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) struct Money {
    /// The currency.
    pub code: &'static str,
    /// It names the steps that are counted: 元 does, 人民币 and ¥ may stand before 万元 too.
    pub steps: bool,
}

/// Passes over a word of money, if one comes next.
pub(in crate::value) fn eat_money(scan: &mut Scan) -> Option<Money> {
    let words = words();
    let mut western = words.money_western.iter();
    let met = words.money.iter().find(|m| scan.eat_word(&m.word));
    let met = met.or_else(|| western.find(|m| eat_whole(scan, &m.word)))?;
    let steps = matches!(&*met.word, "元整" | "元" | "圆" | "块钱" | "块" | "yuan");
    Some(Money {
        code: &met.currency,
        steps,
    })
}

/// What a text says of money, anywhere in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneyNamed {
    /// The currencies, in the order in which they are named.
    pub codes: Vec<&'static str>,
    /// One of the words names the steps that are counted.
    pub steps: bool,
    /// The text without them.
    pub rest: String,
}

/// Looks for words and signs of money; none where a text has none.
pub fn money_named(text: &str) -> Option<MoneyNamed> {
    let mut scan = Scan::new(text);
    let mut named = MoneyNamed::default();
    while let Some(c) = scan.peek() {
        match eat_money(&mut scan) {
            Some(money) => {
                named.codes.push(money.code);
                named.steps |= money.steps;
            }
            None => {
                named.rest.push(c);
                scan.eat_one();
            }
        }
    }
    (!named.codes.is_empty()).then_some(named)
}

/// A text without the words that stand around a unit: 以元计, 精确到元, 单位 …
pub fn bare_unit(text: &str) -> &str {
    let around = |c: char| c.is_whitespace() || ":：=＝-－—".contains(c);
    let mut bare = text.trim_matches(around);
    loop {
        let starts = |word: &&String| {
            (bare.get(..word.len())).is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        let cut = match words().before_unit.iter().find(starts) {
            Some(word) => bare.get(word.len()..),
            None => (words().behind_unit.iter()).find_map(|word| bare.strip_suffix(word.as_str())),
        };
        match cut {
            Some(cut) => bare = cut.trim_matches(around),
            None => return bare,
        }
    }
}

/// Passes over a unit, if one comes next.
pub(in crate::value) fn eat(scan: &mut Scan) -> Option<Unit> {
    if let Some(money) = eat_money(scan) {
        return Some(Unit::Money(money.code));
    }
    let words = words();
    let mut western = words.time_western.iter();
    let met = words.time.iter().find(|t| scan.eat_word(&t.word));
    if let Some(met) = met.or_else(|| western.find(|t| eat_whole(scan, &t.word))) {
        return Some(Unit::Time(met.time));
    }
    if scan.eat_any(&["%", "‰", "个百分点"]).is_some() {
        return Some(Unit::Percent);
    }
    let count = words.counts.iter().find(|c| scan.eat_word(&c.word))?;
    Some(Unit::Count(&count.word, count.kinds()))
}

/// Passes over a word, in any case, unless more letters follow it.
fn eat_whole(scan: &mut Scan, word: &str) -> bool {
    let mut ahead = *scan;
    let whole =
        ahead.eat_ignoring_case(word) && !ahead.peek().is_some_and(|c| c.is_ascii_alphabetic());
    if whole {
        *scan = ahead;
    }
    whole
}

/// Passes over magnitudes (千, 万, 百万, 万亿 …), and gives their product.
pub(in crate::value) fn eat_magnitude(scan: &mut Scan) -> Option<u64> {
    let mut ahead = *scan;
    let mut product: u64 = 1;
    let mut count = 0;
    while let Some(unit) = ahead.peek().and_then(numeral::unit) {
        if count > 0 && unit < 10_000 || count == 3 {
            return None;
        }
        product = product.checked_mul(unit)?;
        ahead.eat_one();
        count += 1;
    }
    *scan = ahead;
    (count > 0).then_some(product)
}

/// A field's unit: 万元 is money in steps of ten thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) struct Measure {
    /// How many of the unit one step is.
    pub scale: u64,
    /// The unit; none where the field has none or one that isn't known here.
    pub unit: Option<Unit>,
}

impl Measure {
    /// Reads a unit as a codebook writes it.
    pub fn of(text: &str) -> Measure {
        let mut scan = Scan::new(text);
        let scale = eat_magnitude(&mut scan).unwrap_or(1);
        let mut unit = eat(&mut scan);
        if unit == Some(Unit::Money("CNY")) {
            eat_money(&mut scan);
        }
        if !scan.is_done() {
            unit = None;
        }
        Measure { scale, unit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_codebooks_units() {
        let money = |scale| Measure {
            scale,
            unit: Some(Unit::Money("CNY")),
        };
        assert_eq!(Measure::of("万元"), money(10_000));
        assert_eq!(Measure::of("元"), money(1));
        assert_eq!(Measure::of("亿元人民币"), money(100_000_000));
        assert_eq!(Measure::of("万美元").unit, Some(Unit::Money("USD")));
        assert_eq!(Measure::of("月").unit, Some(Unit::Time(Time::Months)));
        assert_eq!(Measure::of("小时").unit, Some(Unit::Time(Time::Hours)));
        assert_eq!(Measure::of("").unit, None);
        for unit in ["人", "人次", "项", "项次", "篇", "次", "个"] {
            assert!(
                matches!(Measure::of(unit).unit, Some(Unit::Count(word, _)) if word == unit),
                "{unit}"
            );
        }
    }

    #[test]
    fn a_longer_word_is_tried_before_the_shorter_that_begins_it() {
        fn ordered<'w>(words: impl Iterator<Item = &'w String>) {
            let words: Vec<&str> = words.map(String::as_str).collect();
            for (i, word) in words.iter().enumerate() {
                for later in &words[i + 1..] {
                    assert!(
                        !later.starts_with(word),
                        "{later} is never reached after {word}"
                    );
                }
            }
        }
        ordered(words().counts.iter().map(|w| &w.word));
        ordered(words().money.iter().map(|w| &w.word));
        ordered(words().money_western.iter().map(|w| &w.word));
        ordered(words().time.iter().map(|w| &w.word));
        ordered(words().time_western.iter().map(|w| &w.word));
    }

    #[test]
    fn western_units_are_whole_words() {
        let eaten = |text| {
            let mut scan = Scan::new(text);
            (eat(&mut scan), scan.rest())
        };
        assert_eq!(eaten("h"), (Some(Unit::Time(Time::Hours)), ""));
        assert_eq!(eaten("hkd"), (Some(Unit::Money("HKD")), ""));
        assert_eq!(eaten("hotels"), (None, "hotels"));
    }
}
