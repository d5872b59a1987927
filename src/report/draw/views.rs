//! What the templates show. All text goes into them as text: askama escapes it.

use std::borrow::Cow;

use askama::Template;
use askama::filters::HtmlSafe;

/// The paper as a whole.
#[derive(Template)]
#[template(path = "report/draw/templates/paper.html")]
pub(super) struct Page<'a> {
    /// Its classes.
    pub(super) class: String,
    /// What it is, for those who hear it.
    pub(super) label: &'a str,
    pub(super) headers: Vec<Aside<'a>>,
    pub(super) flow: Flow<'a>,
    pub(super) footers: Vec<Aside<'a>>,
    /// What stands over the notes.
    pub(super) notes_title: &'a str,
    pub(super) notes: Vec<Aside<'a>>,
    /// That it was cut.
    pub(super) cut: Option<String>,
}

/// A header, a footer, a note, a comment, or a remark of the reader.
pub(super) struct Aside<'a> {
    pub(super) id: Option<String>,
    /// What it is.
    pub(super) what: String,
    /// Where it belongs: the id of an element.
    pub(super) of: Option<String>,
    pub(super) text: Cow<'a, str>,
    /// What a comment is about.
    pub(super) about: Cow<'a, str>,
}

/// Pieces one below another.
#[derive(Template, Default)]
#[template(path = "report/draw/templates/flow.html")]
pub(super) struct Flow<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
}

/// A piece of a flow.
pub(super) enum Piece<'a> {
    /// A paragraph.
    Line(Line<'a>),
    /// A table.
    Table(Table<'a>),
    /// Words of the drawing's own.
    Word(String),
}

/// What every element can have.
#[derive(Template, Default)]
#[template(path = "report/draw/templates/attributes.html")]
pub(super) struct Attributes<'a> {
    pub(super) id: Option<String>,
    pub(super) class: String,
    pub(super) link: Option<Link<'a>>,
}

/// What was made of a place.
pub(super) struct Link<'a> {
    /// Pointers into the submission, parted by spaces.
    pub(super) paths: String,
    /// The field and, where it is not what stands there, the value.
    pub(super) title: Cow<'a, str>,
    /// The value, where it is not what stands there.
    pub(super) made: Option<String>,
}

/// A paragraph.
#[derive(Template)]
#[template(path = "report/draw/templates/line.html")]
pub(super) struct Line<'a> {
    /// Its cell is its element.
    pub(super) bare: bool,
    pub(super) at: Attributes<'a>,
    /// Its bullet or number, and the classes of that.
    pub(super) label: Option<(String, String)>,
    pub(super) runs: Vec<Run<'a>>,
    pub(super) boxes: Vec<TextBox<'a>>,
    pub(super) flags: Flags<'a>,
}

/// A stretch of a line.
pub(super) enum Run<'a> {
    /// Text that looks as the paper's text does, and of which nothing is known.
    Plain(Cow<'a, str>),
    /// Text.
    Text(Attributes<'a>, Cow<'a, str>),
    /// Text that was put in with tracking on.
    Inserted(Attributes<'a>, Cow<'a, str>),
    /// Text that was taken out with tracking on.
    Deleted(Cow<'a, str>),
    /// A picture, a shape, an object.
    Drawing(Drawing<'a>),
}

/// The frame of what is no text.
pub(super) struct Drawing<'a> {
    pub(super) id: String,
    pub(super) class: String,
    pub(super) what: String,
    pub(super) name: Cow<'a, str>,
    pub(super) text: Cow<'a, str>,
}

/// What is said of a place: findings, notes, remarks.
#[derive(Template, Default)]
#[template(path = "report/draw/templates/flags.html")]
pub(super) struct Flags<'a> {
    pub(super) chips: Vec<Chip<'a>>,
    pub(super) notes: Vec<(String, String)>,
    pub(super) pins: Vec<Flag<'a>>,
}

/// What the reader noticed at a place.
pub(super) struct Chip<'a> {
    pub(super) class: &'static str,
    pub(super) what: String,
    pub(super) text: Cow<'a, str>,
}

/// The sign of a finding.
pub(super) struct Flag<'a> {
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) anchor: &'a str,
    pub(super) words: &'a str,
}

/// A text box.
pub(super) struct TextBox<'a> {
    pub(super) id: Option<String>,
    pub(super) label: String,
    pub(super) flow: Flow<'a>,
}

/// A table.
#[derive(Template)]
#[template(path = "report/draw/templates/table.html")]
pub(super) struct Table<'a> {
    pub(super) at: Attributes<'a>,
    /// What stands over it: a sheet's name.
    pub(super) title: Option<String>,
    /// What it is, where it is a sheet that may be wider than the page.
    pub(super) region: Option<String>,
    /// Its columns' widths, as classes.
    pub(super) widths: Vec<u8>,
    /// The letters of a sheet's columns, and which of them are hidden.
    pub(super) letters: Vec<(String, bool)>,
    pub(super) rows: Vec<Row<'a>>,
    pub(super) flags: Flags<'a>,
}

/// A row.
pub(super) struct Row<'a> {
    pub(super) class: &'static str,
    /// A sheet's number of it.
    pub(super) number: Option<u32>,
    pub(super) slots: Vec<Slot<'a>>,
    /// Words of the drawing's own in place of rows, and over how many columns.
    pub(super) word: Option<(u32, String)>,
    /// The text of a row that was deleted with tracking on, and over how many columns.
    pub(super) deleted: Option<(u32, Cow<'a, str>)>,
}

/// What stands in a row.
pub(super) enum Slot<'a> {
    /// A cell.
    Cell(Box<Cell<'a>>),
    /// So many slots that no cell covers.
    Empty(u32),
    /// An empty cell of a sheet.
    Grid,
}

/// A cell.
pub(super) struct Cell<'a> {
    pub(super) at: Attributes<'a>,
    pub(super) rows: u32,
    pub(super) columns: u32,
    pub(super) flow: Flow<'a>,
    pub(super) flags: Flags<'a>,
}

impl HtmlSafe for Flow<'_> {}
impl HtmlSafe for Attributes<'_> {}
impl HtmlSafe for Line<'_> {}
impl HtmlSafe for Flags<'_> {}
impl HtmlSafe for Table<'_> {}

impl Flags<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.chips.is_empty() && self.notes.is_empty() && self.pins.is_empty()
    }
}

impl Aside<'_> {
    fn has_text(&self) -> bool {
        !self.text.is_empty()
    }
}
