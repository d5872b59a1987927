//! Candidate lists: every option can be told from every other.

use std::collections::HashMap;

use super::Lint;
use crate::mapping::List;
use crate::mapping::atlas::At;
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    pub(super) fn lists(&mut self) {
        let origins = self.origins;
        for (name, list) in &self.mapping.lists {
            let Some(places) = origins.lists.get(name) else {
                continue;
            };
            for again in &places[1..] {
                let message = said!("列表 `{name}` 写了两次", "the list `{name}` is given twice");
                self.twice(again, &places[0], message, Said::default());
            }
            if let [at] = &places[..] {
                self.list(name, list, at);
            }
        }
    }

    fn list(&mut self, name: &str, list: &List, at: &At) {
        let options = at.key("options");
        if list.options.is_empty() {
            let message = said!("列表 `{name}` 没有选项", "the list `{name}` has no options");
            return self.wrong(&options, message, Said::default(), Said::default());
        }
        let mut seen: HashMap<String, At> = HashMap::new();
        for (i, option) in list.options.iter().enumerate() {
            let here = options.item(i);
            let labels = std::iter::once(&*option.label).chain(option.aliases.iter().map(|a| &**a));
            for label in labels {
                let key = key(label);
                if key.is_empty() {
                    let message = said!(
                        "选项“{label}”没有可供比对的字",
                        "the option `{label}` has no letter or digit to be known by"
                    );
                    self.wrong(&here, message, Said::default(), Said::default());
                } else if let Some(first) = seen.get(&key) {
                    let message = said!(
                        "列表 `{name}` 中“{label}”出现两次",
                        "`{label}` stands twice in the list `{name}`"
                    );
                    let help = said!(
                        "比对时不计标点、空格和全半角",
                        "labels are compared without punctuation, spaces and widths"
                    );
                    let first = first.clone();
                    self.twice(&here, &first, message, help);
                } else {
                    seen.insert(key, here.clone());
                }
            }
        }
    }
}
