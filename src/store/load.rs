//! Files out of a store, put into the stage where it is chosen what counts.

use std::collections::HashSet;
use std::path::Path;

use super::content;
use super::files::{FileId, FileState, KeptFile, listed, standing};
use super::office::OfficeFile;
use super::{CorrectionsError, Store, StoreError, older, schema};
use crate::batch::{Packed, Stage};
use crate::model::submission::Submission;
use crate::survey::corrections::{Correcting, Corrections};
use crate::survey::returns::Receipt;

/// What there is to know of a submission: the office may have corrected its cover.
pub type ReceiptOf<'r> = &'r dyn Fn(&Submission) -> Receipt;

impl Store {
    /// Puts all files of the store into a stage, as they were read: what counts is chosen there, and
    /// workbooks are joined. Those that the office withdrew are left out. Gives their numbers, in the
    /// stage's order.
    ///
    /// # Errors
    /// What the store says.
    pub fn hand_on(
        &self,
        stage: &mut Stage,
        receipt: Option<ReceiptOf<'_>>,
    ) -> Result<Vec<FileId>, StoreError> {
        if self.version()? == 1 {
            return older::hand_on(self, stage, receipt);
        }
        self.hand_on_but(&HashSet::new(), stage, receipt)
    }

    /// The corrections that the store keeps.
    ///
    /// # Errors
    /// Where they do not fit the editions, or what the store says.
    pub fn corrections(
        &self,
        correcting: &Correcting<'_>,
    ) -> Result<Option<Corrections>, CorrectionsError> {
        // What an earlier version kept is corrected already.
        if self.version().map_err(CorrectionsError::Store)? == 1 {
            return Ok(None);
        }
        let stored = self.office_file(OfficeFile::Corrections);
        match stored.map_err(CorrectionsError::Store)? {
            Some(file) => Corrections::parse(&file.path, &file.bytes, correcting)
                .map(Some)
                .map_err(CorrectionsError::Office),
            None => Ok(None),
        }
    }

    pub(super) fn version(&self) -> Result<i64, StoreError> {
        schema::version(&self.connection()).map_err(|e| self.wrong(e))
    }

    pub(super) fn hand_on_but(
        &self,
        but: &HashSet<FileId>,
        stage: &mut Stage,
        receipt: Option<ReceiptOf<'_>>,
    ) -> Result<Vec<FileId>, StoreError> {
        let columns = content::COLUMNS;
        let sql = format!(
            "SELECT {columns}, f.id, f.place, f.name, f.folder, f.below, f.arrived, f.state, f.since,
                    f.assigned, f.why, f.who, f.run
             FROM file f JOIN content c ON c.id = f.content ORDER BY f.id"
        );
        let connection = self.connection();
        let wrong = |e| self.wrong(e);
        let mut all = connection.prepare(&sql).map_err(wrong)?;
        let mut rows = all.query([]).map_err(wrong)?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next().map_err(wrong)? {
            let file = listed(row, 3).map_err(wrong)?;
            if file.state == FileState::Withdrawn || but.contains(&file.id) {
                continue;
            }
            let (packed, kept) = content::known(row, 0).map_err(wrong)?;
            let of_content = of_content(&self.path, &packed, &kept, &file, receipt)?;
            let receipt = standing(&of_content, &file.receipt);
            let added = stage.add_packed(&packed, receipt);
            added.map_err(StoreError::Aside)?;
            ids.push(file.id);
        }
        Ok(ids)
    }
}

fn of_content(
    store: &Path,
    packed: &Packed,
    kept: &[u8],
    file: &KeptFile,
    receipt: Option<ReceiptOf<'_>>,
) -> Result<Receipt, StoreError> {
    let damaged = |why: String| StoreError::Damaged {
        path: store.to_owned(),
        file: file.receipt.file.to_string(),
        why,
    };
    let Some(receipt) = receipt else {
        return content::receipt(kept, packed).ok_or_else(|| damaged(String::new()));
    };
    let mut submission = packed.read().map_err(|e| damaged(e.to_string()))?;
    submission.source.file = file.receipt.file.to_string();
    Ok(receipt(&submission))
}
