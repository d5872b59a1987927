//! A blank form written from a mapping.

use std::borrow::Cow;
use std::sync::LazyLock;

use huibiao::forms::blank;
use huibiao::forms::fill::fill;
use huibiao::mapping::{Bundle, FilledIn, SourceFile, bundled, bundled_ids, load};
use huibiao::model::finding::Rule;
use huibiao::model::submission::{Record, Status, Submission};
use huibiao::read::Reader;
use huibiao::value::Value;
use office::package::Package;
use office::paper::{Block, Paper};
use office::{sheet, word};
use proptest::prelude::*;

use crate::submissions::{any_submission, records, submission};

/// The editions with the blanks that are written from their mappings.
static EDITIONS: LazyLock<Vec<(Bundle, Reader)>> = LazyLock::new(|| {
    let written = |id| {
        let sent: Bundle = bundled(id).unwrap();
        let mut bundle = sent.clone();
        bundle.blank_form = Some(Cow::Owned(blank::form(&bundle.mapping).unwrap()));
        bundle.blank_sheets = blank::sheets(&bundle.mapping).unwrap().map(Cow::Owned);
        (bundle, Reader::of_bundles(vec![sent]).unwrap())
    };
    bundled_ids().map(written).collect()
});

#[test]
fn nothing_is_read_from_a_blank_form() {
    for id in bundled_ids() {
        let bundle = bundled(id).unwrap();
        let form = blank::form(&bundle.mapping).unwrap();
        let reader = Reader::of_bundles(vec![bundle.clone()]).unwrap();
        let read = reader.read("form.docx", &form);
        assert_eq!(read.findings, [], "{id}");
        for table in &bundle.mapping.tables {
            let status = read.tables.get(&table.code).unwrap().status;
            let expected = match table.filled_in {
                FilledIn::Form | FilledIn::Both => Status::Empty,
                FilledIn::Sheet | FilledIn::None => Status::NotCollected,
            };
            assert_eq!(status, expected, "{id} {}", table.code);
        }
        assert!(read.unit.is_empty());
    }
}

#[test]
fn nothing_is_read_from_a_blank_workbook() {
    for id in bundled_ids() {
        let bundle = bundled(id).unwrap();
        let Some(sheets) = blank::sheets(&bundle.mapping).unwrap() else {
            continue;
        };
        let reader = Reader::of_bundles(vec![bundle.clone()]).unwrap();
        let read = reader.read("sheets.xlsx", &sheets);
        assert_eq!(read.findings, [], "{id}");
        for table in &bundle.mapping.tables {
            let status = read.tables.get(&table.code).unwrap().status;
            let expected = match table.filled_in {
                FilledIn::Sheet | FilledIn::Both => Status::Empty,
                FilledIn::Form | FilledIn::None => Status::NotCollected,
            };
            assert_eq!(status, expected, "{id} {}", table.code);
        }
        assert!(read.unit.is_empty());
    }
}

/// Every text with its place.
fn texts(paper: &Paper) -> Vec<String> {
    let mut texts = Vec::new();
    for block in &paper.blocks {
        match block {
            Block::Paragraph(p) => texts.push(p.text.clone()),
            Block::Table(t) => texts.extend(t.cells.iter().filter(|c| !c.is_blank()).map(|c| {
                let at = (c.row, c.column, c.row_span, c.column_span);
                format!("{} {at:?} {}", t.number, c.text())
            })),
        }
    }
    texts
}

#[test]
fn what_a_blank_prints_is_known_without_reading_it() {
    for id in bundled_ids() {
        let mapping = bundled(id).unwrap().mapping;
        let form = blank::form(&mapping).unwrap();
        let mut read = word::read(&Package::open(&form).unwrap()).unwrap();
        // A section ends in a paragraph of its own.
        let is_blank = |b: &Block| matches!(b, Block::Paragraph(p) if p.text.trim().is_empty());
        let mut known = blank::form_paper(&mapping);
        read.blocks.retain(|b| !is_blank(b));
        known.blocks.retain(|b| !is_blank(b));
        assert_eq!(texts(&read), texts(&known));
        if let Some(sheets) = blank::sheets(&mapping).unwrap() {
            let mut read = sheet::read(&sheets, office::FileKind::Workbook).unwrap();
            let known = blank::sheets_paper(&mapping).unwrap();
            // Totals of nothing, and the lists, are no text of the workbook.
            read.blocks.truncate(known.blocks.len());
            let printed = |text: &String| !text.ends_with(" 0");
            let read: Vec<String> = texts(&read).into_iter().filter(printed).collect();
            assert_eq!(read, texts(&known));
        }
    }
}

fn round_trip((bundle, reader): &(Bundle, Reader), x: &Submission) {
    let mapping = &bundle.mapping;
    let filled = fill(x, bundle, reader, true).unwrap();
    assert_eq!(filled.unwritten, []);
    let form = reader.read("form.docx", &filled.form);
    let in_form = |f| f == FilledIn::Form;
    assert_eq!(
        records(mapping, &form, in_form),
        records(mapping, x, in_form)
    );
    assert_eq!(form.unit, x.unit);
    if let Some(sheets) = &filled.sheets {
        let sheets = reader.read("sheets.xlsx", sheets);
        let in_sheets = |f| matches!(f, FilledIn::Sheet | FilledIn::Both);
        assert_eq!(
            records(mapping, &sheets, in_sheets),
            records(mapping, x, in_sheets)
        );
        nothing_is_said_of_the_paper(&sheets);
    }
    // The tables that can be filled in in either place, in the form.
    let filled = fill(x, bundle, reader, false).unwrap();
    let form = reader.read("form.docx", &filled.form);
    let in_form = |f| matches!(f, FilledIn::Form | FilledIn::Both);
    assert_eq!(
        records(mapping, &form, in_form),
        records(mapping, x, in_form)
    );
    nothing_is_said_of_the_paper(&form);
}

/// What the values themselves break is told; nothing is of how they stand on the paper.
fn nothing_is_said_of_the_paper(read: &Submission) {
    let of_reading = [
        Rule::UnclaimedText,
        Rule::UnknownColumn,
        Rule::MissingColumn,
        Rule::AmbiguousMark,
        Rule::CorrectedValue,
        Rule::MissingTable,
        Rule::WrongEdition,
        Rule::HiddenContent,
    ];
    let told = read.findings.iter();
    let told: Vec<_> = told.filter(|f| of_reading.contains(&f.rule())).collect();
    assert_eq!(told, [] as [&huibiao::model::finding::Finding; 0]);
}

#[test]
fn what_is_filled_into_a_written_form_reads_back() {
    for edition in EDITIONS.iter() {
        let config = ProptestConfig {
            cases: 3,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        proptest!(config, |(x in any_submission(&edition.0.mapping))| round_trip(edition, &x));
    }
}

/// An edition of one table, with what is written and read of it.
fn kit(table: &str) -> (Bundle, Reader) {
    let text = format!(
        r#"
[edition]
id = "kit"
year = 2025
name = "设备调查"
titles = ["设备调查表"]
period = {{ start = "2025-01-01", end = "2025-12-31" }}

[[tables]]
code = "KIT_1"
name = "大型设备"
filled_in = "form"
{table}
"#
    );
    let name = "kit.toml".to_owned();
    let text = text.into();
    let bundle = Bundle {
        mapping: load([SourceFile { name, text }]).unwrap(),
        blank_form: None,
        blank_sheets: None,
    };
    (bundle.clone(), Reader::of_bundles(vec![bundle]).unwrap())
}

#[test]
fn two_columns_over_empty_rows_are_no_labels_down_the_side() {
    let (bundle, reader) = kit(r#"
layout = "records"
fields = [
  { name = "number", label = "台数", type = "integer", unit = "台" },
  { name = "value",  label = "原值", type = "decimal", unit = "万元" },
]"#);
    let number = |n: u32| Value::Number(n.into());
    let record = |n| {
        let fields = [("number", number(n)), ("value", number(12))];
        Record(fields.map(|(name, value)| (name.into(), value)).to_vec())
    };
    let records = vec![vec![record(3), record(4)]];
    let x = submission(&bundle.mapping, Record::default(), records);
    // No blank was sent out: the form is the one that the mapping gives.
    let filled = fill(&x, &bundle, &reader, false).unwrap();
    assert_eq!(filled.unwritten, []);
    let read = reader.read("form.docx", &filled.form);
    assert_eq!(read.tables.get("KIT_1"), x.tables.get("KIT_1"));
    assert_eq!(read.findings, []);
    let none = fill(&x, &bundle, &reader, true).unwrap_err();
    assert!(none.to_string().contains("leave out --sheets"), "{none}");
}

#[test]
fn a_workbook_helps_to_fill_it_in() {
    let mapping = bundled("hz-2025").unwrap().mapping;
    let sheets = blank::sheets(&mapping).unwrap().unwrap();
    let part = |name: &str| {
        let package = Package::open(&sheets).unwrap();
        String::from_utf8(package.part(name).unwrap().unwrap()).unwrap()
    };
    // 填报说明, HZ_02_002, HZ_02_004, HZ_03_007, and the lists, which are not shown.
    let workbook = part("xl/workbook.xml");
    assert!(
        workbook.contains("name=\"候选项\" sheetId=\"5\" state=\"hidden\""),
        "{workbook}"
    );
    let counts = part("xl/worksheets/sheet2.xml");
    for expected in [
        "<f>B5+D5+F5+H5+J5+L5</f>",
        "<formula1>'候选项'!$A$1:$A$249</formula1>",
        "<dataValidation type=\"whole\" operator=\"greaterThanOrEqual\"",
        "<mergeCell ref=\"A3:A4\"/>",
        "<mergeCell ref=\"B3:C3\"/>",
        "ySplit=\"4\"",
    ] {
        assert!(counts.contains(expected), "{expected}");
    }
    let people = part("xl/worksheets/sheet4.xml");
    assert!(people.contains("<formula1>\"访问学者,博士后,教师/科研人员,博士\"</formula1>"));
}

#[test]
fn the_command_writes_form_and_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join("out").join(name);
    let run = |id: &str| {
        assert_cmd::cargo::cargo_bin_cmd!("huibiao")
            .args(["--lang", "zh", "blank", id, "-o"])
            .arg(at("form.docx"))
            .arg("--sheets")
            .arg(at("sheets.xlsx"))
            .output()
            .unwrap()
    };
    let done = run("hz-1999");
    assert_eq!(done.status.code(), Some(2));
    assert!(!at("form.docx").exists());
    for _ in 0..2 {
        let done = run("hz-2025");
        assert_eq!(done.status.code(), Some(0), "{done:?}");
        assert!(done.stderr.is_empty(), "{done:?}");
        let mapping = bundled("hz-2025").unwrap().mapping;
        let form = std::fs::read(at("form.docx")).unwrap();
        assert!(form == blank::form(&mapping).unwrap());
        assert!(at("sheets.xlsx").is_file());
    }
}
