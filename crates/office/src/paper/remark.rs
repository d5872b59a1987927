//! What a reader noticed that no cell or paragraph can carry.

use std::fmt;

use super::DrawingKind;
use super::Place;

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
    /// Text is hidden (`w:vanish`), and is not read.
    HiddenText {
        /// The text.
        text: String,
    },
    /// Text that nobody sees where it stands: it has the colour of what is behind it, its number
    /// format shows nothing, or its row has no height. It is read.
    Unseen {
        /// The text.
        text: String,
    },
    /// A drop-down shows the entry that it began with, which nobody chose and which is not read.
    Untouched {
        /// The entry.
        text: String,
    },
    /// A field has no result: what it would show is not known.
    FieldWithoutResult {
        /// Its code.
        code: String,
    },
    /// A picture, shape, chart or object lies over a sheet.
    Drawn {
        /// What it is.
        kind: DrawingKind,
    },
    /// A quote of a separated text is never closed, or swallows whole lines: it is read as a letter.
    OpenQuote,
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
        /// Who wrote it: of a comment, where the file says so.
        author: String,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
            RemarkKind::HiddenText { .. } => "hidden-text",
            RemarkKind::Unseen { .. } => "unseen",
            RemarkKind::Untouched { .. } => "untouched",
            RemarkKind::FieldWithoutResult { .. } => "field-without-result",
            RemarkKind::Drawn { .. } => "drawn",
            RemarkKind::OpenQuote => "open-quote",
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
            RemarkKind::HiddenText { text } => {
                write!(f, "hidden text was not read: “{text}”")
            }
            RemarkKind::Unseen { text } => {
                write!(f, "the text cannot be seen; it was read: “{text}”")
            }
            RemarkKind::Untouched { text } => {
                write!(f, "a drop-down shows “{text}”, which nobody chose")
            }
            RemarkKind::FieldWithoutResult { code } => {
                write!(f, "the document holds no result of the field {code}")
            }
            RemarkKind::Drawn { kind } => {
                write!(f, "a drawing ({}) lies over the sheet", kind.name())
            }
            RemarkKind::OpenQuote => {
                write!(
                    f,
                    "a quote is never closed; it was read as a letter of its line"
                )
            }
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
