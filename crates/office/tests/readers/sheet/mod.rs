//! Workbooks as they come back, read from bytes to paper.

mod beside;
mod binary;
mod exported;
mod marked;

use std::io::{Cursor, Read, Write};
use std::path::Path;

use office::FileKind;
use office::paper::{Block, Paper, Table};
use office::sheet::{self, Error};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Note, Shape, Workbook, Worksheet};

/// A department's sub-tables, with all that people do to them: merged titles, two header rows,
/// totals, date cells, hidden rows and sheets, a stray cell far away. The totals have their results
/// with them where the workbook is `calculated`.
fn department(calculated: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let merged = Format::new();
    let total = |formula: &str, result: &str| {
        Formula::new(formula).set_result(if calculated { result } else { "" })
    };
    let notes = book.add_worksheet().set_name("填报说明").unwrap();
    notes.write(0, 0, "2025年度子表").unwrap();
    notes.write(2, 1, "第一行\n第二行").unwrap();

    let visits = book.add_worksheet().set_name("HZ_02_002").unwrap();
    let text = |s: &mut Worksheet, r, c, t: &str| {
        s.write_string(r, c, t).unwrap();
    };
    visits
        .merge_range(0, 0, 0, 6, "HZ_02_002 出访活动按国家（地区）分类", &merged)
        .unwrap();
    visits
        .merge_range(1, 0, 2, 0, "国家（地区）", &merged)
        .unwrap();
    for (i, group) in ["考察访问", "国际会议", "合计"].iter().enumerate() {
        let column = 1 + 2 * i as u16;
        visits
            .merge_range(1, column, 1, column + 1, group, &merged)
            .unwrap();
        text(visits, 2, column, "项目数");
        text(visits, 2, column + 1, "人次");
    }
    for row in 3..10u32 {
        for (column, from) in [(5, ["B", "D"]), (6, ["C", "E"])] {
            let formula = format!("{}{n}+{}{n}", from[0], from[1], n = row + 1);
            let formula = total(
                &formula,
                [(3, 5, "3"), (3, 6, "8.5"), (5, 5, "1"), (6, 6, "12")]
                    .iter()
                    .find(|result| (result.0, result.1) == (row, column))
                    .map_or("0", |result| result.2),
            );
            visits.write_formula(row, column, formula).unwrap();
        }
    }
    text(visits, 3, 0, "英国");
    for (column, n) in [(1, 2.0), (2, 5.0), (3, 1.0), (4, 3.5)] {
        visits.write_number(3, column, n).unwrap();
    }
    // Row 5 is blank; row 6 is hidden; row 7 has its number as text.
    text(visits, 5, 0, "法国");
    visits.write_number(5, 1, 1).unwrap();
    visits.set_row_hidden(5).unwrap();
    text(visits, 6, 0, "德国");
    text(visits, 6, 2, "12");
    visits
        .write_formula(10, 1, total("SUM(B4:B10)", "3"))
        .unwrap();
    text(visits, 10, 0, "总计");
    text(visits, 5_999, 200, "手误");

    let people = book.add_worksheet().set_name("人员").unwrap();
    for (column, label) in [
        "姓名", "出生", "引进", "月份", "比例", "是否", "金额", "错误",
    ]
    .iter()
    .enumerate()
    {
        text(people, 0, column as u16, label);
    }
    let format = |code: &str| Format::new().set_num_format(code);
    text(people, 1, 0, "甲");
    let day = |y, m, d| ExcelDateTime::from_ymd(y, m, d).unwrap();
    people
        .write_with_format(1, 1, day(1980, 3, 5), &format("yyyy/m/d"))
        .unwrap();
    let moment = day(2025, 3, 5).and_hms(8, 30, 0).unwrap();
    people
        .write_with_format(1, 2, &moment, &format("yyyy/m/d h:mm"))
        .unwrap();
    people
        .write_with_format(1, 3, day(2025, 3, 1), &format("yyyy\"年\"m\"月\""))
        .unwrap();
    people
        .write_with_format(1, 4, 0.125, &format("0.0%"))
        .unwrap();
    people.write_boolean(1, 5, true).unwrap();
    people
        .write_with_format(1, 6, 1234.5, &format("#,##0.00"))
        .unwrap();
    people
        .write_formula(1, 7, Formula::new("1/0").set_result("#DIV/0!"))
        .unwrap();
    people.set_column_hidden(6).unwrap();
    let shape = Shape::textbox().set_text("框里的字\n第二行");
    people.insert_shape(3, 1, &shape).unwrap();
    people.insert_note(1, 0, &Note::new("批注")).unwrap();

    let hidden = book.add_worksheet().set_name("旧表").unwrap();
    text(hidden, 4, 4, "藏");
    hidden.set_hidden(true);
    book.save_to_buffer().unwrap()
}

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/readers/sheet")
        .join(name);
    std::fs::read(path).unwrap()
}

fn tables(paper: &Paper) -> impl Iterator<Item = &Table> {
    paper.blocks.iter().map(|block| match block {
        Block::Table(table) => table,
        Block::Paragraph(p) => panic!("a sheet has no paragraphs: {}", p.text),
    })
}

/// A paper as text: a line a table, a cell, a remark.
fn told(paper: &Paper) -> String {
    let mut out = String::new();
    for table in tables(paper) {
        let sheet = table.sheet.as_ref().unwrap();
        out += &format!(
            "{} {} from {},{}: {}x{}{} hidden rows {:?}\n",
            table.number,
            sheet.name,
            sheet.first_row,
            sheet.first_column,
            table.rows,
            table.columns,
            if sheet.hidden { " hidden" } else { "" },
            sheet.hidden_rows
        );
        for cell in &table.cells {
            let span = match (cell.row_span, cell.column_span) {
                (1, 1) => String::new(),
                (rows, columns) => format!(" {rows}x{columns}"),
            };
            out += &format!("  {},{}{span} {:?}\n", cell.row, cell.column, cell.text());
        }
    }
    for remark in &paper.remarks {
        out += &format!("{:?} at {}\n", remark.kind, remark.place);
    }
    out
}

#[test]
fn a_department_s_workbook() {
    let paper = sheet::read(&department(false), FileKind::Workbook).unwrap();
    insta::assert_snapshot!(told(&paper));
    assert_eq!(
        paper.properties.producer.as_deref(),
        Some("Microsoft Excel")
    );
}

#[test]
fn every_format_reads_alike() {
    read_alike(fixture);
}

/// What LibreOffice wrote, by file name, reads as what it was written from.
fn read_alike(file: impl Fn(&str) -> Vec<u8>) {
    let xlsx = sheet::read(&department(false), FileKind::Workbook).unwrap();
    for (name, kind) in [
        ("department.xls", FileKind::LegacyWorkbook),
        ("department.ods", FileKind::OpenSheet),
        ("department.xlsx", FileKind::Workbook),
    ] {
        let paper = sheet::read(&file(name), kind).unwrap();
        // An .xls does not say in words where a shape is anchored, an .ods only for some.
        // LibreOffice keeps no author of a note.
        let told = |paper| {
            told(paper)
                .replace("“人员”, B4", "“人员”, A1")
                .replace("author: \"Author\"", "author: \"\"")
        };
        similar_asserts(&told(&xlsx), &told(&paper), name);
        let producer = paper.properties.producer.unwrap_or_default();
        assert!(
            producer.contains("LibreOffice") || name.ends_with("xls"),
            "{name}: {producer}"
        );
    }
}

fn similar_asserts(left: &str, right: &str, name: &str) {
    for (a, b) in left.lines().zip(right.lines()) {
        assert_eq!(a, b, "{name}");
    }
    assert_eq!(left, right, "{name}");
}

/// The text of the only cell at a place of a sheet.
fn at(paper: &Paper, sheet: &str, row: u32, column: u32) -> Option<String> {
    tables(paper)
        .filter(|table| table.sheet.as_ref().is_some_and(|s| s.name == sheet))
        .find_map(|table| {
            let s = table.sheet.as_ref()?;
            let (row, column) = (
                row.checked_sub(s.first_row - 1)?,
                column.checked_sub(s.first_column - 1)?,
            );
            let cell = table
                .cells
                .iter()
                .find(|c| (c.row, c.column) == (row, column))?;
            Some(cell.text().into_owned())
        })
}

fn one_sheet(fill: impl FnOnce(&mut Worksheet)) -> Paper {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("表").unwrap());
    sheet::read(&book.save_to_buffer().unwrap(), FileKind::Workbook).unwrap()
}

#[test]
fn the_blank_workbook_has_nothing_but_what_it_prints() {
    let bytes = std::fs::read("../../samples/hz-2025-subtables-blank.xlsx").unwrap();
    let paper = sheet::read(&bytes, FileKind::Workbook).unwrap();
    let texts: Vec<(String, u32)> = tables(&paper)
        .map(|t| (t.sheet.as_ref().unwrap().name.clone(), t.rows))
        .collect();
    let expected = [
        ("填报说明", 4),
        ("HZ_02_002", 25),
        ("HZ_02_004", 25),
        ("HZ_03_007", 3),
    ];
    assert_eq!(texts, expected.map(|(name, rows)| (name.to_owned(), rows)));
    assert_eq!(paper.remarks, []);
}

#[test]
fn a_cell_at_the_last_corner_costs_nothing() {
    let paper = one_sheet(|sheet| {
        sheet.write(0, 0, "a").unwrap();
        sheet.write(1_048_575, 16_383, "z").unwrap();
    });
    let sizes: Vec<_> = tables(&paper).map(|t| (t.rows, t.columns)).collect();
    assert_eq!(sizes, [(1, 1), (1, 1)]);
    assert_eq!(at(&paper, "表", 1_048_576, 16_384).as_deref(), Some("z"));
    assert_eq!(
        tables(&paper).last().unwrap().place(1, 1).to_string(),
        "sheet “表”, XFD1048576"
    );
}

#[test]
fn no_table_is_larger_than_the_bound() {
    // A diagonal whose steps are too small to part it.
    let paper = one_sheet(|sheet| {
        for i in 0..300u32 {
            sheet.write(i * 150, (i * 40) as u16, i).unwrap();
        }
    });
    let mut cells = 0;
    for table in tables(&paper) {
        assert!(table.rows * table.columns <= sheet::MAX_SLOTS);
        cells += table.cells.len();
    }
    assert_eq!(cells, 300);
}

#[test]
fn what_lies_beyond_the_bound_on_cells_is_named() {
    let rows = sheet::MAX_CELLS as u32 / 4 + 1;
    let text: String = (0..rows).map(|i| format!("{i},1,2,3\n")).collect();
    let paper = sheet::read(text.as_bytes(), FileKind::TextTable).unwrap();
    let cells: usize = tables(&paper).map(|t| t.cells.len()).sum();
    assert_eq!(cells, sheet::MAX_CELLS);
    let said = format!("[BeyondBounds at sheet “CSV”, A{rows}]");
    let remarks: Vec<_> = paper
        .remarks
        .iter()
        .map(|r| format!("{:?} at {}", r.kind, r.place))
        .collect();
    assert_eq!(format!("[{}]", remarks.join(", ")), said);
}

#[test]
fn a_wrong_stored_result_is_computed_anew_and_said() {
    // LibreOffice has saved what no program had calculated: every total is 0.
    let bytes = {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("表").unwrap();
        sheet.write(0, 0, 2).unwrap();
        sheet.write(0, 1, 0.1).unwrap();
        sheet
            .write_formula(0, 2, Formula::new("A1+B1").set_result("0"))
            .unwrap();
        sheet
            .write_formula(
                0,
                3,
                Formula::new("A1*B1*3").set_result("0.6000000000000001"),
            )
            .unwrap();
        sheet
            .write_formula(0, 4, Formula::new("IF(A1>1,7,8)").set_result("7"))
            .unwrap();
        sheet
            .write_formula(0, 5, Formula::new("C1*2").set_result("0"))
            .unwrap();
        sheet
            .write_formula(0, 6, Formula::new("IF(A1>1,7,9)").set_result(""))
            .unwrap();
        trust_results(
            book.save_to_buffer().unwrap(),
            "<f>IF(A1&gt;1,7,9)</f><v>0</v>",
        )
    };
    let paper = sheet::read(&bytes, FileKind::Workbook).unwrap();
    let row: Vec<_> = (1..=7).map(|column| at(&paper, "表", 1, column)).collect();
    let expected = [
        Some("2"),
        Some("0.1"),
        Some("2.1"),
        Some("0.6"),
        Some("7"),
        Some("4.2"),
        None,
    ];
    assert_eq!(row, expected.map(|text| text.map(str::to_owned)));
    insta::assert_snapshot!(
        told(&paper).lines().skip(7).collect::<Vec<_>>().join("\n"),
        @r#"
    FormulaWithoutResult { formula: "=IF(A1>1,7,9)" } at sheet “表”, G1
    FormulaRecomputed { formula: "=A1+B1", stored: "0" } at sheet “表”, C1
    FormulaRecomputed { formula: "=C1*2", stored: "0" } at sheet “表”, F1
    "#
    );
}

/// The workbook without its own word that its results are stale, and without one result.
fn trust_results(bytes: Vec<u8>, without: &str) -> Vec<u8> {
    rezip(&bytes, |name, content| match name {
        "xl/workbook.xml" => {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains("fullCalcOnLoad=\"1\""));
            text.replace("fullCalcOnLoad=\"1\"", "").into_bytes()
        }
        "xl/worksheets/sheet1.xml" => {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(without));
            let (formula, _) = without.split_once("<v>").unwrap();
            text.replace(without, formula).into_bytes()
        }
        _ => content,
    })
}

fn rezip(bytes: &[u8], mut change: impl FnMut(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let mut file = from.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        to.start_file(&*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        to.write_all(&change(&name, content)).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_number_typed_as_text_counts_where_it_is_added() {
    let paper = one_sheet(|sheet| {
        sheet.write_string(0, 0, "１２").unwrap();
        sheet.write_string(0, 1, " 1,500 ").unwrap();
        sheet.write_string(0, 2, "3人").unwrap();
        for (column, formula) in [(3, "A1+B1"), (4, "A1+C1"), (5, "SUM(A1:C1)")] {
            let formula = Formula::new(formula).set_result("");
            sheet.write_formula(0, column, formula).unwrap();
        }
    });
    assert_eq!(at(&paper, "表", 1, 4).as_deref(), Some("1512"));
    // No spreadsheet adds `3人`; a sum passes over every text.
    assert_eq!(at(&paper, "表", 1, 5), None);
    assert_eq!(at(&paper, "表", 1, 6).as_deref(), Some("0"));
    assert_eq!(paper.remarks.len(), 1);
}

#[test]
fn formulas_in_a_circle_end() {
    let paper = one_sheet(|sheet| {
        sheet.write(0, 0, 1).unwrap();
        for (cell, formula) in [(1, "C1+A1"), (2, "B1+A1"), (3, "D1+A1")] {
            sheet
                .write_formula(0, cell, Formula::new(formula).set_result(""))
                .unwrap();
        }
    });
    assert_eq!(paper.remarks.len(), 3, "{:?}", paper.remarks);
}

#[test]
fn a_long_chain_of_formulas_is_computed() {
    let paper = one_sheet(|sheet| {
        for row in 0..5000u32 {
            // Each looks at the next, so that the first is settled last.
            let formula = Formula::new(format!("A{}+1", row + 2)).set_result("");
            sheet.write_formula(row, 0, formula).unwrap();
        }
        sheet.write(5000, 0, 1).unwrap();
    });
    assert_eq!(at(&paper, "表", 1, 1).as_deref(), Some("5001"));
    assert_eq!(paper.remarks, []);
}

#[test]
fn totals_on_another_sheet_are_computed() {
    let mut book = Workbook::new();
    let first = book.add_worksheet().set_name("汇总 表").unwrap();
    let total = Formula::new("SUM('二 表'!A1:A3)*2").set_result("");
    first.write_formula(0, 0, total).unwrap();
    let second = book.add_worksheet().set_name("二 表").unwrap();
    for (row, n) in [1.5, 2.5, 3.0].into_iter().enumerate() {
        second.write(row as u32, 0, n).unwrap();
    }
    let paper = sheet::read(&book.save_to_buffer().unwrap(), FileKind::Workbook).unwrap();
    assert_eq!(at(&paper, "汇总 表", 1, 1).as_deref(), Some("14"));
}

#[test]
fn shared_formulas_move_with_their_cells() {
    let bytes = {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("表").unwrap();
        for row in 0..3u32 {
            sheet.write(row, 0, row + 1).unwrap();
            sheet.write(row, 1, 10 * (row + 1)).unwrap();
            sheet
                .write_formula(row, 2, Formula::new("SHARE").set_result(""))
                .unwrap();
        }
        rezip(&book.save_to_buffer().unwrap(), |name, content| {
            if name != "xl/worksheets/sheet1.xml" {
                return content;
            }
            let text = String::from_utf8(content).unwrap();
            let first = r#"<f t="shared" ref="C1:C3" si="4294967295">A1+$B$1</f>"#;
            let text = text.replacen("<f>SHARE</f>", first, 1);
            text.replace("<f>SHARE</f>", r#"<f t="shared" si="4294967295"/>"#)
                .into_bytes()
        })
    };
    let paper = sheet::read(&bytes, FileKind::Workbook).unwrap();
    let column: Vec<_> = (1..=3).filter_map(|row| at(&paper, "表", row, 3)).collect();
    assert_eq!(column, ["11", "12", "13"]);
}

#[test]
fn text_under_a_merged_region_is_not_lost() {
    let bytes = {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("表").unwrap();
        sheet.merge_range(0, 0, 1, 1, "上", &Format::new()).unwrap();
        sheet.write(1, 1, "下").unwrap();
        book.save_to_buffer().unwrap()
    };
    let paper = sheet::read(&bytes, FileKind::Workbook).unwrap();
    insta::assert_snapshot!(told(&paper), @r#"
    1 表 from 1,1: 1x1 hidden rows []
      1,1 "上"
    Covered { text: "下" } at sheet “表”, B2
    "#);
}

#[test]
fn the_bytes_are_believed_over_the_name() {
    let xlsx = fixture("department.xlsx");
    let by_name = sheet::read(&xlsx, FileKind::Workbook).unwrap();
    assert_eq!(
        sheet::read(&xlsx, FileKind::LegacyWorkbook).unwrap(),
        by_name
    );
    let xls = fixture("department.xls");
    let by_name = sheet::read(&xls, FileKind::LegacyWorkbook).unwrap();
    assert_eq!(sheet::read(&xls, FileKind::Workbook).unwrap(), by_name);
}

#[test]
fn calamine_reads_the_same_cells() {
    use calamine::{Data, Reader, open_workbook_auto_from_rs};
    for name in ["department.xlsx", "department.ods", "department.xls"] {
        let bytes = fixture(name);
        let paper = sheet::read(&bytes, FileKind::of_extension(&name[11..]).unwrap()).unwrap();
        let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
        let mut compared = 0;
        for sheet in book.sheet_names() {
            let range = book.worksheet_range(&sheet).unwrap();
            let (top, left) = range.start().unwrap();
            for (row, column, value) in range.used_cells() {
                let (row, column) = (row as u32 + top + 1, column as u32 + left + 1);
                let ours = at(&paper, &sheet, row, column).unwrap_or_default();
                match value {
                    Data::String(theirs) => assert_eq!(&ours, theirs),
                    // Totals over blank cells.
                    Data::Float(0.0) | Data::Int(0) => assert_eq!(ours, ""),
                    Data::Int(theirs) => assert_eq!(ours, theirs.to_string()),
                    Data::Float(theirs) => {
                        let percent = ours
                            .strip_suffix('%')
                            .map(|p| p.parse::<f64>().unwrap() / 100.0);
                        let ours = percent.unwrap_or_else(|| match ours.as_str() {
                            "是" => 1.0,
                            _ => ours.parse().unwrap(),
                        });
                        assert_eq!(ours, *theirs, "{name} {sheet} {row},{column}");
                    }
                    Data::DateTime(theirs) => {
                        let (y, m, d, ..) = theirs.to_ymd_hms_milli();
                        assert!(format!("{y:04}-{m:02}-{d:02}").starts_with(&ours[..7]));
                    }
                    Data::DateTimeIso(theirs) => assert!(theirs.starts_with(&ours[..7])),
                    Data::Bool(theirs) => assert_eq!(ours, if *theirs { "是" } else { "否" }),
                    Data::Error(theirs) => assert_eq!(ours, theirs.to_string()),
                    other => panic!("{other:?}"),
                }
                compared += 1;
            }
        }
        assert!(compared > 40, "{name}: {compared}");
    }
}

fn refused(bytes: &[u8], kind: FileKind) -> Error {
    let error = sheet::read(bytes, kind).unwrap_err();
    assert!(!error.to_string().is_empty());
    error
}

const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        to.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        to.write_all(content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in streams {
        file.create_stream(name)
            .unwrap()
            .write_all(content)
            .unwrap();
    }
    file.into_inner().into_inner()
}

#[test]
fn what_is_no_workbook_is_refused_with_the_reason() {
    assert!(matches!(refused(b"", FileKind::Workbook), Error::Empty));
    assert!(matches!(
        refused(b"hello", FileKind::Workbook),
        Error::NotAWorkbook { .. }
    ));
    assert!(matches!(
        refused(b"  <html><table>", FileKind::LegacyWorkbook),
        Error::Markup
    ));
    assert!(matches!(
        refused(b"\x09\x04\x06\x00", FileKind::LegacyWorkbook),
        Error::TooOld
    ));
    let word = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<d/>"),
    ]);
    assert!(matches!(
        refused(&word, FileKind::Workbook),
        Error::NotAWorkbook { .. }
    ));
    let binary = b"<Types>application/vnd.ms-excel.sheet.binary.macroEnabled.main</Types>";
    let binary = zipped(&[("[Content_Types].xml", binary)]);
    assert!(matches!(
        refused(&binary, FileKind::Workbook),
        Error::MissingPart { .. }
    ));
    let locked = compound(&[("EncryptedPackage", b"...")]);
    assert!(matches!(
        refused(&locked, FileKind::Workbook),
        Error::Encrypted
    ));
    let word = compound(&[("WordDocument", b"...")]);
    assert!(matches!(
        refused(&word, FileKind::LegacyWorkbook),
        Error::NotAWorkbook { .. }
    ));
    let locked = b"<manifest:encryption-data/>".as_slice();
    let locked = zipped(&[
        ("mimetype", ODS),
        ("content.xml", b""),
        ("META-INF/manifest.xml", locked),
    ]);
    assert!(matches!(
        refused(&locked, FileKind::OpenSheet),
        Error::Encrypted
    ));
    let bomb = vec![b' '; 65 << 20];
    let bomb = rezip(&department(false), |name, content| match name {
        "xl/sharedStrings.xml" => bomb.clone(),
        _ => content,
    });
    assert!(matches!(
        refused(&bomb, FileKind::Workbook),
        Error::TooLarge { .. }
    ));
    let deep = "<a>".repeat(10_000);
    let deep = rezip(&department(false), |name, content| match name {
        "xl/worksheets/sheet1.xml" => deep.clone().into_bytes(),
        _ => content,
    });
    assert!(matches!(
        refused(&deep, FileKind::Workbook),
        Error::Damaged { .. }
    ));
}

#[test]
fn a_broken_off_part_is_no_blank_one() {
    let cut = |name: &str, part: &str| {
        rezip(&fixture(name), |this, mut content| {
            if this == part {
                content.truncate(content.len() * 2 / 3);
            }
            content
        })
    };
    for (name, part) in [
        ("department.ods", "content.xml"),
        ("department.xlsx", "xl/worksheets/sheet2.xml"),
        ("department.xlsx", "xl/sharedStrings.xml"),
        ("department.xlsx", "xl/workbook.xml"),
    ] {
        let error = refused(&cut(name, part), FileKind::Workbook);
        assert!(
            matches!(error, Error::Damaged { .. }),
            "{name} {part}: {error}"
        );
    }
    for length in (0..fixture("department.xls").len()).step_by(97) {
        assert!(
            sheet::read(
                &fixture("department.xls")[..length],
                FileKind::LegacyWorkbook
            )
            .is_err()
        );
    }
}

#[test]
fn a_repeated_cell_without_end_is_bounded() {
    let row = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    let content = format!(
        r#"<o xmlns:table="t" xmlns:office="o" xmlns:text="x"><table:table table:name="表">{row}</table:table></o>"#
    );
    let bytes = zipped(&[("mimetype", ODS), ("content.xml", content.as_bytes())]);
    let paper = sheet::read(&bytes, FileKind::OpenSheet).unwrap();
    let cells: usize = tables(&paper).map(|t| t.cells.len()).sum();
    assert_eq!(cells, sheet::MAX_CELLS);
    assert_eq!(paper.remarks.len(), 1);
}

proptest! {
    /// Whatever bytes are changed in a workbook, it is read or refused.
    #[test]
    fn damaged_bytes_are_read_or_refused(
        which in 0usize..3,
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let name = ["department.xls", "department.ods", "department.xlsx"][which];
        let mut bytes = fixture(name);
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = sheet::read(&bytes, FileKind::LegacyWorkbook).map_err(|e| e.to_string());
    }
}

/// The fixtures made anew, by the LibreOffice that is here. They come from such a run.
#[test]
#[ignore = "needs LibreOffice"]
fn what_libreoffice_writes_today_reads_alike() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("department.xlsx");
    std::fs::write(&file, department(true)).unwrap();
    let written = folder.path().join("written");
    let profile = folder.path().join("profile");
    for format in ["xls", "ods", "xlsx"] {
        let done = std::process::Command::new("soffice")
            .arg(format!(
                "-env:UserInstallation=file://{}",
                profile.display()
            ))
            .args(["--headless", "--convert-to", format, "--outdir"])
            .args([&written, &file])
            .output()
            .expect("this test needs LibreOffice: install libreoffice-calc");
        assert!(done.status.success(), "{done:?}");
    }
    read_alike(|name| std::fs::read(written.join(name)).unwrap());
}

/// What a sheet's cells hold, with `-` before what is struck through and `^` before what is raised.
fn inked(paper: &Paper) -> Vec<String> {
    let Block::Table(table) = &paper.blocks[0] else {
        panic!("no table");
    };
    let cells = table.cells.iter().flat_map(|cell| cell.paragraphs());
    cells
        .map(|p| {
            let pieces = p.pieces().map(|(text, span)| {
                let sign = match (span.format.emphasis.strike, span.format.script) {
                    (true, _) => "-",
                    (false, office::paper::Script::Line) => "",
                    (false, _) => "^",
                };
                format!("{sign}{text}")
            });
            pieces.collect::<Vec<_>>().join("|")
        })
        .collect()
}

#[test]
fn what_is_struck_through_or_raised_in_a_workbook_is_known() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (plain, struck) = (Format::new(), Format::new().set_font_strikethrough());
    let raised = Format::new().set_font_script(rust_xlsxwriter::FormatScript::Superscript);
    sheet
        .write_rich_string(0, 0, &[(&struck, "3"), (&plain, "5")])
        .unwrap();
    sheet
        .write_rich_string(1, 0, &[(&plain, "30"), (&raised, "1")])
        .unwrap();
    sheet.write_number_with_format(2, 0, 7, &struck).unwrap();
    sheet.write_string_with_format(3, 0, "甲", &struck).unwrap();
    sheet.write_string(4, 0, "乙").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let paper = sheet::read(&bytes, FileKind::Workbook).unwrap();
    assert_eq!(inked(&paper), ["-3|5", "30|^1", "-7", "-甲", "乙"]);
}

#[test]
fn what_is_struck_through_or_raised_in_an_open_document_is_known() {
    let content = r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:fo="f">
        <office:automatic-styles>
          <style:style style:name="ce1" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
          <style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>
          <style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
        </office:automatic-styles>
        <office:body><office:spreadsheet><table:table table:name="表">
          <table:table-column/><table:table-column table:default-cell-style-name="ce1"/>
          <table:table-row><table:table-cell office:value-type="string"><text:p><text:span text:style-name="T1">3</text:span>5</text:p></table:table-cell></table:table-row>
          <table:table-row><table:table-cell office:value-type="string"><text:p>30<text:span text:style-name="T2">1</text:span></text:p></table:table-cell></table:table-row>
          <table:table-row><table:table-cell table:style-name="ce1" office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell></table:table-row>
          <table:table-row table:default-cell-style-name="ce1"><table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell></table:table-row>
          <table:table-row><table:table-cell office:value-type="string"><text:p>乙</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>丙</text:p></table:table-cell></table:table-row>
        </table:table></office:spreadsheet></office:body></office:document-content>"#;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("mimetype", stored).unwrap();
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet")
        .unwrap();
    zip.start_file("content.xml", stored).unwrap();
    zip.write_all(content.as_bytes()).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let paper = sheet::read(&bytes, FileKind::OpenSheet).unwrap();
    assert_eq!(inked(&paper), ["-3|5", "30|^1", "-7", "-甲", "乙", "-丙"]);
}
