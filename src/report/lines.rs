//! Lines as wide as a terminal shows them: a Chinese character takes two columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::visible::visible;

/// The text safe to print on a terminal, in one line: line breaks as `⏎`, other commands as
/// [`visible`] shows them.
pub fn printable(text: &str) -> String {
    let line = text.trim().replace('\r', "").replace('\n', "⏎");
    visible(&line.replace('\t', " ")).into_owned()
}

/// The text in at most `width` columns, cut with `…`.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// The text filled up with spaces to `width` columns.
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The text filled up with spaces on the left.
pub fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

/// The text in lines of at most `width` columns. It may break between Chinese characters and at
/// spaces; a closing mark is not put at a line's head; a word longer than a line is cut.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        let fits = line.width() + word.trim_end().width() <= width;
        if !fits && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if word.trim_end().width() <= width {
            line.push_str(match line.is_empty() {
                true => word.trim_start(),
                false => word,
            });
            continue;
        }
        for c in word.chars() {
            if line.width() + c.width().unwrap_or(0) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines.into_iter().map(|l| l.trim_end().to_owned()).collect()
}

/// Pieces that are not broken: a word with the space after it, a Chinese character with the marks
/// that belong to it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut last: Option<char> = None;
        let end = rest
            .char_indices()
            .find(|&(_, c)| {
                let ends = last.is_some_and(|l| may_break(l, c));
                last = Some(c);
                ends
            })
            .map_or(rest.len(), |(at, _)| at);
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

fn may_break(before: char, after: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    if after == ' ' || "，。、；：！？）」』”’》〉】〕…,.;:!?)]}".contains(after)
    {
        return false;
    }
    if "（「『“‘《〈【〔([{".contains(before) {
        return false;
    }
    before == ' ' || wide(before) || wide(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_not_commanded_by_a_form() {
        assert_eq!(
            printable("a\u{1b}[31mb\r\nc\u{202e}d"),
            "a\\u{1b}[31mb⏎c\\u{202e}d"
        );
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(cut("化学学院", 8), "化学学院");
        assert_eq!(cut("化学学院", 7), "化学学…");
        assert_eq!(cut("化学学院", 6), "化学…");
        assert_eq!(pad("化学", 6), "化学  ");
        assert_eq!(pad_left("12", 4), "  12");
    }

    #[test]
    fn lines_break_where_a_reader_would() {
        assert_eq!(
            wrap("请核对，并只填写数字", 8),
            ["请核对，", "并只填写", "数字"]
        );
        assert_eq!(
            wrap("see the table's head", 10),
            ["see the", "table's", "head"]
        );
        assert_eq!(wrap("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
        assert_eq!(wrap("", 10), [""]);
    }

    proptest::proptest! {
        #[test]
        fn wrapping_keeps_the_text_and_the_width(text in "[a-z一-龥，。（） ]{0,60}", width in 4usize..40) {
            let lines = wrap(&text, width);
            let bare = |t: &str| t.replace(' ', "");
            proptest::prop_assert_eq!(bare(&lines.concat()), bare(&text));
            for line in lines {
                proptest::prop_assert!(line.width() <= width, "{line}");
            }
        }
    }
}
