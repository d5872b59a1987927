//! Where on a drawing a place of the paper is: each has an id made of the paper's own numbers.

use std::collections::HashMap;
use std::fmt;

use office::paper::{Block, Cell, Paper, Place, Table};

/// A place as a drawing has it, which prints as its id: `p12`, `t3r4c2`, `b2l3`, `t3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Spot {
    /// A paragraph of the body.
    Paragraph(u32),
    /// A cell: its table's number, and the row and column of its top left slot.
    Cell(u32, u32, u32),
    /// A line of a text box.
    Line(u32, u32),
    /// A table as a whole.
    Table(u32),
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spot::Paragraph(n) => write!(f, "p{n}"),
            Spot::Cell(table, row, column) => write!(f, "t{table}r{row}c{column}"),
            Spot::Line(text_box, line) => write!(f, "b{text_box}l{line}"),
            Spot::Table(n) => write!(f, "t{n}"),
        }
    }
}

/// The tables of a paper, in which places are looked up.
pub(super) struct Addresses<'p> {
    tables: HashMap<u32, &'p Table>,
    sheets: HashMap<&'p str, Vec<&'p Table>>,
}

impl<'p> Addresses<'p> {
    pub(super) fn of(paper: &'p Paper) -> Addresses<'p> {
        let mut found = Addresses {
            tables: HashMap::new(),
            sheets: HashMap::new(),
        };
        for table in tables(paper) {
            found.tables.insert(table.number, table);
            if let Some(sheet) = &table.sheet {
                found.sheets.entry(&sheet.name).or_default().push(table);
            }
        }
        found
    }

    /// Where a place is drawn; a slot that no cell covers is its table's, and a place that is
    /// nowhere on the paper has none.
    pub(super) fn spot(&self, place: &Place) -> Option<Spot> {
        match place {
            Place::Paragraph { paragraph } => Some(Spot::Paragraph(*paragraph)),
            Place::Line { text_box, line } => Some(Spot::Line(*text_box, *line)),
            Place::Cell { table, row, column } => {
                let table = self.tables.get(table)?;
                Some(in_table(table, *row, *column).unwrap_or(Spot::Table(table.number)))
            }
            Place::Sheet { sheet, cell } => {
                let tables = self.sheets.get(sheet.as_str())?;
                let first = tables.first()?;
                let (row, column) = slot(cell)?;
                let own = |table: &&Table| {
                    let sheet = table.sheet.as_ref()?;
                    let row = (row + 1).checked_sub(sheet.first_row)?;
                    let column = (column + 1).checked_sub(sheet.first_column)?;
                    in_table(table, row, column)
                };
                let found = tables.iter().find_map(own);
                Some(found.unwrap_or(Spot::Table(first.number)))
            }
        }
    }
}

/// All tables: those in cells and boxes too.
fn tables(paper: &Paper) -> Vec<&Table> {
    let mut found = Vec::new();
    let mut todo: Vec<&Block> = paper.blocks.iter().collect();
    while let Some(block) = todo.pop() {
        match block {
            Block::Paragraph(p) => todo.extend(p.boxes.iter().flat_map(|b| &b.blocks)),
            Block::Table(table) => {
                found.push(table);
                todo.extend(table.cells.iter().flat_map(|cell| &cell.blocks));
            }
        }
    }
    found.sort_by_key(|table| table.number);
    found
}

/// The cell that covers a slot. Cells are in order of their rows and columns.
fn in_table(table: &Table, row: u32, column: u32) -> Option<Spot> {
    let spot = |cell: &Cell| Spot::Cell(table.number, cell.row, cell.column);
    let key = |cell: &Cell| (cell.row, cell.column);
    let at = table.cells.binary_search_by_key(&(row, column), key);
    match at {
        Ok(at) => table.cells.get(at).map(spot),
        Err(before) => {
            let cells = table.cells.get(..before)?;
            cells.iter().rev().find(|c| c.covers(row, column)).map(spot)
        }
    }
}

/// The row and column that a spreadsheet's name of a cell says: `C7` is 7 and 3.
fn slot(cell: &str) -> Option<(u32, u32)> {
    let at = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = cell.split_at(at);
    let column = letters.bytes().try_fold(0_u32, |n, b| {
        let digit = b.is_ascii_uppercase().then(|| u32::from(b - b'A') + 1)?;
        n.checked_mul(26)?.checked_add(digit)
    })?;
    Some((digits.parse().ok()?, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_the_names_that_spreadsheets_give_them() {
        assert_eq!(slot("A1"), Some((1, 1)));
        assert_eq!(slot("AA70"), Some((70, 27)));
        assert_eq!(slot("7"), Some((7, 0)));
        assert_eq!(slot("C"), None);
        assert_eq!(slot("é1"), None);
    }
}
