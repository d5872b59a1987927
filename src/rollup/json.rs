//! A roll-up as data (`huibiao/rollup/1`), and as the one submission that it comes to.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::{Duplicate, DuplicateKind, Likeness, RolledTable, Rollup};
use crate::lang::Lang;
use crate::mapping::Mapping;
use crate::submission::{Record, SCHEMA, Source, Status, Submission, TableData, Tables};
use crate::value::Value;

/// The schema of a roll-up's JSON.
pub const ROLLUP_SCHEMA: &str = "huibiao/rollup/1";

impl Rollup {
    /// The roll-up for writing, its words in `lang`.
    pub fn json(&self, mapping: &Mapping, lang: Lang) -> Json {
        json!({
            "schema": ROLLUP_SCHEMA,
            "mapping": self.mapping,
            "account": self.account,
            "units": self.units.iter().map(|u| json!({
                "name": u.name,
                "level": u.level,
                "parent": u.parent.map(|p| &self.units[p].name),
                "files": u.files,
            })).collect::<Vec<_>>(),
            "tables": self.tables.iter()
                .map(|t| (t.code.to_string(), self.table(t)))
                .collect::<serde_json::Map<_, _>>(),
            "derived": self.derived(mapping, lang),
            "duplicates": self.duplicates.iter().map(|d| self.duplicate(d, lang)).collect::<Vec<_>>(),
            "left_out": self.left_out.iter().map(|l| json!({
                "file": l.file,
                "unit": l.unit.map(|u| &self.units[u].name),
                "why": l.why.get(lang),
                "lost": l.lost,
            })).collect::<Vec<_>>(),
            "doubts": self.doubts.iter().map(|(unit, said)| json!({
                "unit": self.units[*unit].name,
                "message": said.get(lang),
            })).collect::<Vec<_>>(),
        })
    }

    fn table(&self, table: &RolledTable) -> Json {
        let records = |t: &RolledTable| {
            let one = |r: &super::GatheredRecord| {
                json!({
                    "unit": self.units[r.unit].name,
                    "file": r.file,
                    "path": r.path,
                    "counts": r.counts,
                    "record": r.record,
                })
            };
            t.records.iter().map(one).collect::<Vec<_>>()
        };
        let Some(sums) = &table.sums else {
            return json!({ "records": records(table) });
        };
        let sums = sums.iter().map(|s| {
            json!({
                "record": s.record,
                "parts": s.parts.iter().map(|p| json!({
                    "unit": self.units[table.records[*p].unit].name,
                    "file": table.records[*p].file,
                    "path": table.records[*p].path,
                })).collect::<Vec<_>>(),
            })
        });
        json!({ "sums": sums.collect::<Vec<_>>(), "records": records(table) })
    }

    fn derived(&self, mapping: &Mapping, lang: Lang) -> Json {
        let mut tables = serde_json::Map::new();
        for table in &self.derived {
            let Some(said) = mapping.derived(&table.code) else {
                continue;
            };
            let note = match lang {
                Lang::En if !said.note_en.is_empty() => &said.note_en,
                _ => &said.note,
            };
            let numbers = table.numbers.iter().zip(&said.fields).map(|(n, field)| {
                json!({
                    "name": n.name,
                    "label": field.label,
                    "code": field.code,
                    "unit": field.unit,
                    "value": number(n.value),
                    "terms": n.terms.iter().map(|t| json!({
                        "item": t.item,
                        "minus": t.minus,
                        "value": number(t.value),
                        "units": t.units.iter().map(|(unit, value, records)| json!({
                            "unit": self.units[*unit].name,
                            "value": number(Some(*value)),
                            "records": records,
                        })).collect::<Vec<_>>(),
                    })).collect::<Vec<_>>(),
                })
            });
            let numbers: Vec<Json> = numbers.collect();
            let table_json = json!({ "name": said.name, "note": note, "numbers": numbers });
            tables.insert(table.code.to_string(), table_json);
        }
        Json::Object(tables)
    }

    fn duplicate(&self, duplicate: &Duplicate, lang: Lang) -> Json {
        let (kind, table) = match &duplicate.kind {
            DuplicateKind::Form => ("form", None),
            DuplicateKind::Record { table } => ("record", Some(table)),
            DuplicateKind::Table { table } => ("table", Some(table)),
        };
        let rolled = table.and_then(|code| self.tables.iter().find(|t| t.code == *code));
        let members = duplicate.members.iter().map(|m| {
            let records = m
                .records
                .iter()
                .filter_map(|r| rolled.map(|t| &t.records[*r].record));
            json!({
                "unit": self.units[m.unit].name,
                "file": m.file,
                "path": m.path,
                "counts": m.counts,
                "records": records.collect::<Vec<_>>(),
            })
        });
        json!({
            "kind": kind,
            "table": table,
            "likeness": match duplicate.likeness {
                Likeness::Same => "same",
                Likeness::Alike => "alike",
            },
            "members": members.collect::<Vec<_>>(),
            "decision": duplicate.decision.name(),
            "message": duplicate.decision.said().get(lang),
        })
    }

    /// The roll-up as one submission: what counts, added up where the mapping adds up. Its `file`
    /// is `name`; what its records came from is in the roll-up's own JSON.
    pub fn submission(&self, mapping: &Mapping, name: &str) -> Submission {
        let unit = mapping.unit.iter().map(|f| {
            let given = match (&*f.name, &self.account) {
                ("unit_name", Some(account)) => Value::Text(account.clone()),
                _ => Value::Null,
            };
            (Arc::clone(&f.name), given)
        });
        let tables = self.tables.iter().map(|t| {
            let records: Vec<Record> = self.rows(t).cloned().collect();
            let status = match records.is_empty() {
                true => Status::Empty,
                false => Status::Filled,
            };
            (Arc::clone(&t.code), TableData { status, records })
        });
        Submission {
            schema: SCHEMA.into(),
            source: Source {
                file: name.to_owned(),
                format: "rollup".to_owned(),
                ..Source::default()
            },
            attachments: Vec::new(),
            mapping: self.mapping.clone(),
            unit: Record(unit.collect()),
            tables: Tables(tables.collect()),
            findings: Vec::new(),
        }
    }
}

fn number(value: Option<Decimal>) -> Json {
    json!(value.map_or(Value::Null, |n| Value::Number(n.normalize())))
}
