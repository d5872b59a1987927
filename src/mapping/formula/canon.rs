//! What two formulas say of each other: the same, more, less, or that both cannot be.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Condition, DateOperand, Operand, Relation, Sum};
use crate::said;
use crate::text::lang::Said;

/// What is wrong with two formulas that stand side by side, if anything is.
pub(in crate::mapping) fn clash(a: &Condition, b: &Condition) -> Option<Said> {
    if a == b {
        return Some(said!("两条规则一样", "the two rules are the same"));
    }
    if is_negation(a, b) || is_negation(b, a) {
        return Some(said!("两条规则矛盾", "the two rules contradict each other"));
    }
    let ((a, first), (b, second)) = (sides(a)?, sides(b)?);
    if a != b {
        return None;
    }
    let (a, b) = (cases(first), cases(second));
    Some(match a & b {
        0 => said!("两条规则矛盾", "the two rules contradict each other"),
        both if both == a && both == b => said!("两条规则一样", "the two rules are the same"),
        both if both == a || both == b => {
            said!(
                "一条规则已包含另一条",
                "one of the two rules says all that the other says"
            )
        }
        both => {
            let sign = relation_of(both).sign();
            said!(
                "两条规则合起来就是 {sign}，写成一条",
                "together the two rules mean {sign}: make them one"
            )
        }
    })
}

/// Why a condition can never hold, or always does.
pub(in crate::mapping) fn impossible(condition: &Condition) -> Option<Said> {
    match condition {
        Condition::Numbers(left, _, right) => {
            let (coefficients, _) = linear(left, right)?;
            coefficients.is_empty().then(|| {
                said!(
                    "两边的项目相同，这不成规则",
                    "both sides are the same: this is no rule"
                )
            })
        }
        Condition::Dates(left, _, right) => (left == right).then(|| {
            said!(
                "两边的项目相同，这不成规则",
                "both sides are the same: this is no rule"
            )
        }),
        Condition::Not(inner) => impossible(inner),
        Condition::Any(several) => several.iter().find_map(impossible),
        Condition::All(several) => {
            for (i, a) in several.iter().enumerate() {
                if several[i + 1..].iter().any(|b| exclude(a, b)) {
                    return Some(said!("条件永远不会成立", "the condition can never hold"));
                }
            }
            several.iter().find_map(impossible)
        }
        _ => None,
    }
}

fn is_negation(a: &Condition, b: &Condition) -> bool {
    matches!(b, Condition::Not(inner) if **inner == *a)
}

fn exclude(a: &Condition, b: &Condition) -> bool {
    match (a, b) {
        (
            Condition::Is {
                field: f,
                not: false,
                text: t,
            },
            Condition::Is {
                field: g,
                not,
                text: u,
            },
        ) => f == g && (t == u) == *not,
        (Condition::Is { not: true, .. }, Condition::Is { not: false, .. }) => exclude(b, a),
        (Condition::Says { field: f, yes: a }, Condition::Says { field: g, yes: b }) => {
            f == g && a != b
        }
        _ => is_negation(a, b) || is_negation(b, a),
    }
}

/// The two sides of a relation in a form that is equal where they say the same, and the relation
/// of that form.
fn sides(condition: &Condition) -> Option<(Sides, Relation)> {
    match condition {
        Condition::Numbers(left, relation, right) => {
            let (mut coefficients, mut constant) = linear(left, right)?;
            let (_, &first) = coefficients.iter().next()?;
            for value in coefficients.values_mut().chain([&mut constant]) {
                *value = value.checked_div(first)?.normalize();
            }
            let relation = match first.is_sign_negative() {
                true => relation.turned(),
                false => *relation,
            };
            Some((Sides::Numbers(coefficients, constant), relation))
        }
        Condition::Dates(DateOperand::Field(a), relation, DateOperand::Field(b)) if a > b => {
            Some((Sides::Dates(*b, *a), relation.turned()))
        }
        Condition::Dates(DateOperand::Field(a), relation, DateOperand::Field(b)) => {
            Some((Sides::Dates(*a, *b), *relation))
        }
        _ => None,
    }
}

#[derive(PartialEq)]
enum Sides {
    Numbers(BTreeMap<usize, Decimal>, Decimal),
    Dates(usize, usize),
}

/// Left minus right: the factor of each field, and what stands by itself. None where the numbers
/// are too large to add.
fn linear(left: &Sum, right: &Sum) -> Option<(BTreeMap<usize, Decimal>, Decimal)> {
    let mut coefficients: BTreeMap<usize, Decimal> = BTreeMap::new();
    let mut constant = Decimal::ZERO;
    for (sum, negative) in [(left, false), (right, true)] {
        for term in &sum.0 {
            let minus = term.minus != negative;
            let (slot, value) = match &term.operand {
                Operand::Field(f) => (coefficients.entry(*f).or_default(), Decimal::ONE),
                Operand::Number(n) => (&mut constant, *n),
            };
            *slot = slot.checked_add(if minus { -value } else { value })?;
        }
    }
    coefficients.retain(|_, factor| !factor.is_zero());
    Some((coefficients, constant))
}

/// The ways of comparing that satisfy a relation: less 1, equal 2, more 4.
fn cases(relation: Relation) -> u8 {
    match relation {
        Relation::Less => 1,
        Relation::Equal => 2,
        Relation::AtMost => 3,
        Relation::More => 4,
        Relation::Unequal => 5,
        Relation::AtLeast => 6,
    }
}

fn relation_of(cases: u8) -> Relation {
    match cases {
        1 => Relation::Less,
        4 => Relation::More,
        5 => Relation::Unequal,
        3 => Relation::AtMost,
        6 => Relation::AtLeast,
        _ => Relation::Equal,
    }
}
