//! `huibiao check` from outside: what goes where, and the exit status.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use calamine::Reader;

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

/// A folder with the blank form, and beside it a file that is none.
fn returned() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let returned = dir.path().join("returned");
    fs::create_dir(&returned).unwrap();
    fs::copy(blank(), returned.join("空表.docx")).unwrap();
    fs::write(returned.join("扫描.docx"), "not a zip").unwrap();
    dir
}

fn stdout(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

#[test]
fn the_blank_form_has_nothing_wrong() {
    let dir = returned();
    let checked = huibiao(dir.path(), &["check", "returned/空表.docx"]).code(0);
    let text = stdout(&checked);
    assert!(
        text.contains("收到 1 份材料，读出 1 份，共 0 条记录"),
        "{text}"
    );
    assert!(text.contains("没有必须改正或需核实的问题"), "{text}");
}

#[test]
fn an_unreadable_file_is_told_and_sets_the_status() {
    let dir = returned();
    let checked = huibiao(dir.path(), &["check", "returned"]).code(2);
    let text = stdout(&checked);
    assert!(text.contains("1 份无法读取"), "{text}");
    assert!(
        text.contains("文件无法读取  1 处  unreadable-file"),
        "{text}"
    );
    assert!(
        !text.contains('\u{1b}'),
        "no colours where there is no terminal"
    );
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        1,
        "nothing is written"
    );
}

#[test]
fn json_goes_to_standard_output() {
    let dir = returned();
    let checked = huibiao(dir.path(), &["check", "returned", "-f", "json"]).code(2);
    let json: serde_json::Value = serde_json::from_str(&stdout(&checked)).unwrap();
    assert_eq!(json["schema"], "huibiao/report/1");
    assert_eq!(json["totals"]["units"], 2);
    assert_eq!(json["totals"]["unread"], 1);
    let found = json["units"].as_array().unwrap();
    let unread = found.iter().find(|u| u["edition"].is_null()).unwrap();
    assert_eq!(unread["findings"][0]["rule"], "unreadable-file");
}

#[test]
fn what_stands_in_a_joined_workbook_names_its_file() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let checked = huibiao(&samples, &["check", "returned", "-f", "json"]).code(1);
    let json: serde_json::Value = serde_json::from_str(&stdout(&checked)).unwrap();
    let units = json["units"].as_array().unwrap();
    let unit = units.iter().find(|u| u["unit"] == "材料学院").unwrap();
    for finding in unit["findings"].as_array().unwrap() {
        let in_sheet = finding["source"].get("sheet").is_some();
        let file = finding["file"].as_str();
        assert_eq!(
            file,
            in_sheet.then_some("材料学院（子表）.xlsx"),
            "{finding}"
        );
    }
}

#[test]
fn files_are_named_by_format_or_format_by_file() {
    let dir = returned();
    huibiao(dir.path(), &["check", "returned", "-f", "html"]).code(2);
    let page = fs::read_to_string(dir.path().join("huibiao-out/report.html")).unwrap();
    assert!(page.starts_with("<!doctype html>"));
    huibiao(dir.path(), &["check", "returned", "-o", "清单.xlsx"])
        .code(2)
        .stdout("");
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(dir.path().join("清单.xlsx")).unwrap();
    assert_eq!(book.worksheet_range("各单位").unwrap().rows().count(), 3);
    let to_stdout = huibiao(dir.path(), &["check", "returned", "-f", "html", "-o", "-"]).code(2);
    assert_eq!(stdout(&to_stdout), page);
}

#[test]
fn a_folder_without_returned_files_is_bad_usage() {
    let dir = tempfile::tempdir().unwrap();
    let checked = huibiao(dir.path(), &["check", ".", "--lang", "en"]).code(2);
    let said = String::from_utf8(checked.get_output().stderr.clone()).unwrap();
    assert!(said.contains("no returned file was found"), "{said}");
}
