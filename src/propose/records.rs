//! Tables with a row for each record, or with a value for each row and column.

use super::draft::{Draft, Item, codes_of_row};
use super::layout::{is_aside, is_numbering, places, without_places};
use super::slots::{Slot, Slots};
use crate::mapping::{Layout, Type};
use crate::said;
use crate::text::lang::Said;

/// Header lines over a row for each record.
pub fn records(slots: &Slots, first: u32, last: u32) -> Draft {
    let mut draft = Draft::new(Layout::Records);
    let mut seen = None;
    for column in 1..=slots.columns() {
        let cell = slots.grid.cell_index(last, column);
        // A header cell over several columns with nothing below it is one item.
        if cell.is_some() && cell == seen {
            continue;
        }
        seen = cell;
        let path = slots.path(column, first..=last);
        if is_aside(slots, column, first, last) {
            draft
                .ignore
                .extend(path.last().map(|l| Item::labelled([*l]).full_label()));
            continue;
        }
        if is_numbering(slots, column, first, last) || path.is_empty() {
            continue;
        }
        let mut item = Item::labelled(path);
        for line in last + 1..=slots.lines() {
            let text = slots.text(line, column);
            if !matches!(
                slots.slot(line, column),
                Slot::Blank | Slot::Number | Slot::Note
            ) && !item.hints.iter().any(|h| h == text)
            {
                item.hints.push(text.to_owned());
            }
        }
        draft.items.push(item);
    }
    distinct(&mut draft);
    draft
}

/// A value for each row and column.
pub fn grid(slots: &Slots, head: u32, left: u32) -> Draft {
    let mut draft = Draft::new(Layout::Grid);
    let first = slots.titles() + 1;
    for line in head + 1..=slots.lines() {
        let mut row: Vec<String> = Vec::new();
        let mut codes = Vec::new();
        let mut seen = None;
        for column in 1..=left {
            let cell = slots.grid.cell_index(line, column);
            if cell != seen
                && slots.slot(line, column) == Slot::Label
                && !is_numbering(slots, column, first, head)
            {
                let text = slots.text(line, column);
                let (text, of_row) = codes_of_row(text).unwrap_or((text.to_owned(), Vec::new()));
                row.push(text);
                codes = of_row;
            }
            seen = cell;
        }
        let mut first_column = true;
        for column in left + 1..=slots.columns() {
            let path = slots.path(column, first..=head);
            if is_aside(slots, column, first, head) {
                let label = path.last().map(|l| Item::labelled([*l]).full_label());
                draft
                    .ignore
                    .extend(label.filter(|l| !draft.ignore.contains(l)));
                continue;
            }
            let labels = row.iter().map(String::as_str).chain(path);
            let mut item = Item::labelled(labels);
            if !codes.is_empty() {
                item.code = codes.remove(0);
            }
            if slots.slot(line, column) == Slot::Hint {
                item.hints.push(slots.text(line, column).to_owned());
            }
            // The words within a row's label are the row's, not each column's.
            let row_words = item.label.first_mut().filter(|l| !places(l).is_empty());
            let words = row_words.map(|l| {
                *l = without_places(l);
                l.clone()
            });
            draft.items.push(item);
            if let Some(row) = words.filter(|_| first_column) {
                let mut words = Item::labelled([format!("{row}（请说明）")]);
                words.kind = Some(Type::Text);
                words.within = Some(draft.items.len() - 1);
                draft.items.push(words);
            }
            first_column = false;
        }
    }
    distinct(&mut draft);
    draft
}

/// Leaves out items whose labels say no more than another's, with a word.
pub fn distinct(draft: &mut Draft) {
    let mut seen = std::collections::HashSet::new();
    let mut dropped: Vec<String> = Vec::new();
    // Where each item stands now; items that point at others follow them.
    let mut places: Vec<Option<usize>> = Vec::new();
    for mut item in std::mem::take(&mut draft.items) {
        let key = item.key();
        let lost = item.within.is_some_and(|w| places[w].is_none());
        if lost || key.split('·').any(str::is_empty) || !seen.insert(key) {
            dropped.push(item.full_label());
            places.push(None);
            continue;
        }
        item.within = item.within.and_then(|w| places[w]);
        places.push(Some(draft.items.len()));
        draft.items.push(item);
    }
    if !dropped.is_empty() {
        let list = dropped.join("、");
        let said: Said = said!(
            "标签重复或没有字，未列入：{list}",
            "left out, labelled as another or with nothing to be known by: {list}"
        );
        draft.doubts.push(said);
    }
}
