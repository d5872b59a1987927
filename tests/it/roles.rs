//! An edition whose fields of the cover are called otherwise: who somebody is stands in `role`, and
//! everything that needs to know it works as with any other edition.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::assert::Assert;
use assert_cmd::cargo::cargo_bin_cmd;
use huibiao::mapping::{Role, SourceFile, load, load_dir};
use huibiao::read::Reader;
use huibiao::survey::carry::Carrier;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// The fields of the cover in `samples/other-form/mapping`, and what they are called here.
const RENAMED: [(&str, &str); 4] = [
    ("unit_name", "who_we_are"),
    ("contact", "filled_in_by"),
    ("contact_phone", "call"),
    ("filled_on", "on"),
];

/// The edition of another survey with its cover's fields renamed, with or without their roles.
fn renamed(with_roles: bool) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(at("samples/other-form/mapping")).unwrap() {
        let path = entry.unwrap().path();
        let to = dir.path().join(path.file_name().unwrap());
        if path.file_name().unwrap() != "edition.toml" {
            fs::copy(path, to).unwrap();
            continue;
        }
        let mut text = fs::read_to_string(path).unwrap();
        for (was, is) in RENAMED {
            let (from, to) = (format!("name = \"{was}\""), format!("name = \"{is}\""));
            assert_eq!(text.matches(&from).count(), 1, "{was}");
            text = text.replace(&from, &to);
        }
        if !with_roles {
            let without = text.lines().filter(|l| !l.starts_with("role = "));
            text = without.collect::<Vec<_>>().join("\n");
        }
        fs::write(to, text).unwrap();
    }
    dir
}

static EDITION: LazyLock<TempDir> = LazyLock::new(|| renamed(true));

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs a command with the renamed edition.
fn huibiao(args: &[&Path]) -> Assert {
    cargo_bin_cmd!("huibiao")
        .env("LC_ALL", "C.UTF-8")
        .args(["--lang", "en", "--mapping"])
        .arg(EDITION.path())
        .args(args)
        .assert()
}

fn output(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// What the returned forms are converted to.
fn converted() -> (TempDir, Vec<Json>) {
    let dir = tempfile::tempdir().unwrap();
    let returned = at("samples/other-form/returned");
    let args = ["convert", "-f", "jsonl,csv,html,xlsx", "-o"].map(Path::new);
    let args: Vec<&Path> = args.into_iter().chain([dir.path(), &returned]).collect();
    huibiao(&args).code(1);
    let lines = fs::read_to_string(dir.path().join("submissions.jsonl")).unwrap();
    let all = lines.lines().map(|l| serde_json::from_str(l).unwrap());
    let all = all.collect();
    (dir, all)
}

const UNITS: [&str; 3] = ["土木工程学院", "物理学院", "美术学院"];

#[test]
fn the_data_have_the_mappings_names_and_say_their_roles() {
    let (dir, all) = converted();
    let names: Vec<&Json> = all.iter().map(|s| &s["unit"]["who_we_are"]).collect();
    assert_eq!(names, UNITS);
    for submission in &all {
        assert_eq!(
            submission["mapping"]["roles"],
            json!({
                "name": "who_we_are", "contact": "filled_in_by",
                "contact_phone": "call", "filled_on": "on",
            })
        );
    }
    // The workbook found its form.
    assert_eq!(all[2]["attachments"][0]["file"], "美术学院仪器设备.xlsx");
    let table = fs::read_to_string(dir.path().join("csv/LAB_01.csv")).unwrap();
    for unit in UNITS {
        assert!(table.contains(&format!("\n{unit},")), "{unit} in {table}");
    }
}

#[test]
fn who_is_called_as_usual_needs_no_roles_in_the_data() {
    let run = cargo_bin_cmd!("huibiao")
        .env("LC_ALL", "C.UTF-8")
        .arg("--mapping")
        .arg(at("samples/other-form/mapping"))
        .args(["convert", "-f", "json", "-o", "-"])
        .arg(at("samples/other-form/returned/物理学院.docx"))
        .assert()
        .code(0);
    let json: Json = serde_json::from_str(&output(&run)).unwrap();
    assert_eq!(json["mapping"], json!({ "id": "lab-2025", "year": 2025 }));
}

#[test]
fn the_report_knows_whom_to_call() {
    let returned = at("samples/other-form/returned");
    let args = ["check", "-f", "json"].map(Path::new);
    let args: Vec<&Path> = args.into_iter().chain([&*returned]).collect();
    let said: Json = serde_json::from_str(&output(&huibiao(&args).code(1))).unwrap();
    let units = said["units"].as_array().unwrap();
    let of = |i: usize, key: &str| units[i][key].as_str().unwrap().to_owned();
    for (i, unit) in UNITS.iter().enumerate() {
        assert_eq!(of(i, "unit"), *unit);
        assert!(!of(i, "contact").is_empty() && !of(i, "phone").is_empty());
    }
}

/// Data can be read without the edition at hand.
#[test]
fn status_merge_and_diff_know_the_units() {
    let (dir, _) = converted();
    let roster = dir.path().join("units.csv");
    fs::write(
        &roster,
        "单位,上级\n某大学,\n土木工程学院,某大学\n物理学院,某大学\n美术学院,某大学\n",
    )
    .unwrap();
    let status = cargo_bin_cmd!("huibiao")
        .env("LC_ALL", "C.UTF-8")
        .args(["--lang", "en", "status", "-f", "json", "--units"])
        .args([&roster, dir.path()])
        .assert();
    let said: Json = serde_json::from_str(&output(&status)).unwrap();
    assert_eq!(said["strangers"], json!([]));
    let returned = said["units"].as_array().unwrap().iter();
    let returned = returned.filter(|u| u["state"] == "returned").count();
    assert_eq!(returned, 3, "{said:#}");

    let merged = dir.path().join("merged");
    let args = [
        Path::new("merge"),
        Path::new("--units"),
        &roster,
        Path::new("--account"),
        Path::new("某大学"),
        Path::new("-f"),
        Path::new("json,jsonl,xlsx"),
        Path::new("-o"),
        &merged,
        dir.path(),
    ];
    huibiao(&args);
    let one = fs::read_to_string(merged.join("submissions.jsonl")).unwrap();
    let one: Json = serde_json::from_str(&one).unwrap();
    assert_eq!(one["unit"]["who_we_are"], "某大学");
    let rollup: Json =
        serde_json::from_slice(&fs::read(merged.join("rollup.json")).unwrap()).unwrap();
    let records = &rollup["tables"]["LAB_01"]["records"];
    assert_eq!(records[0]["unit"], "土木工程学院", "{records:#}");

    let form = at("samples/other-form/returned/物理学院.docx");
    let diff = output(&huibiao(&[Path::new("diff"), dir.path(), &form]));
    assert!(diff.contains("1 units are unchanged"), "{diff}");
}

#[cfg(feature = "store")]
#[test]
fn the_store_keeps_them_by_unit() {
    let (dir, _) = converted();
    let store = dir.path().join("survey.sqlite");
    let out = dir.path().join("again");
    let returned = at("samples/other-form/returned");
    let convert = |input: &Path| {
        let args = [
            Path::new("convert"),
            Path::new("--store"),
            &store,
            Path::new("-o"),
            &out,
            input,
        ];
        huibiao(&args);
    };
    convert(&returned);
    // A form that came again is the same unit's: the newest counts.
    let later = dir.path().join("later");
    fs::create_dir(&later).unwrap();
    fs::copy(returned.join("物理学院.docx"), later.join("again.docx")).unwrap();
    convert(&later);
    let exported = dir.path().join("exported");
    let args = [
        Path::new("export"),
        &store,
        Path::new("-f"),
        Path::new("jsonl"),
        Path::new("-o"),
        &exported,
    ];
    // What is left to be mended in them is an error of the export, too.
    huibiao(&args).code(1);
    let lines = fs::read_to_string(exported.join("submissions.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 3, "{lines}");
}

#[test]
fn corrections_and_fill_know_the_unit() {
    let (dir, _) = converted();
    let corrections = dir.path().join("corrections.csv");
    fs::write(
        &corrections,
        "unit,path,value,was,why,who,when\n物理学院,/unit/call,010-1234567,0756-5551101,rang,me,2026-03-01\n",
    )
    .unwrap();
    let out = dir.path().join("corrected");
    let form = at("samples/other-form/returned/物理学院.docx");
    let args = [
        Path::new("convert"),
        Path::new("--corrections"),
        &corrections,
        Path::new("-f"),
        Path::new("json"),
        Path::new("-o"),
        &out,
        &form,
    ];
    huibiao(&args).code(0);
    let written = out.join("物理学院.json");
    let json: Json = serde_json::from_slice(&fs::read(&written).unwrap()).unwrap();
    assert_eq!(json["unit"]["call"], "010-1234567");
    let filled = dir.path().join("filled.docx");
    huibiao(&[Path::new("fill"), &written, Path::new("-o"), &filled]).code(0);
    let again = [
        Path::new("convert"),
        Path::new("-f"),
        Path::new("json"),
        Path::new("-o"),
        Path::new("-"),
        &filled,
    ];
    let again: Json = serde_json::from_str(&output(&huibiao(&again))).unwrap();
    assert_eq!(again["unit"], json["unit"]);
}

/// From the edition with one set of names to that with the other.
#[test]
fn what_has_one_role_is_one_item_in_two_editions() {
    let bundle = load_dir(EDITION.path()).unwrap();
    let mut other = bundle.mapping.clone();
    other.edition.id = "lab-2026".into();
    let name = other.unit.iter_mut().find(|f| f.role == Some(Role::Name));
    let name = name.unwrap();
    (name.name, name.label) = ("institute".into(), "机构全称".into());
    name.aliases.clear();
    let form = at("samples/other-form/returned/物理学院.docx");
    let reader = Reader::of_bundles(vec![bundle]).unwrap();
    let read = reader.read("物理学院.docx", &fs::read(form).unwrap());
    assert_eq!(read.who(Role::Name), Some("物理学院"));
    let carried = Carrier::new(reader.mappings(), &other).carry(read);
    assert_eq!(&*carried.mapping.id, "lab-2026");
    assert_eq!(
        carried.unit.get("institute").unwrap().text(),
        Some("物理学院")
    );
    assert_eq!(carried.who(Role::Name), Some("物理学院"));
}

#[test]
fn check_says_when_no_field_is_the_units_name() {
    let said = output(&huibiao(&[Path::new("mapping"), Path::new("check")]));
    assert!(
        said.contains("nothing wrong") && !said.contains("role"),
        "{said}"
    );
    let without = renamed(false);
    let check = cargo_bin_cmd!("huibiao")
        .env("LC_ALL", "C.UTF-8")
        .args(["--lang", "en", "mapping", "check"])
        .arg(without.path())
        .assert()
        .code(1);
    let said = output(&check);
    assert!(
        said.contains("write role = \"name\"") && !said.contains("nothing wrong"),
        "{said}"
    );
}

/// An edition of before says no more than the names.
#[test]
fn a_field_of_the_usual_name_has_the_role_that_nobody_else_has() {
    let edition = |unit: &str| {
        let text = format!(
            r#"[edition]
id = "old-2024"
year = 2024
name = "调查"
titles = ["调查表"]
period = {{ start = "2024-01-01", end = "2024-12-31" }}
{unit}"#
        );
        let name = "edition.toml".to_owned();
        let text = text.into();
        load([SourceFile { name, text }]).unwrap()
    };
    let field = |name: &str, label: &str, more: &str| {
        format!("[[unit]]\nname = \"{name}\"\nlabel = \"{label}\"\ntype = \"text\"\n{more}\n")
    };
    let old = edition(&(field("unit_name", "单位", "") + &field("leader", "领导", "")));
    let names = |role| old.role(role).map(|f| &*f.name);
    assert_eq!(names(Role::Name), Some("unit_name"));
    assert_eq!(names(Role::Leader), Some("leader"));
    assert_eq!(names(Role::Contact), None);
    let said = field("unit_name", "学校", "") + &field("school", "学院", "role = \"name\"");
    let said = edition(&said);
    assert_eq!(said.role(Role::Name).map(|f| &*f.name), Some("school"));
}

#[test]
fn init_proposes_the_roles() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("proposed");
    cargo_bin_cmd!("huibiao")
        .env("LC_ALL", "C.UTF-8")
        .args(["mapping", "init"])
        .arg(at("samples/other-form/mapping/blank.docx"))
        .arg("-o")
        .arg(&out)
        .assert()
        .code(0);
    let bundle = load_dir(&out).unwrap();
    let text = fs::read_to_string(out.join("edition.toml")).unwrap();
    for role in ["name", "contact", "contact_phone", "filled_on"] {
        assert!(text.contains(&format!("role = \"{role}\"")), "{text}");
    }
    let name = bundle.mapping.role(Role::Name).unwrap();
    assert_eq!(&*name.label, "单位名称");
}
