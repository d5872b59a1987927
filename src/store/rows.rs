//! The rows of a submission: itself, its answers, its findings, and what became of corrections.

use rusqlite::{Connection, OptionalExtension, params};

use super::files::FileId;
use super::office;
use crate::mapping::Role;
use crate::model::finding::{FieldPath, Finding, Severity};
use crate::model::submission::{Record, Status, Submission};
use crate::survey::corrections::{Applied, Corrections};
use crate::survey::roster::unit_name;
use crate::text::Worded as _;
use crate::text::key::key;
use crate::text::lang::Said;
use crate::value::Value;

/// A submission's row, beside what it says.
pub(super) struct Row<'r> {
    pub(super) file: FileId,
    pub(super) run: i64,
    pub(super) made_of: &'r str,
    pub(super) counts: bool,
    /// What it says is to be found: it counts, or would.
    pub(super) with_answers: bool,
}

/// Forgets the submission of a file.
pub(super) fn forget(connection: &Connection, file: FileId) -> rusqlite::Result<()> {
    let sql = "DELETE FROM submission WHERE file_id = ?1";
    connection.prepare_cached(sql)?.execute([file])?;
    Ok(())
}

/// Writes a submission down, in the place of what its file came to before.
pub(super) fn put(
    connection: &Connection,
    row: &Row<'_>,
    submission: &Submission,
    corrections: Option<&Corrections>,
    done: &Applied,
) -> rusqlite::Result<()> {
    forget(connection, row.file)?;
    let source = &submission.source;
    let count = |severity: Severity| {
        let of = submission
            .findings
            .iter()
            .filter(|f| f.severity == severity);
        i64::try_from(of.count()).unwrap_or(i64::MAX)
    };
    let sql =
        "INSERT INTO submission (file_id, made_of, run, edition, unit, unit_key, file, sha256,
                                       format, producer, modified, counts, errors, warnings)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    connection.prepare_cached(sql)?.execute(params![
        row.file,
        row.made_of,
        row.run,
        &*submission.mapping.id,
        submission.who(Role::Name),
        unit_name(submission).map(key),
        source.file,
        source.sha256,
        source.format,
        source.producer,
        source.modified,
        row.counts,
        count(Severity::Error),
        count(Severity::Warning),
    ])?;
    let id = connection.last_insert_rowid();
    let entries = corrections.map_or(&[][..], |c| &c.entries);
    let concerned = |line: u64| done.applied.contains(&line) || done.refused.contains(&line);
    for entry in entries.iter().filter(|e| concerned(e.line)) {
        office::note(connection, id, entry, done.applied.contains(&entry.line))?;
    }
    if row.with_answers {
        answers(connection, id, submission)?;
    }
    Ok(())
}

fn answers(connection: &Connection, id: i64, submission: &Submission) -> rusqlite::Result<()> {
    let sql = "INSERT INTO attachment (submission, file, sha256, format) VALUES (?1, ?2, ?3, ?4)";
    for attachment in &submission.attachments {
        connection.prepare_cached(sql)?.execute(params![
            id,
            attachment.file,
            attachment.sha256,
            attachment.format
        ])?;
    }
    cells(connection, id, "unit", 0, &submission.unit)?;
    for (code, table) in &submission.tables.0 {
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
    for (finding, n) in submission.findings.iter().zip(1..) {
        keep_finding(connection, id, n, finding)?;
    }
    Ok(())
}

/// The number of a name of a table or a field.
pub(super) fn name(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    let known: Option<i64> = connection
        .prepare_cached("SELECT id FROM name WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let sql = "INSERT INTO name (name) VALUES (?1)";
    connection.prepare_cached(sql)?.execute([name])?;
    Ok(connection.last_insert_rowid())
}

/// The number of what is said, which many findings say.
fn said(connection: &Connection, said: &Said) -> rusqlite::Result<i64> {
    let known: Option<i64> = connection
        .prepare_cached("SELECT id FROM said WHERE zh = ?1 AND en = ?2")?
        .query_row([&said.zh, &said.en], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let sql = "INSERT INTO said (zh, en) VALUES (?1, ?2)";
    connection
        .prepare_cached(sql)?
        .execute([&said.zh, &said.en])?;
    Ok(connection.last_insert_rowid())
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
    let table = name(connection, table)?;
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
        let text = match &value {
            Sql::Text(same) if *same == text => None,
            Sql::Integer(same) if same.to_string() == text => None,
            _ => Some(text),
        };
        let field = name(connection, field)?;
        connection
            .prepare_cached(sql)?
            .execute(params![id, table, n, field, value, text])?;
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
    let sql = "INSERT INTO finding VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    let (message, hint) = (said(connection, &message)?, said(connection, &hint)?);
    connection.prepare_cached(sql)?.execute(params![
        id,
        n,
        severity,
        f.rule().name(),
        path,
        table,
        record,
        f.path.field_name().map(|name| &**name),
        message,
        hint,
        f.raw,
        place,
    ])?;
    Ok(())
}
