//! A table as read off the paper, before types are known and names are given.

use office::paper::is_blank;

use super::candidates::{Candidates, bracketed};
use super::heading::close_up;
use super::layout::{places, without_places};
use super::unit::unit_in;
use super::words::{begins, has, is, words};
use crate::mapping::{Layout, Type, ValueSide};
use crate::text::key::key;
use crate::text::lang::Said;

/// A table as read off the paper.
#[derive(Clone, Debug)]
pub struct Draft {
    /// How its answers are laid out.
    pub layout: Layout,
    /// Its items.
    pub items: Vec<Item>,
    /// What a `blanks` table prints: left and right cell, with `{n}` for the item of index n.
    pub printed: Vec<(String, String)>,
    /// Labels that are no item.
    pub ignore: Vec<String>,
    /// What is not sure.
    pub doubts: Vec<Said>,
}

impl Draft {
    /// Adds an item, and behind it the words that its label asks for.
    pub fn push(&mut self, mut item: Item) {
        let words = item.words_within(self.items.len());
        self.items.push(item);
        self.items.extend(words);
    }

    /// A table of this layout without items.
    pub fn new(layout: Layout) -> Draft {
        Draft {
            layout,
            items: Vec::new(),
            printed: Vec::new(),
            ignore: Vec::new(),
            doubts: Vec::new(),
        }
    }
}

/// An item as read off the paper.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its label's parts, outermost first, without hints.
    pub label: Vec<String>,
    /// The label's parts as printed.
    pub printed: Vec<String>,
    /// Its item code: 甲, 01.
    pub code: String,
    /// Another way in which the label must be known: with a hint that stands outside brackets.
    pub alias: Option<String>,
    /// What is printed where its value goes, or beside it, and over its column.
    pub hints: Vec<String>,
    /// Where the value stands.
    pub value: ValueSide,
    /// Its type, where the layout says it.
    pub kind: Option<Type>,
    /// Its options, where they stand at it.
    pub options: Option<Candidates>,
    /// The item in whose label it is typed.
    pub within: Option<usize>,
    /// The name that its layout gives it.
    pub name: Option<&'static str>,
    /// What is not sure.
    pub doubts: Vec<Said>,
}

impl Item {
    /// An item under a path of printed labels.
    pub fn labelled<T: AsRef<str>>(path: impl IntoIterator<Item = T>) -> Item {
        let mut item = Item::default();
        let mut alias = Vec::new();
        let mut cut = false;
        let parts: Vec<T> = path.into_iter().collect();
        let last = parts.len().saturating_sub(1);
        for (n, part) in parts.iter().enumerate() {
            let (part, code) = split_code(part.as_ref());
            item.code = code.unwrap_or_default();
            if part.is_empty() && n > 0 {
                item.printed.push(item.code.clone());
                continue;
            }
            let mut label = Label::read(&part);
            if n < last {
                label.text = without_unit(&label.text);
            }
            alias.push(label.whole.clone().unwrap_or_else(|| label.text.clone()));
            cut |= label.whole.is_some();
            item.label.push(label.text);
            item.printed.push(part);
        }
        if item.label.is_empty() {
            // A code is all that is printed.
            item.label.push(item.code.clone());
        }
        item.alias = cut.then(|| alias.join("·"));
        item
    }

    /// The words of one's own that are asked for within the label (`其它（　　）`), as an item, and
    /// the label left without their place. `at` is where this item will stand.
    pub fn words_within(&mut self, at: usize) -> Option<Item> {
        let last = self.label.last_mut()?;
        if places(last).is_empty() {
            return None;
        }
        *last = without_places(last);
        if key(last).is_empty() {
            return None;
        }
        let mut words = Item {
            kind: Some(Type::Text),
            label: self.label.clone(),
            within: Some(at),
            ..Item::default()
        };
        if let Some(last) = words.label.last_mut() {
            last.push_str("（请说明）");
        }
        Some(words)
    }

    /// The label as the mapping has it.
    pub fn full_label(&self) -> String {
        self.label.join("·")
    }

    /// The innermost part.
    pub fn last(&self) -> &str {
        self.label.last().map_or("", |l| l)
    }

    /// The key of the whole label.
    pub fn key(&self) -> String {
        self.label
            .iter()
            .map(|l| key(l))
            .collect::<Vec<_>>()
            .join("·")
    }
}

/// A label without its item code, and the code: `担任角色（丁）`, or the code alone.
fn split_code(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    if is_code(text) {
        return (String::new(), Some(text.to_owned()));
    }
    let mut at = 0;
    while let Some(open) = text[at..].find(['（', '(']).map(|i| at + i) {
        let Some((inside, after)) = bracketed(&text[open..]) else {
            break;
        };
        if open > 0 && is_code(inside.trim()) {
            let rest = format!("{}{after}", text[..open].trim_end());
            return (rest, Some(inside.trim().to_owned()));
        }
        at = text.len() - after.len();
    }
    (text.to_owned(), None)
}

/// The item codes of a row's values: `考察访问（01、02）`.
pub fn codes_of_row(text: &str) -> Option<(String, Vec<String>)> {
    let at = text.rfind(['（', '('])?;
    let (inside, after) = bracketed(&text[at..])?;
    let codes: Vec<String> = inside
        .split(['、', '，', ','])
        .map(|c| c.trim().to_owned())
        .collect();
    let fits = after.trim().is_empty() && codes.len() > 1 && codes.iter().all(|c| is_code(c));
    (fits && at > 0).then(|| (text[..at].trim_end().to_owned(), codes))
}

fn is_code(text: &str) -> bool {
    let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    digits || is(&words().codes.signs, text)
}

/// A printed label and what of it is only a hint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// The label.
    pub text: String,
    /// The label with hints outside brackets, on one line, where there are any.
    pub whole: Option<String>,
}

impl Label {
    /// Takes a printed label apart.
    pub fn read(text: &str) -> Label {
        let hints = &words().label;
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|l| !is_blank(l))
            .collect();
        let mut kept: Vec<&str> = Vec::new();
        let mut cut = false;
        for (i, line) in lines.iter().enumerate() {
            let bracket = line.starts_with(['（', '(', '【', '[']);
            let aside = i > 0
                && !bracket
                && (begins(&hints.hint_lines, line) || line.contains(['：', ':']));
            if aside || cut {
                cut |= !bracket;
                continue;
            }
            kept.push(line);
        }
        let joined = close_up(&kept.join(" "));
        let text = without_hints(&joined);
        let whole = cut.then(|| {
            let rest = &lines[kept.len().min(lines.len())..];
            let all = std::iter::once(joined.as_str()).chain(rest.iter().copied());
            all.collect::<Vec<_>>().join(" ")
        });
        Label { text, whole }
    }
}

/// A group's label without the unit of what stands in it: `经费（万元）`.
fn without_unit(label: &str) -> String {
    let Some(at) = label.rfind(['（', '(']).filter(|at| *at > 0) else {
        return label.to_owned();
    };
    match unit_in(&label[at..]) {
        Some(_) if label.ends_with(['）', ')']) => label[..at].trim().to_owned(),
        _ => label.to_owned(),
    }
}

/// The label without the brackets that only hint, and without its colon.
fn without_hints(label: &str) -> String {
    let hints = &words().label.hints;
    let mut out = String::new();
    let mut rest = label;
    while let Some(at) = rest.find(['（', '(', '【', '[', '〔']) {
        out.push_str(&rest[..at]);
        let Some((inside, after)) = bracketed(&rest[at..]) else {
            // A bracket that nobody closed holds the rest.
            if has(hints, &rest[at..]) {
                rest = "";
            } else {
                out.push_str(&rest[at..]);
                rest = "";
            }
            break;
        };
        if !has(hints, inside) {
            out.push_str(&rest[at..rest.len() - after.len()]);
        }
        rest = after;
    }
    out.push_str(rest);
    let out = out.trim().trim_end_matches(['：', ':', ' ']).trim();
    match key(out).is_empty() {
        true => label.trim().to_owned(),
        false => out.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> String {
        Label::read(text).text
    }

    #[test]
    fn hints_are_no_part_of_a_label() {
        assert_eq!(
            label("机构类型\n（候选项：1.甲 2.乙（非丙）3.丁"),
            "机构类型"
        );
        assert_eq!(label("细分学科\n（一级学科）"), "细分学科（一级学科）");
        assert_eq!(label("参加日期（具体到日YYYY-MM-DD）"), "参加日期");
        assert_eq!(label("有效期限（年）\n（仅填写数字。）"), "有效期限（年）");
        assert_eq!(label("姓 名"), "姓名");
        assert_eq!(label("（技术输出）合同名称"), "（技术输出）合同名称");
        assert_eq!(label("（万元人民币）"), "（万元人民币）");
        assert_eq!(
            label("技术转移工作人数（人）【存量数据】"),
            "技术转移工作人数（人）"
        );
        assert_eq!(label("单位名称："), "单位名称");
    }

    #[test]
    fn item_codes_are_told_from_labels() {
        let item = Item::labelled(["担任角色（牵头/参与）（丁）"]);
        assert_eq!(
            (item.full_label().as_str(), item.code.as_str()),
            ("担任角色（牵头/参与）", "丁")
        );
        let item = Item::labelled(["经费（万元）", "合计", "03"]);
        assert_eq!(
            (item.full_label().as_str(), item.code.as_str()),
            ("经费·合计", "03")
        );
        assert_eq!(Item::labelled(["项目名称"]).code, "");
    }

    #[test]
    fn a_hint_outside_brackets_is_an_alias() {
        let label = Label::read("类型\n选项：1、甲 2、乙");
        assert_eq!(label.text, "类型");
        assert_eq!(label.whole.as_deref(), Some("类型 选项：1、甲 2、乙"));
        let label = Label::read("组织技术交易活动（项次）\n   活动类型包括:创赛、路演");
        assert_eq!(label.text, "组织技术交易活动（项次）");
        assert!(label.whole.is_some());
        let label = Label::read("主要建设单位\n（此项仅工程填写）");
        assert_eq!((label.text.as_str(), label.whole), ("主要建设单位", None));
    }
}
