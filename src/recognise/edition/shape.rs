//! How the labels of a blank form's tables lie.

/// A slot of a grid: its line and column, from 1.
pub type Slot = (u32, u32);

/// A table of the blank form as its labels lie: most returned tables are still so, and need no
/// search. Lines and columns are those of the grid as `locate` sees it.
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
    pub below: Vec<(usize, Slot, Option<Slot>)>,
    /// Labelled columns that are no field.
    pub strays: Vec<Stray>,
    /// How well the blank's own table fits.
    pub score: f32,
    /// The text of each slot among the labels, by line and column.
    pub labels: Vec<(u32, u32, String)>,
}

/// A labelled column that is no field of the mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// The column.
    pub column: u32,
    /// Its label as printed.
    pub label: String,
    /// The mapping knows that it is no item.
    pub ignored: bool,
}
