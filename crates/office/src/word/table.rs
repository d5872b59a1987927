//! Tables as resolved grids (ECMA-376 part 1 §17.4): spans, merges in both directions, rows that
//! begin or end off the grid's edge, and no trust in `w:tblGrid`.

use super::color;
use super::error::WalkError;
use super::limit;
use super::names::Name;
use super::open::{CellProperties, RowProperties};
use super::properties::{borders, integer, is_on, value};
use super::walk::{Flow, Result, Step, Walk};
use crate::build::at::At;
use crate::build::grid::{Grid, Merge, RawCell};
use crate::paper::{DeletedRow, RemarkKind, Rgb, Table, Widths};
use crate::xml::Ns;

/// A row of exactly this height or less, in twentieths of a point, shows nothing: two points.
const FLAT: i32 = 40;

/// A table that is being read.
struct Reading {
    grid: Grid,
    /// The shading that the table's style gives every cell.
    shading: Option<Rgb>,
}

impl<'a> Walk<'a, '_> {
    /// Reads the table whose start tag was read last.
    pub(super) fn table(&mut self) -> Result<Table> {
        self.count_piece()?;
        self.numbers.tables += 1;
        let number = self.numbers.tables;
        let mut reading = Reading {
            grid: Grid::new(number, self.inside),
            shading: self.definitions.styles.cell_shading(0),
        };
        let outer = (self.table_style, self.inside, self.cell);
        self.table_style = Some(0);
        self.inside = Some(number);
        loop {
            match self.step()? {
                Step::Start(Name::Row, _) => self.row(&mut reading)?,
                Step::Start(Name::TableProperties, _) => self.table_properties(&mut reading)?,
                Step::Start(Name::TableGrid, _) => {
                    reading.grid.table.widths = self.table_grid()?;
                }
                Step::Start(..) => self.xml.skip()?,
                Step::End => break,
            }
        }
        (self.table_style, self.inside, self.cell) = outer;
        Ok(reading.grid.finish(|kind, place| self.remark(kind, place)))
    }

    fn table_properties(&mut self, reading: &mut Reading) -> Result<()> {
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
        reading.shading = styles.cell_shading(number);
        Ok(())
    }

    /// The widths of the columns, as far as anybody draws them by it.
    fn table_grid(&mut self) -> Result<Widths> {
        let mut widths = Vec::new();
        self.xml.children(|reader, tag| {
            if (tag.ns, tag.name) == (Ns::Word, b"gridCol")
                && (widths.len() as u32) < limit::COLUMNS
            {
                let width = reader.attribute(&tag, Ns::Word, b"w");
                let width = width.and_then(|w| std::str::from_utf8(w).ok()?.parse().ok());
                widths.push(width.unwrap_or(0));
            }
            Ok::<_, WalkError>(())
        })?;
        Ok(Widths(widths))
    }

    /// Passes over a row that was deleted with tracking on, and keeps its text.
    fn deleted_row(&mut self, table: &mut Table, depth: usize) -> Result<()> {
        table.tracked = true;
        let text = self.text_to_end_of(depth)?;
        if !text.trim().is_empty() {
            let above = table.rows;
            table.deleted.push(DeletedRow { above, text });
        }
        Ok(())
    }

    fn row(&mut self, reading: &mut Reading) -> Result<()> {
        self.count_piece()?;
        let depth = self.xml.depth();
        let grid = &mut reading.grid;
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
                        return self.deleted_row(&mut grid.table, depth);
                    }
                    column = 1 + properties.before;
                }
                Step::Start(Name::Cell, _) => {
                    let cell = self.cell(grid, reading.shading, row, column)?;
                    changed |= self.cell.changed;
                    if let Some(cell) = cell {
                        column += cell.span;
                        grid.add(cell);
                    }
                }
                Step::Start(..) => self.xml.skip()?,
                Step::End => break,
            }
        }
        grid.table.tracked |= changed;
        if properties.unseen {
            let text = grid.row_text();
            if !text.is_empty() {
                let place = grid.table.place(row, 1);
                self.remark(RemarkKind::Unseen { text }, place);
            }
        }
        let extent = (column - 1).saturating_add(properties.after);
        grid.end_row(extent, |kind, place| self.remark(kind, place));
        Ok(())
    }

    /// Reads the cell begun last; `None` if it was deleted or lies beyond the bounds.
    fn cell(
        &mut self,
        grid: &Grid,
        style_shading: Option<Rgb>,
        row: u32,
        column: u32,
    ) -> Result<Option<RawCell>> {
        self.count_piece()?;
        self.cell = CellProperties::default();
        let outer = std::mem::replace(&mut self.at, At::Cell(grid.table.number, row, column));
        let blocks = self.flow(Flow::Cell)?;
        self.at = outer;
        let CellProperties {
            span,
            across,
            down,
            shading,
            border,
            crossed,
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
            across,
            down,
            shading: shading.unwrap_or(style_shading),
            border,
            crossed,
            blocks,
        }))
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
                    (Ns::Word, b"hidden") => found.unseen |= is_on(reader, &tag),
                    (Ns::Word, b"trHeight") => {
                        let exact = reader.attribute(&tag, Ns::Word, b"hRule") == Some(b"exact");
                        let flat = integer(reader, &tag).is_some_and(|h| (0..=FLAT).contains(&h));
                        found.unseen |= exact && flat;
                    }
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
                    b"vMerge" => found.down = merge(value(reader, &tag)),
                    b"hMerge" => found.across = merge(value(reader, &tag)),
                    b"shd" => found.shading = Some(color::shading(reader, &tag, theme)),
                    b"tcBorders" => (found.border, found.crossed) = borders(reader)?,
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

/// `ST_Merge`; without a value a cell goes on with the one before.
fn merge(value: Option<&[u8]>) -> Merge {
    match value {
        None | Some(b"" | b"continue") => Merge::Continues,
        _ => Merge::Starts,
    }
}

fn columns(number: Option<i32>, least: u32) -> u32 {
    number.map_or(least, |n| (n.max(0) as u32).clamp(least, limit::COLUMNS))
}
