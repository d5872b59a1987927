//! The files that the office keeps, as they were given: the roster, its decisions, its corrections;
//! and what became of each correction.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError, schema};
use crate::survey::corrections::{Applied, Entry, Settles};

/// A file that the office keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeFile {
    /// Who is asked.
    Roster,
    /// What was decided where it was open what counts.
    Decisions,
    /// Values that were settled by hand.
    Corrections,
}

impl OfficeFile {
    fn name(self) -> &'static str {
        match self {
            OfficeFile::Roster => "roster",
            OfficeFile::Decisions => "decisions",
            OfficeFile::Corrections => "corrections",
        }
    }
}

/// The office's file as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Where it lay.
    pub path: PathBuf,
    /// What was in it.
    pub bytes: Vec<u8>,
}

impl Store {
    /// The office's file of this kind that was last given; later runs go by it until another one is.
    ///
    /// # Errors
    /// What the store says.
    pub fn office_file(&self, kind: OfficeFile) -> Result<Option<Stored>, StoreError> {
        stored(&self.connection(), kind).map_err(|e| self.wrong(e))
    }
}

pub(super) fn stored(
    connection: &Connection,
    kind: OfficeFile,
) -> rusqlite::Result<Option<Stored>> {
    let sql = match (schema::version(connection)?, kind) {
        (1, OfficeFile::Corrections) => {
            "SELECT path, bytes FROM corrections_file WHERE ?1 = 'corrections'"
        }
        (1, _) => return Ok(None),
        _ => "SELECT path, bytes FROM office_file WHERE kind = ?1",
    };
    connection
        .query_row(sql, [kind.name()], |row| {
            Ok(Stored {
                path: row.get::<_, String>(0)?.into(),
                bytes: row.get(1)?,
            })
        })
        .optional()
}

pub(super) fn store(
    connection: &Connection,
    kind: OfficeFile,
    path: &Path,
    bytes: &[u8],
    run: i64,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR REPLACE INTO office_file (kind, path, bytes, run) VALUES (?1, ?2, ?3, ?4)",
        params![kind.name(), path.display().to_string(), bytes, run],
    )?;
    Ok(())
}

/// Takes a file of the office's out.
pub(super) fn forget(connection: &Connection, kind: OfficeFile) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM office_file WHERE kind = ?1", [kind.name()])?;
    Ok(())
}

/// What became of a correction in a submission.
pub(super) fn note(
    connection: &Connection,
    submission: i64,
    entry: &Entry,
    applied: bool,
) -> rusqlite::Result<()> {
    let (value, rule) = match &entry.settles {
        Settles::Value(value) => (Some(value.as_str()), None),
        Settles::Explains(rule) => (None, Some(rule.name())),
    };
    let sql = "INSERT OR REPLACE INTO correction
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    connection.prepare_cached(sql)?.execute(params![
        i64::try_from(entry.line).unwrap_or(i64::MAX),
        submission,
        entry.spot.path().to_string(),
        value,
        rule,
        entry.was,
        entry.why,
        entry.who,
        entry.when,
        applied,
    ])?;
    Ok(())
}

/// What became of the corrections in all submissions that the store has.
pub(super) fn outcomes(connection: &Connection) -> rusqlite::Result<Applied> {
    let mut done = Applied::default();
    let mut all = connection.prepare("SELECT line, applied FROM correction")?;
    let rows = all.query_map([], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?))
    })?;
    for row in rows {
        let (line, applied) = row?;
        let line = u64::try_from(line).unwrap_or(0);
        match applied {
            true => done.applied.insert(line),
            false => done.refused.insert(line),
        };
    }
    Ok(done)
}
