//! A filled form to measure with, made from the blank one.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The blank form of 2025 with every blank cell filled in and 200 further rows: a document.xml of
/// some 700 kB, as busy departments return it.
pub fn filled() -> Vec<u8> {
    let blank = include_bytes!("../../samples/hz-2025-blank.docx");
    let mut archive = ZipArchive::new(Cursor::new(&blank[..])).expect("a package");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("its bytes");
        if name == "word/document.xml" {
            content = fill(&String::from_utf8(content).expect("UTF-8")).into_bytes();
        }
        let options = SimpleFileOptions::default();
        writer.start_file(name, options).expect("an entry");
        writer.write_all(&content).expect("its bytes");
    }
    writer.finish().expect("a package").into_inner()
}

fn fill(xml: &str) -> String {
    const BLANK: &str = "<w:pPr></w:pPr></w:p></w:tc>";
    const VALUES: [&str; 6] = [
        "长三角绿色制造联合研究",
        "12.50",
        "德国",
        "2025-03-05",
        "University of Somewhere &amp; Partners",
        "新材料、能源",
    ];
    let run = |value: &str| {
        format!(
            "<w:pPr></w:pPr><w:r w:rsidRPr=\"00A77B3E\"><w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" \
             w:cs=\"宋体\" w:hint=\"eastAsia\"/><w:sz w:val=\"21\"/></w:rPr>\
             <w:t xml:space=\"preserve\">{value}</w:t></w:r></w:p></w:tc>"
        )
    };
    let mut out = String::with_capacity(xml.len() * 2);
    let mut values = VALUES.iter().cycle();
    for (index, piece) in xml.split(BLANK).enumerate() {
        if index > 0 {
            out.push_str(&run(values.next().expect("endless")));
        }
        out.push_str(piece);
    }
    // The last row of the first table with many columns, again and again.
    let end = out.match_indices("</w:tbl>").nth(1).expect("tables").0;
    let start = out[..end].rfind("<w:tr ").expect("rows");
    let rows = out[start..end].repeat(60);
    out.insert_str(end, &rows);
    out
}
