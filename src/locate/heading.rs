//! Whether a paragraph announces a table: by its code, by its title, or by both.

use crate::edition::{Heading, Printed, Signs};
use crate::key::{key, push_key, stem};

/// Longer paragraphs, in characters, announce nothing unless the blank prints them as a heading.
const LONGEST: usize = 110;
/// A code stands at the beginning, after at most so many characters of the key.
const CODE_WITHIN: usize = 12;

/// What a paragraph announces.
pub fn heading(text: &str, signs: &Signs, printed: &Printed) -> Option<Heading> {
    match printed.known_heading(text) {
        Some(known) => known.clone(),
        None => read_heading(text, signs, printed),
    }
}

/// What a paragraph announces, without asking what is known of the blank.
pub fn read_heading(text: &str, signs: &Signs, printed: &Printed) -> Option<Heading> {
    let text = text.trim();
    // A title has at least two characters and no end; most of a form's notes fall out here.
    if text.len() < 6 || text.chars().nth(LONGEST).is_some() && !begins_with_code(text, signs) {
        return None;
    }
    let whole = key(text);
    let code = find_code(&whole, signs);
    let after_code = code.map_or(whole.as_str(), |(_, end)| &whole[end..]);
    let title_key = after_code.trim_start_matches(|c: char| c.is_ascii_digit());
    let exact = |k: &str| signs.titles.get(k).map(Vec::as_slice).unwrap_or_default();
    let mut tables = exact(title_key);
    if tables.is_empty() {
        tables = exact(after_code);
    }
    if tables.is_empty() {
        let s = stem(text);
        let s = code.map_or(s.as_str(), |(t, _)| strip_code(&s, t, signs));
        tables = exact(s.trim_start_matches(|c: char| c.is_ascii_digit()));
        if tables.is_empty() {
            tables = exact(s);
        }
        if tables.is_empty()
            && let Some(own) = behind_numeral(text)
        {
            let k = key(own);
            tables = exact(&k);
            if tables.is_empty() {
                tables = exact(&stem(own));
            }
        }
        if tables.is_empty() {
            tables = [title_key, s]
                .into_iter()
                .filter_map(unnumbered)
                .map(exact)
                .find(|t| !t.is_empty())
                .unwrap_or_default();
        }
    }
    let title = tables
        .iter()
        .copied()
        .find(|t| code.is_some_and(|(c, _)| c == *t))
        .or(tables.first().copied());
    if let Some((table, _)) = code {
        let table = title.unwrap_or(table);
        return Some(Heading {
            table,
            by_code: true,
            by_title: title.is_some(),
            rest: rest(text, table, signs, printed),
        });
    }
    if let Some(table) = title {
        return Some(Heading {
            table,
            by_code: false,
            by_title: true,
            rest: rest(text, table, signs, printed),
        });
    }
    if printed.has(&whole) {
        return None;
    }
    let near_stem = || {
        near(
            stem(text).trim_start_matches(|c: char| c.is_ascii_digit()),
            signs,
        )
    };
    near(title_key, signs)
        .or_else(near_stem)
        .map(|table| Heading {
            table,
            by_code: false,
            by_title: false,
            rest: rest(text, table, signs, printed),
        })
}

/// A key without the number of its own that somebody put before it: 表3, 附表二, 三. `None` where
/// there is none.
fn unnumbered(key: &str) -> Option<&str> {
    let bare = ["附表", "附件", "表", "第"]
        .iter()
        .find_map(|word| key.strip_prefix(word))
        .unwrap_or(key);
    let bare =
        bare.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let bare = bare.strip_prefix('表').unwrap_or(bare);
    (bare.len() < key.len()).then_some(bare)
}

/// A paragraph that begins with a code as the form's are, though none of its own: a table of
/// another edition.
pub fn is_strange(text: &str, signs: &Signs, printed: &Printed) -> bool {
    let text = text.trim_start();
    let letter = text.chars().next().is_some_and(is_latin);
    if !letter || text.len() > 3 * LONGEST || printed.has_exactly(text) {
        return false;
    }
    let start: String = text.chars().take(24).collect();
    let start = key(&start);
    let strange = signs.code_families.iter().any(|(letters, digits)| {
        start
            .strip_prefix(letters.as_str())
            .is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= *digits)
    });
    strange && find_code(&start, signs).is_none()
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || ('Ａ'..='Ｚ').contains(&c) || ('ａ'..='ｚ').contains(&c)
}

/// What stands behind `四、`.
fn behind_numeral(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let own = rest.strip_prefix(['、', '.', '．'])?;
    (rest.len() < text.len()).then_some(own)
}

fn begins_with_code(text: &str, signs: &Signs) -> bool {
    let start: String = text.chars().take(24).collect();
    find_code(&key(&start), signs).is_some()
}

/// The code near the beginning of a key, and where it ends.
pub fn find_code(whole: &str, signs: &Signs) -> Option<(usize, usize)> {
    if !whole
        .bytes()
        .take(CODE_WITHIN * 3)
        .any(|b| b.is_ascii_alphabetic())
    {
        return None;
    }
    for (start, _) in whole.char_indices().take(CODE_WITHIN) {
        for &len in &signs.code_lengths {
            if let Some(part) = whole.get(start..start + len)
                && let Some(&table) = signs.codes.get(part)
            {
                return Some((table, start + len));
            }
        }
    }
    None
}

fn strip_code<'a>(stem: &'a str, table: usize, signs: &Signs) -> &'a str {
    for (code, &t) in &signs.codes {
        if t == table
            && let Some(at) = stem.find(code.as_str())
        {
            return &stem[at + code.len()..];
        }
    }
    stem
}

/// A table whose title is nearly what is written: it begins it and is most of it, or differs in a
/// letter or two.
fn near(title: &str, signs: &Signs) -> Option<usize> {
    let length = title.chars().count();
    if length < 5 {
        return None;
    }
    let mut best = None;
    for (known, table) in &signs.title_list {
        let n = known.chars().count();
        if n < 5 {
            continue;
        }
        let likeness = if title.starts_with(known.as_str()) && length <= n + 8 {
            0.9
        } else if n.abs_diff(length) <= 4 {
            strsim::normalized_levenshtein(title, known)
        } else {
            continue;
        };
        if likeness >= 0.8 && best.is_none_or(|(b, _)| likeness > b) {
            best = Some((likeness, *table));
        }
    }
    best.map(|(_, table)| table)
}

/// What is typed behind the title: bracketed words that the blank prints in a heading, and "（续）",
/// are none of it.
fn rest(text: &str, table: usize, signs: &Signs, printed: &Printed) -> String {
    let headings = printed.headings(table);
    if headings.is_empty() || headings.iter().any(|h| *h == key(text)) {
        return String::new();
    }
    let titles = signs.title_list.iter().filter(|(_, t)| *t == table);
    let Some(mut after) = titles
        .filter_map(|(title, _)| after_key(text, title))
        .min_by_key(|r| r.len())
    else {
        return String::new();
    };
    loop {
        after = after
            .trim_start_matches(|c: char| c.is_whitespace() || "：:。.;；、，,_-—".contains(c));
        let Some(open) = after.chars().next().filter(|c| "（(【[".contains(*c)) else {
            break;
        };
        let close = match open {
            '（' | '(' => ['）', ')'],
            _ => ['】', ']'],
        };
        let Some(end) = after.find(close) else { break };
        let inside = key(&after[..end]);
        let known = inside.is_empty()
            || inside == "续"
            || inside == "续表"
            || !inside.bytes().all(|b| b.is_ascii_digit())
                && headings.iter().any(|h| h.contains(&inside))
            || printed.has(&inside);
        if !known {
            break;
        }
        after = &after[end..];
        after = after.strip_prefix(close).unwrap_or(after);
    }
    let rest = after.trim_matches(|c: char| c.is_whitespace() || "：:_".contains(c));
    if ["续", "续表"].contains(&rest)
        || headings
            .iter()
            .any(|h| !h.is_empty() && h.ends_with(&key(rest)))
            && !key(rest).is_empty()
    {
        return String::new();
    }
    rest.to_owned()
}

/// The text behind the first place where its key has read all of `title`.
pub fn after_key<'t>(text: &'t str, title: &str) -> Option<&'t str> {
    let mut read = String::new();

    for (i, c) in text.char_indices() {
        let before = read.len();
        push_key(c.encode_utf8(&mut [0; 4]), &mut read);
        if read.len() > before && read.ends_with(title) {
            return Some(&text[i + c.len_utf8()..]);
        }
    }
    None
}
