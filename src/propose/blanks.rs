//! Blanks: values typed between printed words.

use std::collections::HashMap;
use std::ops::Range;

use office::paper::is_blank;

use super::candidates::{bracketed, without_ordinal};
use super::draft::{Draft, Item};
use super::field::plain;
use super::layout::{places, without_places};
use super::slots::{Slot, Slots};
use super::words::{begins, is, words};
use crate::mapping::Layout;
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

/// The words of a table with places for values between them.
pub fn blanks(slots: &Slots) -> Draft {
    let mut draft = Draft::new(Layout::Blanks);
    for line in slots.titles() + 1..=slots.lines() {
        let cells = slots.line(line);
        let here: Vec<usize> = (cells.into_iter())
            .filter(|c| slots.begins_at(*c, line) && slots.kind(*c) != Slot::Blank)
            .collect();
        let (label, text) = match here[..] {
            [] => continue,
            [one] => (None, one),
            [left, right, ..] => (Some(left), right),
        };
        let outer = label.map(|l| without_places(&slots.text_of(l).replace('\n', "")));
        let label = label.map_or(String::new(), |l| typed(slots.text_of(l), "", &mut draft));
        let heading = outer.unwrap_or_default();
        let text = typed(slots.text_of(text), &heading, &mut draft);
        draft.printed.push((label, text));
        if here.len() > 2 {
            let said: Said = said!(
                "一行有三格以上，只取了前两格",
                "a row has more than two cells; only the first two were taken"
            );
            draft.doubts.push(said);
        }
    }
    number_alike(&mut draft);
    draft
}

/// Labels that are alike get a number: what stands between the same words is told apart by order.
fn number_alike(draft: &mut Draft) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for item in &mut draft.items {
        let n = seen.entry(item.key()).or_default();
        *n += 1;
        if *n > 1
            && let Some(last) = item.label.last_mut()
        {
            last.push_str(&format!("{n}"));
        }
    }
}

/// A printed text with `{n}` where the value of item n is typed, the items added to the draft.
fn typed(text: &str, outer: &str, draft: &mut Draft) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut free = None;
    for line in text.lines() {
        let line = line.trim().replace(['{', '}'], "");
        let found = places_and_units(&line);
        if found.is_empty() && is_blank(&line) {
            // Room for a text that the line before it asks for.
            if let Some(asked) = free.take() {
                out.push(format!("{{{}}}", draft.items.len()));
                draft.items.push(item([outer, &part, asked], ""));
            }
            continue;
        }
        if found.is_empty() {
            let name = without_ordinal(&line);
            if let Some(name) = name.strip_suffix(['：', ':']) {
                part = plain(name);
            }
            free = begins(&words().label.asks, name)
                .then(|| words().text.free.iter().find(|w| line.contains(&***w)))
                .flatten()
                .map(|_| "说明");
            out.push(line);
            continue;
        }
        out.push(typed_line(&line, found, outer, &part, draft));
    }
    out.join("\n")
}

/// One line with its places numbered.
fn typed_line(
    line: &str,
    found: Vec<Range<usize>>,
    outer: &str,
    part: &str,
    draft: &mut Draft,
) -> String {
    let mut printed = String::new();
    let mut at = 0;
    for place in found {
        let before = &line[at..place.start];
        let after = &line[place.end..];
        let n = draft.items.len();
        let own = before.rsplit(['，', ',', '；', ';']).next().unwrap_or("");
        let own = own.trim_matches(|c: char| c.is_whitespace() || "：:。、（(）)".contains(c));
        let inside = line[place.clone()]
            .trim_matches(|c: char| "（()）_＿".contains(c) || c.is_whitespace());
        let behind: String = (after.chars())
            .take_while(|c| !"，,；;（(。、：: \t".contains(*c))
            .take(3)
            .collect();
        let unit = if inside.is_empty() {
            behind.as_str()
        } else {
            inside
        };
        draft.items.push(item([outer, part, own], unit));
        printed.push_str(before);
        match line[place.clone()].starts_with(['（', '(']) {
            true => printed.push_str(&format!("（{{{n}}}{inside}）")),
            false => printed.push_str(&format!("{{{n}}}")),
        }
        at = place.end;
    }
    printed.push_str(&line[at..]);
    printed
}

/// Places to fill in, brackets that hold nothing but a unit among them: `机械制造（人）`.
fn places_and_units(line: &str) -> Vec<Range<usize>> {
    let mut found = places(line);
    let mut at = 0;
    while let Some(open) = line[at..].find(['（', '(']).map(|i| at + i) {
        let Some((inside, after)) = bracketed(&line[open..]) else {
            break;
        };
        let end = line.len() - after.len();
        if is(&words().units.integer, inside.trim()) || is(&words().units.decimal, inside.trim()) {
            found.push(open..end);
        }
        at = end;
    }
    found.sort_by_key(|p| p.start);
    found
}

/// An item under the words around its place.
fn item(path: [&str; 3], unit: &str) -> Item {
    let path = path.into_iter().filter(|p| !key(p).is_empty());
    let mut item = Item::labelled(path);
    item.hints.push(unit.to_owned());
    if item.label.is_empty() {
        item.label.push("空格".to_owned());
        item.doubts.push(said!(
            "前面没有字，请取标签",
            "nothing is printed before it: give it a label"
        ));
    }
    item
}
