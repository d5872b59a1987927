//! Blanks: values typed between printed words.

use std::collections::HashMap;

use super::draft::{Draft, Item};
use super::layout::{places, without_places};
use super::slots::{Slot, Slots};
use crate::lang::Said;
use crate::mapping::Layout;
use crate::said;

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
    let mut out = Vec::new();
    for line in text.lines() {
        let line = line.trim().replace(['{', '}'], "");
        let mut printed = String::new();
        let mut at = 0;
        for place in places(&line) {
            let before = &line[at..place.start];
            let after = &line[place.end..];
            let n = draft.items.len();
            let mut path: Vec<&str> = Vec::new();
            let own = before
                .trim_matches(|c: char| c.is_whitespace() || "，,；;：:。、（(）)".contains(c));
            path.extend(
                [outer]
                    .into_iter()
                    .filter(|o| !o.is_empty() && !own.is_empty()),
            );
            path.push(if own.is_empty() { outer } else { own });
            let mut item = Item::labelled(path.into_iter().filter(|p| !p.is_empty()));
            let unit: String = after
                .chars()
                .take_while(|c| !"，,；;（(。、：: \t".contains(*c))
                .take(3)
                .collect();
            item.hints.push(unit);
            if item.label.is_empty() {
                let said: Said = said!(
                    "前面没有字，请取标签",
                    "nothing is printed before it: give it a label"
                );
                item.label.push(format!("第{}空", n + 1));
                item.doubts.push(said);
            }
            printed.push_str(before);
            let placeholder = format!("{{{n}}}");
            match line[place.clone()].starts_with(['（', '(']) {
                true => printed.push_str(&format!("（{placeholder}）")),
                false => printed.push_str(&placeholder),
            }
            draft.items.push(item);
            at = place.end;
        }
        printed.push_str(&line[at..]);
        out.push(printed);
    }
    out.join("\n")
}
