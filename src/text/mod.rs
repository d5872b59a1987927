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

/// What the system says of a file, in words; what has none here is said as the system says it.
pub(crate) fn of_system(error: &std::io::Error) -> Said {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => {
            crate::said!("没有这个文件或文件夹", "there is no such file or folder")
        }
        ErrorKind::PermissionDenied => crate::said!("没有权限", "permission is denied"),
        ErrorKind::IsADirectory => {
            crate::said!("是文件夹，不是文件", "it is a folder, not a file")
        }
        _ => Said::same(error.to_string()),
    }
}

impl Worded for Said {
    fn said(&self) -> Said {
        self.clone()
    }
}
