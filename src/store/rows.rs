//! The rows of a submission: itself, its answers, its findings, and what became of corrections.

use rusqlite::{Connection, OptionalExtension, params};

use super::corrections;
use super::memory::Written;
use crate::mapping::Role;
use crate::model::finding::{FieldPath, Finding, Severity};
use crate::model::submission::{Record, Status, Submission};
use crate::survey::corrections::{Applied, Corrections};
use crate::survey::returns::{content_hash, hex, is_unread};
use crate::survey::roster::unit_name;
use crate::text::Worded as _;
use crate::text::key::key;
use crate::value::Value;

/// By what the submissions of a unit are known.
pub(super) fn unit_key(submission: &Submission) -> Option<String> {
    unit_name(submission).map(key)
}

/// The form and its workbooks as one hash.
fn bundle(submission: &Submission) -> String {
    use sha2::Digest;
    let mut hash = sha2::Sha256::new();
    for source in std::iter::once(&submission.source).chain(&submission.attachments) {
        hash.update(&source.sha256);
        hash.update([0]);
    }
    hex(&hash.finalize())
}

/// A submission as corrected, where the store has it as it was read now.
pub(super) fn unchanged(
    connection: &Connection,
    read: &Submission,
) -> rusqlite::Result<Option<Submission>> {
    let sql = "SELECT json, corrected, corrected_english FROM submission
               WHERE file = ?1 AND bundle = ?2";
    type Row = (String, Option<String>, Option<String>);
    let known: Option<Row> = connection
        .prepare_cached(sql)?
        .query_row(params![read.source.file, bundle(read)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((json, corrected, english)) = known else {
        return Ok(None);
    };
    if Written::of(read).json != json {
        return Ok(None);
    }
    Ok(match (corrected, english) {
        (Some(json), Some(english)) => Written { json, english }.read().ok(),
        _ => Some(read.clone()),
    })
}

/// The row of a submission; that of an earlier reading of the same files is taken over.
pub(super) fn insert(
    connection: &Connection,
    read: &Submission,
    run: i64,
) -> rusqlite::Result<i64> {
    let bundle = bundle(read);
    let source = &read.source;
    let known: Option<i64> = connection
        .prepare_cached("SELECT id FROM submission WHERE file = ?1 AND bundle = ?2")?
        .query_row(params![source.file, bundle], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        connection
            .prepare_cached("DELETE FROM submission WHERE id = ?1")?
            .execute([known])?;
    }
    let Written { json, english } = Written::of(read);
    let sql = "INSERT INTO submission
               (run, edition, file, sha256, bundle, format, producer, modified, counts, errors,
                warnings, json, english)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0, ?10, ?11)";
    // A submission without a unit's name stands alone: nothing can be newer.
    let counts = unit_key(read).is_none() && !is_unread(read);
    connection.prepare_cached(sql)?.execute(params![
        run,
        &*read.mapping.id,
        source.file,
        source.sha256,
        bundle,
        source.format,
        source.producer,
        source.modified,
        counts,
        json,
        english,
    ])?;
    let id = connection.last_insert_rowid();
    let sql = "INSERT INTO attachment (submission, file, sha256, format) VALUES (?1, ?2, ?3, ?4)";
    for attachment in &read.attachments {
        connection.prepare_cached(sql)?.execute(params![
            id,
            attachment.file,
            attachment.sha256,
            attachment.format
        ])?;
    }
    Ok(id)
}

/// The rows of a submission's answers and findings, as corrected.
pub(super) fn keep_answers(
    connection: &Connection,
    id: i64,
    read: &Submission,
    corrected: &Submission,
    corrections: Option<&Corrections>,
    done: &Applied,
) -> rusqlite::Result<()> {
    for table in ["cell", "table_status", "finding", "correction"] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE submission = ?1"))?
            .execute([id])?;
    }
    let written = (read != corrected).then(|| Written::of(corrected));
    let count = |severity: Severity| {
        let of = corrected.findings.iter().filter(|f| f.severity == severity);
        i64::try_from(of.count()).unwrap_or(i64::MAX)
    };
    connection
        .prepare_cached(
            "UPDATE submission SET corrected = ?2, corrected_english = ?3, errors = ?4, warnings = ?5,
                    unit = ?6, unit_key = ?7, content = ?8
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            written.as_ref().map(|w| &w.json),
            written.as_ref().map(|w| &w.english),
            count(Severity::Error),
            count(Severity::Warning),
            corrected.who(Role::Name),
            unit_key(corrected),
            content_hash(corrected).map(|hash| hex(&hash)),
        ])?;
    cells(connection, id, "unit", 0, &corrected.unit)?;
    for (code, table) in &corrected.tables.0 {
        let status = match table.status {
            Status::Filled => "filled",
            Status::Empty => "empty",
            Status::Missing => "missing",
            Status::NotCollected => "not_collected",
        };
        connection
            .prepare_cached("INSERT OR REPLACE INTO table_status VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, &**code, status, table.records.len() as i64])?;
        for (record, n) in table.records.iter().zip(1..) {
            cells(connection, id, code, n, record)?;
        }
    }
    for (finding, n) in corrected.findings.iter().zip(1..) {
        keep_finding(connection, id, n, finding)?;
    }
    let entries = corrections.map_or(&[][..], |c| &c.entries);
    let concerned = |line: u64| done.applied.contains(&line) || done.refused.contains(&line);
    for entry in entries.iter().filter(|e| concerned(e.line)) {
        corrections::note(connection, id, entry, done.applied.contains(&entry.line))?;
    }
    Ok(())
}

/// The given values of a record. Records count from 1; the cover is record 0 of `unit`.
fn cells(
    connection: &Connection,
    id: i64,
    table: &str,
    n: i64,
    record: &Record,
) -> rusqlite::Result<()> {
    use rusqlite::types::Value as Sql;
    let sql = "INSERT OR REPLACE INTO cell (submission, tbl, record, field, value, text)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for (field, value) in record.0.iter().filter(|(_, v)| !v.is_empty()) {
        let text = value.shown();
        let value = match value {
            Value::Number(n) => match n.is_integer().then(|| i64::try_from(*n).ok()).flatten() {
                Some(whole) => Sql::Integer(whole),
                None => n
                    .to_string()
                    .parse()
                    .map_or(Sql::Text(text.clone()), Sql::Real),
            },
            Value::Bool(yes) => Sql::Integer((*yes).into()),
            _ => Sql::Text(text.clone()),
        };
        connection
            .prepare_cached(sql)?
            .execute(params![id, table, n, &**field, value, text])?;
    }
    Ok(())
}

fn keep_finding(connection: &Connection, id: i64, n: i64, f: &Finding) -> rusqlite::Result<()> {
    // The cover is record 0 of `unit`; records count from 1.
    let (table, record) = match &f.path {
        FieldPath::Unit { .. } => (Some("unit"), Some(0)),
        path => {
            let record = path.record_index();
            let record = record.and_then(|r| i64::try_from(r + 1).ok());
            (path.table_code().map(|code| &**code), record)
        }
    };
    let severity = f.severity.name();
    let (path, message, hint) = (f.path.to_string(), f.message(), f.hint());
    let place = f.source.as_ref().map(|place| place.said().zh);
    let sql =
        "INSERT INTO finding VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    connection.prepare_cached(sql)?.execute(params![
        id,
        n,
        severity,
        f.rule().name(),
        path,
        table,
        record,
        f.path.field_name().map(|name| &**name),
        message.zh,
        message.en,
        hint.zh,
        hint.en,
        f.raw,
        place,
    ])?;
    Ok(())
}

/// A submission as read.
pub(super) fn as_read(connection: &Connection, id: i64) -> rusqlite::Result<(String, Written)> {
    connection
        .prepare_cached("SELECT file, json, english FROM submission WHERE id = ?1")?
        .query_row([id], |row| {
            let written = Written {
                json: row.get(1)?,
                english: row.get(2)?,
            };
            Ok((row.get(0)?, written))
        })
}
