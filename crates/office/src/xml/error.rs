//! Why a part is not XML that can be read.

use super::MAX_DEPTH;

/// Why a part is not XML that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The part ends inside an element or a tag.
    #[error("the XML ends before its last element is closed")]
    Truncated,
    /// Not well-formed.
    #[error("malformed XML at byte {at}: {flaw}")]
    Malformed {
        /// Byte offset in the part, as decoded to UTF-8.
        at: usize,
        /// What XML does not allow there.
        flaw: Flaw,
    },
    /// A document type declaration, which no Office part may have.
    #[error("the XML has a document type declaration")]
    Doctype,
    /// A reference to an entity that XML does not define, or to a character that it does not allow.
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

/// What XML 1.0, or Namespaces in XML 1.0, does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Flaw {
    /// A character that no XML may have (§2.2).
    #[error("the character U+{0:04X}")]
    Character(u32),
    /// Something before or after the root that is neither white space nor a comment nor an
    /// instruction (§2.1).
    #[error("content outside the root element")]
    OutsideRoot,
    /// A tag that does not begin with a name, or a name with a character that names do not have.
    #[error("a tag without a proper name")]
    Name,
    /// An attribute without a value in quotes, or none apart from the one before (§3.1).
    #[error("an attribute without a value in quotes, or not apart from the one before")]
    Attribute,
    /// A `<` in a tag or in an attribute's value (§3.1).
    #[error("a < inside a tag")]
    LessThan,
    /// One attribute twice in a tag, under one prefix or under two (§3.1; Namespaces §6.3).
    #[error("the attribute {name} is there twice")]
    RepeatedAttribute {
        /// Its name as it stands the second time.
        name: String,
    },
    /// An end tag that is not that of the innermost open element (§3).
    #[error("an end tag that does not close the element that is open")]
    EndTag,
    /// A prefix that nothing declares (Namespaces §5).
    #[error("the namespace prefix {prefix} is not declared")]
    Prefix {
        /// The prefix.
        prefix: String,
    },
    /// A prefix declared to be nothing, or `xml` and `xmlns` to be something else than they are
    /// (Namespaces §2.2, §3).
    #[error("the namespace prefix {prefix:?} is declared to be what it may not be")]
    Declaration {
        /// The prefix; empty for the default namespace.
        prefix: String,
    },
    /// `]]>` in a text (§2.4).
    #[error("]]> in a text")]
    SectionEnd,
    /// `--` in a comment (§2.5).
    #[error("-- in a comment")]
    Comment,
    /// An instruction without a proper name, or an XML declaration that is not the first thing or
    /// not as it must be (§2.6, §2.8).
    #[error("an instruction or XML declaration that is not as it must be")]
    Instruction,
    /// `<!` that begins nothing that may stand there.
    #[error("<! that begins nothing that may stand there")]
    Markup,
}

impl Flaw {
    /// The error that this is at byte `at`.
    #[cold]
    pub(super) fn at(self, at: usize) -> Error {
        Error::Malformed { at, flaw: self }
    }
}
