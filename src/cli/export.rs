//! `huibiao export`: a store, or earlier runs, as plain tables.

use std::path::PathBuf;

use clap::Command;

use super::intake::{Asked, Corrected, Intake};
use super::into;
use super::merge::tell_written;
use super::results::{FolderOf, IntoFolder, Target};
use super::{Context, Failure, Outcome};
use crate::batch::Which;
use crate::model::finding::{Finding, Rule, Severity};
use crate::output::{self, Format, Writer};
use crate::said;
use crate::survey::rollup::leave_out;
use crate::text::lang::Lang;

/// Write what a store or earlier runs hold as tables
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Stores (.sqlite) and data of earlier runs (.jsonl, .json, their folder)
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    results: IntoFolder,
    /// Keep also those submissions that another one of the same unit replaces
    #[arg(long, visible_alias = "all-versions")]
    all: bool,
    /// Also fill in the reporting system's own template, or a folder of them; the results are in
    /// into/ of the output folder
    #[arg(long, value_name = "TEMPLATE.xlsx")]
    into: Vec<PathBuf>,
    /// The office's corrections, for data that was not corrected yet
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    #[command(flatten)]
    asked: Asked,
}

const RESULTS: FolderOf = FolderOf {
    folder: "huibiao-export",
    takes: &[
        Format::Csv,
        Format::Jsonl,
        Format::Json,
        Format::Xlsx,
        Format::Import,
        #[cfg(feature = "parquet")]
        Format::Parquet,
        Format::Tidy,
    ],
    usual: &[Format::Csv, Format::Jsonl],
    streamed: &[],
};

pub(super) fn in_chinese(command: Command) -> Command {
    Asked::in_chinese(command)
        .about("把数据库或以前的结果导出成表")
        .mut_arg("inputs", |a| {
            a.help("数据库（.sqlite）、以前的结果（.jsonl、.json、结果文件夹）")
        })
        .mut_arg("into", |a| {
            a.help("同时填入上报系统下发的模板（或模板文件夹），结果在输出文件夹的 into/ 里")
        })
        .mut_arg("all", |a| a.help("旧版也导出"))
        .mut_arg("corrections", |a| {
            a.help("办公室的更正表，用于尚未更正的数据")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao export 调查.sqlite\n  huibiao export 调查.sqlite -f xlsx,import -o 上报",
        "Examples:\n  huibiao export survey.sqlite\n  huibiao export survey.sqlite -f xlsx,import -o upload"
    );
    RESULTS
        .help(command, lang)
        .after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let want = match args.all {
        true => Which::All,
        false => Which::Counting,
    };
    let Target::Folder(folder, formats) = args.results.target(&RESULTS)? else {
        return Ok(Outcome::Fine);
    };
    let mut into = into::open(&args.into, true, context)?;
    let mut office = args.asked.office(&args.inputs, context)?;
    office.given.extend(args.into.iter().cloned());
    let intake = Intake::new(context)?;
    let failed = |e: output::Error| Failure::told(e);
    let mut writer = Writer::create(&folder, &formats, &intake.mappings, context.lang)
        .map_err(failed)?
        .with_headers(args.results.headers());
    let corrected = Corrected::all(args.corrections.as_ref());
    let taken = intake.take_in(&args.inputs, &office, corrected)?;
    let mut open = Outcome::Fine;
    let mut refused = Outcome::Fine;
    let mut errors = 0;
    let (elsewhere, mut cases) = taken.elsewhere(&office, &intake.mappings)?;
    let applied = taken.each(want, |i, mut submission| {
        if let Some(left) = elsewhere.get(&i) {
            leave_out(&mut submission, left);
        }
        let before = submission.findings.len();
        into.take(&mut submission);
        let new = &submission.findings[before..];
        if new.iter().any(|f| f.severity == Severity::Error) {
            refused = Outcome::Wrong;
        }
        into::tell_new(&submission, new, context);
        let graver = |f: &&Finding| f.severity == Severity::Error;
        errors += submission.findings.iter().filter(graver).count();
        if submission.findings.iter().any(is_open) {
            open = Outcome::Wrong;
        }
        writer.submission(&submission).map_err(failed)
    })?;
    let mut whole = writer.complete().map_err(failed)?;
    into.write(&folder, &mut whole)?;
    let written = whole.persist().map_err(failed)?;
    tell_written(&written, &folder, context)?;
    into.tell_left_out(context);
    cases.extend(taken.chosen.cases().cloned());
    office.tell_nowhere_rolled_up(&cases, context);
    if open == Outcome::Wrong {
        context.warn(&said!(
            "有文件以哪份为准、是哪个单位的还没有定，见 findings",
            "it is open which files count or whose they are; see the findings"
        ));
    }
    let mut wrong = Outcome::Fine;
    if errors > 0 {
        wrong = Outcome::Wrong;
        context.warn(&said!(
            "导出的数据里还有 {errors} 处必须改正的，见 findings",
            "{errors} findings in what was exported must still be mended"
        ));
    }
    Ok((taken.outcome.max(open))
        .max(refused)
        .max(applied)
        .max(wrong))
}

/// It is open what counts.
fn is_open(finding: &Finding) -> bool {
    finding.rule() == Rule::WhichCounts && finding.severity == Severity::Error
}
