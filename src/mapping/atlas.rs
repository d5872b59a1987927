//! Where in the files a part of a mapping is written.
//!
//! Parts are named by their way down from the top of a file; ways are walked, and bytes found,
//! only when there is something to complain about.

use std::cell::OnceCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Mark, SourceFile};
use crate::text::lang::Said;

/// A part of an edition's files, by its way down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    /// The file, from 0.
    pub file: usize,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Item(usize),
}

impl At {
    /// The whole of a file.
    pub fn file(file: usize) -> At {
        let steps = Vec::new();
        At { file, steps }
    }

    /// The part under a key.
    pub fn key(&self, key: &str) -> At {
        let mut at = self.clone();
        at.steps.push(Step::Key(key.to_owned()));
        at
    }

    /// An item of an array, from 0.
    pub fn item(&self, index: usize) -> At {
        let mut at = self.clone();
        at.steps.push(Step::Item(index));
        at
    }
}

/// The files, parsed when first asked.
pub(super) struct Atlas<'a> {
    files: &'a [SourceFile],
    parsed: Vec<OnceCell<Option<Spanned<DeTable<'a>>>>>,
}

impl<'a> Atlas<'a> {
    pub fn new(files: &'a [SourceFile]) -> Atlas<'a> {
        let parsed = files.iter().map(|_| OnceCell::new()).collect();
        Atlas { files, parsed }
    }

    /// A mark on a part's value; on the innermost part that is written where it is not.
    pub fn mark(&self, at: &At, label: Said) -> Mark {
        let span = self.walk(at);
        let file = at.file;
        Mark { file, span, label }
    }

    /// A mark within a part that is a string: `within` counts bytes of its value. Where the
    /// string is written with escapes the whole of it is marked.
    pub fn mark_within(&self, at: &At, within: Range<usize>, label: Said) -> Mark {
        let mut mark = self.mark(at, label);
        let written = self.text(at.file).get(mark.span.clone()).unwrap_or("");
        let plain = ['"', '\'']
            .iter()
            .any(|&q| written.len() >= 2 && written.starts_with(q) && !written[1..].starts_with(q));
        if plain && !written.contains('\\') {
            let start = mark.span.start + 1;
            mark.span = start + within.start..start + within.end;
        }
        mark
    }

    fn text(&self, file: usize) -> &'a str {
        self.files.get(file).map_or("", |f| &f.text)
    }

    /// The span of the innermost part that is written.
    fn walk(&self, at: &At) -> Range<usize> {
        let root = self.parsed.get(at.file).and_then(|cell| {
            cell.get_or_init(|| DeTable::parse(self.text(at.file)).ok())
                .as_ref()
        });
        let mut steps = at.steps.iter();
        let (Some(root), Some(Step::Key(first))) = (root, steps.next()) else {
            return 0..0;
        };
        let Some(mut value) = root.get_ref().get(first.as_str()) else {
            return 0..0;
        };
        for step in steps {
            let inner = match (step, value.get_ref()) {
                (Step::Key(key), DeValue::Table(t)) => t.get(key.as_str()),
                (Step::Item(i), DeValue::Array(a)) => a.get(*i),
                _ => None,
            };
            let Some(inner) = inner else { break };
            value = inner;
        }
        value.span()
    }
}
