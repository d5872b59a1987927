//! The cover: title, year, period, and who fills the form in.

use super::{Check, labels, same_label};
use crate::said;
use crate::text::key::key;

impl Check<'_> {
    pub(super) fn cover(&mut self) {
        let (own, form) = (&self.mapping.edition, &self.proposal.edition);
        let lines: Vec<String> = self.proposal.cover.iter().map(|l| key(l)).collect();
        let titled = own
            .titles
            .iter()
            .any(|t| lines.iter().any(|l| l.contains(&key(t))));
        let mut found = Vec::new();
        if let Some(title) = form.titles.first().filter(|_| !titled) {
            found.push(said!(
                "封面标题是“{title}”，不在 titles 里",
                "the cover is titled “{title}”, which is not among `titles`"
            ));
        }
        if self.proposal.dated && form.year != own.year {
            let (a, b) = (form.year, own.year);
            found.push(said!(
                "表单的年份是 {a}，映射的是 {b}",
                "the form is of {a}, the mapping of {b}"
            ));
        }
        if self.proposal.timed && form.period != own.period {
            let (start, end) = (&form.period.start, &form.period.end);
            found.push(said!(
                "表单的统计期是 {start} 至 {end}，与 period 不同",
                "the form's period is {start} to {end}, which `period` is not"
            ));
        }
        let (unit, asked) = (&self.mapping.unit, &self.proposal.unit);
        for field in asked.iter().filter(|a| {
            !unit
                .iter()
                .any(|u| labels(u).any(|l| same_label(l, &a.label)))
        }) {
            let label = &field.label;
            found.push(said!(
                "封面有“{label}”，映射没有",
                "the cover asks for “{label}”, the mapping does not"
            ));
        }
        for field in unit.iter().filter(|u| {
            !asked
                .iter()
                .any(|a| labels(u).any(|l| same_label(l, &a.label)))
        }) {
            let (name, label) = (&field.name, &field.label);
            found.push(said!(
                "封面上没有 `{name}`“{label}”",
                "the cover does not ask for `{name}` “{label}”"
            ));
        }
        for message in found {
            self.say(None, message, None);
        }
    }
}
