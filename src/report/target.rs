//! What a finding's path points at, in the words of the mapping.

use std::sync::Arc;

use crate::mapping::{Mapping, Table, Type};
use crate::model::finding::FieldPath;
use crate::model::submission::{Record, Submission};

/// How much of a record's first text names it.
const NAME_CHARS: usize = 24;

/// What a finding's path points at.
#[derive(Debug, Default)]
pub struct Target {
    /// The table's code.
    pub table: Option<Arc<str>>,
    /// The record in it, from 1.
    pub record: Option<usize>,
    /// What the record is called: its first text, unless the finding is about that.
    pub record_name: Option<String>,
    /// The field's label; its name where the mapping does not know it.
    pub item: Option<Arc<str>>,
    /// It is about the cover.
    pub cover: bool,
}

impl Target {
    /// Follows a path into a submission.
    pub fn of(path: &FieldPath, submission: &Submission, mapping: Option<&Mapping>) -> Target {
        let mut target = Target {
            cover: path.is_unit(),
            ..Target::default()
        };
        let Some(code) = path.table_code() else {
            target.item = path.field_name().map(|field| {
                let fields = mapping.map_or(&[][..], |m| &m.unit);
                let known = fields.iter().find(|f| f.name == *field);
                known.map_or_else(|| Arc::clone(field), |f| f.label.clone())
            });
            return target;
        };
        target.table = Some(Arc::clone(code));
        let Some(n) = path.record_index() else {
            return target;
        };
        target.record = Some(n + 1);
        let table = mapping.and_then(|m| m.table(code));
        let record = submission.tables.get(code).and_then(|t| t.records.get(n));
        target.item = path.field_name().map(|field| label_of(field, table));
        if let Some((field, text)) = record.and_then(|r| name_of(r, table))
            && path.field_name().is_none_or(|name| **name != *field)
        {
            target.record_name = Some(clipped(text, NAME_CHARS));
        }
        target
    }
}

/// The label of a field, and of the words beside its 其他 (`<field>_other`).
fn label_of(name: &str, table: Option<&Table>) -> Arc<str> {
    let Some(table) = table else {
        return name.into();
    };
    if let Some(field) = table.field(name) {
        return field.label.clone();
    }
    let beside = name.strip_suffix("_other").and_then(|n| table.field(n));
    beside.map_or_else(|| name.into(), |f| f.label.clone())
}

/// What people know a record by: the first text that it must have, else its first text.
fn name_of<'r>(record: &'r Record, table: Option<&'r Table>) -> Option<(&'r str, &'r str)> {
    let texts = || table?.fields.iter().find(|f| f.kind == Type::Text);
    let required = |t: &'r Table| {
        let mut fields = t.fields.iter();
        fields.find(|f| f.kind == Type::Text && f.required)
    };
    let field = table.and_then(required).or_else(texts)?;
    let text = record.get(&field.name)?.text()?;
    Some((&*field.name, text))
}

/// The first line of a text, at most so many characters of it.
fn clipped(text: &str, chars: usize) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(chars) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
