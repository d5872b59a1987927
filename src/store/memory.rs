//! What earlier runs have read: a file is read again only where it, the program or an edition has
//! changed.

use rusqlite::{Connection, OptionalExtension, params};

use crate::model::submission::Submission;

pub(super) use crate::batch::Written;

/// What a file was read to by the same reader.
pub(super) fn recall(
    connection: &Connection,
    name: &str,
    sha256: &str,
    reader: &str,
) -> rusqlite::Result<Option<Submission>> {
    let sql = "SELECT json, english FROM reading WHERE name = ?1 AND sha256 = ?2 AND reader = ?3";
    let written = connection
        .prepare_cached(sql)?
        .query_row(params![name, sha256, reader], |row| {
            Ok(Written {
                json: unpacked(row.get_ref(0)?),
                english: row.get(1)?,
            })
        })
        .optional()?;
    // What cannot be read back is read anew.
    Ok(written.and_then(|w| w.read().ok()))
}

/// Whether a file was read by the same reader.
pub(super) fn knows(
    connection: &Connection,
    name: &str,
    sha256: &str,
    reader: &str,
) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM reading WHERE name = ?1 AND sha256 = ?2 AND reader = ?3";
    connection
        .prepare_cached(sql)?
        .exists(params![name, sha256, reader])
}

/// Keeps what a file was read to.
pub(super) fn keep(
    connection: &Connection,
    submission: &Submission,
    reader: &str,
) -> rusqlite::Result<()> {
    let Written { json, english } = Written::of(submission);
    let source = &submission.source;
    let sql = "INSERT OR REPLACE INTO reading (name, sha256, reader, json, english)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(sql)?.execute(params![
        source.file,
        source.sha256,
        reader,
        packed(&json),
        english
    ])?;
    Ok(())
}

/// A reading is read by this program alone: it is kept packed.
fn packed(json: &str) -> Vec<u8> {
    use std::io::Write;
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    // Memory can always be written to.
    let _ = out.write_all(json.as_bytes());
    out.finish().unwrap_or_default()
}

/// What earlier versions kept is text.
fn unpacked(kept: rusqlite::types::ValueRef<'_>) -> String {
    use std::io::Read;
    match kept {
        rusqlite::types::ValueRef::Blob(bytes) => {
            let mut json = String::new();
            let mut read = flate2::read::ZlibDecoder::new(bytes);
            // What cannot be read back is read anew.
            let _ = read.read_to_string(&mut json);
            json
        }
        kept => kept.as_str().unwrap_or_default().to_owned(),
    }
}
