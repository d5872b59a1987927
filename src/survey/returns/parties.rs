//! The units that files may be of.

use std::sync::Arc;

use super::Receipt;
use crate::survey::decisions::Decisions;
use crate::survey::roster::{Names, Roster};

/// The units that files may be of: the roster's, else those that covers name.
pub(super) struct Parties<'a> {
    pub roster: Option<&'a Roster>,
    pub(super) decisions: &'a Decisions,
    pub(super) names: Names,
    /// Without a roster: the names, as written first.
    written: Vec<&'a Arc<str>>,
}

impl<'a> Parties<'a> {
    pub(super) fn new(
        receipts: &'a [Receipt],
        roster: Option<&'a Roster>,
        decisions: &'a Decisions,
    ) -> Parties<'a> {
        let mut parties = Parties {
            roster,
            decisions,
            names: Names::default(),
            written: Vec::new(),
        };
        match roster {
            Some(roster) => {
                for (id, unit) in roster.units().iter().enumerate() {
                    let names = std::iter::once(&unit.name).chain(&unit.aliases);
                    names.for_each(|name| parties.names.add(name, id));
                }
            }
            None => {
                for name in receipts.iter().filter_map(|r| r.unit.as_ref()) {
                    parties.learn(name);
                }
            }
        }
        parties
    }

    /// A name that may be a new party's. Without a roster only.
    fn learn(&mut self, name: &'a Arc<str>) {
        if self.names.named(name).is_none() {
            self.names.add(name, self.written.len());
            self.written.push(name);
        }
    }

    /// The units that a text names, without those above others of them.
    pub(super) fn lowest(&self, text: &str) -> Vec<usize> {
        let named = self.names.named_in(text);
        let above = |a: usize| named.iter().any(|b| self.is_above(a, *b));
        named.iter().copied().filter(|id| !above(*id)).collect()
    }

    pub(super) fn is_above(&self, above: usize, below: usize) -> bool {
        self.roster.is_some_and(|r| r.is_above(above, below))
    }

    /// The name as it is held.
    pub(super) fn held(&self, id: usize) -> Arc<str> {
        match self.written.get(id) {
            Some(name) => Arc::clone(name),
            None => self.name(id).into(),
        }
    }

    pub(super) fn name(&self, id: usize) -> &str {
        match self.roster {
            Some(roster) => &roster.unit(id).name,
            None => self.written[id],
        }
    }
}
