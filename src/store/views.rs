//! Views for an analyst: one for each table of an edition, a row a record, a column a field.

use rusqlite::{Connection, OptionalExtension, params};

use super::{edition_fingerprint, rows};
use crate::mapping::{Bundle, Field, Mapping};

/// Notes an edition, and makes its views where it is new or has changed.
pub(super) fn edition(connection: &Connection, bundle: &Bundle) -> rusqlite::Result<()> {
    let info = &bundle.mapping.edition;
    let fingerprint = edition_fingerprint(bundle);
    let known: Option<String> = connection
        .query_row(
            "SELECT fingerprint FROM edition WHERE id = ?1",
            [&*info.id],
            |row| row.get(0),
        )
        .optional()?;
    if known.as_deref() == Some(fingerprint.as_str()) {
        return Ok(());
    }
    connection.execute(
        "INSERT OR REPLACE INTO edition (id, year, name, fingerprint) VALUES (?1, ?2, ?3, ?4)",
        params![&*info.id, info.year, info.name, fingerprint],
    )?;
    for (name, sql) in views(connection, &bundle.mapping)? {
        connection.execute_batch(&format!(
            "DROP VIEW IF EXISTS {name};\nCREATE VIEW {name} AS {sql};"
        ))?;
    }
    Ok(())
}

/// The views' names (`hz_2025_HZ_02_005`; the cover is `hz_2025_unit`) and what they select.
fn views(connection: &Connection, mapping: &Mapping) -> rusqlite::Result<Vec<(String, String)>> {
    let edition = &mapping.edition.id;
    let prefix = edition.replace('-', "_");
    let cover = std::iter::once(("unit", &mapping.unit[..]));
    let tables = mapping.tables.iter().map(|t| (&*t.code, &t.fields[..]));
    let view = |(code, fields): (&str, &[Field])| -> rusqlite::Result<(String, String)> {
        let names: Vec<String> = (fields.iter())
            .flat_map(|f| {
                let beside = f.list.as_ref().map(|_| format!("{}_other", f.name));
                std::iter::once(f.name.to_string()).chain(beside)
            })
            .collect();
        let mut columns = String::new();
        for name in &names {
            columns.push_str(&format!(
                ",\n  MAX(CASE WHEN c.field = {} THEN c.value END) AS {}",
                rows::name(connection, name)?,
                quoted(name)
            ));
        }
        let sql = format!(
            "SELECT s.unit, s.file, c.record{columns}\n\
             FROM submission s JOIN cell c ON c.submission = s.id\n\
             WHERE s.counts = 1 AND s.edition = {} AND c.tbl = {}\n\
             GROUP BY s.id, c.record",
            text(edition),
            rows::name(connection, code)?
        );
        Ok((quoted(&format!("{prefix}_{code}")), sql))
    };
    cover.chain(tables).map(view).collect()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
