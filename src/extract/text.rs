//! One long text: what is typed in a table's section, in its cell or under its heading.

use std::borrow::Cow;

use office::paper::{Cell, Paragraph, Place, Struck, is_blank, struck};

use crate::extract::typed::without_prompt;
use crate::extract::{RawCell, Scope};
use crate::finding::{Finding, Rule};
use crate::key::key;
use crate::locate::Flow;
use crate::said;

/// The text of a section. What stands in its cell is the answer; without that, what is typed
/// under the heading or behind it.
pub fn text<'p>(scope: &mut Scope<'_, 'p, '_>) -> Option<RawCell<'p>> {
    let found = scope.found;
    let mut answer = Answer::default();
    for flow in &found.flow {
        if let Flow::Table(table) = flow {
            for cell in &table.cells {
                for p in cell.paragraphs() {
                    answer.take(p, || table.place(cell.row, cell.column), Some(cell), scope);
                }
            }
        }
    }
    if answer.lines.is_empty() {
        for (p, heading, place) in &found.headings {
            if !heading.rest.is_empty()
                && let Some(place) = place
            {
                answer.place.get_or_insert_with(|| place.clone());
                scope.claims.claim_rest(p);
                answer.lines.push(Cow::Owned(heading.rest.clone()));
            }
        }
        for flow in &found.flow {
            if let Flow::Paragraph(p, place) = flow {
                answer.take(p, || place.clone(), None, scope);
            }
        }
    }
    let place = answer.place?;
    // A blank line inside a text is part of it; those at its ends are not.
    let text = answer.lines.join("\n");
    let text = text.trim_matches(|c: char| c.is_whitespace());
    (!text.is_empty()).then(|| RawCell {
        text: Cow::Owned(text.to_owned()),
        place,
        cell: answer.cell,
        tracked: answer.tracked,
        shared_with: 0,
    })
}

#[derive(Default)]
struct Answer<'p> {
    lines: Vec<Cow<'p, str>>,
    place: Option<Place>,
    cell: Option<&'p Cell>,
    tracked: bool,
}

impl<'p> Answer<'p> {
    fn take(
        &mut self,
        p: &'p Paragraph,
        place: impl Fn() -> Place,
        cell: Option<&'p Cell>,
        scope: &mut Scope,
    ) {
        let text = p.unstruck();
        if is_blank(&text) {
            self.struck(p, place, scope);
            return;
        }
        let printed = &scope.edition.printed;
        if printed.has(&key(&text)) && !key(&text).is_empty() {
            return;
        }
        scope.claims.claim(p);
        if let Some(text) = without_prompt(text, printed.prompts(scope.t)) {
            self.struck(p, &place, scope);
            self.place.get_or_insert_with(place);
            self.cell = self.cell.or(cell);
            self.tracked |= p.tracked;
            self.lines.push(text);
        }
    }

    /// Tells of the words of a paragraph that were struck through, which are not taken.
    fn struck(&mut self, p: &Paragraph, place: impl Fn() -> Place, scope: &mut Scope) {
        let gone = match struck(std::iter::once(p)) {
            None => return,
            Some(Struck::Part(words)) => words,
            Some(Struck::Whole) => p.answer().into_owned(),
        };
        scope.claims.claim(p);
        let gone = gone.trim();
        let path = scope.path();
        scope.findings.push(
            Finding::warning(
                Rule::UnclaimedText,
                said!(
                    "划掉的文字未读入：“{gone}”",
                    "words that are struck through were not read: “{gone}”"
                ),
            )
            .at(path)
            .quoting(gone)
            .from(place()),
        );
    }
}
