//! The text of a row as one stream of characters in which printed words are found again, whatever
//! became of their spaces, line breaks, widths and punctuation.

use std::ops::Range;

use std::borrow::Cow;

use office::paper::{Cell, Paragraph, Script, Span};

use crate::recognise::edition::{fold, is_letter};

/// Longer rows, in characters, are no row of a form; they are left to be told of.
const LONGEST: usize = 20_000;

/// The text of some cells.
#[derive(Debug, Default)]
pub struct Stream<'p> {
    /// The cells' paragraphs, a line each.
    pub text: String,
    units: Vec<Unit>,
    parts: Vec<Part<'p>>,
    /// Raised digits behind numbers, which are no digits of them.
    pub raised: Vec<(&'p Cell, String)>,
}

/// A character that counts.
#[derive(Clone, Copy, Debug)]
struct Unit {
    c: char,
    /// Where it stands in the text.
    start: usize,
    end: usize,
    /// The first of its line.
    first: bool,
    /// The cell that it stands in.
    cell: usize,
}

/// A paragraph of the stream.
#[derive(Debug)]
pub struct Part<'p> {
    /// Where it begins in the text.
    pub start: usize,
    /// The paragraph.
    pub paragraph: &'p Paragraph,
    /// Its cell.
    pub cell: &'p Cell,
}

/// Words that were found, by the characters that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The first.
    pub start: usize,
    /// Behind the last.
    pub end: usize,
    /// Its punctuation before the words is the printed one.
    pub opens: bool,
    /// Its punctuation behind the words is the printed one.
    pub closes: bool,
}

impl<'p> Stream<'p> {
    /// The text of these cells; `None` where it is beyond all bounds.
    pub fn of(cells: &[&'p Cell]) -> Option<Stream<'p>> {
        let mut stream = Stream::default();
        for (n, cell) in cells.iter().enumerate() {
            for paragraph in cell.paragraphs() {
                let start = stream.text.len();
                stream.parts.push(Part {
                    start,
                    paragraph,
                    cell,
                });
                let mut first = true;
                let answer = stream.without_notes(paragraph, cell);
                for (i, c) in answer.char_indices() {
                    first |= c == '\n';
                    if let Some(folded) = fold(c) {
                        stream.units.push(Unit {
                            c: folded,
                            start: start + i,
                            end: start + i + c.len_utf8(),
                            first,
                            cell: n,
                        });
                        first = false;
                    }
                }
                stream.text.push_str(&answer);
                stream.text.push('\n');
                if stream.units.len() > LONGEST {
                    return None;
                }
            }
        }
        Some(stream)
    }

    /// A paragraph's answer without the raised digits behind its numbers.
    fn without_notes(&mut self, paragraph: &'p Paragraph, cell: &'p Cell) -> Cow<'p, str> {
        let raised = |s: &Span| s.format.script != Script::Line;
        if !paragraph.spans.iter().any(raised) {
            return paragraph.answer();
        }
        let mut out = String::new();
        for (text, span) in paragraph.pieces() {
            if !span.is_answer() || span.format.emphasis.strike {
                continue;
            }
            let digits = text.trim();
            let is_note = raised(span)
                && !digits.is_empty()
                && digits.chars().all(char::is_numeric)
                && out.ends_with(char::is_numeric);
            match is_note {
                true => self.raised.push((cell, digits.to_owned())),
                false => out.push_str(text),
            }
        }
        Cow::Owned(out)
    }

    /// How many characters count.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// The character stands at the beginning of a line.
    pub fn begins_line(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|u| u.first)
    }

    /// Where the line of a character begins.
    pub fn line_start_of(&self, at: usize) -> usize {
        let before = self.units.iter().take(at + 1);
        before.rev().position(|u| u.first).map_or(0, |n| at - n)
    }

    /// Where the line of a character ends.
    pub fn line_end(&self, at: usize) -> usize {
        let rest = self.units.iter().enumerate().skip(at + 1);
        rest.into_iter()
            .find(|(_, u)| u.first)
            .map_or(self.len(), |(i, _)| i)
    }

    /// Where the cell of a character ends.
    pub fn cell_end(&self, at: usize) -> usize {
        let cell = self.units.get(at.min(self.len().saturating_sub(1)));
        let cell = cell.map_or(0, |u| u.cell);
        self.units.partition_point(|u| u.cell <= cell)
    }

    /// The cells, by the characters that count.
    pub fn cells(&self) -> Vec<Range<usize>> {
        let mut cells = Vec::new();
        let mut at = 0;
        while at < self.len() {
            let end = self.cell_end(at);
            cells.push(at..end);
            at = end;
        }
        cells
    }

    /// The character is an opening bracket.
    pub fn is_open(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|u| u.c == '(')
    }

    /// Letters or digits stand in this stretch.
    pub fn has_letters(&self, range: Range<usize>) -> bool {
        self.units[range].iter().any(|u| is_letter(u.c))
    }

    /// As many brackets are opened as closed.
    pub fn balanced(&self, range: Range<usize>) -> bool {
        let mut depth = 0i32;
        for unit in &self.units[range] {
            match unit.c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth < 0 {
                return false;
            }
        }
        depth == 0
    }

    /// The bytes of a stretch with the white space and rules around it: from behind the character
    /// before it to the one behind it, but not over the end of a cell.
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let before = range.start.checked_sub(1).and_then(|i| self.units.get(i));
        let first = self.units.get(range.start);
        let same = before.filter(|b| first.is_none_or(|f| f.cell == b.cell) || range.is_empty());
        let start = match (same, first) {
            (Some(before), _) => before.end,
            (None, Some(first)) => self.line_start(first.start),
            (None, None) => 0,
        };
        let after = self.units.get(range.end);
        let last = range.end.checked_sub(1).and_then(|i| self.units.get(i));
        let cell = last.or(before).map(|u| u.cell);
        let end = match after.filter(|a| cell.is_none_or(|c| c == a.cell)) {
            Some(after) => after.start,
            None => {
                let from = last.map_or(start, |l| l.end).max(start);
                self.text[from..]
                    .find('\n')
                    .map_or(self.text.len(), |n| from + n)
            }
        };
        start..end.max(start)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |n| n + 1)
    }

    /// The letters and digits of a stretch.
    pub fn letters(&self, range: Range<usize>) -> String {
        let units = self.units[range].iter().map(|u| u.c);
        units.filter(|c| is_letter(*c)).collect()
    }

    /// The paragraph that a byte of the text stands in.
    pub fn part(&self, byte: usize) -> Option<&Part<'p>> {
        let n = self.parts.partition_point(|p| p.start <= byte);
        self.parts.get(n.checked_sub(1)?)
    }

    /// Where these words stand, wholly within `range`. Letters agree; punctuation may be another
    /// or none.
    pub fn find(&self, words: &[char], range: Range<usize>) -> Vec<Hit> {
        let Some(first) = words.iter().position(|c| is_letter(*c)) else {
            return self.find_signs(words, range);
        };
        let mut hits = Vec::new();
        for at in range.clone() {
            if self.units[at].c == words[first]
                && let Some(hit) = self.read(words, first, at, &range)
            {
                hits.push(hit);
            }
        }
        hits
    }

    /// Where these signs stand, one after the other.
    fn find_signs(&self, signs: &[char], range: Range<usize>) -> Vec<Hit> {
        let n = signs.len();
        if n == 0 || range.len() < n {
            return Vec::new();
        }
        let stands = |at: &usize| (0..n).all(|i| self.units[at + i].c == signs[i]);
        let hit = |at| Hit {
            start: at,
            end: at + n,
            opens: true,
            closes: true,
        };
        (range.start..=range.end - n)
            .filter(stands)
            .map(hit)
            .collect()
    }

    /// Reads words whose first letter, `words[first]`, stands at `at`.
    fn read(&self, words: &[char], first: usize, at: usize, range: &Range<usize>) -> Option<Hit> {
        let last = words.iter().rposition(|c| is_letter(*c))?;
        let (mut i, mut w) = (at, first);
        loop {
            let c = self.units.get(i).filter(|_| i < range.end)?.c;
            if c == words[w] {
                i += 1;
                if w == last {
                    break;
                }
                w += 1;
            } else if !is_letter(words[w]) {
                w += 1;
            } else if !is_letter(c) {
                i += 1;
            } else {
                return None;
            }
        }
        let mut hit = Hit {
            start: at,
            end: i,
            opens: true,
            closes: true,
        };
        for sign in words[..first].iter().rev() {
            let before = hit.start.checked_sub(1).filter(|b| *b >= range.start);
            match before.filter(|b| self.units[*b].c == *sign) {
                Some(before) => hit.start = before,
                None => hit.opens = false,
            }
        }
        for sign in &words[last + 1..] {
            match hit.end < range.end && self.units[hit.end].c == *sign {
                true => hit.end += 1,
                false => hit.closes = false,
            }
        }
        Some(hit)
    }
}
