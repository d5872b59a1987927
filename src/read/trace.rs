//! Where on its paper each value was made from, kept only for who asks: the drawing of a paper.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use office::paper::{Paper, Paragraph, ParagraphId, Place, Placed};

use crate::extract::{Answers, At, Chosen, Extracted, RawCell, Rest};
use crate::mapping::{Field, Mapping, Type};
use crate::model::finding::FieldPath;
use crate::model::submission::Submission;
use crate::recognise::edition::Edition;

/// A file that was read, with its paper and what was made of each place on it.
#[derive(Clone, Debug, Default)]
pub struct Traced {
    /// What the file says.
    pub submission: Submission,
    /// Its paper as it came in; one without blocks where the file could not be opened.
    pub paper: Paper,
    /// Where the answer to each field was looked for, whether one stands there or not.
    pub given: Vec<Given>,
    /// What nobody claimed and no blank prints.
    pub rest: Vec<Rest>,
    /// The body's block at which a second form begins, which was not read.
    pub second: Option<usize>,
}

/// Where the answer to a field stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The field.
    pub path: FieldPath,
    /// What the mapping calls it.
    pub label: Arc<str>,
    /// Its place. An answer that goes on over several paragraphs has one for each.
    pub place: Place,
    /// The bytes of a paragraph's text that it was made from, where that is known more closely.
    pub range: Option<(ParagraphId, Range<usize>)>,
}

impl Traced {
    /// The same where the submission's tables come after so many records of another's: a workbook
    /// that was joined to its form.
    #[must_use]
    pub fn shifted(mut self, by: impl Fn(&str) -> usize) -> Traced {
        for given in &mut self.given {
            if let Some(table) = given.path.table_code() {
                given.path = given.path.shifted(by(table));
            }
        }
        self
    }
}

/// What is kept on the way.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub(super) paper: Paper,
    pub(super) second: Option<usize>,
    given: Vec<Given>,
    rest: Vec<Rest>,
}

impl Trace {
    /// Keeps where the answers stand.
    pub(super) fn take(&mut self, paper: &Paper, extracted: &Extracted, edition: &Edition) {
        let mut finder = Finder::of(paper, &edition.mapping);
        for (f, raw) in extracted.unit.iter().enumerate() {
            if let Some(raw) = raw {
                finder.raw((None, 0, f), raw);
            }
        }
        for (t, table) in extracted.tables.iter().enumerate() {
            match &table.answers {
                Answers::Records(records) => {
                    for (r, record) in records.iter().enumerate() {
                        for (f, raw) in record.cells.iter().enumerate() {
                            if let Some(raw) = raw {
                                finder.raw((Some(t), r, f), raw);
                            }
                        }
                    }
                }
                Answers::Chosen(chosen) => finder.options(t, chosen),
                Answers::Text(Some(raw)) => finder.raw((Some(t), 0, 0), raw),
                Answers::Text(None) => {}
            }
        }
        for (at, chosen) in &extracted.chosen {
            for place in &chosen.places {
                finder.whole(*at, place);
            }
        }
        self.given = finder.given;
        self.rest = extracted.rest.clone();
    }

    /// All of it, with what the file says.
    pub(super) fn with(self, submission: Submission) -> Traced {
        Traced {
            submission,
            paper: self.paper,
            given: self.given,
            rest: self.rest,
            second: self.second,
        }
    }
}

/// Finds the texts of answers on a paper.
struct Finder<'p, 'm> {
    mapping: &'m Mapping,
    /// The paragraphs at each place, in order.
    at: HashMap<Place, Vec<&'p Paragraph>>,
    given: Vec<Given>,
    /// What was added already.
    known: HashSet<(At, Place)>,
    /// The ranges found so far, by paragraph.
    taken: HashMap<ParagraphId, Vec<Range<usize>>>,
}

impl<'p, 'm> Finder<'p, 'm> {
    fn of(paper: &'p Paper, mapping: &'m Mapping) -> Self {
        let mut at: HashMap<Place, Vec<&'p Paragraph>> = HashMap::new();
        for Placed {
            paragraph, place, ..
        } in paper.placed()
        {
            at.entry(place).or_default().push(paragraph);
        }
        Finder {
            mapping,
            at,
            given: Vec::new(),
            known: HashSet::new(),
            taken: HashMap::new(),
        }
    }

    fn raw(&mut self, at: At, raw: &RawCell) {
        let range = self.range(raw);
        self.add(at, &raw.place, range);
        if let Place::Paragraph { paragraph } = raw.place {
            self.lines_after(at, paragraph, &raw.text);
        }
    }

    /// The options that were chosen from a list, and the words beside one.
    fn options(&mut self, t: usize, chosen: &Chosen) {
        let table = &self.mapping.tables[t];
        let list_of = |field: &Field| self.mapping.lists.get(field.list.as_ref()?);
        let list = table.fields.iter().find_map(list_of);
        let asks = |i: usize| list.is_some_and(|l| l.options.get(i).is_some_and(|o| o.other));
        let marked = || chosen.options.iter().zip(&chosen.places);
        let own = marked().find(|(i, _)| asks(**i)).map(|(_, place)| place);
        let own = own.or(chosen.places.first()).or(chosen.place.as_ref());
        for (f, field) in table.fields.iter().enumerate() {
            if field.kind == Type::Choices {
                for (_, place) in marked() {
                    self.whole((Some(t), 0, f), place);
                }
            } else if let Some(place) = own.filter(|_| chosen.other.is_some()) {
                self.whole((Some(t), 0, f), place);
            }
        }
    }

    fn whole(&mut self, at: At, place: &Place) {
        self.add(at, place, None);
    }

    fn add(
        &mut self,
        (t, record, f): At,
        place: &Place,
        range: Option<(ParagraphId, Range<usize>)>,
    ) {
        let mapping = self.mapping;
        let table = t.and_then(|t| mapping.tables.get(t));
        let fields = table.map_or(&mapping.unit, |table| &table.fields);
        let Some(field) = fields.get(f) else { return };
        let path = match table {
            Some(table) => FieldPath::field(&table.code, record, &field.name),
            None => FieldPath::unit_field(&field.name),
        };
        let given = Given {
            path,
            label: Arc::clone(&field.label),
            place: place.clone(),
            range,
        };
        if self.known.insert(((t, record, f), place.clone())) {
            if let Some((id, range)) = &given.range {
                self.taken.entry(*id).or_default().push(range.clone());
            }
            self.given.push(given);
        }
    }

    /// Which bytes of which paragraph an answer was made from: those that it was borrowed from, or,
    /// where it was put together, those that read the same.
    fn range(&self, raw: &RawCell) -> Option<(ParagraphId, Range<usize>)> {
        let paragraphs = self.at.get(&raw.place)?;
        let text = raw.text.trim();
        if text.is_empty() {
            return None;
        }
        let borrowed = paragraphs.iter().find_map(|p| {
            let from = within(&p.text, text)?;
            Some((p.id, from..from + text.len()))
        });
        let alike = || {
            paragraphs.iter().find_map(|p| {
                let taken = self.taken.get(&p.id).map_or(&[][..], Vec::as_slice);
                let taken = |from: usize| taken.iter().any(|r| r.contains(&from));
                let mut all = p.text.match_indices(text).map(|(from, _)| from);
                let from = all.find(|from| !taken(*from))?;
                Some((p.id, from..from + text.len()))
            })
        };
        borrowed.or_else(alike)
    }

    /// An answer in the body may go on in the paragraphs below its first.
    fn lines_after(&mut self, at: At, first: u32, text: &str) {
        let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
        let mut paragraph = first;
        let mut line = lines.next();
        while let Some(text) = line {
            let place = Place::Paragraph { paragraph };
            let Some(own) = self.at.get(&place) else {
                return;
            };
            match own.iter().find(|p| p.text.contains(text)) {
                Some(_) => {
                    if paragraph != first {
                        self.whole(at, &place);
                    }
                    line = lines.next();
                }
                None if own.iter().all(|p| p.text.trim().is_empty()) => {}
                None if paragraph == first => line = lines.next(),
                None => return,
            }
            paragraph += 1;
        }
    }
}

/// Where in a text a part begins that was borrowed from it, and not from an equal one.
fn within(text: &str, part: &str) -> Option<usize> {
    let from = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let is = text.get(from..from.checked_add(part.len())?) == Some(part);
    is.then_some(from)
}
