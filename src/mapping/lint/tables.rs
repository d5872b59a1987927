//! Tables: each can be found on paper, and what is said of it goes with its layout.

use std::collections::{HashMap, HashSet};

use super::{Lint, did_you_mean, is_plain};
use crate::mapping::atlas::At;
use crate::mapping::{Layout, Table, Type};
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    pub(super) fn tables(&mut self) {
        let tables = &self.mapping.tables;
        // What announces a table on paper: its code, its name, its aliases.
        let mut announced: HashMap<String, (usize, At)> = HashMap::new();
        for (i, (table, at)) in tables.iter().zip(&self.origins.tables).enumerate() {
            let code = &table.code;
            if !is_plain(code) {
                let message = said!("表号“{code}”不可用", "`{code}` cannot be a table's code");
                let help = said!(
                    "只用字母、数字、`_`、`-`",
                    "letters, digits, `_` and `-` only"
                );
                self.wrong(&at.key("code"), message, Said::default(), help);
            }
            let mut headings = vec![(&**code, at.key("code")), (&*table.name, at.key("name"))];
            let aliases = table.aliases.iter().enumerate();
            headings.extend(aliases.map(|(j, a)| (&**a, at.key("aliases").item(j))));
            // A page's tables are known by the page.
            if table.layout == Layout::Page {
                headings.truncate(1);
            }
            for (heading, here) in headings {
                let key = key(heading);
                if key.is_empty() {
                    let message = said!(
                        "“{heading}”没有可供比对的字",
                        "`{heading}` has no letter or digit to be known by"
                    );
                    self.wrong(&here, message, Said::default(), Said::default());
                    continue;
                }
                let Some((other, first)) = announced.get(&key) else {
                    announced.insert(key, (i, here));
                    continue;
                };
                let (other, first) = (*other, first.clone());
                let message = if other == i {
                    said!("“{heading}”写了两次", "`{heading}` is given twice")
                } else if heading == &**code {
                    said!("表号 `{code}` 用了两次", "the code `{code}` is used twice")
                } else {
                    let other = &tables[other].code;
                    said!(
                        "`{code}` 和 `{other}` 无法区分：标题都是“{heading}”",
                        "`{code}` and `{other}` cannot be told apart: both are headed `{heading}`"
                    )
                };
                self.twice(&here, &first, message, Said::default());
            }
            self.table(table, at);
        }
    }

    fn table(&mut self, table: &Table, at: &At) {
        self.under(table, at);
        self.limits(table, at);
        self.import(table, at);
        let fields: Vec<At> = (0..table.fields.len())
            .map(|i| at.key("fields").item(i))
            .collect();
        let by_label = table.layout != Layout::Page;
        self.fields(&table.fields, &fields, &self.mapping.lists, by_label);
        self.no_roles(&table.fields, &fields);
        self.layout(table, at, &fields);
        self.rules(table, at, &fields);
        self.rollup(table, at);
    }

    fn under(&mut self, table: &Table, at: &At) {
        let Some(under) = &table.under else { return };
        let tables = &self.mapping.tables;
        let message = match self.mapping.table(under) {
            None => said!("没有表 `{under}`", "there is no table `{under}`"),
            Some(t) if t.code == table.code => {
                said!("一张表不能在自己之下", "a table cannot stand under itself")
            }
            Some(t) if t.under.is_some() => said!(
                "`{under}` 自己也在另一张表之下",
                "`{under}` stands under another table itself"
            ),
            Some(_) => return,
        };
        let codes = tables
            .iter()
            .map(|t| &*t.code)
            .filter(|c| **c != *table.code);
        let help = did_you_mean(under, codes);
        self.wrong(&at.key("under"), message, Said::default(), help);
    }

    fn limits(&mut self, table: &Table, at: &At) {
        let one_record = !matches!(table.layout, Layout::Records | Layout::Form);
        let limits = [
            ("limit", table.limit, one_record),
            (
                "limit_options",
                table.limit_options,
                table.layout != Layout::Choices,
            ),
        ];
        for (key, limit, misplaced) in limits {
            let Some(limit) = limit else { continue };
            let layout = table.layout.name();
            if misplaced {
                let message = said!(
                    "`{key}` 不适用于版式 `{layout}`",
                    "`{key}` says nothing about the layout `{layout}`"
                );
                let help = said!(
                    "`limit` 限记录数（records、form），`limit_options` 限所选项数（choices）",
                    "`limit` counts records (records, form), `limit_options` chosen options (choices)"
                );
                self.wrong(&at.key(key), message, Said::default(), help);
            } else if limit == 0 {
                let message = said!("`{key}` 至少是 1", "`{key}` is at least 1");
                self.wrong(&at.key(key), message, Said::default(), Said::default());
            }
        }
    }

    fn import(&mut self, table: &Table, at: &At) {
        if table.import.is_empty() {
            return;
        }
        let mut seen = HashSet::new();
        let mut known = true;
        for (i, name) in table.import.iter().enumerate() {
            let here = at.key("import").item(i);
            if table.field(name).is_none() {
                known = false;
                let message = said!("表中没有项目 `{name}`", "the table has no field `{name}`");
                let help = did_you_mean(name, table.fields.iter().map(|f| &*f.name));
                self.wrong(&here, message, Said::default(), help);
            } else if !seen.insert(name) {
                let message = said!("`{name}` 列了两次", "`{name}` is listed twice");
                self.wrong(&here, message, Said::default(), Said::default());
            }
        }
        let missing = table.fields.iter().filter(|f| !seen.contains(&f.name));
        let missing: Vec<&str> = missing.map(|f| &*f.name).collect();
        if known && !missing.is_empty() {
            let names = missing.join("`、`");
            let names_en = missing.join("`, `");
            let message = said!("导入列缺少 `{names}`", "`import` leaves out `{names_en}`");
            self.wrong(&at.key("import"), message, Said::default(), Said::default());
        }
    }

    /// The fields that a layout needs and bears.
    fn layout(&mut self, table: &Table, at: &At, fields: &[At]) {
        if table.fields.is_empty() {
            let message = said!("表中没有项目", "the table has no fields");
            return self.wrong(&at.key("fields"), message, Said::default(), Said::default());
        }
        let kinds: Vec<Type> = table.fields.iter().map(|f| f.kind).collect();
        let needs = match table.layout {
            Layout::Choices if kinds.iter().filter(|k| **k == Type::Choices).count() != 1 => {
                said!("恰有一个 choices 项目", "exactly one field of type choices")
            }
            Layout::Text if kinds != [Type::Text] => {
                said!("恰有一个 text 项目", "exactly one field, of type text")
            }
            _ => Said::default(),
        };
        if !needs.is_empty() {
            let layout = table.layout.name();
            let Said { zh, en } = needs;
            let message = said!("版式 `{layout}` 要{zh}", "the layout `{layout}` needs {en}");
            self.wrong(&at.key("layout"), message, Said::default(), Said::default());
        }
        match table.layout {
            Layout::Grid => self.grid(table, fields),
            Layout::Rating => self.rating(table, fields),
            _ => {}
        }
        self.within(table, fields);
        self.printed(table, at, fields);
        for (field, at) in table.fields.iter().zip(fields) {
            if field.value.is_below() && table.layout != Layout::Form {
                let message = said!(
                    "`value` 只用于版式 `form`",
                    "`value` is for the layout `form` only"
                );
                self.wrong(&at.key("value"), message, Said::default(), Said::default());
            }
        }
    }
}
