//! Whose form it is: the unit that a submission names, or the nearest ones.

use super::{Roster, UnitId};
use crate::mapping::Role;
use crate::model::submission::Submission;
use crate::text::key::key;

/// Names less alike than this are not proposed.
const LIKE: f64 = 0.4;

/// Whose a submission is.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// This unit's.
    Unit(UnitId, How),
    /// Nobody's of the roster; the units with the nearest names, and how near (0 to 1).
    Nobody(Vec<(UnitId, f64)>),
}

/// By what a submission's unit is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By the name on its cover.
    Name,
    /// By an alias on its cover.
    Alias,
    /// By the name in its file's name, since the cover names none.
    FileName,
}

/// The unit's name on a submission's cover.
pub fn unit_name(submission: &Submission) -> Option<&str> {
    let name = submission.who(Role::Name)?;
    (!key(name).is_empty()).then_some(name)
}

impl Roster {
    /// Whose a file is, by the unit on its cover and the file's name. A cover that names a unit
    /// outside the roster is not overruled by the file's name.
    pub fn whose(&self, unit: Option<&str>, file: &str) -> Match {
        if let Some(name) = unit {
            return match self.named(name) {
                Some(id) if key(&self.units[id].name) == key(name) => Match::Unit(id, How::Name),
                Some(id) => Match::Unit(id, How::Alias),
                None => Match::Nobody(self.nearest(name, 3)),
            };
        }
        match self.in_file_name(file) {
            Some(id) => Match::Unit(id, How::FileName),
            None => {
                let name = file.rsplit('/').next().unwrap_or(file);
                let stem = name.rsplit_once('.').map_or(name, |n| n.0);
                Match::Nobody(self.nearest(stem, 3))
            }
        }
    }

    /// The one unit whose name (or alias) stands in a file's name; of several that do the one
    /// with the longest, where no other is as long.
    fn in_file_name(&self, file: &str) -> Option<UnitId> {
        let name = key(file.rsplit('/').next().unwrap_or(file));
        let mut best: Option<(usize, UnitId)> = None;
        let mut tied = false;
        for (known, &id) in &self.names {
            let length = known.chars().count();
            if length < 2 || !name.contains(known.as_str()) {
                continue;
            }
            match best {
                Some((longest, _)) if length < longest => {}
                Some((longest, other)) if length == longest => tied |= other != id,
                _ => (best, tied) = (Some((length, id)), false),
            }
        }
        best.filter(|_| !tied).map(|(_, id)| id)
    }

    /// The units with the nearest names or aliases, the nearest first.
    pub fn nearest(&self, name: &str, most: usize) -> Vec<(UnitId, f64)> {
        let wanted = key(name);
        let mut near: Vec<(UnitId, f64)> = Vec::new();
        for (id, unit) in self.units.iter().enumerate() {
            let names = std::iter::once(&unit.name).chain(&unit.aliases);
            let likeness = names
                .map(|n| likeness(&wanted, &key(n)))
                .fold(0.0, f64::max);
            if likeness >= LIKE {
                near.push((id, likeness));
            }
        }
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(most);
        near
    }
}

/// How alike two names are, 0 to 1; a name within the other is at least halfway there.
fn likeness(a: &str, b: &str) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let spelled = strsim::normalized_damerau_levenshtein(a, b);
    let within = match a.contains(b) || b.contains(a) {
        true => {
            let (x, y) = (a.chars().count() as f64, b.chars().count() as f64);
            0.5 + 0.5 * x.min(y) / x.max(y)
        }
        false => 0.0,
    };
    spelled.max(within)
}
