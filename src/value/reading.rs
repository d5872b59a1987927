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
