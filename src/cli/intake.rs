//! What the commands over many submissions take in: data of earlier runs, stores, returned files.

use std::path::{Path, PathBuf};

use super::progress::Bar;
use super::{Context, Failure, Outcome};
use crate::batch::{gather, read_all};
use crate::mapping::Mapping;
use crate::model::submission::Submission;
use crate::read::Reader;
use crate::said;
use crate::survey::corrections::{Applied, Correcting, Corrections};
use crate::survey::returns::{Data, load};
use crate::text::lang::Said;

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

/// Takes in what the commands over many submissions are given.
pub(super) struct Intake<'c> {
    /// The editions.
    pub(super) mappings: Vec<Mapping>,
    context: &'c Context,
}

impl<'c> Intake<'c> {
    pub(super) fn new(context: &'c Context) -> Result<Intake<'c>, Failure> {
        let bundles = context.editions()?;
        Ok(Intake {
            mappings: bundles.into_iter().map(|b| b.mapping).collect(),
            context,
        })
    }

    /// Hands over everything that the inputs hold, in their order, corrected where corrections are
    /// given. Findings are data here: the outcome is the worst of what was read.
    ///
    /// Fails where there is nothing, where something is not what it should be, or where a
    /// correction points at nothing; what was handed over is of no use then.
    pub(super) fn take_in(
        &self,
        inputs: &[PathBuf],
        want: Want,
        corrected: Corrected<'_>,
        mut give: impl FnMut(Submission) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let correcting = correcting(&self.mappings)?;
        let corrections = match corrected {
            Corrected::All(path) | Corrected::Some(path) => {
                Some(Corrections::open(path, &correcting)?)
            }
            Corrected::No => None,
        };
        let mut done = Applied::default();
        let mut given = 0usize;
        let mut taking = Taking {
            want,
            context: self.context,
            outcome: Outcome::Fine,
            give: &mut |mut submission| {
                given += 1;
                if let Some(corrections) = &corrections {
                    done.add(corrections.apply(&mut submission, &correcting));
                }
                give(submission)
            },
        };
        // Returned files that stand together are read together: a workbook finds its form.
        let mut forms: Vec<PathBuf> = Vec::new();
        for input in inputs {
            match Data::at(input) {
                Some(data) => {
                    taking.forms(&std::mem::take(&mut forms))?;
                    taking.data(&data)?;
                }
                None => forms.push(input.clone()),
            }
        }
        taking.forms(&forms)?;
        let outcome = taking.outcome;
        if given == 0 {
            return Err(Failure::told(said!(
                "没有读到任何调查表",
                "no submission was found"
            )));
        }
        if let (Some(corrections), Corrected::All(_)) = (&corrections, corrected) {
            refuse_nowhere(&corrections.path, corrections.nowhere(&done))?;
        }
        Ok(outcome)
    }
}

/// Editions made ready to correct their submissions.
pub(super) fn correcting(mappings: &[Mapping]) -> Result<Correcting<'_>, Failure> {
    Correcting::new(mappings).map_err(Failure::told)
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
    Err(Failure::told(said))
}

struct Taking<'a> {
    want: Want,
    context: &'a Context,
    outcome: Outcome,
    give: &'a mut dyn FnMut(Submission) -> Result<(), Failure>,
}

impl Taking<'_> {
    fn data(&mut self, data: &Data) -> Result<(), Failure> {
        let give = &mut *self.give;
        match data {
            Data::Lines(path) => load(path, true, give),
            Data::Json(path) => load(path, false, give),
            Data::Folder(paths) => paths
                .iter()
                .try_for_each(|path| load(path, false, &mut *give)),
            #[cfg(feature = "store")]
            Data::Store(path) => {
                use crate::store::{Store, Which};
                let which = match self.want {
                    Want::Counting => Which::Counting,
                    Want::All => Which::All,
                };
                Store::read(path)?.submissions(which, give)
            }
            #[cfg(not(feature = "store"))]
            Data::Store(path) => {
                let _ = (give, self.want);
                Err(Failure::told(said!(
                    "{}：本程序编译时没有包含数据库",
                    "{}: this program was built without the store",
                    path.display()
                )))
            }
        }
    }

    fn forms(&mut self, paths: &[PathBuf]) -> Result<(), Failure> {
        if paths.is_empty() {
            return Ok(());
        }
        let reader = Reader::of_bundles(self.context.editions()?);
        let reader = reader?;
        let gathered = gather(paths);
        let bar = Bar::new(self.context.lang);
        let (worst, give) = (&mut self.outcome, &mut *self.give);
        let read = read_all(&gathered.inputs, &reader, &bar, |s| {
            if Outcome::of(&s) == Outcome::Failed {
                *worst = Outcome::Failed;
            }
            give(s)
        });
        bar.clear();
        read
    }
}
