//! What came of reading one text as one type.

use crate::model::finding::Cause;
use crate::value::Value;

/// A value and what was found on the way: never all or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The value; null where nothing was given or nothing is usable.
    pub value: Value,
    /// The words of one's own beside an option that asks for them (其他：…).
    pub other: Option<String>,
    /// What was found; where it stands is not known here.
    pub notes: Vec<Cause>,
}

impl Reading {
    /// Nothing given: null, and nothing to say about it.
    pub fn null() -> Reading {
        Reading::default()
    }

    /// A value read without a doubt.
    pub fn of(value: Value) -> Reading {
        Reading {
            value,
            ..Reading::default()
        }
    }

    /// Null, and the error that says why.
    pub fn refused(cause: impl Into<Cause>) -> Reading {
        Reading::null().with(cause)
    }

    /// Adds what was found.
    pub fn with(mut self, cause: impl Into<Cause>) -> Reading {
        self.notes.push(cause.into());
        self
    }
}
