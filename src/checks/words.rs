//! Formulas and conditions in the reader's words: labels and numbers in place of names.

use super::View;
use crate::mapping::formula::words::{add, formula};
use crate::mapping::formula::{Condition, Operand, Relation, Sum};
use crate::text::lang::Said;
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
        formula(left, relation, right, &|f| &self.rules[f].label)
    }

    /// A condition in the reader's words.
    pub(super) fn in_words(&self, condition: &Condition) -> Said {
        condition.in_words(&|f| &self.rules[f].label)
    }
}
