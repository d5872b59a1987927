//! The tables of a store, and which versions of them can be used.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;

/// The version of the tables below. A store of a newer one is refused.
pub const VERSION: i64 = 1;

/// `HUIB`, by which a store is told from other SQLite files.
const APPLICATION: i64 = 0x4855_4942;

/// The tables. `submission.json` is as read; `corrected` as corrected, where it was. Numbers are
/// typed values; `text` holds every value as the workbooks show it.
const TABLES: &str = "
CREATE TABLE run (
    id         INTEGER PRIMARY KEY,
    started    TEXT NOT NULL,
    finished   TEXT NOT NULL,
    program    TEXT NOT NULL,
    reader     TEXT NOT NULL,
    files_read INTEGER NOT NULL,
    files_known INTEGER NOT NULL
);
CREATE TABLE edition (
    id          TEXT PRIMARY KEY,
    year        INTEGER NOT NULL,
    name        TEXT NOT NULL,
    fingerprint TEXT NOT NULL
);
CREATE TABLE reading (
    name    TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    reader  TEXT NOT NULL,
    json    TEXT NOT NULL,
    english TEXT NOT NULL,
    PRIMARY KEY (name, sha256)
) WITHOUT ROWID;
CREATE TABLE submission (
    id        INTEGER PRIMARY KEY,
    run       INTEGER NOT NULL REFERENCES run (id),
    edition   TEXT NOT NULL,
    unit      TEXT,
    unit_key  TEXT,
    file      TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    bundle    TEXT NOT NULL,
    format    TEXT NOT NULL,
    producer  TEXT,
    modified  TEXT,
    content   TEXT,
    counts    INTEGER NOT NULL DEFAULT 0,
    errors    INTEGER NOT NULL,
    warnings  INTEGER NOT NULL,
    json      TEXT NOT NULL,
    english   TEXT NOT NULL,
    corrected TEXT,
    corrected_english TEXT,
    UNIQUE (file, bundle)
);
CREATE INDEX submission_of_unit ON submission (unit_key);
CREATE TABLE attachment (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    file       TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    format     TEXT NOT NULL
);
CREATE INDEX attachment_of ON attachment (submission);
CREATE TABLE cell (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    tbl        TEXT NOT NULL,
    record     INTEGER NOT NULL,
    field      TEXT NOT NULL,
    value,
    text       TEXT NOT NULL,
    PRIMARY KEY (submission, tbl, record, field)
) WITHOUT ROWID;
CREATE INDEX cell_of_table ON cell (tbl, field);
CREATE TABLE table_status (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    tbl        TEXT NOT NULL,
    status     TEXT NOT NULL,
    records    INTEGER NOT NULL,
    PRIMARY KEY (submission, tbl)
) WITHOUT ROWID;
CREATE TABLE finding (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    severity   TEXT NOT NULL,
    rule       TEXT NOT NULL,
    path       TEXT NOT NULL,
    tbl        TEXT,
    record     INTEGER,
    field      TEXT,
    message    TEXT NOT NULL,
    message_en TEXT NOT NULL,
    hint       TEXT NOT NULL,
    hint_en    TEXT NOT NULL,
    raw        TEXT,
    place      TEXT,
    PRIMARY KEY (submission, n)
) WITHOUT ROWID;
CREATE TABLE corrections_file (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    path   TEXT NOT NULL,
    bytes  BLOB NOT NULL,
    run    INTEGER NOT NULL REFERENCES run (id)
);
CREATE TABLE correction (
    line       INTEGER NOT NULL,
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    path       TEXT NOT NULL,
    value      TEXT,
    rule       TEXT,
    was        TEXT,
    why        TEXT NOT NULL,
    who        TEXT NOT NULL,
    at         TEXT NOT NULL,
    applied    INTEGER NOT NULL,
    PRIMARY KEY (line, submission)
) WITHOUT ROWID;
CREATE VIEW cells AS
    SELECT s.edition, s.unit, s.file, c.tbl AS \"table\", c.record, c.field, c.value, c.text
    FROM cell c JOIN submission s ON s.id = c.submission
    WHERE s.counts = 1;
CREATE VIEW findings AS
    SELECT s.edition, s.unit, s.file, f.severity, f.rule, f.path, f.tbl AS \"table\", f.record,
           f.field, f.message, f.message_en, f.hint, f.hint_en, f.raw, f.place
    FROM finding f JOIN submission s ON s.id = f.submission
    WHERE s.counts = 1;
";

/// Makes the tables where there are none, and checks the version where there are.
pub(super) fn prepare(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let wrong = |e| StoreError::of(path, e);
    if number(connection, "application_id").map_err(wrong)? == 0
        && number(connection, "schema_version").map_err(wrong)? == 0
    {
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .map_err(wrong)?;
        let begun = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(wrong)?;
        // Another process may have made them in the meantime.
        if number(&begun, "application_id").map_err(wrong)? == 0 {
            begun.execute_batch(TABLES).map_err(wrong)?;
            begun
                .pragma_update(None, "application_id", APPLICATION)
                .map_err(wrong)?;
            begun
                .pragma_update(None, "user_version", VERSION)
                .map_err(wrong)?;
        }
        begun.commit().map_err(wrong)?;
    }
    check(connection, path)?;
    let set = |name: &str, value: &str| connection.pragma_update(None, name, value).map_err(wrong);
    set("journal_mode", "WAL")?;
    // A commit is on the disk before it is reported, also when the power fails.
    set("synchronous", "FULL")?;
    set("foreign_keys", "ON")
}

/// Refuses what is no store, or a newer one.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let wrong = |e| StoreError::of(path, e);
    if number(connection, "application_id").map_err(wrong)? != APPLICATION {
        return Err(StoreError::NoStore {
            path: path.to_owned(),
        });
    }
    let version = number(connection, "user_version").map_err(wrong)?;
    if version > VERSION {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            version,
        });
    }
    Ok(())
}

fn number(connection: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}
