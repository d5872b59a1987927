//! Whole documents, as LibreOffice saves them from their `.docx`.

use std::path::Path;

use office::paper::{Block, Paper};
use office::{doc, package, word};

use super::cells;

fn docx(path: &str) -> Paper {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/returned");
    let bytes = std::fs::read(root.join(path)).unwrap();
    word::read(&package::Package::open(&bytes).unwrap()).unwrap()
}

#[test]
fn a_form_says_the_same_in_both_formats() {
    let old = doc::read(include_bytes!("体育部.doc")).unwrap();
    let new = docx("体育部.docx");
    assert_eq!(old.blocks.len(), new.blocks.len());
    for (old, new) in old.blocks.iter().zip(&new.blocks) {
        match (old, new) {
            (Block::Paragraph(old), Block::Paragraph(new)) => assert_eq!(old.text, new.text),
            (Block::Table(old), Block::Table(new)) => assert_eq!(cells(old), cells(new)),
            _ => panic!("a table in one is a paragraph in the other"),
        }
    }
    assert!(old.remarks.is_empty());
}
