//! Yes or no: 是/否, √/×, Y/N, 有/无, and printed prompts with one of them ticked.

use super::fold::{LONGEST, fold, quote, trim};
use super::nothing::is_nothing;
use super::ticked::{self, Ticked};
use super::{Reading, Value};
use crate::model::finding::ValueCause;

/// Reads yes or no. Words behind the answer are told in a note.
pub(super) fn read(text: &str) -> Reading {
    let text = trim(text);
    match text {
        "" => return Reading::null(),
        "是" => return Reading::of(Value::Bool(true)),
        "否" => return Reading::of(Value::Bool(false)),
        _ => {}
    }
    if text.len() > LONGEST {
        return refuse(text);
    }
    let folded = fold(text);
    let bare = folded.trim_matches(|c: char| {
        matches!(
            c,
            '。' | '.' | ',' | ';' | '!' | ' ' | '\n' | '(' | ')' | '"' | '“' | '”'
        )
    });
    if let Some(answer) = whole(bare) {
        return Reading::of(Value::Bool(answer));
    }
    if let Some(answer) = match bare {
        "1" => Some(true),
        "0" | "暂无" | "均无" => Some(false),
        _ => None,
    } {
        return told(text, answer, None);
    }
    if is_prompt(bare) {
        return refuse(text);
    }
    if is_nothing(text) {
        return Reading::null();
    }
    if ticked::may_hold(&folded) {
        match ticked::read(&folded) {
            Ticked::No => {}
            Ticked::Unclear => return refuse(text),
            Ticked::Options(options) => return ticks(text, &options),
        }
    }
    worded(text, bare)
}

/// A text that is an answer and nothing else.
fn whole(bare: &str) -> Option<bool> {
    Some(match bare {
        "是" | "是的" | "对" | "对的" | "有" | "√" | "✓" | "✔" | "☑" | "✅" | "正确" | "属于" => {
            true
        }
        "否" | "不是" | "不" | "没有" | "没" | "无" | "無" | "未" | "错" | "×" | "✗" | "✘"
        | "✕" | "✖" | "╳" | "不是的" | "非" | "不属于" => false,
        _ => return western(bare),
    })
}

fn western(bare: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|w| bare.eq_ignore_ascii_case(w));
    if is(&["y", "yes", "true", "t"]) {
        Some(true)
    } else if is(&["n", "no", "false", "f", "x"]) {
        Some(false)
    } else {
        None
    }
}

/// Both words and no choice between them: 是/否, 是 否.
fn is_prompt(bare: &str) -> bool {
    let mut words = bare
        .split(['/', ' ', '\n', '、', '或', '|'])
        .filter(|w| !w.is_empty());
    matches!(
        (words.next(), words.next(), words.next()),
        (Some("是"), Some("否"), None)
            | (Some("有"), Some("无"), None)
            | (Some("是否"), None, None)
    ) || bare.eq_ignore_ascii_case("y/n")
        || bare.eq_ignore_ascii_case("yes/no")
}

/// Printed options with ticks.
fn ticks(text: &str, options: &[(&str, bool)]) -> Reading {
    let Some(answers) = options
        .iter()
        .map(|(option, ticked)| whole(option).map(|answer| (answer, *ticked)))
        .collect::<Option<Vec<_>>>()
    else {
        // A tick with words: √（已登记）.
        return match options {
            [(words, true)] if !words.is_empty() => worded(text, &format!("√ {words}")),
            _ => refuse(text),
        };
    };
    let yes = answers.contains(&(true, true));
    let no = answers.contains(&(false, true));
    match (yes, no) {
        (true, false) => Reading::of(Value::Bool(true)),
        (false, true) => Reading::of(Value::Bool(false)),
        (false, false) if answers.len() > 1 => Reading::null(),
        (false, false) => refuse(text),
        (true, true) => both(text),
    }
}

/// An answer with words behind it: 是，已登记; 未登记.
fn worded(text: &str, bare: &str) -> Reading {
    let mark = |c: char| {
        matches!(
            c,
            ',' | ';' | ':' | '。' | '.' | '(' | '-' | ' ' | '\n' | '、' | '/'
        )
    };
    if let Some(at) = bare.find(mark)
        && let Some(answer) = whole(&bare[..at])
    {
        let words = bare[at..].trim_matches(|c| mark(c) || c == ')');
        return match whole(words) {
            Some(other) if other == answer => Reading::of(Value::Bool(answer)),
            Some(_) => both(text),
            None if words.contains(['是', '否', '√', '×', '?']) => refuse(text),
            None => told(text, answer, Some(words)),
        };
    }
    let negating = |words: &str| words.contains(['未', '不', '没', '无', '否', '?', '非']);
    for (word, answer) in [
        ("已", true),
        ("尚未", false),
        ("未", false),
        ("没有", false),
        ("暂未", false),
    ] {
        if let Some(rest) = bare.strip_prefix(word) {
            return if negating(rest) || rest.chars().count() > 12 {
                refuse(text)
            } else {
                told(text, answer, Some(bare))
            };
        }
    }
    // 是Y, 否N
    for (word, answer) in [("是", true), ("否", false), ("√", true), ("×", false)] {
        if let Some(rest) = bare.strip_prefix(word)
            && whole(rest) == Some(answer)
        {
            return Reading::of(Value::Bool(answer));
        }
    }
    refuse(text)
}

fn told(text: &str, answer: bool, words: Option<&str>) -> Reading {
    let typed = quote(text);
    let words = words.map(str::to_owned);
    Reading::of(Value::Bool(answer)).with(match words {
        Some(words) => ValueCause::YesnoWordsLeftOut {
            typed,
            yes: answer,
            words,
        },
        None => ValueCause::YesnoUnusual { typed, yes: answer },
    })
}

fn both(text: &str) -> Reading {
    let typed = quote(text);
    Reading::refused(ValueCause::YesnoBoth { typed })
}

fn refuse(text: &str) -> Reading {
    let typed = quote(text);
    Reading::refused(ValueCause::YesnoWords { typed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(text: &str) -> String {
        let reading = read(text);
        let value = match reading.value {
            Value::Null => "null".to_owned(),
            Value::Bool(b) => b.to_string(),
            other => panic!("{other:?}"),
        };
        match reading.notes.first() {
            None => value,
            Some(note) => format!("{value} {}", note.rule().name()),
        }
    }

    #[test]
    fn reads_yes() {
        for text in [
            "是",
            "是。",
            " 是 ",
            "是的",
            "√",
            "✓",
            "✔",
            "☑",
            "Y",
            "y",
            "Ｙ",
            "yes",
            "YES",
            "true",
            "T",
            "有",
            "对",
            "（是）",
            "□否 ☑是",
            "是☑ 否□",
            "(√)是 ( )否",
            "是（√） 否（）",
            "√是",
            "是√",
            "是√ 否",
            "■是 □否",
            "☒是 ☐否",
            "是（Yes）",
            "是/Y",
            "是Y",
        ] {
            assert_eq!(summary(text), "true", "{text}");
        }
    }

    #[test]
    fn reads_no() {
        for text in [
            "否",
            "否。",
            "不是",
            "×",
            "✗",
            "✘",
            "x",
            "X",
            "N",
            "no",
            "No.",
            "false",
            "F",
            "无",
            "没有",
            "未",
            "错",
            "□是 ☑否",
            "是□ 否☑",
            "( )是 (√)否",
            "否√",
            "是 否√",
            "否（No）",
        ] {
            assert_eq!(summary(text), "false", "{text}");
        }
    }

    #[test]
    fn words_behind_an_answer_are_told() {
        for (text, expected) in [
            ("是，已登记", "true corrected-value"),
            ("是（已备案）", "true corrected-value"),
            ("是：2019年登记", "true corrected-value"),
            ("是的，已在民政部登记", "true corrected-value"),
            ("否，正在办理", "false corrected-value"),
            ("√（已登记）", "true corrected-value"),
            ("已登记", "true corrected-value"),
            ("未登记", "false corrected-value"),
            ("没有登记", "false corrected-value"),
            ("暂无", "false corrected-value"),
            ("1", "true corrected-value"),
            ("0", "false corrected-value"),
        ] {
            assert_eq!(summary(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_unclear_is_null_with_an_error() {
        for text in [
            "待定",
            "不清楚",
            "部分",
            "是不是",
            "2",
            "不是很清楚",
            "是√否",
            "☒",
            "是，还是否？",
            "已申请未批复",
            "？",
            "办理中",
            "是否需要登记",
            "□是",
        ] {
            assert_eq!(summary(text), "null unreadable-value", "{text}");
        }
        for text in ["是/否", "是 否", "Y/N"] {
            assert_eq!(summary(text), "null unreadable-value", "{text}");
        }
        for text in ["☑是 ☑否", "是，否", "是√ 否√"] {
            assert_eq!(summary(text), "null several-choices", "{text}");
        }
    }

    #[test]
    fn nothing_and_untouched_prompts_are_null() {
        for text in [
            "",
            "/",
            "—",
            "N/A",
            "□是 □否",
            "（ ）是 （ ）否",
            "是□ 否□",
            "不适用",
        ] {
            assert_eq!(summary(text), "null", "{text}");
        }
    }
}
