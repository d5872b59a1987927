//! Typing into a blank form: one place at a time, remembered as changes by byte offset.

use std::ops::Range;

use office::inplace::{Kind, Outline, words};
use office::paper::{Cell, Paragraph, is_blank};
use office::xml::{Splice, root_name};

use super::Unwritten;
use crate::model::finding::FieldPath;
use crate::recognise::edition::Edition;
use crate::text::lang::Said;

/// A blank form that is being filled in.
pub(super) struct Form<'o, 'a, 'e> {
    pub outline: &'o Outline<'a>,
    pub edition: &'e Edition,
    /// The changes so far.
    pub splice: Splice,
    /// What could not be written.
    pub unwritten: Vec<Unwritten>,
}

/// A change: what stands in the place of these bytes.
pub(super) type Edit = (Range<usize>, String);

impl<'a> Form<'_, 'a, '_> {
    /// The prefix of Word's elements at an element of the outline.
    pub(super) fn prefix(&self, index: usize) -> &'a str {
        self.outline.get(index).prefix.unwrap_or("w")
    }

    /// Remembers a change.
    pub(super) fn make(&mut self, (range, xml): Edit) {
        self.splice.replace(range, xml);
    }

    /// Says that something of the submission was not written.
    pub(super) fn refuse(&mut self, path: FieldPath, message: Said) {
        self.unwritten.push(Unwritten { path, message });
    }

    /// The changes that put `text` into a cell: on its blank lines below what the blank prints in
    /// it, else into paragraphs of its own. `look` is how it looks where the cell does not say: a
    /// `w:rPr`, or nothing. None where the cell has no paragraph.
    pub(super) fn in_cell(&self, cell: &Cell, text: &str, look: &str) -> Vec<Edit> {
        let own: Vec<(usize, &Paragraph)> = cell
            .paragraphs()
            .filter_map(|p| Some((self.outline.paragraph(p.origin)?, p)))
            .collect();
        let printed = own.iter().rposition(|(_, p)| !is_blank(&p.text));
        let from = printed.map_or(0, |printed| printed + 1);
        let blank: Vec<usize> = own[from..].iter().map(|(p, _)| *p).collect();
        self.on_lines(printed.map(|printed| own[printed].0), &blank, text, look)
    }

    /// The changes that put `text` on blank paragraphs, a line each, and further lines behind
    /// them; `over` is the paragraph over them.
    pub(super) fn on_lines(
        &self,
        over: Option<usize>,
        blank: &[usize],
        text: &str,
        look: &str,
    ) -> Vec<Edit> {
        // A blank line inside a text would be lost among the others.
        let lines: Vec<&str> = match text.split('\n').any(is_blank) {
            true => vec![text],
            false => text.split('\n').collect(),
        };
        let mut edits = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            edits.extend(match (blank.get(i), blank.last().copied().or(over)) {
                (Some(paragraph), _) => Some(self.in_paragraph(*paragraph, line, look)),
                (None, Some(last)) => Some(self.below_paragraph(last, line, look)),
                (None, None) => None,
            });
        }
        edits
    }

    /// The change that puts `text` at the end of a paragraph.
    pub(super) fn in_paragraph(&self, paragraph: usize, text: &str, look: &str) -> Edit {
        let element = self.outline.get(paragraph);
        let look = words::mark_properties(self.outline, paragraph).unwrap_or(look.to_owned());
        let run = words::run(self.prefix(paragraph), &look, text);
        match element.is_empty_tag() {
            true => {
                let tag = self.outline.source(paragraph);
                let name = String::from_utf8_lossy(root_name(tag)).into_owned();
                (element.end - 2..element.end, format!(">{run}</{name}>"))
            }
            false => (element.inner_end..element.inner_end, run),
        }
    }

    /// The change that puts `text` into a new paragraph behind another, alike but in no list.
    pub(super) fn below_paragraph(&self, paragraph: usize, text: &str, look: &str) -> Edit {
        let end = self.outline.get(paragraph).end;
        let w = self.prefix(paragraph);
        let properties = self.outline.child(paragraph, Kind::ParagraphProperties);
        let properties = properties.map_or(String::new(), |own| {
            let source = String::from_utf8_lossy(self.outline.source(own)).into_owned();
            words::without(&source, &["numPr", "sectPr", "pPrChange"])
        });
        let look = words::mark_properties(self.outline, paragraph).unwrap_or(look.to_owned());
        let run = words::run(w, &look, text);
        (end..end, format!("<{w}:p>{properties}{run}</{w}:p>"))
    }

    /// How text typed into a table looks where nothing says so: as its first label, but plain.
    pub(super) fn look_of(&self, within: usize) -> String {
        let end = self.outline.get(within).end;
        let runs = (within + 1..self.outline.elements().len())
            .take_while(|&i| self.outline.get(i).start < end)
            .filter(|&i| self.outline.get(i).kind == Kind::Run);
        runs.filter_map(|run| words::run_properties(self.outline, run))
            .next()
            .map_or(String::new(), |look| plain(&look))
    }

    /// The element of this kind around a cell's first paragraph.
    pub(super) fn around(&self, cell: &Cell, kind: Kind) -> Option<usize> {
        let paragraph = cell
            .paragraphs()
            .find_map(|p| self.outline.paragraph(p.origin))?;
        self.outline.enclosing(paragraph, kind)
    }

    /// An element once more, with changes that lie in it.
    pub(super) fn copy(&self, element: usize, edits: Vec<Edit>) -> String {
        let start = self.outline.get(element).start;
        let mut splice = Splice::default();
        for (range, xml) in edits {
            splice.replace(range.start - start..range.end - start, xml);
        }
        let source = splice.apply(self.outline.source(element));
        words::copied(&String::from_utf8_lossy(&source))
    }
}

/// A `w:rPr` without what sets a label apart.
pub(super) fn plain(look: &str) -> String {
    words::without(
        look,
        &["b", "bCs", "color", "highlight", "shd", "u", "rStyle"],
    )
}
