//! An option's tag: what is printed for it, and what of the form belongs to it.

use std::ops::Range;

use super::glyphs::{box_before, box_behind, closing, is_blank_char, is_empty_box};

/// An option as it is printed, in bytes of its paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Its words.
    pub label: Range<usize>,
    /// The same with its box.
    pub whole: Range<usize>,
    /// The blank behind it, for words of one's own.
    pub own: Option<Range<usize>>,
}

/// Labels that ask for words of one's own.
const OTHERS: [&str; 4] = ["其他", "其它", "other", "Other"];

/// The label asks for words of one's own, whatever is printed behind it.
pub fn is_other(label: &str) -> bool {
    OTHERS.iter().any(|o| label.starts_with(o))
}

/// The label is to be printed where the tag stands: neither it nor another word stands for it.
/// `tag` are the tag's bytes in `text`; nothing before `least` and behind `next` belongs to it.
pub fn is_to_print(text: &str, tag: Range<usize>, label: &str, least: usize, next: usize) -> bool {
    let before = text[least..tag.start].trim_end();
    let after = &text[tag.end..next];
    let word = |text: &str| text.starts_with(char::is_alphanumeric);
    // Between the brackets that are its box.
    if let Some(open) = before.chars().next_back()
        && let Some(close) = closing(open)
        && let Some(behind) = after.trim_start().strip_prefix(close)
    {
        let before = before[..before.len() - open.len_utf8()].trim_end();
        return !(before.ends_with(label) || word(behind.trim_start()));
    }
    if let Some(printed_box) = box_before(text, tag.start, least) {
        let before = text[least..printed_box.start].trim_end();
        let after = &text[printed_box.end.clamp(tag.end, next)..next];
        let behind = unnumbered(after.trim_start());
        return !(behind.starts_with(label) || before.ends_with(label) || word(after));
    }
    if before.ends_with(label) || before.ends_with(char::is_alphanumeric) {
        return false;
    }
    if let Some(printed_box) = box_behind(text, tag.end, next) {
        return !word(text[printed_box.end..next].trim_start());
    }
    !after.trim_start().starts_with(label)
}

/// Where the option stands on the clean form: its tag stood at `at`, and `printed` bytes of its
/// label were put there.
pub fn shape(
    text: &str,
    at: usize,
    printed: usize,
    label: &str,
    least: usize,
    next: usize,
) -> Printed {
    let (label_at, of_box) = match printed {
        0 => found(text, at, label, least, next),
        _ => {
            let of_box =
                box_before(text, at, least).or_else(|| box_behind(text, at + printed, next));
            (at..at + printed, of_box)
        }
    };
    let whole = match of_box {
        Some(b) => label_at.start.min(b.start)..label_at.end.max(b.end),
        None => label_at.clone(),
    };
    let behind = whole.end.max(at + printed);
    let own = own_words(text, behind, next, is_other(label));
    Printed {
        label: label_at,
        whole,
        own,
    }
}

type Found = (Range<usize>, Option<Range<usize>>);

fn found(text: &str, at: usize, label: &str, least: usize, next: usize) -> Found {
    let behind = |from: usize| -> Option<Range<usize>> {
        let rest = &text[from..next];
        let start = from + rest.len() - rest.trim_start().len();
        let rest = &text[start..next];
        if rest.starts_with(label) {
            return Some(start..start + label.len());
        }
        let word = word_at(rest);
        (word > 0).then_some(start..start + word)
    };
    if let Some(b) = box_before(text, at, least) {
        let before = text[least..b.start].trim_end();
        let end = least + before.len();
        let at = at.max(b.end).min(next);
        let after = text[at..next].trim_start();
        return match () {
            () if after.starts_with(label) => (behind(at).unwrap_or(at..at), Some(b)),
            () if before.ends_with(label) => (end - label.len()..end, Some(b)),
            () => (behind(at).unwrap_or(at..at), Some(b)),
        };
    }
    let before = text[least..at].trim_end();
    let end = least + before.len();
    if before.ends_with(label) {
        let start = end - label.len();
        return (start..end, box_before(text, start, least));
    }
    if before.ends_with(char::is_alphanumeric) {
        // A word that stands for the option, back to its box or to what parts it from others.
        let cut = |c: char| is_empty_box(c) || is_blank_char(c) || is_separator(c);
        let start = before.rfind(cut).map_or(least, |i| {
            least + i + before[i..].chars().next().map_or(1, char::len_utf8)
        });
        return (start..end, box_before(text, start, least));
    }
    if let Some(b) = box_behind(text, at, next) {
        return (behind(b.end).unwrap_or(at..at), Some(b));
    }
    (behind(at).unwrap_or(at..at), None)
}

/// Without the number or letter of an option: `1.`, `A、`.
fn unnumbered(text: &str) -> &str {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let letter = text
        .chars()
        .next()
        .filter(char::is_ascii_alphabetic)
        .map_or(0, |_| 1);
    let rest = &text[digits.max(letter)..];
    match rest.strip_prefix(['.', '．', '、', ')', '）']) {
        Some(rest) if digits.max(letter) > 0 => rest.trim_start(),
        _ => text,
    }
}

fn is_separator(c: char) -> bool {
    "/／、，,；;：:|｜()（）[]【】".contains(c)
}

/// The length of the word that a text begins with.
fn word_at(text: &str) -> usize {
    let cut = |c: char| is_empty_box(c) || is_blank_char(c) || is_separator(c);
    text.find(cut).unwrap_or(text.len())
}

/// The blank behind an option: a rule, or brackets with nothing in them.
fn own_words(text: &str, from: usize, next: usize, other: bool) -> Option<Range<usize>> {
    let rest = &text[from..next];
    let signs = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '(' | '（' | '，' | ',');
    let lead = rest.len() - rest.trim_start_matches(signs).len();
    let lead_text = &rest[..lead];
    let hint = rest[lead..]
        .strip_prefix("请说明")
        .or_else(|| rest[lead..].strip_prefix("请注明"))
        .or_else(|| rest[lead..].strip_prefix("名称"));
    let hint_len = hint.map_or(0, |h| rest.len() - lead - h.len());
    let start = lead + hint_len;
    let start = start + rest[start..].len() - rest[start..].trim_start_matches([':', '：']).len();
    let blank: usize = rest[start..]
        .chars()
        .take_while(|c| is_blank_char(*c))
        .map(char::len_utf8)
        .sum();
    let end = start + blank;
    let ruled = rest[start..end].contains(|c: char| !c.is_whitespace());
    let in_brackets = lead_text.contains(['(', '（']) && rest[end..].starts_with([')', '）']);
    let wide = rest[lead.min(start)..end].chars().count()
        + lead_text.chars().filter(|c| c.is_whitespace()).count()
        >= 4;
    // The room between brackets is all of what they hold.
    let start = match lead_text.rfind(['(', '（']) {
        Some(open) if in_brackets && hint_len == 0 => {
            open + lead_text[open..].chars().next().map_or(0, char::len_utf8)
        }
        _ => start,
    };
    // Before what is printed next, two spaces only part one option from the other.
    (ruled || in_brackets || other && (wide || rest[end..].is_empty()))
        .then_some(from + start..from + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str, label: &str) -> Option<bool> {
        let tag = format!("{{{{x={label}}}}}");
        let at = text.find(&tag)?;
        Some(is_to_print(text, at..at + tag.len(), label, 0, text.len()))
    }

    #[test]
    fn a_label_is_printed_where_nothing_stands_for_it() {
        assert_eq!(printed("□{{x=男}} □", "男"), Some(true));
        assert_eq!(printed("性别：{{x=男}}", "男"), Some(true));
        assert_eq!(printed("□{{x=其他}}____", "其他"), Some(true));
        assert_eq!(printed("□男{{x=男}}", "男"), Some(false));
        assert_eq!(printed("□{{x=男}}男", "男"), Some(false));
        assert_eq!(printed("男□{{x=男}}", "男"), Some(false));
        assert_eq!(printed("1{{x=很差}} 2", "很差"), Some(false));
        assert_eq!(printed("□Male{{x=男}}", "男"), Some(false));
        assert_eq!(printed("{{x=男}}□男", "男"), Some(false));
    }

    #[test]
    fn an_option_has_its_box_and_its_own_blank() {
        let text = "□男 □其他（　　）  □女";
        let at = text.find("（").unwrap();
        let of = shape(text, at, 0, "其他", "□男".len(), text.rfind('□').unwrap());
        assert_eq!(&text[of.whole], "□其他");
        assert_eq!(&text[of.own.unwrap()], "　　");
        let text = "男□ 女□";
        let of = shape(text, "男□".len(), 0, "男", 0, text.len());
        assert_eq!(&text[of.whole], "男□");
        assert_eq!(of.own, None);
        let text = "是/否";
        let of = shape(text, text.len(), 0, "否", 3, text.len());
        assert_eq!(&text[of.label], "否");
    }
}
