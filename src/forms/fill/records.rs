//! Records: the printed rows first, then more like the last one; a form table is copied for each
//! further record.

use office::inplace::Kind;
use office::paper::Cell;

use super::form::{Edit, Form};
use super::items::within;
use super::wording::wording;
use crate::extract::record_lines;
use crate::model::finding::FieldPath;
use crate::model::submission::Record;
use crate::recognise::locate::{Fit, Found};
use crate::said;
use crate::value::Value;

/// Writes the records of a table.
pub(super) fn records(
    form: &mut Form<'_, '_, '_>,
    t: usize,
    found: &Found<'_>,
    records: &[Record],
) {
    let turned = found.fits.first().map(|fit| fit.grid.turned);
    match turned {
        None => nowhere(form, t),
        Some(false) => rows(form, t, found, records),
        Some(true) => copies(form, t, found, records),
    }
}

pub(super) fn nowhere(form: &mut Form<'_, '_, '_>, t: usize) {
    let code = &form.edition.mapping.tables[t].code;
    form.refuse(
        FieldPath::table(code),
        said!(
            "空白表里没有表 {code}，未写入",
            "the blank form has no table {code}; it was not written"
        ),
    );
}

fn rows(form: &mut Form<'_, '_, '_>, t: usize, found: &Found<'_>, records: &[Record]) {
    let lines: Vec<(&Fit<'_>, u32)> = found
        .fits
        .iter()
        .flat_map(|fit| {
            let lines = record_lines(fit, form.edition);
            lines.into_iter().map(move |line| (fit, line))
        })
        .collect();
    let Some(&(last_fit, last_line)) = lines.last() else {
        return nowhere(form, t);
    };
    for (r, record) in records.iter().enumerate() {
        if let Some(&(fit, line)) = lines.get(r) {
            for edit in line_edits(form, t, r, fit, line, record) {
                form.make(edit);
            }
            continue;
        }
        let edits = line_edits(form, t, r, last_fit, last_line, record);
        let row = value_cell(last_fit, last_line).and_then(|cell| form.around(cell, Kind::Row));
        let Some(row) = row else {
            return nowhere(form, t);
        };
        let end = form.outline.get(row).end;
        let copy = form.copy(row, edits);
        form.make((end..end, copy));
    }
}

/// The first value cell of a line.
fn value_cell<'p>(fit: &Fit<'p>, line: u32) -> Option<&'p Cell> {
    let cells = fit.columns.iter().flatten();
    cells.into_iter().find_map(|c| fit.grid.cell(line, *c))
}

fn copies(form: &mut Form<'_, '_, '_>, t: usize, found: &Found<'_>, records: &[Record]) {
    // Copies follow the last of the printed tables.
    let last = found.fits.last().and_then(|fit| table_of(form, fit));
    for (r, record) in records.iter().enumerate() {
        let printed = found.fits.get(r);
        let Some(fit) = printed.or(found.fits.first()) else {
            return;
        };
        let line = record_lines(fit, form.edition).first().copied();
        let (Some(line), Some(table), Some(last)) = (line, table_of(form, fit), last) else {
            return nowhere(form, t);
        };
        let edits = line_edits(form, t, r, fit, line, record);
        if printed.is_some() {
            for edit in edits {
                form.make(edit);
            }
            continue;
        }
        // Two tables without a paragraph between them would be one.
        let (w, end) = (form.prefix(last), form.outline.get(last).end);
        let copy = form.copy(table, edits);
        form.make((end..end, format!("<{w}:p/>{copy}")));
    }
}

/// The `w:tbl` of a fit.
fn table_of(form: &Form<'_, '_, '_>, fit: &Fit<'_>) -> Option<usize> {
    let cells = fit.grid.table.cells.iter();
    cells
        .into_iter()
        .find_map(|cell| form.around(cell, Kind::Table))
}

/// The changes that write a record into a line.
fn line_edits(
    form: &mut Form<'_, '_, '_>,
    t: usize,
    r: usize,
    fit: &Fit<'_>,
    line: u32,
    record: &Record,
) -> Vec<Edit> {
    let table = &form.edition.mapping.tables[t];
    let look = table_of(form, fit).map_or(String::new(), |table| form.look_of(table));
    let mut edits = Vec::new();
    for (f, field) in table.fields.iter().enumerate() {
        let value = record.get(&field.name).unwrap_or(&Value::Null);
        let other = record.get(&format!("{}_other", field.name));
        let other = other.and_then(Value::text);
        let Some(text) = wording(value, other, field, form.edition) else {
            continue;
        };
        let below = fit.below.iter().find(|(field, ..)| *field == f);
        let cell = match below {
            Some((_, _, cell)) => *cell,
            None => fit.columns[f].and_then(|column| fit.grid.cell(line, column)),
        };
        let outer = field.within.as_ref();
        let outer = outer.and_then(|name| table.fields.iter().position(|g| g.name == *name));
        let typed = match outer.and_then(|g| fit.label_of(g)) {
            Some(label) => within(form, label, &text),
            None => cell.map_or(Vec::new(), |cell| form.in_cell(cell, &text, &look)),
        };
        if typed.is_empty() {
            let (label, name) = (&field.label, &field.name);
            form.refuse(
                FieldPath::field(&table.code, r, name),
                said!(
                    "空白表里没有“{label}”一栏，未写入“{text}”",
                    "the blank form has no place for “{label}”; “{text}” was not written"
                ),
            );
        }
        edits.extend(typed);
    }
    edits
}
