//! What of a file says whose it is: its cover, its name, its folders.

use std::collections::{HashMap, HashSet};

use super::Receipt;
use super::file_name::{stem, without_archive};
use super::parties::Parties;
use crate::survey::roster::How;
use crate::text::key::key;

/// What of a file says whose it is.
pub(super) struct Claims {
    pub(super) cover: Cover,
    pub(super) file: Vec<usize>,
    pub(super) folder: Vec<usize>,
    /// It is the folder that all that was given lies in.
    by_top: bool,
}

pub(super) enum Cover {
    Silent,
    Known(usize, How),
    /// It names nobody who is known.
    Stranger,
}

impl Parties<'_> {
    pub(super) fn claims(&self, receipt: &Receipt) -> Claims {
        let (folders, name) = (&*receipt.below, stem(&receipt.file));
        let cover = match receipt.unit.as_deref() {
            None => Cover::Silent,
            Some(name) => match self.roster {
                Some(roster) => match roster.named(name) {
                    Some(id) if key(&roster.unit(id).name) == key(name) => {
                        Cover::Known(id, How::Name)
                    }
                    Some(id) => Cover::Known(id, How::Alias),
                    None => match roster.named_in_full(name) {
                        Some(id) => Cover::Known(id, How::Alias),
                        None => Cover::Stranger,
                    },
                },
                None => match self.names.named(name) {
                    Some(id) => Cover::Known(id, How::Name),
                    None => Cover::Stranger,
                },
            },
        };
        let steps = folders.rsplit('/').enumerate();
        let mut named = steps.map(|(i, step)| (i, self.lowest(without_archive(step))));
        let (step, folder) = named.find(|(_, n)| !n.is_empty()).unwrap_or_default();
        Claims {
            cover,
            file: self.lowest(name),
            by_top: !folder.is_empty() && step + 1 == folders.split('/').count(),
            folder,
        }
    }

    /// The folder that all that is given lies in may be the unit's, or the office's own, which may be
    /// called as one of the units is. It is the office's where files in it are of several others.
    pub(super) fn without_the_office_s(&self, receipts: &[Receipt], claims: &mut [Claims]) {
        let mut others: HashMap<String, HashSet<usize>> = HashMap::new();
        for (receipt, own) in receipts.iter().zip(&*claims) {
            if !own.by_top {
                continue;
            }
            let known = match own.cover {
                Cover::Known(id, _) => Some(id),
                _ => None,
            };
            let named = known.into_iter().chain(own.file.iter().copied());
            let of_folder = |id: usize| {
                let same = |f: &usize| *f == id || self.is_above(*f, id) || self.is_above(id, *f);
                own.folder.iter().any(same)
            };
            let strange = named.filter(|id| !of_folder(*id));
            others.entry(top_of(receipt)).or_default().extend(strange);
        }
        for (receipt, own) in receipts.iter().zip(claims) {
            let is_office_s =
                own.by_top && others.get(&top_of(receipt)).is_some_and(|o| o.len() > 1);
            if is_office_s {
                own.folder.clear();
            }
        }
    }
}

/// The folder that all that was given lies in.
fn top_of(receipt: &Receipt) -> String {
    let above = receipt.folder.strip_suffix(&*receipt.below).unwrap_or("");
    let top = receipt.below.split('/').next().unwrap_or_default();
    format!("{above}{top}")
}
