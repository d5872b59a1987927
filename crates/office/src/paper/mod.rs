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
mod remark;
mod revision;
mod span;
mod struck;
mod table;

pub use drawing::{Anchor, Drawing, DrawingKind, EMU_PER_CM};
pub use effects::{Effect, Effects, ParagraphFormat, Print};
pub use identity::{CellId, ParagraphId};
pub use place::{Place, column_name};
pub use placed::Placed;
pub use remark::{Aside, Remark, RemarkKind};
pub use revision::{Change, DeletedRow, Revision};
pub(crate) use revision::{deleted, inserted};
pub use span::{Emphasis, Format, Rgb, Script, Span, SpanKind};
pub use struck::{Struck, struck};
pub use table::{Cell, Sheet, Table, Widths};

use std::borrow::Cow;

use struck::is_struck;

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
    /// What of the text was changed with tracking on, in order.
    pub revisions: Vec<Revision>,
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

/// A paragraph's bullet or automatic number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bullet {
    /// The glyph of a bullet in Unicode (symbol fonts resolved where known: Wingdings 0xFE is
    /// `☑`), or the number format's text (`%1.`) of a numbered list.
    pub glyph: std::sync::Arc<str>,
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

impl Bullet {
    /// The bullet as a person sees it: the glyph, or the number in its format's place.
    pub fn shown(&self) -> String {
        match self.ordinal {
            None => self.glyph.to_string(),
            Some(ordinal) => match self.glyph.find('%') {
                Some(at) => {
                    let rest = &self.glyph[at + 1..];
                    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
                    format!("{}{ordinal}{rest}", &self.glyph[..at])
                }
                None => self.glyph.to_string(),
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

/// The paragraphs directly in a flow.
pub fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = &Paragraph> {
    blocks.iter().filter_map(|b| match b {
        Block::Paragraph(p) => Some(p),
        Block::Table(_) => None,
    })
}

impl TextBox {
    /// The box's lines: its own paragraphs, in order.
    pub fn lines(&self) -> impl Iterator<Item = &Paragraph> {
        paragraphs(&self.blocks)
    }
}
