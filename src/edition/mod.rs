//! An edition made ready for reading: its mapping with everything that is looked up while a form
//! is read, and what its blank form prints.
//!
//! Made once, shared by all forms and threads.

mod printed;
mod signs;

pub use printed::{Hints, Printed, each_paragraph};
pub use signs::{FieldSign, LabelSign, Signs};

use crate::locate::Stray;
use crate::mapping::Mapping;
use crate::paper::Paper;
use crate::value::Values;

/// A table of the blank form as its labels lie: most returned tables are still so, and need no
/// search. Lines and columns are those of [`Grid`](crate::locate::Grid).
#[derive(Clone, Debug)]
pub struct Shape {
    /// The labels run down the left side.
    pub turned: bool,
    /// How many columns it has, and how many lines where it is turned.
    pub width: u32,
    /// How many lines it has, of a turned table; others grow.
    pub lines: Option<u32>,
    /// The first line of labels.
    pub first: u32,
    /// The last line of labels.
    pub last: u32,
    /// For each field its column.
    pub columns: Vec<Option<u32>>,
    /// Fields read on their own, with the slots of their label and value.
    pub below: Vec<(usize, (u32, u32), Option<(u32, u32)>)>,
    /// Labelled columns that are no field.
    pub strays: Vec<Stray>,
    /// How well the blank's own table fits.
    pub score: f32,
    /// The text of each slot among the labels, by line and column.
    pub labels: Vec<(u32, u32, String)>,
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
