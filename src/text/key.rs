//! Matching keys: the form of a text in which two spellings of one label are equal.
//!
//! Keys are for comparing only; what a person typed is stored as typed.

use unicode_normalization::UnicodeNormalization;

/// The key of a text: compatibility forms folded (NFKC), letters in lower case, everything that
/// is not a letter or a digit left out, so `ＨＺ＿０２＿００５ `, `HZ-02-005` and `hz 02_005` are one.
///
/// Circled and parenthesised numbers become plain digits (`②` is `2`).
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_key(text, &mut out);
    out
}

/// As [`key`], appended to `out`, which spares an allocation.
pub fn push_key(text: &str, out: &mut String) {
    // What a key keeps as it is stands in runs, which are copied whole; it is known by its bytes.
    let bytes = text.as_bytes();
    let (mut run, mut at) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'a'..=b'z' | b'0'..=b'9' => at += 1,
            // U+4E00 to U+9FFF.
            0xe5..=0xe9 => at += 3,
            0xe4 if bytes[at + 1] >= 0xb8 => at += 3,
            byte => {
                if run < at {
                    out.push_str(&text[run..at]);
                }
                at += match byte {
                    b'A'..=b'Z' => {
                        out.push(char::from(byte.to_ascii_lowercase()));
                        1
                    }
                    0..=0x7f => 1,
                    _ => text[at..].chars().next().map_or(1, |c| {
                        push_folded(c, out);
                        c.len_utf8()
                    }),
                };
                run = at;
            }
        }
    }
    if run < at {
        out.push_str(&text[run..]);
    }
}

/// What a key has for a character that is neither ASCII nor Chinese.
fn push_folded(c: char, out: &mut String) {
    match c {
        // Full width is ASCII's, shifted.
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
            if narrow.is_ascii_alphanumeric() {
                out.push(narrow.to_ascii_lowercase());
            }
        }
        // The common Chinese punctuation: nothing that a label is known by.
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{301f}' => {}
        _ => {
            for d in std::iter::once(c).nfkc() {
                if d.is_alphanumeric() {
                    out.extend(d.to_lowercase());
                }
            }
        }
    }
}

/// The key of a label without the survey's year, so that last year's label is known for what it
/// is: `截至2025年年底，…` and `截至2024年年底，…` are one. A year alone is kept.
pub fn without_year(key: String) -> String {
    let bytes = key.as_bytes();
    let Some(at) = memchr::memmem::find(bytes, b"20") else {
        return key;
    };
    let is_year = bytes
        .get(at..at + 4)
        .is_some_and(|y| y.iter().all(u8::is_ascii_digit))
        && key[at + 4..].starts_with('年')
        && !bytes
            .get(at.wrapping_sub(1))
            .is_some_and(u8::is_ascii_digit);
    if is_year && key.len() > at + 7 {
        format!("{}{}", &key[..at], &key[at + 4..])
    } else {
        key
    }
}

/// The text without what stands in round brackets (either width) and after it, in [`key`] form:
/// `合作领域（见候选项）` and `合作领域` have one stem. A text that is all in brackets keeps it.
pub fn stem(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0u32;
    let mut start = 0;
    for (i, c) in text.char_indices() {
        match c {
            '(' | '（' | '【' | '[' | '〔' => {
                if depth == 0 {
                    push_key(&text[start..i], &mut out);
                }
                depth += 1;
            }
            ')' | '）' | '】' | ']' | '〕' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    start = i + c.len_utf8();
                }
            }
            _ => {}
        }
    }
    if depth == 0 {
        push_key(&text[start..], &mut out);
    }
    if out.is_empty() { key(text) } else { out }
}

/// A text's [`key`] and its [`stem`], which are one where it has no brackets: most have none.
pub fn key_and_stem(text: &str) -> (String, String) {
    let whole = key(text);
    let stem = match text.contains(['(', '（', '【', '[', '〔', ')', '）', '】', ']', '〕']) {
        true => stem(text),
        false => whole.clone(),
    };
    (whole, stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_code_share_a_key() {
        for text in [
            "HZ_02_005",
            "ＨＺ＿０２＿００５",
            "HZ-02-005",
            "hz _02_ 005",
        ] {
            assert_eq!(key(text), "hz02005");
        }
        assert_eq!(key("②机构间协议"), "2机构间协议");
    }

    /// The fast ways give what folding every character would.
    #[test]
    fn every_character_is_folded_as_unicode_says() {
        for c in '\0'..='\u{ffff}' {
            let slow: String = (std::iter::once(c).nfkc())
                .filter(|d| d.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            assert_eq!(key(&format!("合{c}作")), format!("合{slow}作"), "{c:?}");
        }
    }

    #[test]
    fn a_stem_drops_brackets() {
        assert_eq!(stem("合作领域（见候选项，单选）"), "合作领域");
        assert_eq!(stem("（技术输出）合同名称"), "合同名称");
        assert_eq!(stem("（字数不限）"), "字数不限");
        assert_eq!(stem("引进渠道（单选)"), "引进渠道");
        assert_eq!(stem("机构类型（候选项：1.联合（甲）类 2.乙"), "机构类型");
    }
}
