//! A run: what it reads, kept in one transaction.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::corrections::{self, Stored};
use super::{Store, StoreError, memory, newest, rows, views};
use crate::batch::Memory;
use crate::mapping::Bundle;
use crate::model::finding::Rule;
use crate::model::submission::Submission;
use crate::survey::corrections::{Applied, Correcting, Corrections};
use crate::text::Worded;
use crate::text::lang::Said;

/// A run that is going on. Dropped before [`Run::commit`], it has never been.
#[derive(Debug)]
pub struct Run<'s> {
    store: &'s Store,
    id: i64,
    reader: String,
    /// Files that were known, and files that were read.
    known: AtomicI64,
    read: AtomicI64,
    /// What went wrong while readings were recalled or kept on other threads.
    failed: Mutex<Option<rusqlite::Error>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Units of which something is new.
    units: BTreeSet<String>,
    corrections: Option<Corrections>,
    /// The corrections are not those that earlier submissions were corrected with.
    changed: bool,
    done: Applied,
}

/// What a run has kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
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
        let mut state = self.state();
        let connection = self.store.connection();
        let wrong = |e| CorrectionsError::Store(self.store.wrong(e));
        let stored = corrections::stored(&connection).map_err(wrong)?;
        state.corrections = match given {
            Some((path, bytes, corrections)) => {
                state.changed = stored.is_none_or(|s| s.bytes != bytes);
                if state.changed {
                    corrections::store(&connection, path, bytes, self.id).map_err(wrong)?;
                }
                Some(corrections)
            }
            None => match stored {
                Some(Stored { path, bytes }) => {
                    let read = Corrections::parse(Path::new(&path), &bytes, correcting);
                    Some(read.map_err(CorrectionsError::Office)?)
                }
                None => None,
            },
        };
        Ok(())
    }

    /// The corrections that submissions are corrected with.
    pub fn applied_corrections(&self) -> Option<Corrections> {
        self.state().corrections.clone()
    }

    /// Keeps a submission as read, and gives it back as corrected.
    ///
    /// # Errors
    /// What the store says.
    pub fn submission(
        &self,
        read: Submission,
        correcting: &Correcting<'_>,
    ) -> Result<Submission, StoreError> {
        if let Some(e) = self.take_failure() {
            return Err(self.store.wrong(e));
        }
        let mut state = self.state();
        let connection = self.store.connection();
        let wrong = |e| self.store.wrong(e);
        if !state.changed
            && let Some(corrected) = rows::unchanged(&connection, &read).map_err(wrong)?
        {
            return Ok(corrected);
        }
        let id = rows::insert(&connection, &read, self.id).map_err(wrong)?;
        let mut corrected = read.clone();
        let done = match &state.corrections {
            Some(corrections) => corrections.apply(&mut corrected, correcting),
            None => Applied::default(),
        };
        let corrections = state.corrections.as_ref();
        let kept = rows::keep_answers(&connection, id, &read, &corrected, corrections, &done);
        kept.map_err(wrong)?;
        state.done.add(done);
        state.units.extend(rows::unit_key(&corrected));
        Ok(corrected)
    }

    /// The corrections that have pointed at nothing so far, this run's and earlier submissions
    /// taken together.
    ///
    /// # Errors
    /// What the store says.
    pub fn nowhere(&self, correcting: &Correcting<'_>) -> Result<Vec<(u64, Said)>, StoreError> {
        self.correct_earlier(correcting)?;
        let state = self.state();
        let corrections = state.corrections.as_ref();
        Ok(corrections.map_or_else(Vec::new, |c| c.nowhere(&state.done)))
    }

    /// Where the corrections have changed, corrects what earlier runs have kept.
    fn correct_earlier(&self, correcting: &Correcting<'_>) -> Result<(), StoreError> {
        let mut state = self.state();
        let State {
            units,
            corrections: Some(corrections),
            changed,
            done: all,
        } = &mut *state
        else {
            return Ok(());
        };
        let connection = self.store.connection();
        let wrong = |e| self.store.wrong(e);
        if !*changed {
            all.add(corrections::outcomes(&connection).map_err(wrong)?);
            return Ok(());
        }
        *changed = false;
        let ids: Vec<i64> = {
            let mut all = connection
                .prepare("SELECT id FROM submission WHERE run <> ?1")
                .map_err(wrong)?;
            let rows = all.query_map([self.id], |row| row.get(0)).map_err(wrong)?;
            rows.collect::<Result<_, _>>().map_err(wrong)?
        };
        for id in ids {
            let (file, written) = rows::as_read(&connection, id).map_err(wrong)?;
            let read = written.read().map_err(|e| StoreError::Damaged {
                path: self.store.path.clone(),
                file,
                why: e.to_string(),
            })?;
            let mut corrected = read.clone();
            let done = corrections.apply(&mut corrected, correcting);
            let kept =
                rows::keep_answers(&connection, id, &read, &corrected, Some(corrections), &done);
            kept.map_err(wrong)?;
            all.add(done);
            units.extend(rows::unit_key(&corrected));
        }
        Ok(())
    }

    /// Ends the run: all that it kept is there at once.
    ///
    /// # Errors
    /// What the store says; then nothing of the run is kept.
    pub fn commit(self, correcting: &Correcting<'_>) -> Result<Kept, StoreError> {
        self.correct_earlier(correcting)?;
        if let Some(e) = self.take_failure() {
            return Err(self.store.wrong(e));
        }
        let kept = Kept {
            read: self.read.load(Ordering::Relaxed),
            known: self.known.load(Ordering::Relaxed),
        };
        let connection = self.store.connection();
        let end = || -> rusqlite::Result<()> {
            for unit in &self.state().units {
                newest::count_newest(&connection, unit)?;
            }
            connection.execute(
                "UPDATE run SET finished = ?2, files_read = ?3, files_known = ?4 WHERE id = ?1",
                params![self.id, Timestamp::now().to_string(), kept.read, kept.known],
            )?;
            connection.execute_batch("COMMIT")
        };
        end().map_err(|e| self.store.wrong(e))?;
        Ok(kept)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
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
        memory::knows(&self.store.connection(), name, sha256, &self.reader).unwrap_or(false)
    }

    fn recall(&self, name: &str, sha256: &str) -> Option<Submission> {
        match memory::recall(&self.store.connection(), name, sha256, &self.reader) {
            Ok(recalled) => {
                if recalled.is_some() {
                    self.known.fetch_add(1, Ordering::Relaxed);
                }
                recalled
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
        if submission
            .findings
            .iter()
            .any(|f| f.rule() == Rule::UnreadableFile)
        {
            return;
        }
        if let Err(e) = memory::keep(&self.store.connection(), submission, &self.reader) {
            self.fail(e);
        }
    }
}
