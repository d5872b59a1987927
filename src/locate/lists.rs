//! The sheet of a workbook that its cells' lists are chosen from.

use std::collections::HashSet;

use office::paper::Table;

use crate::edition::Edition;
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
