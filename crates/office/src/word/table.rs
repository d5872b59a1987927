//! Tables as resolved grids (ECMA-376 part 1 §17.4): spans, merges in both directions, rows that
//! begin or end off the grid's edge, and no trust in `w:tblGrid`.

use super::color;
use super::error::WalkError;
use super::limit;
use super::names::Name;
use super::paragraph::plain_text;
use super::properties::{integer, value};
use super::walk::{At, Flow, Result, Step, Walk};
use crate::paper::{Block, Cell, CellId, RemarkKind, Rgb, Table};
use crate::xml::{Ns, Tag};

/// What a `w:trPr` says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RowProperties {
    /// Grid columns left free before the first cell.
    before: u32,
    /// Grid columns left free after the last cell.
    after: u32,
    /// Deleted with tracking on.
    deleted: bool,
    /// Inserted or deleted with tracking on.
    changed: bool,
}

/// What a `w:tcPr` says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CellProperties {
    span: Option<u32>,
    down: Merge,
    across: Merge,
    shading: Option<Option<Rgb>>,
    /// Deleted with tracking on.
    pub deleted: bool,
    /// Inserted or deleted with tracking on.
    changed: bool,
}

/// A cell's part in a merge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Merge {
    /// None.
    #[default]
    No,
    /// It begins one.
    Starts,
    /// It goes on with the one before.
    Continues,
}

/// A cell of the row that is being read, not yet in its place.
struct RawCell {
    column: u32,
    span: u32,
    down: Merge,
    shading: Option<Rgb>,
    blocks: Vec<Block>,
}

/// A cell that the next row may go on with.
struct Mergeable {
    column: u32,
    span: u32,
    /// Its index among the table's cells.
    cell: usize,
}

/// A table that is being read.
struct Grid {
    table: Table,
    /// The mergeable cells of the row before.
    above: Vec<Mergeable>,
    /// Those of the row that is being read.
    own: Vec<Mergeable>,
    row: Vec<RawCell>,
    /// The columns that each row takes up.
    extents: Vec<u32>,
    /// The shading that the table's style gives every cell.
    shading: Option<Rgb>,
}

impl<'a> Walk<'a, '_> {
    /// Reads the table whose start tag was read last.
    pub(super) fn table(&mut self) -> Result<Table> {
        self.count_piece()?;
        self.numbers.tables += 1;
        let mut grid = Grid {
            table: Table {
                number: self.numbers.tables,
                inside: self.inside,
                ..Table::default()
            },
            above: Vec::new(),
            own: Vec::new(),
            row: Vec::new(),
            extents: Vec::new(),
            shading: self.definitions.styles.cell_shading(0),
        };
        let outer = (self.table_style, self.inside, self.cell);
        self.table_style = Some(0);
        self.inside = Some(grid.table.number);
        loop {
            match self.step()? {
                Step::Start(Name::Row, _) => self.row(&mut grid)?,
                Step::Start(Name::TableProperties, _) => self.table_properties(&mut grid)?,
                Step::Start(..) => self.xml.skip()?,
                Step::End => break,
            }
        }
        (self.table_style, self.inside, self.cell) = outer;
        Ok(self.finish(grid))
    }

    fn table_properties(&mut self, grid: &mut Grid) -> Result<()> {
        let styles = &self.definitions.styles;
        let mut number = 0;
        self.xml.children(|reader, tag| {
            if (tag.ns, tag.name) == (Ns::Word, b"tblStyle")
                && let Some(id) = value(reader, &tag)
            {
                number = styles.number(id);
            }
            Ok::<_, WalkError>(())
        })?;
        self.table_style = Some(number);
        grid.shading = styles.cell_shading(number);
        Ok(())
    }

    fn row(&mut self, grid: &mut Grid) -> Result<()> {
        self.count_piece()?;
        let depth = self.xml.depth();
        let row = grid.table.rows + 1;
        let mut properties = RowProperties::default();
        let mut column = 1;
        let mut changed = self.inserted > 0;
        loop {
            match self.step()? {
                Step::Start(Name::RowProperties, _) => {
                    properties = self.row_properties()?;
                    changed |= properties.changed;
                    if properties.deleted {
                        grid.table.tracked = true;
                        return self.skip_to_end_of(depth);
                    }
                    column = 1 + properties.before;
                }
                Step::Start(Name::Cell, _) => {
                    let cell = self.cell(grid, row, column)?;
                    changed |= self.cell.changed;
                    if let Some(cell) = cell {
                        column += cell.span;
                        push_or_merge_across(&mut grid.row, cell, self.cell.across);
                    }
                }
                Step::Start(..) => self.xml.skip()?,
                Step::End => break,
            }
        }
        grid.table.tracked |= changed;
        grid.table.rows = row;
        let extent = (column - 1).saturating_add(properties.after);
        grid.extents.push(extent.min(limit::COLUMNS));
        self.place(grid, row);
        Ok(())
    }

    /// Reads the cell begun last; `None` if it was deleted or lies beyond the bounds.
    fn cell(&mut self, grid: &Grid, row: u32, column: u32) -> Result<Option<RawCell>> {
        self.count_piece()?;
        self.cell = CellProperties::default();
        let outer = std::mem::replace(&mut self.at, At::Cell(grid.table.number, row, column));
        let blocks = self.flow(Flow::Cell)?;
        self.at = outer;
        let CellProperties {
            span,
            down,
            shading,
            deleted,
            ..
        } = self.cell;
        if deleted {
            return Ok(None);
        }
        if column > limit::COLUMNS {
            let place = grid.table.place(row, column);
            self.remark(RemarkKind::BeyondBounds, place);
            return Ok(None);
        }
        Ok(Some(RawCell {
            column,
            span: span.unwrap_or(1).min(limit::COLUMNS + 1 - column),
            down,
            shading: shading.unwrap_or(grid.shading),
            blocks,
        }))
    }

    /// Puts the cells of the row that was read in their places, merging downwards.
    fn place(&mut self, grid: &mut Grid, row: u32) {
        let Grid {
            table, above, own, ..
        } = grid;
        own.clear();
        for raw in grid.row.drain(..) {
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
                        let place = table.place(row, raw.column);
                        self.remark(RemarkKind::Covered { text }, place);
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

    fn finish(&mut self, grid: Grid) -> Table {
        let Grid {
            mut table, extents, ..
        } = grid;
        table.columns = extents.iter().copied().max().unwrap_or(0);
        for (row, &extent) in (1..).zip(&extents) {
            if extent != table.columns {
                let place = table.place(row, extent.max(1));
                self.remark(RemarkKind::UnevenRow, place);
            }
        }
        table
    }

    fn row_properties(&mut self) -> Result<RowProperties> {
        self.row_memo.get(&mut self.xml, (), |reader| {
            let mut found = RowProperties::default();
            reader.children(|reader, tag| {
                match (tag.ns, tag.name) {
                    (Ns::Word, b"gridBefore") => found.before = columns(integer(reader, &tag), 0),
                    (Ns::Word, b"gridAfter") => found.after = columns(integer(reader, &tag), 0),
                    (Ns::Word, b"del") => (found.deleted, found.changed) = (true, true),
                    (Ns::Word, b"ins") => found.changed = true,
                    _ => {}
                }
                Ok::<_, WalkError>(())
            })?;
            Ok(found)
        })
    }

    pub(super) fn cell_properties(&mut self) -> Result<CellProperties> {
        let theme = &self.definitions.theme;
        self.cell_memo.get(&mut self.xml, (), |reader| {
            let mut found = CellProperties::default();
            reader.children(|reader, tag| {
                if tag.ns != Ns::Word {
                    return Ok(());
                }
                match tag.name {
                    b"gridSpan" => found.span = Some(columns(integer(reader, &tag), 1)),
                    b"vMerge" => found.down = Merge::of(value(reader, &tag)),
                    b"hMerge" => found.across = Merge::of(value(reader, &tag)),
                    b"shd" => found.shading = Some(color::shading(reader, &tag, theme)),
                    b"cellDel" => (found.deleted, found.changed) = (true, true),
                    b"cellIns" => found.changed = true,
                    _ => {}
                }
                Ok::<_, WalkError>(())
            })?;
            Ok(found)
        })
    }
}

impl Merge {
    /// `ST_Merge`; without a value a cell goes on with the one before.
    fn of(value: Option<&[u8]>) -> Merge {
        match value {
            None | Some(b"" | b"continue") => Merge::Continues,
            _ => Merge::Starts,
        }
    }
}

/// Adds a cell to its row, or to the cell before it if `w:hMerge` says so.
fn push_or_merge_across(row: &mut Vec<RawCell>, cell: RawCell, across: Merge) {
    match row.last_mut() {
        Some(last) if across == Merge::Continues => {
            last.span += cell.span;
            if !plain_text(&cell.blocks).trim().is_empty() {
                last.blocks.extend(cell.blocks);
            } else {
                last.blocks.extend(hidden_holders(cell.blocks));
            }
        }
        _ => row.push(cell),
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
            paragraph.drawings.iter_mut().for_each(|d| d.offset = 0);
            Some(Block::Paragraph(paragraph))
        }
    })
}

fn columns(number: Option<i32>, least: u32) -> u32 {
    number.map_or(least, |n| (n.max(0) as u32).clamp(least, limit::COLUMNS))
}

/// A tracked insertion or deletion, as a property.
pub(super) fn is_change(tag: &Tag<'_>) -> bool {
    tag.ns == Ns::Word && matches!(tag.name, b"ins" | b"del" | b"moveFrom" | b"moveTo")
}
