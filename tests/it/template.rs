//! The reporting system's own template, filled in: records below its labels, values as its lists
//! spell them, nothing else changed. `templates/make.py` made the template.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::LazyLock;

use calamine::{Data, Reader as _, Xlsx};
use huibiao::forms::fill::fill;
use huibiao::forms::template::{Error, Template, open_all};
use huibiao::mapping::{Bundle, bundled};
use huibiao::model::finding::{Finding, Severity};
use huibiao::model::submission::{
    MappingId, Record, SCHEMA, Source, Status, Submission, TableData, Tables,
};
use huibiao::read::Reader;
use huibiao::text::Worded as _;
use huibiao::value::Value;
use office::FileKind;

static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundled("hz-2025").unwrap());
static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::of_bundles(vec![BUNDLE.clone()]).unwrap());

const PATH: &str = "samples/office/系统模板.xlsx";
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
        TableData {
            status,
            records,
            nil: false,
        }
    };
    Submission {
        schema: SCHEMA.into(),
        source: Source::default(),
        attachments: Vec::new(),
        versions: Vec::new(),
        mapping: MappingId::of(mapping),
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
    let layouts = template.layouts();
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
    template.take(&mut first);
    template.take(&mut second);
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
    template.take(&mut x);
    let told: Vec<(String, Severity, String)> = x
        .findings
        .iter()
        .map(|f: &Finding| (f.path.to_string(), f.severity, f.message().zh))
        .collect();
    let told: Vec<(&str, Severity, &str)> = told
        .iter()
        .map(|(path, severity, m)| (path.as_str(), *severity, m.as_str()))
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
        x.findings[1].hint().zh,
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
    assert!(matches!(
        error,
        Error::NotWorkbook {
            kind: FileKind::Text
        }
    ));
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

const LABELS: [&str; 8] = [
    "序号",
    "二级单位名称",
    "项目名称",
    "类型",
    "技术领域",
    "外方所在国家（地区）",
    "中方经费",
    "外方经费",
];
const MEMBER_LABELS: [&str; 5] = [
    "国际组织名称",
    "技术领域",
    "参加日期",
    "会员类别",
    "组织类型",
];

/// A text at a row and column from 1; `=` begins a formula.
type At<'a> = (u32, u16, &'a str);

/// A workbook of sheets by name.
fn workbook(sheets: &[(&str, &[At<'_>])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, cells) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, column, text) in *cells {
            let (row, column) = (row - 1, column - 1);
            match text.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) if text.starts_with('=') => sheet.write_formula(row, column, *text).unwrap(),
                Err(_) => sheet.write(row, column, *text).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn labels(row: u32, column: u16, labels: &[&'static str]) -> Vec<At<'static>> {
    (column..)
        .zip(labels)
        .map(|(column, label)| (row, column, *label))
        .collect()
}

fn projects(n: usize) -> Vec<Record> {
    (0..n)
        .map(|n| project(&format!("项目{n}"), "研究类项目", "能源", "英国", "1"))
        .collect()
}

fn members(n: usize) -> Vec<Record> {
    let organisation = |n| text(&format!("组织{n}"));
    (0..n)
        .map(|n| record(&[("organisation", organisation(n)), ("field", text("能源"))]))
        .collect()
}

fn opened(bytes: Vec<u8>) -> Template {
    Template::open("t.xlsx", bytes, &READER).unwrap()
}

fn takes(template: &Template) -> Vec<(String, String)> {
    let layouts = template.layouts().into_iter();
    layouts.map(|l| (l.sheet, l.table)).collect()
}

fn names(bytes: &[u8], sheet: &str, rows: std::ops::Range<u32>, column: usize) -> Vec<String> {
    rows.map(|row| match cells(bytes, sheet, row).get(column) {
        Some(Data::String(text)) => text.clone(),
        _ => String::new(),
    })
    .collect()
}

#[test]
fn several_tables_on_one_sheet_do_not_run_into_each_other() {
    // One above the other, with three rows between, and side by side.
    let mut above = labels(1, 1, &LABELS);
    above.extend(labels(5, 1, &MEMBER_LABELS));
    let mut beside = labels(2, 1, &LABELS);
    beside.extend(labels(2, 10, &MEMBER_LABELS));
    beside.push((1, 1, "2025年度填报"));
    for (cells, first, members_at, members_column) in [(above, 2, 6, 0), (beside, 3, 3, 9)] {
        let bytes = workbook(&[("两表", &cells)]);
        let mut template = opened(bytes.clone());
        let both = ["HZ_02_005", "HZ_02_008"].map(|t| ("两表".to_owned(), t.to_owned()));
        assert_eq!(takes(&template), both);
        let mut x = submission(
            "化学学院",
            &[("HZ_02_005", projects(3)), ("HZ_02_008", members(2))],
        );
        template.take(&mut x);
        let out = template.fill().unwrap();
        assert_eq!(
            names(&out, "两表", first..first + 3, 2),
            ["项目0", "项目1", "项目2"]
        );
        assert_eq!(
            names(&out, "两表", members_at..members_at + 2, members_column),
            ["组织0", "组织1"]
        );
    }
}

#[test]
fn a_block_of_rows_ends_where_the_template_goes_on() {
    // Two rows with their numbers, a total, a note.
    let mut cells = labels(1, 1, &LABELS);
    cells.extend([
        (2, 1, "1"),
        (3, 1, "2"),
        (4, 1, "合计"),
        (4, 7, "=SUM(G2:G3)"),
        (6, 1, "注：经费以万元计"),
    ]);
    let bytes = workbook(&[("项目", &cells)]);
    let filled = |n: usize| {
        let mut template = opened(bytes.clone());
        let mut x = submission("化学学院", &[("HZ_02_005", projects(n))]);
        template.take(&mut x);
        template.fill()
    };
    let out = filled(2).unwrap();
    assert_eq!(names(&out, "项目", 2..5, 2), ["项目0", "项目1", ""]);
    let error = filled(3).unwrap_err();
    let Error::Full {
        records,
        rows,
        first,
        ..
    } = &error
    else {
        panic!("{error}")
    };
    assert_eq!((*records, *rows, *first), (3, 2, Some(2)));
    assert!(
        error
            .said()
            .zh
            .contains("只有第 2 至 3 行可填，记录有 3 条")
    );
    assert!(error.said().en.contains("insert blank rows after row 3"));
}

#[test]
fn rows_that_the_template_has_begun_are_free() {
    // A number and a state in each row, which no item of the table is.
    let mut cells = labels(1, 1, &LABELS);
    cells.push((1, 9, "状态"));
    for (row, number) in [(2, "1"), (3, "2"), (4, "3")] {
        cells.extend([(row, 1, number), (row, 9, "草稿")]);
    }
    let mut template = opened(workbook(&[("项目", &cells)]));
    let mut x = submission("化学学院", &[("HZ_02_005", projects(3))]);
    template.take(&mut x);
    let out = template.fill().unwrap();
    assert_eq!(names(&out, "项目", 2..5, 2), ["项目0", "项目1", "项目2"]);
}

#[test]
fn a_table_is_filled_in_once_and_not_in_its_example() {
    let mut example = labels(1, 1, &LABELS);
    example.extend([(2, 1, "1"), (2, 3, "示例项目"), (2, 7, "10")]);
    let blank = labels(1, 1, &LABELS);
    for sheets in [
        [("示例", &example[..]), ("项目", &blank[..])],
        [("项目", &blank[..]), ("示例", &example[..])],
    ] {
        let mut template = opened(workbook(&sheets));
        assert_eq!(
            takes(&template),
            [("项目".to_owned(), "HZ_02_005".to_owned())]
        );
        assert_eq!(
            template.other_places(),
            [("示例".to_owned(), "HZ_02_005".to_owned())]
        );
        assert!(template.unknown_sheets().is_empty());
        let mut x = submission("化学学院", &[("HZ_02_005", projects(1))]);
        template.take(&mut x);
        let out = template.fill().unwrap();
        assert_eq!(names(&out, "项目", 2..3, 2), ["项目0"]);
        assert_eq!(names(&out, "示例", 2..4, 2), ["示例项目", ""]);
    }
}

#[test]
fn a_submission_of_another_edition_is_counted_and_not_written() {
    let mut other = BUNDLE.clone();
    other.mapping.edition.id = "hz-1999".into();
    let reader = Reader::of_bundles(vec![BUNDLE.clone(), other]).unwrap();
    let bytes = workbook(&[("项目", &labels(1, 1, &LABELS))]);
    let mut template = Template::open("t.xlsx", bytes, &reader).unwrap();
    let mut ids = Vec::new();
    for id in ["hz-2025", "hz-1999"] {
        let mut x = submission("化学学院", &[("HZ_02_005", projects(1))]);
        x.mapping.id = id.into();
        template.take(&mut x);
        ids.push((template.records(), template.of_other_editions()));
    }
    assert!(
        ids == [(1, 0), (1, 1)] || ids == [(0, 1), (1, 1)],
        "{ids:?}"
    );
}

#[test]
fn several_templates_are_filled_at_once_and_what_none_takes_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("templates")).unwrap();
    let projects_sheet = workbook(&[("项目", &labels(1, 1, &LABELS))]);
    std::fs::write(at("templates/项目.xlsx"), projects_sheet).unwrap();
    std::fs::copy(PATH, at("templates/system.xlsx")).unwrap();
    std::fs::write(at("templates/~$system.xlsx"), "lock").unwrap();
    let agreement = record(&[("name", text("协议")), ("foreign_unit", text("东京大学"))]);
    let x = submission(
        "化学学院",
        &[
            ("HZ_02_005", projects(1)),
            ("HZ_02_007", vec![agreement]),
            ("HZ_02_008", members(1)),
        ],
    );
    let form = fill(&x, &BUNDLE, &READER, false).unwrap().form;
    std::fs::write(at("化学.docx"), form).unwrap();
    let run = |into: &str| {
        assert_cmd::cargo::cargo_bin_cmd!("huibiao")
            .current_dir(folder.path())
            .args(["--lang", "zh", "convert", "化学.docx", "-o", "out"])
            .args(["-f", "json,jsonl,xlsx,html", "--into", into])
            .output()
            .unwrap()
    };
    let done = run("templates");
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(
        told.contains("这些表有记录，但没有模板可填：HZ_02_007（1）"),
        "{told}"
    );
    let read = |name: &str| std::fs::read(at("out/into").join(name)).unwrap();
    assert_eq!(names(&read("项目.xlsx"), "项目", 2..3, 2), ["项目0"]);
    assert_eq!(
        names(&read("system.xlsx"), "合作研究项目", 3..4, 2),
        ["项目0"]
    );
    assert_eq!(
        names(&read("system.xlsx"), "参加国际组织", 2..3, 0),
        ["组织0"]
    );

    // A template that has no room: nothing is written, and what was there stays.
    let before = std::fs::read(at("out/submissions.jsonl")).unwrap();
    let mut cells = labels(1, 1, &LABELS);
    cells.extend([(2, 3, "合计")]);
    cells.extend(labels(3, 1, &MEMBER_LABELS));
    std::fs::write(at("full.xlsx"), workbook(&[("项目", &cells)])).unwrap();
    std::fs::write(at("out/submissions.jsonl"), "old").unwrap();
    for file in ["化学.json", "combined.xlsx", "report.html"] {
        std::fs::remove_file(at("out").join(file)).unwrap();
    }
    let done = run("full.xlsx");
    assert_eq!(done.status.code(), Some(2), "{done:?}");
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(told.contains("没有可填的空行"), "{told}");
    let mut left: Vec<_> = std::fs::read_dir(at("out"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, [".huibiao-manifest", "into", "submissions.jsonl"]);
    assert_eq!(std::fs::read(at("out/submissions.jsonl")).unwrap(), b"old");
    assert_ne!(before, b"old");
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
    let file = std::fs::read(out.join("into/系统模板.xlsx")).unwrap();
    assert_eq!(
        cells(&file, "合作研究项目", 3)[2],
        Data::String("甲".into())
    );
    let lines = std::fs::read_to_string(out.join("submissions.jsonl")).unwrap();
    assert!(lines.contains("不在导入模板 系统模板.xlsx"));

    std::fs::remove_dir_all(&out).unwrap();
    let done = run("Cargo.toml");
    assert_eq!(done.status.code(), Some(2));
    assert!(!out.exists());
}

#[test]
fn a_column_counts_as_its_label_says() {
    let take = |caption: &'static str, heads: [&'static str; 4]| {
        let mut cells = labels(2, 1, &heads);
        if !caption.is_empty() {
            cells.push((1, 1, caption));
        }
        let mut template = opened(workbook(&[("HZ_02_005", &cells)]));
        let mut one = submission(
            "化学学院",
            &[(
                "HZ_02_005",
                vec![project("甲", "研究类项目", "化学", "英国", "213.77")],
            )],
        );
        template.take(&mut one);
        let filled = template.fill().unwrap();
        let row: Vec<String> = self::cells(&filled, "HZ_02_005", 3)
            .iter()
            .map(ToString::to_string)
            .collect();
        (row, one.findings)
    };
    let usual = "中方经费（万元人民币）";
    let heads = |money| ["项目名称", "项目类型", money, "外方所在国家（地区）"];
    let (row, findings) = take("", heads(usual));
    assert!(
        row.contains(&"213.77".to_owned()) && findings.is_empty(),
        "{row:?}"
    );
    let (row, findings) = take("", heads("中方经费（元）"));
    assert!(
        row.contains(&"2137700".to_owned()) && findings.is_empty(),
        "{row:?}"
    );
    let (row, findings) = take("金额单位：元", heads("中方经费"));
    assert!(
        row.contains(&"2137700".to_owned()) && findings.is_empty(),
        "{row:?}"
    );
    let (row, findings) = take("", heads("中方经费（万美元）"));
    assert!(!row.iter().any(|c| c.contains("213")), "{row:?}");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].rule().name(), "not-placed");
}
