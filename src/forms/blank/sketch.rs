//! A blank form as its pieces: lines and drawn tables, before any file format.
//!
//! The document is written from it, and so is the [`Paper`](office::paper::Paper) that says what
//! the form prints; the two cannot say different things.

/// A form, as stretches of pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sketch {
    /// What stands at the head of each page but the first.
    pub running: String,
    /// Stretches of upright or of wide pages, in order.
    pub stretches: Vec<Stretch>,
}

/// A stretch of pages of one orientation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stretch {
    /// The pages lie on their side.
    pub wide: bool,
    /// What stands on them.
    pub pieces: Vec<Piece>,
}

/// A piece of a form.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// A line, or a paragraph of several.
    Line(Line),
    /// A table.
    Table(Drawing),
}

/// What a line is, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// The form's title on the cover.
    Title,
    /// A line of the cover.
    Cover,
    /// The heading of a part of the form.
    Part,
    /// The heading of a table.
    Heading,
    /// What to know before filling a table in, under its heading.
    Hint,
    /// What to know, under a table.
    Note,
    /// The caption of a further block of a table.
    Caption,
    /// A label in a table.
    Label,
    /// A label in the middle of its cell.
    HeadLabel,
    /// Where an answer goes, and printed words among answers.
    Value,
    /// Where a mark or a number goes, in the middle of its cell.
    Mark,
    /// An option to mark.
    Choice,
}

/// A line: text in pieces of one look each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What it is.
    pub role: Role,
    /// Its text.
    pub runs: Vec<Run>,
    /// It begins a page.
    pub on_new_page: bool,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// The text.
    pub text: String,
    /// How it is set apart.
    pub look: Look,
}

/// How a piece of a line is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Not at all.
    Plain,
    /// Smaller and grey: what explains, rather than asks.
    Faint,
    /// Underlined: a rule to write on.
    Ruled,
}

/// A table as a grid. Every slot is covered by one cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawing {
    /// How wide the columns are, in shares of the page.
    pub widths: Vec<u32>,
    /// How many rows there are.
    pub rows: u32,
    /// How many of them are the head, which is repeated on each page.
    pub head: u32,
    /// The cells, ordered by row and then column.
    pub cells: Vec<Slot>,
    /// Only a frame around its lines.
    pub frame: bool,
}

/// A cell of a [`Drawing`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot {
    /// Its first row, from 0.
    pub row: u32,
    /// Its first column, from 0.
    pub column: u32,
    /// How many rows it covers.
    pub rows: u32,
    /// How many columns it covers.
    pub columns: u32,
    /// It is shaded, as labels are.
    pub shaded: bool,
    /// What it prints; an empty cell has one empty line.
    pub lines: Vec<Line>,
}

impl Line {
    /// A line of one look.
    pub fn new(role: Role, text: impl Into<String>) -> Line {
        Line::empty(role).and(Look::Plain, text)
    }

    /// A line without text.
    pub fn empty(role: Role) -> Line {
        Line {
            role,
            runs: Vec::new(),
            on_new_page: false,
        }
    }

    /// The line with more text.
    pub fn and(mut self, look: Look, text: impl Into<String>) -> Line {
        let text = text.into();
        if !text.is_empty() {
            self.runs.push(Run { text, look });
        }
        self
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

impl Slot {
    /// A cell over one slot.
    pub fn at(row: u32, column: u32) -> Slot {
        Slot {
            row,
            column,
            rows: 1,
            columns: 1,
            ..Slot::default()
        }
    }

    /// The cell over more rows and columns.
    pub fn over(mut self, rows: u32, columns: u32) -> Slot {
        self.rows = rows.max(1);
        self.columns = columns.max(1);
        self
    }

    /// The cell with what it prints.
    pub fn printing(mut self, lines: Vec<Line>) -> Slot {
        self.lines = lines;
        self
    }

    /// The cell as a label's.
    pub fn shaded(mut self) -> Slot {
        self.shaded = true;
        self
    }

    /// An empty cell for an answer.
    pub fn answer(row: u32, column: u32, role: Role) -> Slot {
        Slot::at(row, column).printing(vec![Line::empty(role)])
    }
}

impl Drawing {
    /// The cells put in order, so that they can be written row by row.
    pub fn ordered(mut self) -> Drawing {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self
    }
}
