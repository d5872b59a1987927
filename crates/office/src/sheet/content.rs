//! What a cell of a workbook holds, whatever file it is read from.

use std::sync::Arc;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// Nothing, or nothing yet: a formula whose result is not stored.
    Blank,
    /// Text.
    Text(Arc<str>),
    /// A number or date: its value, and its text as a person sees it.
    Number(f64, Arc<str>),
    /// Yes or no.
    Bool(bool),
    /// An error value, `#REF!`.
    Error(Arc<str>),
}

impl Content {
    /// The text that a paper has.
    pub(super) fn text(&self) -> &str {
        match self {
            Content::Blank => "",
            Content::Text(t) | Content::Number(_, t) | Content::Error(t) => t,
            Content::Bool(true) => "是",
            Content::Bool(false) => "否",
        }
    }

    /// Nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Content::Blank => true,
            Content::Text(t) => t.trim().is_empty(),
            _ => false,
        }
    }
}
