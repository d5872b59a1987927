//! Which of a unit's files counts, where it sent several.
//!
//! The newest by the document's own time counts; the version in a file's name decides where times
//! are not known. Where time and name disagree the time is believed, and the doubt is told.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::content::{content_hash, is_unread};
use super::version::{Version, version_of};
use crate::key::key;
use crate::lang::Said;
use crate::roster::{How, Match, Roster, UnitId, unit_name};
use crate::said;
use crate::submission::Submission;

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

/// The files of one unit. Numbers are places among the submissions given.
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

/// Puts submissions together by unit, in the order of each unit's first file.
pub fn by_unit(submissions: &[Submission], roster: Option<&Roster>) -> Vec<UnitReturns> {
    let mut groups: Vec<(Whose, Vec<usize>)> = Vec::new();
    let mut of_key: HashMap<String, usize> = HashMap::new();
    for (index, submission) in submissions.iter().enumerate() {
        let (whose, same) = whose(submission, roster);
        let group = match same {
            Some(same) => *of_key.entry(same).or_insert(groups.len()),
            None => groups.len(),
        };
        match groups.get_mut(group) {
            Some((_, files)) => files.push(index),
            None => groups.push((whose, vec![index])),
        }
    }
    let choose = |(whose, files)| choose(submissions, whose, files);
    groups.into_iter().map(choose).collect()
}

/// Whose a submission is, and what makes two submissions the same unit's.
fn whose(submission: &Submission, roster: Option<&Roster>) -> (Whose, Option<String>) {
    let near = match roster.map(|r| r.whose(submission)) {
        Some(Match::Unit(id, how)) => return (Whose::Unit(id, how), Some(format!("#{id}"))),
        Some(Match::Nobody(near)) => near,
        None => Vec::new(),
    };
    match unit_name(submission) {
        Some(name) => (Whose::Named(name.to_owned(), near), Some(key(name))),
        None => (Whose::Nameless(near), None),
    }
}

fn choose(submissions: &[Submission], whose: Whose, files: Vec<usize>) -> UnitReturns {
    let mut returns = UnitReturns {
        whose,
        form: None,
        workbook: None,
        older: Vec::new(),
        unread: Vec::new(),
        doubts: Vec::new(),
    };
    let (unread, read): (Vec<_>, Vec<_>) =
        (files.into_iter()).partition(|&i| is_unread(&submissions[i]));
    let (books, forms): (Vec<_>, Vec<_>) =
        (read.into_iter()).partition(|&i| is_workbook(&submissions[i]));
    returns.unread = unread;
    returns.form = newest(submissions, &forms, &mut returns);
    returns.workbook = newest(submissions, &books, &mut returns);
    if let (Some(form), Some(book)) = (returns.form, returns.workbook) {
        apart(submissions, form, book, &mut returns);
    }
    returns
}

/// A workbook that came apart from a form which brought a workbook of its own does not count.
fn apart(submissions: &[Submission], form: usize, book: usize, returns: &mut UnitReturns) {
    let attached = &submissions[form].attachments;
    let Some(own) = attached.first() else { return };
    let source = &submissions[book].source;
    let same = attached.iter().any(|a| a.sha256 == source.sha256);
    if !same {
        let (own, apart) = (&own.file, &source.file);
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

/// A workbook of sub-tables that no form came with.
pub(crate) fn is_workbook(submission: &Submission) -> bool {
    let format = submission.source.format.as_str();
    matches!(format, "xlsx" | "xls" | "ods" | "csv")
}

/// What tells which of two files is newer, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Age {
    time: Option<Timestamp>,
    version: Version,
}

/// The newest of some files of one kind; the others go to `returns.older`.
fn newest(submissions: &[Submission], files: &[usize], returns: &mut UnitReturns) -> Option<usize> {
    let timed = files.iter().all(|&i| modified(&submissions[i]).is_some());
    let age = |i: usize| Age {
        time: modified(&submissions[i]).filter(|_| timed),
        version: version_of(&submissions[i].source.file),
    };
    // Of files that are equally old the last one given counts.
    let best = files.iter().copied().max_by_key(|&i| (age(i), i))?;
    let source = &submissions[best].source;
    let content = content_hash(&submissions[best]);
    for &index in files.iter().filter(|i| **i != best) {
        let other = &submissions[index];
        let why = if other.source.sha256 == source.sha256 && !source.sha256.is_empty() {
            Superseded::SameFile
        } else if content_hash(other) == content && other.unit == submissions[best].unit {
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
        let (a, b) = (&source.file, &other.source.file);
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

/// When a file says that it was last saved.
pub fn modified(submission: &Submission) -> Option<Timestamp> {
    let text = submission.source.modified.as_deref()?.trim();
    text.parse::<Timestamp>().ok().or_else(|| {
        // Without a zone it is taken as UTC: only the order of one unit's files hangs on it.
        let local: DateTime = text.trim_end_matches('Z').parse().ok()?;
        TimeZone::UTC.to_timestamp(local).ok()
    })
}
