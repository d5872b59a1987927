//! Whose form it is: the unit that a submission names, or the nearest ones.

use super::{Roster, UnitId};
use crate::mapping::Role;
use crate::model::submission::Submission;
use crate::text::key::key;

/// Names less alike than this are not proposed.
const LIKE: f64 = 0.4;

/// By what a submission's unit is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By the name on its cover.
    Name,
    /// By an alias on its cover.
    Alias,
    /// By the name in its file's name, since the cover names none.
    FileName,
    /// By the name of the folder or archive that it lies in, since nothing else names one.
    Folder,
    /// By a name on its cover that is nearly the unit's, which the file's name or folder names too.
    Near,
    /// As the office decided.
    Decided,
}

/// The unit's name on a submission's cover.
pub fn unit_name(submission: &Submission) -> Option<&str> {
    let name = submission.who(Role::Name)?;
    (!key(name).is_empty()).then_some(name)
}

impl Roster {
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
