//! The one submission that a roll-up comes to.

use std::collections::HashMap;
use std::sync::Arc;

use super::Rollup;
use crate::mapping::{Mapping, Role};
use crate::model::submission::{Record, SCHEMA, Source, Status, Submission, TableData, Tables};
use crate::value::Value;

impl Rollup {
    /// Whose each record of [`into_submission`](Self::into_submission) is: by table, for each of
    /// its records a cover with the unit's name. Tables that are added up are the account's own.
    pub fn covers(&self, mapping: &Mapping) -> HashMap<Arc<str>, Vec<Record>> {
        let gathered = self.tables.iter().filter(|t| t.sums.is_none());
        let covers = gathered.map(|table| {
            let records = table.records.iter().filter(|r| r.counts);
            let covers = records.map(|r| cover(mapping, Some(&self.units[r.unit].name)));
            (Arc::clone(&table.code), covers.collect())
        });
        covers.collect()
    }

    /// Whose roll-up it is: the account that was asked for, else the one unit that is above all.
    fn whose(&self) -> Option<&str> {
        if let Some(account) = &self.account {
            return Some(account);
        }
        let mut tops = self.units.iter().filter(|u| u.parent.is_none());
        let top = tops.next().filter(|top| top.level.is_some())?;
        tops.next().is_none().then_some(top.name.as_str())
    }

    /// The roll-up as one submission: what counts, added up where the mapping adds up. Its `file`
    /// is `name`; what its records came from is in the roll-up's own JSON.
    pub fn into_submission(self, mapping: &Mapping, name: &str) -> Submission {
        let unit = cover(mapping, self.whose());
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
            (
                t.code,
                TableData {
                    status,
                    records,
                    nil: false,
                },
            )
        });
        Submission {
            schema: SCHEMA.into(),
            source: Source {
                file: name.to_owned(),
                format: "rollup".to_owned(),
                parts: self.parts,
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

/// A cover that says no more than a unit's name.
fn cover(mapping: &Mapping, name: Option<&str>) -> Record {
    let unit = mapping.unit.iter().map(|f| {
        let given = match (f.role, name) {
            (Some(Role::Name), Some(name)) => Value::Text(name.to_owned()),
            _ => Value::Null,
        };
        (Arc::clone(&f.name), given)
    });
    Record(unit.collect())
}
