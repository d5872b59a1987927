//! Two editions side by side, and forms of one written in the tables of the other.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::LazyLock;

use assert_cmd::cargo::cargo_bin_cmd;
use huibiao::carry::Carrier;
use huibiao::finding::Rule;
use huibiao::mapping::compare::{Comparison, Fate, Passage};
use huibiao::mapping::{Mapping, bundled, bundled_ids};
use huibiao::reading::Reader;
use huibiao::submission::{Status, Submission};
use huibiao::value::Value;
use serde_json::Value as Json;

static OLD: LazyLock<Mapping> = LazyLock::new(|| bundled("hz-2020").unwrap().mapping);
static NEW: LazyLock<Mapping> = LazyLock::new(|| bundled("hz-2025").unwrap().mapping);
static READER: LazyLock<Reader> = LazyLock::new(|| {
    let editions = bundled_ids().map(|id| bundled(id).unwrap());
    Reader::of_bundles(editions.collect()).unwrap()
});

fn huibiao(args: &[&str]) -> assert_cmd::assert::Assert {
    cargo_bin_cmd!("huibiao")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .assert()
}

fn output(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// The returned samples that are a form or a workbook by themselves, read.
fn samples() -> Vec<Submission> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/returned");
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "docx" || e == "xlsx"))
        .collect();
    names.sort();
    let read = |p: &std::path::PathBuf| {
        let name = p.file_name().unwrap().to_string_lossy();
        READER.read(&name, &std::fs::read(p).unwrap())
    };
    names.iter().map(read).collect()
}

#[test]
fn what_changed_from_2020_to_2025() {
    let shown = huibiao(&["mapping", "diff", "hz-2020", "hz-2025"]).code(0);
    insta::assert_snapshot!(output(&shown));
}

#[test]
fn the_comparison_as_data() {
    let shown = huibiao(&[
        "--lang", "en", "mapping", "diff", "hz-2020", "hz-2025", "-f", "json",
    ]);
    let json: Json = serde_json::from_str(&output(&shown.code(0))).unwrap();
    assert_eq!(json["schema"], "huibiao/mapping-diff/1");
    let tables = json["tables"].as_array().unwrap();
    let table = |code: &str| tables.iter().find(|t| t["code"] == code).unwrap();
    assert_eq!(table("HJ_01")["fate"], "went");
    assert_eq!(table("HZ_02_001")["derived"], true);
    assert_eq!(table("HZ_02_016")["fate"], "came");
    assert_eq!(table("HZ_05_001")["fate"], "same");
    let agreements = table("HZ_02_007")["fields"].as_array().unwrap();
    let signed = agreements.iter().find(|f| f["code"] == "丁").unwrap();
    assert_eq!(signed["old"]["name"], "signed_on");
    assert_eq!(signed["new"], Json::Null);
    let field = agreements.iter().find(|f| f["code"] == "丙").unwrap();
    assert_eq!(field["carries"], "by_value");
    assert_eq!(field["changes"][1]["what"], "type");
    // An edition that is not there is bad usage.
    huibiao(&["mapping", "diff", "hz-2020", "hz-1999"]).code(2);
}

#[test]
fn each_form_is_read_with_its_own_edition() {
    for id in bundled_ids() {
        let bundle = bundled(id).unwrap();
        let written = huibiao::blank::form(&bundle.mapping).unwrap();
        let sent = bundle.blank_form.as_deref().unwrap_or(&written).to_vec();
        for form in [sent, written] {
            let read = READER.read("form.docx", &form);
            assert_eq!(&*read.mapping.id, id);
            assert_eq!(read.findings, []);
        }
    }
}

#[test]
fn editions_agree_where_their_tables_do() {
    let found = Comparison::new(&OLD, &NEW);
    let mut whole = 0;
    for pair in &found.tables {
        for item in &pair.items {
            let (Some(was), Some(is)) = (item.old, item.new) else {
                continue;
            };
            // Both give the item one name, so that data of two years can be laid side by side.
            assert_eq!(was.name, is.name, "{}", pair.new.unwrap().code);
            let passage = found.passage(was, is);
            assert!(!matches!(passage, Passage::Closed(_)), "{}", was.name);
            whole += usize::from(passage == Passage::Whole);
        }
    }
    assert_eq!(whole, 118);
    assert_eq!(found.count(Fate::Same), 6);
}

#[test]
fn nothing_typed_is_lost_without_a_word() {
    let carrier = Carrier::new([&*OLD, &*NEW], &OLD);
    let found = Comparison::new(&NEW, &OLD);
    let mut carried_over = 0;
    for submission in samples() {
        assert_eq!(&*submission.mapping.id, "hz-2025");
        let carried = carrier.carry(submission.clone());
        assert_eq!(&*carried.mapping.id, "hz-2020");
        let codes = carried.tables.0.iter().map(|(code, _)| code);
        assert!(codes.eq(OLD.tables.iter().map(|t| &t.code)));
        let lost: Vec<_> = carried
            .findings
            .iter()
            .filter(|f| f.rule == Rule::NotCarried)
            .collect();
        for (code, data) in &submission.tables.0 {
            let Some(there) = carried.tables.get(code) else {
                let said = lost.iter().any(|f| f.message.zh.contains(&**code));
                assert!(said || data.records.is_empty(), "{code}");
                continue;
            };
            let pair = found
                .tables
                .iter()
                .find(|t| t.new.is_some_and(|t| t.code == *code))
                .unwrap();
            let values = data.records.iter().flat_map(|r| &r.0);
            for (name, value) in values.filter(|(_, v)| !v.is_empty()) {
                let there = there.records.iter().filter_map(|r| r.get(name));
                let shown = value.shown();
                let is_there = there.into_iter().any(|v| v.shown().contains(&shown));
                let quoted = || {
                    let mut raw = lost.iter().filter_map(|f| f.raw.as_deref());
                    raw.any(|raw| raw.contains(&shown))
                };
                // The words beside an 其他 may stand with their option: 其他（…）.
                let beside = || {
                    let choice = name.strip_suffix("_other")?;
                    let mut records = carried.tables.get(code)?.records.iter();
                    records.find(|r| r.get(choice).is_some_and(|v| v.shown().contains(&shown)))
                };
                carried_over += usize::from(is_there);
                assert!(
                    is_there || quoted() || beside().is_some(),
                    "{}: {code} {name} {shown}: {:?}",
                    submission.source.file,
                    pair.fate()
                );
            }
        }
        let json = serde_json::to_value(&carried).unwrap();
        for finding in &carried.findings {
            assert!(json.pointer(&finding.path).is_some(), "{}", finding.path);
        }
        for (code, data) in &carried.tables.0 {
            let asked = NEW.table(code).is_some();
            assert!(asked || data.status == Status::NotCollected, "{code}");
        }
    }
    assert!(carried_over > 200, "{carried_over}");
}

#[test]
fn there_and_back_again() {
    let there = Carrier::new([&*OLD, &*NEW], &OLD);
    let back = Carrier::new([&*OLD, &*NEW], &NEW);
    let found = Comparison::new(&NEW, &OLD);
    for submission in samples() {
        let again = back.carry(there.carry(submission.clone()));
        for pair in &found.tables {
            let (Some(was), Some(_)) = (pair.old, pair.new) else {
                continue;
            };
            let code = &was.code;
            let records = |s: &Submission| s.tables.get(code).unwrap().records.clone();
            let (first, last) = (records(&submission), records(&again));
            if first.len() != last.len() {
                // A record of which nothing was carried is gone, with a word.
                assert!(last.len() < first.len());
                continue;
            }
            for item in pair
                .items
                .iter()
                .filter(|i| i.old.is_some() && i.new.is_some())
            {
                let name = &item.old.unwrap().name;
                for (a, b) in first.iter().zip(&last) {
                    let (a, b) = (a.get(name).unwrap(), b.get(name).unwrap());
                    let other = |v: &Value| v.shown().starts_with("其");
                    assert!(a == b || other(a), "{code} {name}: {a:?} {b:?}");
                }
            }
        }
    }
}

#[test]
fn the_command_writes_one_edition() {
    let form = "samples/returned/化学工程学院.docx";
    let shown = huibiao(&["convert", form, "--as", "hz-2020", "-f", "json", "-o", "-"]).code(0);
    let json: Json = serde_json::from_str(&output(&shown)).unwrap();
    assert_eq!(json["mapping"]["id"], "hz-2020");
    assert_eq!(
        json["tables"]["HZ_02_006"]["records"][0]["type"],
        "联合研究类平台"
    );
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().to_str().unwrap();
    huibiao(&[
        "convert",
        form,
        "--as",
        "hz-2020",
        "-f",
        "xlsx,import",
        "-o",
        out,
    ])
    .code(0);
    assert!(dir.path().join("import/HZ_02_006.xlsx").is_file());
    assert!(!dir.path().join("import/HZ_02_018.xlsx").exists());
    // Its own edition: nothing changes.
    let plain = huibiao(&["convert", form, "-f", "json", "-o", "-"]).code(0);
    let same = huibiao(&["convert", form, "--as", "hz-2025", "-f", "json", "-o", "-"]).code(0);
    assert_eq!(output(&plain), output(&same));
    huibiao(&["convert", form, "--as", "hz-1999", "-f", "json", "-o", "-"]).code(2);
}
