//! What single files were read to. A file is read again only where it, the program or an edition has
//! changed; where it lies does not matter.

use rusqlite::{Connection, OptionalExtension, params};

use crate::batch::{Known, Packed, packed as pack, unpacked};
use crate::model::submission::Submission;
use crate::survey::returns::Receipt;

/// By what a content is known: its hash and how it is read. One whose bytes could not be had is known
/// by its name.
pub(super) fn key(name: &str, sha256: &str) -> String {
    match sha256 {
        "" => format!("?{name}"),
        hash => format!("{hash}.{}", office::extension(name)),
    }
}

/// A content as it is kept.
#[derive(Debug)]
pub(super) struct Kept {
    key: String,
    sha256: String,
    pub(super) packed: Packed,
    receipt: Vec<u8>,
}

impl Kept {
    pub(super) fn of(submission: &Submission) -> Kept {
        let source = &submission.source;
        let packed = Packed::of(submission);
        Kept::packed(&source.file, &source.sha256, packed, submission)
    }

    /// What a file of this name and hash was read to, packed already.
    pub(super) fn packed(
        name: &str,
        sha256: &str,
        packed: Packed,
        submission: &Submission,
    ) -> Kept {
        Kept {
            key: key(name, sha256),
            sha256: sha256.to_owned(),
            packed,
            // Receipts are plain data: they always serialise.
            receipt: pack(&serde_json::to_string(&Receipt::of(submission)).unwrap_or_default()),
        }
    }

    /// Keeps it, in the place of what the same file was read to earlier. A `reader` that is nobody's
    /// says that it is to be read again.
    pub(super) fn put(&self, connection: &Connection, reader: &str) -> rusqlite::Result<i64> {
        let sql = "INSERT INTO content (key, sha256, reader, json, english, receipt)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT (key) DO UPDATE SET reader = excluded.reader,
                       json = excluded.json, english = excluded.english,
                       receipt = excluded.receipt
                   RETURNING id";
        connection.prepare_cached(sql)?.query_row(
            params![
                self.key,
                self.sha256,
                reader,
                self.packed.json,
                self.packed.english,
                self.receipt
            ],
            |row| row.get(0),
        )
    }
}

/// A content's columns in the order in which [`known`] takes them.
pub(super) const COLUMNS: &str = "c.json, c.english, c.receipt";

/// What a row has of a content, from that column on.
pub(super) fn known(row: &rusqlite::Row<'_>, from: usize) -> rusqlite::Result<(Packed, Vec<u8>)> {
    let packed = Packed {
        json: row.get(from)?,
        english: row.get(from + 1)?,
    };
    Ok((packed, row.get(from + 2)?))
}

/// A receipt that was kept. Stores of before have it as it is, not packed.
pub(super) fn kept_receipt(kept: &[u8]) -> Option<Receipt> {
    match unpacked(kept) {
        Ok(text) => serde_json::from_str(&text).ok(),
        Err(_) => serde_json::from_slice(kept).ok(),
    }
}

/// A receipt that was kept; one that cannot be read is made anew.
pub(super) fn receipt(kept: &[u8], packed: &Packed) -> Option<Receipt> {
    let anew = || packed.read().ok().map(|s| Receipt::of(&s));
    kept_receipt(kept).or_else(anew)
}

/// What a file was read to by the same reader.
pub(super) fn recall(
    connection: &Connection,
    name: &str,
    sha256: &str,
    reader: &str,
) -> rusqlite::Result<Option<(Packed, Vec<u8>)>> {
    let sql = "SELECT json, english, receipt FROM content WHERE key = ?1 AND reader = ?2";
    connection
        .prepare_cached(sql)?
        .query_row(params![key(name, sha256), reader], |row| known(row, 0))
        .optional()
}

/// What was recalled, where it can be read.
pub(super) fn recalled(packed: Packed, kept: &[u8], with_receipt: bool) -> Option<Known> {
    let receipt = receipt(kept, &packed)?;
    if !with_receipt {
        // What cannot be read back is read anew.
        packed.read().ok()?;
    }
    Some(Known {
        packed,
        receipt: with_receipt.then_some(receipt),
    })
}

/// Whether a file was read by the same reader.
pub(super) fn knows(
    connection: &Connection,
    name: &str,
    sha256: &str,
    reader: &str,
) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM content WHERE key = ?1 AND reader = ?2";
    connection
        .prepare_cached(sql)?
        .exists(params![key(name, sha256), reader])
}
