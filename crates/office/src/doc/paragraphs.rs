//! Properties of paragraphs ([MS-DOC] §2.6.2), and where the lists of them lie.

use super::bytes::{i16_at, slice};
use super::colors;
use super::layout::{self, Borders};
use super::sprm::Sprms;
use crate::build::look::ParagraphLayer;

/// The longest list that the `Data` stream may hold (§2.9 PrcData).
const LONGEST: i16 = 0x3fa2;
/// A list may refer to another one, and that to a third; no further.
const REFERENCES: usize = 2;

/// The lists of modifiers that a paragraph has: its own, and those in the `Data` stream that it
/// refers to.
pub(super) fn lists<'a>(list: &'a [u8], data: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut next = Some(list);
    let mut followed = 0;
    std::iter::from_fn(move || {
        let list = next.take()?;
        if followed < REFERENCES {
            followed += 1;
            next = reference(list, data);
        }
        Some(list)
    })
}

/// The list that a `sprmPHugePapx` or `sprmPTableProps` refers to.
fn reference<'a>(list: &'a [u8], data: &'a [u8]) -> Option<&'a [u8]> {
    let sprm = Sprms::of(list).find(|s| matches!(s.code, 0x6645 | 0x6646 | 0x646b))?;
    let at = usize::try_from(sprm.long()).ok()?;
    let len = i16_at(data, at)?;
    if !(0..=LONGEST).contains(&len) {
        return None;
    }
    slice(data, at + 2, len as usize)
}

/// What lists of modifiers say of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraphs {
    pub layer: ParagraphLayer,
    /// The style, where a fast save gives it another.
    pub style: Option<u16>,
    borders: Borders,
    in_table: bool,
    depth: Option<i32>,
    /// The mark ends a row of the outermost table.
    pub ends_row: bool,
    /// The mark ends a cell, or a row, of an inner table.
    pub ends_inner_cell: bool,
    pub ends_inner_row: bool,
}

impl Paragraphs {
    /// Takes in what `list` says.
    pub(super) fn take(&mut self, list: &[u8]) {
        for sprm in Sprms::of(list) {
            match sprm.code {
                0x4600 => self.style = Some(sprm.word()),
                0x2416 => self.in_table = sprm.byte() != 0,
                0x2417 => self.ends_row = sprm.byte() != 0,
                0x244b => self.ends_inner_cell = sprm.byte() != 0,
                0x244c => self.ends_inner_row = sprm.byte() != 0,
                0x6649 => self.depth = Some(sprm.long()),
                0x664a => {
                    self.depth = Some(self.depth.unwrap_or(0).saturating_add(sprm.long()));
                }
                0x260a => self.layer.level = Some(sprm.byte().min(8)),
                0x460b => self.layer.list = Some(i32::from(sprm.word() as i16)),
                0x442d => self.layer.shading = Some(colors::shading_80(sprm.word())),
                0xc64d => self.layer.shading = Some(colors::shading(sprm.operand)),
                _ => layout::modify(&mut self.layer, &mut self.borders, &sprm),
            }
        }
    }

    /// In how many tables the paragraph stands.
    pub(super) fn depth(&self) -> usize {
        match self.depth {
            Some(depth) if depth > 0 => depth as usize,
            _ => usize::from(self.in_table),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_followed_twice_at_most() {
        // At 0 a list that refers to itself.
        let mut data = vec![6, 0, 0x46, 0x66, 0, 0, 0, 0];
        let list = data[2..].to_vec();
        assert_eq!(lists(&list, &data).count(), 3);
        // A length below zero, and one beyond the stream, lead nowhere.
        data[0..2].copy_from_slice(&(-1i16).to_le_bytes());
        assert_eq!(lists(&list, &data).count(), 1);
        data[0..2].copy_from_slice(&100i16.to_le_bytes());
        assert_eq!(lists(&list, &data).count(), 1);
    }
}
