//! Items with a place of their own each: a cell of a grid, a mark on a scale, a blank between
//! printed words.

use std::ops::Range;

use office::inplace::Kind;
use office::paper::{Cell, Paragraph, is_blank};

use super::form::{Edit, Form};
use super::pieces::put;
use super::wording::wording;
use crate::extract::{blanks_on_paper, grid_on_paper, rating_on_paper};
use crate::model::finding::FieldPath;
use crate::model::submission::Record;
use crate::recognise::edition::{Edition, LaidOut};
use crate::recognise::locate::Found;
use crate::said;
use crate::value::Value;

/// The mark put beside a circle.
const TICK: &str = "√";

/// The texts of a record that are not yet written, by field.
struct Left<'r> {
    t: usize,
    record: &'r Record,
    texts: Vec<Option<String>>,
}

impl Left<'_> {
    fn take(&mut self, field: usize) -> Option<String> {
        self.texts[field].take()
    }
}

/// Writes the record of a grid, a rating or a table of blanks.
pub(super) fn items(form: &mut Form<'_, '_, '_>, t: usize, found: &Found<'_>, records: &[Record]) {
    let edition = form.edition;
    let table = &edition.mapping.tables[t];
    let Some((record, more)) = records.split_first() else {
        return;
    };
    let code = &table.code;
    for r in 1..=more.len() {
        form.refuse(
            FieldPath::record(code, r),
            said!(
                "表 {code} 只有一条记录，其余未写入",
                "table {code} has one record; the others were not written"
            ),
        );
    }
    if found.laid.is_empty() {
        return super::records::nowhere(form, t);
    }
    let text = |field: &crate::mapping::Field| {
        let value = record.get(&field.name).unwrap_or(&Value::Null);
        wording(value, None, field, edition)
    };
    let mut left = Left {
        t,
        record,
        texts: table.fields.iter().map(text).collect(),
    };
    match edition.signs.laid_out(t) {
        Some(LaidOut::Grid(sign)) => {
            for bound in grid_on_paper(&found.laid, t, sign, edition) {
                for (field, _, _, cell) in bound.values {
                    if let Some(text) = left.take(field) {
                        in_cell(form, cell, &text);
                    }
                }
                for (field, _, label) in bound.words {
                    if let Some(text) = left.take(field) {
                        let edits = within(form, label, &text);
                        edits.into_iter().for_each(|edit| form.make(edit));
                    }
                }
            }
        }
        Some(LaidOut::Rating(sign)) => {
            for bound in rating_on_paper(&found.laid, t, sign, edition) {
                for row in bound.rows {
                    let own = &sign.blocks[row.block].rows[row.row];
                    let scale = &sign.blocks[row.block].scale;
                    mark(form, &mut left, own.field, scale, &row.cells);
                    if let Some(text) = own.words.and_then(|f| left.take(f)) {
                        let edits = within(form, row.label, &text);
                        edits.into_iter().for_each(|edit| form.make(edit));
                    }
                }
            }
        }
        Some(LaidOut::Blanks(sign)) => {
            for bound in blanks_on_paper(&found.laid, t, sign, edition) {
                blanks(form, &mut left, &bound);
            }
        }
        None => {}
    }
    for (field, text) in table.fields.iter().zip(left.texts) {
        let Some(text) = text else { continue };
        let label = &field.label;
        form.refuse(
            FieldPath::field(code, 0, &field.name),
            said!(
                "空白表里没有“{label}”的位置，未写入“{text}”",
                "the blank form has no place for “{label}”; “{text}” was not written"
            ),
        );
    }
}

fn in_cell(form: &mut Form<'_, '_, '_>, cell: &Cell, text: &str) {
    let look = form.around(cell, Kind::Table);
    let look = look.map_or(String::new(), |table| form.look_of(table));
    let edits = form.in_cell(cell, text, &look);
    edits.into_iter().for_each(|edit| form.make(edit));
}

/// A tick beside the circle of the option that is chosen.
fn mark(
    form: &mut Form<'_, '_, '_>,
    left: &mut Left<'_>,
    field: usize,
    scale: &str,
    cells: &[(u32, Vec<usize>, &Cell)],
) {
    let Edition {
        mapping, values, ..
    } = form.edition;
    let field_name = &mapping.tables[left.t].fields[field].name;
    let chosen = left.record.get(field_name).and_then(Value::text);
    let option =
        chosen.and_then(|label| values.options(scale)?.exact(&crate::text::key::key(label)));
    let cell = option.and_then(|o| cells.iter().find(|c| c.1 == [o]));
    let paragraph = cell.and_then(|c| {
        let printed = c.2.paragraphs().filter(|p| !is_blank(&p.text)).last();
        let p = printed.or(c.2.paragraphs().next())?;
        form.outline.paragraph(p.origin)
    });
    if let Some(paragraph) = paragraph {
        left.take(field);
        let edit = form.in_paragraph(paragraph, TICK, "");
        form.make(edit);
    }
}

/// The changes that write words within a label: in its empty brackets, on its rule, or behind it.
pub(super) fn within(form: &Form<'_, '_, '_>, label: &Cell, text: &str) -> Vec<Edit> {
    let spaced = label
        .paragraphs()
        .find_map(|p| Some((p, space_in(&p.text)?)));
    let typed = spaced.and_then(|(p, space)| put(form, p, vec![(space, text.to_owned())]));
    typed.unwrap_or_else(|| {
        let last = label.paragraphs().filter(|p| !is_blank(&p.text)).last();
        let paragraph = last.and_then(|p| form.outline.paragraph(p.origin));
        let behind = |p| form.in_paragraph(p, &format!("：{text}"), "");
        paragraph.map(behind).into_iter().collect()
    })
}

/// The place that a label leaves for words: between brackets with nothing in them, or a rule.
fn space_in(text: &str) -> Option<Range<usize>> {
    let mut open = None;
    for (i, c) in text.char_indices() {
        match c {
            '（' | '(' => open = Some(i + c.len_utf8()),
            '）' | ')' => {
                if let Some(open) = open.filter(|open| is_rule(&text[*open..i])) {
                    return Some(open..i);
                }
                open = None;
            }
            _ => {}
        }
    }
    let start = text.find(['_', '＿'])?;
    let rest = text[start..].find(|c: char| !"_＿ ".contains(c));
    Some(start..rest.map_or(text.len(), |end| start + end))
}

fn is_rule(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || "_＿".contains(c))
}

/// Texts with their places in a paragraph.
type Texts = Vec<(Range<usize>, String)>;

/// Values between printed words.
fn blanks(
    form: &mut Form<'_, '_, '_>,
    left: &mut Left<'_>,
    bound: &crate::extract::BlanksOnPaper<'_>,
) {
    let mut wanted: Vec<(&Paragraph, Texts)> = Vec::new();
    for slot in &bound.read.slots {
        let bytes = bound.stream.bytes(slot.at.clone());
        let Some(part) = bound.stream.part(bytes.start) else {
            continue;
        };
        let Some(text) = left.take(slot.field) else {
            continue;
        };
        if slot.free {
            free(form, part.cell, part.paragraph, &text);
            continue;
        }
        let p = part.paragraph;
        let start = (bytes.start - part.start).min(p.text.len());
        let end = (bytes.end - part.start).clamp(start, p.text.len());
        match wanted.iter_mut().find(|w| w.0.id == p.id) {
            Some(own) => own.1.push((start..end, text)),
            None => wanted.push((p, vec![(start..end, text)])),
        }
    }
    for (p, texts) in wanted {
        if let Some(edits) = put(form, p, texts.clone()) {
            edits.into_iter().for_each(|edit| form.make(edit));
            continue;
        }
        // Not made of plain runs: all that can be said is behind it.
        if let Some(paragraph) = form.outline.paragraph(p.origin) {
            for (_, text) in texts {
                let edit = form.in_paragraph(paragraph, &text, "");
                form.make(edit);
            }
        }
    }
}

/// Free text on the blank lines under the words that ask for it.
fn free(form: &mut Form<'_, '_, '_>, cell: &Cell, over: &Paragraph, text: &str) {
    let own: Vec<&Paragraph> = cell.paragraphs().collect();
    let at = own.iter().position(|p| p.id == over.id).unwrap_or(0);
    // The place may begin on a blank line itself.
    let first = match is_blank(&over.text) {
        true => at,
        false => at + 1,
    };
    let blank: Vec<usize> = own[first..]
        .iter()
        .take_while(|p| is_blank(&p.text))
        .filter_map(|p| form.outline.paragraph(p.origin))
        .collect();
    let over = form.outline.paragraph(over.origin);
    let look = form.around(cell, Kind::Cell).map(|cell| form.look_of(cell));
    let edits = form.on_lines(over, &blank, text, &look.unwrap_or_default());
    edits.into_iter().for_each(|edit| form.make(edit));
}
