//! A paper as one sequence of lines and rows: what stands in a cell's tables and boxes follows the
//! table, what stands in a paragraph's boxes the paragraph.

use office::paper::{Block, Cell, Paper, Paragraph, Place, Table};

/// A line or a row of a paper.
#[derive(Clone, Debug)]
pub enum Unit<'p> {
    /// A paragraph.
    Line(&'p Paragraph, Place),
    /// The cells that begin in a row.
    Row(&'p Table, Vec<&'p Cell>),
}

impl<'p> Unit<'p> {
    /// Its paragraphs with their places.
    pub fn texts(&self) -> Vec<(Vec<&'p Paragraph>, Place)> {
        match self {
            Unit::Line(p, place) => vec![(vec![*p], place.clone())],
            Unit::Row(table, cells) => cells
                .iter()
                .map(|c| (c.paragraphs().collect(), table.place(c.row, c.column)))
                .collect(),
        }
    }
}

/// The lines and rows of a paper, in reading order.
pub fn units(paper: &Paper) -> Vec<Unit<'_>> {
    let mut out = Vec::new();
    flow(
        &paper.blocks,
        &Place::Paragraph { paragraph: 1 },
        None,
        &mut out,
    );
    out
}

fn flow<'p>(blocks: &'p [Block], place: &Place, of_box: Option<u32>, out: &mut Vec<Unit<'p>>) {
    let mut line = 0;
    for block in blocks {
        match block {
            Block::Paragraph(p) => {
                line += 1;
                let place = match (of_box, p.number) {
                    (Some(text_box), _) => Place::Line { text_box, line },
                    (None, 0) => place.clone(),
                    (None, paragraph) => Place::Paragraph { paragraph },
                };
                out.push(Unit::Line(p, place.clone()));
                boxes(p, &place, out);
            }
            Block::Table(table) => rows(table, out),
        }
    }
}

fn boxes<'p>(p: &'p Paragraph, place: &Place, out: &mut Vec<Unit<'p>>) {
    for text_box in &p.boxes {
        flow(&text_box.blocks, place, Some(text_box.number), out);
    }
}

fn rows<'p>(table: &'p Table, out: &mut Vec<Unit<'p>>) {
    let mut cells: Vec<&Cell> = table.cells.iter().collect();
    cells.sort_by_key(|c| (c.row, c.column));
    for row in cells.chunk_by(|a, b| a.row == b.row) {
        out.push(Unit::Row(table, row.to_vec()));
    }
    for cell in cells {
        let place = table.place(cell.row, cell.column);
        for block in &cell.blocks {
            match block {
                Block::Paragraph(p) => boxes(p, &place, out),
                Block::Table(inner) => rows(inner, out),
            }
        }
    }
}
