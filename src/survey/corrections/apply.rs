//! Corrections put into a submission, with what the edit rules say of it then.

use std::sync::Arc;

use super::{About, Applied, Correcting, Corrections, Entry, Settles, Spot};
use crate::checks::EditRules;
use crate::mapping::{Mapping, Role};
use crate::model::finding::{
    Cause, CountingCause, FieldPath, Finding, OfficeCause, Rule, Settled, Severity,
};
use crate::model::submission::Submission;
use crate::text::key::key;
use crate::value::{Value, Values};

impl Corrections {
    /// Applies what is about this submission. What is applied is an info finding
    /// (`corrected-by-office`), what is refused an error (`correction-refused`).
    pub fn apply(&self, submission: &mut Submission, correcting: &Correcting<'_>) -> Applied {
        let mut done = Applied::default();
        self.give_back_cover(submission);
        let about: Vec<&Entry> = (self.entries.iter())
            .filter(|e| {
                let (unit, file) = (submission.who(Role::Name), &submission.source.file);
                e.about.means(unit, file)
            })
            .collect();
        let edition =
            (correcting.editions.iter()).find(|(m, ..)| m.edition.id == submission.mapping.id);
        let (false, Some((mapping, values, rules))) = (about.is_empty(), edition) else {
            return done;
        };
        let before = rules.check(submission);
        let file = self.path.file_name().unwrap_or_default();
        let mut at_work = AtWork {
            submission,
            mapping,
            values,
            file: file.to_string_lossy().into_owned(),
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

impl Corrections {
    /// Where the unit's name on the cover is one of the corrections, whose the file is was chosen by
    /// the name as corrected, and that was written on the cover. Corrections are about the cover as it
    /// came: it says that again, until they are applied.
    pub(crate) fn give_back_cover(&self, submission: &mut Submission) {
        let Some(field) = submission.mapping.roles.field(Role::Name) else {
            return;
        };
        let field: Arc<str> = field.into();
        let path = FieldPath::unit_field(&field);
        let written = submission.findings.iter().position(|f| {
            f.path == path
                && matches!(
                    f.cause,
                    Cause::CountingCause(CountingCause::WrittenAs { .. })
                )
        });
        let Some(written) = written else { return };
        let Cause::CountingCause(CountingCause::WrittenAs { unit, cover }) =
            &submission.findings[written].cause
        else {
            return;
        };
        let (source, unit, cover) = (&submission.source, unit, cover.clone());
        let corrects = |e: &&Entry| match (&e.spot, &e.settles) {
            (Spot::Unit { field: name }, Settles::Value(value)) if *name == field => {
                let on_it = e.sha256.as_ref().is_some_and(|sha| *sha == source.sha256);
                e.about.means(Some(&cover), &source.file) && (on_it || key(value) == key(unit))
            }
            _ => false,
        };
        if !self.entries.iter().any(|e| corrects(&e)) {
            return;
        }
        if let Some((_, value)) = submission.unit.0.iter_mut().find(|(n, _)| *n == field) {
            *value = match cover.is_empty() {
                true => Value::Null,
                false => Value::Text(cover),
            };
            submission.findings.remove(written);
        }
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

impl About {
    /// The submission with this name on its cover, of this file, is meant.
    pub(crate) fn means(&self, unit: Option<&str>, file: &str) -> bool {
        match self {
            About::Unit(name) => unit.is_some_and(|own| key(own) == key(name)),
            About::File(name) => {
                let base = file.rsplit('/').next().unwrap_or(file);
                file == name || base == name
            }
        }
    }
}

/// A submission that is being corrected.
pub(super) struct AtWork<'a> {
    pub submission: &'a mut Submission,
    pub mapping: &'a Mapping,
    pub values: &'a Values,
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
            // The unit has mended it as the office did: nothing is left to correct.
            return self.agrees(entry, text) || self.refuse(entry);
        };
        let path = spot.path();
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
                finding.settled = Some(Settled::Corrected);
            }
        }
        let mut finding = Finding::of(OfficeCause::Corrected {
            was: typed.clone().unwrap_or(was),
            now: reading.value.shown(),
            why: entry.why.clone(),
            who: entry.who.clone(),
            when: entry.when.clone(),
        })
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
            let path = spot.path();
            let told = |f: &Finding| f.rule() == Rule::CorrectedByOffice && f.path == path;
            let field = spot.field(self.mapping);
            let value = || self.record(&spot)?.get(&field?.name);
            let wanted = || Some(self.values.read(text, field?).value);
            self.submission.findings.iter().any(told) && value() == wanted().as_ref()
        })
    }

    /// The paper says by now what the office has set: that is told, and nothing is left to correct.
    fn agrees(&mut self, entry: &Entry, text: &str) -> bool {
        let says_it = |spot: &Spot| {
            let path = spot.path();
            let wrong = |f: &Finding| f.path == path && f.severity == Severity::Error;
            let field = spot.field(self.mapping);
            let value = || self.record(spot)?.get(&field?.name);
            let wanted = || Some(self.values.read(text, field?).value);
            // What cannot be read is no value either: that is not what was set.
            value().is_some()
                && value() == wanted().as_ref()
                && !self.submission.findings.iter().any(wrong)
        };
        let Some(spot) = self.candidates(entry).into_iter().find(says_it) else {
            return false;
        };
        let cause = OfficeCause::Agrees {
            now: text.to_owned(),
            who: entry.who.clone(),
            when: entry.when.clone(),
        };
        let finding = Finding::of(cause).at(spot.path());
        self.submission.findings.push(finding);
        true
    }

    /// Turns the warnings that an entry explains into information.
    fn explain(&mut self, entry: &Entry) -> bool {
        let Settles::Explains(rule) = entry.settles else {
            return false;
        };
        let Some(spot) = self.found(entry) else {
            return self.refuse(entry);
        };
        let path = spot.path();
        let mut graver = false;
        let findings = self.submission.findings.iter_mut();
        for finding in findings.filter(|f| f.path == path && f.rule() == rule) {
            match finding.severity {
                Severity::Warning => {
                    finding.severity = Severity::Info;
                    finding.settled = Some(Settled::Explained {
                        why: entry.why.clone(),
                        who: entry.who.clone(),
                        when: entry.when.clone(),
                    });
                }
                Severity::Error => graver = true,
                Severity::Info => {}
            }
        }
        if graver {
            let cause = OfficeCause::ExplainedError {
                file: self.file.clone(),
                line: entry.line,
                rule: rule.name().to_owned(),
            };
            self.submission.findings.push(Finding::of(cause).at(path));
        }
        !graver
    }

    fn refuse(&mut self, entry: &Entry) -> bool {
        let spot = entry.spot.clone();
        let now = match &spot {
            Spot::Table {
                field: Some(field), ..
            }
            | Spot::Unit { field } => self
                .record(&spot)
                .and_then(|r| r.get(field))
                .map(Value::shown),
            Spot::Table { field: None, .. } | Spot::Whole(_) => None,
        };
        let path = match self.record(&spot) {
            Some(_) => spot.path(),
            None => FieldPath::Submission,
        };
        let finding = Finding::of(OfficeCause::Refused {
            file: self.file.clone(),
            line: entry.line,
            explains: matches!(entry.settles, Settles::Explains(_)),
            was: entry.was.clone(),
            record: entry.record.clone(),
            now,
            set: match &entry.settles {
                Settles::Value(value) => Some(value.clone()),
                Settles::Explains(_) => None,
            },
            who: entry.who.clone(),
            when: entry.when.clone(),
        })
        .at(path);
        self.submission.findings.push(finding);
        false
    }
}

/// The edit rules' findings as they are now: what is mended goes, what is new comes, what stays
/// keeps its place on the paper.
fn check_again(submission: &mut Submission, rules: &EditRules, mut before: Vec<Finding>) {
    let mut after = rules.check(submission);
    submission.findings.retain_mut(|finding| {
        let same = |f: &Finding| f.rule() == finding.rule() && f.path == finding.path;
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
