//! What of the submissions that count is counted elsewhere, as was decided, or as the roster says.

use super::{Office, Taken};
use crate::batch::Chosen;
use crate::cli::Failure;
use crate::mapping::Mapping;
use crate::model::submission::Submission;
use crate::survey::rollup::Weighed;

impl Office {
    /// The same of a stage that the command has filled itself; see [`Chosen::weighed`].
    pub(in crate::cli) fn elsewhere<'m>(
        &self,
        chosen: &Chosen,
        mappings: impl Iterator<Item = &'m Mapping> + Clone,
        corrected: impl Fn(Submission) -> Submission,
    ) -> Result<Weighed, Failure> {
        Ok(chosen.weighed(self.knowing(), mappings, corrected)?)
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
