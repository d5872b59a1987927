//! The page: each tag is one, names a field, and marks an option that its list has.

use std::collections::HashSet;

use super::{Lint, did_you_mean};
use crate::mapping::atlas::At;
use crate::mapping::{Layout, PagePart, PagePiece, PageTag, Type};
use crate::said;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    pub(super) fn page(&mut self) {
        let mut seen = HashSet::new();
        for (piece, at) in self.mapping.page.iter().zip(&self.origins.page) {
            for text in piece.texts() {
                match PagePiece::parts(text) {
                    Err(byte) => {
                        let from: String = text[byte..].chars().take(24).collect();
                        let message = said!(
                            "花括号里不是标签，或没有成对：“{from}”",
                            "a brace has no fellow, or holds no tag: `{from}`"
                        );
                        let help = said!(
                            "写作 {{name}}、{{sex=男}}、{{members[].name}}；印出的花括号写两遍",
                            "write {{name}}, {{sex=M}}, {{members[].name}}; double a brace that is printed"
                        );
                        self.wrong(at, message, Said::default(), help);
                    }
                    Ok(parts) => {
                        for part in parts {
                            if let PagePart::Tag(tag) = part {
                                self.tag(&tag, at, &mut seen);
                            }
                        }
                    }
                }
            }
        }
        self.untagged(&seen);
    }

    fn tag(&mut self, tag: &PageTag, at: &At, seen: &mut HashSet<(usize, usize)>) {
        let mapping = self.mapping;
        let Some(target) = tag.target(mapping) else {
            let name = &tag.field;
            let message = match &tag.table {
                Some(table) => said!(
                    "没有 `{table}` 的项目 `{name}`",
                    "there is no field `{name}` of `{table}`"
                ),
                None => said!("没有项目 `{name}`", "there is no field `{name}`"),
            };
            let of_page = mapping.tables.iter().filter(|t| t.layout == Layout::Page);
            let names = of_page.flat_map(|t| t.fields.iter().map(|f| &*f.name));
            let help = did_you_mean(name, names);
            return self.wrong(at, message, Said::default(), help);
        };
        if let (Some(t), Some(f)) = (target.table, target.field) {
            seen.insert((t, f));
        }
        let (Some(option), Some(field)) = (&tag.option, target.field_of(mapping)) else {
            return;
        };
        if !matches!(field.kind, Type::Choice | Type::Choices) {
            return;
        }
        let list = field.list.as_ref().and_then(|l| mapping.lists.get(l));
        let Some(list) = list else { return };
        let has = |o: &crate::mapping::Choice| {
            *o.label == **option || o.aliases.iter().any(|a| a == option)
        };
        if !list.options.iter().any(has) {
            let message = said!(
                "`{}` 的候选项中没有“{option}”",
                "the list of `{}` has no option `{option}`",
                field.name
            );
            let help = did_you_mean(option, list.options.iter().map(|o| &*o.label));
            self.wrong(at, message, Said::default(), help);
        }
    }

    /// Fields of the layout `page` for which the page has no place.
    fn untagged(&mut self, seen: &HashSet<(usize, usize)>) {
        for (t, table) in self.mapping.tables.iter().enumerate() {
            if table.layout != Layout::Page {
                continue;
            }
            let at = &self.origins.tables[t];
            for (f, field) in table.fields.iter().enumerate() {
                if seen.contains(&(t, f)) {
                    continue;
                }
                let name = &field.name;
                let message = said!(
                    "`page` 中没有 `{name}` 的位置",
                    "the page has no place for `{name}`"
                );
                let help = said!("在 page 中写上 {{{name}}}", "write {{{name}}} into `page`");
                self.wrong(&at.key("fields").item(f), message, Said::default(), help);
            }
        }
    }
}
