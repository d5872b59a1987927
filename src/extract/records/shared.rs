//! Cells that lie over several fields or several records: one text cannot be everybody's without a
//! word.

use std::borrow::Cow;

use crate::extract::{RawRecord, Scope};
use crate::finding::{Finding, Rule};
use crate::locate::Fit;
use crate::mapping::Type;
use crate::said;
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
        let message = match i {
            0 => said!(
                "“{text}”是合并单元格，为{n}条记录共有，只记入第一条",
                "“{text}” stands in a cell over {n} records; it was given to the first only"
            ),
            _ => said!(
                "“{text}”是与上面的记录共有的数，已记入第一条，这里不再计",
                "“{text}” is shared with the records above and given to the first of them; it is not counted here"
            ),
        };
        let path = format!("{}/records/{}/{}", scope.path(), first + i, field.name);
        scope.findings.push(
            Finding::warning(Rule::SharedValue, message)
                .at(path)
                .quoting(text)
                .from(raw.place.clone())
                .hinting(said!(
                    "如能分开，请拆分单元格，各条分别填写。",
                    "If it can be told apart, split the cell and fill in each."
                )),
        );
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
        let (code, first) = (scope.code(), &fields[f].label);
        let mut new = Vec::new();
        for (g, _) in others {
            let label = &fields[g].label;
            new.push(
                Finding::error(
                    Rule::UnreadableValue,
                    said!(
                        "单元格横跨“{first}”和“{label}”，“{text}”只记入前者",
                        "the cell lies over “{first}” and “{label}”; “{text}” was taken for the first only"
                    ),
                )
                .at(format!("/tables/{code}/records/{index}/{}", fields[g].name))
                .quoting(text)
                .from(raw.place.clone())
                .hinting(said!("请拆分单元格，分别填写。", "Split the cell and fill in both.")),
            );
        }
        scope.findings.extend(new);
    }
}
