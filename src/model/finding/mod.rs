//! Findings: what a reader of the data must know about it, each at its place in the data and on
//! the paper.
//!
//! A finding is a [`Cause`] (a variant with fields) at a [`FieldPath`]. Its rule, severity, message
//! and hint are made from the cause where they are shown, in the reader's language.

mod cause;
mod explain;
mod json;
mod path;
mod rule;

pub use cause::{
    CarryingCause, Cause, CheckCause, CountingCause, ExtractCause, FileCause, JoiningCause,
    LineCause, LookCause, NumberCause, OfficeCause, OptionCause, PaperCause, PlaceholderCause,
    RecognitionCause, Recorded, ValueCause,
};
pub use explain::{Explained, ExplainedCode, catalogue, document, explain};
pub use path::{FieldPath, NoFieldPath};
pub use rule::{Rule, Severity};

use std::sync::Arc;

use crate::said;
use crate::text::lang::Said;
use office::paper::Place;

/// One thing found, at its place in the data and on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is here: mostly as its cause is by itself.
    pub severity: Severity,
    /// What was found.
    pub cause: Cause,
    /// What it is about.
    pub path: FieldPath,
    /// The text as typed.
    pub raw: Option<String>,
    /// The file that it stands in, where that is not the submission's own but one joined to it.
    pub file: Option<Arc<str>>,
    /// Where it stands on the paper.
    pub source: Option<Place>,
    /// What the office decided about it.
    pub settled: Option<Settled>,
}

/// What the office decided about a finding.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settled {
    /// It corrected the value.
    Corrected,
    /// The unit, or the office, explained why the value is right.
    Explained {
        /// Why it is right.
        why: String,
        /// Who says so.
        who: String,
        /// When; empty where that is not known.
        when: String,
    },
}

impl Finding {
    /// A finding about the submission as a whole, as grave as its cause; narrow it with the
    /// methods below.
    pub fn of(cause: impl Into<Cause>) -> Finding {
        let cause = cause.into();
        Finding {
            severity: cause.severity(),
            cause,
            path: FieldPath::Submission,
            raw: None,
            file: None,
            source: None,
            settled: None,
        }
    }

    /// Points it at a place in the data.
    pub fn at(mut self, path: impl Into<FieldPath>) -> Finding {
        self.path = path.into();
        self
    }

    /// Quotes the typed text.
    pub fn quoting(mut self, raw: impl Into<String>) -> Finding {
        self.raw = Some(raw.into());
        self
    }

    /// Points it at a place on the paper.
    pub fn from(mut self, place: Place) -> Finding {
        self.source = Some(place);
        self
    }

    /// As grave as this, whatever its cause is by itself.
    pub fn graded(mut self, severity: Severity) -> Finding {
        self.severity = severity;
        self
    }

    /// The rule that it comes under.
    pub fn rule(&self) -> Rule {
        self.cause.rule()
    }

    /// What was found, in the reader's words.
    pub fn message(&self) -> Said {
        let message = self.cause.message();
        match &self.settled {
            Some(Settled::Explained { why, who, when }) => {
                let Said { zh, en } = message;
                match when.is_empty() {
                    true => said!(
                        "{zh}（已说明：{why}；{who}）",
                        "{en} (explained: {why}; {who})"
                    ),
                    false => said!(
                        "{zh}（已说明：{why}；{who}，{when}）",
                        "{en} (explained: {why}; {who}, {when})"
                    ),
                }
            }
            _ => message,
        }
    }

    /// What to do about it; empty where there is nothing to do.
    pub fn hint(&self) -> Said {
        match &self.settled {
            None => self.cause.hint(),
            Some(Settled::Corrected) => said!("办公室已更正。", "Settled by the office."),
            Some(Settled::Explained { .. }) => Said::default(),
        }
    }
}

impl Finding {
    /// A finding as an earlier version recorded it, by its rule and message alone.
    pub fn recorded(severity: Severity, rule: Rule, message: Said) -> Finding {
        Finding::of(Cause::Recorded(Box::new(Recorded {
            rule,
            severity,
            message,
            hint: Said::default(),
        })))
    }

    /// What an earlier version said to do. A finding with a cause of its own knows that itself.
    pub fn hinting(mut self, hint: Said) -> Finding {
        if let Cause::Recorded(recorded) = &mut self.cause {
            recorded.hint = hint;
        }
        self
    }
}
