//! Any bytes as a workbook, or as the parts of one: what is read keeps the promises of the paper
//! model, and no formula runs for ever.
//!
//! The first byte picks what the rest is: the bytes of a file of any kind, the parts of an `.xlsx`
//! (workbook, sheet, strings, styles, drawing, divided by form feeds), the content of an `.ods`,
//! the stream of an `.xls`, or one formula over a small sheet.
#![no_main]

use std::io::{Cursor, Write};

use office::FileKind;
use office::sheet;
use huibiao::text::Worded as _;
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[path = "../promises.rs"]
mod promises;

const ROOT: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument" Target="xl/w"/></Relationships>"#;
const MAIN: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="x/worksheet" Target="s1"/><Relationship Id="b" Type="x/sharedStrings" Target="strings"/><Relationship Id="c" Type="x/styles" Target="styles"/></Relationships>"#;
const SHEET: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d" Type="x/drawing" Target="drawing"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="a" r:id="s1"/></sheets></workbook>"#;
const TYPES: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/w" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else {
        return;
    };
    let (file, kind) = match pick % 8 {
        0 => (rest.to_vec(), FileKind::Workbook),
        1 => (rest.to_vec(), FileKind::LegacyWorkbook),
        2 => (rest.to_vec(), FileKind::TextTable),
        3 => (ods(rest), FileKind::OpenSheet),
        4 => (xls(rest), FileKind::LegacyWorkbook),
        5 => (xlsx(&formula(rest)), FileKind::Workbook),
        _ => (xlsx(rest), FileKind::Workbook),
    };
    match sheet::read(&file, kind) {
        Ok(paper) => promises::check(&paper),
        Err(error) => assert!(!error.said().zh.is_empty()),
    }
});

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn xlsx(bytes: &[u8]) -> Vec<u8> {
    let names = ["xl/w", "xl/s1", "xl/strings", "xl/styles", "xl/drawing"];
    let parts = names.into_iter().zip(bytes.splitn(5, |&b| b == 0x0c));
    let mut all: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/_rels/w.rels", MAIN),
        ("xl/_rels/s1.rels", SHEET),
    ];
    all.extend(parts);
    for name in names {
        if !all.iter().any(|(n, _)| *n == name) {
            all.push((name, b"<a/>"));
        }
    }
    zipped(&all)
}

/// A sheet of numbers with the text as a formula whose result is not kept.
fn formula(bytes: &[u8]) -> Vec<u8> {
    let text: String = String::from_utf8_lossy(bytes)
        .chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| match c {
            '<' => "&lt;".chars().collect::<Vec<_>>(),
            '&' => "&amp;".chars().collect(),
            c => vec![c],
        })
        .collect();
    let sheet = format!(
        r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2.5</v></c><c r="C1"><f>{text}</f></c></row><row r="2"><c r="A2"><f>C1+1</f></c><c r="B2" t="str"><v>x</v></c></row></sheetData></worksheet>"#
    );
    [BOOK.as_bytes(), sheet.as_bytes()].join(&0x0c)
}

fn ods(content: &[u8]) -> Vec<u8> {
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
    ])
}

fn xls(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("Workbook")
        .unwrap()
        .write_all(stream)
        .unwrap();
    file.into_inner().into_inner()
}
