//! Why a text is no number, and how that is said.

use super::numeral;
use crate::finding::Rule;
use crate::lang::Said;
use crate::said;
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
    let typed = quote(text);
    Reading::error(
        Rule::UnreadableNumber,
        why(trouble, &typed, unit),
        hint(trouble, unit),
    )
}

fn why(trouble: Trouble, typed: &str, unit: &str) -> Said {
    match trouble {
        Trouble::Approximate => said!(
            "“{typed}”不是确切的数，未取值",
            "“{typed}” is not an exact number; nothing was taken"
        ),
        Trouble::Range => said!(
            "“{typed}”是一个范围，未取值",
            "“{typed}” is a range; nothing was taken"
        ),
        Trouble::Currency => said!(
            "“{typed}”不是以人民币计的金额，未取值",
            "“{typed}” is in another currency; nothing was taken"
        ),
        Trouble::Percent => said!(
            "“{typed}”是比例，不是数量，未取值",
            "“{typed}” is a share, not a number; nothing was taken"
        ),
        Trouble::Reference => said!(
            "“{typed}”指向别处，表中没有数，未取值",
            "“{typed}” points elsewhere; nothing was taken"
        ),
        Trouble::Pending => said!(
            "“{typed}”表示尚无确数，未取值",
            "“{typed}” says that the number is not known yet; nothing was taken"
        ),
        Trouble::Several => said!(
            "“{typed}”含有不止一个数，未取值",
            "“{typed}” holds more than one number; nothing was taken"
        ),
        Trouble::Grouping => said!(
            "“{typed}”中的分隔号不是千位分隔，无法确定是多少，未取值",
            "The marks in “{typed}” do not part thousands; nothing was taken"
        ),
        Trouble::TooLong => said!(
            "“{typed}”位数太多，未取值",
            "“{typed}” has too many digits; nothing was taken"
        ),
        Trouble::Fraction => said!(
            "“{typed}”不是整数，未取值",
            "“{typed}” is not a whole number; nothing was taken"
        ),
        Trouble::Unit if unit.is_empty() => said!(
            "“{typed}”的单位无法换算，未取值",
            "The unit of “{typed}” cannot be converted; nothing was taken"
        ),
        Trouble::Unit => said!(
            "“{typed}”的单位无法换算为“{unit}”，未取值",
            "The unit of “{typed}” cannot be converted to “{unit}”; nothing was taken"
        ),
        Trouble::Steps => said!(
            "“{typed}”没有写明是元还是万元，未取值",
            "“{typed}” does not say in what steps it counts (元 or 万元); nothing was taken"
        ),
        Trouble::CalendarYear => said!(
            "“{typed}”像是年份，不是年数，未取值",
            "“{typed}” looks like a calendar year, not a number of years; nothing was taken"
        ),
        Trouble::Words => said!(
            "“{typed}”不能读作数，未取值",
            "“{typed}” cannot be read as a number; nothing was taken"
        ),
    }
}

fn hint(trouble: Trouble, unit: &str) -> Said {
    match trouble {
        Trouble::Currency => said!(
            "请折合成人民币，按“{unit}”填写",
            "Convert it to renminbi and write it in {unit}"
        ),
        Trouble::Fraction => said!("请填写整数", "Write a whole number"),
        _ if unit.is_empty() => said!("请只填写一个确切的数字", "Write one exact number in digits"),
        _ => said!(
            "请只填写一个确切的数字，单位为“{unit}”；没有则留空",
            "Write one exact number in {unit}, in digits; leave it empty if there is none"
        ),
    }
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

pub(in crate::value) fn is_doubtful(words: &str) -> bool {
    words.contains(['至', '~'])
        || has_any(words, ESTIMATES)
        || has_any(words, PENDING)
        || has_any(words, REFERENCES)
}

/// Why a text that is no number may have been written so: only for the words of the finding.
pub(in crate::value) fn explain(text: &str) -> Trouble {
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
