//! What is asked of a field by itself: there, applicable, in its period, of its form.

use super::View;
use super::format::{Misshapen, misshapen};
use super::rules::{FieldRules, Period};
use crate::finding::{Finding, Rule, Severity};
use crate::key::key;
use crate::lang::Said;
use crate::mapping::{PeriodRule, Type};
use crate::said;
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
        let label = &rules.label;
        let message = said!("缺少 {label}", "{label} is missing");
        let hint = said!("请补填 {label}", "fill in {label}");
        Some(
            Finding::error(Rule::Required, message)
                .at(self.at(field))
                .hinting(hint),
        )
    }

    fn inapplicable(&self, field: usize, rules: &FieldRules) -> Option<Finding> {
        let when = rules.when.as_ref()?;
        if self.holds(when) != Some(false) {
            return None;
        }
        let label = &rules.label;
        let Said { zh, en } = self.in_words(when);
        let message = said!(
            "{label} 在此不适用：仅当 {zh} 时填写",
            "{label} does not apply here: it is filled in only where {en}"
        );
        let hint = said!("请核对，或删去此项", "check it, or leave it out");
        let finding = Finding::warning(Rule::NotApplicable, message).at(self.at(field));
        Some(self.quote(finding.hinting(hint), field))
    }

    fn number(
        &self,
        field: usize,
        rules: &FieldRules,
        n: rust_decimal::Decimal,
        period: &Period,
    ) -> Option<Finding> {
        let label = &rules.label;
        let message = if n.is_sign_negative() && !n.is_zero() {
            said!("{label} {n} 不能是负数", "{label} {n} cannot be negative")
        } else if !n.is_integer() && matches!(rules.kind, Type::Integer | Type::Year) {
            said!("{label} {n} 应是整数", "{label} {n} must be a whole number")
        } else if rules.kind == Type::Year {
            let year = format!("{:0>4}", n.normalize());
            return self.in_period(field, rules, &year, period);
        } else {
            return None;
        };
        let hint = said!("请核对这个数", "check the number");
        let finding = Finding::error(Rule::InvalidFormat, message).at(self.at(field));
        Some(self.quote(finding.hinting(hint), field))
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
            && let Some(Misshapen {
                severity,
                message,
                hint,
            }) = misshapen(format, &rules.label, text)
        {
            let finding = Finding::new(severity, Rule::InvalidFormat, message);
            return Some(finding.at(self.at(field)).hinting(hint).quoting(text));
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
        let (label, end) = (&rules.label, &period.end);
        let message = match first {
            None if after(end) => {
                said!(
                    "{label} {date} 晚于统计截止日 {end}",
                    "{label} {date} is after the survey's last day, {end}"
                )
            }
            Some(first) if before(&first) || after(end) => said!(
                "{label} {date} 不在统计期内（{first} 至 {end}）",
                "{label} {date} is not in the survey's period ({first} to {end})"
            ),
            _ => return None,
        };
        let hint = said!(
            "请核对；不属于统计范围的不填",
            "check it; what is outside the survey's scope is not filled in"
        );
        let finding = Finding::new(Severity::Warning, Rule::OutOfPeriod, message);
        Some(finding.at(self.at(field)).hinting(hint).quoting(date))
    }
}
