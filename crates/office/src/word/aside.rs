//! Text that stands beside the body: headers, footers, foot- and endnotes, comments (ECMA-376
//! part 1 §17.10, §17.11, §17.13.4). None of it is an answer, but somebody may have typed one there.

use std::collections::HashMap;

use super::walk::Reference;
use crate::build::aside::{LONGEST, MOST, is_page};
use crate::build::symbol::{SymbolFont, look};
use crate::package::Package;
use crate::paper::{Aside, Place, Remark, RemarkKind};
use crate::xml::{self, Ns, Reader, Tag, Token, attribute_value};

/// Fields within one another.
const FIELDS: usize = 64;

/// The texts beside the body, each at the place that refers to it. A part that is broken is named:
/// no value depends on it, so the document is read for all that.
pub(super) fn read(package: &Package<'_>, references: &[Reference]) -> Vec<Remark> {
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    let mut by_id = References::new();
    for reference in references {
        let key = (reference.aside, reference.id.as_slice());
        by_id.entry(key).or_insert(reference);
    }
    let Ok(relationships) = package.relationships(package.main_part()) else {
        return found;
    };
    for (kind, aside) in [
        ("header", Aside::Header),
        ("footer", Aside::Footer),
        ("footnotes", Aside::Footnote),
        ("endnotes", Aside::Endnote),
        ("comments", Aside::Comment),
    ] {
        for relationship in relationships.iter().filter(|r| r.is(kind)) {
            let read = match package.xml(&relationship.target) {
                // Notes before the break in a broken part are kept.
                Ok(Some(bytes)) => part(&bytes, aside, &by_id, &mut found).is_ok(),
                Ok(None) => true,
                Err(_) => false,
            };
            if !read {
                broken.push(Remark {
                    kind: RemarkKind::BrokenPart {
                        part: relationship.target.clone(),
                    },
                    place: Place::Paragraph { paragraph: 1 },
                });
            }
        }
    }
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    if more > 0 {
        let place = Place::Paragraph { paragraph: 1 };
        found.push(Remark {
            kind: RemarkKind::AsidesBeyond { count: more as u32 },
            place,
        });
    }
    found.extend(broken);
    found
}

/// The references by what they refer to, each the first of its kind.
type References<'r> = HashMap<(Aside, &'r [u8]), &'r Reference>;

fn part(
    bytes: &[u8],
    aside: Aside,
    references: &References<'_>,
    found: &mut Vec<Remark>,
) -> Result<(), xml::Error> {
    let mut reader = Reader::new(bytes);
    loop {
        let tag = match reader.token()? {
            Token::Start(tag) if tag.ns == Ns::Word => tag,
            Token::Eof => return Ok(()),
            _ => continue,
        };
        let attribute = |name| reader.attribute(&tag, Ns::Word, name);
        let id = match (aside, tag.name) {
            (Aside::Header, b"hdr") | (Aside::Footer, b"ftr") => Vec::new(),
            (Aside::Footnote, b"footnote") | (Aside::Endnote, b"endnote")
                // The lines that Word draws over its notes have a type; notes have none.
                if matches!(attribute(b"type"), None | Some(b"normal")) =>
            {
                attribute(b"id").unwrap_or_default().to_vec()
            }
            (Aside::Comment, b"comment") => {
                attribute(b"id").unwrap_or_default().to_vec()
            }
            (_, b"hdr" | b"ftr" | b"footnotes" | b"endnotes" | b"comments") => continue,
            _ => {
                reader.skip()?;
                continue;
            }
        };
        let author = match (aside, attribute(b"author")) {
            (Aside::Comment, Some(raw)) => attribute_value(raw)?.into_owned(),
            _ => String::new(),
        };
        let text = text(&mut reader)?;
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let reference = references.get(&(aside, id.as_slice())).copied();
        let place = reference.map_or(Place::Paragraph { paragraph: 1 }, |r| r.place.clone());
        let about = reference.map_or_else(String::new, |r| r.about.trim().to_owned());
        // Those beyond the bound are counted.
        let text = match found.len() < MOST {
            true => text.to_owned(),
            false => String::new(),
        };
        found.push(Remark {
            kind: RemarkKind::Aside {
                aside,
                text,
                about,
                author,
            },
            place,
        });
    }
}

/// The text of the element begun last, its paragraphs parted by line ends. Of fields the results
/// count, but for the numbers of pages.
fn text(reader: &mut Reader<'_>) -> Result<String, xml::Error> {
    let mut note = Note::default();
    let outside = reader.depth() - 1;
    loop {
        match reader.token()? {
            Token::Eof => return Err(xml::Error::Truncated),
            Token::End if reader.depth() == outside => return Ok(note.text),
            Token::Start(tag) => note.element(reader, &tag)?,
            _ => {}
        }
    }
}

/// A text beside the body that is being read.
#[derive(Default)]
struct Note {
    text: String,
    fields: Vec<Field>,
}

/// A field that has begun.
#[derive(Default)]
struct Field {
    in_result: bool,
    /// Its result is the number of a page.
    is_page: bool,
}

impl Note {
    fn element(&mut self, reader: &mut Reader<'_>, tag: &Tag<'_>) -> Result<(), xml::Error> {
        if tag.ns == Ns::Compatibility && tag.name == b"Fallback" {
            return reader.skip();
        }
        if tag.ns != Ns::Word {
            return Ok(());
        }
        let attribute = |name| reader.attribute(tag, Ns::Word, name);
        match tag.name {
            b"del" | b"moveFrom" | b"delText" | b"rPr" | b"pPr" => reader.skip()?,
            b"fldSimple" if is_page(attribute(b"instr").unwrap_or_default()) => reader.skip()?,
            b"instrText" => {
                let mut code = String::new();
                content(reader, &mut code)?;
                if let Some(field) = self.fields.last_mut() {
                    field.is_page |= is_page(code.as_bytes());
                }
            }
            b"fldChar" => match attribute(b"fldCharType") {
                Some(b"begin") if self.fields.len() < FIELDS => self.fields.push(Field::default()),
                Some(b"separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.in_result = true;
                    }
                }
                Some(b"end") => {
                    self.fields.pop();
                }
                _ => {}
            },
            b"p" if !self.text.is_empty() && !self.text.ends_with('\n') => self.text.push('\n'),
            b"tab" | b"br" if self.shows() => self.text.push(' '),
            b"sym" if self.shows() => {
                let font = attribute(b"font").and_then(|f| std::str::from_utf8(f).ok());
                let code = attribute(b"char").and_then(|c| std::str::from_utf8(c).ok());
                let code = code.and_then(|c| u32::from_str_radix(c, 16).ok());
                if let Some(c) = code.and_then(char::from_u32).filter(|c| *c != '\0') {
                    self.text.push(look(font.and_then(SymbolFont::of), c));
                }
            }
            b"t" => {
                let mut text = String::new();
                content(reader, &mut text)?;
                if self.shows() {
                    self.text.push_str(&text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Text shows where the note stands.
    fn shows(&self) -> bool {
        self.text.len() < LONGEST && self.fields.iter().all(|f| f.in_result && !f.is_page)
    }
}

/// The characters of the element begun last.
fn content(reader: &mut Reader<'_>, out: &mut String) -> Result<(), xml::Error> {
    loop {
        match reader.token()? {
            Token::Text(piece) if out.len() < LONGEST => piece.push_to(out)?,
            Token::Text(_) => {}
            Token::Start(_) => reader.skip()?,
            Token::End => return Ok(()),
            Token::Eof => return Err(xml::Error::Truncated),
        }
    }
}
