//! Kinds of units and of money: that what they name is there.

use super::{Lint, did_you_mean};
use crate::mapping::derive::item;
use crate::said;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    /// What units of a kind leave out is money that is known, and money is named by items that are
    /// there.
    pub(super) fn kinds(&mut self) {
        let known = || self.mapping.money.iter().map(|money| money.name.as_str());
        let mut wrong = Vec::new();
        for (kind, at) in self.mapping.unit_kinds.iter().zip(&self.origins.unit_kinds) {
            for (i, name) in kind.excludes.iter().enumerate() {
                if !known().any(|money| money == name) {
                    let message = said!("没有 `{name}` 这种经费", "there is no money `{name}`");
                    let help = did_you_mean(name, known());
                    wrong.push((at.key("excludes").item(i), message, help));
                }
            }
        }
        for (money, at) in self.mapping.money.iter().zip(&self.origins.money) {
            for (i, place) in money.named_in.iter().enumerate() {
                if let Err(error) = item(place, self.mapping) {
                    let here = at.key("named_in").item(i);
                    wrong.push((here, error.message, Said::default()));
                }
            }
        }
        for (at, message, help) in wrong {
            self.wrong(&at, message, Said::default(), help);
        }
    }
}
