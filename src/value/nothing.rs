//! Words and strokes that mean "nothing given": `/`, `—`, `无`, `N/A`.

use super::fold::fold;

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
    matches!(
        bare,
        "无" | "無"
            | "没有"
            | "暂无"
            | "均无"
            | "全无"
            | "无此项"
            | "无此内容"
            | "无此情况"
            | "无此类情况"
            | "无相关"
            | "无相关内容"
            | "无相关情况"
            | "无相关数据"
            | "无相关信息"
            | "无数据"
            | "无内容"
            | "无需填写"
            | "不适用"
            | "不涉及"
            | "未涉及"
            | "不填"
            | "空"
    ) || is_western_nothing(bare)
}

/// `N/A`, `none`, `null`, `nil` in any case.
fn is_western_nothing(bare: &str) -> bool {
    ["n/a", "na", "n.a", "none", "null", "nil", "not applicable"]
        .iter()
        .any(|word| bare.eq_ignore_ascii_case(word))
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
