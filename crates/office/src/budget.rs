//! What reading one file may cost.
//!
//! A file of a few hundred bytes can ask for anything: ten million strings, a formula in a million
//! cells, a label before every paragraph. Running out of memory cannot be caught, so whatever is made
//! of what a file says is charged here before it is made. A real file uses a small part of it.

use std::cell::Cell;
use std::fmt;

/// Bytes that may be made of one file, beside its parts as inflated and the cells of its sheets,
/// which have bounds of their own.
const MEMORY: usize = 96 << 20;
/// Steps that a file may cost beyond one look at each of its bytes.
const STEPS: usize = 50_000_000;

/// What is left of a file's budget.
#[derive(Debug)]
pub(crate) struct Budget {
    memory: Cell<usize>,
    steps: Cell<usize>,
    /// What went beyond it first.
    beyond: Cell<Option<Exceeded>>,
}

/// What a file has too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Sheets of a workbook.
    Sheets,
    /// Cells.
    Cells,
    /// Strings that cells share.
    Strings,
    /// Styles and formats.
    Formats,
    /// Formulas.
    Formulas,
    /// Names: of sheets, authors, streams.
    Names,
    /// Fields of one line of a separated text.
    Fields,
    /// Things that must be told, each at its place.
    Remarks,
    /// Labels of lists.
    Labels,
    /// Text.
    Text,
    /// Paragraphs, cells and stretches of text.
    Pieces,
    /// Steps: things that lead to one another over and over.
    Steps,
}

/// A file asks for more than any real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file has more {cost} than any real one; not read, for safety")]
pub struct Exceeded {
    /// What it has too much of.
    pub cost: Cost,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            memory: Cell::new(MEMORY),
            steps: Cell::new(STEPS),
            beyond: Cell::new(None),
        }
    }
}

impl Budget {
    /// Takes so many bytes for what is to be made. Once something went beyond the budget nothing is
    /// to be had any more.
    #[inline]
    pub(crate) fn take(&self, cost: Cost, bytes: usize) -> Result<(), Exceeded> {
        match self.memory.get().checked_sub(bytes) {
            Some(left) if self.beyond.get().is_none() => {
                self.memory.set(left);
                Ok(())
            }
            _ => Err(self.exceed(cost)),
        }
    }

    /// Takes so many steps.
    #[inline]
    pub(crate) fn step(&self, steps: usize) -> Result<(), Exceeded> {
        match self.steps.get().checked_sub(steps) {
            Some(left) if self.beyond.get().is_none() => {
                self.steps.set(left);
                Ok(())
            }
            _ => Err(self.exceed(Cost::Steps)),
        }
    }

    /// There is too much of something that has a bound of its own.
    #[cold]
    pub(crate) fn exceed(&self, cost: Cost) -> Exceeded {
        let first = self.beyond.get().unwrap_or(Exceeded { cost });
        self.beyond.set(Some(first));
        first
    }

    /// Nothing went beyond the budget.
    pub(crate) fn held(&self) -> Result<(), Exceeded> {
        self.beyond.get().map_or(Ok(()), Err)
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cost::Sheets => "sheets",
            Cost::Cells => "cells",
            Cost::Strings => "shared strings",
            Cost::Formats => "formats",
            Cost::Formulas => "formulas",
            Cost::Names => "long names",
            Cost::Fields => "fields in a line",
            Cost::Remarks => "formulas, notes and hidden places to be told",
            Cost::Labels => "list labels",
            Cost::Text => "text",
            Cost::Pieces => "paragraphs and cells",
            Cost::Steps => "references from one thing to another",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_beyond_first_is_what_is_said() {
        let budget = Budget::default();
        assert_eq!(budget.take(Cost::Cells, MEMORY / 2), Ok(()));
        let cost = Cost::Strings;
        assert_eq!(budget.take(cost, MEMORY), Err(Exceeded { cost }));
        // Also what would still fit.
        assert_eq!(budget.take(Cost::Names, 1), Err(Exceeded { cost }));
        assert_eq!(budget.step(1), Err(Exceeded { cost }));
        assert_eq!(budget.held(), Err(Exceeded { cost }));
    }
}
