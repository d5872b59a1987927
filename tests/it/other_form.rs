//! A survey of another kind, which nothing but its mapping describes (`samples/other-form`): its
//! blank, what three departments sent back of it, their mistakes, and the way back.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::cargo::cargo_bin_cmd;
use huibiao::batch::{Silent, gather, read_all};
use huibiao::forms::annotate::{Outcome, send_back};
use huibiao::forms::blank;
use huibiao::forms::fill::fill;
use huibiao::mapping::{Bundle, FilledIn, load_dir};
use huibiao::model::finding::{Finding, Severity};
use huibiao::model::submission::{Status, Submission};
use huibiao::read::Reader;
use huibiao::text::lang::Lang;
use huibiao::value::Value::Selected;
use office::paper::{Block, Place};
use office::word;
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::submissions::{any_submission, records};

static BUNDLE: LazyLock<Bundle> =
    LazyLock::new(|| load_dir(&at("samples/other-form/mapping")).unwrap());
static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::of_bundles(vec![BUNDLE.clone()]).unwrap());
static RETURNED: LazyLock<Vec<Submission>> = LazyLock::new(|| {
    let gathered = gather(&[at("samples/other-form/returned")]);
    let mut all = Vec::new();
    read_all(&gathered.inputs, &READER, &Silent, |submission| {
        all.push(submission);
        Ok::<(), huibiao::batch::SpoolError>(())
    })
    .unwrap();
    all
});

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn of(department: &str) -> &'static Submission {
    let own = |s: &&Submission| s.source.file.starts_with(department);
    RETURNED.iter().find(own).unwrap()
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(at("samples/other-form").join(name)).unwrap()
}

#[test]
fn every_returned_form_reads_as_its_golden_submission() {
    let departments: Vec<&str> = RETURNED.iter().map(|s| &*s.source.file).collect();
    assert_eq!(
        departments,
        ["土木工程学院.docx", "物理学院.docx", "美术学院.docx"]
    );
    for submission in RETURNED.iter() {
        let mut json = serde_json::to_value(submission.said_in(Lang::Zh)).unwrap();
        for finding in json["findings"].as_array_mut().unwrap() {
            finding.as_object_mut().unwrap().remove("hint");
        }
        let name = submission.source.file.trim_end_matches(".docx");
        insta::assert_json_snapshot!(name, json);
    }
}

#[test]
fn who_filled_it_in_with_care_hears_nothing() {
    let careful = of("物理学院");
    assert_eq!(careful.findings, []);
    let filled = (careful.tables.0.iter()).filter(|(_, t)| t.status == Status::Filled);
    assert_eq!(filled.count(), 7);
}

/// The mistakes of `samples/other-form/returned/土木工程学院.docx`, as
/// `examples/make-samples/survey.rs` typed them: severity and rule, the place in the data, the
/// place on the paper, the words that are quoted. Reviewed by hand.
const PLANTED: [[&str; 4]; 26] = [
    // Money in 元.
    [
        "warning unit-converted",
        "/tables/LAB_01/records/1/own",
        "table 1 row 4 column 7",
        "1260000元",
    ],
    // A state that is none of the list.
    [
        "error not-in-list",
        "/tables/LAB_01/records/2/state",
        "table 1 row 5 column 4",
        "借出",
    ],
    // “See the table enclosed” in the place of a number.
    [
        "error unreadable-number",
        "/tables/LAB_01/records/2/hours",
        "table 1 row 5 column 10",
        "见附表",
    ],
    // A slip of the pen in 省部级.
    [
        "warning corrected-value",
        "/tables/LAB_02/records/0/rank",
        "table 2 row 2 column 3",
        "省部及",
    ],
    // No country has that name; the other one is taken.
    [
        "error not-in-list",
        "/tables/LAB_02/records/0/partners",
        "table 2 row 10 column 3",
        "意大利、诺威",
    ],
    // About four; 未整改 is then not compared with it.
    [
        "error unreadable-number",
        "/tables/LAB_05/records/0/found",
        "table 6 row 2 column 1",
        "约4",
    ],
    // Two marks in a row.
    [
        "error several-choices",
        "/tables/LAB_06/records/0/repair",
        "table 7 row 2 column 3",
        "比较突出；不存在",
    ],
    // A row that the form does not have.
    [
        "warning unclaimed-text",
        "/tables/LAB_03",
        "table 4 row 6 column 1",
        "其中：虚拟仿真实验 | 2 | 64",
    ],
    // A line typed under the heading of a table.
    [
        "warning unclaimed-text",
        "/tables/LAB_02_A",
        "paragraph 34",
        "另有校级奖励12项，因篇幅所限未列。",
    ],
    // No telephone number.
    [
        "warning invalid-format",
        "/unit/contact_phone",
        "paragraph 6",
        "5557",
    ],
    // A month where the day is asked for.
    [
        "warning invalid-format",
        "/tables/LAB_01/records/0/bought_on",
        "table 1 row 3 column 6",
        "2012-09",
    ],
    // 30 + 80 is 110.
    [
        "error balance",
        "/tables/LAB_01/records/0/total",
        "table 1 row 3 column 9",
        "120",
    ],
    // More hours shared than there were.
    [
        "error balance",
        "/tables/LAB_01/records/0/shared",
        "table 1 row 3 column 11",
        "1000",
    ],
    // Out of use, and no reason given.
    [
        "warning required",
        "/tables/LAB_01/records/1/reason",
        "table 1 row 4 column 5",
        "-",
    ],
    // Bought after the survey's year.
    [
        "warning out-of-period",
        "/tables/LAB_01/records/2/bought_on",
        "table 1 row 5 column 6",
        "2026-01-05",
    ],
    // The same number as the first.
    [
        "warning duplicate-record",
        "/tables/LAB_01/records/2",
        "table 1 row 5 column 1",
        "-",
    ],
    // A year that has not come yet.
    [
        "warning out-of-period",
        "/tables/LAB_02/records/0/since",
        "table 2 row 3 column 3",
        "2031",
    ],
    // Not open, and yet a way to use it.
    [
        "warning not-applicable",
        "/tables/LAB_02/records/0/opening",
        "table 2 row 9 column 3",
        "-",
    ],
    // # for @.
    [
        "error invalid-format",
        "/tables/LAB_02/records/0/mail",
        "table 2 row 12 column 3",
        "luyifan#example.edu.cn",
    ],
    // 8 + 4 is 12.
    [
        "error balance",
        "/tables/LAB_02/records/0/all",
        "table 2 row 7 column 3",
        "14",
    ],
    // Before the five years that are asked for.
    [
        "warning out-of-period",
        "/tables/LAB_02_A/records/1/year",
        "table 3 row 3 column 3",
        "2018",
    ],
    // Not every unit fills it in.
    [
        "info not-applicable",
        "/tables/LAB_02_A",
        "table 3 row 2 column 1",
        "-",
    ],
    // 360 + 128 is 488.
    [
        "error balance",
        "/tables/LAB_03/records/0/hours",
        "table 4 row 5 column 3",
        "498",
    ],
    // Three where two are allowed.
    [
        "error too-many-selected",
        "/tables/LAB_04/records/0/selected",
        "table 5 row 1 column 1",
        "共建平台；委托测试；技术培训",
    ],
    // 3 + 5 is 8.
    [
        "error balance",
        "/tables/LAB_05/records/0/checks",
        "table 6 row 1 column 1",
        "9",
    ],
    // 其他 is rated, and not said.
    [
        "warning required",
        "/tables/LAB_06/records/0/trouble_is",
        "table 7 row 5 column 1",
        "-",
    ],
];

fn place(finding: &Finding) -> String {
    match &finding.source {
        Some(Place::Cell { table, row, column }) => {
            format!("table {table} row {row} column {column}")
        }
        Some(Place::Paragraph { paragraph }) => format!("paragraph {paragraph}"),
        Some(other) => format!("{other:?}"),
        None => "-".to_owned(),
    }
}

#[test]
fn every_mistake_is_found_at_its_place_and_nothing_else() {
    let found: Vec<[String; 4]> = (of("土木工程学院").findings.iter())
        .map(|f| {
            let severity = format!("{:?}", f.severity).to_lowercase();
            [
                format!("{severity} {}", f.rule().name()),
                f.path.to_string(),
                place(f),
                f.raw.clone().unwrap_or_else(|| "-".to_owned()),
            ]
        })
        .collect();
    assert_eq!(found, PLANTED.map(|p| p.map(str::to_owned)));
}

/// The Chinese words that a document holds. What is given in another form (numbers, dates, `USA`)
/// the golden submissions hold.
fn words(bytes: &[u8]) -> Vec<String> {
    fn texts(blocks: &[Block], out: &mut String) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => {
                    out.push_str(&p.text);
                    out.push('\n');
                }
                Block::Table(t) => {
                    for cell in &t.cells {
                        texts(&cell.blocks, out);
                    }
                }
            }
        }
    }
    let paper = word::read(&office::package::Package::open(bytes).unwrap()).unwrap();
    let mut text = String::new();
    texts(&paper.blocks, &mut text);
    let words = text.split(|c: char| !c.is_alphabetic() || c.is_ascii());
    let words = words.filter(|w| w.chars().count() > 1);
    words.map(str::to_owned).collect()
}

/// Labels that a department which typed the form anew prints in its own way.
const LABELS: [&str; 5] = [
    "年度实验室与仪器设备调查表",
    "填报单位",
    "序号",
    "人员合计",
    "负责人姓名",
];

#[test]
fn nothing_that_was_typed_is_lost() {
    let printed = words(&blank::form(&BUNDLE.mapping).unwrap()).join("\n");
    for submission in RETURNED.iter() {
        let file = &submission.source.file;
        let json = serde_json::to_string(&submission.said_in(Lang::Zh)).unwrap();
        let typed = words(&sample(&format!("returned/{file}")));
        let lost: Vec<&String> = (typed.iter())
            .filter(|w| !printed.contains(w.as_str()) && !json.contains(w.as_str()))
            .filter(|w| !LABELS.contains(&w.as_str()))
            .collect();
        assert_eq!(lost, [""; 0], "{file}");
    }
}

#[test]
fn the_blank_says_nothing_and_is_what_the_mapping_gives() {
    let written = blank::form(&BUNDLE.mapping).unwrap();
    for (name, bytes) in [
        ("mailed", sample("mapping/blank.docx")),
        ("written", written),
    ] {
        let read = READER.read("blank.docx", &bytes);
        let loud = read.findings.iter().filter(|f| f.severity > Severity::Info);
        assert_eq!(loud.count(), 0, "{name}: {:#?}", read.findings);
        for (code, table) in &read.tables.0 {
            assert!(table.records.is_empty(), "{name}: {code}");
            assert_ne!(table.status, Status::Missing, "{name}: {code}");
        }
    }
}

/// Fills the form and the workbook, and holds what they say against the submission.
fn round_trip(x: &Submission) {
    let alone = fill(x, &BUNDLE, &READER, false).unwrap();
    let beside = fill(x, &BUNDLE, &READER, true).unwrap();
    assert_eq!((alone.unwritten, beside.unwritten), (vec![], vec![]));
    let same = |back: &Submission, of: fn(FilledIn) -> bool| {
        let [back, x] = [back, x].map(|s| records(&BUNDLE.mapping, s, of));
        assert_eq!(back, x);
    };
    let back = READER.read("form.docx", &alone.form);
    same(&back, |_| true);
    assert_eq!(back.unit, x.unit);
    let sheets = READER.read("sheets.xlsx", &beside.sheets.unwrap());
    same(&sheets, |f| f == FilledIn::Both);
}

#[test]
fn what_was_returned_is_filled_in_again() {
    RETURNED.iter().for_each(round_trip);
}

/// Every option of LAB_04 is chosen.
fn marks_all(x: &Submission) -> bool {
    let chosen = x.tables.get("LAB_04").unwrap().records.first();
    let mut values = chosen.iter().flat_map(|r| r.0.iter());
    let options = BUNDLE.mapping.lists["service"].options.len();
    values.any(|(_, v)| matches!(v, Selected(all) if all.len() == options))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_filled_in_reads_back(
        x in any_submission(&BUNDLE.mapping)
            .prop_filter("a list of which every option is marked tells nothing", |x| !marks_all(x))
    ) {
        round_trip(&x);
    }
}

#[test]
fn sent_back_with_a_comment_at_every_problem() {
    for submission in RETURNED.iter() {
        let name = &submission.source.file;
        let bytes = sample(&format!("returned/{name}"));
        let sent = send_back(name, &bytes, &READER, Severity::Warning);
        let alone = &sent.submission;
        let grave = alone.findings.iter();
        let grave = grave.filter(|f| f.severity > Severity::Info).count();
        match &sent.outcome {
            Outcome::Clean => assert_eq!(grave, 0, "{name}"),
            Outcome::Annotated(back) => {
                assert_eq!((back.remarks, back.unplaced), (grave, 0), "{name}");
                let again = READER.read(name, &back.bytes);
                assert_eq!(again.tables, alone.tables, "{name}");
                assert_eq!(again.findings, alone.findings, "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

fn run(args: &[&str], out: &Path) -> (Option<i32>, String) {
    let ran = cargo_bin_cmd!("huibiao")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(at("."))
        .args(["--lang", "en"])
        .args(args)
        .arg("-o")
        .arg(out)
        .output()
        .unwrap();
    let text = String::from_utf8(ran.stdout).unwrap() + &String::from_utf8_lossy(&ran.stderr);
    (ran.status.code(), text)
}

#[test]
fn a_folder_of_two_surveys_is_read_with_the_mapping_of_each() {
    let folder = TempDir::new().unwrap();
    let returned = folder.path().join("returned");
    std::fs::create_dir_all(&returned).unwrap();
    for (from, name) in [
        ("samples/returned", "化学工程学院.docx"),
        ("samples/returned", "体育部.docx"),
        ("samples/other-form/returned", "物理学院.docx"),
        ("samples/other-form/returned", "美术学院.docx"),
        ("samples/other-form/returned", "美术学院仪器设备.xlsx"),
    ] {
        std::fs::copy(at(from).join(name), returned.join(name)).unwrap();
    }
    let out = folder.path().join("out");
    let mapping = "samples/other-form/mapping";
    let given = returned.display().to_string();
    let args = [
        "--mapping",
        "hz-2025",
        "--mapping",
        mapping,
        "convert",
        &given,
    ];
    let (status, said) = run(&args, &out);
    assert_eq!(status, Some(0), "{said}");
    let lines = std::fs::read_to_string(out.join("submissions.jsonl")).unwrap();
    let submissions: Vec<Value> = (lines.lines())
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let read: Vec<(&str, &str)> = (submissions.iter())
        .map(|s| {
            let file = s["source"]["file"].as_str().unwrap();
            (file, s["mapping"]["id"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        read,
        [
            ("体育部.docx", "hz-2025"),
            ("化学工程学院.docx", "hz-2025"),
            ("物理学院.docx", "lab-2025"),
            ("美术学院.docx", "lab-2025"),
        ]
    );
    // The same as each alone.
    for s in &submissions {
        let file = s["source"]["file"].as_str().unwrap();
        if s["mapping"]["id"] == "lab-2025" {
            let alone = serde_json::to_value(of(file).said_in(Lang::En)).unwrap();
            assert_eq!(s["tables"], alone["tables"], "{file}");
            assert_eq!(s["findings"], alone["findings"], "{file}");
        }
    }
}

#[test]
fn merged_it_adds_up_what_the_mapping_says() {
    let folder = TempDir::new().unwrap();
    let mapping = "samples/other-form/mapping";
    let returned = "samples/other-form/returned";
    let (status, said) = run(&["--mapping", mapping, "merge", returned], folder.path());
    assert_eq!(status, Some(1), "{said}");
    let json = std::fs::read_to_string(folder.path().join("rollup.json")).unwrap();
    let rollup: Value = serde_json::from_str(&json).unwrap();
    insta::assert_json_snapshot!("totals", json!({ "derived": rollup["derived"] }));
}
