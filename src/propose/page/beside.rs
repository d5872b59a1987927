//! Labels that ask by what stands beside them in their row or column.

use super::table::{Class, Sheet, Slot, words_of_picture};
use crate::recognise::page::is_soft;

/// Words with slashes that stand alike in several rows of a column are options: `Soup / Salad`.
pub(super) fn repeated_words(cells: &mut [Slot]) {
    let words = |s: &Slot| {
        let shown: String = s.text.iter().collect();
        let parted = shown.contains(" / ") || shown.contains('／');
        let found = parted && s.cell.column > 1 && s.class == Class::Label && s.text.len() <= 60;
        found && super::circled::slashes(&s.text).is_some()
    };
    let found: Vec<bool> = cells.iter().map(words).collect();
    let alike = |n: usize| {
        (0..cells.len()).any(|m| {
            let (a, b) = (cells[n].cell, cells[m].cell);
            let apart = m != n && a.column == b.column && a.row != b.row;
            apart && found[m] && cells[n].text == cells[m].text
        })
    };
    let alike: Vec<bool> = (0..cells.len()).map(|n| found[n] && alike(n)).collect();
    for (slot, _) in cells.iter_mut().zip(&alike).filter(|(_, a)| **a) {
        slot.class = Class::Fill;
        slot.circles = true;
    }
}

impl Sheet<'_> {
    /// The label ends its row, behind a place of another label, and has no place itself: what is asked
    /// for goes behind its words.
    pub fn is_left_over(&self, n: usize, own: &[usize]) -> bool {
        let slot = &self.cells[n];
        let c = slot.cell;
        let label = slot.label();
        let shown: String = slot.text.iter().collect();
        let names = label.chars().next().is_some_and(char::is_alphabetic)
            && (2..=30).contains(&label.chars().count())
            && !shown.trim_start().starts_with(['（', '(', '['])
            && !shown.contains(['。', '；', '，'])
            && !super::brackets::is_unit(&shown)
            && !words_of_picture(&label);
        let ends = own.last() == Some(&n);
        let before = own.iter().rev().nth(1);
        let behind_place = before.is_some_and(|m| !self.is(*m, Class::Label));
        let below = self.over(c.row + c.row_span, c.column);
        let place_below = below.is_some_and(|m| {
            let below = &self.cells[m];
            below.class != Class::Label && below.cell.column == c.column
        });
        names && ends && behind_place && !place_below && !self.is_side(n)
    }

    /// The row is labels alone, and the others of them ask for what goes behind their colons.
    pub fn asks_alike(&self, n: usize) -> bool {
        let own = self.row(self.cells[n].cell.row);
        let ends = |n: &usize| {
            let end = self.cells[*n].text.iter().rev().find(|c| !is_soft(**c));
            end.is_some_and(|c| matches!(c, '：' | ':'))
        };
        let others: Vec<usize> = own.iter().copied().filter(|m| *m != n).collect();
        let short = |m: &usize| {
            let label = self.cells[*m].label();
            (2..=30).contains(&label.chars().count()) && !label.chars().any(|c| c.is_ascii_digit())
        };
        let labels = || own.iter().all(|m| self.is(*m, Class::Label) && short(m));
        // So do short labels that are a whole table: there is nowhere else.
        if self.table.rows == 1 && own.len() > 1 && labels() {
            let title = |c: &char| c.is_ascii() && !c.is_lowercase();
            return !self.cells[n].text.iter().all(title);
        }
        let label = self.cells[n].label();
        let names = label.chars().any(char::is_alphabetic) && !words_of_picture(&label);
        names
            && !others.is_empty()
            && own.iter().all(|m| self.is(*m, Class::Label))
            && others.iter().all(ends)
    }

    /// Each cell of the row is words with an empty line below them.
    pub fn has_room(&self, row: u32) -> bool {
        let own = self.row(row);
        let roomy = |n: &usize| {
            let text = &self.cells[*n].text;
            let words = text.iter().rposition(|c| !is_soft(*c)).map_or(0, |i| i + 1);
            words > 0 && text[words..].contains(&'\n')
        };
        !own.is_empty() && own.iter().all(roomy)
    }
}
