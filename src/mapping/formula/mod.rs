//! The notation of the edit rules: formulas over the items of one table.
//!
//! ```text
//! 13=01+03+05+07+09+11                    item codes, as the manual writes balances
//! 01≧02                                   also >= ≥, ≦ ≤ <=, ≠ !=
//! foreign_members <= members              field names
//! left_on >= introduced_on                dates
//! type = "大科学计划" and filled(funding)   conditions: and, or, not, ( )
//! not contains(name, "111引智基地")         texts, compared without punctuation and widths
//! contains(selected, "其他")               one of several values
//! ```
//!
//! A name is a field's name or its item code. Digits are an item code where the table has it,
//! else a number; `10.0` is always a number.

mod canon;
mod lex;
mod parse;
mod relate;
mod together;
pub mod words;

use std::ops::Range;

use rust_decimal::Decimal;

use super::model::Table;
use crate::text::Worded;
use crate::text::lang::Said;

pub(super) use canon::{clash, impossible};
pub(super) use together::contradiction;

/// A condition over one record of a table. Fields are places among the table's fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Two sums of numbers stand in a relation.
    Numbers(Sum, Relation, Sum),
    /// Two dates stand in a relation.
    Dates(DateOperand, Relation, DateOperand),
    /// A text, a choice or a country is this one (or, where `not`, another).
    Is {
        /// The field.
        field: usize,
        /// It must be another.
        not: bool,
        /// What it is compared with.
        text: String,
    },
    /// A yes/no field says so.
    Says {
        /// The field.
        field: usize,
        /// What it must say.
        yes: bool,
    },
    /// Something is filled in.
    Filled(usize),
    /// A text has these words in it; a field of several values has this one among them.
    Contains {
        /// The field.
        field: usize,
        /// The words, or the value.
        words: String,
    },
    /// The condition does not hold.
    Not(Box<Condition>),
    /// All of them hold.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
}

/// Numbers added and taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum(pub Vec<Term>);

/// A part of a [`Sum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// It is taken away.
    pub minus: bool,
    /// What it is.
    pub operand: Operand,
}

/// A number in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A field's.
    Field(usize),
    /// One that stands there.
    Number(Decimal),
}

/// A date in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateOperand {
    /// A field's.
    Field(usize),
    /// One that stands there: `2025-01-31` or `2025-01`.
    Day(String),
}

/// How two sides stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `≠`
    Unequal,
    /// `<`
    Less,
    /// `≤`
    AtMost,
    /// `>`
    More,
    /// `≥`
    AtLeast,
}

impl Relation {
    /// The relation's sign.
    pub fn sign(self) -> &'static str {
        match self {
            Relation::Equal => "=",
            Relation::Unequal => "≠",
            Relation::Less => "<",
            Relation::AtMost => "≤",
            Relation::More => ">",
            Relation::AtLeast => "≥",
        }
    }

    /// The relation with its sides exchanged.
    pub fn turned(self) -> Relation {
        match self {
            Relation::Less => Relation::More,
            Relation::AtMost => Relation::AtLeast,
            Relation::More => Relation::Less,
            Relation::AtLeast => Relation::AtMost,
            same => same,
        }
    }

    /// Whether it holds, given how the left side compares with the right.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Relation::Equal => order.is_eq(),
            Relation::Unequal => order.is_ne(),
            Relation::Less => order.is_lt(),
            Relation::AtMost => order.is_le(),
            Relation::More => order.is_gt(),
            Relation::AtLeast => order.is_ge(),
        }
    }
}

/// What is wrong with a formula, and where in it (bytes).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .message.en)]
pub struct FormulaError {
    /// Where.
    pub span: Range<usize>,
    /// What.
    pub message: Said,
    /// What to do; may be empty.
    pub help: Said,
}

impl Worded for FormulaError {
    fn said(&self) -> Said {
        self.message.clone()
    }
}

impl Condition {
    /// Reads a formula over a table's fields.
    pub fn parse(text: &str, table: &Table) -> Result<Condition, FormulaError> {
        parse::parse(text, table)
    }

    /// Every field that it looks at, with repetitions.
    pub fn fields(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.visit(&mut |field| found.push(field));
        found
    }

    fn visit(&self, see: &mut impl FnMut(usize)) {
        let dates = |d: &DateOperand| match d {
            DateOperand::Field(f) => Some(*f),
            DateOperand::Day(_) => None,
        };
        match self {
            Condition::Numbers(l, _, r) => {
                l.fields().chain(r.fields()).for_each(see);
            }
            Condition::Dates(l, _, r) => {
                dates(l).into_iter().chain(dates(r)).for_each(see);
            }
            Condition::Is { field, .. }
            | Condition::Says { field, .. }
            | Condition::Contains { field, .. }
            | Condition::Filled(field) => see(*field),
            Condition::Not(inner) => inner.visit(see),
            Condition::All(several) | Condition::Any(several) => {
                for one in several {
                    one.visit(see);
                }
            }
        }
    }
}

impl Sum {
    /// The fields among its terms.
    pub fn fields(&self) -> impl Iterator<Item = usize> {
        self.0.iter().filter_map(|t| match t.operand {
            Operand::Field(f) => Some(f),
            Operand::Number(_) => None,
        })
    }

    /// The field where it is nothing but one field.
    pub fn single(&self) -> Option<usize> {
        match &self.0[..] {
            [
                Term {
                    minus: false,
                    operand: Operand::Field(f),
                },
            ] => Some(*f),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
