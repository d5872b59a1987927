//! Files sent back: what was found stands at its place, and nothing else has changed.

mod anywhere;
mod form;
mod programs;
mod returned;
mod workbook;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use huibiao::forms::annotate::Remark;
use huibiao::model::finding::Severity;
use office::paper::{Block, Paper, Place, Table, TextBox};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A file as returned forms are read: without our own comments.
fn read(bytes: &[u8]) -> Paper {
    huibiao::read::open("", bytes).unwrap().paper
}

/// The parts by name, as they are packed.
fn packed(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index_raw(i).unwrap();
            let mut data = Vec::new();
            file.read_to_end(&mut data).unwrap();
            (file.name().unwrap().into_owned(), data)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

fn zip_of<'a>(parts: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The package with one part changed.
fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = (0..archive.len())
        .map(|i| archive.by_index(i).unwrap().name().unwrap().into_owned())
        .collect();
    zip_of(names.iter().map(|n| {
        let mut data = Vec::new();
        archive.by_name(n).unwrap().read_to_end(&mut data).unwrap();
        if n == name {
            data = change(String::from_utf8(data).unwrap()).into_bytes();
        }
        (n.as_str(), data)
    }))
}

/// A Word package with this document, in the namespace that it uses.
fn docx(document: &str) -> Vec<u8> {
    docx_of("word/document.xml", document.as_bytes().to_vec())
}

fn docx_of(main: &str, document: Vec<u8>) -> Vec<u8> {
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/{main}\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
    );
    let rels = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"{main}\"/></Relationships>"
    );
    zip_of([
        ("[Content_Types].xml", types.into_bytes()),
        ("_rels/.rels", rels.into_bytes()),
        (main, document),
    ])
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn remark(place: Place, text: &str) -> Remark {
    Remark {
        severity: Severity::Error,
        place: Some(place),
        text: vec![text.to_owned()],
    }
}

fn cell(table: u32, row: u32, column: u32) -> Place {
    Place::Cell { table, row, column }
}

/// Everything in a document that a finding can point at, with the text there.
fn places(paper: &Paper) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    fn walk(blocks: &[Block], found: &mut Vec<(Place, String)>) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => {
                    if p.number > 0 {
                        let paragraph = p.number;
                        found.push((Place::Paragraph { paragraph }, p.text.clone()));
                    }
                    for text_box in &p.boxes {
                        lines(text_box, found);
                    }
                }
                Block::Table(t) => table(t, found),
            }
        }
    }
    fn lines(text_box: &TextBox, found: &mut Vec<(Place, String)>) {
        for (i, p) in text_box.lines().enumerate() {
            let place = Place::Line {
                text_box: text_box.number,
                line: i as u32 + 1,
            };
            found.push((place, p.text.clone()));
        }
        walk(&text_box.blocks, found);
    }
    fn table(t: &Table, found: &mut Vec<(Place, String)>) {
        for c in &t.cells {
            found.push((t.place(c.row, c.column), c.text().into_owned()));
            walk(&c.blocks, found);
        }
    }
    walk(&paper.blocks, &mut found);
    found
}

/// What stands in a comment's range in a document, by id: the letters between its ends.
fn ranges(document: &str) -> BTreeMap<u32, String> {
    let mut open: Vec<u32> = Vec::new();
    let mut found: BTreeMap<u32, String> = BTreeMap::new();
    let mut rest = document;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        for id in &open {
            found.entry(*id).or_default().push_str(text);
        }
        let end = tag.find('>').unwrap();
        let id = || {
            let value = tag[..end].split("w:id=\"").nth(1).unwrap();
            value.split('"').next().unwrap().parse::<u32>().unwrap()
        };
        if tag.starts_with("<w:commentRangeStart") {
            open.push(id());
            found.insert(id(), String::new());
        } else if tag.starts_with("<w:commentRangeEnd") {
            open.retain(|o| *o != id());
            let reference = format!("<w:commentReference w:id=\"{}\"/></w:r>", id());
            let next = tag[end + 1..].split_inclusive("</w:r>").next().unwrap();
            assert!(next.ends_with(&reference), "{next}");
        }
        rest = &tag[end + 1..];
    }
    assert!(open.is_empty());
    found
}

/// The blank form with a word of its own at the end of every paragraph, put in by the letters of
/// the XML alone.
fn numbered_form() -> Vec<u8> {
    let bytes = std::fs::read("samples/hz-2025-blank.docx").unwrap();
    with_part(&bytes, "word/document.xml", |xml| {
        let mut out = String::new();
        let mut pieces = xml.split("</w:p>").peekable();
        let mut n = 0;
        while let Some(piece) = pieces.next() {
            out.push_str(piece);
            if pieces.peek().is_some() {
                n += 1;
                out.push_str(&format!("<w:r><w:t>⟦{n}⟧</w:t></w:r></w:p>"));
            }
        }
        out
    })
}

/// The words that [`numbered_form`] put into a text.
fn words(text: &str) -> Vec<&str> {
    text.split('⟦')
        .skip(1)
        .map(|w| w.split('⟧').next().unwrap())
        .collect()
}
