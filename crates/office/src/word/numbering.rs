//! Lists: the bullet or number that a paragraph shows (ECMA-376 part 1 §17.9).

use std::collections::HashMap;

use super::color::Theme;
use super::properties::{integer, number, value};
use super::styles::{StyleNumber, Styles};
use crate::build::list::{Counters, LEVELS, Level, LevelKind, Levels, List};
use crate::build::look::RunLayer;
use crate::paper::Bullet;
use crate::xml::{self, Ns, Reader, Tag, Token, attribute_value};

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<i32, Abstract>,
    lists: HashMap<i32, List>,
}

/// An abstract numbering definition.
#[derive(Debug, Default)]
struct Abstract {
    levels: Levels,
    /// The numbering style whose definition counts instead.
    style_link: Option<Vec<u8>>,
}

impl Numbering {
    /// Reads a numbering part.
    pub(super) fn read(bytes: &[u8]) -> Result<Numbering, xml::Error> {
        let mut numbering = Numbering::default();
        let mut reader = Reader::new(bytes);
        loop {
            let tag = match reader.token()? {
                Token::Eof => return Ok(numbering),
                Token::Start(tag) if tag.ns == Ns::Word => tag,
                _ => continue,
            };
            match tag.name {
                b"abstractNum" => {
                    let id = id(&reader, &tag, b"abstractNumId");
                    let definition = read_abstract(&mut reader)?;
                    numbering.abstracts.entry(id).or_insert(definition);
                }
                b"num" => {
                    let id = id(&reader, &tag, b"numId");
                    let list = read_list(&mut reader)?;
                    numbering.lists.entry(id).or_insert(list);
                }
                _ => {}
            }
        }
    }

    /// What the next paragraph of this list and level shows, and counts it.
    pub(super) fn next(
        &self,
        list_id: i32,
        level: u8,
        styles: &Styles,
        counters: &mut Counters,
    ) -> Option<Bullet> {
        let list = self.lists.get(&list_id)?;
        let (definition_id, definition) = self.definition(list, styles)?;
        counters.next(list_id, list, definition_id, &definition.levels, level)
    }

    /// The definition behind a list, through the numbering style that it may point at (§17.9.21).
    fn definition(&self, list: &List, styles: &Styles) -> Option<(i32, &Abstract)> {
        let mut id = list.definition;
        // A link leads to a style, whose list has the definition: one step, or two at the most.
        for _ in 0..4 {
            let definition = self.abstracts.get(&id)?;
            let linked = definition.style_link.as_ref().and_then(|style| {
                let number: StyleNumber = styles.number(style);
                let list = styles.paragraph(number).list?;
                self.lists.get(&list).map(|l| l.definition)
            });
            match linked {
                Some(next) if next != id => id = next,
                _ => return Some((id, definition)),
            }
        }
        None
    }
}

fn id(reader: &Reader<'_>, tag: &Tag<'_>, name: &[u8]) -> i32 {
    reader
        .attribute(tag, Ns::Word, name)
        .and_then(number)
        .unwrap_or(-1)
}

fn level_index(reader: &Reader<'_>, tag: &Tag<'_>) -> usize {
    id(reader, tag, b"ilvl").clamp(0, LEVELS as i32 - 1) as usize
}

fn read_abstract(reader: &mut Reader<'_>) -> Result<Abstract, xml::Error> {
    let mut definition = Abstract::default();
    reader.children(|reader, tag| {
        match (tag.ns, tag.name) {
            (Ns::Word, b"lvl") => {
                let index = level_index(reader, &tag);
                definition.levels[index] = Some(read_level(reader)?);
            }
            (Ns::Word, b"numStyleLink") => {
                definition.style_link = value(reader, &tag).map(<[u8]>::to_vec);
            }
            _ => {}
        }
        Ok::<_, xml::Error>(())
    })?;
    Ok(definition)
}

fn read_list(reader: &mut Reader<'_>) -> Result<List, xml::Error> {
    let mut list = List {
        definition: -1,
        ..List::default()
    };
    reader.children(|reader, tag| {
        match (tag.ns, tag.name) {
            (Ns::Word, b"abstractNumId") => {
                list.definition = integer(reader, &tag).unwrap_or(-1);
            }
            (Ns::Word, b"lvlOverride") => {
                let index = level_index(reader, &tag);
                reader.children(|reader, tag| {
                    match (tag.ns, tag.name) {
                        (Ns::Word, b"startOverride") => {
                            list.starts[index] = integer(reader, &tag).map(unsigned);
                        }
                        (Ns::Word, b"lvl") => list.levels[index] = Some(read_level(reader)?),
                        _ => {}
                    }
                    Ok::<_, xml::Error>(())
                })?;
            }
            _ => {}
        }
        Ok::<_, xml::Error>(())
    })?;
    Ok(list)
}

fn read_level(reader: &mut Reader<'_>) -> Result<Level, xml::Error> {
    let (mut start, mut restart) = (0, None);
    let mut kind = LevelKind::Number;
    let mut text = String::new();
    let mut run = RunLayer::default();
    reader.children(|reader, tag| {
        if tag.ns != Ns::Word {
            return Ok(());
        }
        match tag.name {
            b"start" => start = integer(reader, &tag).map_or(0, unsigned),
            b"numFmt" => {
                kind = match value(reader, &tag) {
                    Some(b"bullet") => LevelKind::Bullet,
                    Some(b"none") => LevelKind::Plain,
                    _ => LevelKind::Number,
                };
            }
            b"lvlText" => {
                if let Some(raw) = value(reader, &tag) {
                    text = attribute_value(raw)?.into_owned();
                }
            }
            b"lvlRestart" => {
                restart = integer(reader, &tag).map(|n: i32| n.clamp(0, 9) as u8);
            }
            b"rPr" => reader.children(|reader, tag| run.take(reader, &tag, &Theme::default()))?,
            _ => {}
        }
        Ok::<_, xml::Error>(())
    })?;
    let font = run.font.flatten();
    Ok(Level::new(start, kind, text, restart, font))
}

fn unsigned(number: i32) -> u32 {
    number.max(0) as u32
}
