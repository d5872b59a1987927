//! Identities: every paragraph, cell and drawing of a paper has a number of its own, so that what
//! was taken from where is kept by number and not by address.

use super::{Block, Paper};

/// Which paragraph of a paper it is: counted from 1 over all of them, in tables and boxes too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParagraphId(u32);

/// Which cell of a paper it is: counted from 1 over the cells of all tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellId(u32);

impl ParagraphId {
    /// Its place in a list of all paragraphs; those of a paper that is not complete are all at 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl CellId {
    /// Its place in a list of all cells; those of a paper that is not complete are all at 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Paper {
    /// Gives every paragraph, cell and drawing its number, in document order. Readers call it once,
    /// when nothing is added any more.
    #[must_use]
    pub fn complete(mut self) -> Paper {
        let mut last = (0, 0, 0);
        // A worklist, so that nesting costs no stack.
        let mut todo: Vec<&mut Block> = self.blocks.iter_mut().rev().collect();
        while let Some(block) = todo.pop() {
            match block {
                Block::Paragraph(p) => {
                    last.0 += 1;
                    p.id = ParagraphId(last.0);
                    for drawing in &mut p.drawings {
                        last.2 += 1;
                        drawing.number = last.2;
                    }
                    for b in p.boxes.iter_mut().rev() {
                        todo.extend(b.blocks.iter_mut().rev());
                    }
                }
                Block::Table(t) => {
                    for cell in &mut t.cells {
                        last.1 += 1;
                        cell.id = CellId(last.1);
                    }
                    for cell in t.cells.iter_mut().rev() {
                        todo.extend(cell.blocks.iter_mut().rev());
                    }
                }
            }
        }
        self
    }
}
