//! The filled forms of `../shared/cases`, whose answers are known: nothing may be wrong in silence.
//! Where that folder is not there, nothing is tried, and the test says so.

use std::collections::BTreeSet;
use std::path::Path;

use huibiao::lang::Lang;
use serde_json::Value;

use super::{at, reader};

/// The rules of reading, as against those of the survey: the cases' values are random, so that a
/// well-read form may break the survey's rules.
const READING: [&str; 17] = [
    "unreadable-file",
    "unknown-form",
    "wrong-edition",
    "missing-table",
    "duplicate-table",
    "unclaimed-text",
    "unknown-column",
    "unreadable-number",
    "unreadable-date",
    "unreadable-value",
    "not-in-list",
    "several-choices",
    "too-many-selected",
    "ambiguous-mark",
    "unit-converted",
    "corrected-value",
    "tracked-change",
];

#[derive(Default)]
struct Score {
    cells: usize,
    exact: usize,
    silent: Vec<String>,
    noise: Vec<String>,
}

#[test]
fn nothing_is_wrong_in_silence_in_the_known_cases() {
    let folder = at("../shared/cases");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let truths: BTreeSet<_> = entries
        .map(|e| e.unwrap().path())
        .filter(|p| p.to_string_lossy().ends_with(".truth.json"))
        .collect();
    let mut score = Score::default();
    for truth in &truths {
        score_case(truth, &mut score);
    }
    assert_eq!(score.silent, Vec::<String>::new(), "wrong in silence");
    assert_eq!(score.noise, Vec::<String>::new(), "noise on clean cases");
    let share = score.exact as f64 / score.cells as f64;
    assert!(share >= 0.995, "{} of {} exact", score.exact, score.cells);
}

fn score_case(path: &Path, score: &mut Score) {
    let truth: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let stem = path.to_string_lossy().replace(".truth.json", "");
    let form = ["docx", "doc", "xlsx", "xls", "ods"]
        .iter()
        .map(|e| format!("{stem}.{e}"))
        .find(|p| Path::new(p).exists())
        .unwrap();
    let submission = reader().read(&form, &std::fs::read(&form).unwrap());
    let got = serde_json::to_value(submission.said_in(Lang::Zh)).unwrap();
    let said: BTreeSet<&str> = got["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| READING.contains(&f["rule"].as_str().unwrap()))
        .map(|f| f["path"].as_str().unwrap())
        .collect();
    let mut judge = |place: &str, want: &Value, have: &Value| {
        score.cells += 1;
        if same(want, have) {
            score.exact += 1;
        } else if !pointed_at(&said, place) {
            score
                .silent
                .push(format!("{stem} {place}: {want} was read as {have}"));
        }
    };
    for (name, want) in truth["unit"].as_object().unwrap() {
        judge(&format!("/unit/{name}"), want, &got["unit"][name]);
    }
    for (code, table) in truth["tables"].as_object().unwrap() {
        let wanted = table["records"].as_array().unwrap();
        let have = got["tables"][code]["records"].as_array().unwrap();
        for (i, record) in wanted.iter().enumerate() {
            for (field, want) in record.as_object().unwrap() {
                let place = format!("/tables/{code}/records/{i}/{field}");
                let have = have.get(i).map_or(&Value::Null, |r| &r[field]);
                // What nobody can read is null, and only with a finding.
                let unreadable = truth["flag"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|f| f[0] == **code && f[1] == i && f[2] == **field);
                if want.is_null() && have.is_null() && !unreadable {
                    continue;
                }
                let silent = unreadable && have.is_null() && !pointed_at(&said, &place);
                judge(
                    &place,
                    want,
                    if silent { &Value::Bool(false) } else { have },
                );
            }
        }
        for (i, record) in have.iter().enumerate().skip(wanted.len()) {
            for (field, value) in record.as_object().unwrap() {
                if !empty(value) {
                    judge(
                        &format!("/tables/{code}/records/{i}/{field}"),
                        &Value::Null,
                        value,
                    );
                }
            }
        }
    }
    let clean = truth["knobs"]["values"] == "plain" && truth["rules"] == Value::Array(Vec::new());
    if clean {
        let expected: BTreeSet<String> = truth["flag"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| format!("/tables/{}/records/{}/{}", text(&f[0]), f[1], text(&f[2])))
            .collect();
        for finding in got["findings"].as_array().unwrap() {
            if finding["severity"] != "info"
                && READING.contains(&text(&finding["rule"]))
                && !expected.contains(text(&finding["path"]))
            {
                score.noise.push(format!("{stem}: {finding}"));
            }
        }
    }
}

/// Whether a finding points at the place, its record or its table.
fn pointed_at(said: &BTreeSet<&str>, place: &str) -> bool {
    let within = format!("{place}/");
    said.iter().any(|p| {
        *p == place
            || p.starts_with(&within)
            || (p.starts_with("/tables/") && place.starts_with(&format!("{p}/")))
    })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn empty(value: &Value) -> bool {
    value.is_null() || *value == Value::Array(Vec::new()) || *value == Value::String(String::new())
}

/// The same value, white space and the last digits of a fraction aside.
fn same(want: &Value, have: &Value) -> bool {
    match (want, have) {
        (Value::Number(a), Value::Number(b)) => {
            (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 1e-6
        }
        (Value::String(a), Value::String(b)) => words(a) == words(b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| same(v, w)))
        }
        _ => want == have,
    }
}

fn words(text: &str) -> String {
    text.lines()
        .map(|line| {
            line.split([' ', '\t', '\u{3000}'])
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
