//! A mapping's rules, made ready once.

use std::sync::Arc;

use indexmap::IndexMap;
use regex::Regex;
use rust_decimal::Decimal;

use crate::mapping::formula::{Condition, FormulaError};
use crate::mapping::{
    EditionInfo, Field, FullRule, Layout, Mapping, PeriodRule, RuleSeverity, Table, TextFormat,
    Type, whole_match,
};
use crate::model::finding::{Rule, Severity};
use crate::text::key::key;
use crate::text::lang::Said;

/// The edit rules of an edition, ready to look at submissions.
#[derive(Clone, Debug)]
pub struct EditRules {
    pub(super) period: Period,
    pub(super) unit: Vec<FieldRules>,
    pub(super) tables: Vec<TableRules>,
    pub(super) across: Vec<super::across::Rule>,
}

/// The survey's period, as ISO days.
#[derive(Clone, Debug)]
pub(super) struct Period {
    pub start: String,
    pub end: String,
    /// The survey's year.
    pub year: i32,
}

#[derive(Clone, Debug)]
pub(super) struct TableRules {
    pub code: Arc<str>,
    pub name: String,
    pub fields: Vec<FieldRules>,
    pub formulas: Vec<FormulaRule>,
    pub limit: Option<u32>,
    /// The fields of which only so many options may be chosen.
    pub limit_options: Vec<(usize, u32)>,
    pub unique: Vec<usize>,
    pub only_for: Option<String>,
    /// More than one record can be the same record twice.
    pub repeats: bool,
}

#[derive(Clone, Debug)]
pub(super) struct FieldRules {
    pub name: Arc<str>,
    /// What to call it: its own label where that tells it from the table's others.
    pub label: String,
    pub kind: Type,
    pub required: bool,
    pub when: Option<Condition>,
    pub period: Option<PeriodRule>,
    pub format: Option<TextFormat>,
    /// The least and the greatest number.
    pub bounds: [Option<Decimal>; 2],
    /// What the whole text must match, and that in words.
    pub pattern: Option<(Regex, Said)>,
    pub withheld: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct FormulaRule {
    pub check: Condition,
    pub when: Option<Condition>,
    pub tolerance: Decimal,
    /// A total without its parts is to be looked at.
    pub needs_parts: bool,
    pub severity: Severity,
    /// What kind of finding a breach is.
    pub rule: Rule,
    pub message: Said,
    pub source: Option<String>,
}

impl EditRules {
    /// Makes a mapping's rules ready. A mapping that was loaded has none that cannot be.
    pub fn new(mapping: &Mapping) -> Result<EditRules, FormulaError> {
        let edition = &mapping.edition;
        Ok(EditRules {
            period: Period {
                start: edition.period.start.clone(),
                end: edition.period.end.clone(),
                year: edition.year,
            },
            unit: field_rules(&mapping.unit, None, edition.least)?,
            tables: mapping
                .tables
                .iter()
                .map(|table| table_rules(table, edition))
                .collect::<Result<_, _>>()?,
            across: super::across::rules(mapping),
        })
    }
}

fn table_rules(table: &Table, edition: &EditionInfo) -> Result<TableRules, FormulaError> {
    let needs_parts = edition.totals_have_parts;
    let place = |name: &Arc<str>| table.fields.iter().position(|f| f.name == *name);
    let chosen = table.fields.iter().position(|f| f.kind == Type::Choices);
    let most = table.fields.iter().enumerate().filter_map(|(n, f)| {
        let most = f.most.filter(|m| f.kind == Type::Choices && *m >= 1.0)?;
        Some((n, most as u32))
    });
    Ok(TableRules {
        code: Arc::clone(&table.code),
        name: table.name.clone(),
        fields: field_rules(&table.fields, Some(table), edition.least)?,
        formulas: table
            .rules
            .iter()
            .map(|entry| formula_rule(entry.full(), table, needs_parts))
            .collect::<Result<_, _>>()?,
        limit: table.limit,
        limit_options: chosen
            .zip(table.limit_options)
            .into_iter()
            .chain(most)
            .collect(),
        unique: table.unique.iter().filter_map(place).collect(),
        only_for: table.only_for.clone(),
        repeats: matches!(table.layout, Layout::Records | Layout::Form),
    })
}

fn field_rules(
    fields: &[Field],
    table: Option<&Table>,
    least: Option<f64>,
) -> Result<Vec<FieldRules>, FormulaError> {
    // Labels that more than one field has in its own right need the headers over them.
    let keys: Vec<String> = fields.iter().map(|f| key(last(&f.label))).collect();
    let mut own: IndexMap<&str, u32> = IndexMap::new();
    for key in &keys {
        *own.entry(key).or_default() += 1;
    }
    (fields.iter().zip(&keys))
        .map(|(field, own_key)| {
            let short = last(&field.label);
            let label = match own.get(own_key.as_str()) {
                Some(1) => short,
                _ => &*field.label,
            };
            let when = match (&field.when, table) {
                (Some(when), Some(table)) => Some(Condition::parse(when, table)?),
                _ => None,
            };
            Ok(FieldRules {
                name: Arc::clone(&field.name),
                label: label.to_owned(),
                kind: field.kind,
                required: field.required,
                when,
                period: field.period,
                format: field.format,
                bounds: [
                    field.least.or(least.filter(|_| field.kind.is_number())),
                    field.most.filter(|_| field.kind != Type::Choices),
                ]
                .map(|bound| bound.and_then(written)),
                pattern: pattern(field),
                withheld: field.withheld.iter().map(|w| key(w)).collect(),
            })
        })
        .collect()
}

/// The decimal that was written: it is what f64 prints.
fn written(number: f64) -> Option<Decimal> {
    number.to_string().parse().ok()
}

/// A mapping that was loaded has no pattern that cannot be.
fn pattern(field: &Field) -> Option<(Regex, Said)> {
    let pattern = whole_match(field.pattern.as_deref()?).ok()?;
    let zh = field.pattern_says.clone().unwrap_or_default();
    let en = field.pattern_says_en.clone().unwrap_or_else(|| zh.clone());
    Some((pattern, Said { zh, en }))
}

fn last(label: &str) -> &str {
    label.rsplit('·').next().unwrap_or(label)
}

fn formula_rule(
    rule: FullRule,
    table: &Table,
    needs_parts: bool,
) -> Result<FormulaRule, FormulaError> {
    let check = Condition::parse(&rule.check, table)?;
    let when = match &rule.when {
        Some(when) => Some(Condition::parse(when, table)?),
        None => None,
    };
    let zh = rule.message.unwrap_or_default();
    let en = rule.message_en.unwrap_or_else(|| zh.clone());
    Ok(FormulaRule {
        needs_parts,
        rule: match check {
            Condition::Numbers(..) | Condition::Dates(..) => Rule::Balance,
            Condition::Filled(_) => Rule::Required,
            _ => Rule::NotApplicable,
        },
        check,
        when,
        tolerance: rule.tolerance.and_then(written).unwrap_or_default(),
        severity: match rule.severity {
            RuleSeverity::Error => Severity::Error,
            RuleSeverity::Warning => Severity::Warning,
        },
        message: Said { zh, en },
        source: rule.source,
    })
}
