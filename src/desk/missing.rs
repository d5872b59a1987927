//! What was in the folder and is no longer: files that were taken away, and units whose form another
//! unit's stands in the place of. Until the office knows, nothing can be handed in: they are in no
//! export.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::acts::{Act, Acts};
use crate::said;
use crate::store::{Journal, StoreError};
use crate::survey::returns::Receipt;
use crate::survey::roster::Roster;
use crate::text::key::key;
use crate::text::lang::Said;

/// Under what the files that were there are remembered.
const FILES: &str = "files";

/// Something that was in the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// The file.
    pub file: String,
    /// The unit whose form it was, and whose form nowhere is now; empty where the file is gone.
    pub unit: String,
    /// Whose form the file was, for people.
    pub of: Vec<String>,
    /// The last act before it was missed: what was known of an earlier time says nothing.
    since: i64,
    /// The office knows.
    pub is_known: bool,
}

impl Missing {
    /// It in words.
    pub fn said(&self) -> Said {
        let Missing { file, unit, of, .. } = self;
        if !unit.is_empty() {
            return said!(
                "{unit}（原在 {file}，那里现在是别的单位的表）",
                "{unit} (was in {file}, where another unit's form is now)"
            );
        }
        match of.join("、") {
            of if of.is_empty() => said!("{file}", "{file}"),
            of => said!("{file}（{of}）", "{file} ({of})"),
        }
    }
}

/// A file as it was last seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Seen {
    sha256: String,
    /// The units whose form it was.
    #[serde(default)]
    units: Vec<String>,
    /// The last act when all of it was there.
    #[serde(default)]
    act: i64,
}

/// As it is remembered; earlier versions remembered the hash alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Remembered {
    Seen(Seen),
    Hash(String),
}

/// What an earlier reading had and this one has not. A file that is only called otherwise now is not
/// gone; one of two that are the same is.
pub(super) fn of(
    journal: &Journal,
    here: &[Receipt],
    roster: Option<&Roster>,
    last: i64,
) -> Result<Vec<Missing>, StoreError> {
    let earlier = journal.setting(FILES)?.unwrap_or_default().bytes;
    let files: BTreeMap<String, Remembered> = serde_json::from_slice(&earlier).unwrap_or_default();
    let mut files: BTreeMap<String, Seen> = files
        .into_iter()
        .map(|(name, remembered)| match remembered {
            Remembered::Seen(seen) => (name, seen),
            Remembered::Hash(sha256) => (
                name,
                Seen {
                    sha256,
                    ..Seen::default()
                },
            ),
        })
        .collect();
    let missing = look(&mut files, here, roster, last);
    let bytes = serde_json::to_vec(&files).unwrap_or_default();
    if bytes != earlier {
        journal.remember(FILES, &bytes)?;
    }
    Ok(missing)
}

fn look(
    files: &mut BTreeMap<String, Seen>,
    here: &[Receipt],
    roster: Option<&Roster>,
    last: i64,
) -> Vec<Missing> {
    let who = |name: &str| match roster.and_then(|r| Some(r.unit(r.named(name)?))) {
        Some(unit) => key(&unit.name),
        None => key(name),
    };
    let names: HashSet<&str> = here.iter().map(|r| &*r.file).collect();
    let units: HashSet<String> = (here.iter())
        .filter_map(|r| Some(who(r.unit.as_deref()?)))
        .collect();
    // Names that are new, by what is in them: each takes the place of one that is gone.
    let mut new: HashMap<String, usize> = HashMap::new();
    for receipt in here.iter().filter(|r| !files.contains_key(&*r.file)) {
        *new.entry(receipt.sha256.to_string()).or_default() += 1;
    }
    files.retain(|name, seen| {
        let renamed = new.get_mut(&*seen.sha256).filter(|n| **n > 0);
        match renamed {
            Some(n) if !names.contains(&**name) => {
                *n -= 1;
                false
            }
            _ => true,
        }
    });
    for receipt in here {
        let seen = files.entry(receipt.file.to_string()).or_default();
        seen.sha256 = receipt.sha256.to_string();
        seen.units.retain(|u| !units.contains(&who(u)));
        if seen.units.is_empty() {
            seen.act = last;
        }
    }
    let mut missing = Vec::new();
    for (name, seen) in files.iter() {
        let lost = |unit: &str, of: &[String]| Missing {
            file: name.clone(),
            unit: unit.to_owned(),
            of: of.to_vec(),
            since: seen.act,
            is_known: false,
        };
        match names.contains(&**name) {
            true => missing.extend(seen.units.iter().map(|unit| lost(unit, &[]))),
            false => missing.push(lost("", &seen.units)),
        }
    }
    for receipt in here {
        if let (Some(seen), Some(unit)) = (files.get_mut(&*receipt.file), &receipt.unit)
            && !seen.units.iter().any(|u| who(u) == who(unit))
        {
            seen.units.push(unit.to_string());
        }
    }
    missing
}

/// Notes what the office knows of.
pub(super) fn know(missing: &mut [Missing], acts: &Acts) {
    let in_force = acts.in_force();
    for one in missing {
        one.is_known = in_force.iter().any(|d| match &d.act {
            Act::Gone { file, unit } => d.id > one.since && *file == one.file && *unit == one.unit,
            _ => false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(file: &str, sha256: &str, unit: &str) -> Receipt {
        let mut receipt = Receipt::default();
        receipt.file = file.into();
        receipt.sha256 = sha256.into();
        receipt.unit = (!unit.is_empty()).then(|| unit.into());
        receipt
    }

    fn names(missing: &[Missing]) -> Vec<String> {
        missing.iter().map(|m| m.said().en).collect()
    }

    #[test]
    fn a_file_that_is_gone_is_missed_and_one_that_is_called_otherwise_is_not() {
        let mut files = BTreeMap::new();
        let (a, b) = (receipt("a.docx", "1", "甲"), receipt("b.docx", "2", "乙"));
        assert!(look(&mut files, &[a.clone(), b], None, 0).is_empty());
        let renamed = receipt("c.docx", "2", "乙");
        assert!(look(&mut files, &[a.clone(), renamed.clone()], None, 0).is_empty());
        let missing = look(&mut files, std::slice::from_ref(&a), None, 0);
        assert_eq!(names(&missing), ["c.docx (乙)"]);
        assert!(look(&mut files, &[a, renamed], None, 0).is_empty());
    }

    #[test]
    fn one_of_two_files_that_are_the_same_is_missed() {
        let mut files = BTreeMap::new();
        let nil = |file| receipt(file, "0", "");
        look(&mut files, &[nil("甲/表.docx"), nil("乙/表.docx")], None, 0);
        let missing = look(&mut files, &[nil("甲/表.docx")], None, 0);
        assert_eq!(names(&missing), ["乙/表.docx"]);
    }

    #[test]
    fn a_unit_in_whose_file_another_one_s_form_stands_is_missed() {
        let mut files = BTreeMap::new();
        look(&mut files, &[receipt("表.docx", "1", "甲")], None, 0);
        for _ in 0..2 {
            let missing = look(&mut files, &[receipt("表.docx", "2", "乙")], None, 0);
            assert_eq!(missing.len(), 1);
            assert_eq!((&*missing[0].file, &*missing[0].unit), ("表.docx", "甲"));
        }
        let both = [receipt("表.docx", "2", "乙"), receipt("甲.docx", "1", "甲")];
        assert!(look(&mut files, &both, None, 0).is_empty());
        assert!(look(&mut files, &both, None, 0).is_empty());
    }
}
