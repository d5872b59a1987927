//! Raw answers: for each field the text typed for it, with its place. How a number or a date looks
//! is not known here; one file a layout.

mod blanks;
mod choices;
mod claims;
mod codes;
mod cover;
mod grid;
mod labels;
mod ledger;
mod marks;
mod page;
mod placed;
mod rating;
mod records;
mod single;
mod text;
mod typed;

use std::borrow::Cow;
use std::sync::Arc;

use claims::Claims;
use office::paper::{Cell, Paper, ParagraphId, Place, is_blank};

use crate::mapping::Layout;
use crate::mapping::derive::item;
use crate::model::finding::{ExtractCause, FieldPath, Finding};
use crate::recognise::edition::{Edition, Hints, LaidOut};
use crate::recognise::locate::{Flow, Found, Located, locate};
use crate::value::{is_nothing, says_nothing};

pub use blanks::{Bound as BlanksOnPaper, bind as blanks_on_paper};
pub use cover::spaces_in;
pub use grid::{Bound as GridOnPaper, bind as grid_on_paper};
pub use marks::{is_box, marked_text};
pub use page::{Letter, letters};
pub use placed::likeness;
pub use rating::{Bound as RatingOnPaper, bind as rating_on_paper};
pub use records::record_lines;
pub use typed::{list_label, on_the_line, takes_label};

/// Everything typed into a form, by table and field.
#[derive(Debug)]
pub struct Extracted<'p> {
    /// The cover's fields, in the mapping's order.
    pub unit: Vec<Option<RawCell<'p>>>,
    /// The tables, in the mapping's order.
    pub tables: Vec<Raw<'p>>,
    /// The options that marks chose for fields, by table (none is the cover), record and field.
    pub chosen: Vec<(At, Chosen)>,
    /// What was found on the way; paths point into the submission to be.
    pub findings: Vec<Finding>,
    /// What is neither printed nor claimed, in the paper's order.
    pub rest: Vec<Rest>,
}

/// Text on a paper that is neither printed nor claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The paragraph that it stands in.
    pub paragraph: ParagraphId,
    /// The text: mostly letter for letter as the paragraph has it.
    pub text: String,
}

/// A field of a record: its table (none is the cover), the record and the field.
pub type At = (Option<usize>, usize, usize);

/// What was typed into one table.
#[derive(Debug)]
pub struct Raw<'p> {
    /// It is on the paper.
    pub present: bool,
    /// Where it begins.
    pub place: Option<Place>,
    /// What is typed in.
    pub answers: Answers<'p>,
    /// It is written that there is nothing.
    pub nil: bool,
}

/// The answers of a table, by layout.
#[derive(Debug)]
pub enum Answers<'p> {
    /// Records, in the paper's order.
    Records(Vec<RawRecord<'p>>),
    /// Options chosen.
    Chosen(Chosen),
    /// One text.
    Text(Option<RawCell<'p>>),
}

/// A record as typed: a cell for each field of the table, `None` where the paper has none.
#[derive(Debug, Default)]
pub struct RawRecord<'p> {
    /// In the order of the table's fields.
    pub cells: Vec<Option<RawCell<'p>>>,
}

/// What was typed for one field.
#[derive(Clone, Debug)]
pub struct RawCell<'p> {
    /// The typed text, what the blank prints there left out.
    pub text: Cow<'p, str>,
    /// Where it stands.
    pub place: Place,
    /// The cell on paper, where it is one.
    pub cell: Option<&'p Cell>,
    /// It was changed with tracking on.
    pub tracked: bool,
    /// Further fields that the same cell covers: the text cannot be theirs too without a word.
    pub shared_with: usize,
    /// The options that are marked here, by their places in the field's list, where marks and no
    /// text are the answer.
    pub marked: Option<Vec<usize>>,
}

/// Options chosen from a list.
#[derive(Debug, Default)]
pub struct Chosen {
    /// Indexes into the list's options, ascending.
    pub options: Vec<usize>,
    /// The words beside 其他.
    pub other: Option<String>,
    /// Where the list stands.
    pub place: Option<Place>,
    /// Where each chosen option stands.
    pub places: Vec<Place>,
}

/// Takes the answers from a located paper.
pub fn extract<'p>(paper: &'p Paper, located: &Located<'p>, edition: &Edition) -> Extracted<'p> {
    if let Some(fit) = &located.page {
        return page::extract(paper, located, fit, edition);
    }
    let mut claims = Claims::default();
    let mut findings = Vec::new();
    if let Some(template) = &edition.template {
        let placed = placed::take(paper, template, edition, &mut claims);
        let mut extracted = Extracted {
            unit: placed.unit,
            tables: placed.tables,
            chosen: placed.chosen,
            findings: placed.findings,
            rest: Vec::new(),
        };
        ledger::settle(paper, located, edition, &claims, &mut extracted);
        return extracted;
    }
    let unit = cover::cover(located, edition, &mut claims, &mut findings);
    let mut tables = Vec::with_capacity(located.found.len());
    for (t, found) in located.found.iter().enumerate() {
        for (p, _, _) in &found.headings {
            claims.claim(p);
        }
        let mut scope = Scope {
            t,
            found,
            edition,
            claims: &mut claims,
            findings: &mut findings,
            nil: false,
        };
        let answers = match edition.mapping.tables[t].layout {
            Layout::Choices => Answers::Chosen(choices::choices(&mut scope)),
            Layout::Text => Answers::Text(text::text(&mut scope)),
            Layout::Blanks => Answers::Records(blanks::blanks(&mut scope)),
            Layout::Grid => Answers::Records(grid::grid(&mut scope)),
            Layout::Rating => Answers::Records(rating::rating(&mut scope)),
            Layout::Records | Layout::Form | Layout::Page => {
                Answers::Records(records::records(&mut scope))
            }
        };
        let nil = scope.nil || (found.headings.iter()).any(|h| declares_nothing(&h.1.rest));
        let heading = found.headings.iter().find_map(|h| h.2.clone());
        let first = found.tables().next().map(|table| table.place(1, 1));
        tables.push(Raw {
            present: is_present(t, located, edition, &answers),
            place: heading.or(first),
            answers,
            nil,
        });
    }
    contradictions(located, edition, &mut findings);
    let unit = said_by_tables(unit, &tables, edition);
    let mut extracted = Extracted {
        unit,
        tables,
        chosen: Vec::new(),
        findings,
        rest: Vec::new(),
    };
    ledger::settle(paper, located, edition, &claims, &mut extracted);
    extracted
}

/// The words say that there is nothing: a stroke alone does not.
fn declares_nothing(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && says_nothing(text)
}

/// The cover's answers; one that the cover is without, from the table that says it too.
fn said_by_tables<'p>(
    unit: Vec<Option<RawCell<'p>>>,
    tables: &[Raw<'p>],
    edition: &Edition,
) -> Vec<Option<RawCell<'p>>> {
    let mapping = &edition.mapping;
    let elsewhere = |from: &str| {
        let (t, f) = item(from, mapping).ok()?;
        let Answers::Records(records) = &tables[t].answers else {
            return None;
        };
        records.first()?.cells.get(f)?.clone()
    };
    let given = |raw: &RawCell| !is_blank(&raw.text) && !is_nothing(&raw.text);
    let fields = unit.into_iter().zip(&mapping.unit);
    fields
        .map(|(own, field)| match (&own, &field.from) {
            (Some(own), _) if given(own) => Some(own.clone()),
            (_, Some(from)) => elsewhere(from).filter(given).or(own),
            _ => own,
        })
        .collect()
}

/// Headings whose code is one table's and whose title is another's: at the table that was read, and
/// at the other where nothing was read for it.
fn contradictions(located: &Located, edition: &Edition, findings: &mut Vec<Finding>) {
    let tables = &edition.mapping.tables;
    for found in &located.contradictions {
        let (own, other) = (&tables[found.taken], &tables[found.other]);
        let finding = Finding::of(ExtractCause::TwoHeadings {
            code: own.code.to_string(),
            name: own.name.to_string(),
            rival_code: other.code.to_string(),
            rival: other.name.to_string(),
        });
        let finding = finding.from(found.place.clone());
        if located.found[found.other].is_missing() {
            findings.push(finding.clone().at(FieldPath::table(&other.code)));
        }
        findings.push(finding.at(FieldPath::table(&own.code)));
    }
}

/// The table is on the paper: with its labels, its options or, where it is one text, its heading.
fn is_present(t: usize, located: &Located, edition: &Edition, answers: &Answers) -> bool {
    let found = &located.found[t];
    match edition.mapping.tables[t].layout {
        Layout::Text => !found.headings.is_empty(),
        // A heading without its options is what is left of a list.
        Layout::Choices => {
            matches!(answers, Answers::Chosen(c) if c.place.is_some() || !c.options.is_empty())
        }
        _ => found.has_table(),
    }
}

/// One table of the mapping while its answers are taken.
struct Scope<'a, 'p, 'e> {
    t: usize,
    found: &'a crate::recognise::locate::Found<'p>,
    edition: &'e Edition,
    claims: &'a mut Claims,
    findings: &'a mut Vec<Finding>,
    /// It is written that there is nothing.
    nil: bool,
}

impl Scope<'_, '_, '_> {
    fn path(&self) -> FieldPath {
        FieldPath::table(&self.edition.mapping.tables[self.t].code)
    }

    /// The path of a field of a record, from 0.
    fn field_path(&self, record: usize, field: &Arc<str>) -> FieldPath {
        let table = &self.edition.mapping.tables[self.t].code;
        FieldPath::field(table, record, field)
    }

    /// The path of a record, from 0.
    fn record_path(&self, record: usize) -> FieldPath {
        FieldPath::record(&self.edition.mapping.tables[self.t].code, record)
    }
}

/// What a blank form prints where answers go: the form read as if it were filled in.
pub fn hints(blank: &Paper, edition: &Edition) -> Hints {
    let located = locate(blank, edition);
    let mut hints = Hints::default();
    for (t, found) in located.found.iter().enumerate() {
        for (p, _, _) in &found.headings {
            hints.headings.push((t, crate::text::key::key(&p.text)));
            hints.sections.push((t, p.text.clone()));
        }
        for fit in &found.fits {
            hints.shapes.push((t, fit.shape()));
            records::each_cell(fit, &edition.signs, |f, cell| {
                hints.fields.push((t, f, cell.text().into_owned()))
            });
        }
        hints.fields.extend(laid_out_hints(t, found, edition));
        if let Some(LaidOut::Rating(sign)) = edition.signs.laid_out(t) {
            for bound in rating::bind(&found.laid, t, sign, edition) {
                for row in &bound.rows {
                    let single = row.cells.iter().filter(|c| c.1.len() == 1);
                    let cells = single.map(|c| ((t, row.block, row.row), (c.1[0], c.2.clone())));
                    hints.scales.extend(cells);
                }
            }
        }
        if edition.mapping.tables[t].layout == Layout::Choices {
            let options = choices::printed_options(t, found, edition);
            hints.options.extend(options.into_iter().map(|o| (t, o)));
        }
        for flow in &found.flow {
            match flow {
                Flow::Paragraph(p, _) => hints.sections.push((t, p.text.clone())),
                Flow::Table(table) => {
                    hints.sections.extend(
                        table
                            .cells
                            .iter()
                            .flat_map(Cell::paragraphs)
                            .map(|p| (t, p.text.clone())),
                    );
                }
            }
        }
    }
    hints
}

/// What a blank prints in the cells of a grid, and in labels that leave room for words.
fn laid_out_hints(t: usize, found: &Found, edition: &Edition) -> Vec<(usize, usize, String)> {
    let text = |cell: &Cell| cell.text().replace('\n', " ");
    let mut hints = Vec::new();
    match edition.signs.laid_out(t) {
        Some(LaidOut::Grid(sign)) => {
            for bound in grid::bind(&found.laid, t, sign, edition) {
                let printed = bound.values.iter().filter(|v| !v.3.is_blank());
                hints.extend(printed.map(|v| (t, v.0, v.3.text().into_owned())));
                hints.extend(bound.words.iter().map(|w| (t, w.0, text(w.2))));
            }
        }
        Some(LaidOut::Rating(sign)) => {
            for bound in rating::bind(&found.laid, t, sign, edition) {
                let words = |r: &rating::Row| sign.blocks[r.block].rows[r.row].words;
                let rows = bound.rows.iter();
                hints.extend(rows.filter_map(|r| Some((t, words(r)?, text(r.label)))));
            }
        }
        Some(LaidOut::Blanks(_)) | None => {}
    }
    hints
}
