//! A list of options to mark, a box before each.

use super::sketch::{Drawing, Line, Role, Slot};
use super::wording::Wording;
use crate::mapping::Type;

/// Where a tick goes.
const BOX: &str = "□";

/// Draws a line for each option, in a frame.
pub(super) fn choices(wording: &Wording<'_>) -> Drawing {
    let mut fields = wording.table.fields.iter();
    let field = fields.find(|f| f.kind == Type::Choices);
    let list = field.and_then(|f| wording.list(f));
    let options = list.map_or(&[][..], |list| &list.options);
    let mut drawing = Drawing {
        widths: vec![100],
        rows: options.len() as u32,
        frame: true,
        ..Drawing::default()
    };
    for (row, option) in options.iter().enumerate() {
        let label = &option.label;
        let text = match option.other {
            true if label.contains("说明") => format!("{BOX} {label}："),
            true => format!("{BOX} {label}，请说明："),
            false => format!("{BOX} {label}"),
        };
        let line = Line::new(Role::Choice, text);
        drawing
            .cells
            .push(Slot::at(row as u32, 0).printing(vec![line]));
    }
    drawing
}
