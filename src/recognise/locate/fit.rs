//! How a table on paper is a table of the mapping: which column of values is which field.

use office::paper::Cell;

use crate::recognise::edition::{Shape, Signs, Stray};
use crate::recognise::locate::agree::label_keys;
use crate::recognise::locate::grid::Grid;
use crate::text::key::key;

/// How a table on paper fits a table of the mapping.
#[derive(Clone, Debug)]
pub struct Fit<'p> {
    /// The table of the mapping.
    pub table: usize,
    /// The table on paper, turned so that its labels lie across the top.
    pub grid: Grid<'p>,
    /// The first line of labels.
    pub first: u32,
    /// The last line of labels; values begin on the next.
    pub last: u32,
    /// For each field the column of its values.
    pub columns: Vec<Option<u32>>,
    /// Fields whose label stands inside the values' area, with the value below or to the right of
    /// it: label and value cells.
    pub below: Vec<(usize, &'p Cell, Option<&'p Cell>)>,
    /// Labelled columns that are no field: not known, or known to be ignored.
    pub strays: Vec<Stray>,
    /// From 0 to 1: how much of the mapping's table and of the paper's labels fit each other.
    pub score: f32,
    /// The labels fit only by their place: there was nothing to read them by.
    pub by_position: bool,
    /// Fields whose column was told by its place and a part of its label.
    pub guessed: Vec<usize>,
    /// Heading and labels speak for two tables: the other one.
    pub rival: Option<usize>,
}

impl<'p> Fit<'p> {
    /// The cell of a field's label: of its innermost words.
    pub fn label_of(&self, field: usize) -> Option<&'p Cell> {
        let below = self.below.iter().find(|b| b.0 == field).map(|b| b.1);
        below.or_else(|| self.grid.cell(self.last, self.columns[field]?))
    }

    /// A text typed behind a field's label, in the label's own cell: `标准号：ISO 12345`.
    pub fn behind_label(&self, field: usize, signs: &Signs) -> Option<(&'p Cell, String)> {
        let column = self.columns[field]?;
        let cell = self.grid.cell(self.last, column)?;
        let text = cell.answer();
        if !text.contains(['：', ':']) {
            return None;
        }
        let (whole, whole_stem, head) = label_keys(&text);
        let head = head?;
        let labels = &signs.fields[self.table][field].labels;
        let is = |a: &str| {
            labels
                .iter()
                .any(|l| l.last().0 == a || l.last().1 == a || l.full == a || l.full_stem == a)
        };
        if is(&whole) || is(&whole_stem) || !is(&head) {
            return None;
        }
        let (_, rest) = text.split_once(['：', ':'])?;
        let rest = rest.trim();
        (!rest.is_empty()).then(|| (cell, rest.to_owned()))
    }

    /// The form prints two labels and values in a row, so that what stands behind the first value
    /// is no further record.
    pub fn prints_pairs(&self) -> bool {
        let mut values = (self.below.iter()).filter_map(|(_, label, v)| v.map(|v| (label, v)));
        values.any(|(label, value)| label.row == value.row)
    }

    /// A value below its label lies over this slot.
    fn is_value_below(&self, line: u32, column: u32) -> bool {
        let mut values = self.below.iter().filter_map(|(_, _, value)| *value);
        values.any(|value| self.grid.covers(value, line, column))
    }

    /// How the labels of this table lie.
    pub fn shape(&self) -> Shape {
        let grid = &self.grid;
        let slot = |cell: &Cell| (grid.line_of(cell), grid.column_of(cell));
        let text = |line, column| {
            grid.cell(line, column)
                .map_or_else(String::new, |c| c.text().into_owned())
        };
        let mut labels: Vec<_> = (1..=self.last)
            .flat_map(|line| (1..=grid.columns()).map(move |column| (line, column)))
            .filter(|(line, column)| !self.is_value_below(*line, *column))
            .map(|(line, column)| (line, column, text(line, column)))
            .collect();
        for (_, label, _) in &self.below {
            let (line, column) = slot(label);
            labels.push((line, column, text(line, column)));
        }
        Shape {
            turned: grid.turned,
            width: grid.columns(),
            lines: grid.turned.then(|| grid.lines()),
            first: self.first,
            last: self.last,
            columns: self.columns.clone(),
            below: self
                .below
                .iter()
                .map(|(f, label, value)| (*f, slot(label), value.map(slot)))
                .collect(),
            strays: self.strays.clone(),
            score: self.score,
            labels,
        }
    }

    /// The fit of a table whose labels lie just as the blank prints them; `None` where they do not.
    pub fn as_printed(table: usize, grid: &Grid<'p>, shape: &Shape) -> Option<Fit<'p>> {
        let grid = if shape.turned {
            grid.turn()
        } else {
            grid.clone()
        };
        if grid.columns() != shape.width || shape.lines.is_some_and(|n| n != grid.lines()) {
            return None;
        }
        let same = |(line, column, text): &(u32, u32, String)| {
            grid.cell(*line, *column)
                .map_or(text.is_empty(), |c| c.text() == text.as_str())
        };
        if !shape.labels.iter().all(same) {
            return None;
        }
        let mut below = Vec::with_capacity(shape.below.len());
        for (f, label, value) in &shape.below {
            below.push((
                *f,
                grid.cell(label.0, label.1)?,
                value.and_then(|v| grid.cell(v.0, v.1)),
            ));
        }
        Some(Fit {
            table,
            first: shape.first,
            last: shape.last,
            columns: shape.columns.clone(),
            below,
            strays: shape.strays.clone(),
            score: shape.score,
            by_position: false,
            guessed: Vec::new(),
            rival: None,
            grid,
        })
    }

    /// The table read by the columns of another: the rest of a table that was split and has no
    /// labels of its own.
    pub fn by_position(table: usize, grid: Grid<'p>, columns: Vec<Option<u32>>) -> Fit<'p> {
        Fit {
            table,
            grid,
            first: 1,
            last: 0,
            columns,
            below: Vec::new(),
            strays: Vec::new(),
            score: 0.0,
            by_position: true,
            guessed: Vec::new(),
            rival: None,
        }
    }

    /// The rest of a table that was split, with the last line of its labels repeated.
    pub fn with_last_labels(grid: Grid<'p>, before: &Fit<'p>) -> Option<Fit<'p>> {
        if before.grid.turned || before.last <= before.first {
            return None;
        }
        if grid.columns() != before.grid.columns() {
            return None;
        }
        let text = |grid: &Grid<'p>, line, column| {
            grid.cell(line, column)
                .map_or_else(String::new, |c| key(&c.text()))
        };
        let mut same = 0;
        for column in 1..=grid.columns() {
            let here = text(&grid, 1, column);
            if here.is_empty() {
                continue;
            }
            if here != text(&before.grid, before.last, column) {
                return None;
            }
            same += 1;
        }
        (same >= 2).then(|| Fit {
            first: 1,
            last: 1,
            grid,
            ..before.clone()
        })
    }
}
