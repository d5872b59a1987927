//! Units of measure: what a number counts, and in what steps.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

const PEOPLE: Kinds = 1;
const TIMES: Kinds = 2;
const THINGS: Kinds = 4;
const WRITINGS: Kinds = 8;

/// Measure words; a longer word stands before a shorter one that begins it.
const COUNTS: [(&str, Kinds); 52] = [
    ("人次数", PEOPLE | TIMES),
    ("人次", PEOPLE | TIMES),
    ("人/次", PEOPLE | TIMES),
    ("人·次", PEOPLE | TIMES),
    ("人员", PEOPLE),
    ("人数", PEOPLE),
    ("人", PEOPLE),
    ("名", PEOPLE),
    ("位", PEOPLE),
    ("项目", THINGS),
    ("项次", THINGS | TIMES),
    ("项/次", THINGS | TIMES),
    ("项", THINGS),
    ("个项目", THINGS),
    ("个人", PEOPLE),
    ("个", PEOPLE | TIMES | THINGS | WRITINGS),
    ("件次", THINGS | TIMES),
    ("件", THINGS),
    ("篇次", WRITINGS | TIMES),
    ("篇", WRITINGS),
    ("频次", TIMES),
    ("次数", TIMES),
    ("次", TIMES | PEOPLE),
    ("场次", TIMES | THINGS),
    ("场", TIMES | THINGS),
    ("届", TIMES | THINGS),
    ("批次", TIMES | PEOPLE | THINGS),
    ("批", TIMES | PEOPLE | THINGS),
    ("期", TIMES | THINGS | WRITINGS),
    ("回", TIMES),
    ("家", THINGS),
    ("所", THINGS),
    ("台套", THINGS),
    ("台/套", THINGS),
    ("台(套)", THINGS),
    ("台", THINGS),
    ("套", THINGS),
    ("种", THINGS | WRITINGS),
    ("部", WRITINGS | THINGS),
    ("本", WRITINGS),
    ("册", WRITINGS),
    ("份", WRITINGS | THINGS),
    ("起", THINGS | TIMES),
    ("宗", THINGS),
    ("门", THINGS),
    ("条", THINGS | WRITINGS),
    ("支", THINGS | PEOPLE),
    ("队", PEOPLE | THINGS),
    ("组", PEOPLE | THINGS),
    ("团", PEOPLE | THINGS),
    ("处", THINGS),
    ("只", THINGS),
];

/// Words and signs of money with the currency they mean. A name that begins another stands after.
const MONEY: [(&str, &str); 47] = [
    ("人民币", "CNY"),
    ("元整", "CNY"),
    ("元", "CNY"),
    ("圆", "CNY"),
    ("块钱", "CNY"),
    ("块", "CNY"),
    ("¥", "CNY"),
    ("美元", "USD"),
    ("美金", "USD"),
    ("美刀", "USD"),
    ("欧元", "EUR"),
    ("英镑", "GBP"),
    ("日元", "JPY"),
    ("日圆", "JPY"),
    ("日币", "JPY"),
    ("港元", "HKD"),
    ("港币", "HKD"),
    ("港幣", "HKD"),
    ("澳门元", "MOP"),
    ("澳门币", "MOP"),
    ("新台币", "TWD"),
    ("台币", "TWD"),
    ("韩元", "KRW"),
    ("韩币", "KRW"),
    ("卢布", "RUB"),
    ("加元", "CAD"),
    ("加拿大元", "CAD"),
    ("澳元", "AUD"),
    ("澳大利亚元", "AUD"),
    ("新西兰元", "NZD"),
    ("新加坡元", "SGD"),
    ("新元", "SGD"),
    ("新币", "SGD"),
    ("瑞士法郎", "CHF"),
    ("瑞郎", "CHF"),
    ("法郎", "franc"),
    ("泰铢", "THB"),
    ("卢比", "rupee"),
    ("林吉特", "MYR"),
    ("兰特", "ZAR"),
    ("克朗", "krone"),
    ("比索", "peso"),
    ("US$", "USD"),
    ("HK$", "HKD"),
    ("$", "dollar"),
    ("€", "EUR"),
    ("£", "GBP"),
];

/// Western words of money.
const MONEY_WESTERN: [(&str, &str); 21] = [
    ("RMB", "CNY"),
    ("CNY", "CNY"),
    ("yuan", "CNY"),
    ("USD", "USD"),
    ("EUR", "EUR"),
    ("GBP", "GBP"),
    ("JPY", "JPY"),
    ("HKD", "HKD"),
    ("MOP", "MOP"),
    ("TWD", "TWD"),
    ("NTD", "TWD"),
    ("KRW", "KRW"),
    ("RUB", "RUB"),
    ("CAD", "CAD"),
    ("AUD", "AUD"),
    ("SGD", "SGD"),
    ("CHF", "CHF"),
    ("dollars", "dollar"),
    ("dollar", "dollar"),
    ("euros", "EUR"),
    ("euro", "EUR"),
];

/// Words of time.
const TIME: [(&str, Time); 18] = [
    ("分钟", Time::Minutes),
    ("个小时", Time::Hours),
    ("小时", Time::Hours),
    ("个钟头", Time::Hours),
    ("时", Time::Hours),
    ("个工作日", Time::Days),
    ("天", Time::Days),
    ("日", Time::Days),
    ("个星期", Time::Weeks),
    ("星期", Time::Weeks),
    ("周年", Time::Years),
    ("周", Time::Weeks),
    ("个月", Time::Months),
    ("月", Time::Months),
    ("年期", Time::Years),
    ("年整", Time::Years),
    ("年度", Time::Years),
    ("年", Time::Years),
];

/// Western words of time.
const TIME_WESTERN: [(&str, Time); 16] = [
    ("minutes", Time::Minutes),
    ("mins", Time::Minutes),
    ("min", Time::Minutes),
    ("hours", Time::Hours),
    ("hour", Time::Hours),
    ("hrs", Time::Hours),
    ("hr", Time::Hours),
    ("h", Time::Hours),
    ("days", Time::Days),
    ("day", Time::Days),
    ("months", Time::Months),
    ("month", Time::Months),
    ("years", Time::Years),
    ("year", Time::Years),
    ("yrs", Time::Years),
    ("yr", Time::Years),
];

/// Measures that are written in several ways.
const SPELLINGS: [&[&str]; 7] = [
    &["平方米", "平米", "㎡", "m²", "m2"],
    &["立方米", "m³", "m3"],
    &["公里", "千米", "km"],
    &["公斤", "千克", "kg"],
    &["吨", "t"],
    &["公顷", "ha"],
    &["千瓦时", "度", "kWh"],
];

/// Passes over the field's own unit, if it comes next.
pub(in crate::value) fn eat_own(scan: &mut Scan, own: &str) -> Option<Unit> {
    if own.is_empty() {
        return None;
    }
    let spellings = SPELLINGS.iter().find(|s| s.contains(&own));
    let mut words = spellings.map_or(&[][..], |s| s).iter().copied();
    let eaten = scan.eat_word(own) || words.any(|word| eat_whole(scan, word));
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
    let words = MONEY.iter().find(|(word, _)| scan.eat_word(word));
    let (word, code) = words.or_else(|| eat_western(scan, &MONEY_WESTERN))?;
    let steps = matches!(*word, "元整" | "元" | "圆" | "块钱" | "块" | "yuan");
    Some(Money { code, steps })
}

/// Passes over a unit, if one comes next.
pub(in crate::value) fn eat(scan: &mut Scan) -> Option<Unit> {
    if let Some(money) = eat_money(scan) {
        return Some(Unit::Money(money.code));
    }
    let time = TIME.iter().find(|(word, _)| scan.eat_word(word));
    if let Some((_, time)) = time.or_else(|| eat_western(scan, &TIME_WESTERN)) {
        return Some(Unit::Time(*time));
    }
    if scan.eat_any(&["%", "‰", "个百分点"]).is_some() {
        return Some(Unit::Percent);
    }
    let (word, kinds) = COUNTS.iter().find(|(word, _)| scan.eat_word(word))?;
    Some(Unit::Count(word, *kinds))
}

/// Passes over one of `words`, in any case, unless more letters follow it.
fn eat_western<T>(
    scan: &mut Scan,
    words: &'static [(&str, T)],
) -> Option<&'static (&'static str, T)> {
    words.iter().find(|(word, _)| eat_whole(scan, word))
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
        fn ordered<T>(words: &[(&str, T)]) {
            for (i, (word, _)) in words.iter().enumerate() {
                for (later, _) in &words[i + 1..] {
                    assert!(
                        !later.starts_with(word),
                        "{later} is never reached after {word}"
                    );
                }
            }
        }
        ordered(&COUNTS);
        ordered(&MONEY);
        ordered(&MONEY_WESTERN);
        ordered(&TIME);
        ordered(&TIME_WESTERN);
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
