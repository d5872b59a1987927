//! The walk over the main part: a document as if its wrappers were not there.
//!
//! Word may put a content control, a smart tag, custom XML, a hyperlink or a tracked change around
//! runs, paragraphs, rows and cells alike. [`Walk::step`] takes them all away, so that the readers
//! of flows, tables and paragraphs see only what the wrappers hold. A wrapper is a [`Frame`] on a
//! stack, not a call, so wrappers may nest as deep as XML may; only cells and text boxes recurse,
//! and those have a limit.

use super::contents::Contents;
use super::control::Control;
use super::error::WalkError;
use super::memo::Memo;
use super::names::{Name, understood};
use super::open::{Builder, CellProperties, Open, ParagraphProperties, RowProperties};
use super::structure::Structure;
use super::styles::StyleNumber;
use super::{Definitions, limit};
use crate::Cost;
use crate::budget::Budget;
use crate::build::at::At;
use crate::build::field::Fields;
use crate::build::list::Counters;
use crate::build::look::RunState;
use crate::paper::{Aside, Block, Drawing, Paper, Paragraph, Place, Remark, RemarkKind, SpanKind};
use crate::xml::{self, Ns, Reader, Tag, Token};

pub(super) type Result<T> = std::result::Result<T, WalkError>;

/// The styles that text is under: the table's around it, if any, and its paragraph's.
pub(super) type Styling = (Option<StyleNumber>, StyleNumber);

/// The walk's state.
pub(super) struct Walk<'a, 'd> {
    pub xml: Reader<'a>,
    pub definitions: &'d Definitions,
    /// The other parts that drawings refer to.
    pub contents: &'d Contents<'d, 'd>,
    /// The drawing that is being read.
    pub drawing: Option<Box<Open>>,
    /// The drawings of the current paragraph.
    pub drawn: Vec<Drawing>,
    frames: Vec<(usize, Frame)>,
    /// How the text of the current run looks.
    pub run: RunState,
    /// How text without properties of its own looks in the current paragraph.
    pub base: RunState,
    pub paragraph_style: StyleNumber,
    /// The style of the table around the current cell.
    pub table_style: Option<StyleNumber>,
    /// The number of the table around the current cell.
    pub inside: Option<u32>,
    /// What the current text is.
    pub kind: SpanKind,
    /// How many tracked insertions are open.
    pub inserted: u32,
    /// What was deleted with tracking on where the walk stands.
    pub deleted: String,
    /// What a formula or field that has ended adds to the line.
    pub owed: String,
    /// A tracked change was met since this was last cleared.
    pub changed: bool,
    pub fields: Fields,
    pub counters: Counters,
    pub numbers: Numbers,
    nesting: usize,
    pieces: usize,
    /// What reading the document may still cost.
    pub budget: Budget,
    pub remarks: Vec<Remark>,
    /// Where the text refers to notes and comments.
    pub references: Vec<Reference>,
    /// The cell or the text box that is being read.
    pub at: At,
    /// Comments whose range is open.
    pub commented: Vec<Commented>,
    /// A builder whose buffers may be used again.
    pub spare: Option<Builder>,
    /// Looks of text without properties of its own, by table and paragraph style.
    pub looks: Vec<(Styling, RunState)>,
    pub run_memo: Memo<'a, Styling, RunState>,
    pub paragraph_memo: Memo<'a, (), ParagraphProperties>,
    pub cell_memo: Memo<'a, (), CellProperties>,
    pub row_memo: Memo<'a, (), RowProperties>,
    /// The properties of the cell that is being read.
    pub cell: CellProperties,
}

/// A reference to a note or a comment, which stands in a part of its own.
pub(super) struct Reference {
    pub aside: Aside,
    pub id: Vec<u8>,
    pub place: Place,
    /// The text that a comment is about.
    pub about: String,
}

/// The range of a comment, as far as it was read.
pub(super) struct Commented {
    pub id: Vec<u8>,
    /// Where it begins.
    pub place: Place,
    pub about: String,
    /// Its end was met.
    pub closed: bool,
}

/// The numbers given so far.
#[derive(Default)]
pub(super) struct Numbers {
    pub paragraphs: u32,
    pub tables: u32,
    pub boxes: u32,
}

/// An element that the walk has stepped into without a call, and what to restore at its end.
pub(super) enum Frame {
    /// Nothing.
    Plain,
    /// A run: the look of the text around it.
    Run(RunState),
    /// A run of a formula: the look of the text around it; a structure of one.
    MathRun(RunState),
    Math(Box<Structure>),
    /// A field whose code was an attribute.
    Field,
    /// A tracked insertion.
    Inserted,
    /// A content control, or a phonetic guide: what the text around it is.
    Kind(SpanKind),
    /// As `Kind`, and its properties may still come.
    Control(SpanKind),
    /// Alternative content: whether a branch has been taken.
    Alternate(bool),
    /// A drawing: the one around it.
    Drawing(Option<Box<Open>>),
}

/// What a step of the walk came upon.
pub(super) enum Step<'a> {
    Start(Name, Tag<'a>),
    End,
}

/// What a flow belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Body,
    Cell,
    Box,
}

impl<'a, 'd> Walk<'a, 'd> {
    pub(super) fn new(
        bytes: &'a [u8],
        definitions: &'d Definitions,
        contents: &'d Contents<'d, 'd>,
    ) -> Self {
        Walk {
            xml: Reader::new(bytes),
            definitions,
            contents,
            drawing: None,
            drawn: Vec::new(),
            frames: Vec::with_capacity(32),
            run: RunState::default(),
            base: RunState::default(),
            paragraph_style: 0,
            table_style: None,
            inside: None,
            kind: SpanKind::Text,
            inserted: 0,
            deleted: String::new(),
            owed: String::new(),
            changed: false,
            fields: Fields::default(),
            counters: Counters::default(),
            numbers: Numbers::default(),
            nesting: 0,
            pieces: 0,
            budget: Budget::default(),
            remarks: Vec::new(),
            references: Vec::new(),
            at: At::Body,
            commented: Vec::new(),
            spare: None,
            looks: Vec::new(),
            run_memo: Memo::new(),
            paragraph_memo: Memo::new(),
            cell_memo: Memo::new(),
            row_memo: Memo::new(),
            cell: CellProperties::default(),
        }
    }

    /// Reads the whole document; if its root is no Word document's, gives the root's name.
    pub(super) fn document(
        mut self,
    ) -> Result<std::result::Result<(Paper, Vec<Reference>), String>> {
        let root = loop {
            match self.xml.token()? {
                Token::Start(tag) => break tag,
                Token::Eof => return Err(xml::Error::Truncated.into()),
                _ => {}
            }
        };
        if (root.ns, root.name) != (Ns::Word, b"document") {
            return Ok(Err(String::from_utf8_lossy(root.name).into_owned()));
        }
        let blocks = self.flow(Flow::Body)?;
        let paper = Paper {
            blocks,
            remarks: self.remarks,
            ..Paper::default()
        };
        Ok(Ok((paper, self.references)))
    }

    /// The next element that is no wrapper, or the end of the innermost one that was given.
    pub(super) fn step(&mut self) -> Result<Step<'a>> {
        loop {
            match self.xml.token()? {
                Token::Text(_) => {}
                Token::Eof => return Err(xml::Error::Truncated.into()),
                Token::End => {
                    let ended = self.xml.depth() + 1;
                    match self.frames.last() {
                        Some((depth, _)) if *depth == ended => self.leave(),
                        _ => return Ok(Step::End),
                    }
                }
                Token::Start(tag) => {
                    let name = Name::of(&tag);
                    if !self.wrapper(name, &tag)? {
                        return Ok(Step::Start(name, tag));
                    }
                }
            }
        }
    }

    /// Deals with the element just begun if it is a wrapper, or holds nothing to read.
    #[inline]
    fn wrapper(&mut self, name: Name, tag: &Tag<'a>) -> Result<bool> {
        match name {
            Name::Empty => self.xml.skip()?,
            Name::Inserted => {
                self.inserted += 1;
                self.changed = true;
                self.enter(Frame::Inserted);
            }
            Name::Deleted => {
                self.changed = true;
                let text = self.text_to_end_of(self.xml.depth())?;
                self.deleted.push_str(&text);
            }
            Name::Control => {
                self.enter(Frame::Control(self.kind));
                // An inner control's text is the inner control's.
                if self.kind != SpanKind::Ruby {
                    self.kind = SpanKind::Text;
                }
            }
            Name::ControlProperties => match self.parent() {
                Some(Frame::Control(_)) => {
                    let control = Control::read(&mut self.xml)?;
                    if self.kind == SpanKind::Text {
                        self.kind = control.kind();
                    }
                }
                _ => self.xml.skip()?,
            },
            Name::ControlContent | Name::Wrapper => self.enter(Frame::Plain),
            Name::AlternateContent => self.enter(Frame::Alternate(false)),
            Name::Choice | Name::Fallback => {
                let wanted = name == Name::Fallback || understood(&self.xml, tag);
                match self.parent() {
                    Some(Frame::Alternate(taken @ false)) if wanted => {
                        *taken = true;
                        self.enter(Frame::Plain);
                    }
                    _ => self.xml.skip()?,
                }
            }
            Name::Elsewhere => {
                let place = Place::Paragraph {
                    paragraph: self.numbers.paragraphs.max(1),
                };
                self.remark(RemarkKind::Elsewhere, place);
                self.xml.skip()?;
            }
            // Beside its properties and its content a control holds nothing.
            _ if matches!(self.parent(), Some(Frame::Control(_))) => self.xml.skip()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Steps into the element just begun: its content is read as if it stood in its place.
    pub(super) fn enter(&mut self, frame: Frame) {
        self.frames.push((self.xml.depth(), frame));
    }

    /// The frame of the element that holds the one just begun, if that is one.
    pub(super) fn parent(&mut self) -> Option<&mut Frame> {
        let outside = self.xml.depth() - 1;
        match self.frames.last_mut() {
            Some((depth, frame)) if *depth == outside => Some(frame),
            _ => None,
        }
    }

    /// The frame of the innermost element that was stepped into.
    pub(super) fn innermost(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut().map(|(_, frame)| frame)
    }

    fn leave(&mut self) {
        match self.frames.pop() {
            Some((_, Frame::Run(outer) | Frame::MathRun(outer))) => self.run = outer,
            Some((_, Frame::Math(structure))) => {
                self.run = structure.outer;
                self.owed.push_str(&structure.closing);
            }
            Some((_, Frame::Field)) => self.field_ends(),
            Some((_, Frame::Inserted)) => self.inserted -= 1,
            Some((_, Frame::Kind(outer) | Frame::Control(outer))) => self.kind = outer,
            Some((_, Frame::Drawing(outer))) => self.leave_drawing(outer),
            Some((_, Frame::Plain | Frame::Alternate(_))) | None => {}
        }
    }

    /// Passes over the rest of the element at `depth`, in which wrappers may still be open.
    pub(super) fn skip_to_end_of(&mut self, depth: usize) -> Result<()> {
        while self.xml.depth() >= depth {
            self.xml.skip()?;
        }
        while self.frames.last().is_some_and(|(at, _)| *at >= depth) {
            self.leave();
        }
        Ok(())
    }

    /// The text, deleted text too, in the rest of the element at `depth`, as a line; cells are parted
    /// by tabs.
    pub(super) fn text_to_end_of(&mut self, depth: usize) -> Result<String> {
        let mut text = String::new();
        let mut inside = false;
        while self.xml.depth() >= depth {
            match self.xml.token()? {
                Token::Start(tag) => {
                    let name = if tag.ns == Ns::Word { tag.name } else { b"" };
                    inside = matches!(name, b"t" | b"delText");
                    let between = match name {
                        b"tab" => "\t",
                        b"br" | b"cr" => "\n",
                        b"tc" if !text.is_empty() => "\t",
                        _ => "",
                    };
                    text.push_str(between);
                }
                Token::Text(piece) if inside => piece.push_to(&mut text)?,
                Token::Text(_) => {}
                Token::End => inside = false,
                Token::Eof => return Err(xml::Error::Truncated.into()),
            }
        }
        while self.frames.last().is_some_and(|(at, _)| *at >= depth) {
            self.leave();
        }
        self.budget.take(Cost::Text, text.len())?;
        Ok(text)
    }

    /// Reads the flow inside the element just begun, to its end.
    pub(super) fn flow(&mut self, flow: Flow) -> Result<Vec<Block>> {
        self.nesting += 1;
        if self.nesting > limit::NESTING {
            return Err(WalkError::TooDeep);
        }
        let outer_fields = self.fields.enter();
        let mut blocks = Vec::with_capacity(if flow == Flow::Cell { 1 } else { 16 });
        self.blocks(flow, &mut blocks)?;
        if let Some(text) = self.fields.leave(outer_fields) {
            let mut rest = Paragraph::default();
            rest.push_text(&text);
            self.add_paragraph(rest, false, flow, &mut blocks);
        }
        self.nesting -= 1;
        Ok(blocks)
    }

    fn blocks(&mut self, flow: Flow, blocks: &mut Vec<Block>) -> Result<()> {
        // The last paragraph's mark was deleted: the next one goes on in it.
        let mut joining = false;
        let depth = self.xml.depth();
        loop {
            let (name, tag) = match self.step()? {
                Step::Start(name, tag) => (name, tag),
                Step::End => return Ok(()),
            };
            match name {
                Name::Paragraph => {
                    let read = self.paragraph()?;
                    self.add_paragraph(read.paragraph, joining, flow, blocks);
                    joining = read.mark_deleted;
                    for table in read.tables {
                        blocks.push(Block::Table(table));
                        joining = false;
                    }
                }
                Name::Table => {
                    let table = self.table()?;
                    blocks.push(Block::Table(table));
                    joining = false;
                }
                Name::CellProperties if flow == Flow::Cell => {
                    self.cell = self.cell_properties()?;
                    if self.cell.deleted {
                        return self.skip_to_end_of(depth);
                    }
                }
                // Text that stands in no paragraph, as some generators write it.
                Name::Run | Name::Text | Name::Drawing => {
                    let read = self.loose_run(name, &tag)?;
                    self.add_paragraph(read.paragraph, false, flow, blocks);
                }
                Name::BoxContent => {
                    let text_box = self.text_box()?;
                    let holder = Paragraph {
                        boxes: vec![text_box],
                        ..Paragraph::default()
                    };
                    self.add_paragraph(holder, false, flow, blocks);
                }
                Name::ParagraphProperties
                | Name::RunProperties
                | Name::TableProperties
                | Name::TableGrid
                | Name::RowProperties
                | Name::CellProperties => self.xml.skip()?,
                _ => self.enter(Frame::Plain),
            }
        }
    }

    fn add_paragraph(
        &mut self,
        mut paragraph: Paragraph,
        joining: bool,
        flow: Flow,
        blocks: &mut Vec<Block>,
    ) {
        if joining && let Some(Block::Paragraph(first)) = blocks.last_mut() {
            first.append(paragraph);
            return;
        }
        if flow == Flow::Body {
            self.numbers.paragraphs += 1;
            paragraph.number = self.numbers.paragraphs;
        }
        if let (Flow::Box, At::Box(_, lines)) = (flow, &mut self.at) {
            *lines += 1;
        }
        blocks.push(Block::Paragraph(paragraph));
    }

    /// Counts one more paragraph, cell or stretch of text.
    #[inline]
    pub(super) fn count_piece(&mut self) -> Result<()> {
        self.pieces += 1;
        if self.pieces > limit::PIECES {
            return Err(self.budget.exceed(Cost::Pieces).into());
        }
        Ok(self.budget.take(Cost::Pieces, limit::PIECE)?)
    }

    /// Where the walk stands: the cell, the line of a text box, or the paragraph of the body.
    pub(super) fn here(&self) -> Place {
        self.at.place(self.numbers.paragraphs)
    }

    /// Hidden text stands here: one remark a paragraph.
    pub(super) fn hide(&mut self, text: &str) {
        let place = self.here();
        if let Some(last) = self.remarks.last_mut()
            && let RemarkKind::HiddenText { text: before } = &mut last.kind
            && last.place == place
        {
            return before.push_str(text);
        }
        let text = text.to_owned();
        self.remark(RemarkKind::HiddenText { text }, place);
    }

    pub(super) fn remark(&mut self, kind: RemarkKind, place: Place) {
        if self.remarks.len() < limit::REMARKS {
            self.remarks.push(Remark { kind, place });
        }
    }
}
