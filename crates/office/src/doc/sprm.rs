//! Single property modifiers ([MS-DOC] §2.2.5.1): a property and its operand, one behind the other.

use super::bytes::{rest, slice, u8_at, u16_at};

/// A property modifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sprm<'a> {
    /// Its code.
    pub code: u16,
    /// Its operand; of those of variable length, what follows the length.
    pub operand: &'a [u8],
}

impl Sprm<'_> {
    /// The operand's first byte.
    pub(super) fn byte(&self) -> u8 {
        u8_at(self.operand, 0).unwrap_or(0)
    }

    /// The operand's first 16 bits.
    pub(super) fn word(&self) -> u16 {
        u16_at(self.operand, 0).unwrap_or(0)
    }

    /// The operand's first 32 bits.
    pub(super) fn long(&self) -> i32 {
        super::bytes::i32_at(self.operand, 0).unwrap_or(0)
    }
}

/// `sprmTDefTable` and its older form, and `sprmPChgTabs`, whose lengths are told in their own ways.
const DEFINE_TABLE: [u16; 2] = [0xd608, 0xd606];
const CHANGE_TABS: u16 = 0xc615;

/// The modifiers in a list. A length that leads beyond the list ends it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sprms<'a>(&'a [u8]);

impl<'a> Sprms<'a> {
    /// The modifiers in `list`.
    pub(super) fn of(list: &'a [u8]) -> Sprms<'a> {
        Sprms(list)
    }
}

impl<'a> Iterator for Sprms<'a> {
    type Item = Sprm<'a>;

    fn next(&mut self) -> Option<Sprm<'a>> {
        let code = u16_at(self.0, 0)?;
        let (start, len) = match code >> 13 {
            0 | 1 => (2, 1),
            2 | 4 | 5 => (2, 2),
            3 => (2, 4),
            7 => (2, 3),
            _ if DEFINE_TABLE.contains(&code) => {
                (4, usize::from(u16_at(self.0, 2)?).checked_sub(1)?)
            }
            _ => match usize::from(u8_at(self.0, 2)?) {
                255 if code == CHANGE_TABS => (3, tabs(self.0)?),
                len => (3, len),
            },
        };
        let operand = slice(self.0, start, len)?;
        self.0 = rest(self.0, start + len);
        Some(Sprm { code, operand })
    }
}

/// The length of a `sprmPChgTabs` that is too long for its length byte: deleted tabs of 4 bytes,
/// added ones of 3.
fn tabs(list: &[u8]) -> Option<usize> {
    let deleted = usize::from(u8_at(list, 3)?);
    let added = usize::from(u8_at(list, 4 + 4 * deleted)?);
    Some(2 + 4 * deleted + 3 * added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_follow_from_the_code() {
        let list = [
            0x35, 0x08, 1, // sprmCFBold
            0x70, 0x68, 1, 2, 3, 0, // sprmCCv
            0x15, 0xc6, 255, 1, 9, 9, 9, 9, 1, 8, 8, 8, // sprmPChgTabs
            0x08, 0xd6, 3, 0, 7, 7, // sprmTDefTable: one more than what follows
            0x30, 0x4a, 5, 0, // sprmCIstd
            0x2b, 0xd6, 9, 0, // leads beyond the list
        ];
        let read: Vec<_> = Sprms::of(&list)
            .map(|s| (s.code, s.operand.len()))
            .collect();
        assert_eq!(
            read,
            [
                (0x0835, 1),
                (0x6870, 4),
                (0xc615, 9),
                (0xd608, 2),
                (0x4a30, 2)
            ]
        );
    }
}
