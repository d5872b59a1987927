//! What every submission goes through on its way out: corrected by hand, kept in the store.

use std::cell::RefCell;
#[cfg(feature = "store")]
use std::path::Path;
use std::path::PathBuf;

use clap::Command;

#[cfg(feature = "store")]
use super::intake::receipt;
use super::intake::{Office, correcting, tell_idle};
use super::{Context, Failure, Outcome};
#[cfg(feature = "store")]
use crate::batch::Known as Recalled;
use crate::batch::{Chosen, Forgetful, Gathered, Memory, Stage};
use crate::mapping::{Bundle, Mapping};
use crate::model::submission::Submission;
#[cfg(feature = "store")]
use crate::report::printable;
#[cfg(feature = "store")]
use crate::said;
#[cfg(feature = "store")]
use crate::store::{OfficeFile, ReceiptOf};
use crate::survey::corrections::{Applied, Correcting, Corrections};
use crate::survey::office_csv;
#[cfg(feature = "store")]
use crate::text::lang::Said;

/// How many of the files that have changed are named.
#[cfg(feature = "store")]
const NAMED: usize = 5;

#[derive(Debug, clap::Args)]
#[group(id = "keeping")]
pub(super) struct Args {
    /// The office's corrections, applied to what was read
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Keep everything in this SQLite file too, and read only what is new or has changed
    #[cfg(feature = "store")]
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// With --store: read all files anew
    #[cfg(feature = "store")]
    #[arg(long, requires = "store")]
    fresh: bool,
}

/// The store is written to: it is no file that must stay as it is.
pub(super) fn is_store(path: &std::path::Path) -> bool {
    crate::batch::is_store(&path.file_name().unwrap_or_default().to_string_lossy())
}

impl Args {
    /// The files that are named, which are no returned ones.
    pub(super) fn files(&self) -> Vec<&std::path::Path> {
        let files = self.corrections.as_deref().into_iter();
        #[cfg(feature = "store")]
        let files = files.chain(self.store.as_deref());
        files.collect()
    }

    /// The store, where there is one.
    pub(super) fn stores(&self) -> Vec<PathBuf> {
        #[cfg(feature = "store")]
        return self.store.iter().cloned().collect();
        #[cfg(not(feature = "store"))]
        Vec::new()
    }

    /// Corrections alone, no store.
    pub(super) fn only(corrections: Option<PathBuf>) -> Args {
        Args {
            corrections,
            #[cfg(feature = "store")]
            store: None,
            #[cfg(feature = "store")]
            fresh: false,
        }
    }
}

pub(super) fn in_chinese(command: Command) -> Command {
    let command = command.mut_arg("corrections", |a| a.help("办公室的更正表，读取之后应用"));
    #[cfg(feature = "store")]
    let command = command
        .mut_arg("store", |a| {
            a.help("同时存入这个 SQLite 文件，只重新读取新的或改动过的文件")
        })
        .mut_arg("fresh", |a| a.help("配合 --store：所有文件都重新读取"));
    command
}

/// What correcting needs to know of the editions; it lives as long as [`Keeping`].
pub(super) struct Ready {
    mappings: Vec<Mapping>,
    #[cfg(feature = "store")]
    bundles: Vec<Bundle>,
    /// Opened when everything else that was given is known to be right.
    #[cfg(feature = "store")]
    store: std::cell::OnceCell<crate::store::Store>,
}

impl Ready {
    /// For what the arguments name.
    pub(super) fn new(args: &Args, bundles: &[Bundle]) -> Ready {
        #[cfg(not(feature = "store"))]
        let _ = args;
        Ready {
            mappings: bundles.iter().map(|b| b.mapping.clone()).collect(),
            #[cfg(feature = "store")]
            bundles: match args.store {
                Some(_) => bundles.to_vec(),
                None => Vec::new(),
            },
            #[cfg(feature = "store")]
            store: std::cell::OnceCell::new(),
        }
    }
}

/// What every submission goes through.
pub(super) struct Keeping<'r> {
    correcting: Correcting<'r>,
    /// The office's corrections: those given, or those that the store keeps.
    corrections: Option<Corrections>,
    done: RefCell<Applied>,
    #[cfg(feature = "store")]
    run: Option<crate::store::Run<'r>>,
    #[cfg(feature = "store")]
    fresh: bool,
    /// The corrections' file, for messages.
    path: PathBuf,
}

impl<'r> Keeping<'r> {
    /// Opens what is named; with a store, nobody else can write to it from here on.
    pub(super) fn new(args: &Args, ready: &'r Ready) -> Result<Keeping<'r>, Failure> {
        let correcting = correcting(&ready.mappings)?;
        let given = match &args.corrections {
            Some(path) => {
                let bytes = office_csv::read(path)?;
                let corrections = Corrections::parse(path, &bytes, &correcting)?;
                Some((path, bytes, corrections))
            }
            None => None,
        };
        let path = args.corrections.clone().unwrap_or_default();
        #[cfg(feature = "store")]
        if let Some(file) = &args.store {
            let opened = crate::store::Store::open(file)?;
            let run = ready.store.get_or_init(|| opened).begin(&ready.bundles)?;
            let given = given.as_ref().map(|(path, bytes, corrections)| {
                (path.as_path(), &bytes[..], corrections.clone())
            });
            run.corrections(given, &correcting)?;
            return Ok(Keeping {
                correcting,
                corrections: run.applied_corrections(),
                done: RefCell::default(),
                run: Some(run),
                fresh: args.fresh,
                path,
            });
        }
        Ok(Keeping {
            correcting,
            corrections: given.map(|(.., corrections)| corrections),
            done: RefCell::default(),
            #[cfg(feature = "store")]
            run: None,
            #[cfg(feature = "store")]
            fresh: false,
            path,
        })
    }

    /// Puts beside what was read all that a store keeps, so that what counts is chosen among all that
    /// ever came.
    pub(super) fn take(
        &self,
        stage: &mut Stage,
        gathered: &Gathered,
        context: &Context,
    ) -> Result<(), Failure> {
        #[cfg(feature = "store")]
        if let Some(run) = &self.run {
            let corrections = self.corrections();
            let of = |s: &Submission| receipt(s, corrections.as_ref(), &self.correcting);
            let of = corrections.is_some().then_some(&of as ReceiptOf<'_>);
            let changes = run.take(stage, gathered, of)?;
            tell_changes(&changes, context);
        }
        #[cfg(not(feature = "store"))]
        let _ = (stage, gathered, context);
        Ok(())
    }

    /// Keeps in the store what the office gave beside the files.
    pub(super) fn keep_office(&self, office: &Office) -> Result<(), Failure> {
        #[cfg(feature = "store")]
        if let Some(run) = &self.run {
            let kinds = [
                (OfficeFile::Roster, &office.roster_given),
                (OfficeFile::Decisions, &office.decisions_given),
            ];
            for (kind, given) in kinds {
                if let Some((path, bytes)) = given {
                    run.office_file(kind, path, bytes)?;
                }
            }
        }
        #[cfg(not(feature = "store"))]
        let _ = office;
        Ok(())
    }

    /// What earlier runs have read.
    pub(super) fn memory(&self) -> Box<dyn Memory + '_> {
        #[cfg(feature = "store")]
        match &self.run {
            Some(run) if self.fresh => return Box::new(Anew(run)),
            Some(run) => return Box::new(Known(run)),
            None => {}
        }
        Box::new(Forgetful)
    }

    /// The corrections that are applied, for what is to be known before they are.
    pub(super) fn corrections(&self) -> Option<Corrections> {
        self.corrections.clone()
    }

    /// The editions made ready to correct.
    pub(super) fn correcting(&self) -> &Correcting<'r> {
        &self.correcting
    }

    /// Corrects a submission.
    pub(super) fn settle(&self, mut submission: Submission) -> Submission {
        if let Some(corrections) = &self.corrections {
            let done = corrections.apply(&mut submission, &self.correcting);
            self.done.borrow_mut().add(done);
        }
        submission
    }

    /// Ends the run. Corrections that are about nothing are told, and are in the outcome.
    pub(super) fn finish(self, chosen: &Chosen, context: &Context) -> Result<Outcome, Failure> {
        #[cfg(feature = "store")]
        if let Some(run) = self.run {
            run.settle(chosen, &self.correcting)?;
            let nowhere = run.nowhere()?;
            // The store knows all units that ever returned: a line about none of them is a slip, and
            // would be kept in the place of what was kept before.
            if let Some((line, Said { zh, en })) = nowhere.into_iter().next() {
                let path = named(&self.path, "corrections").display();
                return Err(Failure::told(said!(
                    "{path}:{line}: {zh}，没有写出任何结果，数据库没有变；请改正或删去这一行",
                    "{path}:{line}: {en}; nothing was written, and the store is as it was: mend or delete the line"
                )));
            }
            run.commit()?;
            return Ok(Outcome::Fine);
        }
        let _ = chosen;
        Ok(match &self.corrections {
            Some(corrections) => {
                let nowhere = corrections.nowhere(&self.done.borrow());
                tell_idle(&self.path, nowhere, context)
            }
            None => Outcome::Fine,
        })
    }
}

/// Says what is no longer as it was in the folders that were read again.
#[cfg(feature = "store")]
pub(super) fn tell_changes(changes: &crate::store::Changes, context: &Context) {
    let list = |names: &[String]| {
        let first: Vec<String> = names.iter().take(NAMED).map(|n| printable(n)).collect();
        let more = match names.len().checked_sub(NAMED) {
            None | Some(0) => Said::default(),
            Some(more) => said!("，另有 {more} 个", ", and {more} more"),
        };
        Said {
            zh: first.join("、") + &more.zh,
            en: first.join(", ") + &more.en,
        }
    };
    let n = changes.gone.len();
    if n > 0 {
        let Said { zh, en } = list(&changes.gone);
        context.warn(&said!(
            "有 {n} 个文件不在原来的文件夹里了；计入的仍按上次读到的计入，并列出待定：{zh}",
            "{n} files are gone from their folders; those that count still do as they were last read, and are open: {en}"
        ));
    }
    let n = changes.replaced.len();
    if n > 0 {
        let Said { zh, en } = list(&changes.replaced);
        context.warn(&said!(
            "有 {n} 个文件已被同名的新文件替换，旧的作为旧版保留：{zh}",
            "{n} files were replaced by others of their names; the former are kept as older versions: {en}"
        ));
    }
    let n = changes.withdrawn.len();
    if n > 0 {
        let Said { zh, en } = list(&changes.withdrawn);
        context.warn(&said!(
            "略过已撤回的 {n} 个文件：{zh}",
            "passed over {n} files that were withdrawn: {en}"
        ));
    }
}

/// The path, or a word where there is none: the corrections are the store's own.
#[cfg(feature = "store")]
fn named<'p>(path: &'p Path, word: &'p str) -> &'p Path {
    match path.as_os_str().is_empty() {
        true => Path::new(word),
        false => path,
    }
}

/// What the store knows.
#[cfg(feature = "store")]
struct Known<'a, 's>(&'a crate::store::Run<'s>);

#[cfg(feature = "store")]
impl Memory for Known<'_, '_> {
    fn knows(&self, name: &str, sha256: &str) -> bool {
        self.0.knows(name, sha256)
    }
    fn recall(&self, name: &str, sha256: &str) -> Option<Recalled> {
        self.0.recall(name, sha256)
    }
    fn keep(&self, submission: &Submission) {
        self.0.keep(submission);
    }
}

/// Everything is read anew, and kept.
#[cfg(feature = "store")]
struct Anew<'a, 's>(&'a crate::store::Run<'s>);

#[cfg(feature = "store")]
impl Memory for Anew<'_, '_> {
    fn knows(&self, _: &str, _: &str) -> bool {
        false
    }
    fn recall(&self, _: &str, _: &str) -> Option<Recalled> {
        None
    }
    fn keep(&self, submission: &Submission) {
        self.0.keep(submission);
    }
}
