//! What several units report, weighed by the same stage for whoever hands it on.

use super::{Chosen, Knowing, SpoolError, Which};
use crate::mapping::Mapping;
use crate::model::submission::Submission;
use crate::survey::rollup::{SaidTwice, Weighed, Weighing};

impl Chosen {
    /// What of the submissions that count is counted elsewhere: another unit's report of the same thing
    /// counts, as was decided, or as the roster says; and what nobody decided on. `corrected` corrects
    /// a submission.
    ///
    /// # Errors
    /// Where a submission cannot be taken out again.
    pub fn weighed<'m>(
        &self,
        knowing: Knowing<'_>,
        mappings: impl Iterator<Item = &'m Mapping> + Clone,
        corrected: impl Fn(Submission) -> Submission,
    ) -> Result<Weighed, SpoolError> {
        let Knowing { roster, decisions } = knowing;
        // Without either nothing gives way; that two units' forms say the same is told.
        let twice = match roster.is_some() || decisions.are_about_duplicates() {
            true => None,
            false => Some(SaidTwice::among(self.receipts(), self.returns())),
        };
        if let Some(twice) = &twice {
            if twice.is_empty() {
                return Ok(Weighed::default());
            }
            if !twice.are_few() {
                return Ok(twice.told(self.receipts(), decisions));
            }
        }
        let mut weighing = Weighing::of(self.receipts());
        self.every(Which::Counting, |i, submission| -> Result<(), SpoolError> {
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
        Ok(weighing.weigh(self.returns(), roster, decisions, mappings))
    }
}
