//! `huibiao convert` from outside: what goes where, and the exit status.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn huibiao(dir: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("huibiao")
        .unwrap()
        .current_dir(dir)
        .env("LC_ALL", "C.UTF-8")
        .args(args)
        .assert()
}

fn blank() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings/hz-2025/blank.docx")
}

/// A folder with the blank form, a file that is none, and a note that is passed over.
fn returned() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let returned = dir.path().join("returned");
    fs::create_dir(&returned).unwrap();
    fs::copy(blank(), returned.join("空表.docx")).unwrap();
    fs::write(returned.join("扫描.docx"), "not a zip").unwrap();
    fs::write(returned.join("说明.txt"), "").unwrap();
    dir
}

fn stdout(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn stderr(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

#[test]
fn the_usual_formats_go_to_the_usual_folder() {
    let dir = returned();
    let done = huibiao(dir.path(), &["convert", "returned"]).code(2);
    let said = stdout(&done);
    for part in [
        "收到 2 份材料，读出 1 份",
        "无法读取  扫描.docx",
        "略过（不是调查表）：说明.txt",
        "combined.xlsx",
        "report.html",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(
        !said.contains('\u{1b}'),
        "no colours where there is no terminal"
    );
    let out = dir.path().join("huibiao-out");
    let lines = fs::read_to_string(out.join("submissions.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 2);
    assert!(out.join("combined.xlsx").is_file());
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("扫描.docx"));
}

#[test]
fn only_what_is_asked_for_is_written() {
    let dir = returned();
    let args = [
        "convert",
        "returned/空表.docx",
        "-o",
        "out",
        "-f",
        "json,csv",
    ];
    huibiao(dir.path(), &args).code(0);
    let out = dir.path().join("out");
    assert!(out.join("空表.json").is_file());
    assert!(!out.join("report.html").exists() && !out.join("combined.xlsx").exists());
}

#[test]
fn standard_output_takes_one_object_or_an_array_or_lines() {
    let dir = returned();
    let one = huibiao(
        dir.path(),
        &["convert", "returned/空表.docx", "-o", "-", "-f", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&stdout(&one.code(0))).unwrap();
    assert_eq!(json["schema"], "huibiao/submission/1");
    let several = huibiao(
        dir.path(),
        &["convert", "returned", "-o", "-", "-f", "json"],
    )
    .code(2);
    let json: serde_json::Value = serde_json::from_str(&stdout(&several)).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert!(
        stderr(&several).contains("扫描.docx："),
        "what could not be read is told"
    );
    let lines = huibiao(
        dir.path(),
        &["convert", "returned", "-o", "-", "-f", "jsonl"],
    )
    .code(2);
    assert_eq!(stdout(&lines).lines().count(), 2);
    assert!(!dir.path().join("huibiao-out").exists());
}

#[test]
fn standard_output_takes_no_workbook() {
    let dir = returned();
    for formats in ["xlsx", "json,jsonl"] {
        let args = ["convert", "returned", "-o", "-", "-f", formats];
        let refused = huibiao(dir.path(), &args).code(2).stdout("");
        assert!(stderr(&refused).contains("标准输出只能写 jsonl 或 json 中的一种"));
    }
    let unknown = huibiao(dir.path(), &["convert", "returned", "-f", "pdf"]).code(2);
    assert!(stderr(&unknown).contains("jsonl"), "the formats are named");
}

/// A template of Excel's, a table as text: workbooks whatever their extension.
#[test]
fn a_workbook_under_any_extension_finds_its_form() {
    let dir = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/returned");
    for (name, extension) in [("一", "xltx"), ("二", "ett"), ("三", "xlsm")] {
        let folder = dir.path().join(name);
        fs::create_dir(&folder).unwrap();
        fs::copy(samples.join("化学工程学院.docx"), folder.join("表.docx")).unwrap();
        let book = folder.join(format!("子表.{extension}"));
        fs::copy(samples.join("化学工程学院-子表.xlsx"), book).unwrap();
        let read = huibiao(dir.path(), &["convert", name, "-f", "json", "-o", "-"]);
        let json: serde_json::Value = serde_json::from_str(&stdout(&read)).unwrap();
        let attached = &json[0]["attachments"][0]["file"];
        assert_eq!(attached, &format!("子表.{extension}"), "{json:#}");
    }
}

/// Each language says all of it: what is wrong with a value of an argument too.
#[test]
fn a_format_that_is_none_is_refused_in_the_language_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let told = |lang: &str, command: &str, format: &str| {
        let args = ["--lang", lang, command, "x", "-f", format];
        stderr(&huibiao(dir.path(), &args).code(2))
    };
    for (command, format) in [("convert", "foo"), ("merge", "html"), ("export", "html")] {
        let english = told("en", command, format);
        let chinese = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c);
        assert!(!english.contains(chinese), "{english}");
        let said = told("zh", command, format);
        assert!(said.contains(chinese) && !said.contains("writes"), "{said}");
    }
    assert!(told("en", "convert", "foo").contains("there is no format"));
    assert!(told("zh", "convert", "foo").contains("没有“foo”这种格式"));
}
