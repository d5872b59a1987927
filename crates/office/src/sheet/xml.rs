//! The face that the sheet readers have of an XML part: tags by local name, text resolved.
//!
//! SpreadsheetML and OpenDocument never use one local name for two things in the places that are
//! read here, so namespaces (Transitional, Strict, any prefix) are not looked at.

use std::borrow::Cow;

use super::Error;
use crate::xml::{self, Reader, Text, Token, attribute_value};

/// A part being read.
pub(super) struct Xml<'a> {
    reader: Reader<'a>,
    part: &'a str,
}

/// A piece of a part. An empty element is opened and closed.
pub(super) enum Node<'a> {
    /// An element opens.
    Open(Tag<'a>),
    /// The innermost element closes.
    Close,
    /// Text.
    Text(Text<'a>),
    /// The part ends, every element closed.
    End,
}

/// An element's start tag.
pub(super) struct Tag<'a>(xml::Tag<'a>);

impl<'a> Tag<'a> {
    /// The name without its prefix; empty where it is no text.
    pub(super) fn local(&self) -> &'a str {
        std::str::from_utf8(self.0.name).unwrap_or("")
    }

    /// An attribute by its local name.
    pub(super) fn attr(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attrs()
            .find_map(|(local, value)| (local == name).then_some(value))
    }

    /// The attributes by local name. Namespace declarations are among them.
    pub(super) fn attrs(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        self.0.locals().map(|(name, raw)| {
            // What refers to an entity that nobody declared stands for itself.
            let value = attribute_value(raw).unwrap_or_else(|_| String::from_utf8_lossy(raw));
            (std::str::from_utf8(name).unwrap_or(""), value)
        })
    }
}

impl<'a> Xml<'a> {
    /// Reads `bytes` (UTF-8), the content of the part `part`.
    pub(super) fn new(bytes: &'a [u8], part: &'a str) -> Xml<'a> {
        Xml {
            reader: Reader::new(bytes),
            part,
        }
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Result<Node<'a>, Error> {
        Ok(match self.reader.token().map_err(|e| self.error(e))? {
            Token::Start(tag) => Node::Open(Tag(tag)),
            Token::End => Node::Close,
            Token::Text(text) => Node::Text(text),
            Token::Eof => Node::End,
        })
    }

    /// Passes over the rest of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        self.reader.skip().map_err(|e| self.error(e))
    }

    /// Appends a text to `out`.
    pub(super) fn push(&self, text: &Text<'_>, out: &mut String) -> Result<(), Error> {
        text.push_to(out).map_err(|e| self.error(e))
    }

    /// The text of the element that was opened last, its descendants' too, to its end.
    pub(super) fn text(&mut self) -> Result<String, Error> {
        let outside = self.depth() - 1;
        let mut out = String::new();
        while self.depth() > outside {
            if let Node::Text(text) = self.next()? {
                self.push(&text, &mut out)?;
            }
        }
        Ok(out)
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.reader.depth()
    }

    fn error(&self, error: xml::Error) -> Error {
        Error::xml(self.part, &error)
    }
}
