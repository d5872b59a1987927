//! `huibiao check`: the same reading as `convert`, findings only.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Command;
use jiff::Zoned;

use super::intake::{Asked, must_exist, receipt, tell_passed_over};
use super::keeping::{self, Keeping, Ready};
use super::progress::Bar;
use super::results::{IntoFile, View, ViewsOf, format_help};
use super::screen::{json_out, screen_width};
use super::{Context, Failure, Outcome};
use crate::batch::{Forgetful, Input, Stage, Which, gather_without};
use crate::given;
use crate::model::submission::Submission;
use crate::output::write_whole;
use crate::read::Reader;
use crate::report::{
    Gatherer, Papers, Report, TextStyle, by_name, write_json, write_page_with, write_text,
    write_workbook,
};
use crate::said;
use crate::text::lang::Lang;

/// Read returned forms and sub-tables, and say what is wrong, where, and what to do
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders (read to the bottom) or .zip archives of returned files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    result: IntoFile,
    #[command(flatten)]
    asked: Asked,
    /// The office's corrections, applied to what was read
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// List everything: every unit, every problem, and what needs nothing done
    #[arg(short, long)]
    verbose: bool,
    /// In the page also the papers themselves, drawn, each problem linked to its place
    #[arg(long)]
    papers: bool,
}

const RESULT: ViewsOf = ViewsOf(&[
    (View::Text, None),
    (View::Json, None),
    (View::Html, Some("huibiao-out/report.html")),
    (View::Xlsx, Some("huibiao-out/findings.xlsx")),
]);

pub(super) fn in_chinese(command: Command) -> Command {
    Asked::in_chinese(command)
        .about("读取收回的调查表和子表，只列出问题：哪里错、错什么、怎么改")
        .mut_arg("inputs", |a| {
            a.help("收回的文件、文件夹（含下级）或 .zip 压缩包")
        })
        .mut_arg("output", |a| a.help("结果文件；- 为标准输出"))
        .mut_arg("corrections", |a| a.help("办公室的更正表，读取之后应用"))
        .mut_arg("papers", |a| {
            a.help("网页里附上画出的原表，每处问题连到表上的位置")
        })
        .mut_arg("verbose", |a| {
            a.help("全部列出：每个单位、每处问题，以及不必处理的提示")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao check returned/\n  huibiao check returned.zip -o report.html\n  huibiao check returned/ -f xlsx -o 请各单位核实.xlsx\n  huibiao check returned/ -f json | jq '.units[] | select(.counts.error > 0) | .unit'",
        "Examples:\n  huibiao check returned/\n  huibiao check returned.zip -o report.html\n  huibiao check returned/ -f xlsx -o to-be-mended.xlsx\n  huibiao check returned/ -f json | jq '.units[] | select(.counts.error > 0) | .unit'"
    );
    let formats = said!(
        "text、json 写到标准输出；html 为网页（report.html）；xlsx 为可邮寄的清单（findings.xlsx）[默认：text，或按 -o 的扩展名]",
        "text or json to standard output; html a page (report.html); xlsx a list to mail (findings.xlsx) [default: text, or as the name of -o ends]"
    );
    format_help(command, &formats, lang).after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    // What was asked for is known to be right before anything is read.
    let (view, _) = args.result.target(&RESULT)?;
    if args.papers && view != View::Html {
        return Err(Failure::told(said!(
            "--papers 只用于网页：-o report.html 或 -f html",
            "--papers is for the page: -o report.html, or -f html"
        )));
    }
    must_exist(&args.inputs)?;
    let counting = args.asked.office(&[], context)?;
    let bundles = context.editions()?;
    let office = keeping::Args::only(args.corrections.clone());
    let ready = Ready::new(&office, &bundles);
    let keeping = Keeping::new(&office, &ready)?;
    let reader = Reader::of_bundles(bundles)?;
    let lists = counting.given.iter().chain(&args.corrections);
    let lists: Vec<&Path> = lists.map(PathBuf::as_path).collect();
    let gathered = gather_without(&args.inputs, &lists);
    if gathered.inputs.is_empty() {
        return Err(Failure::told(said!(
            "没有找到收回的文件",
            "no returned file was found"
        )));
    }
    let mut gatherer = Gatherer::new(context.lang, reader.mappings());
    let mut worst = Outcome::Fine;
    let (corrections, correcting) = (keeping.corrections(), keeping.correcting());
    let receipt = |s: &Submission| receipt(s, corrections.as_ref(), correcting);
    let bar = Bar::new(context.lang);
    let mut stage = Stage::default();
    let read = stage.read(&gathered.inputs, &reader, &bar, &Forgetful, &receipt);
    bar.clear();
    read?;
    tell_passed_over(stage.passed_over(), context);
    lists.iter().for_each(|list| given::keep(list));
    let chosen = stage.choose(counting.knowing());
    chosen.each(Which::Counting, |_, submission| -> Result<(), Failure> {
        let submission = keeping.settle(submission);
        worst = worst.max(Outcome::of(&submission));
        gatherer.add(&submission);
        Ok(())
    })?;
    worst = worst.max(keeping.finish(&chosen, context)?);
    let report = Report {
        awaited: counting.awaited(&chosen),
        made_on: Some(Zoned::now().date()),
        ..gatherer.finish()
    };
    let papers = match args.papers {
        true => papers(&report, &reader, &gathered.inputs),
        false => Papers::default(),
    };
    write(&report, &papers, args, context)?;
    counting.tell_nowhere(&chosen.cases().cloned().collect::<Vec<_>>(), context);
    Ok(worst)
}

/// The papers that the report is about, read once more.
fn papers(report: &Report, reader: &Reader, inputs: &[Input]) -> Papers {
    let files = by_name(inputs.iter().map(|input| (input.name.clone(), input)));
    Papers::of(report, reader, |name| match files.get(name) {
        Some(Some(input)) => input.bytes(),
        Some(None) => Err(said!(
            "有两个文件叫这个名字，没有画出",
            "two files have this name; it is not drawn"
        )),
        None => Err(said!("找不到文件", "the file is not found")),
    })
}

fn write(report: &Report, papers: &Papers, args: &Args, context: &Context) -> Result<(), Failure> {
    let (view, place) = args.result.target(&RESULT)?;
    let Some(place) = place else {
        return to_stdout(report, papers, view, args.verbose);
    };
    match view {
        View::Xlsx => write_workbook(report, &place)?.persist()?,
        _ => write_whole(&place, |file| match view {
            View::Json => write_json(report, file),
            View::Html => write_page_with(report, papers, file),
            _ => write_text(report, &style(false, 100, true), file),
        })?,
    };
    context.warn(&said!("已写入 {}", "written: {}", place.display()));
    Ok(())
}

fn to_stdout(report: &Report, papers: &Papers, view: View, verbose: bool) -> Result<(), Failure> {
    match view {
        View::Json => write_json(report, io::BufWriter::new(json_out()))?,
        View::Html => write_page_with(report, papers, io::stdout().lock())?,
        View::Xlsx => {
            let written = write_workbook(report, &std::env::temp_dir().join("findings.xlsx"))?;
            io::stdout().lock().write_all(&written.bytes()?)?;
        }
        View::Text | View::Csv => {
            // Takes the colours out where nobody would see them (no terminal, NO_COLOR).
            let mut out = anstream::stdout().lock();
            write_text(report, &style(true, screen_width(), verbose), &mut out)?;
            out.flush()?;
        }
    }
    Ok(())
}

fn style(color: bool, width: usize, verbose: bool) -> TextStyle {
    TextStyle {
        width,
        color,
        verbose,
        rest: said!("-v，或 -f html", "-v, or -f html"),
    }
}
