//! The corrections that a store keeps: the office's file as it was given, and what became of each.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use crate::survey::corrections::{Applied, Entry, Settles};

/// The office's file as it was given.
pub(super) struct Stored {
    pub path: String,
    pub bytes: Vec<u8>,
}

pub(super) fn stored(connection: &Connection) -> rusqlite::Result<Option<Stored>> {
    connection
        .query_row("SELECT path, bytes FROM corrections_file", [], |row| {
            Ok(Stored {
                path: row.get(0)?,
                bytes: row.get(1)?,
            })
        })
        .optional()
}

pub(super) fn store(
    connection: &Connection,
    path: &Path,
    bytes: &[u8],
    run: i64,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR REPLACE INTO corrections_file (only, path, bytes, run) VALUES (1, ?1, ?2, ?3)",
        params![path.display().to_string(), bytes, run],
    )?;
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
