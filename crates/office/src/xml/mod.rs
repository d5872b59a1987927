//! A pull reader over one XML part, made for reading fast and safely what Office programs write.
//!
//! It is the tokenizer behind the readers of Office parts, and knows no vocabulary but their
//! namespaces. It is as strict as XML 1.0 (fifth edition) and Namespaces in XML 1.0 ask: what it
//! reads is well-formed, and what is not is refused with the [`Flaw`] and where it is. (Property
//! tests and a fuzz target hold it both ways against other readers.) Beyond that it refuses a
//! document type declaration, so there are no entities to expand or load, and more than
//! [`MAX_DEPTH`] elements open at once.
//!
//! What makes it fast: the attributes of a tag are given only to those who ask, references are
//! resolved only where text is wanted, and an element that was seen byte for byte before can be
//! jumped over ([`Reader::rest`], [`Reader::jump`]).
//!
//! ```
//! use office::xml::{Reader, Token};
//!
//! # fn main() -> Result<(), office::xml::Error> {
//! let mut reader = Reader::new(b"<a><b>1 &lt; 2</b></a>");
//! let mut text = String::new();
//! loop {
//!     match reader.token()? {
//!         Token::Text(piece) => piece.push_to(&mut text)?,
//!         Token::Eof => break,
//!         _ => {}
//!     }
//! }
//! assert_eq!(text, "1 < 2");
//! # Ok(())
//! # }
//! ```

mod attribute;
mod character;
mod coded;
mod decode;
mod error;
mod instruction;
mod known;
mod name;
mod namespace;
mod reader;
mod scope;
mod splice;
mod text;

pub use attribute::{Attribute, Attributes, Tag};
pub use coded::Coded;
pub use decode::utf8;
pub use error::{Error, Flaw};
pub use namespace::Ns;
pub use reader::{Reader, Token};
pub use splice::{Splice, append_to_root, escape_into, escaped, root_name, unprefixed};
pub use text::{Text, attribute_value};

/// How many elements may be open at once. Word itself stays below a few dozen.
pub const MAX_DEPTH: usize = 1024;
