//! Tables as resolved grids (ECMA-376 part 1 §17.4): spans, merges in both directions, rows that
//! begin or end off the grid's edge.

use super::limit;
use super::line::plain_text;
use crate::paper::{Block, Cell, CellId, Place, Print, RemarkKind, Rgb, Table, Widths};

/// A cell's part in a merge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Merge {
    /// None.
    #[default]
    No,
    /// It begins one.
    Starts,
    /// It goes on with the one before.
    Continues,
}

/// A cell of the row that is being read, not yet in its place.
#[derive(Debug)]
pub(crate) struct RawCell {
    pub column: u32,
    pub span: u32,
    pub across: Merge,
    pub down: Merge,
    pub shading: Option<Rgb>,
    pub border: Print,
    pub crossed: bool,
    pub blocks: Vec<Block>,
}

/// A cell that the next row may go on with.
#[derive(Debug)]
struct Mergeable {
    column: u32,
    span: u32,
    /// Its index among the table's cells.
    cell: usize,
}

/// A table that is being read.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    pub table: Table,
    /// The mergeable cells of the row before.
    above: Vec<Mergeable>,
    /// Those of the row that is being read.
    own: Vec<Mergeable>,
    row: Vec<RawCell>,
    /// The columns that each row takes up.
    extents: Vec<u32>,
}

impl Grid {
    /// An empty table of this number, in a cell of that one.
    pub(crate) fn new(number: u32, inside: Option<u32>) -> Grid {
        Grid {
            table: Table {
                number,
                inside,
                ..Table::default()
            },
            ..Grid::default()
        }
    }

    /// Adds a cell to the row, or to the cell before it if a merge says so.
    pub(crate) fn add(&mut self, cell: RawCell) {
        match self.row.last_mut() {
            Some(last) if cell.across == Merge::Continues => {
                last.span += cell.span;
                if !plain_text(&cell.blocks).trim().is_empty() {
                    last.blocks.extend(cell.blocks);
                } else {
                    last.blocks.extend(hidden_holders(cell.blocks));
                }
            }
            _ => self.row.push(cell),
        }
    }

    /// The text of the row that is being read.
    pub(crate) fn row_text(&self) -> String {
        let texts = self.row.iter().map(|cell| plain_text(&cell.blocks));
        let texts: Vec<String> = texts.filter(|text| !text.trim().is_empty()).collect();
        texts.join(" | ")
    }

    /// Ends the row, which takes up `extent` columns: puts its cells in their places, merging
    /// downwards.
    pub(crate) fn end_row(&mut self, extent: u32, mut remark: impl FnMut(RemarkKind, Place)) {
        let Grid {
            table, above, own, ..
        } = self;
        table.rows += 1;
        let row = table.rows;
        self.extents.push(extent.min(limit::COLUMNS));
        own.clear();
        for raw in self.row.drain(..) {
            let upper = (raw.down == Merge::Continues)
                .then(|| {
                    above
                        .iter()
                        .find(|m| m.column == raw.column && m.span == raw.span)
                })
                .flatten();
            let index = match upper {
                Some(upper) => {
                    table.cells[upper.cell].row_span += 1;
                    let text = plain_text(&raw.blocks);
                    if !text.trim().is_empty() {
                        remark(RemarkKind::Covered { text }, table.place(row, raw.column));
                    }
                    table.cells[upper.cell]
                        .blocks
                        .extend(hidden_holders(raw.blocks));
                    upper.cell
                }
                None => {
                    table.cells.push(Cell {
                        id: CellId::default(),
                        row,
                        column: raw.column,
                        row_span: 1,
                        column_span: raw.span,
                        shading: raw.shading,
                        border: raw.border,
                        crossed: raw.crossed,
                        blocks: raw.blocks,
                    });
                    table.cells.len() - 1
                }
            };
            if raw.down != Merge::No {
                own.push(Mergeable {
                    column: raw.column,
                    span: raw.span,
                    cell: index,
                });
            }
        }
        std::mem::swap(above, own);
    }

    /// Ends the table.
    pub(crate) fn finish(self, mut remark: impl FnMut(RemarkKind, Place)) -> Table {
        let Grid {
            mut table, extents, ..
        } = self;
        table.columns = extents.iter().copied().max().unwrap_or(0);
        if table.widths.0.len() != table.columns as usize {
            table.widths = Widths::default();
        }
        for (row, &extent) in (1..).zip(&extents) {
            if extent != table.columns {
                remark(RemarkKind::UnevenRow, table.place(row, extent.max(1)));
            }
        }
        table
    }
}

/// What must be kept of a cell that a merge covers: its tables, and its text boxes with a paragraph
/// to hold them.
fn hidden_holders(blocks: Vec<Block>) -> impl Iterator<Item = Block> {
    blocks.into_iter().filter_map(|block| match block {
        Block::Table(table) => Some(Block::Table(table)),
        Block::Paragraph(mut paragraph) => {
            if paragraph.boxes.is_empty() && paragraph.drawings.is_empty() {
                return None;
            }
            paragraph.text.clear();
            paragraph.spans.clear();
            paragraph.revisions.clear();
            paragraph.drawings.iter_mut().for_each(|d| d.offset = 0);
            Some(Block::Paragraph(paragraph))
        }
    })
}
