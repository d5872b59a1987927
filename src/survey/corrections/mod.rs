//! Corrections: values that the office settles by hand, and explanations that units give.
//!
//! Kept as `corrections.csv`, applied after reading, shown in every output. A correction says what
//! stood on the paper when it was made; where the paper has changed since, it is refused.

mod apply;
mod find;
mod place;
mod read;
mod witness;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::checks::EditRules;
use crate::mapping::Mapping;
use crate::mapping::formula::FormulaError;
use crate::model::finding::Rule;
use crate::said;
use crate::text::lang::Said;
use crate::value::Values;

pub(crate) use find::record_name;
pub use place::Spot;
pub(crate) use read::COLUMNS;

/// The office's corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrections {
    /// The file that they are kept in.
    pub path: PathBuf,
    /// The entries, in the file's order.
    pub entries: Vec<Entry>,
}

/// One correction or explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its line in the file.
    pub line: u64,
    /// Whose submission it is about.
    pub about: About,
    /// Where in it.
    pub spot: Spot,
    /// What the record is called (its first identifying text), by which it is found again where
    /// records were added or taken out.
    pub record: Option<String>,
    /// What is settled.
    pub settles: Settles,
    /// What stood there, as typed or as read; empty for nothing.
    pub was: Option<String>,
    /// SHA-256 of the file that it was made on.
    pub sha256: Option<String>,
    /// Why.
    pub why: String,
    /// Who decided.
    pub who: String,
    /// When, as written.
    pub when: String,
}

/// Whose submission a correction is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A unit's, by the name on the cover.
    Unit(String),
    /// A file's, by its name (with or without folders).
    File(String),
}

/// What a correction settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settles {
    /// The value, as one would type it into the form; empty for nothing.
    Value(String),
    /// A warning of this rule is explained (需核实 → 已说明).
    Explains(Rule),
}

/// Editions made ready to correct their submissions.
#[derive(Debug)]
pub struct Correcting<'m> {
    editions: Vec<(&'m Mapping, Values, EditRules)>,
}

impl<'m> Correcting<'m> {
    /// Makes editions ready.
    ///
    /// # Errors
    /// Where an edit rule cannot be read; a mapping that was loaded has none.
    pub fn new(
        mappings: impl IntoIterator<Item = &'m Mapping>,
    ) -> Result<Correcting<'m>, FormulaError> {
        let ready = |m: &'m Mapping| Ok((m, Values::new(m), EditRules::new(m)?));
        let editions = mappings.into_iter().map(ready).collect::<Result<_, _>>()?;
        Ok(Correcting { editions })
    }
}

/// What became of the corrections in one or more submissions: lines of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Applied.
    pub applied: BTreeSet<u64>,
    /// Refused, since the paper under them changed.
    pub refused: BTreeSet<u64>,
}

impl Applied {
    /// Both together.
    pub fn add(&mut self, other: Applied) {
        self.applied.extend(other.applied);
        self.refused.extend(other.refused);
    }
}

impl Corrections {
    /// The corrections that are about no submission that was read, each said.
    pub fn nowhere(&self, done: &Applied) -> Vec<(u64, Said)> {
        let missed =
            |e: &&Entry| !done.applied.contains(&e.line) && !done.refused.contains(&e.line);
        let say = |e: &Entry| {
            let said = match &e.about {
                About::Unit(name) => said!(
                    "读到的表里没有单位“{name}”",
                    "no submission that was read is of the unit `{name}`"
                ),
                About::File(name) => said!(
                    "读到的文件里没有“{name}”",
                    "no file that was read is `{name}`"
                ),
            };
            (e.line, said)
        };
        self.entries.iter().filter(missed).map(say).collect()
    }
}
