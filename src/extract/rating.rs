//! Ratings: rows × a scale, one mark a row.

mod bind;
mod scale;

use std::borrow::Cow;

use office::paper::{Cell, is_blank};

use crate::extract::marks::is_tick;
use crate::extract::single::OneRecord;
use crate::extract::typed::{has_no_other_tick, words_within};
use crate::extract::{RawRecord, Scope};
use crate::model::finding::{ExtractCause, Finding, OptionCause};
use crate::recognise::edition::{LabelText, LaidOut, RatingSign};
use crate::recognise::locate::caption_likeness;
use crate::text::vocabulary::vocabulary;
use crate::value::ListIndex;

pub use bind::{Bound, Row, bind};
use scale::{Doubt, Look, ScaleCell, common, marked, without_frames};

/// The record of a rating.
pub fn rating<'p>(scope: &mut Scope<'_, 'p, '_>) -> Vec<RawRecord<'p>> {
    let table = &scope.edition.mapping.tables[scope.t];
    let Some(LaidOut::Rating(sign)) = scope.edition.signs.laid_out(scope.t) else {
        return Vec::new();
    };
    let mut record = OneRecord::new(table.fields.len());
    for bound in &bind(&scope.found.laid, scope.t, sign, scope.edition) {
        take(bound, sign, &mut record, scope);
    }
    captions(sign, scope);
    let rows = sign.blocks.iter().flat_map(|b| &b.rows);
    record.finish(rows.map(|r| r.field), scope)
}

/// Claims the captions over the blocks, where no blank says how they are printed. What is typed
/// into one is told of; how to answer is a part of it.
fn captions(sign: &RatingSign, scope: &mut Scope<'_, '_, '_>) {
    if scope.edition.has_form() {
        return;
    }
    for (p, _) in scope.found.laid.iter().flat_map(|laid| &laid.over) {
        let text = LabelText::new(&p.text);
        let mut blocks = sign.blocks.iter();
        let Some(block) = blocks.find(|b| caption_likeness(&text, &b.caption) >= 1.0) else {
            continue;
        };
        match block.caption.keys().any(|k| asks(text.key(), k)) {
            true => scope.claims.claim(p),
            false => scope.claims.claim_caption(p),
        }
    }
}

/// Before a caption stands its number, and behind it the end of its question and how to answer, and
/// no more: 有哪些？请在相应重要程度处打√.
fn asks(text: &str, caption: &str) -> bool {
    /// The longest of the manual's has thirteen letters; a name typed behind it makes it longer.
    const LONGEST: usize = 14;
    text.split_once(caption).is_some_and(|(before, behind)| {
        before.bytes().all(|b| b.is_ascii_digit())
            && (behind.is_empty()
                || vocabulary()
                    .paper
                    .asks
                    .iter()
                    .any(|word| behind.contains(word))
                    && behind.chars().count() <= LONGEST)
    })
}

fn take<'p>(
    bound: &Bound<'p>,
    sign: &RatingSign,
    record: &mut OneRecord<'p>,
    scope: &mut Scope<'_, 'p, '_>,
) {
    let grid = &bound.grid;
    // A tick typed into a label is no part of it.
    for cell in bound.labels.iter().filter(|c| has_no_other_tick(c, "")) {
        scope.claims.claim_label(cell);
    }
    if bound.by_position {
        record.tell(
            None,
            Finding::of(ExtractCause::NoLabels {}).from(grid.table.place(1, 1)),
        );
    }
    let edition = scope.edition;
    let scale_of = |row: &Row| edition.values.options(&sign.blocks[row.block].scale);
    let mut scales: Vec<Vec<ScaleCell>> = bound
        .rows
        .iter()
        .map(|row| scale_of(row).map_or(Vec::new(), |scale| cells_of(row, scale)))
        .collect();
    without_frames(&mut scales);
    let base = common(scales.iter().flatten());
    for (row, cells) in bound.rows.iter().zip(&scales) {
        let Some(scale) = scale_of(row) else { continue };
        let printed = edition.printed.scale(scope.t, row.block, row.row);
        let printed = printed
            .iter()
            .map(|(option, cell)| ScaleCell::of(cell, *option, scale));
        let mut printed: Vec<ScaleCell> = printed.collect();
        printed.iter_mut().for_each(ScaleCell::unframe);
        take_row(
            row, cells, base, &printed, scale, bound, sign, record, scope,
        );
    }
    for line in &bound.unknown {
        let texts = line.iter().filter(|c| !scope.claims.has_cell(c));
        let texts: Vec<String> = texts
            .map(|c| c.answer().trim().replace('\n', " "))
            .filter(|t| !t.is_empty())
            .collect();
        if let (Some(first), false) = (line.first(), texts.is_empty()) {
            let place = grid.table.place(first.row, first.column);
            record.unclaimed(None, &texts.join(" | "), place);
        }
        line.iter().for_each(|c| scope.claims.claim_cell(c));
    }
}

/// The cells of a row that stand under one option each.
fn cells_of(row: &Row, scale: &ListIndex) -> Vec<ScaleCell> {
    let single = row.cells.iter().filter(|c| c.1.len() == 1);
    single.map(|c| ScaleCell::of(c.2, c.1[0], scale)).collect()
}

#[allow(clippy::too_many_arguments)]
fn take_row<'p>(
    row: &Row<'p>,
    cells: &[ScaleCell],
    base: Look,
    printed: &[ScaleCell],
    scale: &ListIndex,
    bound: &Bound<'p>,
    sign: &RatingSign,
    record: &mut OneRecord<'p>,
    scope: &mut Scope<'_, 'p, '_>,
) {
    let edition = scope.edition;
    let (grid, own) = (&bound.grid, &sign.blocks[row.block].rows[row.row]);
    let field = own.field;
    let label = edition.mapping.tables[scope.t].fields[field].label.clone();
    let label_place = grid.table.place(row.label.row, row.label.column);
    if row.alike {
        let said = row.label.text().trim().replace('\n', "");
        let finding = Finding::of(ExtractCause::RowLabelChanged {
            text: said.clone(),
            label: label.to_string(),
        });
        record.tell(Some(field), finding.quoting(said).from(label_place.clone()));
    }
    let settings: Vec<_> = cells
        .iter()
        .map(|c| printed.iter().find(|p| p.option == c.option))
        .map(|printed| printed.and_then(|p| p.setting))
        .collect();
    let mut found = marked(cells, base, &settings);
    let mut texts: Vec<String> = Vec::new();
    let mut place = None;
    let mut single = 0;
    for (column, options, cell) in &row.cells {
        let at = grid.place(row.line, *column);
        if let [option] = options[..] {
            let scale_cell = &cells[single];
            single += 1;
            if !scale_cell.words {
                scope.claims.claim_cell(cell);
            }
            if found.options.contains(&option) {
                place.get_or_insert(at.clone());
            }
            if grid.line_of(cell) != row.line && scale_cell.is_marked() {
                found.options.retain(|o| *o != option);
                found.doubt = Some(Doubt::Spread);
            }
        } else if !is_blank(&cell.answer()) {
            // A cell over several options: what is typed in it says which, a mark does not.
            scope.claims.claim_cell(cell);
            place.get_or_insert(at);
            let typed = cell.answer().trim().to_owned();
            match typed.chars().any(char::is_alphanumeric) {
                true => texts.push(typed),
                false if typed.chars().any(|c| is_tick(c) || c == '×') => {
                    found.doubt = Some(Doubt::Spread);
                }
                false => {}
            }
        }
    }
    let names = found.options.iter().map(|o| scale.label(*o).to_string());
    texts.extend(names);
    texts.extend(row.behind.clone());
    let text = texts.join("；");
    let place = place.unwrap_or_else(|| {
        let first = row.cells.first();
        first.map_or(label_place.clone(), |c| grid.place(row.line, c.0))
    });
    if let Some(doubt) = found.doubt {
        let typed: Vec<String> = row
            .cells
            .iter()
            .map(|c| c.2.answer().trim().to_owned())
            .collect();
        let quoted = typed.join(" ");
        let finding = Finding::of(OptionCause::from(doubt)).quoting(quoted.trim());
        record.tell(Some(field), finding.from(place.clone()));
    }
    let mut raw = OneRecord::typed(Cow::Owned(text), row.label, place);
    let tracked = |c: &(u32, Vec<usize>, &Cell)| super::typed::is_tracked(c.2);
    raw.tracked |= row.cells.iter().any(tracked);
    record.put(field, raw);
    if let Some(words) = own.words {
        let hints = edition.printed.hints(scope.t, words);
        let text = words_within(&own.label, &row.label.answer(), hints);
        if has_no_other_tick(row.label, &text) {
            scope.claims.claim_cell(row.label);
        }
        let raw = OneRecord::typed(Cow::Owned(text), row.label, label_place);
        record.put(words, raw);
    }
}
