//! The content of a submission, whatever file it came in.

use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::model::finding::{Rule, Severity};
use crate::model::submission::{Record, Status, Submission};

/// SHA-256 over the answers of all filled tables: equal for two files that say the same, whatever
/// program saved them and whatever their covers say. None where nothing is filled in.
pub fn content_hash(submission: &Submission) -> Option<[u8; 32]> {
    let filled: Vec<(&str, &[Record])> = (submission.tables.0.iter())
        .filter(|(_, t)| t.status == Status::Filled && !t.records.is_empty())
        .map(|(code, t)| (&**code, &*t.records))
        .collect();
    // What is written and could not be read is said too, and need not be the same.
    let mut unread: Vec<(String, &str)> = (submission.findings.iter())
        .filter(|f| f.severity == Severity::Error && f.path.table_code().is_some())
        .filter_map(|f| Some((f.path.to_string(), f.raw.as_deref()?)))
        .collect();
    unread.sort();
    match (filled.is_empty(), unread.is_empty()) {
        (true, true) => None,
        (_, true) => Some(hash(&filled)),
        (_, false) => Some(hash(&(filled, unread))),
    }
}

/// SHA-256 over what the cover says.
pub(super) fn cover_hash(submission: &Submission) -> [u8; 32] {
    hash(&submission.unit)
}

fn hash(data: &impl Serialize) -> [u8; 32] {
    // Values are plain data: they always serialise.
    let bytes = serde_json::to_vec(data).unwrap_or_default();
    Sha256::digest(bytes).into()
}

/// The file could not be read as a form: it says nothing.
pub fn is_unread(submission: &Submission) -> bool {
    (submission.findings.iter())
        .any(|f| matches!(f.rule(), Rule::UnreadableFile | Rule::UnknownForm))
}

/// Bytes in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for b in bytes {
        // A string can always be written to.
        let _ = write!(out, "{b:02x}");
    }
    out
}
