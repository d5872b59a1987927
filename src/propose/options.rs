//! The options of a list apart: numbered, or with marks between them.

use super::words::words;
use crate::mapping::Numbering;

/// More options than any list has.
pub const MOST: usize = 300;

/// Options with marks between them.
pub fn split_marked(text: &str) -> Option<Vec<&str>> {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || "。；;，,".contains(c));
    let last = text.rsplit(['、', '；', ';']).next().unwrap_or("");
    if words()
        .candidates
        .examples
        .iter()
        .any(|e| last.ends_with(&**e))
    {
        return None;
    }
    let marks: &[char] = if outside_brackets(text, &['；', ';']).len() > 1 {
        &['；', ';']
    } else if outside_brackets(text, &['、']).len() > 1 {
        &['、']
    } else {
        &['/', '／']
    };
    let parts = outside_brackets(text, marks);
    (parts.len() > 1 && parts.iter().all(|p| !p.trim().is_empty())).then_some(parts)
}

/// The parts of a text between marks that stand outside brackets.
pub fn outside_brackets<'t>(text: &'t str, marks: &[char]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (i, c) in text.char_indices() {
        match c {
            '（' | '(' | '【' | '“' => depth += 1,
            '）' | ')' | '】' | '”' => depth = depth.saturating_sub(1),
            c if depth == 0 && marks.contains(&c) => {
                parts.push(&text[start..i]);
                start = i + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A way to number options: the sign before the option of each number.
struct Style {
    numbering: Numbering,
    sign: fn(usize) -> Option<String>,
    /// What must stand behind the sign.
    behind: &'static [char],
}

const STYLES: [Style; 5] = [
    Style {
        numbering: Numbering::Codes,
        sign: |n| (n <= 99).then(|| format!("{n:02}")),
        behind: &['.', '．', '、', ' ', '-', '—', '）', ')', '：'],
    },
    Style {
        numbering: Numbering::Digits,
        sign: |n| Some(n.to_string()),
        behind: &['.', '．', '、', '）', ')'],
    },
    Style {
        numbering: Numbering::Digits,
        sign: |n| {
            let n = u32::try_from(n).ok().filter(|n| (1..=20).contains(n))?;
            char::from_u32('①' as u32 + n - 1).map(String::from)
        },
        behind: &[],
    },
    Style {
        numbering: Numbering::Letters,
        sign: |n| letter(b'a', n),
        behind: &['.', '．', '、', '）', ')'],
    },
    Style {
        numbering: Numbering::Letters,
        sign: |n| letter(b'A', n),
        behind: &['.', '．', '、', '）', ')'],
    },
];

fn letter(first: u8, n: usize) -> Option<String> {
    let n = u8::try_from(n).ok().filter(|n| (1..=26).contains(n))?;
    Some(char::from(first + n - 1).to_string())
}

/// Numbered options: `1.主席、副主席； 2.理事长…`.
pub fn split_numbered(text: &str) -> Option<(Vec<&str>, Numbering)> {
    for style in &STYLES {
        let Some((start, mut at)) = find_sign(text, 0, 1, style) else {
            continue;
        };
        if !text[..start].trim_matches(['（', '(', ' ']).is_empty() {
            continue;
        }
        let mut parts = Vec::new();
        for n in 2..=MOST {
            let Some((next, after)) = find_sign(text, at, n, style) else {
                break;
            };
            parts.push(text[at..next].trim_end_matches(['（', '(', ' ']));
            at = after;
        }
        parts.push(&text[at..]);
        if parts.len() > 1 {
            // What stands behind the end of an option is a remark on all of them.
            let ends = |p: &&str| {
                p.trim_start()
                    .find(['；', ';', '。'])
                    .map(|i| i + p.len() - p.trim_start().len())
            };
            let own = parts.iter().map(|p| ends(p).map_or(*p, |end| &p[..end]));
            return Some((own.collect(), style.numbering));
        }
    }
    None
}

/// Where a number's sign begins and ends.
fn find_sign(text: &str, from: usize, n: usize, style: &Style) -> Option<(usize, usize)> {
    let sign = (style.sign)(n)?;
    let mut at = from;
    while let Some(found) = text[at..].find(&*sign).map(|i| at + i) {
        let end = found + sign.len();
        at = end;
        let before = text[..found].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.') {
            continue;
        }
        if style.behind.is_empty() {
            return Some((found, end));
        }
        let mut behind = text[end..].trim_start_matches(' ');
        if style.behind.contains(&' ') && text[end..].starts_with(' ') {
            return Some((found, end));
        }
        if let Some(c) = behind.chars().next().filter(|c| style.behind.contains(c)) {
            behind = &behind[c.len_utf8()..];
            return Some((found, text.len() - behind.len()));
        }
    }
    None
}
