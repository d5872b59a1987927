//! The tables that a sheet of a template holds: one mostly, now and then several above or beside
//! each other.

use std::ops::RangeInclusive;

use office::paper::{Block, Paper, Sheet, Table};

use super::target::{Target, is_number};
use crate::recognise::edition::Edition;
use crate::recognise::locate::{Fit, locate};

/// Fewer labels than that are a table's only where nothing else on the sheet is one.
const TELLING: usize = 3;
/// Rows of a sheet that are looked at for labels. Labels stand far above.
const MOST_ROWS: u32 = 2_000;
/// Pieces of one sheet that are looked at.
const MOST_PIECES: usize = 400;

/// The tables of the edition that a sheet holds.
pub(super) fn targets(table: &Table, edition: &Edition) -> Vec<Target> {
    let mut looking = Looking {
        sheet: table,
        edition,
        pieces: 0,
    };
    let beside: Vec<Target> = bands(table)
        .into_iter()
        .filter(|band| *band != (1..=table.columns))
        .flat_map(|band| looking.piece(&cut(table, 1..=table.rows, band), 0))
        .collect();
    let first = beside.first().map(|target| target.table);
    let several = beside.iter().any(|target| Some(target.table) != first);
    let mut targets = match several && beside.iter().all(|t| t.columns.len() >= TELLING) {
        true => beside,
        false => looking.piece(table, 0),
    };
    for below in 1..targets.len() {
        let (above, others) = targets.split_at_mut(below);
        above
            .iter_mut()
            .for_each(|target| target.end_above(&others[0]));
    }
    targets
}

struct Looking<'a> {
    /// The whole sheet.
    sheet: &'a Table,
    edition: &'a Edition,
    pieces: usize,
}

impl Looking<'_> {
    /// The tables of a piece of the sheet, from the top down.
    fn piece(&mut self, piece: &Table, depth: usize) -> Vec<Target> {
        self.pieces += 1;
        if self.pieces > MOST_PIECES || piece.cells.is_empty() {
            return Vec::new();
        }
        let paper = Paper {
            blocks: vec![Block::Table(piece.clone())],
            ..Paper::default()
        };
        let located = locate(&paper, self.edition);
        let mut fits = located.found.iter().flat_map(|found| &found.fits);
        let of = |fit: &Fit<'_>| {
            let target = Target::of(fit, self.sheet, self.edition)?;
            let rows = rows_of(fit, piece)?;
            (depth == 0 || target.columns.len() >= TELLING).then_some((target, rows))
        };
        let Some((target, rows)) = fits.find_map(of) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        if *rows.start() > 1 {
            let above = cut(piece, 1..=rows.start() - 1, 1..=piece.columns);
            all.extend(self.piece(&above, depth + 1));
        }
        all.push(target);
        // Labels further down: what a row of three texts or more may begin.
        for row in rows.end() + 1..=piece.rows.min(MOST_ROWS) {
            if texts_in(piece, row) < TELLING {
                continue;
            }
            let below = cut(piece, row..=piece.rows, 1..=piece.columns);
            let more = self.piece(&below, depth + 1);
            if !more.is_empty() {
                all.extend(more);
                break;
            }
        }
        all
    }
}

/// The rows of a piece on which a fit's labels stand.
fn rows_of(fit: &Fit<'_>, piece: &Table) -> Option<RangeInclusive<u32>> {
    let labels = piece.cells.iter().filter(|cell| {
        let line = fit.grid.line_of(cell);
        (fit.first..=fit.last).contains(&line)
    });
    let first = labels.clone().map(|cell| cell.row).min()?;
    let last = labels.map(|cell| cell.row + cell.row_span - 1).max()?;
    Some(first..=last)
}

/// Cells of a row that hold text, and no number.
fn texts_in(table: &Table, row: u32) -> usize {
    let cells = table.cells.iter().filter(|cell| cell.row == row);
    cells.filter(|cell| !is_number(&cell.text())).count()
}

/// The columns of a table, parted where one column after another is blank. A title over several
/// columns does not join them.
fn bands(table: &Table) -> Vec<RangeInclusive<u32>> {
    let mut used = vec![false; table.columns as usize + 2];
    for cell in &table.cells {
        used[cell.column.min(table.columns) as usize] = true;
    }
    let mut bands: Vec<RangeInclusive<u32>> = Vec::new();
    for column in (1..=table.columns).filter(|c| used[*c as usize]) {
        match bands.last_mut() {
            Some(band) if band.end() + 1 == column => *band = *band.start()..=column,
            _ => bands.push(column..=column),
        }
    }
    bands
}

/// The part of a sheet's table that lies in these rows and columns.
fn cut(table: &Table, rows: RangeInclusive<u32>, columns: RangeInclusive<u32>) -> Table {
    let inside =
        |cell: &&office::paper::Cell| rows.contains(&cell.row) && columns.contains(&cell.column);
    let cells = table.cells.iter().filter(inside).map(|cell| {
        let mut cell = cell.clone();
        cell.row_span = cell.row_span.min(rows.end() - cell.row + 1);
        cell.column_span = cell.column_span.min(columns.end() - cell.column + 1);
        cell.row -= rows.start() - 1;
        cell.column -= columns.start() - 1;
        cell
    });
    let sheet = table.sheet.as_ref().map(|sheet| Sheet {
        first_row: sheet.first_row + rows.start() - 1,
        first_column: sheet.first_column + columns.start() - 1,
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
        ..sheet.clone()
    });
    Table {
        rows: rows.end() - rows.start() + 1,
        columns: columns.end() - columns.start() + 1,
        cells: cells.collect(),
        sheet,
        ..table.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::paper::{Cell, Paragraph};

    fn table(cells: &[(u32, u32, u32)]) -> Table {
        let cell = |&(row, column, column_span): &(u32, u32, u32)| Cell {
            row,
            column,
            row_span: 1,
            column_span,
            blocks: vec![Block::Paragraph(Paragraph::default())],
            ..Cell::default()
        };
        Table {
            rows: 9,
            columns: 9,
            cells: cells.iter().map(cell).collect(),
            sheet: Some(Sheet {
                first_row: 3,
                first_column: 2,
                ..Sheet::default()
            }),
            ..Table::default()
        }
    }

    #[test]
    fn a_title_does_not_join_what_stands_side_by_side() {
        let table = table(&[(1, 1, 9), (2, 1, 1), (2, 2, 1), (2, 5, 1), (3, 6, 2)]);
        assert_eq!(bands(&table), [1..=2, 5..=6]);
        let right = cut(&table, 2..=9, 5..=6);
        let at: Vec<_> = right
            .cells
            .iter()
            .map(|c| (c.row, c.column, c.column_span))
            .collect();
        assert_eq!(at, [(1, 1, 1), (2, 2, 1)]);
        let sheet = right.sheet.unwrap();
        assert_eq!((sheet.first_row, sheet.first_column), (4, 6));
    }
}
