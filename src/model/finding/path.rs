//! Places in a submission.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A place in a submission: what a finding, a correction or a change is about.
///
/// Prints as a JSON Pointer (RFC 6901) into the submission's JSON and parses from one:
/// `/tables/HZ_02_005/records/0/china_funding`. Records count from 0 here, as in the JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldPath {
    /// The submission as a whole.
    #[default]
    Submission,
    /// The cover, or one field of it.
    Unit {
        /// The field's name; `None` for the cover as a whole.
        field: Option<Arc<str>>,
    },
    /// A table as a whole.
    Table {
        /// Its code.
        table: Arc<str>,
    },
    /// A record, or one field of it.
    Record {
        /// The table's code.
        table: Arc<str>,
        /// The record's index in the table, from 0.
        record: usize,
        /// The field's name; `None` for the record as a whole.
        field: Option<Arc<str>>,
    },
}

/// A text that points at no place of a submission.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no JSON Pointer to the cover, a table, a record or a field of a submission")]
pub struct NoFieldPath(pub String);

impl FieldPath {
    /// The cover as a whole.
    pub fn unit() -> FieldPath {
        FieldPath::Unit { field: None }
    }

    /// A field of the cover.
    pub fn unit_field(field: &Arc<str>) -> FieldPath {
        FieldPath::Unit {
            field: Some(Arc::clone(field)),
        }
    }

    /// A table.
    pub fn table(table: &Arc<str>) -> FieldPath {
        FieldPath::Table {
            table: Arc::clone(table),
        }
    }

    /// A record of a table, from 0.
    pub fn record(table: &Arc<str>, record: usize) -> FieldPath {
        FieldPath::Record {
            table: Arc::clone(table),
            record,
            field: None,
        }
    }

    /// A field of a record of a table.
    pub fn field(table: &Arc<str>, record: usize, field: &Arc<str>) -> FieldPath {
        FieldPath::Record {
            table: Arc::clone(table),
            record,
            field: Some(Arc::clone(field)),
        }
    }

    /// The same cover or record, at this field. A table or the submission has no fields of its own
    /// and stays what it is.
    pub fn at_field(&self, name: &Arc<str>) -> FieldPath {
        let name = Some(Arc::clone(name));
        match self {
            FieldPath::Unit { .. } => FieldPath::Unit { field: name },
            FieldPath::Record { table, record, .. } => FieldPath::Record {
                table: Arc::clone(table),
                record: *record,
                field: name,
            },
            whole => whole.clone(),
        }
    }

    /// The table that it lies in, by code.
    pub fn table_code(&self) -> Option<&Arc<str>> {
        match self {
            FieldPath::Table { table } | FieldPath::Record { table, .. } => Some(table),
            _ => None,
        }
    }

    /// The record that it lies in, from 0.
    pub fn record_index(&self) -> Option<usize> {
        match self {
            FieldPath::Record { record, .. } => Some(*record),
            _ => None,
        }
    }

    /// The field that it names.
    pub fn field_name(&self) -> Option<&Arc<str>> {
        match self {
            FieldPath::Unit { field } | FieldPath::Record { field, .. } => field.as_ref(),
            _ => None,
        }
    }

    /// It lies on the cover.
    pub fn is_unit(&self) -> bool {
        matches!(self, FieldPath::Unit { .. })
    }

    /// It is the submission as a whole.
    pub fn is_submission(&self) -> bool {
        *self == FieldPath::Submission
    }

    /// It is the other place, or one around it.
    pub fn holds(&self, other: &FieldPath) -> bool {
        match (self, other) {
            (FieldPath::Submission, _) => true,
            (FieldPath::Unit { field: None }, FieldPath::Unit { .. }) => true,
            (FieldPath::Table { table }, _) => other.table_code() == Some(table),
            (
                FieldPath::Record {
                    table,
                    record,
                    field: None,
                },
                _,
            ) => other.table_code() == Some(table) && other.record_index() == Some(*record),
            _ => self == other,
        }
    }

    /// The place of the words beside a choice (`<field>_other`).
    pub fn beside(&self) -> FieldPath {
        match self.field_name() {
            Some(name) => self.at_field(&format!("{name}_other").into()),
            None => self.clone(),
        }
    }

    /// The same place in a table that has `by` more records before it.
    pub fn shifted(&self, by: usize) -> FieldPath {
        match self {
            FieldPath::Record {
                table,
                record,
                field,
            } => FieldPath::Record {
                table: Arc::clone(table),
                record: record + by,
                field: field.clone(),
            },
            other => other.clone(),
        }
    }

    /// Reads a JSON Pointer as far as it names a place of a submission: what lies deeper
    /// (`/tables/T/records/0/selected/1/no`) is its field's, what is none names the whole.
    pub fn nearest(pointer: &str) -> FieldPath {
        let mut steps = pointer.split('/').skip(1).map(unescaped);
        match steps.next().as_deref() {
            Some("unit") => FieldPath::Unit {
                field: steps.next(),
            },
            Some("tables") => {
                let Some(table) = steps.next() else {
                    return FieldPath::Submission;
                };
                let record = match steps.next().as_deref() {
                    Some("records") => steps.next().and_then(|n| n.parse().ok()),
                    _ => None,
                };
                match record {
                    Some(record) => FieldPath::Record {
                        table,
                        record,
                        field: steps.next(),
                    },
                    None => FieldPath::Table { table },
                }
            }
            _ => FieldPath::Submission,
        }
    }
}

/// A step of a JSON Pointer with its escapes undone (RFC 6901 §4).
fn unescaped(step: &str) -> Arc<str> {
    match step.contains('~') {
        true => step.replace("~1", "/").replace("~0", "~").into(),
        false => step.into(),
    }
}

/// A step of a JSON Pointer, escaped (RFC 6901 §3).
struct Step<'a>(&'a str);

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.contains(['~', '/']) {
            true => f.write_str(&self.0.replace('~', "~0").replace('/', "~1")),
            false => f.write_str(self.0),
        }
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = match self {
            FieldPath::Submission => return Ok(()),
            FieldPath::Unit { field } => {
                f.write_str("/unit")?;
                field
            }
            FieldPath::Table { table } => return write!(f, "/tables/{}", Step(table)),
            FieldPath::Record {
                table,
                record,
                field,
            } => {
                write!(f, "/tables/{}/records/{record}", Step(table))?;
                field
            }
        };
        match field {
            Some(field) => write!(f, "/{}", Step(field)),
            None => Ok(()),
        }
    }
}

impl FromStr for FieldPath {
    type Err = NoFieldPath;

    fn from_str(pointer: &str) -> Result<FieldPath, NoFieldPath> {
        let path = FieldPath::nearest(pointer);
        match path == pointer {
            true => Ok(path),
            false => Err(NoFieldPath(pointer.to_owned())),
        }
    }
}

/// As [`FieldPath::nearest`] reads it.
impl From<&str> for FieldPath {
    fn from(pointer: &str) -> FieldPath {
        FieldPath::nearest(pointer)
    }
}

/// By the pointer that it prints as.
impl PartialEq<&str> for FieldPath {
    fn eq(&self, pointer: &&str) -> bool {
        self.to_string() == **pointer
    }
}

/// As a JSON Pointer.
impl Serialize for FieldPath {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// From any JSON Pointer, as [`FieldPath::nearest`] reads it: what another version pointed at must
/// not make its submissions unreadable.
impl<'de> Deserialize<'de> for FieldPath {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<FieldPath, D::Error> {
        let pointer = std::borrow::Cow::<str>::deserialize(from)?;
        Ok(FieldPath::nearest(&pointer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_prints_as_a_pointer_and_parses_from_it() {
        let (table, field): (Arc<str>, Arc<str>) = ("a/b".into(), "~1".into());
        for (path, pointer) in [
            (FieldPath::Submission, ""),
            (FieldPath::unit(), "/unit"),
            (FieldPath::unit_field(&"contact".into()), "/unit/contact"),
            (FieldPath::table(&table), "/tables/a~1b"),
            (FieldPath::record(&table, 2), "/tables/a~1b/records/2"),
            (
                FieldPath::field(&table, 2, &field),
                "/tables/a~1b/records/2/~01",
            ),
        ] {
            assert_eq!(path.to_string(), pointer);
            assert_eq!(pointer.parse(), Ok(path));
        }
    }

    #[test]
    fn what_points_elsewhere_is_refused_but_read_as_the_nearest_place() {
        for (pointer, nearest) in [
            ("/tables", FieldPath::Submission),
            ("/source/file", FieldPath::Submission),
            ("/tables/T/status", FieldPath::table(&"T".into())),
            ("/tables/T/records/x", FieldPath::table(&"T".into())),
            (
                "/tables/T/records/0/selected/1/no",
                FieldPath::field(&"T".into(), 0, &"selected".into()),
            ),
        ] {
            assert!(pointer.parse::<FieldPath>().is_err(), "{pointer}");
            assert_eq!(FieldPath::nearest(pointer), nearest, "{pointer}");
        }
    }

    #[test]
    fn a_place_holds_those_within_it() {
        let field = FieldPath::field(&"T".into(), 1, &"kind".into());
        for around in [
            "",
            "/tables/T",
            "/tables/T/records/1",
            "/tables/T/records/1/kind",
        ] {
            assert!(FieldPath::nearest(around).holds(&field), "{around}");
        }
        for beside in [
            "/unit",
            "/tables/U",
            "/tables/T/records/10",
            "/tables/T/records/1/kin",
        ] {
            assert!(!FieldPath::nearest(beside).holds(&field), "{beside}");
        }
    }

    #[test]
    fn a_place_moves_with_its_record() {
        let at = FieldPath::field(&"T".into(), 1, &"kind".into());
        assert_eq!(at.shifted(3).to_string(), "/tables/T/records/4/kind");
        assert_eq!(at.beside().to_string(), "/tables/T/records/1/kind_other");
        assert_eq!(FieldPath::unit().shifted(3), FieldPath::unit());
    }
}
