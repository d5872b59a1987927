//! Any text as the main part, the styles and the lists of a document: what is read keeps the
//! promises of the paper model.
//!
//! The input is up to three parts, divided by a form feed: document, styles, numbering.
#![no_main]

use std::io::{Cursor, Write};

use huibiao::output::inspect::inspect;
use huibiao::package::Package;
use huibiao::paper::{Block, Paper, Paragraph};
use huibiao::word;
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const ROOT: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument" Target="d"/></Relationships>"#;
const MAIN: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/styles" Target="s"/><Relationship Id="b" Type="x/numbering" Target="n"/></Relationships>"#;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |&b| b == 0x0c);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: &[u8]| {
        writer.start_file(name, options).unwrap();
        writer.write_all(content).unwrap();
    };
    add("_rels/.rels", ROOT);
    add("_rels/d.rels", MAIN);
    for name in ["d", "s", "n"] {
        if let Some(content) = parts.next() {
            add(name, content);
        }
    }
    let file = writer.finish().unwrap().into_inner();
    let package = Package::open(&file).unwrap();
    if let Ok(paper) = word::read(&package) {
        check(&paper);
        let seen = inspect(&paper);
        assert!(seen.tables.windows(2).all(|w| w[0].index + 1 == w[1].index));
        assert!(seen.boxes.windows(2).all(|w| w[0].index + 1 == w[1].index));
    }
});

fn check(paper: &Paper) {
    flow(&paper.blocks);
}

fn flow(blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => line(paragraph),
            Block::Table(table) => {
                for pair in table.cells.windows(2) {
                    let place = |c: &huibiao::paper::Cell| (c.row, c.column);
                    assert!(place(&pair[0]) < place(&pair[1]), "cells are in order");
                }
                for cell in &table.cells {
                    assert!(cell.row >= 1 && cell.column >= 1);
                    assert!(cell.row_span >= 1 && cell.column_span >= 1);
                    assert!(cell.row + cell.row_span - 1 <= table.rows);
                    assert!(cell.column + cell.column_span - 1 <= table.columns);
                    flow(&cell.blocks);
                }
            }
        }
    }
}

fn line(paragraph: &Paragraph) {
    let len: usize = paragraph.spans.iter().map(|s| s.len as usize).sum();
    assert_eq!(len, paragraph.text.len(), "spans add up to the text");
    assert!(paragraph.spans.iter().all(|s| s.len > 0));
    // Each piece ends between characters, else this panics.
    let _ = paragraph.answer();
    assert_eq!(paragraph.pieces().count(), paragraph.spans.len());
    for text_box in &paragraph.boxes {
        flow(&text_box.blocks);
    }
}
