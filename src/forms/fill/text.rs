//! One long text: in the section's cell, or on the blank lines under its heading.

use office::inplace::{Kind, words};
use office::paper::is_blank;

use super::form::{Edit, Form, plain};
use crate::model::finding::FieldPath;
use crate::model::submission::Record;
use crate::recognise::locate::{Flow, Found};
use crate::said;

/// Writes the text of a table.
pub(super) fn text(form: &mut Form<'_, '_, '_>, t: usize, found: &Found<'_>, records: &[Record]) {
    let mut values = records.first().into_iter().flat_map(|record| &record.0);
    let Some(text) = values.find_map(|(_, value)| value.text()) else {
        return;
    };
    let mut edits = in_table(form, found, text);
    if edits.is_empty() {
        edits = under_heading(form, found, text);
    }
    if edits.is_empty() {
        let code = &form.edition.mapping.tables[t].code;
        form.refuse(
            FieldPath::table(code),
            said!(
                "空白表里没有表 {code}，未写入",
                "the blank form has no table {code}; it was not written"
            ),
        );
    }
    edits.into_iter().for_each(|edit| form.make(edit));
}

fn in_table(form: &Form<'_, '_, '_>, found: &Found<'_>, text: &str) -> Vec<Edit> {
    let cell = found.flow.iter().find_map(|flow| match flow {
        Flow::Table(table) => table.cells.first(),
        Flow::Paragraph(..) => None,
    });
    let Some(cell) = cell else {
        return Vec::new();
    };
    let look = form.around(cell, Kind::Cell).map(|cell| form.look_of(cell));
    form.in_cell(cell, text, &look.unwrap_or_default())
}

fn under_heading(form: &Form<'_, '_, '_>, found: &Found<'_>, text: &str) -> Vec<Edit> {
    let outline = form.outline;
    let in_body = |flow: &Flow<'_>| match flow {
        Flow::Paragraph(p, _) if p.number > 0 => {
            Some((outline.paragraph(p.origin)?, is_blank(&p.text)))
        }
        _ => None,
    };
    let lines: Vec<(usize, bool)> = found.flow.iter().filter_map(in_body).collect();
    let heading = found.headings.iter();
    let heading = heading
        .filter_map(|(p, ..)| outline.paragraph(p.origin))
        .next();
    // The look of the prompt over it.
    let over = lines
        .iter()
        .find(|(_, blank)| !blank)
        .map(|line| line.0)
        .or(heading);
    let look = over
        .into_iter()
        .flat_map(|p| words::runs(outline, p))
        .find_map(|run| words::run_properties(outline, run))
        .map_or(String::new(), |look| plain(&look));
    let blank: Vec<usize> = lines
        .iter()
        .skip_while(|(_, blank)| !blank)
        .take_while(|(_, blank)| *blank)
        .map(|line| line.0)
        .collect();
    form.on_lines(
        lines.last().map(|line| line.0).or(heading),
        &blank,
        text,
        &look,
    )
}
