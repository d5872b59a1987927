//! A tagged blank on the command line.

use assert_cmd::cargo::cargo_bin_cmd;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

use super::paper::{document, p, table};

fn blank() -> Vec<u8> {
    document(
        &[
            p("仪器登记表"),
            table(&[
                &["单位名称", "{{unit_name required}}"],
                &["数量", "{{count:integer 台}}"],
                &["状态", "□{{state=在用}} □{{state=停用}}"],
            ]),
            table(&[
                &["名称", "价格"],
                &["{{tools[].name}}", "{{tools[].price:decimal 万元}}"],
            ]),
        ]
        .concat(),
    )
}

fn form() -> Vec<u8> {
    document(
        &[
            p("仪器登记表"),
            table(&[
                &["单位名称", "化学学院"],
                &["数量", "3"],
                &["状态", "☑在用 □停用"],
            ]),
            table(&[&["名称", "价格"], &["质谱仪", "120"], &["天平", "1.5"]]),
        ]
        .concat(),
    )
}

fn converted(dir: &TempDir, mapping: &str) -> Value {
    let out = cargo_bin_cmd!("huibiao")
        .args([
            "--mapping",
            mapping,
            "convert",
            "form.docx",
            "-f",
            "json",
            "-o",
            "-",
        ])
        .current_dir(dir)
        .assert()
        .code(0);
    serde_json::from_slice(&out.get_output().stdout).unwrap()
}

#[test]
fn a_tagged_document_is_a_mapping_by_itself_and_as_files() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("tagged.docx"), blank()).unwrap();
    std::fs::write(dir.path().join("form.docx"), form()).unwrap();
    let huibiao = |args: &[&str]| {
        let mut command = cargo_bin_cmd!("huibiao");
        command.args(args).current_dir(&dir).assert()
    };
    let read = converted(&dir, "tagged.docx");
    assert_eq!(read["mapping"]["id"], "tagged");
    assert_eq!(read["unit"]["state"], "在用");
    assert_eq!(read["tables"]["tools"]["records"][1]["price"], 1.5);
    huibiao(&["--lang", "en", "mapping", "check", "tagged.docx"])
        .code(0)
        .stdout(contains("6 tags"));
    huibiao(&["mapping", "init", "tagged.docx", "-o", "edition"]).code(0);
    huibiao(&["mapping", "check", "edition"]).code(0);
    let from_files = converted(&dir, "edition");
    assert_eq!(from_files["unit"], read["unit"]);
    assert_eq!(from_files["tables"], read["tables"]);
    // The form to mail has no tags, and reads as an empty form.
    huibiao(&["blank", "tagged.docx", "-o", "mail.docx"]).code(0);
    huibiao(&["inspect", "mail.docx"])
        .code(0)
        .stdout(contains("□在用 □停用"));
    huibiao(&["mapping", "show", "edition", "-f", "csv"])
        .code(0)
        .stdout(contains("tools,price,价格"));
}

#[test]
fn a_wrong_tag_ends_the_command_with_its_place() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("tagged.docx"), document(&p("{{a:b}}"))).unwrap();
    let huibiao = |args: &[&str]| {
        let mut command = cargo_bin_cmd!("huibiao");
        command.args(args).current_dir(&dir).assert()
    };
    huibiao(&["--lang", "en", "mapping", "check", "tagged.docx"])
        .code(1)
        .stdout(contains("paragraph 1: {{a:b}}"));
    huibiao(&["--lang", "en", "blank", "tagged.docx", "-o", "x.docx"])
        .code(2)
        .stderr(contains("paragraph 1"));
    huibiao(&["--lang", "en", "mapping", "init", "tagged.docx", "-o", "x"])
        .code(2)
        .stderr(contains("paragraph 1"));
    huibiao(&[
        "--lang",
        "en",
        "--mapping",
        "tagged.docx",
        "check",
        "tagged.docx",
    ])
    .code(2)
    .stderr(contains("paragraph 1"));
}

#[test]
fn a_survey_and_a_data_package_go_out_and_a_survey_comes_in() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("tagged.docx"), blank()).unwrap();
    std::fs::write(dir.path().join("form.docx"), form()).unwrap();
    let huibiao = |args: &[&str]| {
        let mut command = cargo_bin_cmd!("huibiao");
        command.args(args).current_dir(&dir).assert()
    };
    huibiao(&[
        "mapping",
        "export",
        "tagged.docx",
        "-f",
        "xlsform",
        "-o",
        "survey.xlsx",
    ])
    .code(0);
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(dir.path().join("survey.xlsx")).unwrap();
    let survey = calamine::Reader::worksheet_range(&mut book, "survey").unwrap();
    let rows: Vec<Vec<String>> = survey
        .rows()
        .map(|r| r.iter().map(ToString::to_string).collect())
        .collect();
    let names: Vec<(&str, &str)> = rows
        .iter()
        .skip(1)
        .map(|r| (r[0].as_str(), r[1].as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("begin_group", "unit"),
            ("text", "unit_name"),
            ("integer", "count"),
            ("select_one state", "state"),
            ("end_group", ""),
            ("begin_repeat", "tools"),
            ("text", "name"),
            ("decimal", "price"),
            ("end_repeat", ""),
        ]
    );
    // The same form without its tags finds the survey's names again.
    huibiao(&["blank", "tagged.docx", "-o", "blank.docx"]).code(0);
    huibiao(&[
        "mapping",
        "init",
        "blank.docx",
        "--from",
        "survey.xlsx",
        "-o",
        "edition",
    ])
    .code(0);
    huibiao(&["mapping", "show", "edition", "-f", "json"])
        .code(0)
        .stdout(contains("\"count\"").and(contains("\"state\"")));
    // The data package has the columns of the tables that a run wrote.
    huibiao(&[
        "--mapping",
        "tagged.docx",
        "convert",
        "form.docx",
        "-f",
        "csv",
        "-o",
        "out",
    ])
    .code(0);
    huibiao(&[
        "mapping",
        "export",
        "tagged.docx",
        "-f",
        "datapackage",
        "-o",
        "out",
    ])
    .code(0);
    let package = std::fs::read(dir.path().join("out/datapackage.json")).unwrap();
    let package: Value = serde_json::from_slice(&package).unwrap();
    assert_eq!(package["resources"][0]["path"], "csv/unit.csv");
    assert_eq!(package["resources"][1]["path"], "csv/tools.csv");
    let csv = std::fs::read_to_string(dir.path().join("out/csv/tools.csv")).unwrap();
    let header = csv.trim_start_matches('\u{feff}').lines().next().unwrap();
    let fields = package["resources"][1]["schema"]["fields"]
        .as_array()
        .unwrap();
    let fields: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
    assert_eq!(header.split(',').collect::<Vec<_>>(), fields);
}
