//! Documents and workbooks that somebody else made, changed in place: what is put in is put in by
//! byte offset, and every other part of the file is copied as it stands.
//!
//! Word: an [`Outline`] says what lies where; [`comment`] puts comments at it. Excel: [`book`]
//! finds the sheets, a [`Sheet`](sheet::Sheet) their cells, [`grown`] their tables; [`style`], [`note`] and
//! [`thread`] change what they look like and say. Nothing here knows a form.

pub mod address;
mod attribute;
pub mod book;
pub mod comment;
mod error;
pub mod grown;
mod letters;
pub mod note;
mod outline;
pub mod sheet;
pub mod style;
pub mod thread;
pub mod words;

pub use error::Error;
pub use letters::{DropDown, Letter, drop_downs, letters};
pub use outline::{Element, Kind, Outline};
