//! Hidden sheets of a workbook: those that its cells' lists are chosen from, and others.

use std::collections::HashSet;

use office::paper::{Place, Table};

use super::Located;
use crate::recognise::edition::Edition;
use crate::text::key::key;
use crate::value::country_names;

/// Every text of the table is an option of the edition's lists, or a country's name, as it stands.
pub fn only_options(table: &Table, edition: &Edition) -> bool {
    let mut known: HashSet<&str> = country_names().collect();
    for list in edition.mapping.lists.values() {
        known.extend(list.options.iter().map(|option| &*option.label));
    }
    table
        .cells
        .iter()
        .all(|cell| known.contains(cell.text().trim()))
}

impl Located<'_> {
    /// The table of the sheet that a place is on.
    pub fn table_on_sheet(&self, place: &Place) -> Option<usize> {
        let Place::Sheet { sheet: name, .. } = place else {
            return None;
        };
        let is_on = |t: &Table| t.sheet.as_ref().is_some_and(|sheet| sheet.name == *name);
        self.found
            .iter()
            .position(|found| found.tables().any(is_on))
    }
}

/// Some text of the table is none that the blanks print.
pub fn has_answers(table: &Table, edition: &Edition) -> bool {
    answers(table, edition).next().is_some()
}

/// The texts of the table that no blank prints.
pub fn answers<'p>(table: &'p Table, edition: &'p Edition) -> impl Iterator<Item = String> + 'p {
    let texts = table.cells.iter().map(|cell| cell.answer().into_owned());
    texts.filter(|text| {
        let key = key(text);
        !key.is_empty() && !edition.printed.has(&key)
    })
}
