//! A mapping to the sketch of its form: cover, parts and tables in the edition's order.

use super::records::{Lie, lie};
use super::sketch::{Drawing, Line, Piece, Role, Sketch, Slot, Stretch};
use super::wording::{ROOM_BESIDE, ROOM_OVER, Wording};
use super::{blanks, choices, cover, form, grid, notes, rating, records};
use crate::mapping::{FilledIn, Layout, Mapping, Table, Type};

/// Empty lines for a long text.
const LINES: usize = 8;

/// The sketch of a mapping's form.
pub(super) fn compose(mapping: &Mapping) -> Sketch {
    let mut sketch = Sketch {
        running: mapping.edition.name.clone(),
        stretches: Vec::new(),
    };
    let mut pieces: Vec<Piece> = cover::cover(mapping).into_iter().map(Piece::Line).collect();
    // Headings of tables that are filled in elsewhere stand on the page of the next table.
    let mut waiting = Vec::new();
    let mut wide = false;
    let in_form = |t: &&Table| t.filled_in != FilledIn::None;
    for (i, table) in mapping.tables.iter().filter(in_form).enumerate() {
        waiting.extend(pieces_of(mapping, table, i == 0));
        if table.filled_in == FilledIn::Sheet {
            continue;
        }
        let lies_wide = is_wide(table);
        if lies_wide != wide {
            let pieces = std::mem::take(&mut pieces);
            sketch.stretches.push(Stretch { wide, pieces });
            wide = lies_wide;
        }
        pieces.append(&mut waiting);
    }
    pieces.append(&mut waiting);
    sketch.stretches.push(Stretch { wide, pieces });
    sketch
}

/// The table needs a page on its side.
fn is_wide(table: &Table) -> bool {
    table.layout == Layout::Records && lie(&table.fields) == Lie::Wide
}

/// A table with its headings, hints and notes. The first table of all begins a page.
fn pieces_of(mapping: &Mapping, table: &Table, first: bool) -> Vec<Piece> {
    let mut lines = Vec::new();
    lines.extend(table.part.as_ref().map(|part| Line::new(Role::Part, part)));
    // A table printed under another's code has none of its own on paper.
    let heading = match table.under {
        Some(_) => table.name.clone(),
        None => format!("{} {}", table.code, table.name),
    };
    lines.push(Line::new(Role::Heading, heading));
    if let Some(line) = lines.first_mut() {
        line.on_new_page = first;
    }
    let hints = hints(table);
    if !hints.is_empty() {
        lines.push(Line::new(Role::Hint, format!("（{}）", hints.join("；"))));
    }
    let mut pieces: Vec<Piece> = lines.into_iter().map(Piece::Line).collect();
    if table.filled_in == FilledIn::Sheet {
        return pieces;
    }
    let wording = Wording::of(mapping, table);
    let mut room = ROOM_BESIDE;
    match table.layout {
        Layout::Records if lie(&table.fields) == Lie::Turned => {
            pieces.push(Piece::Table(form::form(&wording)));
        }
        Layout::Records => {
            room = ROOM_OVER;
            pieces.push(Piece::Table(records::records(&wording)));
        }
        Layout::Form => pieces.push(Piece::Table(form::form(&wording))),
        Layout::Choices => pieces.push(Piece::Table(choices::choices(&wording))),
        Layout::Text => pieces.push(Piece::Table(text(table))),
        Layout::Grid => pieces.push(Piece::Table(grid::grid(&wording))),
        Layout::Rating => pieces.extend(rating::rating(&wording)),
        Layout::Blanks => pieces.push(Piece::Table(blanks::blanks(&wording))),
        Layout::Page => {}
    }
    let notes = notes::notes(&wording, room);
    pieces.extend(notes.into_iter().map(Piece::Line));
    pieces
}

/// What to know before filling a table in.
fn hints(table: &Table) -> Vec<String> {
    let mut hints: Vec<String> = table.only_for.iter().cloned().collect();
    let code = &table.code;
    match table.filled_in {
        FilledIn::Sheet => hints.push(format!("请在子表工作簿的“{code}”页填写")),
        FilledIn::Both => hints.push(format!("也可在子表工作簿的“{code}”页填写")),
        FilledIn::Form | FilledIn::None => {}
    }
    if table.filled_in == FilledIn::Sheet {
        return hints;
    }
    match (table.layout, table.limit) {
        (Layout::Form, Some(n)) => hints.push(format!("限填{n}份")),
        (Layout::Records, Some(n)) => hints.push(format!("限填{n}行")),
        (Layout::Form, None) if table.sum_by.as_ref().is_none_or(|by| !by.is_empty()) => {
            hints.push("可填多份".to_owned());
        }
        (Layout::Records, None) if lie(&table.fields) == Lie::Turned => {
            hints.push("每条记录填一份，可填多份".to_owned());
        }
        (Layout::Choices, _) => hints.push(match table.limit_options {
            Some(n) => format!("请在所选项前的□内打√，限选{n}个"),
            None => "请在所选项前的□内打√，可多选".to_owned(),
        }),
        (Layout::Rating, _) => hints.push("每行选一项，在相应的○处打√".to_owned()),
        _ => {}
    }
    hints
}

/// A frame with the prompt of a long text and lines to write it on.
fn text(table: &Table) -> Drawing {
    let mut lines = Vec::new();
    let prompt = table.fields.iter().find(|f| f.kind == Type::Text);
    if let Some(field) = prompt.filter(|f| *f.label != *table.name) {
        lines.push(Line::new(Role::Value, &*field.label));
    }
    lines.extend((0..LINES).map(|_| Line::empty(Role::Value)));
    Drawing {
        widths: vec![100],
        rows: 1,
        cells: vec![Slot::at(0, 0).printing(lines)],
        frame: true,
        ..Drawing::default()
    }
}
