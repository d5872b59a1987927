//! Lays a workbook's sparse cells out as tables of a paper.
//!
//! A sheet is a table, cut to the cells that hold text. Cells far from the rest (a slip of the
//! hand at `XFD1048576`) are tables of their own on the same sheet, so that no table is larger
//! than [`MAX_SLOTS`] and no text is lost.

use std::collections::HashMap;

use crate::build::limit::COMMENTED;
use crate::paper::{self, Aside, Block, Paper, Paragraph, Place, Remark, RemarkKind, Table};
use crate::{Cost, Exceeded};

use super::MAX_SLOTS;
use super::book::{Book, Cell, Note, Sheet, cut, next_in};
use super::reference::{At, Region};

/// More blank rows than this between two cells part them.
const ROW_GAP: u32 = 200;
/// The most rows and regions that are looked at to see what a sheet's merged regions hide.
const MAX_VISITS: usize = 5_000_000;
/// More blank columns than this between two cells part them.
const COLUMN_GAP: u32 = 50;

/// The paper of a workbook whose formulas are resolved.
pub(super) fn paper(mut book: Book) -> Result<Paper, Exceeded> {
    let mut paper = Paper {
        properties: std::mem::take(&mut book.properties),
        ..Paper::default()
    };
    let mut number = 0;
    let notes_beyond = book.notes_beyond;
    for mut sheet in std::mem::take(&mut book.sheets) {
        sheet.cells.retain(|cell| !cell.content.is_blank());
        join(&mut sheet.hidden_rows);
        join(&mut sheet.hidden_columns);
        remark(&sheet, &mut book, &mut paper.remarks);
        let mut cells = std::mem::take(&mut sheet.cells);
        let merges = merges(&mut sheet, &mut cells, &mut book, &mut paper.remarks);
        book.budget.held()?;
        for cells in clusters(cells) {
            number += 1;
            let hidden = all_hidden(&sheet, &cells) * size_of::<u32>();
            book.budget
                .take(Cost::Cells, hidden + size_of::<Table>() + sheet.name.len())?;
            paper
                .blocks
                .push(Block::Table(table(number, &sheet, cells, &merges)));
        }
    }
    let first = paper.blocks.first().map(|block| match block {
        Block::Table(table) => table.place(1, 1),
        Block::Paragraph(p) => Place::Paragraph {
            paragraph: p.number,
        },
    });
    let beyond = (notes_beyond > 0).then_some(RemarkKind::AsidesBeyond {
        count: notes_beyond,
    });
    if let (Some(place), Some(kind)) = (first, beyond) {
        paper.remarks.push(Remark { kind, place });
    }
    Ok(paper.complete())
}

/// Sorts runs and joins those that touch.
fn join(runs: &mut Vec<(u32, u32)>) {
    runs.sort_unstable();
    runs.dedup_by(|next, run| {
        let touch = next.0 <= run.1.saturating_add(1);
        if touch {
            run.1 = run.1.max(next.1);
        }
        touch
    });
}

/// What the sheet's cells cannot say themselves.
fn remark(sheet: &Sheet, book: &mut Book, remarks: &mut Vec<Remark>) {
    let mut note = |kind, at: At| {
        let place = Place::sheet(&sheet.name, at.row, at.column);
        remarks.push(Remark { kind, place });
    };
    for (at, formula) in &sheet.unresolved {
        let formula = formula.told();
        note(RemarkKind::FormulaWithoutResult { formula }, *at);
    }
    for (at, formula, stored) in &sheet.recomputed {
        let (formula, stored) = (formula.told(), stored.text().to_owned());
        note(RemarkKind::FormulaRecomputed { formula, stored }, *at);
    }
    for (at, text) in &sheet.floating {
        note(RemarkKind::Floating { text: text.clone() }, *at);
    }
    for (at, kind) in &sheet.drawn {
        note(RemarkKind::Drawn { kind: *kind }, *at);
    }
    for (at, text) in &sheet.unseen {
        let text = text.clone();
        note(RemarkKind::Unseen { text }, *at);
    }
    for (aside, text) in &sheet.edges {
        let aside = RemarkKind::Aside {
            aside: *aside,
            text: text.clone(),
            about: String::new(),
            author: String::new(),
        };
        note(aside, At::new(1, 1));
    }
    for (at, shown) in &sheet.scaled {
        let shown = shown.clone();
        note(RemarkKind::Scaled { shown }, *at);
    }
    for at in &sheet.open_quotes {
        note(RemarkKind::OpenQuote, *at);
    }
    for (at, Note { author, text }) in &sheet.notes {
        let found = sheet.cells.binary_search_by_key(at, |cell| cell.at);
        let about = found.map_or("", |i| sheet.cells[i].content.text());
        let about = cut(about, COMMENTED).into_owned();
        let (aside, text) = (Aside::Comment, text.clone());
        let author = author.clone();
        note(
            RemarkKind::Aside {
                aside,
                text,
                about,
                author,
            },
            *at,
        );
    }
    if let Some(at) = sheet.beyond {
        note(RemarkKind::BeyondBounds, at);
    }
    if sheet.hidden {
        if let Some(cell) = sheet.cells.first() {
            note(RemarkKind::Hidden, cell.at);
        }
        return;
    }
    // One remark a run of hidden rows or columns, at its first text.
    for &(first, last) in &sheet.hidden_rows {
        let from = sheet.cells.partition_point(|cell| cell.at.row < first);
        if let Some(cell) = sheet.cells.get(from).filter(|cell| cell.at.row <= last)
            && book.tell()
        {
            note(RemarkKind::Hidden, cell.at);
        }
    }
    let mut found: Vec<Option<At>> = vec![None; sheet.hidden_columns.len()];
    if !found.is_empty() {
        let runs = &sheet.hidden_columns;
        for cell in &sheet.cells {
            let after = runs.partition_point(|run| run.0 <= cell.at.column);
            if after > 0 && cell.at.column <= runs[after - 1].1 {
                found[after - 1].get_or_insert(cell.at);
            }
        }
    }
    for at in found.into_iter().flatten().take_while(|_| book.tell()) {
        note(RemarkKind::Hidden, at);
    }
}

/// The merged regions by the cell that they show, no two of which overlap. Cells that one covers
/// are taken away; a remark keeps their text.
fn merges(
    sheet: &mut Sheet,
    cells: &mut Vec<Cell>,
    book: &mut Book,
    remarks: &mut Vec<Remark>,
) -> HashMap<At, Region> {
    let mut regions = std::mem::take(&mut sheet.merges);
    regions.sort_by_key(|region| region.first);
    let mut merges = HashMap::new();
    let mut above: Vec<Region> = Vec::new();
    let mut covered: Vec<usize> = Vec::new();
    let mut visits = MAX_VISITS;
    for region in regions {
        let mut at = region.first;
        let Some(first) = next_in(cells, region, at, &mut visits) else {
            continue;
        };
        above.retain(|other| other.last.row >= region.first.row);
        visits = visits.saturating_sub(above.len());
        if visits == 0 || above.iter().any(|other| other.overlaps(&region)) {
            continue;
        }
        above.push(region);
        merges.insert(region.first, region);
        if cells[first].at == region.first {
            at.column += 1;
        }
        while let Some(under) = next_in(cells, region, at, &mut visits) {
            covered.push(under);
            at = At::new(cells[under].at.row, cells[under].at.column + 1);
        }
    }
    covered.sort_unstable();
    let mut index = 0;
    cells.retain(|cell| {
        let keep = covered.binary_search(&index).is_err();
        index += 1;
        if !keep && book.tell() {
            let text = cell.content.text().to_owned();
            remarks.push(Remark {
                kind: RemarkKind::Covered { text },
                place: Place::sheet(&sheet.name, cell.at.row, cell.at.column),
            });
        }
        keep
    });
    merges
}

/// Parts cells (in reading order) into tables: by runs of blank rows, then by runs of blank
/// columns, then by size.
fn clusters(cells: Vec<Cell>) -> Vec<Vec<Cell>> {
    let mut out = Vec::new();
    for band in split(cells, |a, b| b.at.row - a.at.row > ROW_GAP + 1) {
        let mut band = band;
        band.sort_by_key(|cell| (cell.at.column, cell.at.row));
        for mut part in split(band, |a, b| b.at.column - a.at.column > COLUMN_GAP + 1) {
            part.sort_by_key(|cell| cell.at);
            size(part, &mut out);
        }
    }
    out.sort_by_key(|part: &Vec<Cell>| part.first().map(|cell| cell.at));
    out
}

/// Parts a list before each element that `apart` parts from the one before.
fn split(cells: Vec<Cell>, apart: impl Fn(&Cell, &Cell) -> bool) -> Vec<Vec<Cell>> {
    let mut out: Vec<Vec<Cell>> = Vec::new();
    for cell in cells {
        match out.last_mut() {
            Some(part) if part.last().is_some_and(|last| !apart(last, &cell)) => part.push(cell),
            _ => out.push(vec![cell]),
        }
    }
    out
}

/// Cuts a cluster that would be too large into blocks of rows and columns.
fn size(part: Vec<Cell>, out: &mut Vec<Vec<Cell>>) {
    let Some(all) = bounds(&part) else { return };
    let (rows, columns) = extent(all);
    if rows.saturating_mul(columns) <= MAX_SLOTS {
        out.push(part);
        return;
    }
    let wide = columns.min(1024);
    let high = (MAX_SLOTS / wide).max(1);
    let mut blocks: HashMap<(u32, u32), Vec<Cell>> = HashMap::new();
    for cell in part {
        let row = (cell.at.row - all.first.row) / high;
        let column = (cell.at.column - all.first.column) / wide;
        blocks.entry((row, column)).or_default().push(cell);
    }
    out.extend(blocks.into_values());
}

/// The smallest region that holds the cells.
fn bounds(cells: &[Cell]) -> Option<Region> {
    let first = cells.first()?;
    let mut all = Region::of(first.at, first.at);
    for Cell { at, .. } in cells {
        all.first.row = all.first.row.min(at.row);
        all.last.row = all.last.row.max(at.row);
        all.first.column = all.first.column.min(at.column);
        all.last.column = all.last.column.max(at.column);
    }
    Some(all)
}

/// Rows and columns.
fn extent(region: Region) -> (u32, u32) {
    (
        region.last.row - region.first.row + 1,
        region.last.column - region.first.column + 1,
    )
}

/// The rows of a region that are hidden: of the runs, which are sorted and apart, those in it.
fn hidden_in(sheet: &Sheet, all: Region) -> impl Iterator<Item = (u32, u32)> {
    let runs = &sheet.hidden_rows;
    let from = runs.partition_point(|run| run.1 < all.first.row);
    let runs = runs[from..].iter().copied();
    runs.take_while(move |run| run.0 <= all.last.row)
        .map(move |(first, last)| (first.max(all.first.row), last.min(all.last.row)))
}

/// How many rows of the table that these cells make are hidden.
fn all_hidden(sheet: &Sheet, cells: &[Cell]) -> usize {
    bounds(cells).map_or(0, |all| {
        let rows = |(first, last): (u32, u32)| (last - first + 1) as usize;
        hidden_in(sheet, all).map(rows).sum()
    })
}

fn table(number: u32, sheet: &Sheet, cells: Vec<Cell>, merges: &HashMap<At, Region>) -> Table {
    let all = bounds(&cells).unwrap_or(Region::of(At::new(1, 1), At::new(1, 1)));
    let (rows, columns) = extent(all);
    let hidden_rows = hidden_in(sheet, all)
        .flat_map(|(first, last)| first..=last)
        .map(|row| row - all.first.row + 1)
        .collect();
    let hidden_columns = (all.first.column..=all.last.column)
        .filter(|column| {
            let runs = &sheet.hidden_columns;
            let after = runs.partition_point(|run| run.1 < *column);
            runs.get(after).is_some_and(|run| run.0 <= *column)
        })
        .map(|column| column - all.first.column + 1)
        .collect();
    let cells = cells
        .into_iter()
        .map(|cell| {
            // A merged region counts as far as there is text in the table's rows and columns.
            let last = merges.get(&cell.at).map_or(cell.at, |region| {
                At::new(
                    region.last.row.min(all.last.row),
                    region.last.column.min(all.last.column),
                )
            });
            let (row_span, column_span) = extent(Region::of(cell.at, last));
            paper::Cell {
                id: paper::CellId::default(),
                row: cell.at.row - all.first.row + 1,
                column: cell.at.column - all.first.column + 1,
                row_span,
                column_span,
                shading: None,
                border: Default::default(),
                crossed: cell.inks.cell.crossed,
                blocks: vec![Block::Paragraph(paragraph(&cell))],
            }
        })
        .collect();
    Table {
        number,
        inside: None,
        rows,
        columns,
        cells,
        sheet: Some(paper::Sheet {
            name: sheet.name.clone(),
            first_row: all.first.row,
            first_column: all.first.column,
            hidden: sheet.hidden,
            hidden_rows,
            hidden_columns,
        }),
        tracked: false,
        deleted: Vec::new(),
        widths: paper::Widths::default(),
    }
}

/// A cell's text as a paragraph.
fn paragraph(cell: &Cell) -> Paragraph {
    let text = cell.content.text();
    Paragraph {
        text: text.to_owned(),
        spans: cell.inks.spans(text),
        ..Paragraph::default()
    }
}
