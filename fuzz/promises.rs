//! What every paper promises, whatever file it was read from: cells in order and inside their
//! table, none over another, spans that add up to their paragraph.

use std::collections::HashSet;

use office::paper::{Block, Paper, Paragraph, Table};

/// Panics where a paper breaks a promise.
pub fn check(paper: &Paper) {
    flow(&paper.blocks);
}

fn flow(blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => line(paragraph),
            Block::Table(table) => tiles(table),
        }
    }
}

fn tiles(table: &Table) {
    let place = |c: &office::paper::Cell| (c.row, c.column);
    for pair in table.cells.windows(2) {
        assert!(place(&pair[0]) < place(&pair[1]), "cells are in order");
    }
    let mut taken = HashSet::new();
    let small = u64::from(table.rows) * u64::from(table.columns) < 10_000;
    for cell in &table.cells {
        assert!(cell.row >= 1 && cell.column >= 1);
        assert!(cell.row_span >= 1 && cell.column_span >= 1);
        assert!(cell.row + cell.row_span - 1 <= table.rows);
        assert!(cell.column + cell.column_span - 1 <= table.columns);
        if small {
            for row in cell.row..cell.row + cell.row_span {
                for column in cell.column..cell.column + cell.column_span {
                    assert!(taken.insert((row, column)), "a slot has one cell");
                }
            }
        }
        flow(&cell.blocks);
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
