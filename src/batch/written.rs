//! A submission as it is put aside and kept: in JSON, packed, with the messages of both languages.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::model::finding::Cause;
use crate::model::submission::Submission;

/// A submission in JSON.
pub(crate) struct Written {
    pub(crate) json: String,
    /// The findings' messages and hints in English, in their order, where they cannot be made anew
    /// from their causes; else empty.
    pub(crate) english: String,
}

impl Written {
    pub(crate) fn of(submission: &Submission) -> Written {
        let recorded = |f: &crate::model::finding::Finding| matches!(f.cause, Cause::Recorded(_));
        let english: Vec<[String; 2]> = match submission.findings.iter().any(recorded) {
            false => Vec::new(),
            true => (submission.findings.iter())
                .map(|f| [f.message().en, f.hint().en])
                .collect(),
        };
        // Submissions are plain data: they always serialise.
        Written {
            json: serde_json::to_string(submission).unwrap_or_default(),
            english: serde_json::to_string(&english).unwrap_or_default(),
        }
    }

    pub(crate) fn read(&self) -> Result<Submission, serde_json::Error> {
        let mut submission: Submission = serde_json::from_str(&self.json)?;
        let english: Vec<[String; 2]> = serde_json::from_str(&self.english)?;
        for (finding, [message, hint]) in submission.findings.iter_mut().zip(english) {
            // Of the others the words of both languages are made anew from their cause.
            if let Cause::Recorded(recorded) = &mut finding.cause {
                recorded.message.en = message;
                recorded.hint.en = hint;
            }
        }
        Ok(submission)
    }
}

/// A submission packed: a fifth of its JSON, and as quickly read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    pub(crate) json: Vec<u8>,
    pub(crate) english: Vec<u8>,
}

impl Packed {
    pub(crate) fn of(submission: &Submission) -> Packed {
        let Written { json, english } = Written::of(submission);
        Packed {
            json: packed(&json),
            english: match &*english {
                "[]" => Vec::new(),
                english => packed(english),
            },
        }
    }

    pub(crate) fn read(&self) -> io::Result<Submission> {
        let written = Written {
            json: unpacked(&self.json)?,
            english: match self.english.is_empty() {
                true => "[]".to_owned(),
                false => unpacked(&self.english)?,
            },
        };
        written.read().map_err(io::Error::other)
    }
}

pub(crate) fn packed(text: &str) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
    // Memory can always be written to.
    let _ = out.write_all(text.as_bytes());
    out.finish().unwrap_or_default()
}

pub(crate) fn unpacked(bytes: &[u8]) -> io::Result<String> {
    let mut text = String::new();
    ZlibDecoder::new(bytes).read_to_string(&mut text)?;
    Ok(text)
}
