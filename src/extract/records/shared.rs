//! Cells that lie over several fields or several records: one text cannot be everybody's without a
//! word.

use std::borrow::Cow;

use crate::extract::{RawRecord, Scope};
use crate::mapping::Type;
use crate::model::finding::{ExtractCause, Finding, LineCause};
use crate::recognise::locate::Fit;
use crate::value::says_nothing;
use office::paper::is_blank;

/// A number merged over several records is one number for all of them: the first has it, so that
/// sums are right, and it is said at each. A text, a date or a country holds for each of them.
pub(super) fn shared_numbers(records: &mut [RawRecord], first: usize, scope: &mut Scope) {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    for (f, field) in fields.iter().enumerate() {
        if !matches!(field.kind, Type::Integer | Type::Decimal) {
            continue;
        }
        let mut at = first;
        while at < records.len() {
            let cell = records[at].cells[f].as_ref().and_then(|raw| raw.cell);
            let Some(cell) = cell else {
                at += 1;
                continue;
            };
            let same = |r: &RawRecord| {
                let raw = r.cells[f].as_ref();
                raw.is_some_and(|raw| raw.cell.is_some_and(|c| c.id == cell.id))
            };
            let n = records[at..].iter().take_while(|r| same(r)).count();
            if n > 1 {
                tell_shared(&mut records[at..at + n], at, f, scope);
            }
            at += n.max(1);
        }
    }
}

fn tell_shared(records: &mut [RawRecord], first: usize, f: usize, scope: &mut Scope) {
    let field = &scope.edition.mapping.tables[scope.t].fields[f];
    let n = records.len();
    for (i, record) in records.iter_mut().enumerate() {
        let Some(raw) = record.cells[f].as_mut() else {
            continue;
        };
        let text = raw.text.trim().to_owned();
        if is_blank(&text) || says_nothing(&text) {
            return;
        }
        let cause = match i {
            0 => LineCause::SharedNumber {
                text: text.clone(),
                records: n,
            },
            _ => LineCause::SharedAbove { text: text.clone() },
        };
        let path = scope.field_path(first + i, &field.name);
        let finding = Finding::of(cause).at(path).quoting(text);
        scope.findings.push(finding.from(raw.place.clone()));
        if i > 0 {
            raw.text = Cow::Borrowed("");
        }
    }
}

/// One text over several fields is given to the first; the others are told of.
pub(super) fn shared_cells(
    fit: &Fit,
    line: u32,
    record: &RawRecord,
    index: usize,
    scope: &mut Scope,
) {
    for (f, raw) in record.cells.iter().enumerate() {
        let Some(raw) = raw
            .as_ref()
            .filter(|r| r.shared_with > 0 && !is_blank(&r.text))
        else {
            continue;
        };
        let Some(cell) = raw.cell else { continue };
        let fields = &scope.edition.mapping.tables[scope.t].fields;
        let others = fit
            .columns
            .iter()
            .enumerate()
            .filter(|(g, c)| *g != f && c.is_some_and(|c| fit.grid.covers(cell, line, c)));
        let text = raw.text.trim();
        let mut new = Vec::new();
        for (g, _) in others {
            let cause = ExtractCause::CellOverTwo {
                first: fields[f].label.to_string(),
                label: fields[g].label.to_string(),
                text: text.to_owned(),
            };
            let path = scope.field_path(index, &fields[g].name);
            let finding = Finding::of(cause).at(path).quoting(text);
            new.push(finding.from(raw.place.clone()));
        }
        scope.findings.extend(new);
    }
}
