//! 同上: the value of the line above, in any column.

use std::borrow::Cow;

use super::words::{Ditto, ditto};
use crate::extract::{RawCell, RawRecord, Scope};
use crate::mapping::TextFormat;
use crate::model::finding::{Finding, LineCause, Severity};
use crate::recognise::locate::Fit;
use office::paper::{Place, is_blank};

/// What was resolved, by column.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// The field, how often, and where first.
    columns: Vec<(usize, usize, Place)>,
}

impl Resolved {
    /// Puts the values that a record's 同上 stand for in their place.
    pub(super) fn resolve<'p>(
        &mut self,
        record: &mut RawRecord<'p>,
        records: &[RawRecord<'p>],
        fit: &Fit<'p>,
        scope: &mut Scope<'_, 'p, '_>,
    ) {
        for f in 0..record.cells.len() {
            let Some(raw) = record.cells[f].as_ref() else {
                continue;
            };
            let Some(which) = ditto(&raw.text) else {
                continue;
            };
            // The records of a form stand side by side: what is above is another item.
            let from_record = matches!(which, Ditto::Above) != fit.grid.turned;
            let source = match from_record {
                true => records.last().and_then(|r| r.cells[f].as_ref()),
                false => before(record, f, fit, scope),
            };
            let text = source
                .map(|raw| raw.text.clone())
                .filter(|text| !is_blank(text) && ditto(text).is_none());
            let (typed, place) = (raw.text.trim().to_owned(), raw.place.clone());
            match text {
                Some(text) => {
                    if from_record {
                        self.count(f, &place);
                    } else {
                        tell_beside(f, &text, &typed, place, records.len(), scope);
                    }
                    put(record, f, text);
                }
                None => {
                    tell_empty(f, &typed, place, records.len(), scope);
                    put(record, f, Cow::Borrowed(""));
                }
            }
        }
    }

    fn count(&mut self, field: usize, place: &Place) {
        match self.columns.iter_mut().find(|c| c.0 == field) {
            Some(column) => column.1 += 1,
            None => self.columns.push((field, 1, place.clone())),
        }
    }

    /// Says which columns had such words, once each.
    pub(super) fn tell(self, scope: &mut Scope) {
        for (f, n, place) in self.columns {
            let label = &scope.edition.mapping.tables[scope.t].fields[f].label;
            let cause = LineCause::Ditto {
                label: label.to_string(),
                count: n,
            };
            let path = scope.path();
            let finding = Finding::of(cause).at(path).from(place);
            // Nobody has the address or the number of somebody else.
            let own = scope.edition.mapping.tables[scope.t].fields[f].format;
            let finding = match own {
                Some(TextFormat::Email | TextFormat::Orcid | TextFormat::Phone) => {
                    finding.graded(Severity::Warning)
                }
                _ => finding,
            };
            scope.findings.push(finding);
        }
    }
}

fn put<'p>(record: &mut RawRecord<'p>, f: usize, text: Cow<'p, str>) {
    if let Some(raw) = record.cells[f].as_mut() {
        raw.text = text;
    }
}

/// The item before another of the same record, where it takes the same kind of answer.
fn before<'r, 'p>(
    record: &'r RawRecord<'p>,
    f: usize,
    fit: &Fit,
    scope: &Scope,
) -> Option<&'r RawCell<'p>> {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let column = fit.columns[f]?;
    let mut others: Vec<(u32, usize)> = (fit.columns.iter().enumerate())
        .filter_map(|(g, c)| Some((c.filter(|c| *c < column)?, g)))
        .collect();
    others.sort_unstable();
    let (_, g) = others.pop()?;
    let same = fields[g].kind == fields[f].kind && fields[g].list == fields[f].list;
    record.cells[g].as_ref().filter(|_| same)
}

fn tell_beside(f: usize, text: &str, typed: &str, place: Place, index: usize, scope: &mut Scope) {
    let field = &scope.edition.mapping.tables[scope.t].fields[f];
    let path = scope.field_path(index, &field.name);
    let cause = LineCause::DittoBeside {
        typed: typed.to_owned(),
        text: text.trim().to_owned(),
    };
    let finding = Finding::of(cause).at(path).quoting(typed);
    scope.findings.push(finding.from(place));
}

fn tell_empty(f: usize, typed: &str, place: Place, index: usize, scope: &mut Scope) {
    let field = &scope.edition.mapping.tables[scope.t].fields[f];
    let path = scope.field_path(index, &field.name);
    let cause = LineCause::DittoOfNothing {
        typed: typed.to_owned(),
    };
    let finding = Finding::of(cause).at(path).quoting(typed);
    scope.findings.push(finding.from(place));
}
