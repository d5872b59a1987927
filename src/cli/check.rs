//! `huibiao check`: the same reading as `convert`, findings only.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Command, ValueEnum};
use office::FileKind;

use super::desk::{self, Desk, Ready};
use super::screen::screen_width;
use super::{Context, Failure, Outcome};
use crate::batch::{gather, read_all};
use crate::lang::Lang;
use crate::output::write_whole;
use crate::reading::Reader;
use crate::report::{
    Gatherer, Report, TextStyle, write_json, write_page, write_text, write_workbook,
};
use crate::said;

/// Read returned forms and sub-tables, and say what is wrong, where, and what to do
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders (read to the bottom) or .zip archives of returned files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// text or json to standard output; html a page (report.html); xlsx a list to mail (findings.xlsx) [default: text, or as the name of -o ends]
    #[arg(short, long, value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// File for the result; - is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The office's corrections, applied to what was read
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// List everything: every unit, every problem, and what needs nothing done
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Html,
    Xlsx,
}

impl Format {
    /// The file that it is written to where none is named.
    fn usual_name(self) -> Option<&'static str> {
        match self {
            Format::Text | Format::Json => None,
            Format::Html => Some("report.html"),
            Format::Xlsx => Some("findings.xlsx"),
        }
    }

    /// The format that a file's name asks for.
    fn of_name(path: &Path) -> Option<Format> {
        match FileKind::of_path(path)? {
            FileKind::Text => Some(Format::Text),
            FileKind::Json => Some(Format::Json),
            FileKind::Html => Some(Format::Html),
            FileKind::Workbook => Some(Format::Xlsx),
            _ => None,
        }
    }
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("读取收回的调查表和子表，只列出问题：哪里错、错什么、怎么改")
        .mut_arg("inputs", |a| {
            a.help("收回的文件、文件夹（含下级）或 .zip 压缩包")
        })
        .mut_arg("format", |a| {
            a.help("text、json 写到标准输出；html 为网页（report.html）；xlsx 为可邮寄的清单（findings.xlsx）[默认：text，或按 -o 的扩展名]")
        })
        .mut_arg("output", |a| a.help("结果文件；- 为标准输出"))
        .mut_arg("corrections", |a| a.help("办公室的更正表，读取之后应用"))
        .mut_arg("verbose", |a| {
            a.help("全部列出：每个单位、每处问题，以及不必处理的提示")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao check returned/\n  huibiao check returned.zip -o report.html\n  huibiao check returned/ -f xlsx -o 请各单位核实.xlsx\n  huibiao check returned/ -f json | jq '.units[] | select(.counts.error > 0) | .unit'",
        "Examples:\n  huibiao check returned/\n  huibiao check returned.zip -o report.html\n  huibiao check returned/ -f xlsx -o to-be-mended.xlsx\n  huibiao check returned/ -f json | jq '.units[] | select(.counts.error > 0) | .unit'"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let bundles = context.editions()?;
    let office = desk::Args::only(args.corrections.clone());
    let ready = Ready::new(&office, &bundles);
    let desk = Desk::new(&office, &ready)?;
    let reader = Reader::of_bundles(bundles)?;
    let gathered = gather(&args.inputs);
    if gathered.inputs.is_empty() {
        return Err(Failure::told(said!(
            "没有找到收回的文件",
            "no returned file was found"
        )));
    }
    let mut gatherer = Gatherer::new(context.lang, reader.mappings());
    let mut worst = Outcome::Fine;
    read_all(
        &gathered.inputs,
        &reader,
        &super::progress::Bar::new(context.lang),
        |submission| -> Result<(), Failure> {
            let submission = desk.settle(submission)?;
            worst = worst.max(Outcome::of(&submission));
            gatherer.add(&submission);
            Ok(())
        },
    )?;
    desk.finish()?;
    write(&gatherer.finish(), args, context)?;
    Ok(worst)
}

fn write(report: &Report, args: &Args, context: &Context) -> Result<(), Failure> {
    let named = args.output.as_deref().filter(|p| p.as_os_str() != "-");
    let format = args.format.or_else(|| named.and_then(Format::of_name));
    let format = format.unwrap_or(Format::Text);
    let place = match (&args.output, format.usual_name()) {
        (Some(path), _) if path.as_os_str() == "-" => None,
        (Some(path), Some(name)) if path.is_dir() => Some(path.join(name)),
        (Some(path), _) => Some(path.clone()),
        (None, Some(name)) => Some(Path::new("huibiao-out").join(name)),
        (None, None) => None,
    };
    let Some(place) = place else {
        return to_stdout(report, format, args.verbose);
    };
    if format == Format::Xlsx {
        write_workbook(report, &place)?.persist()?;
    } else {
        write_whole(&place, |file| match format {
            Format::Text | Format::Xlsx => write_text(report, &style(false, 100, true), file),
            Format::Json => write_json(report, file),
            Format::Html => write_page(report, file),
        })?;
    }
    context.warn(&said!("已写入 {}", "written: {}", place.display()));
    Ok(())
}

fn to_stdout(report: &Report, format: Format, verbose: bool) -> Result<(), Failure> {
    match format {
        Format::Text => {
            // Takes the colours out where nobody would see them (no terminal, NO_COLOR).
            let mut out = anstream::stdout().lock();
            write_text(report, &style(true, screen_width(), verbose), &mut out)?;
            out.flush()?;
        }
        Format::Json => write_json(report, io::BufWriter::new(io::stdout().lock()))?,
        Format::Html => write_page(report, io::stdout().lock())?,
        Format::Xlsx => {
            let written = write_workbook(report, &std::env::temp_dir().join("findings.xlsx"))?;
            io::stdout().lock().write_all(&written.bytes()?)?;
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
