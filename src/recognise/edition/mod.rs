//! An edition made ready for reading: its mapping with everything that is looked up while a form
//! is read, and what its blank form prints.
//!
//! Made once, shared by all forms and threads.

mod blanks;
mod laid_out;
mod printed;
mod shape;
mod signs;
mod spelling;

pub use blanks::{BlanksRow, BlanksSign, Line, Words, fold, is_letter};
pub use laid_out::{GridRow, GridSign, LaidOut, RatingBlock, RatingRow, RatingSign};
pub use printed::{Heading, Hints, Printed, PrintedOption, each_paragraph};
pub use shape::{Shape, Stray};
pub use signs::{FieldSign, LabelSign, Signs};
pub use spelling::{Agreement, LabelText, Spelling, bare, label_key};

use std::sync::Arc;

use crate::mapping::Mapping;
use crate::tagged::Template;
use crate::value::Values;

/// A mapping made ready for reading.
#[derive(Debug)]
pub struct Edition {
    /// What the form asks for.
    pub mapping: Arc<Mapping>,
    /// How its answers are read.
    pub values: Values,
    /// By what its tables and fields are known on paper.
    pub signs: Arc<Signs>,
    /// What the blank form and workbook print, which is no answer.
    pub printed: Printed,
    /// Where the blank form's tables have their columns, by table.
    pub shapes: Vec<Option<Shape>>,
    /// The blank form's tags, where it has any: then its answers stand at their places.
    pub template: Option<Template>,
}

impl Edition {
    /// Prepares a mapping. What its blanks print is not known yet: see [`learn`](Self::learn).
    pub fn new(mapping: Mapping) -> Edition {
        let signs = Signs::new(&mapping);
        Edition::of(Arc::new(mapping), Arc::new(signs))
    }

    /// The same of a mapping whose signs are known already.
    pub fn of(mapping: Arc<Mapping>, signs: Arc<Signs>) -> Edition {
        Edition {
            values: Values::new(&mapping),
            signs,
            printed: Printed::default(),
            shapes: vec![None; mapping.tables.len()],
            template: None,
            mapping,
        }
    }

    /// The blank form as it was sent out is known: what else stands on paper was typed there. Where
    /// it is not, corners and captions may be printed that no mapping knows.
    pub fn has_form(&self) -> bool {
        self.mapping.edition.blank.is_some()
    }

    /// Takes in what the blanks print, and what was found where answers go in each.
    pub fn learn(&mut self, mut printed: Printed, hints: Vec<Hints>) {
        for mut hints in hints {
            for (table, shape) in hints.shapes.drain(..) {
                if let Some(slot) = self.shapes.get_mut(table) {
                    slot.get_or_insert(shape);
                }
            }
            printed.add_hints(hints);
        }
        self.printed = printed;
    }
}
