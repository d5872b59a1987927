//! An edition made ready for reading: its mapping with everything that is looked up while a form
//! is read, and what its blank form prints.
//!
//! Made once, shared by all forms and threads.

mod printed;
mod signs;

pub use printed::{Hints, Printed, each_paragraph};
pub use signs::{FieldSign, LabelSign, Signs};

use crate::mapping::Mapping;
use crate::paper::Paper;
use crate::value::Values;

/// Where a table of the blank form has its columns.
#[derive(Clone, Debug)]
pub struct Shape {
    /// How many grid columns it has.
    pub width: u32,
    /// For each field its column.
    pub columns: Vec<Option<u32>>,
}

/// A mapping made ready for reading.
#[derive(Debug)]
pub struct Edition {
    /// What the form asks for.
    pub mapping: Mapping,
    /// How its answers are read.
    pub values: Values,
    /// By what its tables and fields are known on paper.
    pub signs: Signs,
    /// What the blank form and workbook print, which is no answer.
    pub printed: Printed,
    /// Where the blank form's tables have their columns, by table.
    pub shapes: Vec<Option<Shape>>,
}

impl Edition {
    /// Prepares a mapping. `blanks` are the blank form and the blank workbook as sent out, read.
    pub fn new(mapping: Mapping, blanks: &[Paper]) -> Edition {
        let values = Values::new(&mapping);
        let signs = Signs::new(&mapping);
        let mut printed = Printed::of(blanks, &mapping);
        let mut edition = Edition {
            mapping,
            values,
            signs,
            printed: Printed::default(),
            shapes: Vec::new(),
        };
        let mut shapes = vec![None; edition.mapping.tables.len()];
        for blank in blanks {
            let mut hints = crate::extract::hints(blank, &edition);
            for (table, shape) in hints.shapes.drain(..) {
                shapes[table].get_or_insert(shape);
            }
            printed.add_hints(hints);
        }
        printed.learn_headings(&edition.signs);
        edition.printed = printed;
        edition.shapes = shapes;
        edition
    }
}
