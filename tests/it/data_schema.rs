//! The JSON Schema of a submission: committed as the code makes it, and every submission keeps to it.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use huibiao::model::submission_schema;
use serde_json::Value as Json;

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What a value has that the schema forbids. It knows the words that the schema uses, and stops at
/// others, so that none is passed over.
fn wrong(schema: &Json, value: &Json, root: &Json, at: &str, found: &mut Vec<String>) {
    for (word, says) in schema.as_object().unwrap() {
        let fits = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let target = says.as_str().unwrap().strip_prefix('#').unwrap();
                wrong(root.pointer(target).unwrap(), value, root, at, found);
                true
            }
            "const" => says == value,
            "enum" => says.as_array().unwrap().contains(value),
            "type" => {
                let is = |kind: &Json| match kind.as_str().unwrap() {
                    "null" => value.is_null(),
                    "boolean" => value.is_boolean(),
                    "number" => value.is_number(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "string" => value.is_string(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    kind => panic!("{kind}"),
                };
                match says {
                    Json::Array(kinds) => kinds.iter().any(is),
                    kind => is(kind),
                }
            }
            "anyOf" => says.as_array().unwrap().iter().any(|one| {
                let mut here = Vec::new();
                wrong(one, value, root, at, &mut here);
                here.is_empty()
            }),
            "required" => says
                .as_array()
                .unwrap()
                .iter()
                .all(|key| value.get(key.as_str().unwrap()).is_some()),
            "properties" => {
                for (key, of_key) in says.as_object().unwrap() {
                    if let Some(inner) = value.get(key) {
                        wrong(of_key, inner, root, &format!("{at}/{key}"), found);
                    }
                }
                true
            }
            "additionalProperties" => {
                for (key, inner) in value.as_object().into_iter().flatten() {
                    wrong(says, inner, root, &format!("{at}/{key}"), found);
                }
                true
            }
            "items" => {
                for (i, inner) in value.as_array().into_iter().flatten().enumerate() {
                    wrong(says, inner, root, &format!("{at}/{i}"), found);
                }
                true
            }
            word => panic!("{word}"),
        };
        if !fits {
            found.push(format!("{at}: {word} {says}: {value}"));
        }
    }
}

/// `HUIBIAO_DOCS=write cargo test --test it data_schema` writes it anew.
#[test]
fn the_committed_schema_is_what_the_code_says() {
    let path = here("docs/submission.schema.json");
    if std::env::var_os("HUIBIAO_DOCS").is_some_and(|v| v == "write") {
        fs::write(&path, submission_schema()).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == submission_schema(),
        "docs/submission.schema.json is out of date"
    );
}

#[test]
fn every_submission_of_the_samples_and_cases_keeps_to_the_schema() {
    let schema: Json = serde_json::from_str(&submission_schema()).unwrap();
    let mut read = 0;
    for folder in ["samples/returned", "samples/office", "tests/cases"] {
        let done = Command::cargo_bin("huibiao")
            .unwrap()
            .args(["convert", "--all-versions", "-f", "jsonl", "-o", "-"])
            .arg(here(folder))
            .output()
            .unwrap();
        for line in String::from_utf8(done.stdout).unwrap().lines() {
            let submission: Json = serde_json::from_str(line).unwrap();
            let mut found = Vec::new();
            wrong(&schema, &submission, &schema, "", &mut found);
            assert!(found.is_empty(), "{folder}: {found:#?}");
            read += 1;
        }
    }
    assert!(read > 8, "{read}");
    // What is wrong is seen.
    let mut found = Vec::new();
    let bad =
        serde_json::json!({"schema": "huibiao/submission/1", "findings": [{"severity": "bad"}]});
    wrong(&schema, &bad, &schema, "", &mut found);
    assert!(found.len() >= 3, "{found:#?}");
}
