//! docs/findings.md says what the code does; `huibiao explain` prints it.

use std::path::Path;

use assert_cmd::Command;
use huibiao::model::finding::{Cause, document};

#[test]
fn the_page_of_findings_is_the_code_s() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md");
    if std::env::var_os("HUIBIAO_DOCS").is_some_and(|how| how == "write") {
        std::fs::write(&page, document()).unwrap();
    }
    let written = std::fs::read_to_string(&page).unwrap();
    assert!(
        written == document(),
        "docs/findings.md is not what the code says: HUIBIAO_DOCS=write cargo test findings_docs"
    );
}

/// Without what is quoted: typed words and labels are in the form's language.
fn unquoted(text: &str) -> String {
    let mut depth = 0;
    let outside = |c: &char| {
        match c {
            '“' => depth += 1,
            '”' => depth -= 1,
            _ => {}
        }
        depth == 0
    };
    text.chars().filter(outside).collect()
}

#[test]
fn english_is_not_chinese_and_chinese_is_not_english() {
    for (cause, meaning) in Cause::examples() {
        let code = cause.code().unwrap();
        for said in [cause.message(), cause.hint(), meaning] {
            let (zh, en) = (unquoted(&said.zh), unquoted(&said.en));
            assert!(!en.contains(['，', '。', '；', '请', '未']), "{code}: {en}");
            for word in [" the ", " is ", " was ", " not "] {
                assert!(!zh.contains(word), "{code}: {zh}");
            }
        }
    }
}

fn explained(args: &[&str]) -> (i32, String, String) {
    let out = Command::cargo_bin("huibiao")
        .unwrap()
        .args(args)
        .output()
        .unwrap();
    (
        out.status.code().unwrap(),
        String::from_utf8(out.stdout).unwrap(),
        String::from_utf8(out.stderr).unwrap(),
    )
}

#[test]
fn a_rule_is_explained_with_its_findings() {
    let (status, said, _) = explained(&["--lang", "en", "explain", "balance"]);
    assert_eq!(status, 0);
    for part in [
        "balance  Balance rule broken",
        "What to do:",
        "unbalanced (Must be mended)",
        "e.g.: 合计 12 ≠ 部门 5 + 其他 6 (= 11)",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_code_is_explained_in_either_language() {
    let (_, zh, _) = explained(&["--lang", "zh", "explain", "number-approximate"]);
    assert!(
        zh.contains("“约12”不是确切的数，未取值") && zh.contains("怎么办"),
        "{zh}"
    );
    let (_, en, _) = explained(&["--lang", "en", "explain", "number-approximate"]);
    assert!(
        en.contains("is not an exact number; nothing was taken"),
        "{en}"
    );
}

#[test]
fn without_a_name_the_rules_are_listed_and_a_typo_is_met() {
    let (status, list, _) = explained(&["--lang", "en", "explain"]);
    assert_eq!(status, 0);
    assert!(
        list.lines().any(|l| l.starts_with("which-counts ")),
        "{list}"
    );
    let (status, _, complaint) = explained(&["--lang", "en", "explain", "ballance"]);
    assert_eq!(status, 2);
    assert!(complaint.contains("did you mean balance"), "{complaint}");
}
