//! The way back: what is written into the blank form reads back as it was.

#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Read};
use std::sync::{Arc, LazyLock};

use huibiao::fill::{Filled, fill};
use huibiao::mapping::{Bundle, Field, FilledIn, Layout, Mapping, Type, bundled};
use huibiao::reading::Reader;
use huibiao::submission::{
    MappingId, Record, SCHEMA, Source, Status, Submission, TableData, Tables,
};
use huibiao::value::{Selected, Value};
use proptest::prelude::*;
use proptest::sample::select;

static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundled("hz-2025").unwrap());
static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::of_bundles(vec![BUNDLE.clone()]).unwrap());

fn mapping() -> &'static Mapping {
    &BUNDLE.mapping
}

/// A submission with these records, nothing else.
fn submission(unit: Record, records: Vec<Vec<Record>>) -> Submission {
    let tables = mapping()
        .tables
        .iter()
        .zip(records)
        .map(|(table, records)| {
            let status = match records.is_empty() {
                true => Status::Empty,
                false => Status::Filled,
            };
            (table.code.clone(), TableData { status, records })
        });
    Submission {
        schema: SCHEMA.into(),
        source: Source::default(),
        attachments: Vec::new(),
        mapping: MappingId {
            id: mapping().edition.id.clone(),
            year: mapping().edition.year,
        },
        unit,
        tables: Tables(tables.collect()),
        findings: Vec::new(),
    }
}

/// The records of the tables that `of` names, without what is null.
fn records(s: &Submission, of: impl Fn(FilledIn) -> bool) -> Vec<(Arc<str>, Vec<Record>)> {
    let mut found = Vec::new();
    for table in mapping().tables.iter().filter(|t| of(t.filled_in)) {
        let data = s.tables.get(&table.code).unwrap();
        let given = |r: &Record| {
            let mut given = r.0.clone();
            given.retain(|(_, v)| !v.is_empty());
            Record(given)
        };
        found.push((table.code.clone(), data.records.iter().map(given).collect()));
    }
    found
}

/// Fills the form and the workbook, and holds what they say against the submission.
fn round_trip(x: &Submission) -> Filled {
    let filled = fill(x, &BUNDLE, &READER, true).unwrap();
    assert_eq!(filled.unwritten, []);
    let form = READER.read("form.docx", &filled.form);
    let in_form = |f| f == FilledIn::Form;
    assert_eq!(records(&form, in_form), records(x, in_form));
    assert_eq!(form.unit, x.unit);
    let sheets = READER.read("sheets.xlsx", filled.sheets.as_ref().unwrap());
    let in_sheets = |f| matches!(f, FilledIn::Sheet | FilledIn::Both);
    assert_eq!(records(&sheets, in_sheets), records(x, in_sheets));

    // The table that can be filled in in either place, in the form.
    let alone = fill(x, &BUNDLE, &READER, false).unwrap();
    let form = READER.read("form.docx", &alone.form);
    let both = |f| f == FilledIn::Both;
    assert_eq!(records(&form, both), records(x, both));
    filled
}

fn words() -> impl Strategy<Value = String> {
    let word = select(vec![
        "低碳",
        "材料",
        "联合研究",
        "Ω",
        "A<b>&\"c\"",
        "（第二期）",
        "know-how",
        "2025",
        "ß",
        "𠮷",
        "“一带一路”",
        "a\u{a0}b",
        "é",
        "x_x0041_y",
        "，",
        "·",
    ]);
    (proptest::collection::vec(word, 1..5), 0u32..1000)
        .prop_map(|(words, n)| format!("项目{}{n}号", words.concat()))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => words(),
        1 => (words(), words()).prop_map(|(a, b)| format!("{a}\n{b}")),
        1 => (words(), words()).prop_map(|(a, b)| format!("{a}\n\n{b}\t{a}")),
    ]
}

fn number(text: String) -> Value {
    Value::Number(text.parse().unwrap())
}

/// A field of a record.
type Entry = (Arc<str>, Value);

/// A field's value, and what stands under its `_other`.
type Given = (Value, Option<String>);

fn value(field: &Field) -> BoxedStrategy<Given> {
    let plain = |value: BoxedStrategy<Value>| value.prop_map(|value| (value, None)).boxed();
    let country = || {
        select(vec![
            "英国",
            "美国",
            "日本",
            "中国香港",
            "南非",
            "沙特阿拉伯",
        ])
    };
    match field.kind {
        Type::Text => plain(text().prop_map(Value::Text).boxed()),
        Type::Integer => plain(
            (0u32..5_000_000)
                .prop_map(|n| number(n.to_string()))
                .boxed(),
        ),
        Type::Decimal => plain(
            (0u32..1_000_000, 0u32..100)
                .prop_map(|(a, b)| {
                    Value::Number(
                        format!("{a}.{b:02}")
                            .parse::<rust_decimal::Decimal>()
                            .unwrap()
                            .normalize(),
                    )
                })
                .boxed(),
        ),
        Type::Year => plain((1950u32..2026).prop_map(|n| number(n.to_string())).boxed()),
        Type::Date => plain(
            (2000u32..2026, 1u32..13, 0u32..29)
                .prop_map(|(y, m, d)| {
                    Value::Text(match d {
                        0 => format!("{y}-{m:02}"),
                        d => format!("{y}-{m:02}-{d:02}"),
                    })
                })
                .boxed(),
        ),
        Type::Term => plain(
            prop_oneof![
                (1u32..50).prop_map(|n| number(n.to_string())),
                Just(Value::Text("无固定期限".into())),
            ]
            .boxed(),
        ),
        Type::Yesno => plain(any::<bool>().prop_map(Value::Bool).boxed()),
        Type::Country => plain(country().prop_map(|c| Value::Text(c.into())).boxed()),
        Type::Countries => plain(
            proptest::sample::subsequence(vec!["英国", "美国", "日本", "老挝"], 1..4)
                .prop_map(|c| Value::List(c.into_iter().map(String::from).collect()))
                .boxed(),
        ),
        Type::Choice => {
            let list = &mapping().lists[field.list.as_ref().unwrap()];
            let options: Vec<(String, bool)> = list
                .options
                .iter()
                .map(|o| (o.label.to_string(), o.other))
                .collect();
            (select(options), proptest::option::of(words()))
                .prop_map(|((label, asks), other)| (Value::Text(label), other.filter(|_| asks)))
                .boxed()
        }
        Type::Choices => {
            let list = &mapping().lists[field.list.as_ref().unwrap()];
            let all: Vec<Selected> = list
                .options
                .iter()
                .enumerate()
                .map(|(i, o)| Selected {
                    no: i as u32 + 1,
                    label: o.label.to_string(),
                })
                .collect();
            let most = all.len().min(5);
            plain(
                proptest::sample::subsequence(all, 1..=most)
                    .prop_map(Value::Selected)
                    .boxed(),
            )
        }
    }
}

/// Fields with their values: the first always, the others mostly.
fn record(fields: &[Field]) -> BoxedStrategy<Record> {
    let mut all: Vec<BoxedStrategy<Vec<Entry>>> = Vec::new();
    for (i, field) in fields.iter().enumerate() {
        let name = field.name.clone();
        let one = (value(field), 0u32..10).prop_map(move |((value, other), chance)| {
            if i > 0 && chance < 3 {
                return vec![(name.clone(), Value::Null)];
            }
            let mut given = vec![(name.clone(), value)];
            given.extend(other.map(|o| (format!("{name}_other").into(), Value::Text(o))));
            given
        });
        all.push(one.boxed());
    }
    all.prop_map(|parts| Record(parts.concat())).boxed()
}

/// The record of a `choices` table: words beside 其他 only where that is chosen.
fn chosen(table: &huibiao::mapping::Table) -> BoxedStrategy<Record> {
    let list = table.fields.iter().find(|f| f.kind == Type::Choices);
    let list = mapping().lists[list.unwrap().list.as_ref().unwrap()].clone();
    let asks = move |value: &Value| match value {
        Value::Selected(all) => all.iter().any(|s| list.options[s.no as usize - 1].other),
        _ => false,
    };
    let fields = table.fields.clone();
    (record(&table.fields), words())
        .prop_map(move |(mut record, words)| {
            let given = record.0.iter().any(|(_, v)| asks(v));
            for (name, value) in &mut record.0 {
                let field = fields.iter().find(|f| f.name == *name).unwrap();
                if field.kind != Type::Choices {
                    *value = match given {
                        true => Value::Text(words.clone()),
                        false => Value::Null,
                    };
                }
            }
            record
        })
        .boxed()
}

fn any_submission() -> impl Strategy<Value = Submission> {
    let unit = record(&mapping().unit).prop_map(|mut unit| {
        // One line each.
        for (_, value) in &mut unit.0 {
            if let Value::Text(text) = value {
                *text = text.replace(['\n', '\t'], "");
            }
        }
        unit
    });
    let tables: Vec<_> = mapping()
        .tables
        .iter()
        .map(|table| match table.layout {
            Layout::Choices => proptest::collection::vec(chosen(table), 0..2).boxed(),
            Layout::Text => proptest::collection::vec(record(&table.fields), 0..2).boxed(),
            // More than the blank has rows for, now and then.
            _ => prop_oneof![
                4 => proptest::collection::vec(record(&table.fields), 0..4),
                1 => proptest::collection::vec(record(&table.fields), 12..16),
            ]
            .boxed(),
        })
        .collect();
    (unit, tables).prop_map(|(unit, tables)| submission(unit, tables))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_filled_in_reads_back(x in any_submission()) {
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
    let x = submission(unit, vec![Vec::new(); mapping().tables.len()]);
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
    let Ok(files) = std::fs::read_dir("../shared/cases") else {
        println!("skipped: ../shared/cases is not here");
        return;
    };
    for file in files.map(|f| f.unwrap().path()) {
        if file.extension().is_some_and(|e| e == "docx") {
            let bytes = std::fs::read(&file).unwrap();
            round_trip(&READER.read("a.docx", &bytes));
        }
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
            Ok::<_, ()>(())
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
    let mut x = submission(unit, vec![Vec::new(); mapping().tables.len()]);
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
        },
    ));
    let filled = fill(&x, &BUNDLE, &READER, false).unwrap();
    let told: Vec<(&str, &str)> = filled
        .unwritten
        .iter()
        .map(|u| (u.path.as_str(), u.message.zh.as_str()))
        .collect();
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
        Record(unit.collect()),
        vec![Vec::new(); mapping().tables.len()],
    );
    let table = x.tables.0.iter_mut().find(|(c, _)| &**c == code).unwrap();
    table.1 = TableData {
        status: Status::Filled,
        records: given,
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
