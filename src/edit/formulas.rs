//! Balances, orders and conditions: a record against its table's formulas.

use super::View;
use super::evaluate::Total;
use super::rules::FormulaRule;
use crate::finding::{Finding, Rule, Severity};
use crate::lang::Said;
use crate::mapping::formula::{Condition, DateOperand, Relation, Sum};
use crate::said;
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
            found.extend(finding.map(|f| match &rule.source {
                Some(source) => {
                    let Said { zh, en } = f.hint.clone();
                    f.hinting(said!("{zh}（依据：{source}）", "{en} (see {source})"))
                }
                None => f,
            }));
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
                return self.missing(left, right);
            }
            (Total::Of(_), Total::Nothing) if relation == Relation::Equal => {
                return self.missing(right, left);
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
        let sign = broken(relation);
        let (a, b) = (self.sum_in_words(left), self.sum_in_words(right));
        let comes_to = |sum: &Sum, total| match sum.0.len() {
            0 | 1 => Said::default(),
            _ => said!("（= {total}）", " (= {total})"),
        };
        let (x, y) = (comes_to(left, l), comes_to(right, r));
        let spelled = Said {
            zh: format!("{a}{} {sign} {b}{}", x.zh, y.zh),
            en: format!("{a}{} {sign} {b}{}", x.en, y.en),
        };
        let formula = self.formula_in_words(left, relation, right);
        let finding = Finding::new(rule.severity, rule.rule, with_words(rule, spelled))
            .at(self.at(about))
            .hinting(said!("应为 {formula}", "{formula} must hold"));
        Some(self.quote(finding, about))
    }

    /// The parts of a total are given, the total is not.
    fn missing(&self, total: &Sum, parts: &Sum) -> Option<Finding> {
        let total = total.single()?;
        let Total::Of(sum) = self.total(parts) else {
            return None;
        };
        if sum.is_zero() || parts.fields().count() < 2 {
            return None;
        }
        let label = &self.rules[total].label;
        let parts = self.sum_in_words(parts);
        let message = said!(
            "{label} 未填，而 {parts}（= {sum}）",
            "{label} is not filled in, but {parts} (= {sum})"
        );
        let finding = Finding::new(Severity::Warning, Rule::Balance, message)
            .at(self.at(total))
            .hinting(said!("请补填 {label}", "fill in {label}"));
        Some(finding)
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
        let (a, b) = (named(left, l), named(right, r));
        let (zh, en) = match broken(relation) {
            "<" => ("早于", "is before"),
            ">" => ("晚于", "is after"),
            "≤" => ("不晚于", "is not after"),
            "≥" => ("不早于", "is not before"),
            "≠" => ("不同于", "is not"),
            _ => ("等于", "is"),
        };
        let spelled = said!("{a} {zh} {b}", "{a} {en} {b}");
        let ((DateOperand::Field(about), _) | (_, DateOperand::Field(about))) = (left, right)
        else {
            return None;
        };
        let finding = Finding::new(rule.severity, rule.rule, with_words(rule, spelled))
            .at(self.at(*about))
            .hinting(said!("请核对这两个日期", "check the two dates"));
        Some(self.quote(finding, *about))
    }

    fn other(&self, rule: &FormulaRule, check: &Condition) -> Option<Finding> {
        if self.holds(check) != Some(false) {
            return None;
        }
        let about = *check.fields().first()?;
        let finding =
            Finding::new(rule.severity, rule.rule, rule.message.clone()).at(self.at(about));
        let hint = match rule.rule {
            Rule::Required => said!("请补填", "fill it in"),
            _ => said!("请核对", "check it"),
        };
        Some(self.quote(finding.hinting(hint), about))
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
fn broken(relation: Relation) -> &'static str {
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

/// The rule's own words before what is spelled out.
fn with_words(rule: &FormulaRule, spelled: Said) -> Said {
    if rule.message.is_empty() {
        return spelled;
    }
    Said {
        zh: format!("{}：{}", rule.message.zh, spelled.zh),
        en: format!("{}: {}", rule.message.en, spelled.en),
    }
}
