//! The file information block at the head of `WordDocument` ([MS-DOC] §2.5): what the file is, how
//! long its stories are, and where in the table stream everything else lies.

use super::Error;
use super::bytes::{slice, u16_at, u32_at};
use super::container::Streams;

/// The pairs of offset and length that are used, by their place in the FIB (§2.5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Styles = 1,
    FootnoteReferences = 2,
    FootnoteTexts = 3,
    CommentReferences = 4,
    CommentTexts = 5,
    Sections = 6,
    HeaderTexts = 11,
    CharacterPages = 12,
    ParagraphPages = 13,
    Fonts = 15,
    Pieces = 33,
    CommentAuthors = 36,
    CommentBookmarks = 37,
    Anchors = 40,
    CommentStarts = 42,
    CommentEnds = 43,
    EndnoteReferences = 46,
    EndnoteTexts = 47,
    Drawings = 50,
    BoxTexts = 56,
    HeaderBoxTexts = 58,
    Lists = 73,
    ListOverrides = 74,
}

/// The stories, in the order in which they lie one behind the other (§2.3); the fourth, of macros,
/// has been empty since Word 97.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Story {
    Main = 0,
    Footnotes = 1,
    Headers = 2,
    Comments = 4,
    Endnotes = 5,
    Boxes = 6,
    HeaderBoxes = 7,
}

const STORIES: usize = 8;
/// `ccpText` among the 32-bit fields; the other stories' lengths follow it.
const FIRST_LENGTH: usize = 3;

/// Whether a `WordDocument` stream that begins so is of a version before Word 97.
pub(super) fn is_older(document: &[u8]) -> bool {
    u16_at(document, 2).is_some_and(|version| version <= LAST_OLD)
}

/// What the FIB says.
#[derive(Debug)]
pub(super) struct Fib<'a> {
    document: &'a [u8],
    table: &'a [u8],
    lengths: [u32; STORIES],
    pairs: usize,
    count: usize,
}

const ENCRYPTED: u16 = 0x0100;
const SECOND_TABLE: u16 = 0x0200;
/// The last `nFib` of Word 6 and 95; from 0x6A on it is this format (measured: 0xC0 and up).
const LAST_OLD: u16 = 0x69;

impl<'a> Fib<'a> {
    /// Reads the FIB.
    ///
    /// # Errors
    /// When the file is another format, is locked, or has no table stream.
    pub(super) fn read(streams: &'a Streams) -> Result<Fib<'a>, Error> {
        let document = streams.document.as_slice();
        let damaged = |what| Error::Damaged { what };
        let Some(flags) = u16_at(document, 0xa) else {
            return Err(damaged("FIB"));
        };
        if is_older(document) {
            return Err(Error::Older);
        }
        if flags & ENCRYPTED != 0 {
            return Err(Error::Locked);
        }
        let wanted = usize::from(flags & SECOND_TABLE != 0);
        // Some writers give the stream the other name.
        let table = [wanted, 1 - wanted]
            .into_iter()
            .find_map(|i| streams.tables[i].as_deref())
            .ok_or(damaged("0Table, 1Table"))?;
        let mut fib = Fib {
            document,
            table,
            lengths: [0; STORIES],
            pairs: 0,
            count: 0,
        };
        fib.arrays().ok_or(damaged("FIB"))?;
        Ok(fib)
    }

    /// The counted arrays behind the FIB's fixed part (§2.5.15).
    fn arrays(&mut self) -> Option<()> {
        let short = usize::from(u16_at(self.document, 0x20)?);
        let longs = 0x22 + 2 * short;
        let long = usize::from(u16_at(self.document, longs)?);
        for (i, length) in self.lengths.iter_mut().enumerate() {
            let index = FIRST_LENGTH + i;
            if index < long {
                // A length below zero is none.
                let read = u32_at(self.document, longs + 2 + 4 * index)?;
                *length = if read > i32::MAX as u32 { 0 } else { read };
            }
        }
        let pairs = longs + 2 + 4 * long;
        self.count = usize::from(u16_at(self.document, pairs)?);
        self.pairs = pairs + 2;
        Some(())
    }

    /// The bytes of a part in the table stream; none where it leads outside.
    pub(super) fn part(&self, part: Part) -> &'a [u8] {
        self.span(part)
            .and_then(|(at, len)| slice(self.table, at, len))
            .unwrap_or_default()
    }

    /// The bytes of a part and all that follows it.
    pub(super) fn part_and_beyond(&self, part: Part) -> &'a [u8] {
        match self.span(part) {
            Some((at, len)) if len > 0 => super::bytes::rest(self.table, at),
            _ => &[],
        }
    }

    /// The length of a part as the FIB has it.
    pub(super) fn part_len(&self, part: Part) -> usize {
        self.span(part).map_or(0, |(_, len)| len)
    }

    fn span(&self, part: Part) -> Option<(usize, usize)> {
        let index = part as usize;
        if index >= self.count {
            return None;
        }
        let at = u32_at(self.document, self.pairs + 8 * index)?;
        let len = u32_at(self.document, self.pairs + 8 * index + 4)?;
        Some((at as usize, len as usize))
    }

    /// The `WordDocument` stream.
    pub(super) fn document(&self) -> &'a [u8] {
        self.document
    }

    /// Where a story lies: its first position, and the one behind its last.
    pub(super) fn story(&self, story: Story) -> (u64, u64) {
        let before: u64 = self.lengths[..story as usize]
            .iter()
            .map(|&l| u64::from(l))
            .sum();
        (before, before + u64::from(self.lengths[story as usize]))
    }
}
