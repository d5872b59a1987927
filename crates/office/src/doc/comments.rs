//! Where in the body the comments begin and end ([MS-DOC] §2.8.8, §2.9 ATRDPre10, ATNBE): a comment
//! is about a stretch of text, at the end of which it is referred to.

use std::collections::HashMap;

use super::bytes::{Plc, i32_at, slice, u16_at};
use super::fib::{Fib, Part};

/// The stretches of text that comments are about.
#[derive(Debug, Default)]
pub(super) struct Comments {
    /// From where to where, by the comment's tag.
    ranges: HashMap<i32, (usize, usize)>,
    /// Where they begin, ascending.
    starts: Vec<usize>,
}

impl Comments {
    /// Reads the bookmarks of comments.
    pub(super) fn read(fib: &Fib<'_>) -> Comments {
        let mut comments = Comments::default();
        let tags = fib.part(Part::CommentBookmarks);
        let starts = Plc::read(fib.part(Part::CommentStarts), 4);
        let ends = Plc::read(fib.part(Part::CommentEnds), 0);
        // A string table of empty strings, each with 10 bytes beside it: the tag is at 2.
        let count = usize::from(u16_at(tags, 2).unwrap_or(0)).min(starts.len());
        for i in 0..count {
            let Some(tag) = slice(tags, 6 + 12 * i, 12).and_then(|t| i32_at(t, 4)) else {
                break;
            };
            let end = u16_at(starts.data(i), 0).unwrap_or(0);
            let range = (
                starts.position(i) as usize,
                ends.position(usize::from(end)) as usize,
            );
            comments.ranges.insert(tag, range);
            comments.starts.push(range.0);
        }
        comments.starts.sort_unstable();
        comments.starts.dedup();
        comments
    }

    /// The stretch of text that the comment of this tag is about.
    pub(super) fn range(&self, tag: i32) -> Option<(usize, usize)> {
        self.ranges
            .get(&tag)
            .copied()
            .filter(|(from, to)| from < to)
    }

    /// Where comments begin between two positions, both included.
    pub(super) fn starts_in(&self, from: usize, to: usize) -> &[usize] {
        let first = self.starts.partition_point(|&s| s < from);
        let behind = self.starts.partition_point(|&s| s <= to);
        &self.starts[first..behind.max(first)]
    }
}
