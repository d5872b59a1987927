//! A table seen as lines and columns of slots, upright or turned on its side, so that labels down
//! the left side are read by the same code as labels across the top.
//!
//! Rows and columns of the paper's grid at which no cell begins say nothing (programs make grids
//! finer than any cell when they save again); they are left out, so lines and columns here are
//! those that a person sees.

use std::rc::Rc;

use office::paper::{Cell, Place, Table};

/// More slots than any form's table has; beyond it a table is not looked at as a grid.
const MOST_SLOTS: usize = 4_000_000;

/// A table's slots. Lines and columns count from 1; turned, a line is a column of the paper.
#[derive(Clone, Debug)]
pub struct Grid<'p> {
    /// The table.
    pub table: &'p Table,
    /// Lines are the table's columns.
    pub turned: bool,
    slots: Rc<[u32]>,
    rows: Rc<Axis>,
    columns: Rc<Axis>,
    /// Columns left out before the first, and how many are looked at; all where it is `None`.
    part: Option<(u32, u32)>,
    /// The same of lines.
    window: Option<(u32, u32)>,
}

/// The rows or columns at which cells begin.
#[derive(Debug)]
struct Axis {
    /// By line, from 0: the row on paper.
    starts: Vec<u32>,
    /// By row on paper, from 1: the line, from 1.
    lines: Vec<u32>,
}

impl Axis {
    fn new(extent: u32, starts: impl Iterator<Item = u32>) -> Axis {
        let mut lines = vec![0u32; extent as usize + 2];
        for start in starts {
            if let Some(line) = lines.get_mut(start as usize) {
                *line = 1;
            }
        }
        let mut seen = Vec::new();
        for (row, line) in lines.iter_mut().enumerate().skip(1).take(extent as usize) {
            if *line == 1 {
                seen.push(row as u32);
            }
            *line = seen.len() as u32;
        }
        Axis {
            starts: seen,
            lines,
        }
    }

    fn line(&self, row: u32) -> u32 {
        self.lines.get(row as usize).copied().unwrap_or(0).max(1)
    }

    /// How many lines lie in `span` rows from `row`.
    fn span(&self, row: u32, span: u32) -> u32 {
        let last = row
            .saturating_add(span)
            .saturating_sub(1)
            .min(self.lines.len() as u32 - 2);
        self.line(last).saturating_sub(self.line(row)) + 1
    }
}

impl<'p> Grid<'p> {
    /// The table upright; `None` where it is empty or beyond all bounds.
    pub fn of(table: &'p Table) -> Option<Grid<'p>> {
        let slots = (table.rows as usize).checked_mul(table.columns as usize)?;
        if slots == 0 || slots > MOST_SLOTS {
            return None;
        }
        let rows = Axis::new(table.rows, table.cells.iter().map(|c| c.row));
        let columns = Axis::new(table.columns, table.cells.iter().map(|c| c.column));
        let width = columns.starts.len();
        let mut index = vec![0u32; rows.starts.len() * width];
        for (i, cell) in table.cells.iter().enumerate() {
            let (row, column) = (
                rows.line(cell.row) as usize - 1,
                columns.line(cell.column) as usize - 1,
            );
            let right = (column + columns.span(cell.column, cell.column_span) as usize).min(width);
            for line in
                row..(row + rows.span(cell.row, cell.row_span) as usize).min(rows.starts.len())
            {
                for slot in &mut index[line * width + column..line * width + right] {
                    *slot = i as u32 + 1;
                }
            }
        }
        Some(Grid {
            table,
            turned: false,
            slots: index.into(),
            rows: Rc::new(rows),
            columns: Rc::new(columns),
            part: None,
            window: None,
        })
    }

    /// The same table, its left side up.
    pub fn turn(&self) -> Grid<'p> {
        Grid {
            turned: !self.turned,
            part: self.window,
            window: self.part,
            ..self.clone()
        }
    }

    /// Only the lines `from..=to` of a whole grid.
    pub fn lines_between(&self, from: u32, to: u32) -> Grid<'p> {
        Grid {
            window: Some((from.saturating_sub(1), (to + 1).saturating_sub(from))),
            ..self.clone()
        }
    }

    fn skipped_lines(&self) -> u32 {
        self.window.map_or(0, |w| w.0)
    }

    /// Only the columns `from..=to`, which count from 1 in what is given.
    pub fn part(&self, from: u32, to: u32) -> Grid<'p> {
        let to = to.min(self.columns());
        let before = self.offset() + from.saturating_sub(1);
        Grid {
            part: Some((before, (to + 1).saturating_sub(from))),
            ..self.clone()
        }
    }

    /// The columns left out before the first.
    fn offset(&self) -> u32 {
        self.part.map_or(0, |p| p.0)
    }

    fn axes(&self) -> (&Axis, &Axis) {
        if self.turned {
            (&self.columns, &self.rows)
        } else {
            (&self.rows, &self.columns)
        }
    }

    /// How many lines.
    pub fn lines(&self) -> u32 {
        self.window
            .map_or(self.axes().0.starts.len() as u32, |w| w.1)
    }

    /// How many columns.
    pub fn columns(&self) -> u32 {
        self.part.map_or(self.axes().1.starts.len() as u32, |p| p.1)
    }

    /// The index of the cell over a slot.
    pub fn cell_index(&self, line: u32, column: u32) -> Option<usize> {
        if line == 0 || column == 0 || line > self.lines() || column > self.columns() {
            return None;
        }
        let (line, column) = (line + self.skipped_lines(), column + self.offset());
        let (row, column) = if self.turned {
            (column, line)
        } else {
            (line, column)
        };
        let slot = (row as usize - 1) * self.columns.starts.len() + column as usize - 1;
        (self.slots[slot] as usize).checked_sub(1)
    }

    /// The cell over a slot.
    pub fn cell(&self, line: u32, column: u32) -> Option<&'p Cell> {
        self.cell_index(line, column).map(|i| &self.table.cells[i])
    }

    /// The cell below another on paper, whichever way the grid is turned.
    pub fn below(&self, cell: &Cell) -> Option<&'p Cell> {
        let row = cell.row.saturating_add(cell.row_span);
        self.table.cells.iter().find(|c| c.covers(row, cell.column))
    }

    /// The cell to the right of another on paper, whichever way the grid is turned.
    pub fn right(&self, cell: &Cell) -> Option<&'p Cell> {
        let column = cell.column.saturating_add(cell.column_span);
        self.table.cells.iter().find(|c| c.covers(cell.row, column))
    }

    /// The place of a slot on paper.
    pub fn place(&self, line: u32, column: u32) -> Place {
        let (lines, columns) = self.axes();
        let at = |axis: &Axis, n: u32| {
            axis.starts
                .get((n as usize).wrapping_sub(1))
                .copied()
                .unwrap_or(1)
        };
        let (line, column) = (line + self.skipped_lines(), column + self.offset());
        let (line, column) = (at(lines, line), at(columns, column));
        if self.turned {
            self.table.place(column, line)
        } else {
            self.table.place(line, column)
        }
    }

    /// The line on which a cell begins; 0 before the lines that are looked at.
    pub fn line_of(&self, cell: &Cell) -> u32 {
        let line = if self.turned {
            self.columns.line(cell.column)
        } else {
            self.rows.line(cell.row)
        };
        line.saturating_sub(self.skipped_lines())
    }

    /// The last line that a cell lies on.
    pub fn end_of(&self, cell: &Cell) -> u32 {
        let (axis, start, span) = match self.turned {
            true => (&self.columns, cell.column, cell.column_span),
            false => (&self.rows, cell.row, cell.row_span),
        };
        (axis.line(start) + axis.span(start, span) - 1).saturating_sub(self.skipped_lines())
    }

    /// The column at which a cell begins; 0 before the part that is looked at.
    pub fn column_of(&self, cell: &Cell) -> u32 {
        let column = if self.turned {
            self.rows.line(cell.row)
        } else {
            self.columns.line(cell.column)
        };
        column.saturating_sub(self.offset())
    }

    /// The cell lies over a slot.
    pub fn covers(&self, cell: &Cell, line: u32, column: u32) -> bool {
        self.cell(line, column).is_some_and(|c| c.id == cell.id)
    }
}
