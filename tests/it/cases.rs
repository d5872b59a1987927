//! The filled forms of `tests/cases`, whose answers are known: what is not read as it stands there
//! is named cell by cell, and nothing may be wrong in silence.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use huibiao::text::lang::Lang;
use serde_json::Value;

use crate::returned::{at, counts_from_one, reader};

/// Rules of the survey. The answers are random, so that a form which was read well may break them;
/// a finding of any other rule is about the reading.
const SURVEY: [&str; 5] = [
    "balance",
    "out-of-period",
    "required",
    "not-applicable",
    "duplicate-record",
];

/// A filled form and what it says.
pub struct Case {
    pub name: String,
    pub form: Vec<u8>,
    truth: Value,
}

/// All cases, in the order of their names.
pub fn cases() -> &'static [Case] {
    static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
        let files = fs::read_dir(at("tests/cases")).unwrap();
        let mut forms: Vec<_> = files.map(|f| f.unwrap().path()).collect();
        forms.retain(|f| f.extension().is_some_and(|e| e == "docx"));
        forms.sort();
        let case = |form: std::path::PathBuf| Case {
            name: form.file_name().unwrap().to_str().unwrap().to_owned(),
            truth: serde_json::from_slice(&fs::read(form.with_extension("truth.json")).unwrap())
                .unwrap(),
            form: fs::read(form).unwrap(),
        };
        let cases: Vec<Case> = forms.into_iter().map(case).collect();
        assert_eq!(cases.len(), 8);
        cases
    });
    &CASES
}

#[derive(Default)]
struct Score {
    cells: usize,
    /// Not as on the form, and a finding points there.
    flagged: Vec<String>,
    /// Not as on the form, and nothing says so.
    silent: Vec<String>,
    /// What should have been reported.
    not_reported: Vec<String>,
    /// Findings on forms that are in order.
    noise: Vec<String>,
}

#[test]
fn nothing_is_wrong_in_silence_in_the_known_cases() {
    let mut score = Score::default();
    for case in cases() {
        Scored::new(case).score(&mut score);
    }
    let nothing: [String; 0] = [];
    assert_eq!(score.silent, nothing, "wrong in silence");
    assert_eq!(score.noise, nothing, "noise on forms that are in order");
    assert_eq!(score.not_reported, nothing, "not reported");
    // 99.9 %, and so few cells that are not exact are worth their names.
    assert!(score.cells > 3_000, "{} cells", score.cells);
    let share = 1.0 - score.flagged.len() as f64 / score.cells as f64;
    assert!(share >= 0.999, "{share} exact: {:#?}", score.flagged);
}

/// A case and what was read of it.
struct Scored<'a> {
    case: &'a Case,
    got: Value,
    /// Paths of the findings about reading.
    paths: BTreeSet<String>,
}

impl Scored<'_> {
    fn new(case: &Case) -> Scored<'_> {
        let submission = reader().read(&case.name, &case.form);
        for finding in &submission.findings {
            assert!(counts_from_one(finding), "{}: {finding:?}", case.name);
        }
        let got = serde_json::to_value(submission.said_in(Lang::Zh)).unwrap();
        let findings = got["findings"].as_array().unwrap().iter();
        let reading = findings.filter(|f| !SURVEY.contains(&text(&f["rule"])));
        let paths = reading.filter_map(|f| f["path"].as_str().map(str::to_owned));
        let paths = paths.collect();
        Scored { case, got, paths }
    }

    fn score(&self, score: &mut Score) {
        let truth = &self.case.truth;
        for (name, want) in truth["unit"].as_object().unwrap() {
            let have = &self.got["unit"][name];
            self.judge(score, &format!("/unit/{name}"), want, have);
        }
        for (code, table) in truth["tables"].as_object().unwrap() {
            self.score_table(score, code, table["records"].as_array().unwrap());
        }
        for expected in truth["rules"].as_array().unwrap() {
            let (rule, code) = (text(&expected[0]), text(&expected[1]));
            let place = format!("/tables/{code}");
            let mut findings = self.got["findings"].as_array().unwrap().iter();
            if !findings.any(|f| f["rule"] == rule && within(text(&f["path"]), &place)) {
                let name = &self.case.name;
                score
                    .not_reported
                    .push(format!("{name} {place}: no finding of the rule {rule}"));
            }
        }
        if truth["knobs"]["values"] == "plain" && truth["rules"] == Value::Array(Vec::new()) {
            score.noise.extend(self.noise());
        }
    }

    fn score_table(&self, score: &mut Score, code: &str, wanted: &[Value]) {
        let have = self.got["tables"][code]["records"].as_array().unwrap();
        for (i, record) in wanted.iter().enumerate() {
            for (field, want) in record.as_object().unwrap() {
                let place = format!("/tables/{code}/records/{i}/{field}");
                let have = have.get(i).map_or(&Value::Null, |r| &r[field]);
                if !(want.is_null() && have.is_null()) {
                    self.judge(score, &place, want, have);
                } else if self.unreadable().contains(&place) {
                    score.cells += 1;
                    if !self.pointed_at(&place) {
                        let name = &self.case.name;
                        score.silent.push(format!(
                            "{name} {place}: what cannot be read is passed over"
                        ));
                    }
                }
            }
        }
        for (i, record) in have.iter().enumerate().skip(wanted.len()) {
            for (field, value) in record.as_object().unwrap() {
                if !empty(value) {
                    let place = format!("/tables/{code}/records/{i}/{field}");
                    self.judge(score, &place, &Value::Null, value);
                }
            }
        }
    }

    fn judge(&self, score: &mut Score, place: &str, want: &Value, have: &Value) {
        score.cells += 1;
        if !same(want, have) {
            let line = format!("{} {place}: {want} was read as {have}", self.case.name);
            match self.pointed_at(place) {
                true => score.flagged.push(line),
                false => score.silent.push(line),
            }
        }
    }

    /// Places of what cannot be read.
    fn unreadable(&self) -> BTreeSet<String> {
        let flags = self.case.truth["flag"].as_array().unwrap().iter();
        flags
            .map(|f| format!("/tables/{}/records/{}/{}", text(&f[0]), f[1], text(&f[2])))
            .collect()
    }

    /// Whether a finding points at the place, its record or its table.
    fn pointed_at(&self, place: &str) -> bool {
        let mut paths = self.paths.iter();
        paths.any(|p| within(p, place) || (p.starts_with("/tables/") && within(place, p)))
    }

    /// Findings about reading, errors and warnings, where nothing is wrong.
    fn noise(&self) -> Vec<String> {
        let expected = self.unreadable();
        let findings = self.got["findings"].as_array().unwrap().iter();
        findings
            .filter(|f| f["severity"] != "info" && !SURVEY.contains(&text(&f["rule"])))
            .filter(|f| !f["path"].as_str().is_some_and(|p| expected.contains(p)))
            .map(|f| format!("{}: {f}", self.case.name))
            .collect()
    }
}

/// Whether a path is the place or leads below it.
fn within(path: &str, place: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
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
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = text.lines().map(line).filter(|l| !l.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
