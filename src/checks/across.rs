//! Rules over several tables of one submission.

use rust_decimal::Decimal;

use super::Unreadable;
use super::formulas::broken;
use crate::mapping::across::AcrossRule;
use crate::mapping::derive::{DerivedSum, PartOf};
use crate::mapping::formula::Relation;
use crate::mapping::{Mapping, RuleSeverity};
use crate::model::finding::{CheckCause, FieldPath, Finding, Severity};
use crate::model::submission::{Submission, TableData};
use crate::text::key::key;
use crate::text::lang::Said;
use crate::value::Value;

/// A rule, with what its tables and items are called.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    check: Check,
    severity: Severity,
    tolerance: Decimal,
    message: Said,
    source: Option<String>,
}

/// What a rule holds against each other.
#[derive(Clone, Debug)]
enum Check {
    Sums(Sum, Relation, Sum),
    Names {
        of: Item,
        among: Item,
    },
    Only {
        table: Item,
        by: Item,
        only: Vec<String>,
    },
}

/// An item of a table: their code, name, and what both are called.
#[derive(Clone, Debug)]
struct Item {
    table: std::sync::Arc<str>,
    name: std::sync::Arc<str>,
    label: String,
}

/// Items added and taken away, over all records.
#[derive(Clone, Debug)]
struct Sum(Vec<(bool, Item)>);

/// The rules of a mapping. One that cannot be read, which loading refuses, is left out.
pub(super) fn rules(mapping: &Mapping) -> Vec<Rule> {
    let item = |table: usize, field: usize| {
        let table = &mapping.tables[table];
        let field = &table.fields[field];
        Item {
            table: table.code.clone(),
            name: field.name.clone(),
            label: format!("{} {}", table.code, field.label),
        }
    };
    let sum = |sum: DerivedSum| {
        let parts = sum.0.into_iter().filter_map(|part| match part.of {
            PartOf::Item { table, field } => Some((part.minus, item(table, field))),
            PartOf::Own(_) => None,
        });
        Sum(parts.collect())
    };
    let read = |rule: &crate::mapping::Across| {
        let check = match AcrossRule::of(rule, mapping).ok()? {
            AcrossRule::Sums(left, relation, right) => Check::Sums(sum(left), relation, sum(right)),
            AcrossRule::Names { of, among } => Check::Names {
                of: item(of.0, of.1),
                among: item(among.0, among.1),
            },
            AcrossRule::Only { table, by, only } => Check::Only {
                table: Item {
                    table: mapping.tables[table].code.clone(),
                    name: "".into(),
                    label: mapping.tables[table].name.clone(),
                },
                by: item(by.0, by.1),
                only,
            },
        };
        Some(Rule {
            check,
            severity: match rule.severity {
                RuleSeverity::Error => Severity::Error,
                RuleSeverity::Warning => Severity::Warning,
            },
            tolerance: rule
                .tolerance
                .and_then(|t| Decimal::try_from(t).ok())
                .unwrap_or_default(),
            message: Said {
                zh: rule.message.clone().unwrap_or_default(),
                en: rule.message_en.clone().unwrap_or_default(),
            },
            source: rule.source.clone(),
        })
    };
    mapping.across.iter().filter_map(read).collect()
}

impl Rule {
    /// What the rule finds.
    pub(super) fn check(
        &self,
        submission: &Submission,
        unreadable: &Unreadable<'_>,
        found: &mut Vec<Finding>,
    ) {
        match &self.check {
            Check::Sums(left, relation, right) => {
                found.extend(self.sums((left, *relation, right), submission, unreadable));
            }
            Check::Names { of, among } => self.names(of, among, submission, found),
            Check::Only { table, by, only } => {
                found.extend(self.only((table, by), only, submission));
            }
        }
    }

    fn sums(
        &self,
        (left, relation, right): (&Sum, Relation, &Sum),
        submission: &Submission,
        unreadable: &Unreadable<'_>,
    ) -> Option<Finding> {
        let l = left.total(submission, unreadable)?;
        let r = right.total(submission, unreadable)?;
        let apart = l.checked_sub(r)?.abs();
        let strict = matches!(
            relation,
            Relation::Less | Relation::More | Relation::Unequal
        );
        if relation.holds(l.cmp(&r)) || (!strict && apart <= self.tolerance) {
            return None;
        }
        let about = &left.0.first()?.1;
        let cause = CheckCause::TablesDisagree {
            severity: self.severity,
            words: self.message.clone(),
            left: left.in_words(),
            left_total: l.normalize().to_string(),
            sign: broken(relation).to_owned(),
            right: right.in_words(),
            right_total: r.normalize().to_string(),
            source: self.source.clone(),
        };
        Some(Finding::of(cause).at(FieldPath::field(&about.table, 0, &about.name)))
    }

    /// Names without their punctuation and widths; one that holds another is near enough: people
    /// leave out 国际 or add an abbreviation.
    fn names(&self, of: &Item, among: &Item, submission: &Submission, found: &mut Vec<Finding>) {
        let texts = |item: &Item| -> Vec<(usize, String)> {
            let records = filled(submission, item)
                .into_iter()
                .flat_map(|t| &t.records);
            let text = |(i, record): (usize, &crate::model::submission::Record)| match record
                .get(&item.name)
            {
                Some(Value::Text(text)) => Some((i, text.clone())),
                _ => None,
            };
            records.enumerate().filter_map(text).collect()
        };
        let known: Vec<String> = texts(among)
            .iter()
            .flat_map(|(_, text)| forms(text))
            .collect();
        if known.is_empty() {
            return;
        }
        for (record, text) in texts(of) {
            let names = forms(&text);
            let near = |name: &String| known.iter().any(|k| is_near(k, name));
            if names.is_empty() || names.iter().any(near) {
                continue;
            }
            let cause = CheckCause::NotAmong {
                severity: self.severity,
                words: self.message.clone(),
                text: text.clone(),
                among: among.label.clone(),
                source: self.source.clone(),
            };
            let path = FieldPath::field(&of.table, record, &of.name);
            found.push(Finding::of(cause).at(path).quoting(text));
        }
    }

    fn only(
        &self,
        (table, by): (&Item, &Item),
        only: &[String],
        s: &Submission,
    ) -> Option<Finding> {
        filled(s, table)?;
        let said = filled(s, by)?
            .records
            .iter()
            .find_map(|r| match r.get(&by.name) {
                Some(Value::Text(text)) => Some(text.clone()),
                _ => None,
            })?;
        if only.contains(&said) {
            return None;
        }
        let cause = CheckCause::NotForThisUnit {
            severity: self.severity,
            name: table.label.clone(),
            by: by.label.clone(),
            said,
            only: only.to_vec(),
            source: self.source.clone(),
        };
        Some(Finding::of(cause).at(FieldPath::table(&table.table)))
    }
}

/// A name as it may stand elsewhere: whole, its Chinese part, its Western part.
fn forms(text: &str) -> Vec<String> {
    let whole = key(text);
    let part = |western: bool| -> String {
        let of = |c: &char| c.is_ascii() == western;
        whole.chars().filter(of).collect()
    };
    let mut forms = vec![part(false), part(true), whole];
    forms.retain(|form| form.chars().count() > 1);
    forms
}

/// Two names are one: one holds the other, or they are nearly the same.
fn is_near(one: &str, other: &str) -> bool {
    one.contains(other) || other.contains(one) || strsim::normalized_levenshtein(one, other) >= NEAR
}

/// How much of two names is the same where they are one: 国际水协会 and 国际水学会, which is four
/// letters of five.
const NEAR: f64 = 0.75;

/// An item's table, where it has records.
fn filled<'s>(submission: &'s Submission, item: &Item) -> Option<&'s TableData> {
    let table = submission.tables.get(&item.table)?;
    (!table.records.is_empty()).then_some(table)
}

impl Sum {
    /// What it comes to; `None` where no table of it is filled in, no number is given, or one could
    /// not be read.
    fn total(&self, submission: &Submission, unreadable: &Unreadable<'_>) -> Option<Decimal> {
        let mut total = None;
        for (minus, item) in &self.0 {
            let Some(table) = filled(submission, item) else {
                continue;
            };
            for (i, record) in table.records.iter().enumerate() {
                if unreadable.contains(&FieldPath::field(&item.table, i, &item.name)) {
                    return None;
                }
                let Some(Value::Number(n)) = record.get(&item.name) else {
                    continue;
                };
                let n = if *minus { -*n } else { *n };
                total = Some(total.unwrap_or(Decimal::ZERO).checked_add(n)?);
            }
        }
        total
    }

    fn in_words(&self) -> String {
        let mut words = String::new();
        for (i, (minus, item)) in self.0.iter().enumerate() {
            match (i, minus) {
                (0, false) => {}
                (_, true) => words.push('-'),
                (_, false) => words.push('+'),
            }
            words.push_str(&item.label);
        }
        words
    }
}
