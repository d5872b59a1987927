//! `huibiao convert`: returned forms in, data out.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Command, ValueEnum};

use super::{Context, Failure, Outcome};
use crate::batch::{Silent, gather, read_all};
use crate::finding::{Rule, Severity};
use crate::lang::Lang;
use crate::reading::Reader;
use crate::said;
use crate::submission::Submission;

/// Read returned forms and sub-tables, and write their data
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders (read to the bottom) or .zip archives of returned files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Folder for the results; - writes json or jsonl to standard output
    #[arg(short, long, value_name = "DIR", default_value = "huibiao-out")]
    output: PathBuf,
    /// What to write: json, jsonl, xlsx, import, csv
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        value_delimiter = ',',
        value_enum,
        hide_possible_values = true
    )]
    format: Vec<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Jsonl,
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("读取收回的调查表和子表，输出数据")
        .mut_arg("inputs", |a| {
            a.help("收回的文件、文件夹（含下级）或 .zip 压缩包")
        })
        .mut_arg("output", |a| {
            a.help("结果文件夹；- 把 json 或 jsonl 写到标准输出")
        })
        .mut_arg("format", |a| {
            a.help("输出格式：json、jsonl、xlsx、import、csv")
        })
}

/// The outcome that the contract gives to a submission.
pub(super) fn outcome(submission: &Submission) -> Outcome {
    let mut worst = Outcome::Fine;
    for finding in &submission.findings {
        let one = match (finding.rule, finding.severity) {
            (Rule::UnreadableFile | Rule::UnknownForm, _) => Outcome::Failed,
            (_, Severity::Error) => Outcome::Wrong,
            _ => Outcome::Fine,
        };
        worst = worst.max(one);
    }
    worst
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let reader = Reader::of_bundles(context.editions()?).map_err(|e| Failure::Said(e.said()))?;
    let gathered = gather(&args.inputs);
    if args.output.as_os_str() != "-" {
        return Err(Failure::Said(said!("只支持 -o -", "only -o -")));
    }
    let mut outcome_of_all = Outcome::Fine;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let several = gathered.inputs.len() > 1;
    let json = args.format.contains(&Format::Json);
    let mut first = true;
    if json && several {
        out.write_all(b"[")?;
    }
    read_all(
        &gathered.inputs,
        &reader,
        &Silent,
        |submission| -> Result<(), Failure> {
            outcome_of_all = outcome_of_all.max(outcome(&submission));
            if !first && json {
                out.write_all(b",")?;
            }
            first = false;
            serde_json::to_writer(&mut out, &submission.said_in(context.lang))
                .map_err(io::Error::from)?;
            out.write_all(b"\n")?;
            Ok(())
        },
    )?;
    if json && several {
        out.write_all(b"]\n")?;
    }
    out.flush()?;
    let _ = Lang::Zh;
    Ok(outcome_of_all)
}
