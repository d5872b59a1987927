//! What the readers of flowing documents share: the meaning of a line of text with its formats, of
//! a table's grid, a list's count, a field, so that a `.docx` and a `.doc` of one document make the
//! same paper.

pub(crate) mod aside;
pub(crate) mod at;
pub(crate) mod effects;
pub(crate) mod face;
pub(crate) mod field;
pub(crate) mod grid;
pub(crate) mod line;
pub(crate) mod list;
pub(crate) mod look;
pub(crate) mod shade;
pub(crate) mod shapes;
pub(crate) mod symbol;

/// What may be nested and how much is read; real documents stay far below.
pub(crate) mod limit {
    /// Cells and text boxes within one another.
    pub const NESTING: usize = 64;
    /// Paragraphs, cells and stretches of text.
    pub const PIECES: usize = 1_000_000;
    /// Bytes that one of them takes: a stretch of text with its format; paragraphs and cells take a
    /// few of it.
    pub const PIECE: usize = size_of::<crate::paper::Span>();
    /// Bytes that a paragraph takes besides.
    pub const PARAGRAPH: usize = size_of::<crate::paper::Block>();
    /// Grid columns of a table. Word allows 63.
    pub const COLUMNS: u32 = 1_000;
    /// Remarks that are kept.
    pub const REMARKS: usize = 200;
    /// References to notes and comments whose places are kept.
    pub const REFERENCES: usize = 2_000;
    /// Bytes of the text that a comment is about.
    pub const COMMENTED: usize = 400;
}
