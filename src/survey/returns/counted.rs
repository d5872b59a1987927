//! What counts of a unit's files: the form, the workbooks joined to it, and what each replaced.

use super::unit_name::UnitName;
use super::whose::Whose;
use crate::model::finding::CountingCause;
use crate::said;
use crate::survey::decisions::Case;
use crate::text::lang::Said;

/// The files of one unit, of one edition. Numbers are places among the receipts given.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitReturns {
    /// Whose they are.
    pub whose: Whose,
    /// The form that counts; none where no form of the unit could be read.
    pub form: Option<usize>,
    /// The workbooks that count: with the form, where there is one.
    pub books: Vec<Book>,
    /// Files that do not count, and why.
    pub older: Vec<Older>,
    /// Files that could not be read.
    pub unread: Vec<usize>,
    /// Files that count nowhere until it is decided whose they are.
    pub undecided: Vec<usize>,
    /// What should be looked at before the choice is trusted.
    pub doubts: Vec<CountingCause>,
    /// The cases that were met, decided or not.
    pub cases: Vec<Case>,
    /// What the unit is called; none where nobody knows whose the files are.
    pub unit: Option<UnitName>,
}

/// A workbook that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// The file.
    pub index: usize,
    /// By what it is known to be the form's.
    pub how: Said,
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
    /// Which counts is open; the fuller one does meanwhile.
    Open,
    /// The office decided so.
    Decided,
}

impl Superseded {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Superseded::SameFile => "same_file",
            Superseded::SameContent => "same_content",
            Superseded::Older => "older",
            Superseded::Open => "open",
            Superseded::Decided => "decided",
        }
    }

    /// Why, of a file that `instead` counts for.
    pub fn said(self, instead: &str) -> Said {
        match self {
            Superseded::SameFile => said!(
                "与“{instead}”是同一个文件",
                "it is the same file as “{instead}”"
            ),
            Superseded::SameContent => said!(
                "与“{instead}”内容完全相同",
                "its answers are the same as those of “{instead}”"
            ),
            Superseded::Older => said!("以较新的“{instead}”为准", "the newer “{instead}” counts"),
            Superseded::Open => said!(
                "以哪份为准待定，暂以“{instead}”为准",
                "which of them counts is open; “{instead}” does for the time being"
            ),
            Superseded::Decided => said!(
                "经核定以“{instead}”为准",
                "the office decided that “{instead}” counts"
            ),
        }
    }
}

impl UnitReturns {
    /// Nothing yet of a unit.
    pub(super) fn of(whose: Whose) -> UnitReturns {
        UnitReturns {
            whose,
            form: None,
            books: Vec::new(),
            older: Vec::new(),
            unread: Vec::new(),
            undecided: Vec::new(),
            doubts: Vec::new(),
            cases: Vec::new(),
            unit: None,
        }
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = usize> {
        let older = self.older.iter().map(|o| o.index);
        (self.counting())
            .chain(older)
            .chain(self.unread.iter().copied())
            .chain(self.undecided.iter().copied())
    }

    /// The files that count.
    pub fn counting(&self) -> impl Iterator<Item = usize> {
        let books = self.books.iter().map(|b| b.index);
        self.form.into_iter().chain(books)
    }
}
