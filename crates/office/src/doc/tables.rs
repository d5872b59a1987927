//! Tables: rows are told apart by the marks of their paragraphs, columns by the edges of all rows
//! ([MS-DOC] §2.4.3–2.4.5).

use super::lines::{Lines, edges};
use super::rows::{CellDefinition, Row};
use super::story::{Ends, Para};
use super::walk::{Flow, Result, Walk};
use crate::build::at::At;
use crate::build::grid::{Grid, Merge, RawCell};
use crate::build::limit;
use crate::paper::{Block, DeletedRow, RemarkKind, Widths};

/// A row that is not read yet.
struct RawRow<'p, 'a> {
    cells: Vec<&'p [Para<'a>]>,
    /// What the end mark says; `None` where there is none.
    definition: Option<Row>,
    /// The position of the end mark.
    mark: Option<usize>,
    edges: Vec<i32>,
}

impl<'a> Walk<'a, '_> {
    /// Reads paragraphs of which each stands in at least `depth` tables: the tables that they make.
    pub(super) fn tables(
        &mut self,
        paras: &[Para<'a>],
        depth: usize,
        blocks: &mut Vec<Block>,
    ) -> Result<()> {
        let mut rows = self.rows(paras, depth);
        let mut left = rows.as_mut_slice();
        while !left.is_empty() {
            let len = 1 + left
                .windows(2)
                .take_while(|pair| match (&pair[0].definition, &pair[1].definition) {
                    (Some(before), Some(row)) => row.goes_on_with(before),
                    _ => true,
                })
                .count();
            let (table, rest) = left.split_at_mut(len);
            let table = self.table(table, depth)?;
            blocks.push(Block::Table(table));
            left = rest;
        }
        Ok(())
    }

    fn rows<'p>(&self, paras: &'p [Para<'a>], depth: usize) -> Vec<RawRow<'p, 'a>> {
        let mut rows = Vec::new();
        let mut cells = Vec::new();
        let mut start = 0;
        for (i, para) in paras.iter().enumerate() {
            match para.ends {
                Ends::Cell if para.depth == depth => {
                    cells.push(&paras[start..=i]);
                    start = i + 1;
                }
                Ends::Row if para.depth == depth => {
                    // Text whose cell has no end of its own.
                    if start < i {
                        cells.push(&paras[start..i]);
                    }
                    start = i + 1;
                    rows.push(RawRow {
                        cells: std::mem::take(&mut cells),
                        definition: Some(Row::read(self.document.lists_of(para))),
                        mark: Some(para.mark),
                        edges: Vec::new(),
                    });
                }
                _ => {}
            }
        }
        if start < paras.len() {
            cells.push(&paras[start..]);
        }
        if !cells.is_empty() {
            rows.push(RawRow {
                cells,
                definition: None,
                mark: None,
                edges: Vec::new(),
            });
        }
        rows
    }

    fn table(&mut self, rows: &mut [RawRow<'_, 'a>], depth: usize) -> Result<crate::paper::Table> {
        self.count_piece()?;
        self.numbers.tables += 1;
        let number = self.numbers.tables;
        self.set_edges(rows);
        let lines = Lines::of(rows.iter().map(|r| r.edges.as_slice()));
        let columns = lines.columns().min(limit::COLUMNS);
        let mut grid = Grid::new(number, self.inside);
        grid.table.widths = Widths(lines.widths());
        let outer = (self.table_style, self.inside);
        self.inside = Some(number);
        for row in rows.iter() {
            self.count_piece()?;
            if let Some(mark) = row.mark {
                let said = self.mark(mark);
                grid.table.tracked |= said.deleted || said.inserted;
                if said.deleted {
                    self.deleted_row(row, &mut grid.table);
                    continue;
                }
            }
            self.row(row, &lines, depth, &mut grid)?;
            grid.end_row(columns, |kind, place| self.remark(kind, place));
            if row.definition.is_none() {
                let place = grid.table.place(grid.table.rows, 1);
                self.remark(RemarkKind::Damaged, place);
            }
        }
        (self.table_style, self.inside) = outer;
        Ok(grid.finish(|kind, place| self.remark(kind, place)))
    }

    /// Keeps the text of a row that was deleted with tracking on.
    fn deleted_row(&self, row: &RawRow<'_, 'a>, table: &mut crate::paper::Table) {
        let units = &self.document.text.units;
        let text_of = |p: &Para| {
            let letters = units[p.from..p.mark].iter().filter(|u| **u >= 0x20);
            let letters = char::decode_utf16(letters.copied());
            letters.map(|c| c.unwrap_or('\u{fffd}')).collect::<String>()
        };
        let cells = row.cells.iter().map(|cell| {
            let lines: Vec<String> = cell.iter().map(text_of).collect();
            lines.join("\n")
        });
        let text = cells.collect::<Vec<_>>().join("\t");
        if !text.trim().is_empty() {
            let above = table.rows;
            table.deleted.push(DeletedRow { above, text });
        }
    }

    /// Gives each row as many edges as it has cells and one.
    fn set_edges(&self, rows: &mut [RawRow<'_, 'a>]) {
        let mut before: Vec<i32> = Vec::new();
        for row in rows {
            let defined = row.definition.as_ref();
            let wide: Vec<bool> = row
                .cells
                .iter()
                .enumerate()
                .map(|(i, cell)| !row.is_covered(i) && !self.is_blank_cell(cell))
                .collect();
            row.edges = edges(defined.map_or(&[], |d| &d.edges), &before, &wide);
            before.clone_from(&row.edges);
        }
    }

    fn row(
        &mut self,
        row: &RawRow<'_, 'a>,
        lines: &Lines,
        depth: usize,
        grid: &mut Grid,
    ) -> Result<()> {
        let number = grid.table.number;
        self.table_style = Some(row.definition.as_ref().map_or(0, |d| d.style));
        let at = grid.table.rows + 1;
        for (i, cell) in row.cells.iter().enumerate() {
            self.count_piece()?;
            let (column, span) = lines.cell(row.edges[i], row.edges[i + 1]);
            let is_covered = row.is_covered(i);
            // A cell of no width that says nothing is none.
            if span == 0 && !is_covered {
                continue;
            }
            let outer = std::mem::replace(&mut self.at, At::Cell(number, at, column));
            let blocks = self.flow(cell, depth, Flow::Cell)?;
            self.at = outer;
            if column > limit::COLUMNS {
                self.remark(RemarkKind::BeyondBounds, grid.table.place(at, column));
                continue;
            }
            let CellDefinition {
                down,
                shading,
                crossed,
                ..
            } = row.cell(i);
            grid.add(RawCell {
                column,
                span: span.min(limit::COLUMNS + 1 - column),
                across: match is_covered {
                    true => Merge::Continues,
                    false => Merge::No,
                },
                down,
                shading,
                border: Default::default(),
                crossed,
                blocks,
            });
        }
        if row.definition.as_ref().is_some_and(|d| d.flat) {
            let text = grid.row_text();
            if !text.is_empty() {
                let place = grid.table.place(at, 1);
                self.remark(RemarkKind::Unseen { text }, place);
            }
        }
        Ok(())
    }

    fn is_blank_cell(&self, cell: &[Para<'a>]) -> bool {
        let units = &self.document.text.units;
        cell.iter()
            .all(|p| units[p.from..p.mark].iter().all(|&u| u <= 0x20))
    }
}

impl RawRow<'_, '_> {
    fn cell(&self, index: usize) -> CellDefinition {
        self.definition
            .as_ref()
            .and_then(|d| d.cells.get(index))
            .copied()
            .unwrap_or_default()
    }

    /// The cell goes on with the one before it; the first one cannot.
    fn is_covered(&self, index: usize) -> bool {
        index > 0
            && self.cell(index).across == Merge::Continues
            && self.cell(index - 1).across != Merge::No
    }
}
