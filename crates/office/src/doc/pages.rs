//! Formatted pages ([MS-DOC] §2.4.2, §2.4.3; §2.9 ChpxFkp, PapxFkp): which properties stand at which
//! offsets of the document stream.

use super::bytes::{Plc, rest, slice, u8_at, u16_at, u32_at};
use super::fib::{Fib, Part};

const PAGE: usize = 512;
/// A page may be named again and again. More runs than this are in no real file.
const RUNS: usize = 1_000_000;

/// A stretch of the document stream with one list of properties.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run<'a> {
    /// The offset of its first byte, and that behind its last.
    pub from: usize,
    pub to: usize,
    /// The paragraph style, of paragraphs.
    pub style: u16,
    /// The list of properties.
    pub sprms: &'a [u8],
}

/// The runs of one kind, in the order of their offsets.
#[derive(Debug, Default)]
pub(super) struct Runs<'a>(Vec<Run<'a>>);

impl<'a> Runs<'a> {
    /// The runs of characters.
    pub(super) fn characters(fib: &Fib<'a>) -> Runs<'a> {
        Runs::read(fib, Part::CharacterPages, 1, |page, at| {
            let len = usize::from(u8_at(page, at)?);
            Some((0, clipped(page, at + 1, len)))
        })
    }

    /// The runs of paragraphs.
    pub(super) fn paragraphs(fib: &Fib<'a>) -> Runs<'a> {
        Runs::read(fib, Part::ParagraphPages, 13, |page, at| {
            let (start, len) = match usize::from(u8_at(page, at)?) {
                0 => (at + 2, 2 * usize::from(u8_at(page, at + 1)?)),
                half => (at + 1, 2 * half - 1),
            };
            let list = clipped(page, start, len);
            Some((u16_at(list, 0)?, rest(list, 2)))
        })
    }

    fn read(
        fib: &Fib<'a>,
        part: Part,
        entry: usize,
        list: impl Fn(&'a [u8], usize) -> Option<(u16, &'a [u8])>,
    ) -> Runs<'a> {
        let plc = Plc::read(fib.part(part), 4);
        let mut runs: Vec<Run<'a>> = Vec::new();
        let mut last = 0;
        for i in 0..plc.len() {
            let Some(number) = u32_at(plc.data(i), 0) else {
                continue;
            };
            let at = (number & 0x3f_ffff) as usize * PAGE;
            let Some(page) = slice(fib.document(), at, PAGE) else {
                continue;
            };
            let count = usize::from(page[PAGE - 1]);
            for run in 0..count {
                let (Some(from), Some(to)) = (u32_at(page, 4 * run), u32_at(page, 4 * (run + 1)))
                else {
                    break;
                };
                // Where pages overlap, the first counts.
                let (from, to) = ((from as usize).max(last), to as usize);
                if from >= to {
                    continue;
                }
                if runs.len() >= RUNS {
                    return Runs(runs);
                }
                last = to;
                let word = u8_at(page, 4 * (count + 1) + entry * run).unwrap_or(0);
                let (style, sprms) = match word {
                    0 => (0, &[][..]),
                    _ => list(page, 2 * usize::from(word)).unwrap_or_default(),
                };
                runs.push(Run {
                    from,
                    to,
                    style,
                    sprms,
                });
            }
        }
        Runs(runs)
    }

    /// The run at an offset; where there is none, one without properties up to the next.
    pub(super) fn at(&self, offset: usize) -> Run<'a> {
        self.at_index(self.index(offset), offset)
    }

    /// The index of the run at an offset, or of the first behind it.
    pub(super) fn index(&self, offset: usize) -> usize {
        self.0.partition_point(|r| r.to <= offset)
    }

    /// As [`at`](Self::at), where the index is known.
    pub(super) fn at_index(&self, index: usize, offset: usize) -> Run<'a> {
        match self.0.get(index) {
            Some(run) if run.from <= offset => *run,
            next => Run {
                from: offset,
                to: next.map_or(usize::MAX, |r| r.from),
                ..Run::default()
            },
        }
    }
}

fn clipped(page: &[u8], at: usize, len: usize) -> &[u8] {
    let there = rest(page, at);
    &there[..there.len().min(len)]
}
