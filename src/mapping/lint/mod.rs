//! What a mapping says that cannot be, or cannot be meant.
//!
//! A file a subject. Every finding is an error: an edition that is wrong is not used.

mod across;
mod derived;
mod edition;
mod fields;
mod kinds;
mod layouts;
mod lists;
mod page;
mod roles;
mod rules;
mod tables;

use std::collections::HashMap;
use std::sync::Arc;

use super::atlas::{At, Atlas};
use super::model::Mapping;
use super::problem::{Mark, Problem};
use crate::said;
use crate::text::lang::Said;

/// Where the parts of a mapping were written, in the mapping's own order.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    /// `edition`; several where it was written several times.
    pub edition: Vec<At>,
    /// `unit`.
    pub unit: Vec<At>,
    /// `lists`, by name; several places where a name was given several times.
    pub lists: HashMap<Arc<str>, Vec<At>>,
    /// `tables`.
    pub tables: Vec<At>,
    /// `derived`.
    pub derived: Vec<At>,
    /// Where each rule over several tables is written.
    pub across: Vec<At>,
    /// `page`, a piece each.
    pub page: Vec<At>,
    /// `unit_kinds`.
    pub unit_kinds: Vec<At>,
    /// `money`.
    pub money: Vec<At>,
}

/// Everything that is wrong with a mapping that has the right shape.
pub(super) fn lint(mapping: &Mapping, origins: &Origins, atlas: &Atlas<'_>) -> Vec<Problem> {
    let mut lint = Lint {
        mapping,
        origins,
        atlas,
        problems: Vec::new(),
    };
    lint.edition();
    lint.lists();
    lint.fields(&mapping.unit, &origins.unit, &mapping.lists, true);
    lint.roles();
    lint.said_by_tables();
    lint.tables();
    lint.derived();
    lint.across();
    lint.kinds();
    lint.page();
    let mut problems = lint.problems;
    problems.sort_by_key(|p| p.marks.first().map(|m| (m.file, m.span.start)));
    problems
}

struct Lint<'a, 'f> {
    mapping: &'a Mapping,
    origins: &'a Origins,
    atlas: &'a Atlas<'f>,
    problems: Vec<Problem>,
}

impl Lint<'_, '_> {
    /// A problem with a part's value.
    fn wrong(&mut self, at: &At, message: Said, label: Said, help: Said) {
        let marks = vec![self.atlas.mark(at, label)];
        self.push(message, marks, help);
    }

    /// A problem with two parts that may not be the same.
    fn twice(&mut self, second: &At, first: &At, message: Said, help: Said) {
        let marks = vec![
            self.atlas.mark(second, said!("又在这里", "again here")),
            self.atlas.mark(first, said!("先在这里", "first here")),
        ];
        self.push(message, marks, help);
    }

    fn push(&mut self, message: Said, marks: Vec<Mark>, help: Said) {
        self.problems.push(Problem {
            message,
            marks,
            help,
        });
    }
}

/// Names longer than this (in bytes) are not compared: likeness takes the product of two lengths.
const LONGEST_NAME: usize = 120;

/// The candidate that a word was probably meant to be.
pub(super) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    if word.len() > LONGEST_NAME {
        return None;
    }
    candidates
        .into_iter()
        .filter(|c| c.len() <= LONGEST_NAME)
        .map(|c| (strsim::normalized_damerau_levenshtein(word, c), c))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}

/// "Did you mean", where a candidate is near.
fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Said {
    match nearest(word, candidates) {
        Some(near) => said!("是不是 `{near}`？", "did you mean `{near}`?"),
        None => Said::default(),
    }
}

/// `HZ_02_005`, `hz-2025`: what can stand in a file's name and a JSON Pointer as it is.
fn is_plain(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphanumeric())
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
