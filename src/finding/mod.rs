//! Findings: what a reader of the data must know about it, each at its place in the paper.

mod pointer;
mod words;

pub use pointer::Pointer;

use std::sync::Arc;

use office::paper::Place;
use serde::{Deserialize, Serialize};

use crate::lang::Said;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know: nothing to do.
    Info,
    /// Look at it (需核实): the value is given, but a person should confirm it.
    Warning,
    /// The value is not usable, or a rule is broken (必须改正).
    Error,
}

/// What kind of thing was found. The names are the contract's; new ones may be added, none renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The file cannot be read at all.
    UnreadableFile,
    /// The document is no form that a mapping knows.
    UnknownForm,
    /// The form is another year's.
    WrongEdition,
    /// A table of the form was not found.
    MissingTable,
    /// A table stands more often than it may.
    DuplicateTable,
    /// Typed text that no table claimed.
    UnclaimedText,
    /// A column or row of a table that the mapping does not know, with text in it.
    UnknownColumn,
    /// A column or row that the mapping expects is not in the table.
    MissingColumn,
    /// Text that cannot be read as a number.
    UnreadableNumber,
    /// Text that cannot be read as a date.
    UnreadableDate,
    /// Text that cannot be read as its type.
    UnreadableValue,
    /// A text that is no option of its list.
    NotInList,
    /// Several options where one is asked.
    SeveralChoices,
    /// More options than the form allows.
    TooManySelected,
    /// A mark that may or may not mean that the option is chosen.
    AmbiguousMark,
    /// Words that are struck through: they were taken back and are not read.
    StruckText,
    /// An amount was converted to the codebook's unit.
    UnitConverted,
    /// A value was given in another form than it was typed.
    CorrectedValue,
    /// A balance or order rule between items is broken.
    Balance,
    /// A date or year outside the period that the table asks for.
    OutOfPeriod,
    /// Something that must be filled in is not.
    Required,
    /// Something filled in that does not apply here.
    NotApplicable,
    /// The same record twice.
    DuplicateRecord,
    /// The text holds tracked changes; the final view was read.
    TrackedChange,
    /// A value breaks its field's pattern: e-mail, ORCID, year, sign.
    InvalidFormat,
    /// How a submission was put together from several files.
    Joined,
    /// Something hidden in the file was read too.
    HiddenContent,
    /// The office settled a value by hand.
    CorrectedByOffice,
    /// A correction or an explanation no longer fits the paper.
    CorrectionRefused,
    /// The submission was read with one edition and is written in the tables of another.
    CarriedOver,
    /// A value, an item or a table that the other edition has no place for.
    NotCarried,
}

impl Rule {
    /// The rule's name as the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Rule::UnreadableFile => "unreadable-file",
            Rule::UnknownForm => "unknown-form",
            Rule::WrongEdition => "wrong-edition",
            Rule::MissingTable => "missing-table",
            Rule::DuplicateTable => "duplicate-table",
            Rule::UnclaimedText => "unclaimed-text",
            Rule::UnknownColumn => "unknown-column",
            Rule::MissingColumn => "missing-column",
            Rule::UnreadableNumber => "unreadable-number",
            Rule::UnreadableDate => "unreadable-date",
            Rule::UnreadableValue => "unreadable-value",
            Rule::NotInList => "not-in-list",
            Rule::SeveralChoices => "several-choices",
            Rule::TooManySelected => "too-many-selected",
            Rule::AmbiguousMark => "ambiguous-mark",
            Rule::StruckText => "struck-text",
            Rule::UnitConverted => "unit-converted",
            Rule::CorrectedValue => "corrected-value",
            Rule::Balance => "balance",
            Rule::OutOfPeriod => "out-of-period",
            Rule::Required => "required",
            Rule::NotApplicable => "not-applicable",
            Rule::DuplicateRecord => "duplicate-record",
            Rule::TrackedChange => "tracked-change",
            Rule::InvalidFormat => "invalid-format",
            Rule::Joined => "joined",
            Rule::HiddenContent => "hidden-content",
            Rule::CorrectedByOffice => "corrected-by-office",
            Rule::CorrectionRefused => "correction-refused",
            Rule::CarriedOver => "carried-over",
            Rule::NotCarried => "not-carried",
        }
    }
}

/// One thing found, at its place in the data and on the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What kind it is.
    pub rule: Rule,
    /// JSON Pointer (RFC 6901) into the submission; empty for the whole.
    #[serde(default)]
    pub path: String,
    /// What was found, in the reader's words.
    pub message: Said,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Said::is_empty")]
    pub hint: Said,
    /// The text as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The file that it stands in, where that is not the submission's own but one joined to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// Where it stands on the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Place>,
}

impl Finding {
    /// A finding about the whole submission; narrow it with the methods below.
    pub fn new(severity: Severity, rule: Rule, message: Said) -> Finding {
        Finding {
            severity,
            rule,
            path: String::new(),
            message,
            hint: Said::default(),
            raw: None,
            file: None,
            source: None,
        }
    }

    /// An error.
    pub fn error(rule: Rule, message: Said) -> Finding {
        Finding::new(Severity::Error, rule, message)
    }

    /// A warning.
    pub fn warning(rule: Rule, message: Said) -> Finding {
        Finding::new(Severity::Warning, rule, message)
    }

    /// An info.
    pub fn info(rule: Rule, message: Said) -> Finding {
        Finding::new(Severity::Info, rule, message)
    }

    /// Points it at a JSON Pointer.
    pub fn at(mut self, path: impl Into<String>) -> Finding {
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

    /// Says what to do.
    pub fn hinting(mut self, hint: Said) -> Finding {
        self.hint = hint;
        self
    }
}
