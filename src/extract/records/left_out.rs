//! Lines that are no record: those with an answer perhaps in them are each a warning, the others
//! are counted, once a table.

use super::lines::{Kind, Line};
use super::totals::Totals;
use super::words;
use crate::extract::{RawRecord, Scope};
use crate::model::finding::{Cause, ExtractCause, Finding, LineCause};
use crate::recognise::locate::Fit;
use office::paper::Place;

/// More of a table's lines are counted, not quoted.
const MOST_QUOTED: usize = 12;

/// The lines that were left out of a table and hold no answer.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    /// How many records were read so far.
    pub(super) records: usize,
    count: usize,
    quoted: Vec<String>,
    place: Option<Place>,
    /// How many lines a line says that there are.
    counted: Option<u32>,
    /// What the lines that sum the others up say.
    totals: Totals,
    /// Lines that say that there is nothing: beside records they say that there is no more.
    nothing: Vec<(Place, String)>,
    /// The table is said to go on, after so many records.
    goes_on: Option<(usize, Place, String)>,
}

impl LeftOut {
    /// Takes a line that is no record. On the first line of a form stand values beside the lanes.
    pub(super) fn put(
        &mut self,
        kind: Kind,
        line: &Line,
        fit: &Fit,
        is_first: bool,
        scope: &mut Scope,
    ) {
        for cell in line.cells() {
            scope.claims.claim_cell(cell);
        }
        if is_first {
            for (_, _, value) in &fit.below {
                value.iter().for_each(|cell| scope.claims.claim_cell(cell));
            }
        }
        let Some(first) = line.pieces.first() else {
            return;
        };
        let place = fit.grid.table.place(first.cell.row, first.cell.column);
        let said = line.quoted();
        let text = said.clone();
        let cause: Cause = match kind {
            Kind::Labels | Kind::Printed => return,
            Kind::Nothing => return self.nothing.push((place, said)),
            Kind::Example => LineCause::Example { text }.into(),
            Kind::Remark => LineCause::Remark { text }.into(),
            Kind::Across => ExtractCause::AcrossLine { text }.into(),
            Kind::Sum => LineCause::SumLine { text }.into(),
            Kind::Retyped
            | Kind::Total
            | Kind::Closing
            | Kind::Codes
            | Kind::Serial
            | Kind::Zeros
            | Kind::Signing => return self.count(kind, line, place, said),
        };
        let path = scope.path();
        let finding = Finding::of(cause).at(path).quoting(said);
        scope.findings.push(finding.from(place));
    }

    /// A line says that there is nothing.
    pub(super) fn declares_nothing(&self) -> bool {
        (self.nothing.iter()).any(|(_, said)| said.chars().any(char::is_alphabetic))
    }

    fn count(&mut self, kind: Kind, line: &Line, place: Place, said: String) {
        self.count += 1;
        if kind == Kind::Total {
            self.totals.put(line, self.records, &place);
        }
        if kind == Kind::Closing && line.pieces.iter().any(|p| words::goes_on(&p.text)) {
            self.goes_on = Some((self.records, place.clone(), said.clone()));
        }
        self.place.get_or_insert(place);
        let counted = line.pieces.iter().find_map(|p| words::counted(&p.text));
        self.counted = counted.or(self.counted);
        if self.quoted.len() < MOST_QUOTED {
            self.quoted.push(said);
        }
    }

    /// Says how many lines hold no answer, and whether one of them counts others than there are.
    pub(super) fn tell(mut self, records: &[RawRecord], scope: &mut Scope) {
        if !records.is_empty() {
            for (place, said) in std::mem::take(&mut self.nothing) {
                self.count += 1;
                self.place.get_or_insert(place);
                if self.quoted.len() < MOST_QUOTED {
                    self.quoted.push(said);
                }
            }
        }
        self.totals.tell(records, scope);
        let records = records.len();
        let Some(place) = self.place else { return };
        let (count, quoted, path) = (self.count, self.quoted.join("；"), scope.path());
        let text = quoted.clone();
        let finding = Finding::of(LineCause::LeftOut { count, text });
        let finding = finding.at(path.clone()).quoting(&*quoted);
        scope.findings.push(finding.from(place.clone()));
        if let Some((_, place, text)) = self.goes_on.filter(|g| g.0 == records) {
            let finding = Finding::of(LineCause::GoesOn { text: text.clone() });
            scope
                .findings
                .push(finding.at(path.clone()).quoting(text).from(place));
        }
        if let Some(counted) = self.counted.filter(|c| *c as usize != records) {
            let finding = Finding::of(LineCause::CountedOtherwise { counted, records });
            scope
                .findings
                .push(finding.at(path).quoting(quoted).from(place));
        }
    }
}
