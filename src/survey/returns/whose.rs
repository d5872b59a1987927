//! Whose a file is: its cover, its name, its folders and the roster held against one another.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::case::{gone_case, whose_case};
use super::claims::{Claims, Cover};
use super::file_name::{plain_stem, stem, without_archive};
use super::parties::Parties;
use super::receipt::Presence;
use super::unit_name::UnitName;
use super::{FileHash, Receipt};
use crate::model::finding::CountingCause;
use crate::said;
use crate::survey::decisions::{Case, Settled};
use crate::survey::roster::{How, UnitId, unit_like};
use crate::text::key::key;
use crate::text::lang::Said;

/// A name on a cover that is so like a unit's is taken for it where the file's name or its folder
/// names that unit too: one letter of six or more.
const NEAR: f64 = 0.8;
/// Names less alike than that are two names, where nothing but their look tells.
const ALIKE: f64 = 0.5;

/// Whose files these are.
#[derive(Clone, Debug, PartialEq)]
pub enum Whose {
    /// A unit's of the roster.
    Unit(UnitId, How),
    /// A unit's that the roster does not know (or there is none), by the name on the cover; with
    /// the nearest names of the roster.
    Named(Arc<str>, Vec<(UnitId, f64)>),
    /// Nobody knows: nothing names a unit. Each such file stands by itself.
    Nameless(Vec<(UnitId, f64)>),
    /// Its cover, its name and its folder name different units: it counts nowhere until it is
    /// decided.
    InDoubt(Box<CountingCause>),
    /// The office decided that it counts nowhere.
    Dropped,
}

impl Parties<'_> {
    /// Whose each file is.
    pub(super) fn whose(&self, receipts: &[Receipt]) -> (Vec<Whose>, HashMap<usize, Case>) {
        let mut claims: Vec<Claims> = receipts.iter().map(|r| self.claims(r)).collect();
        self.without_the_office_s(receipts, &mut claims);
        let mut all: Vec<Whose> = (receipts.iter().zip(&claims))
            .map(|(receipt, claims)| self.by_claims(receipt, claims))
            .collect();
        self.in_others_folders(receipts, &claims, &mut all);
        self.same_files(receipts, &claims, &mut all);
        let mut cases = HashMap::new();
        for (i, (whose, receipt)) in all.iter_mut().zip(receipts).enumerate() {
            if let Some(unit) = &receipt.assigned {
                *whose = self.given_to(Some(unit), receipt);
            } else if let Some(case) = self.decided(whose, receipt) {
                cases.insert(i, case);
            }
            self.withdrawn(whose, receipt, i, &mut cases);
        }
        (all, cases)
    }

    /// A file that is gone from its folder, and is to be so.
    fn withdrawn(
        &self,
        whose: &mut Whose,
        receipt: &Receipt,
        index: usize,
        cases: &mut HashMap<usize, Case>,
    ) {
        match receipt.presence {
            Presence::Here => return,
            Presence::Withdrawn => {
                *whose = Whose::Dropped;
                return;
            }
            Presence::Gone | Presence::Replaced => {}
        }
        let case = gone_case(receipt);
        let decided = self
            .decisions
            .file(&case, &receipt.file, &receipt.sha256.hex());
        if decided == Some(Settled::Drop) {
            *whose = Whose::Dropped;
            cases.insert(index, case);
        }
    }

    /// What the unit is called.
    pub(super) fn called(&self, whose: &Whose) -> Option<UnitName> {
        match (whose, self.roster) {
            (Whose::Unit(id, _), Some(roster)) => {
                let unit = roster.unit(*id);
                Some(UnitName {
                    name: unit.name.as_str().into(),
                    aliases: unit.aliases.clone(),
                })
            }
            (Whose::Named(name, _), _) => Some(UnitName {
                name: name.clone(),
                aliases: Vec::new(),
            }),
            _ => None,
        }
    }

    fn of(&self, id: usize, how: How) -> Whose {
        match self.roster {
            Some(_) => Whose::Unit(id, how),
            None => Whose::Named(self.held(id), Vec::new()),
        }
    }

    fn by_claims(&self, receipt: &Receipt, claims: &Claims) -> Whose {
        // An earlier run left out what it says: only the file itself can be decided on.
        let left_out = |d: &&CountingCause| is_about_the_unit(d);
        if let Some(doubt) = receipt.doubts.iter().find(left_out) {
            return Whose::InDoubt(Box::new(doubt.clone()));
        }
        match &claims.cover {
            Cover::Known(id, how) => match self.against(receipt, claims, *id) {
                Some(names) => self.in_doubt(receipt, names),
                None => self.of(*id, *how),
            },
            Cover::Stranger => self.stranger(receipt.unit.clone().unwrap_or_default(), claims),
            Cover::Silent => self.by_its_place(receipt, claims),
        }
    }

    /// What names another unit than the cover does.
    fn against(&self, receipt: &Receipt, claims: &Claims, id: usize) -> Option<Said> {
        let other = |named: &[usize]| !named.is_empty() && !named.contains(&id);
        let cover = self.name(id);
        let cover = said!("封面：{cover}", "cover: {cover}");
        let name = stem(&receipt.file);
        if other(&claims.file) && !self.is_prefix(&claims.file, id, name) {
            let file = self.listed(&claims.file);
            return Some(both(cover, said!("文件名：{file}", "file name: {file}")));
        }
        if claims.file.is_empty()
            && let Some(like) = unit_like(name)
            && !self.may_mean(&like, id)
        {
            return Some(both(cover, said!("文件名：{like}", "file name: {like}")));
        }
        // Without a roster nobody knows which folder is the faculty's that the unit belongs to.
        let above = claims.folder.iter().any(|f| self.is_above(*f, id));
        if self.roster.is_some() && other(&claims.folder) && !above {
            let folder = self.listed(&claims.folder);
            return Some(both(cover, said!("文件夹：{folder}", "folder: {folder}")));
        }
        None
    }

    /// The file's name begins with the institution that all units are of, and says more.
    fn is_prefix(&self, named: &[usize], id: usize, name: &str) -> bool {
        let top = |f: &usize| {
            self.is_above(*f, id)
                && self.roster.is_some_and(|r| r.unit(*f).parent.is_none())
                && key(name) != key(self.name(*f))
        };
        named.iter().all(top)
    }

    /// What reads as a unit's name may be another way to write this unit's.
    fn may_mean(&self, like: &str, id: usize) -> bool {
        let aliases = self.roster.map_or(&[][..], |r| &r.unit(id).aliases);
        let names = std::iter::once(self.name(id)).chain(aliases.iter().map(String::as_str));
        let like = key(like);
        let mut keys = names.map(key);
        keys.any(|name| {
            name.contains(&like)
                || like.contains(&name)
                || shortens(&like, &name)
                || shortens(&name, &like)
                || (strsim::normalized_damerau_levenshtein(&like, &name) >= ALIKE
                    && shares_its_stem(&like, &name))
        })
    }

    /// A cover that names no unit of the roster.
    fn stranger(&self, name: Arc<str>, claims: &Claims) -> Whose {
        let Some(roster) = self.roster else {
            return Whose::Named(name, Vec::new());
        };
        let mut near = roster.nearest(&name, 3);
        let placed = |id: &usize| claims.file == [*id] || claims.folder == [*id];
        let contradicted = |id: usize| {
            [&claims.file, &claims.folder]
                .iter()
                .any(|named| !named.is_empty() && !named.contains(&id))
        };
        if let Some((id, _)) = near.iter().find(|(id, like)| *like >= NEAR && placed(id))
            && !contradicted(*id)
        {
            return Whose::Unit(*id, How::Near);
        }
        let named = claims.file.iter().chain(&claims.folder).copied();
        for id in named.rev() {
            near.retain(|(known, _)| *known != id);
            near.insert(0, (id, 1.0));
        }
        near.truncate(3);
        Whose::Named(name, near)
    }

    /// A file whose cover is silent.
    fn by_its_place(&self, receipt: &Receipt, claims: &Claims) -> Whose {
        let (file, folder) = (&claims.file, &claims.folder);
        let above = |f: &usize| file.iter().any(|id| self.is_above(*f, *id));
        let apart = !file.is_empty()
            && !folder.is_empty()
            && !folder.iter().any(|f| file.contains(f) || above(f));
        if apart && self.roster.is_some() {
            let (file, folder) = (self.listed(file), self.listed(folder));
            let names = both(
                said!("文件名：{file}", "file name: {file}"),
                said!("文件夹：{folder}", "folder: {folder}"),
            );
            return self.in_doubt(receipt, names);
        }
        match (&file[..], &folder[..]) {
            ([id], _) => self.of(*id, How::FileName),
            ([], [id]) => self.of(*id, How::Folder),
            ([], []) => {
                if let Some(name) = self.like_a_unit(receipt) {
                    return Whose::Named(name.into(), Vec::new());
                }
                let near = self.roster.map(|r| r.nearest(stem(&receipt.file), 3));
                Whose::Nameless(near.unwrap_or_default())
            }
            (several, folder) => {
                let both: Vec<_> = several.iter().filter(|id| folder.contains(id)).collect();
                match both[..] {
                    [id] => self.of(*id, How::FileName),
                    _ => {
                        let named = several.iter().chain(folder).take(3);
                        let near = named.filter(|_| self.roster.is_some());
                        Whose::Nameless(near.map(|id| (*id, 1.0)).collect())
                    }
                }
            }
        }
    }

    /// Without a roster: the folder's name, where it reads as a unit's and nothing else names one.
    fn like_a_unit(&self, receipt: &Receipt) -> Option<String> {
        if self.roster.is_some() || unit_like(stem(&receipt.file)).is_some() {
            return None;
        }
        let mut steps = receipt.below.rsplit('/').map(without_archive);
        steps.find_map(unit_like)
    }

    fn listed(&self, ids: &[usize]) -> String {
        let names: Vec<&str> = ids.iter().map(|id| self.name(*id)).collect();
        names.join("、")
    }

    fn in_doubt(&self, receipt: &Receipt, names: Said) -> Whose {
        Whose::InDoubt(Box::new(CountingCause::WhoseFile {
            names,
            case: whose_case(receipt).hash,
        }))
    }

    /// Without a roster: of the files under one unit's name, some lie where nothing speaks against it
    /// and others in a folder that reads as another unit's: their cover may be a copied one.
    fn in_others_folders(&self, receipts: &[Receipt], claims: &[Claims], all: &mut [Whose]) {
        if self.roster.is_some() {
            return;
        }
        let mut of_unit: HashMap<usize, (bool, Vec<(usize, String)>)> = HashMap::new();
        for (i, (receipt, claims)) in receipts.iter().zip(claims).enumerate() {
            let Cover::Known(id, _) = claims.cover else {
                continue;
            };
            if !matches!(all[i], Whose::Named(..)) {
                continue;
            }
            // The folder that all that was given lies in is the office's.
            let below = receipt.below.split_once('/').map_or("", |(_, below)| below);
            let mut steps = below.rsplit('/').map(without_archive);
            let like = steps.find_map(unit_like);
            let like = like.filter(|l| !claims.file.contains(&id) && !self.may_mean(l, id));
            let (own, others) = of_unit.entry(id).or_default();
            match like {
                Some(like) => others.push((i, like)),
                None => *own = true,
            }
        }
        for (id, (own, others)) in of_unit {
            for (i, like) in others.into_iter().filter(|_| own) {
                let cover = self.name(id);
                let cover = said!("封面：{cover}", "cover: {cover}");
                let folder = said!("文件夹：{like}", "folder: {like}");
                all[i] = self.in_doubt(&receipts[i], both(cover, folder));
            }
        }
    }

    /// Files that are the very same under different units' names or folders: nil forms are each
    /// unit's own, of filled ones nobody knows whose they are.
    fn same_files(&self, receipts: &[Receipt], claims: &[Claims], all: &mut [Whose]) {
        let mut same: HashMap<&FileHash, Vec<usize>> = HashMap::new();
        let mut seen: HashMap<&FileHash, usize> = HashMap::with_capacity(receipts.len());
        for (i, receipt) in receipts.iter().enumerate() {
            if !receipt.sha256.is_empty() && !receipt.is_unread {
                match seen.get(&receipt.sha256) {
                    None => _ = seen.insert(&receipt.sha256, i),
                    Some(first) => {
                        let group = same.entry(&receipt.sha256);
                        group.or_insert_with(|| vec![*first]).push(i);
                    }
                }
            }
        }
        drop(seen);
        for group in same.into_values() {
            let place = |i: &usize| {
                let claims = &claims[*i];
                let own = [&claims.file, &claims.folder]
                    .into_iter()
                    .find(|c| c.len() == 1);
                own.map(|c| c[0])
            };
            let places: HashSet<usize> = group.iter().filter_map(place).collect();
            if places.len() > 1 && receipts[group[0]].is_blank() {
                for i in &group {
                    if let Some(id) = place(i) {
                        let how = match claims[*i].file.is_empty() {
                            true => How::Folder,
                            false => How::FileName,
                        };
                        all[*i] = self.of(id, how);
                    }
                }
                continue;
            }
            let silent = matches!(claims[group[0]].cover, Cover::Silent);
            if !silent || receipts[group[0]].is_blank() {
                continue;
            }
            let whose: HashSet<String> = group
                .iter()
                .map(|i| self.alone(receipts, *i, &all[*i]))
                .collect();
            if whose.len() > 1 {
                for i in &group {
                    let others = group.iter().filter(|j| *j != i);
                    let others: Vec<&str> = others.map(|j| &*receipts[*j].file).collect();
                    all[*i] = Whose::InDoubt(Box::new(CountingCause::TwiceHandedIn {
                        others: others.join("、"),
                        case: whose_case(&receipts[*i]).hash,
                    }));
                }
            }
        }
    }

    /// What sets files apart that nothing but their place can set apart.
    fn alone(&self, receipts: &[Receipt], i: usize, whose: &Whose) -> String {
        match whose {
            Whose::Unit(id, _) => format!("#{id}"),
            Whose::Named(name, _) => key(name),
            // `表.docx` and `表(1).docx` in one folder are one file that was saved twice.
            _ => format!("{}/{}", receipts[i].folder, plain_stem(&receipts[i].file)),
        }
    }

    /// What the office decided about whose a file is; the case, where there is one.
    fn decided(&self, whose: &mut Whose, receipt: &Receipt) -> Option<Case> {
        let case = match whose {
            Whose::InDoubt(doubt) => match &**doubt {
                CountingCause::WhoseFile { case, .. }
                | CountingCause::TwiceHandedIn { case, .. }
                | CountingCause::Stranger { case, .. } => Case {
                    hash: case.clone(),
                    ..whose_case(receipt)
                },
                _ => return None,
            },
            Whose::Named(..) if self.roster.is_some() => whose_case(receipt),
            Whose::Nameless(_) => whose_case(receipt),
            _ => return None,
        };
        if receipt.doubts.iter().any(is_about_the_unit) {
            return Some(case);
        }
        match self
            .decisions
            .file(&case, &receipt.file, &receipt.sha256.hex())
        {
            None => {}
            Some(Settled::Drop) => *whose = Whose::Dropped,
            // Without a roster it is a unit of its own.
            Some(Settled::Keep(None))
                if self.roster.is_none() && matches!(whose, Whose::Nameless(_)) =>
            {
                *whose = Whose::Named(stem(&receipt.file).into(), Vec::new());
            }
            Some(Settled::Keep(unit)) => *whose = self.given_to(unit, receipt),
        }
        Some(case)
    }

    /// A file that the office gave to a unit, or wants to be kept whosever it is.
    fn given_to(&self, unit: Option<&str>, receipt: &Receipt) -> Whose {
        match (self.roster, unit) {
            (_, None) => self.by_place_or_cover(receipt),
            (Some(roster), Some(unit)) => match roster.named(unit) {
                Some(id) => Whose::Unit(id, How::Decided),
                None => Whose::Named(unit.into(), roster.nearest(unit, 3)),
            },
            (None, Some(unit)) => Whose::Named(unit.into(), Vec::new()),
        }
    }

    /// A file that is to be kept, of which nobody said whose it is: its name tells before its
    /// folder, its folder before its cover.
    fn by_place_or_cover(&self, receipt: &Receipt) -> Whose {
        let claims = self.claims(receipt);
        match (&claims.file[..], &claims.folder[..], &claims.cover) {
            ([id], ..) | ([], [id], _) => self.of(*id, How::Decided),
            (.., Cover::Known(id, _)) => self.of(*id, How::Decided),
            _ => Whose::Nameless(Vec::new()),
        }
    }
}

/// The doubt is whose the file is.
pub(super) fn is_about_the_unit(doubt: &CountingCause) -> bool {
    matches!(
        doubt,
        CountingCause::WhoseFile { .. }
            | CountingCause::TwiceHandedIn { .. }
            | CountingCause::Stranger { .. }
    )
}

fn both(a: Said, b: Said) -> Said {
    Said {
        zh: format!("{}；{}", a.zh, b.zh),
        en: format!("{}; {}", a.en, b.en),
    }
}

/// The letters of a shorter name come in the same order in the longer one: 化工学院 shortens
/// 化学工程学院.
fn shortens(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.chars().count() >= 2 && short.chars().all(|c| letters.any(|l| l == c))
}

/// Two names have a letter in common beside what both end in: 物理学院 and 化学学院 are two.
fn shares_its_stem(a: &str, b: &str) -> bool {
    let ends = a.chars().rev().zip(b.chars().rev());
    let same = ends.take_while(|(a, b)| a == b).count();
    let stem = |name: &str| -> Vec<char> {
        let letters: Vec<char> = name.chars().collect();
        letters[..letters.len() - same].to_vec()
    };
    let (a, b) = (stem(a), stem(b));
    a.is_empty() || b.is_empty() || a.iter().any(|c| b.contains(c))
}
