//! What came of reading one text as one type.

use crate::finding::{Rule, Severity};
use crate::lang::Said;
use crate::value::Value;

/// A value and what was found on the way: never all or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The value; null where nothing was given or nothing is usable.
    pub value: Value,
    /// The words of one's own beside an option that asks for them (其他：…).
    pub other: Option<String>,
    /// What was found.
    pub notes: Vec<Note>,
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
    pub fn error(rule: Rule, message: Said, hint: Said) -> Reading {
        Reading::null().with(Note::error(rule, message, hint))
    }

    /// Adds a note.
    pub fn with(mut self, note: Note) -> Reading {
        self.notes.push(note);
        self
    }
}

/// A finding that does not yet know its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How much it matters.
    pub severity: Severity,
    /// What kind it is.
    pub rule: Rule,
    /// What was found.
    pub message: Said,
    /// What to do.
    pub hint: Said,
}

impl Note {
    /// The value is not usable.
    pub fn error(rule: Rule, message: Said, hint: Said) -> Note {
        Note {
            severity: Severity::Error,
            rule,
            message,
            hint,
        }
    }

    /// The value is given, but a person should look at it.
    pub fn warning(rule: Rule, message: Said, hint: Said) -> Note {
        Note {
            severity: Severity::Warning,
            rule,
            message,
            hint,
        }
    }

    /// Good to know.
    pub fn info(rule: Rule, message: Said) -> Note {
        Note {
            severity: Severity::Info,
            rule,
            message,
            hint: Said::default(),
        }
    }
}
