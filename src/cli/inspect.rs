//! `huibiao inspect`: what the reader sees of a document.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Command, ValueEnum};

use super::{Context, Failure, Outcome};
use crate::lang::{Lang, Said};
use crate::output::inspect::{draw, inspect};
use crate::package::Package;
use crate::paper::Paper;
use crate::{said, word};

/// How wide the drawing is where the terminal does not say.
const WIDTH: usize = 120;

/// Show what the reader sees of a document: tables, text boxes, each option's marks
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A Word document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// text for reading, json for programs
    #[arg(short, long, value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("查看读到的内容：表格、文本框、各选项的标记")
        .mut_arg("file", |a| a.help("Word 文档"))
        .mut_arg("format", |a| a.help("text 供阅读，json 供程序使用"))
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao inspect 化学学院.docx\n  huibiao inspect 化学学院.docx -f json | jq '.boxes[0]'",
        "Examples:\n  huibiao inspect chemistry.docx\n  huibiao inspect chemistry.docx -f json | jq '.boxes[0]'"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let name = args.file.display().to_string();
    let named = |said: Said| {
        Failure::Said(Said {
            zh: format!("{name}：{}", said.zh),
            en: format!("{name}: {}", said.en),
        })
    };
    let bytes = std::fs::read(&args.file)
        .map_err(|e| named(said!("无法读取文件（{e}）", "cannot read the file ({e})")))?;
    let paper = read(&bytes).map_err(named)?;
    let seen = inspect(&paper);
    let mut out = io::stdout().lock();
    match args.format {
        Format::Text => {
            let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
            let drawn = draw(&seen, context.lang, columns.unwrap_or(WIDTH));
            out.write_all(drawn.as_bytes())?;
        }
        Format::Json => {
            serde_json::to_writer(&mut out, &seen).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(Outcome::Fine)
}

fn read(bytes: &[u8]) -> Result<Paper, Said> {
    let package = Package::open(bytes).map_err(|e| e.said())?;
    word::read(&package).map_err(|e| e.said())
}
