//! The face that the sheet readers have of an XML part: tags by local name, text resolved.
//!
//! A prefix is never looked at, so Transitional, Strict and renamed namespaces read alike. Nothing
//! is expanded but the predefined entities and character references.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Error;

/// The deepest that elements may lie in one another.
const MAX_DEPTH: u32 = 256;

/// A part being read.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    part: &'a str,
    depth: u32,
}

/// A piece of a part. An empty element is opened and closed.
pub(super) enum Node<'a> {
    /// An element opens.
    Open(Tag<'a>),
    /// An element closes.
    Close(Name<'a>),
    /// Text: character data, CDATA or a resolved reference.
    Text(Cow<'a, str>),
    /// The part ends, every element closed.
    End,
}

/// An element's start tag.
pub(super) struct Tag<'a>(BytesStart<'a>);

/// The name of an element that closes.
pub(super) struct Name<'a>(quick_xml::events::BytesEnd<'a>);

impl Name<'_> {
    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

impl<'a> Tag<'a> {
    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// An attribute by its local name.
    pub(super) fn attr(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attrs()
            .find_map(|(local, value)| (local == name).then_some(value))
    }

    /// The attributes by local name. Namespace declarations are among them.
    pub(super) fn attrs(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        attributes.flatten().map(|a| {
            let name = a.key.local_name().into_inner();
            let value = match a.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => value,
                // An entity that nobody declared: its name stands for itself.
                Err(_) => a.value.clone(),
            };
            (name, value)
        })
    }
}

impl<'a> Xml<'a> {
    /// Reads `text`, the content of the part `part`.
    pub(super) fn new(text: &'a str, part: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Xml {
            reader,
            part,
            depth: 0,
        }
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Result<Node<'a>, Error> {
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|e| Error::damaged(self.part, e))?;
            return Ok(match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(Error::damaged(
                            self.part,
                            format!("more than {MAX_DEPTH} elements deep"),
                        ));
                    }
                    Node::Open(Tag(tag))
                }
                Event::End(name) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(Name(name))
                }
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(name) => Node::Text(resolve(&name)),
                Event::Eof if self.depth == 0 => Node::End,
                Event::Eof => return Err(Error::damaged(self.part, "unexpected end")),
                _ => continue,
            });
        }
    }

    /// Passes over the rest of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text of the element that was opened last, its descendants' too, to its end.
    pub(super) fn text(&mut self) -> Result<String, Error> {
        let outside = self.depth.saturating_sub(1);
        let mut out = String::new();
        while self.depth > outside {
            if let Node::Text(text) = self.next()? {
                out.push_str(&text);
            }
        }
        Ok(out)
    }

    /// How deep the reader is: 0 outside the root element.
    pub(super) fn depth(&self) -> u32 {
        self.depth
    }
}

fn resolve(name: &quick_xml::events::BytesRef<'_>) -> Cow<'static, str> {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return Cow::Owned(c.to_string());
    }
    match quick_xml::escape::resolve_predefined_entity(name) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(format!("&{};", &**name)),
    }
}
