//! The fonts of a document ([MS-DOC] §2.9 SttbfFfn, FFN): whether their characters are symbols, and
//! whether two are the same.

use super::bytes::{rest, slice, u8_at, u16_at};
use crate::build::face::face;
use crate::build::symbol::SymbolFont;
use crate::paper::Print;

/// Where in an FFN the font's name begins.
const NAME: usize = 39;

/// The fonts by their index.
#[derive(Debug, Default)]
pub(super) struct Fonts(Vec<Font>);

#[derive(Clone, Copy, Debug)]
struct Font {
    symbol: Option<SymbolFont>,
    face: Print,
}

impl Fonts {
    /// Reads the font table.
    pub(super) fn read(bytes: &[u8]) -> Fonts {
        let count = usize::from(u16_at(bytes, 0).unwrap_or(0));
        let mut fonts = Vec::new();
        let mut left = rest(bytes, 4);
        while fonts.len() < count {
            let Some(len) = u8_at(left, 0).map(usize::from) else {
                break;
            };
            let Some(font) = slice(left, 1, len) else {
                break;
            };
            let name: Vec<u16> = rest(font, NAME)
                .chunks_exact(2)
                .map(|u| u16::from_le_bytes([u[0], u[1]]))
                .take_while(|&u| u != 0)
                .collect();
            let name = String::from_utf16_lossy(&name);
            fonts.push(Font {
                symbol: SymbolFont::of(&name),
                face: face(&name),
            });
            left = rest(left, 1 + len);
        }
        Fonts(fonts)
    }

    /// The font of this index, if its characters are symbols.
    pub(super) fn symbol(&self, index: u16) -> Option<SymbolFont> {
        self.0.get(usize::from(index))?.symbol
    }

    /// The fingerprint of the font of this index.
    pub(super) fn face(&self, index: u16) -> Option<Print> {
        Some(self.0.get(usize::from(index))?.face)
    }
}
