//! Lines that sum the records up, held against the records: a total that differs says that a line is
//! missing, or read wrongly.

use rust_decimal::Decimal;

use super::lines::Line;
use crate::extract::{RawRecord, Scope};
use crate::mapping::Type;
use crate::model::finding::{Finding, LineCause};
use office::paper::Place;

/// The totals of a table.
#[derive(Debug, Default)]
pub(super) struct Totals {
    all: Vec<Total>,
    /// How many records stood above the last line of totals.
    last: usize,
}

/// A number in a line of totals.
#[derive(Debug)]
struct Total {
    field: usize,
    text: String,
    /// The records since the line of totals before.
    own: std::ops::Range<usize>,
    place: Place,
}

impl Totals {
    /// Takes a line of totals, behind so many records.
    pub(super) fn put(&mut self, line: &Line, records: usize, place: &Place) {
        for piece in &line.pieces {
            let Some(field) = piece.field else { continue };
            self.all.push(Total {
                field,
                text: piece.text.trim().to_owned(),
                own: self.last.min(records)..records,
                place: place.clone(),
            });
        }
        self.last = records;
    }

    /// Tells of totals that are no sum of the records: of all, of those above, or of those since the
    /// total before.
    pub(super) fn tell(self, records: &[RawRecord], scope: &mut Scope) {
        if records.is_empty() {
            return;
        }
        let fields = &scope.edition.mapping.tables[scope.t].fields;
        let mut told = Vec::new();
        for total in &self.all {
            let field = &fields[total.field];
            if !matches!(field.kind, Type::Integer | Type::Decimal) {
                continue;
            }
            let number = |text: &str| scope.edition.values.read(text, field).value.number();
            let Some(own) = number(&total.text) else {
                continue;
            };
            let of = |r: &RawRecord| number(&r.cells.get(total.field)?.as_ref()?.text);
            let sum = |of_these: &[RawRecord]| -> Decimal { of_these.iter().filter_map(of).sum() };
            let sums = [
                sum(records),
                sum(&records[..total.own.end.min(records.len())]),
                sum(records.get(total.own.clone()).unwrap_or_default()),
            ];
            if sums.iter().any(|s| s.round_dp(own.scale()) == own) {
                continue;
            }
            let cause = LineCause::TotalDiffers {
                label: field.label.to_string(),
                total: total.text.clone(),
                sum: sums[0].normalize().to_string(),
            };
            let finding = Finding::of(cause).at(scope.path());
            told.push(finding.quoting(&*total.text).from(total.place.clone()));
        }
        scope.findings.extend(told);
    }
}
