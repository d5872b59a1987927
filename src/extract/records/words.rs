//! The words by which a line of a table is known to be no record, one list a meaning.

use crate::text::key::{key, stem};
use crate::text::vocabulary::{Words, vocabulary};

/// The ten stems and twelve branches, by which a manual counts its items.
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";

/// Marks that stand for the value above.
const DITTO_MARKS: [char; 8] = ['〃', '″', '"', '＂', '”', '“', '↑', '⇧'];

/// A text sums the lines up, or counts them: 合计（万元）, 共计 3 项.
pub(super) fn sums_up(text: &str) -> bool {
    let (whole, short) = (key(text), stem(text));
    let is = |k: &str| vocabulary().line.totals.has(k);
    is(&whole)
        || is(&short)
        || counted(text).is_some()
        || behind_total(&whole).is_some_and(is_amount)
        || ends_as_total(&whole)
}

/// The longest text that ends as a total does: a sentence is none.
const LONGEST_TOTAL: usize = 14;

/// 学院合计, 以上2项经费小计.
fn ends_as_total(key: &str) -> bool {
    key.chars().count() <= LONGEST_TOTAL
        && (vocabulary().line.totals_behind.iter()).any(|word| key.ends_with(word))
}

/// What stands behind a total's word.
fn behind_total(key: &str) -> Option<&str> {
    vocabulary()
        .line
        .totals
        .iter()
        .filter_map(|word| key.strip_prefix(word))
        .min_by_key(|rest| rest.len())
}

/// A number, perhaps with what it counts: `3项`, `万元26`.
fn is_amount(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let words = text.trim_matches(|c: char| c.is_ascii_digit());
    (digits > 0 && words.is_empty()) || vocabulary().line.counted.has(words)
}

/// How many lines a text counts: 共3项, 共计3条.
pub(super) fn counted(text: &str) -> Option<u32> {
    let key = key(text);
    let rest = ["共计", "合计", "总计", "共有", "总共", "共"]
        .iter()
        .find_map(|word| key.strip_prefix(word))?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, words) = rest.split_at(digits);
    vocabulary()
        .line
        .counted
        .has(words)
        .then(|| number.parse().ok())?
}

/// A text closes the table: 以下空白, （续表2）, ……
pub(super) fn closes(text: &str) -> bool {
    let k = key(text);
    if k.is_empty() {
        return !text.chars().any(char::is_alphanumeric)
            && text.contains(['…', '.', '·', '—', '。']);
    }
    let k = k.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    vocabulary().line.closing.has(k)
        || k.starts_with("以下")
            && k.chars().count() <= 8
            && (k.ends_with("空白") || k.ends_with("无内容"))
}

/// A text says that the table goes on elsewhere: 续表, 转下页.
pub(in crate::extract) fn goes_on(text: &str) -> bool {
    let k = key(text);
    let k = k.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    [
        "续表",
        "续",
        "续下页",
        "续下表",
        "接下表",
        "接下页",
        "转下页",
        "转下表",
        "见下页",
        "见续表",
        "下接",
    ]
    .contains(&k)
}

/// What stands at the beginning of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// The word alone.
    Alone,
    /// The word, and text behind it.
    Before,
}

/// The text says that it is an example: 例：…, （示例）…, 【样例1】.
pub(super) fn example(text: &str) -> Option<Lead> {
    if let Some(lead) = led(text, &vocabulary().line.examples) {
        // 如 alone says nothing.
        return (!(lead == Lead::Alone && key(text) == "如")).then_some(lead);
    }
    let k = key(text);
    let lower = text.trim_start().to_lowercase();
    let words = &vocabulary().line;
    let is = words.examples_alone.iter().any(|word| k.starts_with(word))
        || words
            .examples_begin
            .iter()
            .any(|word| lower.starts_with(word))
        || behind_is_example(text);
    is.then_some(Lead::Before)
}

/// 张三（示例）, 示例 张三: the word in brackets at the end, or apart before the name.
fn behind_is_example(text: &str) -> bool {
    let text = text.trim();
    let of_example = |word: &str| {
        let word = word.trim();
        !["如", "例如", "比如"].contains(&word) && vocabulary().line.examples.has(word)
    };
    let bracketed = text.strip_suffix(['）', ')', '】', ']']);
    let bracketed = bracketed.and_then(|t| t.rsplit_once(['（', '(', '【', '[']));
    let apart = text.split_once([' ', '\u{3000}', '\t']);
    bracketed.is_some_and(|(_, word)| of_example(word))
        || apart.is_some_and(|(word, _)| {
            word.chars().count() > 1 && !word.is_ascii() && of_example(word)
        })
}

/// The text is a remark on the table: 注：…, 备注：….
pub(super) fn remark(text: &str) -> Option<Lead> {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix(['※', '＊', '*', '★', '▲']) {
        return rest
            .chars()
            .any(char::is_alphanumeric)
            .then_some(Lead::Before);
    }
    led(text, &vocabulary().line.remarks)
        .filter(|lead| !(*lead == Lead::Alone && ["另", "附", "以上"].contains(&&*key(text))))
}

/// The text names who signs, or when: 填表人：张三, 单位负责人（签章）.
pub(super) fn signing(text: &str) -> Option<Lead> {
    led(text, &vocabulary().line.signing)
}

/// The text is who signs, or when.
pub(in crate::extract) fn is_signing(text: &str) -> bool {
    signing(text).is_some()
}

/// The text begins with one of the words as a word of its own: it ends there, or punctuation, a
/// number of its own or a closing bracket follows.
fn led(text: &str, words: &Words) -> Option<Lead> {
    let open =
        text.trim_start_matches(|c: char| c.is_whitespace() || "（(【[〔《“\"*＊".contains(c));
    let bracketed = open.len() < text.trim_start().len();
    let mut best: Option<(usize, Lead)> = None;
    for word in words.iter() {
        let Some(rest) = behind_word(open, word) else {
            continue;
        };
        let numbered = rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
        let lead = match numbered.trim_start().chars().next() {
            None => Lead::Alone,
            Some(c) if "：:".contains(c) => Lead::Before,
            Some(c) if "）)】]〕》”\"*＊".contains(c) && bracketed => Lead::Before,
            Some(c) if "、.．".contains(c) && numbered.len() < rest.len() => Lead::Before,
            Some(c) if "，,—-－".contains(c) && bracketed => Lead::Before,
            Some(c) if "（(【[".contains(c) => Lead::Before,
            _ => continue,
        };
        // （示例） alone closes its bracket and nothing follows.
        let lead = match numbered.chars().any(char::is_alphanumeric) {
            true => lead,
            false => Lead::Alone,
        };
        if best.is_none_or(|(n, _)| word.len() > n) {
            best = Some((word.len(), lead));
        }
    }
    best.map(|(_, lead)| lead)
}

/// A character that has no other case: most words begin with one.
fn is_chinese(c: char) -> bool {
    ('\u{3000}'..='\u{9fff}').contains(&c)
}

/// The text behind a word, whose characters may be set apart by spaces: `备  注`.
fn behind_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut rest = text;
    for (i, c) in word.chars().enumerate() {
        if i > 0 {
            rest = rest.trim_start_matches([' ', '\u{3000}', '\u{a0}']);
        }
        let first = rest.chars().next()?;
        if first != c && (is_chinese(c) || !first.to_lowercase().eq(c.to_lowercase())) {
            return None;
        }
        rest = &rest[first.len_utf8()..];
    }
    Some(rest)
}

/// How one item is counted in a row of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Code {
    /// 甲, 乙, 丙: which.
    Stem(u32),
    /// 01, 02: nobody types a number so.
    Padded(u32),
    /// 1, (2), ③.
    Number(u32),
    /// A, B.
    Letter(u32),
}

/// The code that a text is, as a whole.
pub(in crate::extract) fn code(text: &str) -> Option<Code> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 6 {
        return None;
    }
    let k = key(text);
    let mut chars = k.chars();
    match (chars.next()?, chars.next()) {
        (c, None) if STEMS.contains(c) => {
            let at = STEMS.chars().position(|s| s == c);
            at.map(|n| Code::Stem(n as u32))
        }
        (c @ 'a'..='z', None) => Some(Code::Letter(c as u32 - 'a' as u32)),
        _ if k.bytes().all(|b| b.is_ascii_digit())
            && k.len() <= 3
            && !text.contains(['.', '-', '－', ',']) =>
        {
            let n = k.parse().ok()?;
            Some(match k.starts_with('0') && k.len() > 1 {
                true => Code::Padded(n),
                false => Code::Number(n),
            })
        }
        _ => None,
    }
}

/// The value of another cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ditto {
    /// The one above.
    Above,
    /// The one to the left.
    Left,
}

/// The text stands for the value of another cell: 同上, 〃, 同左.
pub(super) fn ditto(text: &str) -> Option<Ditto> {
    let text = text.trim();
    if text.is_empty() || text.len() > 40 {
        return None;
    }
    let bare = |c: &char| !c.is_whitespace() && !"—－-…·.。（）()".contains(*c);
    let mut marks = text.chars().filter(bare).peekable();
    if marks.peek().is_some() && marks.all(|c| DITTO_MARKS.contains(&c) || c == '\'') {
        return Some(Ditto::Above);
    }
    let k = key(text);
    let of_what = |rest: &str| vocabulary().line.ditto_of.has(rest);
    if vocabulary().line.ditto.has(&k) || k.strip_prefix("同上").is_some_and(of_what) {
        return Some(Ditto::Above);
    }
    vocabulary().line.ditto_left.has(&k).then_some(Ditto::Left)
}

#[cfg(test)]
mod tests;
