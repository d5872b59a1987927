//! A submission as it is put aside: in JSON, with the messages of both languages.

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
