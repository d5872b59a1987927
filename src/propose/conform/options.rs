//! Options: those that the form prints and the list has not, and the other way round.

use std::collections::HashSet;

use super::{Check, place};
use crate::mapping::{Choice, Field, List, Table, Type};
use crate::propose::ProposedTable;
use crate::said;
use crate::text::key::key;

impl Check<'_> {
    /// The options that the form prints for an item.
    pub(super) fn options(
        &mut self,
        table: &Table,
        field: &Field,
        fellow: &Field,
        proposed: &ProposedTable,
    ) {
        let list = |f: &Field, lists: &indexmap::IndexMap<_, List>| {
            f.list.as_ref().and_then(|l| lists.get(l).cloned())
        };
        let Some(form) = list(fellow, &self.proposal.lists) else {
            return;
        };
        let (name, label) = (&field.name, &field.label);
        let Some(own) = list(field, &self.mapping.lists) else {
            let free = matches!(field.kind, Type::Text | Type::Integer | Type::Decimal);
            if free && field.list.is_none() {
                let options: Vec<&str> = form.options.iter().take(6).map(|o| &*o.label).collect();
                let (options, n) = (options.join("、"), form.options.len());
                let message = said!(
                    "`{name}`“{label}”在表单上有 {n} 个候选项（{options}……），映射没有列表",
                    "the form prints {n} options ({options} …) for `{name}` “{label}”, which has no list"
                );
                self.say(Some(table), message, place(proposed));
            }
            return;
        };
        let known = keys(&own.options);
        for option in form
            .options
            .iter()
            .filter(|o| !known.contains(&key(&o.label)))
        {
            let text = &option.label;
            let list = field.list.as_deref().unwrap_or("");
            let message = said!(
                "表单印有选项“{text}”，列表 `{list}` 没有",
                "the form prints the option “{text}”, which the list `{list}` has not"
            );
            self.say(Some(table), message, place(proposed));
        }
        let printed = keys(&form.options);
        let own = own.options.iter().filter(|o| {
            let mut spellings =
                std::iter::once(&*o.label).chain(o.aliases.iter().map(String::as_str));
            !spellings.any(|s| printed.contains(&key(s)))
        });
        for option in own {
            let text = &option.label;
            let list = field.list.as_deref().unwrap_or("");
            let message = said!(
                "列表 `{list}` 的选项“{text}”，表单没有印",
                "the list `{list}` has the option “{text}”, which the form does not print"
            );
            self.say(Some(table), message, place(proposed));
        }
    }
}

/// The keys of all spellings of some options.
fn keys(options: &[Choice]) -> HashSet<String> {
    let spellings = options
        .iter()
        .flat_map(|o| std::iter::once(&*o.label).chain(o.aliases.iter().map(String::as_str)));
    spellings.map(key).collect()
}
