//! Every paragraph of a paper with where it stands.

use super::{Block, Cell, Paper, Paragraph, Place, Table, TextBox};

/// A paragraph and what it stands in.
#[derive(Clone, Debug)]
pub struct Placed<'p> {
    /// The paragraph.
    pub paragraph: &'p Paragraph,
    /// Its place.
    pub place: Place,
    /// The index of the body's block that it stands in, or is.
    pub block: usize,
    /// The cell that it stands in, the innermost, with its table.
    pub cell: Option<(&'p Table, &'p Cell)>,
    /// The outermost cell around it, with its table.
    pub outer: Option<(&'p Table, &'p Cell)>,
    /// The text box that it is a line of, or stands in.
    pub text_box: Option<&'p TextBox>,
}

impl Paper {
    /// Every paragraph in document order: those in tables, boxes and boxes in boxes too.
    pub fn placed(&self) -> Vec<Placed<'_>> {
        let mut all = Vec::new();
        for (block, content) in self.blocks.iter().enumerate() {
            let top = Within {
                block,
                cell: None,
                outer: None,
                text_box: None,
            };
            top.block(content, &Place::Paragraph { paragraph: 1 }, &mut all);
        }
        all
    }
}

#[derive(Clone, Copy)]
struct Within<'p> {
    block: usize,
    cell: Option<(&'p Table, &'p Cell)>,
    outer: Option<(&'p Table, &'p Cell)>,
    text_box: Option<&'p TextBox>,
}

impl<'p> Within<'p> {
    /// Readers bound how deep cells and boxes nest.
    fn block(self, block: &'p Block, place: &Place, all: &mut Vec<Placed<'p>>) {
        match block {
            Block::Paragraph(p) => self.paragraph(p, place.clone(), all),
            Block::Table(table) => {
                for cell in &table.cells {
                    let place = table.place(cell.row, cell.column);
                    let within = Within {
                        cell: Some((table, cell)),
                        outer: self.outer.or(Some((table, cell))),
                        text_box: None,
                        ..self
                    };
                    for block in &cell.blocks {
                        within.block(block, &place, all);
                    }
                }
            }
        }
    }

    fn paragraph(self, p: &'p Paragraph, place: Place, all: &mut Vec<Placed<'p>>) {
        let place = match p.number {
            0 => place,
            paragraph => Place::Paragraph { paragraph },
        };
        all.push(Placed {
            paragraph: p,
            place: place.clone(),
            block: self.block,
            cell: self.cell,
            outer: self.outer,
            text_box: self.text_box,
        });
        for text_box in &p.boxes {
            let within = Within {
                cell: None,
                text_box: Some(text_box),
                ..self
            };
            let mut line = 0;
            for block in &text_box.blocks {
                line += u32::from(matches!(block, Block::Paragraph(_)));
                let text_box = text_box.number;
                within.block(
                    block,
                    &Place::Line {
                        text_box,
                        line: line.max(1),
                    },
                    all,
                );
            }
        }
    }
}
