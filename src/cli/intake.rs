//! What the commands over many submissions take in: data of earlier runs, stores, returned files.

use std::path::{Path, PathBuf};

use super::progress::Bar;
use super::{Context, Failure, Outcome};
use crate::batch::{gather, read_all};
use crate::corrections::{Applied, Correcting, Corrections};
use crate::lang::Said;
use crate::mapping::{Bundle, Mapping};
use crate::reading::Reader;
use crate::returns::{Data, LoadError, load};
use crate::said;
use crate::submission::Submission;

impl From<LoadError> for Failure {
    fn from(e: LoadError) -> Failure {
        Failure::Said(e.said())
    }
}

#[cfg(feature = "store")]
impl From<crate::store::StoreError> for Failure {
    fn from(e: crate::store::StoreError) -> Failure {
        Failure::Said(e.said())
    }
}

impl From<crate::OfficeError> for Failure {
    fn from(e: crate::OfficeError) -> Failure {
        Failure::Said(e.said())
    }
}

/// What was taken in.
pub(super) struct Intake {
    /// The editions.
    pub(super) mappings: Vec<Mapping>,
    /// The submissions, in the order of the inputs.
    pub(super) submissions: Vec<Submission>,
    /// The worst of what was read; findings are data here and count for nothing.
    pub(super) outcome: Outcome,
}

/// Which of a store's submissions are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// Those that count.
    Counting,
    /// Older versions too.
    All,
}

/// The office's corrections, and whether each must point at something that is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Corrected<'p> {
    /// There are none.
    No,
    /// Each must.
    All(&'p Path),
    /// Some may be about units that are not looked at.
    Some(&'p Path),
}

impl<'p> Corrected<'p> {
    /// All must point at something, where there are any.
    pub(super) fn all(path: Option<&'p PathBuf>) -> Corrected<'p> {
        path.map_or(Corrected::No, |p| Corrected::All(p))
    }

    /// Those that are about something that is looked at.
    pub(super) fn some(path: Option<&'p PathBuf>) -> Corrected<'p> {
        path.map_or(Corrected::No, |p| Corrected::Some(p))
    }
}

/// Takes in everything that the inputs hold, corrected where corrections are given.
pub(super) fn take_in(
    inputs: &[PathBuf],
    want: Want,
    corrected: Corrected<'_>,
    context: &Context,
) -> Result<Intake, Failure> {
    let bundles = context.editions()?;
    let mappings: Vec<Mapping> = bundles.iter().map(|b| b.mapping.clone()).collect();
    let correcting = correcting(&mappings)?;
    let corrections = match corrected {
        Corrected::All(path) | Corrected::Some(path) => Some(Corrections::open(path, &correcting)?),
        Corrected::No => None,
    };
    let mut taking = Taking {
        bundles: Some(bundles),
        want,
        context,
        submissions: Vec::new(),
        outcome: Outcome::Fine,
    };
    // Returned files that stand together are read together: a workbook finds its form.
    let mut forms: Vec<PathBuf> = Vec::new();
    for input in inputs {
        match Data::at(input) {
            Some(data) => {
                taking.forms(std::mem::take(&mut forms))?;
                taking.data(&data)?;
            }
            None => forms.push(input.clone()),
        }
    }
    taking.forms(forms)?;
    let (mut submissions, outcome) = (taking.submissions, taking.outcome);
    if submissions.is_empty() {
        return Err(Failure::Said(said!(
            "没有读到任何调查表",
            "no submission was found"
        )));
    }
    if let Some(corrections) = &corrections {
        let mut done = Applied::default();
        for submission in &mut submissions {
            done.add(corrections.apply(submission, &correcting));
        }
        if matches!(corrected, Corrected::All(_)) {
            refuse_nowhere(&corrections.path, corrections.nowhere(&done))?;
        }
    }
    drop(correcting);
    Ok(Intake {
        mappings,
        submissions,
        outcome,
    })
}

/// Editions made ready to correct their submissions.
pub(super) fn correcting(mappings: &[Mapping]) -> Result<Correcting<'_>, Failure> {
    Correcting::new(mappings).map_err(|e| Failure::Said(e.message))
}

/// Corrections that point at nothing stop the command before anything is written.
pub(super) fn refuse_nowhere(path: &Path, nowhere: Vec<(u64, Said)>) -> Result<(), Failure> {
    if nowhere.is_empty() {
        return Ok(());
    }
    let mut said = said!(
        "有更正没有所指的表，没有写出任何结果；请改正或删去这些行：",
        "corrections point at nothing, and nothing was written; mend or delete these lines:"
    );
    for (line, why) in nowhere {
        let place = format!("\n  {}:{line}: ", path.display());
        said.zh.push_str(&place);
        said.zh.push_str(&why.zh);
        said.en.push_str(&place);
        said.en.push_str(&why.en);
    }
    Err(Failure::Said(said))
}

struct Taking<'a> {
    /// The editions, until a reader is made of them.
    bundles: Option<Vec<Bundle>>,
    want: Want,
    context: &'a Context,
    submissions: Vec<Submission>,
    outcome: Outcome,
}

impl Taking<'_> {
    fn data(&mut self, data: &Data) -> Result<(), Failure> {
        let submissions = &mut self.submissions;
        let mut take = |s: Submission| -> Result<(), Failure> {
            submissions.push(s);
            Ok(())
        };
        match data {
            Data::Lines(path) => load(path, true, take),
            Data::Json(path) => load(path, false, take),
            #[cfg(feature = "store")]
            Data::Store(path) => {
                use crate::store::{Store, Which};
                let which = match self.want {
                    Want::Counting => Which::Counting,
                    Want::All => Which::All,
                };
                Store::read(path)?.submissions(which, &mut take)
            }
            #[cfg(not(feature = "store"))]
            Data::Store(path) => {
                let _ = (&mut take, self.want);
                Err(Failure::Said(said!(
                    "{}：本程序编译时没有包含数据库",
                    "{}: this program was built without the store",
                    path.display()
                )))
            }
        }
    }

    fn forms(&mut self, paths: Vec<PathBuf>) -> Result<(), Failure> {
        if paths.is_empty() {
            return Ok(());
        }
        let bundles = match self.bundles.take() {
            Some(bundles) => bundles,
            None => self.context.editions()?,
        };
        let reader = Reader::of_bundles(bundles).map_err(|e| Failure::Said(e.said()))?;
        let gathered = gather(&paths);
        let bar = Bar::new(self.context.lang);
        let read = read_all(
            &gathered.inputs,
            &reader,
            &bar,
            |s| -> Result<(), Failure> {
                if Outcome::of(&s) == Outcome::Failed {
                    self.outcome = Outcome::Failed;
                }
                self.submissions.push(s);
                Ok(())
            },
        );
        bar.clear();
        read
    }
}
