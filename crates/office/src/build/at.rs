//! Where a walk over a document stands.

use crate::paper::Place;

/// What the walk stands in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum At {
    /// The body.
    #[default]
    Body,
    /// A cell: its table, row and column.
    Cell(u32, u32, u32),
    /// A text box, and how many of its own paragraphs were read.
    Box(u32, u32),
}

impl At {
    /// The place: the cell, the line of a text box, or the paragraph of the body, of which so many
    /// were read.
    pub(crate) fn place(self, paragraphs: u32) -> Place {
        match self {
            At::Cell(table, row, column) => Place::Cell { table, row, column },
            At::Box(text_box, lines) => Place::Line {
                text_box,
                line: lines + 1,
            },
            At::Body => Place::Paragraph {
                paragraph: paragraphs + 1,
            },
        }
    }
}
