//! Chinese numerals: 三十五, 一百二十万, 二〇二五, 壹拾贰, 廿三.

/// A Chinese numeral and how it was put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) struct Numeral {
    /// What it counts to.
    pub value: u64,
    /// How many numeral characters it has.
    pub length: usize,
    /// Digit by digit, as years are written: 二〇二五.
    pub positional: bool,
    /// It has a 万 or 亿 in it: 一百二十万, 十二万五千.
    pub large: bool,
}

/// Whether `c` can stand in a Chinese numeral.
pub(in crate::value) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some() || matches!(c, '廿' | '卅')
}

/// The digit that a character means. The circle stands for zero in years (二○二五).
fn digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' | '○' | '◯' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '兩' | '贰' | '貳' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The power of ten that a character means.
pub(in crate::value) fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// Reads a whole text as one Chinese numeral. A colloquial short form whose last digit could be
/// of two sizes (一百二, 三万五) is none.
pub(in crate::value) fn parse(text: &str) -> Option<Numeral> {
    let length = text.chars().count();
    if length == 0 || length > 24 {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        if length > 15 {
            return None;
        }
        let value = text.chars().filter_map(digit).fold(0, |n, d| n * 10 + d);
        return Some(Numeral {
            value,
            length,
            positional: length > 1,
            large: false,
        });
    }
    let mut total: u64 = 0; // whole sections passed: 亿 and 万
    let mut section: u64 = 0; // below 万
    let mut pending: Option<u64> = None; // a digit that waits for its unit
    let mut below = u64::MAX; // the next unit within the section must be smaller
    let mut below_large = u64::MAX;
    let mut zero = false; // a zero has bridged a gap
    let mut last = 0; // the unit passed last
    for c in text.chars() {
        if let Some(d) = digit(c) {
            if pending.is_some() {
                return None;
            }
            if d == 0 {
                if total == 0 && section == 0 {
                    return None;
                }
                zero = true;
            } else {
                pending = Some(d);
            }
            continue;
        }
        if let tens @ ('廿' | '卅') = c {
            if pending.is_some() || below <= 10 {
                return None;
            }
            section += if tens == '廿' { 20 } else { 30 };
            below = 10;
            last = 10;
            continue;
        }
        let unit = unit(c)?;
        if unit < 10_000 {
            if unit >= below {
                return None;
            }
            let count = match pending.take() {
                Some(count) => count,
                // 十二: a ten without its one, at the beginning or after a zero.
                None if unit == 10 && section == 0 => 1,
                None => return None,
            };
            section += count * unit;
            below = unit;
        } else {
            section += pending.take().unwrap_or(0);
            if section == 0 || unit >= below_large {
                return None;
            }
            total = total.checked_add(section.checked_mul(unit)?)?;
            section = 0;
            below = u64::MAX;
            below_large = unit;
        }
        zero = false;
        last = unit;
    }
    if let Some(d) = pending {
        // 一百二 may be 102 or 120; 一百零二 and 十二 are clear.
        if last > 10 && !zero {
            return None;
        }
        section += d;
    }
    Some(Numeral {
        value: total.checked_add(section)?,
        length,
        positional: false,
        large: below_large < u64::MAX,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> Option<u64> {
        parse(text).map(|n| n.value)
    }

    #[test]
    fn reads_numerals() {
        for (text, expected) in [
            ("三", 3),
            ("〇", 0),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("三十五", 35),
            ("廿三", 23),
            ("卅", 30),
            ("一百零二", 102),
            ("一百一十", 110),
            ("两千", 2000),
            ("两千零五十", 2050),
            ("一万两千", 12_000),
            ("一百二十万", 1_200_000),
            ("一百二十万零三百", 1_200_300),
            ("三亿零五万", 300_050_000),
            ("壹拾贰", 12),
            ("叁佰肆拾伍", 345),
            ("二〇二五", 2025),
            ("二○二五", 2025),
            ("一二三", 123),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        assert!(parse("一百二十万").is_some_and(|n| n.large && !n.positional));
        assert!(parse("二〇二五").is_some_and(|n| n.positional));
    }

    #[test]
    fn refuses_what_is_unclear_or_wrong() {
        for text in [
            "",
            "一百二",
            "三万五",
            "百",
            "十十",
            "一千万万",
            "二三十",
            "十百",
            "零十",
            "一二百",
            "甲",
            "三5",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }

    /// Spells a number as it is written by hand.
    fn spell(n: u64) -> String {
        const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        fn section(n: u64, out: &mut String) {
            let mut gap = false;
            for (size, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let d = n / size % 10;
                if d == 0 {
                    gap = true;
                    continue;
                }
                if gap && !out.is_empty() && !out.ends_with('零') {
                    out.push('零');
                }
                gap = false;
                out.push(DIGITS[d as usize]);
                out.push_str(unit);
            }
        }
        let mut out = String::new();
        if n >= 10_000 {
            section(n / 10_000, &mut out);
            out.push('万');
        }
        let low = n % 10_000;
        if low > 0 && low < 1000 && n >= 10_000 {
            out.push('零');
        }
        section(low, &mut out);
        out
    }

    proptest! {
        #[test]
        fn a_spelled_number_reads_back(n in 1u64..100_000_000) {
            prop_assert_eq!(value(&spell(n)), Some(n), "{}", spell(n));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "[零一二两十百千万亿廿甲3]{0,30}") {
            parse(&text);
        }
    }
}
