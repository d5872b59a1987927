//! A sketch as the paper that reading the written document would give: what the blank form prints,
//! without writing and reading it.

use office::paper::{Block, Cell, CellId, Paper, Paragraph, Span, Table};

use super::sketch::{Drawing, Line, Piece, Sketch};

/// The paper of a form.
pub(super) fn paper(sketch: &Sketch) -> Paper {
    let mut paper = Paper::default();
    let (mut lines, mut tables) = (0, 0);
    for piece in sketch.stretches.iter().flat_map(|s| &s.pieces) {
        paper.blocks.push(match piece {
            Piece::Line(line) => {
                lines += 1;
                Block::Paragraph(paragraph(line, lines))
            }
            Piece::Table(drawing) => {
                tables += 1;
                Block::Table(table(drawing, tables))
            }
        });
    }
    paper.complete()
}

fn paragraph(line: &Line, number: u32) -> Paragraph {
    let text = line.text();
    let span = Span {
        len: text.len() as u32,
        ..Span::default()
    };
    Paragraph {
        number,
        text,
        spans: vec![span],
        ..Paragraph::default()
    }
}

fn table(drawing: &Drawing, number: u32) -> Table {
    let cells = drawing.cells.iter().map(|slot| Cell {
        id: CellId::default(),
        row: slot.row + 1,
        column: slot.column + 1,
        row_span: slot.rows,
        column_span: slot.columns,
        shading: None,
        border: Default::default(),
        crossed: false,
        blocks: slot
            .lines
            .iter()
            .map(|line| Block::Paragraph(paragraph(line, 0)))
            .collect(),
    });
    Table {
        number,
        rows: drawing.rows,
        columns: drawing.widths.len() as u32,
        cells: cells.collect(),
        ..Table::default()
    }
}
