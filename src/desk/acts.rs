//! What the office does, as types: each act is noted in the survey's journal before it is shown as
//! done, and what is in force comes of the journal alone. Nothing is taken out of it: an act is
//! undone by another.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::model::finding::{FieldPath, Rule};
use crate::store::Noted;

/// Where in a submission something was done, and on which paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    /// The unit, by the name on its cover; else the file is named.
    pub unit: String,
    /// The file, where no unit's name leads to it.
    pub file: String,
    /// The place, as a JSON Pointer.
    pub path: String,
    /// What the record is called.
    pub record: String,
    /// What stood there.
    pub was: String,
    /// SHA-256 of the file, where it tells what stood there.
    pub sha256: String,
}

/// A place as corrections have it: a JSON Pointer, and `/` for the form as a whole, which has none
/// but the empty one.
pub fn pointer(path: &FieldPath) -> String {
    match path.is_submission() {
        true => "/".to_owned(),
        false => path.to_string(),
    }
}

/// Something that the office does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// 改值: a value is settled.
    Correct {
        /// Where.
        spot: Spot,
        /// The value, as one would type it into the form.
        value: String,
        /// Why.
        why: String,
    },
    /// 核实无误: a warning is explained.
    Explain {
        /// Where.
        spot: Spot,
        /// The warning's rule.
        rule: Rule,
        /// Why it is right.
        why: String,
    },
    /// 退回: the unit is to mend it.
    SendBack {
        /// Where.
        spot: Spot,
        /// The finding's rule.
        rule: Rule,
        /// What the unit is told besides.
        note: String,
    },
    /// 待定: which file or report counts.
    Decide {
        /// `version`, `workbook`, `duplicate`.
        kind: String,
        /// The case, by its hash.
        case: String,
        /// `keep`, `drop`, `both`.
        decision: String,
        /// The unit that it counts for.
        unit: String,
        /// The file.
        file: String,
        /// Its hash.
        sha256: String,
        /// Why.
        why: String,
    },
    /// A file that was taken away is known to be gone; or a unit whose form stood in it, which is
    /// another unit's by now.
    Gone {
        /// The file.
        file: String,
        /// The unit; empty where the file itself is gone.
        #[serde(default)]
        unit: String,
    },
    /// Something is set: the roster, the last day.
    Set {
        /// What.
        name: String,
        /// To what, as people see it; empty for nothing.
        to: String,
    },
    /// An act is undone.
    Undo {
        /// Its number.
        of: i64,
    },
}

/// An act of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its number.
    pub id: i64,
    /// When, in the clerk's time.
    pub at: String,
    /// Who.
    pub who: String,
    /// What.
    pub act: Act,
}

/// The journal, read.
#[derive(Clone, Debug, Default)]
pub struct Acts {
    /// All acts in their order.
    pub done: Vec<Done>,
    undone: HashSet<i64>,
    /// The last act, those that a newer version wrote included.
    pub last: i64,
}

impl Acts {
    /// Takes further acts. What a newer version noted and this one does not know is passed over.
    pub fn take(&mut self, noted: Vec<Noted>) {
        for Noted { id, at, who, what } in noted {
            self.last = self.last.max(id);
            let Ok(act) = serde_json::from_str::<Act>(&what) else {
                continue;
            };
            if let Act::Undo { of } = act {
                self.undone.insert(of);
            }
            let at = local(&at);
            self.done.push(Done { id, at, who, act });
        }
    }

    /// An act was undone.
    pub fn is_undone(&self, id: i64) -> bool {
        self.undone.contains(&id)
    }

    /// The acts in force: not undone, and the last one about its place.
    pub fn in_force(&self) -> Vec<&Done> {
        let mut last: BTreeMap<Key<'_>, &Done> = BTreeMap::new();
        for done in self.done.iter().filter(|d| !self.is_undone(d.id)) {
            if let Some(key) = key(&done.act) {
                last.insert(key, done);
            }
        }
        let mut all: Vec<&Done> = last.into_values().collect();
        all.sort_by_key(|d| d.id);
        all
    }

    /// The last act that can be undone, if it is one of those wanted.
    pub fn last_of(&self, wanted: impl Fn(&Act) -> bool) -> Option<&Done> {
        let all = self.in_force();
        all.into_iter().rev().find(|d| wanted(&d.act))
    }
}

/// What an act is about: the last one about it is in force.
type Key<'a> = (u8, &'a str, &'a str, &'a str, &'a str);

fn key(act: &Act) -> Option<Key<'_>> {
    Some(match act {
        Act::Correct { spot, .. } => (0, &spot.unit, &spot.file, &spot.path, ""),
        Act::Explain { spot, rule, .. } => (1, &spot.unit, &spot.file, &spot.path, rule.name()),
        Act::SendBack { spot, rule, .. } => (2, &spot.unit, &spot.file, &spot.path, rule.name()),
        Act::Decide { case, .. } => (3, case, "", "", ""),
        Act::Gone { file, unit } => (4, file, unit, "", ""),
        Act::Set { .. } | Act::Undo { .. } => return None,
    })
}

/// A time as the clerk's clock shows it, to the minute.
fn local(at: &str) -> String {
    match at.parse::<jiff::Timestamp>() {
        Ok(at) => at
            .to_zoned(jiff::tz::TimeZone::system())
            .strftime("%Y-%m-%d %H:%M")
            .to_string(),
        Err(_) => at.to_owned(),
    }
}

impl Done {
    /// The day, as corrections and decisions have it.
    pub fn day(&self) -> &str {
        self.at.get(..10).unwrap_or(&self.at)
    }

    /// What the act is about, for whoever looks for it.
    pub fn spot(&self) -> Option<&Spot> {
        match &self.act {
            Act::Correct { spot, .. } | Act::Explain { spot, .. } | Act::SendBack { spot, .. } => {
                Some(spot)
            }
            _ => None,
        }
    }
}
