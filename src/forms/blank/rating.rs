//! Rows × a scale, one mark a row; a block for each caption.

use super::form::with_room;
use super::sketch::{Drawing, Line, Piece, Role, Slot};
use super::wording::Wording;
use crate::mapping::Field;

/// Where a mark goes.
const RING: &str = "○";

/// Draws a table for each block, under its caption.
pub(super) fn rating(wording: &Wording<'_>) -> Vec<Piece> {
    let own = |f: &&Field| f.within.is_none();
    let fields: Vec<&Field> = wording.table.fields.iter().filter(own).collect();
    let mut pieces = Vec::new();
    let same = |a: &&Field, b: &&Field| a.label_split().0 == b.label_split().0 && a.list == b.list;
    for block in fields.chunk_by(same) {
        let caption = block[0].label_split().0;
        if !caption.is_empty() {
            pieces.push(Piece::Line(Line::new(Role::Caption, caption)));
        }
        pieces.push(Piece::Table(one_block(wording, block)));
    }
    pieces
}

fn one_block(wording: &Wording<'_>, fields: &[&Field]) -> Drawing {
    let list = wording.list(fields[0]);
    let scale: Vec<&str> = list
        .iter()
        .flat_map(|list| list.options.iter().map(|o| &*o.label))
        .collect();
    let mut drawing = Drawing {
        widths: std::iter::once(40)
            .chain(scale.iter().map(|_| 12))
            .collect(),
        rows: 1 + fields.len() as u32,
        head: 1,
        ..Drawing::default()
    };
    let heads = std::iter::once(&"题项").chain(&scale);
    for (column, text) in heads.enumerate() {
        let slot = Slot::at(0, column as u32).shaded();
        let line = Line::new(Role::HeadLabel, *text);
        drawing.cells.push(slot.printing(vec![line]));
    }
    for (i, field) in fields.iter().enumerate() {
        let row = i as u32 + 1;
        let name = with_room(wording, field, field.label_split().1);
        let label = Slot::at(row, 0).shaded();
        let line = Line::new(Role::Label, name);
        drawing.cells.push(label.printing(vec![line]));
        for column in 1..=scale.len() as u32 {
            let ring = Line::new(Role::Mark, RING);
            drawing
                .cells
                .push(Slot::at(row, column).printing(vec![ring]));
        }
    }
    drawing
}
