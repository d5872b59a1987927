//! In what a column of a template counts: its label says so (`中方经费（元）`), or a line above its
//! table (`金额单位：元`). Data count in the mapping's own units.

use office::paper::Table;
use rust_decimal::Decimal;

use crate::mapping::{Field, Type};
use crate::model::finding::{Cause, NumberCause};
use crate::recognise::edition::Edition;
use crate::recognise::locate::Fit;
use crate::value::Value;

/// How a number of the data is written in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// As it is.
    Same,
    /// So many times as large.
    Times(Decimal),
    /// Not at all: the column counts in something that it cannot be converted to.
    Other(String),
}

impl Measure {
    /// Of a column of a template for a field.
    pub(super) fn of(
        fit: &Fit<'_>,
        column: u32,
        above: &[String],
        field: &Field,
        edition: &Edition,
    ) -> Measure {
        let lines = fit.first..=fit.last;
        let cells = lines.filter_map(|line| fit.grid.cell(line, column));
        let label: Vec<String> = cells.map(|cell| cell.text().into_owned()).collect();
        Measure::of_labels(
            label.iter().rev().map(String::as_str),
            above,
            field,
            edition,
        )
    }

    /// Of a cell under or beside these labels, the nearest first.
    pub(super) fn of_labels<'l>(
        labels: impl Iterator<Item = &'l str>,
        above: &[String],
        field: &Field,
        edition: &Edition,
    ) -> Measure {
        let of_label = labels.flat_map(in_brackets);
        Measure::of_words(of_label.chain(above.iter().cloned()), field, edition)
    }

    /// Of a cell that these words count, the nearest first.
    pub(super) fn of_words(
        words: impl IntoIterator<Item = String>,
        field: &Field,
        edition: &Edition,
    ) -> Measure {
        if !matches!(field.kind, Type::Integer | Type::Decimal) || field.unit.is_empty() {
            return Measure::Same;
        }
        let mut known = (words.into_iter()).filter_map(|unit| in_units(&unit, field, edition));
        known.next().unwrap_or(Measure::Same)
    }

    /// A number as it is written.
    pub(super) fn number(&self, number: Decimal) -> Option<Decimal> {
        match self {
            Measure::Same => Some(number),
            Measure::Times(times) => number.checked_mul(*times).map(|n| n.normalize()),
            Measure::Other(_) => None,
        }
    }
}

/// What one of this unit comes to in the field's own; none where it is no unit.
fn in_units(unit: &str, field: &Field, edition: &Edition) -> Option<Measure> {
    // A number in brackets is none: a year, the number of a note.
    let counted = |c: char| c.is_numeric() || "一二三四五六七八九〇零两".contains(c);
    if unit.is_empty() || unit.contains(counted) {
        return None;
    }
    let mut any = field.clone();
    any.kind = Type::Decimal;
    let one = edition.values.read(&format!("1{unit}"), &any);
    match one.value {
        Value::Number(n) if n == Decimal::ONE => Some(Measure::Same),
        Value::Number(n) => Some(Measure::Times(Decimal::ONE.checked_div(n)?.normalize())),
        _ => {
            let foreign = |c: &Cause| matches!(c, Cause::NumberCause(NumberCause::Currency { .. }));
            let is_foreign = one.notes.iter().any(foreign);
            is_foreign.then(|| Measure::Other(unit.to_owned()))
        }
    }
}

/// What stands in the brackets of a label, in parts.
fn in_brackets(label: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for group in label.split(['(', '（']).skip(1) {
        let inside = group.split([')', '）']).next().unwrap_or_default();
        let inside = inside.split([',', '，', '、', ';', '；']);
        parts.extend(inside.map(unit_of));
    }
    parts
}

/// `单位：元` is 元.
fn unit_of(part: &str) -> String {
    let (before, unit) = part.rsplit_once([':', '：']).unwrap_or(("", part));
    let unit = match before.contains("单位") || before.is_empty() {
        true => unit,
        false => part,
    };
    unit.trim().to_owned()
}

/// The units that lines above a table name: `金额单位：元`.
pub(super) fn named_above(sheet: &Table, head: u32) -> Vec<String> {
    let Some(origin) = &sheet.sheet else {
        return Vec::new();
    };
    let above = sheet.cells.iter();
    let above = above.filter(|cell| cell.row + origin.first_row - 1 < head);
    let mut units = Vec::new();
    for cell in above {
        let text = cell.text().into_owned();
        for (at, word) in text.match_indices("单位") {
            let rest = text[at + word.len()..].trim_start();
            if let Some(unit) = rest.strip_prefix([':', '：']) {
                let end = |c: char| c.is_whitespace() || "）);；,，".contains(c);
                units.extend(unit.trim_start().split(end).next().map(str::to_owned));
            }
        }
    }
    units
}
