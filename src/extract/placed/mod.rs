//! Answers at the places that a tagged blank marks: the returned form is laid on the blank, block
//! by block, row by row and letter by letter, and what stands where a tag stood is its answer.

mod align;
mod answer;
mod choose;
mod inline;
mod like;
mod line;
mod rows;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use align::{Step, align};
use like::Looks;
use office::paper::{Block, Cell, Paper, Paragraph, Place, Placed as Standing, Rgb, TextBox};

use super::claims::Claims;
use super::{Answers, At, Chosen, Raw, RawCell, RawRecord};
use crate::extract::marks::Look;
use crate::model::finding::Finding;
use crate::recognise::edition::Edition;
use crate::tagged::{Flow, Repeat, Target, Template};

/// What was taken at the places of a tagged blank.
#[derive(Debug, Default)]
pub struct Placed<'p> {
    /// The cover's fields, in the mapping's order.
    pub unit: Vec<Option<RawCell<'p>>>,
    /// The tables, in the mapping's order.
    pub tables: Vec<Raw<'p>>,
    /// The options chosen by a mark, by table (none is the cover), record and field.
    pub chosen: Vec<(At, Chosen)>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

/// How much of a blank is on a paper: its printed lines, and how many of them there are.
pub fn likeness(paper: &Paper, template: &Template) -> (usize, usize) {
    like::likeness(paper, template)
}

/// Takes the answers of a paper that was filled in on a tagged blank.
pub fn take<'p>(
    paper: &'p Paper,
    template: &Template,
    edition: &Edition,
    claims: &mut Claims,
) -> Placed<'p> {
    let mut laying = Laying {
        template,
        edition,
        claims,
        places: paper
            .placed()
            .into_iter()
            .map(|s| (s.paragraph.id.index(), s))
            .collect(),
        taken: BTreeMap::new(),
        options: BTreeMap::new(),
        counts: vec![0; edition.mapping.tables.len()],
        seen: vec![None; edition.mapping.tables.len()],
        findings: Vec::new(),
    };
    let top = Around::default();
    laying.flow(&template.form.paper.blocks, &paper.blocks, Flow::Body, &top);
    laying.loose_boxes(paper);
    laying.finish()
}

/// What lies around a piece of the form.
#[derive(Clone, Debug, Default)]
struct Around<'p> {
    /// The records that are open: of which table, and which of its records.
    records: Vec<(usize, usize)>,
    /// The returned cell.
    cell: Option<&'p Cell>,
    /// The colour behind the blank's cell.
    blank_shading: Option<Rgb>,
}

/// A text typed for a field.
#[derive(Clone, Debug)]
struct Typed<'p> {
    text: String,
    place: Place,
    tracked: bool,
    /// It goes on in the line before, letter by letter.
    glued: bool,
    /// The cell whose only answer it is.
    cell: Option<&'p Cell>,
}

/// An option on the returned form.
#[derive(Debug)]
struct Seen {
    label: String,
    look: Look,
    blank: Option<Look>,
    place: Place,
    /// Its words are there.
    present: bool,
    /// It has a box: a mark belongs there.
    boxed: bool,
    /// The words typed behind it.
    own: Option<String>,
    /// The tags that share it.
    shared: usize,
    /// A mark in a cell of its own: what was typed there.
    cell: Option<choose::CellMark>,
}

type Key = (Target, usize);

struct Laying<'a, 'p> {
    template: &'a Template,
    edition: &'a Edition,
    claims: &'a mut Claims,
    places: BTreeMap<usize, Standing<'p>>,
    taken: BTreeMap<Key, Vec<Typed<'p>>>,
    options: BTreeMap<Key, Vec<Seen>>,
    /// How many records of each table were begun.
    counts: Vec<usize>,
    /// Where each table was seen first.
    seen: Vec<Option<Place>>,
    findings: Vec<Finding>,
}

impl<'p> Laying<'_, 'p> {
    fn place(&self, p: &Paragraph) -> Place {
        let standing = self.places.get(&p.id.index());
        standing.map_or(Place::Paragraph { paragraph: 0 }, |s| s.place.clone())
    }

    /// The record that a field's answer is of, here.
    fn key(&mut self, target: Target, around: &Around) -> Key {
        let Some(table) = target.table else {
            return (target, 0);
        };
        let open = around.records.iter().rev().find(|(t, _)| *t == table);
        let record = match open {
            Some((_, record)) => *record,
            None => {
                self.counts[table] = self.counts[table].max(1);
                0
            }
        };
        (target, record)
    }

    fn see(&mut self, target: Target, place: &Place) {
        if let Some(table) = target.table {
            self.seen[table].get_or_insert_with(|| place.clone());
        }
    }

    fn put(&mut self, key: Key, typed: Typed<'p>) {
        self.taken.entry(key).or_default().push(typed);
    }

    fn begin(&mut self, table: usize) -> (usize, usize) {
        let record = self.counts[table];
        self.counts[table] += 1;
        (table, record)
    }

    /// Lays a flow on the blank's.
    fn flow(&mut self, blank: &[Block], form: &'p [Block], which: Flow, around: &Around<'p>) {
        let template = self.template;
        let repeats: &[Repeat] = template.repeats_in(which);
        let ranges: Vec<Range<usize>> = repeats.iter().map(|r| r.range.clone()).collect();
        let looks = Looks::of(blank, template);
        let theirs = Looks::of_form(form);
        let steps = align(blank.len(), form.len(), &ranges, |i, j| {
            looks.alike(i, &theirs, j)
        });
        let mut open: Vec<Option<(usize, usize)>> = vec![None; repeats.len()];
        let mut line = line::Open::default();
        for step in steps {
            match step {
                Step::Pair(i, j) => {
                    let mut around = around.clone();
                    for (r, repeat) in repeats.iter().enumerate() {
                        if repeat.range.contains(&i) {
                            let record = *open[r].get_or_insert_with(|| {
                                let record = self.counts[repeat.table];
                                self.counts[repeat.table] += 1;
                                (repeat.table, record)
                            });
                            around.records.push(record);
                        } else {
                            open[r] = None;
                        }
                    }
                    match (&blank[i], &form[j]) {
                        (Block::Paragraph(b), Block::Paragraph(f)) => {
                            self.paragraph(b, f, &mut line, &around);
                        }
                        (Block::Table(b), Block::Table(f)) => {
                            self.close(&mut line, &around);
                            self.table(b, f, &around);
                        }
                        _ => {}
                    }
                }
                Step::More(j) => {
                    if let Block::Paragraph(f) = &form[j] {
                        line.more(f);
                    }
                }
                Step::Again(r) => {
                    open[r] = None;
                    self.close(&mut line, around);
                }
                Step::Missing(i) => {
                    if let Block::Paragraph(b) = &blank[i] {
                        self.missing(b, &mut line, around);
                    }
                }
            }
        }
        self.close(&mut line, around);
    }

    /// The boxes of a paragraph laid on the blank's: by their numbers in it.
    fn boxes(&mut self, blank: &[TextBox], form: &'p [TextBox], around: &Around<'p>) {
        let words = |b: &TextBox| like::words_of(&b.blocks);
        let (ours, theirs): (Vec<_>, Vec<_>) = (
            blank.iter().map(words).collect(),
            form.iter().map(words).collect(),
        );
        let steps = align(blank.len(), form.len(), &[], |i, j| {
            let likeness = like::share(&ours[i], &theirs[j]);
            (likeness > 0.3 || ours[i].is_empty()).then_some(likeness + 0.1)
        });
        for step in steps {
            if let Step::Pair(i, j) = step {
                let around = Around {
                    records: around.records.clone(),
                    ..Around::default()
                };
                self.flow(
                    &blank[i].blocks,
                    &form[j].blocks,
                    Flow::Box(blank[i].number),
                    &around,
                );
            }
        }
    }

    /// Boxes whose paragraph was not found where it was: by what they print.
    fn loose_boxes(&mut self, paper: &'p Paper) {
        let blank = self.template.form.paper.placed();
        let form = paper.placed();
        let tagged = |b: &&TextBox| self.template.is_tagged(&b.blocks);
        let ours: Vec<&TextBox> = blank
            .iter()
            .flat_map(|s| &s.paragraph.boxes)
            .filter(tagged)
            .collect();
        for ours in ours {
            let done = |b: &&TextBox| b.lines().any(|p| self.claims.has(p));
            let words = like::words_of(&ours.blocks);
            let free = form
                .iter()
                .flat_map(|s| &s.paragraph.boxes)
                .filter(|b| !done(b));
            let best = free
                .map(|b| (like::share(&words, &like::words_of(&b.blocks)), b))
                .filter(|(likeness, _)| *likeness > 0.6)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let missing = self.is_untaken(ours);
            if let Some((_, theirs)) = best.filter(|_| missing) {
                self.flow(
                    &ours.blocks,
                    &theirs.blocks,
                    Flow::Box(ours.number),
                    &Around::default(),
                );
            }
        }
    }

    /// None of a box's tags has been seen on the form.
    fn is_untaken(&self, text_box: &TextBox) -> bool {
        let tags = text_box.lines().flat_map(|p| self.template.tags_of(p));
        let targets: Vec<Target> = tags.filter_map(|t| self.template.targets[*t]).collect();
        let known = |t: &Target| {
            self.taken.keys().any(|k| k.0 == *t) || self.options.keys().any(|k| k.0 == *t)
        };
        !targets.iter().any(known)
    }

    fn finish(mut self) -> Placed<'p> {
        let mapping = &self.edition.mapping;
        let mut out = Placed::default();
        choose::choose(&mut self, &mut out);
        let mut unit: Vec<Option<RawCell>> = vec![None; mapping.unit.len()];
        let mut tables: Vec<Vec<RawRecord>> = (mapping.tables.iter().zip(&self.counts))
            .map(|(t, n)| {
                let empty = || RawRecord {
                    cells: vec![None; t.fields.len()],
                };
                (0..*n).map(|_| empty()).collect()
            })
            .collect();
        for ((target, record), typed) in std::mem::take(&mut self.taken) {
            let Some(raw) = joined(typed) else { continue };
            let slot = match target.table {
                None => unit.get_mut(target.field),
                Some(t) => tables[t]
                    .get_mut(record)
                    .and_then(|r| r.cells.get_mut(target.field)),
            };
            if let Some(slot) = slot {
                *slot = Some(raw);
            }
        }
        self.drop_empty(&mut tables, &mut out);
        out.unit = unit;
        out.tables = tables
            .into_iter()
            .zip(std::mem::take(&mut self.seen))
            .map(|(records, place)| Raw {
                present: place.is_some(),
                place,
                nil: false,
                answers: Answers::Records(records),
            })
            .collect();
        out.findings.append(&mut self.findings);
        out
    }

    /// Records in which nothing was given are none: a row's printed name gives nothing.
    fn drop_empty(&self, tables: &mut [Vec<RawRecord<'p>>], out: &mut Placed<'p>) {
        for (t, records) in tables.iter_mut().enumerate() {
            let given = |r: usize, record: &RawRecord| {
                let typed = record.cells.iter().enumerate().any(|(f, cell)| {
                    let named = self.is_row_name(t, f);
                    cell.as_ref()
                        .is_some_and(|c| !named && answer::says(&c.text))
                });
                let chosen = out.chosen.iter().any(|((table, record, f), c)| {
                    (*table, *record) == (Some(t), r)
                        && !self.is_row_name(t, *f)
                        && !(c.options.is_empty() && c.other.is_none())
                });
                typed || chosen
            };
            let keep: Vec<bool> = records
                .iter()
                .enumerate()
                .map(|(r, x)| given(r, x))
                .collect();
            let mut kept = keep.iter();
            records.retain(|_| *kept.next().unwrap_or(&true));
            let new = |r: usize| keep[..r].iter().filter(|k| **k).count();
            out.chosen.retain(|((table, r, _), _)| {
                *table != Some(t) || keep.get(*r).copied().unwrap_or(false)
            });
            for ((table, r, _), _) in &mut out.chosen {
                if *table == Some(t) {
                    *r = new(*r);
                }
            }
        }
    }

    fn is_row_name(&self, table: usize, field: usize) -> bool {
        let target = Target {
            table: Some(table),
            field,
        };
        let own = self.template.targets.iter().zip(&self.template.form.stands);
        let mut own = own.filter(|(t, _)| **t == Some(target));
        own.any(|(_, s)| matches!(s.shape, crate::tagged::Shape::Row))
    }
}

/// The texts typed for one field as one.
fn joined<'p>(typed: Vec<Typed<'p>>) -> Option<RawCell<'p>> {
    let first = typed.first()?;
    let place = typed
        .iter()
        .find(|t| answer::says(&t.text))
        .unwrap_or(first)
        .place
        .clone();
    let cell = match typed.as_slice() {
        [one] => one.cell,
        // The paragraphs of one cell.
        [first, rest @ ..] => first
            .cell
            .filter(|c| rest.iter().all(|t| t.cell.is_some_and(|o| o.id == c.id))),
        [] => None,
    };
    let tracked = typed.iter().any(|t| t.tracked);
    let mut text = String::new();
    for piece in &typed {
        if !text.is_empty() && !piece.text.is_empty() && !piece.glued {
            text.push('\n');
        }
        text.push_str(&piece.text);
    }
    Some(RawCell {
        text: Cow::Owned(text),
        place,
        cell,
        tracked,
        shared_with: 0,
        marked: None,
    })
}
