//! The text: pieces of the document stream in the order of the document, not of the file
//! ([MS-DOC] §2.4.1, §2.9 Clx).

use super::bytes::{Plc, rest, slice, u8_at, u16_at, u32_at};
use super::fib::{Fib, Part};

/// Pieces may name the same bytes again and again: no more than this many positions for each byte
/// of the file. Real files have one at the most.
const POSITIONS_A_BYTE: usize = 4;
/// The bit of a piece's `fc` that says: one byte a character.
const COMPRESSED: u32 = 0x4000_0000;

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its first position in the text, and the one behind its last.
    pub from: usize,
    pub to: usize,
    /// The offset of its first character in the document stream.
    pub at: usize,
    /// Bytes a character: 1 or 2.
    pub width: usize,
    /// What fast saving says of its properties.
    pub prm: u16,
}

impl Piece {
    /// The offset of the character at a position.
    pub(super) fn offset(&self, position: usize) -> usize {
        self.at + (position - self.from) * self.width
    }
}

/// The text of all stories, and where in the file it came from.
#[derive(Debug, Default)]
pub(super) struct Text<'a> {
    /// The UTF-16 units, one a position.
    pub units: Vec<u16>,
    pub pieces: Vec<Piece>,
    /// The property lists that pieces refer to.
    prms: Vec<&'a [u8]>,
    /// Pieces that lead outside of the stream, or are more than can be real.
    pub is_damaged: bool,
}

impl<'a> Text<'a> {
    /// Reads the piece table and the text behind it. `None` where there is no piece table.
    pub(super) fn read(fib: &Fib<'a>) -> Option<Text<'a>> {
        let document = fib.document();
        let mut text = Text::default();
        let mut clx = fib.part(Part::Pieces);
        let table = loop {
            match u8_at(clx, 0)? {
                1 => {
                    let len = usize::from(u16_at(clx, 1)?);
                    text.prms.push(slice(clx, 3, len)?);
                    clx = rest(clx, 3 + len);
                }
                2 => {
                    let len = u32_at(clx, 1)? as usize;
                    // A length that lies still leaves the pieces that are there.
                    break slice(clx, 5, len).unwrap_or(rest(clx, 5));
                }
                _ => return None,
            }
        };
        let plc = Plc::read(table, 8);
        if plc.len() == 0 {
            return None;
        }
        let most = document.len().saturating_mul(POSITIONS_A_BYTE);
        for i in 0..plc.len() {
            let (from, to) = (plc.position(i) as usize, plc.position(i + 1) as usize);
            if from != text.units.len() || to > most {
                text.is_damaged = true;
                break;
            }
            if from == to {
                continue;
            }
            let data = plc.data(i);
            let fc = u32_at(data, 2)?;
            let (at, width) = match fc & COMPRESSED {
                0 => ((fc & (COMPRESSED - 1)) as usize, 2),
                _ => ((fc & (COMPRESSED - 1)) as usize / 2, 1),
            };
            text.pieces.push(Piece {
                from,
                to,
                at,
                width,
                prm: u16_at(data, 6)?,
            });
            text.take(document, at, width, to - from);
        }
        Some(text)
    }

    fn take(&mut self, document: &[u8], at: usize, width: usize, count: usize) {
        let end = self.units.len() + count;
        let there = rest(document, at);
        let there = &there[..there.len().min(count * width)];
        match width {
            1 => self.units.extend(there.iter().map(|&b| windows_1252(b))),
            _ => self.units.extend(
                there
                    .chunks_exact(2)
                    .map(|u| u16::from_le_bytes([u[0], u[1]])),
            ),
        }
        if self.units.len() < end {
            self.is_damaged = true;
            // Characters that are not there show nothing.
            self.units.resize(end, 0);
        }
    }

    /// The index of the piece at a position.
    pub(super) fn piece_at(&self, position: usize) -> Option<usize> {
        let index = self.pieces.partition_point(|p| p.to <= position);
        (index < self.pieces.len() && self.pieces[index].from <= position).then_some(index)
    }

    /// The property list that a piece's `prm` names.
    pub(super) fn prm(&self, prm: u16) -> &'a [u8] {
        match prm & 1 {
            1 => self
                .prms
                .get(usize::from(prm >> 1))
                .copied()
                .unwrap_or_default(),
            // One sprm of one byte, in files that Word 97 saved fast: not met in any file.
            _ => &[],
        }
    }
}

/// A character of a compressed piece: Windows-1252, in which 0x80 to 0x9F are no control characters.
fn windows_1252(byte: u8) -> u16 {
    const HIGH: [u16; 32] = [
        0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8d, 0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
        0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => u16::from(byte),
    }
}
