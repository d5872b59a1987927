//! What the labels of a table say of the whole: that they are another table's, that some are gone.

use crate::extract::Scope;
use crate::model::finding::{ExtractCause, Finding};
use crate::recognise::locate::Fit;

/// Heading and labels speak for two tables.
pub(super) fn contradiction(fit: &Fit, scope: &mut Scope) {
    let Some(rival) = fit.rival else { return };
    let (own, other) = (
        &scope.edition.mapping.tables[scope.t],
        &scope.edition.mapping.tables[rival],
    );
    let (code, name) = (own.code.to_string(), own.name.to_string());
    let (rival_code, rival) = (other.code.to_string(), other.name.to_string());
    let cause = match scope.found.headings.is_empty() {
        true => ExtractCause::AlikeTables {
            code,
            name,
            rival_code,
            rival,
        },
        false => ExtractCause::TwoTables {
            code,
            name,
            rival_code,
            rival,
        },
    };
    let place = fit.grid.table.place(1, 1);
    let path = scope.path();
    scope.findings.push(Finding::of(cause).at(path).from(place));
}

/// Fields whose label is not on the paper.
pub(super) fn missing_columns(fit: &Fit, scope: &mut Scope) {
    let table = &scope.edition.mapping.tables[scope.t];
    let path = scope.path();
    if fit.by_position {
        let finding = Finding::of(ExtractCause::NoLabels {});
        let place = fit.grid.table.place(1, 1);
        scope.findings.push(finding.at(path.clone()).from(place));
    }
    let missing = |f: &usize| {
        let within = table.fields[*f].within.is_some();
        fit.columns[*f].is_none() && !within && !fit.below.iter().any(|b| b.0 == *f)
    };
    let labels: Vec<String> = (0..table.fields.len())
        .filter(missing)
        .map(|f| table.fields[f].label.to_string())
        .collect();
    if labels.is_empty() {
        return;
    }
    let finding = Finding::of(ExtractCause::MissingColumns { labels });
    let place = fit.grid.table.place(1, 1);
    scope.findings.push(finding.at(path).from(place));
}
