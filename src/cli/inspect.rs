//! `huibiao inspect`: what the reader sees of a document.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Command;
use office::FileKind;
use office::paper::Paper;

use super::results::{Shown, View, ViewsOf, format_help};
use super::screen::{json_out, screen, screen_width};
use super::{Context, Failure, Outcome};
use crate::batch::{Forgetful, Input, Silent, convert_old};
use crate::output::inspect::{draw, inspect};
use crate::read::{Kind, OpenError, hint, needs_office, open};
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::{Lang, Said};

/// Show what the reader sees of a document: tables, text boxes, each option's marks
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A Word document, or a workbook
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    shown: Shown,
}

/// How it is shown.
const SHOWN: ViewsOf = ViewsOf(&[(View::Text, None), (View::Json, None)]);

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("查看读到的内容：表格、文本框、各选项的标记")
        .mut_arg("file", |a| a.help("Word 文档或工作簿"))
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao inspect 化学学院.docx\n  huibiao inspect 化学学院.docx -f json | jq '.boxes[0]'",
        "Examples:\n  huibiao inspect chemistry.docx\n  huibiao inspect chemistry.docx -f json | jq '.boxes[0]'"
    );
    let formats = said!(
        "text 供阅读，json 供程序使用",
        "text for reading, json for programs"
    );
    format_help(command, &formats, lang).after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let view = args.shown.view(&SHOWN)?;
    let document = read(&args.file).map_err(|why| {
        let name = args.file.display();
        Failure::told(Said {
            zh: format!("{name}：{}", why.zh),
            en: format!("{name}: {}", why.en),
        })
    })?;
    let seen = inspect(&document.paper);
    match view {
        View::Text | View::Csv | View::Html | View::Xlsx => {
            let drawn = draw(&seen, context.lang, screen_width());
            screen().write_all(drawn.as_bytes())?;
        }
        View::Json => {
            let mut out = io::BufWriter::new(json_out());
            serde_json::to_writer(&mut out, &seen).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
    }
    Ok(Outcome::Fine)
}

/// A document that was read.
pub(super) struct Document {
    /// What it says.
    pub(super) paper: Paper,
    /// What it was handed in as.
    pub(super) kind: Kind,
    /// Its bytes, those of the conversion where it had to be converted.
    pub(super) bytes: Vec<u8>,
    /// Its format.
    pub(super) format: FileKind,
}

/// Reads any file that can be read, with LibreOffice's help if it must be.
pub(super) fn read(file: &std::path::Path) -> Result<Document, Said> {
    let name = file.display().to_string();
    let input = Input::file(file, name.clone());
    let mut bytes = input.bytes()?;
    if needs_office(FileKind::of_bytes(&bytes)) {
        let converted = convert_old(std::slice::from_ref(&input), &Silent, &Forgetful);
        if let Some(result) = converted.get(0) {
            let made = result.as_ref().map_err(Said::clone)?;
            bytes = Input::file(made, name.clone()).bytes()?;
        }
    }
    match open(&name, &bytes) {
        Ok(opened) => Ok(Document {
            paper: opened.paper,
            kind: opened.kind,
            format: opened.format,
            bytes,
        }),
        Err(error @ OpenError::Other(_)) => {
            let (why, hint) = (error.said(), hint(&error, &name));
            Err(Said {
                zh: format!("{}。{}", why.zh, hint.zh),
                en: format!("{}. {}", why.en, hint.en),
            })
        }
        // The other errors say what to do themselves.
        Err(error) => Err(error.said()),
    }
}
