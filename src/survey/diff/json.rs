//! Differences as data (`huibiao/diff/1`).

use serde_json::{Value as Json, json};

use super::{Change, Difference};
use crate::model::finding::Finding;
use crate::text::lang::Lang;

/// The schema of differences as JSON.
pub const DIFF_SCHEMA: &str = "huibiao/diff/1";

impl Difference {
    /// The difference for writing, its words in `lang`.
    pub fn json(&self, lang: Lang) -> Json {
        let findings = |of: &[Finding]| {
            of.iter()
                .map(|f| json!(f.said_in(lang)))
                .collect::<Vec<_>>()
        };
        json!({
            "schema": DIFF_SCHEMA,
            "old": self.old,
            "new": self.new,
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
            "findings": {
                "mended": findings(&self.mended),
                "new": findings(&self.new_findings),
                "unchanged": findings(&self.unchanged),
            },
        })
    }
}

fn change(change: &Change) -> Json {
    match change {
        Change::Cell {
            path,
            old_path,
            table,
            record,
            field,
            old,
            new,
        } => json!({
            "kind": "cell", "path": path, "old_path": old_path, "table": table,
            "record": record, "field": field, "old": old, "new": new,
        }),
        Change::Added {
            path,
            table,
            record,
        } => {
            json!({ "kind": "added", "path": path, "table": table, "record": record })
        }
        Change::Removed {
            path,
            table,
            record,
        } => {
            json!({ "kind": "removed", "path": path, "table": table, "record": record })
        }
        Change::Status { table, old, new } => {
            json!({ "kind": "status", "table": table, "old": old, "new": new })
        }
    }
}
