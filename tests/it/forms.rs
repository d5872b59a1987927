//! Forms as they are read, made by hand.

use std::sync::Arc;

use huibiao::mapping::Mapping;
use huibiao::model::submission::{
    MappingId, Record, SCHEMA, Source, Status, Submission, TableData, Tables,
};
use huibiao::value::Value;

/// A form in which nothing but the unit's name is filled in.
pub fn blank(mapping: &Mapping, unit: &str) -> Submission {
    let tables = mapping.tables.iter().map(|t| {
        let empty = TableData {
            status: Status::Empty,
            records: Vec::new(),
            nil: false,
        };
        (Arc::clone(&t.code), empty)
    });
    let cover = mapping
        .unit
        .iter()
        .map(|f| (Arc::clone(&f.name), Value::Null));
    let mut cover = Record(cover.collect());
    set(&mut cover, "unit_name", text(unit));
    Submission {
        schema: SCHEMA.into(),
        source: Source {
            file: format!("{unit}.docx"),
            sha256: "0".repeat(64),
            format: "docx".to_owned(),
            producer: None,
            modified: Some("2026-03-01T08:00:00Z".to_owned()),
            parts: Vec::new(),
        },
        attachments: Vec::new(),
        versions: Vec::new(),
        mapping: MappingId::of(mapping),
        unit: cover,
        tables: Tables(tables.collect()),
        findings: Vec::new(),
    }
}

/// A record without answers.
pub fn record(mapping: &Mapping, code: &str) -> Record {
    let fields = &mapping.table(code).unwrap().fields;
    Record(
        fields
            .iter()
            .map(|f| (Arc::clone(&f.name), Value::Null))
            .collect(),
    )
}

/// A record with these answers.
pub fn record_of(mapping: &Mapping, code: &str, answers: &[(&str, Value)]) -> Record {
    let mut record = record(mapping, code);
    for (field, value) in answers {
        set(&mut record, field, value.clone());
    }
    record
}

/// Puts a record into a form.
pub fn add(form: &mut Submission, code: &str, record: Record) {
    let (_, table) = form
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == code)
        .unwrap();
    table.status = Status::Filled;
    table.records.push(record);
}

pub fn set(record: &mut Record, field: &str, value: Value) {
    record
        .0
        .iter_mut()
        .find(|(name, _)| &**name == field)
        .unwrap()
        .1 = value;
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn number(n: i64) -> Value {
    Value::Number(n.into())
}
