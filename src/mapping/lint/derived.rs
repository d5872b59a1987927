//! Roll-up: what records are known by, what is added up, and the tables worked out of others.

use std::collections::{HashMap, HashSet};

use super::{Lint, did_you_mean, is_plain};
use crate::mapping::Table;
use crate::mapping::atlas::At;
use crate::mapping::derive::{DerivedError, DerivedSum, is_summable};
use crate::said;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    /// `identity` and `sum_by` of one table.
    pub(super) fn rollup(&mut self, table: &Table, at: &At) {
        self.names(table, &table.identity, &at.key("identity"));
        let Some(by) = &table.sum_by else { return };
        let here = at.key("sum_by");
        self.names(table, by, &here);
        if !table.identity.is_empty() {
            let message = said!(
                "相加的表不查重，`identity` 与 `sum_by` 不能并用",
                "records that are added up are not compared: `identity` and `sum_by` exclude each other"
            );
            self.wrong(&here, message, Said::default(), Said::default());
        }
        let no_number =
            (table.fields.iter()).find(|f| !by.contains(&f.name) && !is_summable(f.kind));
        if let Some(field) = no_number {
            let name = &field.name;
            let message = said!("`{name}` 不能相加", "`{name}` cannot be added up");
            let help = said!(
                "`sum_by` 之外的项目都应是 integer 或 decimal",
                "every field besides those of `sum_by` is an integer or a decimal"
            );
            self.wrong(&here, message, Said::default(), help);
        }
    }

    fn names(&mut self, table: &Table, names: &[std::sync::Arc<str>], at: &At) {
        let mut seen = HashSet::new();
        for (i, name) in names.iter().enumerate() {
            let here = at.item(i);
            let message = match table.field(name) {
                None => said!("表中没有项目 `{name}`", "the table has no field `{name}`"),
                Some(_) if !seen.insert(name) => {
                    said!("`{name}` 列了两次", "`{name}` is listed twice")
                }
                Some(_) => continue,
            };
            let help = did_you_mean(name, table.fields.iter().map(|f| &*f.name));
            self.wrong(&here, message, Said::default(), help);
        }
    }

    /// The derived tables.
    pub(super) fn derived(&mut self) {
        let mapping = self.mapping;
        let mut codes: HashMap<&str, At> = HashMap::new();
        for (table, at) in mapping.tables.iter().zip(&self.origins.tables) {
            codes.insert(&table.code, at.key("code"));
        }
        for (derived, at) in mapping.derived.iter().zip(&self.origins.derived) {
            let code = &derived.code;
            if !is_plain(code) {
                let message = said!("表号“{code}”不可用", "`{code}` cannot be a table's code");
                self.wrong(&at.key("code"), message, Said::default(), Said::default());
            }
            if let Some(first) = codes.insert(code, at.key("code")) {
                let message = said!("表号 `{code}` 用了两次", "the code `{code}` is used twice");
                self.twice(&at.key("code"), &first, message, Said::default());
            }
            if derived.fields.is_empty() {
                let message = said!("表中没有项目", "the table has no fields");
                self.wrong(&at.key("fields"), message, Said::default(), Said::default());
            }
            let mut names: HashMap<&str, At> = HashMap::new();
            for (i, field) in derived.fields.iter().enumerate() {
                let at = at.key("fields").item(i);
                let named = [("name", &*field.name), ("code", field.code.as_str())];
                for (key, name) in named {
                    if name.is_empty() && key == "code" {
                        continue;
                    }
                    let here = at.key(key);
                    if let Some(first) = names.insert(name, here.clone()) {
                        let message = said!("`{name}` 用了两次", "`{name}` is used twice");
                        self.twice(&here, &first, message, Said::default());
                    }
                }
                let Some(sum) = &field.sum else { continue };
                if let Err(e) = DerivedSum::parse(sum, derived, i, mapping) {
                    self.sum(e, &at.key("sum"));
                }
            }
        }
    }

    pub(super) fn sum(&mut self, error: DerivedError, at: &At) {
        let help = match &error.unknown {
            Some((word, known)) => did_you_mean(word, known.iter().map(String::as_str)),
            None => Said::default(),
        };
        let marks = vec![self.atlas.mark_within(at, error.span, Said::default())];
        self.push(error.message, marks, help);
    }
}
