//! What is no text: pictures, shapes, ink, objects. Nobody reads what they show, so each is told of
//! where it may be an answer, or a mark on one.

use office::paper::{Drawing, DrawingKind, Place, Placed, is_blank};

use super::Ledger;
use super::standing::{Standing, Zone};
use crate::extract::spaces_in;
use crate::mapping::Layout;
use crate::model::finding::{FieldPath, Finding, PaperCause};
use crate::text::key::key;
use crate::text::vocabulary::vocabulary;

/// A picture larger than this, in square centimetres, may be a table or a page wherever it stands.
/// A wide logo (12 × 3) is smaller, a screenshot of a table (15 × 3) and a scan are not.
const OF_A_TABLE: f64 = 40.0;
/// A seal at most: the round ones are 4.2 cm, a company's may be 5 by 5.
const OF_A_SEAL: f64 = 26.0;
/// More of the words beside a drawing are not quoted.
const BESIDE: usize = 40;

/// What a drawing is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// A mark on what stands beside it.
    Mark,
    /// Something that may be an answer, and cannot be read.
    Content,
    /// Neither: a seal, a logo, a rule.
    Ornament,
}

/// A finding about one drawing, or about several alike at one place in the data.
struct Told {
    taken: Taken,
    path: FieldPath,
    kind: DrawingKind,
    text: String,
    beside: Vec<String>,
    place: Place,
    count: usize,
}

impl Ledger<'_, '_> {
    /// Tells of the drawings that the blank does not have.
    pub(super) fn drawings(&mut self, standings: &[Standing]) {
        let mut told: Vec<Told> = Vec::new();
        for standing in standings {
            for drawing in &standing.placed.paragraph.drawings {
                if self.is_printed(drawing) {
                    continue;
                }
                let (taken, path) = self.taken_for(drawing, standing);
                // A line or a frame on the cover is not worth a word; a picture is.
                if taken == Taken::Ornament && drawing.kind != DrawingKind::Picture {
                    continue;
                }
                let beside = beside(&standing.placed);
                let same = told.iter_mut().find(|t| {
                    t.taken == taken
                        && t.path == path
                        && t.kind == drawing.kind
                        && t.text == drawing.text
                });
                match same {
                    Some(same) => {
                        same.count += 1;
                        same.beside.push(beside);
                    }
                    None => told.push(Told {
                        taken,
                        path,
                        kind: drawing.kind,
                        text: drawing.text.clone(),
                        beside: vec![beside],
                        place: standing.placed.place.clone(),
                        count: 1,
                    }),
                }
            }
        }
        self.findings.extend(told.into_iter().map(Told::finding));
    }

    /// The blank has one like it, or prints what it says.
    fn is_printed(&self, drawing: &Drawing) -> bool {
        let printed = &self.edition.printed;
        let titles = &self.edition.signs.form_titles;
        let is_words = matches!(drawing.kind, DrawingKind::WordArt | DrawingKind::Diagram);
        let says =
            is_words
                && !drawing.text.is_empty()
                && drawing.text.lines().map(key).all(|k| {
                    k.is_empty() || printed.has(&k) || titles.iter().any(|t| t.contains(&k))
                });
        says || printed.has_drawing(drawing)
    }

    fn taken_for(&self, drawing: &Drawing, standing: &Standing) -> (Taken, FieldPath) {
        let placed = &standing.placed;
        let own = match drawing.kind.marks() && drawing.text.is_empty() {
            true => Taken::Mark,
            false => Taken::Content,
        };
        let is_picture = drawing.kind == DrawingKind::Picture;
        let is_small = drawing.area() < OF_A_TABLE;
        let path = |t: Option<usize>| t.map_or(FieldPath::Submission, |t| self.path_of_table(t));
        match standing.zone {
            Zone::Cell(t) if is_picture && is_small && is_for_signing(placed) => {
                (Taken::Ornament, path(Some(t)))
            }
            Zone::Cell(t) => (own, self.path_in_cell(t, placed)),
            Zone::Section(t) if is_picture && is_small && is_signed(&placed.paragraph.text) => {
                (Taken::Ornament, path(Some(t)))
            }
            Zone::List(t) | Zone::Section(t) => (own, self.path_of_list(t)),
            Zone::End(t) => match own == Taken::Mark || is_picture && drawing.area() <= OF_A_SEAL {
                true => (Taken::Ornament, path(t)),
                false => (own, path(t)),
            },
            Zone::Cover | Zone::Strange(None) => match self.missing_unit_field(placed) {
                Some(path) => (own, path),
                None if own == Taken::Mark || is_picture && is_small => {
                    (Taken::Ornament, FieldPath::Submission)
                }
                None => (Taken::Content, FieldPath::Submission),
            },
            Zone::Strange(t) => (own, path(t)),
        }
    }

    /// A field of the cover that has no answer, and whose place this is.
    fn missing_unit_field(&self, placed: &Placed) -> Option<FieldPath> {
        let fields = &self.edition.mapping.unit;
        let asked = |text: &str| {
            let spaces = spaces_in(text, self.edition);
            let missing = spaces.into_iter().find(|(f, _)| self.unit[*f].is_none());
            missing.map(|(f, _)| FieldPath::unit_field(&fields[f].name))
        };
        if let Some(path) = asked(&placed.paragraph.answer()) {
            return Some(path);
        }
        let (table, cell) = placed.cell.filter(|(_, cell)| cell.is_blank())?;
        let mut row = table
            .cells
            .iter()
            .filter(|c| c.row == cell.row && c.column < cell.column);
        asked(&row.next_back()?.answer())
    }

    /// Where in the data a mark under a heading belongs: at the list that stands there.
    fn path_of_list(&self, t: usize) -> FieldPath {
        match self.edition.mapping.tables[t].layout {
            Layout::Choices => self.path_of_answer(t, |_| true),
            _ => self.path_of_table(t),
        }
    }
}

/// The words of its cell, or of the cell before it, say that somebody signs here.
fn is_for_signing(placed: &Placed) -> bool {
    let Some((table, cell)) = placed.cell else {
        return false;
    };
    let mut row = table.cells.iter().filter(|c| c.row == cell.row);
    let before = row.rfind(|c| c.column < cell.column);
    is_signed(&cell.text()) || before.is_some_and(|c| is_signed(&c.text()))
}

fn is_signed(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    vocabulary()
        .paper
        .signed
        .iter()
        .any(|word| text.contains(word))
}

/// The words that a drawing stands beside.
fn beside(placed: &Placed) -> String {
    let own = placed.paragraph.text.trim();
    let text = match (is_blank(own), placed.cell) {
        (true, Some((_, cell))) => cell.text().trim().to_owned(),
        _ => own.to_owned(),
    };
    text.replace('\n', " ").chars().take(BESIDE).collect()
}

impl Told {
    fn finding(self) -> Finding {
        let Told {
            taken,
            path,
            kind,
            text,
            mut beside,
            place,
            count,
        } = self;
        beside.retain(|b| !b.is_empty());
        beside.dedup();
        let raw = match text.is_empty() {
            true => beside.join(" | "),
            false => text.clone(),
        };
        let cause = match taken {
            Taken::Mark => PaperCause::DrawnMark {
                kind,
                beside,
                count,
            },
            Taken::Content => PaperCause::Unread { kind, text, count },
            Taken::Ornament => PaperCause::Ornament { kind, count },
        };
        let finding = Finding::of(cause).at(path).from(place);
        match raw.is_empty() || taken == Taken::Ornament {
            true => finding,
            false => finding.quoting(raw),
        }
    }
}
