//! A table with a row for each record, or, where it has more columns than a page, one on its side.

use super::head::{depth, head};
use super::sketch::{Drawing, Role, Slot};
use super::wording::{ROOM_OVER, Wording};
use crate::mapping::{Field, Type};

/// Wider tables have the page lie on its side.
const MOST_UPRIGHT: u32 = 66;
/// Still wider ones lie on their side themselves.
const MOST_WIDE: u32 = 115;
/// How many rows there are for records.
const ROWS: u32 = 6;
/// How many on a page on its side.
const ROWS_WIDE: u32 = 8;

/// How a table of records lies on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lie {
    /// Columns on an upright page.
    Upright,
    /// Columns on a page on its side.
    Wide,
    /// A column of labels and one of values.
    Turned,
}

/// How a table of these columns lies.
pub(super) fn lie(fields: &[Field]) -> Lie {
    match fields.iter().map(share).sum::<u32>() {
        width if width > MOST_WIDE => Lie::Turned,
        width if width > MOST_UPRIGHT => Lie::Wide,
        _ => Lie::Upright,
    }
}

/// Draws the head and empty rows.
pub(super) fn records(wording: &Wording<'_>) -> Drawing {
    let fields: Vec<&Field> = wording.table.fields.iter().collect();
    let labels: Vec<&str> = fields.iter().map(|f| &*f.label).collect();
    let levels = depth(&labels);
    let most = match lie(&wording.table.fields) {
        Lie::Wide => ROWS_WIDE,
        _ => ROWS,
    };
    let rows = wording.table.limit.map_or(most, |n| n.clamp(1, most));
    let mut drawing = Drawing {
        widths: fields.iter().map(|f| share(f)).collect(),
        rows: levels + rows,
        head: levels,
        ..Drawing::default()
    };
    for branch in head(&labels) {
        let lines = match branch.is_item {
            true => {
                let field = fields[branch.item as usize];
                wording.label(field, branch.text, Role::HeadLabel, ROOM_OVER)
            }
            false => vec![super::sketch::Line::new(Role::HeadLabel, branch.text)],
        };
        let slot = Slot::at(branch.level, branch.item).over(branch.levels, branch.items);
        drawing.cells.push(slot.shaded().printing(lines));
    }
    for row in levels..levels + rows {
        for column in 0..fields.len() as u32 {
            drawing.cells.push(Slot::answer(row, column, Role::Value));
        }
    }
    drawing.ordered()
}

/// How wide a field's column is: by what is written in it, and by its label.
fn share(field: &Field) -> u32 {
    let least = match field.kind {
        Type::Text => 10,
        Type::Choice | Type::Choices | Type::Countries => 8,
        Type::Date | Type::Country => 7,
        Type::Integer | Type::Decimal | Type::Year | Type::Term | Type::Yesno => 6,
    };
    let label = field.label_parts().next_back().unwrap_or_default();
    let label = label.chars().count() as u32;
    least.max(label.div_ceil(3)).min(16)
}
