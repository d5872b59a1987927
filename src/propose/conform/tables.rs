//! Tables: those of the form that the mapping does not know, those of the mapping that the form
//! does not print, and what is limited.

use super::{Check, place};
use crate::mapping::Table;
use crate::propose::ProposedTable;
use crate::recognise::locate::Located;
use crate::said;
use crate::text::key::{key, stem};

impl Check<'_> {
    /// Which of the mapping's tables each table of the form is.
    pub(super) fn find_owners(&mut self, located: &[(Located<'_>, bool)]) {
        let form = located.iter().find(|l| l.1).map(|l| &l.0);
        for (p, proposed) in self.proposal.tables.iter().enumerate() {
            let on_paper = |t: &usize| {
                form.is_some_and(|form| {
                    let found = &form.found[*t];
                    found.tables().any(|x| proposed.papers.contains(&x.number))
                        || found
                            .boxes
                            .iter()
                            .any(|b| proposed.boxes.contains(&b.number))
                })
            };
            let tables = &self.mapping.tables;
            let mut all = 0..tables.len();
            let own = &proposed.table;
            let coded = |t: &usize| tables[*t].code == own.code && tables[*t].under == own.under;
            let headed = |t: &usize| {
                let names = std::iter::once(&tables[*t].name).chain(&tables[*t].aliases);
                let (k, s) = (key(&own.name), stem(&own.name));
                names.into_iter().any(|n| key(n) == k || stem(n) == s)
            };
            // A code that the mapping does not know, over a title that it does not know either, is a
            // table of the form's own, whatever its labels are like.
            let stranger = proposed.coded
                && !tables.iter().any(|t| key(&t.code) == key(&own.code))
                && !all.clone().any(|t| headed(&t));
            if stranger {
                continue;
            }
            let found = all
                .clone()
                .find(on_paper)
                .or_else(|| all.clone().find(headed));
            self.owners[p] = found.or_else(|| all.find(coded));
        }
    }

    /// The table on paper is none of the mapping's.
    pub(super) fn is_stranger(&self, number: u32) -> bool {
        let mut tables = self.proposal.tables.iter().zip(&self.owners);
        tables.any(|(p, owner)| owner.is_none() && p.papers.contains(&number))
    }

    /// The form does not print a table.
    pub(super) fn unreachable(&mut self, table: &Table) {
        let name = &table.name;
        let message = said!(
            "表单上没有找到“{name}”：标题、表号、表头都对不上",
            "“{name}” was not found on the form, neither by heading nor code nor labels"
        );
        self.say(Some(table), message, None);
    }

    /// What the form says of a whole table.
    pub(super) fn table(&mut self, table: &Table, proposed: &ProposedTable) {
        let own = &proposed.table;
        let limits = [
            ("limit", own.limit, table.limit),
            ("limit_options", own.limit_options, table.limit_options),
        ];
        for (key, form, mapping) in limits {
            let message = match (form, mapping) {
                (Some(a), Some(b)) if a != b => said!(
                    "表单限 {a} 个，{key} 是 {b}",
                    "the form allows {a}, `{key}` is {b}"
                ),
                (Some(a), None) => said!(
                    "表单限 {a} 个，没有写 {key}",
                    "the form allows {a}, and there is no `{key}`"
                ),
                _ => continue,
            };
            self.say(Some(table), message, place(proposed));
        }
        if let (Some(whom), None) = (&own.only_for, &table.only_for) {
            let message = said!(
                "表单写明“{whom}”，没有写 only_for",
                "the form says “{whom}”, and there is no `only_for`"
            );
            self.say(Some(table), message, place(proposed));
        }
        self.fields(table, proposed);
    }

    /// Tables of the form that are none of the mapping's.
    pub(super) fn strangers(&mut self) {
        for (p, proposed) in self.proposal.tables.iter().enumerate() {
            if self.owners[p].is_some() {
                continue;
            }
            let own = &proposed.table;
            let name = &own.name;
            let items: Vec<&str> = own.fields.iter().take(6).map(|f| &*f.label).collect();
            let (items, n) = (items.join("、"), own.fields.len());
            let message = said!(
                "表单有“{name}”（{n} 项：{items}……），映射没有",
                "the form has “{name}” ({n} items: {items} …), the mapping has not"
            );
            self.say(None, message, place(proposed));
        }
    }
}
