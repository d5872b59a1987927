//! What of the submissions that count is counted elsewhere, as was decided, or as the roster says.

use super::{Office, Taken};
use crate::batch::{Chosen, Which};
use crate::cli::Failure;
use crate::mapping::Mapping;
use crate::model::submission::Submission;
use crate::survey::rollup::{SaidTwice, Weighed, Weighing};

impl Office {
    /// What of the submissions that count is counted elsewhere: another unit's report of the same thing
    /// counts, as was decided, or as the roster says; and what nobody decided on. `corrected` corrects
    /// a submission.
    pub(in crate::cli) fn elsewhere<'m>(
        &self,
        chosen: &Chosen,
        mappings: impl Iterator<Item = &'m Mapping> + Clone,
        corrected: impl Fn(Submission) -> Submission,
    ) -> Result<Weighed, Failure> {
        // Without either nothing gives way; that two units' forms say the same is told.
        let all = self.roster.is_some() || self.decisions.are_about_duplicates();
        let twice = match all {
            true => None,
            false => Some(SaidTwice::among(chosen.receipts(), chosen.returns())),
        };
        if let Some(twice) = &twice {
            if twice.is_empty() {
                return Ok(Weighed::default());
            }
            if !twice.are_few() {
                return Ok(twice.told(chosen.receipts(), &self.decisions));
            }
        }
        let mut weighing = Weighing::of(chosen.receipts());
        chosen.every(Which::Counting, |i, submission| -> Result<(), Failure> {
            if twice.as_ref().is_some_and(|twice| !twice.has(i)) {
                return Ok(());
            }
            let submission = corrected(submission);
            let mut known = mappings.clone();
            if let Some(mapping) = known.find(|m| m.edition.id == submission.mapping.id) {
                weighing.take(i, submission, mapping);
            }
            Ok(())
        })?;
        let roster = self.roster.as_ref();
        Ok(weighing.weigh(chosen.returns(), roster, &self.decisions, mappings))
    }
}

impl Taken<'_> {
    /// What of that is counted elsewhere, and the cases of it.
    pub(in crate::cli) fn elsewhere(
        &self,
        office: &Office,
        mappings: &[Mapping],
    ) -> Result<Weighed, Failure> {
        office.elsewhere(&self.chosen, mappings.iter(), |mut submission| {
            if let Some(corrections) = &self.corrections {
                corrections.apply(&mut submission, &self.correcting);
            }
            submission
        })
    }
}
