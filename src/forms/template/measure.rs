//! In what a column of a template counts: its label says so (`中方经费（元）`), or a line above its
//! table (`金额单位：元`). Data count in the mapping's own units.

use office::paper::Table;
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::mapping::{Field, Type};
use crate::model::finding::{Cause, NumberCause};
use crate::recognise::edition::Edition;
use crate::recognise::locate::Fit;
use crate::value::{Value, bare_unit, money_named};

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
        let of_label = labels.flat_map(named_in);
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
        let mut known = (words.into_iter()).filter_map(|unit| measured(&unit, field, edition));
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

/// What a part of a label says of the unit; none where it says nothing of one. What speaks of money
/// and is not understood is a unit that nothing can be converted to: a number that is ten thousand
/// times too small is worse than none.
fn measured(part: &str, field: &Field, edition: &Edition) -> Option<Measure> {
    let bare = bare_unit(part);
    if let Some(known) = in_units(bare, field, edition) {
        // 人民币 alone says which money, and not in what steps it is counted.
        let steps =
            money_named(bare).is_none_or(|named| named.steps || is_foreign(&named.codes, field));
        return Some(if steps {
            known
        } else {
            Measure::Other(part.to_owned())
        });
    }
    let (own, named) = (money_named(&field.unit)?, money_named(bare)?);
    // 千人民币, 人民币：元: the same money in other words.
    let same = named.codes.iter().all(|code| own.codes.contains(code));
    let rest = bare_unit(&named.rest);
    let step = field
        .unit
        .strip_prefix(&*own.rest)
        .filter(|_| !rest.is_empty() || named.steps);
    let other = || Measure::Other(part.to_owned());
    let read = step
        .filter(|_| same)
        .and_then(|step| in_units(&format!("{rest}{step}"), field, edition));
    Some(read.unwrap_or_else(other))
}

/// Other money than the field counts in.
fn is_foreign(codes: &[&str], field: &Field) -> bool {
    let own = money_named(&field.unit).map(|named| named.codes);
    own.is_some_and(|own| codes.iter().any(|code| !own.contains(code)))
}

/// What a label names beside what it is called: in brackets, and behind a colon, a dash or a space
/// where it is a unit and nothing else.
fn named_in(label: &str) -> Vec<String> {
    let label: String = label.nfkc().collect();
    let (mut parts, mut outside, mut inside) = (Vec::new(), String::new(), None::<String>);
    for c in label.chars() {
        match (&mut inside, c) {
            (None, '(' | '[' | '{' | '<' | '【' | '〔' | '〈' | '《') => {
                inside = Some(String::new())
            }
            (Some(group), ')' | ']' | '}' | '>' | '】' | '〕' | '〉' | '》') => {
                parts.extend(parts_of(group).map(unit_of));
                inside = None;
                outside.push(' ');
            }
            (Some(group), c) => group.push(c),
            (None, c) => outside.push(c),
        }
    }
    parts.extend(inside.iter().flat_map(|group| parts_of(group)).map(unit_of));
    let apart = |c: char| c.is_whitespace() || ",，、;；:：-－—".contains(c);
    let behind = outside.split(apart).skip(1).filter(|part| {
        let magnitude = |c: char| "十百千万亿".contains(c);
        money_named(bare_unit(part)).is_some_and(|named| named.rest.chars().all(magnitude))
    });
    parts.extend(behind.map(str::to_owned));
    parts
}

/// What stands between commas.
fn parts_of(group: &str) -> impl Iterator<Item = &str> {
    group.split([',', '，', '、', ';', '；'])
}

/// `单位：元` is 元.
fn unit_of(part: &str) -> String {
    let (before, unit) = part.rsplit_once([':', '：']).unwrap_or(("", part));
    let names = before.contains("单位") || before.to_lowercase().contains("unit");
    let unit = if names || before.is_empty() {
        unit
    } else {
        part
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
