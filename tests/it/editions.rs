//! Two editions side by side, and forms of one written in the tables of the other.

use std::path::Path;
use std::sync::LazyLock;

use assert_cmd::cargo::cargo_bin_cmd;
use huibiao::mapping::compare::{Comparison, Fate, Passage};
use huibiao::mapping::{Mapping, Type, bundled, bundled_ids};
use huibiao::model::finding::Rule;
use huibiao::model::submission::{Status, Submission, TableData};
use huibiao::read::Reader;
use huibiao::survey::carry::Carrier;
use huibiao::value::Value;
use proptest::prelude::*;
use serde_json::Value as Json;

use crate::submissions::any_submission;

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
        let written = huibiao::forms::blank::form(&bundle.mapping).unwrap();
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

/// Every value of a submission is in the other edition's tables, or a finding quotes it. How many
/// were carried.
fn nothing_is_lost(from: &Mapping, to: &Mapping, submission: &Submission) -> usize {
    let carrier = Carrier::new([from, to], to);
    let compared = Comparison::new(from, to);
    let carried = carrier.carry(submission.clone());
    assert_eq!(carried.mapping.id, to.edition.id);
    let codes = carried.tables.0.iter().map(|(code, _)| code);
    assert!(codes.eq(to.tables.iter().map(|t| &t.code)));
    let lost: Vec<_> = carried
        .findings
        .iter()
        .filter(|f| f.rule() == Rule::NotCarried)
        .collect();
    let quoted = |shown: &str| {
        let mut raw = lost.iter().filter_map(|f| f.raw.as_deref());
        raw.any(|raw| raw.contains(shown))
    };
    let given = |data: &TableData, name: &str| -> Vec<Value> {
        let values = data.records.iter().filter_map(|r| r.get(name));
        values.filter(|v| !v.is_empty()).cloned().collect()
    };
    let mut count = 0;
    for pair in &compared.tables {
        let Some(was) = pair.old else { continue };
        let data = submission.tables.get(&was.code).unwrap();
        let Some(is) = pair.new else {
            let said = lost.iter().any(|f| f.message().zh.contains(&*was.code));
            assert!(said || data.records.is_empty(), "{}", was.code);
            continue;
        };
        let there = carried.tables.get(&is.code).unwrap();
        for item in &pair.items {
            let Some(was_item) = item.old else { continue };
            let values = given(data, &was_item.name);
            let words = given(data, &format!("{}_other", was_item.name));
            let at = format!("{} {}", was.code, was_item.name);
            let Some(is_item) = item.new else {
                for value in values.iter().chain(&words) {
                    assert!(quoted(&value.shown()), "{at} {value:?}");
                }
                continue;
            };
            let carried = given(there, &is_item.name);
            let words_there = given(there, &format!("{}_other", is_item.name));
            let chosen = matches!(was_item.kind, Type::Choice | Type::Choices);
            let whole = compared.passage(was_item, is_item) == Passage::Whole;
            if whole && was_item.kind == is_item.kind && !chosen {
                assert_eq!(values, carried, "{at}");
            }
            for value in values.iter().chain(&words) {
                let shown = value.shown();
                let is_there = |v: &Value| v.shown().contains(&shown);
                let found = carried.iter().chain(&words_there).any(is_there);
                let each = |v: &Value| match v {
                    Value::Selected(all) => {
                        let labels = carried.iter().map(Value::shown).collect::<String>();
                        let known = |l: &str| labels.contains(l) || quoted(l);
                        all.iter().all(|o| known(&o.label))
                    }
                    _ => false,
                };
                assert!(found || quoted(&shown) || each(value), "{at} {shown}");
                count += usize::from(found);
            }
        }
    }
    for (name, value) in &submission.unit.0 {
        let there = carried.unit.get(name).is_some_and(|v| v == value);
        assert!(
            there || value.is_empty() || quoted(&value.shown()),
            "{name}"
        );
    }
    let json = serde_json::to_value(&carried).unwrap();
    for finding in &carried.findings {
        assert!(
            json.pointer(&finding.path.to_string()).is_some(),
            "{}",
            finding.path
        );
    }
    for (code, data) in &carried.tables.0 {
        let asked = from.table(code).is_some();
        assert!(asked || data.status == Status::NotCollected, "{code}");
    }
    count
}

#[test]
fn nothing_of_the_samples_is_lost_without_a_word() {
    let mut count = 0;
    for submission in samples() {
        assert_eq!(&*submission.mapping.id, "hz-2025");
        count += nothing_is_lost(&NEW, &OLD, &submission);
    }
    assert!(count > 200, "{count}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_on_the_way_to_2020(x in any_submission(&NEW)) {
        nothing_is_lost(&NEW, &OLD, &x);
    }

    #[test]
    fn nothing_is_lost_on_the_way_to_2025(x in any_submission(&OLD)) {
        nothing_is_lost(&OLD, &NEW, &x);
    }
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
