//! One file's bytes to one submission: the whole road, with everything found on the way.

mod evidence;
mod fill;
mod look;
mod open;
mod ours;
mod ready;
mod recognise;
mod remarks;
mod second;
mod sheets;
mod shelf;
mod struck;
mod trace;
mod wrong;

pub use evidence::Evidence;
use evidence::first_sight;
pub(crate) use open::AUTHOR;
pub use open::{Kind, OpenError, Opened, hint, needs_office, open};
pub(crate) use ours::{ABOUT, seal, told};
pub use ready::ready;
use recognise::Candidate;
use shelf::{Ready, Shelved};
use trace::Trace;
pub use trace::{Given, Traced};

use std::sync::Arc;

use office::FileKind;
use office::paper::Paper;

use crate::extract::{Extracted, extract};
use crate::mapping::formula::FormulaError;
use crate::mapping::{Bundle, FilledIn, Mapping};
use crate::model::finding::{FieldPath, FileCause, Finding, RecognitionCause, Rule, Severity};
use crate::model::submission::{MappingId, SCHEMA, Source, Status, Submission, TableData, Tables};
use crate::recognise::edition::Edition;
use crate::recognise::locate::{Located, separate};
use crate::tagged;
use crate::text::Worded;
use crate::text::lang::{Lang, Said};

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
    /// The tags in its blank form cannot be understood.
    Tags(tagged::Error),
    /// One of its rules cannot be checked.
    Rule(FormulaError),
}

impl Worded for ReadyError {
    /// What cannot be used, and why.
    fn said(&self) -> Said {
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
            ReadyError::Tags(error) => error.said(),
            ReadyError::Rule(error) => error.message.clone(),
        }
    }

    fn drawn(&self, lang: Lang, styled: bool) -> Option<String> {
        match self {
            ReadyError::Tags(error) => error.drawn(lang, styled),
            _ => None,
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
    pub fn mappings(&self) -> impl ExactSizeIterator<Item = &Mapping> + Clone {
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
        self.read_hashed(name, bytes, sha256(bytes))
    }

    /// As [`Reader::read`], of a file whose hash is known.
    pub(crate) fn read_hashed(&self, name: &str, bytes: &[u8], sha256: String) -> Submission {
        self.road(name, bytes, sha256, None)
    }

    /// Reads a file as [`read`](Self::read) does, and keeps its paper and where on it each value
    /// stands.
    pub fn trace(&self, name: &str, bytes: &[u8]) -> Traced {
        let mut trace = Trace::default();
        let submission = self.road(name, bytes, sha256(bytes), Some(&mut trace));
        trace.with(submission)
    }

    fn road(
        &self,
        name: &str,
        bytes: &[u8],
        sha256: String,
        mut trace: Option<&mut Trace>,
    ) -> Submission {
        let mut source = Source {
            file: name.to_owned(),
            sha256,
            ..Source::default()
        };
        let mut opened = match open(name, bytes) {
            Ok(opened) => opened,
            Err(error) => {
                source.format = office::extension(name);
                let cause = FileCause::Unreadable {
                    why: error.said(),
                    advice: hint(&error, name),
                };
                return self.unread(source, Finding::of(cause));
            }
        };
        source.format = opened.format.extension().to_owned();
        source.producer = opened.paper.properties.producer.clone();
        source.modified = opened.paper.properties.modified.clone();
        let templates = self.editions.iter().filter_map(Shelved::template);
        tagged::without_tags(&mut opened.paper, templates);
        if let Some(trace) = &mut trace {
            trace.paper = opened.paper.clone();
        }
        let sight = first_sight(&opened.paper, &self.editions);
        // Copies that a blank with tags has a section for are no second form.
        let by_labels = || {
            (self.editions.iter().zip(&sight))
                .filter(|(e, (_, promising))| *promising && e.template().is_none())
                .map(|(e, _)| e)
        };
        let second = second::split_off(&mut opened.paper, by_labels().map(|e| &**e.signs()));
        if let Some(trace) = &mut trace {
            trace.second = second.as_ref().map(|_| opened.paper.blocks.len());
        }
        for edition in by_labels() {
            if separate(&mut opened.paper, &edition.mapping, edition.signs()) {
                break;
            }
        }
        let recognised = match recognise::recognise(&opened.paper, &self.editions, sight) {
            Ok(recognised) => recognised,
            Err(error) => {
                let cause = FileCause::Unreadable {
                    why: error.said(),
                    advice: Said::default(),
                };
                return self.unread(source, Finding::of(cause));
            }
        };
        let tied = recognised.tied;
        let Some(Candidate { ready, located, .. }) = recognised.best else {
            return self.unread(source, Finding::of(RecognitionCause::UnknownForm {}));
        };
        let raw = extract(&opened.paper, &located, &ready.edition);
        if let Some(trace) = trace {
            trace.take(&opened.paper, &raw, &ready.edition);
        }
        let mut submission =
            self.submission(source, opened.kind, ready, &located, raw, &opened.paper);
        ours::added(&opened.unsealed, &mut submission.findings);
        if let Some(second) = second {
            submission.findings.extend(second::findings(&second, ready));
        }
        let rival = tied.and_then(|place| self.editions.get(place));
        if let Some(rival) = rival {
            let doubt = undecided(&ready.edition.mapping, &rival.mapping, opened.kind);
            submission.findings.insert(0, doubt);
        }
        submission
    }

    /// What speaks for each edition to be a paper's, the most likely first.
    ///
    /// # Errors
    /// An edition that comes into question cannot be made ready.
    pub fn recognise(&self, paper: &Paper) -> Result<Vec<Likely>, &ReadyError> {
        let sight = first_sight(paper, &self.editions);
        let recognised = recognise::recognise(paper, &self.editions, sight)?;
        let likely = |place: usize, evidence: Evidence, verdict: Verdict| {
            let edition = &self.editions[place].mapping.edition;
            let (id, year) = (edition.id.clone(), edition.year);
            Likely {
                id,
                year,
                evidence,
                verdict,
            }
        };
        let mut all = Vec::new();
        if let Some(best) = &recognised.best {
            let verdict = match recognised.tied {
                Some(_) => Verdict::Tied,
                None => Verdict::Chosen,
            };
            all.push(likely(best.place, best.evidence, verdict));
        }
        let rest = recognised.others.iter().map(|o| (o, Verdict::Tried));
        let rest = rest.chain(
            recognised
                .passed_over
                .iter()
                .map(|o| (o, Verdict::PassedOver)),
        );
        let mut rest: Vec<Likely> = rest.map(|((p, e), v)| likely(*p, *e, v)).collect();
        rest.sort_by_key(|l| std::cmp::Reverse(l.evidence.score()));
        all.extend(rest);
        Ok(all)
    }

    fn submission(
        &self,
        source: Source,
        kind: Kind,
        ready: &Ready,
        located: &Located,
        raw: Extracted,
        paper: &Paper,
    ) -> Submission {
        let edition = &ready.edition;
        let mut findings = Vec::new();
        findings.extend(wrong::wrong_edition(located, edition, &self.editions));
        let extracted = raw.findings;
        let mut places = fill::Places::default();
        let chosen = raw.chosen;
        let unit = fill::unit(raw.unit, &chosen, edition, &mut places, &mut findings);
        let mut tables = Vec::with_capacity(raw.tables.len());
        let only_one = source.kind() == Some(FileKind::TextTable);
        for (t, answers) in raw.tables.into_iter().enumerate() {
            let table = &edition.mapping.tables[t];
            let present = answers.present;
            let place = answers.place.clone();
            let nil = answers.nil;
            let records = fill::records(t, answers, &chosen, edition, &mut places, &mut findings);
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
                let mut finding = Finding::of(RecognitionCause::MissingTable {
                    code: table.code.to_string(),
                    name: table.name.clone(),
                })
                .at(FieldPath::table(&table.code));
                if optional {
                    finding.severity = Severity::Info;
                }
                finding.source = place;
                findings.push(finding);
                Status::Missing
            };
            tables.push((
                table.code.clone(),
                TableData {
                    status,
                    nil: nil && records.is_empty(),
                    records,
                },
            ));
        }
        findings.extend(extracted);
        let struck = struck::struck_through(paper, located, edition, &findings);
        findings.extend(struck);
        findings.extend(remarks::remarks(paper, located, edition));
        findings.extend(sheets::told(paper, located, edition, &places));
        let mut submission = Submission {
            schema: self.schema.clone(),
            source,
            attachments: Vec::new(),
            versions: Vec::new(),
            mapping: MappingId::of(&edition.mapping),
            unit,
            tables: Tables(tables),
            findings,
        };
        for mut finding in ready.rules.check(&submission) {
            finding.source = places.of_path(&finding.path, &edition.mapping).cloned();
            submission.findings.push(finding);
        }
        ours::without_echoes(&mut submission.findings);
        submission
    }

    /// A submission for a file without answers.
    fn unread(&self, source: Source, why: Finding) -> Submission {
        // What is no form claims no edition.
        let mapping = self
            .mappings()
            .next()
            .filter(|_| why.rule() != Rule::UnknownForm);
        let tables = mapping.map_or_else(Vec::new, |m| {
            m.tables
                .iter()
                .map(|t| {
                    (
                        t.code.clone(),
                        TableData {
                            status: Status::Missing,
                            records: Vec::new(),
                            nil: false,
                        },
                    )
                })
                .collect()
        });
        let id = mapping.map_or_else(MappingId::default, MappingId::of);
        Submission {
            schema: self.schema.clone(),
            source,
            attachments: Vec::new(),
            versions: Vec::new(),
            mapping: id,
            unit: mapping.map_or_else(Default::default, fill::empty_unit),
            tables: Tables(tables),
            findings: vec![why],
        }
    }
}

/// How likely it is that a paper is a form of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likely {
    /// The edition's identity.
    pub id: Arc<str>,
    /// Its year.
    pub year: i32,
    /// What speaks for it.
    pub evidence: Evidence,
    /// What came of it.
    pub verdict: Verdict,
}

/// What came of an edition when a paper was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The paper is a form of it.
    Chosen,
    /// It is taken to be one of it, though another is as likely.
    Tied,
    /// Another is more likely.
    Tried,
    /// At first sight another was far more likely.
    PassedOver,
}

/// A finding on a paper that is as likely another edition's.
fn undecided(own: &Mapping, rival: &Mapping, kind: Kind) -> Finding {
    let finding = Finding::of(RecognitionCause::Undecided {
        id: own.edition.id.to_string(),
        other: rival.edition.id.to_string(),
    });
    match kind {
        Kind::Form => finding,
        // A workbook's year is its form's.
        Kind::Sheets => finding.graded(Severity::Info),
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
