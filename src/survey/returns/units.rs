//! The files of each unit: whose each is, which form counts, and which workbooks are joined to it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::books::choose_books;
use super::case::{gone_case, whose_case};
use super::choose::{Choosing, Nearness};
use super::counted::UnitReturns;
use super::file_name::plain_stem;
use super::parties::Parties;
use super::receipt::Presence;
use super::version::version_of;
use super::whose::{Whose, is_about_the_unit};
use super::{FileHash, Receipt};
use crate::given::short_hash;
use crate::model::finding::CountingCause;
use crate::said;
use crate::survey::decisions::{Case, Decisions, Settled};
use crate::survey::roster::{How, Roster};
use crate::text::key::key;
use crate::text::lang::Said;

/// As [`choose`], with nothing decided.
pub fn by_unit(receipts: &[Receipt], roster: Option<&Roster>) -> Vec<UnitReturns> {
    choose(receipts, roster, &Decisions::default())
}

/// Puts returned files together by unit, in the order of each unit's first file, and chooses what
/// counts.
pub fn choose(
    receipts: &[Receipt],
    roster: Option<&Roster>,
    decisions: &Decisions,
) -> Vec<UnitReturns> {
    let parties = Parties::new(receipts, roster, decisions);
    let (whose, cases) = parties.whose(receipts);
    let mut grouping = Grouping {
        receipts,
        groups: Vec::new(),
        of_key: HashMap::new(),
        of_unit: HashMap::new(),
    };
    grouping.group(whose);
    let mut groups = grouping.groups;
    groups.retain(|g| !g.files.is_empty());
    for group in &mut groups {
        group.files.sort_unstable();
    }
    groups.sort_by_key(|g| g.files.first().copied());
    let any_named = receipts.iter().any(|r| r.unit.is_some() && !r.is_unread);
    let finish = |group: Group| {
        if is_strange(&group, receipts, roster, any_named) {
            return strangers(receipts, roster, &group);
        }
        let met: Vec<Case> = (group.files.iter())
            .filter_map(|f| cases.get(f).cloned())
            .collect();
        let mut returns = one_unit(receipts, decisions, group);
        returns.unit = parties.called(&returns.whose);
        returns.cases.extend(met);
        vec![returns]
    };
    let mut all = Vec::with_capacity(groups.len());
    groups
        .into_iter()
        .for_each(|group| all.extend(finish(group)));
    all
}

/// The files are of nobody that is asked; without a roster, of nobody that anything names: workbooks
/// among forms of units.
fn is_strange(
    group: &Group,
    receipts: &[Receipt],
    roster: Option<&Roster>,
    any_named: bool,
) -> bool {
    let books = || group.files.iter().all(|i| receipts[*i].is_workbook);
    match group.whose {
        Whose::Named(..) => roster.is_some(),
        Whose::Nameless(_) => roster.is_some() || (any_named && books()),
        _ => false,
    }
}

/// Files of nobody: each counts nowhere until it is decided.
fn strangers(receipts: &[Receipt], roster: Option<&Roster>, group: &Group) -> Vec<UnitReturns> {
    let near: Vec<&str> = match (&group.whose, roster) {
        (Whose::Named(_, near) | Whose::Nameless(near), Some(roster)) => (near.iter())
            .map(|(id, _)| roster.unit(*id).name.as_str())
            .collect(),
        _ => Vec::new(),
    };
    let one = |index: &usize| {
        let receipt = &receipts[*index];
        let mut returns = UnitReturns::of(group.whose.clone());
        if receipt.is_unread {
            returns.unread.push(*index);
            return returns;
        }
        let case = whose_case(receipt);
        let told = receipt.doubts.iter().find(|d| is_about_the_unit(d));
        let doubt = told.cloned().unwrap_or_else(|| CountingCause::Stranger {
            unit: match &group.whose {
                Whose::Named(name, _) => name.to_string(),
                _ => String::new(),
            },
            near: near.join("、"),
            case: case.hash.clone(),
        });
        returns.undecided.push(*index);
        returns.doubts.push(doubt);
        returns.cases.push(case);
        returns
    };
    group.files.iter().map(one).collect()
}

struct Group {
    whose: Whose,
    files: Vec<usize>,
    /// By what each workbook is known to be of the unit.
    how: BTreeMap<usize, Said>,
}

struct Grouping<'a> {
    receipts: &'a [Receipt],
    groups: Vec<Group>,
    /// Groups by unit and edition.
    of_key: HashMap<(UnitKey, Arc<str>), usize>,
    /// The unit's first group, whatever its edition: for files that could not be read.
    of_unit: HashMap<UnitKey, usize>,
}

impl Grouping<'_> {
    fn group(&mut self, whose: Vec<Whose>) {
        let mut waiting = Vec::new();
        let mut unread = Vec::new();
        for (index, whose) in whose.into_iter().enumerate() {
            let receipt = &self.receipts[index];
            match (&whose, unit_key(&whose)) {
                (_, Some(_)) if receipt.is_unread => unread.push((index, whose)),
                (_, Some(unit)) => self.put(index, whose, unit),
                (Whose::Nameless(_), None) if receipt.is_workbook && !receipt.is_unread => {
                    waiting.push((index, whose));
                }
                _ => self.alone(index, whose),
            }
        }
        for (index, whose) in unread {
            let Some(unit) = unit_key(&whose) else {
                continue;
            };
            match self.of_unit.get(&unit) {
                Some(group) => self.groups[*group].files.push(index),
                None => self.put(index, whose, unit),
            }
        }
        self.nameless_forms();
        let mates = self.mates();
        for (index, whose) in waiting {
            match self.mate(index, &mates) {
                Some((group, how)) => {
                    self.groups[group].files.push(index);
                    self.groups[group].how.insert(index, how);
                }
                None => self.alone(index, whose),
            }
        }
    }

    fn put(&mut self, index: usize, whose: Whose, unit: UnitKey) {
        let edition = Arc::clone(&self.receipts[index].edition);
        let new = self.groups.len();
        let group = *self.of_key.entry((unit, edition)).or_insert(new);
        self.of_unit.entry(unit).or_insert(group);
        if group == new {
            self.alone(index, whose);
        } else {
            let group = &mut self.groups[group];
            group.files.push(index);
            // By what the unit is known does not hang on which of its files came first.
            if let (Whose::Unit(_, known), Whose::Unit(_, how)) = (&mut group.whose, &whose)
                && surer(*how) < surer(*known)
            {
                *known = *how;
            }
        }
    }

    fn alone(&mut self, index: usize, whose: Whose) {
        self.groups.push(Group {
            whose,
            files: vec![index],
            how: BTreeMap::new(),
        });
    }

    fn is_form(&self, index: &usize) -> bool {
        let r = &self.receipts[*index];
        !r.is_workbook && !r.is_unread
    }

    /// Which groups have forms in each folder.
    fn mates(&self) -> HashMap<Arc<str>, Vec<usize>> {
        let mut mates: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        for (g, group) in self.groups.iter().enumerate() {
            if matches!(group.whose, Whose::InDoubt(_) | Whose::Dropped) {
                continue;
            }
            for file in group.files.iter().filter(|f| self.is_form(f)) {
                let there = mates
                    .entry(Arc::clone(&self.receipts[*file].folder))
                    .or_default();
                // Groups come in their order: only the last can be the same one.
                if there.last() != Some(&g) {
                    there.push(g);
                }
            }
        }
        mates
    }

    /// A form that names no unit, alone in its folder with workbooks that all name one unit which
    /// sent no other form, is that unit's. Copies of it in the same folder are that file once more.
    fn nameless_forms(&mut self) {
        self.saved_twice();
        let mates = self.mates();
        let mut named: HashMap<Arc<str>, HashSet<usize>> = HashMap::new();
        for (g, group) in self.groups.iter().enumerate() {
            let books_only = !group.files.iter().any(|f| self.is_form(f));
            let is_named = unit_key(&group.whose).is_some();
            for file in group.files.iter().filter(|_| books_only && is_named) {
                let receipt = &self.receipts[*file];
                if !receipt.is_unread {
                    named
                        .entry(Arc::clone(&receipt.folder))
                        .or_default()
                        .insert(g);
                }
            }
        }
        let mut gone = HashSet::new();
        for (folder, groups) in mates {
            let (&[nameless], Some(units)) = (&groups[..], named.get(&folder)) else {
                continue;
            };
            let is_nameless = matches!(self.groups[nameless].whose, Whose::Nameless(_));
            let Some(unit) = units
                .iter()
                .next()
                .filter(|_| units.len() == 1 && is_nameless)
            else {
                continue;
            };
            let same_edition = |f: &usize| {
                self.receipts[*f].edition == self.receipts[self.groups[nameless].files[0]].edition
            };
            if self.groups[*unit].files.iter().all(same_edition) && gone.insert(nameless) {
                let files = std::mem::take(&mut self.groups[nameless].files);
                self.groups[*unit].files.extend(files);
            }
        }
    }

    /// `表.docx` and `表(1).docx` of one folder that are the very same file and name no unit.
    fn saved_twice(&mut self) {
        let mut first: HashMap<(Arc<str>, String, FileHash), usize> = HashMap::new();
        for g in 0..self.groups.len() {
            let group = &self.groups[g];
            let [file] = group.files[..] else { continue };
            let r = &self.receipts[file];
            if !matches!(group.whose, Whose::Nameless(_)) || r.is_unread || r.sha256.is_empty() {
                continue;
            }
            let place = (Arc::clone(&r.folder), plain_stem(&r.file), r.sha256.clone());
            let known = *first.entry(place).or_insert(g);
            if known != g {
                let files = std::mem::take(&mut self.groups[g].files);
                self.groups[known].files.extend(files);
            }
        }
    }

    /// The group that a workbook without a unit's name belongs to by where it lies.
    fn mate(&self, index: usize, mates: &HashMap<Arc<str>, Vec<usize>>) -> Option<(usize, Said)> {
        let receipt = &self.receipts[index];
        let fits = |g: &&usize| {
            let mut forms = self.groups[**g].files.iter().filter(|f| self.is_form(f));
            forms.any(|f| self.receipts[*f].edition == receipt.edition)
        };
        let there: Vec<usize> = (mates.get(&receipt.folder)?.iter())
            .filter(fits)
            .copied()
            .collect();
        if let [only] = there[..] {
            let how = said!(
                "同一文件夹里只有这一份调查表",
                "the folder holds no other form"
            );
            return Some((only, how));
        }
        let book = plain_stem(&receipt.file);
        let alike = |g: &&usize| {
            let mut forms = self.groups[**g].files.iter().filter(|f| self.is_form(f));
            forms.any(|f| {
                let form = &self.receipts[*f];
                let stem = plain_stem(&form.file);
                form.folder == receipt.folder && stem.chars().count() >= 3 && book.contains(&stem)
            })
        };
        let alike: Vec<usize> = there.iter().filter(alike).copied().collect();
        let [only] = alike[..] else { return None };
        let how = said!(
            "文件名相近，且在同一文件夹",
            "alike file names, same folder"
        );
        Some((only, how))
    }
}

/// How surely a unit is known: its name on a cover before a file's name or a folder.
fn surer(how: How) -> u8 {
    match how {
        How::Name => 0,
        How::Alias => 1,
        How::Near => 2,
        How::Decided => 3,
        How::FileName => 4,
        How::Folder => 5,
    }
}

/// By what files are one unit's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum UnitKey {
    /// The roster's unit.
    Known(usize),
    /// The key of its name, short: there are as many as there are units.
    Named([u8; 16]),
}

/// What makes files one unit's.
fn unit_key(whose: &Whose) -> Option<UnitKey> {
    match whose {
        Whose::Unit(id, _) => Some(UnitKey::Known(*id)),
        Whose::Named(name, _) => Some(UnitKey::Named(short_hash(key(name).as_bytes()))),
        Whose::Nameless(_) | Whose::InDoubt(_) | Whose::Dropped => None,
    }
}

/// Chooses among one unit's files.
fn one_unit(receipts: &[Receipt], decisions: &Decisions, group: Group) -> UnitReturns {
    let mut returns = UnitReturns::of(group.whose);
    match &returns.whose {
        Whose::InDoubt(doubt) => {
            returns.doubts.push((**doubt).clone());
            returns.undecided = group.files;
            return returns;
        }
        Whose::Dropped => {
            returns.undecided = group.files;
            return returns;
        }
        _ => {}
    }
    let (unread, read): (Vec<_>, Vec<_>) =
        (group.files.into_iter()).partition(|&i| receipts[i].is_unread);
    let (books, forms): (Vec<_>, Vec<_>) =
        (read.into_iter()).partition(|&i| receipts[i].is_workbook);
    returns.unread = unread;
    let choice = Choosing {
        receipts,
        decisions,
        books: false,
        nearness: &|_| Nearness::Together,
    }
    .choose(&forms);
    returns.form = choice.best;
    returns.older.extend(choice.older);
    let has_books = !books.is_empty();
    let attached = |d: &CountingCause| matches!(d, CountingCause::WithoutWorkbook { .. });
    let doubts = choice.doubts.into_iter();
    returns
        .doubts
        .extend(doubts.filter(|d| !(has_books && attached(d))));
    returns.cases.extend(choice.cases);
    choose_books(receipts, decisions, &forms, books, &group.how, &mut returns);
    damaged(receipts, &mut returns);
    gone(receipts, decisions, &mut returns);
    let told: Vec<_> = returns
        .counting()
        .flat_map(|i| &receipts[i].doubts)
        .cloned()
        .collect();
    for doubt in told {
        if !returns.doubts.contains(&doubt) {
            returns.doubts.push(doubt);
        }
    }
    returns
}

/// Files that count and are gone from their folders: neither kept nor dropped without a word.
fn gone(receipts: &[Receipt], decisions: &Decisions, returns: &mut UnitReturns) {
    let files: Vec<usize> = returns.counting().collect();
    for file in files {
        let receipt = &receipts[file];
        if receipt.presence == Presence::Here {
            continue;
        }
        let case = gone_case(receipt);
        let kept = decisions.file(&case, &receipt.file, &receipt.sha256.hex());
        if !matches!(kept, Some(Settled::Keep(_))) {
            returns.doubts.push(CountingCause::FileGone {
                file: receipt.file.to_string(),
                case: case.hash.clone(),
            });
        }
        returns.cases.push(case);
    }
}

/// A file that cannot be read and may be newer than the one that counts.
fn damaged(receipts: &[Receipt], returns: &mut UnitReturns) {
    for &unread in &returns.unread {
        let damaged = &receipts[unread];
        let counts = match damaged.is_workbook {
            true => returns.books.first().map(|b| b.index),
            false => returns.form,
        };
        let Some(counts) = counts.map(|i| &receipts[i]) else {
            continue;
        };
        if version_of(&damaged.file) >= version_of(&counts.file) {
            returns.doubts.push(CountingCause::NewestUnreadable {
                file: damaged.file.to_string(),
                counts: counts.file.to_string(),
            });
        }
    }
}
