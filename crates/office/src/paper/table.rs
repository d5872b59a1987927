//! Tables as resolved grids, and their cells.

use std::borrow::Cow;

use super::{Block, CellId, DeletedRow, Paragraph, Place, Print, Rgb, is_blank, paragraphs};

/// A table as a resolved grid: every slot of `rows` × `columns` is covered by at most one cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Counted from 1 over the tables of the document in document order, nested ones after the
    /// cell that holds them begins, those in text boxes too.
    pub number: u32,
    /// The number of the table in whose cell this one lies.
    pub inside: Option<u32>,
    /// Rows, deleted ones left out.
    pub rows: u32,
    /// Grid columns: the largest extent of a row.
    pub columns: u32,
    /// Every cell once, at its top left slot, ordered by row and then column.
    pub cells: Vec<Cell>,
    /// The sheet that this table is, for workbooks.
    pub sheet: Option<Sheet>,
    /// Rows that were inserted or deleted with tracking on.
    pub tracked: bool,
    /// The rows that were deleted with tracking on and hold text.
    pub deleted: Vec<DeletedRow>,
    /// How wide its columns are.
    pub widths: Widths,
}

/// How wide the grid columns of a table are, in no unit: only their proportions count. Empty where
/// the file does not say it of each.
///
/// How wide something is drawn is no part of what it says, so all widths are equal.
#[derive(Clone, Debug, Default)]
pub struct Widths(pub Vec<u32>);

impl PartialEq for Widths {
    fn eq(&self, _: &Widths) -> bool {
        true
    }
}

impl Eq for Widths {}

/// The sheet behind a table of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The sheet's name on its tab.
    pub name: String,
    /// The sheet row (from 1) of the table's row 1.
    pub first_row: u32,
    /// The sheet column (from 1, A) of the table's column 1.
    pub first_column: u32,
    /// The sheet itself is hidden.
    pub hidden: bool,
    /// The table rows (from 1) that the workbook hides.
    pub hidden_rows: Vec<u32>,
    /// The table columns (from 1) that the workbook hides.
    pub hidden_columns: Vec<u32>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its identity on the paper.
    pub id: CellId,
    /// Its first row, from 1.
    pub row: u32,
    /// Its first grid column, from 1.
    pub column: u32,
    /// How many rows it covers.
    pub row_span: u32,
    /// How many grid columns it covers.
    pub column_span: u32,
    /// The colour behind it.
    pub shading: Option<Rgb>,
    /// Its own borders, beside those of its table.
    pub border: Print,
    /// A line goes through it from corner to corner.
    pub crossed: bool,
    /// Its flow.
    pub blocks: Vec<Block>,
}

impl Cell {
    /// The cell's own paragraphs in order, without those of nested tables and boxes.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        paragraphs(&self.blocks)
    }

    /// The cell's own paragraphs joined by `\n`, as the document has them.
    pub fn text(&self) -> Cow<'_, str> {
        join(self.paragraphs().map(|p| Cow::Borrowed(p.text.as_str())))
    }

    /// As [`text`](Self::text), of what counts as an answer.
    pub fn answer(&self) -> Cow<'_, str> {
        join(self.paragraphs().map(Paragraph::answer))
    }

    /// Nothing but white space in the cell, its boxes and its nested tables.
    pub fn is_blank(&self) -> bool {
        self.blocks.iter().all(blank_block)
    }

    /// Covers the slot at `row`, `column` (from 1).
    pub fn covers(&self, row: u32, column: u32) -> bool {
        row >= self.row
            && row - self.row < self.row_span
            && column >= self.column
            && column - self.column < self.column_span
    }
}

fn blank_block(block: &Block) -> bool {
    match block {
        Block::Paragraph(p) => {
            is_blank(&p.answer()) && p.boxes.iter().all(|b| b.blocks.iter().all(blank_block))
        }
        Block::Table(t) => t.cells.iter().all(Cell::is_blank),
    }
}

fn join<'a>(mut parts: impl Iterator<Item = Cow<'a, str>>) -> Cow<'a, str> {
    let Some(first) = parts.next() else {
        return Cow::Borrowed("");
    };
    let Some(second) = parts.next() else {
        return first;
    };
    let mut out = first.into_owned();
    for part in std::iter::once(second).chain(parts) {
        out.push('\n');
        out.push_str(&part);
    }
    Cow::Owned(out)
}

impl Table {
    /// The place of the slot at `row`, `column` (from 1): a sheet cell for a workbook.
    pub fn place(&self, row: u32, column: u32) -> Place {
        match &self.sheet {
            None => Place::Cell {
                table: self.number,
                row,
                column,
            },
            Some(sheet) => Place::sheet(
                &sheet.name,
                sheet.first_row.saturating_add(row).saturating_sub(1),
                sheet.first_column.saturating_add(column).saturating_sub(1),
            ),
        }
    }
}
