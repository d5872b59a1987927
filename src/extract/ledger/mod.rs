//! The ledger: everything on a paper is printed (the blank has it), claimed (a field's value was
//! made from it) or reported (a finding points at it). What is left when all answers are taken is
//! worked out here and nowhere else.

mod drawings;
mod marked;
mod notes;
mod standing;
mod text;

use office::paper::{Paper, Place, Placed};

use super::claims::Claims;
use super::{Answers, Extracted, Raw, RawCell, Rest};
use crate::mapping::Layout;
use crate::model::finding::{FieldPath, Finding};
use crate::recognise::edition::Edition;
use crate::recognise::locate::Located;
use standing::{lies_in, standings};

/// What is known when everything has been taken.
struct Ledger<'a, 'p> {
    located: &'a Located<'p>,
    edition: &'a Edition,
    claims: &'a Claims,
    unit: &'a [Option<RawCell<'p>>],
    tables: &'a [Raw<'p>],
    /// What was found while the answers were taken.
    told: &'a [Finding],
    findings: Vec<Finding>,
    rest: Vec<Rest>,
}

/// Tells of everything on the paper that is neither printed nor claimed.
pub(super) fn settle<'p>(
    paper: &'p Paper,
    located: &Located<'p>,
    edition: &Edition,
    claims: &Claims,
    extracted: &mut Extracted<'p>,
) {
    let mut ledger = Ledger {
        located,
        edition,
        claims,
        unit: &extracted.unit,
        tables: &extracted.tables,
        told: &extracted.findings,
        findings: Vec::new(),
        rest: Vec::new(),
    };
    let standings = standings(paper, located, claims);
    ledger.texts(&standings);
    ledger.marked_print(&standings);
    ledger.drawings(&standings);
    ledger.notes(paper, &standings);
    let (found, rest) = (ledger.findings, ledger.rest);
    extracted.findings.extend(found);
    extracted.rest = rest;
}

impl Ledger<'_, '_> {
    fn path_of_table(&self, t: usize) -> FieldPath {
        FieldPath::table(&self.edition.mapping.tables[t].code)
    }

    /// The answer that was read from this cell, else its table.
    fn path_in_cell(&self, t: usize, placed: &Placed) -> FieldPath {
        let Some((table, cell)) = placed.cell.or(placed.outer) else {
            return self.path_of_table(t);
        };
        let path = self.path_of_answer(t, |place| lies_in(place, table, cell));
        match self.edition.mapping.tables[t].layout {
            // The answer of a row stands in one of its cells, the mark may stand in another.
            Layout::Rating if path.record_index().is_none() => {
                self.path_of_answer(t, |place| match place {
                    Place::Cell { table: of, row, .. } => *of == table.number && *row == cell.row,
                    _ => false,
                })
            }
            _ => path,
        }
    }

    /// The first answer of a table whose place is this, else the table.
    fn path_of_answer(&self, t: usize, is: impl Fn(&Place) -> bool) -> FieldPath {
        let table = &self.edition.mapping.tables[t];
        let field = |f: usize| &table.fields[f].name;
        let found = match &self.tables[t].answers {
            Answers::Records(records) => records.iter().enumerate().find_map(|(r, record)| {
                let mut cells = record.cells.iter();
                let own = |raw: &Option<RawCell>| raw.as_ref().is_some_and(|c| is(&c.place));
                let f = cells.position(own)?;
                Some(FieldPath::field(&table.code, r, field(f)))
            }),
            Answers::Chosen(chosen) => (!chosen.options.is_empty() && !table.fields.is_empty())
                .then(|| FieldPath::field(&table.code, 0, field(0))),
            Answers::Text(text) => (text.as_ref())
                .filter(|raw| is(&raw.place) && !table.fields.is_empty())
                .map(|_| FieldPath::field(&table.code, 0, field(0))),
        };
        found.unwrap_or_else(|| self.path_of_table(t))
    }
}
