//! What the commands over many submissions take in: data of earlier runs, stores, returned files.

mod awaited;
mod elsewhere;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Command;

use super::progress::Bar;
use super::{Context, Failure, Outcome};
use crate::batch::{Chosen, Forgetful, Knowing, NoReturn, Stage, Which, gather_without};
use crate::given;
use crate::mapping::Mapping;
use crate::model::submission::Submission;
use crate::read::Reader;
use crate::report::printable;
use crate::said;
use crate::survey::corrections::{Applied, Correcting, Corrections};
use crate::survey::decisions::{Case, Decisions};
use crate::survey::office_csv;
use crate::survey::returns::{Data, Receipt, load};
use crate::survey::roster::Roster;
use crate::text::lang::Said;

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

/// What the office knows beside the files: who is asked, and what it decided.
#[derive(Debug, Default)]
pub(super) struct Office {
    /// The roster, where one is given.
    pub(super) roster: Option<Roster>,
    /// What was decided.
    pub(super) decisions: Decisions,
    /// The files that these are kept in: no returned ones.
    pub(super) given: Vec<PathBuf>,
    /// The roster's file as it was given.
    pub(super) roster_given: Option<(PathBuf, Vec<u8>)>,
    /// The decisions' file as it was given.
    pub(super) decisions_given: Option<(PathBuf, Vec<u8>)>,
}

/// `--decisions` and `--all-versions`.
#[derive(Debug, clap::Args)]
pub(super) struct Deciding {
    /// What the office decided where it is open which file or report counts
    #[arg(long, value_name = "FILE")]
    pub(super) decisions: Option<PathBuf>,
}

/// `--units`, of commands that need no roster.
#[derive(Debug, clap::Args)]
pub(super) struct Asked {
    /// The roster, by which it is known whose a file is
    #[arg(short, long, value_name = "FILE")]
    pub(super) units: Option<PathBuf>,
    #[command(flatten)]
    pub(super) deciding: Deciding,
}

impl Deciding {
    pub(super) fn in_chinese(command: Command) -> Command {
        command.mut_arg("decisions", |a| {
            a.help("办公室的决定（decisions.csv）：以哪份文件、哪个单位的为准")
        })
    }

    /// What the office knows: what is given, else what a store keeps that is among the inputs.
    pub(super) fn office(
        &self,
        units: Option<&Path>,
        inputs: &[PathBuf],
        context: &Context,
    ) -> Result<Office, Failure> {
        let named = |path: &Path| -> Result<_, Failure> {
            Ok(Some((path.to_owned(), office_csv::read(path)?)))
        };
        let roster_given = units.map_or(Ok(None), named)?;
        let decisions_given = self.decisions.as_deref().map_or(Ok(None), named)?;
        let (kept_roster, kept_decisions) = kept(inputs)?;
        let roster = match roster_given.as_ref().or(kept_roster.as_ref()) {
            Some((path, bytes)) => Some(Roster::parse(path, bytes, &table_codes(context)?)?),
            None => None,
        };
        let decisions = match decisions_given.as_ref().or(kept_decisions.as_ref()) {
            Some((path, bytes)) => Decisions::parse(path, bytes)?,
            None => Decisions::default(),
        };
        let given = units
            .map(Path::to_owned)
            .into_iter()
            .chain(self.decisions.clone());
        Ok(Office {
            roster,
            decisions,
            given: given.collect(),
            roster_given,
            decisions_given,
        })
    }
}

type Given = Option<(PathBuf, Vec<u8>)>;

/// The roster and the decisions that the stores among the inputs keep.
fn kept(inputs: &[PathBuf]) -> Result<(Given, Given), Failure> {
    #[cfg(feature = "store")]
    {
        use crate::store::{OfficeFile, Store};
        let (mut roster, mut decisions) = (None, None);
        let stores = inputs
            .iter()
            .filter(|p| matches!(Data::at(p), Some(Data::Store(_))) && p.exists());
        // An empty file is a store that is to be made.
        for path in stores.filter(|p| p.metadata().is_ok_and(|m| m.len() > 0)) {
            let store = Store::read(path)?;
            for (kind, kept) in [
                (OfficeFile::Roster, &mut roster),
                (OfficeFile::Decisions, &mut decisions),
            ] {
                if let Some(file) = store.office_file(kind)? {
                    *kept = Some((file.path, file.bytes));
                }
            }
        }
        Ok((roster, decisions))
    }
    #[cfg(not(feature = "store"))]
    {
        let _ = inputs;
        Ok((None, None))
    }
}

impl Asked {
    pub(super) fn in_chinese(command: Command) -> Command {
        Deciding::in_chinese(
            command.mut_arg("units", |a| a.help("单位名册，据以认出是哪个单位的文件")),
        )
    }

    /// What the office knows.
    pub(super) fn office(&self, inputs: &[PathBuf], context: &Context) -> Result<Office, Failure> {
        self.deciding.office(self.units.as_deref(), inputs, context)
    }
}

/// The codes of all editions' tables, which a roster may expect.
pub(super) fn table_codes(context: &Context) -> Result<Vec<Arc<str>>, Failure> {
    let bundles = context.editions()?;
    let tables = bundles.iter().flat_map(|b| &b.mapping.tables);
    Ok(tables.map(|t| Arc::clone(&t.code)).collect())
}

impl Office {
    /// What the stage is told of it.
    pub(super) fn knowing(&self) -> Knowing<'_> {
        Knowing {
            roster: self.roster.as_ref(),
            decisions: &self.decisions,
        }
    }

    /// Says which decisions are about nothing that is open. `cases` are all that were met, what
    /// several units report among them.
    pub(super) fn tell_nowhere(&self, cases: &[Case], context: &Context) {
        let path = self.decisions.path.display();
        for (line, why) in self.decisions.nowhere(cases, true) {
            let Said { zh, en } = why;
            context.warn(&said!("{path}:{line}: {zh}", "{path}:{line}: {en}"));
        }
    }
}

/// A name on the command line that is of nothing ends the run before anything is done.
pub(super) fn must_exist<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> Result<(), Failure> {
    let missing: Vec<String> = (paths.into_iter())
        // A pipe that was closed meanwhile is there all the same.
        .filter(|path| path.symlink_metadata().is_err())
        .map(|path| path.display().to_string())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (zh, en) = (missing.join("、"), missing.join(", "));
    Err(Failure::told(said!(
        "文件或文件夹不存在：{zh}",
        "there is no such file or folder: {en}"
    )))
}

/// How many of the files that were passed over are named.
const NAMED: usize = 5;

/// Says which files that lie among returned ones were not taken for such.
pub(super) fn tell_passed_over(passed_over: &[(String, NoReturn)], context: &Context) {
    for why in [NoReturn::Own, NoReturn::List] {
        let names = passed_over.iter().filter(|(_, w)| *w == why);
        let names: Vec<String> = names.map(|(name, _)| printable(name)).collect();
        if names.is_empty() {
            continue;
        }
        let n = names.len();
        let first = &names[..n.min(NAMED)];
        let more = match n - first.len() {
            0 => Said::default(),
            more => said!("，另有 {more} 个", ", and {more} more"),
        };
        let (zh, en) = (first.join("、") + &more.zh, first.join(", ") + &more.en);
        context.warn(&match why {
            NoReturn::Own => said!(
                "略过本程序自己写出、未改动的 {n} 个文件：{zh}",
                "passed over {n} files that this program wrote and nobody changed: {en}"
            ),
            NoReturn::List => said!(
                "略过名册、更正、决定等清单（不是调查表）{n} 个：{zh}",
                "passed over {n} lists (rosters, corrections, decisions), which are no forms: {en}"
            ),
        });
    }
}

/// Takes in what the commands over many submissions are given.
pub(super) struct Intake<'c> {
    /// The editions.
    pub(super) mappings: Vec<Mapping>,
    context: &'c Context,
}

/// What was taken in, of which it is known what counts.
pub(super) struct Taken<'i> {
    /// The submissions.
    pub(super) chosen: Chosen,
    /// The worst of what was read, findings apart: they are data here.
    pub(super) outcome: Outcome,
    correcting: Correcting<'i>,
    corrections: Option<Corrections>,
    all_must: bool,
    context: &'i Context,
}

impl<'c> Intake<'c> {
    pub(super) fn new(context: &'c Context) -> Result<Intake<'c>, Failure> {
        let bundles = context.editions()?;
        Ok(Intake {
            mappings: bundles.into_iter().map(|b| b.mapping).collect(),
            context,
        })
    }

    /// The corrections that the stores among the inputs keep.
    fn kept_corrections(
        &self,
        inputs: &[PathBuf],
        correcting: &Correcting<'_>,
    ) -> Result<Option<Corrections>, Failure> {
        #[cfg(feature = "store")]
        for input in inputs {
            if let Some(Data::Store(path)) = Data::at(input) {
                let store = crate::store::Store::read(&path)?;
                if let Some(corrections) = store.corrections(correcting)? {
                    return Ok(Some(corrections));
                }
            }
        }
        #[cfg(not(feature = "store"))]
        let _ = (inputs, correcting);
        Ok(None)
    }

    /// Takes in everything that the inputs hold, and chooses what counts.
    ///
    /// Fails where there is nothing, or something is not what it should be.
    pub(super) fn take_in(
        &self,
        inputs: &[PathBuf],
        office: &Office,
        corrected: Corrected<'_>,
    ) -> Result<Taken<'_>, Failure> {
        must_exist(inputs)?;
        let correcting = correcting(&self.mappings)?;
        let corrections = match corrected {
            Corrected::All(path) | Corrected::Some(path) => {
                Some(Corrections::open(path, &correcting)?)
            }
            Corrected::No => self.kept_corrections(inputs, &correcting)?,
        };
        let lists = office.given.iter().map(PathBuf::as_path);
        let lists: Vec<&Path> = lists
            .chain(corrections.as_ref().map(|c| c.path.as_path()))
            .collect();
        let named = inputs.iter().map(PathBuf::as_path);
        named.chain(lists.iter().copied()).for_each(given::keep);
        let mut taking = Taking {
            given: &lists,
            context: self.context,
            outcome: Outcome::Fine,
            stage: Stage::default(),
            corrected: corrections.is_some(),
            receipt: &|submission| receipt(submission, corrections.as_ref(), &correcting),
        };
        // Returned files that stand together are read together: an old format is converted once.
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
        let Taking { outcome, stage, .. } = taking;
        if stage.is_empty() {
            return Err(Failure::told(said!(
                "没有读到任何调查表",
                "no submission was found"
            )));
        }
        Ok(Taken {
            chosen: stage.choose(office.knowing()),
            outcome,
            correcting,
            corrections,
            all_must: matches!(corrected, Corrected::All(_)),
            context: self.context,
        })
    }
}

/// What there is to know of a submission as the office corrected it.
pub(super) fn receipt(
    submission: &Submission,
    corrections: Option<&Corrections>,
    correcting: &Correcting<'_>,
) -> Receipt {
    match corrections {
        None => Receipt::of(submission),
        Some(corrections) => {
            let mut corrected = submission.clone();
            corrections.apply(&mut corrected, correcting);
            Receipt::of(submission).with_cover_of(&corrected)
        }
    }
}

impl Taken<'_> {
    /// Hands over what counts, in the order of the inputs, corrected where corrections are given.
    ///
    /// Corrections that are about nothing are told, and are in the outcome.
    pub(super) fn each(
        &self,
        which: Which,
        mut give: impl FnMut(usize, Submission) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let mut done = Applied::default();
        self.chosen.each(which, |i, mut submission| {
            if let Some(corrections) = &self.corrections {
                done.add(corrections.apply(&mut submission, &self.correcting));
            }
            give(i, submission)
        })?;
        Ok(match &self.corrections {
            Some(corrections) if self.all_must => {
                tell_idle(&corrections.path, corrections.nowhere(&done), self.context)
            }
            _ => Outcome::Fine,
        })
    }
}

/// Editions made ready to correct their submissions.
pub(super) fn correcting(mappings: &[Mapping]) -> Result<Correcting<'_>, Failure> {
    Correcting::new(mappings).map_err(Failure::told)
}

/// Says which corrections are about nothing that was read: the unit has another name by now, or its
/// form is gone. All else is written, and that these were not applied is in the exit status.
pub(super) fn tell_idle(path: &Path, nowhere: Vec<(u64, Said)>, context: &Context) -> Outcome {
    let mut outcome = Outcome::Fine;
    for (line, Said { zh, en }) in nowhere {
        let path = path.display();
        context.warn(&said!(
            "{path}:{line}: {zh}，这条更正没有用上",
            "{path}:{line}: {en}; the correction was not applied"
        ));
        outcome = Outcome::Wrong;
    }
    outcome
}

struct Taking<'a> {
    given: &'a [&'a Path],
    context: &'a Context,
    outcome: Outcome,
    stage: Stage,
    /// Corrections may change covers.
    corrected: bool,
    receipt: &'a (dyn Fn(&Submission) -> Receipt + Sync),
}

impl Taking<'_> {
    fn data(&mut self, data: &Data) -> Result<(), Failure> {
        let (stage, receipt) = (&mut self.stage, self.receipt);
        #[cfg(feature = "store")]
        if let Data::Store(path) = data {
            let corrected: Option<crate::store::ReceiptOf<'_>> = match self.corrected {
                true => Some(receipt),
                false => None,
            };
            crate::store::Store::read(path)?.hand_on(stage, corrected)?;
            return Ok(());
        }
        let mut give = |submission: Submission| -> Result<(), Failure> {
            let receipt = receipt(&submission);
            Ok(stage.add(submission, receipt)?)
        };
        // What was taken in is not written over.
        match data {
            Data::Lines(path) | Data::Json(path) => given::keep(path),
            Data::Folder(paths) => paths.iter().for_each(|path| given::keep(path)),
            Data::Store(_) => {}
        }
        match data {
            Data::Lines(path) => load(path, true, give),
            Data::Json(path) => load(path, false, give),
            Data::Folder(paths) => paths
                .iter()
                .try_for_each(|path| load(path, false, &mut give)),
            #[cfg(feature = "store")]
            Data::Store(_) => Ok(()),
            #[cfg(not(feature = "store"))]
            Data::Store(path) => {
                let _ = give;
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
        let reader = Reader::of_bundles(self.context.editions()?)?;
        let gathered = gather_without(paths, self.given);
        let bar = Bar::new(self.context.lang);
        let (before, passed_over) = (self.stage.len(), self.stage.passed_over().len());
        let inputs = &gathered.inputs;
        let read = (self.stage).read(inputs, &reader, &bar, &Forgetful, self.receipt);
        bar.clear();
        read?;
        tell_passed_over(&self.stage.passed_over()[passed_over..], self.context);
        let new = &self.stage.receipts()[before..];
        if new.iter().any(|r| r.is_unread) {
            self.outcome = Outcome::Failed;
        }
        Ok(())
    }
}
