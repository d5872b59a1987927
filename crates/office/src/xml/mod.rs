//! A pull reader over one XML part, made for reading fast and safely what Word writes.
//!
//! It is the tokenizer behind the readers of Office parts, and knows no vocabulary but their
//! namespaces. What it gives for a well-formed part is what quick-xml gives (a property test and a
//! fuzz target hold it to that); what it leaves out is what those readers never need: it looks at
//! the attributes of a tag only when asked, and it can jump over an element that it has seen
//! byte for byte before ([`Reader::rest`], [`Reader::jump`]).
//!
//! It is strict where leniency would be dangerous: a document type declaration is refused, so
//! there are no entities to expand or load; an element left open is [`Error::Truncated`].

mod coded;
mod decode;
mod namespace;
mod splice;
mod text;

pub use coded::Coded;
pub use decode::utf8;
pub use namespace::Ns;
pub use splice::{Splice, append_to_root, escape_into, escaped, root_name, unprefixed};
pub use text::{Text, attribute_value, push_unescaped};

use memchr::{memchr, memmem};

/// How many elements may be open at once. Word itself stays below a few dozen.
pub const MAX_DEPTH: usize = 1024;

/// Why a part is not XML that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The part ends inside an element or a tag.
    #[error("the XML ends before its last element is closed")]
    Truncated,
    /// Not well-formed.
    #[error("malformed XML at byte {at}")]
    Malformed {
        /// Byte offset in the part, as decoded to UTF-8.
        at: usize,
    },
    /// A document type declaration, which no Office part may have.
    #[error("the XML has a document type declaration")]
    Doctype,
    /// A reference to an entity that XML does not define.
    #[error("unknown entity or character reference &{name};")]
    Entity {
        /// The entity's name.
        name: String,
    },
    /// More than [`MAX_DEPTH`] elements open at once.
    #[error("elements nested more than {MAX_DEPTH} deep")]
    TooDeep,
    /// Bytes that are no text in the part's encoding.
    #[error("bytes that are no text in the encoding the XML declares")]
    Encoding,
}

/// What the reader came upon. An empty element `<a/>` is a start and an end.
#[derive(Clone, Copy, Debug)]
pub enum Token<'a> {
    /// An element begins.
    Start(Tag<'a>),
    /// The innermost open element ends.
    End,
    /// Character data between two tags: references still unresolved.
    Text(Text<'a>),
    /// The root element has ended.
    Eof,
}

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
    /// The attributes by their local names, whatever their namespaces, with their raw values: for
    /// vocabularies that never use one local name in two namespaces on one element.
    pub fn locals(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        raw_attributes(self.attributes).map(|(name, raw)| (split(name).1, raw))
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

struct Open<'a> {
    /// The name with its prefix, which the end tag must repeat.
    name: &'a [u8],
    /// How many bindings were in force outside.
    bindings: usize,
}

struct Binding<'a> {
    prefix: &'a [u8],
    ns: Ns,
}

/// The pull reader. Bytes are UTF-8 (see [`utf8`]).
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the tag that was read last begins.
    tag: usize,
    open: Vec<Open<'a>>,
    /// The last start tag was an empty element: its end comes next.
    end_pending: bool,
    seen_root: bool,
    bindings: Vec<Binding<'a>>,
    /// The prefix looked up last, and what it is bound to.
    last: Option<(&'a [u8], Ns)>,
    generation: u32,
    /// Where the letters `xmlns` stand next: tags before it declare nothing.
    next_xmlns: usize,
}

enum Step<'a> {
    Start {
        name: &'a [u8],
        attributes: &'a [u8],
    },
    End,
    Text(Text<'a>),
    Eof,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Reader {
            bytes,
            at: 0,
            tag: 0,
            open: Vec::with_capacity(32),
            end_pending: false,
            seen_root: false,
            bindings: Vec::with_capacity(32),
            last: None,
            generation: 0,
            next_xmlns: find_xmlns(bytes, 0),
        }
    }

    /// The next token. After an error the reader must not be asked again.
    #[inline]
    pub fn token(&mut self) -> Result<Token<'a>, Error> {
        Ok(match self.step()? {
            Step::Start { name, attributes } => {
                let (ns, name) = self.resolve(name);
                Token::Start(Tag {
                    ns,
                    name,
                    attributes,
                })
            }
            Step::End => Token::End,
            Step::Text(text) => Token::Text(text),
            Step::Eof => Token::Eof,
        })
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Passes over everything up to and with the end of the innermost open element.
    pub fn skip(&mut self) -> Result<(), Error> {
        let outside = self.open.len().saturating_sub(1);
        loop {
            match self.step()? {
                Step::End if self.open.len() == outside => return Ok(()),
                Step::Eof => return Err(Error::Truncated),
                _ => {}
            }
        }
    }

    /// Calls `each` with the start tag of every child element of the innermost open element, and
    /// ends with that element. What `each` leaves unread of a child is passed over.
    pub fn children<E: From<Error>>(
        &mut self,
        mut each: impl FnMut(&mut Reader<'a>, Tag<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let depth = self.depth();
        loop {
            match self.token()? {
                Token::Start(tag) => {
                    each(self, tag)?;
                    while self.depth() > depth {
                        self.skip()?;
                    }
                }
                Token::End => return Ok(()),
                Token::Text(_) => {}
                Token::Eof => return Err(Error::Truncated.into()),
            }
        }
    }

    /// The bytes still to be read: after a start tag, the element's content and what follows.
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Where the reader stands, in bytes from the start of the decoded part.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Where the start or end tag that was read last begins, in bytes from the start of the decoded
    /// part. The end of an empty element is where its start is.
    pub fn tag_position(&self) -> usize {
        self.tag
    }

    /// The last start tag was that of an empty element.
    pub fn at_empty_element(&self) -> bool {
        self.end_pending
    }

    /// Jumps over the content and the end tag, `len` bytes in all, of the element whose start tag
    /// was read last. The caller has read these very bytes before, in the same
    /// [`generation`](Self::generation), so they are known to be well-formed.
    pub fn jump(&mut self, len: usize) {
        self.at = (self.at + len).min(self.bytes.len());
        self.pop();
    }

    /// Changes whenever a namespace declaration comes into or goes out of force.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The attributes of a tag that was read in the scope that is still open.
    pub fn attributes<'r>(&'r self, tag: &Tag<'a>) -> Attributes<'a, 'r> {
        Attributes {
            reader: self,
            rest: tag.attributes,
        }
    }

    /// The raw value of one attribute.
    #[inline]
    pub fn attribute(&self, tag: &Tag<'a>, ns: Ns, name: &[u8]) -> Option<&'a [u8]> {
        raw_attributes(tag.attributes)
            .find(|(qualified, _)| {
                let (prefix, local) = split(qualified);
                local == name && self.attribute_ns(prefix) == ns
            })
            .map(|(_, raw)| raw)
    }

    /// What `prefix` is bound to here.
    pub fn namespace(&self, prefix: &[u8]) -> Ns {
        if prefix == b"xml" {
            return Ns::Xml;
        }
        self.bindings
            .iter()
            .rev()
            .find(|b| b.prefix == prefix)
            .map_or(Ns::None, |b| b.ns)
    }

    /// A prefix that is bound to `ns` here, for an element or attribute to be put in. (The default
    /// namespace will not do: attributes are not in it.)
    pub fn prefix_of(&self, ns: Ns) -> Option<&'a [u8]> {
        self.bindings
            .iter()
            .rev()
            .filter(|b| b.ns == ns && !b.prefix.is_empty())
            .map(|b| b.prefix)
            .find(|prefix| self.namespace(prefix) == ns)
    }

    #[inline]
    fn attribute_ns(&self, prefix: &[u8]) -> Ns {
        match self.last {
            _ if prefix.is_empty() => Ns::None,
            Some((last, ns)) if last == prefix => ns,
            _ => self.namespace(prefix),
        }
    }

    #[inline]
    fn resolve(&mut self, qualified: &'a [u8]) -> (Ns, &'a [u8]) {
        let (prefix, name) = split(qualified);
        if let Some((last, ns)) = self.last
            && last == prefix
        {
            return (ns, name);
        }
        let ns = self.namespace(prefix);
        self.last = Some((prefix, ns));
        (ns, name)
    }

    #[inline]
    fn step(&mut self) -> Result<Step<'a>, Error> {
        if self.end_pending {
            self.end_pending = false;
            self.pop();
            return Ok(Step::End);
        }
        loop {
            if self.open.is_empty() && self.seen_root {
                return Ok(Step::Eof);
            }
            let rest = &self.bytes[self.at..];
            if rest.first() != Some(&b'<') {
                let Some(len) = memchr(b'<', rest) else {
                    return Err(Error::Truncated);
                };
                let raw = &rest[..len];
                if self.open.is_empty() {
                    // Before the root only white space may stand.
                    if raw.iter().any(|b| !b.is_ascii_whitespace()) {
                        return Err(Error::Malformed { at: self.at });
                    }
                    self.at += len;
                    continue;
                }
                self.at += len;
                return Ok(Step::Text(Text { raw, cdata: false }));
            }
            match rest.get(1) {
                None => return Err(Error::Truncated),
                Some(b'/') => return self.end_tag(rest),
                Some(b'?') => {
                    let Some(len) = memmem::find(rest, b"?>") else {
                        return Err(Error::Truncated);
                    };
                    self.at += len + 2;
                }
                Some(b'!') => {
                    if let Some(text) = self.declaration(rest)? {
                        return Ok(Step::Text(text));
                    }
                }
                Some(_) => return self.start_tag(rest),
            }
        }
    }

    fn end_tag(&mut self, rest: &'a [u8]) -> Result<Step<'a>, Error> {
        let malformed = Error::Malformed { at: self.at };
        let Some(open) = self.open.last() else {
            return Err(malformed);
        };
        let len = open.name.len();
        // By far the most end tags are written without a space.
        let end = if rest.get(2 + len) == Some(&b'>') {
            2 + len
        } else {
            memchr(b'>', rest).ok_or(Error::Truncated)?
        };
        if rest[2..end].trim_ascii_end() != open.name {
            return Err(malformed);
        }
        self.tag = self.at;
        self.at += end + 1;
        self.pop();
        Ok(Step::End)
    }

    /// A comment (nothing), a CDATA section (its text) or a DOCTYPE (refused).
    fn declaration(&mut self, rest: &'a [u8]) -> Result<Option<Text<'a>>, Error> {
        if rest.starts_with(b"<!--") {
            let len = memmem::find(&rest[4..], b"-->").ok_or(Error::Truncated)?;
            self.at += len + 7;
            return Ok(None);
        }
        if rest.starts_with(b"<![CDATA[") && !self.open.is_empty() {
            let len = memmem::find(&rest[9..], b"]]>").ok_or(Error::Truncated)?;
            self.at += len + 12;
            return Ok(Some(Text {
                raw: &rest[9..9 + len],
                cdata: true,
            }));
        }
        // Told by its letters, so that a file cut short here still counts as one with a DOCTYPE.
        if rest
            .get(2..9)
            .is_some_and(|d| d.eq_ignore_ascii_case(b"DOCTYPE"))
        {
            return Err(Error::Doctype);
        }
        Err(Error::Malformed { at: self.at })
    }

    #[inline]
    fn start_tag(&mut self, rest: &'a [u8]) -> Result<Step<'a>, Error> {
        let start = self.at;
        let mut name_end = 1;
        loop {
            match rest.get(name_end) {
                None => return Err(Error::Truncated),
                Some(b'>' | b' ' | b'\t' | b'\r' | b'\n') => break,
                Some(b'/') if matches!(rest.get(name_end + 1), None | Some(b'>')) => break,
                Some(b'/') => return Err(Error::Malformed { at: start }),
                Some(b'<' | b'"' | b'\'' | b'=') => return Err(Error::Malformed { at: start }),
                Some(_) => name_end += 1,
            }
        }
        if name_end == 1 {
            return Err(Error::Malformed { at: start });
        }
        let end = tag_end(rest, name_end).ok_or(Error::Truncated)?;
        if rest[end] == b'<' {
            return Err(Error::Malformed { at: start });
        }
        let empty = rest[end - 1] == b'/';
        let attributes = &rest[name_end..end - usize::from(empty)];
        let name = &rest[1..name_end];
        if self.open.len() >= MAX_DEPTH {
            return Err(Error::TooDeep);
        }
        self.open.push(Open {
            name,
            bindings: self.bindings.len(),
        });
        self.seen_root = true;
        self.end_pending = empty;
        self.tag = start;
        self.at = start + end + 1;
        if self.next_xmlns < self.at {
            self.declarations(attributes, start);
        }
        Ok(Step::Start { name, attributes })
    }

    /// Takes in the namespace declarations of the tag that starts at `start`.
    #[cold]
    fn declarations(&mut self, attributes: &'a [u8], start: usize) {
        if self.next_xmlns < start {
            // The letters stood in a text or in an element that was jumped over.
            self.next_xmlns = find_xmlns(self.bytes, start);
        }
        if self.next_xmlns >= self.at {
            return;
        }
        for (name, raw) in raw_attributes(attributes) {
            let Some(prefix) = declared_prefix(name) else {
                continue;
            };
            let ns = Ns::of(raw);
            self.bindings.push(Binding { prefix, ns });
            self.changed();
        }
        self.next_xmlns = find_xmlns(self.bytes, self.at);
    }

    fn changed(&mut self) {
        self.last = None;
        self.generation = self.generation.wrapping_add(1);
    }

    #[inline]
    fn pop(&mut self) {
        if let Some(open) = self.open.pop()
            && open.bindings != self.bindings.len()
        {
            self.bindings.truncate(open.bindings);
            self.changed();
        }
    }
}

/// The attributes of one tag, in order, but for namespace declarations. A malformed one ends them.
pub struct Attributes<'a, 'r> {
    reader: &'r Reader<'a>,
    rest: &'a [u8],
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

fn raw_attributes(mut rest: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let (name, raw, next) = raw_attribute(rest)?;
        rest = next;
        Some((name, raw))
    })
}

/// The first attribute in `text`: its qualified name, its raw value, and what follows it.
#[inline]
fn raw_attribute(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let text = text.trim_ascii_start();
    let equals = memchr(b'=', text)?;
    let name = text[..equals].trim_ascii_end();
    let value = text[equals + 1..].trim_ascii_start();
    let quote = *value.first()?;
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    let end = memchr(quote, &value[1..])?;
    Some((name, &value[1..=end], &value[end + 2..]))
}

/// The prefix (empty without one) and the local part of a qualified name.
#[inline]
fn split(qualified: &[u8]) -> (&[u8], &[u8]) {
    match qualified {
        // The prefix that nearly every tag of a Word document has is one letter long.
        [_, b':', ..] => (&qualified[..1], &qualified[2..]),
        _ => match qualified.iter().position(|&b| b == b':') {
            Some(colon) => (&qualified[..colon], &qualified[colon + 1..]),
            None => (b"", qualified),
        },
    }
}

/// Where the tag at the start of `tag` ends: the `>` outside of quotes, from `from` on, or a `<`,
/// which may not stand there.
#[inline]
fn tag_end(tag: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match tag.get(at)? {
            b'>' | b'<' => return Some(at),
            quote @ (b'"' | b'\'') => at += memchr(*quote, &tag[at + 1..])? + 2,
            _ => at += 1,
        }
    }
}

/// The prefix that an attribute of this name declares, if it is a declaration.
fn declared_prefix(name: &[u8]) -> Option<&[u8]> {
    match name.strip_prefix(b"xmlns")? {
        [] => Some(b""),
        [b':', prefix @ ..] => Some(prefix),
        _ => None,
    }
}

fn find_xmlns(bytes: &[u8], from: usize) -> usize {
    memmem::find(&bytes[from..], b"xmlns").map_or(bytes.len(), |i| from + i)
}
