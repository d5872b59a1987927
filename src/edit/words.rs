//! Formulas and conditions in the reader's words: labels and numbers in place of names.

use super::View;
use crate::lang::Said;
use crate::mapping::formula::{Condition, DateOperand, Operand, Relation, Sum};
use crate::said;
use crate::value::Value;

impl View<'_> {
    /// `科技部 100 + 部门 200`: the fields that are given, with their numbers.
    pub(super) fn sum_in_words(&self, sum: &Sum) -> String {
        let mut words = String::new();
        for term in &sum.0 {
            let part = match &term.operand {
                Operand::Number(n) => n.normalize().to_string(),
                Operand::Field(field) => match self.value(*field) {
                    Some(Value::Number(n)) => {
                        format!("{} {}", self.rules[*field].label, n.normalize())
                    }
                    _ => continue,
                },
            };
            add(&mut words, term.minus, &part);
        }
        words
    }

    /// `合计经费 = 科技部 + 部门 + 地方政府 + 其它`.
    pub(super) fn formula_in_words(&self, left: &Sum, relation: Relation, right: &Sum) -> String {
        let side = |sum: &Sum| {
            let mut words = String::new();
            for term in &sum.0 {
                match &term.operand {
                    Operand::Number(n) => add(&mut words, term.minus, &n.normalize().to_string()),
                    Operand::Field(f) => add(&mut words, term.minus, &self.rules[*f].label),
                }
            }
            words
        };
        format!("{} {} {}", side(left), relation.sign(), side(right))
    }

    /// A condition in the reader's words.
    pub(super) fn in_words(&self, condition: &Condition) -> Said {
        let label = |field: &usize| &self.rules[*field].label;
        let several = |conditions: &[Condition], zh: &str, en: &str| {
            let said: Vec<Said> = conditions.iter().map(|c| self.in_words(c)).collect();
            let join = |of: fn(&Said) -> &str, with: &str| {
                said.iter().map(of).collect::<Vec<_>>().join(with)
            };
            Said {
                zh: join(|s| &s.zh, zh),
                en: join(|s| &s.en, en),
            }
        };
        match condition {
            Condition::Is { field, not, text } => {
                let label = label(field);
                match not {
                    false => said!("{label} 为“{text}”", "{label} is “{text}”"),
                    true => said!("{label} 不为“{text}”", "{label} is not “{text}”"),
                }
            }
            Condition::Says { field, yes } => {
                let label = label(field);
                match yes {
                    true => said!("{label} 为“是”", "{label} is yes"),
                    false => said!("{label} 为“否”", "{label} is no"),
                }
            }
            Condition::Filled(field) => {
                let label = label(field);
                said!("{label} 已填", "{label} is filled in")
            }
            Condition::Contains { field, words } => {
                let label = label(field);
                said!("{label} 有“{words}”", "{label} has “{words}”")
            }
            Condition::Numbers(left, relation, right) => {
                Said::same(self.formula_in_words(left, *relation, right))
            }
            Condition::Dates(left, relation, right) => {
                let side = |operand: &DateOperand| match operand {
                    DateOperand::Field(field) => label(field).clone(),
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
                let Said { zh, en } = self.in_words(inner);
                said!("并非（{zh}）", "not ({en})")
            }
            Condition::All(conditions) => several(conditions, "，且", " and "),
            Condition::Any(conditions) => several(conditions, "，或", " or "),
        }
    }
}

fn add(words: &mut String, minus: bool, part: &str) {
    if !words.is_empty() {
        words.push_str(if minus { " − " } else { " + " });
    } else if minus {
        words.push('−');
    }
    words.push_str(part);
}
