//! What is asked of a table's records together: how many, which options, none twice.

use std::collections::HashMap;

use super::rules::TableRules;
use crate::finding::{Finding, Rule};
use crate::key::key;
use crate::said;
use crate::submission::{Record, TableData};
use crate::value::Value;

impl TableRules {
    pub(super) fn records(&self, table: &TableData, base: &str, found: &mut Vec<Finding>) {
        self.applies(table, base, found);
        self.limits(table, base, found);
        if self.repeats {
            self.repeated(table, base, found);
        }
    }

    /// The form cannot know which unit fills it in: it can only be asked.
    fn applies(&self, table: &TableData, base: &str, found: &mut Vec<Finding>) {
        if let Some(only_for) = &self.only_for
            && !table.records.is_empty()
        {
            let name = &self.name;
            let message = said!(
                "“{name}”{only_for}，请确认本单位适用",
                "`{name}` is not for every unit ({only_for}): make sure that it is for this one"
            );
            found.push(Finding::info(Rule::NotApplicable, message).at(base));
        }
    }

    fn limits(&self, table: &TableData, base: &str, found: &mut Vec<Finding>) {
        let n = table.records.len();
        if let Some(limit) = self.limit
            && let Some(beyond) = usize::try_from(limit).ok().filter(|limit| n > *limit)
        {
            let name = &self.name;
            let message = said!(
                "“{name}”填了 {n} 个，限填 {limit} 个",
                "`{name}` is filled in {n} times, at most {limit} is asked"
            );
            let hint = said!("请只留 {limit} 个", "leave only {limit}");
            let finding = Finding::error(Rule::DuplicateTable, message);
            found.push(finding.at(format!("{base}/records/{beyond}")).hinting(hint));
        }
        let Some((field, limit)) = self.limit_options else {
            return;
        };
        let field = &self.fields[field].name;
        for (i, record) in table.records.iter().enumerate() {
            let Some(Value::Selected(options)) = record.get(field) else {
                continue;
            };
            let n = options.len();
            if u32::try_from(n).is_ok_and(|n| n <= limit) {
                continue;
            }
            let message = said!(
                "选了 {n} 项，限选 {limit} 项",
                "{n} options are marked, at most {limit} are asked"
            );
            let hint = said!(
                "请只留最主要的 {limit} 项",
                "leave the {limit} that matter most"
            );
            let labels: Vec<&str> = options.iter().map(|o| o.label.as_str()).collect();
            let finding = Finding::error(Rule::TooManySelected, message)
                .at(format!("{base}/records/{i}/{field}"))
                .quoting(labels.join("；"))
                .hinting(hint);
            found.push(finding);
        }
    }

    fn repeated(&self, table: &TableData, base: &str, found: &mut Vec<Finding>) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (i, record) in table.records.iter().enumerate() {
            if record.is_empty() {
                continue;
            }
            let unique = self.identity(record);
            let whole = || {
                format!(
                    "={}",
                    record
                        .0
                        .iter()
                        .map(|(_, v)| text(v))
                        .collect::<Vec<_>>()
                        .join("\u{1f}")
                )
            };
            let first = *seen.entry(unique.unwrap_or_else(whole)).or_insert(i);
            if first == i {
                continue;
            }
            let (a, b) = (first + 1, i + 1);
            let labels: Vec<&str> = self
                .unique
                .iter()
                .map(|f| &*self.fields[*f].label)
                .collect();
            let message = match labels.is_empty() {
                true => said!(
                    "第 {b} 条记录与第 {a} 条相同",
                    "record {b} is the same as record {a}"
                ),
                false => {
                    let (zh, en) = (labels.join("、"), labels.join(", "));
                    said!(
                        "第 {b} 条记录与第 {a} 条的{zh}相同",
                        "record {b} has the same {en} as record {a}"
                    )
                }
            };
            let hint = said!(
                "请核对，重复的只留一条",
                "check them, and leave one of the two"
            );
            let finding = Finding::warning(Rule::DuplicateRecord, message);
            found.push(finding.at(format!("{base}/records/{i}")).hinting(hint));
        }
    }

    /// What a record is known by; none where the table does not say, or where it is not all given.
    fn identity(&self, record: &Record) -> Option<String> {
        let mut identity = String::new();
        for field in &self.unique {
            let value = record.get(&self.fields[*field].name)?;
            if value.is_empty() {
                return None;
            }
            identity.push_str(&text(value));
            identity.push('\u{1f}');
        }
        (!identity.is_empty()).then_some(identity)
    }
}

/// A value for comparing with its like.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(n) => n.normalize().to_string(),
        Value::Text(text) => key(text),
        Value::List(values) => values.join("\u{1e}"),
        Value::Selected(options) => {
            let labels: Vec<&str> = options.iter().map(|o| o.label.as_str()).collect();
            labels.join("\u{1e}")
        }
    }
}
