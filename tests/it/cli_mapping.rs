//! `huibiao mapping` from outside: what goes where, and the exit status.

use std::fs;

use assert_cmd::cargo::cargo_bin_cmd;
use predicates::prelude::*;

fn huibiao(args: &[&str]) -> assert_cmd::assert::Assert {
    cargo_bin_cmd!("huibiao")
        .env("LC_ALL", "C.UTF-8")
        .args(args)
        .assert()
}

#[test]
fn the_codebook_is_as_published() {
    huibiao(&["mapping", "show", "hz-2025", "-f", "csv"])
        .code(0)
        .stdout(include_str!("../codebook/hz-2025.csv"))
        .stderr("");
}

#[test]
fn everything_is_shown_as_json() {
    let shown = huibiao(&["mapping", "show", "hz-2025", "-f", "json"]).code(0);
    let json: serde_json::Value = serde_json::from_slice(&shown.get_output().stdout).unwrap();
    assert_eq!(json["tables"].as_array().unwrap().len(), 37);
    assert_eq!(json["lists"]["membership"]["options"][1], "团体会员");
}

#[test]
fn the_text_names_every_table_and_field() {
    let shown = huibiao(&["mapping", "show", "hz-2025"]).code(0);
    let text = String::from_utf8(shown.get_output().stdout.clone()).unwrap();
    for table in huibiao::mapping::bundled("hz-2025").unwrap().mapping.tables {
        assert!(text.contains(&*table.code));
        assert!(table.fields.iter().all(|f| text.contains(&*f.label)));
    }
}

#[test]
fn the_bundled_editions_are_listed_and_right() {
    huibiao(&["mapping", "list"])
        .code(0)
        .stdout(predicate::str::contains("hz-2025").and(predicate::str::contains("hz-2020")));
    huibiao(&["mapping", "check"])
        .code(0)
        .stdout("hz-2025：37 张表 246 个项目，无误\n  与空白表一致（blank.docx、blank.xlsx）\nhz-2020：50 张表 658 个项目，无误\n");
}

#[test]
fn a_wrong_folder_is_explained_on_standard_output() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("edition.toml"),
        "[edition]\nyear = \"2025\"\n",
    )
    .unwrap();
    let path = dir.path().to_str().unwrap();
    huibiao(&["--lang", "en", "mapping", "check", path])
        .code(1)
        .stdout(
            predicate::str::contains("edition.toml:2:8")
                .and(predicate::str::contains("`year` must be an integer")),
        )
        .stderr("");
    // A command that needs the edition cannot do its work: the reason goes to standard error.
    huibiao(&["--mapping", path, "mapping", "list"])
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains("edition.toml:2:8"));
}

#[test]
fn what_is_not_there_is_said() {
    huibiao(&["mapping", "show", "hz-2031"])
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains("hz-2025"));
    huibiao(&["mapping", "check", "no/such/folder"]).code(2);
    huibiao(&["mapping"]).code(2);
    huibiao(&["mapping", "list", "--colour"]).code(2);
}
