//! Several records in the cells of one line, set apart by Enter.

use crate::extract::{RawRecord, Scope};
use crate::mapping::Type;
use crate::model::finding::{Finding, LineCause};
use crate::recognise::locate::Fit;

/// A longer line is a text, no name.
const LONGEST: usize = 40;

/// Says where two or more cells of a line hold the same number of short lines.
pub(super) fn several(fit: &Fit, record: &RawRecord, index: usize, scope: &mut Scope) {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let mut typed = 0;
    let mut cells: Vec<(usize, usize)> = Vec::new();
    for (f, raw) in record.cells.iter().enumerate() {
        let Some(raw) = raw.as_ref().filter(|r| r.cell.is_some()) else {
            continue;
        };
        let lines = lines(&raw.text);
        typed += usize::from(!lines.is_empty());
        if lines.len() > 1 && lines.iter().enumerate().all(|(i, l)| is_name(l, i)) {
            cells.push((f, lines.len()));
        }
    }
    let Some(&(first, n)) = cells.first() else {
        return;
    };
    let equal = cells.iter().filter(|c| c.1 == n).count();
    let counts = |f: usize| !matches!(fields[f].kind, Type::Text | Type::Countries | Type::Choices);
    let counted = cells.iter().any(|c| c.1 == n && counts(c.0));
    // A form's items are longer texts: more than two of them must agree.
    let enough = match fit.grid.turned {
        false => equal > 1,
        true => equal > 1 && (counted || equal * 2 > typed),
    };
    if !enough {
        return;
    }
    let said: Vec<String> = cells
        .iter()
        .filter_map(|c| record.cells[c.0].as_ref())
        .map(|raw| raw.text.trim().replace('\n', "⏎"))
        .collect();
    let said = said.join(" | ");
    let path = scope.record_path(index);
    let cause = LineCause::SeveralRecords {
        count: n,
        text: said.clone(),
    };
    let finding = Finding::of(cause).at(path).quoting(said);
    let place = record.cells[first].as_ref().map(|raw| raw.place.clone());
    scope.findings.push(match place {
        Some(place) => finding.from(place),
        None => finding,
    });
}

fn lines(text: &str) -> Vec<&str> {
    text.split('\n')
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect()
}

/// A line that can be one record's: short, no sentence, and not the rest of the line above.
fn is_name(line: &str, at: usize) -> bool {
    let rest = at > 0
        && line
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_lowercase() || "）)】》”、，,。；;".contains(c));
    line.chars().count() <= LONGEST && !line.ends_with(['。', '；', ';']) && !rest
}
