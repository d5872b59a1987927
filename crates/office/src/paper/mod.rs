//! The neutral model of a paper that came back: paragraphs, tables as resolved grids, text boxes,
//! each with its place, and text with its effective marks.
//!
//! A paper says nothing of the file format it was read from and nothing of any form. Readers
//! (`word`, `sheet`) build it; everything downstream only looks at it.

mod drawing;
mod effects;
mod identity;
mod place;
mod placed;

pub use drawing::{Anchor, Drawing, DrawingKind, EMU_PER_CM};
pub use effects::{Effect, Effects, ParagraphFormat, Print};
pub use identity::{CellId, ParagraphId};
pub use place::{Place, column_name};
pub use placed::Placed;

use std::borrow::Cow;
use std::fmt;

/// A document as a reader saw it, in reading order and in its final view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// The body: paragraphs and tables. A workbook is a table for each sheet.
    pub blocks: Vec<Block>,
    /// What the file says of itself.
    pub properties: Properties,
    /// What the reader saw that no cell or paragraph can carry.
    pub remarks: Vec<Remark>,
}

/// What a file says of itself (docProps/core.xml and app.xml; ECMA-376 part 2 §11).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// The program that wrote the file: `Microsoft Office Word`, `WPS Office`, `LibreOffice/7.4…`.
    pub producer: Option<String>,
    /// When it was made, as the file has it (W3CDTF).
    pub created: Option<String>,
    /// When it was last saved, as the file has it (W3CDTF).
    pub modified: Option<String>,
}

/// A piece of a paper's or a cell's flow.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph: its text, the formats along it, and the text boxes anchored in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Its identity on the paper.
    pub id: ParagraphId,
    /// Counted from 1 over the paragraphs of the body; 0 in a cell or a box.
    pub number: u32,
    /// The visible text. Tabs are `\t`, line breaks `\n`.
    pub text: String,
    /// The pieces of [`text`](Self::text) in order; their lengths add up to its length.
    pub spans: Vec<Span>,
    /// The bullet or number that the program prints before the text, which is no part of it.
    pub bullet: Option<Bullet>,
    /// The colour behind the whole paragraph, direct or through its style.
    pub shading: Option<Rgb>,
    /// What else can be seen of it: its borders, where it stands on its line.
    pub format: ParagraphFormat,
    /// The paragraph style's identity: equal styles have equal numbers. 0 is the default style.
    pub style: u16,
    /// The text was changed with tracking on, and the change is neither accepted nor rejected.
    pub tracked: bool,
    /// The floating or inline text boxes anchored here, in document order.
    pub boxes: Vec<TextBox>,
    /// What is anchored here and is no text, in document order.
    pub drawings: Vec<Drawing>,
    /// Where it was read from.
    pub origin: Origin,
}

/// Where something was read from, for whoever changes the file in place: a byte offset in the part
/// of the file that holds it.
///
/// Where a paper was read from is no part of what it says, so all origins are equal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin(u32);

impl Origin {
    /// The origin at `offset`; unknown where that is 0 or beyond 4 GiB.
    pub fn at(offset: usize) -> Origin {
        Origin(u32::try_from(offset).unwrap_or(0))
    }

    /// The byte offset: of a paragraph, the first byte behind its start tag in the main part as
    /// UTF-8. `None` where nothing in the file stands for the paragraph alone.
    pub fn offset(self) -> Option<usize> {
        (self.0 > 0).then_some(self.0 as usize)
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Origin) -> bool {
        true
    }
}

impl Eq for Origin {}

/// A stretch of one paragraph's text in one format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Length in bytes.
    pub len: u32,
    /// How it looks.
    pub format: Format,
    /// What it is.
    pub kind: SpanKind,
}

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpanKind {
    /// Typed or printed text.
    #[default]
    Text,
    /// The prompt that an empty content control or form field shows ("单击此处输入文字"): no answer.
    Placeholder,
    /// The phonetic guide over a word (`w:rt`): no part of the answer.
    Ruby,
    /// A check box control's glyph, with its state.
    CheckBox(bool),
}

/// How a stretch of text effectively looks: document defaults, table, paragraph and character
/// styles and direct formatting resolved (ECMA-376 part 1 §17.7.2). Plain text is `default()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Format {
    /// Font colour; `None` is automatic.
    pub color: Option<Rgb>,
    /// Highlighter colour.
    pub highlight: Option<Rgb>,
    /// Run shading; `None` also for `auto` and for a clear pattern without fill.
    pub shading: Option<Rgb>,
    /// The character style's identity; 0 is none.
    pub style: u16,
    /// Bold, italic, underlined, struck.
    pub emphasis: Emphasis,
    /// On the line, above it or below it.
    pub script: Script,
    /// The size in half-points; 0 where the file does not say it.
    pub size: u16,
    /// The face of its East Asian letters. What Latin letters and punctuation are set in says
    /// nothing: programs give them another face of their own accord.
    pub face: Print,
    /// What forms seldom use: glow, outline, shadow, width, spacing …
    pub effects: Effects,
}

/// Where a text stands against its line (`w:vertAlign`, `w:position`, the exponents of a formula).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Script {
    /// On the line.
    #[default]
    Line,
    /// Raised: an exponent, or the number of a note.
    Super,
    /// Lowered.
    Sub,
}

/// Bold, italic, underline and strike, which say little alone but tell two texts apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Emphasis {
    /// Bold (`w:b`).
    pub bold: bool,
    /// Italic (`w:i`).
    pub italic: bool,
    /// Any underline (`w:u` other than `none`).
    pub underline: bool,
    /// Single or double strike-through (`w:strike`, `w:dstrike`).
    pub strike: bool,
    /// A border around it (`w:bdr`) or emphasis marks over it (`w:em`).
    pub framed: bool,
}

/// A colour, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// A paragraph's bullet or automatic number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bullet {
    /// The glyph of a bullet in Unicode (symbol fonts resolved where known: Wingdings 0xFE is
    /// `☑`), or the number format's text (`%1.`) of a numbered list.
    pub glyph: String,
    /// The number that the program prints, where the list is numbered: counted from the list's
    /// start, which is mostly 1.
    pub ordinal: Option<u32>,
    /// The colour that the paragraph's mark gives it; `None` is automatic.
    pub color: Option<Rgb>,
}

/// A floating or inline text box (DrawingML `wps:txbx` or VML `v:textbox`, never both of one box).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextBox {
    /// Counted from 1 over the boxes of the document, in document order.
    pub number: u32,
    /// Its flow. Its lines are its paragraphs.
    pub blocks: Vec<Block>,
}

/// A table as a resolved grid: every slot of `rows` × `columns` is covered by at most one cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Counted from 1 over the tables of the document in document order, nested ones after the
    /// cell that holds them begins, those in text boxes too.
    pub number: u32,
    /// The number of the table in whose cell this one lies.
    pub inside: Option<u32>,
    /// Rows, deleted ones left out.
    pub rows: u32,
    /// Grid columns: the largest extent of a row.
    pub columns: u32,
    /// Every cell once, at its top left slot, ordered by row and then column.
    pub cells: Vec<Cell>,
    /// The sheet that this table is, for workbooks.
    pub sheet: Option<Sheet>,
    /// Rows that were inserted or deleted with tracking on.
    pub tracked: bool,
}

/// The sheet behind a table of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The sheet's name on its tab.
    pub name: String,
    /// The sheet row (from 1) of the table's row 1.
    pub first_row: u32,
    /// The sheet column (from 1, A) of the table's column 1.
    pub first_column: u32,
    /// The sheet itself is hidden.
    pub hidden: bool,
    /// The table rows (from 1) that the workbook hides.
    pub hidden_rows: Vec<u32>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its identity on the paper.
    pub id: CellId,
    /// Its first row, from 1.
    pub row: u32,
    /// Its first grid column, from 1.
    pub column: u32,
    /// How many rows it covers.
    pub row_span: u32,
    /// How many grid columns it covers.
    pub column_span: u32,
    /// The colour behind it.
    pub shading: Option<Rgb>,
    /// Its own borders, beside those of its table.
    pub border: Print,
    /// Its flow.
    pub blocks: Vec<Block>,
}

/// Something the reader noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub kind: RemarkKind,
    /// Where.
    pub place: Place,
}

/// What a reader can notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// A row's cells do not add up to the table's grid.
    UnevenRow,
    /// The sheet or row is hidden but holds text.
    Hidden,
    /// A formula's result is not stored in the workbook and could not be computed.
    FormulaWithoutResult {
        /// The formula as the workbook has it.
        formula: String,
    },
    /// A formula's result as stored in the workbook is not what the formula gives; the cell has
    /// what it gives.
    FormulaRecomputed {
        /// The formula as the workbook has it.
        formula: String,
        /// The stored result.
        stored: String,
    },
    /// The number in this cell is shown divided, and nothing on the sheet says so; the cell has the
    /// number itself.
    Scaled {
        /// What a person sees.
        shown: String,
    },
    /// A quote of a separated text is never closed, or swallows whole lines: it is read as a letter.
    OpenQuote,
    /// What the number formats of a binary workbook add to its numbers was not read.
    FormatsUnread,
    /// Cells beyond the reader's bounds were left out; the place names the first.
    BeyondBounds,
    /// Text in a cell that a merged one covers: the program does not show it, and no cell of the
    /// paper has it.
    Covered {
        /// The text.
        text: String,
    },
    /// Text in a shape or text box that floats over a sheet: no cell of the paper has it. The place
    /// is the cell that it is anchored at, where the file says so.
    Floating {
        /// The text.
        text: String,
    },
    /// A part of the document that stands in another file of the package (`w:altChunk`,
    /// `w:subDoc`), which is not read.
    Elsewhere,
    /// A part of the document beside its body is damaged; what it holds was not read, or not all.
    BrokenPart {
        /// The part's name.
        part: String,
    },
    /// Text beside the body, which no cell or paragraph of the paper has. The place is where the
    /// body refers to it.
    Aside {
        /// What it is.
        aside: Aside,
        /// The text.
        text: String,
        /// The text that a comment is about, as far as one paragraph has it.
        about: String,
    },
    /// So many notes and comments beyond the reader's bounds were left out.
    AsidesBeyond {
        /// How many.
        count: u32,
    },
    /// The file is damaged here: what could be read was read.
    Damaged,
}

/// What stands beside the body of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// A page header.
    Header,
    /// A page footer.
    Footer,
    /// A footnote.
    Footnote,
    /// An endnote.
    Endnote,
    /// A comment.
    Comment,
}

impl RemarkKind {
    /// A name for programs.
    pub fn name(&self) -> &'static str {
        match self {
            RemarkKind::UnevenRow => "uneven-row",
            RemarkKind::Hidden => "hidden",
            RemarkKind::FormulaWithoutResult { .. } => "formula-without-result",
            RemarkKind::FormulaRecomputed { .. } => "formula-recomputed",
            RemarkKind::Scaled { .. } => "scaled",
            RemarkKind::OpenQuote => "open-quote",
            RemarkKind::FormatsUnread => "formats-unread",
            RemarkKind::BeyondBounds => "beyond-bounds",
            RemarkKind::Covered { .. } => "covered",
            RemarkKind::Floating { .. } => "floating",
            RemarkKind::Elsewhere => "elsewhere",
            RemarkKind::BrokenPart { .. } => "broken-part",
            RemarkKind::Aside { .. } => "aside",
            RemarkKind::AsidesBeyond { .. } => "asides-beyond-bounds",
            RemarkKind::Damaged => "damaged",
        }
    }
}

impl fmt::Display for RemarkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RemarkKind::UnevenRow => {
                write!(
                    f,
                    "the cells of this row do not add up to the table's columns"
                )
            }
            RemarkKind::Hidden => {
                write!(f, "a hidden row or sheet holds text; it was read too")
            }
            RemarkKind::FormulaWithoutResult { formula } => {
                write!(f, "the workbook holds no result of the formula {formula}")
            }
            RemarkKind::FormulaRecomputed { formula, stored } => write!(
                f,
                "the stored result “{stored}” of the formula {formula} does not fit its numbers; it was computed anew"
            ),
            RemarkKind::Scaled { shown } => {
                write!(f, "the number is shown as {shown}; the stored one was read")
            }
            RemarkKind::OpenQuote => {
                write!(
                    f,
                    "a quote is never closed; it was read as a letter of its line"
                )
            }
            RemarkKind::FormatsUnread => write!(
                f,
                "what the number formats of this binary workbook add was not read"
            ),
            RemarkKind::BeyondBounds => {
                write!(f, "a cell far from the table holds text that was not read")
            }
            RemarkKind::Covered { text } => {
                write!(f, "text hidden under a merged cell was not read: “{text}”")
            }
            RemarkKind::Floating { text } => {
                write!(
                    f,
                    "text in a text box over the sheet was not read: “{text}”"
                )
            }
            RemarkKind::Elsewhere => write!(
                f,
                "a part of the document is embedded from another file and was not read"
            ),
            RemarkKind::BrokenPart { part } => write!(
                f,
                "the document's part {part} is damaged; what it holds was not read, or not all"
            ),
            RemarkKind::Aside { aside, text, .. } => {
                write!(f, "text in a {aside} was not read: “{text}”")
            }
            RemarkKind::AsidesBeyond { count } => {
                write!(f, "{count} more notes and comments were not read")
            }
            RemarkKind::Damaged => {
                write!(f, "the file is damaged here; what could be read was read")
            }
        }
    }
}

impl fmt::Display for Aside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Aside::Header => "page header",
            Aside::Footer => "page footer",
            Aside::Footnote => "footnote",
            Aside::Endnote => "endnote",
            Aside::Comment => "comment",
        })
    }
}

impl Bullet {
    /// The bullet as a person sees it: the glyph, or the number in its format's place.
    pub fn shown(&self) -> String {
        match self.ordinal {
            None => self.glyph.clone(),
            Some(ordinal) => match self.glyph.find('%') {
                Some(at) => {
                    let rest = &self.glyph[at + 1..];
                    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
                    format!("{}{ordinal}{rest}", &self.glyph[..at])
                }
                None => self.glyph.clone(),
            },
        }
    }
}

impl Paragraph {
    /// Iterates over the spans with their text.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, &Span)> {
        let mut at = 0;
        self.spans.iter().map(move |span| {
            let start = at;
            at += span.len as usize;
            (&self.text[start..at], span)
        })
    }

    /// The text that counts as an answer: placeholders, phonetic guides and what is struck through
    /// left out.
    pub fn answer(&self) -> Cow<'_, str> {
        self.only(|span| span.is_answer() && !is_struck(span))
    }

    /// As [`answer`](Self::answer), with what is struck through.
    pub fn words(&self) -> Cow<'_, str> {
        self.only(Span::is_answer)
    }

    fn only(&self, counts: impl Fn(&Span) -> bool) -> Cow<'_, str> {
        if self.spans.iter().all(&counts) {
            return Cow::Borrowed(&self.text);
        }
        let kept = self.pieces().filter(|(_, span)| counts(span));
        Cow::Owned(kept.map(|(text, _)| text).collect())
    }

    /// Some of it is struck through.
    pub fn is_partly_struck(&self) -> bool {
        self.spans.iter().any(is_struck)
    }
}

/// What of an answer is struck through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Struck {
    /// All of it.
    Whole,
    /// These words of it.
    Part(String),
}

impl Span {
    /// The text counts as an answer: it is neither a prompt nor a phonetic guide.
    pub fn is_answer(&self) -> bool {
        !matches!(self.kind, SpanKind::Placeholder | SpanKind::Ruby)
    }
}

fn is_struck(span: &Span) -> bool {
    span.format.emphasis.strike
}

/// What of the answer in some paragraphs is struck through; `None` where nothing is.
pub fn struck<'p>(paragraphs: impl Iterator<Item = &'p Paragraph>) -> Option<Struck> {
    let mut out = String::new();
    let mut kept = false;
    for p in paragraphs.filter(|p| !p.spans.is_empty()) {
        if !p.spans.iter().any(is_struck) {
            kept |= p.words().contains(char::is_alphanumeric);
            continue;
        }
        for (text, span) in p.pieces().filter(|(_, s)| s.is_answer()) {
            if is_struck(span) {
                out.push_str(text);
            } else {
                kept |= text.contains(char::is_alphanumeric);
            }
        }
    }
    if !out.contains(char::is_alphanumeric) {
        return None;
    }
    Some(if kept {
        Struck::Part(out)
    } else {
        Struck::Whole
    })
}

impl Cell {
    /// The cell's own paragraphs in order, without those of nested tables and boxes.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        paragraphs(&self.blocks)
    }

    /// The cell's own paragraphs joined by `\n`, as the document has them.
    pub fn text(&self) -> Cow<'_, str> {
        join(self.paragraphs().map(|p| Cow::Borrowed(p.text.as_str())))
    }

    /// As [`text`](Self::text), of what counts as an answer.
    pub fn answer(&self) -> Cow<'_, str> {
        join(self.paragraphs().map(Paragraph::answer))
    }

    /// Nothing but white space in the cell, its boxes and its nested tables.
    pub fn is_blank(&self) -> bool {
        self.blocks.iter().all(blank_block)
    }

    /// Covers the slot at `row`, `column` (from 1).
    pub fn covers(&self, row: u32, column: u32) -> bool {
        row >= self.row
            && row - self.row < self.row_span
            && column >= self.column
            && column - self.column < self.column_span
    }
}

/// Nothing that can be seen: white space and characters of no width.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
            )
    })
}

fn blank_block(block: &Block) -> bool {
    match block {
        Block::Paragraph(p) => {
            is_blank(&p.answer()) && p.boxes.iter().all(|b| b.blocks.iter().all(blank_block))
        }
        Block::Table(t) => t.cells.iter().all(Cell::is_blank),
    }
}

fn join<'a>(mut parts: impl Iterator<Item = Cow<'a, str>>) -> Cow<'a, str> {
    let Some(first) = parts.next() else {
        return Cow::Borrowed("");
    };
    let Some(second) = parts.next() else {
        return first;
    };
    let mut out = first.into_owned();
    for part in std::iter::once(second).chain(parts) {
        out.push('\n');
        out.push_str(&part);
    }
    Cow::Owned(out)
}

/// The paragraphs directly in a flow.
pub fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = &Paragraph> {
    blocks.iter().filter_map(|b| match b {
        Block::Paragraph(p) => Some(p),
        Block::Table(_) => None,
    })
}

impl Table {
    /// The place of the slot at `row`, `column` (from 1): a sheet cell for a workbook.
    pub fn place(&self, row: u32, column: u32) -> Place {
        match &self.sheet {
            None => Place::Cell {
                table: self.number,
                row,
                column,
            },
            Some(sheet) => Place::sheet(
                &sheet.name,
                sheet.first_row.saturating_add(row).saturating_sub(1),
                sheet.first_column.saturating_add(column).saturating_sub(1),
            ),
        }
    }
}

impl TextBox {
    /// The box's lines: its own paragraphs, in order.
    pub fn lines(&self) -> impl Iterator<Item = &Paragraph> {
        paragraphs(&self.blocks)
    }
}
