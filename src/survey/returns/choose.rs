//! Which of a unit's files counts, where it sent several.
//!
//! The document's own time says which is newer, then the version in its name, then the time its
//! folder knows. Where these contradict one another, or the newer one has far less in it, the case
//! is open, and until it is decided the fuller one counts. The answer does not hang on the order in
//! which the files were given.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::case::case;
use super::version::{Version, version_of};
use super::{Older, Presence, Receipt, Superseded};
use crate::model::finding::CountingCause;
use crate::survey::decisions::{Case, Decisions, Kind, Settled};

/// Saved within a minute of one another, two files are not in order: programs that write many
/// files do so.
const SAME_TIME: i64 = 60;
/// Times of folders say less: whoever unpacks or copies files sets them anew, all in a few minutes.
const SAME_ARRIVAL: i64 = 600;
/// A newer file with less than half the answers of an older one has far fewer: units that mend
/// their forms take out a record, not half of them.
const FAR_FEWER: u32 = 2;
/// Of forms with fewer answers than that nothing is said but that one is blank.
const TELLING: u32 = 8;

/// What was chosen among files of one kind.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub best: Option<usize>,
    pub older: Vec<Older>,
    pub doubts: Vec<CountingCause>,
    /// Cases that were met, decided or not.
    pub cases: Vec<Case>,
}

/// How it stands between two files.
enum Between {
    /// The office has decided that this one loses.
    Settled(usize),
    Open,
}

/// Files of one unit and one kind.
pub(super) struct Choosing<'a> {
    pub receipts: &'a [Receipt],
    pub decisions: &'a Decisions,
    /// They are workbooks.
    pub books: bool,
    /// Of workbooks: how near to the form that counts each lies.
    pub nearness: &'a dyn Fn(usize) -> Nearness,
}

/// How near a workbook lies to the form that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// It came with a form that does not count.
    WithAnother,
    /// It came by itself.
    Apart,
    /// It lies in the same folder.
    Together,
}

impl Choosing<'_> {
    /// The file that counts.
    pub(super) fn choose(&self, files: &[usize]) -> Choice {
        let mut files = files.to_vec();
        files.sort_by(|a, b| self.in_order(*a, *b));
        let mut choice = Choice::default();
        let files = self.without_copies(&files, &mut choice);
        let mut beaten: Vec<(usize, Superseded)> = Vec::new();
        let best = loop {
            let left: Vec<usize> = files
                .iter()
                .copied()
                .filter(|f| !beaten.iter().any(|(b, _)| b == f))
                .collect();
            let Some(newest) = left.iter().copied().reduce(|a, b| self.newer(a, b)) else {
                // All were dropped.
                break None;
            };
            let others = left.iter().copied().filter(|f| *f != newest);
            let rivals: Vec<usize> = others
                .filter(|o| self.doubt(newest, *o).is_some())
                .collect();
            // One of them stands for all that it replaces: it is that one that would count.
            let Some(rival) = rivals.iter().copied().reduce(|a, b| self.stronger(a, b)) else {
                beaten.extend(
                    left.iter()
                        .filter(|f| **f != newest)
                        .map(|f| (*f, Superseded::Older)),
                );
                break Some(newest);
            };
            if let Between::Settled(loses) = self.between(newest, rival, &mut choice) {
                beaten.push((loses, Superseded::Decided));
                let replaced = |r: &&usize| **r != rival && !self.is_open(rival, **r);
                if loses == rival {
                    let replaced = rivals.iter().filter(replaced);
                    beaten.extend(replaced.map(|r| (*r, Superseded::Older)));
                }
                continue;
            }
            match self.among_rivals(newest, rival, &rivals, &mut choice) {
                Err(loses) => beaten.push((loses, Superseded::Decided)),
                Ok((best, open)) => {
                    beaten.extend(self.left_open(&left, best, &open, &mut choice));
                    break Some(best);
                }
            }
        };
        choice.best = best;
        if let Some(best) = best {
            self.replaced_by(best, beaten, &mut choice);
        }
        choice
    }

    /// The fullest of those between which it is open which counts, with these pairs; or the one that
    /// loses by decision.
    fn among_rivals(
        &self,
        newest: usize,
        rival: usize,
        rivals: &[usize],
        choice: &mut Choice,
    ) -> Result<(usize, Vec<(usize, usize)>), usize> {
        let mut best = self.fuller(newest, rival);
        let mut open = vec![(newest, rival)];
        for &other in rivals.iter().filter(|r| **r != rival) {
            if !self.is_open(rival, other) {
                continue;
            }
            let first = self.newer(rival, other);
            let second = if first == rival { other } else { rival };
            match self.between(first, second, choice) {
                Between::Settled(loses) => return Err(loses),
                Between::Open => {
                    best = self.fuller(best, other);
                    open.push((first, second));
                }
            }
        }
        Ok((best, open))
    }

    /// Says what is open while this one counts, and why each of the others does not.
    fn left_open(
        &self,
        left: &[usize],
        best: usize,
        open: &[(usize, usize)],
        choice: &mut Choice,
    ) -> Vec<(usize, Superseded)> {
        for (newer, other) in open {
            if let Some(doubt) = self.doubt(*newer, *other) {
                choice.doubts.push(self.cause(doubt, *newer, *other, best));
            }
        }
        let is_open = |f: usize| open.iter().any(|(a, b)| *a == f || *b == f);
        let why = |f: &usize| match is_open(*f) {
            true => (*f, Superseded::Open),
            false => (*f, Superseded::Older),
        };
        left.iter().filter(|f| **f != best).map(why).collect()
    }

    /// Notes what this one counts instead of.
    fn replaced_by(&self, best: usize, beaten: Vec<(usize, Superseded)>, choice: &mut Choice) {
        for (index, why) in beaten {
            let same = self.same_answers(index, best);
            choice.older.push(Older {
                index,
                instead: best,
                why: if same { Superseded::SameContent } else { why },
            });
        }
        for copy in &mut choice.older {
            // A copy of a file that does not count is no copy of what does.
            if copy.why == Superseded::SameFile
                && self.receipts[copy.index].sha256 != self.receipts[best].sha256
            {
                copy.why = Superseded::Older;
            }
            copy.instead = best;
        }
    }

    /// What is decided between two, of which the case is noted.
    fn between(&self, newer: usize, other: usize, choice: &mut Choice) -> Between {
        let case = self.case([newer, other]);
        let decided = self.decided(&case, newer, other);
        if choice.cases.iter().all(|c| c.hash != case.hash) {
            choice.cases.push(case);
        }
        decided.map_or(Between::Open, Between::Settled)
    }

    /// Nothing but the office tells which of two counts.
    fn is_open(&self, a: usize, b: usize) -> bool {
        let newer = self.newer(a, b);
        let other = if newer == a { b } else { a };
        self.doubt(newer, other).is_some()
    }

    /// Which of two counts where there are no others.
    fn stronger(&self, a: usize, b: usize) -> usize {
        match self.is_open(a, b) {
            true => self.fuller(a, b),
            false => self.newer(a, b),
        }
    }

    /// An order that does not hang on that of the inputs.
    fn in_order(&self, a: usize, b: usize) -> Ordering {
        let by = |i: usize| (&self.receipts[i].file, &self.receipts[i].folder);
        by(a).cmp(&by(b)).then(a.cmp(&b))
    }

    /// Of files that are the very same one; the one that says most of its age.
    fn without_copies(&self, files: &[usize], choice: &mut Choice) -> Vec<usize> {
        let mut kept: Vec<usize> = Vec::new();
        for &file in files {
            let hash = &self.receipts[file].sha256;
            let same = |k: &&mut usize| self.receipts[**k].sha256 == *hash && !hash.is_empty();
            let Some(known) = kept.iter_mut().find(same) else {
                kept.push(file);
                continue;
            };
            let here = |f: usize| self.receipts[f].presence == Presence::Here;
            let stays = match (here(*known), here(file)) {
                (true, false) => *known,
                (false, true) => file,
                _ => self.newer(*known, file),
            };
            let goes = if stays == file { *known } else { file };
            *known = stays;
            choice.older.push(Older {
                index: goes,
                instead: stays,
                why: Superseded::SameFile,
            });
        }
        kept
    }

    fn same_answers(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.receipts[a], &self.receipts[b]);
        a.content == b.content && a.cover == b.cover
    }

    /// The newer of two; the first where nothing orders them.
    fn newer(&self, a: usize, b: usize) -> usize {
        match self.age(a, b) {
            Ordering::Less => b,
            Ordering::Equal if (self.nearness)(b) > (self.nearness)(a) => b,
            _ => a,
        }
    }

    /// How the ages of two compare, by what is weightiest.
    fn age(&self, a: usize, b: usize) -> Ordering {
        let near = [(self.nearness)(a), (self.nearness)(b)];
        // What came with the form that counts goes before what came with one that does not.
        match near {
            [Nearness::Together, Nearness::WithAnother] => return Ordering::Greater,
            [Nearness::WithAnother, Nearness::Together] => return Ordering::Less,
            _ => {}
        }
        let (a, b) = (&self.receipts[a], &self.receipts[b]);
        in_one_place(a, b)
            .then_with(|| by_saving(a, b))
            .then_with(|| version_of(&a.file).cmp(&version_of(&b.file)))
            .then_with(|| folder_version(a).cmp(&folder_version(b)))
            .then_with(|| by_time(a.arrived, b.arrived, SAME_ARRIVAL))
    }

    fn fuller(&self, a: usize, b: usize) -> usize {
        match self.receipts[a].answers.cmp(&self.receipts[b].answers) {
            Ordering::Less => b,
            Ordering::Greater => a,
            Ordering::Equal => self.newer(a, b),
        }
    }

    /// What makes it doubtful that the newest counts and not this other one.
    fn doubt(&self, newest: usize, other: usize) -> Option<Doubt> {
        let (new, old) = (&self.receipts[newest], &self.receipts[other]);
        // Two forms that say nothing say the same, whatever word they say it with.
        if self.same_answers(newest, other) || (new.is_blank() && old.is_blank()) {
            return None;
        }
        let age = self.age(newest, other);
        if age == Ordering::Equal && (self.nearness)(newest) == (self.nearness)(other) {
            return Some(Doubt::Unordered);
        }
        // A third one stands between them: by what tells of these two alone the other is the newer.
        if age == Ordering::Less {
            return Some(Doubt::Contradicting);
        }
        let names = |r: &Receipt| version_of(&r.file).without_copy();
        let by_saving = by_saving(new, old);
        if by_saving == Ordering::Greater
            && names(new) < names(old)
            && in_one_place(new, old) == Ordering::Equal
        {
            return Some(Doubt::Contradicting);
        }
        let far_fewer = new.answers * FAR_FEWER < old.answers && old.answers >= TELLING;
        if far_fewer || (new.is_blank() && !old.is_blank()) {
            return Some(Doubt::Emptier);
        }
        // The older workbook lies with the form that counts, a newer one with another form.
        let by_name = version_of(&new.file).cmp(&version_of(&old.file));
        let is_elsewhere = (self.nearness)(other) < (self.nearness)(newest);
        if is_elsewhere && by_saving.then(by_name) == Ordering::Less {
            return Some(Doubt::NewerElsewhere);
        }
        if self.books && self.lacking(new, old).next().is_some() {
            return Some(Doubt::PartOnly);
        }
        let alone = !self.books && new.attachments.is_empty() && !old.attachments.is_empty();
        alone.then_some(Doubt::WithoutWorkbook)
    }

    /// The tables that the older workbook fills in and the newer one does not have.
    fn lacking<'r>(&self, new: &'r Receipt, old: &'r Receipt) -> impl Iterator<Item = &'r str> {
        use crate::model::submission::Status;
        let gone = |code: &&str| {
            let status = new.status(code).unwrap_or(Status::Missing);
            matches!(status, Status::Missing | Status::NotCollected)
        };
        old.filled().filter(gone)
    }

    fn case(&self, files: [usize; 2]) -> Case {
        let files = files.map(|f| &self.receipts[f]);
        let (kind, name) = match self.books {
            true => (Kind::Workbook, "workbook"),
            false => (Kind::Version, "version"),
        };
        Case {
            may_all_count: self.books,
            ..case(kind, name, files)
        }
    }

    /// The one that loses by decision.
    fn decided(&self, case: &Case, newest: usize, other: usize) -> Option<usize> {
        let of = |f: usize| {
            let r = &self.receipts[f];
            self.decisions.file(case, &r.file, &r.sha256.hex())
        };
        match (of(newest), of(other)) {
            (Some(Settled::Drop), _) => Some(newest),
            (_, Some(Settled::Drop)) => Some(other),
            // Both count where they can: that is for workbooks alone, and not decided here.
            _ => None,
        }
    }

    fn cause(&self, doubt: Doubt, newest: usize, other: usize, best: usize) -> CountingCause {
        let case = self.case([newest, other]).hash;
        let (new, old) = (&self.receipts[newest], &self.receipts[other]);
        let counts = self.receipts[best].file.to_string();
        let (newer, file) = (new.file.to_string(), old.file.to_string());
        match doubt {
            Doubt::Unordered => {
                let rest = if best == newest { file } else { newer };
                CountingCause::Unordered {
                    counts,
                    other: rest,
                    case,
                }
            }
            Doubt::Contradicting => CountingCause::Contradicting {
                file: newer,
                other: file,
                counts,
                case,
            },
            Doubt::Emptier => CountingCause::Emptier {
                file,
                answers: old.answers as usize,
                newer,
                fewer: new.answers as usize,
                case,
            },
            Doubt::PartOnly => CountingCause::PartOnly {
                file,
                newer,
                tables: self.lacking(new, old).collect::<Vec<_>>().join("、"),
                case,
            },
            Doubt::NewerElsewhere => CountingCause::NewerElsewhere {
                file,
                with_form: newer,
                counts,
                case,
            },
            Doubt::WithoutWorkbook => CountingCause::WithoutWorkbook {
                file,
                newer,
                book: old.attachments[0].0.to_string(),
                case,
            },
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    Unordered,
    Contradicting,
    Emptier,
    PartOnly,
    NewerElsewhere,
    WithoutWorkbook,
}

/// Of two files at one place the one that was found there later is the newer.
fn in_one_place(a: &Receipt, b: &Receipt) -> Ordering {
    let known = a.order != 0 && b.order != 0;
    match known && a.folder == b.folder && plain_name(&a.file) == plain_name(&b.file) {
        true => a.order.cmp(&b.order),
        false => Ordering::Equal,
    }
}

/// By the times that the documents themselves say. What lay on the disk before another was saved is the
/// older of the two, also where it says no time.
fn by_saving(a: &Receipt, b: &Receipt) -> Ordering {
    let lay_before = |other: &Receipt, saved: Timestamp| {
        other
            .arrived
            .is_some_and(|t| saved.as_second() - t.as_second() > SAME_ARRIVAL)
    };
    match (a.saved(), b.saved()) {
        (Some(saved), None) if lay_before(b, saved) => Ordering::Greater,
        (None, Some(saved)) if lay_before(a, saved) => Ordering::Less,
        (a, b) => by_time(a, b, SAME_TIME),
    }
}

/// A file's name without its folders.
fn plain_name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// Two times, where both are known and lie further apart than that, in seconds.
fn by_time(a: Option<Timestamp>, b: Option<Timestamp>, slack: i64) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if (a.as_second() - b.as_second()).abs() > slack => a.cmp(&b),
        _ => Ordering::Equal,
    }
}

/// The version that the folders name: 第二次/, 修改版/.
fn folder_version(receipt: &Receipt) -> Version {
    let steps = receipt.below.split('/');
    steps.map(version_of).max().unwrap_or_default()
}
