//! From many units to the form that the institution seals: merged, written into the blank form and its
//! workbook, and read back; and whose money is whose.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn huibiao(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huibiao"));
    command.args(["--lang", "zh"]).args(args).output().unwrap()
}

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn what_was_merged_is_read_back_from_the_form_to_seal() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let merged = huibiao(&[
        "merge",
        "samples/returned",
        "--units",
        "samples/office/units.csv",
        "-f",
        "jsonl,import",
        "-o",
        &at("merged"),
    ]);
    assert_eq!(merged.status.code(), Some(1), "{merged:?}");
    let one = lines(&folder.path().join("merged/submissions.jsonl")).remove(0);
    assert_eq!(one["unit"]["unit_name"], "云岭理工大学");
    // Of six units' obstacles the five that most of them marked.
    let obstacles = one["tables"]["HZ_06_001"]["records"].as_array().unwrap();
    assert_eq!(obstacles.len(), 1);
    assert_eq!(obstacles[0]["selected"].as_array().unwrap().len(), 5);
    let opinions = one["tables"]["HZ_06_003"]["records"][0]["text"]
        .as_str()
        .unwrap();
    assert_eq!(
        opinions.lines().filter(|line| line.contains("：")).count(),
        3,
        "{opinions}"
    );
    let findings = one["findings"].as_array().unwrap();
    let not_placed = |f: &&Value| f["rule"] == "not-placed";
    assert!(
        findings.iter().filter(not_placed).count() >= 5,
        "{findings:?}"
    );
    assert!(findings.iter().any(|f| {
        f["message"]
            .as_str()
            .unwrap()
            .contains("国际合作经费不足 3")
    }));

    let filled = huibiao(&[
        "fill",
        &at("merged/submissions.jsonl"),
        "-o",
        &at("seal.docx"),
        "--sheets",
        &at("seal.xlsx"),
    ]);
    assert_eq!(filled.status.code(), Some(0), "{filled:?}");
    // Without its workbook two tables have no place.
    let without = huibiao(&[
        "fill",
        &at("merged/submissions.jsonl"),
        "-o",
        &at("alone.docx"),
    ]);
    let said = String::from_utf8(without.stderr).unwrap();
    assert_eq!(without.status.code(), Some(1));
    assert!(
        said.contains("not-placed 云岭理工大学 /tables/HZ_02_002"),
        "{said}"
    );
    let back = huibiao(&[
        "convert",
        &at("seal.docx"),
        &at("seal.xlsx"),
        "-f",
        "jsonl",
        "-o",
        &at("back"),
    ]);
    assert_ne!(back.status.code(), Some(2), "{back:?}");
    let back = lines(&folder.path().join("back/submissions.jsonl")).remove(0);
    for (code, table) in one["tables"].as_object().unwrap() {
        assert_eq!(table["records"], back["tables"][code]["records"], "{code}");
    }
}

#[test]
fn many_submissions_are_a_form_each_with_its_workbook_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    huibiao(&[
        "convert",
        "samples/returned",
        "-f",
        "jsonl",
        "-o",
        &at("data"),
    ]);
    let refused = huibiao(&["fill", &at("data/submissions.jsonl"), "-o", &at("one.docx")]);
    assert_eq!(refused.status.code(), Some(2));
    let done = huibiao(&["fill", &at("data/submissions.jsonl"), "-o", &at("forms")]);
    assert_ne!(done.status.code(), Some(2), "{done:?}");
    let mut names: Vec<String> = std::fs::read_dir(at("forms"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    assert_eq!(
        names.iter().filter(|n| n.ends_with(".docx")).count(),
        7,
        "{names:?}"
    );
    for name in [
        "化学工程学院-子表.xlsx",
        "材料学院-子表.xlsx",
        "信息工程学院-子表.xlsx",
    ] {
        assert!(names.iter().any(|n| n == name), "{names:?}");
    }
}

#[test]
fn money_that_a_kind_of_unit_leaves_out_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let roster = "单位,单位类型\n海洋学院,设账号的单位\n化学工程学院,\n材料学院,校办企业\n";
    std::fs::write(at("units.csv"), roster).unwrap();
    // A programme of the country's on the form of a unit that leaves its money out.
    huibiao(&[
        "convert",
        "samples/returned",
        "-f",
        "jsonl",
        "-o",
        &at("data"),
    ]);
    let path = folder.path().join("data/submissions.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("云岭青年海洋学者计划"));
    let text = text.replace("云岭青年海洋学者计划", "国家自然科学基金外国学者研究基金");
    std::fs::write(at("data.jsonl"), text).unwrap();
    let merged = huibiao(&[
        "merge",
        &at("data.jsonl"),
        "--units",
        &at("units.csv"),
        "-o",
        &at("m"),
    ]);
    let said = String::from_utf8(merged.stdout).unwrap();
    assert!(said.contains("不应计入的经费"), "{said}");
    assert!(
        said.contains("国家自然科学基金外国学者研究基金")
            && said.contains("资助经费（万元人民币） 30万元"),
        "{said}"
    );
    assert!(said.contains("校办企业"), "{said}");
    let rollup = std::fs::read_to_string(at("m/rollup.json")).unwrap();
    let rollup: Value = serde_json::from_str(&rollup).unwrap();
    let flaws = rollup["flaws"].as_array().unwrap();
    let excluded: Vec<&Value> = flaws
        .iter()
        .filter(|f| f["kind"] == "excluded_money")
        .collect();
    assert_eq!(excluded.len(), 1, "{flaws:?}");
    assert_eq!(excluded[0]["path"], "/tables/HZ_03_006/records/0/programme");
}

#[test]
fn an_archive_comes_back_as_an_archive() {
    let folder = tempfile::tempdir().unwrap();
    let back = folder.path().join("back");
    let done = huibiao(&[
        "annotate",
        "samples/returned/信息工程学院.zip",
        "samples/returned/体育部.docx",
        "-o",
        back.to_str().unwrap(),
    ]);
    let said = String::from_utf8(done.stdout).unwrap();
    let file = std::fs::File::open(back.join("信息工程学院.zip")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let name = |i| archive.by_index(i).unwrap().name().unwrap().into_owned();
    let names: Vec<String> = (0..2).map(name).collect();
    assert!(
        names.iter().any(|n| n == "信息工程学院/调查表.docx"),
        "{names:?}"
    );
    // Its files lie beside it too, to look at.
    let loose = back.join("信息工程学院/信息工程学院/调查表.docx");
    assert!(loose.is_file());
    // Thirty tables that are not there are one comment.
    let sport = said
        .lines()
        .find(|line| line.starts_with("体育部.docx"))
        .unwrap();
    assert!(sport.contains("1 处批注"), "{sport}");
}
