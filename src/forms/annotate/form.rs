//! Comments in a department's own form: each at the cell, the line or the paragraph that it is
//! about.

use std::collections::HashMap;

use office::inplace::comment::{self, Comment};
use office::inplace::{Kind, Outline};
use office::package::{self, Package};
use office::paper::{Block, Cell, Paper, Paragraph, Place, Table, TextBox};

use super::{Annotated, Error, Remark};
use crate::read::{ABOUT, AUTHOR, seal};

/// More comments than that are no help to anybody; Word opens no file with more than 32 767
/// ([MS-OI29500] §2.1.315).
const MOST: usize = 5_000;

/// Writes the remarks into the form in `bytes`, which was read as `paper`.
///
/// # Errors
/// When the form cannot be read or has no paragraph at all.
pub fn annotate(bytes: &[u8], paper: &Paper, remarks: &[Remark]) -> Result<Annotated, Error> {
    let package = Package::open(bytes)?;
    let main = package.main_part();
    let missing = || package::Error::MissingPart { part: main.into() };
    let text = package.xml(main)?.ok_or_else(missing)?;
    let outline = Outline::read(main, &text)?;
    let anchors = Anchors::new(paper, &outline);
    let first = anchors.first().ok_or_else(|| Error::NoPlace {
        part: main.to_owned(),
    })?;
    let mut annotated = Annotated::default();
    let mut comments = Vec::new();
    for remark in remarks.iter().take(MOST) {
        let at = remark.place.as_ref().and_then(|place| anchors.at(place));
        if at.is_none() {
            annotated.unplaced += 1;
        }
        let (paragraphs, quoted) = at.unwrap_or(((first, first), None));
        let mut text = remark.text.clone();
        text.extend(quoted);
        text.push(seal(&text.concat()));
        comments.push(Comment { paragraphs, text });
    }
    if remarks.len() > MOST {
        let text = format!("另有 {} 处问题未逐一批注。", remarks.len() - MOST);
        let seal = seal(&text);
        comments.push(Comment {
            paragraphs: (first, first),
            text: vec![text, seal],
        });
    }
    annotated.remarks = remarks.len().min(MOST);
    annotated.bytes = comment::write(&package, &comments, AUTHOR)?;
    Ok(annotated)
}

/// Where comments on a paper's places can stand.
pub struct Anchors<'p, 'o, 'a> {
    outline: &'o Outline<'a>,
    body: HashMap<u32, &'p Paragraph>,
    tables: HashMap<u32, &'p Table>,
    boxes: HashMap<u32, &'p TextBox>,
    first: Option<&'p Paragraph>,
}

/// The first and the last paragraph, by number in the outline, and what to add to the comment.
pub type Anchor = ((usize, usize), Option<String>);

impl<'p, 'o, 'a> Anchors<'p, 'o, 'a> {
    /// The anchors of a paper that was read from the outline's document.
    pub fn new(paper: &'p Paper, outline: &'o Outline<'a>) -> Anchors<'p, 'o, 'a> {
        let mut anchors = Anchors {
            outline,
            body: HashMap::new(),
            tables: HashMap::new(),
            boxes: HashMap::new(),
            first: None,
        };
        let mut todo: Vec<&'p Block> = paper.blocks.iter().rev().collect();
        while let Some(block) = todo.pop() {
            match block {
                Block::Paragraph(p) => {
                    if p.number > 0 {
                        anchors.body.insert(p.number, p);
                        let said = |p: &&Paragraph| !p.text.trim().is_empty();
                        anchors.first = anchors.first.or(Some(p).filter(said));
                    }
                    for text_box in &p.boxes {
                        anchors.boxes.insert(text_box.number, text_box);
                        todo.extend(text_box.blocks.iter().rev());
                    }
                }
                Block::Table(table) => {
                    anchors.tables.insert(table.number, table);
                    for cell in &table.cells {
                        todo.extend(cell.blocks.iter().rev());
                    }
                }
            }
        }
        anchors
    }

    /// The document's first paragraph: of the body, else of all.
    fn first(&self) -> Option<usize> {
        let body = self.first.and_then(|p| self.outline.paragraph(p.origin));
        body.or_else(|| {
            let elements = self.outline.elements();
            elements.iter().position(|e| e.kind == Kind::Paragraph)
        })
        .map(|p| comment::anchor(self.outline, p, p).0)
    }

    /// Where a comment on a place stands; `None` where the document has no such place.
    pub fn at(&self, place: &Place) -> Option<Anchor> {
        match place {
            Place::Cell { table, row, column } => {
                let table = self.tables.get(table)?;
                let cell = table.cells.iter().find(|c| c.covers(*row, *column))?;
                Some((self.cell(cell)?, None))
            }
            Place::Line { text_box, line } => {
                let text_box = self.boxes.get(text_box)?;
                let line = (*line as usize).checked_sub(1)?;
                let p = text_box.lines().nth(line)?;
                let at = self.outline.paragraph(p.origin)?;
                let quoted = p.text.trim();
                let quoted = format!("{ABOUT}{}行：“{quoted}”）", line + 1);
                Some((comment::anchor(self.outline, at, at), Some(quoted)))
            }
            Place::Paragraph { paragraph } => {
                let p = self.body.get(paragraph)?;
                let at = self.outline.paragraph(p.origin)?;
                Some((comment::anchor(self.outline, at, at), None))
            }
            Place::Sheet { .. } => None,
        }
    }

    /// The cell's own paragraphs, from the first to the last that lie in one `w:tc`: a merged cell
    /// has several.
    fn cell(&self, cell: &Cell) -> Option<(usize, usize)> {
        let own = cell
            .paragraphs()
            .filter_map(|p| self.outline.paragraph(p.origin));
        let own: Vec<usize> = own.collect();
        let first = *own.first()?;
        let home = self.outline.enclosing(first, Kind::Cell);
        let last = own
            .into_iter()
            .rfind(|&p| self.outline.enclosing(p, Kind::Cell) == home)?;
        Some(comment::anchor(self.outline, first, last))
    }
}
