//! What is kept of a returned submission where its answers are not needed.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use office::FileKind;
use serde::{Deserialize, Serialize};

use super::content::{content_hash, cover_hash, is_unread};
use super::states::TableStates;
use crate::model::finding::{Cause, CountingCause, Finding, Rule, Severity};
use crate::model::submission::{MappingId, Status, Submission};
use crate::survey::roster::unit_name;
use crate::value::{Value, is_nothing};

/// A returned submission without its answers: whose it is, whether it counts, what it lacks. It is
/// small, so that those of a whole country fit into memory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// The file, with folders below the input.
    pub file: Arc<str>,
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: Box<str>,
    /// When the file says that it was last saved.
    pub modified: Option<Box<str>>,
    /// The folder or archive that it lies in: files of one department lie in one.
    pub folder: Arc<str>,
    /// The folder that all inputs have in common and the folders and archives below it: they may
    /// name a unit.
    pub below: Arc<str>,
    /// When it came, as far as its folder knows.
    #[serde(skip)]
    pub arrived: Option<Timestamp>,
    /// How its place stands, where that was looked at on more than one day.
    #[serde(skip)]
    pub presence: Presence,
    /// Which run found it first: of two files at one place the later is the newer. 0 where nobody
    /// knows.
    #[serde(skip)]
    pub order: i64,
    /// The unit that the office has given it to.
    #[serde(skip)]
    pub assigned: Option<Box<str>>,
    /// The edition.
    pub edition: Arc<str>,
    /// The unit's name on the cover.
    pub unit: Option<Box<str>>,
    /// Workbooks that came with it: their file and SHA-256.
    pub attachments: Vec<(Box<str>, Box<str>)>,
    /// It is a workbook of sub-tables that no form came with.
    pub is_workbook: bool,
    /// It could not be read as a form: it says nothing.
    pub is_unread: bool,
    /// Error findings.
    pub errors: usize,
    /// Warning findings.
    pub warnings: usize,
    /// Doubts about which file counts that an earlier run has written into it.
    pub doubts: Vec<CountingCause>,
    /// How many answers it has.
    pub answers: usize,
    /// How each table came back.
    pub tables: TableStates,
    /// The tables that the unit declared empty.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub nil: Box<[Arc<str>]>,
    /// Of a roll-up, the files that it was made of (SHA-256).
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub parts: Box<[Box<str>]>,
    /// When it was last saved, where that can be believed.
    #[serde(with = "as_text")]
    pub(super) saved: Option<Timestamp>,
    /// The answers as a hash; none where nothing is filled in.
    pub(crate) content: Option<[u8; 32]>,
    /// The cover as a hash.
    pub(super) cover: [u8; 32],
}

/// A time as text.
mod as_text {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        time: &Option<Timestamp>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        time.map(|t| t.to_string()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        let text: Option<String> = Option::deserialize(from)?;
        Ok(text.and_then(|t| t.parse().ok()))
    }
}

/// Whether a file still lies where it was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It does, or nobody has looked since.
    #[default]
    Here,
    /// Its folder was read again, and it is gone.
    Gone,
    /// Another file stands in its place.
    Replaced,
    /// The office has withdrawn it: it counts nowhere.
    Withdrawn,
}

impl Receipt {
    /// The receipt of a submission.
    pub fn of(submission: &Submission) -> Receipt {
        let Submission {
            source,
            attachments,
            mapping,
            findings,
            ..
        } = submission;
        let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
        let attached = attachments.iter();
        let folder: Arc<str> = source.file.rsplit_once('/').map_or("", |f| f.0).into();
        Receipt {
            file: source.file.as_str().into(),
            sha256: source.sha256.as_str().into(),
            modified: source.modified.as_deref().map(Box::from),
            below: Arc::clone(&folder),
            folder,
            arrived: None,
            presence: Presence::Here,
            order: 0,
            assigned: None,
            edition: Arc::clone(&mapping.id),
            unit: unit_name(submission).map(Box::from),
            attachments: attached
                .map(|a| (a.file.as_str().into(), a.sha256.as_str().into()))
                .collect(),
            is_workbook: source.kind().is_some_and(FileKind::is_workbook),
            is_unread: is_unread(submission),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            doubts: findings.iter().filter_map(doubt).collect(),
            answers: answers(submission),
            tables: TableStates::of(submission),
            nil: (submission.tables.0.iter())
                .filter(|(_, table)| table.nil)
                .map(|(code, _)| Arc::clone(code))
                .collect(),
            parts: source.parts.iter().map(|p| Box::from(&**p)).collect(),
            saved: source.modified.as_deref().and_then(|m| saved(m, mapping)),
            content: content_hash(submission),
            cover: cover_hash(submission),
        }
    }

    /// The receipt of a file that lies there.
    #[must_use]
    pub fn lying(self, folder: &str, below: &str, arrived: Option<Timestamp>) -> Receipt {
        Receipt {
            folder: folder.into(),
            below: below.into(),
            arrived,
            ..self
        }
    }

    /// The receipt of the same content under another file's name.
    #[must_use]
    pub(crate) fn named(&self, file: &str) -> Receipt {
        Receipt {
            file: file.into(),
            ..self.clone()
        }
    }

    /// The receipt of the same file with its workbooks, and as the office corrected it.
    #[must_use]
    pub fn as_joined(&self, submission: &Submission) -> Receipt {
        let (folder, below) = (Arc::clone(&self.folder), Arc::clone(&self.below));
        Receipt {
            folder,
            below,
            arrived: self.arrived,
            presence: self.presence,
            order: self.order,
            assigned: self.assigned.clone(),
            ..Receipt::of(submission)
        }
    }

    /// The receipt of the same file whose cover the office corrected: whose it is may be another's.
    /// What it says itself is as it came, so that no correction changes which file counts.
    #[must_use]
    pub fn with_cover_of(&self, corrected: &Submission) -> Receipt {
        Receipt {
            unit: unit_name(corrected).map(Box::from),
            ..self.clone()
        }
    }

    /// The same, laid down anew, with what it has in common with the one before held once: the
    /// folder, the edition, the codes of its tables. Readers make receipts among all that a file
    /// needs while it is read; kept there, thousands of small pieces would hold that memory.
    #[must_use]
    pub(crate) fn settled(&self, before: Option<&Receipt>) -> Receipt {
        let text = |own: &Arc<str>, other: fn(&Receipt) -> &Arc<str>| match before.map(other) {
            Some(other) if own == other => Arc::clone(other),
            _ => Arc::from(&**own),
        };
        let folder = text(&self.folder, |r| &r.folder);
        let below = match self.below == folder {
            true => Arc::clone(&folder),
            false => text(&self.below, |r| &r.below),
        };
        Receipt {
            file: Arc::from(&*self.file),
            folder,
            below,
            edition: text(&self.edition, |r| &r.edition),
            tables: match before {
                Some(before) => self.tables.sharing(&before.tables),
                None => self.tables.clone(),
            },
            ..self.clone()
        }
    }

    /// Nothing is filled in: no table has an answer.
    pub fn is_blank(&self) -> bool {
        self.answers == 0
    }

    /// The tables that something is filled in to.
    pub fn filled(&self) -> impl Iterator<Item = &str> {
        let filled = self.tables.iter().filter(|(_, s)| *s == Status::Filled);
        filled.map(|(code, _)| code)
    }

    /// When the file was last saved. A time before the survey's year is none: no answer can be as
    /// old, and programs that do not know the time write 1970 or the year in which they were made.
    pub fn saved(&self) -> Option<Timestamp> {
        self.saved
    }

    /// How a table came back; none where the edition does not have it.
    pub fn status(&self, table: &str) -> Option<Status> {
        let mut own = self.tables.iter().filter(|(code, _)| *code == table);
        own.next().map(|(_, status)| status)
    }
}

fn doubt(finding: &Finding) -> Option<CountingCause> {
    match &finding.cause {
        Cause::CountingCause(cause) if cause.rule() == Rule::WhichCounts => Some(cause.clone()),
        _ => None,
    }
}

/// How many answers the tables hold.
fn answers(submission: &Submission) -> usize {
    let records = submission.tables.0.iter().flat_map(|(_, t)| &t.records);
    let given = |r: &crate::model::submission::Record| {
        r.0.iter()
            .filter(|(_, value)| says_something(value))
            .count()
    };
    records.map(given).sum()
}

/// A value says something; 无 typed into a field of text does not.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Text(text) => !text.is_empty() && !is_nothing(text),
        value => !value.is_empty(),
    }
}

fn saved(modified: &str, edition: &MappingId) -> Option<Timestamp> {
    let text = modified.trim();
    let time = text.parse::<Timestamp>().ok().or_else(|| {
        // Without a zone it is taken as UTC: only the order of one unit's files hangs on it.
        let local: DateTime = text.trim_end_matches('Z').parse().ok()?;
        TimeZone::UTC.to_timestamp(local).ok()
    })?;
    let year = i32::from(TimeZone::UTC.to_datetime(time).year());
    (year >= edition.year).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_before_the_survey_is_none() {
        let edition = MappingId {
            year: 2025,
            ..MappingId::default()
        };
        let saved = |text: &str| saved(text, &edition).map(|t| t.to_string());
        assert_eq!(saved("1970-01-01T00:00:00Z"), None);
        assert_eq!(saved("2006-09-16T00:00:00Z"), None);
        assert_eq!(
            saved("2026-03-01T08:00:00").as_deref(),
            Some("2026-03-01T08:00:00Z")
        );
        assert_eq!(
            saved("2026-03-01T08:00:00+08:00").as_deref(),
            Some("2026-03-01T00:00:00Z")
        );
        assert_eq!(saved("gestern"), None);
    }
}
