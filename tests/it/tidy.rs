//! `-f tidy`: a folder that an analyst opens.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value as Json;

fn converted(dir: &Path, more: &[&str]) {
    let returned = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/returned");
    Command::cargo_bin("huibiao")
        .unwrap()
        .current_dir(dir)
        .arg("convert")
        .arg(returned)
        .args(["-f", "tidy,jsonl", "-o", "out"])
        .args(more)
        .assert()
        .code(1);
}

fn rows(path: &Path) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let heads = reader.headers().unwrap().clone();
    let named = |row: csv::StringRecord| {
        let cells = heads.iter().zip(&row);
        cells.map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    };
    reader.records().map(|row| named(row.unwrap())).collect()
}

#[test]
fn every_record_and_finding_is_in_the_pack_under_ids_that_stay() {
    let dir = tempfile::tempdir().unwrap();
    converted(dir.path(), &[]);
    let tidy = dir.path().join("out/tidy");
    let package: Json =
        serde_json::from_str(&fs::read_to_string(tidy.join("datapackage.json")).unwrap()).unwrap();
    let mut ids = HashSet::new();
    let mut records = 0;
    for resource in package["resources"].as_array().unwrap() {
        let path = tidy.join(resource["path"].as_str().unwrap());
        let heads: Vec<String> = {
            let mut reader = csv::Reader::from_path(&path).unwrap();
            reader
                .headers()
                .unwrap()
                .iter()
                .map(str::to_owned)
                .collect()
        };
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let named: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
        assert_eq!(heads, named);
        assert_eq!(
            named.iter().collect::<HashSet<_>>().len(),
            named.len(),
            "{named:?}"
        );
        for row in rows(&path) {
            for field in fields {
                let cell = &row[field["name"].as_str().unwrap()];
                let is = match field["type"].as_str().unwrap() {
                    "integer" => cell.parse::<i64>().is_ok(),
                    "number" => cell.parse::<f64>().is_ok(),
                    "boolean" => cell == "true" || cell == "false",
                    "date" => cell.len() == 10,
                    _ => true,
                };
                assert!(cell.is_empty() || is, "{}: {cell}", field["name"]);
            }
            if resource["name"].as_str().unwrap() != "findings" && row.contains_key("record_id") {
                records += 1;
                assert!(ids.insert(row["record_id"].clone()));
            }
        }
    }
    let lines = fs::read_to_string(dir.path().join("out/submissions.jsonl")).unwrap();
    let all: Vec<Json> = lines
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let of = |s: &Json| -> usize {
        let tables = s["tables"].as_object().unwrap().values();
        tables.map(|t| t["records"].as_array().unwrap().len()).sum()
    };
    assert_eq!(records, all.iter().map(of).sum::<usize>());
    let found: usize = all
        .iter()
        .map(|s| s["findings"].as_array().unwrap().len())
        .sum();
    assert_eq!(rows(&tidy.join("findings.csv")).len(), found);
    for row in rows(&tidy.join("findings.csv")) {
        assert!(row["record_id"].is_empty() || ids.contains(&row["record_id"]));
    }
    let money = rows(&tidy.join("HZ_02_006.csv"));
    assert!(
        money
            .iter()
            .any(|row| row["china_funding"] == "120.5" || row.values().any(|v| v == "120.5"))
    );
    for name in [
        "codebook.csv",
        "codebook.xlsx",
        "README.txt",
        "import.sps",
        "import.do",
    ] {
        assert!(tidy.join(name).is_file(), "{name}");
    }
    let before = fs::read(tidy.join("HZ_02_006.csv")).unwrap();
    converted(dir.path(), &[]);
    assert!(fs::read(tidy.join("HZ_02_006.csv")).unwrap() == before);
}

#[test]
fn columns_are_headed_as_asked() {
    let dir = tempfile::tempdir().unwrap();
    let heads = |what: &str| {
        converted(dir.path(), &["--headers", what]);
        let text = fs::read_to_string(dir.path().join("out/tidy/HZ_02_006.csv")).unwrap();
        text.lines().next().unwrap().to_owned()
    };
    assert!(heads("name").starts_with("record_id,submission_id,unit,"));
    assert!(heads("label").starts_with("记录编号,提交编号,单位,"));
    assert!(heads("both").starts_with("record_id 记录编号,"));
}
