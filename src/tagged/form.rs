//! A document with tags, understood: the clean form, and for each tag what of it takes the answer.

mod below;

use std::collections::HashMap;
use std::ops::Range;

use office::inplace::{DropDown, Outline, drop_downs, letters};
use office::package::{Package, Rewrite};
use office::paper::{Paper, Paragraph, ParagraphId, Place, Placed as Standing, SpanKind};
use office::word;

use super::clean::{Replaced, clean};
use super::glyphs;
use super::grammar::Does;
use super::lines::InLine;
use super::option::{self, Printed};
use super::problem::{Error, Problem};
use super::scan::{self, Placed, tags_in};
use crate::mapping::Type;
use crate::said;
use crate::text::Worded;

/// A document with tags.
#[derive(Clone, Debug)]
pub struct Form {
    /// The form without its tags.
    pub bytes: Vec<u8>,
    /// The same, read.
    pub paper: Paper,
    /// The tags that take an answer, in the document's order.
    pub stands: Vec<Stand>,
    /// What is copied for each record.
    pub sections: Vec<Section>,
}

/// A tag that takes an answer, on the clean form.
#[derive(Clone, Debug)]
pub struct Stand {
    /// The tag and where it stood.
    pub placed: Placed,
    /// Where in the clean paragraph's text it stood.
    pub at: usize,
    /// How many bytes of its label were printed there.
    pub printed: usize,
    /// The section around it.
    pub section: Option<usize>,
    /// What of the form takes the answer.
    pub shape: Shape,
}

/// What of the form takes an answer.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A blank, empty or ruled, with the joints printed in it.
    Blank {
        /// Its bytes.
        bytes: Range<usize>,
        /// What is printed between its blanks.
        joints: Vec<String>,
    },
    /// An option.
    Option(Printed),
    /// An option whose mark goes into an empty cell.
    Cell,
    /// The printed name of a row that is a record.
    Row,
    /// Lines of options, and the blank that takes a letter.
    Lines {
        /// The blank.
        bytes: Range<usize>,
        /// The options, with the paragraphs that they stand in.
        options: Vec<(ParagraphId, InLine)>,
        /// What a drop-down offers, where that is where the options stand.
        offered: Vec<String>,
    },
}

/// What is copied for each record, from its opening tag to its closing one.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// The paragraphs of its two tags.
    pub ends: (ParagraphId, ParagraphId),
    /// Where it begins.
    pub place: Place,
}

/// Reads a document with tags.
///
/// # Errors
/// When it is no Word document, has no tags, or some of them are wrong.
pub fn read(file: &str, bytes: &[u8]) -> Result<Form, Error> {
    let refused = |why| Error::NoDocument {
        file: file.to_owned(),
        why,
    };
    let package = Package::open(bytes).map_err(|e| refused(e.said()))?;
    let paper = word::read(&package).map_err(|e| refused(e.said()))?;
    let (all, mut problems) = scan::scan(&paper);
    if all.is_empty() && problems.is_empty() {
        return Err(Error::NoTags {
            file: file.to_owned(),
        });
    }
    let within = scan::sections(&all, &mut problems);
    let mut reading = Reading::of(&paper, &all);
    reading.offered = offered(&package, &all, &reading.paragraphs);
    let (printed, replaced) = reading.labels();
    let cleaned = clean(file, bytes, &replaced)?;
    let package = Package::open(&cleaned).map_err(|e| refused(e.said()))?;
    let plain = word::read(&package).map_err(|e| refused(e.said()))?;
    let mut form = Form {
        stands: Vec::new(),
        sections: sections(&all),
        bytes: Vec::new(),
        paper: Paper::default(),
    };
    reading.stands(&plain, &printed, &within, &mut form, &mut problems);
    if !problems.is_empty() {
        return Err(Error::Tags {
            file: file.to_owned(),
            problems,
        });
    }
    form.bytes = cleaned;
    form.paper = plain;
    Ok(form)
}

fn sections(all: &[Placed]) -> Vec<Section> {
    let opens = all.iter().filter(|p| p.tag.does == Does::Opens);
    let closes = |name: &str| {
        let mut closing = all.iter().filter(|p| p.tag.does == Does::Closes);
        closing.find(|p| p.tag.path[0] == name)
    };
    opens
        .filter_map(|open| {
            let name = open.tag.path[0].clone();
            let close = closes(&name)?;
            Some(Section {
                ends: (open.paragraph, close.paragraph),
                place: open.place.clone(),
                name,
            })
        })
        .collect()
}

/// What the drop-down in which, or before which, each tag stands offers.
fn offered(
    package: &Package,
    all: &[Placed],
    paragraphs: &HashMap<ParagraphId, Standing<'_>>,
) -> HashMap<usize, Vec<String>> {
    let mut out = HashMap::new();
    let rewrite = Rewrite::new(package);
    let main = package.main_part();
    let Ok(Some(coded)) = rewrite.xml(main) else {
        return out;
    };
    let Ok(outline) = Outline::read(main, coded.text()) else {
        return out;
    };
    let Ok(text) = std::str::from_utf8(coded.text()) else {
        return out;
    };
    let lists = drop_downs(text);
    if lists.is_empty() {
        return out;
    }
    for (i, placed) in all.iter().enumerate() {
        let nth = nth_in_paragraph(all, i);
        let Some(standing) = paragraphs.get(&placed.paragraph) else {
            continue;
        };
        let Some(index) = outline.paragraph(standing.paragraph.origin) else {
            continue;
        };
        let letters = letters(&outline, index);
        let text: String = letters.iter().map(|l| l.letter).collect();
        let Some((range, true)) = tags_in(&text).into_iter().nth(nth) else {
            continue;
        };
        let letter = |byte: usize| text[..byte].chars().count();
        let (Some(first), Some(last)) = (
            letters.get(letter(range.start)),
            letters.get(letter(range.end) - 1),
        ) else {
            continue;
        };
        let inside =
            |d: &&DropDown| d.bytes.start <= first.bytes.start && last.bytes.end <= d.bytes.end;
        // Before it: nothing that is read stands between, and it is in the same paragraph.
        let end = outline.get(index).end;
        let behind = |d: &&DropDown| {
            let between = last.bytes.end..d.bytes.start;
            d.bytes.start >= last.bytes.end
                && d.bytes.start < end
                && !letters.iter().any(|l| {
                    between.contains(&l.bytes.start)
                        && !l.letter.is_whitespace()
                        && l.letter != '\0'
                })
        };
        let found = lists
            .iter()
            .rev()
            .find(inside)
            .or_else(|| lists.iter().find(behind));
        if let Some(found) = found.filter(|d| !d.options.is_empty()) {
            out.insert(i, found.options.clone());
        }
    }
    out
}

fn nth_in_paragraph(all: &[Placed], i: usize) -> usize {
    let of = all[i].paragraph;
    all[..i].iter().filter(|p| p.paragraph == of).count()
}

struct Reading<'p> {
    all: &'p [Placed],
    paragraphs: HashMap<ParagraphId, Standing<'p>>,
    offered: HashMap<usize, Vec<String>>,
}

impl<'p> Reading<'p> {
    fn of(paper: &'p Paper, all: &'p [Placed]) -> Reading<'p> {
        let paragraphs = paper.placed().into_iter();
        Reading {
            all,
            paragraphs: paragraphs.map(|s| (s.paragraph.id, s)).collect(),
            offered: HashMap::new(),
        }
    }

    /// The bytes between which nothing of the paragraph belongs to another tag.
    fn around(&self, i: usize) -> (usize, usize) {
        let of = self.all[i].paragraph;
        let before = self.all[..i].iter().rev().find(|p| p.paragraph == of);
        let behind = self.all[i + 1..].iter().find(|p| p.paragraph == of);
        let end = self.paragraphs[&of].paragraph.text.len();
        (
            before.map_or(0, |p| p.bytes.end),
            behind.map_or(end, |p| p.bytes.start),
        )
    }

    /// The tag stands in a cell with nothing else in it than its box.
    fn is_alone_in_cell(&self, i: usize) -> bool {
        let placed = &self.all[i];
        let standing = &self.paragraphs[&placed.paragraph];
        let written = &standing.paragraph.text[placed.bytes.clone()];
        // A box may be printed there too.
        let is_box = |c: char| {
            super::glyphs::is_empty_box(c) || c.is_whitespace() || "()[]（）［］".contains(c)
        };
        let alone = |cell: &office::paper::Cell| {
            let text = cell.text();
            let mut parts = text.splitn(2, written);
            let (before, behind) = (parts.next().unwrap_or(""), parts.next());
            behind.is_some_and(|behind| before.chars().chain(behind.chars()).all(is_box))
        };
        standing.cell.is_some_and(|(_, cell)| alone(cell))
    }

    /// What is printed in each tag's place: by its number, and by where it stands in the file.
    fn labels(&self) -> (Vec<String>, Replaced) {
        let mut replaced = Replaced::new();
        let mut printed = Vec::new();
        for (i, placed) in self.all.iter().enumerate() {
            let text = &self.paragraphs[&placed.paragraph].paragraph.text;
            let (least, next) = self.around(i);
            let label = placed.tag.option.as_deref().filter(|label| {
                !self.is_alone_in_cell(i)
                    && option::is_to_print(text, placed.bytes.clone(), label, least, next)
            });
            let label = label.unwrap_or_default().to_owned();
            let origin = self.paragraphs[&placed.paragraph].paragraph.origin;
            if let Some(offset) = origin.offset() {
                replaced.insert((offset, nth_in_paragraph(self.all, i)), label.clone());
            }
            printed.push(label);
        }
        (printed, replaced)
    }

    /// The tags on the clean form.
    fn stands(
        &self,
        plain: &'p Paper,
        printed: &[String],
        within: &[Option<usize>],
        form: &mut Form,
        problems: &mut Vec<Problem>,
    ) {
        let clean: HashMap<ParagraphId, Standing> = plain
            .placed()
            .into_iter()
            .map(|s| (s.paragraph.id, s))
            .collect();
        let opens: Vec<usize> = (0..self.all.len())
            .filter(|i| self.all[*i].tag.does == Does::Opens)
            .collect();
        // Where each tag stood in the clean text, and what of it is spoken for already.
        let mut at = Vec::with_capacity(self.all.len());
        let mut shift: (ParagraphId, usize) = Default::default();
        for (placed, printed) in self.all.iter().zip(printed) {
            if shift.0 != placed.paragraph {
                shift = (placed.paragraph, 0);
            }
            at.push(placed.bytes.start - shift.1);
            shift.1 += placed.bytes.len() - printed.len();
        }
        let mut least: (ParagraphId, usize) = Default::default();
        for (i, placed) in self.all.iter().enumerate() {
            if least.0 != placed.paragraph {
                least = (placed.paragraph, 0);
            }
            let Some(standing) = clean.get(&placed.paragraph) else {
                continue;
            };
            let text = &standing.paragraph.text;
            if at[i] + printed[i].len() > text.len() || !text.is_char_boundary(at[i]) {
                problems.push(Problem::at(
                    &placed.place,
                    &scan::written(placed),
                    said!(
                        "标记的一部分是隐藏的或在修订中，请重新键入",
                        "a part of the tag is hidden or tracked: type it anew"
                    ),
                ));
                continue;
            }
            let of = placed.paragraph;
            let next = (i + 1..self.all.len()).find(|n| self.all[*n].paragraph == of);
            let next = next.map_or(text.len(), |n| at[n]);
            if placed.tag.does != Does::Field {
                least.1 = least.1.max(at[i]);
                continue;
            }
            let shape = self.shape(
                i,
                standing,
                &clean,
                plain,
                (at[i], printed[i].len()),
                (least.1, next),
            );
            least.1 = match &shape {
                Shape::Blank { bytes, .. } | Shape::Lines { bytes, .. } => bytes.end,
                Shape::Option(o) => o.own.as_ref().map_or(o.whole.end, |own| own.end),
                Shape::Cell | Shape::Row => at[i],
            }
            .max(at[i] + printed[i].len());
            form.stands.push(Stand {
                placed: placed.clone(),
                at: at[i],
                printed: printed[i].len(),
                section: within[i].and_then(|open| opens.iter().position(|o| *o == open)),
                shape,
            });
        }
    }

    fn shape(
        &self,
        i: usize,
        standing: &Standing,
        clean: &HashMap<ParagraphId, Standing>,
        plain: &Paper,
        (at, printed): (usize, usize),
        (least, next): (usize, usize),
    ) -> Shape {
        let tag = &self.all[i].tag;
        let text = &standing.paragraph.text;
        if let Some(label) = &tag.option {
            if self.is_alone_in_cell(i) {
                return Shape::Cell;
            }
            if self.is_row_name(i, text, at, least) {
                return Shape::Row;
            }
            return Shape::Option(option::shape(text, at, printed, label, least, next));
        }
        let (bytes, joints) = glyphs::place(text, at, least, next);
        let bytes = over_prompts(standing.paragraph, bytes, next);
        let lists = matches!(tag.kind, Some(Type::Choice | Type::Choices));
        let has_options = |p: &Placed| p.tag.path == tag.path && p.tag.option.is_some();
        if lists && !self.all.iter().any(has_options) {
            let offered = self.offered.get(&i).cloned().unwrap_or_default();
            let options = match offered.is_empty() {
                true => self.options_below(i, standing, clean, plain, bytes.end),
                false => Vec::new(),
            };
            return Shape::Lines {
                bytes,
                options,
                offered,
            };
        }
        Shape::Blank { bytes, joints }
    }

    /// The tag makes the printed name before it a record's: it is the only option of its row.
    fn is_row_name(&self, i: usize, text: &str, at: usize, least: usize) -> bool {
        let placed = &self.all[i];
        let name = text[least..at].trim();
        if !placed.tag.repeats
            || !name.ends_with(|c: char| c.is_alphanumeric() || "）)".contains(c))
            || name.contains(glyphs::is_empty_box)
        {
            return false;
        }
        let row = |p: &Placed| match &p.place {
            Place::Cell { table, row, .. } => Some((*table, *row)),
            _ => None,
        };
        let mut same = self
            .all
            .iter()
            .filter(|p| p.tag.path == placed.tag.path && row(p) == row(placed));
        row(placed).is_some() && same.nth(1).is_none()
    }
}

/// A place with the prompts that stand in it: what an empty control shows is no print.
fn over_prompts(p: &Paragraph, bytes: Range<usize>, next: usize) -> Range<usize> {
    let (mut start, mut end) = (bytes.start, bytes.end);
    let mut at = 0;
    for span in &p.spans {
        let behind = at + span.len as usize;
        if span.kind == SpanKind::Placeholder
            && at <= end
            && behind >= start
            && behind <= next.max(end)
        {
            start = start.min(at);
            end = end.max(behind);
        }
        at = behind;
    }
    start..end
}
