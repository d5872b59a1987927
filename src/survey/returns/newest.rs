//! Which of a unit's files counts, where it sent several.
//!
//! The newest by the document's own time counts; the version in a file's name decides where times
//! are not known. Where time and name disagree the time is believed, and the doubt is told.

use std::collections::HashMap;

use jiff::Timestamp;

use super::Receipt;
use super::version::{Version, version_of};
use crate::said;
use crate::survey::roster::{How, Match, Roster, UnitId};
use crate::text::key::key;
use crate::text::lang::Said;

/// Whose files these are.
#[derive(Clone, Debug, PartialEq)]
pub enum Whose {
    /// A unit's of the roster.
    Unit(UnitId, How),
    /// A unit's that the roster does not know (or there is none), by the name on the cover; with
    /// the nearest names of the roster.
    Named(String, Vec<(UnitId, f64)>),
    /// Nobody knows: the cover names no unit. Each such file stands by itself.
    Nameless(Vec<(UnitId, f64)>),
}

/// The files of one unit. Numbers are places among the receipts given.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitReturns {
    /// Whose they are.
    pub whose: Whose,
    /// The form that counts; none where no form of the unit could be read.
    pub form: Option<usize>,
    /// The workbook that counts beside it, where workbooks came apart from a form.
    pub workbook: Option<usize>,
    /// Files that do not count, and why.
    pub older: Vec<Older>,
    /// Files that could not be read.
    pub unread: Vec<usize>,
    /// What should be looked at before the choice is trusted.
    pub doubts: Vec<Said>,
}

/// A file that does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Older {
    /// The file.
    pub index: usize,
    /// The file that counts instead.
    pub instead: usize,
    /// Why.
    pub why: Superseded,
}

/// Why a file does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Superseded {
    /// It is the very same file.
    SameFile,
    /// Saved anew, but every answer is the same.
    SameContent,
    /// An older version.
    Older,
}

impl UnitReturns {
    /// All files.
    pub fn files(&self) -> impl Iterator<Item = usize> {
        let older = self.older.iter().map(|o| o.index);
        (self.counting())
            .chain(older)
            .chain(self.unread.iter().copied())
    }

    /// The files that count.
    pub fn counting(&self) -> impl Iterator<Item = usize> {
        self.form.into_iter().chain(self.workbook)
    }
}

/// Puts returned files together by unit, in the order of each unit's first file.
pub fn by_unit(receipts: &[Receipt], roster: Option<&Roster>) -> Vec<UnitReturns> {
    let mut groups: Vec<(Whose, Vec<usize>)> = Vec::new();
    let mut of_key: HashMap<String, usize> = HashMap::new();
    for (index, receipt) in receipts.iter().enumerate() {
        let (whose, same) = whose(receipt, roster);
        let group = match same {
            Some(same) => *of_key.entry(same).or_insert(groups.len()),
            None => groups.len(),
        };
        match groups.get_mut(group) {
            Some((_, files)) => files.push(index),
            None => groups.push((whose, vec![index])),
        }
    }
    let choose = |(whose, files)| choose(receipts, whose, files);
    groups.into_iter().map(choose).collect()
}

/// Whose a file is, and what makes two files the same unit's.
fn whose(receipt: &Receipt, roster: Option<&Roster>) -> (Whose, Option<String>) {
    let unit = receipt.unit.as_deref();
    let near = match roster.map(|r| r.whose(unit, &receipt.file)) {
        Some(Match::Unit(id, how)) => return (Whose::Unit(id, how), Some(format!("#{id}"))),
        Some(Match::Nobody(near)) => near,
        None => Vec::new(),
    };
    match unit {
        Some(name) => (Whose::Named(name.to_owned(), near), Some(key(name))),
        None => (Whose::Nameless(near), None),
    }
}

fn choose(receipts: &[Receipt], whose: Whose, files: Vec<usize>) -> UnitReturns {
    let mut returns = UnitReturns {
        whose,
        form: None,
        workbook: None,
        older: Vec::new(),
        unread: Vec::new(),
        doubts: Vec::new(),
    };
    let (unread, read): (Vec<_>, Vec<_>) =
        (files.into_iter()).partition(|&i| receipts[i].is_unread);
    let (books, forms): (Vec<_>, Vec<_>) =
        (read.into_iter()).partition(|&i| receipts[i].is_workbook);
    returns.unread = unread;
    returns.form = newest(receipts, &forms, &mut returns);
    returns.workbook = newest(receipts, &books, &mut returns);
    if let (Some(form), Some(book)) = (returns.form, returns.workbook) {
        apart(receipts, form, book, &mut returns);
    }
    returns
}

/// A workbook that came apart from a form which brought a workbook of its own does not count.
fn apart(receipts: &[Receipt], form: usize, book: usize, returns: &mut UnitReturns) {
    let attached = &receipts[form].attachments;
    let Some((own, _)) = attached.first() else {
        return;
    };
    let apart = &receipts[book];
    let same = attached.iter().any(|(_, sha256)| *sha256 == apart.sha256);
    if !same {
        let apart = &apart.file;
        returns.doubts.push(said!(
            "子表“{apart}”没有计入：本单位的表已附有子表“{own}”",
            "the workbook “{apart}” does not count: the unit's form came with the workbook “{own}”"
        ));
    }
    returns.older.push(Older {
        index: book,
        instead: form,
        why: match same {
            true => Superseded::SameFile,
            false => Superseded::Older,
        },
    });
    returns.workbook = None;
}

/// What tells which of two files is newer, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Age {
    time: Option<Timestamp>,
    version: Version,
}

/// The newest of some files of one kind; the others go to `returns.older`.
fn newest(receipts: &[Receipt], files: &[usize], returns: &mut UnitReturns) -> Option<usize> {
    let timed = files.iter().all(|&i| receipts[i].saved().is_some());
    let age = |i: usize| Age {
        time: receipts[i].saved().filter(|_| timed),
        version: version_of(&receipts[i].file),
    };
    // Of files that are equally old the last one given counts.
    let best = files.iter().copied().max_by_key(|&i| (age(i), i))?;
    let newest = &receipts[best];
    for &index in files.iter().filter(|i| **i != best) {
        let other = &receipts[index];
        let why = if other.sha256 == newest.sha256 && !newest.sha256.is_empty() {
            Superseded::SameFile
        } else if other.content == newest.content && other.cover == newest.cover {
            Superseded::SameContent
        } else {
            Superseded::Older
        };
        returns.older.push(Older {
            index,
            instead: best,
            why,
        });
        if why != Superseded::Older {
            continue;
        }
        let (a, b) = (&newest.file, &other.file);
        let (here, there) = (age(best), age(index));
        if here == there {
            returns.doubts.push(said!(
                "“{a}”和“{b}”哪一份较新，看不出来；取后给出的“{a}”",
                "which of “{a}” and “{b}” is newer cannot be told; “{a}”, given last, counts"
            ));
        } else if timed && there.version.without_copy() > here.version.without_copy() {
            returns.doubts.push(said!(
                "“{b}”按文件名较新，“{a}”按保存时间较新；取“{a}”，请核实",
                "“{b}” is newer by its name, “{a}” by the time it was saved; “{a}” counts, please check"
            ));
        }
    }
    Some(best)
}
