//! Balances, orders and conditions: a record against its table's formulas.

use super::View;
use super::evaluate::Total;
use super::rules::FormulaRule;
use crate::mapping::formula::{Condition, DateOperand, Relation, Sum};
use crate::model::finding::{CheckCause, Finding};
use crate::value::Value;

impl View<'_> {
    pub(super) fn formulas(&self, formulas: &[FormulaRule], found: &mut Vec<Finding>) {
        for rule in formulas {
            if let Some(when) = &rule.when
                && self.holds(when) != Some(true)
            {
                continue;
            }
            let finding = match &rule.check {
                Condition::Numbers(left, relation, right) => {
                    self.numbers(rule, left, *relation, right)
                }
                Condition::Dates(left, relation, right) => self.dates(rule, left, *relation, right),
                other => self.other(rule, other),
            };
            found.extend(finding);
        }
    }

    fn numbers(
        &self,
        rule: &FormulaRule,
        left: &Sum,
        relation: Relation,
        right: &Sum,
    ) -> Option<Finding> {
        let (l, r) = match (self.total(left), self.total(right)) {
            (Total::Of(l), Total::Of(r)) => (l, r),
            (Total::Nothing, Total::Of(_)) if relation == Relation::Equal => {
                return self.missing(rule, left, right);
            }
            (Total::Of(l), Total::Nothing) if relation == Relation::Equal => {
                return match left.single().filter(|_| rule.needs_parts && !l.is_zero()) {
                    Some(total) => self.without_parts(rule, total, right),
                    None => self.missing(rule, right, left),
                };
            }
            _ => return None,
        };
        // A tolerance lets either side come nearer; without one nothing changes.
        let within = l
            .checked_sub(r)
            .is_some_and(|difference| difference.abs() <= rule.tolerance);
        let strict = matches!(
            relation,
            Relation::Less | Relation::More | Relation::Unequal
        );
        if relation.holds(l.cmp(&r)) || (within && !strict) {
            return None;
        }
        let about = match (left.single(), right.single()) {
            // The greater side of an order is the whole, the lesser the part: blame the part.
            (Some(_), Some(part)) if matches!(relation, Relation::AtLeast | Relation::More) => part,
            (Some(one), _) | (None, Some(one)) => one,
            _ => left.fields().chain(right.fields()).next()?,
        };
        let comes_to = |sum: &Sum, total: rust_decimal::Decimal| match sum.0.len() {
            0 | 1 => None,
            _ => Some(total.to_string()),
        };
        let cause = CheckCause::Unbalanced {
            severity: rule.severity,
            rule: rule.rule,
            words: rule.message.clone(),
            left: self.sum_in_words(left),
            left_total: comes_to(left, l),
            sign: broken(relation).to_owned(),
            right: self.sum_in_words(right),
            right_total: comes_to(right, r),
            formula: self.formula_in_words(left, relation, right),
            source: rule.source.clone(),
        };
        Some(self.quote(Finding::of(cause).at(self.at(about)), about))
    }

    /// The parts of a total are given, the total is not.
    fn missing(&self, rule: &FormulaRule, total: &Sum, parts: &Sum) -> Option<Finding> {
        let total = total.single()?;
        let Total::Of(sum) = self.total(parts) else {
            return None;
        };
        if sum.is_zero() || parts.fields().count() < 2 {
            return None;
        }
        let cause = CheckCause::TotalMissing {
            label: self.rules[total].label.clone(),
            parts: self.sum_in_words(parts),
            sum: sum.to_string(),
            source: rule.source.clone(),
        };
        Some(Finding::of(cause).at(self.at(total)))
    }

    /// The total is given, none of its parts is.
    fn without_parts(&self, rule: &FormulaRule, total: usize, parts: &Sum) -> Option<Finding> {
        if parts.fields().count() < 2 {
            return None;
        }
        let labels = parts.fields().map(|f| self.rules[f].label.clone());
        let cause = CheckCause::PartsMissing {
            label: self.rules[total].label.clone(),
            parts: labels.collect(),
            source: rule.source.clone(),
        };
        Some(self.quote(Finding::of(cause).at(self.at(total)), total))
    }

    fn dates(
        &self,
        rule: &FormulaRule,
        left: &DateOperand,
        relation: Relation,
        right: &DateOperand,
    ) -> Option<Finding> {
        let (l, r) = (self.date(left)?, self.date(right)?);
        if super::evaluate::compare_dates(l, r, relation)? {
            return None;
        }
        let named = |operand: &DateOperand, date: &str| match operand {
            DateOperand::Field(field) => format!("{} {date}", self.rules[*field].label),
            DateOperand::Day(_) => date.to_owned(),
        };
        let ((DateOperand::Field(about), _) | (_, DateOperand::Field(about))) = (left, right)
        else {
            return None;
        };
        let cause = CheckCause::DateOrder {
            severity: rule.severity,
            rule: rule.rule,
            words: rule.message.clone(),
            left: named(left, l),
            sign: broken(relation).to_owned(),
            right: named(right, r),
            source: rule.source.clone(),
        };
        Some(self.quote(Finding::of(cause).at(self.at(*about)), *about))
    }

    fn other(&self, rule: &FormulaRule, check: &Condition) -> Option<Finding> {
        if self.holds(check) != Some(false) {
            return None;
        }
        let about = *check.fields().first()?;
        let cause = CheckCause::RuleBroken {
            severity: rule.severity,
            rule: rule.rule,
            words: rule.message.clone(),
            source: rule.source.clone(),
        };
        Some(self.quote(Finding::of(cause).at(self.at(about)), about))
    }

    /// The value as data has it, quoted; the reader's pipeline may know how it was typed.
    pub(super) fn quote(&self, finding: Finding, field: usize) -> Finding {
        match self.value(field) {
            Some(Value::Text(text)) => finding.quoting(text.clone()),
            Some(Value::Number(n)) => finding.quoting(n.normalize().to_string()),
            Some(Value::Bool(yes)) => finding.quoting(if *yes { "是" } else { "否" }),
            Some(Value::List(values)) => finding.quoting(values.join("；")),
            _ => finding,
        }
    }
}

/// How two sides stand that should stand in a relation, and do not.
pub(super) fn broken(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => Relation::Unequal,
        Relation::Unequal => Relation::Equal,
        Relation::Less => Relation::AtLeast,
        Relation::AtMost => Relation::More,
        Relation::More => Relation::AtMost,
        Relation::AtLeast => Relation::Less,
    }
    .sign()
}
