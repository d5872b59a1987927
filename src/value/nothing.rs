//! Words and strokes that mean "nothing given": `/`, `—`, `无`, `N/A`.

use super::fold::fold;
use crate::text::vocabulary::{Words, vocabulary};

/// Whether a text says that there is nothing to give. Punctuation and brackets around the word
/// don't matter; an empty text says nothing at all and counts too.
pub fn is_nothing(text: &str) -> bool {
    // The longest of them is some twenty bytes; a sentence is none of them.
    if text.len() > 48 {
        return false;
    }
    match text.as_bytes().first() {
        None => return true,
        Some(b'0'..=b'9') => return false,
        _ => {}
    }
    let folded = fold(text);
    if folded.chars().all(|c| {
        matches!(
            c,
            '/' | '\\' | '-' | '_' | '|' | ' ' | '\n' | '~' | '(' | ')'
        )
    }) {
        return true;
    }
    let bare = folded.trim_matches(|c: char| {
        matches!(
            c,
            '(' | ')'
                | '/'
                | '\\'
                | '-'
                | '.'
                | '。'
                | ','
                | ';'
                | '!'
                | ' '
                | '\n'
                | '"'
                | '“'
                | '”'
        )
    });
    let words = &vocabulary().nothing;
    words.words.has(bare)
        || is_western(&words.western, bare)
        || words
            .prompts
            .has(bare.replace(' ', "").to_ascii_lowercase().as_str())
}

/// Whether a sentence says that there is nothing to give: `本学院无相关情况。`, `2025年未开展此类活动`,
/// as people write it across a table or behind its heading. Only where nothing else is written
/// may it be taken so: `无人机` is a name.
pub fn says_nothing(text: &str) -> bool {
    is_nothing(text) || nothing_of(text).is_some_and(|what| what.is_empty())
}

/// A text that stands in the place of a name sounds as if it said that there is nothing, or that it
/// is said elsewhere: 本单位无人任职, 与去年相同, 略. Names that begin so are few, and who has such a name is
/// asked to look.
pub fn instead_of_a_name(text: &str) -> bool {
    let folded = fold(text);
    let bare: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let words = &vocabulary().nothing;
    if bare.is_empty() || bare.chars().count() > 24 {
        return matches!(text.trim(), "×" | "✕" | "✗");
    }
    let begins = |of: &Words| of.iter().any(|word| bare.starts_with(word));
    // 同2024年: as in that year's form.
    let of_year = bare.strip_prefix('同').and_then(|rest| {
        let year = rest.get(..4)?.bytes().all(|b| b.is_ascii_digit());
        year.then(|| rest[4..].starts_with('年'))
    });
    if words.instead_of_a_name.has(&bare)
        || begins(&words.begins_instead)
        || of_year.unwrap_or(false)
    {
        return true;
    }
    let rest = behind_who(&bare);
    let led = rest.len() < bare.len();
    let denies = words
        .negations
        .iter()
        .find_map(|word| rest.strip_prefix(word).map(|r| (word, r)));
    // 无人机 and 无线通信 begin with 无: behind who and when it says that there is none.
    denies.is_some_and(|(word, rest)| !rest.starts_with('的') && (led || word.chars().count() > 1))
}

/// What a sentence says behind who and when: `无人任职` of `2025年本单位无人任职`.
fn behind_who(bare: &str) -> &str {
    let digit = |c: char| c.is_ascii_digit();
    let who = &vocabulary().nothing.who;
    let mut rest = bare.trim_start_matches(digit);
    while let Some(shorter) = who.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter.trim_start_matches(digit);
    }
    rest
}

/// What a sentence says that there is none of: `技术交易` of `本单位无技术交易情况`, empty where it
/// names nothing in particular. `None` where it is no such sentence.
pub fn nothing_of(text: &str) -> Option<String> {
    // Folding makes no Chinese character of another one.
    if !vocabulary().nothing.negations.may_begin_in(text) || text.chars().count() > 32 {
        return None;
    }
    let folded = fold(text);
    let bare: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let rest = behind_who(&bare);
    let mut what = vocabulary()
        .nothing
        .negations
        .iter()
        .find_map(|word| rest.strip_prefix(word))?;
    // 没有的国家 is one that there is not, no sentence that there is none.
    if what.starts_with('的') {
        return None;
    }
    while let Some(shorter) = vocabulary()
        .nothing
        .what
        .iter()
        .find_map(|word| what.strip_prefix(word))
    {
        what = shorter;
    }
    while let Some(shorter) = vocabulary()
        .nothing
        .what
        .iter()
        .find_map(|word| what.strip_suffix(word))
    {
        what = shorter;
    }
    Some(what.to_owned())
}

/// `N/A`, `none`, `null`, `nil` in any case.
fn is_western(words: &Words, bare: &str) -> bool {
    words.iter().any(|word| bare.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_usual_ways_to_say_nothing() {
        for text in [
            "",
            "/",
            "／",
            "//",
            "—",
            "——",
            "-",
            "－－",
            "\\",
            "＼",
            "___",
            "无",
            "無",
            "无。",
            "（无）",
            "(/)",
            " 没有 ",
            "暂无",
            "不适用",
            "不涉及",
            "N/A",
            "n/a",
            "NA",
            "none",
            "None",
            "NULL",
            "nil",
            "无 ",
            "/无",
            "“无”",
        ] {
            assert!(is_nothing(text), "{text:?}");
        }
    }

    #[test]
    fn knows_sentences_that_say_nothing() {
        for text in [
            "无",
            "本单位无此项内容",
            "本学院无相关情况。",
            "本年度无",
            "我院无此类项目",
            "2025年无",
            "（本单位无）",
            "本部门2025年未开展此类活动",
            "今年没有",
            "未开展",
            "无相关项目",
            "本院2025年度无此项",
        ] {
            assert!(says_nothing(text), "{text:?}");
        }
        for text in [
            "无人机",
            "无线通信项目",
            "无障碍环境建设",
            "本院",
            "2025年项目",
            "没有围墙的大学",
            "没有的国家",
            "暂无法统计",
            "院系合作",
            "0",
            "待定",
        ] {
            assert!(!says_nothing(text), "{text:?}");
        }
    }

    #[test]
    fn knows_what_stands_instead_of_a_name() {
        for text in [
            "本单位无人任职",
            "本年度没有新签协议",
            "2025年无新增国际合作",
            "没有相关任职人员",
            "尚未有相关人员",
            "2025年未签订协议",
            "与去年相同",
            "同2024年",
            "见科研系统",
            "正在洽谈",
            "略",
            "保密",
            "×",
        ] {
            assert!(instead_of_a_name(text) || says_nothing(text), "{text:?}");
        }
        for text in [
            "无人机集群",
            "无线通信",
            "无锡市海洋所",
            "院系合作",
            "表面工程",
            "同济大学",
            "同步辐射",
            "见义勇为",
            "5G通信",
            "项目管理",
            "尚志学院",
        ] {
            assert!(!instead_of_a_name(text), "{text:?}");
        }
    }

    #[test]
    fn a_word_that_says_something_is_something() {
        for text in [
            "0",
            "?",
            "？",
            "待定",
            "不清楚",
            "见附件",
            "同上",
            "无固定期限",
            "无线",
            "是",
            "不详",
            "未知",
            "…",
            "*",
            "×",
            "√",
            "no",
        ] {
            assert!(!is_nothing(text), "{text:?}");
        }
    }
}
