//! Printed words with room for values between them.

use super::sketch::{Drawing, Line, Look, Role, Slot};
use super::wording::Wording;
use crate::mapping::{Piece, Type};

/// Room for a number, in full-width spaces.
const NUMBER: usize = 3;
/// Room for words.
const WORDS: usize = 7;
/// Lines for a free text.
const LINES: usize = 3;

/// Draws the rows that a `blanks` table prints: one cell, or two side by side.
pub(super) fn blanks(wording: &Wording<'_>) -> Drawing {
    let printed = &wording.table.printed;
    let two = printed.iter().any(|row| !row.label.is_empty());
    let mut drawing = Drawing {
        widths: if two { vec![32, 68] } else { vec![100] },
        rows: printed.len() as u32,
        ..Drawing::default()
    };
    for (i, row) in printed.iter().enumerate() {
        let i = i as u32;
        let text = lines(wording, row.text.trim_matches('\n'), Role::Value);
        if row.label.is_empty() {
            let columns = if two { 2 } else { 1 };
            let slot = Slot::at(i, 0).over(1, columns);
            drawing.cells.push(slot.printing(text));
            continue;
        }
        let label = lines(wording, row.label.trim_matches('\n'), Role::Label);
        let label_slot = Slot::at(i, 0).shaded().printing(label);
        drawing.cells.push(label_slot);
        drawing.cells.push(Slot::at(i, 1).printing(text));
    }
    drawing
}

/// The lines of a printed text.
fn lines(wording: &Wording<'_>, text: &str, role: Role) -> Vec<Line> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        // A placeholder that nothing was made of is for the mapping's checks to tell.
        let pieces = crate::mapping::PrintedRow::pieces(line).unwrap_or_default();
        if let [Piece::Field(_)] = pieces[..] {
            lines.extend((0..LINES).map(|_| Line::empty(role)));
            continue;
        }
        let mut out = Line::empty(role);
        for (i, piece) in pieces.iter().enumerate() {
            let name = match piece {
                Piece::Words(words) => {
                    out = out.and(Look::Plain, *words);
                    continue;
                }
                Piece::Field(name) => name,
            };
            let kind = wording.table.field(name).map(|f| f.kind);
            let room = match kind {
                Some(Type::Text) => WORDS,
                _ => NUMBER,
            };
            let opened = i > 0
                && matches!(pieces[i - 1], Piece::Words(w) if w.ends_with(['（', '(', '【', '[']));
            let look = if opened { Look::Plain } else { Look::Ruled };
            out = out.and(look, "\u{3000}".repeat(room));
        }
        lines.push(out);
    }
    lines
}
