//! merge, status, diff, export and convert --store as one calls them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::forms;
use crate::ladder::generate::{self, survey};
use assert_cmd::Command;
use huibiao::text::lang::Lang;
use serde_json::Value as Json;

fn huibiao(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("huibiao").unwrap();
    command
        .current_dir(folder)
        .env("LC_ALL", "C")
        .env("COLUMNS", "200");
    command
}

/// The survey as files: `run/submissions.jsonl` and `units.csv`.
fn laid_out() -> tempfile::TempDir {
    let survey = survey();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("run")).unwrap();
    let mut lines = fs::File::create(folder.path().join("run/submissions.jsonl")).unwrap();
    for submission in &survey.submissions {
        serde_json::to_writer(&mut lines, &submission.said_in(Lang::Zh)).unwrap();
        lines.write_all(b"\n").unwrap();
    }
    fs::write(folder.path().join("units.csv"), survey.roster()).unwrap();
    folder
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/returned")
}

#[test]
fn merge_writes_a_roll_up_and_says_what_to_look_at() {
    let folder = laid_out();
    let done = huibiao(folder.path())
        .args([
            "merge",
            "run",
            "--units",
            "units.csv",
            "-o",
            "out",
            "-f",
            "json,xlsx,jsonl,import,csv",
        ])
        .assert()
        .code(1);
    let told = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    for words in [
        "300 个单位，计入 291 个",
        "HZ_02_001  出访活动概况",
        "可能重复（9）",
        "整份表相同",
        "上级单位重复了下级单位的数据，计下级单位的",
        "名册里没有“Zentrum für Migration”",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    let out = folder.path().join("out");
    let rollup: Json = serde_json::from_slice(&fs::read(out.join("rollup.json")).unwrap()).unwrap();
    assert_eq!(rollup["schema"], "huibiao/rollup/1");
    assert_eq!(rollup["duplicates"].as_array().unwrap().len(), 9);
    let one: Json = serde_json::from_str(
        fs::read_to_string(out.join("submissions.jsonl"))
            .unwrap()
            .trim(),
    )
    .unwrap();
    let countries = one["tables"]["HZ_02_002"]["records"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(
        countries,
        rollup["tables"]["HZ_02_002"]["sums"]
            .as_array()
            .unwrap()
            .len()
    );
    for file in ["rollup.xlsx", "import/HZ_02_002.xlsx", "csv/HZ_02_005.csv"] {
        assert!(out.join(file).is_file(), "{file}");
    }
}

#[test]
fn the_rollup_s_workbook_holds_the_same_numbers() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let folder = laid_out();
    huibiao(folder.path())
        .args([
            "merge",
            "run",
            "-u",
            "units.csv",
            "-o",
            "out",
            "-f",
            "json,xlsx",
        ])
        .assert()
        .code(1);
    let rollup: Json =
        serde_json::from_slice(&fs::read(folder.path().join("out/rollup.json")).unwrap()).unwrap();
    let mut book: Xlsx<_> = open_workbook(folder.path().join("out/rollup.xlsx")).unwrap();
    let sheet = book.worksheet_range("HZ_02_002").unwrap();
    let total = |column: usize| -> f64 {
        let cells = sheet.rows().skip(1).filter_map(|r| r.get(column));
        cells
            .filter_map(|c| {
                if let Data::Float(n) = c {
                    Some(*n)
                } else {
                    None
                }
            })
            .sum()
    };
    let derived = &rollup["derived"]["HZ_02_001"]["numbers"];
    for n in 0..12 {
        assert_eq!(
            total(n + 1),
            derived[n]["value"].as_f64().unwrap(),
            "{}",
            derived[n]["label"]
        );
    }
    let duplicates = book.worksheet_range("重复").unwrap();
    let members: usize = rollup["duplicates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["members"].as_array().unwrap().len())
        .sum();
    assert_eq!(duplicates.height(), 1 + members);
}

#[test]
fn an_account_s_roll_up_goes_to_standard_output() {
    let folder = laid_out();
    let done = huibiao(folder.path())
        .args([
            "merge",
            "run",
            "-u",
            "units.csv",
            "--account",
            "海洋学院",
            "-o",
            "-",
            "-f",
            "json",
        ])
        .assert();
    let rollup: Json = serde_json::from_slice(&done.get_output().stdout).unwrap();
    assert_eq!(rollup["account"], "海洋学院");
    huibiao(folder.path())
        .args(["merge", "run", "-u", "units.csv", "--account", "海样学院"])
        .assert()
        .code(2)
        .stderr(predicates::str::contains("最接近的：海洋学院"));
}

#[test]
fn status_lists_whom_to_chase() {
    let folder = laid_out();
    let day = ["--due", generate::DUE, "--as-of", generate::AS_OF];
    let done = huibiao(folder.path())
        .args(["status", "run", "-u", "units.csv"])
        .args(day)
        .assert()
        .code(1);
    let told = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    for words in [
        "应交 300 个单位：逾期未交 8",
        "迟交（5）",
        "无法读取（1）",
        "不在名册（2）",
        "相近：海洋学院拓扑实验室",
        "缺表 HZ_02_016",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    let done = huibiao(folder.path())
        .args(["status", "run", "-u", "units.csv", "-f", "json"])
        .args(day)
        .assert();
    let status: Json = serde_json::from_slice(&done.get_output().stdout).unwrap();
    assert_eq!(status["counts"]["overdue"], 8);
    huibiao(folder.path())
        .args(["status", "run", "-u", "units.csv", "-o", "催报.xlsx"])
        .args(day)
        .assert()
        .code(1);
    use calamine::{Reader, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(folder.path().join("催报.xlsx")).unwrap();
    assert_eq!(book.worksheet_range("单位").unwrap().height(), 301);
    assert_eq!(book.worksheet_range("不在名册").unwrap().height(), 3);
}

#[test]
fn a_roster_that_cannot_be_stops_before_anything_is_written() {
    let folder = laid_out();
    fs::write(
        folder.path().join("bad.csv"),
        "单位,上级单位\n甲院,乙院\n乙院,甲院\n",
    )
    .unwrap();
    huibiao(folder.path())
        .args(["merge", "run", "-u", "bad.csv", "-o", "out"])
        .assert()
        .code(2)
        .stderr(predicates::str::contains(
            "bad.csv:2: 上级单位绕成了圈：甲院 → 乙院 → 甲院",
        ));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn diff_compares_unit_by_unit() {
    let folder = laid_out();
    let run = fs::read_to_string(folder.path().join("run/submissions.jsonl")).unwrap();
    let line = run
        .lines()
        .find(|l| l.contains("\"file\":\"软件学院.docx\""))
        .unwrap();
    fs::write(folder.path().join("old.jsonl"), line).unwrap();
    let mut newer: Json = serde_json::from_str(line).unwrap();
    newer["unit"]["contact"] = "李四".into();
    fs::write(folder.path().join("new.jsonl"), newer.to_string()).unwrap();
    huibiao(folder.path())
        .args(["diff", "old.jsonl", "new.jsonl"])
        .assert()
        .code(0)
        .stdout(predicates::str::contains("填表人  （空） → 李四"));
    huibiao(folder.path())
        .args(["diff", "old.jsonl", "old.jsonl"])
        .assert()
        .code(0)
        .stdout(predicates::str::contains("1 个单位没有变化"));
}

#[test]
fn forms_of_a_folder_can_be_rolled_up_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let done = huibiao(folder.path())
        .arg("merge")
        .arg(samples())
        .args(["-f", "json", "-o", "-"])
        .assert();
    let rollup: Json = serde_json::from_slice(&done.get_output().stdout).unwrap();
    assert!(rollup["units"].as_array().unwrap().len() >= 6);
}

#[test]
fn what_is_not_huibiao_s_data_is_refused_at_its_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), "{\"schema\": 1}\n").unwrap();
    huibiao(folder.path())
        .args(["merge", "a.jsonl"])
        .assert()
        .code(2)
        .stderr(predicates::str::contains(
            "a.jsonl:1: 不是 huibiao 输出的数据",
        ));
}

#[test]
fn corrections_that_are_about_nobody_are_told_and_stop_nothing() {
    let folder = laid_out();
    let csv = "单位,位置,原值,更正值,理由,更正人\n无此学院,/unit/contact,,张三,核实,王五\n";
    fs::write(folder.path().join("c.csv"), csv).unwrap();
    huibiao(folder.path())
        .args(["merge", "run", "--corrections", "c.csv", "-o", "out"])
        .assert()
        .code(1)
        .stderr(predicates::str::contains(
            "c.csv:2: 读到的表里没有单位“无此学院”",
        ));
    assert!(folder.path().join("out/rollup.json").exists());
}

/// A store's single number.
#[cfg(feature = "store")]
fn number(folder: &Path, query: &str) -> i64 {
    let sql = rusqlite::Connection::open(folder.join("s.sqlite")).unwrap();
    sql.query_row(query, [], |r| r.get(0)).unwrap()
}

#[test]
#[cfg(feature = "store")]
fn convert_reads_only_what_is_new_and_corrects_what_it_knows() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    fs::create_dir(folder.join("in")).unwrap();
    for file in ["体育部.docx", "化学工程学院.docx", "化学工程学院-子表.xlsx"] {
        fs::copy(samples().join(file), folder.join("in").join(file)).unwrap();
    }
    let convert = |more: &[&str]| {
        let mut command = huibiao(folder);
        command
            .args([
                "convert", "in", "--store", "s.sqlite", "-o", "out", "-f", "jsonl",
            ])
            .args(more);
        let code = command.assert().get_output().status.code();
        assert!(code.is_some_and(|c| c < 2), "{code:?}");
        fs::read_to_string(folder.join("out/submissions.jsonl")).unwrap()
    };
    let counts = || {
        ["files_read", "files_known"].map(|c| {
            number(
                folder,
                &format!("SELECT {c} FROM run ORDER BY id DESC LIMIT 1"),
            )
        })
    };
    let first = convert(&[]);
    assert_eq!(counts(), [3, 0]);
    assert_eq!(convert(&[]), first);
    assert_eq!(counts(), [0, 3]);
    assert_eq!(convert(&["--fresh"]), first);
    assert_eq!(counts(), [3, 0]);
    fs::copy(
        samples().join("材料学院.docx"),
        folder.join("in/材料学院.docx"),
    )
    .unwrap();
    convert(&[]);
    assert_eq!(counts(), [1, 3]);
    assert_eq!(number(folder, "SELECT COUNT(*) FROM submission"), 3);
    assert_eq!(number(folder, "SELECT COUNT(*) FROM attachment"), 1);
    // A correction is kept, and still there in a run that is not given it.
    let csv =
        "文件,位置,原值,更正值,理由,更正人\n体育部.docx,/unit/contact_phone,,0756-1,核实,王五\n";
    let contact = first
        .lines()
        .find(|l| l.contains("体育部.docx"))
        .map(|l| serde_json::from_str::<Json>(l).unwrap()["unit"]["contact_phone"].clone())
        .unwrap();
    let csv = csv.replace(
        ",,0756",
        &format!(",{},0756", contact.as_str().unwrap_or("")),
    );
    fs::write(folder.join("c.csv"), csv).unwrap();
    let corrected = convert(&["--corrections", "c.csv"]);
    assert!(corrected.contains("\"contact_phone\":\"0756-1\""));
    assert_eq!(convert(&[]), corrected);
    huibiao(folder)
        .args(["export", "s.sqlite", "-o", "ex"])
        .assert()
        // 材料学院 has something to mend.
        .code(1);
    assert_eq!(
        fs::read_to_string(folder.join("ex/submissions.jsonl"))
            .unwrap()
            .lines()
            .count(),
        3
    );
    // A line about no unit that the store knows stops the run, and the store is as it was.
    fs::write(
        folder.join("c.csv"),
        "单位,位置,原值,更正值,理由,更正人\n无此学院,/unit/contact,,x,核实,王五\n",
    )
    .unwrap();
    huibiao(folder)
        .args([
            "convert",
            "in",
            "--store",
            "s.sqlite",
            "-o",
            "out",
            "--corrections",
            "c.csv",
        ])
        .assert()
        .code(2)
        .stderr(predicates::str::contains("c.csv:2"));
    assert_eq!(convert(&[]), corrected);
}

#[test]
#[cfg(feature = "store")]
fn a_store_of_a_newer_version_is_refused() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    fs::create_dir(folder.join("in")).unwrap();
    fs::copy(samples().join("体育部.docx"), folder.join("in/体育部.docx")).unwrap();
    let _ = huibiao(folder)
        .args([
            "convert", "in", "--store", "s.sqlite", "-o", "out", "-f", "jsonl",
        ])
        .assert();
    let sql = rusqlite::Connection::open(folder.join("s.sqlite")).unwrap();
    sql.pragma_update(None, "user_version", 99).unwrap();
    drop(sql);
    fs::remove_dir_all(folder.join("out")).unwrap();
    for command in [
        &["convert", "in", "--store", "s.sqlite", "-o", "out"][..],
        &["export", "s.sqlite"],
    ] {
        huibiao(folder)
            .args(command)
            .assert()
            .code(2)
            .stderr(predicates::str::contains("较新版本的 huibiao"));
    }
    assert!(!folder.join("out").exists());
}

#[test]
fn an_explanation_is_carried_on_to_the_next_version() {
    let folder = laid_out();
    let mapping = huibiao::mapping::bundled("hz-2025").unwrap().mapping;
    let mut old = forms::blank(&mapping, "化学学院");
    let case = |total: i64| {
        let answers = [
            ("project_name", forms::text("甲项目")),
            ("programme", forms::text("2019年计划")),
            ("china_funding", forms::number(total)),
        ];
        forms::record_of(&mapping, "HZ_02_005", &answers)
    };
    forms::add(&mut old, "HZ_02_005", case(10));
    let warning = |path: &str| {
        huibiao::model::finding::Finding::recorded(
            huibiao::model::finding::Severity::Warning,
            huibiao::model::finding::Rule::OutOfPeriod,
            huibiao::text::lang::Said::same("在统计期外"),
        )
        .at(path)
    };
    old.findings
        .push(warning("/tables/HZ_02_005/records/0/programme"));
    // The next version has a record more before it, and another amount in it.
    let mut new = old.clone();
    new.source.file = "化学学院v2.docx".to_owned();
    let table = &mut new
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_005")
        .unwrap()
        .1;
    table.records = vec![
        forms::record_of(
            &mapping,
            "HZ_02_005",
            &[("project_name", forms::text("乙项目"))],
        ),
        case(20),
    ];
    new.findings = vec![warning("/tables/HZ_02_005/records/1/programme")];
    for (name, submission) in [("old.json", &old), ("new.json", &new)] {
        let json = serde_json::to_string(&submission.said_in(Lang::Zh)).unwrap();
        fs::write(folder.path().join(name), json).unwrap();
    }
    let csv = "单位,位置,记录,原值,规则,理由,更正人\n化学学院,HZ_02_005/1/programme,甲项目,2019年计划,out-of-period,跨年度,王五\n";
    fs::write(folder.path().join("c.csv"), csv).unwrap();
    let done = huibiao(folder.path())
        .args([
            "diff",
            "old.json",
            "new.json",
            "--corrections",
            "c.csv",
            "-f",
            "json",
        ])
        .assert()
        .code(0);
    let diff: Json = serde_json::from_slice(&done.get_output().stdout).unwrap();
    let findings = &diff["differences"][0]["findings"];
    assert_eq!(findings["new"].as_array().unwrap().len(), 0, "{findings}");
    let carried = &findings["unchanged"][0];
    assert_eq!(carried["path"], "/tables/HZ_02_005/records/1/programme");
    assert_eq!(carried["severity"], "info");
    assert_eq!(carried["message"], "在统计期外（已说明：跨年度；王五）");
}
