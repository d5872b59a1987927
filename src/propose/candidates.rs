//! Candidate lists as a form writes them: in a label, in a cell, in a note, as boxes to tick.

use super::options::{MOST, outside_brackets, split_marked, split_numbered};
use super::words::{begins, has, words};
use crate::mapping::Numbering;
use crate::text::key::key;

/// A candidate list as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidates {
    /// What it is the list of: `合作领域`; empty where it stands at its item.
    pub subject: String,
    /// The options.
    pub options: Vec<Candidate>,
    /// How they are numbered.
    pub numbered: Option<Numbering>,
    /// Several may be chosen.
    pub several: bool,
}

/// An option as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its label, without what is to be typed behind it.
    pub label: String,
    /// It asks for words of one's own.
    pub other: bool,
}

impl Candidates {
    /// The options' keys in order of letters: lists of equal keys are one list.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.options.iter().map(|o| key(&o.label)).collect();
        keys.sort();
        keys
    }

    /// The options say yes and no.
    pub fn is_yesno(&self) -> bool {
        let labels: Vec<&str> = self.options.iter().map(|o| &*o.label).collect();
        labels.len() == 2
            && (words().candidates.yes.iter())
                .any(|[yes, no]| labels == [yes, no] || labels == [no, yes])
    }
}

/// A longer option than any.
const LONGEST: usize = 60;

/// The list in one text: `合作领域候选项（单选）：大数据、集成电路…`, `机构类型（候选项：1.… 2.…）`.
pub fn in_text(text: &str) -> Option<Candidates> {
    let (at, marker) = first_marker(text)?;
    let subject = subject(&text[..at]);
    let mut rest = &text[at + marker.len()..];
    // `方式（候选项，单选）：甲；乙`: the options stand behind the brackets.
    let open = text[..at].rfind(['（', '(']);
    if let Some((inside, after)) = open.and_then(|open| bracketed(&text[open..]))
        && text.len() - after.len() > at
        && after.trim_start().starts_with(['：', ':'])
        && !inside.contains(['、', '；', '：', '.'])
    {
        rest = after;
    }
    loop {
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || "：:，,、）)】］]。为有如下包括是".contains(c)
        });
        if let Some((0, marker)) = first_marker(rest) {
            rest = &rest[marker.len()..];
        } else if let Some((inside, after)) = bracketed(rest)
            && has(&words().candidates.asides, inside)
        {
            rest = after;
        } else if let Some(after) = rest.strip_prefix(['【', '［', '[']) {
            rest = after;
        } else {
            break;
        }
    }
    let (options, numbered) = options(own_part(rest))?;
    Some(Candidates {
        subject,
        options,
        numbered,
        several: has(&words().candidates.several, text),
    })
}

/// `（牵头/参与）` behind a label: options without a word that they are.
pub fn in_brackets(label: &str) -> Option<Candidates> {
    let mut opens = label.char_indices().filter(|(_, c)| "（(".contains(*c));
    let inside = opens.find_map(|(at, _)| {
        let (inside, after) = bracketed(&label[at..])?;
        after.trim().is_empty().then_some(inside)
    })?;
    let parts = outside_brackets(inside, &['/', '／']);
    let list = Candidates {
        subject: String::new(),
        options: parts.iter().map(|p| candidate(p)).collect(),
        numbered: None,
        several: false,
    };
    let fits = |p: &&str| {
        let n = p.trim().chars().count();
        (2..=30).contains(&n) && !p.contains(|c: char| c.is_ascii() || "年月日X，、".contains(c))
    };
    let several = parts.len() >= 2;
    (several && (list.is_yesno() || parts.iter().all(fits))).then_some(list)
}

/// A hint that is nothing but options, where it is known that there are some.
pub fn bare(text: &str) -> Option<Candidates> {
    let (options, numbered) = options(text)?;
    Some(Candidates {
        subject: String::new(),
        options,
        numbered,
        several: false,
    })
}

/// Options with a box before each: `□在用 □停用`. The first is the text before the first box.
pub fn in_boxes(text: &str) -> Option<(String, Candidates)> {
    let boxes = &words().candidates.boxes;
    let is_box = |c: char| boxes.iter().any(|b| b.starts_with(c));
    let first = text.find(is_box)?;
    let parts: Vec<&str> = text[first..].split(is_box).map(str::trim).collect();
    let options: Vec<Candidate> = (parts.iter().filter(|p| !p.is_empty()))
        .map(|p| candidate(p))
        .collect();
    let sound = |o: &Candidate| !o.label.is_empty() && o.label.chars().count() <= LONGEST;
    if options.is_empty() || options.len() > MOST || !options.iter().all(sound) {
        return None;
    }
    Some((
        text[..first].trim().to_owned(),
        Candidates {
            subject: String::new(),
            options: distinct(options),
            numbered: None,
            several: has(&words().candidates.several, text),
        },
    ))
}

/// An option's label without its box, and whether words of one's own are asked for.
pub fn candidate(text: &str) -> Candidate {
    let boxes = &words().candidates.boxes;
    let text = text.trim_start_matches(|c: char| {
        c.is_whitespace() || boxes.iter().any(|b| b.starts_with(c)) || "·●•-".contains(c)
    });
    let text = text.trim_matches(|c: char| c.is_whitespace() || "。；;，,、".contains(c));
    let other = begins(&words().candidates.other, text);
    let end = match other {
        true => text.find(['，', ',', '：', ':', '（', '(', '＿', '_', ' ']),
        // A blank to fill in stands behind any option that asks for words.
        false => text.find(['＿', '_']),
    };
    let asks = other || end.is_some();
    let label = &text[..end.unwrap_or(text.len())];
    let label = label.trim_end_matches(|c: char| c.is_whitespace() || "（(：:，,；;".contains(c));
    let label: String = label.split_whitespace().collect::<Vec<_>>().join(" ");
    Candidate { label, other: asks }
}

fn first_marker(text: &str) -> Option<(usize, &'static str)> {
    let found = words().candidates.markers.iter();
    found
        .filter_map(|m| Some((text.find(&**m)?, &**m)))
        .min_by_key(|(at, m)| (*at, std::cmp::Reverse(m.len())))
}

/// What stands in the brackets that the text begins with, and what stands behind them.
pub fn bracketed(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with(['（', '(', '【', '[', '［', '〔']) {
        return None;
    }
    let mut depth = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '（' | '(' | '【' | '[' | '［' | '〔' => depth += 1,
            '）' | ')' | '】' | ']' | '］' | '〕' => {
                depth -= 1;
                if depth == 0 {
                    let open = text.chars().next().map_or(0, char::len_utf8);
                    return Some((&text[open..i], &text[i + c.len_utf8()..]));
                }
            }
            _ => {}
        }
    }
    None
}

/// The text up to the bracket that closes one opened before it, and without a further line that
/// is a remark of its own.
fn own_part(text: &str) -> &str {
    let mut depth = 0usize;
    let mut line_end = text.len();
    for (i, c) in text.char_indices() {
        match c {
            '（' | '(' | '【' | '[' => depth += 1,
            '）' | ')' | '】' | ']' if depth == 0 => return &text[..i.min(line_end)],
            '）' | ')' | '】' | ']' => depth -= 1,
            '\n' => {
                let next = text[i..].trim_start();
                if next.starts_with(['（', '(', '【']) || begins(&words().note.begins, next) {
                    line_end = line_end.min(i);
                }
            }
            _ => {}
        }
    }
    &text[..line_end]
}

/// `6. 合作领域` is `合作领域`; `3.组织类型：` is `组织类型`.
fn subject(text: &str) -> String {
    let text = text
        .trim_end_matches(|c: char| c.is_whitespace() || "（(【[：:，,、的见按由从".contains(c));
    let last = text.rsplit('\n').next().unwrap_or("").trim();
    let note = words()
        .note
        .begins
        .iter()
        .find_map(|w| last.strip_prefix(&**w));
    let last = note
        .and_then(|n| n.strip_prefix(['：', ':']))
        .unwrap_or(last);
    without_ordinal(last).trim().to_owned()
}

/// A text without the number before it: `5.`, `（1）`, `②`, `一、`.
pub fn without_ordinal(text: &str) -> &str {
    let text = text.trim_start();
    if let Some((inside, after)) = bracketed(text) {
        let k = key(inside);
        if !k.is_empty() && k.chars().count() <= 3 && k.chars().all(is_numeral) {
            return after.trim_start();
        }
        return text;
    }
    if let Some(c) = text.chars().next()
        && ('①'..='⑳').contains(&c)
    {
        return text[c.len_utf8()..].trim_start();
    }
    let end = text
        .find(|c: char| !is_numeral(c) && !c.is_ascii_digit())
        .unwrap_or(text.len());
    let after = &text[end..];
    match after.chars().next() {
        Some(c @ ('.' | '．' | '、' | ')' | '）')) if end > 0 && end <= 9 => {
            let after = after[c.len_utf8()..].trim_start();
            // `2025.3` is no number of a paragraph.
            match after.chars().next() {
                Some(d) if d.is_ascii_digit() && end > 2 => text,
                _ => after,
            }
        }
        _ => text,
    }
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百０１２３４５６７８９".contains(c)
}

/// The options of a list, numbered or with marks between them.
fn options(text: &str) -> Option<(Vec<Candidate>, Option<Numbering>)> {
    let text = text.trim();
    let (parts, numbered) = match split_numbered(text) {
        Some((parts, numbering)) => (parts, Some(numbering)),
        None => (split_marked(text)?, None),
    };
    let options: Vec<Candidate> = parts.iter().map(|p| candidate(p)).collect();
    let sound = |o: &Candidate| {
        let n = o.label.chars().count();
        (1..=LONGEST).contains(&n) && !o.label.contains(['。', '：'])
    };
    let many = (2..=MOST).contains(&options.len());
    (many && options.iter().all(sound)).then(|| (distinct(options), numbered))
}

pub fn distinct(options: Vec<Candidate>) -> Vec<Candidate> {
    let mut seen = std::collections::HashSet::new();
    (options.into_iter())
        .filter(|o| !key(&o.label).is_empty() && seen.insert(key(&o.label)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(list: &Candidates) -> Vec<&str> {
        list.options.iter().map(|o| &*o.label).collect()
    }

    #[test]
    fn lists_in_notes() {
        let list = in_text("6. 用途候选项（单选，请以主要用途为主），【候选项】：教学、科研（含开发）、社会服务、其他用途（名称____）。").unwrap();
        assert_eq!(list.subject, "用途");
        assert_eq!(
            labels(&list),
            ["教学", "科研（含开发）", "社会服务", "其他用途"]
        );
        assert!(list.options[3].other && !list.options[1].other);
        let list =
            in_text("2.担任职务选项：1.主席、副主席； 2.秘书长；3.其他（请填写具体内容）：     ")
                .unwrap();
        assert_eq!(list.subject, "担任职务");
        assert_eq!(labels(&list), ["主席、副主席", "秘书长", "其他"]);
        assert_eq!(list.numbered, Some(Numbering::Digits));
        let list = in_text("2.形式（候选项）：a.线上 b.线下 c.线上线下结合").unwrap();
        assert_eq!(
            (list.subject.as_str(), list.numbered),
            ("形式", Some(Numbering::Letters))
        );
        assert_eq!(labels(&list), ["线上", "线下", "线上线下结合"]);
        let list = in_text("设备状态（可多选）选项：01 在用 02 停用 03 报废").unwrap();
        assert_eq!(list.numbered, Some(Numbering::Codes));
        assert!(list.several);
    }

    #[test]
    fn lists_in_labels_and_cells() {
        let list =
            in_text("协议时效\n（候选项：1.2025年新签 2.已有意向，计划签署 3.仍有效）").unwrap();
        assert_eq!(
            labels(&list),
            ["2025年新签", "已有意向，计划签署", "仍有效"]
        );
        let list = in_text("【候选项】基础研究、应用研究").unwrap();
        assert_eq!((list.subject.as_str(), list.options.len()), ("", 2));
        let list = in_text("状态\n选项：1.预研 2.建设中 3.运行中\n（此项仅工程填写）").unwrap();
        assert_eq!(labels(&list), ["预研", "建设中", "运行中"]);
        let list = in_text("作用\n（选项：主导/参与）").unwrap();
        assert_eq!(labels(&list), ["主导", "参与"]);
        assert_eq!(in_text("领域（见候选项，单选）"), None);
        assert_eq!(in_text("领域（候选项详见表下说明）"), None);
        assert_eq!(in_text("活动（类型包括:创赛、路演、洽谈等）"), None);
        assert_eq!(
            labels(&in_brackets("角色（牵头/参与）").unwrap()),
            ["牵头", "参与"]
        );
        assert!(in_brackets("共享（是/否）").unwrap().is_yesno());
        assert_eq!(in_brackets("名称(中/英文)"), None);
    }

    #[test]
    fn boxes_to_tick() {
        let (label, list) = in_boxes("是否共享：□是　□否").unwrap();
        assert_eq!(label, "是否共享：");
        assert!(list.is_yesno());
        let (_, list) = in_boxes("□在用 □停用 □其他（请注明）____").unwrap();
        assert_eq!(labels(&list), ["在用", "停用", "其他"]);
        assert!(list.options[2].other);
    }
}
