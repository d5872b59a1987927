//! What the cells of a template hold for the values of a record, and what is said of those that
//! do not fit.

use office::inplace::sheet::Content;

use super::limit::{Limit, Measured};
use super::measure::Measure;
use super::target::{Allowed, Column};
use crate::mapping::{Field, Type};
use crate::model::finding::{Finding, OfficeCause, Severity};
use crate::model::submission::Record;
use crate::value::Value;

/// Items of a list that a finding names.
const NAMED: usize = 8;
/// How much of a value a message quotes, in characters.
const QUOTED: usize = 40;

/// What a record's value is in a column; the column's list where it does not have it.
pub(super) fn content<'c>(
    record: &Record,
    field: &Field,
    column: &'c Column,
    since_1904: bool,
) -> Result<Content, &'c Allowed> {
    let value = record.get(&field.name).unwrap_or(&Value::Null);
    let other = record.get(&format!("{}_other", field.name));
    let other = other.and_then(Value::text);
    match &column.allowed {
        Some(_) if value.is_empty() => Ok(Content::Empty),
        Some(allowed) => match (allowed.spelling(value), value) {
            (Some(item), Value::Number(number)) if item.parse() == Ok(*number) => {
                Ok(Content::Number(item.to_owned()))
            }
            (Some(item), _) => Ok(Content::Text(item.to_owned())),
            (None, _) => Err(allowed),
        },
        None => Ok(match value {
            Value::Number(number) => match column.measure.number(*number) {
                Some(number) => Content::Number(number.normalize().to_string()),
                None => Content::Empty,
            },
            value => plain(value, other, field, column.shows_days, since_1904),
        }),
    }
}

/// Words of one's own beside an option, which a cell that takes a list's items has no room for.
pub(super) fn words_left_out(
    record: &Record,
    field: &Field,
    column: &Column,
    template: &str,
) -> Option<Finding> {
    column.allowed.as_ref()?;
    let words = record.get(&format!("{}_other", field.name))?.text()?;
    let cause = OfficeCause::TemplateWithoutWords {
        template: template.to_owned(),
        label: field.label.to_string(),
        words: words.to_owned(),
    };
    Some(Finding::of(cause).quoting(words))
}

/// A number in a column that counts in something else.
pub(super) fn not_counted(
    record: &Record,
    field: &Field,
    measure: &Measure,
    template: &str,
) -> Option<Finding> {
    let value = record.get(&field.name)?;
    let Value::Number(number) = value else {
        return None;
    };
    if measure.number(*number).is_some() {
        return None;
    }
    let unit = match measure {
        Measure::Other(unit) => unit.clone(),
        _ => String::new(),
    };
    let cause = OfficeCause::TemplateInOtherUnit {
        template: template.to_owned(),
        label: field.label.to_string(),
        value: format!("{}{}", value.shown(), field.unit),
        unit,
    };
    Some(Finding::of(cause).quoting(value.shown()))
}

/// A value that a column may not hold; nothing is to be written then, unless the column only warns.
pub(super) fn beyond_limit(
    content: &Content,
    record: &Record,
    field: &Field,
    column: &Column,
    template: &str,
) -> Option<Finding> {
    let any = Limit::of_any_cell();
    let broken = column.limit.iter().chain([&any]);
    let broken = broken.into_iter().find(|limit| !limit.allows(content))?;
    let shown = match content {
        Content::Number(number) => number.clone(),
        _ => record.get(&field.name).unwrap_or(&Value::Null).shown(),
    };
    let kind = match broken.measured {
        Measured::Length => "length",
        Measured::Whole => "whole",
        Measured::Day => "day",
        Measured::Number => "number",
    };
    let cause = OfficeCause::TemplateBeyondLimit {
        template: template.to_owned(),
        label: field.label.to_string(),
        value: shown.chars().take(QUOTED).collect(),
        kind: kind.to_owned(),
        limit: broken.shown(),
        written: !broken.refuses,
    };
    let finding = Finding::of(cause).quoting(shown);
    Some(match broken.refuses {
        true => finding,
        false => finding.graded(Severity::Warning),
    })
}

/// A value that a column's list does not have.
pub(super) fn not_allowed(
    record: &Record,
    field: &Field,
    allowed: &Allowed,
    template: &str,
) -> Finding {
    let shown = record.get(&field.name).unwrap_or(&Value::Null).shown();
    let cause = OfficeCause::TemplateWithoutValue {
        template: template.to_owned(),
        label: field.label.to_string(),
        value: shown.clone(),
        options: allowed.items().take(NAMED).map(str::to_owned).collect(),
        more: allowed.items().nth(NAMED).is_some(),
    };
    Finding::of(cause).quoting(shown)
}

/// What a cell without a list holds for a value: numbers are numbers; days are days where the
/// column shows them so, else text as data has it.
fn plain(
    value: &Value,
    other: Option<&str>,
    field: &Field,
    shows_days: bool,
    since_1904: bool,
) -> Content {
    match value {
        value if value.is_empty() => Content::Empty,
        Value::Number(number) => Content::Number(number.normalize().to_string()),
        Value::Text(date) if field.kind == Type::Date && shows_days => {
            match serial(date, since_1904) {
                Some(days) => Content::Number(days.to_string()),
                None => Content::Text(date.clone()),
            }
        }
        Value::Text(text) => Content::Text(match other {
            Some(other) => format!("{text}（{other}）"),
            None => text.clone(),
        }),
        value => Content::Text(value.shown()),
    }
}

/// The number of a day (`2025-03-05`) in Excel's calendar (§18.17.4.1); none for a month alone.
fn serial(date: &str, since_1904: bool) -> Option<i64> {
    let day: jiff::civil::Date = date.parse().ok()?;
    let start = match since_1904 {
        true => jiff::civil::date(1904, 1, 1),
        // Right from March 1900 on: Excel believes in a 29 February of that year.
        false => jiff::civil::date(1899, 12, 30),
    };
    let days = i64::from((day - start).get_days());
    (days > 60).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_as_excel_does() {
        assert_eq!(serial("2025-03-05", false), Some(45_721));
        assert_eq!(serial("2025-03-05", true), Some(44_259));
        assert_eq!(serial("2025-03", false), None);
        assert_eq!(serial("1900-01-05", false), None);
    }
}
