//! What an office does with many units' forms, from outside: what must be mended is in the exit
//! status, what was declared empty is not chased, what was rolled up is not rolled up again.

use std::fs;
use std::io::Read;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value as Json;

fn huibiao(dir: &Path, args: &[&str]) -> (i32, String) {
    let done = Command::cargo_bin("huibiao")
        .unwrap()
        .current_dir(dir)
        .env("LC_ALL", "C.UTF-8")
        .args(args)
        .output()
        .unwrap();
    let said = [done.stdout, done.stderr].concat();
    (
        done.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

fn sample(path: &str) -> String {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    whole.display().to_string()
}

fn part(archive: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(archive).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn a_roll_up_and_its_parts_are_never_added_up_together() {
    let dir = tempfile::tempdir().unwrap();
    let returned = sample("samples/returned");
    huibiao(
        dir.path(),
        &["merge", &returned, "-f", "jsonl", "-o", "all"],
    );
    let line = fs::read_to_string(dir.path().join("all/submissions.jsonl")).unwrap();
    let rolled: Json = serde_json::from_str(line.trim()).unwrap();
    assert!(rolled["source"]["parts"].as_array().unwrap().len() > 5);
    let both = ["merge", "all/submissions.jsonl", &returned, "-o", "twice"];
    let (code, said) = huibiao(dir.path(), &both);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("会重复计算"), "{said}");
    assert!(!dir.path().join("twice").exists());
}

#[test]
fn what_is_exported_with_errors_is_in_the_exit_status() {
    let dir = tempfile::tempdir().unwrap();
    let returned = sample("samples/returned");
    let (code, _) = huibiao(
        dir.path(),
        &["convert", &returned, "-f", "jsonl", "-o", "c"],
    );
    assert_eq!(code, 1);
    let (code, said) = huibiao(dir.path(), &["export", "c/submissions.jsonl", "-o", "e"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("处必须改正的"), "{said}");
}

#[test]
fn tables_that_were_declared_empty_are_not_chased() {
    let dir = tempfile::tempdir().unwrap();
    let form = sample("samples/returned/化学工程学院.docx");
    huibiao(dir.path(), &["convert", &form, "-f", "jsonl", "-o", "c"]);
    let line = fs::read_to_string(dir.path().join("c/submissions.jsonl")).unwrap();
    let mut submission: Json = serde_json::from_str(line.trim()).unwrap();
    submission["tables"]["HZ_02_007"] =
        serde_json::json!({"status": "empty", "nil": true, "records": []});
    submission["tables"]["HZ_02_008"] = serde_json::json!({"status": "empty", "records": []});
    fs::write(dir.path().join("s.jsonl"), format!("{submission}\n")).unwrap();
    let roster = "单位,应填表\n化学工程学院,HZ_02_007 HZ_02_008\n";
    fs::write(dir.path().join("u.csv"), roster).unwrap();
    let args = ["status", "s.jsonl", "-u", "u.csv", "-v", "--lang", "zh"];
    let (code, said) = huibiao(dir.path(), &args);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("缺表 HZ_02_008") && said.contains("申报为无"),
        "{said}"
    );
    assert!(!said.contains("缺表 HZ_02_007"), "{said}");
}

#[test]
fn what_the_office_has_settled_is_not_sent_back() {
    let dir = tempfile::tempdir().unwrap();
    let (form, corrections) = (
        sample("samples/returned/海洋学院 调查表（终稿）.docx"),
        sample("samples/office/corrections.csv"),
    );
    let comments = |folder: &str, more: &[&str]| {
        let args = [&["annotate", &form, "-o", folder], more].concat();
        huibiao(dir.path(), &args);
        let file = dir.path().join(folder).join("海洋学院 调查表（终稿）.docx");
        part(&file, "word/comments.xml")
    };
    assert!(comments("a", &[]).contains("约12"));
    assert!(!comments("b", &["--corrections", &corrections]).contains("约12"));
}

#[test]
fn the_combined_workbook_leads_from_units_to_findings_to_cells() {
    let dir = tempfile::tempdir().unwrap();
    let returned = sample("samples/returned");
    huibiao(dir.path(), &["convert", &returned, "-f", "xlsx", "-o", "c"]);
    let book = dir.path().join("c/combined.xlsx");
    let overview = part(&book, "xl/worksheets/sheet1.xml");
    for wanted in [
        "海洋学院",
        "国际科技合作研究项目",
        "location=\"'问题'!",
        "'HZ_02_005'!A1",
    ] {
        assert!(overview.contains(wanted), "{wanted}");
    }
    let sheets = part(&book, "xl/workbook.xml");
    let last = sheets.matches("<sheet ").count();
    let problems = part(&book, &format!("xl/worksheets/sheet{last}.xml"));
    assert!(
        problems.contains("location=\"'HZ_"),
        "{}",
        &problems[problems.len() - 900..]
    );
}

#[test]
fn the_report_names_who_has_not_returned() {
    let dir = tempfile::tempdir().unwrap();
    let roster = "单位,联系人,电话\n海洋学院,,\n从未交表学院,张催交,010-5555\n";
    fs::write(dir.path().join("u.csv"), roster).unwrap();
    let form = sample("samples/returned/海洋学院 调查表（终稿）.docx");
    huibiao(
        dir.path(),
        &[
            "check", &form, "-u", "u.csv", "-o", "r.html", "--lang", "zh",
        ],
    );
    let page = fs::read_to_string(dir.path().join("r.html")).unwrap();
    for wanted in [
        "先做这些",
        "未交 1 个单位",
        "从未交表学院",
        "张催交",
        "截至 20",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
}
