//! Columns that are no item: those that number the lines, and those that hold what was not read.

use super::is_below;
use crate::extract::Scope;
use crate::extract::claims::Claims;
use crate::model::finding::{ExtractCause, Finding};
use crate::recognise::edition::Stray;
use crate::recognise::locate::Fit;
use crate::text::key::key;
use office::paper::is_blank;

/// Texts in columns that are no field.
pub(super) fn read_strays(fit: &Fit, scope: &mut Scope) {
    let grid = &fit.grid;
    for column in 1..=grid.columns() {
        if fit.columns.contains(&Some(column)) {
            continue;
        }
        let stray = stray_over(fit, column);
        let numbers_rows = numbers_rows(fit, column, stray, scope.claims);
        let mut typed: Vec<String> = Vec::new();
        let mut place = None;
        for line in fit.last + 1..=grid.lines() {
            let Some(cell) = grid.cell(line, column) else {
                continue;
            };
            if grid.line_of(cell) != line || grid.column_of(cell) != column || is_below(fit, cell) {
                continue;
            }
            if numbers_rows {
                scope.claims.claim_cell(cell);
                continue;
            }
            for p in cell.paragraphs().filter(|p| !scope.claims.has(p)) {
                let k = key(&p.text);
                // 填写内容2: a printed head with a number of its own.
                let unnumbered = k.trim_end_matches(|c: char| c.is_ascii_digit());
                let known = is_blank(&p.answer())
                    || p.text
                        .split('\n')
                        .all(|l| scope.edition.printed.has_text(l))
                    || fit.grid.turned
                        && !unnumbered.is_empty()
                        && scope.edition.printed.has(unnumbered);
                let row_number =
                    stray.is_some_and(|s| s.ignored) && k.chars().all(|c| c.is_ascii_digit());
                if known || row_number {
                    continue;
                }
                place.get_or_insert_with(|| grid.table.place(cell.row, cell.column));
                typed.push(p.answer().trim().to_owned());
            }
            scope.claims.claim_cell(cell);
        }
        if numbers_rows {
            continue;
        }
        let Some(place) = place else {
            empty_stray(fit, column, stray, scope);
            continue;
        };
        let label = stray.map_or_else(String::new, |s| s.label.clone());
        let quoted = typed.join(" | ");
        let path = scope.path();
        let text = quoted.clone();
        let cause = match label.is_empty() {
            true => ExtractCause::UnlabelledColumn { text },
            false => ExtractCause::StrangeColumn { label, text },
        };
        let finding = Finding::of(cause).at(path).quoting(quoted);
        scope.findings.push(finding.from(place));
    }
}

/// A column may count the lines: its head says so, or it has none.
pub(super) fn counts(fit: &Fit, column: u32) -> bool {
    !fit.grid.turned && counts_under(stray_over(fit, column))
}

fn counts_under(stray: Option<&Stray>) -> bool {
    let head = key(stray.map_or("", |s| s.label.trim()));
    let counts = head.is_empty()
        || stray.is_some_and(|s| s.ignored)
        || head.contains('序')
        || head.ends_with('号')
        || ["行次", "no", "num", "number", "id"].contains(&head.as_str());
    counts && head.chars().count() <= 6
}

/// The label over a column that is no item.
fn stray_over<'f>(fit: &'f Fit, column: u32) -> Option<&'f Stray> {
    let grid = &fit.grid;
    fit.strays.iter().find(|s| {
        s.column == column
            || grid
                .cell_index(fit.last, s.column)
                .is_some_and(|i| grid.cell_index(fit.last, column) == Some(i))
    })
}

/// A column that counts the lines: 1, 2, 3 or 一, 二, 三 under a head that says so, or under none.
fn numbers_rows(fit: &Fit, column: u32, stray: Option<&Stray>, claims: &Claims) -> bool {
    if fit.grid.turned || !counts_under(stray) {
        return false;
    }
    let mut last = 0;
    for line in fit.last + 1..=fit.grid.lines() {
        let Some(cell) = fit.grid.cell(line, column) else {
            continue;
        };
        // 合计 was taken with its line.
        let word = || claims.has_cell(cell) && row_number(&cell.answer()).is_none();
        if cell.is_blank() || fit.grid.line_of(cell) != line || word() {
            continue;
        }
        match row_number(&cell.answer()) {
            // A line in between may have been deleted.
            Some(n) if n > last && n < last + 5 => last = n,
            _ => return false,
        }
    }
    last > 0
}

/// `3`, `3.`, `（3）`, `③`, `三`: the number of a row.
pub(super) fn row_number(text: &str) -> Option<u32> {
    let k = key(text);
    let digits = "一二三四五六七八九";
    let digit = |c| digits.chars().position(|d| d == c).map(|n| n as u32 + 1);
    match *k.chars().collect::<Vec<_>>().as_slice() {
        ['十'] => Some(10),
        ['十', d] => Some(10 + digit(d)?),
        [d, '十'] => Some(digit(d)? * 10),
        [d, '十', e] => Some(digit(d)? * 10 + digit(e)?),
        [d] if digit(d).is_some() => digit(d),
        _ => k.parse().ok(),
    }
}

/// A column that somebody added and left empty.
fn empty_stray(fit: &Fit, column: u32, stray: Option<&Stray>, scope: &mut Scope) {
    let Some(stray) = stray.filter(|s| s.column == column && !s.ignored) else {
        return;
    };
    let known = |k: &str| scope.edition.printed.has(k) || scope.edition.signs.parts.contains_key(k);
    if stray.label.split('·').all(|part| known(&key(part))) {
        return;
    }
    let (label, path) = (stray.label.clone(), scope.path());
    let place = fit.grid.place(fit.last.max(1), column);
    let finding = Finding::of(ExtractCause::EmptyStrangeColumn {
        label: label.clone(),
    });
    scope
        .findings
        .push(finding.at(path).quoting(label).from(place));
}
