//! The code with which a paragraph begins.

use crate::recognise::edition::Signs;
use crate::text::key::push_key;

/// A code stands at the beginning, after at most so many characters of the key.
const CODE_WITHIN: usize = 12;

/// Words that stand before a table's code and number it: 附表2 HZ_02_002.
const BEFORE: [&str; 9] = [
    "附表", "附件", "续表", "子表", "表号", "编号", "表", "第", "续",
];

/// A code at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded {
    /// Its table.
    pub table: usize,
    /// Where it ends in the text.
    pub end: usize,
}

/// The code that a text begins with: nothing stands before it but a number or a part of its
/// table's title, and it ends as a word does.
pub fn find_code(text: &str, signs: &Signs) -> Option<Coded> {
    if !text.chars().any(may_be_latin) {
        return None;
    }
    // The key as it is read, and where each of its letters ends in the text.
    let mut key = String::new();
    let mut letters: Vec<(usize, usize)> = Vec::new();
    let longest = signs.code_lengths.first().copied().unwrap_or(0);
    for (i, c) in text.char_indices() {
        let before = key.len();
        push_key(c.encode_utf8(&mut [0; 4]), &mut key);
        if key.len() > before {
            letters.push((before, i + c.len_utf8()));
            if letters.len() > CODE_WITHIN + longest {
                break;
            }
        }
    }
    if !key.bytes().any(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    for &(start, _) in letters.iter().take(CODE_WITHIN) {
        for &len in &signs.code_lengths {
            let Some(&table) = key
                .get(start..start + len)
                .and_then(|part| signs.codes.get(part))
            else {
                continue;
            };
            let last = letters.iter().rfind(|l| l.0 < start + len);
            let Some(&(_, end)) = last.filter(|_| leads(&key[..start], table, signs)) else {
                continue;
            };
            if ends(&text[end..]) {
                return Some(Coded { table, end });
            }
        }
    }
    None
}

/// A character of whose key a Latin letter may be a part: most paragraphs have none.
fn may_be_latin(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{ff01}'..='\u{ff5e}' => ('Ａ'..='ｚ').contains(&c),
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' => false,
        _ => true,
    }
}

/// What stands before a code is a number, or a part of the table's title.
fn leads(before: &str, table: usize, signs: &Signs) -> bool {
    if before.is_empty() {
        return true;
    }
    let digits = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let word = BEFORE
        .iter()
        .find_map(|word| before.strip_prefix(word))
        .unwrap_or(before);
    if word.chars().all(digits) {
        return true;
    }
    let mut titles = signs.title_list.iter().filter(|(_, t)| *t == table);
    before.chars().count() > 1
        && titles.any(|(title, _)| title.contains(before.trim_start_matches(digits)))
}

/// A code is not the beginning of a longer one; a heading's own number may follow it at once.
fn ends(rest: &str) -> bool {
    let latin = |c: char| {
        c.is_ascii_alphanumeric() || ('０'..='９').contains(&c) || ('Ａ'..='ｚ').contains(&c)
    };
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < rest.len() && number.starts_with(['.', '．', '、']);
    !rest.starts_with(latin) || numbered
}
