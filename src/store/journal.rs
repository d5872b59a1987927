//! The journal of a survey: what the office did, in the order in which it did it, and what it has
//! set. It stands in a store's file beside the files of the survey's folder, and nothing is ever taken
//! out of it.
//!
//! Such a store is read by every command as any other is. Its list of files is what lay in the folder
//! when that was last read: a survey counts what lies there. What the office did is handed over as the
//! lists that every store keeps ([`OfficeFile`]); while that has not been done of the last act, the
//! store is not read.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::content::{self, Kept};
use super::{Store, StoreError, older, schema};
use crate::batch::{Known, Memory, Packed};
use crate::mapping::Bundle;
use crate::model::finding::Rule;
use crate::model::submission::Submission;

mod listing;

pub use listing::List;

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
";

/// Under what the last day to return is set.
pub const DUE: &str = "due";
/// Under what the last act is set whose lists were handed over.
const HANDED_OVER: &str = "handed-over";

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
        let mut connection = connection.into_inner().unwrap_or_else(|e| e.into_inner());
        bring_up(&mut connection).map_err(|e| StoreError::of(&path, e))?;
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

/// Brings a survey's file up to date. Those of before kept what was read in a table of their own,
/// without a list of the files.
fn bring_up(connection: &mut Connection) -> rusqlite::Result<()> {
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if schema::version(&begun)? < schema::VERSION {
        older::bring_up(&begun)?;
    }
    begun.execute_batch(TABLES)?;
    if is_there(&begun, "known")? {
        let mut all = begun.prepare("SELECT name, sha256, reader, json, english FROM known")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (name, sha256): (String, String) = (row.get(0)?, row.get(1)?);
            let packed = Packed {
                json: row.get(3)?,
                english: row.get(4)?,
            };
            // What cannot be read back is read anew.
            if let Ok(submission) = packed.read() {
                let kept = Kept::packed(&name, &sha256, packed, &submission);
                kept.put(&begun, &row.get::<_, String>(2)?)?;
            }
        }
        drop(rows);
        drop(all);
        begun.execute_batch("DROP TABLE known")?;
    }
    begun.commit()
}

fn is_there(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    connection.prepare_cached(sql)?.exists([table])
}

/// The store is a survey's file of which the last act was not handed over yet: one of before, or one
/// whose program was killed between the two.
pub(super) fn is_unsettled(connection: &Connection) -> rusqlite::Result<bool> {
    if !is_there(connection, "act")? {
        return Ok(false);
    }
    if is_there(connection, "known")? {
        return Ok(true);
    }
    Ok(handed_over(connection)? != last(connection)?)
}

fn handed_over(connection: &Connection) -> rusqlite::Result<i64> {
    let sql = "SELECT CAST(CAST(bytes AS TEXT) AS INTEGER) FROM setting WHERE name = ?1";
    let found = connection
        .prepare_cached(sql)?
        .query_row([HANDED_OVER], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(0))
}

/// What a survey's file has set under a name; nothing in any other store.
pub(super) fn set(connection: &Connection, name: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    if !is_there(connection, "setting")? {
        return Ok(None);
    }
    let sql = "SELECT bytes FROM setting WHERE name = ?1";
    let found = connection.query_row(sql, [name], |row| row.get(0));
    found.optional()
}

/// What was read stays read: a survey that is opened again is there at once. What cannot be kept
/// is read anew the next time.
impl Memory for Journal {
    fn knows(&self, name: &str, sha256: &str) -> bool {
        content::knows(&self.connection(), name, sha256, &self.reader).unwrap_or(false)
    }

    fn recall(&self, name: &str, sha256: &str) -> Option<Known> {
        let recalled = content::recall(&self.connection(), name, sha256, &self.reader);
        let (packed, kept) = recalled.ok()??;
        content::recalled(packed, &kept, true)
    }

    fn keep(&self, submission: &Submission) {
        // A file that cannot be read may be read tomorrow: with LibreOffice, say.
        let unread = (submission.findings.iter()).any(|f| f.rule() == Rule::UnreadableFile);
        let reader = if unread { "" } else { &self.reader };
        let kept = Kept::of(submission);
        // Where it could not be kept, listing the files says so.
        let _ = kept.put(&self.connection(), reader);
    }
}
