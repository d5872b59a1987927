//! A table of a form: rows of labels and places, records under heads, rows by columns.

use std::collections::HashMap;

use office::paper::{Cell, Paragraph, Table};

use super::label::clean;
use super::text;
use super::words::{PageWords, words};
use super::{letters, tagged};
use crate::recognise::page::is_soft;
use crate::text::glyph::is_box;

/// What a cell is to the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing is printed in it.
    Empty,
    /// Words, and nothing that asks.
    Label,
    /// Words with places among them.
    Fill,
}

/// A table taken in.
pub struct Sheet<'p> {
    pub table: &'p Table,
    /// The cells by row and column.
    pub cells: Vec<Slot<'p>>,
    at: HashMap<(u32, u32), usize>,
}

/// A cell with its text.
pub struct Slot<'p> {
    pub cell: &'p Cell,
    pub text: Vec<char>,
    pub class: Class,
    /// Its words are options, one to be left standing or marked: they stand alike in other rows too.
    pub circles: bool,
}

impl Slot<'_> {
    /// Its words.
    pub fn label(&self) -> String {
        let shown: String = self.text.iter().collect();
        clean(&shown)
    }

    /// Nothing stands in it but a box to tick.
    pub fn is_to_tick(&self) -> bool {
        let mut words = self.text.iter().filter(|c| !is_soft(**c));
        words.next().is_none_or(|c| is_box(*c) || is_bracket(*c)) && words.all(|c| is_bracket(*c))
    }

    /// A box stands in it, and nothing else.
    pub fn is_box(&self) -> bool {
        self.class == Class::Fill && self.is_to_tick()
    }

    /// Its text with a tag behind its box.
    pub fn ticked(&self, tag: &str) -> String {
        let at = self.text.iter().position(|c| is_box(*c) || is_bracket(*c));
        tagged(&self.text, vec![(at.map_or(0, |i| i + 1), tag.to_owned())])
    }

    /// It is printed where nothing is to be typed.
    pub fn is_barred(&self) -> bool {
        let shown: String = self.text.iter().collect();
        PageWords::is(&words().barred, &shown)
    }

    fn last_column(&self) -> u32 {
        self.cell.column + self.cell.column_span - 1
    }
}

/// The rows of heads: from the first up to the first of their data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heads {
    /// The first row of heads.
    pub from: u32,
    /// The first row of data.
    pub data: u32,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Labels beside their places, or anything else.
    Plain,
    /// Heads over what follows.
    Head,
    /// A record under heads.
    Record,
    /// A row with a name, under heads.
    Named,
    /// A row of a table whose columns are records.
    Turned,
}

impl<'p> Sheet<'p> {
    pub fn new(table: &'p Table) -> Sheet<'p> {
        let mut cells: Vec<Slot> = table
            .cells
            .iter()
            .map(|cell| {
                let paragraphs: Vec<&Paragraph> = cell.paragraphs().collect();
                let text = letters(&paragraphs);
                let nothing = text.iter().all(|c| is_soft(*c));
                let class = match nothing {
                    true => Class::Empty,
                    false if text::asked(&text, false).asks.is_empty() => Class::Label,
                    false => Class::Fill,
                };
                Slot {
                    cell,
                    text,
                    class,
                    circles: false,
                }
            })
            .collect();
        super::beside::repeated_words(&mut cells);
        cells.sort_by_key(|s| (s.cell.row, s.cell.column));
        let mut at = HashMap::new();
        for (n, slot) in cells.iter().enumerate() {
            let c = slot.cell;
            for row in c.row..c.row.saturating_add(c.row_span.min(400)) {
                for column in c.column..c.column.saturating_add(c.column_span.min(80)) {
                    at.insert((row, column), n);
                }
            }
        }
        Sheet { table, cells, at }
    }

    /// The cell that covers a place.
    pub fn over(&self, row: u32, column: u32) -> Option<usize> {
        self.at.get(&(row, column)).copied()
    }

    /// The cells that begin in a row.
    pub fn row(&self, row: u32) -> Vec<usize> {
        (0..self.cells.len())
            .filter(|n| self.cells[*n].cell.row == row)
            .collect()
    }

    pub fn is(&self, n: usize, class: Class) -> bool {
        self.cells[n].class == class
    }

    /// A side heading: it stands beside several rows.
    pub fn is_side(&self, n: usize) -> bool {
        let slot = &self.cells[n];
        slot.class == Class::Label && slot.cell.row_span > 1
    }

    /// The row is one cell over the whole width.
    pub fn is_whole(&self, row: u32) -> Option<usize> {
        match self.row(row).as_slice() {
            [one]
                if self.cells[*one].cell.column_span >= self.table.columns.max(1)
                    || self.cells[*one].cell.column == 1
                        && self.over(row, self.table.columns) == Some(*one) =>
            {
                Some(*one)
            }
            _ => None,
        }
    }

    /// Words alone, two or more: heads may be.
    fn is_heads(&self, row: u32) -> bool {
        let own = self.heads_of(row);
        let asks = |n: &usize| {
            let end = self.cells[*n].text.iter().rev().find(|c| !is_soft(**c));
            end.is_some_and(|c| matches!(c, '：' | ':'))
        };
        let heads = match own.as_slice() {
            // The corner may be empty, over the names of rows.
            [first, rest @ ..] if rest.len() >= 2 && self.is(*first, Class::Empty) => {
                let under = self.over(row + 1, self.cells[*first].cell.column);
                let named = under.is_some_and(|n| n != *first && self.is(n, Class::Label));
                if named { rest } else { &own[..] }
            }
            own => own,
        };
        let prompt =
            |n: &usize| super::opened::is_prompt(&self.cells[*n].text.iter().collect::<String>());
        let head = |n: &usize| self.is(*n, Class::Label) && !asks(n) && !prompt(n);
        heads.len() >= 2 && heads.iter().all(head)
    }

    /// The row parts the heads above it, and leaves the cells under whole ones empty.
    fn parts(&self, row: u32, heads: u32) -> bool {
        let own = self.row(row);
        let over = |n: &usize| {
            let c = self.cells[*n].cell;
            let head = self.over(heads, c.column).map(|h| self.cells[h].cell);
            head.map(|h| (h, h.column_span > c.column_span))
        };
        let labels = own.iter().filter(|n| self.is(**n, Class::Label));
        let (mut labels, mut parted) = (labels.peekable(), 0);
        if labels.peek().is_none() {
            return false;
        }
        parted += labels.filter(|n| over(n).is_some_and(|h| h.1)).count();
        let whole = own.iter().filter(|n| self.is(**n, Class::Empty));
        let apart = own.iter().filter(|n| self.is(**n, Class::Empty)).count();
        parted >= 2
            && parted + apart == own.len()
            && whole.into_iter().all(|n| over(n).is_some_and(|h| !h.1))
    }

    /// The cells of a row without side headings that go on below its data.
    fn heads_of(&self, row: u32) -> Vec<usize> {
        let own = self.row(row);
        let side = |n: &usize| self.cells[*n].cell.row_span > 2 && self.cells[*n].cell.column == 1;
        let first_is_side = own.first().is_some_and(side);
        own.into_iter().skip(usize::from(first_is_side)).collect()
    }

    pub fn is_number(&self, n: usize) -> bool {
        let text: String = self.cells[n].text.iter().collect();
        let text = text.trim().trim_end_matches(['.', '、', '．']);
        !text.is_empty()
            && text.chars().count() <= 3
            && text.chars().all(|c| {
                c.is_ascii_digit() || ('①'..='⑳').contains(&c) || "一二三四五六七八九十".contains(c)
            })
    }

    /// The head of a column over a row: what stands over it, outermost first.
    pub fn head(&self, column: u32, heads: Heads) -> Vec<String> {
        let mut parts: Vec<usize> = Vec::new();
        for r in heads.from..heads.data {
            let Some(n) = self.over(r, column) else {
                continue;
            };
            if self.is(n, Class::Label) && !parts.contains(&n) && !self.is_codes(r) {
                parts.push(n);
            }
        }
        let labels = parts.into_iter().map(|n| self.cells[n].label());
        labels.filter(|l| !l.is_empty()).collect()
    }

    /// A row of codes under heads: 甲 乙 1 2.
    fn is_codes(&self, row: u32) -> bool {
        let own = self.row(row);
        let code = |n: &usize| {
            let label: String = self.cells[*n].text.iter().collect();
            let label = label.trim();
            let one = label.chars().count() == 1 && "甲乙丙丁戊己庚辛壬癸".contains(label);
            one || label.len() <= 2 && label.bytes().all(|b| b.is_ascii_digit())
        };
        let has_letter = own
            .iter()
            .any(|n| self.cells[*n].text.iter().any(|c| "甲乙丙".contains(*c)));
        own.len() > 2 && has_letter && own.iter().all(code)
    }

    /// What each row is, and for rows under heads the row in which their heads begin.
    pub fn rows(&self) -> Vec<(Row, Heads)> {
        let last = self.table.rows;
        let none = Heads { from: 0, data: 0 };
        let mut out: Vec<(Row, Heads)> = (0..=last).map(|_| (Row::Plain, none)).collect();
        let mut r = 1;
        while r <= last {
            if !self.is_heads(r) {
                r += 1;
                continue;
            }
            let from = r;
            let mut data = r + 1;
            while data <= last && data - from < 3 && (self.is_heads(data) || self.parts(data, r)) {
                data += 1;
            }
            let kinds = self.under(from, data);
            if kinds.is_empty() {
                r += 1;
                continue;
            }
            for h in from..data {
                out[h as usize] = (Row::Head, Heads { from, data });
            }
            let n = kinds.len() as u32;
            for (i, kind) in kinds.into_iter().enumerate() {
                out[data as usize + i] = (kind, Heads { from, data });
            }
            r = data + n;
        }
        out
    }

    /// What the rows are that stand under heads.
    fn under(&self, from: u32, data: u32) -> Vec<Row> {
        let mut kinds = Vec::new();
        let last = self.table.rows;
        let mut r = data;
        while r <= last {
            match self.kind_under(r, from, data) {
                Some(kind) => kinds.push(kind),
                // A heading over the width among rows to tick.
                None if self.is_heading_among(r, from, data) => kinds.push(Row::Plain),
                None => break,
            }
            r += 1;
        }
        let records = kinds.iter().filter(|k| **k == Row::Record).count();
        let width = self.heads_of(data - 1).len();
        // One empty row under two heads is two values below their labels.
        let written = self.row(data).iter().all(|n| self.is(*n, Class::Fill));
        if records == kinds.len() && records == 1 && (width < 3 || written) {
            kinds.clear();
        }
        let turned = self.is_turned(from, data);
        if turned {
            kinds
                .iter_mut()
                .filter(|k| **k == Row::Named)
                .for_each(|k| *k = Row::Turned);
        }
        kinds
    }

    /// A row over the whole width, among rows with names under heads to tick.
    fn is_heading_among(&self, r: u32, from: u32, data: u32) -> bool {
        let heads = Heads { from, data };
        let ticked = (1..=self.table.columns.min(80)).filter(|c| {
            let head = self.head(*c, heads);
            head.last().is_some_and(|h| words().is_ticked(h))
        });
        let whole = self.is_whole(r).is_some_and(|n| self.is(n, Class::Label));
        whole && ticked.count() >= 2 && self.kind_under(r + 1, from, data) == Some(Row::Named)
    }

    /// The heads number the columns: each is a record.
    fn is_turned(&self, from: u32, data: u32) -> bool {
        if data != from + 1 {
            return false;
        }
        let heads = self.heads_of(from);
        let ordinal = |n: &usize| {
            let label = self.cells[*n].label();
            let inner = label
                .trim_start_matches('第')
                .trim_end_matches(['次', '轮', '组', '期', '个', '台', '号']);
            self.is_number(*n)
                || inner
                    .chars()
                    .all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
                    && !inner.is_empty()
        };
        heads.len() >= 3 && heads[1..].iter().all(ordinal)
    }

    /// The columns at which heads begin that stand there several times side by side.
    pub fn halves(&self, heads: Heads) -> Vec<u32> {
        let columns = 1..=self.table.columns.min(80);
        let labels: Vec<Vec<String>> = columns.map(|c| self.head(c, heads)).collect();
        let n = labels.len();
        let repeats =
            |p: &usize| n.is_multiple_of(*p) && (0..n).all(|i| labels[i] == labels[i % p]);
        let period = (2..n).find(repeats).unwrap_or(n.max(1));
        (1..=self.table.columns).step_by(period).collect()
    }

    /// The cells of a row, parted where its heads begin again.
    pub fn parted(&self, row: u32, heads: Heads) -> Vec<Vec<usize>> {
        let mut out: Vec<Vec<usize>> = vec![Vec::new()];
        let halves = self.halves(heads);
        for n in self.row(row) {
            let column = self.cells[n].cell.column;
            if halves.iter().skip(1).any(|h| *h == column) {
                out.push(Vec::new());
            }
            if let Some(last) = out.last_mut() {
                last.push(n);
            }
        }
        out
    }

    fn kind_under(&self, row: u32, from: u32, data: u32) -> Option<Row> {
        let parts = self.parted(row, Heads { from, data });
        let named = |own: &Vec<usize>| self.kind_of(own, row, from, data) == Some(Row::Named);
        match parts.len() > 1 && parts.iter().all(named) {
            true => Some(Row::Named),
            false => self.kind_of(&self.row(row), row, from, data),
        }
    }

    fn kind_of(&self, own: &[usize], row: u32, from: u32, data: u32) -> Option<Row> {
        if own.is_empty() {
            return None;
        }
        let under_heads = |n: &usize| {
            let c = self.cells[*n].cell;
            let label = |n: &usize| self.is(*n, Class::Label);
            let mut over = (from..data).rev().filter_map(|r| self.over(r, c.column));
            let head = over.find(label);
            head.is_some_and(|h| {
                let head = &self.cells[h];
                head.class == Class::Label
                    && head.cell.column <= c.column
                    && self.cells[*n].last_column() <= head.last_column()
            })
        };
        let empty: Vec<usize> = own
            .iter()
            .copied()
            .filter(|n| self.is(*n, Class::Empty))
            .collect();
        let first_filled = own.iter().position(|n| !self.is(*n, Class::Label))?;
        let labels = &own[..first_filled];
        let rest = &own[first_filled..];
        // Units and codes are printed behind places too.
        let beside = |n: &usize| {
            let head = self.head(self.cells[*n].cell.column, Heads { from, data });
            let is = |h: &String| {
                PageWords::is(&words().beside, h) || PageWords::is(&words().numbers, h)
            };
            let c = self.cells[*n].cell.column;
            let label = |r: u32| self.over(r, c).is_none_or(|m| self.is(m, Class::Label));
            head.iter().any(is) && label(row - 1) && (row > data || label(row + 1))
        };
        let odd =
            |n: &usize| self.is(*n, Class::Label) && !beside(n) && !self.cells[*n].is_barred();
        if !rest.iter().all(&under_heads) || rest.iter().any(odd) {
            return None;
        }
        let numbered = labels.iter().all(|n| self.is_number(*n));
        let alone = self.heads_of(data - 1).len();
        if numbered
            && empty.len() == rest.len()
            && (labels.is_empty() || rest.len() > 1 || alone == 2)
            && rest.len() + labels.len() >= 2
        {
            return Some(Row::Record);
        }
        if labels.is_empty()
            && rest.iter().any(|n| self.is(*n, Class::Fill))
            && empty.is_empty()
            && rest.len() < 2
        {
            return None;
        }
        if numbered {
            // Boxes and blanks in the rows of a list.
            return (rest.len() >= 2).then_some(Row::Record);
        }
        // A name needs a head of its own, or the corner.
        let corner = labels.iter().all(|n| {
            let c = self.cells[*n].cell;
            c.row_span > 1
                || under_heads(n)
                || (from..data).any(|r| {
                    self.over(r, c.column)
                        .is_some_and(|h| self.is(h, Class::Empty) || self.is(h, Class::Label))
                })
        });
        // Labels where records had their places are another row's: `身高 | cm | 体重 | kg`.
        let place = |n: &&usize| {
            let column = self.cells[**n].cell.column;
            let above = self.over(row - 1, column).filter(|_| row > data);
            let place = above.is_some_and(|m| !self.is(m, Class::Label));
            place && !self.cells[**n].is_barred()
        };
        let other = labels.iter().skip(1).any(|n| place(&n));
        (corner && !other).then_some(Row::Named)
    }

    /// Labels of side headings over a cell, outermost first: cells to its left that stand beside
    /// several rows.
    pub fn sides(&self, row: u32, column: u32) -> Vec<String> {
        let mut out = Vec::new();
        let mut seen = Vec::new();
        for c in 1..column {
            let Some(n) = self.over(row, c) else { continue };
            if self.is_side(n) && !seen.contains(&n) && !words_of_picture(&self.cells[n].label()) {
                seen.push(n);
                out.push(self.cells[n].label());
            }
        }
        out
    }
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）' | '[' | ']' | '［' | '］')
}

/// A cell for a photo or a seal.
pub fn words_of_picture(label: &str) -> bool {
    label.chars().count() <= 14 && PageWords::has(&words().pictures, label)
}
