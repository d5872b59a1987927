//! Submissions written in every format, and read back.

use std::collections::HashMap;
use std::fs;
use std::io::BufReader;
use std::path::Path;
use std::sync::LazyLock;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use huibiao::mapping::{Mapping, Table, Type, bundled};
use huibiao::model::finding::{Finding, Rule, Severity};
use huibiao::model::submission::{
    MappingId, Record, Source, Status, Submission, TableData, Tables,
};
use huibiao::output::{Error, Format, Stream, Writer, write_all};
use huibiao::said;
use huibiao::text::Worded as _;
use huibiao::text::lang::Lang;
use huibiao::value::{Selected, Value};
use office::paper::Place;
use proptest::prelude::*;
use rust_decimal::Decimal;

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| bundled("hz-2025").unwrap().mapping);

/// Another edition, of a year before.
static OLD: LazyLock<Mapping> = LazyLock::new(|| {
    let mut old = MAPPING.clone();
    old.edition.id = "hz-2024".into();
    old.edition.year = 2024;
    old
});

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z一-龥 ，。0-9]{1,20}",
        "[=+@-][A-Z0-9(),]{1,8}",
        "(甲|乙)\n {0,2}[\"'<>&丙\t;,；]{1,6}",
        Just("_x0041_ _x000D_".to_owned()),
        Just("甲\u{b}乙\u{1f}丙".to_owned()),
        Just("#REF!".to_owned()),
        Just("00123".to_owned()),
        Just("😀 𠮷".to_owned()),
    ]
    .prop_filter("a text is trimmed", |t| {
        !t.trim().is_empty() && t.trim() == t
    })
}

fn number() -> impl Strategy<Value = Value> {
    (-99_999_999_999i64..999_999_999_999, 0u32..4)
        .prop_map(|(n, scale)| Value::Number(Decimal::new(n, scale).normalize()))
}

fn value(kind: Type) -> BoxedStrategy<Value> {
    let texts = || prop::collection::vec(text(), 0..4);
    let some = match kind {
        Type::Text | Type::Choice | Type::Country => text().prop_map(Value::Text).boxed(),
        Type::Integer | Type::Decimal | Type::Year => number().boxed(),
        Type::Term => prop_oneof![number(), Just(Value::Text("无固定期限".into()))].boxed(),
        Type::Date => prop_oneof!["20[0-9]{2}-0[1-9]-1[0-9]", "20[0-9]{2}-1[0-2]"]
            .prop_map(Value::Text)
            .boxed(),
        Type::Yesno => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Countries => texts().prop_map(Value::List).boxed(),
        Type::Choices => texts()
            .prop_map(|labels| {
                let option = |(i, label)| Selected {
                    no: i as u32 + 1,
                    label,
                };
                Value::Selected(labels.into_iter().enumerate().map(option).collect())
            })
            .boxed(),
    };
    prop_oneof![1 => Just(Value::Null), 3 => some].boxed()
}

fn record(table: &'static Table) -> BoxedStrategy<Record> {
    let mut fields: Vec<BoxedStrategy<Record>> = Vec::new();
    for field in &table.fields {
        let name = field.name.clone();
        let other = (field.kind == Type::Choice)
            .then_some(())
            .map(|()| format!("{name}_other"));
        let both = (value(field.kind), prop::option::weighted(0.2, text()));
        fields.push(
            both.prop_map(move |(value, said)| {
                let mut entries = vec![(name.clone(), value)];
                if let (Some(other), Some(said)) = (&other, said) {
                    entries.push((other.as_str().into(), Value::Text(said)));
                }
                Record(entries)
            })
            .boxed(),
        );
    }
    fields
        .prop_map(|parts| Record(parts.into_iter().flat_map(|part| part.0).collect()))
        .boxed()
}

fn submission() -> impl Strategy<Value = Submission> {
    let tables: Vec<_> = MAPPING
        .tables
        .iter()
        .map(|table| {
            prop::collection::vec(record(table), 0..3).prop_map(|records| TableData {
                status: if records.is_empty() {
                    Status::Empty
                } else {
                    Status::Filled
                },
                records,
                nil: false,
            })
        })
        .collect();
    (prop::option::of(text()), "[a-z]{1,5}", tables).prop_map(|(unit, file, tables)| {
        let codes = MAPPING.tables.iter().map(|t| t.code.clone());
        Submission {
            tables: Tables(codes.zip(tables).collect()),
            ..blank(unit.as_deref(), &format!("{file}.docx"), &MAPPING)
        }
    })
}

/// A submission without tables.
fn blank(unit: Option<&str>, file: &str, mapping: &Mapping) -> Submission {
    let unit = unit.map_or(Value::Null, |unit| Value::Text(unit.to_owned()));
    Submission {
        schema: huibiao::model::submission::SCHEMA.into(),
        source: Source {
            file: file.to_owned(),
            format: "docx".to_owned(),
            ..Source::default()
        },
        attachments: Vec::new(),
        versions: Vec::new(),
        mapping: MappingId::of(mapping),
        unit: Record(vec![("unit_name".into(), unit)]),
        tables: Tables::default(),
        findings: Vec::new(),
    }
}

/// A submission of one table's records.
fn with_records(
    mut s: Submission,
    code: &str,
    records: impl IntoIterator<Item = Vec<(&'static str, Value)>>,
) -> Submission {
    let record = |fields: Vec<(&str, Value)>| {
        Record(fields.into_iter().map(|(n, v)| (n.into(), v)).collect())
    };
    let data = TableData {
        status: Status::Filled,
        records: records.into_iter().map(record).collect(),
        nil: false,
    };
    s.tables.0.push((code.into(), data));
    s
}

fn named(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn workbook(path: &Path) -> Xlsx<BufReader<fs::File>> {
    open_workbook(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The rows of a sheet as texts and numbers, blanks as JSON nulls.
fn rows(range: &Range<Data>) -> Vec<Vec<serde_json::Value>> {
    let cell = |data: &Data| match data {
        Data::Empty => serde_json::Value::Null,
        Data::String(text) => text.as_str().into(),
        Data::Float(n) => serde_json::json!(n),
        Data::Int(n) => serde_json::json!(*n as f64),
        other => panic!("{other:?}"),
    };
    range
        .rows()
        .map(|row| row.iter().map(cell).collect())
        .collect()
}

/// A JSON value as the contract says that a workbook has it.
fn in_cell(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Json::Bool(yes) => if *yes { "是" } else { "否" }.into(),
        Json::Number(n) => serde_json::json!(n.as_f64().unwrap()),
        Json::Array(list) => {
            let text = |v: &Json| v.get("label").unwrap_or(v).as_str().unwrap().to_owned();
            match list.as_slice() {
                [] => Json::Null,
                list => list.iter().map(text).collect::<Vec<_>>().join("；").into(),
            }
        }
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_cell_of_the_combined_workbook_equals_the_json(
        submissions in prop::collection::vec(submission(), 0..4),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let formats = [Format::Xlsx, Format::Jsonl];
        write_all(folder.path(), &formats, [&*MAPPING], Lang::Zh, submissions).unwrap();
        let lines = fs::read_to_string(folder.path().join("submissions.jsonl")).unwrap();
        let json: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut book = workbook(&folder.path().join("combined.xlsx"));
        let mut names = vec!["概览".to_owned()];
        names.extend(MAPPING.tables.iter().map(|t| t.code.to_string()));
        names.push("问题".to_owned());
        prop_assert_eq!(book.sheet_names(), names);
        for table in &MAPPING.tables {
            let read = rows(&book.worksheet_range(&table.code).unwrap());
            let labels: Vec<String> = read[0].iter().map(|l| l.as_str().unwrap().to_owned()).collect();
            let fields = &labels[2..2 + table.fields.len()];
            prop_assert_eq!(&labels[..2], ["单位", "来源文件"]);
            prop_assert!(fields.iter().zip(&table.fields).all(|(label, field)| *label == *field.label));
            let mut expected = Vec::new();
            for s in &json {
                for record in s["tables"][&*table.code]["records"].as_array().unwrap() {
                    let mut row = vec![s["unit"]["unit_name"].clone(), s["source"]["file"].clone()];
                    let others = &labels[2 + table.fields.len()..];
                    let other = |field: &str| &record[&format!("{field}_other")];
                    for field in &table.fields {
                        let said = other(&field.name);
                        let apart = others.contains(&format!("{}·其他说明", field.label));
                        let cell = in_cell(&record[&*field.name]);
                        row.push(match (said.as_str(), apart) {
                            (Some(said), false) => format!("{}（{said}）", cell.as_str().unwrap_or("")).into(),
                            _ => cell,
                        });
                    }
                    for label in others {
                        let choice = label.strip_suffix("·其他说明").unwrap();
                        let field = table.fields.iter().find(|f| *f.label == *choice).unwrap();
                        row.push(other(&field.name).clone());
                    }
                    expected.push(row);
                }
            }
            prop_assert_eq!(&read[1..], &expected[..], "{}", table.code);
        }
    }

    #[test]
    fn csv_texts_hold_the_same_cells(submissions in prop::collection::vec(submission(), 1..3)) {
        let folder = tempfile::tempdir().unwrap();
        let formats = [Format::Xlsx, Format::Csv];
        write_all(folder.path(), &formats, [&*MAPPING], Lang::Zh, submissions).unwrap();
        let mut book = workbook(&folder.path().join("combined.xlsx"));
        for table in &MAPPING.tables {
            let sheet = rows(&book.worksheet_range(&table.code).unwrap());
            let path = folder.path().join(format!("csv/{}.csv", table.code));
            let Ok(bytes) = fs::read(path) else {
                prop_assert_eq!(sheet.len(), 1);
                continue;
            };
            let text = String::from_utf8(bytes).unwrap();
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
            let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(records.len(), sheet.len());
            for (record, row) in records.iter().zip(&sheet) {
                for (field, cell) in record.iter().zip(row) {
                    match cell {
                        serde_json::Value::Null => prop_assert_eq!(field, ""),
                        serde_json::Value::Number(n) => {
                            prop_assert_eq!(field.parse::<f64>().unwrap(), n.as_f64().unwrap());
                        }
                        cell => prop_assert_eq!(field, cell.as_str().unwrap()),
                    }
                }
            }
        }
    }
}

fn project(name: &str, funding: Decimal) -> Vec<(&'static str, Value)> {
    vec![
        ("project_name", named(name)),
        ("project_type", named("研究类项目")),
        ("field", named("其他技术领域")),
        ("field_other", named("古生物学")),
        ("china_funding", Value::Number(funding)),
        ("foreign_country", named("英国")),
    ]
}

fn two_projects() -> Submission {
    let s = blank(Some("化学学院"), "化学学院.docx", &MAPPING);
    let records = [
        project("甲", Decimal::new(1205, 1)),
        project("=乙", 3.into()),
    ];
    let mut s = with_records(s, "HZ_02_005", records);
    let message = said!("中方经费小于其中的政府投入", "the part is above the whole");
    s.findings.push(
        Finding::recorded(Severity::Error, Rule::Balance, message)
            .at("/tables/HZ_02_005/records/1/china_funding")
            .quoting("3")
            .from(Place::Cell {
                table: 6,
                row: 4,
                column: 6,
            })
            .hinting(said!("请核对", "check it")),
    );
    s
}

#[test]
fn an_import_workbook_has_a_header_and_records_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let written = write_all(
        folder.path(),
        &[Format::Import],
        [&*MAPPING],
        Lang::Zh,
        [two_projects()],
    );
    let file = folder.path().join("import/HZ_02_005.xlsx");
    // What is derived from the table has a file, too.
    let derived = folder.path().join("import/HZ_04_001.xlsx");
    assert_eq!(written.unwrap(), [derived, file.clone()]);
    let mut book = workbook(&file);
    assert_eq!(book.sheet_names(), ["HZ_02_005"]);
    let rows = rows(&book.worksheet_range("HZ_02_005").unwrap());
    // The order that the mapping says, which is not the codebook's.
    let null = serde_json::Value::Null;
    let header = [
        "项目类型",
        "项目名称",
        "项目所属计划",
        "合作领域",
        "细分学科",
        "中方经费·合计",
        "中方经费·其中:政府投入",
        "外方经费·合计",
        "中方执行单位",
        "外方执行单位·外方执行单位",
        "外方执行单位·外方所在国家（地区）",
    ];
    assert_eq!(rows[0], header.map(serde_json::Value::from));
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1][..2], ["研究类项目", "甲"]);
    assert_eq!(rows[1][2], null);
    assert_eq!(rows[2][1], "=乙");
    assert_eq!(rows[1][5], 120.5);
}

#[test]
fn the_last_sheet_lists_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut unread = blank(None, "坏.docx", &MAPPING);
    unread.mapping = MappingId::default();
    let why = said!("文件是空的", "the file is empty");
    unread.findings.push(Finding::recorded(
        Severity::Error,
        Rule::UnreadableFile,
        why,
    ));
    let all = [two_projects(), unread];
    write_all(folder.path(), &[Format::Xlsx], [&*MAPPING], Lang::Zh, all).unwrap();
    let mut book = workbook(&folder.path().join("combined.xlsx"));
    assert_eq!(book.sheet_names().last().unwrap(), "问题");
    let found = book.worksheet_range("问题").unwrap();
    let told: Vec<String> = found
        .rows()
        .map(|row| {
            row.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    严重程度|单位|来源文件|表|行|项目|位置|问题|原文|处理办法|规则
    必须改正|化学学院|化学学院.docx|HZ_02_005 国际科技合作研究项目情况|2|中方经费·合计|第6个表格 第4行 第6列|中方经费小于其中的政府投入|3|请核对|balance
    必须改正||坏.docx|||||文件是空的|||unreadable-file
    ");
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let long = "汉𠮷".repeat(15_000);
    let s = blank(Some("文学院"), "a.docx", &MAPPING);
    let s = with_records(s, "HZ_06_003", [vec![("text", named(&long))]]);
    let formats = [Format::Xlsx, Format::Csv, Format::Import];
    write_all(folder.path(), &formats, [&*MAPPING], Lang::Zh, [s]).unwrap();
    let mut book = workbook(&folder.path().join("combined.xlsx"));
    let cell = book.worksheet_range("HZ_06_003").unwrap()[(1, 2)].to_string();
    assert!(cell.encode_utf16().count() <= 32_767);
    assert!(cell.starts_with("汉𠮷汉") && cell.ends_with("JSON）"));
    let found = book.worksheet_range("问题").unwrap();
    assert_eq!(
        found[(1, 3)].to_string(),
        "HZ_06_003 对我国开展国际科技合作及年度调研的意见和建议"
    );
    let csv = fs::read_to_string(folder.path().join("csv/HZ_06_003.csv")).unwrap();
    assert!(csv.contains(&long));
}

#[test]
fn editions_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    let old = with_records(
        blank(Some("物理学院"), "旧.docx", &OLD),
        "HZ_02_005",
        [project("旧项目", 1.into())],
    );
    let formats = [Format::Xlsx, Format::Import, Format::Csv, Format::Jsonl];
    let written = write_all(
        folder.path(),
        &formats,
        [&*OLD, &*MAPPING],
        Lang::Zh,
        [old, two_projects()],
    )
    .unwrap();
    let mut names: Vec<String> = written
        .iter()
        .map(|path| {
            path.strip_prefix(folder.path())
                .unwrap()
                .display()
                .to_string()
        })
        .collect();
    names.sort();
    let expected = [
        "combined-hz-2024.xlsx",
        "combined.xlsx",
        "csv/HZ_02_005.csv",
        "csv/hz-2024/HZ_02_005.csv",
        "import/HZ_02_005.xlsx",
        "import/HZ_04_001.xlsx",
        "import/hz-2024/HZ_02_005.xlsx",
        "import/hz-2024/HZ_04_001.xlsx",
        "submissions.jsonl",
    ];
    assert_eq!(names, expected);
    assert!(written.iter().all(|path| path.is_file()));
    let records = |name: &str| {
        let mut book = workbook(&folder.path().join(name));
        book.worksheet_range("HZ_02_005").unwrap().height() - 1
    };
    assert_eq!(
        (records("combined.xlsx"), records("combined-hz-2024.xlsx")),
        (2, 1)
    );
}

#[test]
fn no_old_record_is_left_in_an_import_file() {
    let folder = tempfile::tempdir().unwrap();
    let formats = [Format::Import, Format::Csv];
    let write = |s| write_all(folder.path(), &formats, [&*MAPPING], Lang::Zh, [s]).unwrap();
    write(two_projects());
    write(blank(Some("化学学院"), "化学学院.docx", &MAPPING));
    let mut book = workbook(&folder.path().join("import/HZ_02_005.xlsx"));
    assert_eq!(book.worksheet_range("HZ_02_005").unwrap().height(), 1);
    let csv = fs::read_to_string(folder.path().join("csv/HZ_02_005.csv")).unwrap();
    assert_eq!(csv.lines().count(), 1);
    assert!(!folder.path().join("import/HZ_02_006.xlsx").exists());
}

#[test]
fn a_writer_that_is_dropped_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let formats = [Format::Jsonl, Format::Xlsx, Format::Import, Format::Csv];
    write_all(
        folder.path(),
        &formats,
        [&*MAPPING],
        Lang::Zh,
        [two_projects()],
    )
    .unwrap();
    let before = contents(folder.path());
    let mut writer = Writer::create(folder.path(), &formats, [&*MAPPING], Lang::Zh).unwrap();
    writer.submission(&blank(None, "b.docx", &MAPPING)).unwrap();
    drop(writer);
    assert_eq!(contents(folder.path()), before);
}

fn contents(folder: &Path) -> HashMap<String, Vec<u8>> {
    let mut out = HashMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            out.extend(contents(&entry.path()));
        } else {
            out.insert(
                entry.path().display().to_string(),
                fs::read(entry.path()).unwrap(),
            );
        }
    }
    out
}

#[test]
fn a_folder_that_is_a_file_is_an_error_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");
    fs::write(&file, "").unwrap();
    let error = write_all(&file, Format::ALL, [&*MAPPING], Lang::Zh, [two_projects()]).unwrap_err();
    assert!(matches!(error, Error::File { .. }));
    assert!(error.said().zh.contains("out") && error.said().en.contains("out"));
}

/// On Linux, `/dev/full` is a disk without room.
#[cfg(target_os = "linux")]
#[test]
fn a_stream_without_room_is_an_error_in_words() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let out = std::io::BufWriter::new(full);
    let mut stream = Stream::new(out, Format::Jsonl, true, Lang::Zh).unwrap();
    let written = stream
        .submission(&two_projects())
        .and_then(|()| stream.finish());
    assert!(matches!(written, Err(Error::Stream { .. })));
}

#[test]
fn a_stream_is_an_object_an_array_or_lines() {
    let told = |format, several, count: usize| {
        let mut out = Vec::new();
        let mut stream = Stream::new(&mut out, format, several, Lang::En).unwrap();
        for _ in 0..count {
            stream.submission(&two_projects()).unwrap();
        }
        stream.finish().unwrap();
        String::from_utf8(out).unwrap()
    };
    let one: serde_json::Value = serde_json::from_str(&told(Format::Json, false, 1)).unwrap();
    assert_eq!(one["findings"][0]["message"], "the part is above the whole");
    assert_eq!(one["findings"][0]["source"]["table"], 6);
    let parse = |text: &str| -> Vec<serde_json::Value> { serde_json::from_str(text).unwrap() };
    assert_eq!(
        parse(&told(Format::Json, true, 2)),
        [one.clone(), one.clone()]
    );
    assert_eq!(parse(&told(Format::Json, true, 1))[..], [one][..]);
    assert!(parse(&told(Format::Json, true, 0)).is_empty());
    let lines = told(Format::Jsonl, true, 2);
    assert_eq!(lines.lines().count(), 2);
    assert!(Stream::new(Vec::new(), Format::Xlsx, true, Lang::Zh).is_none());
}
