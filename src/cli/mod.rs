//! The command line: one file a command, each a thin call into the library.
//!
//! Exit status: 0 all read and nothing wrong, 1 all read and something wrong, 2 an input could
//! not be read, or bad usage. Data goes to standard output, diagnostics to standard error.

mod annotate;
mod blank;
mod check;
mod columns;
mod conform;
mod convert;
#[cfg(feature = "desk")]
mod desk;
mod diff;
mod explain;
mod export;
mod figures;
mod fill;
mod init;
mod inspect;
mod intake;
mod into;
mod keeping;
mod mapping;
mod mapping_diff;
mod mapping_export;
mod merge;
mod progress;
mod recognise;
mod results;
mod screen;
mod shell;
mod speech;
mod status;
#[cfg(feature = "store")]
mod store;
mod usage;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::mapping::{Bundle, OpenError, bundled, bundled_ids};
use crate::model::finding::{Finding, Rule, Severity};
use crate::model::submission::Submission;
use crate::tagged::{EditionError, edition};
use crate::text::Worded;
use crate::text::lang::{Lang, Said};
use crate::text::visible::{Shown, visible};

/// Turn returned Word questionnaires into checked, uploadable data
#[derive(Debug, Parser)]
#[command(name = "huibiao", version, subcommand_required = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Args)]
struct Global {
    /// Language of help, messages and reports: zh or en [default: the locale's]
    #[arg(long, global = true, value_name = "LANG", hide_possible_values = true)]
    lang: Option<Lang>,
    /// Use the edition in this folder, or the bundled one of this id, and no other (may be given several times)
    #[arg(long, global = true, value_name = "DIR|ID")]
    mapping: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Inspect(inspect::Args),
    Annotate(annotate::Args),
    Convert(convert::Args),
    Check(check::Args),
    Merge(merge::Args),
    Status(status::Args),
    Diff(diff::Args),
    Export(export::Args),
    Figures(figures::Args),
    #[cfg(feature = "store")]
    Store(store::Args),
    Explain(explain::Args),
    Fill(fill::Args),
    Blank(blank::Args),
    Mapping(mapping::Args),
    Completions(shell::Completions),
    Man(shell::Manual),
    #[cfg(feature = "desk")]
    Desk(desk::Args),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All read, nothing wrong.
    Fine = 0,
    /// All read, something wrong.
    Wrong = 1,
    /// Something could not be read.
    Failed = 2,
}

impl Outcome {
    /// The outcome that the contract gives to a submission.
    fn of(submission: &Submission) -> Outcome {
        let of = |finding: &Finding| match (finding.rule(), finding.severity) {
            (Rule::UnreadableFile | Rule::UnknownForm, _) => Outcome::Failed,
            (_, Severity::Error) => Outcome::Wrong,
            _ => Outcome::Fine,
        };
        submission
            .findings
            .iter()
            .map(of)
            .max()
            .unwrap_or(Outcome::Fine)
    }
}

/// Why a command could not do its work.
enum Failure {
    /// Standard output was closed: the reader has had enough.
    Closed,
    /// Anything else, in the reader's words.
    Told(Box<dyn Worded>),
}

impl Failure {
    fn told(why: impl Worded + 'static) -> Failure {
        Failure::Told(Box::new(why))
    }
}

/// Every error of the library that can be said in both languages.
impl<E: Worded + 'static> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::told(error)
    }
}

impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Failure {
        match e.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => crate::text::of_system(&e).into(),
        }
    }
}

/// What every command knows.
struct Context {
    lang: Lang,
    mappings: Vec<PathBuf>,
}

impl Context {
    /// The editions to read with: those of `--mapping`, else the bundled ones.
    fn editions(&self) -> Result<Vec<Bundle>, EditionError> {
        if self.mappings.is_empty() {
            let all: Result<Vec<Bundle>, OpenError> = bundled_ids().map(bundled).collect();
            return Ok(all?);
        }
        self.mappings.iter().map(|given| edition(given)).collect()
    }

    /// Says something on standard error.
    fn warn(&self, said: &Said) {
        // Nowhere is left to complain to where standard error itself is closed.
        let said = visible(said.get(self.lang));
        let _ = writeln!(io::stderr(), "huibiao: {said}");
    }
}

/// Runs the command that `args` (the program's own name first) ask for.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::from(status_of(args))
}

/// The same for whoever ends the process itself: the exit status.
pub fn status_of(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args = args.into_iter();
    #[cfg(feature = "desk")]
    let args = desk::or_desk(args);
    let args = speech::help_as_option(args.into_iter().collect());
    let lang = speech::lang_of(&args);
    let command = speech::in_lang(Cli::command(), lang);
    let parsed = command
        .try_get_matches_from(args)
        .and_then(|m| Cli::from_arg_matches(&m));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(e) => {
            // Help and version are no errors; clap knows which stream and status each takes.
            let _ = match (lang, usage::in_chinese(&e)) {
                (Lang::Zh, Some(said)) => Shown::text(io::stderr()).write_all(said.as_bytes()),
                _ if e.use_stderr() && !io::stderr().is_terminal() => {
                    let said = e.render().to_string();
                    Shown::text(io::stderr()).write_all(said.as_bytes())
                }
                _ => e.print(),
            };
            return u8::try_from(e.exit_code()).unwrap_or(2);
        }
    };
    let context = Context {
        lang,
        mappings: cli.global.mapping,
    };
    let outcome = match cli.command {
        Command::Inspect(args) => inspect::run(&args, &context),
        Command::Annotate(args) => annotate::run(&args, &context),
        Command::Fill(args) => fill::run(&args, &context),
        Command::Blank(args) => blank::run(&args, &context),
        Command::Convert(args) => convert::run(&args, &context),
        Command::Check(args) => check::run(&args, &context),
        Command::Merge(args) => merge::run(&args, &context),
        Command::Status(args) => status::run(&args, &context),
        Command::Diff(args) => diff::run(&args, &context),
        Command::Export(args) => export::run(&args, &context),
        Command::Figures(args) => figures::run(&args, &context),
        #[cfg(feature = "store")]
        Command::Store(args) => store::run(&args, &context),
        Command::Explain(args) => explain::run(&args, &context),
        Command::Mapping(args) => mapping::run(&args, &context),
        Command::Completions(args) => shell::completions(&args, &context),
        Command::Man(args) => shell::manual(&args, &context),
        #[cfg(feature = "desk")]
        Command::Desk(args) => desk::run(&args, &context),
    };
    let outcome = outcome.unwrap_or_else(|failure| {
        match failure {
            Failure::Closed => return Outcome::Fine,
            Failure::Told(why) => {
                context.warn(&why.said());
                if let Some(drawn) = why.drawn(lang, io::stderr().is_terminal()) {
                    let _ = io::stderr().write_all(drawn.as_bytes());
                }
            }
        }
        Outcome::Failed
    });
    outcome as u8
}
