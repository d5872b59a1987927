//! The files of a survey's folder as its journal's store lists them, and the lists that it hands over.

use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::{HANDED_OVER, Journal, handed_over, last};
use crate::batch::Stage;
use crate::store::StoreError;
use crate::store::content;
use crate::store::files::{self, FileId, FileState};
use crate::store::office::{self, OfficeFile};
use crate::survey::returns::{Presence, Receipt};

/// A list of the office's: what its file is called, and what is in it.
pub type List<'l> = (OfficeFile, &'l str, &'l [u8]);

/// A file as it is listed.
struct Row {
    id: FileId,
    name: String,
    below: String,
    arrived: Option<String>,
    state: FileState,
    assigned: Option<String>,
    order: i64,
}

impl Journal {
    /// Lists the files that a stage has read of the folder, and no others; and tells the stage which of
    /// them the office withdrew or gave to a unit.
    ///
    /// # Errors
    /// What the store says; then the list is as it was.
    pub fn lie(&self, stage: &mut Stage) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let mut note = || -> rusqlite::Result<()> {
            let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut listed = listed(&begun)?;
            let mut run = None;
            for receipt in stage.receipts_mut() {
                let sql = "SELECT id FROM content WHERE key = ?1";
                let key = content::key(&receipt.file, &receipt.sha256.hex());
                let content: i64 = begun.prepare_cached(sql)?.query_row([key], |r| r.get(0))?;
                let at = (files::place(receipt), content);
                let known = listed.remove(&at);
                let run = match run {
                    Some(run) => run,
                    None if known.as_ref().is_some_and(|row| row.is(receipt)) => 0,
                    None => *run.insert(self.run(&begun)?),
                };
                let row = put(&begun, receipt, &at, known, run)?;
                receipt.order = row.order;
                receipt.assigned = row.assigned.as_deref().map(Box::from);
                if row.state == FileState::Withdrawn {
                    receipt.presence = Presence::Withdrawn;
                }
            }
            let mut changed = run.is_some();
            for row in listed.into_values() {
                files::forget(&begun, row.id)?;
                changed = true;
            }
            if !changed {
                return Ok(());
            }
            begun
                .execute_batch("DELETE FROM content WHERE id NOT IN (SELECT content FROM file)")?;
            forget_what_counts(&begun)?;
            begun.commit()
        };
        let noted = note();
        noted.map_err(|e| self.wrong(e))
    }

    /// Hands over what the acts up to `last` come to. Where there is a later act by now nothing is
    /// done: whoever did that hands it over.
    ///
    /// # Errors
    /// What the store says.
    pub fn hand_over(&self, last_known: i64, lists: &[List<'_>]) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let mut write = || -> rusqlite::Result<()> {
            let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if last(&begun)? != last_known {
                return Ok(());
            }
            let mut changed = handed_over(&begun)? != last_known;
            for (kind, file, bytes) in lists {
                let there = office::stored(&begun, *kind)?;
                if there.map_or(bytes.is_empty(), |there| there.bytes == *bytes) {
                    continue;
                }
                changed = true;
                match bytes.is_empty() {
                    true => office::forget(&begun, *kind)?,
                    false => {
                        let run = self.run(&begun)?;
                        office::store(&begun, *kind, Path::new(file), bytes, run)?;
                    }
                }
            }
            if !changed {
                return Ok(());
            }
            let sql = "INSERT OR REPLACE INTO setting (name, file, bytes) VALUES (?1, '', ?2)";
            begun.execute(sql, params![HANDED_OVER, last_known.to_string().as_bytes()])?;
            forget_what_counts(&begun)?;
            begun.commit()
        };
        let written = write();
        written.map_err(|e| self.wrong(e))
    }

    /// A run: when files came, and lists were given.
    fn run(&self, connection: &Connection) -> rusqlite::Result<i64> {
        let now = Timestamp::now().to_string();
        connection.execute(
            "INSERT INTO run (started, finished, program, reader, files_read, files_known)
             VALUES (?1, ?1, ?2, ?3, 0, 0)",
            params![now, env!("CARGO_PKG_VERSION"), self.reader],
        )?;
        Ok(connection.last_insert_rowid())
    }
}

/// What was written down for queries is no longer so: nothing is better than what was.
fn forget_what_counts(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("DELETE FROM submission")
}

/// The files that are listed, by where they lie and what they are.
fn listed(connection: &Connection) -> rusqlite::Result<HashMap<(String, i64), Row>> {
    let sql = "SELECT place, content, id, name, below, arrived, state, assigned, run FROM file";
    let mut all = connection.prepare_cached(sql)?;
    let rows = all.query_map([], |row| {
        let at = (row.get(0)?, row.get(1)?);
        let row = Row {
            id: row.get(2)?,
            name: row.get(3)?,
            below: row.get(4)?,
            arrived: row.get(5)?,
            state: FileState::of(&row.get::<_, String>(6)?),
            assigned: row.get(7)?,
            order: row.get(8)?,
        };
        Ok((at, row))
    })?;
    rows.collect()
}

impl Row {
    /// It is listed as it lies.
    fn is(&self, receipt: &Receipt) -> bool {
        self.name == *receipt.file
            && self.below == *receipt.below
            && self.arrived == receipt.arrived.map(|t| t.to_string())
            && matches!(self.state, FileState::Here | FileState::Withdrawn)
    }
}

/// Lists a file as it lies.
fn put(
    connection: &Connection,
    receipt: &Receipt,
    (place, content): &(String, i64),
    known: Option<Row>,
    run: i64,
) -> rusqlite::Result<Row> {
    let arrived = receipt.arrived.map(|t| t.to_string());
    if let Some(mut row) = known {
        if !row.is(receipt) {
            if row.state != FileState::Withdrawn {
                row.state = FileState::Here;
            }
            let sql = "UPDATE file SET name = ?2, below = ?3, arrived = ?4, state = ?5
                       WHERE id = ?1";
            let (file, below) = (&*receipt.file, &*receipt.below);
            connection.prepare_cached(sql)?.execute(params![
                row.id,
                file,
                below,
                arrived,
                row.state.name()
            ])?;
        }
        return Ok(row);
    }
    let sql = "INSERT INTO file (content, place, name, folder, below, arrived, state, since, run)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'here', ?7, ?8)";
    connection.prepare_cached(sql)?.execute(params![
        content,
        place,
        &*receipt.file,
        &*receipt.folder,
        &*receipt.below,
        arrived,
        Timestamp::now().to_string(),
        run,
    ])?;
    Ok(Row {
        id: connection.last_insert_rowid(),
        name: receipt.file.to_string(),
        below: receipt.below.to_string(),
        arrived,
        state: FileState::Here,
        assigned: None,
        order: run,
    })
}
