//! The files that a store knows: where each lies, how it stands, and what the office did with it.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::content;
use super::{Store, StoreError};
use crate::batch::Gathered;
use crate::survey::returns::{Presence, Receipt};

/// A file of a store, by its number there.
pub type FileId = i64;

/// How a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileState {
    /// It lay in its place when that was last looked at.
    Here,
    /// Its folder was read again, and it was gone. It counts until somebody says that it does not.
    Gone,
    /// Another file stands in its place. It is an older version of that one.
    Replaced,
    /// The office took it back: it counts nowhere.
    Withdrawn,
    /// It is gone from its folder, and counts all the same: the office said so.
    Kept,
}

impl FileState {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            FileState::Here => "here",
            FileState::Gone => "gone",
            FileState::Replaced => "replaced",
            FileState::Withdrawn => "withdrawn",
            FileState::Kept => "kept",
        }
    }

    pub(super) fn of(name: &str) -> FileState {
        match name {
            "gone" => FileState::Gone,
            "replaced" => FileState::Replaced,
            "withdrawn" => FileState::Withdrawn,
            "kept" => FileState::Kept,
            _ => FileState::Here,
        }
    }

    fn presence(self) -> Presence {
        match self {
            FileState::Here | FileState::Kept => Presence::Here,
            FileState::Gone => Presence::Gone,
            FileState::Replaced => Presence::Replaced,
            FileState::Withdrawn => Presence::Withdrawn,
        }
    }
}

/// A file that a store knows.
#[derive(Clone, Debug)]
pub struct KeptFile {
    /// Its number.
    pub id: FileId,
    /// Where it lies, from the root of the file system.
    pub place: String,
    /// How it stands.
    pub state: FileState,
    /// Since when, or when it first came.
    pub since: String,
    /// The unit that the office gave it to.
    pub assigned: Option<String>,
    /// Why the office did what it did with it, and who.
    pub why: String,
    /// Who it was.
    pub who: String,
    /// What choosing knows of it, its name and hash among it.
    pub receipt: Receipt,
}

/// What a run found changed in the folders that it looked through. Names, as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are gone.
    pub gone: Vec<String>,
    /// Files in whose place others stand.
    pub replaced: Vec<String>,
    /// Files that are there and were withdrawn by the office: they count nowhere.
    pub withdrawn: Vec<String>,
}

/// A place that is known from a store of before is a name alone.
pub(super) const UNKNOWN: &str = "?/";

/// Where a file lies.
pub(super) fn place(receipt: &Receipt) -> String {
    let name = receipt.file.rsplit('/').next().unwrap_or(&receipt.file);
    format!("{}/{name}", receipt.folder)
}

impl Store {
    /// All files, in the order in which they came.
    ///
    /// # Errors
    /// What the store says. A store of an earlier version has no list of files until something is
    /// written to it.
    pub fn files(&self) -> Result<Vec<KeptFile>, StoreError> {
        let sql = "SELECT c.json, c.english, c.receipt, f.id, f.place, f.name, f.folder, f.below,
                          f.arrived, f.state, f.since, f.assigned, f.why, f.who, f.run
                   FROM file f JOIN content c ON c.id = f.content ORDER BY f.id";
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<KeptFile>> {
            let mut all = connection.prepare(sql)?;
            let rows = all.query_map([], |row| {
                let (packed, receipt) = content::known(row, 0)?;
                Ok((packed, receipt, listed(row, 3)?))
            })?;
            let mut files = Vec::new();
            for row in rows {
                let (packed, receipt, mut file) = row?;
                if let Some(of_content) = content::receipt(&receipt, &packed) {
                    file.receipt = standing(&of_content, &file.receipt);
                }
                files.push(file);
            }
            Ok(files)
        };
        read().map_err(|e| self.wrong(e))
    }
}

/// The receipt of a content, of the file that lies and stands so.
pub(super) fn standing(content: &Receipt, file: &Receipt) -> Receipt {
    let mut receipt = content.named(&file.file).lying(
        Arc::clone(&file.folder),
        Arc::clone(&file.below),
        file.arrived,
    );
    (receipt.presence, receipt.order) = (file.presence, file.order);
    receipt.assigned.clone_from(&file.assigned);
    receipt
}

/// A file's columns, from that one on; its receipt has what a file's row says and no more.
pub(super) fn listed(row: &rusqlite::Row<'_>, from: usize) -> rusqlite::Result<KeptFile> {
    let text = |i: usize| row.get::<_, String>(from + i);
    let maybe = |i: usize| row.get::<_, Option<String>>(from + i);
    let state = FileState::of(&text(6)?);
    let assigned = maybe(8)?;
    let arrived = maybe(5)?.and_then(|t| t.parse().ok());
    let mut receipt = Receipt::default()
        .named(&text(2)?)
        .lying(text(3)?, text(4)?, arrived);
    (receipt.presence, receipt.order) = (state.presence(), row.get(from + 11)?);
    receipt.assigned = assigned.as_deref().map(Box::from);
    Ok(KeptFile {
        id: row.get(from)?,
        place: text(1)?,
        state,
        since: text(7)?,
        assigned,
        why: text(9)?,
        who: text(10)?,
        receipt,
    })
}

/// Notes what a run has read, file by file.
pub(super) struct Noting<'c> {
    pub(super) connection: &'c Connection,
    pub(super) run: i64,
    pub(super) gathered: &'c Gathered,
    /// Where files lie now.
    present: HashSet<String>,
    pub(super) changes: Changes,
}

struct Row {
    id: FileId,
    state: FileState,
    assigned: Option<String>,
    order: i64,
    same: bool,
}

impl<'c> Noting<'c> {
    pub(super) fn new(connection: &'c Connection, run: i64, gathered: &'c Gathered) -> Noting<'c> {
        Noting {
            connection,
            run,
            gathered,
            present: gathered.inputs.iter().map(|i| i.place()).collect(),
            changes: Changes::default(),
        }
    }

    /// Notes a file that was read, and says of its receipt how it stands.
    pub(super) fn file(&mut self, receipt: &mut Receipt) -> rusqlite::Result<Option<FileId>> {
        let key = content::key(&receipt.file, &receipt.sha256.hex());
        let sql = "SELECT id FROM content WHERE key = ?1";
        let mut of_key = self.connection.prepare_cached(sql)?;
        let Some(content) = of_key.query_row([key], |row| row.get(0)).optional()? else {
            return Ok(None);
        };
        let place = place(receipt);
        let row = match self.known(&place, content, receipt)? {
            Some(row) => row,
            None => match self.moved(&place, content, receipt)? {
                Some(row) => row,
                None => {
                    let assigned = self.assigned_there(&place, receipt)?;
                    let row = self.new_row(&place, content, receipt)?;
                    if let Some(unit) = &assigned {
                        let sql = "UPDATE file SET assigned = ?2 WHERE id = ?1";
                        let mut give = self.connection.prepare_cached(sql)?;
                        give.execute(params![row.id, unit])?;
                    }
                    Row { assigned, ..row }
                }
            },
        };
        if !row.same || row.state != FileState::Here {
            self.take_place(&place, row.id)?;
        }
        receipt.order = row.order;
        receipt.assigned = row.assigned.as_deref().map(Box::from);
        if row.state == FileState::Withdrawn {
            receipt.presence = Presence::Withdrawn;
            self.changes.withdrawn.push(receipt.file.to_string());
        }
        Ok(Some(row.id))
    }

    /// The very same file in the very same place.
    fn known(&self, place: &str, content: i64, receipt: &Receipt) -> rusqlite::Result<Option<Row>> {
        let sql = "SELECT id, state, assigned, run, name, folder, below, arrived
                   FROM file WHERE place = ?1 AND content = ?2";
        let arrived = receipt.arrived.map(|t| t.to_string());
        let row = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![place, content], |row| {
                let same = row.get::<_, String>(4)? == *receipt.file
                    && row.get::<_, String>(5)? == *receipt.folder
                    && row.get::<_, String>(6)? == *receipt.below
                    && row.get::<_, Option<String>>(7)? == arrived;
                Ok(Row {
                    id: row.get(0)?,
                    state: FileState::of(&row.get::<_, String>(1)?),
                    assigned: row.get(2)?,
                    order: row.get(3)?,
                    same,
                })
            })
            .optional()?;
        let Some(mut row) = row else { return Ok(None) };
        let back = matches!(
            row.state,
            FileState::Gone | FileState::Replaced | FileState::Kept
        );
        if !row.same || back {
            if row.state == FileState::Replaced {
                // It was put back into its place: it is the newest there.
                row.order = self.run;
            }
            self.lies(row.id, place, receipt, row.order)?;
            if back {
                self.set_state(row.id, FileState::Here)?;
                (row.state, row.same) = (FileState::Here, false);
            }
        }
        Ok(Some(row))
    }

    /// The same content known at a place where it no longer is.
    fn moved(&self, place: &str, content: i64, receipt: &Receipt) -> rusqlite::Result<Option<Row>> {
        let sql = "SELECT id, place, state, assigned, run, name FROM file
                   WHERE content = ?1 AND state <> 'replaced' ORDER BY id";
        let mut all = self.connection.prepare_cached(sql)?;
        let mut rows = all.query([content])?;
        while let Some(row) = rows.next()? {
            let from: String = row.get(1)?;
            let name: String = row.get(5)?;
            let is_it = match from.strip_prefix(UNKNOWN) {
                Some(_) => name == *receipt.file,
                None => self.gathered.was_looked_at(&from) && !self.present.contains(&from),
            };
            if !is_it {
                continue;
            }
            let found = Row {
                id: row.get(0)?,
                state: FileState::of(&row.get::<_, String>(2)?),
                assigned: row.get(3)?,
                order: row.get(4)?,
                same: false,
            };
            self.lies(found.id, place, receipt, found.order)?;
            if matches!(found.state, FileState::Gone | FileState::Kept) {
                self.set_state(found.id, FileState::Here)?;
            }
            return Ok(Some(Row {
                state: match found.state {
                    FileState::Withdrawn => FileState::Withdrawn,
                    _ => FileState::Here,
                },
                ..found
            }));
        }
        Ok(None)
    }

    /// The unit that the office gave the file at this place to, whose cover said what this one's says: it
    /// is that unit's file, mended.
    fn assigned_there(&self, place: &str, receipt: &Receipt) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT f.assigned, c.receipt FROM file f JOIN content c ON c.id = f.content
                   WHERE f.place = ?1 AND f.assigned IS NOT NULL
                         AND f.state IN ('here', 'gone', 'kept')";
        let mut all = self.connection.prepare_cached(sql)?;
        let mut rows = all.query([place])?;
        while let Some(row) = rows.next()? {
            let there = content::kept_receipt(&row.get::<_, Vec<u8>>(1)?);
            if there.is_some_and(|there| there.unit == receipt.unit) {
                return row.get(0);
            }
        }
        Ok(None)
    }

    fn new_row(&self, place: &str, content: i64, receipt: &Receipt) -> rusqlite::Result<Row> {
        let sql =
            "INSERT INTO file (content, place, name, folder, below, arrived, state, since, run)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'here', ?7, ?8)";
        self.connection.prepare_cached(sql)?.execute(params![
            content,
            place,
            &*receipt.file,
            &*receipt.folder,
            &*receipt.below,
            receipt.arrived.map(|t| t.to_string()),
            Timestamp::now().to_string(),
            self.run,
        ])?;
        Ok(Row {
            id: self.connection.last_insert_rowid(),
            state: FileState::Here,
            assigned: None,
            order: self.run,
            same: false,
        })
    }

    fn lies(&self, id: FileId, place: &str, receipt: &Receipt, order: i64) -> rusqlite::Result<()> {
        let sql = "UPDATE file SET place = ?2, name = ?3, folder = ?4, below = ?5, arrived = ?6,
                          run = ?7 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![
            id,
            place,
            &*receipt.file,
            &*receipt.folder,
            &*receipt.below,
            receipt.arrived.map(|t| t.to_string()),
            order,
        ])?;
        Ok(())
    }

    /// What else is known at a place is replaced by what lies there now.
    fn take_place(&mut self, place: &str, by: FileId) -> rusqlite::Result<()> {
        let sql =
            "SELECT f.id, f.name, c.reader = '' FROM file f JOIN content c ON c.id = f.content
                   WHERE f.place = ?1 AND f.id <> ?2 AND f.state IN ('here', 'gone', 'kept')";
        let mut all = self.connection.prepare_cached(sql)?;
        let rows = all.query_map(params![place, by], three)?;
        for (id, name, is_unread) in rows.collect::<Result<Vec<_>, _>>()? {
            match is_unread {
                // Nothing was had of it: what lies there now is instead of it.
                true => forget(self.connection, id)?,
                false => {
                    self.set_state(id, FileState::Replaced)?;
                    self.changes.replaced.push(name);
                }
            }
        }
        Ok(())
    }

    fn set_state(&self, id: FileId, state: FileState) -> rusqlite::Result<()> {
        set_state(self.connection, id, state)
    }

    /// Finds the files that are gone from the folders that were looked through.
    pub(super) fn gone(&mut self) -> rusqlite::Result<()> {
        let sql =
            "SELECT f.id, f.place, c.reader = '' FROM file f JOIN content c ON c.id = f.content
                   WHERE f.state = 'here'";
        let mut all = self.connection.prepare(sql)?;
        let rows = all.query_map([], three)?.collect::<Result<Vec<_>, _>>()?;
        for (id, place, is_unread) in rows {
            if self.present.contains(&place) || !self.gathered.was_looked_at(&place) {
                continue;
            }
            match is_unread {
                true => forget(self.connection, id)?,
                false => {
                    self.set_state(id, FileState::Gone)?;
                    self.changes.gone.push(place);
                }
            }
        }
        Ok(())
    }
}

fn three(row: &rusqlite::Row<'_>) -> rusqlite::Result<(FileId, String, bool)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

pub(super) fn forget(connection: &Connection, id: FileId) -> rusqlite::Result<()> {
    let sql = "DELETE FROM file WHERE id = ?1";
    connection.prepare_cached(sql)?.execute([id])?;
    Ok(())
}

/// Takes a file in again that was withdrawn, or keeps one that is gone.
pub(super) fn restore(connection: &Connection, id: FileId) -> rusqlite::Result<()> {
    let sql = "UPDATE file SET since = ?2, state = CASE state WHEN 'withdrawn' THEN 'here'
                      WHEN 'gone' THEN 'kept' WHEN 'replaced' THEN 'kept' ELSE state END
               WHERE id = ?1";
    let now = Timestamp::now().to_string();
    connection.prepare_cached(sql)?.execute(params![id, now])?;
    Ok(())
}

pub(super) fn set_state(
    connection: &Connection,
    id: FileId,
    state: FileState,
) -> rusqlite::Result<()> {
    let sql = "UPDATE file SET state = ?2, since = ?3 WHERE id = ?1";
    let now = Timestamp::now().to_string();
    connection
        .prepare_cached(sql)?
        .execute(params![id, state.name(), now])?;
    Ok(())
}

/// What the office does with a file.
pub(super) fn note_office(
    connection: &Connection,
    id: FileId,
    assigned: Option<Option<&str>>,
    why: &str,
    who: &str,
) -> rusqlite::Result<bool> {
    let sql = "UPDATE file SET why = ?2, who = ?3 WHERE id = ?1";
    let there = connection
        .prepare_cached(sql)?
        .execute(params![id, why, who])?;
    if let Some(unit) = assigned {
        let sql = "UPDATE file SET assigned = ?2 WHERE id = ?1";
        connection.prepare_cached(sql)?.execute(params![id, unit])?;
    }
    Ok(there > 0)
}
