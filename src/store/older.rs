//! Stores that version 1 made. They kept submissions joined; what their files were read to singly stands
//! beside them, as long as the program was the same.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};

use super::content::Kept;
use super::files::{FileId, UNKNOWN};
use super::load::ReceiptOf;
use super::{Store, StoreError, schema};
use crate::batch::{Stage, Written};
use crate::model::submission::{Source, Submission};
use crate::survey::returns::Receipt;

/// Puts the submissions of a store of version 1 into a stage, as they were joined and corrected.
pub(super) fn hand_on(
    store: &Store,
    stage: &mut Stage,
    receipt: Option<ReceiptOf<'_>>,
) -> Result<Vec<FileId>, StoreError> {
    let connection = store.connection();
    let wrong = |e| store.wrong(e);
    let sql = "SELECT id, file, coalesce(corrected, json), coalesce(corrected_english, english)
               FROM submission ORDER BY id";
    let mut all = connection.prepare(sql).map_err(wrong)?;
    let mut rows = all.query([]).map_err(wrong)?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next().map_err(wrong)? {
        let written = Written {
            json: row.get(2).map_err(wrong)?,
            english: row.get(3).map_err(wrong)?,
        };
        let submission = written.read().map_err(|e| StoreError::Damaged {
            path: store.path.clone(),
            file: row.get(1).unwrap_or_default(),
            why: e.to_string(),
        })?;
        let receipt = receipt.map_or_else(|| Receipt::of(&submission), |of| of(&submission));
        stage.add(submission, receipt).map_err(StoreError::Aside)?;
        ids.push(row.get(0).map_err(wrong)?);
    }
    Ok(ids)
}

/// What version 1 had and this one has otherwise.
const AWAY: &str = "
DROP VIEW IF EXISTS cells;
DROP VIEW IF EXISTS findings;
DROP TABLE cell;
DROP TABLE table_status;
DROP TABLE finding;
DROP TABLE correction;
DROP TABLE attachment;
ALTER TABLE submission RENAME TO old_submission;
DROP INDEX IF EXISTS submission_of_unit;
ALTER TABLE reading RENAME TO old_reading;
ALTER TABLE corrections_file RENAME TO old_corrections;
DELETE FROM edition;
";

const DONE: &str = "
INSERT INTO office_file (kind, path, bytes, run)
    SELECT 'corrections', path, bytes, run FROM old_corrections;
DROP TABLE old_corrections;
DROP TABLE old_reading;
DROP TABLE old_submission;
";

/// Makes a store of version 1 one of this version, within the transaction that is open.
pub(super) fn bring_up(connection: &Connection) -> rusqlite::Result<()> {
    let views: Vec<String> = {
        let mut all = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'")?;
        let rows = all.query_map([], |row| row.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for view in views {
        let view = view.replace('"', "\"\"");
        connection.execute_batch(&format!("DROP VIEW \"{view}\""))?;
    }
    connection.execute_batch(AWAY)?;
    schema::tables(connection)?;
    let mut all =
        connection.prepare("SELECT run, json, english FROM old_submission ORDER BY id")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let written = Written {
            json: row.get(1)?,
            english: row.get(2)?,
        };
        // What cannot be read back comes again with its file.
        let Ok(submission) = written.read() else {
            continue;
        };
        take_over(connection, submission, row.get(0)?)?;
    }
    drop(rows);
    drop(all);
    connection.execute_batch(DONE)
}

/// The single files of a submission, where all of them are there; else the submission, as it was
/// joined.
fn take_over(connection: &Connection, submission: Submission, run: i64) -> rusqlite::Result<()> {
    let sources: Vec<&Source> = std::iter::once(&submission.source)
        .chain(&submission.attachments)
        .collect();
    let mut single = Vec::new();
    for source in sources {
        single.extend(read_singly(connection, source)?);
    }
    if single.len() <= submission.attachments.len() {
        single = vec![(submission, String::new())];
    }
    for (submission, reader) in single {
        let content = Kept::of(&submission).put(connection, &reader)?;
        let file = &submission.source.file;
        let (folder, _) = file.rsplit_once('/').unwrap_or(("", file));
        let sql =
            "INSERT OR IGNORE INTO file (content, place, name, folder, below, state, since, run)
                   VALUES (?1, ?2, ?3, ?4, ?4, 'here', '', ?5)";
        let place = format!("{UNKNOWN}{file}");
        connection
            .prepare_cached(sql)?
            .execute(params![content, place, file, folder, run])?;
    }
    Ok(())
}

/// What a file was read to, before it was joined to others; with the reader's fingerprint.
fn read_singly(
    connection: &Connection,
    source: &Source,
) -> rusqlite::Result<Option<(Submission, String)>> {
    let sql = "SELECT json, english, reader FROM old_reading WHERE name = ?1 AND sha256 = ?2";
    let found = connection
        .prepare_cached(sql)?
        .query_row(params![source.file, source.sha256], |row| {
            let written = Written {
                json: text(row.get_ref(0)?),
                english: row.get(1)?,
            };
            Ok((written, row.get(2)?))
        })
        .optional()?;
    Ok(found.and_then(|(written, reader)| Some((written.read().ok()?, reader))))
}

/// A reading is packed; the first ones were text.
fn text(kept: ValueRef<'_>) -> String {
    use std::io::Read;
    match kept {
        ValueRef::Blob(bytes) => {
            let mut json = String::new();
            // What cannot be read back is read anew.
            let _ = flate2::read::ZlibDecoder::new(bytes).read_to_string(&mut json);
            json
        }
        kept => kept.as_str().unwrap_or_default().to_owned(),
    }
}
