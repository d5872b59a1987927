//! A line whose cells stand one column to the left or right of where they belong.

use std::borrow::Cow;

use super::strays;
use crate::extract::typed::is_tracked;
use crate::extract::{RawCell, RawRecord, Scope};
use crate::mapping::{Field, Type};
use crate::model::finding::{Finding, LineCause, Severity};
use crate::recognise::edition::Edition;
use crate::recognise::locate::Fit;
use crate::value::is_nothing;
use office::paper::is_blank;

/// A text that its column does not take: two of them, or one among others that look odd there.
const ODD: u32 = 2;
/// A line as much at odds with its columns as two such texts.
const LEAST_TROUBLE: u32 = 4;
/// So many texts besides names must fit where they are moved to.
const LEAST_FITTING: usize = 2;

/// An option of so many letters is no name: 编委或相当编委职务, and not 其他.
const LEAST_OPTION: usize = 4;

/// A column: the item under it, none where it numbers the lines.
type Column = (u32, Option<usize>);

/// A cell that was left out or put in, and which way the cells after it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Move {
    at: usize,
    left: bool,
}

/// Puts the texts of a line back where they belong, where one move makes all of them fit and no
/// other does, and says it; where they do not fit but would fit better, that is said.
pub(super) fn settle<'p>(
    fit: &Fit<'p>,
    line: u32,
    record: &mut RawRecord<'p>,
    index: usize,
    scope: &mut Scope<'_, 'p, '_>,
) {
    let shared = |raw: &Option<RawCell>| raw.as_ref().is_some_and(|r| r.shared_with > 0);
    if fit.grid.turned
        || fit.columns.iter().flatten().count() < 3
        || record.cells.iter().any(shared)
    {
        return;
    }
    let columns = columns(fit);
    let texts: Vec<String> = columns
        .iter()
        .map(|c| text_at(fit, line, *c, record))
        .collect();
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let trouble = |texts: &[String]| -> u32 {
        let each = columns.iter().zip(texts);
        let odd: u32 = each
            .map(|((_, f), text)| odd(text, f.map(|f| &fields[f]), scope.edition))
            .sum();
        odd + astray(&columns, texts, fields, scope.edition)
    };
    let as_it_stands = trouble(&texts);
    if as_it_stands < LEAST_TROUBLE {
        return;
    }
    let mut best: Vec<(u32, Vec<String>)> = Vec::new();
    for moved in moves(&texts) {
        let now = moved.apply(&texts);
        let left = trouble(&now);
        match best.first().map(|b| b.0) {
            Some(least) if left > least || best.iter().any(|b| b.1 == now) => continue,
            Some(least) if left < least => best.clear(),
            _ => {}
        }
        best.push((left, now));
    }
    let Some((least, now)) = best.first().cloned() else {
        return;
    };
    let fitting = columns.iter().zip(&now).filter(|((_, f), text)| {
        let field = f.map(|f| &fields[f]).filter(|f| f.kind != Type::Text);
        field.is_some_and(|field| !is_blank(text) && odd(text, Some(field), scope.edition) == 0)
    });
    let sure = least == 0 && best.len() == 1 && fitting.count() >= LEAST_FITTING;
    if !sure && least + LEAST_TROUBLE > as_it_stands {
        return;
    }
    tell(fit, line, &columns, &texts, index, sure, scope);
    if sure {
        put(fit, line, &columns, &now, record);
    }
}

/// The items' columns from the left, and the column beside the first that numbers the lines.
fn columns(fit: &Fit) -> Vec<Column> {
    let mut columns: Vec<Column> = (fit.columns.iter().enumerate())
        .filter_map(|(f, c)| Some(((*c)?, Some(f))))
        .collect();
    columns.sort_unstable();
    if let Some(&(first, _)) = columns.first()
        && first > 1
        && strays::counts(fit, first - 1)
    {
        columns.insert(0, (first - 1, None));
    }
    columns
}

fn text_at(fit: &Fit, line: u32, column: Column, record: &RawRecord) -> String {
    let text = match column.1 {
        Some(f) => record.cells[f].as_ref().map(|raw| raw.text.to_string()),
        None => fit
            .grid
            .cell(line, column.0)
            .map(|c| c.answer().into_owned()),
    };
    text.unwrap_or_default()
}

/// How odd a text is in its column.
fn odd(text: &str, field: Option<&Field>, edition: &Edition) -> u32 {
    if is_blank(text) || is_nothing(text) {
        return 0;
    }
    let number = strays::row_number(text).is_some();
    let Some(field) = field else {
        return if number { 0 } else { ODD };
    };
    let figure = text
        .trim()
        .chars()
        .all(|c| c.is_ascii_digit() || ".,%".contains(c));
    match field.kind {
        // A telephone and a book's number are texts and figures.
        Type::Text => u32::from(figure && field.format.is_none() && text.trim().len() < 7),
        _ => {
            let reading = edition.values.read(text, field);
            let refused = reading
                .notes
                .iter()
                .any(|n| n.severity() == Severity::Error);
            ODD * u32::from(refused || reading.value.is_empty())
        }
    }
}

/// An option stands in the text column before its own, which has none: a cell before it is gone, and
/// that is as much trouble as a line can be. Behind its own column it may be meant (细分学科 behind
/// 合作领域).
fn astray(columns: &[Column], texts: &[String], fields: &[Field], edition: &Edition) -> u32 {
    let line: Vec<(Option<&Field>, &str)> = (columns.iter().zip(texts))
        .map(|((_, f), text)| (f.map(|f| &fields[f]), text.trim()))
        .collect();
    let stray = line.windows(2).any(|pair| {
        let [(Some(before), text), (Some(own), there)] = *pair else {
            return false;
        };
        let lists = &edition.mapping.lists;
        let list = own.list.as_ref().and_then(|l| lists.get(l));
        before.kind == Type::Text
            && own.kind == Type::Choice
            && text.chars().count() >= LEAST_OPTION
            && (is_blank(there) || odd(there, Some(own), edition) > 0)
            && list.is_some_and(|list| list.options.iter().any(|o| *o.label == *text))
    });
    LEAST_TROUBLE * u32::from(stray)
}

/// Every way in which one cell was left out of a line, or one put in.
fn moves(texts: &[String]) -> impl Iterator<Item = Move> {
    let empty = |i: usize| texts.get(i).is_none_or(|t| is_blank(t));
    let n = texts.len();
    let last_empty = n > 0 && empty(n - 1);
    // What stands in the place of a cell that goes is nothing, or the line's number.
    let spare: Vec<bool> = texts
        .iter()
        .enumerate()
        .map(|(i, t)| is_blank(t) || i == 0 && strays::row_number(t).is_some())
        .collect();
    (0..n).flat_map(move |at| {
        let left = spare[at].then_some(Move { at, left: true });
        let right = last_empty.then_some(Move { at, left: false });
        left.into_iter().chain(right)
    })
}

impl Move {
    fn apply(self, texts: &[String]) -> Vec<String> {
        let mut moved = texts.to_vec();
        if self.left {
            moved.remove(self.at);
            moved.push(String::new());
        } else {
            moved.pop();
            moved.insert(self.at, String::new());
        }
        moved
    }
}

fn put<'p>(
    fit: &Fit<'p>,
    line: u32,
    columns: &[Column],
    now: &[String],
    record: &mut RawRecord<'p>,
) {
    for ((column, field), text) in columns.iter().zip(now) {
        let Some(f) = field else { continue };
        let cell = fit.grid.cell(line, *column);
        record.cells[*f] = Some(RawCell {
            text: Cow::Owned(text.clone()),
            place: fit.grid.place(line, *column),
            // The cell under the label is not the one that the text stands in.
            cell: None,
            tracked: cell.is_some_and(is_tracked),
            shared_with: 0,
            marked: None,
        });
    }
}

fn tell(
    fit: &Fit,
    line: u32,
    columns: &[Column],
    texts: &[String],
    index: usize,
    sure: bool,
    scope: &mut Scope,
) {
    let said: Vec<&str> = texts.iter().map(|t| t.trim()).collect();
    let said = said.join(" | ");
    let text = said.clone();
    let cause = match sure {
        true => LineCause::Shifted { text },
        false => LineCause::LooksShifted { text },
    };
    let path = scope.record_path(index);
    let first = columns.first().map_or(1, |c| c.0);
    let finding = Finding::of(cause).at(path).quoting(said);
    scope
        .findings
        .push(finding.from(fit.grid.place(line, first)));
}
