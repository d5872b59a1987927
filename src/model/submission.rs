//! The result: one unit's answers under their tables and fields, with everything found.
//!
//! Serialised as the contract says (`huibiao/submission/1`). Says nothing of how it was made.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use office::FileKind;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::mapping::{Mapping, Role, Roles};
use crate::model::finding::Finding;
use crate::text::lang::Lang;
use crate::value::Value;

/// The schema that [`Submission`] follows.
pub const SCHEMA: &str = "huibiao/submission/1";

/// Whom the workbooks that are written name as their creator, by which they are known again.
pub const CREATOR: &str = "huibiao";

/// One unit's returned form, read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// Always [`SCHEMA`].
    pub schema: Arc<str>,
    /// The file it was read from.
    pub source: Source,
    /// Further files of the same unit: its sub-table workbooks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Source>,
    /// Files that this one replaces: older versions, and the same file once more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<Replaced>,
    /// The edition it was read with.
    pub mapping: MappingId,
    /// The cover: who filled it in. Keys are the mapping's.
    pub unit: Record,
    /// Every table of the mapping, in its order.
    pub tables: Tables,
    /// Everything found.
    pub findings: Vec<Finding>,
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name, with folders below the input.
    pub file: String,
    /// SHA-256 of its bytes, in lower-case hex; empty, and null in JSON, where its bytes could not
    /// be had.
    #[serde(with = "known_hash")]
    pub sha256: String,
    /// `docx`, `xlsx`, `xls`, `ods`, `csv`, `doc`.
    pub format: String,
    /// The program that wrote it.
    #[serde(default)]
    pub producer: Option<String>,
    /// When the file says it was last saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Of a roll-up, the files that it was made of: SHA-256 of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

/// A file that another one of the same unit replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// Its name, with folders below the input.
    pub file: String,
    /// SHA-256 of its bytes, in lower-case hex.
    #[serde(with = "known_hash")]
    pub sha256: String,
    /// When the file says it was last saved.
    #[serde(default)]
    pub modified: Option<String>,
    /// Why it does not count: `same_file`, `same_content`, `older`, `decided`.
    pub why: String,
}

impl Source {
    /// The kind of file that its format names.
    pub fn kind(&self) -> Option<FileKind> {
        FileKind::of_extension(&self.format)
    }
}

/// A hash that is not known is null in JSON, not a text without letters.
mod known_hash {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(hash: &str, to: S) -> Result<S::Ok, S::Error> {
        match hash {
            "" => to.serialize_none(),
            hash => to.serialize_str(hash),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        Ok(Option::deserialize(from)?.unwrap_or_default())
    }
}

/// Which edition, and which of its cover's fields say whose the submission is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingId {
    /// `hz-2025`; empty for a file that is no form of any, which is null in JSON.
    #[serde(serialize_with = "named", deserialize_with = "of_name")]
    pub id: Arc<str>,
    /// The survey's year; null where there is none.
    #[serde(serialize_with = "dated", deserialize_with = "of_year")]
    pub year: i32,
    /// The roles of the cover's fields, where these are not called as usual: what reads the data
    /// later may not have the edition at hand.
    #[serde(default, skip_serializing_if = "Roles::are_usual")]
    pub roles: Roles,
}

impl MappingId {
    /// An edition's.
    pub fn of(mapping: &Mapping) -> MappingId {
        MappingId {
            id: Arc::clone(&mapping.edition.id),
            year: mapping.edition.year,
            roles: Roles::of(&mapping.unit),
        }
    }
}

fn named<S: Serializer>(id: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
    Some(id).filter(|id| !id.is_empty()).serialize(to)
}

fn of_name<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
    Ok(Option::<Arc<str>>::deserialize(from)?.unwrap_or_default())
}

fn dated<S: Serializer>(year: &i32, to: S) -> Result<S::Ok, S::Error> {
    Some(year).filter(|year| **year != 0).serialize(to)
}

fn of_year<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
    Ok(Option::<i32>::deserialize(from)?.unwrap_or_default())
}

/// The tables of a submission by code, in the mapping's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables(pub Vec<(Arc<str>, TableData)>);

/// What one table says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableData {
    /// Whether it was there and filled in.
    pub status: Status,
    /// Its records in the paper's order.
    pub records: Vec<Record>,
    /// The unit wrote that there is none: 无, 本单位不涉及. Only of a table without records.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nil: bool,
}

/// Whether a table was there and filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Something is typed in.
    Filled,
    /// There, nothing typed in.
    Empty,
    /// Not found in the document.
    Missing,
    /// This form does not ask for it here.
    NotCollected,
}

/// One record: the table's fields in order, null where nothing was given, and directly after a
/// choice the text of its 其他 under `<field>_other` where there is one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record(pub Vec<(Arc<str>, Value)>);

impl Record {
    /// The value of a field; `None` where the record has no such key.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(name, _)| &**name == field)
            .map(|(_, v)| v)
    }

    /// Nothing but nulls and empty lists.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, v)| v.is_empty())
    }
}

impl Tables {
    /// A table by its code.
    pub fn get(&self, code: &str) -> Option<&TableData> {
        self.0
            .iter()
            .find(|(name, _)| &**name == code)
            .map(|(_, t)| t)
    }
}

impl Submission {
    /// What the cover says in the field that has a role; none where that is empty.
    pub fn who(&self, role: Role) -> Option<&str> {
        let text = self.unit.get(self.mapping.roles.field(role)?)?.text()?;
        Some(text.trim()).filter(|t| !t.is_empty())
    }

    /// The submission for writing, its messages in `lang`.
    pub fn said_in(&self, lang: Lang) -> impl Serialize + '_ {
        #[derive(Serialize)]
        struct Told<'a> {
            schema: &'a str,
            source: &'a Source,
            #[serde(skip_serializing_if = "<[Source]>::is_empty")]
            attachments: &'a [Source],
            #[serde(skip_serializing_if = "<[Replaced]>::is_empty")]
            versions: &'a [Replaced],
            mapping: &'a MappingId,
            unit: &'a Record,
            tables: &'a Tables,
            findings: Findings<'a>,
        }
        Told {
            schema: &self.schema,
            source: &self.source,
            attachments: &self.attachments,
            versions: &self.versions,
            mapping: &self.mapping,
            unit: &self.unit,
            tables: &self.tables,
            findings: Findings(&self.findings, lang),
        }
    }
}

/// Findings with their messages in one language.
struct Findings<'a>(&'a [Finding], Lang);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(|finding| finding.said_in(self.1)))
    }
}

fn write_map<S: Serializer, V: Serialize>(
    to: S,
    entries: &[(Arc<str>, V)],
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(entries.len()))?;
    for (name, value) in entries {
        map.serialize_entry(&**name, value)?;
    }
    map.end()
}

/// A key of an object. A submission has a few hundred of them and the next one has the same: they
/// are kept, so that many submissions share them.
struct Name(Arc<str>);

/// Keys that are kept, at most; data of another kind may have any number.
const MOST_NAMES: usize = 4096;

thread_local! {
    static NAMES: RefCell<HashSet<Arc<str>>> = RefCell::default();
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Name, D::Error> {
        struct Key;
        impl Visitor<'_> for Key {
            type Value = Name;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name")
            }
            fn visit_str<E>(self, name: &str) -> Result<Name, E> {
                let kept = |names: &RefCell<HashSet<Arc<str>>>| {
                    let mut names = names.borrow_mut();
                    if let Some(known) = names.get(name) {
                        return Arc::clone(known);
                    }
                    let new: Arc<str> = name.into();
                    if names.len() < MOST_NAMES {
                        names.insert(Arc::clone(&new));
                    }
                    new
                };
                Ok(Name(NAMES.with(kept)))
            }
        }
        from.deserialize_str(Key)
    }
}

fn read_map<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    from: D,
) -> Result<Vec<(Arc<str>, V)>, D::Error> {
    struct Entries<V>(std::marker::PhantomData<V>);
    impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
        type Value = Vec<(Arc<str>, V)>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut out = Vec::new();
            while let Some(Name(name)) = map.next_key()? {
                out.push((name, map.next_value()?));
            }
            Ok(out)
        }
    }
    from.deserialize_map(Entries(std::marker::PhantomData))
}

impl Serialize for Tables {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write_map(to, &self.0)
    }
}

impl<'de> Deserialize<'de> for Tables {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Tables, D::Error> {
        read_map(from).map(Tables)
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write_map(to, &self.0)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Record, D::Error> {
        read_map(from).map(Record)
    }
}
