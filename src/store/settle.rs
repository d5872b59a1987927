//! What counts of a store's files, written down for whoever queries it: each submission is made anew
//! only where something that it is made of has changed.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use rusqlite::{Connection, params};

use super::files::FileId;
use super::{ReceiptOf, Run, StoreError, office, rows};
use crate::batch::{Chosen, Gathered, Knowing, SpoolError, Stage, Standing};
use crate::model::submission::Submission;
use crate::read::sha256;
use crate::survey::corrections::{Applied, Correcting};
use crate::survey::returns::Receipt;
use crate::text::lang::Said;

/// So many submissions are made at once.
const AT_ONCE: usize = 64;

/// A submission that is to be written down.
struct Due<'c> {
    file: FileId,
    standing: &'c Standing,
    made_of: String,
}

impl Run<'_> {
    /// Writes down what counts, as it was chosen of the stage that [`Run::take`] filled.
    ///
    /// # Errors
    /// What the store says.
    pub fn settle(&self, chosen: &Chosen, correcting: &Correcting<'_>) -> Result<(), StoreError> {
        let state = self.state();
        let connection = self.store.connection();
        let wrong = |e| self.store.wrong(e);
        let known = known(&connection).map_err(wrong)?;
        let all = chosen.standing();
        let mut standing: HashSet<FileId> = HashSet::new();
        let mut due: Vec<Due<'_>> = Vec::new();
        for one in &all {
            let Some(file) = state.files.get(one.index).copied().flatten() else {
                continue;
            };
            standing.insert(file);
            let made_of = format!(
                "{} {} {} {} {}",
                self.reader, state.corrected_by, one.counts, one.is_open, one.made_of
            );
            let made_of = sha256(made_of.as_bytes());
            if known.get(&file) != Some(&made_of) {
                due.push(Due {
                    file,
                    standing: one,
                    made_of,
                });
            }
        }
        for gone in known.keys().filter(|file| !standing.contains(file)) {
            rows::forget(&connection, *gone).map_err(wrong)?;
        }
        let corrections = state.corrections.as_ref();
        for part in due.chunks(AT_ONCE) {
            let make = |due: &Due<'_>| -> Result<(Submission, Applied), SpoolError> {
                let mut submission = chosen.made_as(due.standing)?;
                let done = match corrections {
                    Some(corrections) => corrections.apply(&mut submission, correcting),
                    None => Applied::default(),
                };
                Ok((submission, done))
            };
            let made: Vec<_> = part.par_iter().map(make).collect();
            for (due, made) in part.iter().zip(made) {
                let (submission, done) = made.map_err(StoreError::Aside)?;
                let row = rows::Row {
                    file: due.file,
                    run: self.id,
                    made_of: &due.made_of,
                    counts: due.standing.counts,
                    with_answers: due.standing.counts || due.standing.is_open,
                };
                rows::put(&connection, &row, &submission, corrections, &done).map_err(wrong)?;
            }
        }
        Ok(())
    }

    /// Chooses anew among all that the store has, and writes down what counts: after a file was
    /// withdrawn or given to a unit.
    ///
    /// # Errors
    /// What the store says.
    pub fn settle_all(
        &self,
        knowing: Knowing<'_>,
        correcting: &Correcting<'_>,
    ) -> Result<(), StoreError> {
        let corrections = self.applied_corrections();
        let of = |submission: &Submission| {
            let mut corrected = submission.clone();
            if let Some(corrections) = &corrections {
                corrections.apply(&mut corrected, correcting);
            }
            Receipt::of(submission).with_cover_of(&corrected)
        };
        let of = corrections.is_some().then_some(&of as ReceiptOf<'_>);
        let mut stage = Stage::default();
        self.take(&mut stage, &Gathered::default(), of)?;
        self.settle(&stage.choose(knowing), correcting)
    }

    /// The corrections that point at nothing in the store.
    ///
    /// # Errors
    /// What the store says.
    pub fn nowhere(&self) -> Result<Vec<(u64, Said)>, StoreError> {
        let state = self.state();
        let connection = self.store.connection();
        let done = office::outcomes(&connection).map_err(|e| self.store.wrong(e))?;
        let corrections = state.corrections.as_ref();
        Ok(corrections.map_or_else(Vec::new, |c| c.nowhere(&done)))
    }
}

/// Of each file what its submission was made of.
fn known(connection: &Connection) -> rusqlite::Result<HashMap<FileId, String>> {
    let mut all = connection.prepare("SELECT file_id, made_of FROM submission")?;
    let rows = all.query_map(params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
