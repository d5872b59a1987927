//! What is asked of a field by itself: there, applicable, in its period, of its form.

use rust_decimal::Decimal;

use super::View;
use super::format::misshapen;
use super::rules::{FieldRules, Period};
use crate::mapping::{PeriodRule, Type};
use crate::model::finding::{CheckCause, Finding};
use crate::text::key::key;
use crate::value::Value;

impl View<'_> {
    pub(super) fn fields(&self, period: &Period, found: &mut Vec<Finding>) {
        for (i, rules) in self.rules.iter().enumerate() {
            let finding = match self.value(i) {
                None => self.absent(i, rules),
                Some(value) => {
                    found.extend(self.inapplicable(i, rules));
                    match value {
                        Value::Number(n) => self.number(i, rules, *n, period),
                        Value::Text(text) => self.text(i, rules, text, period),
                        _ => None,
                    }
                }
            };
            found.extend(finding);
        }
    }

    fn absent(&self, field: usize, rules: &FieldRules) -> Option<Finding> {
        let applies = match &rules.when {
            Some(when) => self.holds(when) == Some(true),
            None => true,
        };
        if !rules.required || !applies || self.is_unreadable(field) {
            return None;
        }
        let label = rules.label.clone();
        Some(Finding::of(CheckCause::Missing { label }).at(self.at(field)))
    }

    fn inapplicable(&self, field: usize, rules: &FieldRules) -> Option<Finding> {
        let when = rules.when.as_ref()?;
        if self.holds(when) != Some(false) {
            return None;
        }
        let cause = CheckCause::Inapplicable {
            label: rules.label.clone(),
            condition: self.in_words(when),
        };
        Some(self.quote(Finding::of(cause).at(self.at(field)), field))
    }

    fn number(
        &self,
        field: usize,
        rules: &FieldRules,
        n: Decimal,
        period: &Period,
    ) -> Option<Finding> {
        let (label, number) = (rules.label.clone(), n.to_string());
        let [least, most] = rules.bounds;
        let negative = n.is_sign_negative() && !n.is_zero();
        let cause = if negative && (rules.kind == Type::Year || least == Some(Decimal::ZERO)) {
            CheckCause::Negative { label, number }
        } else if let Some(least) = least.filter(|least| n < *least) {
            let least = least.to_string();
            CheckCause::BelowLeast {
                label,
                number,
                least,
            }
        } else if let Some(most) = most.filter(|most| n > *most) {
            let most = most.to_string();
            CheckCause::AboveMost {
                label,
                number,
                most,
            }
        } else if !n.is_integer() && matches!(rules.kind, Type::Integer | Type::Year) {
            CheckCause::NotWhole { label, number }
        } else if rules.kind == Type::Year {
            let year = format!("{:0>4}", n.normalize());
            return self.in_period(field, rules, &year, period);
        } else {
            return None;
        };
        Some(self.quote(Finding::of(cause).at(self.at(field)), field))
    }

    fn text(
        &self,
        field: usize,
        rules: &FieldRules,
        text: &str,
        period: &Period,
    ) -> Option<Finding> {
        if let Some(format) = rules.format
            && !rules.withheld.contains(&key(text))
            && let Some(cause) = misshapen(format, &rules.label, text)
        {
            return Some(Finding::of(cause).at(self.at(field)).quoting(text));
        }
        if let Some((pattern, asked)) = &rules.pattern
            && !rules.withheld.contains(&key(text))
            && !pattern.is_match(text)
        {
            let cause = CheckCause::OffPattern {
                label: rules.label.clone(),
                text: text.to_owned(),
                asked: asked.clone(),
            };
            return Some(Finding::of(cause).at(self.at(field)).quoting(text));
        }
        match rules.kind {
            Type::Date => self.in_period(field, rules, text, period),
            _ => None,
        }
    }

    /// A date, a month or a year (each the start of an ISO date) in its period.
    fn in_period(
        &self,
        field: usize,
        rules: &FieldRules,
        date: &str,
        period: &Period,
    ) -> Option<Finding> {
        let first = match rules.period? {
            PeriodRule::Within => Some(period.start.clone()),
            PeriodRule::LastFiveYears => Some(format!("{:04}-01-01", period.year - 5)),
            PeriodRule::Until => None,
        };
        // A month or a year is in the period where a part of it is.
        let before = |bound: &str| date < bound.get(..date.len()).unwrap_or(bound);
        let after = |bound: &str| date > bound.get(..date.len()).unwrap_or(bound);
        let (label, end) = (rules.label.clone(), period.end.clone());
        let given = date.to_owned();
        let cause = match first {
            None if after(&end) => CheckCause::AfterLastDay {
                label,
                date: given,
                end,
            },
            Some(first) if before(&first) || after(&end) => CheckCause::OutsidePeriod {
                label,
                date: given,
                first,
                end,
            },
            _ => return None,
        };
        Some(Finding::of(cause).at(self.at(field)).quoting(date))
    }
}
