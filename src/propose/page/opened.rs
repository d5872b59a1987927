//! Cells whose own words ask for what goes behind them, or are typed over.

use super::ask::Ask;
use super::brackets::is_unit;
use super::label::clean;
use super::table::{Class, Sheet, words_of_picture};
use super::text;
use super::words::{PageWords, words};
use super::{Build, tagged};
use crate::mapping::Type;
use crate::recognise::page::is_soft;

/// The cell's words only say how it is filled in: `（必填，无需真实姓名）`, `请填写全称`.
pub(super) fn is_prompt(shown: &str) -> bool {
    let text = shown.trim();
    let mut inner = text.chars();
    let bracket = matches!(inner.next(), Some('（' | '(' | '[' | '【' | '<'))
        && matches!(inner.next_back(), Some('）' | ')' | ']' | '】' | '>'))
        && !inner.any(|c| matches!(c, '（' | '(' | '）' | ')'));
    let hints = PageWords::has(&words().hints, text) || text.contains(['如', '例']);
    bracket && hints
        || words()
            .prompts
            .iter()
            .any(|p| text.to_lowercase().starts_with(p.as_str()))
}

impl Build {
    /// The cell's own words ask for what goes behind them: they end with a colon, or have room
    /// below them, and no place stands beside them.
    pub(super) fn opens(&self, sheet: &Sheet, n: usize) -> bool {
        let slot = &sheet.cells[n];
        let c = slot.cell;
        let free = |m: usize| sheet.cells[m].class == Class::Empty;
        // A place that says itself what it is for is not this one's.
        let own = |m: usize| {
            let slot = &sheet.cells[m];
            slot.class == Class::Fill
                && text::asked(&slot.text, true)
                    .asks
                    .first()
                    .is_some_and(|(_, ask)| match ask {
                        Ask::Text { label, .. } => !label.is_empty() && !is_unit(label),
                        Ask::Option { group: 0, .. } => text::asked(&slot.text, true)
                            .groups
                            .first()
                            .is_some_and(|g| !g.label.is_empty()),
                        _ => false,
                    })
        };
        let beside = sheet
            .over(c.row, c.column + c.column_span)
            .is_some_and(|m| sheet.cells[m].class != Class::Label && !own(m));
        let below = sheet
            .over(c.row + c.row_span, c.column)
            .is_some_and(|m| free(m) && sheet.cells[m].cell.column_span == c.column_span);
        if beside || below {
            return false;
        }
        let words = slot
            .text
            .iter()
            .rposition(|c| !is_soft(*c))
            .map_or(0, |i| i + 1);
        let ends = words
            .checked_sub(1)
            .is_some_and(|i| matches!(slot.text[i], '：' | ':'));
        let mut room = slot.text[words..].iter().filter(|c| **c == '\n').count();
        // In a row of its own one empty line is room enough; so is one above the words.
        let lines = |t: &[char]| t.iter().filter(|c| **c == '\n').count();
        let first = slot.text.iter().position(|c| !is_soft(*c)).unwrap_or(0);
        if sheet.is_whole(c.row) == Some(n) || sheet.has_room(c.row) {
            room *= 2;
        }
        room = room.max(lines(&slot.text[..first]) * 2);
        let shown: String = slot.text[..words].iter().collect();
        let label = clean(&shown);
        // Beside cells that ask by a colon or room, a short label asks too: `Name: | D.O.B. | Age:`.
        let alike = sheet.asks_alike(n) && label.chars().count() <= 20;
        let ends = ends || alike;
        let short = label.chars().count() <= 60 && !words_of_picture(&label);
        let many = text::asked(&slot.text, true).asks.len();
        short && (ends || room >= 2 || many > 0 && slot.text.contains(&'\n'))
    }

    /// A cell whose own words ask.
    pub(super) fn opened(&mut self, sheet: &Sheet, n: usize, prefix: &str) -> String {
        let slot = &sheet.cells[n];
        let asked = text::asked(&slot.text, true);
        if !asked.asks.is_empty() {
            return self.put(&slot.text, &asked, prefix, 0, sheet, n);
        }
        let words = slot
            .text
            .iter()
            .rposition(|c| !is_soft(*c))
            .map_or(0, |i| i + 1);
        let label = slot.label();
        let label = if prefix.is_empty() {
            label
        } else {
            format!("{prefix}·{label}")
        };
        let f = self.field(0, &label, Type::Text, None);
        // Room above the words is for what they name.
        let first = slot.text.iter().position(|c| !is_soft(*c)).unwrap_or(0);
        let above = slot.text[..first].contains(&'\n') && !slot.text[words..].contains(&'\n');
        let at = if above { 0 } else { words };
        tagged(&slot.text, vec![(at, self.written(0, f, false))])
    }
}
