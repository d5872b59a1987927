//! Tables that ran together when what stood between them was deleted: below the values of one begin
//! the labels of another. They are set apart before the paper is taken apart.

use std::cell::OnceCell;

use office::paper::{Block, Paper, Table};

use super::grid::Grid;
use super::labels::Labels;
use crate::mapping::{Layout, Mapping};
use crate::recognise::edition::{GridRow, LabelText, LaidOut, Signs, Spelling};
use crate::text::key::{key, stem};

/// Labels that fit so well are a table's own, without a heading over them.
const SURE: f32 = 0.6;
/// Longer texts, in bytes, are no labels.
const LONGEST: usize = 600;
/// How many of the mapping's tables are tried on a piece.
const MOST_CANDIDATES: usize = 5;
/// A header has so many labels at least that follows lines of one label each.
const LEAST_HEADER: usize = 3;

/// Sets apart the tables of a paper's body that ran together; whether there were any. The pieces
/// keep the number and the rows of the table that they were.
pub fn separate(paper: &mut Paper, mapping: &Mapping, signs: &Signs) -> bool {
    let found: Vec<(usize, Vec<u32>)> = (paper.blocks.iter().enumerate())
        .filter_map(|(i, block)| match block {
            Block::Table(table) if table.rows > 3 && table.sheet.is_none() => {
                let rows = starts(table, mapping, signs);
                (!rows.is_empty()).then_some((i, rows))
            }
            _ => None,
        })
        .collect();
    for (i, rows) in found.iter().rev() {
        let Block::Table(whole) = paper.blocks.remove(*i) else {
            continue;
        };
        let pieces = split(whole, rows).into_iter().map(Block::Table);
        paper.blocks.splice(i..i, pieces);
    }
    !found.is_empty()
}

/// A table cut before each of these rows.
fn split(mut table: Table, rows: &[u32]) -> Vec<Table> {
    let mut pieces = Vec::with_capacity(rows.len() + 1);
    for row in rows.iter().rev() {
        let (above, below) = table.cells.into_iter().partition(|c| c.row < *row);
        table.cells = above;
        let piece = Table {
            cells: below,
            ..table.clone()
        };
        pieces.push(piece);
    }
    pieces.push(table);
    pieces.reverse();
    pieces
}

/// The rows on paper at which the labels of another table begin.
fn starts(table: &Table, mapping: &Mapping, signs: &Signs) -> Vec<u32> {
    let Some(whole) = Grid::of(table) else {
        return Vec::new();
    };
    let likely = likely_starts(&whole, mapping, signs);
    let mut rows = Vec::new();
    let mut from = 1;
    for (n, &(line, kind)) in likely.iter().enumerate() {
        let to = likely.get(n + 1).map_or(whole.lines(), |next| next.0 - 1);
        let best = |from, to| best(whole.lines_between(from, to), mapping, signs);
        let (above, below) = (best(from, line - 1), best(line, to));
        let other = match (kind, above, below) {
            (Kind::Grid, above, _) => above.is_some(),
            (_, _, None) => false,
            (_, Some(above), Some(below)) => above != below,
            // A table of another layout stands above, and none of these labels.
            (_, None, Some(below)) => {
                let has = |l| {
                    OnLine::of(&whole, l, signs)
                        .tables
                        .contains(&(below as u16))
                };
                line > from + 1 && !(from..line).any(has)
            }
        };
        if other {
            let place = whole
                .table
                .cells
                .iter()
                .filter(|c| whole.line_of(c) == line);
            rows.extend(place.map(|c| c.row).min());
            from = line;
        }
    }
    rows
}

/// The table of the mapping whose labels a piece has.
fn best(piece: Grid, mapping: &Mapping, signs: &Signs) -> Option<usize> {
    let labels = Labels::of(piece, signs);
    let fits = labels
        .candidates(MOST_CANDIDATES)
        .into_iter()
        .filter_map(|t| labels.fit(t, mapping, signs));
    let best = fits.max_by(|a, b| a.score.total_cmp(&b.score).then(b.table.cmp(&a.table)))?;
    (best.score >= SURE).then_some(best.table)
}

/// What begins at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Labels across.
    Header,
    /// A label at the left, and more below it.
    Form,
    /// The columns of a grid.
    Grid,
}

/// The lines at which another table may begin.
fn likely_starts(whole: &Grid, mapping: &Mapping, signs: &Signs) -> Vec<(u32, Kind)> {
    let mut likely = Vec::new();
    // The tables whose labels stand above, where the last of them do, and whether across.
    let mut above: Vec<u16> = Vec::new();
    let (mut last, mut across) = (0, false);
    // The labels at the left since the table began.
    let mut left: Vec<String> = Vec::new();
    for line in 1..=whole.lines() {
        let on = OnLine::of(whole, line, signs);
        if on.tables.is_empty() {
            if last + 1 < line && line > 1 && is_grid_head(whole, line, signs) {
                likely.push((line, Kind::Grid));
                (above, last, across) = (Vec::new(), line, true);
                left.clear();
            }
            continue;
        }
        let shared: Vec<u16> = (on.tables.iter().copied())
            .filter(|t| above.contains(t))
            .collect();
        let form = |t: &u16| mapping.tables[*t as usize].layout == Layout::Form;
        let goes_on = |t: &u16| OnLine::of(whole, line + 1, signs).tables.contains(t);
        let once_more = !on.header && left.first() == Some(&on.first);
        let begins = if above.is_empty() {
            line > 1 && last > 0
        } else if on.header {
            last + 1 < line && shared.is_empty() || on.count >= LEAST_HEADER && !across
        } else {
            once_more || shared.is_empty() && on.tables.iter().any(|t| form(t) && goes_on(t))
        };
        if begins {
            let kind = if on.header { Kind::Header } else { Kind::Form };
            likely.push((line, kind));
            left.clear();
        }
        if begins || above.is_empty() {
            above = on.tables;
        } else if !shared.is_empty() && (last + 1 == line || !on.header) {
            above = shared;
        } else {
            continue;
        }
        (last, across) = (line, on.header);
        if !on.header {
            left.push(on.first);
        }
    }
    likely
}

/// The labels on a line.
struct OnLine {
    /// The tables that have the most of them.
    tables: Vec<u16>,
    /// How many they have.
    count: usize,
    /// Labels stand across; else one stands at the left.
    header: bool,
    /// The key of the first text.
    first: String,
}

impl OnLine {
    fn of(grid: &Grid, line: u32, signs: &Signs) -> OnLine {
        let mut votes: Vec<(u16, usize)> = Vec::new();
        let mut first: Option<(String, &[u16])> = None;
        let mut texts = 0;
        let mut seen = None;
        for column in 1..=grid.columns() {
            let at = grid.cell_index(line, column);
            let Some(cell) = grid.cell(line, column).filter(|_| at != seen) else {
                continue;
            };
            seen = at;
            if grid.line_of(cell) != line || cell.is_blank() {
                continue;
            }
            let text = cell.text();
            texts += 1;
            let (key, known) = known_tables(&text, signs);
            if first.is_none() {
                // A line that begins with a value has no labels.
                if known.is_empty() {
                    break;
                }
                first = Some((key, known));
            }
            for t in known {
                match votes.iter_mut().find(|v| v.0 == *t) {
                    Some(v) => v.1 += 1,
                    None => votes.push((*t, 1)),
                }
            }
        }
        let most = votes.iter().map(|v| v.1).max().unwrap_or(0);
        let header = most > 1 && most * 10 >= texts * 7;
        let (first, known) = first.unwrap_or_default();
        let tables = match header {
            true => votes.iter().filter(|v| v.1 == most).map(|v| v.0).collect(),
            false => known.to_vec(),
        };
        OnLine {
            tables,
            count: most,
            header,
            first,
        }
    }
}

fn known_tables<'s>(text: &str, signs: &'s Signs) -> (String, &'s [u16]) {
    if text.len() > LONGEST {
        return (String::new(), &[]);
    }
    let known = |k: &str| signs.parts.get(k).filter(|_| !k.is_empty());
    let own = key(text);
    let tables = known(&own)
        .or_else(|| known(&stem(text)))
        .map_or(&[][..], Vec::as_slice);
    (own, tables)
}

/// The columns of a grid stand on a line, and one of its rows on the next.
fn is_grid_head(grid: &Grid, line: u32, signs: &Signs) -> bool {
    let texts = |line: u32| -> Vec<LabelText> {
        let cells = (1..=grid.columns()).filter_map(|c| grid.cell(line, c));
        let own = cells.filter(|c| grid.line_of(c) == line && !c.is_blank());
        own.map(|c| c.text())
            .filter(|t| t.len() <= LONGEST)
            .map(|t| LabelText::new(&t))
            .collect()
    };
    let mut grids = signs
        .laid_out
        .iter()
        .filter_map(|(_, l)| match l {
            LaidOut::Grid(sign) => Some(sign),
            _ => None,
        })
        .peekable();
    if grids.peek().is_none() {
        return false;
    }
    let head = texts(line);
    if head.len() < 2 {
        return false;
    }
    let next = OnceCell::new();
    grids.any(|sign| {
        let there = |s: &&Spelling| head.iter().any(|t| s.agrees(t).is_some());
        if sign.columns.iter().filter(there).count() < 2 {
            return false;
        }
        let next = next.get_or_init(|| texts(line + 1));
        let row = |r: &GridRow| next.iter().any(|t| r.label.agrees(t).is_some());
        sign.rows.iter().any(row)
    })
}
