//! What a blank form prints over its tables: a code or a number, a title, and remarks in brackets.

use super::candidates::{bracketed, without_ordinal};
use super::words::{begins, has, is, words};
use crate::text::key::key;

/// A heading as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Its code, spelled `HZ_02_005`.
    pub code: Option<String>,
    /// How it is numbered.
    pub rank: Rank,
    /// Its title, without code, number and remarks.
    pub name: String,
    /// The remarks in brackets: `限填1个`.
    pub remarks: Vec<String>,
    /// All of it, on one line.
    pub printed: String,
}

/// How a heading is numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rank {
    /// Not at all.
    #[default]
    Plain,
    /// By a code.
    Code,
    /// `表1`.
    Table,
    /// `（一）`, `一、`.
    Chapter,
    /// `1.`, `（1）`.
    Digit,
}

/// More characters than a heading has.
const LONGEST: usize = 60;

impl Heading {
    /// What a paragraph says where it can be a heading.
    pub fn read(text: &str) -> Option<Heading> {
        let text = one_line(text);
        let text = text.trim();
        let mut heading = Heading::default();
        let mut rest = text;
        if let Some((code, after)) = code(text) {
            heading.code = Some(code);
            heading.rank = Rank::Code;
            rest =
                without_ordinal(after.trim_start_matches(|c: char| {
                    c.is_whitespace() || "：:、.．）)—-".contains(c)
                }));
        } else if let Some(after) = table_number(text) {
            heading.rank = Rank::Table;
            rest = after;
        } else {
            let after = without_ordinal(text);
            if after.len() < text.len() {
                let number = text.trim_start_matches(['（', '(']);
                let digit =
                    number.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
                heading.rank = if digit { Rank::Digit } else { Rank::Chapter };
                rest = after;
            }
        }
        let (name, remarks) = without_remarks(rest);
        heading.name = name;
        heading.remarks = remarks;
        heading.printed = close_up(text);
        let length = heading.name.chars().count();
        let fits = match heading.rank {
            Rank::Code => length <= 2 * LONGEST,
            _ => title_like(&heading.name) && length <= LONGEST && !text.ends_with(['：', ':']),
        };
        fits.then_some(heading)
    }

    /// Some of the remarks, or the title itself, has one of these words.
    pub fn says(&self, words: &[String]) -> bool {
        self.remarks.iter().any(|r| has(words, r))
    }

    /// How deep it stands: `一、` over `（一）` over `1.` over `（1）` over codes.
    pub fn level(&self) -> u8 {
        let bracket = self.printed.starts_with(['（', '(']);
        match self.rank {
            Rank::Chapter => u8::from(bracket),
            Rank::Digit => 2 + u8::from(bracket),
            Rank::Table | Rank::Code => 4,
            Rank::Plain => 5,
        }
    }

    /// The table is not printed: `（略）`.
    pub fn omitted(&self) -> bool {
        self.remarks.iter().any(|r| is(&words().heading.omitted, r))
    }
}

/// A text that can be a title: short, no sentence, no note.
pub fn title_like(text: &str) -> bool {
    let text = text.trim();
    let n = text.chars().count();
    (2..=LONGEST).contains(&n)
        && key(text).chars().count() >= 2
        && !text.contains(['。', '；', '：', '？', '_', '＿', '□', '☐', '\t'])
        && !text.ends_with([':', '，', '、', '；', '.'])
        && !begins(&words().note.begins, text)
        && !key(text).chars().all(|c| c.is_ascii_digit())
}

/// A paragraph that is all in brackets: a remark on what stands before it.
pub fn remark(text: &str) -> Option<&str> {
    let (inside, after) = bracketed(text.trim())?;
    after.trim().is_empty().then_some(inside)
}

/// The code that a text begins with, spelled with `_`, and what stands behind it.
pub fn code(text: &str) -> Option<(String, &str)> {
    let letters: Vec<(usize, char)> = text.char_indices().map(|(i, c)| (i, narrow(c))).collect();
    let at = |i: usize| letters.get(i).map(|l| l.1);
    let mut i = 0;
    for word in &words().heading.before_code {
        let n = word.chars().count();
        if text.starts_with(&**word)
            && at(n).is_some_and(|c| c.is_ascii_alphabetic() || " ：:".contains(c))
        {
            i = n;
            break;
        }
    }
    while at(i).is_some_and(|c| c.is_whitespace() || c == ':' || c == '：') {
        i += 1;
    }
    let first = i;
    while at(i).is_some_and(|c| c.is_ascii_alphabetic()) {
        i += 1;
    }
    let prefix: String = letters[first..i].iter().map(|l| l.1).collect();
    if !(1..=6).contains(&prefix.len()) {
        return None;
    }
    let mut code = prefix;
    let mut groups = 0;
    loop {
        let mut j = i;
        let mut joined = false;
        while at(j).is_some_and(|c| c == ' ' || c == '_' || c == '-') {
            joined |= at(j) != Some(' ');
            j += 1;
        }
        let from = j;
        while at(j).is_some_and(|c| c.is_ascii_digit()) {
            j += 1;
        }
        if j == from || j - from > 4 || (groups > 0 && !joined) {
            break;
        }
        if groups > 0 || joined {
            code.push('_');
        }
        code.extend(letters[from..j].iter().map(|l| l.1));
        groups += 1;
        i = j;
    }
    // A letter for a further table: `HZ_05_004_A`.
    if groups > 0
        && at(i) == Some('_')
        && at(i + 1).is_some_and(|c| c.is_ascii_uppercase())
        && !at(i + 2).is_some_and(|c| c.is_ascii_alphanumeric())
    {
        code.push('_');
        code.extend(at(i + 1));
        i += 2;
    }
    let whole = !at(i).is_some_and(|c| c.is_ascii_alphanumeric() || c == '%' || c == '/');
    let end = letters.get(i).map_or(text.len(), |l| l.0);
    (groups > 0 && whole).then(|| (code, &text[end..]))
}

/// What stands behind `表1`, `附表2-1`, `表三`.
fn table_number(text: &str) -> Option<&str> {
    let after = text
        .strip_prefix("附表")
        .or_else(|| text.strip_prefix('表'))?;
    let rest = after.trim_start().trim_start_matches(|c: char| {
        c.is_ascii_digit() || "一二三四五六七八九十０１２３４５６７８９-－".contains(c)
    });
    (rest.len() < after.trim_start().len())
        .then(|| rest.trim_start_matches(|c: char| c.is_whitespace() || "：:、.．".contains(c)))
}

/// A full-width letter, digit or mark as a narrow one.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\t' => ' ',
        '–' | '—' => '-',
        c => c,
    }
}

/// The title without the remarks behind it.
pub fn without_remarks(text: &str) -> (String, Vec<String>) {
    let mut name = text.trim();
    let mut remarks = Vec::new();
    while name.ends_with(['）', ')', '】', ']']) {
        let whole = |(i, _): (usize, char)| {
            let (inside, after) = bracketed(&name[i..])?;
            after.is_empty().then_some((i, inside))
        };
        let mut opens = name.char_indices().filter(|(_, c)| "（(【[".contains(*c));
        let Some((at, inside)) = opens.find_map(whole) else {
            break;
        };
        let words = &words().heading;
        let about = inside.trim();
        if !has(&words.remarks, about) && !is(&words.remarks_alone, about) {
            break;
        }
        remarks.insert(0, about.to_owned());
        name = name[..at].trim_end();
    }
    (close_up(name), remarks)
}

/// White space between Chinese characters left out, other white space made one blank.
pub fn close_up(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        let narrow = |c: char| c.is_ascii_alphanumeric();
        if gap && out.chars().next_back().is_some_and(narrow) && narrow(c) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

fn one_line(text: &str) -> String {
    text.split('\n')
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_however_they_are_written() {
        for text in [
            "HZ_02_005 5.研究项目",
            "ＨＺ＿０２＿００５  5.研究项目",
            "HZ-02-005 研究项目",
            "HZ _02_ 005   5.研究项目",
        ] {
            let heading = Heading::read(text).unwrap();
            assert_eq!(heading.code.as_deref(), Some("HZ_02_005"), "{text}");
            assert_eq!(heading.name, "研究项目");
        }
        assert_eq!(code("KIT_1 设备").unwrap().0, "KIT_1");
        assert_eq!(code("HZ_05_004_A 案例").unwrap().0, "HZ_05_004_A");
        assert_eq!(code("表 B12 设备").unwrap().0, "B12");
        for text in ["SCI期刊任职", "2025年度", "IEEE802x", "know-how"] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn remarks_are_no_part_of_a_title() {
        let heading = Heading::read("HZ_05_002 获得的收益（请用颜色标记，限选5个）").unwrap();
        assert_eq!(heading.name, "获得的收益");
        assert_eq!(heading.remarks, ["请用颜色标记，限选5个"]);
        let heading =
            Heading::read("出访活动按国家（地区）分类 （请在子表 excel表中填写）").unwrap();
        assert_eq!(heading.name, "出访活动按国家（地区）分类");
        let heading = Heading::read("近5年（2020年起）流动情况").unwrap();
        assert_eq!(heading.name, "近5年（2020年起）流动情况");
        assert!(Heading::read("（四） 经费投入(略)").unwrap().omitted());
    }

    #[test]
    fn ranks() {
        let rank = |text: &str| Heading::read(text).map(|h| (h.rank, h.name));
        assert_eq!(
            rank("（二）合作情况"),
            Some((Rank::Chapter, "合作情况".into()))
        );
        assert_eq!(rank("一、总 说 明"), Some((Rank::Chapter, "总说明".into())));
        assert_eq!(rank("表3 设备情况"), Some((Rank::Table, "设备情况".into())));
        assert_eq!(rank("3. 设备情况"), Some((Rank::Digit, "设备情况".into())));
        assert_eq!(
            rank("参加 上述 组织的任职情况"),
            Some((Rank::Plain, "参加上述组织的任职情况".into()))
        );
        assert_eq!(rank("1.设备：指在用的设备。"), None);
        assert_eq!(rank("填表说明："), None);
    }
}
