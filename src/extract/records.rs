//! Records: a line of values for each, under (or beside) their labels. A form table is a record
//! table on its side, and a copy of it is one more record.

mod columns;
mod continued;
mod ditto;
mod left_out;
mod lines;
mod rows;
mod several;
mod shared;
mod shifted;
mod strays;
mod take;
mod totals;
mod words;

use crate::extract::labels::{read_labels, ticked_in_labels};
use crate::extract::{RawRecord, Scope, declares_nothing};
use crate::recognise::edition::{Edition, Signs};
use crate::recognise::locate::{Fit, Flow};
use crate::text::key::key;
use crate::value::says_nothing;
use office::paper::{Cell, is_blank};

use left_out::LeftOut;
use lines::{Kind, Line};

pub(super) use take::with_unit;
pub(super) use words::{Code, code, goes_on, is_signing};

/// The records of a table, from all its pieces on paper.
pub fn records<'p>(scope: &mut Scope<'_, 'p, '_>) -> Vec<RawRecord<'p>> {
    let mut records = Vec::new();
    let mut left_out = LeftOut::default();
    let mut dittos = ditto::Resolved::default();
    let found = scope.found;
    for fit in &found.fits {
        columns::contradiction(fit, scope);
        let units = read_labels(fit, scope);
        let before = records.len();
        read_lines(fit, &units, scope, &mut records, &mut left_out, &mut dittos);
        ticked_in_labels(fit, &mut records[before..], before, scope);
        strays::read_strays(fit, scope);
        columns::missing_columns(fit, scope);
    }
    dittos.tell(scope);
    scope.nil |= left_out.declares_nothing();
    left_out.tell(&records, scope);
    if records.is_empty() {
        nothing_said(scope);
    }
    records
}

fn read_lines<'p>(
    fit: &Fit<'p>,
    units: &[Option<&str>],
    scope: &mut Scope<'_, 'p, '_>,
    records: &mut Vec<RawRecord<'p>>,
    left_out: &mut LeftOut,
    dittos: &mut ditto::Resolved,
) {
    let grid = &fit.grid;
    let first_record = records.len();
    let holds_values = |line: u32| {
        fit.columns
            .iter()
            .flatten()
            .any(|c| grid.cell(line, *c).is_some_and(|cell| is_value(fit, cell)))
    };
    let first = (fit.last + 1..=grid.lines()).find(|line| holds_values(*line));
    let one = fit.prints_pairs();
    let mut after_labels = true;
    let mut last_record = 0;
    for line in fit.last + 1..=grid.lines() {
        if one && first.is_some_and(|first| line > first)
            || is_ignored_lane(fit, line, scope.edition)
        {
            continue;
        }
        let is_first = first == Some(line);
        let here = Line::of(fit, line, scope);
        left_out.records = records.len();
        if let Some(kind) = here.kind(fit, line, after_labels, scope) {
            after_labels = kind == Kind::Labels;
            left_out.put(kind, &here, fit, is_first, scope);
            continue;
        }
        if here.sums_up(&records[first_record..], scope) {
            left_out.put(Kind::Sum, &here, fit, is_first, scope);
            continue;
        }
        after_labels &= here.pieces.is_empty();
        let index = records.len();
        let mut taken = take::take(fit, line, is_first, units, index, scope);
        if !taken.begun {
            let mut typed = taken.record.cells.iter().flatten();
            scope.nil |= typed.any(|raw| declares_nothing(&raw.text));
            continue;
        }
        if grid.turned && lines::all_zeros(&taken.record, scope) {
            left_out.put(Kind::Zeros, &here, fit, is_first, scope);
            continue;
        }
        let above = records
            .last_mut()
            .filter(|_| index > first_record && last_record + 1 == line);
        last_record = line;
        if let Some(above) = above
            && continued::goes_on(&taken.record, above, index - 1, fit, scope)
        {
            continue;
        }
        dittos.resolve(&mut taken.record, records, fit, scope);
        let further = match is_first {
            true => rows::further(fit, units, &mut taken.record, index, scope),
            false => Vec::new(),
        };
        shifted::settle(fit, line, &mut taken.record, index, scope);
        continued::says_none(&taken.record, index, scope);
        several::several(fit, &taken.record, index, scope);
        take::nested_text(&taken.record, index, scope);
        shared::shared_cells(fit, line, &taken.record, index, scope);
        records.push(taken.record);
        records.extend(further);
    }
    shared::shared_numbers(records, first_record, scope);
    continued::lone_names(&records[first_record..], first_record, fit, scope);
}

/// Visits the value cells of a fit with their field, and the labels within which words are typed,
/// for what a blank prints in them.
pub fn each_cell<'p>(fit: &Fit<'p>, signs: &Signs, mut visit: impl FnMut(usize, &'p Cell)) {
    for (f, _, value) in &fit.below {
        if let Some(cell) = value {
            visit(*f, cell);
        }
    }
    for (f, sign) in signs.fields[fit.table].iter().enumerate() {
        if let (Some(words), Some(label)) = (sign.words, fit.label_of(f)) {
            visit(words, label);
        }
    }
    for line in fit.last + 1..=fit.grid.lines() {
        for (f, column) in fit.columns.iter().enumerate() {
            if let Some(cell) = column.and_then(|c| fit.grid.cell(line, c))
                && is_value(fit, cell)
                && !cell.is_blank()
            {
                visit(f, cell);
            }
        }
    }
}

/// The lines of a fit, of the blank form, that take a record each: none that only holds remarks,
/// and none that sums the others up.
pub fn record_lines(fit: &Fit, edition: &Edition) -> Vec<u32> {
    let cell = |line, column: &Option<u32>| {
        let cell = column.and_then(|c| fit.grid.cell(line, c));
        cell.filter(|cell| is_value(fit, cell))
    };
    let takes = |line: &u32| {
        let own =
            |c: &Option<u32>| cell(*line, c).is_some_and(|cell| fit.grid.line_of(cell) == *line);
        let printed = |c: &Option<u32>| cell(*line, c).is_some_and(|cell| !cell.is_blank());
        let total = |cell: &Cell| words::sums_up(&cell.text());
        let sums_up = (1..=fit.grid.columns())
            .filter_map(|c| fit.grid.cell(*line, c))
            .find(|c| !c.is_blank())
            .is_some_and(total);
        fit.columns.iter().any(own)
            && !is_ignored_lane(fit, *line, edition)
            && (fit.grid.turned || !(sums_up || fit.columns.iter().any(printed)))
    };
    let lines = (fit.last + 1..=fit.grid.lines()).filter(takes);
    lines
        .take(if fit.prints_pairs() { 1 } else { usize::MAX })
        .collect()
}

/// The cell is one of a record's values: no label, and none of a field read on its own.
fn is_value(fit: &Fit, cell: &Cell) -> bool {
    fit.grid.line_of(cell) > fit.last && !is_below(fit, cell)
}

/// The cell is the label or the value of a field that stands inside the values' area.
fn is_below(fit: &Fit, cell: &Cell) -> bool {
    fit.below
        .iter()
        .any(|(_, label, value)| label.id == cell.id || value.is_some_and(|v| v.id == cell.id))
}

/// A lane of a form on its side that holds remarks, not answers: its head says so.
fn is_ignored_lane(fit: &Fit, line: u32, edition: &Edition) -> bool {
    if !fit.grid.turned {
        return false;
    }
    (1..=fit.grid.columns())
        .filter(|c| !fit.columns.contains(&Some(*c)))
        .any(|c| {
            fit.grid.cell(line, c).is_some_and(|cell| {
                let k = key(&cell.text());
                !k.is_empty() && edition.signs.is_ignored(fit.table, &k)
            })
        })
}

/// A "无" under the heading or in the first cell says that there is nothing: it is understood.
pub(super) fn nothing_said(scope: &mut Scope) {
    let found = scope.found;
    for flow in &found.flow {
        if let Flow::Paragraph(p, _) = flow
            && !is_blank(&p.text)
            && says_nothing(&p.answer())
        {
            scope.claims.claim(p);
            scope.nil |= declares_nothing(&p.answer());
        }
    }
}
