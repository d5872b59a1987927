//! `huibiao inspect`: what the reader sees of a document.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Command;
use office::FileKind;
use office::paper::Paper;

use super::results::{IntoFile, View, ViewsOf, format_help};
use super::screen::{json_out, screen, screen_width};
use super::{Context, Failure, Outcome};
use crate::batch::{Forgetful, Input, Silent, convert_old};
use crate::output::inspect::{draw, inspect};
use crate::output::write_whole;
use crate::read::{Kind, OpenError, Reader, hint, needs_office, open};
use crate::report::draw::page;
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
    result: IntoFile,
}

/// How it is shown.
const SHOWN: ViewsOf = ViewsOf(&[(View::Text, None), (View::Json, None), (View::Html, None)]);

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("查看读到的内容：表格、文本框、各选项的标记")
        .mut_arg("file", |a| a.help("Word 文档或工作簿"))
        .mut_arg("output", |a| {
            a.help("结果文件；- 为标准输出 [默认：标准输出]")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao inspect 化学学院.docx\n  huibiao inspect 化学学院.docx -f json | jq '.boxes[0]'\n  huibiao inspect 化学学院.docx -o 化学学院.html",
        "Examples:\n  huibiao inspect chemistry.docx\n  huibiao inspect chemistry.docx -f json | jq '.boxes[0]'\n  huibiao inspect chemistry.docx -o chemistry.html"
    );
    let formats = said!(
        "text 供阅读，json 供程序使用，html 为网页：画出的原表，旁边是读出的数据和问题 [默认：text，或按 -o 的扩展名]",
        "text for reading, json for programs, html a page: the paper drawn, beside it what was read and found [default: text, or as the name of -o ends]"
    );
    format_help(command, &formats, lang).after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let (view, place) = args.result.target(&SHOWN)?;
    let editions = match view {
        View::Html => Some(context.editions()?),
        _ => None,
    };
    let document = read(&args.file).map_err(|why| {
        let name = args.file.display();
        Failure::told(Said {
            zh: format!("{name}：{}", why.zh),
            en: format!("{name}: {}", why.en),
        })
    })?;
    let mut text = Vec::new();
    match view {
        View::Html => {
            let reader = Reader::of_bundles(editions.unwrap_or_default())?;
            let name = args.file.file_name().unwrap_or(args.file.as_os_str());
            let traced = reader.trace(&name.to_string_lossy(), &document.bytes);
            let id = &traced.submission.mapping.id;
            let mapping = reader.mappings().find(|m| m.edition.id == *id);
            text.extend(page(&traced, mapping, context.lang).into_bytes());
        }
        View::Json => {
            serde_json::to_writer(&mut text, &inspect(&document.paper)).map_err(io::Error::from)?;
            text.push(b'\n');
        }
        View::Text | View::Csv | View::Xlsx => {
            let drawn = draw(&inspect(&document.paper), context.lang, screen_width());
            text.extend(drawn.into_bytes());
        }
    }
    match (place, view) {
        (Some(place), _) => {
            write_whole(&place, |file| file.write_all(&text))?;
            context.warn(&said!("已写入 {}", "written: {}", place.display()));
        }
        (None, View::Json) => {
            let mut out = io::BufWriter::new(json_out());
            out.write_all(&text)?;
            out.flush()?;
        }
        (None, View::Html) => io::stdout().lock().write_all(&text)?,
        (None, _) => screen().write_all(&text)?,
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
