//! Tables: rows and cells at their slots, sheets with their letters and numbers.

use std::ops::Range;

use office::paper::{Block, Cell, Paragraph, Table, column_name};

use super::Drawer;
use super::address::Spot;
use super::ink::Ink;
use super::line::Classes;
use super::views::{self, Attributes, Flow, Line, Piece, Row, Slot};
use crate::said;
use crate::text::visible::visible;

/// A row's and a cell's elements cost so many bytes beside what is in them.
const ROW: usize = 16;
const CELL: usize = 40;
/// More rows without a cell than that, one below another, are drawn as one that counts them.
const EMPTY_ROWS: u32 = 3;
/// Of more columns no hundredths are left to tell apart.
const MOST_WIDTHS: usize = 60;
/// So many empty cells of a sheet side by side are drawn one by one.
const MOST_EMPTY: u32 = 30;
/// Browsers take no cell for wider or higher than that.
const WIDEST: u32 = 1000;

impl<'a> Drawer<'a> {
    /// A table; `None` where there is no room for it.
    pub(super) fn table(&mut self, table: &'a Table) -> Option<views::Table<'a>> {
        if !self.spend(4 * CELL) {
            self.left.1 += table.cells.len();
            return None;
        }
        let spot = Spot::Table(table.number);
        let mut class = Classes::default();
        if table.tracked {
            class.add("tr");
        }
        let title = self.title(table);
        let is_sheet = table.sheet.is_some();
        let widths = shares(&table.widths.0);
        if !widths.is_empty() {
            class.add("fx");
        }
        let at = self.at(spot, class, &[], None);
        let letters = match &table.sheet {
            Some(sheet) => (0..table.columns)
                .map(|n| {
                    let is_hidden = sheet.hidden_columns.binary_search(&(n + 1)).is_ok();
                    (column_name(sheet.first_column.saturating_add(n)), is_hidden)
                })
                .collect(),
            None => Vec::new(),
        };
        let rows = self.rows(table);
        Some(views::Table {
            at,
            region: is_sheet.then(|| self.name(table)),
            title,
            widths,
            letters,
            rows,
            flags: self.flags(spot),
        })
    }

    fn name(&self, table: &Table) -> String {
        let number = table.number;
        let name = match &table.sheet {
            Some(sheet) => said!("工作表“{}”", "Sheet “{}”", sheet.name),
            None => said!("表格 {number}", "Table {number}"),
        };
        visible(name.get(self.settings.lang)).into_owned()
    }

    /// The name of a sheet over the first of its tables.
    fn title(&mut self, table: &'a Table) -> Option<String> {
        let sheet = table.sheet.as_ref()?;
        if self.sheet == Some(&sheet.name) {
            return None;
        }
        self.sheet = Some(&sheet.name);
        let mut title = self.name(table);
        if sheet.hidden {
            title.push_str(
                self.settings
                    .lang
                    .pick("（隐藏的工作表）", " (a hidden sheet)"),
            );
        }
        Some(title)
    }

    fn rows(&mut self, table: &'a Table) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        // Down to which row each column is covered by a cell that began above.
        let mut covered = vec![0_u32; table.columns as usize];
        let mut covered_to = 0;
        // Up to which row those that were deleted above it are drawn.
        let mut told = 0;
        let mut cells = table.cells.iter().peekable();
        let mut row = 1;
        while row <= table.rows {
            let next = cells
                .peek()
                .map_or(table.rows + 1, |cell| cell.row.max(row));
            let empty = next.saturating_sub(row.max(covered_to + 1));
            if row > covered_to && empty > EMPTY_ROWS {
                rows.push(self.gap(table, empty));
                row = next;
                continue;
            }
            if !self.spend(ROW) {
                break;
            }
            // A merged cell counts the rows that it covers: none may come between them.
            if covered_to < row {
                self.deleted(table, told..row, &mut rows);
                told = row;
            }
            let mut slots = Vec::new();
            let mut column = 1;
            while let Some(cell) = cells.next_if(|cell| cell.row <= row) {
                if cell.column < column {
                    continue;
                }
                empty_slots(table, &mut slots, &covered, row, column..cell.column);
                let last = row.saturating_add(cell.row_span.max(1) - 1).min(table.rows);
                column = cell
                    .column
                    .saturating_add(cell.column_span.max(1))
                    .min(table.columns + 1);
                let own = covered.get_mut(cell.column as usize - 1..column.max(2) as usize - 1);
                own.into_iter()
                    .flatten()
                    .for_each(|to| *to = (*to).max(last));
                covered_to = covered_to.max(last);
                if let Some(slot) = self.cell(table, cell) {
                    slots.push(slot);
                }
            }
            empty_slots(table, &mut slots, &covered, row, column..table.columns + 1);
            rows.push(self.row(table, row, slots));
            row += 1;
        }
        self.deleted(table, told..u32::MAX, &mut rows);
        self.left.1 += cells.count();
        rows
    }

    fn row(&self, table: &Table, row: u32, slots: Vec<Slot<'a>>) -> Row<'a> {
        let sheet = table.sheet.as_ref();
        let is_hidden = sheet.is_some_and(|s| s.hidden_rows.binary_search(&row).is_ok());
        Row {
            class: if is_hidden { "hid" } else { "" },
            number: sheet.map(|s| s.first_row.saturating_add(row - 1)),
            slots,
            word: None,
            deleted: None,
        }
    }

    /// Rows that hold nothing.
    fn gap(&self, table: &Table, rows: u32) -> Row<'a> {
        let said = said!("…… {rows} 个空行", "… {rows} empty rows");
        let beside = u32::from(table.sheet.is_some());
        Row {
            class: "",
            number: None,
            slots: Vec::new(),
            word: Some((
                (table.columns + beside).clamp(1, WIDEST),
                said.get(self.settings.lang).to_owned(),
            )),
            deleted: None,
        }
    }

    /// The rows that were deleted with tracking on, and have so many of the table's above them.
    fn deleted(&mut self, table: &'a Table, above: Range<u32>, rows: &mut Vec<Row<'a>>) {
        let from = table.deleted.partition_point(|row| row.above < above.start);
        let own = table.deleted[from..].iter();
        for row in own.take_while(|row| row.above < above.end) {
            if !self.spend(ROW + CELL + row.text.len()) {
                return;
            }
            rows.push(Row {
                class: "",
                number: None,
                slots: Vec::new(),
                word: None,
                deleted: Some((table.columns.clamp(1, WIDEST), visible(&row.text))),
            });
        }
    }

    fn cell(&mut self, table: &'a Table, cell: &'a Cell) -> Option<Slot<'a>> {
        if !self.spend(CELL) {
            self.left.1 += 1;
            return None;
        }
        let spot = Spot::Cell(table.number, cell.row, cell.column);
        let mut class = Classes::default();
        class.ground(cell.shading);
        let ground = cell.shading.map_or(self.ground, Ink::of);
        let outer = std::mem::replace(&mut self.ground, ground);
        let given = self
            .known
            .spots
            .get(&spot)
            .map_or(0, |known| known.given.len());
        // Where one answer is all that a cell holds, the cell is its place.
        let text = cell.text();
        let own = || {
            cell.paragraphs().find_map(|p| {
                let (range, _) = self.known.ranges.get(&p.id)?.first()?;
                p.text.get(range.clone())
            })
        };
        let typed = (given == 1).then(|| own().unwrap_or(&text));
        let ranged: Vec<_> = match given {
            0 | 1 => Vec::new(),
            _ => {
                let own = cell
                    .paragraphs()
                    .filter_map(|p| self.known.ranges.get(&p.id));
                own.flatten().cloned().collect()
            }
        };
        let (at, flow) = match &*cell.blocks {
            [Block::Paragraph(p)] if p.boxes.is_empty() => {
                class.paragraph(p);
                let at = self.at(spot, class, &ranged, typed);
                (at, self.bare(p, &ranged))
            }
            blocks => {
                let at = self.at(spot, class, &ranged, typed);
                (at, self.flow(blocks, None))
            }
        };
        self.ground = outer;
        Some(Slot::Cell(Box::new(views::Cell {
            at,
            rows: cell.row_span.clamp(1, table.rows.max(1)).min(WIDEST),
            columns: cell.column_span.clamp(1, table.columns.max(1)).min(WIDEST),
            flow,
            flags: self.flags(spot),
        })))
    }

    /// A paragraph that is all there is in its cell.
    fn bare(&mut self, p: &'a Paragraph, ranged: &[super::line::Ranged<'a>]) -> Flow<'a> {
        if !self.spend(p.text.len() + p.spans.len() * CELL) {
            self.left.0 += 1;
            return Flow::default();
        }
        let line = Line {
            bare: true,
            at: Attributes::default(),
            label: self.label(p),
            runs: self.runs(p, ranged),
            boxes: Vec::new(),
            flags: Default::default(),
        };
        Flow {
            pieces: vec![Piece::Line(line)],
        }
    }
}

/// The columns' widths in hundredths of the table's; none where they are not known, or too many.
fn shares(widths: &[u32]) -> Vec<u8> {
    let total: u64 = widths.iter().map(|w| u64::from(*w)).sum();
    if total == 0 || widths.len() > MOST_WIDTHS {
        return Vec::new();
    }
    let share = |w: &u32| ((u64::from(*w) * 100 + total / 2) / total).clamp(1, 100) as u8;
    widths.iter().map(share).collect()
}

/// The slots of a row from one column to another that no cell covers: of a sheet one by one, as far
/// as there are few.
fn empty_slots(
    table: &Table,
    slots: &mut Vec<Slot<'_>>,
    covered: &[u32],
    row: u32,
    columns: Range<u32>,
) {
    let mut add = |run: u32| match table.sheet {
        Some(_) if run <= MOST_EMPTY => slots.extend((0..run).map(|_| Slot::Grid)),
        _ if run > 0 => slots.push(Slot::Empty(run)),
        _ => {}
    };
    let mut run = 0;
    for column in columns {
        let is_covered = covered
            .get(column as usize - 1)
            .is_some_and(|to| *to >= row);
        if is_covered || run == WIDEST {
            add(run);
            run = 0;
        }
        run += u32::from(!is_covered);
    }
    add(run);
}
