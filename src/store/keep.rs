//! A run: what it reads, kept in one transaction.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::content::{self, Kept};
use super::files::{self, Changes, FileId, FileState, Noting};
use super::office::{self, OfficeFile, Stored};
use super::{Store, StoreError, older, schema, views};
use crate::batch::{Gathered, Known, Memory, Stage};
use crate::mapping::Bundle;
use crate::model::finding::Rule;
use crate::model::submission::Submission;
use crate::survey::corrections::{Correcting, Corrections};
use crate::survey::returns::{Presence, Receipt};
use crate::text::Worded;
use crate::text::lang::Said;

/// A run that is going on. Dropped before [`Run::commit`], it has never been.
#[derive(Debug)]
pub struct Run<'s> {
    pub(super) store: &'s Store,
    pub(super) id: i64,
    pub(super) reader: String,
    /// Files that were known, and files that were read.
    known: AtomicI64,
    read: AtomicI64,
    /// What went wrong while readings were recalled or kept on other threads.
    failed: Mutex<Option<rusqlite::Error>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) corrections: Option<Corrections>,
    /// What the corrections' file has in it, as a hash.
    pub(super) corrected_by: String,
    /// The files of the stage, by their numbers there.
    pub(super) files: Vec<Option<FileId>>,
}

/// What a run has kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stayed {
    /// Files that were read.
    pub read: i64,
    /// Files that an earlier run had read already.
    pub known: i64,
}

impl Store {
    /// Begins a run: from here on nobody else can write until it is committed or dropped.
    ///
    /// # Errors
    /// Where another process writes, or the store cannot be written.
    pub fn begin(&self, bundles: &[Bundle]) -> Result<Run<'_>, StoreError> {
        let reader = super::reader_fingerprint(bundles);
        let connection = self.connection();
        let begun = || -> rusqlite::Result<i64> {
            connection.execute_batch("BEGIN IMMEDIATE")?;
            if schema::version(&connection)? < super::VERSION {
                older::bring_up(&connection)?;
            }
            let now = Timestamp::now().to_string();
            connection.execute(
                "INSERT INTO run (started, finished, program, reader, files_read, files_known)
                 VALUES (?1, '', ?2, ?3, 0, 0)",
                params![now, env!("CARGO_PKG_VERSION"), reader],
            )?;
            let id = connection.last_insert_rowid();
            for bundle in bundles {
                views::edition(&connection, bundle)?;
            }
            Ok(id)
        };
        let id = begun().map_err(|e| {
            roll_back(&connection);
            self.wrong(e)
        })?;
        drop(connection);
        Ok(Run {
            store: self,
            id,
            reader,
            known: AtomicI64::new(0),
            read: AtomicI64::new(0),
            failed: Mutex::new(None),
            state: Mutex::default(),
        })
    }
}

impl Run<'_> {
    /// Keeps a file of the office's, in the place of the one that the store has.
    ///
    /// # Errors
    /// What the store says.
    pub fn office_file(
        &self,
        kind: OfficeFile,
        path: &Path,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let connection = self.store.connection();
        let wrong = |e| self.store.wrong(e);
        let stored = office::stored(&connection, kind).map_err(wrong)?;
        if stored.is_some_and(|s| s.bytes == bytes) {
            return Ok(());
        }
        office::store(&connection, kind, path, bytes, self.id).map_err(wrong)
    }

    /// Takes the office's corrections: those given, which replace the ones that the store has,
    /// else the store's.
    ///
    /// # Errors
    /// Where the store's corrections no longer fit the editions; or what the store says.
    pub fn corrections(
        &self,
        given: Option<(&Path, &[u8], Corrections)>,
        correcting: &Correcting<'_>,
    ) -> Result<(), CorrectionsError> {
        let kind = OfficeFile::Corrections;
        let (bytes, corrections) = match given {
            Some((path, bytes, corrections)) => {
                let kept = self.office_file(kind, path, bytes);
                kept.map_err(CorrectionsError::Store)?;
                (bytes.to_owned(), corrections)
            }
            None => match self.store.office_file(kind) {
                Ok(Some(Stored { path, bytes })) => {
                    let read = Corrections::parse(&path, &bytes, correcting);
                    (bytes, read.map_err(CorrectionsError::Office)?)
                }
                Ok(None) => return Ok(()),
                Err(e) => return Err(CorrectionsError::Store(e)),
            },
        };
        let mut state = self.state();
        state.corrected_by = crate::read::sha256(&bytes);
        state.corrections = Some(corrections);
        Ok(())
    }

    /// The corrections that submissions are corrected with.
    pub fn applied_corrections(&self) -> Option<Corrections> {
        self.state().corrections.clone()
    }

    /// Notes the files that a stage has read so far, each where it lies, and what is no longer where
    /// it lay; then puts all other files of the store beside them, so that what counts is chosen among
    /// all that ever came.
    ///
    /// # Errors
    /// What the store says.
    pub fn take(
        &self,
        stage: &mut Stage,
        gathered: &Gathered,
        receipt: Option<&dyn Fn(&Submission) -> Receipt>,
    ) -> Result<Changes, StoreError> {
        if let Some(e) = self.take_failure() {
            return Err(self.store.wrong(e));
        }
        let connection = self.store.connection();
        let wrong = |e| self.store.wrong(e);
        let mut noting = Noting::new(&connection, self.id, gathered);
        let mut ids: Vec<Option<FileId>> = Vec::with_capacity(stage.len());
        for receipt in stage.receipts_mut() {
            ids.push(noting.file(receipt).map_err(wrong)?);
        }
        noting.gone().map_err(wrong)?;
        let changes = noting.changes;
        drop(connection);
        stage.beside();
        let taken: HashSet<FileId> = ids.iter().flatten().copied().collect();
        let first = stage.len();
        let others = self.store.hand_on_but(&taken, stage, receipt)?;
        for index in first..stage.len() {
            let receipt = &stage.receipts()[index];
            let place = files::place(receipt);
            if receipt.presence == Presence::Gone && gathered.was_looked_at(&place) {
                stage.missed(index);
            }
        }
        ids.extend(others.into_iter().map(Some));
        self.state().files = ids;
        Ok(changes)
    }

    /// Withdraws a file: it counts nowhere, and older ones of its unit do again. `false` where there is
    /// none.
    ///
    /// # Errors
    /// What the store says.
    pub fn withdraw(&self, file: FileId, why: &str, who: &str) -> Result<bool, StoreError> {
        let withdraw = |c: &Connection| files::set_state(c, file, FileState::Withdrawn);
        self.change(file, withdraw, None, why, who)
    }

    /// Takes a file in again that was withdrawn, or keeps one that is gone from its folder.
    ///
    /// # Errors
    /// What the store says.
    pub fn restore(&self, file: FileId, why: &str, who: &str) -> Result<bool, StoreError> {
        self.change(file, |c| files::restore(c, file), None, why, who)
    }

    /// Gives a file to a unit, whatever its cover, its name and its folder say; or, with none, takes
    /// that back.
    ///
    /// # Errors
    /// What the store says.
    pub fn assign(
        &self,
        file: FileId,
        unit: Option<&str>,
        why: &str,
        who: &str,
    ) -> Result<bool, StoreError> {
        self.change(file, |_| Ok(()), Some(unit), why, who)
    }

    fn change(
        &self,
        file: FileId,
        change: impl Fn(&Connection) -> rusqlite::Result<()>,
        unit: Option<Option<&str>>,
        why: &str,
        who: &str,
    ) -> Result<bool, StoreError> {
        let connection = self.store.connection();
        let change = || -> rusqlite::Result<bool> {
            change(&connection)?;
            files::note_office(&connection, file, unit, why, who)
        };
        change().map_err(|e| self.store.wrong(e))
    }

    /// Ends the run: all that it kept is there at once.
    ///
    /// # Errors
    /// What the store says; then nothing of the run is kept.
    pub fn commit(self) -> Result<Stayed, StoreError> {
        if let Some(e) = self.take_failure() {
            return Err(self.store.wrong(e));
        }
        let kept = Stayed {
            read: self.read.load(Ordering::Relaxed),
            known: self.known.load(Ordering::Relaxed),
        };
        let connection = self.store.connection();
        let end = || -> rusqlite::Result<()> {
            // What no file has any more is of no use: it would be read anew in any case.
            connection
                .execute_batch("DELETE FROM content WHERE id NOT IN (SELECT content FROM file)")?;
            connection.execute(
                "UPDATE run SET finished = ?2, files_read = ?3, files_known = ?4 WHERE id = ?1",
                params![self.id, Timestamp::now().to_string(), kept.read, kept.known],
            )?;
            connection.execute_batch("COMMIT")
        };
        end().map_err(|e| self.store.wrong(e))?;
        Ok(kept)
    }

    pub(super) fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn take_failure(&self) -> Option<rusqlite::Error> {
        self.failed.lock().unwrap_or_else(|e| e.into_inner()).take()
    }

    fn fail(&self, error: rusqlite::Error) {
        *self.failed.lock().unwrap_or_else(|e| e.into_inner()) = Some(error);
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        // After a commit nothing is open any more.
        roll_back(&self.store.connection());
    }
}

fn roll_back(connection: &Connection) {
    if !connection.is_autocommit() {
        // Where even this fails, SQLite rolls back when the file is next opened.
        let _ = connection.execute_batch("ROLLBACK");
    }
}

/// Why a run's corrections cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionsError {
    /// The store's corrections do not fit.
    #[error(transparent)]
    Office(crate::survey::OfficeError),
    /// The store fails.
    #[error(transparent)]
    Store(StoreError),
}

impl Worded for CorrectionsError {
    fn said(&self) -> Said {
        match self {
            CorrectionsError::Office(e) => e.said(),
            CorrectionsError::Store(e) => e.said(),
        }
    }
}

impl Memory for Run<'_> {
    fn knows(&self, name: &str, sha256: &str) -> bool {
        content::knows(&self.store.connection(), name, sha256, &self.reader).unwrap_or(false)
    }

    fn recall(&self, name: &str, sha256: &str) -> Option<Known> {
        // Where corrections may change a cover, choosing needs what the file says.
        let with_receipt = self.state().corrections.is_none();
        let recalled = content::recall(&self.store.connection(), name, sha256, &self.reader);
        match recalled {
            Ok(recalled) => {
                let (packed, kept) = recalled?;
                let known = content::recalled(packed, &kept, with_receipt)?;
                self.known.fetch_add(1, Ordering::Relaxed);
                Some(known)
            }
            Err(e) => {
                self.fail(e);
                None
            }
        }
    }

    fn keep(&self, submission: &Submission) {
        self.read.fetch_add(1, Ordering::Relaxed);
        // A file that cannot be read may be read tomorrow: with LibreOffice, say.
        let unread = (submission.findings.iter()).any(|f| f.rule() == Rule::UnreadableFile);
        let reader = match unread {
            true => "",
            false => &self.reader,
        };
        let kept = Kept::of(submission);
        if let Err(e) = kept.put(&self.store.connection(), reader) {
            self.fail(e);
        }
    }
}
