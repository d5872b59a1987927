//! Tables of the form that are one table on paper, one below the other: each under its heading in a
//! line of its own, or run together since what stood between them was deleted.

use office::paper::{Cell, Table, is_blank};

use super::grid::Grid;
use super::heading;
use super::walk::Walk;
use crate::edition::{Heading, Signs};
use crate::key::{key, stem};
use crate::mapping::Layout;

/// Labels that fit so well are a table's own, without a heading over them.
const SURE: f32 = 0.6;
/// Longer texts, in bytes, are no labels.
const LONGEST: usize = 600;

impl<'p> Walk<'p, '_> {
    /// Takes apart a table that holds several of the form's, one below the other, each under its
    /// heading in a line of its own.
    pub(super) fn several(&mut self, table: &'p Table, depth: usize) -> bool {
        let headings = self.heading_rows(table);
        if headings.iter().all(|h| h.0.row <= 2) {
            return false;
        }
        let Some(whole) = Grid::of(table) else {
            return false;
        };
        let (outer, mut from) = (self.section, 1);
        let mut pieces: Vec<(Option<usize>, u32, u32)> = Vec::new();
        for (cell, heading) in &headings {
            let line = whole.line_of(cell);
            let before = pieces.last().map_or(outer, |p| p.0);
            match pieces.last_mut() {
                Some(last) => last.2 = line - 1,
                None if line > 1 => pieces.push((before, from, line - 1)),
                None => {}
            }
            from = line + 1;
            pieces.push((Some(heading.table), from, whole.lines()));
        }
        let mut fits = Vec::new();
        for (section, from, to) in pieces.iter().filter(|p| p.1 <= p.2) {
            self.section = *section;
            match self.fit_grid(whole.lines_between(*from, *to), None) {
                Some(fit) => fits.push(fit),
                None if (*from..=*to).all(|l| is_blank_line(&whole, l)) => {}
                None => {
                    self.section = outer;
                    return false;
                }
            }
        }
        self.section = fits.last().map_or(outer, |f| Some(f.table));
        if fits.len() < 2 {
            self.section = outer;
            return false;
        }
        for (cell, heading) in headings {
            let at = table.place(cell.row, cell.column);
            if let Some(p) = cell.paragraphs().find(|p| !is_blank(&p.text)) {
                let headings = &mut self.out.found[heading.table].headings;
                headings.push((p, heading, Some(at)));
            }
        }
        self.nested(table, depth);
        for fit in fits {
            for fit in self.copies(fit) {
                self.out.found[fit.table].fits.push(fit);
            }
        }
        true
    }

    /// The rows of a table that hold a heading and nothing else.
    fn heading_rows(&self, table: &'p Table) -> Vec<(&'p Cell, Heading)> {
        let mut found: Vec<(&Cell, Heading)> = Vec::new();
        let mut alone: Option<&Cell> = None;
        let mut cells = table.cells.iter().filter(|c| !c.is_blank()).peekable();
        while let Some(cell) = cells.next() {
            let before = alone.is_some_and(|a| a.row == cell.row);
            alone = Some(cell);
            if before || cells.peek().is_some_and(|next| next.row == cell.row) {
                continue;
            }
            let text = cell.text();
            let Some(h) = heading::heading(&text, &self.edition.signs, &self.edition.printed)
            else {
                continue;
            };
            let last = found.last().map(|f| f.1.table).or(self.section);
            if (h.by_code || h.by_title) && (cell.row <= 2 || last != Some(h.table)) {
                found.push((cell, h));
            }
        }
        found
    }

    /// Takes apart a table that holds several of the form's, one below the other, with nothing
    /// between them: below the values of one stand the labels of another.
    pub(super) fn joined(&mut self, table: &'p Table, depth: usize) -> bool {
        if table.rows < 4 {
            return false;
        }
        let Some(whole) = Grid::of(table) else {
            return false;
        };
        let starts = self.starts(&whole);
        if starts.len() < 2 {
            return false;
        }
        let ends = starts[1..].iter().map(|s| s - 1).chain([whole.lines()]);
        let pieces: Vec<(u32, u32)> = starts.iter().copied().zip(ends).collect();
        let (outer, announced) = (self.section, self.announced);
        let mut fits = Vec::new();
        for (n, (from, to)) in pieces.into_iter().enumerate() {
            self.section = outer.filter(|_| n == 0);
            let fit = self.fit_grid(whole.lines_between(from, to), None);
            let fit = fit.filter(|f| f.score >= SURE && !f.by_position);
            let other = |f: &super::fit::Fit| fits.iter().all(|(_, t)| *t != f.table);
            match fit.filter(|f| other(f)) {
                Some(fit) => {
                    let t = fit.table;
                    fits.push((fit, t));
                }
                None => {
                    (self.section, self.announced) = (outer, announced);
                    return false;
                }
            }
        }
        self.section = fits.last().map(|f| f.1);
        self.nested(table, depth);
        for (fit, _) in fits {
            for fit in self.copies(fit) {
                self.out.found[fit.table].fits.push(fit);
            }
        }
        true
    }

    /// The lines at which the labels of another table begin, the first line before them.
    fn starts(&self, whole: &Grid<'p>) -> Vec<u32> {
        let signs = &self.edition.signs;
        let mut starts = vec![1];
        // The tables whose labels stand above.
        let mut above: Vec<u16> = Vec::new();
        let mut headed = 0;
        for line in 1..=whole.lines() {
            let labels = labels_on(whole, line, signs);
            let (tables, n) = (labels.tables, labels.count);
            if tables.is_empty() {
                continue;
            }
            if above.is_empty() {
                (above, headed) = (tables, line);
                continue;
            }
            let same: Vec<u16> = tables
                .iter()
                .copied()
                .filter(|t| above.contains(t))
                .collect();
            if !same.is_empty() {
                // The next line of the same labels, or of a form.
                if line == headed + 1 || labels.is_form {
                    above = same;
                    headed = line;
                }
                continue;
            }
            let next = || labels_on(whole, line + 1, signs);
            let goes_on = |t: &u16| next().tables.contains(t);
            let form = |t: &u16| self.edition.mapping.tables[*t as usize].layout == Layout::Form;
            let begins = if labels.is_form {
                tables.iter().any(|t| form(t) && goes_on(t))
            } else {
                n > 1 && headed < line
            };
            if begins {
                starts.push(line);
                (above, headed) = (tables, line);
            }
        }
        starts
    }
}

/// The labels on a line.
struct OnLine {
    /// The tables that have all of them.
    tables: Vec<u16>,
    /// How many there are.
    count: usize,
    /// One label at the left, and values beside it.
    is_form: bool,
}

fn labels_on(grid: &Grid, line: u32, signs: &Signs) -> OnLine {
    let mut on = OnLine {
        tables: Vec::new(),
        count: 0,
        is_form: false,
    };
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
        let known = known_tables(&text, signs);
        if known.is_empty() {
            if on.count == 0 {
                return on;
            }
            on.is_form = true;
            break;
        }
        let common: Vec<u16> = match on.count {
            0 => known.to_vec(),
            _ => on
                .tables
                .iter()
                .copied()
                .filter(|t| known.contains(t))
                .collect(),
        };
        if common.is_empty() {
            // A value that is some other table's label.
            on.is_form = true;
            break;
        }
        on.tables = common;
        on.count += 1;
    }
    on.is_form |= texts == 1;
    on
}

fn known_tables<'s>(text: &str, signs: &'s Signs) -> &'s [u16] {
    if text.len() > LONGEST {
        return &[];
    }
    let known = |k: &str| signs.parts.get(k).filter(|_| !k.is_empty());
    known(&key(text))
        .or_else(|| known(&stem(text)))
        .map_or(&[], Vec::as_slice)
}

fn is_blank_line(grid: &Grid, line: u32) -> bool {
    (1..=grid.columns()).all(|c| grid.cell(line, c).is_none_or(Cell::is_blank))
}
