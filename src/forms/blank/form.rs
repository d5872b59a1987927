//! A table with a label beside each value, labels in groups.

use super::head::{Branch, depth, head};
use super::sketch::{Drawing, Line, Role, Slot};
use super::wording::{ROOM_BESIDE, Wording};
use crate::mapping::Field;

/// Draws labels and empty cells beside them.
pub(super) fn form(wording: &Wording<'_>) -> Drawing {
    let beside = |f: &&Field| f.within.is_none();
    let fields: Vec<&Field> = wording.table.fields.iter().filter(beside).collect();
    if fields.iter().any(|f| f.value.is_below()) {
        return with_values_below(wording, &fields);
    }
    let labels = labels(&fields);
    let levels = depth(&labels);
    let mut drawing = Drawing {
        widths: match levels {
            1 => vec![38, 62],
            2 => vec![16, 28, 56],
            n => (0..n).map(|_| 16).chain([52]).collect(),
        },
        rows: fields.len() as u32,
        ..Drawing::default()
    };
    for branch in head(&labels) {
        drawing.cells.push(label(wording, &fields, &branch, 0));
    }
    for row in 0..fields.len() as u32 {
        drawing.cells.push(Slot::answer(row, levels, Role::Value));
    }
    drawing.ordered()
}

fn labels<'m>(fields: &[&'m Field]) -> Vec<&'m str> {
    fields.iter().map(|f| &*f.label).collect()
}

/// The cell of a label, levels from left to right, its item `down` rows further down.
fn label(wording: &Wording<'_>, fields: &[&Field], branch: &Branch<'_>, down: u32) -> Slot {
    let lines = match branch.is_item {
        true => beside(wording, fields[branch.item as usize], branch.text),
        false => vec![Line::new(Role::Label, branch.text)],
    };
    let slot = Slot::at(branch.item + down, branch.level).over(branch.items, branch.levels);
    slot.shaded().printing(lines)
}

/// The label of a field whose value stands beside it.
fn beside(wording: &Wording<'_>, field: &Field, name: &str) -> Vec<Line> {
    let name = with_room(wording, field, name);
    wording.label(field, &name, Role::Label, ROOM_BESIDE)
}

/// A label with room for the words that are typed within it.
pub(super) fn with_room(wording: &Wording<'_>, field: &Field, label: &str) -> String {
    let mut fields = wording.table.fields.iter();
    if !fields.any(|f| f.within.as_ref() == Some(&field.name)) {
        return label.to_owned();
    }
    let bare = label.trim_end_matches(['（', '）', '(', ')', '_', ' ', '\u{3000}']);
    format!("{bare}（\u{3000}\u{3000}\u{3000}\u{3000}）")
}

/// A form in which some values stand below their labels: totals in a column of their own beside
/// what they add up, and small tables within a group.
///
/// ```text
/// 名称                │                              │
/// 经费 │ 项目    │ 数额            │ 合计
///      │ 科技部  │                 │
///      │ 部门    │                 │
/// 年龄           │ 区间            │ 人数
///                │                 │
/// ```
fn with_values_below(wording: &Wording<'_>, fields: &[&Field]) -> Drawing {
    let mut drawing = Drawing {
        widths: vec![18, 26, 30, 26],
        ..Drawing::default()
    };
    let group = |f: &Field| f.label_split().0.to_owned();
    let mut at = 0;
    while at < fields.len() {
        let own = group(fields[at]);
        // Without a group there is nothing that a value below could be the total of.
        let side = fields[at].value;
        let run = |f: &&&Field| group(f) == own && (!own.is_empty() || f.value == side);
        let end = at + fields[at..].iter().take_while(run).count();
        let (below, beside): (Vec<&Field>, Vec<&Field>) =
            fields[at..end].iter().partition(|f| f.value.is_below());
        let rest = match (&beside[..], &below[..]) {
            ([], _) => &below[..],
            (_, []) => {
                plain_rows(wording, &beside, &mut drawing);
                &[]
            }
            (_, [total, rest @ ..]) => {
                with_total(wording, &own, &beside, total, &mut drawing);
                rest
            }
        };
        for pair in rest.chunks(2) {
            value_rows(wording, &own, pair, &mut drawing);
        }
        at = end;
    }
    drawing.ordered()
}

/// Rows of labels beside values; the deeper levels of a label share one column.
fn plain_rows(wording: &Wording<'_>, fields: &[&Field], drawing: &mut Drawing) {
    for field in fields {
        let (group, name) = field.label_split();
        let row = drawing.rows;
        let lines = beside(wording, field, name);
        let slot = match group.is_empty() {
            true => Slot::at(row, 0).over(1, 2),
            false => Slot::at(row, 1),
        };
        drawing.cells.push(slot.shaded().printing(lines));
        drawing
            .cells
            .push(Slot::answer(row, 2, Role::Value).over(1, 2));
        drawing.rows += 1;
    }
    if let Some((group, _)) = fields.first().map(|f| f.label_split())
        && !group.is_empty()
    {
        let rows = fields.len() as u32;
        let slot = Slot::at(drawing.rows - rows, 0).over(rows, 1).shaded();
        drawing
            .cells
            .push(slot.printing(vec![Line::new(Role::Label, group)]));
    }
}

/// A group with a total in a column of its own.
fn with_total(
    wording: &Wording<'_>,
    group: &str,
    fields: &[&Field],
    total: &Field,
    drawing: &mut Drawing,
) {
    let top = drawing.rows;
    let rows = fields.len() as u32;
    let head = |column, lines| Slot::at(top, column).shaded().printing(lines);
    let text = |text| vec![Line::new(Role::HeadLabel, text)];
    let name = vec![Line::new(Role::Label, group)];
    let slot = Slot::at(top, 0).over(rows + 1, 1).shaded();
    drawing.cells.push(slot.printing(name));
    drawing.cells.push(head(1, text("项目")));
    drawing.cells.push(head(2, text("数额")));
    drawing.cells.push(head(3, over(wording, total)));
    for (i, field) in fields.iter().enumerate() {
        let row = top + 1 + i as u32;
        let lines = beside(wording, field, inner(field));
        drawing
            .cells
            .push(Slot::at(row, 1).shaded().printing(lines));
        drawing.cells.push(Slot::answer(row, 2, Role::Value));
    }
    let value = Slot::answer(top + 1, 3, Role::Mark).over(rows, 1);
    drawing.cells.push(value);
    drawing.rows += rows + 1;
}

/// One or two values below their labels, the group's name, if there is one, at their left.
fn value_rows(wording: &Wording<'_>, group: &str, fields: &[&Field], drawing: &mut Drawing) {
    let top = drawing.rows;
    let first = if group.is_empty() { 0 } else { 2 };
    if first > 0 {
        let slot = Slot::at(top, 0).over(2, 2).shaded();
        let name = vec![Line::new(Role::Label, group)];
        drawing.cells.push(slot.printing(name));
    }
    let columns = (4 - first) / fields.len().max(1) as u32;
    for (i, field) in fields.iter().enumerate() {
        let column = first + i as u32 * columns;
        let label = Slot::at(top, column).over(1, columns).shaded();
        drawing.cells.push(label.printing(over(wording, field)));
        let value = Slot::answer(top + 1, column, Role::Mark);
        drawing.cells.push(value.over(1, columns));
    }
    drawing.rows += 2;
}

/// A label without its group.
fn inner(field: &Field) -> &str {
    field.label_split().1
}

/// The label of a field whose value stands below it.
fn over(wording: &Wording<'_>, field: &Field) -> Vec<Line> {
    wording.label(field, inner(field), Role::HeadLabel, ROOM_BESIDE)
}
