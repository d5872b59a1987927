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
    SELECT s.edition, s.unit, s.file, c.tbl AS "table", c.record, c.field, c.value, c.text
    FROM cell c JOIN submission s ON s.id = c.submission
    WHERE s.counts = 1;
CREATE VIEW findings AS
    SELECT s.edition, s.unit, s.file, f.severity, f.rule, f.path, f.tbl AS "table", f.record,
           f.field, f.message, f.message_en, f.hint, f.hint_en, f.raw, f.place
    FROM finding f JOIN submission s ON s.id = f.submission
    WHERE s.counts = 1;
