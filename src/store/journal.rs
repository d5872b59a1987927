//! The journal of a survey: what the office did, in the order in which it did it, and what it has
//! set. It stands in the store's file beside the submissions, and nothing is ever taken out of it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{Store, StoreError};
use crate::batch::{Known, Memory, Packed};
use crate::mapping::Bundle;
use crate::model::submission::Submission;
use crate::survey::returns::Receipt;

/// An act is a line of JSON: what it says is whoever's who wrote it.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS act (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    at   TEXT NOT NULL,
    who  TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS setting (
    name  TEXT PRIMARY KEY,
    file  TEXT NOT NULL,
    bytes BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS known (
    name    TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    reader  TEXT NOT NULL,
    json    BLOB NOT NULL,
    english BLOB NOT NULL,
    PRIMARY KEY (name, sha256)
) WITHOUT ROWID;
";

/// A survey's journal, open.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    connection: Mutex<Connection>,
    /// What files are read with: readings of another reader are not recalled.
    reader: String,
}

/// An act as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Its number; later acts have greater ones.
    pub id: i64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// What, in JSON.
    pub what: String,
}

/// Something that is set: a file as it was given, or a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// What it is: `roster`, `due`.
    pub name: String,
    /// What the file was called.
    pub file: String,
    /// Its bytes; none take it away.
    pub bytes: Vec<u8>,
}

impl Journal {
    /// Opens the journal of a survey, and makes it where there is none.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(path: &Path, bundles: &[Bundle]) -> Result<Journal, StoreError> {
        let store = Store::open(path)?;
        let Store { path, connection } = store;
        let connection = connection.into_inner().unwrap_or_else(|e| e.into_inner());
        connection
            .execute_batch(TABLES)
            .map_err(|e| StoreError::of(&path, e))?;
        Ok(Journal {
            path,
            connection: Mutex::new(connection),
            reader: super::reader_fingerprint(bundles),
        })
    }

    /// As [`Journal::open`], of at most so many pages more than it has: as on a disk that is nearly
    /// full.
    ///
    /// # Errors
    /// As [`Journal::open`].
    #[doc(hidden)]
    pub fn allow(&self, further: i64) -> Result<(), StoreError> {
        let connection = self.connection();
        let pages: i64 = connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .map_err(|e| self.wrong(e))?;
        connection
            .pragma_update(None, "max_page_count", pages + further)
            .map_err(|e| self.wrong(e))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number of the last act; 0 before the first.
    ///
    /// # Errors
    /// What the store says.
    pub fn last(&self) -> Result<i64, StoreError> {
        let connection = self.connection();
        last(&connection).map_err(|e| self.wrong(e))
    }

    /// The acts after one, in their order.
    ///
    /// # Errors
    /// What the store says.
    pub fn after(&self, id: i64) -> Result<Vec<Noted>, StoreError> {
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<Noted>> {
            let sql = "SELECT id, at, who, what FROM act WHERE id > ?1 ORDER BY id";
            let mut all = connection.prepare_cached(sql)?;
            let rows = all.query_map([id], |row| {
                Ok(Noted {
                    id: row.get(0)?,
                    at: row.get(1)?,
                    who: row.get(2)?,
                    what: row.get(3)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|e| self.wrong(e))
    }

    /// Notes acts after the one that was last when they were decided on, and what they set: all
    /// of them, on the disk, or none. `false` where somebody else has noted something since.
    ///
    /// # Errors
    /// What the store says; nothing is noted then.
    pub fn note(
        &self,
        known: i64,
        who: &str,
        acts: &[String],
        setting: Option<&Setting>,
    ) -> Result<bool, StoreError> {
        let mut connection = self.connection();
        let mut write = || -> rusqlite::Result<bool> {
            let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if last(&begun)? != known {
                return Ok(false);
            }
            let now = Timestamp::now().to_string();
            for act in acts {
                let sql = "INSERT INTO act (at, who, what) VALUES (?1, ?2, ?3)";
                begun.prepare_cached(sql)?.execute(params![now, who, act])?;
            }
            if let Some(Setting { name, file, bytes }) = setting {
                begun.execute("DELETE FROM setting WHERE name = ?1", [name])?;
                if !bytes.is_empty() {
                    begun.execute(
                        "INSERT INTO setting (name, file, bytes) VALUES (?1, ?2, ?3)",
                        params![name, file, bytes],
                    )?;
                }
            }
            begun.commit()?;
            Ok(true)
        };
        let written = write();
        written.map_err(|e| self.wrong(e))
    }

    /// What is set under a name.
    ///
    /// # Errors
    /// What the store says.
    pub fn setting(&self, name: &str) -> Result<Option<Setting>, StoreError> {
        let connection = self.connection();
        let found = connection
            .query_row(
                "SELECT file, bytes FROM setting WHERE name = ?1",
                [name],
                |row| {
                    Ok(Setting {
                        name: name.to_owned(),
                        file: row.get(0)?,
                        bytes: row.get(1)?,
                    })
                },
            )
            .optional();
        found.map_err(|e| self.wrong(e))
    }

    /// The names of what is set, in their order.
    ///
    /// # Errors
    /// What the store says.
    pub fn settings(&self) -> Result<Vec<String>, StoreError> {
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut all = connection.prepare("SELECT name FROM setting ORDER BY name")?;
            let rows = all.query_map([], |row| row.get(0))?;
            rows.collect()
        };
        read().map_err(|e| self.wrong(e))
    }

    /// Sets something that is no act of the office's: the files that were there.
    ///
    /// # Errors
    /// What the store says.
    pub fn remember(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let connection = self.connection();
        let sql = "INSERT OR REPLACE INTO setting (name, file, bytes) VALUES (?1, '', ?2)";
        let written = connection.execute(sql, params![name, bytes]);
        written.map(|_| ()).map_err(|e| self.wrong(e))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A thread that panicked while it held the connection has rolled back what it began.
        self.connection.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn wrong(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }
}

fn last(connection: &Connection) -> rusqlite::Result<i64> {
    let sql = "SELECT coalesce(max(id), 0) FROM act";
    connection
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))
}

/// What was read stays read: a survey that is opened again is there at once. What cannot be kept
/// is read anew the next time.
impl Memory for Journal {
    fn knows(&self, name: &str, sha256: &str) -> bool {
        let sql = "SELECT 1 FROM known WHERE name = ?1 AND sha256 = ?2 AND reader = ?3";
        let connection = self.connection();
        let known = connection.prepare_cached(sql);
        known.is_ok_and(|mut k| {
            k.exists(params![name, sha256, self.reader])
                .unwrap_or(false)
        })
    }

    fn recall(&self, name: &str, sha256: &str) -> Option<Known> {
        let sql = "SELECT json, english FROM known WHERE name = ?1 AND sha256 = ?2 AND reader = ?3";
        let packed = {
            let connection = self.connection();
            let mut known = connection.prepare_cached(sql).ok()?;
            let given = params![name, sha256, self.reader];
            let of_row = |row: &rusqlite::Row<'_>| {
                Ok(Packed {
                    json: row.get(0)?,
                    english: row.get(1)?,
                })
            };
            known.query_row(given, of_row).ok()?
        };
        // What cannot be read back is read anew.
        let receipt = Receipt::of(&packed.read().ok()?);
        Some(Known {
            packed,
            receipt: Some(receipt),
        })
    }

    fn keep(&self, submission: &Submission) {
        let Packed { json, english } = Packed::of(submission);
        let source = &submission.source;
        let sql = "INSERT OR REPLACE INTO known VALUES (?1, ?2, ?3, ?4, ?5)";
        let connection = self.connection();
        let Ok(mut keep) = connection.prepare_cached(sql) else {
            return;
        };
        let _ = keep.execute(params![
            source.file,
            source.sha256,
            self.reader,
            json,
            english
        ]);
    }
}
