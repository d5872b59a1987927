//! Forms: a label beside (or over) each value, labels in groups.

use super::draft::{Draft, Item, Label};
use super::records::distinct;
use super::slots::{Slot, Slots};
use super::words::{is, words};
use crate::mapping::{Layout, ValueSide};
use crate::text::key::{key, stem};

/// A label beside each value.
pub fn form(slots: &Slots) -> Draft {
    let mut draft = Draft::new(Layout::Form);
    let mut line = slots.titles() + 1;
    while line <= slots.lines() {
        if let Some(next) = matrix(slots, line, &mut draft) {
            line = next;
            continue;
        }
        if let Some(item) = over(slots, line) {
            draft.push(item);
            line += 2;
            continue;
        }
        pairs(slots, line, &mut draft);
        line += 1;
    }
    distinct(&mut draft);
    draft
}

/// The labels and values of one line.
fn pairs(slots: &Slots, line: u32, draft: &mut Draft) {
    let cells = slots.line(line);
    let mut path: Vec<usize> = Vec::new();
    for (i, &cell) in cells.iter().enumerate() {
        let last = i + 1 == cells.len();
        let is_value = match slots.kind(cell) {
            Slot::Note => continue,
            Slot::Blank | Slot::Hint | Slot::Mark => true,
            Slot::Number => !path.is_empty(),
            // The label printed once more, or only a unit, where the value goes.
            Slot::Label => last && path.last().is_some_and(|p| says_again(slots, *p, cell)),
        };
        if !is_value {
            path.push(cell);
            continue;
        }
        if path.is_empty()
            || !slots.begins_at(cell, line) && !path.iter().any(|p| slots.begins_at(*p, line))
        {
            continue;
        }
        let mut item = Item::labelled(path.iter().map(|p| slots.text_of(*p)));
        if slots.kind(cell) != Slot::Blank {
            item.hints.push(slots.text_of(cell).to_owned());
        }
        draft.push(item);
        // A group stands beside several lines, and over the further pairs of this one.
        path.retain(|p| slots.last_line(*p) > slots.grid.line_of(slots.cell(*p)));
        if !path
            .iter()
            .all(|p| slots.last_line(*p) > slots.last_line(cell) || is_group(slots, *p, cell))
        {
            path.clear();
        }
    }
}

/// A label beside several lines that each have labels of their own.
fn is_group(slots: &Slots, label: usize, value: usize) -> bool {
    let first = slots.grid.line_of(slots.cell(label));
    let column = slots.grid.column_of(slots.cell(label));
    (first..=slots.last_line(label)).any(|line| {
        slots.line(line).iter().any(|c| {
            *c != label
                && *c != value
                && slots.kind(*c) == Slot::Label
                && slots.grid.column_of(slots.cell(*c)) > column
        })
    })
}

/// The cell behind a label only says it again, or names a unit.
fn says_again(slots: &Slots, label: usize, cell: usize) -> bool {
    let (a, b) = (slots.text_of(label), slots.text_of(cell));
    let units = &words().units;
    let unit =
        |t: &str| is(&units.integer, t) || is(&units.decimal, t) || units.spellings.contains_key(t);
    key(a) == key(b)
        || unit(b)
            && stem(a) != stem(b)
            && slots.begins_at(label, slots.grid.line_of(slots.cell(cell)))
}

/// A label over the whole width with an empty line of the whole width under it.
fn over(slots: &Slots, line: u32) -> Option<Item> {
    let label = slots.is_whole_line(line)?;
    let value = slots.is_whole_line(line + 1)?;
    let fits = slots.kind(label) == Slot::Label
        && matches!(slots.kind(value), Slot::Blank | Slot::Hint)
        && slots.begins_at(value, line + 1);
    let mut item = fits.then(|| Item::labelled([slots.text_of(label)]))?;
    item.value = ValueSide::Below;
    if slots.kind(value) == Slot::Hint {
        item.hints.push(slots.text_of(value).to_owned());
    }
    Some(item)
}

/// Lines under heads of their own: `来源 | 经费 | 合计`. Gives the line behind them.
fn matrix(slots: &Slots, head: u32, draft: &mut Draft) -> Option<u32> {
    let cells = slots.line(head);
    let group = cells
        .first()
        .copied()
        .filter(|c| slots.kind(*c) == Slot::Label && slots.last_line(*c) > head)
        .filter(|c| is_group(slots, *c, *c));
    let heads: Vec<usize> = cells.into_iter().filter(|c| Some(*c) != group).collect();
    let all_labels = heads
        .iter()
        .all(|c| slots.kind(*c) == Slot::Label && slots.last_line(*c) == head);
    if heads.len() < 2 || !all_labels || heads.len() == 2 && says_again(slots, heads[0], heads[1]) {
        return None;
    }
    let column = |c: usize| slots.grid.column_of(slots.cell(c));
    let empty = |h: &usize| {
        let below = slots.grid.cell_index(head + 1, column(*h));
        below.is_some_and(|c| slots.kind(c) == Slot::Blank && slots.begins_at(c, head + 1))
    };
    if let Some(group) = group
        && slots.last_line(group) == head + 1
        && heads.iter().all(empty)
    {
        for label in &heads {
            let mut item = Item::labelled([slots.text_of(group), slots.text_of(*label)]);
            item.value = ValueSide::Below;
            draft.push(item);
        }
        return Some(head + 2);
    }
    let (rows, values) = heads.split_first()?;
    let last = group.map_or(slots.lines(), |g| slots.last_line(g));
    let is_row = |line: &u32| {
        slots.slot(*line, column(*rows)) == Slot::Label
            && values.iter().all(|h| {
                let here = slots.slot(*line, column(*h));
                here != Slot::Label || is_aside(slots, *h)
            })
            && values
                .iter()
                .any(|h| slots.slot(*line, column(*h)) == Slot::Blank)
    };
    let end = (head + 1..=last).take_while(is_row).last()?;
    // Without a group only a head that says so makes heads of a line of labels.
    let told = is(&words().label.label_headers, &stem(slots.text_of(*rows)))
        || values
            .iter()
            .any(|h| is(&words().label.value_headers, &stem(slots.text_of(*h))));
    if group.is_none() && !told && end < head + 2 {
        return None;
    }
    let group: Vec<&str> = group.map(|g| slots.text_of(g)).into_iter().collect();
    // A value that stands beside all the lines is the group's own.
    let whole = |h: &usize| {
        slots
            .grid
            .cell_index(head + 1, column(*h))
            .is_some_and(|c| {
                slots.last_line(c) >= end && end > head + 1 && slots.kind(c) != Slot::Label
            })
    };
    let (totals, own): (Vec<usize>, Vec<usize>) = values.iter().partition(|h| whole(h));
    let (asides, own): (Vec<usize>, Vec<usize>) =
        own.into_iter().partition(|h| is_aside(slots, *h));
    for line in head + 1..=end {
        for value in &own {
            let row = slots.text(line, column(*rows));
            let path = group.iter().copied().chain([row]);
            let mut item = match own.len() {
                1 => Item::labelled(path),
                _ => Item::labelled(path.chain([slots.text_of(*value)])),
            };
            item.hints.push(slots.text_of(*value).to_owned());
            item.hints.extend(
                asides
                    .iter()
                    .map(|a| slots.text(line, column(*a)).to_owned()),
            );
            item.hints.retain(|h| !h.is_empty());
            draft.push(item);
        }
    }
    for total in totals {
        let mut item = Item::labelled(group.iter().copied().chain([slots.text_of(total)]));
        item.value = ValueSide::Below;
        draft.push(item);
    }
    draft
        .ignore
        .extend(asides.iter().map(|a| Label::read(slots.text_of(*a)).text));
    Some(end + 1)
}

fn is_aside(slots: &Slots, head: usize) -> bool {
    is(&words().label.ignored, &stem(slots.text_of(head)))
}
