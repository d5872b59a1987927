//! Corrections put into a submission, with what the edit rules say of it then.

use std::sync::Arc;

use super::{About, Applied, Correcting, Corrections, Entry, Settles, Spot};
use crate::edit::EditRules;
use crate::finding::{Finding, Rule, Severity};
use crate::key::key;
use crate::lang::Said;
use crate::mapping::{Mapping, Role};
use crate::said;
use crate::submission::Submission;
use crate::value::{Value, Values};

impl Corrections {
    /// Applies what is about this submission. What is applied is an info finding
    /// (`corrected-by-office`), what is refused an error (`correction-refused`).
    pub fn apply(&self, submission: &mut Submission, correcting: &Correcting<'_>) -> Applied {
        let mut done = Applied::default();
        let about: Vec<&Entry> = (self.entries.iter())
            .filter(|e| is_about(&e.about, submission))
            .collect();
        let edition =
            (correcting.editions.iter()).find(|(m, ..)| m.edition.id == submission.mapping.id);
        let (false, Some((mapping, values, rules))) = (about.is_empty(), edition) else {
            return done;
        };
        let before = rules.check(submission);
        let mut at_work = AtWork {
            submission,
            mapping,
            values,
            file: self.path.display().to_string(),
        };
        // Explanations come last: they are about what is left once values are settled.
        let (values, explanations): (Vec<&Entry>, Vec<&Entry>) = about
            .into_iter()
            .partition(|e| matches!(e.settles, Settles::Value(_)));
        let mut corrected = false;
        for entry in values {
            let applied = at_work.value(entry);
            corrected |= applied;
            done.note(entry, applied);
        }
        if corrected {
            check_again(at_work.submission, rules, before);
        }
        for entry in explanations {
            let applied = at_work.explain(entry);
            done.note(entry, applied);
        }
        done
    }
}

impl Applied {
    fn note(&mut self, entry: &Entry, applied: bool) {
        match applied {
            true => self.applied.insert(entry.line),
            false => self.refused.insert(entry.line),
        };
    }
}

fn is_about(about: &About, submission: &Submission) -> bool {
    match about {
        About::Unit(name) => {
            let own = submission.who(Role::Name);
            own.is_some_and(|own| key(own) == key(name))
        }
        About::File(name) => {
            let own = &submission.source.file;
            let base = own.rsplit('/').next().unwrap_or(own);
            own == name || base == name
        }
    }
}

/// A submission that is being corrected.
pub(super) struct AtWork<'a> {
    pub submission: &'a mut Submission,
    pub mapping: &'a Mapping,
    values: &'a Values,
    /// The corrections' file, for messages.
    file: String,
}

impl AtWork<'_> {
    fn value(&mut self, entry: &Entry) -> bool {
        let Settles::Value(text) = &entry.settles else {
            return false;
        };
        if self.already(entry, text) {
            return true;
        }
        let Some((spot, field)) = self.found(entry).and_then(|spot| {
            let field = spot.field(self.mapping)?;
            Some((spot, field))
        }) else {
            return self.refuse(entry);
        };
        let path = spot.to_string();
        let reading = self.values.read(text, field);
        let beside: Arc<str> = format!("{}_other", field.name).into();
        let Some(record) = self.record_mut(&spot) else {
            return self.refuse(entry);
        };
        let Some(place) = record.0.iter().position(|(name, _)| *name == field.name) else {
            return self.refuse(entry);
        };
        let was = record.0[place].1.shown();
        record.0[place].1 = reading.value.clone();
        record.0.retain(|(name, _)| *name != beside);
        if let Some(other) = reading.other {
            record.0.insert(place + 1, (beside, Value::Text(other)));
        }
        let mut typed = None;
        let mut at = None;
        for finding in self
            .submission
            .findings
            .iter_mut()
            .filter(|f| f.path == path)
        {
            typed = typed.or_else(|| finding.raw.clone());
            at = at.or_else(|| finding.source.clone());
            if finding.severity != Severity::Info {
                finding.severity = Severity::Info;
                finding.hint = said!("办公室已更正。", "Settled by the office.");
            }
        }
        let now = match reading.value.shown() {
            now if now.is_empty() => said!("空白", "nothing"),
            now => said!("“{now}”", "“{now}”"),
        };
        let before = match typed.clone().unwrap_or(was) {
            was if was.is_empty() => said!("空白", "nothing"),
            was => said!("“{was}”", "“{was}”"),
        };
        let by = signed(entry);
        let mut finding = Finding::info(
            Rule::CorrectedByOffice,
            Said {
                zh: format!("办公室更正：原为{}，改为{}（{}）", before.zh, now.zh, by.zh),
                en: format!(
                    "corrected by the office: was {}, is now {} ({})",
                    before.en, now.en, by.en
                ),
            },
        )
        .at(path);
        finding.raw = typed;
        finding.source = at;
        self.submission.findings.push(finding);
        true
    }

    /// The submission comes from an earlier run that applied this very correction.
    fn already(&self, entry: &Entry, text: &str) -> bool {
        let spots = std::iter::once(entry.spot.clone()).chain(self.candidates(entry));
        spots.into_iter().any(|spot| {
            let path = spot.to_string();
            let told = |f: &Finding| f.rule == Rule::CorrectedByOffice && f.path == path;
            let field = spot.field(self.mapping);
            let value = || self.record(&spot)?.get(&field?.name);
            let wanted = || Some(self.values.read(text, field?).value);
            self.submission.findings.iter().any(told) && value() == wanted().as_ref()
        })
    }

    /// Turns the warnings that an entry explains into information.
    fn explain(&mut self, entry: &Entry) -> bool {
        let Settles::Explains(rule) = entry.settles else {
            return false;
        };
        let Some(spot) = self.found(entry) else {
            return self.refuse(entry);
        };
        let path = spot.to_string();
        let by = signed(entry);
        let mut graver = false;
        let findings = self.submission.findings.iter_mut();
        for finding in findings.filter(|f| f.path == path && f.rule == rule) {
            match finding.severity {
                Severity::Warning => {
                    finding.severity = Severity::Info;
                    finding
                        .message
                        .zh
                        .push_str(&format!("（已说明：{}）", by.zh));
                    finding
                        .message
                        .en
                        .push_str(&format!(" (explained: {})", by.en));
                    finding.hint = Said::default();
                }
                Severity::Error => graver = true,
                Severity::Info => {}
            }
        }
        if graver {
            let name = rule.name();
            let (file, line) = (&self.file, entry.line);
            self.submission.findings.push(
                Finding::error(
                    Rule::CorrectionRefused,
                    said!(
                        "{file} 第 {line} 行：{name} 在这里是必须改正的错误，不能用说明代替",
                        "{file}, line {line}: {name} is an error here, which must be mended and cannot be explained"
                    ),
                )
                .at(path),
            );
        }
        !graver
    }

    fn refuse(&mut self, entry: &Entry) -> bool {
        let (file, line) = (&self.file, entry.line);
        let wanted = match (&entry.was, &entry.record) {
            (Some(was), Some(record)) => said!(
                "“{record}”一条的这一项当时是“{was}”",
                "it was `{was}` in the record `{record}`"
            ),
            (Some(was), None) => said!("这一项当时是“{was}”", "it was `{was}`"),
            (None, _) => said!("当时的文件不是这一份", "it was made on another file"),
        };
        let spot = entry.spot.clone();
        let now = match &spot {
            Spot::Table {
                field: Some(field), ..
            }
            | Spot::Unit { field } => self
                .record(&spot)
                .and_then(|r| r.get(field))
                .map(Value::shown),
            Spot::Table { field: None, .. } => None,
        };
        let now = match now {
            Some(now) if now.is_empty() => said!("现在是空白", "nothing stands there now"),
            Some(now) => said!("现在是“{now}”", "now it is `{now}`"),
            None => said!("现在没有这一条", "there is no such record now"),
        };
        let path = match self.record(&spot) {
            Some(_) => spot.to_string(),
            None => String::new(),
        };
        let what = match entry.settles {
            Settles::Value(_) => said!("更正", "the correction"),
            Settles::Explains(_) => said!("说明", "the explanation"),
        };
        let finding = Finding::error(
            Rule::CorrectionRefused,
            Said {
                zh: format!(
                    "{file} 第 {line} 行的{}没有采用：{}，{}",
                    what.zh, wanted.zh, now.zh
                ),
                en: format!(
                    "{file}, line {line}: {} was not applied: {}, {}",
                    what.en, wanted.en, now.en
                ),
            },
        )
        .at(path)
        .hinting(said!(
            "表改动过，请核对后更新 {file}。",
            "The form has changed: check, and update {file}."
        ));
        self.submission.findings.push(finding);
        false
    }
}

fn signed(entry: &Entry) -> Said {
    let Entry { why, who, when, .. } = entry;
    match when.is_empty() {
        true => said!("{why}；{who}", "{why}; {who}"),
        false => said!("{why}；{who}，{when}", "{why}; {who}, {when}"),
    }
}

/// The edit rules' findings as they are now: what is mended goes, what is new comes, what stays
/// keeps its place on the paper.
fn check_again(submission: &mut Submission, rules: &EditRules, mut before: Vec<Finding>) {
    let mut after = rules.check(submission);
    submission.findings.retain_mut(|finding| {
        let same = |f: &Finding| f.rule == finding.rule && f.path == finding.path;
        let Some(known) = before.iter().position(same) else {
            return true;
        };
        before.swap_remove(known);
        match after.iter().position(same) {
            Some(still) => {
                let now = after.swap_remove(still);
                let source = finding.source.take();
                *finding = Finding { source, ..now };
                true
            }
            None => false,
        }
    });
    submission.findings.append(&mut after);
}
