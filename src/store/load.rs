//! Submissions out of a store.

use super::memory::Written;
use super::{Store, StoreError};
use crate::model::submission::Submission;

/// Which of a store's submissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that count: of each unit the newest.
    Counting,
    /// All: older versions and files that could not be read too.
    All,
}

impl Store {
    /// Hands the submissions to `give`, as corrected, in the order in which they came.
    ///
    /// # Errors
    /// What the store says, or what `give` returns.
    pub fn submissions<E: From<StoreError>>(
        &self,
        which: Which,
        mut give: impl FnMut(Submission) -> Result<(), E>,
    ) -> Result<(), E> {
        let connection = self.connection();
        let wrong = |e| E::from(self.wrong(e));
        let sql = "SELECT file, coalesce(corrected, json), coalesce(corrected_english, english)
                   FROM submission WHERE counts OR ?1 ORDER BY id";
        let mut all = connection.prepare(sql).map_err(wrong)?;
        let mut rows = all.query([which == Which::All]).map_err(wrong)?;
        while let Some(row) = rows.next().map_err(wrong)? {
            let written = Written {
                json: row.get(1).map_err(wrong)?,
                english: row.get(2).map_err(wrong)?,
            };
            let submission = written.read().map_err(|e| {
                let file = row.get(0).unwrap_or_default();
                E::from(StoreError::Damaged {
                    path: self.path.clone(),
                    file,
                    why: e.to_string(),
                })
            })?;
            give(submission)?;
        }
        Ok(())
    }
}
