//! The one stage that every command over many inputs takes them through: submissions are read and
//! put aside, and only what choosing needs is kept; then it is chosen which of a unit's files
//! count, workbooks are joined to the form that counts, and what counts is handed on in the order
//! of the inputs.

mod hand_on;
mod weigh;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::Arc;

use super::join::attach;
use super::spool::Spool;
use super::{NoReturn, Packed, Read};
use crate::model::finding::{CountingCause, Finding};
use crate::model::submission::{Replaced, Status, Submission};
use crate::said;
use crate::survey::decisions::{Case, Decisions};
use crate::survey::returns::{Older, Receipt, UnitReturns, choose};
use crate::survey::roster::Roster;
use crate::text::Worded;
use crate::text::lang::Said;

/// What is known beside the files.
#[derive(Clone, Copy, Debug)]
pub struct Knowing<'k> {
    /// The units that are asked.
    pub roster: Option<&'k Roster>,
    /// What the office decided.
    pub decisions: &'k Decisions,
}

/// Which submissions are handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that count, and those that cannot be read.
    Counting,
    /// Those too that another one of the same unit replaces.
    All,
}

/// The submissions could not be put aside, or not be taken out again.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.said().en)]
pub struct SpoolError(#[from] io::Error);

impl Worded for SpoolError {
    fn said(&self) -> Said {
        let Said { zh, en } = crate::text::of_system(&self.0);
        said!(
            "临时文件夹无法写入或读出：{zh}",
            "the temporary folder cannot be written or read: {en}"
        )
    }
}

/// Submissions on their way.
#[derive(Debug, Default)]
pub struct Stage {
    spool: Spool,
    receipts: Vec<Receipt>,
    /// The inputs that they were read from.
    inputs: Vec<Option<usize>>,
    /// From here on they were not given now: see [`Stage::beside`].
    beside: Option<usize>,
    /// Of these, those that are missed where they lay.
    missed: Vec<usize>,
    passed_over: Vec<(String, NoReturn)>,
}

/// How a submission stands.
pub(crate) struct Standing {
    /// Its number among the receipts.
    pub(crate) index: usize,
    /// It counts.
    pub(crate) counts: bool,
    /// It counts nowhere until something is done: it cannot be read, or whose it is is open.
    pub(crate) is_open: bool,
    /// All that it is made of.
    pub(crate) made_of: String,
    fate: Fate,
}

/// Submissions of which it is known which count.
#[derive(Debug)]
pub struct Chosen {
    spool: Arc<Spool>,
    receipts: Vec<Receipt>,
    inputs: Vec<Option<usize>>,
    beside: Option<usize>,
    missed: Vec<usize>,
    returns: Vec<UnitReturns>,
}

impl Stage {
    /// Takes a submission, with what choosing needs to know of it.
    ///
    /// # Errors
    /// Where it cannot be put aside.
    pub fn add(&mut self, submission: Submission, receipt: Receipt) -> Result<(), SpoolError> {
        self.spool.put(submission)?;
        self.receipts.push(receipt.settled(self.receipts.last()));
        self.inputs.push(None);
        Ok(())
    }

    /// As [`Stage::add`], of one that an earlier run has kept.
    ///
    /// # Errors
    /// As [`Stage::add`].
    pub fn add_packed(&mut self, packed: &Packed, receipt: Receipt) -> Result<(), SpoolError> {
        self.spool.put_packed(packed)?;
        self.receipts.push(receipt.settled(self.receipts.last()));
        self.inputs.push(None);
        Ok(())
    }

    /// As [`Stage::add`], of the input of this number.
    pub(super) fn add_input(
        &mut self,
        input: usize,
        read: Read,
        receipt: Receipt,
    ) -> Result<(), SpoolError> {
        match read {
            Read::Anew(submission) => self.add(*submission, receipt)?,
            Read::Known(known) => self.add_packed(&known.packed, receipt)?,
        }
        if let Some(last) = self.inputs.last_mut() {
            *last = Some(input);
        }
        Ok(())
    }

    /// What is taken from here on was given earlier: it is chosen among all, but only those units
    /// are handed on that something was given of now.
    pub fn beside(&mut self) {
        self.beside.get_or_insert(self.receipts.len());
    }

    /// One that was given earlier is missed now: it is handed on all the same.
    pub fn missed(&mut self, index: usize) {
        self.missed.push(index);
    }

    /// The inputs that were read, by their numbers.
    pub fn inputs(&self) -> impl Iterator<Item = usize> {
        self.inputs.iter().flatten().copied()
    }

    /// Notes that a file is no returned one.
    pub(super) fn pass_over(&mut self, name: &str, why: NoReturn) {
        self.passed_over.push((name.to_owned(), why));
    }

    /// The files that are no returned ones, and why.
    pub fn passed_over(&self) -> &[(String, NoReturn)] {
        &self.passed_over
    }

    /// How many were taken.
    pub fn len(&self) -> usize {
        self.receipts.len()
    }

    /// Nothing was taken.
    pub fn is_empty(&self) -> bool {
        self.receipts.is_empty()
    }

    /// What is known of each that was taken, in their order.
    pub fn receipts(&self) -> &[Receipt] {
        &self.receipts
    }

    /// The same, to say more of them.
    pub fn receipts_mut(&mut self) -> &mut [Receipt] {
        &mut self.receipts
    }

    /// Chooses what counts.
    pub fn choose(self, knowing: Knowing<'_>) -> Chosen {
        let Stage {
            spool,
            receipts,
            inputs,
            beside,
            missed,
            ..
        } = self;
        let returns = choose(&receipts, knowing.roster, knowing.decisions);
        Chosen {
            spool: Arc::new(spool),
            receipts,
            inputs,
            beside,
            missed,
            returns,
        }
    }
}

/// What becomes of a submission.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fate {
    /// It is handed on with the workbooks of its unit: a form, or a workbook without one.
    Counts(usize),
    /// Its form takes it along.
    Joined,
    /// Another one counts.
    Replaced(Older),
    /// It cannot be read: that is said.
    Unread,
    /// It counts nowhere: that is said.
    Undecided(usize),
    /// It counts nowhere, as the office decided.
    Dropped,
}

impl Chosen {
    /// What is known of each submission that was taken, in their order.
    pub fn receipts(&self) -> &[Receipt] {
        &self.receipts
    }

    /// Whose they are, and which count.
    pub fn returns(&self) -> &[UnitReturns] {
        &self.returns
    }

    /// Those that do not count, by their numbers among the receipts.
    pub fn replaced(&self) -> HashSet<usize> {
        let older = self.returns.iter().flat_map(|r| &r.older).map(|o| o.index);
        let dropped = self.returns.iter().filter(|r| r.doubts.is_empty());
        older
            .chain(dropped.flat_map(|r| r.undecided.iter().copied()))
            .collect()
    }

    /// For each input that does not count why, by its number.
    pub fn replaced_inputs(&self) -> HashMap<usize, Said> {
        let mut replaced = HashMap::new();
        for older in self.returns.iter().flat_map(|r| &r.older) {
            if let Some(input) = self.inputs[older.index] {
                replaced.insert(input, older.why.said(&self.receipts[older.instead].file));
            }
        }
        replaced
    }

    /// The doubts about an input, by its number: whose it is, and which counts.
    pub fn doubts_of_inputs(&self) -> HashMap<usize, Vec<&CountingCause>> {
        let mut doubts: HashMap<usize, Vec<&CountingCause>> = HashMap::new();
        for returns in &self.returns {
            let first = returns
                .counting()
                .chain(returns.undecided.iter().copied())
                .next();
            if let Some(input) = first.and_then(|i| self.inputs[i]) {
                doubts.entry(input).or_default().extend(&returns.doubts);
            }
        }
        doubts
    }

    /// Every case that was met, decided or not.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.returns.iter().flat_map(|r| &r.cases)
    }

    /// The same submissions chosen anew: something else is known of them, or beside them.
    /// `receipts` are as many, in the same order.
    #[must_use]
    pub fn anew(&self, receipts: Vec<Receipt>, knowing: Knowing<'_>) -> Chosen {
        let returns = choose(&receipts, knowing.roster, knowing.decisions);
        Chosen {
            spool: Arc::clone(&self.spool),
            receipts,
            inputs: self.inputs.clone(),
            beside: self.beside,
            missed: self.missed.clone(),
            returns,
        }
    }

    /// The number of the input that a submission was read from.
    pub fn input(&self, index: usize) -> Option<usize> {
        self.inputs.get(index).copied().flatten()
    }

    /// A submission as its file alone was read.
    ///
    /// # Errors
    /// Where it cannot be taken out again.
    pub fn as_read(&self, index: usize) -> Result<Submission, SpoolError> {
        let mut submission = self.spool.get(index)?;
        // An earlier run may have read it under another name.
        submission.source.file = self.receipts[index].file.to_string();
        Ok(submission)
    }

    /// One of those that are handed on.
    ///
    /// # Errors
    /// Where it cannot be taken out again.
    pub fn one(&self, index: usize) -> Result<Submission, SpoolError> {
        let fate = self.fates().get(index).copied().unwrap_or(Fate::Unread);
        Ok(self.made(index, fate)?)
    }

    /// The numbers of those that are handed on, in the order of the inputs.
    pub fn handed_on(&self, which: Which) -> Vec<usize> {
        Chosen::those(&self.fates(), which)
    }

    fn those(fates: &[Fate], which: Which) -> Vec<usize> {
        let is_one = |i: &usize| match fates[*i] {
            Fate::Counts(_) | Fate::Unread | Fate::Undecided(_) => true,
            Fate::Joined => false,
            Fate::Replaced(_) | Fate::Dropped => which == Which::All,
        };
        (0..fates.len()).filter(is_one).collect()
    }

    /// Every submission but those workbooks that are joined to a form, with whether it counts and
    /// all that it is made of: where that is as before, so is the submission.
    pub(crate) fn standing(&self) -> Vec<Standing> {
        let fates = self.fates();
        let handed_on = (0..fates.len()).filter(|i| !matches!(fates[*i], Fate::Joined));
        handed_on
            .map(|index| Standing {
                index,
                counts: matches!(fates[index], Fate::Counts(_)),
                is_open: matches!(fates[index], Fate::Undecided(_) | Fate::Unread),
                made_of: self.made_of(index, fates[index]),
                fate: fates[index],
            })
            .collect()
    }

    fn made_of(&self, index: usize, fate: Fate) -> String {
        let file = |i: usize| {
            let r = &self.receipts[i];
            format!("{} {} {:?}", r.file, r.sha256, r.modified.text())
        };
        let of_unit = match fate {
            Fate::Counts(r) | Fate::Undecided(r) => {
                let r = &self.returns[r];
                let books: Vec<String> = (r.books.iter())
                    .map(|b| format!("{} {:?}", file(b.index), b.how))
                    .collect();
                let older: Vec<String> = (r.older.iter())
                    .map(|o| format!("{} {} {:?}", file(o.index), file(o.instead), o.why))
                    .collect();
                let first = r.counting().next() == Some(index);
                let (unit, doubts) = (&r.unit, &r.doubts);
                format!("{unit:?} {first} {books:?} {older:?} {doubts:?}")
            }
            Fate::Replaced(older) => format!("{} {:?}", file(older.instead), older.why),
            Fate::Joined | Fate::Unread | Fate::Dropped => String::new(),
        };
        format!("{} {of_unit}", file(index))
    }

    /// One submission as it is handed on.
    ///
    /// # Errors
    /// Where it cannot be taken out again.
    pub(crate) fn made_as(&self, standing: &Standing) -> Result<Submission, SpoolError> {
        Ok(self.made(standing.index, standing.fate)?)
    }

    fn fates(&self) -> Vec<Fate> {
        let mut fates = vec![Fate::Unread; self.receipts.len()];
        for (r, returns) in self.returns.iter().enumerate() {
            for book in &returns.books {
                fates[book.index] = match returns.form {
                    Some(_) => Fate::Joined,
                    None => Fate::Counts(r),
                };
            }
            if let Some(form) = returns.form {
                fates[form] = Fate::Counts(r);
            }
            for older in &returns.older {
                fates[older.index] = Fate::Replaced(*older);
            }
            for file in &returns.undecided {
                fates[*file] = match returns.doubts.is_empty() {
                    true => Fate::Dropped,
                    false => Fate::Undecided(r),
                };
            }
        }
        fates
    }

    fn made(&self, index: usize, fate: Fate) -> io::Result<Submission> {
        let mut submission = self.spool.get(index)?;
        // An earlier run may have read it under another name.
        submission.source.file = self.receipts[index].file.to_string();
        match fate {
            Fate::Counts(r) => self.counted(index, &self.returns[r], &mut submission)?,
            Fate::Replaced(older) => {
                let instead = &self.receipts[older.instead].file;
                submission
                    .findings
                    .push(Finding::of(CountingCause::Replaced {
                        file: instead.to_string(),
                        why: older.why.said(instead),
                    }));
            }
            Fate::Undecided(r) => {
                // It counts nowhere: what it says must not get into any sum.
                for (_, table) in &mut submission.tables.0 {
                    table.records.clear();
                    (table.status, table.nil) = (Status::Missing, false);
                }
                let doubts = self.returns[r].doubts.iter().cloned().map(Finding::of);
                submission.findings = doubts.collect();
            }
            Fate::Joined | Fate::Unread | Fate::Dropped => {}
        }
        Ok(submission)
    }

    /// A submission that counts: with its workbooks, and with what it replaces.
    fn counted(
        &self,
        index: usize,
        returns: &UnitReturns,
        submission: &mut Submission,
    ) -> io::Result<()> {
        let is_form = returns.form == Some(index);
        if is_form {
            for book in &returns.books {
                let mut attached = self.spool.get(book.index)?;
                attached.source.file = self.receipts[book.index].file.to_string();
                attach(submission, attached, book.how.clone());
            }
        }
        if let Some(unit) = &returns.unit {
            unit.write_on(submission);
        }
        let own = |older: &&Older| is_form || older.instead == index;
        for older in returns.older.iter().filter(own) {
            let (other, instead) = (&self.receipts[older.index], &self.receipts[older.instead]);
            if older.instead == index {
                submission.versions.push(Replaced {
                    file: other.file.to_string(),
                    sha256: other.sha256.to_string(),
                    modified: other.modified.text().map(Cow::into_owned),
                    why: older.why.name().to_owned(),
                });
            }
            submission
                .findings
                .push(Finding::of(CountingCause::Replaces {
                    file: other.file.to_string(),
                    why: older.why.said(&instead.file),
                }));
        }
        let first = returns.counting().next() == Some(index);
        if first {
            for doubt in returns.doubts.iter().cloned().map(Finding::of) {
                if !submission.findings.contains(&doubt) {
                    submission.findings.push(doubt);
                }
            }
        }
        Ok(())
    }
}
