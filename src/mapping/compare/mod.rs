//! Two editions side by side: which tables and items of the one are the other's, what came, went,
//! moved and changed.
//!
//! Tables are one by their code, else by their name. Items of one table are one by their name,
//! item code and labels, no two of which may contradict each other: a code that was given to
//! another item is not that item.

mod change;
mod json;
mod pairs;
mod passage;

use std::sync::Arc;

use super::model::{Field, Mapping, Table};

pub use change::{Change, ListChange};
pub use json::COMPARISON_SCHEMA;
pub use passage::Passage;

use pairs::{pair, paired_fields};

/// Two editions side by side.
#[derive(Clone, Debug)]
pub struct Comparison<'m> {
    /// The older, or the one that data comes from.
    pub old: &'m Mapping,
    /// The newer, or the one that data goes to.
    pub new: &'m Mapping,
    /// The cover's items.
    pub unit: Vec<ItemPair<'m>>,
    /// The tables in the new edition's order; those that went stand where they stood.
    pub tables: Vec<TablePair<'m>>,
}

/// A table of one edition and what it is in the other.
#[derive(Clone, Debug)]
pub struct TablePair<'m> {
    /// In the old edition; none where it came.
    pub old: Option<&'m Table>,
    /// In the new edition; none where it went.
    pub new: Option<&'m Table>,
    /// It stands elsewhere among the tables that both have, or under another code.
    pub moved: bool,
    /// What changed of the table itself.
    pub changes: Vec<Change>,
    /// Its items, where both have it.
    pub items: Vec<ItemPair<'m>>,
    /// The other edition does not ask for it, but works it out in a roll-up.
    pub derived: bool,
}

/// An item of one edition and what it is in the other.
#[derive(Clone, Debug)]
pub struct ItemPair<'m> {
    /// In the old edition; none where it came.
    pub old: Option<&'m Field>,
    /// In the new edition; none where it went.
    pub new: Option<&'m Field>,
    /// It stands elsewhere among the items that both have.
    pub moved: bool,
    /// What changed.
    pub changes: Vec<Change>,
}

/// What became of a table or an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Only the new edition has it.
    Came,
    /// Only the old edition has it.
    Went,
    /// Both have it, in another way.
    Changed,
    /// Both have it as it was, at another place.
    Moved,
    /// Both have it as it was.
    Same,
}

impl Fate {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Came => "came",
            Fate::Went => "went",
            Fate::Changed => "changed",
            Fate::Moved => "moved",
            Fate::Same => "same",
        }
    }

    fn of(old: bool, new: bool, moved: bool, changed: bool) -> Fate {
        match (old, new) {
            (false, _) => Fate::Came,
            (true, false) => Fate::Went,
            (true, true) if changed => Fate::Changed,
            (true, true) if moved => Fate::Moved,
            (true, true) => Fate::Same,
        }
    }
}

impl TablePair<'_> {
    /// What became of it, its items included.
    pub fn fate(&self) -> Fate {
        let changed = !self.changes.is_empty() || self.items.iter().any(|i| i.fate() != Fate::Same);
        Fate::of(self.old.is_some(), self.new.is_some(), self.moved, changed)
    }
}

impl ItemPair<'_> {
    /// What became of it.
    pub fn fate(&self) -> Fate {
        let changed = !self.changes.is_empty();
        Fate::of(self.old.is_some(), self.new.is_some(), self.moved, changed)
    }
}

impl<'m> Comparison<'m> {
    /// Puts two editions side by side.
    pub fn new(old: &'m Mapping, new: &'m Mapping) -> Comparison<'m> {
        let by_code = |table: &Table| old.tables.iter().position(|t| t.code == table.code);
        let mut matches: Vec<Option<usize>> = new.tables.iter().map(by_code).collect();
        for (j, table) in new.tables.iter().enumerate() {
            let free = |i: &usize| !matches.contains(&Some(*i));
            let renamed = (0..old.tables.len()).filter(free).find(|i| {
                let there = &old.tables[*i];
                there.name == table.name && new.table(&there.code).is_none()
            });
            if matches[j].is_none() {
                matches[j] = renamed;
            }
        }
        let tables = pair(old.tables.len(), &matches)
            .into_iter()
            .map(|p| {
                let (was, is) = (p.old.map(|i| &old.tables[i]), p.new.map(|i| &new.tables[i]));
                let (changes, items) = match (was, is) {
                    (Some(was), Some(is)) => (
                        change::of_tables(was, is),
                        items(old, &was.fields, new, &is.fields),
                    ),
                    _ => (Vec::new(), Vec::new()),
                };
                let code = |t: &Table| Arc::clone(&t.code);
                let derived = match (was, is) {
                    (Some(was), None) => new.derived(&code(was)).is_some(),
                    (None, Some(is)) => old.derived(&code(is)).is_some(),
                    _ => false,
                };
                TablePair {
                    old: was,
                    new: is,
                    moved: p.moved,
                    changes,
                    items,
                    derived,
                }
            })
            .collect();
        Comparison {
            old,
            new,
            unit: items(old, &old.unit, new, &new.unit),
            tables,
        }
    }

    /// How the values of an item that both have pass from the old edition to the new.
    pub fn passage(&self, was: &Field, is: &Field) -> Passage {
        Passage::new(self.old, was, self.new, is)
    }

    /// How many tables met this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.tables.iter().filter(|t| t.fate() == fate).count()
    }
}

fn items<'m>(
    old: &'m Mapping,
    was: &'m [Field],
    new: &'m Mapping,
    is: &'m [Field],
) -> Vec<ItemPair<'m>> {
    pair(was.len(), &paired_fields(was, is))
        .into_iter()
        .map(|p| {
            let (was, is) = (p.old.map(|i| &was[i]), p.new.map(|i| &is[i]));
            let changes = match (was, is) {
                (Some(was), Some(is)) => change::of_fields(old, was, new, is),
                _ => Vec::new(),
            };
            ItemPair {
                old: was,
                new: is,
                moved: p.moved,
                changes,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
