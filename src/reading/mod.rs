//! One file's bytes to one submission: the whole road, with everything found on the way.

mod fill;
mod open;
mod ready;
mod recognise;
mod shelf;

pub use open::{Kind, OpenError, Opened, extension, needs_office, open};
pub use ready::ready;
use shelf::{Ready, Shelved};

use std::sync::Arc;

use crate::edition::Edition;
use crate::extract::{Extracted, extract};
use crate::finding::{Finding, Rule};
use crate::lang::Said;
use crate::locate::Located;
use crate::mapping::formula::FormulaError;
use crate::mapping::{Bundle, FilledIn, Mapping};
use crate::said;
use crate::submission::{MappingId, SCHEMA, Source, Status, Submission, TableData, Tables};

/// Why an edition cannot be made ready.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.said().en)]
pub enum ReadyError {
    /// Its blank form or workbook cannot be read.
    Blank {
        /// The edition.
        edition: Arc<str>,
        /// The blank's file.
        file: String,
        /// Why.
        source: OpenError,
    },
    /// One of its rules cannot be checked.
    Rule(FormulaError),
}

impl ReadyError {
    /// What cannot be used, and why.
    pub fn said(&self) -> Said {
        match self {
            ReadyError::Blank {
                edition,
                file,
                source,
            } => {
                let why = source.said();
                Said {
                    zh: format!("版本 {edition} 的空白表 {file} 无法读取：{}", why.zh),
                    en: format!(
                        "the blank {file} of edition {edition} cannot be read: {}",
                        why.en
                    ),
                }
            }
            ReadyError::Rule(error) => error.message.clone(),
        }
    }
}

/// Reads returned files with the editions that it was given.
#[derive(Debug)]
pub struct Reader {
    editions: Vec<Shelved>,
    schema: Arc<str>,
}

impl Reader {
    /// A reader for editions as they come with their blanks; the first is the one that an
    /// unreadable file is listed under.
    ///
    /// # Errors
    /// Says which edition's blank cannot be read, or which rule cannot be checked.
    pub fn of_bundles(bundles: Vec<Bundle>) -> Result<Reader, ReadyError> {
        Ok(Reader {
            editions: bundles
                .into_iter()
                .map(Shelved::new)
                .collect::<Result<_, _>>()?,
            schema: SCHEMA.into(),
        })
    }

    /// What the editions ask for.
    pub fn mappings(&self) -> impl ExactSizeIterator<Item = &Mapping> {
        self.editions.iter().map(|e| &*e.mapping)
    }

    /// The editions, each made ready; those that cannot be used are left out.
    pub fn editions(&self) -> impl Iterator<Item = &Edition> {
        let ready = self.editions.iter().filter_map(|e| e.ready().ok());
        ready.map(|ready| &ready.edition)
    }

    /// The edition with this identity, ready for use; `None` where it is not among those given, or
    /// cannot be used.
    pub fn edition(&self, id: &str) -> Option<&Edition> {
        let shelved = self
            .editions
            .iter()
            .find(|e| &*e.mapping.edition.id == id)?;
        shelved.ready().ok().map(|ready| &ready.edition)
    }

    /// Reads a file. It never fails: what cannot be read is a submission without answers and with
    /// the finding that says why.
    pub fn read(&self, name: &str, bytes: &[u8]) -> Submission {
        let mut source = Source {
            file: name.to_owned(),
            sha256: sha256(bytes),
            ..Source::default()
        };
        let opened = match open(name, bytes) {
            Ok(opened) => opened,
            Err(error) => {
                source.format = open::extension(name);
                return self.unread(source, Rule::UnreadableFile, error.said(), error.hint(name));
            }
        };
        source.format = opened.format.to_owned();
        source.producer = opened.paper.properties.producer.clone();
        source.modified = opened.paper.properties.modified.clone();
        let recognised = match recognise::recognise(&opened.paper, &self.editions) {
            Ok(recognised) => recognised,
            Err(error) => {
                return self.unread(source, Rule::UnreadableFile, error.said(), Said::default());
            }
        };
        let Some((ready, located)) = recognised else {
            return self.unread(
                source,
                Rule::UnknownForm,
                said!(
                    "不是已知的调查表：没有找到任何表的标题、表头或选项",
                    "not a form that is known: no table's heading, labels or options were found in it"
                ),
                said!("请确认交来的是本次调查表；别的表需要相应的映射（--mapping）。", "Check that this is the survey's form; another form needs its mapping (--mapping)."),
            );
        };
        let raw = extract(&opened.paper, &located, &ready.edition);
        self.submission(source, opened.kind, ready, &located, raw, &opened.paper)
    }

    fn submission(
        &self,
        source: Source,
        kind: Kind,
        ready: &Ready,
        located: &Located,
        raw: Extracted,
        paper: &crate::paper::Paper,
    ) -> Submission {
        let edition = &ready.edition;
        let mut findings = Vec::new();
        findings.extend(recognise::wrong_edition(located, edition));
        let extracted = raw.findings;
        let mut places = fill::Places::default();
        let unit = fill::unit(raw.unit, edition, &mut places, &mut findings);
        let mut tables = Vec::with_capacity(raw.tables.len());
        let only_one = source.format == "csv";
        for (t, answers) in raw.tables.into_iter().enumerate() {
            let table = &edition.mapping.tables[t];
            let present = answers.present;
            let place = answers.place.clone();
            let records = fill::records(t, answers, edition, &mut places, &mut findings);
            let status = if !records.is_empty() {
                Status::Filled
            } else if !collects(table.filled_in, kind) {
                Status::NotCollected
            } else if present {
                Status::Empty
            } else if only_one {
                Status::NotCollected
            } else {
                let optional = kind == Kind::Sheets
                    || table.filled_in == FilledIn::Both
                    || table.only_for.is_some();
                let (code, name) = (&table.code, &table.name);
                let message = said!(
                    "没有找到表 {code}“{name}”",
                    "table {code} “{name}” was not found"
                );
                let finding = if optional {
                    Finding::info(Rule::MissingTable, message)
                } else {
                    Finding::warning(Rule::MissingTable, message)
                };
                let mut finding = finding.at(format!("/tables/{code}")).hinting(said!(
                    "如被删去，请确认没有内容可填。",
                    "If it was deleted, make sure that there was nothing to fill in."
                ));
                finding.source = place;
                findings.push(finding);
                Status::Missing
            };
            tables.push((table.code.clone(), TableData { status, records }));
        }
        findings.extend(extracted);
        findings.extend(fill::remarks(paper, located, edition));
        let mut submission = Submission {
            schema: self.schema.clone(),
            source,
            attachments: Vec::new(),
            mapping: MappingId {
                id: edition.mapping.edition.id.clone(),
                year: edition.mapping.edition.year,
            },
            unit,
            tables: Tables(tables),
            findings,
        };
        for mut finding in ready.rules.check(&submission) {
            finding.source = places.of_path(&finding.path, &edition.mapping).cloned();
            submission.findings.push(finding);
        }
        submission
    }

    /// A submission for a file without answers.
    fn unread(&self, source: Source, rule: Rule, message: Said, hint: Said) -> Submission {
        let mapping = self.mappings().next();
        let tables = mapping.map_or_else(Vec::new, |m| {
            m.tables
                .iter()
                .map(|t| {
                    (
                        t.code.clone(),
                        TableData {
                            status: Status::Missing,
                            records: Vec::new(),
                        },
                    )
                })
                .collect()
        });
        let id = mapping.map_or_else(MappingId::default, |m| MappingId {
            id: m.edition.id.clone(),
            year: m.edition.year,
        });
        Submission {
            schema: self.schema.clone(),
            source,
            attachments: Vec::new(),
            mapping: id,
            unit: mapping.map_or_else(Default::default, fill::empty_unit),
            tables: Tables(tables),
            findings: vec![Finding::error(rule, message).hinting(hint)],
        }
    }
}

fn collects(filled_in: FilledIn, kind: Kind) -> bool {
    match kind {
        Kind::Form => matches!(filled_in, FilledIn::Form | FilledIn::Both),
        Kind::Sheets => matches!(filled_in, FilledIn::Sheet | FilledIn::Both),
    }
}

/// SHA-256 of some bytes, in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(bytes);
    let mut hex = String::with_capacity(64);
    for b in digest {
        use std::fmt::Write;
        let _ = write!(hex, "{b:02x}");
    }
    hex
}
