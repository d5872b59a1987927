//! What counts, handed on in the order of the inputs.

use std::io;

use rayon::prelude::*;

use super::{Chosen, SpoolError, Which};
use crate::batch::chunk;
use crate::model::submission::Submission;

impl Chosen {
    /// Hands on what counts, in the order of the inputs, each with its number among the receipts.
    ///
    /// # Errors
    /// What `give` returns, or where a submission cannot be taken out again.
    pub fn each<E: From<SpoolError>>(
        &self,
        which: Which,
        give: impl FnMut(usize, Submission) -> Result<(), E>,
    ) -> Result<(), E> {
        let given_now = self.given_now();
        self.each_of(which, |i| given_now[i], give)
    }

    /// As [`Chosen::each`], of those too of which nothing was given now.
    ///
    /// # Errors
    /// As [`Chosen::each`].
    pub(crate) fn every<E: From<SpoolError>>(
        &self,
        which: Which,
        give: impl FnMut(usize, Submission) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_of(which, |_| true, give)
    }

    fn each_of<E: From<SpoolError>>(
        &self,
        which: Which,
        wanted: impl Fn(usize) -> bool,
        mut give: impl FnMut(usize, Submission) -> Result<(), E>,
    ) -> Result<(), E> {
        let fates = self.fates();
        let mut handed_on = Chosen::those(&fates, which);
        handed_on.retain(|i| wanted(*i));
        for part in handed_on.chunks(chunk()) {
            let made: Vec<io::Result<Submission>> =
                part.par_iter().map(|&i| self.made(i, fates[i])).collect();
            for (&i, submission) in part.iter().zip(made) {
                give(i, submission.map_err(SpoolError)?)?;
            }
        }
        Ok(())
    }

    /// Which submissions are of units that something was given of now.
    fn given_now(&self) -> Vec<bool> {
        let beside = self.beside.unwrap_or(self.receipts.len());
        let mut now: Vec<bool> = (0..self.receipts.len()).map(|i| i < beside).collect();
        for missed in &self.missed {
            now[*missed] = true;
        }
        let given = now.clone();
        for returns in &self.returns {
            if returns.files().any(|i| given[i]) {
                returns.files().for_each(|i| now[i] = true);
            }
        }
        now
    }
}
