//! How text in a cell is set, as far as that says whether it counts: what is struck through was
//! taken back, and a raised digit is no digit of its number.

use std::sync::Arc;

use crate::paper::{Emphasis, Format, Script, Span};

/// How a stretch of a cell's text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ink {
    /// It is struck through.
    pub(super) strike: bool,
    /// It is raised or lowered.
    pub(super) script: Script,
    /// It is white.
    pub(super) white: bool,
    /// Its cell has a colour behind it.
    pub(super) filled: bool,
    /// A line goes through its cell from corner to corner.
    pub(super) crossed: bool,
}

impl Ink {
    /// It has the colour of what is behind it.
    pub(super) fn is_unseen(self) -> bool {
        self.white && !self.filled
    }
}

/// A stretch of a cell's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Its length in bytes.
    pub(super) len: u32,
    /// How it is set; `None` is as its cell is.
    pub(super) ink: Option<Ink>,
}

/// A text with the runs that it is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Rich {
    pub(super) text: String,
    /// Empty where all of it is as its cell is.
    pub(super) runs: Vec<Run>,
}

impl Rich {
    /// Adds a run.
    pub(super) fn push(&mut self, text: &str, ink: Option<Ink>) {
        if text.is_empty() {
            return;
        }
        let len = text.len() as u32;
        match self.runs.last_mut() {
            Some(last) if last.ink == ink => last.len += len,
            _ => self.runs.push(Run { len, ink }),
        }
        self.text.push_str(text);
    }

    /// The runs, where they say more than the cell does.
    pub(super) fn shared_runs(&self) -> Option<Arc<[Run]>> {
        let says = self.runs.iter().any(|run| run.ink.is_some());
        says.then(|| self.runs.as_slice().into())
    }
}

/// How a cell is set, as a whole and by its runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Inks {
    pub(super) cell: Ink,
    pub(super) runs: Option<Arc<[Run]>>,
}

impl From<Ink> for Inks {
    fn from(cell: Ink) -> Inks {
        Inks { cell, runs: None }
    }
}

impl Inks {
    /// The runs of a text that have the colour of what is behind the cell.
    pub(super) fn unseen_of<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let mut at = 0;
        let filled = self.cell.filled;
        let runs = self.runs.as_deref().unwrap_or_default().iter();
        let runs = runs.filter_map(move |run| {
            let start = at;
            at += run.len as usize;
            let unseen = run.ink.is_some_and(|ink| ink.white) && !filled;
            text.get(start..at).filter(|_| unseen)
        });
        runs.filter(|text| !text.trim().is_empty())
    }

    /// The spans of a text that is set so. Runs of another text, which a formula replaced, say
    /// nothing.
    pub(super) fn spans(&self, text: &str) -> Vec<Span> {
        let of = |len: u32, ink: Ink| Span {
            len,
            format: Format {
                emphasis: Emphasis {
                    strike: ink.strike,
                    ..Emphasis::default()
                },
                script: ink.script,
                ..Format::default()
            },
            ..Span::default()
        };
        let runs = self.runs.as_deref().unwrap_or_default();
        let mut ends = Vec::with_capacity(runs.len());
        for run in runs {
            ends.push(ends.last().copied().unwrap_or(0) + run.len as usize);
        }
        let fit =
            ends.last() == Some(&text.len()) && ends.iter().all(|e| text.is_char_boundary(*e));
        if !fit {
            return vec![of(text.len() as u32, self.cell)];
        }
        let mut spans: Vec<Span> = Vec::with_capacity(runs.len());
        for run in runs {
            let span = of(run.len, run.ink.unwrap_or(self.cell));
            match spans.last_mut() {
                Some(last) if last.format == span.format => last.len += span.len,
                _ => spans.push(span),
            }
        }
        spans
    }
}
