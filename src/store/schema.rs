//! The tables of a store, and which versions of them can be used.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;

/// The version of the tables below. A store of a newer one is refused.
pub const VERSION: i64 = 2;

/// `HUIB`, by which a store is told from other SQLite files.
const APPLICATION: i64 = 0x4855_4942;

/// The tables. `content` is what single files were read to, packed; `file` where each lay and how
/// it stands; `submission` and what hangs on it is made of these by choosing and joining, and made
/// anew where they change. Numbers are typed values; a `text` that is null is the value itself.
const TABLES: &str = "
CREATE TABLE content (
    id      INTEGER PRIMARY KEY,
    key     TEXT NOT NULL UNIQUE,
    sha256  TEXT NOT NULL,
    reader  TEXT NOT NULL,
    json    BLOB NOT NULL,
    english BLOB NOT NULL,
    receipt BLOB NOT NULL
);
CREATE TABLE file (
    id       INTEGER PRIMARY KEY,
    content  INTEGER NOT NULL REFERENCES content (id),
    place    TEXT NOT NULL,
    name     TEXT NOT NULL,
    folder   TEXT NOT NULL,
    below    TEXT NOT NULL,
    arrived  TEXT,
    state    TEXT NOT NULL,
    since    TEXT NOT NULL,
    assigned TEXT,
    why      TEXT NOT NULL DEFAULT '',
    who      TEXT NOT NULL DEFAULT '',
    run      INTEGER NOT NULL REFERENCES run (id),
    UNIQUE (place, content)
);
CREATE INDEX file_of_content ON file (content);
CREATE TABLE office_file (
    kind   TEXT PRIMARY KEY,
    path   TEXT NOT NULL,
    bytes  BLOB NOT NULL,
    run    INTEGER NOT NULL REFERENCES run (id)
);
CREATE TABLE submission (
    id        INTEGER PRIMARY KEY,
    file_id   INTEGER NOT NULL UNIQUE REFERENCES file (id) ON DELETE CASCADE,
    made_of   TEXT NOT NULL,
    run       INTEGER NOT NULL REFERENCES run (id),
    edition   TEXT NOT NULL,
    unit      TEXT,
    unit_key  TEXT,
    file      TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    format    TEXT NOT NULL,
    producer  TEXT,
    modified  TEXT,
    counts    INTEGER NOT NULL DEFAULT 0,
    errors    INTEGER NOT NULL,
    warnings  INTEGER NOT NULL
);
CREATE INDEX submission_of_unit ON submission (unit_key);
CREATE TABLE attachment (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    file       TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    format     TEXT NOT NULL
);
CREATE INDEX attachment_of ON attachment (submission);
CREATE TABLE name (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE cell (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    tbl        INTEGER NOT NULL REFERENCES name (id),
    record     INTEGER NOT NULL,
    field      INTEGER NOT NULL REFERENCES name (id),
    value,
    text       TEXT,
    PRIMARY KEY (submission, tbl, record, field)
) WITHOUT ROWID;
CREATE TABLE table_status (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    tbl        TEXT NOT NULL,
    status     TEXT NOT NULL,
    records    INTEGER NOT NULL,
    PRIMARY KEY (submission, tbl)
) WITHOUT ROWID;
CREATE TABLE said (
    id INTEGER PRIMARY KEY,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    UNIQUE (zh, en)
);
CREATE TABLE finding (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    severity   TEXT NOT NULL,
    rule       TEXT NOT NULL,
    path       TEXT NOT NULL,
    tbl        TEXT,
    record     INTEGER,
    field      TEXT,
    message    INTEGER NOT NULL REFERENCES said (id),
    hint       INTEGER NOT NULL REFERENCES said (id),
    raw        TEXT,
    place      TEXT,
    PRIMARY KEY (submission, n)
) WITHOUT ROWID;
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
    SELECT s.edition, s.unit, s.file, t.name AS \"table\", c.record, f.name AS field, c.value,
           coalesce(c.text, CAST(c.value AS TEXT)) AS text
    FROM cell c JOIN submission s ON s.id = c.submission
    JOIN name t ON t.id = c.tbl JOIN name f ON f.id = c.field
    WHERE s.counts = 1;
CREATE VIEW findings AS
    SELECT s.edition, s.unit, s.file, f.severity, f.rule, f.path, f.tbl AS \"table\", f.record,
           f.field, m.zh AS message, m.en AS message_en, h.zh AS hint, h.en AS hint_en, f.raw,
           f.place
    FROM finding f JOIN submission s ON s.id = f.submission
    JOIN said m ON m.id = f.message JOIN said h ON h.id = f.hint;
";

/// What every version has.
const RUNS: &str = "
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
            begun.execute_batch(RUNS).map_err(wrong)?;
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

/// The version of a store's tables.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    number(connection, "user_version")
}

/// Makes this version's tables beside those that every version has.
pub(super) fn tables(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)?;
    connection.pragma_update(None, "user_version", VERSION)
}

fn number(connection: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}
