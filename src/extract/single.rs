//! The one record of a table whose every item has a place of its own: a grid, a rating, blanks.

use std::borrow::Cow;

use office::paper::{Cell, Place, is_blank};

use crate::extract::records::nothing_said;
use crate::extract::typed::is_tracked;
use crate::extract::{RawCell, RawRecord, Scope, codes};
use crate::model::finding::{ExtractCause, Finding, PaperCause};
use crate::recognise::edition::bare;
use crate::value::is_nothing;

/// A record while its items are found one by one.
pub struct OneRecord<'p> {
    cells: Vec<Option<RawCell<'p>>>,
    /// Findings about an item, or about the whole: they are placed when it is known whether there
    /// is a record at all.
    findings: Vec<(Option<usize>, Finding)>,
}

impl<'p> OneRecord<'p> {
    /// The record of a table with so many fields.
    pub fn new(fields: usize) -> OneRecord<'p> {
        OneRecord {
            cells: vec![None; fields],
            findings: Vec::new(),
        }
    }

    /// A text typed in a place of the paper.
    pub fn typed(text: Cow<'p, str>, cell: &'p Cell, place: Place) -> RawCell<'p> {
        RawCell {
            text,
            place,
            cell: None,
            tracked: is_tracked(cell),
            shared_with: 0,
            marked: None,
        }
    }

    /// Takes what is typed for an item. What is typed for it once more is not lost: the same is
    /// passed over, another thing is told of.
    pub fn put(&mut self, field: usize, raw: RawCell<'p>) {
        let Some(slot) = self.cells.get_mut(field) else {
            return;
        };
        let blank = |raw: &RawCell| is_blank(&raw.text);
        match slot {
            Some(first) if !blank(first) => {
                if blank(&raw) || first.text.trim() == raw.text.trim() {
                    return;
                }
                let (said, place) = (raw.text.trim().to_owned(), raw.place.clone());
                let read = first.text.trim().to_owned();
                self.tell(
                    Some(field),
                    Finding::of(ExtractCause::FilledInTwice {
                        read,
                        text: said.clone(),
                    })
                    .quoting(said)
                    .from(place),
                );
            }
            _ => *slot = Some(raw),
        }
    }

    /// The item's place is on the paper.
    pub fn has(&self, field: usize) -> bool {
        self.cells.get(field).is_some_and(Option::is_some)
    }

    /// Adds a finding about an item, or about the table.
    pub fn tell(&mut self, field: Option<usize>, finding: Finding) {
        self.findings.push((field, finding));
    }

    /// Text that belongs to no item.
    pub fn unclaimed(&mut self, field: Option<usize>, text: &str, place: Place) {
        let text = text.trim();
        self.tell(
            field,
            Finding::of(PaperCause::UnclaimedInPlace {
                text: text.to_owned(),
            })
            .quoting(text)
            .from(place),
        );
    }

    /// Says which of `fields` are not on the paper, and gives the record: none where nothing is
    /// typed.
    pub fn finish(
        mut self,
        fields: impl Iterator<Item = usize>,
        scope: &mut Scope<'_, 'p, '_>,
    ) -> Vec<RawRecord<'p>> {
        let table = &scope.edition.mapping.tables[scope.t];
        let labels: Vec<&str> = fields
            .filter(|f| !self.has(*f))
            .map(|f| &*table.fields[f].label)
            .collect();
        let first = scope.found.tables().next();
        if let (false, Some(first)) = (labels.is_empty(), first) {
            let labels = labels.into_iter().map(str::to_owned).collect();
            let finding = Finding::of(ExtractCause::MissingPlaces { labels });
            self.tell(None, finding.from(first.place(1, 1)));
        }
        codes::take_away(&mut self.cells, 0, scope);
        let given = |raw: &RawCell| !bare(&raw.text).is_empty() && !is_nothing(&raw.text);
        let begun = self.cells.iter().flatten().any(given);
        let path = scope.path();
        for (field, finding) in self.findings {
            let path = match field.filter(|_| begun) {
                Some(field) => scope.field_path(0, &table.fields[field].name),
                None => path.clone(),
            };
            scope.findings.push(finding.at(path));
        }
        match begun {
            true => vec![RawRecord { cells: self.cells }],
            false => {
                nothing_said(scope);
                Vec::new()
            }
        }
    }
}
