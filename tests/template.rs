//! The reporting system's own template, filled in: records below its labels, values as its lists
//! spell them, nothing else changed. `templates/make.py` made the template.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::LazyLock;

use calamine::{Data, Reader as _, Xlsx};
use huibiao::fill::fill;
use huibiao::finding::{Finding, Severity};
use huibiao::mapping::{Bundle, bundled};
use huibiao::package::Kind;
use huibiao::reading::Reader;
use huibiao::submission::{
    MappingId, Record, SCHEMA, Source, Status, Submission, TableData, Tables,
};
use huibiao::template::{Error, Template, open_all};
use huibiao::value::Value;

static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundled("hz-2025").unwrap());
static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::of_bundles(vec![BUNDLE.clone()]).unwrap());

const PATH: &str = "tests/templates/system.xlsx";
const PROJECTS: &str = "xl/worksheets/sheet3.xml";
const MEMBERS: &str = "xl/worksheets/sheet4.xml";

fn template() -> Template {
    Template::open("system.xlsx", std::fs::read(PATH).unwrap(), &READER).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn number(text: &str) -> Value {
    Value::Number(text.parse().unwrap())
}

fn record(given: &[(&str, Value)]) -> Record {
    Record(
        given
            .iter()
            .map(|(name, value)| ((*name).into(), value.clone()))
            .collect(),
    )
}

fn submission(unit: &str, tables: &[(&str, Vec<Record>)]) -> Submission {
    let mapping = &BUNDLE.mapping;
    let data = |code: &str| {
        let given = tables.iter().find(|(of, _)| *of == code);
        let records = given.map_or(Vec::new(), |(_, records)| records.clone());
        let status = match records.is_empty() {
            true => Status::Empty,
            false => Status::Filled,
        };
        TableData { status, records }
    };
    Submission {
        schema: SCHEMA.into(),
        source: Source::default(),
        attachments: Vec::new(),
        mapping: MappingId {
            id: mapping.edition.id.clone(),
            year: mapping.edition.year,
        },
        unit: record(&[("unit_name", text(unit))]),
        tables: Tables(
            mapping
                .tables
                .iter()
                .map(|t| (t.code.clone(), data(&t.code)))
                .collect(),
        ),
        findings: Vec::new(),
    }
}

fn project(name: &str, kind: &str, field: &str, country: &str, funding: &str) -> Record {
    record(&[
        ("project_name", text(name)),
        ("project_type", text(kind)),
        ("field", text(field)),
        ("foreign_country", text(country)),
        ("china_funding", number(funding)),
        ("foreign_funding", Value::Null),
    ])
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

fn packed(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut data = Vec::new();
            let mut file = archive.by_index_raw(i).unwrap();
            file.read_to_end(&mut data).unwrap();
            (file.name().unwrap().into_owned(), data)
        })
        .collect()
}

/// What stands in a sheet's cells, as another reader has it.
fn cells(bytes: &[u8], sheet: &str, row: u32) -> Vec<Data> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let width = range.end().unwrap().1;
    (0..=width)
        .map(|column| {
            range
                .get_value((row - 1, column))
                .cloned()
                .unwrap_or(Data::Empty)
        })
        .collect()
}

#[test]
fn what_the_two_have_apart_is_known_beforehand() {
    let template = template();
    let layouts = template.layouts(&READER);
    let of: Vec<(&str, &str, usize)> = layouts
        .iter()
        .map(|l| (l.sheet.as_str(), l.table.as_str(), l.items))
        .collect();
    assert_eq!(
        of,
        [
            ("合作研究项目", "HZ_02_005", 7),
            ("参加国际组织", "HZ_02_008", 6)
        ]
    );
    assert_eq!(layouts[0].only_there, ["经费总额", "审核意见"]);
    assert_eq!(
        layouts[0].only_here,
        [
            "项目所属计划",
            "细分学科",
            "中方经费·其中:政府投入",
            "中方执行单位",
            "外方执行单位·外方执行单位"
        ]
    );
    assert_eq!(layouts[1].only_here, ["细分学科（一级学科）"]);
    assert_eq!(layouts[1].unresolved, ["会员类别"]);
    assert_eq!(template.unknown_sheets(), ["填写说明"]);
    assert!(template.has_formulas());
}

#[test]
fn records_stand_below_the_labels_and_nothing_else_changes() {
    let mut template = template();
    let mut first = submission(
        "化学学院",
        &[
            (
                "HZ_02_005",
                vec![
                    project("甲", "研究类项目", "人工智能", "英国", "12.5"),
                    project("乙 <&>", "交流类项目", "其他技术领域", "中国香港", "3"),
                ],
            ),
            (
                "HZ_02_008",
                vec![record(&[
                    ("organisation", text("国际标准化组织")),
                    ("field", text("能源")),
                    ("joined_on", text("2019-05-01")),
                    ("membership", text("团体会员")),
                ])],
            ),
        ],
    );
    let projects: Vec<Record> = (0..4)
        .map(|n| project(&format!("丙{n}"), "研究类项目", "新材料", "日本", "1"))
        .collect();
    let mut second = submission("物理学院", &[("HZ_02_005", projects)]);
    template.take(&mut first, &READER);
    template.take(&mut second, &READER);
    assert_eq!(template.records(), 7);
    assert_eq!(
        (&first.findings, &second.findings),
        (&Vec::new(), &Vec::new())
    );

    let blank = std::fs::read(PATH).unwrap();
    let out = template.fill().unwrap();
    let string = |s: &str| Data::String(s.into());
    let float = Data::Float;
    assert_eq!(
        cells(&out, "合作研究项目", 3)[..8],
        [
            Data::Empty,
            string("化学学院"),
            string("甲"),
            string("研究类"),
            string("人工智能"),
            string("英国(GBR)"),
            float(12.5),
            Data::Empty
        ]
    );
    // The template's own spelling of 其他技术领域.
    assert_eq!(
        cells(&out, "合作研究项目", 4)[2..6],
        [
            string("乙 <&>"),
            string("交流类"),
            string("其它技术领域"),
            string("中国香港(HKG)")
        ]
    );
    // Past the rows that the template has prepared.
    assert_eq!(
        cells(&out, "合作研究项目", 8)[1..3],
        [string("物理学院"), string("丙3")]
    );
    // A day, where the column shows days.
    let member = cells(&out, "参加国际组织", 2);
    assert_eq!(member[..2], [string("国际标准化组织"), string("能源")]);
    let Data::DateTime(day) = &member[2] else {
        panic!("{member:?}")
    };
    assert_eq!(day.as_f64(), 43_586.0);
    assert_eq!(member[3], string("团体会员"));

    let (before, after) = (packed(&blank), packed(&out));
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    for (name, data) in &before {
        assert_eq!(
            *data != after[name],
            [PROJECTS, MEMBERS].contains(&name.as_str()),
            "{name}"
        );
    }
    for name in [PROJECTS, MEMBERS] {
        let (before, after) = (part(&blank, name), part(&out, name));
        let around = |xml: &str| {
            let (head, rest) = xml.split_once("<sheetData>").unwrap();
            let (rows, tail) = rest.split_once("</sheetData>").unwrap();
            // The extent of the sheet is a promise about the rows.
            let head = head.split_once("<dimension").unwrap();
            let head = (
                head.0.to_owned(),
                head.1.split_once("/>").unwrap().1.to_owned(),
            );
            (head, rows.to_owned(), tail.to_owned())
        };
        let (before, after) = (around(&before), around(&after));
        assert_eq!(before.0, after.0);
        assert_eq!(before.2, after.2);
        assert!(after.1.len() > before.1.len());
    }
    let projects = part(&out, PROJECTS);
    assert!(
        projects.contains("x14:dataValidation ") && projects.contains("<conditionalFormatting")
    );
    assert_eq!(projects.matches("<f>").count(), 3);
    // A row past the prepared ones looks as they do.
    let style = |name: &str| {
        let cell = projects.split(&format!("<c r=\"{name}\"")).nth(1).unwrap();
        cell.split("s=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(style("C8"), style("C5"));
}

#[test]
fn what_a_list_does_not_have_is_a_finding_and_not_written() {
    let mut template = template();
    let mut x = submission(
        "化学学院",
        &[(
            "HZ_02_005",
            vec![project("甲", "研究类项目", "能源", "法国", "1")],
        )],
    );
    let other = &mut x
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_005")
        .unwrap()
        .1;
    other
        .records
        .push(project("乙", "研究类项目", "其他技术领域", "英国", "1"));
    other.records[1]
        .0
        .push(("field_other".into(), text("核聚变")));
    template.take(&mut x, &READER);
    let told: Vec<(&str, Severity, &str)> = x
        .findings
        .iter()
        .map(|f: &Finding| (f.path.as_str(), f.severity, f.message.zh.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "/tables/HZ_02_005/records/0/field",
                Severity::Error,
                "“能源”不在导入模板 system.xlsx 的“合作领域”列表中，未写入模板"
            ),
            (
                "/tables/HZ_02_005/records/0/foreign_country",
                Severity::Error,
                "“法国”不在导入模板 system.xlsx 的“外方执行单位·外方所在国家（地区）”列表中，未写入模板"
            ),
            (
                "/tables/HZ_02_005/records/1/field_other",
                Severity::Info,
                "导入模板 system.xlsx 的“合作领域”只收列表中的选项，“核聚变”未写入模板"
            ),
        ]
    );
    assert_eq!(
        x.findings[1].hint.zh,
        "列表有：英国(GBR)、美国(USA)、日本(JPN)、中国香港(HKG)"
    );
    let out = template.fill().unwrap();
    let row = cells(&out, "合作研究项目", 3);
    assert_eq!(
        (&row[2], &row[4], &row[5]),
        (&Data::String("甲".into()), &Data::Empty, &Data::Empty)
    );
}

#[test]
fn a_template_without_records_is_the_template() {
    let blank = std::fs::read(PATH).unwrap();
    assert_eq!(packed(&template().fill().unwrap()), packed(&blank));
}

#[test]
fn what_is_no_template_is_refused_with_a_reason() {
    let open = |bytes: Vec<u8>| Template::open("x.xlsx", bytes, &READER).unwrap_err();
    let error = open(b"a,b\n".to_vec());
    assert!(matches!(error, Error::NotWorkbook { kind: Kind::Text }));
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "姓名").unwrap();
    let error = open(book.save_to_buffer().unwrap());
    let Error::NoTable { sheets } = &error else {
        panic!("{error}")
    };
    assert_eq!(sheets, &["Sheet1"]);
    assert!(error.said().zh.contains("表头"));

    let folder = tempfile::tempdir().unwrap();
    let error = open_all(&[folder.path().to_owned()], &READER).unwrap_err();
    assert!(error.zh.contains("没有 .xlsx 模板"));
}

#[test]
fn the_command_fills_the_template_beside_its_other_results() {
    let folder = tempfile::tempdir().unwrap();
    let returned = folder.path().join("化学.docx");
    let x = submission(
        "化学学院",
        &[(
            "HZ_02_005",
            vec![project("甲", "研究类项目", "能源", "英国", "2")],
        )],
    );
    std::fs::write(&returned, fill(&x, &BUNDLE, &READER, false).unwrap().form).unwrap();
    let out = folder.path().join("out");
    let run = |into: &str| {
        assert_cmd::cargo::cargo_bin_cmd!("huibiao")
            .args(["--lang", "zh", "convert", "-f", "jsonl", "--into", into])
            .args(["-o".as_ref(), out.as_os_str(), returned.as_os_str()])
            .output()
            .unwrap()
    };
    let done = run(PATH);
    // 能源 is not in the template's list.
    assert_eq!(done.status.code(), Some(1), "{done:?}");
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(
        told.contains("模板有而映射没有，留空：经费总额、审核意见"),
        "{told}"
    );
    assert!(
        told.contains("映射有而模板没有，不写入：项目所属计划"),
        "{told}"
    );
    let file = std::fs::read(out.join("into/system.xlsx")).unwrap();
    assert_eq!(
        cells(&file, "合作研究项目", 3)[2],
        Data::String("甲".into())
    );
    let lines = std::fs::read_to_string(out.join("submissions.jsonl")).unwrap();
    assert!(lines.contains("不在导入模板 system.xlsx"));

    std::fs::remove_dir_all(&out).unwrap();
    let done = run("Cargo.toml");
    assert_eq!(done.status.code(), Some(2));
    assert!(!out.exists());
}
