//! Rules that the words of a form suggest: what is contained in what, and what is the sum of what.

use super::field::plain;
use super::words::{begins, is, words};
use crate::mapping::{Field, Type};

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
