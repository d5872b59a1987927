//! What of the paper is accounted for: which bytes of which paragraph a field's value was made from,
//! which are a label or a heading, which a finding already quotes.

use std::collections::HashSet;
use std::ops::Range;

use office::paper::{Cell, Paragraph, ParagraphId};

/// The claimed ranges of each paragraph, by its identity.
#[derive(Debug, Default)]
pub struct Claims {
    paragraphs: Vec<Claimed>,
    /// Headings whose typed words behind the title were taken.
    rests: HashSet<ParagraphId>,
    /// Paragraphs that were taken for a printed label, whatever more is typed in them.
    labels: HashSet<ParagraphId>,
}

/// What of one paragraph is claimed.
#[derive(Clone, Debug, Default)]
enum Claimed {
    /// Nothing.
    #[default]
    Nothing,
    /// These bytes of its text, in no order.
    Ranges(Vec<Range<u32>>),
    /// All of it.
    Whole,
}

impl Claims {
    /// Claims a whole paragraph.
    pub fn claim(&mut self, p: &Paragraph) {
        *self.of_mut(p) = Claimed::Whole;
    }

    /// Claims the paragraphs of a cell.
    pub fn claim_cell(&mut self, cell: &Cell) {
        for p in cell.paragraphs() {
            self.claim(p);
        }
    }

    /// Claims the paragraphs of a cell as the printed label that they are like.
    pub fn claim_label(&mut self, cell: &Cell) {
        for p in cell.paragraphs() {
            self.claim(p);
            self.labels.insert(p.id);
        }
    }

    /// Claims a paragraph as the printed caption that it is like.
    pub fn claim_caption(&mut self, p: &Paragraph) {
        self.claim(p);
        self.labels.insert(p.id);
    }

    /// The paragraph was taken for a printed label.
    pub fn is_label(&self, p: &Paragraph) -> bool {
        self.labels.contains(&p.id)
    }

    /// Claims these bytes of a paragraph's text.
    pub fn claim_range(&mut self, p: &Paragraph, bytes: Range<usize>) {
        let range = bytes.start as u32..bytes.end as u32;
        match self.of_mut(p) {
            Claimed::Whole => {}
            Claimed::Ranges(ranges) => ranges.push(range),
            nothing @ Claimed::Nothing => *nothing = Claimed::Ranges(vec![range]),
        }
    }

    /// Claims what is typed behind a heading's title.
    pub fn claim_rest(&mut self, heading: &Paragraph) {
        self.rests.insert(heading.id);
    }

    /// What is typed behind the heading's title is claimed.
    pub fn has_rest(&self, heading: &Paragraph) -> bool {
        self.rests.contains(&heading.id)
    }

    /// Something of the paragraph is claimed.
    pub fn has(&self, p: &Paragraph) -> bool {
        !matches!(self.of(p), Claimed::Nothing)
    }

    /// Something of each paragraph of the cell is claimed.
    pub fn has_cell(&self, cell: &Cell) -> bool {
        cell.paragraphs().all(|p| self.has(p))
    }

    /// The bytes of a paragraph's text that nobody claimed, in order.
    pub fn left_of(&self, p: &Paragraph) -> Vec<Range<usize>> {
        let end = p.text.len();
        let mut taken = match self.of(p) {
            Claimed::Nothing if end == 0 => return Vec::new(),
            Claimed::Nothing => return std::iter::once(0..end).collect(),
            Claimed::Whole => return Vec::new(),
            Claimed::Ranges(ranges) => ranges.clone(),
        };
        taken.sort_unstable_by_key(|r| r.start);
        let mut left = Vec::new();
        let mut at = 0;
        for range in taken {
            let (from, to) = (range.start as usize, range.end as usize);
            if from > at {
                left.push(at..from.min(end));
            }
            at = at.max(to);
        }
        if at < end {
            left.push(at..end);
        }
        left
    }

    fn of(&self, p: &Paragraph) -> &Claimed {
        self.paragraphs
            .get(p.id.index())
            .unwrap_or(&Claimed::Nothing)
    }

    fn of_mut(&mut self, p: &Paragraph) -> &mut Claimed {
        let index = p.id.index();
        if index >= self.paragraphs.len() {
            self.paragraphs.resize(index + 1, Claimed::Nothing);
        }
        &mut self.paragraphs[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_lies_between_the_claims() {
        let p = Paragraph {
            text: "0123456789".to_owned(),
            ..Paragraph::default()
        };
        let mut claims = Claims::default();
        assert!(matches!(
            claims.left_of(&p)[..],
            [Range { start: 0, end: 10 }]
        ));
        claims.claim_range(&p, 4..6);
        claims.claim_range(&p, 1..2);
        claims.claim_range(&p, 5..8);
        assert_eq!(claims.left_of(&p), [0..1, 2..4, 8..10]);
        claims.claim(&p);
        assert!(claims.left_of(&p).is_empty());
    }
}
