//! One line of a table as a record: a text for each field, from the cells under its label.

use std::borrow::Cow;

use super::is_value;
use crate::extract::labels::words_in_labels;
use crate::extract::typed::{is_tracked, typed_in_cell};
use crate::extract::{RawCell, RawRecord, Scope, codes};
use crate::model::finding::{ExtractCause, Finding};
use crate::recognise::locate::Fit;
use crate::value::says_nothing;
use office::paper::{Block, Cell, is_blank};

/// A record as it was taken from its line.
pub(super) struct Taken<'p> {
    pub(super) record: RawRecord<'p>,
    /// Something is typed in it.
    pub(super) begun: bool,
}

/// Takes the values of a line. On the first one stand also the values that a form prints once, and
/// those typed behind or within labels.
pub(super) fn take<'p>(
    fit: &Fit<'p>,
    line: u32,
    is_first: bool,
    units: &[Option<&str>],
    index: usize,
    scope: &mut Scope<'_, 'p, '_>,
) -> Taken<'p> {
    let grid = &fit.grid;
    let mut record = RawRecord::default();
    // The fields whose text begins on this line: what was typed higher up begins no record here.
    let mut own: Vec<bool> = vec![false; fit.columns.len()];
    let mut seen: Vec<&Cell> = Vec::new();
    for (f, column) in fit.columns.iter().enumerate() {
        let cell = column
            .and_then(|c| grid.cell(line, c))
            .filter(|cell| is_value(fit, cell));
        let Some(cell) = cell else {
            record.cells.push(None);
            continue;
        };
        scope.claims.claim_cell(cell);
        let mut text = typed_in_cell(cell, scope.edition.printed.hints(scope.t, f));
        if is_first && let Some((label, said)) = fit.behind_label(f, &scope.edition.signs) {
            if is_blank(&text) {
                text = Cow::Owned(said);
            } else {
                beside_label(fit, f, label, &said, index, scope);
            }
        }
        let text = with_unit(text, units.get(f).copied().flatten());
        if seen.iter().any(|s| s.id == cell.id) {
            record.cells.push(None);
            continue;
        }
        seen.push(cell);
        own[f] = grid.line_of(cell) == line;
        let spread = fit
            .columns
            .iter()
            .flatten()
            .filter(|c| grid.covers(cell, line, **c))
            .count();
        record.cells.push(Some(RawCell {
            text,
            place: grid.place(line, column.unwrap_or(1)),
            cell: Some(cell),
            tracked: is_tracked(cell),
            shared_with: spread.saturating_sub(1),
            marked: None,
        }));
    }
    if is_first {
        for (f, _, value) in &fit.below {
            let Some(cell) = value else { continue };
            scope.claims.claim_cell(cell);
            let text = typed_in_cell(cell, scope.edition.printed.hints(scope.t, *f));
            let text = with_unit(text, units.get(*f).copied().flatten());
            own[*f] = true;
            record.cells[*f] = Some(RawCell {
                text,
                place: grid.table.place(cell.row, cell.column),
                cell: Some(cell),
                tracked: is_tracked(cell),
                shared_with: 0,
                marked: None,
            });
        }
    }
    let words = is_first && words_in_labels(fit, &mut record, scope);
    if grid.turned {
        codes::take_away(&mut record.cells, index, scope);
    }
    let typed = |f: usize| {
        let raw = record.cells.get(f).and_then(Option::as_ref);
        raw.is_some_and(|raw| !is_blank(&raw.text) && !says_nothing(&raw.text))
    };
    let begun = words || (0..own.len()).any(|f| own[f] && typed(f));
    Taken { record, begun }
}

/// A bare number under a label that names another unit of money carries that unit.
pub(in crate::extract) fn with_unit<'t>(text: Cow<'t, str>, unit: Option<&str>) -> Cow<'t, str> {
    let bare = |c: char| c.is_numeric() || c.is_whitespace() || ".,，．".contains(c);
    match unit {
        Some(unit) if text.chars().any(char::is_numeric) && text.chars().all(bare) => {
            Cow::Owned(format!("{}{unit}", text.trim()))
        }
        _ => text,
    }
}

/// A field that is filled in has more text behind its label.
fn beside_label(
    fit: &Fit,
    field: usize,
    label: &Cell,
    said: &str,
    index: usize,
    scope: &mut Scope,
) {
    let field = &scope.edition.mapping.tables[scope.t].fields[field];
    let path = scope.field_path(index, &field.name);
    let cause = ExtractCause::BehindLabel {
        label: field.label.to_string(),
        text: said.to_owned(),
    };
    let place = fit.grid.table.place(label.row, label.column);
    let finding = Finding::of(cause).at(path).quoting(said);
    scope.findings.push(finding.from(place));
}

/// Text in a table inside a cell is not part of the cell's answer: say that it is there.
pub(super) fn nested_text(record: &RawRecord, index: usize, scope: &mut Scope) {
    for (f, raw) in record.cells.iter().enumerate() {
        let Some((raw, cell)) = raw.as_ref().and_then(|r| r.cell.map(|c| (r, c))) else {
            continue;
        };
        for block in &cell.blocks {
            let Block::Table(inner) = block else { continue };
            let said: Vec<_> = inner
                .cells
                .iter()
                .map(|c| c.text().trim().to_owned())
                .filter(|t| !t.is_empty())
                .collect();
            if said.is_empty() {
                continue;
            }
            for p in inner.cells.iter().flat_map(Cell::paragraphs) {
                scope.claims.claim(p);
            }
            let said = said.join(" | ");
            let field = &scope.edition.mapping.tables[scope.t].fields[f].name;
            let path = scope.field_path(index, field);
            let finding = Finding::of(ExtractCause::NestedTable { text: said.clone() });
            let finding = finding.at(path).quoting(said);
            scope.findings.push(finding.from(raw.place.clone()));
        }
    }
}
