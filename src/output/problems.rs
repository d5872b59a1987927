//! Findings as rows for people: what is wrong, where, and what to do.

use std::collections::HashMap;

use crate::finding::{Finding, Severity};
use crate::lang::{Lang, Said};
use crate::mapping::Mapping;
use crate::said;
use crate::submission::Submission;

use super::columns::{Cell, shown};

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

/// What a severity is called.
pub(super) fn severity(severity: Severity) -> Said {
    match severity {
        Severity::Error => said!("必须改正", "error"),
        Severity::Warning => said!("需核实", "warning"),
        Severity::Info => said!("提示", "info"),
    }
}

/// Where in a submission a finding points.
#[derive(Debug, Default, PartialEq)]
struct Target<'a> {
    table: Option<&'a str>,
    /// The record, from 1.
    record: Option<u64>,
    item: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// Reads `/tables/HZ_02_005/records/0/china_funding` or `/unit/contact`.
    fn of(path: &'a str) -> Target<'a> {
        let mut steps = path.split('/').skip(1);
        match (steps.next(), steps.next()) {
            (Some("unit"), item) => Target {
                item,
                ..Target::default()
            },
            (Some("tables"), table) => Target {
                table,
                record: match steps.next() {
                    Some("records") => steps
                        .next()
                        .and_then(|n| n.parse::<u64>().ok())
                        .map(|n| n + 1),
                    _ => None,
                },
                item: steps.next(),
            },
            _ => Target::default(),
        }
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

    fn table(&self, code: &str) -> String {
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
    let target = Target::of(&finding.path);
    let text = |text: &str| match text {
        "" => Cell::Blank,
        text => Cell::Text(text.to_owned()),
    };
    vec![
        text(severity(finding.severity).get(lang)),
        s.unit.get("unit_name").map_or(Cell::Blank, shown),
        text(finding.file.as_deref().unwrap_or(&s.source.file)),
        target
            .table
            .map_or(Cell::Blank, |code| text(&names.table(code))),
        target
            .record
            .map_or(Cell::Blank, |n| Cell::Number(n.into())),
        target.item.map_or(Cell::Blank, |item| {
            text(&names.item(target.table.unwrap_or(""), item))
        }),
        finding
            .source
            .as_ref()
            .map_or(Cell::Blank, |place| text(place.said().get(lang))),
        text(finding.message.get(lang)),
        finding.raw.as_deref().map_or(Cell::Blank, text),
        text(finding.hint.get(lang)),
        text(finding.rule.name()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_names_table_record_and_item() {
        let target = |table, record, item| Target {
            table,
            record,
            item,
        };
        let cases = [
            ("", target(None, None, None)),
            ("/unit/contact", target(None, None, Some("contact"))),
            ("/tables/T", target(Some("T"), None, None)),
            ("/tables/T/records/0", target(Some("T"), Some(1), None)),
            (
                "/tables/T/records/2/a",
                target(Some("T"), Some(3), Some("a")),
            ),
            ("/tables/T/status", target(Some("T"), None, None)),
        ];
        for (path, expected) in cases {
            assert_eq!(Target::of(path), expected, "{path}");
        }
    }
}
