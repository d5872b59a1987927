//! The office's desk, over which every submission goes: corrected by hand, kept in the store.

use std::cell::RefCell;
#[cfg(feature = "store")]
use std::path::Path;
use std::path::PathBuf;

use clap::Command;

use super::Failure;
use super::intake::{correcting, refuse_nowhere};
use crate::batch::{Forgetful, Memory};
use crate::mapping::{Bundle, Mapping};
use crate::model::submission::Submission;
use crate::survey::corrections::{Applied, Correcting, Corrections};
use crate::survey::office_csv;

#[derive(Debug, clap::Args)]
#[group(id = "desk")]
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
    office::FileKind::of_path(path) == Some(office::FileKind::Database)
}

impl Args {
    /// The files that are named, which are no returned ones.
    pub(super) fn files(&self) -> Vec<&std::path::Path> {
        let files = self.corrections.as_deref().into_iter();
        #[cfg(feature = "store")]
        let files = files.chain(self.store.as_deref());
        files.collect()
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

/// What a desk needs to know of the editions; it lives as long as the desk.
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

/// The office's desk.
pub(super) struct Desk<'r> {
    correcting: Correcting<'r>,
    /// Corrections that no store takes.
    corrections: Option<Corrections>,
    done: RefCell<Applied>,
    #[cfg(feature = "store")]
    run: Option<crate::store::Run<'r>>,
    #[cfg(feature = "store")]
    fresh: bool,
    /// The corrections' file, for messages.
    path: PathBuf,
}

impl<'r> Desk<'r> {
    /// Sets up the desk; with a store, nobody else can write to it from here on.
    pub(super) fn new(args: &Args, ready: &'r Ready) -> Result<Desk<'r>, Failure> {
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
            return Ok(Desk {
                correcting,
                corrections: None,
                done: RefCell::default(),
                run: Some(run),
                fresh: args.fresh,
                path,
            });
        }
        Ok(Desk {
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

    /// What is settled is kept in a store.
    pub(super) fn keeps(&self) -> bool {
        #[cfg(feature = "store")]
        return self.run.is_some();
        #[cfg(not(feature = "store"))]
        false
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
        #[cfg(feature = "store")]
        if let Some(run) = &self.run {
            return run.applied_corrections();
        }
        self.corrections.clone()
    }

    /// The editions made ready to correct.
    pub(super) fn correcting(&self) -> &Correcting<'r> {
        &self.correcting
    }

    /// Corrects a submission, and keeps it.
    pub(super) fn settle(&self, mut submission: Submission) -> Result<Submission, Failure> {
        #[cfg(feature = "store")]
        if let Some(run) = &self.run {
            return Ok(run.submission(submission, &self.correcting)?);
        }
        if let Some(corrections) = &self.corrections {
            let done = corrections.apply(&mut submission, &self.correcting);
            self.done.borrow_mut().add(done);
        }
        Ok(submission)
    }

    /// Ends the run. Corrections that point at nothing stop it, and nothing is kept.
    pub(super) fn finish(self) -> Result<(), Failure> {
        #[cfg(feature = "store")]
        if let Some(run) = self.run {
            let nowhere = run.nowhere(&self.correcting)?;
            refuse_nowhere(named(&self.path, "corrections"), nowhere)?;
            run.commit(&self.correcting)?;
            return Ok(());
        }
        match &self.corrections {
            Some(corrections) => {
                let nowhere = corrections.nowhere(&self.done.borrow());
                refuse_nowhere(&self.path, nowhere)
            }
            None => Ok(()),
        }
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
    fn recall(&self, name: &str, sha256: &str) -> Option<Submission> {
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
    fn recall(&self, _: &str, _: &str) -> Option<Submission> {
        None
    }
    fn keep(&self, submission: &Submission) {
        self.0.keep(submission);
    }
}
