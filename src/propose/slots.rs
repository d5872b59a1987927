//! A table on paper as slots to fill in and words that are printed.

use office::paper::{Cell, Table, is_blank};

use super::candidates::{in_boxes, in_text};
use super::words::{begins, has, words};
use crate::recognise::locate::Grid;
use crate::text::key::key;

/// What a cell of a blank form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Empty: a value goes there.
    Blank,
    /// Words that name something.
    Label,
    /// Words where a value goes: a hint, options, a pattern such as 年 月 日.
    Hint,
    /// A sign to be filled or ticked.
    Mark,
    /// A row's number.
    Number,
    /// A note that has a line to itself.
    Note,
}

/// A table with what each cell is.
#[derive(Clone, Debug)]
pub struct Slots<'p> {
    /// The table as lines and columns.
    pub grid: Grid<'p>,
    slots: Vec<Slot>,
    texts: Vec<String>,
}

impl<'p> Slots<'p> {
    /// Looks at a table; `None` where it is empty or beyond all bounds.
    pub fn of(table: &'p Table) -> Option<Slots<'p>> {
        let grid = Grid::of(table)?;
        let texts: Vec<String> = table
            .cells
            .iter()
            .map(|c| c.text().trim().to_owned())
            .collect();
        let slots = table
            .cells
            .iter()
            .zip(&texts)
            .map(|(c, t)| slot(c, t))
            .collect();
        let mut out = Slots { grid, slots, texts };
        for line in 1..=out.lines() {
            let filled = (out.line(line).into_iter()).filter(|c| out.slots[*c] != Slot::Blank);
            if let [one] = filled.collect::<Vec<_>>()[..]
                && out.columns() > 1
                && (out.is_whole_line(line).is_some() || table.sheet.is_some())
                && begins(&words().note.begins, &out.texts[one])
                && out.texts[one].chars().count() > 6
            {
                out.slots[one] = Slot::Note;
            }
        }
        Some(out)
    }

    /// The notes that have a line to themselves.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        let notes = self
            .slots
            .iter()
            .zip(&self.texts)
            .filter(|(s, _)| **s == Slot::Note);
        notes.map(|(_, t)| t.as_str())
    }

    /// How many lines.
    pub fn lines(&self) -> u32 {
        self.grid.lines()
    }

    /// How many columns.
    pub fn columns(&self) -> u32 {
        self.grid.columns()
    }

    /// What stands in a slot; a slot that no cell covers is blank.
    pub fn slot(&self, line: u32, column: u32) -> Slot {
        self.grid
            .cell_index(line, column)
            .map_or(Slot::Blank, |i| self.slots[i])
    }

    /// What a cell is.
    pub fn kind(&self, cell: usize) -> Slot {
        self.slots[cell]
    }

    /// The text of a slot.
    pub fn text(&self, line: u32, column: u32) -> &str {
        self.grid
            .cell_index(line, column)
            .map_or("", |i| &self.texts[i])
    }

    /// The text of a cell.
    pub fn text_of(&self, cell: usize) -> &str {
        &self.texts[cell]
    }

    /// A cell by its index.
    pub fn cell(&self, cell: usize) -> &'p Cell {
        &self.grid.table.cells[cell]
    }

    /// The cells over a line from left to right, each once.
    pub fn line(&self, line: u32) -> Vec<usize> {
        let mut cells = Vec::new();
        for column in 1..=self.columns() {
            if let Some(i) = self.grid.cell_index(line, column)
                && !cells.contains(&i)
            {
                cells.push(i);
            }
        }
        cells
    }

    /// The cell begins on this line.
    pub fn begins_at(&self, cell: usize, line: u32) -> bool {
        self.grid.line_of(self.cell(cell)) == line
    }

    /// The last line that a cell covers.
    pub fn last_line(&self, cell: usize) -> u32 {
        let column = self.grid.column_of(self.cell(cell));
        let first = self.grid.line_of(self.cell(cell));
        let covers = |line: &u32| self.grid.cell_index(*line, column) == Some(cell);
        (first..=self.lines())
            .take_while(covers)
            .last()
            .unwrap_or(first)
    }

    /// Every column of the line is covered by one cell.
    pub fn is_whole_line(&self, line: u32) -> Option<usize> {
        match self.line(line)[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The last line of titles at the top: lines of one cell, or of one text in a sheet.
    pub fn titles(&self) -> u32 {
        let titled = |line: &u32| {
            let filled = (self.line(*line).into_iter()).filter(|c| self.slots[*c] != Slot::Blank);
            let filled: Vec<usize> = filled.collect();
            match filled[..] {
                [one] => {
                    matches!(self.slots[one], Slot::Label | Slot::Note)
                        && (self.is_whole_line(*line).is_some() || self.grid.table.sheet.is_some())
                }
                [] => self.grid.table.sheet.is_some(),
                _ => false,
            }
        };
        match self.columns() {
            0 | 1 => 0,
            _ => (1..=self.lines()).take_while(titled).count() as u32,
        }
    }

    /// The texts over a column in some lines, each cell once, outermost first.
    pub fn path(&self, column: u32, lines: std::ops::RangeInclusive<u32>) -> Vec<&str> {
        let mut cells = Vec::new();
        for line in lines {
            if let Some(i) = self.grid.cell_index(line, column)
                && self.slots[i] != Slot::Blank
                && !cells.contains(&i)
            {
                cells.push(i);
            }
        }
        cells.into_iter().map(|i| &*self.texts[i]).collect()
    }
}

fn slot(cell: &Cell, text: &str) -> Slot {
    let boxes = &words().candidates.boxes;
    let words = words();
    if is_blank(&cell.answer())
        || text
            .chars()
            .all(|c| c.is_whitespace() || "_＿（）()".contains(c))
    {
        return Slot::Blank;
    }
    let is_box = |c: char| boxes.iter().any(|b| b.starts_with(c));
    if text.chars().all(|c| is_box(c) || c.is_whitespace()) {
        return Slot::Mark;
    }
    let digits = text.trim_end_matches(['.', '、', '．']);
    if digits.chars().all(|c| c.is_ascii_digit()) || text == "…" || text == "……" {
        return Slot::Number;
    }
    let k = key(text);
    let pattern = k.is_empty() || k.chars().all(|c| "年月日时分".contains(c)) && text.contains(' ');
    if pattern
        || super::heading::remark(text).is_some_and(|r| has(&words.label.hints, r))
        || begins(&words.label.asks, text)
        || begins(&words.candidates.markers, text)
        || in_text(text).is_some_and(|l| l.subject.is_empty())
        || in_boxes(text).is_some_and(|(label, _)| label.is_empty())
    {
        return Slot::Hint;
    }
    Slot::Label
}
