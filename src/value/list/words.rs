//! The words of one's own beside an option that asks for them.

use crate::text::vocabulary::vocabulary;

/// The words in what stands behind an option's label, without prompts, brackets around them,
/// underlined blanks and marks at their ends. None where only those are there.
pub(super) fn own_words(rest: &str) -> Option<String> {
    let mut words = rest;
    // Each turn takes something off; a text that needs more turns is not one a person wrote.
    for _ in 0..16 {
        let before = words.len();
        words = words.trim_start_matches(is_edge);
        if let Some(behind) = vocabulary()
            .option
            .prompts
            .iter()
            .find_map(|p| words.strip_prefix(p))
        {
            words = behind;
        } else if let Some(behind) = vocabulary().option.prompts_with_colon.iter().find_map(|p| {
            words
                .strip_prefix(p)
                .filter(|b| b.trim_start().starts_with([':', '：']))
        }) {
            words = behind;
        } else if let Some(inner) = words.strip_prefix(is_open) {
            match matching_close(inner) {
                Some(at) => {
                    let close = inner[at..].chars().next().map_or(0, char::len_utf8);
                    let behind = &inner[at + close..];
                    if behind.chars().all(is_edge) {
                        words = &inner[..at];
                    } else if is_prompt(&inner[..at]) {
                        words = behind;
                    }
                }
                None => words = inner,
            }
        }
        if words.len() == before {
            break;
        }
    }
    words = words.trim_end_matches(is_edge);
    for _ in 0..4 {
        match words.chars().next_back() {
            Some(c) if is_close(c) && closes_nothing(words) => {
                words = words[..words.len() - c.len_utf8()].trim_end_matches(is_edge);
            }
            _ => break,
        }
    }
    (!words.is_empty()).then(|| words.to_owned())
}

/// Whether a bracket holds only a printed prompt or a blank.
fn is_prompt(inner: &str) -> bool {
    let inner = inner.trim_matches(is_edge);
    inner.is_empty()
        || vocabulary().option.prompts.has(inner)
        || vocabulary().option.prompts_with_colon.has(inner)
}

/// Marks, blanks and white space that can stand around words.
fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ':' | '：'
                | ','
                | '，'
                | '、'
                | ';'
                | '；'
                | '。'
                | '.'
                | '．'
                | '_'
                | '＿'
                | '-'
                | '—'
                | '–'
                | '/'
                | '／'
                | '…'
        )
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '（' | '[' | '【' | '［' | '〔')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | '）' | ']' | '】' | '］' | '〕')
}

/// Where the bracket that was open before `text` is closed.
fn matching_close(text: &str) -> Option<usize> {
    let mut depth = 0u32;
    for (at, c) in text.char_indices() {
        if is_open(c) {
            depth += 1;
        } else if is_close(c) {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

/// Whether the last bracket of `words` closes one that isn't there.
fn closes_nothing(words: &str) -> bool {
    words.chars().filter(|c| is_close(*c)).count() > words.chars().filter(|c| is_open(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_words_out_of_what_is_around_them() {
        for (rest, expected) in [
            ("：脑科学", Some("脑科学")),
            ("（脑科学）", Some("脑科学")),
            ("-脑科学", Some("脑科学")),
            ("（名称：脑科学）", Some("脑科学")),
            ("（名称脑科学）", Some("脑科学")),
            ("（名称___脑科学____）", Some("脑科学")),
            ("（名称___________）", None),
            ("，请说明：科技外交与人文交流", Some("科技外交与人文交流")),
            ("（请注明）脑科学", Some("脑科学")),
            ("，请说明：", None),
            ("：脑科学（交叉）", Some("脑科学（交叉）")),
            ("：脑科学、认知科学。", Some("脑科学、认知科学")),
            ("（脑科学", Some("脑科学")),
            ("：脑科学）", Some("脑科学")),
            ("（（脑科学））", Some("脑科学")),
            ("（脑科学）等", Some("（脑科学）等")),
            ("说明文字", Some("说明文字")),
            ("", None),
            ("（）", None),
            ("（ ", None),
        ] {
            assert_eq!(own_words(rest).as_deref(), expected, "{rest}");
        }
    }

    #[test]
    fn brackets_without_end_are_no_trouble() {
        let deep = "（".repeat(10_000);
        assert!(own_words(&deep).is_some());
        assert!(own_words(&format!("{deep}甲{}", "）".repeat(10_000))).is_some());
    }
}
