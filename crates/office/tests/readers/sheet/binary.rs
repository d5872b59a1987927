//! Workbooks of records ([MS-XLSB]), as Excel saves them by name of binary workbook.

use super::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A record: its type and length in bytes of seven bits, then its fields.
fn record(kind: usize, fields: &[u8]) -> Vec<u8> {
    let mut out = match kind {
        0..128 => vec![kind as u8],
        _ => vec![(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8],
    };
    let mut length = fields.len();
    loop {
        let more = length > 0x7f;
        out.push((length & 0x7f) as u8 | if more { 0x80 } else { 0 });
        length >>= 7;
        if !more {
            break;
        }
    }
    out.extend(fields);
    out
}

fn string(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u32).to_le_bytes().to_vec();
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

fn numbers(all: &[u32]) -> Vec<u8> {
    all.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// A cell's record: its column, cell format and value.
fn cell(kind: usize, column: u32, format: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[&numbers(&[column, format]), value].concat())
}

fn row(number: u32, hidden: bool) -> Vec<u8> {
    let flags = [0, if hidden { 0x10 } else { 0 }, 0, 0, 0];
    record(0, &[&numbers(&[number, 0]), &[0, 0][..], &flags].concat())
}

/// A workbook of two sheets, the second one hidden.
fn workbook() -> Vec<u8> {
    // The second as the betas of Excel 2007 wrote it.
    let sheet = |state: u32, id: &str, name: &str| {
        let head: &[u32] = if state == 0 { &[0, 1] } else { &[1, 0, 2] };
        record(156, &[numbers(head), string(id), string(name)].concat())
    };
    let book = [
        record(153, &numbers(&[0, 0])),
        sheet(0, "rId1", "人员"),
        sheet(1, "rId2", "旧表"),
    ];
    let plain = [0, 0, 0, 0, 0, 0];
    let font = |flags: u16, script: u16| {
        let fields = [220, flags, 400, script].map(u16::to_le_bytes).concat();
        record(43, &fields)
    };
    let format = |number: u16, font: u16| {
        let fields = [[0, 0], number.to_le_bytes(), font.to_le_bytes()].concat();
        record(47, &[&fields[..], &plain].concat())
    };
    let styles = [
        record(
            44,
            &[&164u16.to_le_bytes()[..], &string("0\"人\"")].concat(),
        ),
        record(44, &[&165u16.to_le_bytes()[..], &string("0000")].concat()),
        font(0, 0),
        font(8, 0),
        record(617, &numbers(&[5])),
        format(0, 0),
        format(164, 0),
        format(14, 0),
        format(165, 0),
        format(0, 1),
        record(618, &[]),
        // A format of a style is none of a cell's.
        format(164, 1),
    ];
    let runs = [&numbers(&[1])[..], &1u16.to_le_bytes(), &1u16.to_le_bytes()].concat();
    let strings = [
        record(159, &numbers(&[2, 2])),
        record(19, &[&[0], &string("姓名")[..]].concat()),
        record(19, &[&[1], &string("甲乙")[..], &runs].concat()),
    ];
    let first = [
        record(60, &[numbers(&[3, 3, 0, 0]), vec![1, 0]].concat()),
        row(0, false),
        cell(7, 0, 0, &0u32.to_le_bytes()),
        cell(6, 1, 0, &string("天数")),
        cell(6, 2, 0, &string("日期")),
        cell(6, 3, 0, &string("藏")),
        row(1, false),
        cell(7, 0, 0, &1u32.to_le_bytes()),
        cell(5, 1, 1, &12f64.to_le_bytes()),
        cell(2, 2, 2, &((45_000u32 << 2) | 2).to_le_bytes()),
        row(2, true),
        cell(6, 0, 4, &string("张三")),
        // One that leaves its column out.
        record(16, &[&numbers(&[3])[..], &7f64.to_le_bytes()].concat()),
        cell(9, 2, 0, &[&1.5f64.to_le_bytes()[..], &[0, 0]].concat()),
        row(3, false),
        cell(4, 0, 0, &[1]),
        cell(3, 1, 0, &[0x2a]),
        record(176, &numbers(&[3, 4, 1, 2])),
    ];
    let comments = [
        record(632, &string("李四")),
        record(635, &numbers(&[0, 1, 1, 0, 0, 0, 0, 0, 0])),
        record(637, &[&[0], &string("已离校")[..]].concat()),
    ];
    let second = [row(0, false), cell(6, 0, 0, &string("藏着的"))];
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |all: &[(&str, &str, &str)]| {
        let mut xml =
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
                .to_owned();
        for (id, kind, target) in all {
            xml += &format!("<Relationship Id='{id}' Type='{office}/{kind}' Target='{target}'/>");
        }
        (xml + "</Relationships>").into_bytes()
    };
    let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Override PartName='/xl/workbook.bin' ContentType='application/vnd.ms-excel.sheet.binary.macroEnabled.main'/></Types>";
    let parts: [(&str, Vec<u8>); 9] = [
        ("[Content_Types].xml", types.into()),
        (
            "_rels/.rels",
            relations(&[("r", "officeDocument", "xl/workbook.bin")]),
        ),
        (
            "xl/_rels/workbook.bin.rels",
            relations(&[
                ("rId1", "worksheet", "worksheets/sheet1.bin"),
                ("rId2", "worksheet", "worksheets/sheet2.bin"),
                ("rId3", "styles", "styles.bin"),
                ("rId4", "sharedStrings", "sharedStrings.bin"),
            ]),
        ),
        ("xl/workbook.bin", book.concat()),
        ("xl/styles.bin", styles.concat()),
        ("xl/sharedStrings.bin", strings.concat()),
        ("xl/worksheets/sheet1.bin", first.concat()),
        (
            "xl/worksheets/_rels/sheet1.bin.rels",
            relations(&[("r", "comments", "../comments1.bin")]),
        ),
        ("xl/comments1.bin", comments.concat()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.start_file("xl/worksheets/sheet2.bin", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(&second.concat()).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn values_formats_notes_and_hidden_things_are_read() {
    let bytes = workbook();
    assert_eq!(FileKind::of_bytes(&bytes), FileKind::BinaryWorkbook);
    let paper = sheet::read(&bytes, FileKind::BinaryWorkbook).unwrap();
    insta::assert_snapshot!(told(&paper));
}

#[test]
fn cut_anywhere_it_is_refused_or_read_and_never_panics() {
    let bytes = workbook();
    let cut = |part: &str, keep: usize| {
        rezip(&bytes, |name, mut content| {
            if name == part {
                content.truncate(keep);
            }
            content
        })
    };
    let whole = told(&sheet::read(&bytes, FileKind::BinaryWorkbook).unwrap());
    let (mut refused, mut read) = (0, 0);
    for keep in 0..200 {
        for part in [
            "xl/workbook.bin",
            "xl/styles.bin",
            "xl/sharedStrings.bin",
            "xl/worksheets/sheet1.bin",
        ] {
            match sheet::read(&cut(part, keep), FileKind::BinaryWorkbook) {
                Ok(paper) => read += usize::from(told(&paper) != whole),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 300 && read > 0, "{refused} {read}");
}
