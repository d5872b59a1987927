//! Forms of Word 97–2003: read by the program itself, with nothing installed.

use std::collections::BTreeSet;

use assert_cmd::cargo::cargo_bin_cmd;
use huibiao::model::submission::Submission;

use super::{at, reader, sample};

fn read(name: &str, bytes: &[u8]) -> Submission {
    reader().read(name, bytes)
}

fn legacy(name: &str) -> Vec<u8> {
    std::fs::read(at("tests/it/returned/legacy").join(name)).unwrap()
}

/// What is found, and at which path.
fn findings(submission: &Submission) -> BTreeSet<(String, String)> {
    let said =
        |f: &huibiao::model::finding::Finding| (f.rule().name().to_owned(), f.path.to_string());
    submission.findings.iter().map(said).collect()
}

#[test]
fn a_form_saved_as_doc_gives_the_same_submission() {
    for unit in ["化学工程学院", "外国语学院"] {
        let old = read(&format!("{unit}.doc"), &legacy(&format!("{unit}.doc")));
        let new = read(
            &format!("{unit}.docx"),
            &sample(&format!("returned/{unit}.docx")),
        );
        assert_eq!(old.source.format, "doc");
        let values = |s: &Submission| serde_json::to_value(&s.tables).unwrap();
        assert_eq!(values(&old), values(&new), "{unit}");
        assert_eq!(old.unit, new.unit, "{unit}");
        assert_eq!(findings(&old), findings(&new), "{unit}");
    }
}

#[test]
fn the_name_of_a_doc_says_nothing() {
    let bytes = legacy("外国语学院.doc");
    let own = read("a.doc", &bytes);
    for name in ["a.docm", "a.docx", "a.wps", "a"] {
        let read = read(name, &bytes);
        assert_eq!(read.source.format, "doc", "{name}");
        assert_eq!(
            serde_json::to_value(&read.tables).unwrap(),
            serde_json::to_value(&own.tables).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn without_libreoffice_a_doc_is_sent_back_as_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let form = at("tests/it/returned/legacy/外国语学院.doc");
    let done = cargo_bin_cmd!("huibiao")
        .env("PATH", "")
        .env("LC_ALL", "C.UTF-8")
        .args(["annotate", "--info", "--lang", "zh", "-o"])
        .args([&folder.path().join("back"), &form])
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2), "{done:?}");
    let told = String::from_utf8(done.stdout).unwrap();
    assert!(told.contains("批注不能写入 .doc"), "{told}");
    assert!(told.contains("\n  正文第187段：【需核实】"), "{told}");
}
