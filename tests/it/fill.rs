//! The way back: what is written into the blank form reads back as it was.

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use huibiao::forms::fill::{Filled, fill};
use huibiao::mapping::{Bundle, FilledIn, Mapping, bundled};
use huibiao::model::submission::{Record, Status, Submission, TableData};
use huibiao::read::Reader;
use huibiao::value::{Selected, Value};
use proptest::prelude::*;

use crate::cases::cases;
use crate::submissions::{any_submission, number, records, submission};

static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundled("hz-2025").unwrap());
static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::of_bundles(vec![BUNDLE.clone()]).unwrap());

fn mapping() -> &'static Mapping {
    &BUNDLE.mapping
}

/// Fills the form and the workbook, and holds what they say against the submission.
fn round_trip(x: &Submission) -> Filled {
    let filled = fill(x, &BUNDLE, &READER, true).unwrap();
    assert_eq!(filled.unwritten, []);
    let form = READER.read("form.docx", &filled.form);
    let in_form = |f| f == FilledIn::Form;
    assert_eq!(
        records(mapping(), &form, in_form),
        records(mapping(), x, in_form)
    );
    assert_eq!(form.unit, x.unit);
    let sheets = READER.read("sheets.xlsx", filled.sheets.as_ref().unwrap());
    let in_sheets = |f| matches!(f, FilledIn::Sheet | FilledIn::Both);
    assert_eq!(
        records(mapping(), &sheets, in_sheets),
        records(mapping(), x, in_sheets)
    );

    // The table that can be filled in in either place, in the form.
    let alone = fill(x, &BUNDLE, &READER, false).unwrap();
    let form = READER.read("form.docx", &alone.form);
    let both = |f| f == FilledIn::Both;
    assert_eq!(records(mapping(), &form, both), records(mapping(), x, both));
    filled
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_filled_in_reads_back(x in any_submission(mapping())) {
        round_trip(&x);
    }
}

#[test]
fn nothing_gives_the_blank_form() {
    let unit = Record(
        mapping()
            .unit
            .iter()
            .map(|f| (f.name.clone(), Value::Null))
            .collect(),
    );
    let x = submission(mapping(), unit, vec![Vec::new(); mapping().tables.len()]);
    let filled = round_trip(&x);
    let part = |bytes: &[u8], name: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut data = Vec::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_end(&mut data)
            .unwrap();
        data
    };
    let blank = BUNDLE.blank_form.as_deref().unwrap();
    assert_eq!(
        part(&filled.form, "word/document.xml"),
        part(blank, "word/document.xml")
    );
    let blank = BUNDLE.blank_sheets.as_deref().unwrap();
    let sheets = filled.sheets.unwrap();
    for sheet in [
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/styles.xml",
    ] {
        assert_eq!(part(&sheets, sheet), part(blank, sheet));
    }
}

#[test]
fn filled_forms_come_back_as_they_were() {
    for case in cases() {
        round_trip(&READER.read("a.docx", &case.form));
    }
}

#[test]
fn the_samples_come_back_as_they_were() {
    let gathered = huibiao::batch::gather(&["samples/returned".into()]);
    let mut units = 0;
    let read = huibiao::batch::read_all(
        &gathered.inputs,
        &READER,
        &huibiao::batch::Silent,
        |submission| {
            units += 1;
            round_trip(&submission);
            Ok::<_, huibiao::batch::SpoolError>(())
        },
    );
    read.unwrap();
    assert!(units > 4, "{units}");
}

#[test]
fn what_the_edition_does_not_have_is_told() {
    let unit = Record(vec![
        ("unit_name".into(), Value::Text("化学学院".into())),
        ("shoe_size".into(), number("42".into())),
    ]);
    let mut x = submission(mapping(), unit, vec![Vec::new(); mapping().tables.len()]);
    let strange = Record(vec![
        ("project_name".into(), Value::Text("甲".into())),
        ("colour".into(), Value::Text("红".into())),
    ]);
    let funds = x
        .tables
        .0
        .iter_mut()
        .find(|(code, _)| &**code == "HZ_02_005")
        .unwrap();
    funds.1.records.push(strange.clone());
    let visits = x
        .tables
        .0
        .iter_mut()
        .find(|(code, _)| &**code == "HZ_02_002")
        .unwrap();
    visits
        .1
        .records
        .push(Record(vec![("country".into(), Value::Text("英国".into()))]));
    x.tables.0.push((
        "HZ_99_001".into(),
        TableData {
            status: Status::Filled,
            records: vec![strange],
            nil: false,
        },
    ));
    let filled = fill(&x, &BUNDLE, &READER, false).unwrap();
    let told: Vec<(String, &str)> = filled
        .unwritten
        .iter()
        .map(|u| (u.path.to_string(), u.message.zh.as_str()))
        .collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(path, m)| (path.as_str(), *m)).collect();
    assert_eq!(
        told,
        [
            ("/unit/shoe_size", "版本 hz-2025 没有“shoe_size”，未写入"),
            (
                "/tables/HZ_02_005/records/0/colour",
                "版本 hz-2025 没有“colour”，未写入"
            ),
            ("/tables/HZ_99_001", "版本 hz-2025 没有“HZ_99_001”，未写入"),
            (
                "/tables/HZ_02_002",
                "HZ_02_002 在子表填写，未写入；要写出子表，请加 --sheets"
            ),
        ]
    );
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn of(code: &str, given: Vec<Record>) -> Submission {
    let unit = mapping().unit.iter().map(|f| (f.name.clone(), Value::Null));
    let mut x = submission(
        mapping(),
        Record(unit.collect()),
        vec![Vec::new(); mapping().tables.len()],
    );
    let table = x.tables.0.iter_mut().find(|(c, _)| &**c == code).unwrap();
    table.1 = TableData {
        status: Status::Filled,
        records: given,
        nil: false,
    };
    x
}

#[test]
fn only_the_main_part_changes_and_every_branch_shows_the_marks() {
    let label = "出口产品";
    let selected = Value::Selected(vec![Selected {
        no: 22,
        label: label.into(),
    }]);
    let x = of(
        "HZ_05_001",
        vec![Record(vec![("selected".into(), selected)])],
    );
    let filled = round_trip(&x);
    let blank = BUNDLE.blank_form.as_deref().unwrap();
    let raw = |bytes: &[u8]| {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let count = archive.len();
        let read = |i: usize| {
            let mut data = Vec::new();
            let mut file = archive.by_index_raw(i).unwrap();
            file.read_to_end(&mut data).unwrap();
            (file.name().unwrap().into_owned(), data)
        };
        (0..count).map(read).collect::<Vec<_>>()
    };
    for (before, after) in raw(blank).into_iter().zip(raw(&filled.form)) {
        assert_eq!(before.0, after.0);
        assert_eq!(
            before.1 != after.1,
            before.0 == "word/document.xml",
            "{}",
            before.0
        );
    }
    // DrawingML's text box and VML's: both have the option in colour, and nothing else is.
    let document = part(&filled.form, "word/document.xml");
    assert_eq!(document.matches("<w:color w:val=\"FF0000\"/>").count(), 2);
    for branch in document.split("<w:color w:val=\"FF0000\"/>").skip(1) {
        let run = branch.split("</w:r>").next().unwrap();
        assert!(run.contains(label), "{run}");
    }
}

#[test]
fn a_workbooks_formulas_stay_where_they_are_right() {
    let given = |total: Value| {
        Record(vec![
            ("country".into(), Value::Text("英国".into())),
            ("visit_projects".into(), number("2".into())),
            ("visit_person_times".into(), number("3".into())),
            ("research_projects".into(), number("5".into())),
            ("total_projects".into(), total),
            ("total_person_times".into(), number("3".into())),
        ])
    };
    let x = of(
        "HZ_02_002",
        vec![
            given(number("7".into())),
            given(number("8".into())),
            given(Value::Null),
        ],
    );
    let filled = round_trip(&x);
    let sheet = part(&filled.sheets.unwrap(), "xl/worksheets/sheet2.xml");
    let cell = |name: &str| {
        let start = sheet.find(&format!("<c r=\"{name}\"")).unwrap();
        let rest = &sheet[start..];
        let end = rest.find('>').unwrap();
        match rest[..=end].ends_with("/>") {
            true => rest[..=end].to_owned(),
            false => rest.split_inclusive("</c>").next().unwrap().to_owned(),
        }
    };
    assert!(
        cell("N4").contains("<f>B4+D4+F4+H4+J4+L4</f>"),
        "{}",
        cell("N4")
    );
    assert!(
        !cell("N5").contains("<f>") && cell("N5").contains("<v>8</v>"),
        "{}",
        cell("N5")
    );
    assert!(cell("N6").ends_with("/>"), "{}", cell("N6"));
    assert!(cell("O6").contains("<f>"));
}

#[test]
fn the_command_writes_both_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let run = |args: &[&std::ffi::OsStr]| {
        assert_cmd::cargo::cargo_bin_cmd!("huibiao")
            .args(["--lang", "zh", "fill"])
            .args(args)
            .output()
            .unwrap()
    };
    let x = of(
        "HZ_02_002",
        vec![Record(vec![("country".into(), Value::Text("英国".into()))])],
    );
    std::fs::write(at("a.json"), serde_json::to_string(&x).unwrap()).unwrap();
    let (json, form, sheets) = (at("a.json"), at("a.docx"), at("a.xlsx"));
    let done = run(&[
        json.as_ref(),
        "-o".as_ref(),
        form.as_ref(),
        "--sheets".as_ref(),
        sheets.as_ref(),
    ]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let read = READER.read("a.xlsx", &std::fs::read(&sheets).unwrap());
    assert_eq!(read.tables.get("HZ_02_002").unwrap().records.len(), 1);
    assert!(form.is_file());

    let done = run(&[json.as_ref(), "-o".as_ref(), form.as_ref()]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8(done.stderr).unwrap().contains("--sheets"));

    std::fs::write(at("b.json"), "{\"schema\": 1}").unwrap();
    let done = run(&[at("b.json").as_ref(), "-o".as_ref(), at("b.docx").as_ref()]);
    assert_eq!(done.status.code(), Some(2));
    assert!(!at("b.docx").exists());
}
