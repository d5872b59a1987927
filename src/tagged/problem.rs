//! What is wrong with the tags of a document, each at its place.

use std::path::PathBuf;

use office::paper::Place;

use crate::said;
use crate::text::Worded;
use crate::text::lang::{Lang, Said};

/// One thing wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What is written there.
    pub written: String,
    /// What is wrong with it.
    pub message: Said,
}

/// So many letters of a text are quoted.
const QUOTED: usize = 60;

impl Problem {
    /// What is wrong at a place.
    pub(super) fn at(place: &Place, written: &str, message: Said) -> Problem {
        let mut written: String = written.chars().take(QUOTED + 1).collect();
        if written.chars().count() > QUOTED {
            written.pop();
            written.push('…');
        }
        Problem {
            place: place.clone(),
            written,
            message,
        }
    }
}

impl Worded for Problem {
    fn said(&self) -> Said {
        let Said { zh, en } = self.place.said();
        let (written, message) = (&self.written, &self.message);
        let (m, e) = (&message.zh, &message.en);
        Said {
            zh: format!("{zh}：{written}：{m}"),
            en: format!("{en}: {written}: {e}"),
        }
    }
}

/// Why a document with tags is no mapping.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.said().en)]
pub enum Error {
    /// The file cannot be read.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// It is no Word document that can be changed in place.
    NoDocument {
        /// The file.
        file: String,
        /// Why.
        why: Said,
    },
    /// It has no tag.
    NoTags {
        /// The file.
        file: String,
    },
    /// Some of its tags are wrong.
    Tags {
        /// The file.
        file: String,
        /// All that is wrong; never empty.
        problems: Vec<Problem>,
    },
}

impl Worded for Error {
    fn said(&self) -> Said {
        match self {
            Error::Io { path, source } => {
                let path = path.display();
                let Said { zh, en } = crate::text::of_system(source);
                said!("无法读取 {path}：{zh}", "cannot read {path}: {en}")
            }
            Error::NoDocument { file, why } => {
                let Said { zh, en } = why.clone();
                Said {
                    zh: format!("{file} 不能用作带标记的空白表：{zh}"),
                    en: format!("{file} cannot be used as a blank form with tags: {en}"),
                }
            }
            Error::NoTags { file } => said!(
                "{file} 里没有标记（如 {{{{name}}}}）；没有标记的空白表用 mapping init 拟出映射",
                "{file} has no tags (as {{{{name}}}}); mapping init proposes a mapping from a blank form without any"
            ),
            Error::Tags { file, problems } => {
                let n = problems.len();
                said!("{file} 有 {n} 处标记有误", "{file}: {n} tags are wrong")
            }
        }
    }

    fn drawn(&self, lang: Lang, _styled: bool) -> Option<String> {
        let Error::Tags { problems, .. } = self else {
            return None;
        };
        let lines = problems.iter().map(|p| format!("  {}\n", p.in_words(lang)));
        Some(lines.collect())
    }
}
