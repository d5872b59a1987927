//! Edit rules over several tables.

use super::Lint;
use crate::mapping::across::AcrossRule;
use crate::said;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    /// Each is one that can be read, and its options are on the list.
    pub(super) fn across(&mut self) {
        let mapping = self.mapping;
        for (rule, at) in mapping.across.iter().zip(&self.origins.across) {
            let (table, field) = match AcrossRule::of(rule, mapping) {
                Err(refused) => {
                    let (key, error) = *refused;
                    self.sum(error, &at.key(key));
                    continue;
                }
                Ok(AcrossRule::Only { by, .. }) => by,
                Ok(_) => continue,
            };
            let list = mapping.tables[table].fields[field].list.as_ref();
            let options = list.and_then(|list| mapping.lists.get(list));
            for (i, option) in rule.only.iter().enumerate() {
                let known = options.is_some_and(|l| l.options.iter().any(|o| *o.label == **option));
                if !known {
                    let message = said!("列表中没有“{option}”", "the list has no “{option}”");
                    let at = at.key("only").item(i);
                    self.wrong(&at, message, Said::default(), Said::default());
                }
            }
        }
    }
}
