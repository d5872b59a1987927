//! The system's templates, filled in with what counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::settings::{self, TEMPLATE};
use super::standing::Unit;
use super::survey::{State, Survey};
use crate::forms::template::Template;
use crate::model::finding::Finding;
use crate::model::submission::Submission;
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// The system's templates with all records that have a place in them.
#[derive(Debug, Default)]
pub(super) struct InTemplates {
    /// The templates.
    pub templates: Vec<Template>,
    /// Records that no template has a place for, by table.
    pub left_out: BTreeMap<Arc<str>, usize>,
    /// What of a unit was not written as the unit says it: its name and what was found.
    pub found: Vec<(String, Finding)>,
}

impl InTemplates {
    /// The survey's templates, empty.
    pub(super) fn open(survey: &Survey, state: &State) -> Result<InTemplates, Said> {
        let mut into = InTemplates::default();
        for name in &state.settings.templates {
            let set = survey
                .journal
                .setting(&format!("{TEMPLATE}{name}"))
                .map_err(|e| e.said())?;
            if let Some(set) = set {
                into.templates
                    .push(settings::template(&set, survey.editions)?);
            }
        }
        Ok(into)
    }

    /// Takes the records of a unit.
    pub(super) fn take(&mut self, unit: &Unit, submission: &mut Submission) {
        if self.templates.is_empty() {
            return;
        }
        let edition = &submission.mapping.id;
        for (code, data) in &submission.tables.0 {
            let taken = self.templates.iter().any(|t| t.takes(edition, code));
            if !data.records.is_empty() && !taken {
                let left = self.left_out.entry(Arc::clone(code)).or_default();
                *left += data.records.len();
            }
        }
        let before = submission.findings.len();
        for template in &mut self.templates {
            template.take(submission);
        }
        let found = submission.findings.iter().skip(before);
        self.found
            .extend(found.map(|f| (unit.name.clone(), f.clone())));
    }
}

/// A template that cannot be filled in.
pub(super) fn not_filled(name: &str, why: &Said) -> Said {
    let Said { zh, en } = why;
    said!(
        "模板 {name} 没有填写：{zh}",
        "the template {name} was not filled in: {en}"
    )
}
