//! The JSON Schema of a submission, for programs that read what is written here.

use serde_json::{Value as Json, json};

use super::finding::Rule;
use super::submission::SCHEMA;

/// The schema of `huibiao/submission/1` (JSON Schema 2020-12), as `docs/submission.schema.json` holds
/// it. Further keys may come; none that is there goes.
pub fn submission_schema() -> String {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": "One unit's returned form: its answers by table and field, and everything found.",
        "type": "object",
        "required": ["schema", "source", "mapping", "unit", "tables", "findings"],
        "properties": {
            "schema": {"const": SCHEMA},
            "source": {"$ref": "#/$defs/source"},
            "attachments": {"type": "array", "items": {"$ref": "#/$defs/source"}},
            "versions": {"type": "array", "items": {"$ref": "#/$defs/version"}},
            "mapping": mapping(),
            "unit": {"$ref": "#/$defs/record"},
            "tables": {"type": "object", "additionalProperties": {"$ref": "#/$defs/table"}},
            "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
        },
        "$defs": {
            "source": source(),
            "version": version(),
            "table": table(),
            "record": {
                "description": "Every field of the table, null where nothing was given.",
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/value"},
            },
            "value": value(),
            "selected": selected(),
            "finding": finding(),
        },
    });
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

fn mapping() -> Json {
    json!({
        "type": "object",
        "required": ["id", "year"],
        "properties": {
            "id": {"type": ["string", "null"]},
            "year": {"type": ["integer", "null"]},
            "roles": {"type": "object"},
        },
    })
}

fn source() -> Json {
    json!({
        "description": "A file that was read.",
        "type": "object",
        "required": ["file", "sha256", "format"],
        "properties": {
            "file": {"type": "string"},
            "sha256": {"type": ["string", "null"]},
            "format": {"type": "string"},
            "producer": {"type": ["string", "null"]},
            "modified": {"type": "string"},
            "parts": {"type": "array", "items": {"type": "string"}},
        },
    })
}

fn version() -> Json {
    json!({
        "description": "A file that this one replaces.",
        "type": "object",
        "required": ["file", "sha256", "why"],
        "properties": {
            "file": {"type": "string"},
            "sha256": {"type": ["string", "null"]},
            "modified": {"type": ["string", "null"]},
            "why": {"type": "string"},
        },
    })
}

fn table() -> Json {
    json!({
        "type": "object",
        "required": ["status", "records"],
        "properties": {
            "status": {"enum": ["filled", "empty", "missing", "not_collected"]},
            "nil": {"type": "boolean"},
            "records": {"type": "array", "items": {"$ref": "#/$defs/record"}},
        },
    })
}

fn value() -> Json {
    json!({
        "anyOf": [
            {"type": ["null", "boolean", "number", "string"]},
            {"type": "array", "items": {
                "anyOf": [{"type": "string"}, {"$ref": "#/$defs/selected"}],
            }},
        ],
    })
}

fn selected() -> Json {
    json!({
        "description": "An option that was chosen: its number and label in the list.",
        "type": "object",
        "required": ["no", "label"],
        "properties": {"no": {"type": "integer"}, "label": {"type": "string"}},
    })
}

fn finding() -> Json {
    let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    json!({
        "type": "object",
        "required": ["severity", "rule", "path", "message"],
        "properties": {
            "severity": {"enum": ["error", "warning", "info"]},
            "rule": {"enum": rules},
            "path": {"description": "A JSON Pointer into the submission.", "type": "string"},
            "message": {"type": "string"},
            "hint": {"type": "string"},
            "raw": {"type": "string"},
            "file": {"type": "string"},
            "source": {"description": "Where it stands on the paper, counted from 1.", "type": "object"},
            "code": {"type": "string"},
            "args": {"type": "object"},
            "settled": {},
        },
    })
}
