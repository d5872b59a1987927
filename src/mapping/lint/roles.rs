//! Roles: each given once, on the cover alone, to a field that can have it; and what of the cover a
//! table may say.

use std::collections::HashMap;

use super::Lint;
use crate::mapping::atlas::At;
use crate::mapping::derive::item;
use crate::mapping::{Field, Role, Type};
use crate::said;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    /// The roles of the cover's fields.
    pub(super) fn roles(&mut self) {
        let mut given: HashMap<Role, At> = HashMap::new();
        for (field, at) in self.mapping.unit.iter().zip(&self.origins.unit) {
            let Some(role) = field.role else { continue };
            let (here, name) = (at.key("role"), role.name());
            if let Some(first) = given.insert(role, here.clone()) {
                let message = said!(
                    "角色 `{name}` 给了两个项目",
                    "the role `{name}` is given twice"
                );
                self.twice(&here, &first, message, Said::default());
            }
            let fits = match role {
                Role::Name => matches!(field.kind, Type::Text | Type::Choice),
                Role::FilledOn => field.kind == Type::Date,
                _ => field.kind == Type::Text,
            };
            if !fits {
                let kind = field.kind.name();
                let message = said!(
                    "类型 `{kind}` 的项目不能有角色 `{name}`",
                    "a field of the type `{kind}` cannot have the role `{name}`"
                );
                let help = match role {
                    Role::Name => said!("它是 text 或 choice", "it is a text or a choice"),
                    Role::FilledOn => said!("它是 date", "it is a date"),
                    _ => said!("它是 text", "it is a text"),
                };
                self.wrong(&here, message, Said::default(), help);
            }
        }
    }

    /// Fields of the cover that a table may say instead.
    pub(super) fn said_by_tables(&mut self) {
        for (field, at) in self.mapping.unit.iter().zip(&self.origins.unit) {
            let Some(from) = &field.from else { continue };
            let here = at.key("from");
            let (table, own) = match item(from, self.mapping) {
                Ok((t, f)) => (&self.mapping.tables[t], &self.mapping.tables[t].fields[f]),
                Err(error) => {
                    self.wrong(&here, error.message, Said::default(), Said::default());
                    continue;
                }
            };
            if own.kind != field.kind {
                let (kind, other) = (field.kind.name(), own.kind.name());
                let message = said!(
                    "`{from}` 的类型是 `{other}`，不是 `{kind}`",
                    "`{from}` is of the type `{other}`, not `{kind}`"
                );
                self.wrong(&here, message, Said::default(), Said::default());
            }
            if table.limit != Some(1) {
                let message = said!(
                    "`{from}` 所在的表可以有几条记录（没有 `limit = 1`）",
                    "the table of `{from}` may hold several records (it has no `limit = 1`)"
                );
                self.wrong(&here, message, Said::default(), Said::default());
            }
        }
    }

    /// The fields of a table have no roles, and are said by no other table.
    pub(super) fn no_roles(&mut self, fields: &[Field], places: &[At]) {
        for (_, at) in (fields.iter().zip(places)).filter(|(f, _)| f.from.is_some()) {
            let message = said!(
                "`from` 只用于封面的项目（[[unit]]）",
                "`from` is for the fields of the cover ([[unit]])"
            );
            self.wrong(&at.key("from"), message, Said::default(), Said::default());
        }
        for (_, at) in (fields.iter().zip(places)).filter(|(f, _)| f.role.is_some()) {
            let message = said!(
                "`role` 只用于封面的项目（[[unit]]）",
                "`role` is for the fields of the cover ([[unit]])"
            );
            self.wrong(&at.key("role"), message, Said::default(), Said::default());
        }
    }
}
