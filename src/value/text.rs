//! Free text: as typed, without white space at its ends.

use super::fold::trim;
use super::{Reading, Value, placeholder};

/// Reads free text. Outer white space (full-width too) goes, and what is blank at the end of a
/// line; nothing else is changed. A text that is empty then, or only an underlined blank, is null.
pub(super) fn read(text: &str) -> Reading {
    let text = trim(text);
    if text.bytes().all(|b| b == b'_') {
        return Reading::null();
    }
    if let Some(kind) = placeholder::of(text) {
        return placeholder::reading(kind, text);
    }
    // Nobody sees them, and a name with them is another name to a program.
    let unseen = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{2060}', '\u{feff}'];
    if text.contains(unseen) {
        return read(&text.replace(unseen, ""));
    }
    if !text.contains(['\n', '\r']) {
        return Reading::of(Value::Text(text.to_owned()));
    }
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(line.trim_end());
    }
    Reading::of(Value::Text(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Option<String> {
        read(raw).value.text().map(str::to_owned)
    }

    #[test]
    fn trims_ends_and_lines() {
        assert_eq!(text("　 化学学院\u{3000}\n").as_deref(), Some("化学学院"));
        assert_eq!(text("一、 \r\n二、　\n").as_deref(), Some("一、\n二、"));
    }

    #[test]
    fn keeps_what_was_typed() {
        for typed in [
            "无",
            "/",
            "12万元人才计划",
            "１２㎡",
            "👨‍👩‍👧",
            "A  B",
            "第一行\n\n  第二行",
            "<a> & b",
        ] {
            assert_eq!(text(typed).as_deref(), Some(typed));
        }
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_name() {
        assert_eq!(
            text("化学\u{200b}学\u{feff}院").as_deref(),
            Some("化学学院")
        );
    }

    #[test]
    fn blank_is_null() {
        for blank in ["", " ", "　", "\n\n", "\u{200b}", "________"] {
            assert_eq!(read(blank), Reading::null());
        }
    }
}
