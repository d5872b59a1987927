//! Whether a paragraph announces a table: by its code, by its title, or by both.

use office::paper::Table;

use super::code::find_code;
use crate::recognise::edition::{Edition, Heading, Printed, Signs};
use crate::text::key::{key, push_key, stem};

/// Longer paragraphs, in characters, announce nothing unless the blank prints them as a heading.
const LONGEST: usize = 110;
/// What a paragraph announces.
pub fn heading(text: &str, signs: &Signs, printed: &Printed) -> Option<Heading> {
    let read = || read_heading(text, signs, printed);
    match printed.known_heading(text, read) {
        Some(known) => known.clone(),
        None => read(),
    }
}

/// What a paragraph announces, without asking what is known of the blank.
fn read_heading(text: &str, signs: &Signs, printed: &Printed) -> Option<Heading> {
    let text = text.trim();
    // A title has at least two characters and no end; most of a form's notes fall out here.
    if text.len() < 6 {
        return None;
    }
    let coded = find_code(text, signs);
    if coded.is_none() && text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let behind = coded.map_or(text, |c| &text[c.end..]);
    let named = titled(behind, signs);
    let title = named
        .iter()
        .copied()
        .find(|t| coded.is_some_and(|c| c.table == *t))
        .or(named.first().copied());
    let announces = |table, by_code, by_title| {
        let rest = rest(text, table, signs, printed);
        Some(Heading {
            table,
            by_code,
            by_title,
            coded: None,
            rest,
        })
    };
    if let Some(coded) = coded {
        let known = title.is_some() || printed.has(&key(text));
        let other = title.filter(|t| *t != coded.table && !printed.has(&key(text)));
        return match known || !is_sentence(behind, coded.table, signs) {
            true => {
                let heading = announces(title.unwrap_or(coded.table), true, title.is_some())?;
                Some(Heading {
                    coded: other.map(|_| coded.table),
                    ..heading
                })
            }
            false => None,
        };
    }
    if let Some(table) = title {
        return announces(table, false, true);
    }
    if printed.has(&key(text)) {
        return None;
    }
    let own = key(text);
    let near = near(
        own.trim_start_matches(|c: char| c.is_ascii_digit()),
        text,
        signs,
    )
    .or_else(|| {
        let stem = stem(text);
        near(
            stem.trim_start_matches(|c: char| c.is_ascii_digit()),
            text,
            signs,
        )
    });
    announces(near?, false, false)
}

/// The tables of which a text is the title, letter for letter, numbers and brackets aside.
fn titled<'s>(text: &str, signs: &'s Signs) -> &'s [usize] {
    let exact = |k: &str| signs.titles.get(k).map_or(&[][..], Vec::as_slice);
    let digits = |c: char| c.is_ascii_digit();
    let (whole, short) = (key(text), stem(text));
    let (plain, plain_stem) = (
        whole.trim_start_matches(digits),
        short.trim_start_matches(digits),
    );
    let own = behind_numeral(text).map(|own| (key(own), stem(own)));
    let (own, own_stem) = own.as_ref().map_or(("", ""), |(k, s)| (k, s));
    let unnumbered = [plain, &short].map(|k| unnumbered(k).unwrap_or_default());
    [
        plain,
        &whole,
        plain_stem,
        &short,
        own,
        own_stem,
        unnumbered[0],
        unnumbered[1],
    ]
    .into_iter()
    .filter(|k| !k.is_empty())
    .map(exact)
    .find(|tables| !tables.is_empty())
    .unwrap_or_default()
}

/// Words with which a sentence about a table goes on behind its code.
const SENTENCES: [&str; 24] = [
    "建议",
    "希望",
    "请求",
    "应该",
    "应当",
    "不应",
    "过于",
    "简化",
    "取消",
    "修改",
    "删除",
    "无法",
    "不能",
    "不便",
    "已经",
    "详见",
    "参见",
    "见上",
    "填报要求",
    "填写要求",
    "我们",
    "我院",
    "本单位",
    "标准",
];
/// Words with which none begins that names a table.
const JOINED: [&str; 18] = [
    "的", "中", "里", "与", "和", "及", "或", "是", "为", "应", "在", "对", "等", "也", "都",
    "表中", "表的", "所",
];
/// A name that shares no word with its table's title is no longer, in characters.
const LONGEST_NAME: usize = 20;

/// What stands behind a code is a sentence, not the name of a table.
fn is_sentence(behind: &str, table: usize, signs: &Signs) -> bool {
    let text = behind.trim();
    let own = key(text);
    if own.is_empty() {
        return false;
    }
    let titles = || signs.title_list.iter().filter(|(_, t)| *t == table);
    // A title, and an answer typed behind it on the same line.
    if titles().any(|(title, _)| {
        after_key(text, title).is_some_and(ends_title)
            && own
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with(title.as_str())
    }) {
        return false;
    }
    let digits = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".．、".contains(c);
    let words = text.trim_start_matches(digits);
    let short = stem(words);
    let joined = text.len() == behind.len() && JOINED.iter().any(|w| text.starts_with(w));
    let punctuated =
        without_brackets(words).contains(['，', '。', '；', '！', '？', ';', '!', '?']);
    let said = SENTENCES.iter().any(|w| short.contains(w))
        && !titles().any(|(t, _)| SENTENCES.iter().any(|w| t.contains(w)));
    if joined || punctuated || said {
        return true;
    }
    // 14-2015: a number goes on.
    if text.starts_with(['-', '－', '—', '/', '.']) && own.starts_with(|c: char| c.is_ascii_digit())
    {
        return true;
    }
    let letters: Vec<char> = short.chars().collect();
    let shares = letters.windows(2).any(|pair| {
        let pair: String = pair.iter().collect();
        titles().any(|(title, _)| title.contains(&pair))
    });
    !shares && letters.len() > LONGEST_NAME
}

/// A text without what stands in brackets, as printed.
fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' | '【' | '[' | '〔' => depth += 1,
            '）' | ')' | '】' | ']' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Words that a title may end in besides.
const MORE: [&str; 12] = [
    "情况",
    "情况表",
    "表",
    "统计",
    "统计表",
    "情况统计",
    "情况统计表",
    "一览",
    "一览表",
    "汇总",
    "汇总表",
    "续",
];

/// Behind a title stands no further word of its sentence.
fn ends_title(rest: &str) -> bool {
    let letters: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    letters.is_empty()
        || letters.chars().all(|c| c.is_ascii_digit())
        || MORE.contains(&letters.as_str())
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
    strange && find_code(text, signs).is_none() && !goes_on(text)
}

/// A sentence goes on behind the code that a text begins with.
fn goes_on(text: &str) -> bool {
    let code =
        |c: char| c.is_ascii_alphanumeric() || "_＿-－ ".contains(c) || ('０'..='ｚ').contains(&c);
    let behind = text.trim_start_matches(code);
    let joined = JOINED.iter().any(|w| behind.starts_with(w));
    joined || without_brackets(behind).contains(['，', '。', '；', '！', '？'])
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

/// A title with more letters changed is another one: one of five.
const NEAR: f64 = 0.8;

/// The letters of a text, each as one of 128 bits.
fn letters(text: &str) -> u128 {
    text.chars().fold(0, |bits, c| bits | bit(c))
}

fn bit(c: char) -> u128 {
    1 << (u32::from(c) & 127)
}

/// Each letter of a title that the text has nowhere is a change: with more than its share of them
/// it cannot be [`NEAR`], and no distance need be measured.
fn may_be_near(known: &str, longest: usize, letters: u128) -> bool {
    let missing = known.chars().filter(|c| letters & bit(*c) == 0).count();
    missing as f64 <= (1.0 - NEAR) * longest as f64 + f64::EPSILON
}

/// A table whose title is nearly what is written: it begins it and is most of it, or differs in a
/// letter or two.
fn near(title: &str, text: &str, signs: &Signs) -> Option<usize> {
    let length = title.chars().count();
    if length < 5 {
        return None;
    }
    let letters = letters(title);
    let mut best = None;
    for (known, table) in &signs.title_list {
        let n = known.chars().count();
        if n < 5 {
            continue;
        }
        let likeness = if title.starts_with(known.as_str()) && length <= n + 8 {
            if !after_key(text, known).is_some_and(ends_title) {
                continue;
            }
            0.9
        } else if known.starts_with(title) && length * 5 >= n * 3 && numbered(text) {
            // 6、科技合作平台: numbered as headings are, and the title cut short.
            0.85
        } else if n.abs_diff(length) <= 4 && may_be_near(known, n.max(length), letters) {
            strsim::normalized_levenshtein(title, known)
        } else {
            continue;
        };
        if likeness >= NEAR && best.is_none_or(|(b, _)| likeness > b) {
            best = Some((likeness, *table));
        }
    }
    best.map(|(_, table)| table)
}

/// A text that begins with a number as headings do: 6、, 6., 六、.
fn numbered(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = text.trim_start().trim_start_matches(digit);
    rest.len() < text.trim_start().len() && rest.starts_with(['、', '.', '．'])
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

/// The table announced in the first lines of a table itself.
pub(super) fn title_section(table: &Table, edition: &Edition) -> Option<usize> {
    let titles = table
        .cells
        .iter()
        .take_while(|c| c.row <= 3)
        .filter(|c| c.column_span == table.columns || table.sheet.is_some());
    titles
        .take(8)
        .find_map(|c| heading(&c.text(), &edition.signs, &edition.printed))
        .map(|h| h.table)
}
