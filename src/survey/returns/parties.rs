//! The units that files may be of.

use std::collections::HashMap;

use super::Receipt;
use crate::survey::decisions::Decisions;
use crate::survey::roster::{Names, Roster};
use crate::text::key::key;

/// The units that files may be of: the roster's, else those that covers name.
pub(super) struct Parties<'a> {
    pub roster: Option<&'a Roster>,
    pub(super) decisions: &'a Decisions,
    pub(super) names: Names,
    /// Without a roster: the names, as written first, and by their keys.
    pub(super) written: Vec<String>,
    pub(super) of_key: HashMap<String, usize>,
}

impl<'a> Parties<'a> {
    pub(super) fn new(
        receipts: &[Receipt],
        roster: Option<&'a Roster>,
        decisions: &'a Decisions,
    ) -> Parties<'a> {
        let mut parties = Parties {
            roster,
            decisions,
            names: Names::default(),
            written: Vec::new(),
            of_key: HashMap::new(),
        };
        match roster {
            Some(roster) => {
                for (id, unit) in roster.units().iter().enumerate() {
                    let names = std::iter::once(&unit.name).chain(&unit.aliases);
                    names.for_each(|name| parties.names.add(name, id));
                }
            }
            None => {
                for name in receipts.iter().filter_map(|r| r.unit.as_deref()) {
                    parties.learn(name);
                }
            }
        }
        parties
    }

    /// The party of this name, which is a new one where it is not known. Without a roster only.
    fn learn(&mut self, name: &str) -> usize {
        let id = self.written.len();
        let known = *self.of_key.entry(key(name)).or_insert(id);
        if known == id {
            self.written.push(name.to_owned());
            self.names.add(name, id);
        }
        known
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

    pub(super) fn name(&self, id: usize) -> &str {
        match self.roster {
            Some(roster) => &roster.unit(id).name,
            None => &self.written[id],
        }
    }
}
