//! Ratings: rows against a scale, in one table or in several under captions.

use super::candidates::{Candidate, Candidates};
use super::draft::{Draft, Item};
use super::layout::{places, without_places};
use super::slots::{Slot, Slots};
use super::words::{begins, words};
use crate::mapping::{Layout, Type};
use crate::text::key::stem;

/// The rows of one block.
pub fn rating(slots: &Slots, head: u32, from: u32, caption: Option<&str>) -> Draft {
    let mut draft = Draft::new(Layout::Rating);
    let degree = |c: u32| Candidate {
        label: super::heading::close_up(slots.text(head, c)),
        other: false,
    };
    let scale = Candidates {
        subject: String::new(),
        options: (from..=slots.columns()).map(degree).collect(),
        numbered: None,
        several: false,
    };
    for line in head + 1..=slots.lines() {
        let column = from - 1;
        let text = slots.text(line, column);
        if slots.slot(line, column) != Slot::Label {
            continue;
        }
        let groups = (1..column)
            .rev()
            .filter(|c| slots.slot(line, *c) == Slot::Label);
        let mut groups = groups.map(|c| slots.text(line, c)).filter(|t| *t != text);
        // One level over a row is what the layout knows: the caption, else the group.
        let outer = caption.or_else(|| groups.next());
        let own = without_places(text);
        let mut item = Item::labelled(outer.into_iter().chain([own.as_str()]));
        item.kind = Some(Type::Choice);
        item.options = Some(scale.clone());
        let label = item.label.clone();
        draft.items.push(item);
        let asks = !places(text).is_empty() || begins(&words().candidates.other, &stem(text));
        if asks {
            let mut words = Item {
                kind: Some(Type::Text),
                label,
                ..Item::default()
            };
            words.within = Some(draft.items.len() - 1);
            if let Some(last) = words.label.last_mut() {
                last.push_str("（请说明）");
            }
            draft.items.push(words);
        }
    }
    draft
}
