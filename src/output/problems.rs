//! Findings as rows for people: what is wrong, where, and what to do.

use std::collections::HashMap;

use crate::mapping::{Mapping, Role};
use crate::model::finding::Finding;
use crate::model::submission::Submission;
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Lang;

use super::columns::Cell;

/// The columns of a finding's table and item.
pub(super) const TABLE: u16 = 3;
pub(super) const ITEM: u16 = 5;

/// The columns of [`row`].
pub(super) fn labels(lang: Lang) -> Vec<String> {
    let labels = [
        said!("严重程度", "Severity"),
        said!("单位", "Unit"),
        said!("来源文件", "File"),
        said!("表", "Table"),
        said!("行", "Row"),
        said!("项目", "Item"),
        said!("位置", "Place"),
        said!("问题", "Problem"),
        said!("原文", "As typed"),
        said!("处理办法", "What to do"),
        said!("规则", "Rule"),
    ];
    labels
        .iter()
        .map(|said| said.get(lang).to_owned())
        .collect()
}

/// The sheet's name.
pub(super) fn sheet_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "问题",
        Lang::En => "Findings",
    }
}

/// What things are called in one edition.
#[derive(Debug, Default)]
pub(super) struct Names {
    tables: HashMap<String, String>,
    items: HashMap<(String, String), String>,
}

impl Names {
    pub(super) fn of(mapping: &Mapping) -> Names {
        let mut names = Names::default();
        for field in &mapping.unit {
            let key = (String::new(), field.name.to_string());
            names.items.insert(key, field.label.to_string());
        }
        for table in &mapping.tables {
            let name = format!("{} {}", table.code, table.name);
            names.tables.insert(table.code.to_string(), name);
            for field in &table.fields {
                let key = (table.code.to_string(), field.name.to_string());
                names.items.insert(key, field.label.to_string());
            }
        }
        names
    }

    /// A table's code and name.
    pub(super) fn table(&self, code: &str) -> String {
        let name = self.tables.get(code);
        name.cloned().unwrap_or_else(|| code.to_owned())
    }

    /// An item's label; the words beside a choice have the choice's.
    fn item(&self, table: &str, name: &str) -> String {
        let label = |name: &str| self.items.get(&(table.to_owned(), name.to_owned()));
        match (label(name), name.strip_suffix("_other").and_then(label)) {
            (Some(label), _) => label.clone(),
            (None, Some(choice)) => format!("{choice}·其他说明"),
            (None, None) => name.to_owned(),
        }
    }
}

/// A finding as a row.
pub(super) fn row(s: &Submission, finding: &Finding, names: &Names, lang: Lang) -> Vec<Cell> {
    let path = &finding.path;
    let text = Cell::text;
    vec![
        text(finding.severity.title(lang)),
        s.who(Role::Name).map_or(Cell::Blank, text),
        text(finding.file.as_deref().unwrap_or(&s.source.file)),
        path.table_code()
            .map_or(Cell::Blank, |code| text(&names.table(code))),
        path.record_index()
            .map_or(Cell::Blank, |n| Cell::Number((n as u64 + 1).into())),
        path.field_name().map_or(Cell::Blank, |field| {
            text(&names.item(path.table_code().map_or("", |code| code), field))
        }),
        finding
            .source
            .as_ref()
            .map_or(Cell::Blank, |place| text(place.said().get(lang))),
        text(finding.message().get(lang)),
        finding.raw.as_deref().map_or(Cell::Blank, text),
        text(finding.hint().get(lang)),
        text(finding.rule().name()),
    ]
}
