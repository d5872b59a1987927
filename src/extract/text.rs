//! One long text: what is typed in a table's section, in its cell or under its heading.

use std::borrow::Cow;

use office::paper::{Cell, Paragraph, Place, is_blank};

use crate::extract::typed::without_prompt;
use crate::extract::{RawCell, Scope, codes};
use crate::model::finding::{Finding, LookCause};
use crate::recognise::locate::Flow;
use crate::text::key::key;

/// The text of a section. What stands in its cell is the answer; without that, what is typed
/// under the heading or behind it.
pub fn text<'p>(scope: &mut Scope<'_, 'p, '_>) -> Option<RawCell<'p>> {
    let found = scope.found;
    let mut answer = Answer::default();
    let mut own: Option<u32> = None;
    for flow in &found.flow {
        if let Flow::Table(table) = flow {
            // The first table with an answer is where it goes; another behind it is told of.
            if table.inside.is_none() && own.is_some_and(|own| own != table.number) {
                continue;
            }
            for cell in &table.cells {
                for p in cell.paragraphs() {
                    answer.take(p, || table.place(cell.row, cell.column), Some(cell), scope);
                }
            }
            if table.inside.is_none() && !answer.lines.is_empty() {
                own = own.or(Some(table.number));
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
    if !answer.labels.is_empty() {
        let label = answer.labels.join(" ");
        let quoted = label.clone();
        let finding = Finding::of(LookCause::ListLabelOfText { label }).at(scope.path());
        let finding = finding.quoting(quoted).from(place.clone());
        scope.findings.push(finding);
    }
    // A blank line inside a text is part of it; those at its ends are not.
    let text = answer.lines.join("\n");
    let text = text.trim_matches(|c: char| c.is_whitespace());
    let raw = RawCell {
        text: Cow::Owned(text.to_owned()),
        place,
        cell: answer.cell,
        tracked: answer.tracked,
        shared_with: 0,
        marked: None,
    };
    let mut cells = [Some(raw)];
    codes::take_away(&mut cells, 0, scope);
    let [raw] = cells;
    raw.filter(|raw| !raw.text.is_empty())
}

#[derive(Default)]
struct Answer<'p> {
    lines: Vec<Cow<'p, str>>,
    place: Option<Place>,
    cell: Option<&'p Cell>,
    tracked: bool,
    /// The automatic numbers before lines that stand in no cell.
    labels: Vec<String>,
}

impl<'p> Answer<'p> {
    fn take(
        &mut self,
        p: &'p Paragraph,
        place: impl Fn() -> Place,
        cell: Option<&'p Cell>,
        scope: &mut Scope,
    ) {
        let text = p.answer();
        if is_blank(&text) {
            if p.is_partly_struck() {
                scope.claims.claim(p);
            }
            return;
        }
        let printed = &scope.edition.printed;
        if printed.has(&key(&text)) && !key(&text).is_empty() {
            return;
        }
        scope.claims.claim(p);
        if let Some(text) = without_prompt(text, printed.prompts(scope.t)) {
            self.place.get_or_insert_with(place);
            let label = p.bullet.as_ref().filter(|b| b.ordinal.is_some());
            if let (None, Some(label)) = (cell, label) {
                self.labels.push(label.shown());
            }
            self.cell = self.cell.or(cell);
            self.tracked |= p.tracked;
            self.lines.push(text);
        }
    }
}
