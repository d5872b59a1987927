//! Formulas and conditions in words: labels in place of names and codes.

use super::{Condition, DateOperand, Operand, Relation, Sum};
use crate::said;
use crate::text::lang::Said;

/// The label of a field, by its place among the table's.
type Label<'a> = dyn Fn(usize) -> &'a str + 'a;

impl Sum {
    /// `科技部 + 部门 − 其它`.
    pub fn in_words(&self, label: &Label<'_>) -> String {
        let mut words = String::new();
        for term in &self.0 {
            match &term.operand {
                Operand::Number(n) => add(&mut words, term.minus, &n.normalize().to_string()),
                Operand::Field(f) => add(&mut words, term.minus, label(*f)),
            }
        }
        words
    }
}

impl Condition {
    /// The condition in words: `类型 为“大科学计划”`.
    pub fn in_words(&self, label: &Label<'_>) -> Said {
        let several = |conditions: &[Condition], zh: &str, en: &str| {
            let said: Vec<Said> = conditions.iter().map(|c| c.in_words(label)).collect();
            let join = |of: fn(&Said) -> &str, with: &str| {
                said.iter().map(of).collect::<Vec<_>>().join(with)
            };
            Said {
                zh: join(|s| &s.zh, zh),
                en: join(|s| &s.en, en),
            }
        };
        match self {
            Condition::Is { field, not, text } => {
                let label = label(*field);
                match not {
                    false => said!("{label} 为“{text}”", "{label} is “{text}”"),
                    true => said!("{label} 不为“{text}”", "{label} is not “{text}”"),
                }
            }
            Condition::Says { field, yes } => {
                let label = label(*field);
                match yes {
                    true => said!("{label} 为“是”", "{label} is yes"),
                    false => said!("{label} 为“否”", "{label} is no"),
                }
            }
            Condition::Filled(field) => {
                let label = label(*field);
                said!("{label} 已填", "{label} is filled in")
            }
            Condition::Contains { field, words } => {
                let label = label(*field);
                said!("{label} 有“{words}”", "{label} has “{words}”")
            }
            Condition::Numbers(left, relation, right) => {
                Said::same(formula(left, *relation, right, label))
            }
            Condition::Dates(left, relation, right) => {
                let side = |operand: &DateOperand| match operand {
                    DateOperand::Field(field) => label(*field).to_owned(),
                    DateOperand::Day(day) => day.clone(),
                };
                Said::same(format!(
                    "{} {} {}",
                    side(left),
                    relation.sign(),
                    side(right)
                ))
            }
            Condition::Not(inner) => {
                let Said { zh, en } = inner.in_words(label);
                said!("并非（{zh}）", "not ({en})")
            }
            Condition::All(conditions) => several(conditions, "，且", " and "),
            Condition::Any(conditions) => several(conditions, "，或", " or "),
        }
    }
}

/// `合计经费 = 科技部 + 部门 + 地方政府 + 其它`.
pub fn formula(left: &Sum, relation: Relation, right: &Sum, label: &Label<'_>) -> String {
    let (left, right) = (left.in_words(label), right.in_words(label));
    format!("{left} {} {right}", relation.sign())
}

/// Adds a part to a sum in words.
pub(crate) fn add(words: &mut String, minus: bool, part: &str) {
    if !words.is_empty() {
        words.push_str(if minus { " − " } else { " + " });
    } else if minus {
        words.push('−');
    }
    words.push_str(part);
}
