//! A Frictionless data package (Table Schema, frictionlessdata.io) for the CSV tables that
//! `convert -f csv` writes.

use serde_json::{Map, Value as Json, json};

use crate::mapping::{Field, Mapping, Table, Type};
use crate::output::csv_columns;

/// The data package: a resource for each table that `is_there`, its text in `csv/`.
pub fn package(mapping: &Mapping, is_there: impl Fn(&str) -> bool) -> Json {
    let info = &mapping.edition;
    let cover = mapping.cover_table();
    let tables = cover.iter().chain(&mapping.tables);
    let tables = tables.filter(|t| is_there(&t.code));
    let resources: Vec<Json> = tables.map(|t| resource(mapping, t)).collect();
    let name: String = info.id.to_lowercase();
    json!({
        "profile": "data-package",
        "name": name,
        "title": info.name,
        "resources": resources,
    })
}

fn resource(mapping: &Mapping, table: &Table) -> Json {
    let name: String = table.code.to_lowercase().replace('_', "-");
    json!({
        "profile": "tabular-data-resource",
        "name": name,
        "title": table.name,
        "path": format!("csv/{}.csv", table.code),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": schema(mapping, table),
    })
}

/// A table's schema: its columns as the text has them.
fn schema(mapping: &Mapping, table: &Table) -> Json {
    let columns = csv_columns(mapping, table);
    let fields: Vec<Json> = columns
        .into_iter()
        .map(|(label, field)| {
            let known = field.and_then(|name| table.field(&name));
            match known {
                Some(field) => column(mapping, &label, field),
                None => json!({"name": label, "type": "string"}),
            }
        })
        .collect();
    json!({"fields": fields, "missingValues": [""]})
}

fn column(mapping: &Mapping, label: &str, field: &Field) -> Json {
    let mut out = Map::new();
    out.insert("name".into(), label.into());
    let mut constraints = Map::new();
    let kind = match field.kind {
        Type::Integer => "integer",
        Type::Decimal => "number",
        Type::Year => "year",
        Type::Yesno => "boolean",
        // Of a date only the month may be known.
        Type::Date => {
            constraints.insert("pattern".into(), r"\d{4}-\d{2}(-\d{2})?".into());
            "string"
        }
        Type::Choice => {
            let list = field.list.as_ref().and_then(|l| mapping.lists.get(l));
            if let Some(list) = list {
                let labels: Vec<&str> = list.options.iter().map(|o| &*o.label).collect();
                constraints.insert("enum".into(), labels.into());
            }
            "string"
        }
        Type::Text | Type::Term | Type::Choices | Type::Country | Type::Countries => "string",
    };
    out.insert("type".into(), kind.into());
    if field.kind == Type::Yesno {
        out.insert("trueValues".into(), json!(["是"]));
        out.insert("falseValues".into(), json!(["否"]));
    }
    let mut about = vec![field.name.to_string()];
    if !field.unit.is_empty() {
        about.push(format!("单位：{}", field.unit));
    }
    out.insert("description".into(), about.join("；").into());
    if !constraints.is_empty() {
        out.insert("constraints".into(), constraints.into());
    }
    Json::Object(out)
}
