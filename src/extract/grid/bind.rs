//! Which cell of a grid on paper is which item: by the labels of its lines and columns.

use office::paper::{Cell, is_blank};

use crate::recognise::edition::{Agreement, Edition, GridRow, GridSign, LabelText, Spelling};
use crate::recognise::locate::{Grid, Laid};

/// A grid on paper with its labels bound.
pub struct Bound<'p> {
    /// The grid, turned so that columns are the mapping's.
    pub grid: Grid<'p>,
    /// The cells of items: field, line, column.
    pub values: Vec<(usize, u32, u32, &'p Cell)>,
    /// The labels of rows within which words are typed: field, label.
    pub words: Vec<(usize, usize, &'p Cell)>,
    /// Cells that are labels to the letter.
    pub(super) labels: Vec<&'p Cell>,
    /// Labels of columns, by the mapping's column.
    pub(super) heads: Vec<(usize, &'p Cell)>,
    /// Labels that are only like a row's.
    pub(super) alike: Vec<(usize, &'p Cell)>,
    /// Lines that are no row of the mapping's.
    pub(super) unknown: Vec<Vec<&'p Cell>>,
    /// The columns on paper by the mapping's, as the last header says.
    columns: Vec<Option<usize>>,
    pub(super) by_position: bool,
}

/// Labels that differ in more than this are not taken for each other.
const ALIKE: f64 = 0.75;

/// Binds the labels of a table's pieces on paper.
pub fn bind<'p>(laid: &[Laid<'p>], t: usize, sign: &GridSign, edition: &Edition) -> Vec<Bound<'p>> {
    let mut all: Vec<Bound<'p>> = Vec::new();
    for piece in laid {
        let before = all.last();
        let upright = Binding::of(piece.grid.clone(), t, sign, edition).read(before);
        let turned = Binding::of(piece.grid.turn(), t, sign, edition).read(before);
        all.push(match turned.values.len() > upright.values.len() {
            true => turned,
            false => upright,
        });
    }
    all
}

struct Binding<'p, 's> {
    t: usize,
    sign: &'s GridSign,
    edition: &'s Edition,
    texts: Vec<LabelText>,
    bound: Bound<'p>,
    /// Columns of remarks and row numbers.
    ignored: Vec<bool>,
    rows: Vec<bool>,
    /// The header cells over each column, by their indexes.
    over: Vec<Vec<usize>>,
    /// The last label over each column: a group whose cells were not merged.
    groups: Vec<LabelText>,
}

impl<'p, 's> Binding<'p, 's> {
    fn of(grid: Grid<'p>, t: usize, sign: &'s GridSign, edition: &'s Edition) -> Binding<'p, 's> {
        let columns = grid.columns() as usize;
        let cells = grid.table.cells.iter();
        Binding {
            t,
            sign,
            edition,
            texts: cells.map(|cell| LabelText::new(&cell.text())).collect(),
            bound: Bound {
                grid,
                values: Vec::new(),
                words: Vec::new(),
                labels: Vec::new(),
                heads: Vec::new(),
                alike: Vec::new(),
                unknown: Vec::new(),
                columns: vec![None; columns],
                by_position: false,
            },
            ignored: vec![false; columns],
            rows: vec![false; sign.rows.len()],
            over: vec![Vec::new(); columns],
            groups: vec![LabelText::default(); columns],
        }
    }

    fn read(mut self, before: Option<&Bound<'p>>) -> Bound<'p> {
        let lines = self.bound.grid.lines();
        let headed = (1..=lines).any(|line| self.heads(line).is_some());
        if !headed {
            self.without_head(before);
        }
        let mut last_head = None;
        for line in 1..=lines {
            match self.heads(line) {
                Some(heads) => {
                    self.head(line, heads, last_head == Some(line - 1));
                    last_head = Some(line);
                }
                // A title, or a header over the header.
                None if headed && last_head.is_none() => {}
                None => self.line(line),
            }
        }
        self.bound
    }

    /// The cells of a line, each once, with their indexes.
    fn cells(&self, line: u32) -> Vec<usize> {
        let mut cells: Vec<usize> = Vec::new();
        for column in 1..=self.bound.grid.columns() {
            if let Some(i) = self.bound.grid.cell_index(line, column)
                && !cells.contains(&i)
            {
                cells.push(i);
            }
        }
        cells
    }

    /// A number stands in a cell: it is no label.
    fn has_number(&self, cell: usize) -> bool {
        self.texts[cell].key().chars().any(char::is_numeric)
    }

    /// The mapping's column for each column on paper, where a line is a header.
    fn heads(&self, line: u32) -> Option<Vec<Option<usize>>> {
        let grid = &self.bound.grid;
        let mut heads = vec![None; grid.columns() as usize];
        let mut found: Vec<usize> = Vec::new();
        for (c, head) in heads.iter_mut().enumerate() {
            let Some(i) = grid.cell_index(line, c as u32 + 1) else {
                continue;
            };
            if grid.line_of(&grid.table.cells[i]) != line {
                continue;
            }
            let agreed = self.sign.columns.iter().enumerate();
            let agreed = agreed.filter_map(|(n, s)| Some((s.agrees(&self.texts[i])?, n)));
            let best = agreed.max_by_key(|(a, n)| (*a, std::cmp::Reverse(*n)));
            *head = best.map(|(_, n)| n);
            if let Some(n) = *head
                && !found.contains(&n)
            {
                found.push(n);
            }
        }
        let is_row = |i: &usize| {
            let rows = self.sign.rows.iter();
            rows.into_iter()
                .any(|r| r.label.agrees(&self.texts[*i]).is_some())
        };
        let header = match found.len() {
            0 => false,
            1 => !self
                .cells(line)
                .iter()
                .any(|i| is_row(i) || self.has_number(*i)),
            _ => true,
        };
        header.then_some(heads)
    }

    fn head(&mut self, line: u32, heads: Vec<Option<usize>>, adjacent: bool) {
        if !adjacent {
            self.bound.columns.fill(None);
            self.ignored.fill(false);
        }
        let known = self.edition.has_form();
        for (c, head) in heads.into_iter().enumerate() {
            let Some(i) = self.bound.grid.cell_index(line, c as u32 + 1) else {
                continue;
            };
            let cell = &self.bound.grid.table.cells[i];
            if let Some(head) = head {
                self.bound.columns[c] = Some(head);
                let above = (1..line).filter_map(|l| self.bound.grid.cell_index(l, c as u32 + 1));
                self.over[c] = above.filter(|i| !self.texts[*i].is_empty()).collect();
                let column = &self.sign.columns[head];
                let fields = &self.edition.mapping.tables[self.t].fields;
                let mut units = self.sign.items.iter().filter(|item| item.1 == head);
                if column.agrees(&self.texts[i]) == Some(Agreement::Whole)
                    || units.any(|item| column.with_unit(&self.texts[i], &fields[item.2].unit))
                {
                    self.bound.labels.push(cell);
                }
                self.bound.heads.push((head, cell));
            } else {
                let ignored = self.edition.signs.is_ignored(self.t, self.texts[i].key());
                self.ignored[c] |= ignored;
                // What stands in the corner is known from the blank alone.
                if ignored || !known && !self.has_number(i) {
                    self.bound.labels.push(cell);
                }
            }
        }
    }

    /// A table without a header: it goes on with the one before, or its columns are as many as
    /// they should be.
    fn without_head(&mut self, before: Option<&Bound<'p>>) {
        let columns = self.bound.columns.len();
        if let Some(before) = before
            && before.grid.turned == self.bound.grid.turned
            && before.columns.len() == columns
        {
            self.bound.columns = before.columns.clone();
            return;
        }
        let labelled = |c: &usize| {
            (1..=self.bound.grid.lines()).any(|line| {
                let i = self.bound.grid.cell_index(line, *c as u32 + 1);
                let rows = self.sign.rows.iter();
                i.is_some_and(|i| {
                    rows.clone()
                        .any(|r| r.label.agrees(&self.texts[i]).is_some())
                })
            })
        };
        let free: Vec<usize> = (0..columns)
            .skip_while(|c| !labelled(c))
            .filter(|c| !labelled(c))
            .collect();
        if free.len() == self.sign.columns.len() {
            for (n, c) in free.into_iter().enumerate() {
                self.bound.columns[c] = Some(n);
            }
            self.bound.by_position = true;
        }
    }

    fn line(&mut self, line: u32) {
        let grid = self.bound.grid.clone();
        let bound = |c: u32| self.bound.columns[c as usize - 1].is_some();
        let mut labels: Vec<(u32, usize)> = Vec::new();
        for column in (1..=grid.columns()).filter(|c| !bound(*c)) {
            let Some(i) = grid.cell_index(line, column) else {
                continue;
            };
            if self.ignored[column as usize - 1] {
                let digits = self.texts[i].key().chars().all(|c| c.is_ascii_digit());
                if digits {
                    self.bound.labels.push(&grid.table.cells[i]);
                }
            } else if !labels.iter().any(|l| l.1 == i) {
                labels.push((column, i));
            }
        }
        for &(column, i) in &labels {
            if !self.texts[i].is_empty() {
                self.groups[column as usize - 1] = self.texts[i].clone();
            }
        }
        let is_label = |i: usize| labels.iter().any(|l| l.1 == i);
        let row = self.row(&labels);
        if row.is_none() && self.across(line, &labels) {
            return;
        }
        let Some(row) = row else {
            let cells = self.cells(line).into_iter();
            let own = cells.map(|i| &grid.table.cells[i]);
            let own: Vec<&Cell> = own.filter(|c| grid.line_of(c) == line).collect();
            if own.iter().any(|c| !self.is_printed(c)) {
                self.bound.unknown.push(own);
            }
            return;
        };
        for column in 1..=grid.columns() {
            let (Some(n), Some(i)) = (
                self.bound.columns[column as usize - 1],
                grid.cell_index(line, column),
            ) else {
                continue;
            };
            if let Some(field) = self.sign.field(row, n)
                && !is_label(i)
            {
                let cell = &grid.table.cells[i];
                self.bound.values.push((field, line, column, cell));
            }
        }
    }

    /// A line that is a group of rows, each row a column of its own: whether it is one.
    fn across(&mut self, line: u32, labels: &[(u32, usize)]) -> bool {
        let sign = self.sign;
        let grid = self.bound.grid.clone();
        let beside: Vec<usize> = labels.iter().map(|l| l.1).collect();
        let mut used = beside.clone();
        let mut any = false;
        for column in 1..=grid.columns() {
            let (Some(n), Some(i)) = (
                self.bound.columns[column as usize - 1],
                grid.cell_index(line, column),
            ) else {
                continue;
            };
            let over = &self.over[column as usize - 1];
            let stands =
                |s: &Spelling, at: &[usize]| at.iter().any(|i| s.agrees(&self.texts[*i]).is_some());
            let is_row = |row: &&GridRow| {
                let mut groups = row.groups.iter();
                !row.groups.is_empty()
                    && stands(&row.label, over)
                    && groups.all(|g| stands(g, &beside))
            };
            let row = sign.rows.iter().position(|r| is_row(&r));
            if let Some((row, field)) = row.and_then(|r| Some((r, sign.field(r, n)?))) {
                any = true;
                self.rows[row] = true;
                used.extend(over);
                let cell = &grid.table.cells[i];
                self.bound.values.push((field, line, column, cell));
            }
        }
        if any {
            let printed = |i: &usize| {
                let rows = sign
                    .rows
                    .iter()
                    .flat_map(|r| r.groups.iter().chain([&r.label]));
                let whole = |s: &Spelling| s.agrees(&self.texts[*i]) == Some(Agreement::Whole);
                rows.into_iter().any(whole)
            };
            let labels: Vec<usize> = used.into_iter().filter(printed).collect();
            let cells = labels.into_iter().map(|i| &grid.table.cells[i]);
            self.bound.labels.extend(cells);
        }
        any
    }

    /// The mapping's row of a line, by its label and the groups that it stands in.
    fn row(&mut self, labels: &[(u32, usize)]) -> Option<usize> {
        let mut best: Option<((usize, bool, Agreement), usize, usize)> = None;
        for &(_, i) in labels {
            for (r, row) in self.sign.rows.iter().enumerate() {
                let Some(agreement) = row.label.agrees(&self.texts[i]) else {
                    continue;
                };
                let grouped =
                    |group: &&Spelling| self.groups.iter().any(|g| group.agrees(g).is_some());
                let groups = row.groups.iter().filter(grouped).count();
                let alone = self.sign.rows.iter().filter(|o| {
                    o.label.agrees(&self.texts[i]) >= Some(agreement) && o.groups != row.groups
                });
                if groups < row.groups.len() && alone.count() > 0 {
                    continue;
                }
                let worth = (groups, !self.rows[r], agreement);
                if best.as_ref().is_none_or(|b| worth > b.0) {
                    best = Some((worth, r, i));
                }
            }
        }
        let cells = &self.bound.grid.table.cells;
        if let Some(((_, _, agreement), r, i)) = best {
            self.rows[r] = true;
            let row = &self.sign.rows[r];
            let cell = &cells[i];
            if agreement == Agreement::Whole || row.words.is_some() {
                self.bound.labels.push(cell);
            }
            if let Some(words) = row.words {
                self.bound.words.push((words, r, cell));
            }
            for &(_, i) in labels {
                let group = |g: &Spelling| g.agrees(&self.texts[i]) == Some(Agreement::Whole);
                if row.groups.iter().any(group) {
                    self.bound.labels.push(&cells[i]);
                }
            }
            return Some(r);
        }
        // A slip of the pen in a label that no other line has.
        let mut alike: Vec<(f64, usize, usize)> = Vec::new();
        for &(_, i) in labels {
            for (r, row) in self.sign.rows.iter().enumerate() {
                let like = row.label.likeness(&self.texts[i]);
                if like >= ALIKE && !self.rows[r] && !self.is_labelled_elsewhere(r) {
                    alike.push((like, r, i));
                }
            }
        }
        let [(_, r, i)] = alike[..] else { return None };
        self.rows[r] = true;
        self.bound.alike.push((r, &cells[i]));
        Some(r)
    }

    fn is_labelled_elsewhere(&self, row: usize) -> bool {
        let label = &self.sign.rows[row].label;
        self.texts.iter().any(|t| label.agrees(t).is_some())
    }

    /// Nothing is typed in the cell.
    fn is_printed(&self, cell: &Cell) -> bool {
        let printed = &self.edition.printed;
        cell.paragraphs()
            .all(|p| is_blank(&p.answer()) || printed.has_text(&p.text))
    }
}
