//! Tables of the form that are one table on paper, one below the other, each under its heading in a
//! line of its own.

use office::paper::{Cell, Table, is_blank};

use super::grid::Grid;
use super::heading;
use super::walk::Walk;
use crate::recognise::edition::Heading;

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
}

fn is_blank_line(grid: &Grid, line: u32) -> bool {
    (1..=grid.columns()).all(|c| grid.cell(line, c).is_none_or(Cell::is_blank))
}
