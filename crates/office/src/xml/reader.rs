//! The pull reader.

use memchr::{memchr, memchr_iter, memmem};

use super::attribute::{Attributes, Scan, Tag, attribute, split};
use super::known::Known;
use super::name::{Name, is_space, name};

use super::scope::Scope;
use super::{Error, Flaw, MAX_DEPTH, Ns, Text, character, instruction, text};

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

struct Open<'a> {
    /// The name with its prefix, which the end tag must repeat.
    name: &'a [u8],
    /// How many bindings were in force outside.
    bindings: usize,
}

/// Where something rare stands next: what lies before it need not be looked at.
struct Next {
    find: fn(&[u8]) -> Option<usize>,
    at: usize,
}

impl Next {
    fn new(find: fn(&[u8]) -> Option<usize>) -> Next {
        Next { find, at: 0 }
    }

    /// It stands somewhere from `start` to before `end`. Asked in the order of the part.
    #[inline]
    fn is_within(&mut self, bytes: &[u8], start: usize, end: usize) -> bool {
        self.at < end && self.seek(bytes, start) < end
    }

    #[cold]
    fn seek(&mut self, bytes: &[u8], start: usize) -> usize {
        if self.at < start {
            self.at = (self.find)(&bytes[start..]).map_or(bytes.len(), |i| start + i);
        }
        self.at
    }
}

/// Where `]]>` stands. There is hardly a `]` in most parts.
fn section_end(bytes: &[u8]) -> Option<usize> {
    memchr_iter(b']', bytes).find(|&at| bytes[at..].starts_with(b"]]>"))
}

/// Where in the part the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Before,
    Inside,
    After,
}

/// The pull reader. Bytes are UTF-8 (see [`utf8`](super::utf8)).
pub struct Reader<'a> {
    bytes: &'a [u8],
    /// The bytes as text, once they are known to be one: when the first token is asked for.
    text: &'a str,
    at: usize,
    /// Where the tag that was read last begins.
    tag: usize,
    stage: Stage,
    open: Vec<Open<'a>>,
    /// The last start tag was an empty element: its end comes next.
    end_pending: bool,
    scope: Scope<'a>,
    /// The attributes' names of the tag that is being read.
    names: Vec<Name<'a>>,
    known: Known<'a>,
    xmlns: Next,
    ampersand: Next,
    section_end: Next,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader {
            bytes: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
            text: "",
            at: 0,
            tag: 0,
            stage: Stage::Before,
            open: Vec::with_capacity(32),
            end_pending: false,
            scope: Scope::default(),
            names: Vec::with_capacity(16),
            known: Known::new(),
            xmlns: Next::new(|bytes| memmem::find(bytes, b"xmlns")),
            ampersand: Next::new(|bytes| memchr(b'&', bytes)),
            section_end: Next::new(section_end),
        }
    }

    /// A reader over an element that was cut out of a part. A prefix that is declared outside of
    /// the element has no namespace here.
    pub fn of_piece(bytes: &'a [u8]) -> Reader<'a> {
        let mut reader = Reader::new(bytes);
        reader.scope.of_piece = true;
        reader
    }

    /// The next token. After an error the reader must not be asked again.
    ///
    /// # Errors
    /// When what comes next is not well-formed. What stands behind the root is looked at with the
    /// root's end.
    #[inline]
    pub fn token(&mut self) -> Result<Token<'a>, Error> {
        if self.end_pending {
            self.end_pending = false;
            return self.close();
        }
        if self.open.is_empty() {
            return self.outside();
        }
        loop {
            let rest = &self.bytes[self.at..];
            if rest.first() != Some(&b'<') {
                let len = memchr(b'<', rest).ok_or(Error::Truncated)?;
                return self.text(len);
            }
            match rest.get(1) {
                None => return Err(Error::Truncated),
                Some(b'/') => return self.end_tag(rest),
                Some(b'?') => self.instruction(rest)?,
                Some(b'!') => {
                    if let Some(text) = self.declaration(rest)? {
                        return Ok(Token::Text(text));
                    }
                }
                Some(_) => return self.start_tag(rest),
            }
        }
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Passes over everything up to and with the end of the innermost open element.
    ///
    /// # Errors
    /// As [`token`](Self::token).
    pub fn skip(&mut self) -> Result<(), Error> {
        let outside = self.open.len().saturating_sub(1);
        loop {
            match self.token()? {
                Token::End if self.open.len() == outside => return Ok(()),
                Token::Eof => return Err(Error::Truncated),
                _ => {}
            }
        }
    }

    /// Calls `each` with the start tag of every child element of the innermost open element, and
    /// ends with that element. What `each` leaves unread of a child is passed over.
    ///
    /// # Errors
    /// As [`token`](Self::token), and what `each` fails with.
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
        self.scope.generation()
    }

    /// The attributes of a tag that was read in the scope that is still open.
    pub fn attributes<'r>(&'r self, tag: &Tag<'a>) -> Attributes<'a, 'r> {
        Attributes::new(self, tag)
    }

    /// The raw value of one attribute.
    #[inline]
    pub fn attribute(&self, tag: &Tag<'a>, ns: Ns, name: &[u8]) -> Option<&'a [u8]> {
        tag.raw_attributes()
            .find(|(qualified, _)| {
                let (prefix, local) = split(qualified);
                local == name && self.scope.of_attribute(prefix) == ns
            })
            .map(|(_, raw)| raw)
    }

    /// What `prefix` is bound to here.
    pub fn namespace(&self, prefix: &[u8]) -> Ns {
        self.scope.bound(prefix).unwrap_or(Ns::None)
    }

    /// A prefix that is bound to `ns` here, for an element or attribute to be put in. (The default
    /// namespace will not do: attributes are not in it.)
    pub fn prefix_of(&self, ns: Ns) -> Option<&'a [u8]> {
        self.scope.prefix_of(ns)
    }

    pub(super) fn attribute_ns(&self, prefix: &[u8]) -> Ns {
        self.scope.of_attribute(prefix)
    }

    /// What comes where no element is open.
    #[cold]
    fn outside(&mut self) -> Result<Token<'a>, Error> {
        match self.stage {
            Stage::Before => {
                self.text = character::text(self.bytes)?;
                self.at = instruction::declaration(self.bytes)?;
                self.between()?;
                let rest = &self.bytes[self.at..];
                if rest.is_empty() {
                    return Err(Error::Truncated);
                }
                self.start_tag(rest)
            }
            // The root's end was jumped over.
            Stage::Inside => {
                self.stage = Stage::After;
                self.behind()?;
                Ok(Token::Eof)
            }
            Stage::After => Ok(Token::Eof),
        }
    }

    /// Passes over what may stand before and behind the root, up to the next start tag or the end.
    fn between(&mut self) -> Result<(), Error> {
        loop {
            let rest = &self.bytes[self.at..];
            let text = rest.iter().take_while(|&&b| is_space(b)).count();
            self.at += text;
            let rest = &rest[text..];
            match rest {
                [] => return Ok(()),
                [b'<', b'?', ..] => self.instruction(rest)?,
                // Outside of elements no CDATA section may stand, so there is no text.
                [b'<', b'!', ..] => drop(self.declaration(rest)?),
                [b'<', b'/', ..] => return Err(Flaw::EndTag.at(self.at)),
                [b'<', _, ..] => return Ok(()),
                // What has no tag at all is cut short rather than wrong.
                _ if self.stage == Stage::Before && memchr(b'<', &rest[1..]).is_none() => {
                    return Err(Error::Truncated);
                }
                _ => return Err(Flaw::OutsideRoot.at(self.at)),
            }
        }
    }

    /// Looks at what stands behind the root.
    #[cold]
    fn behind(&mut self) -> Result<(), Error> {
        let end = self.at;
        self.between()?;
        let found = self.at;
        // The reader stays at the end of the root.
        self.at = end;
        match found < self.bytes.len() {
            true => Err(Flaw::OutsideRoot.at(found)),
            false => Ok(()),
        }
    }

    #[inline]
    fn text(&mut self, len: usize) -> Result<Token<'a>, Error> {
        let (start, end) = (self.at, self.at + len);
        let raw = &self.text[start..end];
        if self.ampersand.is_within(self.bytes, start, end) {
            text::check_references(raw.as_bytes())?;
        }
        // The section's end may be cut by that of the text only where a `<` stands: never.
        if self.section_end.is_within(self.bytes, start, end) {
            return Err(Flaw::SectionEnd.at(self.section_end.at));
        }
        self.at = end;
        Ok(Token::Text(Text { raw, cdata: false }))
    }

    fn end_tag(&mut self, rest: &'a [u8]) -> Result<Token<'a>, Error> {
        let Some(open) = self.open.last() else {
            return Err(Flaw::EndTag.at(self.at));
        };
        let len = open.name.len();
        // By far the most end tags are written without a space.
        let end = if rest.get(2 + len) == Some(&b'>') {
            2 + len
        } else {
            memchr(b'>', rest).ok_or(Error::Truncated)?
        };
        if rest[2..end].trim_ascii_end() != open.name {
            return Err(Flaw::EndTag.at(self.at));
        }
        self.tag = self.at;
        self.at += end + 1;
        self.close()
    }

    /// The innermost element ends.
    #[inline]
    fn close(&mut self) -> Result<Token<'a>, Error> {
        self.pop();
        if self.open.is_empty() {
            self.stage = Stage::After;
            self.behind()?;
        }
        Ok(Token::End)
    }

    /// Passes over an instruction.
    #[cold]
    fn instruction(&mut self, rest: &'a [u8]) -> Result<(), Error> {
        self.at += instruction::instruction(rest, self.at)?;
        Ok(())
    }

    /// A comment (nothing), a CDATA section (its text) or a DOCTYPE (refused).
    #[cold]
    fn declaration(&mut self, rest: &'a [u8]) -> Result<Option<Text<'a>>, Error> {
        if rest.starts_with(b"<!--") {
            let len = memmem::find(&rest[4..], b"--").ok_or(Error::Truncated)?;
            match rest.get(len + 6) {
                Some(b'>') => self.at += len + 7,
                Some(_) => return Err(Flaw::Comment.at(self.at + len + 4)),
                None => return Err(Error::Truncated),
            }
            return Ok(None);
        }
        if rest.starts_with(b"<![CDATA[") && !self.open.is_empty() {
            let len = memmem::find(&rest[9..], b"]]>").ok_or(Error::Truncated)?;
            let start = self.at + 9;
            self.at = start + len + 3;
            return Ok(Some(Text {
                raw: &self.text[start..start + len],
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
        Err(Flaw::Markup.at(self.at))
    }

    #[inline]
    fn start_tag(&mut self, rest: &'a [u8]) -> Result<Token<'a>, Error> {
        let start = self.at;
        let Some(name) = name(&rest[1..]) else {
            return Err(match memchr(b'>', rest) {
                Some(_) => Flaw::Name.at(start),
                None => Error::Truncated,
            });
        };
        let name_end = 1 + name.whole.len();
        let generation = self.scope.generation();
        let end = match rest.get(name_end) {
            Some(b'>') => name_end,
            _ => match memchr(b'>', &rest[name_end..]).map(|i| name_end + i) {
                Some(end) if self.known.has(&rest[name_end..=end], generation) => end,
                _ => self.scan(rest, name_end)?,
            },
        };
        let empty = rest[end - 1] == b'/';
        let attributes = &rest[name_end..end - usize::from(empty)];
        if self.open.len() >= MAX_DEPTH {
            return Err(Error::TooDeep);
        }
        self.open.push(Open {
            name: name.whole,
            bindings: self.scope.len(),
        });
        self.stage = Stage::Inside;
        self.end_pending = empty;
        self.tag = start;
        self.at = start + end + 1;
        if self.ampersand.is_within(self.bytes, start, self.at) {
            text::check_references(attributes)?;
        }
        if self.xmlns.is_within(self.bytes, start, self.at) {
            self.scope.declare(attributes, start)?;
        }
        let ns = self.scope.of_element(name.prefix(), start)?;
        if !self.names.is_empty() {
            self.scope.check(&self.names, name.prefix(), start)?;
            self.names.clear();
            if self.scope.generation() == generation {
                self.known.add(&rest[name_end..=end], generation);
            }
        }
        Ok(Token::Start(Tag::new(ns, name.local(), attributes)))
    }

    /// Reads the attributes' names of the tag at the start of `rest`, from `at` on, and gives
    /// where its `>` is.
    fn scan(&mut self, rest: &'a [u8], mut at: usize) -> Result<usize, Error> {
        loop {
            match attribute(rest, at) {
                Scan::Attribute { name, end } => {
                    self.names.push(name);
                    at = end;
                }
                Scan::End(end) => return Ok(end),
                Scan::Truncated => return Err(Error::Truncated),
                Scan::Wrong(flaw, at) => return Err(flaw.at(self.at + at)),
            }
        }
    }

    #[inline]
    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.scope.leave(open.bindings);
        }
    }
}
