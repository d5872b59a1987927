//! Reading Word 97–2003 documents: each construct on a small document of its own, written byte by
//! byte, and whole documents as LibreOffice saves them.

mod builder;
mod characters;
mod files;
mod hostile;
mod refused;
mod stories;
mod tables;

use office::doc;
use office::paper::{Block, Paper, Paragraph, Table, paragraphs};

use builder::Doc;

/// Reads a document that must be readable.
fn read(document: &Doc<'_>) -> Paper {
    doc::read(&document.bytes()).unwrap()
}

/// The texts of the body's paragraphs.
fn lines(paper: &Paper) -> Vec<&str> {
    paragraphs(&paper.blocks).map(|p| p.text.as_str()).collect()
}

/// The body's first paragraph.
fn first(paper: &Paper) -> &Paragraph {
    paragraphs(&paper.blocks).next().unwrap()
}

/// The tables of a flow.
fn tables(blocks: &[Block]) -> Vec<&Table> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        })
        .collect()
}

/// The cells of a table: row, column, spans, text.
fn cells(table: &Table) -> Vec<(u32, u32, u32, u32, String)> {
    let cell = |c: &office::paper::Cell| {
        let text = c.text().into_owned();
        (c.row, c.column, c.row_span, c.column_span, text)
    };
    table.cells.iter().map(cell).collect()
}
