//! Quantities: the grammar of a written number with its magnitude, its unit and words beside it.
//!
//! `人民币12,500.5元（含税）` is a number, a unit and an aside. What the quantity means in a field's
//! unit is decided in [`super::number`].

use rust_decimal::Decimal;

use super::numeral;
use super::scan::Scan;
use super::unit::{self, Money, Time, Unit};

/// A number as written, with what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
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

/// How a number was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
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
        /// It ends in 万 or 亿.
        large: bool,
    },
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
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

/// The most significant digits that stay exact in JSON and in a workbook.
const DIGITS: u32 = 15;

/// Reads digits that stand alone, as most do: no grouping, no unit, at most fifteen of them.
pub(super) fn plain(text: &str) -> Option<Decimal> {
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
pub(super) fn is_exact(number: Decimal) -> bool {
    number.normalize().mantissa().unsigned_abs() < 10u128.pow(DIGITS)
}

/// Reads a folded text as one quantity.
pub(super) fn read(folded: &str) -> Result<Quantity, Trouble> {
    let text = folded.trim_end_matches(['。', '.', ';', ' ', '\n']);
    parse(text).map_err(|trouble| match trouble {
        Trouble::Words => explain(text),
        _ => trouble,
    })
}

fn parse(text: &str) -> Result<Quantity, Trouble> {
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
    let (mut number, mut form, odd) = number(&mut scan)?;
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
        unit = unit::eat(&mut scan);
        match unit {
            Some(Unit::Time(time)) => further = further_time(&mut scan, time)?,
            Some(Unit::Count(..)) => {
                scan.eat_any(COUNTED);
            }
            _ => {}
        }
    }
    scan.spaces();
    if !scan.is_done() {
        match tail(scan.rest())? {
            Tail::Aside(words) => aside = Some(words),
            Tail::Unit { scale, .. } if scale > 1 && form != Form::Digits => {
                return Err(Trouble::Unit);
            }
            Tail::Unit { scale, unit: inner } => {
                if scale > 1 {
                    number = times(number, scale)?;
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
                    number = times(number, scale)?;
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

/// What may follow a measure word and says nothing more.
const COUNTED: &[&str] = &[
    "学生", "学员", "专家", "学者", "教师", "代表", "会员", "外宾", "论文", "文章", "项目", "活动",
    "机构", "会议",
];

fn eat_sign(scan: &mut Scan) -> bool {
    if scan.eat('-') || scan.eat('负') {
        scan.take_while(|c| c == ' ');
        return true;
    }
    scan.eat('+');
    false
}

/// Reads the number itself: digits with magnitudes, or a Chinese numeral. Says whether it was
/// written in an unusual way.
fn number(scan: &mut Scan) -> Result<(Decimal, Form, bool), Trouble> {
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
        // 3万5 may be 30005 or 35000.
        if odd || smaller >= magnitude || smaller == 1 && !zero {
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

fn times(number: Decimal, factor: u64) -> Result<Decimal, Trouble> {
    number
        .checked_mul(Decimal::from(factor))
        .ok_or(Trouble::TooLong)
}

/// Reads a Chinese numeral, with decimals after 点 and a magnitude after them.
fn chinese(scan: &mut Scan) -> Result<(Decimal, Form, bool), Trouble> {
    let run = scan.take_while(numeral::is_numeral);
    let numeral = numeral::parse(run).ok_or(Trouble::Words)?;
    let mut number = Decimal::from(numeral.value);
    let mut large = numeral.ends_large;
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
    Ok((number, Form::Chinese { large }, false))
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
    let (number, _, unusual) = number(scan)?;
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

fn tail(rest: &str) -> Result<Tail, Trouble> {
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
        let unit = unit::eat(&mut scan);
        if unit.is_some() && scan.is_done() {
            return Ok(Tail::Unit { scale, unit });
        }
    }
    let has_number = words
        .chars()
        .any(|c| c.is_ascii_digit() || numeral::is_numeral(c) || c.is_numeric());
    if has_number || words.is_empty() {
        return Err(Trouble::Words);
    }
    if is_doubtful(words) {
        return Err(explain(words));
    }
    Ok(Tail::Aside(words.to_owned()))
}

/// Words that make a number an estimate.
const ESTIMATES: &[&str] = &[
    "约",
    "左右",
    "余",
    "多",
    "近",
    "逾",
    "超",
    "不足",
    "不到",
    "不少于",
    "不低于",
    "不超过",
    "至少",
    "至多",
    "以上",
    "以下",
    "以内",
    "上下",
    "大概",
    "大致",
    "大体",
    "估",
    "预",
    "拟",
    "可能",
    "若干",
    "几",
    "数十",
    "数百",
    "上百",
    "上千",
    "来个",
    "来人",
    "不等",
    "平均",
    "每",
    "年均",
    "人均",
    ">",
    "<",
    "≥",
    "≤",
    "≈",
    "+",
    "＋",
    "≧",
    "≦",
    "about",
    "approx",
];

/// Words that say the number is still to come, or not known.
const PENDING: &[&str] = &[
    "待",
    "未定",
    "未知",
    "不详",
    "不清楚",
    "不明",
    "不确定",
    "暂定",
    "暂缺",
    "保密",
    "涉密",
    "尚",
    "?",
    "TBD",
    "tbd",
];

/// Words that point elsewhere.
const REFERENCES: &[&str] = &[
    "见", "附件", "附表", "同上", "同前", "同左", "如上", "上述", "另附", "另表",
];

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

fn is_doubtful(words: &str) -> bool {
    words.contains(['至', '~'])
        || has_any(words, ESTIMATES)
        || has_any(words, PENDING)
        || has_any(words, REFERENCES)
}

/// Why a text that is no number may have been written so: only for the words of the finding.
fn explain(text: &str) -> Trouble {
    if has_any(text, REFERENCES) {
        return Trouble::Reference;
    }
    if has_any(text, PENDING) {
        return Trouble::Pending;
    }
    if has_any(text, &["%", "‰", "百分之", "千分之"]) {
        return Trouble::Percent;
    }
    if is_range(text) {
        return Trouble::Range;
    }
    if has_any(text, ESTIMATES) {
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

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    fn quantity(text: &str) -> Result<Quantity, Trouble> {
        read(&fold(text))
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
