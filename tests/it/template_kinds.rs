//! Templates of different making, filled with the samples: two header rows, other units of measure, an
//! Excel table that must grow, validations, another order of columns, grids, macros. The values are
//! worked out by hand from what the samples' papers say.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, Format, Table, TableColumn, Workbook, Worksheet,
};

fn text(text: &str) -> Data {
    Data::String(text.into())
}

fn number(number: f64) -> Data {
    Data::Float(number)
}

const NONE: Data = Data::Empty;

/// The labels of a sheet at rows and columns from 1.
fn labels(sheet: &mut Worksheet, at: &[(u32, u16, &str)]) {
    for (row, column, label) in at {
        sheet.write(row - 1, column - 1, *label).unwrap();
    }
}

fn across(sheet: &mut Worksheet, row: u32, first: u16, all: &[&str]) {
    for (column, label) in (first..).zip(all) {
        sheet.write(row - 1, column - 1, *label).unwrap();
    }
}

/// Two header rows with merged cells and a row of item codes, amounts in 元 and 万美元.
fn platforms() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("平台").unwrap();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 7, "科技合作平台与机构", &plain)
        .unwrap();
    for (column, label) in [
        (0, "二级单位名称"),
        (3, "机构名称"),
        (4, "机构类型"),
        (7, "外方经费（万美元）"),
    ] {
        sheet
            .merge_range(1, column, 2, column, label, &plain)
            .unwrap();
    }
    sheet
        .merge_range(1, 1, 1, 2, "外方执行单位", &plain)
        .unwrap();
    sheet
        .merge_range(1, 5, 1, 6, "中方经费（元）", &plain)
        .unwrap();
    labels(
        sheet,
        &[
            (3, 2, "所在国家或地区"),
            (3, 3, "单位名称"),
            (3, 6, "投入金额"),
            (3, 7, "其中：政府财政投入"),
        ],
    );
    across(
        sheet,
        4,
        1,
        &["甲", "乙", "丙", "丁", "戊", "01", "02", "03"],
    );
    book.save_to_buffer().unwrap()
}

/// An Excel table of one blank row, held to lengths, whole numbers and decimals; and a sheet whose
/// list takes codes of countries alone.
fn trainings() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("培训").unwrap();
    let heads = [
        "二级单位名称",
        "国别（可多选）",
        "培训活动名称",
        "人次",
        "总经费（万元人民币）",
        "培训领域",
    ];
    let columns = heads.map(|head| TableColumn::new().set_header(head));
    let table = Table::new().set_name("培训表").set_columns(&columns);
    sheet.add_table(0, 0, 1, 5, &table).unwrap();
    let valid = DataValidation::new;
    let length = valid().allow_text_length(DataValidationRule::LessThanOrEqualTo(8));
    sheet.add_data_validation(1, 2, 999, 2, &length).unwrap();
    let whole = valid().allow_whole_number(DataValidationRule::LessThan(30));
    sheet.add_data_validation(1, 3, 999, 3, &whole).unwrap();
    let decimal = valid().allow_decimal_number(DataValidationRule::Between(0.0, 15.0));
    sheet.add_data_validation(1, 4, 999, 4, &decimal).unwrap();
    let sheet = book.add_worksheet().set_name("平台").unwrap();
    across(
        sheet,
        1,
        1,
        &[
            "外方执行单位·所在国家或地区",
            "机构名称",
            "设立方式",
            "中方经费·投入金额",
            "外方经费·投入金额",
        ],
    );
    let codes = valid().allow_list_strings(&["NO", "CA", "ID"]).unwrap();
    sheet.add_data_validation(1, 0, 999, 0, &codes).unwrap();
    book.save_to_buffer().unwrap()
}

/// Visits: the derived overview as a grid, one table as a list downwards, and the table by countries
/// with its columns in pairs; with macros.
fn visits() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("出访概况").unwrap();
    labels(
        sheet,
        &[
            (1, 1, "HZ_02_001 出访活动概况"),
            (3, 2, "项目数"),
            (3, 3, "人次"),
        ],
    );
    let kinds = [
        "考察访问",
        "国际会议",
        "合作研究",
        "培训",
        "科技展览",
        "其他",
        "合计",
    ];
    for (row, kind) in (4..).zip(kinds) {
        labels(sheet, &[(row, 1, kind)]);
    }
    let sheet = book.add_worksheet().set_name("经费").unwrap();
    labels(
        sheet,
        &[
            (1, 1, "国际科技合作经费"),
            (2, 1, "指标"),
            (2, 2, "计量单位"),
            (2, 3, "代码"),
            (2, 4, "数量"),
        ],
    );
    let items = [
        "国际科技合作研究项目经费",
        "合办科技机构经费",
        "引进人才经费",
        "举办国际会议经费",
        "其他类别经费",
        "合计",
    ];
    for (row, (item, code)) in (3..).zip(items.iter().zip(["01", "02", "03", "04", "05", "06"])) {
        labels(sheet, &[(row, 1, item), (row, 2, "元"), (row, 3, code)]);
    }
    let sheet = book.add_worksheet().set_name("出访国家").unwrap();
    let plain = Format::new();
    labels(sheet, &[(1, 1, "出访活动按国家（地区）分类")]);
    sheet
        .merge_range(1, 0, 2, 0, "国家（地区）", &plain)
        .unwrap();
    for (column, kind) in (1..).step_by(2).zip(kinds) {
        sheet
            .merge_range(1, column, 1, column + 1, kind, &plain)
            .unwrap();
        // The two the other way round.
        across(sheet, 3, column + 1, &["人次", "项目数"]);
    }
    with_macros(&book.save_to_buffer().unwrap())
}

/// The workbook as one with macros, as Excel packs it.
fn with_macros(bytes: &[u8]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, data) in parts(bytes) {
        let data = match name.as_str() {
            "[Content_Types].xml" => String::from_utf8(data)
                .unwrap()
                .replace(
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
                .replace(
                    "<Override",
                    "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/><Override",
                )
                .into_bytes(),
            "xl/_rels/workbook.xml.rels" => String::from_utf8(data)
                .unwrap()
                .replace(
                    "</Relationships>",
                    "<Relationship Id=\"rId99\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/></Relationships>",
                )
                .into_bytes(),
            _ => data,
        };
        out.start_file(name, options).unwrap();
        out.write_all(&data).unwrap();
    }
    out.start_file("xl/vbaProject.bin", options).unwrap();
    out.write_all(b"macros, as they are").unwrap();
    out.finish().unwrap().into_inner()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index(i).unwrap();
            let mut data = Vec::new();
            file.read_to_end(&mut data).unwrap();
            (file.name().unwrap().into_owned(), data)
        })
        .collect()
}

/// What stands in a sheet's cells from a row on, as another reader has it.
fn rows(bytes: &[u8], sheet: &str, first: u32, last: u32, width: u32) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let cell = |row, column| range.get_value((row - 1, column)).cloned().unwrap_or(NONE);
    (first..=last)
        .map(|row| (0..width).map(|column| cell(row, column)).collect())
        .collect()
}

/// Runs the program, and gives what it says on standard error.
fn huibiao(args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huibiao"));
    let done = command.args(["--lang", "en"]).args(args).output().unwrap();
    assert_ne!(done.status.code(), Some(2), "{done:?}");
    String::from_utf8(done.stderr).unwrap()
}

/// The samples into these templates; the folder with the results, and what was said.
fn filled(templates: &[(&str, &[u8])]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("templates");
    std::fs::create_dir(&from).unwrap();
    for (name, bytes) in templates {
        std::fs::write(from.join(name), bytes).unwrap();
    }
    let out = folder.path().join("out");
    let said = huibiao(&[
        "convert",
        "samples/returned",
        "--into",
        from.to_str().unwrap(),
        "-f",
        "jsonl,import",
        "-o",
        out.to_str().unwrap(),
    ]);
    (folder, said)
}

fn result(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join("out/into").join(name)).unwrap()
}

/// What was found of a rule: unit, path, message.
fn found(folder: &Path, code: &str) -> Vec<(String, String, String)> {
    let lines = std::fs::read_to_string(folder.join("out/submissions.jsonl")).unwrap();
    let mut all = Vec::new();
    for line in lines.lines() {
        let submission: serde_json::Value = serde_json::from_str(line).unwrap();
        for finding in submission["findings"].as_array().unwrap() {
            if finding["code"] == code {
                let said = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
                let unit = said(&submission["unit"]["unit_name"]);
                all.push((unit, said(&finding["path"]), said(&finding["message"])));
            }
        }
    }
    all
}

/// All parts but these are the template's, byte for byte; these are changed.
fn only_changed(before: &[u8], after: &[u8], changed: &[&str]) {
    let (before, mut after) = (parts(before), parts(after));
    // By a hash in its properties the workbook is known for what it is wherever it lies.
    assert!(after.remove("docProps/custom.xml").is_some());
    assert!(before.keys().eq(after.keys()));
    let marked = ["[Content_Types].xml", "_rels/.rels"];
    let differ: Vec<&str> = (before.iter())
        .filter(|(name, data)| after[*name] != **data && !marked.contains(&name.as_str()))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(differ, changed);
}

#[test]
fn two_header_rows_another_order_and_units_of_measure() {
    let template = platforms();
    let (folder, said) = filled(&[("平台.xlsx", &template)]);
    let out = result(folder.path(), "平台.xlsx");
    let row = |unit, country, foreign, name, funding: f64, government: f64| {
        vec![
            text(unit),
            text(country),
            text(foreign),
            text(name),
            text("联合研究类平台"),
            number(funding),
            number(government),
            NONE,
        ]
    };
    // 120.5 万元 are 1 205 000 元; what is given in 万元 does not go into 万美元.
    assert_eq!(
        rows(&out, "平台", 5, 8, 8),
        [
            row(
                "化学工程学院",
                "挪威",
                "Norvik University of Technology",
                "中挪绿色甲醇联合实验室",
                1_205_000.0,
                800_000.0
            ),
            row(
                "材料学院",
                "加拿大",
                "Keystone Institute",
                "高温合金联合实验室",
                800_000.0,
                950_000.0
            ),
            row(
                "海洋学院",
                "印度尼西亚",
                "Universitas Samudra Biru",
                "中印尼海洋联合观测站",
                1_250_000.0,
                800_000.0
            ),
            vec![NONE; 8],
        ]
    );
    assert!(said.contains("for edition hz-2025"), "{said}");
    let left = found(folder.path(), "template-in-other-unit");
    let left: Vec<(&str, &str)> = left
        .iter()
        .map(|(unit, path, _)| (&**unit, &**path))
        .collect();
    let path = "/tables/HZ_02_006/records/0/foreign_funding";
    assert_eq!(
        left,
        [
            ("化学工程学院", path),
            ("材料学院", path),
            ("海洋学院", path)
        ]
    );
    only_changed(&template, &out, &["xl/worksheets/sheet1.xml"]);
}

#[test]
fn a_table_grows_with_its_rows_and_what_a_validation_refuses_is_not_written() {
    let template = trainings();
    let (folder, _) = filled(&[("培训.xlsx", &template)]);
    let out = result(folder.path(), "培训.xlsx");
    let row = |unit, countries, name, times, funding, field| {
        let some = |n: Option<f64>| n.map_or(NONE, number);
        let name = match name {
            "" => NONE,
            name => text(name),
        };
        vec![
            text(unit),
            text(countries),
            name,
            some(times),
            some(funding),
            text(field),
        ]
    };
    // Names of at most 8 characters, fewer than 30 people, at most 15 万元.
    assert_eq!(
        rows(&out, "培训", 2, 8, 6),
        [
            row(
                "化学工程学院",
                "泰国；越南；巴基斯坦",
                "",
                Some(24.0),
                None,
                "环境"
            ),
            row(
                "医学院",
                "巴西；安哥拉",
                "热带病防治培训班",
                Some(26.0),
                None,
                "医药与卫生健康"
            ),
            row(
                "外国语学院",
                "哈萨克斯坦；俄罗斯",
                "",
                None,
                Some(12.0),
                "其他技术领域"
            ),
            row(
                "材料学院",
                "蒙古国",
                "材料测试培训班",
                None,
                Some(6.0),
                "新材料"
            ),
            row(
                "海洋学院",
                "马来西亚；泰国；斯里兰卡",
                "珊瑚礁监测培训班",
                None,
                Some(12.5),
                "海洋"
            ),
            row(
                "海洋学院",
                "越南；菲律宾",
                "",
                Some(20.0),
                Some(9.8),
                "海洋"
            ),
            vec![NONE; 6],
        ]
    );
    let refused = found(folder.path(), "beyond-template-limit");
    let of = |unit: &str| refused.iter().filter(|(u, ..)| u == unit).count();
    assert_eq!(refused.len(), 7, "{refused:?}");
    assert_eq!(
        ["化学工程学院", "医学院", "外国语学院", "海洋学院"].map(of),
        [2, 1, 2, 2]
    );
    assert!(
        refused[0].2.contains("绿色化工短期研修班") && refused[0].2.contains("≤ 8"),
        "{}",
        refused[0].2
    );
    // NO is Norway in a list of codes.
    let country = |row: u32| rows(&out, "平台", row, row, 5)[0].clone();
    assert_eq!(
        country(2),
        [
            text("NO"),
            text("中挪绿色甲醇联合实验室"),
            text("与外方联合设立"),
            number(120.5),
            number(45.0)
        ]
    );
    assert_eq!((&country(3)[0], &country(4)[0]), (&text("CA"), &text("ID")));
    assert_eq!(found(folder.path(), "not-in-template-list"), []);
    only_changed(
        &template,
        &out,
        &[
            "xl/tables/table1.xml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
        ],
    );
    let table = String::from_utf8(parts(&out)["xl/tables/table1.xml"].clone()).unwrap();
    let before = String::from_utf8(parts(&template)["xl/tables/table1.xml"].clone()).unwrap();
    assert_eq!(before.replace("A1:F2", "A1:F7"), table);
}

#[test]
fn grids_and_derived_tables_with_macros() {
    let template = visits();
    let (folder, said) = filled(&[("出访.xlsm", &template)]);
    let out = result(folder.path(), "出访.xlsm");
    let pair = |a: f64, b: f64| vec![number(a), number(b)];
    let cells: Vec<Vec<Data>> = rows(&out, "出访概况", 4, 10, 3)
        .into_iter()
        .map(|row| row[1..].to_vec())
        .collect();
    // Of nine countries of three departments. Two of the departments' own totals are wrong by one; the
    // derived one adds up what it is made of.
    assert_eq!(
        cells,
        [
            pair(8.0, 18.0),
            pair(16.0, 37.0),
            pair(6.0, 9.0),
            pair(2.0, 5.0),
            pair(0.0, 0.0),
            pair(0.0, 0.0),
            pair(32.0, 69.0),
        ]
    );
    assert!(
        said.contains("HZ_02_001: the template has room for one, and holds the sum of 3"),
        "{said}"
    );
    // Money of platforms: 120.5+45, 80+10, 125+32.5 万元; of young scientists 30 万元.
    let money: Vec<Data> = rows(&out, "经费", 3, 8, 4)
        .into_iter()
        .map(|row| row[3].clone())
        .collect();
    assert_eq!(
        money,
        [
            NONE,
            number(4_130_000.0),
            number(300_000.0),
            NONE,
            NONE,
            number(4_430_000.0)
        ]
    );
    // 人次 stands before 项目数 here.
    let germany = rows(&out, "出访国家", 4, 4, 15)[0].clone();
    let numbers = [
        5.0, 2.0, 7.0, 3.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 14.0, 6.0,
    ]
    .map(number);
    assert_eq!(germany[0], text("德国"));
    assert_eq!(germany[1..], numbers);
    only_changed(
        &template,
        &out,
        &[
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet3.xml",
        ],
    );
    // A row a unit in the import file of the derived table.
    let import = std::fs::read(folder.path().join("out/import/HZ_02_001.xlsx")).unwrap();
    let of_units: Vec<Data> = rows(&import, "HZ_02_001", 1, 5, 1)
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(
        of_units,
        [
            text("考察访问·项目数"),
            number(3.0),
            number(3.0),
            number(2.0),
            NONE
        ]
    );
}

#[test]
fn which_edition_a_template_is_for_is_said_by_its_year() {
    let template = |title: &str| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        labels(sheet, &[(1, 1, title)]);
        across(
            sheet,
            2,
            1,
            &[
                "参加单位（或个人）名称",
                "国际组织名称",
                "技术领域",
                "组织类型",
                "会员类别",
            ],
        );
        book.save_to_buffer().unwrap()
    };
    let (newest, older) = (
        template("2025年度 参加国际组织"),
        template("2020年度 参加国际组织"),
    );
    let (_, said) = filled(&[("a.xlsx", &newest), ("b.xlsx", &older)]);
    assert!(
        said.contains("template a.xlsx, for edition hz-2025"),
        "{said}"
    );
    assert!(
        said.contains("template b.xlsx, for edition hz-2020"),
        "{said}"
    );
    let (_, said) = filled(&[("c.xlsx", &template("参加国际组织"))]);
    assert!(said.contains("it may be for hz-20"), "{said}");
}

#[test]
fn what_is_not_sure_is_not_written() {
    let mut book = Workbook::new();
    // Twice the same label in two currencies, and a label that says only a part of another's.
    let sheet = book.add_worksheet().set_name("两种货币").unwrap();
    let heads = [
        "机构名称",
        "设立方式",
        "机构类型",
        "中方经费投入金额（亿元）",
        "外方经费（万欧元）",
        "外方经费（万元）",
    ];
    across(sheet, 1, 1, &heads);
    // Units in a row under the labels; a list of codes that are not the form's numbers.
    let sheet = book.add_worksheet().set_name("培训").unwrap();
    across(sheet, 1, 1, &["培训活动名称", "人次", "总经费", "培训领域"]);
    across(sheet, 2, 1, &["文本", "人", "元", "下拉"]);
    let sheet = book.add_worksheet().set_name("组织").unwrap();
    across(
        sheet,
        1,
        1,
        &["国际组织名称(中/英文)", "会员类别", "参加日期"],
    );
    let codes = DataValidation::new();
    let codes = codes.allow_list_strings(&["0", "1", "2"]).unwrap();
    sheet.add_data_validation(1, 1, 99, 1, &codes).unwrap();
    let template = book.save_to_buffer().unwrap();
    let (folder, said) = filled(&[("疑.xlsx", &template)]);
    let out = result(folder.path(), "疑.xlsx");
    let money: Vec<Data> = rows(&out, "两种货币", 2, 4, 6)
        .into_iter()
        .flat_map(|row| row[3..].to_vec())
        .collect();
    let money_of = |china: f64, foreign: f64| [number(china), NONE, number(foreign)];
    assert_eq!(
        money,
        [
            money_of(0.01205, 45.0),
            money_of(0.008, 10.0),
            money_of(0.0125, 32.5)
        ]
        .concat()
    );
    assert!(said.contains("外方经费（万欧元）"), "{said}");
    let row = rows(&out, "培训", 3, 3, 4)[0].clone();
    assert_eq!(
        row[..3],
        [text("绿色化工短期研修班"), number(24.0), number(186_000.0)]
    );
    let members: Vec<Data> = rows(&out, "组织", 2, 4, 3)
        .into_iter()
        .map(|row| row[1].clone())
        .collect();
    assert_eq!(members, [NONE, NONE, NONE]);
    assert_eq!(found(folder.path(), "not-in-template-list").len(), 3);
}

/// A template of platforms whose amounts are called so.
fn amounts(label: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let labels = [
        "机构名称",
        "设立方式",
        "机构类型",
        "机构所在国家或地区",
        "合作领域",
        label,
        "外方经费（万元）",
    ];
    across(sheet, 1, 1, &labels);
    book.save_to_buffer().unwrap()
}

#[test]
fn what_a_label_says_of_money_is_converted_or_left_out_and_never_passed_over() {
    // 120.5 万元, as the label counts it; none where it cannot be told.
    let labels = [
        ("投入金额（万元）", Some(120.5)),
        ("投入金额（万 元）", Some(120.5)),
        ("投入金额（必填）", Some(120.5)),
        ("投入金额（元）", Some(1_205_000.0)),
        ("投入金额【元】", Some(1_205_000.0)),
        ("投入金额〔元〕", Some(1_205_000.0)),
        // No label of the mapping: empty, and said.
        ("投入金额［元］", None),
        ("投入金额 元", None),
        ("投入金额:元", Some(1_205_000.0)),
        ("投入金额（人民币：元）", Some(1_205_000.0)),
        ("投入金额（以元计）", Some(1_205_000.0)),
        ("投入金额（精确到元）", Some(1_205_000.0)),
        ("投入金额（元，保留两位小数）", Some(1_205_000.0)),
        ("投入金额 (Unit: yuan)", Some(1_205_000.0)),
        ("投入金额（千人民币）", Some(1205.0)),
        ("投入金额（CNY）", None),
        ("投入金额（人民币）", None),
        ("投入金额（￥）", None),
        ("投入金额（K元）", None),
        ("投入金额（10k RMB）", None),
        ("投入金额（RMB 10,000）", None),
        ("投入金额（元/年）", None),
        ("投入金额（港币万元）", None),
        ("投入金额（英镑万）", None),
        ("投入金额（USD 万）", None),
        ("投入金额（万美元）", None),
    ];
    let named: Vec<(String, Vec<u8>)> = (labels.iter().enumerate())
        .map(|(i, (label, _))| (format!("{i:02}.xlsx"), amounts(label)))
        .collect();
    let given: Vec<(&str, &[u8])> = named.iter().map(|(n, b)| (&**n, &**b)).collect();
    let (folder, said) = filled(&given);
    for ((name, _), (label, worth)) in named.iter().zip(labels) {
        let out = result(folder.path(), name);
        let row = rows(&out, "Sheet1", 2, 2, 7);
        assert_eq!(row[0][0], text("中挪绿色甲醇联合实验室"), "{label}");
        assert_eq!(row[0][5], worth.map_or(NONE, number), "{label}: {said}");
    }
}

#[test]
fn a_template_that_was_filled_in_is_not_filled_again() {
    let template = amounts("投入金额（元）");
    let (folder, _) = filled(&[("平台.xlsx", &template)]);
    let filled = folder.path().join("out/into/平台.xlsx");
    let again = Command::new(env!("CARGO_BIN_EXE_huibiao"))
        .args([
            "--lang",
            "en",
            "convert",
            "samples/returned",
            "-f",
            "jsonl",
            "-o",
        ])
        .arg(folder.path().join("again"))
        .arg("--into")
        .arg(&filled)
        .output()
        .unwrap();
    let said = String::from_utf8(again.stderr).unwrap();
    assert_eq!(again.status.code(), Some(2), "{said}");
    assert!(said.contains("has filled it in before"), "{said}");
    assert!(!folder.path().join("again/into").exists());
}
