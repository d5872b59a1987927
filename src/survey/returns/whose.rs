//! Whose a file is: its cover, its name, its folders and the roster held against one another.

use std::collections::{HashMap, HashSet};

use super::Receipt;
use crate::model::finding::CountingCause;
use crate::said;
use crate::survey::decisions::{Decisions, Settled};
use crate::survey::roster::{How, Names, Roster, UnitId, unit_like};
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
    Named(String, Vec<(UnitId, f64)>),
    /// Nobody knows: nothing names a unit. Each such file stands by itself.
    Nameless(Vec<(UnitId, f64)>),
    /// Its cover, its name and its folder name different units: it counts nowhere until it is
    /// decided.
    InDoubt(CountingCause),
    /// The office decided that it counts nowhere.
    Dropped,
}

/// The units that files may be of: the roster's, else those that covers name.
pub(super) struct Parties<'a> {
    pub roster: Option<&'a Roster>,
    decisions: &'a Decisions,
    names: Names,
    /// Without a roster: the names, as written first, and by their keys.
    written: Vec<String>,
    of_key: HashMap<String, usize>,
}

/// What of a file says whose it is.
struct Claims {
    cover: Cover,
    file: Vec<usize>,
    folder: Vec<usize>,
}

enum Cover {
    Silent,
    Known(usize, How),
    Stranger(String),
}

impl<'a> Parties<'a> {
    pub(super) fn new(
        receipts: &[Receipt],
        roster: Option<&'a Roster>,
        decisions: &'a Decisions,
    ) -> Parties<'a> {
        let mut parties = Parties {
            roster,
            decisions,
            names: Names::default(),
            written: Vec::new(),
            of_key: HashMap::new(),
        };
        match roster {
            Some(roster) => {
                for (id, unit) in roster.units().iter().enumerate() {
                    let names = std::iter::once(&unit.name).chain(&unit.aliases);
                    names.for_each(|name| parties.names.add(name, id));
                }
            }
            None => {
                for name in receipts.iter().filter_map(|r| r.unit.as_deref()) {
                    parties.learn(name);
                }
            }
        }
        parties
    }

    /// The party of this name, which is a new one where it is not known. Without a roster only.
    fn learn(&mut self, name: &str) -> usize {
        let id = self.written.len();
        let known = *self.of_key.entry(key(name)).or_insert(id);
        if known == id {
            self.written.push(name.to_owned());
            self.names.add(name, id);
        }
        known
    }

    /// Whose each file is.
    pub(super) fn whose(&self, receipts: &[Receipt]) -> Vec<Whose> {
        let claims: Vec<Claims> = receipts.iter().map(|r| self.claims(r)).collect();
        let mut all: Vec<Whose> = (receipts.iter().zip(&claims))
            .map(|(receipt, claims)| self.by_claims(receipt, claims))
            .collect();
        self.same_files(receipts, &claims, &mut all);
        for (whose, receipt) in all.iter_mut().zip(receipts) {
            self.decided(whose, receipt);
        }
        all
    }

    fn claims(&self, receipt: &Receipt) -> Claims {
        let (folders, name) = (&*receipt.below, stem(&receipt.file));
        let cover = match receipt.unit.as_deref() {
            None => Cover::Silent,
            Some(name) => match self.roster {
                Some(roster) => match roster.named(name) {
                    Some(id) if key(&roster.unit(id).name) == key(name) => {
                        Cover::Known(id, How::Name)
                    }
                    Some(id) => Cover::Known(id, How::Alias),
                    None => Cover::Stranger(name.to_owned()),
                },
                None => match self.of_key.get(&key(name)) {
                    Some(id) => Cover::Known(*id, How::Name),
                    None => Cover::Stranger(name.to_owned()),
                },
            },
        };
        let mut steps = folders
            .rsplit('/')
            .map(|step| self.lowest(without_archive(step)));
        Claims {
            cover,
            file: self.lowest(name),
            folder: steps.find(|named| !named.is_empty()).unwrap_or_default(),
        }
    }

    /// The units that a text names, without those above others of them.
    fn lowest(&self, text: &str) -> Vec<usize> {
        let named = self.names.named_in(text);
        let above = |a: usize| named.iter().any(|b| self.is_above(a, *b));
        named.iter().copied().filter(|id| !above(*id)).collect()
    }

    fn is_above(&self, above: usize, below: usize) -> bool {
        self.roster.is_some_and(|r| r.is_above(above, below))
    }

    fn name(&self, id: usize) -> &str {
        match self.roster {
            Some(roster) => &roster.unit(id).name,
            None => &self.written[id],
        }
    }

    fn of(&self, id: usize, how: How) -> Whose {
        match self.roster {
            Some(_) => Whose::Unit(id, how),
            None => Whose::Named(self.written[id].clone(), Vec::new()),
        }
    }

    fn by_claims(&self, receipt: &Receipt, claims: &Claims) -> Whose {
        // An earlier run left out what it says: only the file itself can be decided on.
        let left_out = |d: &&CountingCause| is_about_the_unit(d);
        if let Some(doubt) = receipt.doubts.iter().find(left_out) {
            return Whose::InDoubt(doubt.clone());
        }
        match &claims.cover {
            Cover::Known(id, how) => match self.against(receipt, claims, *id) {
                Some(names) => self.in_doubt(receipt, names),
                None => self.of(*id, *how),
            },
            Cover::Stranger(name) => self.stranger(name, claims),
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
                || strsim::normalized_damerau_levenshtein(&like, &name) >= ALIKE
        })
    }

    /// A cover that names no unit of the roster.
    fn stranger(&self, name: &str, claims: &Claims) -> Whose {
        let Some(roster) = self.roster else {
            return Whose::Named(name.to_owned(), Vec::new());
        };
        let mut near = roster.nearest(name, 3);
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
        Whose::Named(name.to_owned(), near)
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

    fn listed(&self, ids: &[usize]) -> String {
        let names: Vec<&str> = ids.iter().map(|id| self.name(*id)).collect();
        names.join("、")
    }

    fn in_doubt(&self, receipt: &Receipt, names: Said) -> Whose {
        Whose::InDoubt(CountingCause::WhoseFile {
            names,
            case: case("whose", [receipt]),
        })
    }

    /// Files that are the very same under different units' names or folders: nil forms are each
    /// unit's own, of filled ones nobody knows whose they are.
    fn same_files(&self, receipts: &[Receipt], claims: &[Claims], all: &mut [Whose]) {
        let mut same: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, receipt) in receipts.iter().enumerate() {
            if !receipt.sha256.is_empty() && !receipt.is_unread {
                same.entry(&receipt.sha256).or_default().push(i);
            }
        }
        for group in same.into_values().filter(|g| g.len() > 1) {
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
                    all[*i] = Whose::InDoubt(CountingCause::TwiceHandedIn {
                        others: others.join("、"),
                        case: case("whose", [&receipts[*i]]),
                    });
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

    /// What the office decided about whose a file is.
    fn decided(&self, whose: &mut Whose, receipt: &Receipt) {
        let Whose::InDoubt(
            CountingCause::WhoseFile { case, .. } | CountingCause::TwiceHandedIn { case, .. },
        ) = whose
        else {
            return;
        };
        if receipt.doubts.iter().any(is_about_the_unit) {
            return;
        }
        let decided = match self.decisions.file(case, &receipt.file, &receipt.sha256) {
            None => return,
            Some(Settled::Drop) => Whose::Dropped,
            Some(Settled::Keep(unit)) => match (self.roster, unit) {
                (_, None) => self.by_place_or_cover(receipt),
                (Some(roster), Some(unit)) => match roster.named(unit) {
                    Some(id) => Whose::Unit(id, How::Decided),
                    None => Whose::Named(unit.to_owned(), roster.nearest(unit, 3)),
                },
                (None, Some(unit)) => Whose::Named(unit.to_owned(), Vec::new()),
            },
        };
        *whose = decided;
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
fn is_about_the_unit(doubt: &CountingCause) -> bool {
    matches!(
        doubt,
        CountingCause::WhoseFile { .. } | CountingCause::TwiceHandedIn { .. }
    )
}

fn both(a: Said, b: Said) -> Said {
    Said {
        zh: format!("{}；{}", a.zh, b.zh),
        en: format!("{}; {}", a.en, b.en),
    }
}

/// The hash by which a case is known: of the same files it is the same wherever they lie. A file
/// that another one is put in the place of makes it another case.
pub(super) fn case<'r>(kind: &str, files: impl IntoIterator<Item = &'r Receipt>) -> String {
    use sha2::Digest;
    let of = |r: &'r Receipt| match &*r.sha256 {
        "" => r.file.to_string(),
        hash => hash.to_owned(),
    };
    let mut files: Vec<String> = files.into_iter().map(of).collect();
    files.sort();
    let hash = sha2::Sha256::digest(format!("{kind}\n{}", files.join("\n")));
    let mut hex = super::content::hex(&hash);
    hex.truncate(CASE);
    hex
}

/// So many digits tell the cases of a survey apart, and can be typed.
pub(crate) const CASE: usize = 12;

/// A file's name without folders and extension.
pub(super) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |n| n.0)
}

/// The key of a file's name without the number that a file manager gives a copy.
pub(super) fn plain_stem(file: &str) -> String {
    let stem = stem(file).trim_end();
    let copy = |s: &str| -> Option<usize> {
        let open = s.rfind(['(', '（'])?;
        let inner = s[open..].trim_matches(['(', ')', '（', '）']);
        (!inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit())).then_some(open)
    };
    let plain = match stem.ends_with([')', '）']) {
        true => copy(stem).map_or(stem, |at| &stem[..at]),
        false => stem,
    };
    let plain = plain
        .trim_end()
        .trim_end_matches("副本")
        .trim_end_matches([' ', '-']);
    key(plain)
}

/// A folder's name; an archive's without its extension.
fn without_archive(step: &str) -> &str {
    match office::FileKind::of_name(step) {
        Some(_) => stem(step),
        None => step,
    }
}

/// The letters of a shorter name come in the same order in the longer one: 化工学院 shortens
/// 化学工程学院.
fn shortens(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.chars().count() >= 2 && short.chars().all(|c| letters.any(|l| l == c))
}
