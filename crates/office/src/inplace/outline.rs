//! The outline of a Word document's main part: where its paragraphs, tables, rows, cells and text
//! boxes begin and end, in bytes.
//!
//! The reader says where each paragraph of a paper was read from ([`Origin`]); the outline knows
//! what that paragraph lies in.

use super::Error;
use crate::paper::Origin;
use crate::xml::{Ns, Reader, Tag, Token};

/// Elements of an outline. Real documents have a tenth of that at most.
const MOST: usize = 2_000_000;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `w:body`.
    Body,
    /// `w:p`.
    Paragraph,
    /// `w:pPr`.
    ParagraphProperties,
    /// `w:r`.
    Run,
    /// `w:rPr`.
    RunProperties,
    /// `w:tbl`.
    Table,
    /// `w:tr`.
    Row,
    /// `w:tc`.
    Cell,
    /// `w:tcPr`.
    CellProperties,
    /// `w:txbxContent`.
    TextBox,
    /// `mc:AlternateContent`.
    Alternate,
    /// `w:sectPr`.
    Section,
}

/// An element of the outline, by byte offsets.
#[derive(Clone, Copy, Debug)]
pub struct Element<'a> {
    /// What it is.
    pub kind: Kind,
    /// Where its start tag begins.
    pub start: usize,
    /// Behind its start tag.
    pub inner: usize,
    /// Where its end tag begins; [`end`](Self::end) for an empty element.
    pub inner_end: usize,
    /// Behind its end tag.
    pub end: usize,
    /// The element of the outline that it lies in.
    pub parent: Option<usize>,
    /// A prefix that is bound to the Word namespace here.
    pub prefix: Option<&'a str>,
}

impl Element<'_> {
    /// Written as `<w:p/>`, so that there is no place inside to put anything.
    pub fn is_empty_tag(&self) -> bool {
        self.inner == self.end
    }
}

/// The outline of a main part.
#[derive(Debug)]
pub struct Outline<'a> {
    /// The part as UTF-8.
    pub bytes: &'a [u8],
    elements: Vec<Element<'a>>,
    strict: bool,
}

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

impl<'a> Outline<'a> {
    /// Reads a main part.
    ///
    /// # Errors
    /// When it is no XML that can be read, or more than any real document.
    pub fn read(part: &str, bytes: &'a [u8]) -> Result<Outline<'a>, Error> {
        let broken = |source| Error::xml(part, source);
        let mut reader = Reader::new(bytes);
        let mut outline = Outline {
            bytes,
            elements: Vec::new(),
            strict: false,
        };
        // Every open element, with its place in the outline where it has one.
        let mut open: Vec<Option<usize>> = Vec::new();
        let mut inside: Option<usize> = None;
        loop {
            match reader.token().map_err(broken)? {
                Token::Start(_) if outline.elements.len() >= MOST => {
                    return Err(Error::TooLarge {
                        part: part.to_owned(),
                    });
                }
                Token::Start(tag) => {
                    if open.is_empty() {
                        // Declarations are no attributes to the reader; here they are looked for.
                        outline.strict = tag.locals().any(|(_, raw)| raw == STRICT.as_bytes());
                    }
                    let index = kind_of(&tag).map(|kind| {
                        let prefix = reader.prefix_of(Ns::Word);
                        outline.elements.push(Element {
                            kind,
                            start: reader.tag_position(),
                            inner: reader.position(),
                            inner_end: 0,
                            end: 0,
                            parent: inside,
                            prefix: prefix.and_then(|p| std::str::from_utf8(p).ok()),
                        });
                        outline.elements.len() - 1
                    });
                    if index.is_some() {
                        inside = index;
                    }
                    open.push(index);
                }
                Token::End => {
                    if let Some(index) = open.pop().flatten() {
                        let element = &mut outline.elements[index];
                        element.end = reader.position();
                        element.inner_end = match element.inner == element.end {
                            true => element.end,
                            false => reader.tag_position(),
                        };
                        inside = element.parent;
                    }
                }
                Token::Text(_) => {}
                Token::Eof => return Ok(outline),
            }
        }
    }

    /// The URI of the Word namespace: Transitional or Strict (ECMA-376 part 1 annex A, part 4).
    pub fn word_uri(&self) -> &'static str {
        match self.strict {
            true => STRICT,
            false => TRANSITIONAL,
        }
    }

    /// The document is Strict.
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// The elements in document order.
    pub fn elements(&self) -> &[Element<'a>] {
        &self.elements
    }

    /// The element of that number.
    pub fn get(&self, index: usize) -> &Element<'a> {
        &self.elements[index]
    }

    /// The paragraph that was read from `origin`.
    pub fn paragraph(&self, origin: Origin) -> Option<usize> {
        let offset = origin.offset()?;
        let found = self.elements.binary_search_by_key(&offset, |e| e.inner);
        found
            .ok()
            .filter(|&i| self.elements[i].kind == Kind::Paragraph)
    }

    /// The elements that `index` lies in, innermost first.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.elements[index].parent, |&i| self.elements[i].parent)
    }

    /// The innermost element of a kind that `index` lies in.
    pub fn enclosing(&self, index: usize, kind: Kind) -> Option<usize> {
        self.ancestors(index)
            .find(|&i| self.elements[i].kind == kind)
    }

    /// The elements of the outline that lie directly in `index`, in order.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        let end = self.elements[index].end;
        (index + 1..self.elements.len())
            .take_while(move |&i| self.elements[i].start < end)
            .filter(move |&i| self.elements[i].parent == Some(index))
    }

    /// The first child of a kind.
    pub fn child(&self, index: usize, kind: Kind) -> Option<usize> {
        self.children(index)
            .find(|&i| self.elements[i].kind == kind)
    }

    /// The source of an element.
    pub fn source(&self, index: usize) -> &'a [u8] {
        let e = &self.elements[index];
        &self.bytes[e.start..e.end]
    }
}

fn kind_of(tag: &Tag<'_>) -> Option<Kind> {
    Some(match (tag.ns, tag.name) {
        (Ns::Word, b"p") => Kind::Paragraph,
        (Ns::Word, b"pPr") => Kind::ParagraphProperties,
        (Ns::Word, b"r") => Kind::Run,
        (Ns::Word, b"rPr") => Kind::RunProperties,
        (Ns::Word, b"tc") => Kind::Cell,
        (Ns::Word, b"tcPr") => Kind::CellProperties,
        (Ns::Word, b"tr") => Kind::Row,
        (Ns::Word, b"tbl") => Kind::Table,
        (Ns::Word, b"body") => Kind::Body,
        (Ns::Word, b"txbxContent") => Kind::TextBox,
        (Ns::Word, b"sectPr") => Kind::Section,
        (Ns::Compatibility, b"AlternateContent") => Kind::Alternate,
        _ => return None,
    })
}
