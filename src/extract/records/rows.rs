//! The further rows of a place in a form that holds as many as there are: a small table with its
//! labels above. The first row is the form's own record's; each further one is a record of its own,
//! which carries what names the form, so that it can be told whose it is, and none of its numbers,
//! so that nothing counts twice.

use std::borrow::Cow;

use super::take::with_unit;
use crate::extract::typed::{is_tracked, typed_in_cell};
use crate::extract::{RawCell, RawRecord, Scope};
use crate::mapping::{Type, ValueSide};
use crate::model::finding::{Finding, LineCause};
use crate::recognise::locate::Fit;
use crate::text::key::key;
use crate::value::says_nothing;
use office::paper::{Cell, is_blank};

/// A row: for each of its fields what is typed.
type Row<'p> = Vec<(usize, RawCell<'p>)>;

/// Takes the further rows of a form's places out of it: what is left in `first` is one record's.
pub(super) fn further<'p>(
    fit: &Fit<'p>,
    units: &[Option<&str>],
    first: &mut RawRecord<'p>,
    index: usize,
    scope: &mut Scope<'_, 'p, '_>,
) -> Vec<RawRecord<'p>> {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let mut groups: Vec<(&str, Vec<Row<'p>>)> = Vec::new();
    for (f, _, value) in &fit.below {
        let (Some(value), ValueSide::Rows) = (value, fields[*f].value) else {
            continue;
        };
        let cells = std::iter::once(*value).chain(cells_under(fit, value, scope));
        let group = fields[*f].label.rsplit_once('·').map_or("", |l| l.0);
        let at = match groups.iter().position(|g| g.0 == group) {
            Some(at) => at,
            None => {
                groups.push((group, Vec::new()));
                groups.len() - 1
            }
        };
        let rows = &mut groups[at].1;
        for (i, cell) in cells.enumerate() {
            if rows.len() == i {
                rows.push(Vec::new());
            }
            let raw = match i {
                0 => first.cells[*f].clone(),
                _ => Some(typed(fit, cell, *f, units, scope)),
            };
            rows[i].extend(raw.map(|raw| (*f, raw)));
        }
    }
    let mut more: Vec<RawRecord<'p>> = Vec::new();
    for (_, rows) in groups {
        let typed = |row: &Row<'p>| row.iter().any(|(_, raw)| !is_blank(&raw.text));
        let rows = rows.into_iter().filter(typed).flat_map(by_enter);
        for (i, row) in rows.enumerate() {
            if i > more.len() {
                let mut record = RawRecord::default();
                record.cells.resize_with(fields.len(), || None);
                more.push(record);
            }
            let record = match i {
                0 => &mut *first,
                i => &mut more[i - 1],
            };
            for (f, raw) in row {
                record.cells[f] = Some(raw);
            }
        }
    }
    if more.is_empty() {
        return more;
    }
    for (f, field) in fields.iter().enumerate() {
        let Some(named) = first.cells[f].as_ref().filter(|_| field.required) else {
            continue;
        };
        for record in &mut more {
            record.cells[f] = Some(RawCell {
                cell: None,
                ..named.clone()
            });
        }
    }
    tell(first, more.len() + 1, index, scope);
    more
}

/// The cells under the first value, down to the next label.
fn cells_under<'p>(fit: &Fit<'p>, value: &'p Cell, scope: &Scope) -> Vec<&'p Cell> {
    let mut cells: Vec<&Cell> = Vec::new();
    let mut above = value;
    while let Some(cell) = fit.grid.below(above) {
        let inside = (1..=fit.grid.columns()).contains(&fit.grid.column_of(cell));
        let same = (cell.column, cell.column_span) == (value.column, value.column_span);
        let printed = !cell.is_blank() && scope.edition.printed.has(&key(&cell.text()));
        if !inside || !same || printed || super::is_below(fit, cell) {
            break;
        }
        cells.push(cell);
        above = cell;
    }
    cells
}

fn typed<'p>(
    fit: &Fit<'p>,
    cell: &'p Cell,
    field: usize,
    units: &[Option<&str>],
    scope: &mut Scope<'_, 'p, '_>,
) -> RawCell<'p> {
    scope.claims.claim_cell(cell);
    let text = typed_in_cell(cell, scope.edition.printed.hints(scope.t, field));
    RawCell {
        text: with_unit(text, units.get(field).copied().flatten()),
        place: fit.grid.table.place(cell.row, cell.column),
        cell: Some(cell),
        tracked: is_tracked(cell),
        shared_with: 0,
        marked: None,
    }
}

/// The rows that a row's cells hold by Enter: as many lines in each.
fn by_enter(row: Row<'_>) -> Vec<Row<'_>> {
    let lines = |text: &str| text.split('\n').filter(|l| !is_blank(l)).count();
    let counts: Vec<usize> = row.iter().map(|(_, raw)| lines(&raw.text)).collect();
    let most = counts.iter().copied().max().unwrap_or(0);
    if most < 2 || row.len() < 2 || counts.iter().any(|n| *n != most) {
        return vec![row];
    }
    let line = |raw: &RawCell<'_>, i: usize| {
        let mut lines = raw.text.split('\n').filter(|l| !is_blank(l));
        lines.nth(i).unwrap_or_default().trim().to_owned()
    };
    let of = |i: usize| {
        let cells = row.iter();
        let cells = cells.map(|(f, raw)| {
            // The cell is the first row's: its number is not shared.
            let (text, cell) = (Cow::Owned(line(raw, i)), raw.cell.filter(|_| i == 0));
            let raw = raw.clone();
            (*f, RawCell { text, cell, ..raw })
        });
        cells.collect()
    };
    (0..most).map(of).collect()
}

fn tell(first: &RawRecord, count: usize, index: usize, scope: &mut Scope) {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let named = first.cells.iter().zip(fields).find_map(|(raw, field)| {
        let raw = raw.as_ref().filter(|raw| !says_nothing(&raw.text))?;
        (field.required && field.kind == Type::Text).then_some(raw)
    });
    let cause = LineCause::RowsOfOneForm {
        count,
        text: named.map_or_else(String::new, |raw| raw.text.trim().to_owned()),
    };
    let finding = Finding::of(cause).at(scope.record_path(index));
    scope.findings.push(match named {
        Some(raw) => finding.from(raw.place.clone()),
        None => finding,
    });
}
