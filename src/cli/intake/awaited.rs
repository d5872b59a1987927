//! Whom of the roster nothing has come from.

use std::collections::HashSet;

use super::Office;
use crate::batch::Chosen;
use crate::report::Awaited;
use crate::survey::returns::Whose;
use crate::survey::roster::UnitId;

impl Office {
    /// The units of the roster that nothing that counts has come from; none without a roster.
    pub(in crate::cli) fn awaited(&self, chosen: &Chosen) -> Vec<Awaited> {
        let Some(roster) = &self.roster else {
            return Vec::new();
        };
        let returns = chosen.returns().iter();
        let came: HashSet<UnitId> = returns
            .filter(|r| r.counting().next().is_some())
            .filter_map(|r| match r.whose {
                Whose::Unit(id, _) => Some(id),
                _ => None,
            })
            .collect();
        Awaited::all(roster, &came)
    }
}
