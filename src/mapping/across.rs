//! Edit rules over several tables, read: places in the mapping instead of codes.

use super::derive::{DerivedError, DerivedSum, item, table};
use super::formula::Relation;
use super::model::{Across, Mapping, Type};
use crate::said;

/// A rule over several tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcrossRule {
    /// Two sums stand in a relation.
    Sums(DerivedSum, Relation, DerivedSum),
    /// The names in an item stand in another one too: their tables and fields.
    Names {
        /// Whose names.
        of: (usize, usize),
        /// Where they stand.
        among: (usize, usize),
    },
    /// A table is filled in only with these options of a choice.
    Only {
        /// The table.
        table: usize,
        /// The choice: its table and field.
        by: (usize, usize),
        /// The options.
        only: Vec<String>,
    },
}

/// The signs of relations, the longer first.
const RELATIONS: [(&str, Relation); 13] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("!=", Relation::Unequal),
    ("≤", Relation::AtMost),
    ("≦", Relation::AtMost),
    ("≥", Relation::AtLeast),
    ("≧", Relation::AtLeast),
    ("≠", Relation::Unequal),
    ("<", Relation::Less),
    (">", Relation::More),
    ("＝", Relation::Equal),
    ("=", Relation::Equal),
    ("＜", Relation::Less),
];

/// What is wrong with a rule: in which of its keys, and what.
pub type AcrossError = Box<(&'static str, DerivedError)>;

impl AcrossRule {
    /// Reads a rule.
    ///
    /// # Errors
    /// Says what cannot be, and in which of the rule's keys.
    pub fn of(rule: &Across, mapping: &Mapping) -> Result<AcrossRule, AcrossError> {
        let refused = |key: &'static str, message| {
            let (span, unknown) = (0..0, None);
            let error = DerivedError {
                span,
                message,
                unknown,
            };
            Box::new((key, error))
        };
        match (&rule.check, &rule.names, &rule.table) {
            (Some(check), None, None) => sums(check, mapping),
            (None, Some(names), None) => {
                let among = rule.among.as_deref().unwrap_or_default();
                let of = item(names, mapping).map_err(|e| Box::new(("names", e)))?;
                let among = item(among, mapping).map_err(|e| Box::new(("among", e)))?;
                Ok(AcrossRule::Names { of, among })
            }
            (None, None, Some(code)) => {
                let place = table(code, mapping).map_err(|e| Box::new(("table", e)))?;
                let by = rule.by.as_deref().unwrap_or_default();
                let by = item(by, mapping).map_err(|e| Box::new(("by", e)))?;
                if mapping.tables[by.0].fields[by.1].kind != Type::Choice {
                    let message = said!("`by` 须是单选项", "`by` is no single choice");
                    return Err(refused("by", message));
                }
                let only = rule.only.clone();
                Ok(AcrossRule::Only {
                    table: place,
                    by,
                    only,
                })
            }
            _ => Err(refused(
                "check",
                said!(
                    "跨表的规则写 `check`，或 `names` 和 `among`，或 `table`、`by` 和 `only`",
                    "a rule over several tables has `check`, or `names` and `among`, or `table`, `by` and `only`"
                ),
            )),
        }
    }
}

fn sums(check: &str, mapping: &Mapping) -> Result<AcrossRule, AcrossError> {
    let found = RELATIONS
        .iter()
        .filter_map(|(sign, relation)| Some((check.find(sign)?, *sign, *relation)))
        .min_by_key(|(at, sign, _)| (*at, std::cmp::Reverse(sign.len())));
    let Some((at, sign, relation)) = found else {
        let message = said!(
            "这里缺关系：`=`、`<=`、`>=` 之一",
            "a relation is missing: one of `=`, `<=`, `>=`"
        );
        let error = DerivedError {
            span: 0..check.len(),
            message,
            unknown: None,
        };
        return Err(Box::new(("check", error)));
    };
    let behind = at + sign.len();
    let side = |text: &str, from: usize| {
        DerivedSum::of_items(text, mapping).map_err(|mut error| {
            error.span = error.span.start + from..error.span.end + from;
            Box::new(("check", error))
        })
    };
    let left = side(&check[..at], 0)?;
    let right = side(&check[behind..], behind)?;
    Ok(AcrossRule::Sums(left, relation, right))
}
