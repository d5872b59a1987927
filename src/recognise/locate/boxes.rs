//! Text boxes: each belongs to the table whose options it prints.

use office::paper::{Paragraph, Place};

use super::Flow;
use super::walk::Walk;
use crate::mapping::{Layout, Type};
use crate::recognise::edition::Edition;

impl<'p> Walk<'p, '_> {
    /// Gives every text box to the table whose options it prints.
    pub(super) fn give_boxes(&mut self) {
        for (section, text_box) in std::mem::take(&mut self.boxes) {
            if let Some(t) = self.options_of(text_box.lines(), section) {
                self.out.found[t].boxes.push(text_box);
            } else {
                for (i, p) in text_box.lines().enumerate() {
                    let place = Place::Line {
                        text_box: text_box.number,
                        line: i as u32 + 1,
                    };
                    match section {
                        Some(t) => self.out.found[t].flow.push(Flow::Paragraph(p, place)),
                        None => self.out.cover.push((p, place)),
                    }
                }
            }
        }
    }

    /// The `choices` table whose options these lines print.
    fn options_of(
        &self,
        lines: impl Iterator<Item = &'p Paragraph>,
        section: Option<usize>,
    ) -> Option<usize> {
        let Edition {
            mapping, values, ..
        } = self.edition;
        let mut counts: Vec<(usize, usize)> = Vec::new();
        let lines: Vec<_> = lines.filter(|p| !p.text.trim().is_empty()).collect();
        // Most boxes print a list as the blank does; only others need a closer look.
        let printed_elsewhere = lines
            .iter()
            .filter(|p| self.edition.printed.has_exactly(&p.text))
            .count()
            * 2
            > lines.len();
        for (t, table) in mapping
            .tables
            .iter()
            .enumerate()
            .filter(|(_, t)| t.layout == Layout::Choices)
        {
            let list = table
                .fields
                .iter()
                .find(|f| f.kind == Type::Choices)
                .and_then(|f| f.list.as_ref());
            let Some(options) = list.and_then(|l| values.options(l)) else {
                continue;
            };
            let mut n = lines
                .iter()
                .filter(|p| options.line(&p.text).is_some())
                .count();
            if n == 0 && !printed_elsewhere {
                n = lines
                    .iter()
                    .filter(|p| options.find(&p.text).is_some())
                    .count();
            }
            if n > 0 {
                counts.push((n, t));
            }
        }
        let most = counts.iter().map(|c| c.0).max()?;
        // One line that is an option of some list, a page's number say, makes no list.
        if most < 2 && !section.is_some_and(|t| counts.iter().any(|c| c.1 == t)) {
            return None;
        }
        let best = |t: &usize| counts.iter().any(|c| c.0 == most && c.1 == *t);
        section
            .filter(best)
            .or(counts.iter().find(|c| c.0 == most).map(|c| c.1))
    }
}
