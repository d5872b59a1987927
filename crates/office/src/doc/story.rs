//! Stories as paragraphs: where each begins and ends, and what its mark says ([MS-DOC] §2.4.2).

use super::bytes::Plc;
use super::comments::Comments;
use super::drawings::Drawings;
use super::fib::{Fib, Part, Story};
use super::fonts::Fonts;
use super::lists::Lists;
use super::pages::Runs;
use super::paragraphs::{Paragraphs, lists};
use super::pieces::Text;
use super::styles::Styles;
use super::{Error, limit};
use crate::build::look::ParagraphLayer;
use crate::{Cost, Exceeded};

/// All that a document's streams say, apart.
pub(super) struct Document<'a> {
    pub fib: Fib<'a>,
    pub text: Text<'a>,
    pub data: &'a [u8],
    characters: Runs<'a>,
    paragraphs: Runs<'a>,
    pub fonts: Fonts,
    pub styles: Styles,
    pub lists: Lists,
    pub drawings: Drawings,
    pub comments: Comments,
    /// The positions of the marks that end sections, ascending.
    sections: Vec<usize>,
}

/// A paragraph of a story.
#[derive(Clone, Copy, Debug)]
pub(super) struct Para<'a> {
    /// Its first position, and that of its mark.
    pub from: usize,
    pub mark: usize,
    pub style: u16,
    pub layer: ParagraphLayer,
    /// In how many tables it stands.
    pub depth: usize,
    pub ends: Ends,
    list: &'a [u8],
    prm: u16,
}

/// What a paragraph's mark ends besides the paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    Nothing,
    Cell,
    /// A row; the paragraph is nothing but its mark.
    Row,
}

/// A stretch of text with one list of properties, from a position up to `to`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch<'a> {
    pub to: usize,
    pub list: &'a [u8],
    pub prm: u16,
}

const CELL_MARK: u16 = 0x07;
/// A page break, or the end of a section.
const BREAK: u16 = 0x0c;
const PARAGRAPH_MARK: u16 = 0x0d;

impl<'a> Document<'a> {
    /// Takes a document's streams apart.
    ///
    /// # Errors
    /// When there is no piece table. All else may be missing.
    pub(super) fn read(fib: Fib<'a>, data: &'a [u8]) -> Result<Document<'a>, Error> {
        let text = Text::read(&fib).ok_or(Error::Damaged { what: "Clx" })?;
        let fonts = Fonts::read(fib.part(Part::Fonts));
        let sections = Plc::read(fib.part(Part::Sections), 12);
        let sections = (1..=sections.len())
            .filter_map(|i| (sections.position(i) as usize).checked_sub(1))
            .collect();
        Ok(Document {
            text,
            data,
            characters: Runs::characters(&fib),
            paragraphs: Runs::paragraphs(&fib),
            styles: Styles::read(fib.part(Part::Styles), &fonts),
            lists: Lists::read(&fib, &fonts),
            drawings: Drawings::read(&fib),
            comments: Comments::read(&fib),
            fonts,
            sections,
            fib,
        })
    }

    /// The positions of a story that have text: from the first to the one behind the last.
    pub(super) fn story(&self, story: Story) -> (usize, usize) {
        let (from, to) = self.fib.story(story);
        let there = |position: u64| {
            usize::try_from(position)
                .map_or(self.text.units.len(), |p| p.min(self.text.units.len()))
        };
        (there(from), there(to))
    }

    /// The positions of a part of a story, told from the story's start.
    pub(super) fn part(&self, story: Story, from: u32, to: u32) -> (usize, usize) {
        let (first, last) = self.story(story);
        let at = |position: u32| first.saturating_add(position as usize).min(last);
        (at(from), at(to))
    }

    /// The paragraphs between two positions.
    ///
    /// # Errors
    /// When there are more than a document has, or they stand in too many tables.
    pub(super) fn paragraphs(&self, from: usize, to: usize) -> Result<Vec<Para<'a>>, Error> {
        let mut found = Vec::new();
        let mut start = from;
        for position in from..to {
            let is_mark = match self.text.units[position] {
                CELL_MARK | PARAGRAPH_MARK => true,
                BREAK => self.is_paragraph_end(position),
                _ => false,
            };
            if is_mark {
                found.push(self.para(start, position)?);
                start = position + 1;
                if found.len() > limit::PIECES {
                    let cost = Cost::Pieces;
                    return Err(Exceeded { cost }.into());
                }
            }
        }
        // Text without a mark, where a length lies.
        if start < to {
            found.push(self.para(start, to)?);
        }
        Ok(found)
    }

    /// A break ends the paragraph where it ends a section, or where the properties of another
    /// paragraph begin behind it; else it stands in the midst of one.
    fn is_paragraph_end(&self, position: usize) -> bool {
        self.sections.binary_search(&position).is_ok()
            || self.text.piece_at(position).is_some_and(|index| {
                let piece = &self.text.pieces[index];
                let offset = piece.offset(position);
                let run = self.paragraphs.at(offset);
                run.from < run.to && run.to == offset + piece.width
            })
    }

    fn para(&self, from: usize, mark: usize) -> Result<Para<'a>, Error> {
        let mut said = Paragraphs::default();
        let (mut style, mut list, mut prm) = (0, &[][..], 0);
        if let Some(index) = self.text.piece_at(mark) {
            let piece = &self.text.pieces[index];
            let run = self.paragraphs.at(piece.offset(mark));
            (style, list, prm) = (run.style, run.sprms, piece.prm);
            for list in lists(list, self.data) {
                said.take(list);
            }
            if prm != 0 {
                said.take(self.text.prm(prm));
            }
        }
        let mut depth = said.depth();
        if depth > limit::NESTING {
            return Err(Error::TooDeep {
                limit: limit::NESTING,
            });
        }
        let ends = match self.text.units.get(mark) {
            Some(&CELL_MARK) if depth > 0 => {
                depth = 1;
                match said.ends_row {
                    true => Ends::Row,
                    false => Ends::Cell,
                }
            }
            _ if depth > 1 && said.ends_inner_row => Ends::Row,
            _ if depth > 1 && said.ends_inner_cell => Ends::Cell,
            _ => Ends::Nothing,
        };
        Ok(Para {
            from,
            mark,
            style: said.style.unwrap_or(style),
            layer: said.layer,
            depth,
            ends,
            list,
            prm,
        })
    }

    /// The lists of modifiers of a paragraph.
    pub(super) fn lists_of(&self, para: &Para<'a>) -> impl Iterator<Item = &'a [u8]> {
        let prm = match para.prm {
            0 => &[],
            prm => self.text.prm(prm),
        };
        lists(para.list, self.data).chain(std::iter::once(prm))
    }

    /// The stretch of text with one list of properties that begins at a position and ends before
    /// `end`.
    pub(super) fn stretch(&self, position: usize, end: usize) -> Stretch<'a> {
        let Some(index) = self.text.piece_at(position) else {
            return Stretch {
                to: end,
                list: &[],
                prm: 0,
            };
        };
        let piece = &self.text.pieces[index];
        let offset = piece.offset(position);
        let run = self.characters.at(offset);
        let len = (run.to - offset).div_ceil(piece.width);
        let mut to = position.saturating_add(len).min(piece.to).min(end);
        // The halves of a character beyond the first plane stay together.
        let half = |at: usize, from: u16| self.text.units[at] & 0xfc00 == from;
        if to < end && half(to - 1, 0xd800) && half(to, 0xdc00) {
            to += 1;
        }
        Stretch {
            to,
            list: run.sprms,
            prm: piece.prm,
        }
    }
}
