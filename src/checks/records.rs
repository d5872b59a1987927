//! What is asked of a table's records together: how many, which options, none twice.

use std::collections::HashMap;
use std::sync::Arc;

use super::rules::TableRules;
use crate::model::finding::{CheckCause, FieldPath, Finding};
use crate::model::submission::{Record, TableData};
use crate::text::key::key;
use crate::value::Value;

impl TableRules {
    pub(super) fn records(&self, table: &TableData, found: &mut Vec<Finding>) {
        self.applies(table, found);
        self.limits(table, found);
        if self.repeats {
            self.repeated(table, found);
        }
    }

    /// The form cannot know which unit fills it in: it can only be asked.
    fn applies(&self, table: &TableData, found: &mut Vec<Finding>) {
        if let Some(only_for) = &self.only_for
            && !table.records.is_empty()
        {
            let cause = CheckCause::OnlyFor {
                name: self.name.clone(),
                only_for: only_for.clone(),
            };
            found.push(Finding::of(cause).at(FieldPath::table(&self.code)));
        }
    }

    fn limits(&self, table: &TableData, found: &mut Vec<Finding>) {
        let n = table.records.len();
        if let Some(limit) = self.limit
            && let Some(beyond) = usize::try_from(limit).ok().filter(|limit| n > *limit)
        {
            let cause = CheckCause::TooManyRecords {
                name: self.name.clone(),
                count: n,
                limit,
            };
            found.push(Finding::of(cause).at(FieldPath::record(&self.code, beyond)));
        }
        for (field, limit) in &self.limit_options {
            self.options(table, &self.fields[*field].name, *limit, found);
        }
    }

    /// More options are chosen than may be.
    fn options(&self, table: &TableData, field: &Arc<str>, limit: u32, found: &mut Vec<Finding>) {
        for (i, record) in table.records.iter().enumerate() {
            let Some(Value::Selected(options)) = record.get(field) else {
                continue;
            };
            let n = options.len();
            if u32::try_from(n).is_ok_and(|n| n <= limit) {
                continue;
            }
            let labels: Vec<&str> = options.iter().map(|o| o.label.as_str()).collect();
            let finding = Finding::of(CheckCause::TooManyOptions { count: n, limit })
                .at(FieldPath::field(&self.code, i, field))
                .quoting(labels.join("；"));
            found.push(finding);
        }
    }

    fn repeated(&self, table: &TableData, found: &mut Vec<Finding>) {
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
            let labels = self.unique.iter().map(|f| self.fields[*f].label.clone());
            let labels: Vec<String> = labels.collect();
            let cause = match labels.is_empty() {
                true => CheckCause::SameRecord {
                    record: b,
                    first: a,
                },
                false => CheckCause::SameIdentity {
                    record: b,
                    first: a,
                    labels,
                },
            };
            found.push(Finding::of(cause).at(FieldPath::record(&self.code, i)));
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
