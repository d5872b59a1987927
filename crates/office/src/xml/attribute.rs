//! The attributes in a start tag (XML 1.0 §3.1).

use memchr::{memchr, memchr2};

use super::name::{Name, is_space, name};
use super::{Flaw, Ns, Reader};

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'a> {
    /// The element's namespace.
    pub ns: Ns,
    /// The element's local name.
    pub name: &'a [u8],
    attributes: &'a [u8],
}

impl<'a> Tag<'a> {
    pub(super) fn new(ns: Ns, name: &'a [u8], attributes: &'a [u8]) -> Tag<'a> {
        Tag {
            ns,
            name,
            attributes,
        }
    }

    /// The attributes by their local names, whatever their namespaces, with their raw values: for
    /// vocabularies that never use one local name in two namespaces on one element.
    pub fn locals(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        raw_attributes(self.attributes).map(|(name, raw)| (split(name).1, raw))
    }

    /// The attributes by their qualified names, with their raw values.
    #[inline]
    pub(super) fn raw_attributes(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        raw_attributes(self.attributes)
    }
}

/// An attribute as it stands in a tag.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// The attribute's namespace; one without a prefix has none.
    pub ns: Ns,
    /// Its local name.
    pub name: &'a [u8],
    /// Its value, references still unresolved.
    pub raw: &'a [u8],
}

/// The attributes of one tag, in order, but for namespace declarations.
pub struct Attributes<'a, 'r> {
    reader: &'r Reader<'a>,
    rest: &'a [u8],
}

impl<'a, 'r> Attributes<'a, 'r> {
    pub(super) fn new(reader: &'r Reader<'a>, tag: &Tag<'a>) -> Attributes<'a, 'r> {
        Attributes {
            reader,
            rest: tag.attributes,
        }
    }
}

impl<'a> Iterator for Attributes<'a, '_> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        loop {
            let (qualified, raw, rest) = raw_attribute(self.rest)?;
            self.rest = rest;
            let (prefix, name) = split(qualified);
            if declared_prefix(qualified).is_none() {
                let ns = self.reader.attribute_ns(prefix);
                return Some(Attribute { ns, name, raw });
            }
        }
    }
}

/// What stands next in a start tag.
pub(super) enum Scan<'a> {
    /// An attribute, and where it ends.
    Attribute { name: Name<'a>, end: usize },
    /// The tag's `>`, and where it is.
    End(usize),
    /// Nothing: the part ends.
    Truncated,
    /// What may not stand there, and where.
    Wrong(Flaw, usize),
}

/// What stands at `at` in the start tag that `tag` begins with: white space, and then an attribute
/// or the end.
#[inline]
pub(super) fn attribute(tag: &[u8], at: usize) -> Scan<'_> {
    let start = spaces(tag, at);
    match tag.get(start) {
        None => return Scan::Truncated,
        Some(b'>') => return Scan::End(start),
        Some(b'/') => {
            return match tag.get(start + 1) {
                Some(b'>') => Scan::End(start + 1),
                Some(_) => Scan::Wrong(Flaw::Attribute, start),
                None => Scan::Truncated,
            };
        }
        Some(b'<') => return Scan::Wrong(Flaw::LessThan, start),
        Some(_) if start == at => return Scan::Wrong(Flaw::Attribute, start),
        Some(_) => {}
    }
    let Some(name) = name(&tag[start..]) else {
        // A name may be cut by the end of the part.
        return match memchr(b'>', &tag[start..]) {
            Some(_) => Scan::Wrong(Flaw::Attribute, start),
            None => Scan::Truncated,
        };
    };
    let equals = spaces(tag, start + name.whole.len());
    let quote = spaces(tag, equals + 1);
    match (tag.get(equals), tag.get(quote)) {
        (Some(b'='), Some(&mark @ (b'"' | b'\''))) => {
            let value = &tag[quote + 1..];
            match memchr2(mark, b'<', value) {
                Some(end) if value[end] == mark => Scan::Attribute {
                    name,
                    end: quote + end + 2,
                },
                Some(end) => Scan::Wrong(Flaw::LessThan, quote + 1 + end),
                None => Scan::Truncated,
            }
        }
        (None, _) | (Some(b'='), None) => Scan::Truncated,
        _ => Scan::Wrong(Flaw::Attribute, start),
    }
}

/// Where the white space at `at` ends.
#[inline]
fn spaces(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(|&b| is_space(b)) {
        at += 1;
    }
    at
}

/// The attributes of a tag that was read, by their qualified names, with their raw values.
#[inline]
pub(super) fn raw_attributes(mut rest: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let (name, raw, next) = raw_attribute(rest)?;
        rest = next;
        Some((name, raw))
    })
}

/// The first attribute in `text`: its qualified name, its raw value, and what follows it. The
/// reader has seen that they are well-formed.
#[inline]
fn raw_attribute(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let text = text.trim_ascii_start();
    let equals = memchr(b'=', text)?;
    let name = text[..equals].trim_ascii_end();
    let value = text[equals + 1..].trim_ascii_start();
    let end = memchr(*value.first()?, &value[1..])?;
    Some((name, &value[1..=end], &value[end + 2..]))
}

/// The prefix (empty without one) and the local part of a qualified name.
#[inline]
pub(super) fn split(qualified: &[u8]) -> (&[u8], &[u8]) {
    match qualified {
        // The prefix that nearly every tag of a Word document has is one letter long.
        [_, b':', ..] => (&qualified[..1], &qualified[2..]),
        _ => match qualified.iter().position(|&b| b == b':') {
            Some(colon) => (&qualified[..colon], &qualified[colon + 1..]),
            None => (b"", qualified),
        },
    }
}

/// The prefix that an attribute of this name declares, if it is a declaration.
pub(super) fn declared_prefix(name: &[u8]) -> Option<&[u8]> {
    match name.strip_prefix(b"xmlns")? {
        [] => Some(b""),
        [b':', prefix @ ..] => Some(prefix),
        _ => None,
    }
}
