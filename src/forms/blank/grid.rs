//! Rows × columns, each cell an item.

use super::form::with_room;
use super::head::{depth, head};
use super::sketch::{Drawing, Line, Look, Role, Slot};
use super::wording::{Wording, joined, unit};
use crate::mapping::Field;

/// Draws the rows and columns of a grid's labels, and the cells where they cross.
pub(super) fn grid(wording: &Wording<'_>) -> Drawing {
    let own = |f: &&Field| f.within.is_none();
    let fields: Vec<&Field> = wording.table.fields.iter().filter(own).collect();
    let (mut rows, mut columns): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for field in &fields {
        let (row, column) = field.label_split();
        if !rows.contains(&row) {
            rows.push(row);
        }
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let levels = depth(&columns);
    let mut drawing = Drawing {
        widths: std::iter::once(30)
            .chain(columns.iter().map(|_| (70 / columns.len() as u32).max(8)))
            .collect(),
        rows: levels + rows.len() as u32,
        head: levels,
        ..Drawing::default()
    };
    let corner = Slot::at(0, 0).over(levels, 1).shaded();
    let name = Line::new(Role::HeadLabel, "项目");
    drawing.cells.push(corner.printing(vec![name]));
    for branch in head(&columns) {
        let of = |f: &&&Field| f.label_split().1 == columns[branch.item as usize];
        let unit = match branch.is_item {
            true => common_unit(fields.iter().filter(of)),
            false => String::new(),
        };
        let line = Line::new(Role::HeadLabel, branch.text).and(Look::Plain, unit);
        let slot = Slot::at(branch.level, branch.item + 1).over(branch.levels, branch.items);
        drawing.cells.push(slot.shaded().printing(vec![line]));
    }
    for (r, name) in rows.iter().enumerate() {
        let row = levels + r as u32;
        let across = || fields.iter().filter(|f| f.label_split().0 == *name);
        let label = row_label(wording, name, across());
        drawing
            .cells
            .push(Slot::at(row, 0).shaded().printing(vec![label]));
        for (c, column) in columns.iter().enumerate() {
            let asked = across().any(|f| f.label_split().1 == *column);
            let cell = Slot::at(row, c as u32 + 1);
            drawing.cells.push(match asked {
                true => Slot::answer(row, c as u32 + 1, Role::Mark),
                false => cell
                    .shaded()
                    .printing(vec![Line::new(Role::HeadLabel, "—")]),
            });
        }
    }
    drawing.ordered()
}

/// A row's label with the item codes of its cells.
fn row_label<'f>(
    wording: &Wording<'_>,
    name: &str,
    across: impl Iterator<Item = &'f &'f Field> + Clone,
) -> Line {
    let mut all = across.clone();
    let roomy = all.find_map(|f| {
        let text = with_room(wording, f, name);
        (text != name).then_some(text)
    });
    if let Some(text) = roomy {
        return Line::new(Role::Label, text);
    }
    let codes = across.filter(|f| !f.code.is_empty());
    let codes = joined(codes.map(|f| f.code.clone()), "、");
    let line = Line::new(Role::Label, name);
    match codes.is_empty() {
        true => line,
        false => line.and(Look::Faint, format!("（{codes}）")),
    }
}

/// The unit that all these fields share and no label names.
fn common_unit<'f>(fields: impl Iterator<Item = &'f &'f Field>) -> String {
    let mut units: Vec<Option<&str>> = fields.map(|f| unit(f)).collect();
    units.dedup();
    match units[..] {
        [Some(unit)] => format!("（{unit}）"),
        _ => String::new(),
    }
}
