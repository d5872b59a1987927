//! Notes at cells of a BIFF stream: which cell, by whom (NOTE, [MS-XLS] §2.4.179), and the text in
//! a shape of its own.

use std::collections::BTreeMap;

use super::super::book::Book;
use super::super::reference::At;
use super::biff::{Data, Version};
use super::globals::Globals;

/// The notes of one sheet.
#[derive(Default)]
pub(super) struct Notes {
    /// The texts by the shapes' numbers.
    texts: BTreeMap<u16, String>,
    /// The cells with their authors and shapes.
    cells: Vec<(At, String, u16)>,
    /// Whole notes, as BIFF5 has them.
    whole: Vec<(At, String)>,
}

impl Notes {
    /// Keeps the text of a note's shape.
    pub(super) fn text(&mut self, id: u16, text: String) {
        self.texts.insert(id, text);
    }

    /// Reads a NOTE record.
    pub(super) fn record(&mut self, globals: &Globals, data: &mut Data<'_>) {
        let (Some(row), Some(column)) = (data.u16(), data.u16()) else {
            return;
        };
        let at = At::new(u32::from(row) + 1, u32::from(column) + 1);
        match globals.version {
            Version::Biff8 => {
                data.skip(2);
                if let Some(id) = data.u16() {
                    self.cells.push((at, globals.strings.long(data), id));
                }
            }
            Version::Biff5 => {
                let length = usize::from(data.u16().unwrap_or(0));
                let text = globals.strings.bytes(data, length.min(data.len()));
                match self.whole.last_mut() {
                    // Texts of more than 2048 bytes go on in records of no row.
                    Some((_, before)) if row == u16::MAX => before.push_str(&text),
                    _ => self.whole.push((at, text)),
                }
            }
        }
    }

    /// Puts the notes on the sheet that was added to the book last.
    pub(super) fn put(&mut self, book: &mut Book) {
        for (at, author, id) in self.cells.drain(..) {
            if let Some(text) = self.texts.remove(&id) {
                book.note(at, &author, &text);
            }
        }
        // A shape that no record gives a cell.
        for (_, text) in std::mem::take(&mut self.texts) {
            book.note(At::new(1, 1), "", &text);
        }
        for (at, text) in self.whole.drain(..) {
            book.note(at, "", &text);
        }
    }
}
