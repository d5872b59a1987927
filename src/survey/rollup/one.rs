//! The one submission that a roll-up comes to.

use std::sync::Arc;

use super::Rollup;
use crate::mapping::{Mapping, Role};
use crate::model::submission::{Record, SCHEMA, Source, Status, Submission, TableData, Tables};
use crate::value::Value;

impl Rollup {
    /// The roll-up as one submission: what counts, added up where the mapping adds up. Its `file`
    /// is `name`; what its records came from is in the roll-up's own JSON.
    pub fn into_submission(self, mapping: &Mapping, name: &str) -> Submission {
        let unit = mapping.unit.iter().map(|f| {
            let given = match (f.role, &self.account) {
                (Some(Role::Name), Some(account)) => Value::Text(account.clone()),
                _ => Value::Null,
            };
            (Arc::clone(&f.name), given)
        });
        let unit = Record(unit.collect());
        let tables = self.tables.into_iter().map(|t| {
            let records: Vec<Record> = match t.sums {
                Some(sums) => sums.into_iter().map(|s| s.record).collect(),
                None => (t.records.into_iter())
                    .filter(|r| r.counts)
                    .map(|r| r.record)
                    .collect(),
            };
            let status = match records.is_empty() {
                true => Status::Empty,
                false => Status::Filled,
            };
            (t.code, TableData { status, records })
        });
        Submission {
            schema: SCHEMA.into(),
            source: Source {
                file: name.to_owned(),
                format: "rollup".to_owned(),
                ..Source::default()
            },
            attachments: Vec::new(),
            versions: Vec::new(),
            mapping: self.mapping,
            unit,
            tables: Tables(tables.collect()),
            findings: Vec::new(),
        }
    }
}
