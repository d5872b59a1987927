//! Edit rules: each can be read, means something, and does not clash with another.

use std::collections::HashSet;

use super::{Lint, nearest};
use crate::mapping::atlas::At;
use crate::mapping::formula::{Condition, FormulaError, clash, contradiction, impossible};
use crate::mapping::{RuleEntry, Table, Type};
use crate::said;
use crate::text::lang::Said;

/// A table with more rules than this has none: each is compared with each.
const MOST_RULES: usize = 400;

impl Lint<'_, '_> {
    pub(super) fn rules(&mut self, table: &Table, at: &At, fields: &[At]) {
        self.unique(table, at);
        for (i, (field, at)) in table.fields.iter().zip(fields).enumerate() {
            let Some(when) = &field.when else { continue };
            let at = at.key("when");
            let Some(condition) = self.formula(when, table, &at) else {
                continue;
            };
            if condition.fields().contains(&i) {
                let name = &field.name;
                let message = said!(
                    "`{name}` 是否适用不能由它自己决定",
                    "whether `{name}` applies cannot depend on itself"
                );
                self.wrong(&at, message, Said::default(), Said::default());
            }
        }
        if table.rules.len() > MOST_RULES {
            let message = said!(
                "规则超过 {MOST_RULES} 条",
                "there are more than {MOST_RULES} rules"
            );
            return self.wrong(&at.key("rules"), message, Said::default(), Said::default());
        }
        let mut read: Vec<(Condition, Option<Condition>, At)> = Vec::new();
        let mut clashes = false;
        for (i, entry) in table.rules.iter().enumerate() {
            let at = at.key("rules").item(i);
            let rule = entry.full();
            let check_at = match entry {
                RuleEntry::Formula(_) => at.clone(),
                RuleEntry::Full(_) => at.key("check"),
            };
            let check = self.formula(&rule.check, table, &check_at);
            let when = match &rule.when {
                Some(when) => match self.formula(when, table, &at.key("when")) {
                    Some(when) => Some(when),
                    None => continue,
                },
                None => None,
            };
            let Some(check) = check else { continue };
            let relation = matches!(check, Condition::Numbers(..) | Condition::Dates(..));
            if !relation && rule.message.is_none() {
                let message = said!(
                    "这条规则要写 `message`：不满足时怎么说",
                    "this rule needs a `message`: what to say where it is broken"
                );
                let help = said!(
                    "只有数与数、日期与日期的关系能自己说明",
                    "only relations of numbers and dates explain themselves"
                );
                self.wrong(&check_at, message, Said::default(), help);
            }
            if let Some(tolerance) = rule.tolerance {
                let numbers = matches!(check, Condition::Numbers(..));
                if !numbers || !tolerance.is_finite() || tolerance < 0.0 {
                    let message = said!(
                        "`tolerance` 应是不小于 0 的数，只用于数的关系",
                        "`tolerance` is a number not below 0, for relations of numbers"
                    );
                    self.wrong(
                        &at.key("tolerance"),
                        message,
                        Said::default(),
                        Said::default(),
                    );
                }
            }
            if let Condition::Filled(field) = check
                && table.fields[field].required
                && rule.when.is_none()
            {
                let name = &table.fields[field].name;
                let message = said!("`{name}` 已写明 required", "`{name}` is `required` already");
                self.wrong(&check_at, message, Said::default(), Said::default());
            }
            // Rules of different conditions may say different things.
            let clashing = read.iter().find_map(|(other, other_when, place)| {
                let said = (*other_when == when).then(|| clash(other, &check))??;
                Some((said, place.clone()))
            });
            if let Some((message, place)) = clashing {
                clashes = true;
                let marks = vec![
                    self.atlas.mark(&check_at, Said::default()),
                    self.atlas.mark(&place, said!("另一条", "the other")),
                ];
                self.push(message, marks, Said::default());
            }
            read.push((check, when, check_at));
        }
        if !clashes {
            self.together(&read);
        }
    }

    /// Rules of which each can hold, but not all at once: under each condition, with those that
    /// hold under none.
    fn together(&mut self, rules: &[(Condition, Option<Condition>, At)]) {
        let mut conditions: Vec<Option<&Condition>> = Vec::new();
        for (_, when, _) in rules {
            if !conditions.contains(&when.as_ref()) {
                conditions.push(when.as_ref());
            }
        }
        conditions.sort_by_key(Option::is_some);
        let mut told: Vec<Vec<usize>> = Vec::new();
        for when in conditions {
            let applies = |w: &Option<Condition>| w.is_none() || w.as_ref() == when;
            let places: Vec<usize> = (0..rules.len()).filter(|i| applies(&rules[*i].1)).collect();
            let checks: Vec<&Condition> = places.iter().map(|i| &rules[*i].0).collect();
            let clash: Vec<usize> = contradiction(&checks)
                .into_iter()
                .map(|i| places[i])
                .collect();
            if clash.is_empty() || told.contains(&clash) {
                continue;
            }
            let mut marks = Vec::new();
            for (n, i) in clash.iter().enumerate() {
                let label = match n {
                    0 => Said::default(),
                    _ => said!("与这条合起来", "together with this"),
                };
                marks.push(self.atlas.mark(&rules[*i].2, label));
            }
            let message = said!(
                "这几条规则不可能同时成立（数不小于 0）",
                "these rules cannot hold together (no number is below 0)"
            );
            self.push(message, marks, Said::default());
            told.push(clash);
        }
    }

    /// Reads a formula and looks at what only the mapping knows: lists, and what never holds.
    fn formula(&mut self, text: &str, table: &Table, at: &At) -> Option<Condition> {
        let condition = match Condition::parse(text, table) {
            Ok(condition) => condition,
            Err(FormulaError {
                span,
                message,
                help,
            }) => {
                let marks = vec![self.atlas.mark_within(at, span, Said::default())];
                self.push(message, marks, help);
                return None;
            }
        };
        if let Some(message) = impossible(&condition) {
            self.wrong(at, message, Said::default(), Said::default());
            return None;
        }
        self.options(&condition, table, at);
        Some(condition)
    }

    /// The options that a condition names are options of the field's list.
    fn options(&mut self, condition: &Condition, table: &Table, at: &At) {
        let (field, label) = match condition {
            Condition::Is { field, text, .. } => (*field, text),
            Condition::Contains { field, words } => (*field, words),
            Condition::Not(inner) => return self.options(inner, table, at),
            Condition::All(several) | Condition::Any(several) => {
                for one in several {
                    self.options(one, table, at);
                }
                return;
            }
            _ => return,
        };
        let field = &table.fields[field];
        let chosen = matches!(field.kind, Type::Choice | Type::Choices);
        let list = field.list.as_ref().and_then(|l| self.mapping.lists.get(l));
        let (true, Some(list)) = (chosen, list) else {
            return;
        };
        let labels: Vec<&str> = list.options.iter().map(|o| &*o.label).collect();
        if labels.contains(&label.as_str()) {
            return;
        }
        let name = field.list.as_deref().unwrap_or("");
        let message = said!(
            "列表 `{name}` 没有选项“{label}”",
            "the list `{name}` has no option `{label}`"
        );
        let near = labels.iter().find(|l| l.contains(label.as_str())).copied();
        let help = match near.or_else(|| nearest(label, labels.iter().copied())) {
            Some(near) => said!("是不是“{near}”？", "did you mean `{near}`?"),
            None => Said::default(),
        };
        self.wrong(at, message, Said::default(), help);
    }

    fn unique(&mut self, table: &Table, at: &At) {
        let mut seen = HashSet::new();
        for (i, name) in table.unique.iter().enumerate() {
            let here = at.key("unique").item(i);
            let message = match table.field(name) {
                None => said!("表中没有项目 `{name}`", "the table has no field `{name}`"),
                Some(_) if !seen.insert(name) => {
                    said!("`{name}` 列了两次", "`{name}` is listed twice")
                }
                Some(_) => continue,
            };
            let help = super::did_you_mean(name, table.fields.iter().map(|f| &*f.name));
            self.wrong(&here, message, Said::default(), help);
        }
    }
}
