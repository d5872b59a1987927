//! What defines a row of a table ([MS-DOC] §2.6.3): the edges of its cells, their merges and
//! shading. Nothing else in the file describes a table.

use super::bytes::{i16_at, u8_at, u16_at};
use super::colors;
use super::sprm::{Sprm, Sprms};
use crate::build::grid::Merge;
use crate::paper::Rgb;

/// Word allows 63 cells a row.
const CELLS: usize = 63;
/// Nobody sees what stands in a row of two points, in twips.
const FLAT: i16 = 40;
/// The length of a TC80.
const CELL: usize = 20;

/// A row's definition.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// The edges of its cells in twips, one more than there are cells.
    pub edges: Vec<i32>,
    pub cells: Vec<CellDefinition>,
    /// The table style.
    pub style: u16,
    /// Where the table stands if it floats, as the list has it.
    pub position: [i32; 3],
    /// It is so low that nobody sees what stands in it.
    pub flat: bool,
    /// The edges come from a whole definition, not from cells put in one by one.
    is_defined: bool,
    gap: i32,
}

/// What a row says of one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CellDefinition {
    pub across: Merge,
    pub down: Merge,
    pub shading: Option<Rgb>,
    /// A line goes through it from corner to corner.
    pub crossed: bool,
}

impl Row {
    /// The definition that lists of modifiers give together. Word 97 needs a whole definition in
    /// the plain list and later ones read cells put in one by one from the list that it refers to:
    /// both say the same, so each gives what the other lacks.
    pub(super) fn read<'a>(lists: impl Iterator<Item = &'a [u8]>) -> Row {
        let mut found = Row::default();
        for list in lists {
            let mut row = Row::default();
            for sprm in Sprms::of(list) {
                row.modify(&sprm);
            }
            found.merge(row);
        }
        found
    }

    fn merge(&mut self, other: Row) {
        if self.edges.is_empty() || (other.is_defined && !self.is_defined) {
            self.edges = other.edges;
            self.is_defined = other.is_defined;
        }
        if self.cells.len() < other.cells.len() {
            self.cells
                .resize(other.cells.len(), CellDefinition::default());
        }
        for (own, other) in self.cells.iter_mut().zip(&other.cells) {
            if own.across == Merge::No {
                own.across = other.across;
            }
            if own.down == Merge::No {
                own.down = other.down;
            }
            own.shading = own.shading.or(other.shading);
            own.crossed |= other.crossed;
        }
        self.flat |= other.flat;
        self.style = if self.style == 0 {
            other.style
        } else {
            self.style
        };
        for (own, other) in self.position.iter_mut().zip(other.position) {
            *own = if *own == 0 { other } else { *own };
        }
    }

    fn modify(&mut self, sprm: &Sprm<'_>) {
        let operand = sprm.operand;
        let byte = |i| u8_at(operand, i).unwrap_or(0);
        match sprm.code {
            0xd608 | 0xd606 => {
                self.define(operand);
            }
            0x9601 => {
                let left = i32::from(sprm.word() as i16) - self.gap;
                let by = self.edges.first().map_or(0, |first| left - first);
                self.edges.iter_mut().for_each(|e| *e += by);
            }
            0x9602 => self.gap = i32::from(sprm.word() as i16),
            0x7621 => self.insert(byte(0), byte(1), i16_at(operand, 2).unwrap_or(0)),
            0x5622 => self.delete(byte(0), byte(1)),
            0x7623 => self.widen(byte(0), byte(1), i16_at(operand, 2).unwrap_or(0)),
            0x5624 => {
                let merged = self.range(byte(0), byte(1));
                for (i, cell) in merged.iter_mut().enumerate() {
                    cell.across = if i == 0 {
                        Merge::Starts
                    } else {
                        Merge::Continues
                    };
                }
            }
            0x5625 => self
                .range(byte(0), byte(1))
                .iter_mut()
                .for_each(|c| c.across = Merge::No),
            0xd62b => {
                if let Some(cell) = self.cell(usize::from(byte(0))) {
                    cell.down = down(u16::from(byte(1)));
                }
            }
            0xd609 => self.shade(0, operand.chunks_exact(2).map(old_shading)),
            0xd612 | 0xd670 => self.shade(0, operand.chunks_exact(10).map(colors::shading)),
            0xd616 | 0xd671 => self.shade(22, operand.chunks_exact(10).map(colors::shading)),
            0xd60c | 0xd672 => self.shade(44, operand.chunks_exact(10).map(colors::shading)),
            0x7627 => {
                let shading = operand.get(2..).map(old_shading).unwrap_or_default();
                self.shade_range(byte(0), byte(1), shading);
            }
            0xd62d => {
                let shading = operand.get(2..).and_then(colors::shading);
                self.shade_range(byte(0), byte(1), shading);
            }
            0xd660 => self.shade_range(0, u8::MAX, colors::shading(operand)),
            // A height that is exact is negative.
            0x9407 => self.flat = (-FLAT..0).contains(&(sprm.word() as i16)),
            0xd620 => self.cross(byte(0), byte(1), byte(2), byte(4)),
            0xd62f => self.cross(byte(0), byte(1), byte(2), byte(8)),
            0x563a => self.style = sprm.word(),
            0x940e => self.position[0] = i32::from(sprm.word() as i16),
            0x940f => self.position[1] = i32::from(sprm.word() as i16),
            0x360d => self.position[2] = i32::from(sprm.byte()),
            _ => {}
        }
    }

    /// `sprmTSetBrc`: of the lines that it sets, those from corner to corner (fTopLeftToBottomRight
    /// and its like, §2.9.316).
    fn cross(&mut self, from: u8, to: u8, which: u8, kind: u8) {
        if which & 0x30 != 0 {
            let drawn = !matches!(kind, 0 | 0xff);
            self.range(from, to)
                .iter_mut()
                .for_each(|cell| cell.crossed = drawn);
        }
    }

    /// `sprmTDefTable`: all edges, and what the file has of the cells.
    fn define(&mut self, operand: &[u8]) -> Option<()> {
        let count = usize::from(u8_at(operand, 0)?).min(CELLS);
        let edges: Option<Vec<i32>> = (0..=count)
            .map(|i| i16_at(operand, 1 + 2 * i).map(i32::from))
            .collect();
        self.edges = edges?;
        self.is_defined = true;
        let first = 1 + 2 * (usize::from(u8_at(operand, 0)?) + 1);
        self.cells = (0..count)
            .map(|i| {
                let flags = u16_at(operand, first + CELL * i).unwrap_or(0);
                CellDefinition {
                    across: match flags & 3 {
                        0 => Merge::No,
                        // The specification has the two bits the other way round; files do not.
                        1 => Merge::Starts,
                        _ => Merge::Continues,
                    },
                    down: down(flags >> 5 & 3),
                    shading: None,
                    crossed: false,
                }
            })
            .collect();
        Some(())
    }

    fn insert(&mut self, at: u8, count: u8, width: i16) {
        let at = usize::from(at).min(CELLS);
        let width = i32::from(width.max(0));
        // Cells up to the place are put in, too.
        let count = usize::from(count) + at.saturating_sub(self.cells.len());
        let at = at.min(self.cells.len());
        if self.edges.is_empty() {
            self.edges.push(0);
        }
        for _ in 0..count.min(CELLS.saturating_sub(self.cells.len())) {
            let Some(&left) = self.edges.get(at) else {
                return;
            };
            self.edges[at + 1..].iter_mut().for_each(|e| *e += width);
            self.edges.insert(at + 1, left + width);
            self.cells.insert(at, CellDefinition::default());
        }
    }

    fn delete(&mut self, from: u8, to: u8) {
        let to = usize::from(to).min(self.cells.len());
        let from = usize::from(from).min(to);
        let (Some(&left), Some(&right)) = (self.edges.get(from), self.edges.get(to)) else {
            return;
        };
        self.cells.drain(from..to);
        self.edges.drain(from + 1..=to);
        let gap = right - left;
        self.edges[from + 1..].iter_mut().for_each(|e| *e -= gap);
    }

    fn widen(&mut self, from: u8, to: u8, width: i16) {
        for i in usize::from(from)..usize::from(to).min(self.cells.len()) {
            let (Some(&left), Some(&right)) = (self.edges.get(i), self.edges.get(i + 1)) else {
                return;
            };
            let by = i32::from(width.max(0)) - (right - left);
            self.edges[i + 1..].iter_mut().for_each(|e| *e += by);
        }
    }

    /// The cell of this index. Where a list says of cells what it does not define, another one
    /// defines them.
    fn cell(&mut self, index: usize) -> Option<&mut CellDefinition> {
        if index >= CELLS {
            return None;
        }
        if self.cells.len() <= index && self.edges.is_empty() {
            self.cells.resize(index + 1, CellDefinition::default());
        }
        self.cells.get_mut(index)
    }

    fn range(&mut self, from: u8, to: u8) -> &mut [CellDefinition] {
        let to = usize::from(to).min(CELLS);
        if to > 0 {
            self.cell(to - 1);
        }
        let to = to.min(self.cells.len());
        &mut self.cells[usize::from(from).min(to)..to]
    }

    fn shade(&mut self, first: usize, shading: impl Iterator<Item = Option<Rgb>>) {
        for (index, shading) in (first..).zip(shading) {
            if let Some(cell) = self.cell(index) {
                cell.shading = shading;
            }
        }
    }

    fn shade_range(&mut self, from: u8, to: u8, shading: Option<Rgb>) {
        let to = match to {
            u8::MAX => self.cells.len() as u8,
            to => to,
        };
        self.range(from, to)
            .iter_mut()
            .for_each(|c| c.shading = shading);
    }

    /// Belongs to the same table as the row before it.
    pub(super) fn goes_on_with(&self, before: &Row) -> bool {
        self.style == before.style && self.position == before.position
    }
}

fn down(flags: u16) -> Merge {
    match flags {
        0 => Merge::No,
        1 => Merge::Continues,
        _ => Merge::Starts,
    }
}

fn old_shading(operand: &[u8]) -> Option<Rgb> {
    colors::shading_80(u16_at(operand, 0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(lists: &[&[u8]]) -> Row {
        Row::read(lists.iter().copied())
    }

    fn define(edges: &[i16], flags: &[u16]) -> Vec<u8> {
        let mut operand = vec![(edges.len() - 1) as u8];
        operand.extend(edges.iter().flat_map(|e| e.to_le_bytes()));
        for flag in flags {
            operand.extend(flag.to_le_bytes());
            operand.extend([0; CELL - 2]);
        }
        let mut sprm = vec![0x08, 0xd6];
        sprm.extend((operand.len() as u16 + 1).to_le_bytes());
        sprm.extend(operand);
        sprm
    }

    #[test]
    fn a_definition_gives_edges_and_merges() {
        let read = row(&[&define(&[-108, 1000, 2000, 2000], &[0x60, 1])]);
        assert_eq!(read.edges, [-108, 1000, 2000, 2000]);
        assert_eq!(read.cells.len(), 3);
        assert_eq!(read.cells[0].down, Merge::Starts);
        assert_eq!(read.cells[1].across, Merge::Starts);
        // Fewer cells than edges: the missing ones say nothing.
        assert_eq!(read.cells[2], CellDefinition::default());
    }

    #[test]
    fn cells_put_in_one_by_one_are_the_same_row() {
        let single = [
            0x21, 0x76, 0, 3, 100, 0, // three cells of 100
            0x23, 0x76, 1, 2, 50, 0, // the second 50 wide
            0x2b, 0xd6, 2, 1, 3, // the second begins a vertical merge
            0x22, 0x56, 0, 1, // the first is taken out
        ];
        let read = row(&[&single]);
        assert_eq!(read.edges, [0, 50, 150]);
        assert_eq!(read.cells[0].down, Merge::Starts);
        let both = row(&[&define(&[0, 50, 150], &[]), &single]);
        assert_eq!(both.edges, read.edges);
        assert_eq!(both.cells, read.cells);
    }

    #[test]
    fn nothing_grows_beyond_what_word_allows() {
        let mut list = Vec::new();
        for _ in 0..1000 {
            list.extend([0x21, 0x76, 200, 255, 0xff, 0x7f]);
        }
        let read = row(&[&list]);
        assert_eq!(read.cells.len(), CELLS);
        assert_eq!(read.edges.len(), CELLS + 1);
    }
}
