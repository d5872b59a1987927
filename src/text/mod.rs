//! What is said to people in two languages.
//!
//! An error says itself in one language, English, as any library's does (`Display`); whoever shows
//! it to people asks for its words in theirs ([`Worded`]). So do the errors of the `office` crate,
//! which knows of no languages.

pub mod glyph;
pub mod key;
pub mod lang;
mod office;
pub mod visible;
pub mod vocabulary;

use crate::text::lang::{Lang, Said};

/// What can be said in both languages.
pub trait Worded {
    /// It in words of both languages, in a line or a few.
    fn said(&self) -> Said;

    /// It in words of one language: `第6个表格 第3行 第4列`.
    fn in_words(&self, lang: Lang) -> String {
        self.said().get(lang).to_owned()
    }

    /// All there is to see of it, drawn over several lines, where that is more than [`said`]
    /// tells; with ANSI colours where `styled`.
    ///
    /// [`said`]: Worded::said
    fn drawn(&self, lang: Lang, styled: bool) -> Option<String> {
        let _ = (lang, styled);
        None
    }
}

impl Worded for Said {
    fn said(&self) -> Said {
        self.clone()
    }
}
