//! Grids: rows × columns, each cell an item of its own, upright or turned, rows and columns in any
//! order.

mod bind;

use std::borrow::Cow;

use office::paper::{Cell, is_blank};

use crate::extract::claims::Claims;
use crate::extract::labels::{money_unit, unit_finding};
use crate::extract::records::with_unit;
use crate::extract::single::OneRecord;
use crate::extract::typed::{
    has_no_other_tick, list_label, takes_label, typed_in_cell, words_within,
};
use crate::extract::{RawCell, RawRecord, Scope};
use crate::model::finding::{ExtractCause, Finding};
use crate::recognise::edition::{GridSign, LaidOut};

pub use bind::{Bound, bind};

/// The record of a grid.
pub fn grid<'p>(scope: &mut Scope<'_, 'p, '_>) -> Vec<RawRecord<'p>> {
    let table = &scope.edition.mapping.tables[scope.t];
    let Some(LaidOut::Grid(sign)) = scope.edition.signs.laid_out(scope.t) else {
        return Vec::new();
    };
    let mut record = OneRecord::new(table.fields.len());
    let bound = bind(&scope.found.laid, scope.t, sign, scope.edition);
    for bound in &bound {
        take(bound, sign, &mut record, scope);
    }
    record.finish(sign.items.iter().map(|i| i.2), scope)
}

fn take<'p>(
    bound: &Bound<'p>,
    sign: &GridSign,
    record: &mut OneRecord<'p>,
    scope: &mut Scope<'_, 'p, '_>,
) {
    let (edition, t) = (scope.edition, scope.t);
    let table = &edition.mapping.tables[t];
    let grid = &bound.grid;
    claim_labels(bound, scope.claims);
    let units = units(bound, sign, record, scope);
    if bound.by_position {
        record.tell(
            None,
            Finding::of(ExtractCause::NoLabels {}).from(grid.table.place(1, 1)),
        );
    }
    let mut seen: Vec<(&Cell, usize)> = Vec::new();
    for &(f, line, column, cell) in &bound.values {
        scope.claims.claim_cell(cell);
        let text = typed_in_cell(cell, edition.printed.hints(t, f));
        let place = grid.place(line, column);
        let first = seen.iter().find(|(s, _)| s.id == cell.id);
        let Some(&(_, g)) = first else {
            seen.push((cell, f));
            let unit = sign.items.iter().find(|i| i.2 == f);
            let unit = unit.and_then(|i| units[i.1]);
            let label = || list_label(cell).filter(|_| takes_label(&table.fields[f]));
            let text = match is_blank(&text) {
                true => label().map_or(text, Cow::Owned),
                false => text,
            };
            let text = with_unit(text, unit);
            let raw = RawCell {
                cell: Some(cell),
                ..OneRecord::typed(text, cell, place)
            };
            record.put(f, raw);
            continue;
        };
        record.put(f, OneRecord::typed(Cow::Borrowed(""), cell, place.clone()));
        if g != f && !is_blank(&text) {
            let text = text.trim();
            let (first, label) = (&table.fields[g].label, &table.fields[f].label);
            let finding = Finding::of(ExtractCause::CellOverTwo {
                first: first.to_string(),
                label: label.to_string(),
                text: text.to_owned(),
            });
            record.tell(Some(f), finding.quoting(text).from(place));
        }
    }
    for &(f, row, cell) in &bound.words {
        let hints = edition.printed.hints(t, f);
        let words = words_within(&sign.rows[row].label, &cell.answer(), hints);
        let place = grid.table.place(cell.row, cell.column);
        if has_no_other_tick(cell, &words) {
            scope.claims.claim_cell(cell);
        }
        record.put(f, OneRecord::typed(Cow::Owned(words), cell, place));
    }
    for &(row, cell) in &bound.alike {
        scope.claims.claim_cell(cell);
        let said = cell.text().trim().replace('\n', "");
        let item = sign.items.iter().find(|i| i.0 == row);
        let label = item.map_or("", |i| &*table.fields[i.2].label);
        let label = label.rsplit_once('·').map_or(label, |(row, _)| row);
        record.tell(
            None,
            Finding::of(ExtractCause::RowLabelChanged {
                text: said.clone(),
                label: label.to_owned(),
            })
            .quoting(said)
            .from(grid.table.place(cell.row, cell.column)),
        );
    }
    for line in &bound.unknown {
        let texts = line.iter().filter(|c| !scope.claims.has_cell(c));
        let texts: Vec<String> = texts
            .map(|c| c.answer().trim().replace('\n', " "))
            .filter(|t| !t.is_empty())
            .collect();
        if let (Some(first), false) = (line.first(), texts.is_empty()) {
            record.unclaimed(
                None,
                &texts.join(" | "),
                grid.table.place(first.row, first.column),
            );
        }
        line.iter().for_each(|c| scope.claims.claim_cell(c));
    }
}

fn claim_labels(bound: &Bound, claims: &mut Claims) {
    // A tick typed into a label is no part of it.
    for cell in bound.labels.iter().filter(|c| has_no_other_tick(c, "")) {
        claims.claim_label(cell);
    }
}

/// The unit of money that a column's label names against the mapping, by the mapping's column.
fn units<'p>(
    bound: &Bound<'p>,
    sign: &GridSign,
    record: &mut OneRecord<'p>,
    scope: &Scope<'_, 'p, '_>,
) -> Vec<Option<&'static str>> {
    let table = &scope.edition.mapping.tables[scope.t];
    let mut units = vec![None; sign.columns.len()];
    for &(n, cell) in &bound.heads {
        let text = cell.text();
        let items = sign.items.iter().filter(|i| i.1 == n);
        let mut fields = items.map(|i| &table.fields[i.2]);
        let named = fields.find_map(|field| Some((money_unit(&text, field)?, field)));
        if let Some((unit, field)) = named
            && units[n].is_none()
        {
            units[n] = Some(unit);
            let place = bound.grid.table.place(cell.row, cell.column);
            record.tell(None, unit_finding(text.trim(), unit, field, place));
        }
    }
    units
}
