//! What stands where in a template, and what does not: said before anything is written.

use super::measure::Measure;

/// What stands where in a template, and what does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The sheet.
    pub sheet: String,
    /// The table's code.
    pub table: String,
    /// How many of its items have a column, or a cell.
    pub items: usize,
    /// Rows under the labels that hold something already: records are written below them.
    pub rows_there: u32,
    /// It is one record whose items have a cell each.
    pub is_grid: bool,
    /// Labels of the template that are no item of the table.
    pub only_there: Vec<String>,
    /// Items of the table that the template has no column for.
    pub only_here: Vec<String>,
    /// Items whose list is computed by the workbook, so that it is not known.
    pub unresolved: Vec<String>,
    /// Items that the workbook computes itself: nothing is written into formulas.
    pub computed: Vec<String>,
    /// Items that the template counts in units that data cannot be converted to, with these units:
    /// nothing is written there.
    pub other_units: Vec<(String, String)>,
    /// Items that are converted on the way, and how many times as large they become.
    pub converted: Vec<(String, String)>,
}

impl Layout {
    /// What it counts otherwise than the mapping does.
    pub(super) fn counting<'m>(items: impl Iterator<Item = (&'m str, &'m Measure)>) -> Layout {
        let mut layout = Layout::default();
        for (label, measure) in items {
            match measure {
                Measure::Same => {}
                Measure::Times(times) => {
                    let converted = (label.to_owned(), times.to_string());
                    layout.converted.push(converted);
                }
                Measure::Other(unit) => layout.other_units.push((label.to_owned(), unit.clone())),
            }
        }
        layout
    }
}
