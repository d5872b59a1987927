//! Formulas: what cells they look at, and a small language of steps that can be computed.
//!
//! Sums of cells are what sub-table workbooks hold. Any formula's references are found, so that a
//! total over blank cells is known to be blank; the operators `+ - * / ^ %`, brackets, numbers,
//! cells and `SUM` can also be computed (ECMA-376 part 1 §18.17; ODF 1.2 part 2 §5).

mod parse;

pub(super) use parse::Dialect;

use std::sync::Arc;

use super::number::Format;
use super::reference::{At, Region};

/// A cell's formula.
#[derive(Clone, Debug)]
pub(super) struct Formula {
    /// What it says, shared by the cells that it was filled down to.
    pub(super) code: Arc<Code>,
    /// How far its relative references are moved: rows and columns.
    pub(super) shift: (i32, i32),
    /// How its result is shown.
    pub(super) format: Arc<Format>,
    /// The workbook stores its result.
    pub(super) stored: bool,
    /// The stored result is a text without letters, and was written as one.
    pub empty: bool,
}

/// What a formula says.
#[derive(Clone, Debug, Default)]
pub(super) struct Code {
    /// As the workbook has it, without `=`.
    pub(super) text: Arc<str>,
    /// The cells that it looks at.
    pub(super) references: Vec<Reference>,
    /// It looks at more than its references say: names, tables, other workbooks.
    pub(super) opaque: bool,
    /// How to compute it, operands before operators; `None` where it says more than is understood.
    pub(super) steps: Option<Vec<Step>>,
}

/// Cells that a formula looks at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reference {
    /// Another sheet's name.
    pub(super) sheet: Option<Arc<str>>,
    pub(super) first: Corner,
    pub(super) last: Corner,
}

/// A corner of a reference; a part that is not fixed by `$` moves with the formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Corner {
    pub(super) row: i32,
    pub(super) column: i32,
    pub(super) row_fixed: bool,
    pub(super) column_fixed: bool,
}

/// A step of computing a formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// A number.
    Number(f64),
    /// The cells of a reference, by its number.
    Cells(usize),
    /// An argument that is left out.
    Nothing,
    Negate,
    Percent,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    /// Adds so many arguments.
    Sum(usize),
}

impl Reference {
    /// The cells, moved by `shift`; `None` where that leads off the sheet.
    pub(super) fn region(&self, shift: (i32, i32)) -> Option<Region> {
        Some(Region::of(self.first.at(shift)?, self.last.at(shift)?))
    }
}

impl Corner {
    fn at(self, (rows, columns): (i32, i32)) -> Option<At> {
        let row = if self.row_fixed {
            self.row
        } else {
            self.row.checked_add(rows)?
        };
        let column = if self.column_fixed {
            self.column
        } else {
            self.column.checked_add(columns)?
        };
        let at = At::new(row.try_into().ok()?, column.try_into().ok()?);
        at.valid().then_some(at)
    }
}

impl Code {
    /// How many bytes it takes.
    pub(super) fn size(&self) -> usize {
        let steps = self.steps.as_ref().map_or(0, Vec::capacity);
        let names = self.references.iter().filter_map(|r| r.sheet.as_ref());
        size_of::<Code>()
            + self.text.len()
            + self.references.capacity() * size_of::<Reference>()
            + steps * size_of::<Step>()
            + names.map(|name| name.len()).sum::<usize>()
    }

    /// A formula that cannot be looked into.
    pub(super) fn closed(text: &str) -> Code {
        Code {
            text: text.into(),
            opaque: true,
            ..Code::default()
        }
    }
}
