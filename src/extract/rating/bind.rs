//! Which line of a rating on paper is which row, and which column which option of the scale.

use office::paper::{Cell, is_blank};

use crate::recognise::edition::{Agreement, Edition, LabelText, RatingRow, RatingSign, Spelling};
use crate::recognise::locate::{Grid, Laid, caption_likeness};
use crate::value::ListIndex;

/// A table on paper with its rows and columns bound.
pub struct Bound<'p> {
    /// The table.
    pub grid: Grid<'p>,
    /// The rows, from the top.
    pub rows: Vec<Row<'p>>,
    /// Cells that are labels to the letter.
    pub(super) labels: Vec<&'p Cell>,
    /// Lines that are no row of the mapping's.
    pub(super) unknown: Vec<Vec<&'p Cell>>,
    pub(super) by_position: bool,
}

/// A row on paper.
pub struct Row<'p> {
    /// The mapping's block and row.
    pub block: usize,
    /// The row in its block.
    pub row: usize,
    /// The line on paper.
    pub line: u32,
    /// Its label.
    pub label: &'p Cell,
    /// The label is only like the mapping's.
    pub(super) alike: bool,
    /// What is typed behind the label's colon.
    pub(super) behind: Option<String>,
    /// The cells of the scale, each once: its first column, and the options over it.
    pub cells: Vec<(u32, Vec<usize>, &'p Cell)>,
}

/// Labels that differ in more than this are not taken for each other.
const ALIKE: f64 = 0.75;

/// Binds the tables on paper of a rating.
pub fn bind<'p>(
    laid: &[Laid<'p>],
    t: usize,
    sign: &RatingSign,
    edition: &Edition,
) -> Vec<Bound<'p>> {
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut all = Vec::new();
    for piece in laid {
        let cells = piece.grid.table.cells.iter();
        let texts: Vec<LabelText> = cells.map(|c| LabelText::new(&c.text())).collect();
        let over: Vec<LabelText> = piece
            .over
            .iter()
            .map(|(p, _)| LabelText::new(&p.text))
            .collect();
        let block = block_of(&texts, &over, sign, &taken);
        let Some(scale) = sign
            .blocks
            .get(block)
            .and_then(|b| edition.values.options(&b.scale))
        else {
            continue;
        };
        let binding = Binding {
            t,
            sign,
            edition,
            scale,
            texts: &texts,
            block,
            taken: &mut taken,
            columns: vec![None; piece.grid.columns() as usize],
            ignored: vec![false; piece.grid.columns() as usize],
            bound: Bound {
                grid: piece.grid.clone(),
                rows: Vec::new(),
                labels: Vec::new(),
                unknown: Vec::new(),
                by_position: false,
            },
        };
        all.push(binding.read());
    }
    all
}

/// The block that a table is: by its rows, its caption, and what is there already.
fn block_of(
    texts: &[LabelText],
    over: &[LabelText],
    sign: &RatingSign,
    taken: &[(usize, usize)],
) -> usize {
    let worth = |b: usize| {
        let block = &sign.blocks[b];
        let has = |label: &Spelling| texts.iter().any(|t| label.agrees(t).is_some());
        let rows = block.rows.iter().filter(|r| has(&r.label)).count() as f32;
        let caption = over.iter().map(|o| caption_likeness(o, &block.caption));
        let free = !taken.iter().any(|t| t.0 == b);
        rows + caption.fold(0.0, f32::max) + if free { 0.4 } else { 0.0 }
    };
    let blocks = 0..sign.blocks.len();
    let best = blocks.max_by(|a, b| worth(*a).total_cmp(&worth(*b)).then(b.cmp(a)));
    best.unwrap_or(0)
}

struct Binding<'p, 's> {
    t: usize,
    sign: &'s RatingSign,
    edition: &'s Edition,
    scale: &'s ListIndex,
    texts: &'s [LabelText],
    /// The block of the lines that come next.
    block: usize,
    taken: &'s mut Vec<(usize, usize)>,
    /// The option over each column.
    columns: Vec<Option<usize>>,
    /// Columns of row numbers.
    ignored: Vec<bool>,
    bound: Bound<'p>,
}

impl<'p> Binding<'p, '_> {
    fn read(mut self) -> Bound<'p> {
        let lines = self.bound.grid.lines();
        if !(1..=lines).any(|line| self.heads(line).is_some()) {
            self.without_head();
        }
        for line in 1..=lines {
            match self.heads(line) {
                Some(heads) => self.head(line, heads),
                None => self.line(line),
            }
        }
        self.bound
    }

    /// The option over each column, where a line prints the scale.
    fn heads(&self, line: u32) -> Option<Vec<Option<usize>>> {
        let grid = &self.bound.grid;
        let mut found: Vec<usize> = Vec::new();
        let heads: Vec<Option<usize>> = (1..=grid.columns())
            .map(|column| {
                let i = grid.cell_index(line, column)?;
                let own = grid.line_of(&grid.table.cells[i]) == line;
                let option = self.scale.exact(self.texts[i].key()).filter(|_| own)?;
                if !found.contains(&option) {
                    found.push(option);
                }
                Some(option)
            })
            .collect();
        // Two words of the scale in one row are marks on two columns; a row has a label, too.
        let enough = found.len() * 2 > self.scale.len() || found.len() >= 3;
        let is_row = || {
            let blocks = self.sign.blocks.iter();
            let mut labels = blocks.flat_map(|b| b.rows.iter().map(|r| &r.label));
            labels.any(|label| {
                (1..=grid.columns())
                    .filter_map(|c| grid.cell_index(line, c))
                    .any(|i| label.agrees(&self.texts[i]).is_some())
            })
        };
        (enough && found.len() > 1 && !is_row()).then_some(heads)
    }

    fn head(&mut self, line: u32, heads: Vec<Option<usize>>) {
        let known = self.edition.has_form();
        for (c, head) in heads.iter().enumerate() {
            if let Some(cell) = self.bound.grid.cell(line, c as u32 + 1)
                && (head.is_some() || !known && !cell.text().chars().any(char::is_numeric))
            {
                self.bound.labels.push(cell);
            }
        }
        for (c, ignored) in self.ignored.iter_mut().enumerate() {
            let i = self.bound.grid.cell_index(line, c as u32 + 1);
            let label = i.map_or("", |i| self.texts[i].key());
            *ignored = heads[c].is_none() && self.edition.signs.is_ignored(self.t, label);
            if *ignored && let Some(cell) = self.bound.grid.cell(line, c as u32 + 1) {
                self.bound.labels.push(cell);
            }
        }
        self.columns = heads;
    }

    /// A table without its head: the columns behind the labels, where they are as many as the
    /// options.
    fn without_head(&mut self) {
        let columns = self.columns.len();
        let labels = || {
            let blocks = self.sign.blocks.iter();
            blocks.flat_map(|b| b.rows.iter().map(|r| &r.label))
        };
        let labelled = |c: &usize| {
            (1..=self.bound.grid.lines()).any(|line| {
                let i = self.bound.grid.cell_index(line, *c as u32 + 1);
                i.is_some_and(|i| labels().any(|l| l.agrees(&self.texts[i]).is_some()))
            })
        };
        let Some(last) = (0..columns).rev().find(labelled) else {
            return;
        };
        if columns - last - 1 == self.scale.len() {
            for n in 0..self.scale.len() {
                self.columns[last + 1 + n] = Some(n);
            }
            self.bound.by_position = true;
        }
    }

    fn line(&mut self, line: u32) {
        let grid = self.bound.grid.clone();
        let mut labels: Vec<usize> = Vec::new();
        for column in 1..=grid.columns() {
            if self.columns[column as usize - 1].is_none()
                && let Some(i) = grid.cell_index(line, column)
                && !labels.contains(&i)
            {
                let number = || self.texts[i].key().chars().all(|c| c.is_ascii_digit());
                if self.ignored[column as usize - 1] && number() {
                    self.bound.labels.push(&grid.table.cells[i]);
                } else {
                    labels.push(i);
                }
            }
        }
        let own: Vec<usize> = (1..=grid.columns())
            .filter_map(|c| grid.cell_index(line, c))
            .filter(|i| grid.line_of(&grid.table.cells[*i]) == line)
            .collect();
        if let Some(block) = self.caption(&own) {
            self.block = block;
            return;
        }
        let Some((block, row, label, kind)) = self.row(&labels) else {
            let mut cells: Vec<&Cell> = Vec::new();
            for i in own {
                let cell = &grid.table.cells[i];
                if !cells.iter().any(|c| c.id == cell.id) {
                    cells.push(cell);
                }
            }
            if cells.iter().any(|c| !self.is_printed(c)) {
                self.bound.unknown.push(cells);
            }
            return;
        };
        self.block = block;
        self.taken.push((block, row));
        let cell = &grid.table.cells[label];
        let (alike, behind) = match kind {
            Kind::Agrees(agreement) => {
                let open = self.sign.blocks[block].rows[row].words.is_some();
                if agreement == Agreement::Whole || open {
                    self.bound.labels.push(cell);
                }
                (false, None)
            }
            Kind::Alike => {
                self.bound.labels.push(cell);
                (true, None)
            }
            Kind::Behind(text) => {
                self.bound.labels.push(cell);
                (false, Some(text))
            }
        };
        let mut cells: Vec<(u32, Vec<usize>, &'p Cell)> = Vec::new();
        for column in 1..=grid.columns() {
            let (Some(option), Some(i)) = (
                self.columns[column as usize - 1],
                grid.cell_index(line, column),
            ) else {
                continue;
            };
            let cell = &grid.table.cells[i];
            match cells.iter_mut().find(|c| c.2.id == cell.id) {
                Some(known) if !known.1.contains(&option) => known.1.push(option),
                Some(_) => {}
                None if i == label => {}
                None => cells.push((column, vec![option], cell)),
            }
        }
        self.bound.rows.push(Row {
            block,
            row,
            line,
            label: cell,
            alike,
            behind,
            cells,
        });
    }

    /// A line that is all one caption.
    fn caption(&mut self, own: &[usize]) -> Option<usize> {
        let &first = own.first()?;
        if own.iter().any(|i| *i != first) || self.texts[first].is_empty() {
            return None;
        }
        let text = &self.texts[first];
        let like = |b: &usize| caption_likeness(text, &self.sign.blocks[*b].caption);
        let best = (0..self.sign.blocks.len()).max_by(|a, b| like(a).total_cmp(&like(b)))?;
        if like(&best) < 0.7 {
            return None;
        }
        if !self.edition.has_form() {
            self.bound.labels.push(&self.bound.grid.table.cells[first]);
        }
        Some(best)
    }

    /// The block and row of a line, and its label.
    fn row(&self, labels: &[usize]) -> Option<(usize, usize, usize, Kind)> {
        let rows = || {
            let blocks = self.sign.blocks.iter().enumerate();
            blocks.flat_map(|(b, block)| {
                block
                    .rows
                    .iter()
                    .enumerate()
                    .map(move |(r, row)| (b, r, row))
            })
        };
        type Worth = (bool, bool, Agreement);
        let mut best: Option<(Worth, usize, usize, usize, Agreement)> = None;
        for &i in labels {
            for (b, r, row) in rows() {
                let Some(agreement) = row.label.agrees(&self.texts[i]) else {
                    continue;
                };
                let free = !self.taken.contains(&(b, r));
                let worth = (b == self.block, free, agreement);
                if best.as_ref().is_none_or(|(w, ..)| worth > *w) {
                    best = Some((worth, b, r, i, agreement));
                }
            }
        }
        if let Some((_, b, r, i, agreement)) = best {
            return Some((b, r, i, Kind::Agrees(agreement)));
        }
        let cells = &self.bound.grid.table.cells;
        for &i in labels {
            let text = cells[i].answer();
            if let Some((label, rest)) = text.split_once(['：', ':'])
                && !is_blank(rest)
            {
                let label = LabelText::new(label);
                let agrees = |(b, _, row): &(usize, usize, &RatingRow)| {
                    *b == self.block && row.label.agrees(&label).is_some()
                };
                if let Some((b, r, _)) = rows().find(agrees) {
                    return Some((b, r, i, Kind::Behind(rest.trim().to_owned())));
                }
            }
        }
        let elsewhere = |label: &Spelling| self.texts.iter().any(|t| label.agrees(t).is_some());
        let mut alike = Vec::new();
        for &i in labels {
            for (b, r, row) in rows().filter(|(b, r, _)| !self.taken.contains(&(*b, *r))) {
                if row.label.likeness(&self.texts[i]) >= ALIKE && !elsewhere(&row.label) {
                    alike.push((b != self.block, b, r, i));
                }
            }
        }
        alike.sort_unstable();
        match alike[..] {
            [(_, b, r, i)] => Some((b, r, i, Kind::Alike)),
            [first, second, ..] if first.0 != second.0 => {
                Some((first.1, first.2, first.3, Kind::Alike))
            }
            _ => None,
        }
    }

    /// Nothing is typed in the cell: printed words, or circles as they are printed.
    fn is_printed(&self, cell: &Cell) -> bool {
        let printed = &self.edition.printed;
        let empty = |text: &str| {
            crate::text::key::key(text).is_empty()
                && !text.chars().any(crate::extract::marks::is_tick)
        };
        cell.paragraphs().all(|p| {
            let answer = p.answer();
            is_blank(&answer) || empty(&answer) || printed.has_text(&p.text)
        })
    }
}

/// How a text is a row's label.
enum Kind {
    Agrees(Agreement),
    Alike,
    Behind(String),
}
