//! The cover: who filled the form in, written on the rule behind each label.

use std::ops::Range;

use office::inplace::{Kind, words};
use office::paper::{Cell, Paragraph, Table, is_blank};
use unicode_width::UnicodeWidthStr;

use super::form::Form;
use super::pieces::{Piece, pieces};
use crate::extract::spaces_in;
use crate::model::finding::FieldPath;
use crate::model::submission::Record;
use crate::recognise::locate::Located;
use crate::said;
use crate::value::Value;

/// Writes the cover's record.
pub(super) fn cover(form: &mut Form<'_, '_, '_>, located: &Located<'_>, unit: &Record) {
    let fields = &form.edition.mapping.unit;
    let mut left: Vec<Option<String>> = fields
        .iter()
        .map(|field| {
            let value = unit.get(&field.name).unwrap_or(&Value::Null);
            super::wording::wording(value, None, field, form.edition)
        })
        .collect();
    for (_, table) in located
        .loose
        .iter()
        .filter(|(section, _)| section.is_none())
    {
        in_table(form, table, &mut left);
    }
    for (p, _) in &located.cover {
        let spaces = spaces_in(&p.text, form.edition);
        let Some(paragraph) = form.outline.paragraph(p.origin) else {
            continue;
        };
        let wanted: Vec<(Range<usize>, String)> = spaces
            .into_iter()
            .filter_map(|(field, space)| Some((space, left[field].take()?)))
            .collect();
        write_spaces(form, paragraph, p, wanted);
    }
    for (field, text) in fields.iter().zip(left) {
        let Some(text) = text else { continue };
        let label = &field.label;
        form.refuse(
            FieldPath::unit_field(&field.name),
            said!(
                "空白表封面没有“{label}”，未写入“{text}”",
                "the blank form's cover has no “{label}”; “{text}” was not written"
            ),
        );
    }
}

/// A cover that is a table: in the cell beside the label's, or behind the label.
fn in_table(form: &mut Form<'_, '_, '_>, table: &Table, left: &mut [Option<String>]) {
    for (i, cell) in table.cells.iter().enumerate() {
        for p in cell.paragraphs() {
            let spaces = spaces_in(&p.text, form.edition);
            let Some((field, space)) = spaces.last().cloned() else {
                continue;
            };
            let next = table.cells.get(i + 1);
            let next = next.filter(|n| n.row == cell.row && is_blank(&n.text()));
            match next.filter(|_| p.text[space.clone()].is_empty()) {
                Some(next) => beside(form, next, left[field].take()),
                None => {
                    let Some(paragraph) = form.outline.paragraph(p.origin) else {
                        continue;
                    };
                    let wanted = spaces
                        .into_iter()
                        .filter_map(|(field, space)| Some((space, left[field].take()?)))
                        .collect();
                    write_spaces(form, paragraph, p, wanted);
                }
            }
        }
    }
}

fn beside(form: &mut Form<'_, '_, '_>, cell: &Cell, text: Option<String>) {
    let look = form.around(cell, Kind::Table);
    let look = look.map_or(String::new(), |table| form.look_of(table));
    let edits = text.map_or(Vec::new(), |text| form.in_cell(cell, &text, &look));
    edits.into_iter().for_each(|edit| form.make(edit));
}

/// Writes values over the rules that they are to stand on.
fn write_spaces(
    form: &mut Form<'_, '_, '_>,
    paragraph: usize,
    p: &Paragraph,
    wanted: Vec<(Range<usize>, String)>,
) {
    if wanted.is_empty() {
        return;
    }
    let Some(pieces) = pieces(form, paragraph, &p.text) else {
        // Not made of plain runs: all that can be said is behind it.
        for (_, value) in wanted {
            let edit = form.in_paragraph(paragraph, &value, "");
            form.make(edit);
        }
        return;
    };
    let w = form.prefix(paragraph);
    // Every run that some rule lies in is written anew, once.
    let mut changed: Vec<(usize, String)> = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    for piece in &pieces {
        let mut out = String::new();
        let mut at = piece.text.start;
        let mut touched = false;
        for (space, value) in &wanted {
            let from = space.start.clamp(piece.text.start, piece.text.end);
            let to = space.end.clamp(piece.text.start, piece.text.end);
            if from >= to {
                continue;
            }
            touched = true;
            if from > at {
                out.push_str(&words::run(w, &piece.look, &p.text[at..from]));
            }
            // The value stands where the rule begins; what follows of the rule is shortened.
            let first = pieces
                .iter()
                .find(|piece| piece.text.end > space.start)
                .is_some_and(|first| first.run == piece.run);
            if first {
                let rule = ruled(form, &pieces, space, &piece.look);
                let room = p.text[space.clone()].width();
                let rest = room.saturating_sub(value.width() + 1);
                let text = format!(" {value}{}", " ".repeat(rest.max(1)));
                out.push_str(&words::run(w, &rule, &text));
            }
            at = to;
        }
        if touched {
            if at < piece.text.end {
                out.push_str(&words::run(w, &piece.look, &p.text[at..piece.text.end]));
            }
            changed.push((piece.run, out));
        }
    }
    for (space, value) in &wanted {
        if space.is_empty() || pieces.iter().all(|piece| piece.text.end <= space.start) {
            missing.push(value.clone());
        }
    }
    for (run, xml) in changed {
        let element = form.outline.get(run);
        let range = element.start..element.end;
        form.make((range, xml));
    }
    for value in missing {
        let look = pieces
            .last()
            .map_or(String::new(), |p| underlined(w, &p.look));
        let at = form.outline.get(paragraph).inner_end;
        let run = words::run(w, &look, &format!(" {value} "));
        form.make((at..at, run));
    }
}

/// How the value on a rule looks: as the rule, which is mostly a run of underlined spaces.
fn ruled(form: &Form<'_, '_, '_>, pieces: &[Piece], space: &Range<usize>, look: &str) -> String {
    let inside = |piece: &&Piece| piece.text.start >= space.start && piece.text.end <= space.end;
    match pieces.iter().find(inside) {
        Some(piece) => piece.look.clone(),
        None => underlined(form.prefix(pieces[0].run), look),
    }
}

fn underlined(w: &str, look: &str) -> String {
    let plain = words::without(look, &["u"]);
    match plain.rfind("</") {
        Some(end) => format!(
            "{}<{w}:u {w}:val=\"single\"/>{}",
            &plain[..end],
            &plain[end..]
        ),
        None => format!("<{w}:rPr><{w}:u {w}:val=\"single\"/></{w}:rPr>"),
    }
}
