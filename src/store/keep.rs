//! A run: what it reads, kept in one transaction.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::corrections::{self, Stored};
use super::memory::{self, Written};
use super::{Store, StoreError, views};
use crate::batch::Memory;
use crate::corrections::{Applied, Correcting, Corrections};
use crate::finding::{Finding, Pointer, Rule, Severity};
use crate::key::key;
use crate::mapping::Bundle;
use crate::returns::{Receipt, by_unit, content_hash, hex};
use crate::submission::{Record, Status, Submission};
use crate::value::Value;

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
        let id = insert(&connection, &read, self.id).map_err(wrong)?;
        let mut corrected = read.clone();
        let done = match &state.corrections {
            Some(corrections) => corrections.apply(&mut corrected, correcting),
            None => Applied::default(),
        };
        let corrections = state.corrections.as_ref();
        let kept = keep_answers(&connection, id, &read, &corrected, corrections, &done);
        kept.map_err(wrong)?;
        state.done.add(done);
        state.units.extend(unit_key(&corrected));
        Ok(corrected)
    }

    /// The corrections that have pointed at nothing so far, this run's and earlier submissions
    /// taken together.
    ///
    /// # Errors
    /// What the store says.
    pub fn nowhere(
        &self,
        correcting: &Correcting<'_>,
    ) -> Result<Vec<(u64, crate::lang::Said)>, StoreError> {
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
            let (file, written) = as_read(&connection, id).map_err(wrong)?;
            let read = written.read().map_err(|e| StoreError::Damaged {
                path: self.store.path.clone(),
                file,
                why: e.to_string(),
            })?;
            let mut corrected = read.clone();
            let done = corrections.apply(&mut corrected, correcting);
            let kept = keep_answers(&connection, id, &read, &corrected, Some(corrections), &done);
            kept.map_err(wrong)?;
            all.add(done);
            units.extend(unit_key(&corrected));
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
                count_newest(&connection, unit)?;
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
    Office(crate::OfficeError),
    /// The store fails.
    #[error(transparent)]
    Store(StoreError),
}

impl CorrectionsError {
    /// What is wrong, in both languages.
    pub fn said(&self) -> crate::lang::Said {
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
            .any(|f| f.rule == Rule::UnreadableFile)
        {
            return;
        }
        if let Err(e) = memory::keep(&self.store.connection(), submission, &self.reader) {
            self.fail(e);
        }
    }
}

fn unit_key(submission: &Submission) -> Option<String> {
    let name = submission.unit.get("unit_name").and_then(Value::text)?;
    Some(key(name)).filter(|k| !k.is_empty())
}

/// The form and its workbooks as one hash.
fn bundle(submission: &Submission) -> String {
    use sha2::Digest;
    let mut hash = sha2::Sha256::new();
    for source in std::iter::once(&submission.source).chain(&submission.attachments) {
        hash.update(&source.sha256);
        hash.update([0]);
    }
    hex(&hash.finalize())
}

/// The row of a submission; that of an earlier reading of the same files is taken over.
fn insert(connection: &Connection, read: &Submission, run: i64) -> rusqlite::Result<i64> {
    let bundle = bundle(read);
    let source = &read.source;
    let known: Option<i64> = connection
        .prepare_cached("SELECT id FROM submission WHERE file = ?1 AND bundle = ?2")?
        .query_row(params![source.file, bundle], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        connection
            .prepare_cached("DELETE FROM submission WHERE id = ?1")?
            .execute([known])?;
    }
    let Written { json, english } = Written::of(read);
    let sql = "INSERT INTO submission
               (run, edition, file, sha256, bundle, format, producer, modified, counts, errors,
                warnings, json, english)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0, ?10, ?11)";
    // A submission without a unit's name stands alone: nothing can be newer.
    let counts = unit_key(read).is_none() && !crate::returns::is_unread(read);
    connection.prepare_cached(sql)?.execute(params![
        run,
        &*read.mapping.id,
        source.file,
        source.sha256,
        bundle,
        source.format,
        source.producer,
        source.modified,
        counts,
        json,
        english,
    ])?;
    let id = connection.last_insert_rowid();
    let sql = "INSERT INTO attachment (submission, file, sha256, format) VALUES (?1, ?2, ?3, ?4)";
    for attachment in &read.attachments {
        connection.prepare_cached(sql)?.execute(params![
            id,
            attachment.file,
            attachment.sha256,
            attachment.format
        ])?;
    }
    Ok(id)
}

/// The rows of a submission's answers and findings, as corrected.
fn keep_answers(
    connection: &Connection,
    id: i64,
    read: &Submission,
    corrected: &Submission,
    corrections: Option<&Corrections>,
    done: &Applied,
) -> rusqlite::Result<()> {
    for table in ["cell", "table_status", "finding", "correction"] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE submission = ?1"))?
            .execute([id])?;
    }
    let written = (read != corrected).then(|| Written::of(corrected));
    let count = |severity: Severity| {
        let of = corrected.findings.iter().filter(|f| f.severity == severity);
        i64::try_from(of.count()).unwrap_or(i64::MAX)
    };
    connection
        .prepare_cached(
            "UPDATE submission SET corrected = ?2, corrected_english = ?3, errors = ?4, warnings = ?5,
                    unit = ?6, unit_key = ?7, content = ?8
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            written.as_ref().map(|w| &w.json),
            written.as_ref().map(|w| &w.english),
            count(Severity::Error),
            count(Severity::Warning),
            corrected.unit.get("unit_name").and_then(Value::text),
            unit_key(corrected),
            content_hash(corrected).map(|hash| hex(&hash)),
        ])?;
    cells(connection, id, "unit", 0, &corrected.unit)?;
    for (code, table) in &corrected.tables.0 {
        let status = match table.status {
            Status::Filled => "filled",
            Status::Empty => "empty",
            Status::Missing => "missing",
            Status::NotCollected => "not_collected",
        };
        connection
            .prepare_cached("INSERT OR REPLACE INTO table_status VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, &**code, status, table.records.len() as i64])?;
        for (record, n) in table.records.iter().zip(1..) {
            cells(connection, id, code, n, record)?;
        }
    }
    for (finding, n) in corrected.findings.iter().zip(1..) {
        keep_finding(connection, id, n, finding)?;
    }
    let entries = corrections.map_or(&[][..], |c| &c.entries);
    let concerned = |line: u64| done.applied.contains(&line) || done.refused.contains(&line);
    for entry in entries.iter().filter(|e| concerned(e.line)) {
        corrections::note(connection, id, entry, done.applied.contains(&entry.line))?;
    }
    Ok(())
}

/// The given values of a record. Records count from 1; the cover is record 0 of `unit`.
fn cells(
    connection: &Connection,
    id: i64,
    table: &str,
    n: i64,
    record: &Record,
) -> rusqlite::Result<()> {
    use rusqlite::types::Value as Sql;
    let sql = "INSERT OR REPLACE INTO cell (submission, tbl, record, field, value, text)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for (field, value) in record.0.iter().filter(|(_, v)| !v.is_empty()) {
        let text = value.shown();
        let value = match value {
            Value::Number(n) => match n.is_integer().then(|| i64::try_from(*n).ok()).flatten() {
                Some(whole) => Sql::Integer(whole),
                None => n
                    .to_string()
                    .parse()
                    .map_or(Sql::Text(text.clone()), Sql::Real),
            },
            Value::Bool(yes) => Sql::Integer((*yes).into()),
            _ => Sql::Text(text.clone()),
        };
        connection
            .prepare_cached(sql)?
            .execute(params![id, table, n, &**field, value, text])?;
    }
    Ok(())
}

fn keep_finding(connection: &Connection, id: i64, n: i64, f: &Finding) -> rusqlite::Result<()> {
    let Pointer {
        cover,
        table,
        record,
        field,
    } = Pointer::of(&f.path);
    // The cover is record 0 of `unit`; records count from 1.
    let (table, record) = match cover {
        true => (Some("unit".to_owned()), Some(0)),
        false => (table, record.and_then(|r| i64::try_from(r + 1).ok())),
    };
    let severity = match f.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let place = f.source.as_ref().map(ToString::to_string);
    let sql =
        "INSERT INTO finding VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    connection.prepare_cached(sql)?.execute(params![
        id,
        n,
        severity,
        f.rule.name(),
        f.path,
        table,
        record,
        field,
        f.message.zh,
        f.message.en,
        f.hint.zh,
        f.hint.en,
        f.raw,
        place,
    ])?;
    Ok(())
}

/// A submission as read.
fn as_read(connection: &Connection, id: i64) -> rusqlite::Result<(String, Written)> {
    connection
        .prepare_cached("SELECT file, json, english FROM submission WHERE id = ?1")?
        .query_row([id], |row| {
            let written = Written {
                json: row.get(1)?,
                english: row.get(2)?,
            };
            Ok((row.get(0)?, written))
        })
}

/// Marks which of a unit's submissions count: the newest form, and a workbook that came apart.
fn count_newest(connection: &Connection, unit: &str) -> rusqlite::Result<()> {
    let sql = "SELECT id, edition, coalesce(corrected, json), coalesce(corrected_english, english)
               FROM submission WHERE unit_key = ?1 ORDER BY run, id";
    let mut of_unit = connection.prepare_cached(sql)?;
    let rows = of_unit.query_map([unit], |row| {
        let written = Written {
            json: row.get(2)?,
            english: row.get(3)?,
        };
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, written))
    })?;
    let rows: Vec<(i64, String, Written)> = rows.collect::<Result<_, _>>()?;
    let editions: BTreeSet<&String> = rows.iter().map(|(_, edition, _)| edition).collect();
    // A unit returns one form for each edition.
    for edition in editions {
        let mut ids = Vec::new();
        let mut receipts = Vec::new();
        for (id, _, written) in rows.iter().filter(|(_, e, _)| e == edition) {
            if let Ok(submission) = written.read() {
                ids.push(*id);
                receipts.push(Receipt::of(&submission));
            }
        }
        let mut counting = BTreeSet::new();
        for returns in by_unit(&receipts, None) {
            counting.extend(returns.counting().map(|i| ids[i]));
        }
        let mark = "UPDATE submission SET counts = ?2 WHERE id = ?1 AND counts <> ?2";
        for id in ids {
            connection
                .prepare_cached(mark)?
                .execute(params![id, counting.contains(&id)])?;
        }
    }
    Ok(())
}
