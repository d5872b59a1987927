//! The walk over the stories: positions to paragraphs, tables and text boxes.

use std::collections::HashMap;

use super::asides::Reference;
use super::characters::Characters;
use super::drawings::BoxText;
use super::fib::Story;
use super::story::{Document, Ends, Para, Stretch};
use super::{Error, limit};
use crate::Cost;
use crate::budget::Budget;
use crate::build::at::At;
use crate::build::field::Fields;
use crate::build::line::Line;
use crate::build::list::Counters;
use crate::build::look::RunState;
use crate::build::symbol::text_look;
use crate::paper::{
    self, Block, Bullet, Drawing, Origin, Paragraph, ParagraphId, Place, Remark, RemarkKind,
    Revision, Rgb, SpanKind, TextBox,
};

pub(super) type Result<T> = std::result::Result<T, Error>;

/// What a stretch of text looks like, and what its special characters are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub state: RunState,
    pub said: Characters,
}

/// What a look depends on: the list of properties, the piece's, the paragraph's and the table's
/// style.
type Key<'a> = (&'a [u8], u16, u16, Option<u16>);

/// What a flow belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Body,
    Cell,
    Box,
}

/// The walk's state.
pub(super) struct Walk<'a, 'd> {
    pub document: &'d Document<'a>,
    looks: HashMap<Key<'a>, Look>,
    /// The style of the table around the current cell.
    pub table_style: Option<u16>,
    /// The number of the table around the current cell.
    pub inside: Option<u32>,
    /// The cell or the text box that is being read.
    pub at: At,
    /// A tracked change was met in the current paragraph.
    changed: bool,
    pub fields: Fields,
    counters: Counters,
    pub numbers: Numbers,
    nesting: usize,
    pieces: usize,
    /// What reading the document may still cost.
    budget: Budget,
    pub remarks: Vec<Remark>,
    /// Where the text refers to notes and comments.
    pub references: Vec<Reference>,
    pub line: Line,
    /// The drawings of the current paragraph.
    pub drawn: Vec<Drawing>,
    /// What of the current paragraph was changed with tracking on.
    revisions: Vec<Revision>,
}

/// The numbers given so far.
#[derive(Default)]
pub(super) struct Numbers {
    paragraphs: u32,
    pub tables: u32,
    boxes: u32,
}

impl<'a, 'd> Walk<'a, 'd> {
    pub(super) fn new(document: &'d Document<'a>) -> Self {
        Walk {
            document,
            looks: HashMap::new(),
            table_style: None,
            inside: None,
            at: At::Body,
            changed: false,
            fields: Fields::default(),
            counters: Counters::default(),
            numbers: Numbers::default(),
            nesting: 0,
            pieces: 0,
            budget: Budget::default(),
            remarks: Vec::new(),
            references: Vec::new(),
            line: Line::default(),
            drawn: Vec::new(),
            revisions: Vec::new(),
        }
    }

    /// Reads the body.
    pub(super) fn body(&mut self) -> Result<Vec<Block>> {
        let (from, to) = self.document.story(Story::Main);
        let paras = self.document.paragraphs(from, to)?;
        let mut blocks = self.flow(&paras, 0, Flow::Body)?;
        self.loose_boxes(&mut blocks)?;
        Ok(blocks)
    }

    /// Boxes that no anchor leads to stand at the end: they may hold an answer.
    fn loose_boxes(&mut self, blocks: &mut Vec<Block>) -> Result<()> {
        let mut boxes = Vec::new();
        for text in &self.document.drawings.loose {
            if self.is_blank(text) {
                continue;
            }
            boxes.push(self.text_box(text)?);
            let place = Place::Line {
                text_box: self.numbers.boxes,
                line: 1,
            };
            self.remark(RemarkKind::Damaged, place);
        }
        if !boxes.is_empty() {
            let holder = Paragraph {
                boxes,
                ..Paragraph::default()
            };
            self.add_paragraph(holder, false, Flow::Body, blocks);
        }
        Ok(())
    }

    /// Reads a flow of paragraphs that stand in `depth` tables.
    pub(super) fn flow(
        &mut self,
        paras: &[Para<'a>],
        depth: usize,
        flow: Flow,
    ) -> Result<Vec<Block>> {
        self.nesting += 1;
        if self.nesting > limit::NESTING {
            return Err(Error::TooDeep {
                limit: limit::NESTING,
            });
        }
        let outer = self.fields.enter();
        let mut blocks = Vec::with_capacity(if flow == Flow::Cell { 1 } else { 16 });
        // The last paragraph's mark was deleted: the next one goes on in it.
        let mut joining = false;
        let mut left = paras;
        while let Some(para) = left.first() {
            if para.depth > depth {
                let end = left
                    .iter()
                    .position(|p| p.depth <= depth)
                    .unwrap_or(left.len());
                let (inner, rest) = left.split_at(end);
                left = rest;
                joining = false;
                // Nothing ends a cell or a row: in a damaged file, a table that is none.
                if inner
                    .iter()
                    .all(|p| p.depth != depth + 1 || p.ends == Ends::Nothing)
                {
                    blocks.extend(self.flow(inner, depth + 1, flow)?);
                } else {
                    self.tables(inner, depth + 1, &mut blocks)?;
                }
                continue;
            }
            let (paragraph, mark_deleted) = self.paragraph(para)?;
            self.add_paragraph(paragraph, joining, flow, &mut blocks);
            joining = mark_deleted;
            left = &left[1..];
        }
        if let Some(text) = self.fields.leave(outer) {
            let mut rest = Paragraph::default();
            rest.push_text(&text);
            self.add_paragraph(rest, false, flow, &mut blocks);
        }
        self.nesting -= 1;
        Ok(blocks)
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

    /// Reads a paragraph; also says whether its mark is deleted.
    fn paragraph(&mut self, para: &Para<'a>) -> Result<(Paragraph, bool)> {
        self.count_piece()?;
        let outer_line = std::mem::take(&mut self.line);
        let outer_drawn = std::mem::take(&mut self.drawn);
        let outer_revisions = std::mem::take(&mut self.revisions);
        self.changed = false;
        self.comment_starts(para);
        let mark = self.look_at(para.mark, para.style);
        let mark_deleted = mark.said.deleted;
        let bullet = match mark_deleted {
            true => None,
            false => self.bullet(para, mark.said.layer.color.flatten())?,
        };
        let mut boxes = Vec::new();
        let mut position = para.from;
        while position < para.mark {
            let stretch = self.document.stretch(position, para.mark);
            let look = self.look(&stretch, para.style);
            self.stretch(position, stretch.to, &look, &mut boxes)?;
            position = stretch.to;
        }
        let line = std::mem::replace(&mut self.line, outer_line);
        let bytes = limit::PARAGRAPH + line.text.len();
        self.budget.take(Cost::Text, bytes)?;
        let drawings = std::mem::replace(&mut self.drawn, outer_drawn);
        let revisions = std::mem::replace(&mut self.revisions, outer_revisions);
        let layer = para.layer.over(self.document.styles.paragraph(para.style));
        let paragraph = Paragraph {
            id: ParagraphId::default(),
            number: 0,
            text: line.text,
            spans: line.spans,
            bullet,
            shading: layer.shading.flatten(),
            format: layer.format(),
            style: para.style,
            tracked: self.changed || mark_deleted || mark.said.inserted,
            revisions,
            boxes,
            drawings,
            origin: Origin::default(),
        };
        Ok((paragraph, mark_deleted))
    }

    /// Notes where the comments stand that begin in a paragraph.
    fn comment_starts(&mut self, para: &Para<'a>) {
        let document = self.document;
        for &position in document.comments.starts_in(para.from, para.mark) {
            if self.references.len() < limit::REFERENCES {
                let place = self.here();
                self.references.push(Reference { position, place });
            }
        }
    }

    fn bullet(&mut self, para: &Para<'a>, color: Option<Rgb>) -> Result<Option<Bullet>> {
        let document = self.document;
        let style = document.styles.paragraph(para.style);
        let numbered = para.layer.list_over(&style);
        let bullet =
            numbered.and_then(|(list, level)| document.lists.next(list, level, &mut self.counters));
        let Some(bullet) = bullet else {
            return Ok(None);
        };
        // The label is shared, but who compares labels looks at each of them.
        self.budget.take(Cost::Labels, bullet.glyph.len())?;
        Ok(Some(Bullet { color, ..bullet }))
    }

    /// What the mark at a position says of itself: deleted, inserted.
    pub(super) fn mark(&mut self, position: usize) -> Characters {
        self.look_at(position, 0).said
    }

    fn look_at(&mut self, position: usize, style: u16) -> Look {
        let stretch = self.document.stretch(position, position + 1);
        self.look(&stretch, style)
    }

    fn look(&mut self, stretch: &Stretch<'a>, style: u16) -> Look {
        let document = self.document;
        let key = (stretch.list, stretch.prm, style, self.table_style);
        *self.looks.entry(key).or_insert_with(|| {
            let mut said = Characters::read(stretch.list, &document.fonts);
            if stretch.prm != 0 {
                said.take(document.text.prm(stretch.prm), &document.fonts);
            }
            Look {
                state: document.styles.run(key.3, style, &said),
                said,
            }
        })
    }

    /// Reads a stretch of text in one look.
    fn stretch(
        &mut self,
        from: usize,
        to: usize,
        look: &Look,
        boxes: &mut Vec<TextBox>,
    ) -> Result<()> {
        self.changed |= look.said.deleted || look.said.inserted;
        let document = self.document;
        if look.said.deleted {
            let units = document.text.units[from..to].iter().copied();
            let letters = char::decode_utf16(units.filter(|u| *u >= 0x20));
            let text: String = letters.map(|c| c.unwrap_or('\u{fffd}')).collect();
            self.budget.take(Cost::Text, text.len())?;
            paper::deleted(&mut self.revisions, self.line.text.len(), &text);
            return Ok(());
        }
        let mut start = from;
        for position in from..to {
            let unit = document.text.units[position];
            if unit >= 0x20 && !(unit == 0x28 && look.said.symbol.is_some()) {
                continue;
            }
            self.plain(&document.text.units[start..position], look)?;
            start = position + 1;
            self.control(unit, position, look, boxes)?;
        }
        self.plain(&document.text.units[start..to], look)
    }

    /// Text without control characters.
    fn plain(&mut self, units: &[u16], look: &Look) -> Result<()> {
        if units.is_empty() {
            return Ok(());
        }
        let start = self.line.text.len();
        let text = char::decode_utf16(units.iter().copied());
        self.line.text.extend(text.map(|c| c.unwrap_or('\u{fffd}')));
        if let Some(shown) = text_look(look.state.font, &self.line.text[start..]) {
            self.line.text.truncate(start);
            self.line.text.push_str(&shown);
        }
        self.settle(start, SpanKind::Text, look)
    }

    pub(super) fn add(&mut self, text: &str, kind: SpanKind, look: &Look) -> Result<()> {
        let start = self.line.text.len();
        self.line.text.push_str(text);
        self.settle(start, kind, look)
    }

    /// What the line has from `start` on was just added: counts it in if it shows.
    fn settle(&mut self, start: usize, kind: SpanKind, look: &Look) -> Result<()> {
        let added = &self.line.text[start..];
        if self.fields.in_code() {
            self.fields.code(added);
        }
        let shown = self.fields.shown(added);
        if look.state.hidden || !shown {
            if look.state.hidden && shown && added.contains(char::is_alphanumeric) {
                let text = added.to_owned();
                self.hide(text);
            }
            self.line.text.truncate(start);
            return Ok(());
        }
        if look.said.inserted {
            paper::inserted(&mut self.revisions, start, added.len());
        }
        if self.line.settle(start, look.state.format, kind) {
            self.count_piece()?;
        }
        Ok(())
    }

    pub(super) fn text_box(&mut self, text: &BoxText) -> Result<TextBox> {
        self.count_piece()?;
        self.numbers.boxes += 1;
        let number = self.numbers.boxes;
        let (from, to) = self.document.part(Story::Boxes, text.from, text.to);
        // A mark stands behind the last paragraph of every text.
        let to = if to - from > 1 { to - 1 } else { to };
        let paras = self.document.paragraphs(from, to)?;
        // A box stands outside of the table around it.
        let table_style = self.table_style.take();
        let changed = self.changed;
        let outer = std::mem::replace(&mut self.at, At::Box(number, 0));
        let blocks = self.flow(&paras, 0, Flow::Box)?;
        self.at = outer;
        self.table_style = table_style;
        self.changed = changed;
        Ok(TextBox { number, blocks })
    }

    fn is_blank(&self, text: &BoxText) -> bool {
        let (from, to) = self.document.part(Story::Boxes, text.from, text.to);
        self.document.text.units[from..to]
            .iter()
            .all(|&u| u <= 0x20)
    }

    /// Counts one more paragraph, cell or stretch of text.
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

    /// Hidden text stands here: one remark a place.
    fn hide(&mut self, text: String) {
        let place = self.here();
        if let Some(last) = self.remarks.last_mut()
            && let RemarkKind::HiddenText { text: before } = &mut last.kind
            && last.place == place
        {
            return before.push_str(&text);
        }
        self.remark(RemarkKind::HiddenText { text }, place);
    }

    pub(super) fn remark(&mut self, kind: RemarkKind, place: Place) {
        if self.remarks.len() < limit::REMARKS {
            self.remarks.push(Remark { kind, place });
        }
    }
}
