//! The program as a person runs it: what comes out where, and the exit status.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use assert_cmd::assert::Assert;
use assert_cmd::cargo::cargo_bin_cmd;
use huibiao::model::submission::Submission;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{at, sample};

fn huibiao(args: &[&str]) -> Assert {
    cargo_bin_cmd!("huibiao")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(at("samples"))
        .args(args)
        .assert()
}

fn json(assert: &Assert) -> Value {
    serde_json::from_slice(&assert.get_output().stdout).unwrap()
}

/// A folder with the given files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn read(path: &Path) -> Assert {
    huibiao(&["convert", path.to_str().unwrap(), "-f", "json", "-o", "-"])
}

/// The rules that a file was refused for, and the words.
fn refusal(assert: &Assert) -> (Vec<String>, String) {
    let json = json(assert);
    let findings = json["findings"].as_array().unwrap().clone();
    let rules = findings
        .iter()
        .map(|f| f["rule"].as_str().unwrap().to_owned());
    let words = findings.iter().map(|f| f["message"].as_str().unwrap());
    (rules.collect(), words.collect())
}

#[test]
fn one_file_is_one_object_on_standard_output() {
    let read = huibiao(&["convert", "hz-2025-blank.docx", "-f", "json", "-o", "-"]).code(0);
    let json = json(&read);
    assert_eq!(json["schema"], "huibiao/submission/1");
    assert_eq!(json["source"]["file"], "hz-2025-blank.docx");
    assert_eq!(json["tables"].as_object().unwrap().len(), 37);
}

#[test]
fn several_files_are_an_array_or_lines_in_input_order() {
    let files = ["returned/外国语学院.docx", "hz-2025-blank.docx"];
    let array = json(&huibiao(&["convert", files[0], files[1], "-f", "json", "-o", "-"]).code(0));
    let lines = huibiao(&["convert", files[0], files[1], "-f", "jsonl", "-o", "-"]).code(0);
    let lines: Vec<Value> = String::from_utf8_lossy(&lines.get_output().stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(array, Value::Array(lines));
    let names: Vec<&Value> = array
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["source"]["file"])
        .collect();
    assert_eq!(names, ["外国语学院.docx", "hz-2025-blank.docx"]);
}

#[test]
fn the_exit_status_is_the_worst_of_the_findings() {
    huibiao(&["convert", "hz-2025-blank.docx", "-f", "json", "-o", "-"]).code(0);
    huibiao(&["convert", "returned", "-f", "jsonl", "-o", "-"]).code(1);
    let mixed = folder(&[
        ("坏.docx", b"nothing"),
        ("好.docx", &sample("hz-2025-blank.docx")),
    ]);
    let out = read(mixed.path()).code(2);
    assert_eq!(
        json(&out).as_array().unwrap().len(),
        2,
        "the good one is read all the same"
    );
    huibiao(&["convert"]).code(2);
    huibiao(&["convert", "hz-2025-blank.docx", "-f", "parchment"]).code(2);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let out = huibiao(&["convert", "没有这个文件.docx", "-f", "json", "-o", "-"]).code(2);
    let output = out.get_output();
    let all = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    assert!(String::from_utf8_lossy(&all).contains("没有这个文件.docx"));
}

#[test]
fn a_form_cut_short_is_refused_with_what_to_do() {
    let form = sample("hz-2025-blank.docx");
    let folder = folder(&[("断.docx", &form[..form.len() / 2])]);
    let (rules, words) = refusal(&read(&folder.path().join("断.docx")).code(2));
    assert_eq!(rules, ["unreadable-file"]);
    assert!(words.contains("不完整或已损坏"), "{words}");
}

#[test]
fn text_under_the_name_of_a_form_is_refused() {
    let folder = folder(&[("文本.docx", "二级单位名称：历史系".as_bytes())]);
    let (rules, words) = refusal(&read(&folder.path().join("文本.docx")).code(2));
    assert_eq!(rules, ["unreadable-file"]);
    assert!(words.contains("纯文本"), "{words}");
}

#[test]
fn a_locked_form_is_told_from_an_old_one() {
    let mut locked = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for stream in ["/EncryptionInfo", "/EncryptedPackage"] {
        locked.create_stream(stream).unwrap();
    }
    let locked = locked.into_inner().into_inner();
    let folder = folder(&[("锁.docx", &locked)]);
    let (rules, words) = refusal(&read(&folder.path().join("锁.docx")).code(2));
    assert_eq!(rules, ["unreadable-file"]);
    assert!(words.contains("密码"), "{words}");
}

#[test]
fn what_cannot_be_read_has_the_hash_of_its_bytes_or_none() {
    // There, though no form: the hash of what is there.
    let there = folder(&[("a.docx", b"abc")]);
    let source = json(&read(&there.path().join("a.docx")).code(2))["source"].clone();
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(source["sha256"], abc);

    // Damaged within its archive: there are no bytes, and no hash.
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive.start_file("b.docx", stored).unwrap();
    archive.write_all(b"no form").unwrap();
    let mut archive = archive.finish().unwrap().into_inner();
    let at = archive.windows(7).position(|w| w == b"no form").unwrap();
    archive[at] ^= 1;
    let folder = folder(&[("all.zip", &archive)]);
    let submission = json(&read(&folder.path().join("all.zip")).code(2));
    assert_eq!(submission["findings"][0]["rule"], "unreadable-file");
    assert_eq!(submission["source"]["file"], "all.zip/b.docx");
    assert_eq!(submission["source"]["sha256"], Value::Null);
    let again: Submission = serde_json::from_value(submission).unwrap();
    assert_eq!(again.source.sha256, "");
}

#[test]
fn locks_and_litter_are_passed_over() {
    let blank = sample("hz-2025-blank.docx");
    let folder = folder(&[
        ("学院/表.docx", &blank),
        ("学院/~$表.docx", &[0; 162]),
        ("__MACOSX/._表.docx", b"Mac OS X"),
        (".DS_Store", b"Bud1"),
        ("Thumbs.db", b"thumbs"),
    ]);
    let out = huibiao(&[
        "convert",
        folder.path().to_str().unwrap(),
        "-f",
        "jsonl",
        "-o",
        "-",
    ])
    .code(0);
    let names: Vec<String> = String::from_utf8_lossy(&out.get_output().stdout)
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap()["source"]["file"].to_string())
        .collect();
    assert_eq!(names, [r#""学院/表.docx""#]);
}

#[test]
fn an_archive_from_a_chinese_windows_keeps_its_names() {
    let out = huibiao(&[
        "convert",
        "returned/信息工程学院.zip",
        "-f",
        "jsonl",
        "-o",
        "-",
    ])
    .code(1);
    let json = json(&out);
    assert_eq!(
        json["source"]["file"],
        "信息工程学院.zip/信息工程学院/调查表.docx"
    );
    assert_eq!(
        json["attachments"][0]["file"],
        "信息工程学院.zip/信息工程学院/子表.xlsx"
    );
}

#[test]
fn findings_are_said_in_the_language_that_is_asked_for() {
    let convert = |lang: &str| {
        let file = "returned/海洋学院 调查表（终稿）.docx";
        let out = huibiao(&["--lang", lang, "convert", file, "-f", "json", "-o", "-"]).code(1);
        refusal(&out).1
    };
    assert!(convert("zh").contains("不是确切的数"));
    assert!(convert("en").contains("is not an exact number"));
}

#[test]
fn help_is_in_both_languages() {
    huibiao(&["--lang", "zh", "--help"])
        .code(0)
        .stdout(contains("收回的"));
    huibiao(&["--lang", "en", "--help"])
        .code(0)
        .stdout(contains("returned").and(contains("收回的").not()));
}

#[test]
fn inspect_reads_any_document() {
    let out = huibiao(&["inspect", "hz-2025-blank.docx", "-f", "json"]).code(0);
    let json = json(&out);
    assert_eq!(json["tables"].as_array().unwrap().len(), 30);
    assert_eq!(json["boxes"].as_array().unwrap().len(), 6);
}
