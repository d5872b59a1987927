//! What of the submissions that count is counted elsewhere, as was decided, or as the roster says.

use super::{Office, Taken};
use crate::batch::{Chosen, Which};
use crate::cli::Failure;
use crate::mapping::Mapping;
use crate::model::submission::Submission;
use crate::survey::decisions::Case;
use crate::survey::rollup::{Elsewhere, Weighing};

impl Office {
    /// What of the submissions that count is counted elsewhere: another unit's report of the same thing
    /// counts, as was decided, or as the roster says. `corrected` corrects a submission.
    pub(in crate::cli) fn elsewhere<'m>(
        &self,
        chosen: &Chosen,
        mappings: impl Iterator<Item = &'m Mapping> + Clone,
        corrected: impl Fn(Submission) -> Submission,
    ) -> Result<(Elsewhere, Vec<Case>), Failure> {
        // Without either nothing gives way.
        if self.roster.is_none() && !self.decisions.are_about_duplicates() {
            return Ok((Elsewhere::default(), Vec::new()));
        }
        let mut weighing = Weighing::of(chosen.receipts());
        chosen.every(Which::Counting, |i, submission| -> Result<(), Failure> {
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
    ) -> Result<(Elsewhere, Vec<Case>), Failure> {
        office.elsewhere(&self.chosen, mappings.iter(), |mut submission| {
            if let Some(corrections) = &self.corrections {
                corrections.apply(&mut submission, &self.correcting);
            }
            submission
        })
    }
}
