//! Rules that the words of a form suggest: what is contained in what, and what is the sum of what.

use super::field::plain;
use super::words::{begins, is, words};
use crate::mapping::formula::Condition;
use crate::mapping::{Field, Table, Type};

/// The rules that the labels of a table's numbers suggest.
pub fn rules(fields: &[Field]) -> Vec<String> {
    let number = |f: &&Field| matches!(f.kind, Type::Integer | Type::Decimal);
    let numbers: Vec<&Field> = fields.iter().filter(number).collect();
    let mut rules = Vec::new();
    let mut whole: Option<&Field> = None;
    for field in &numbers {
        let last = field.label.rsplit('·').next().unwrap_or("");
        match whole.filter(|w| w.unit == field.unit) {
            Some(whole) if is_part(last) => rules.push(format!("{} <= {}", field.name, whole.name)),
            _ if is_part(last) => {}
            _ => whole = Some(field),
        }
    }
    for total in &numbers {
        let Some((parts, at)) = parts_of(total, &numbers) else {
            continue;
        };
        if at >= 2 {
            rules.push(format!("{} = {}", total.name, parts));
        }
    }
    rules
}

/// The balances that a table's notes state: `平衡关系：13=01+03+05`.
pub fn stated(notes: &[String], table: &Table) -> Vec<String> {
    let mut rules: Vec<(String, Condition)> = Vec::new();
    for note in notes {
        let heads = words().sums.balances.iter();
        let Some(from) = heads
            .filter_map(|b| note.find(&**b).map(|i| i + b.len()))
            .min()
        else {
            continue;
        };
        let text = named(&note[from..], table);
        for part in text.split(['，', ',', '；', ';', '。', '\n', '、']) {
            let part = part.trim().trim_start_matches(['：', ':', ' ']);
            let Ok(condition) = Condition::parse(part, table) else {
                continue;
            };
            if matches!(condition, Condition::Numbers(..))
                && !rules.iter().any(|r| r.1 == condition)
            {
                rules.push((part.to_owned(), condition));
            }
        }
    }
    rules.into_iter().map(|r| r.0).collect()
}

/// The text with the names of fields for their labels in quotation marks.
fn named(text: &str, table: &Table) -> String {
    let mut text = text.to_owned();
    for field in &table.fields {
        text = text.replace(&format!("“{}”", field.label), &format!(" {} ", field.name));
    }
    text
}

fn is_part(label: &str) -> bool {
    begins(&words().sums.parts, label.trim())
}

fn is_total(label: &str) -> bool {
    is(&words().sums.totals, &plain(label))
}

/// The items that a total is the sum of: the others of its group, or those that stand under the
/// same word in the other groups.
fn parts_of(total: &Field, numbers: &[&Field]) -> Option<(String, usize)> {
    let path = |f: &Field| -> Vec<String> { f.label.split('·').map(str::to_owned).collect() };
    let own = path(total);
    let (last, outer) = own.split_last()?;
    let mut parts: Vec<&str> = Vec::new();
    for field in numbers
        .iter()
        .filter(|f| f.name != total.name && f.unit == total.unit)
    {
        let other = path(field);
        let Some((leaf, group)) = other.split_last() else {
            continue;
        };
        let of_group = is_total(last) && group == outer && !is_part(leaf) && !is_total(leaf);
        let of_column = outer.last().is_some_and(|o| is_total(o))
            && leaf == last
            && group.len() == outer.len()
            && !group.last().is_some_and(|g| is_total(g) || is_part(g));
        if of_group || of_column {
            parts.push(&field.name);
        }
    }
    Some((parts.join(" + "), parts.len()))
}
