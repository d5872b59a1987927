//! `huibiao fill`: a submission back in its form.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::Command;

use super::{Context, Failure, Outcome};
use crate::forms::fill::{Filled, fill};
use crate::given;
use crate::model::submission::Submission;
use crate::output::{self, WholeFiles, must_not_replace};
use crate::read::Reader;
use crate::said;
use crate::text::lang::{Lang, Said};

/// Write a submission into the blank form, for signing and sealing
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A submission as convert -f json writes it; - reads standard input
    #[arg(value_name = "SUBMISSION.json")]
    submission: PathBuf,
    /// The form to write; - is standard output
    #[arg(short, long, value_name = "FORM.docx")]
    output: PathBuf,
    /// The workbook of sub-tables to write, for the tables that are filled in there
    #[arg(long, value_name = "FILE.xlsx")]
    sheets: Option<PathBuf>,
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("把一份数据填回空白表，供签字盖章")
        .mut_arg("submission", |a| {
            a.help("convert -f json 写出的一份数据；- 读标准输入")
        })
        .mut_arg("output", |a| a.help("要写出的表；- 写到标准输出"))
        .mut_arg("sheets", |a| {
            a.help("要写出的子表工作簿，收在子表填写的各表")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "写完后再读一遍，与原数据不同之处逐项列出（退出码 1）。\n\n\
         示例：\n  huibiao fill 化学学院.json -o 化学学院.docx\n  huibiao fill 化学学院.json -o 化学学院.docx --sheets 化学学院-子表.xlsx",
        "What was written is read back; whatever differs from the data is listed (exit status 1).\n\n\
         Examples:\n  huibiao fill chemistry.json -o chemistry.docx\n  huibiao fill chemistry.json -o chemistry.docx --sheets chemistry-sheets.xlsx"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let submission = read(&args.submission)?;
    given::keep(&args.submission);
    if args.sheets.as_ref() == Some(&args.output) {
        return Err(Failure::told(said!(
            "表和子表不能写到同一个文件：{}",
            "the form and its workbook cannot be one file: {}",
            args.output.display()
        )));
    }
    let id = &submission.mapping.id;
    let editions = context.editions()?;
    let bundle = editions.iter().find(|b| b.mapping.edition.id == *id);
    let Some(bundle) = bundle else {
        return Err(Failure::told(said!(
            "没有版本 {id}；请用 --mapping 给出它的文件夹",
            "there is no edition {id}; give its folder with --mapping"
        )));
    };
    let reader = Reader::of_bundles(vec![bundle.clone()]);
    let reader = reader?;
    let filled = fill(&submission, bundle, &reader, args.sheets.is_some());
    let filled = filled?;
    write(args, &filled)?;
    for told in &filled.unwritten {
        let Said { zh, en } = &told.message;
        let path = &told.path;
        context.warn(&Said {
            zh: format!("{path}：{zh}"),
            en: format!("{path}: {en}"),
        });
    }
    Ok(match filled.unwritten.is_empty() {
        true => Outcome::Fine,
        false => Outcome::Wrong,
    })
}

/// Writes both files, or neither.
fn write(args: &Args, filled: &Filled) -> Result<(), Failure> {
    let failed = |e: output::Error| Failure::told(e);
    let mut whole = WholeFiles::default();
    let places = [
        Some((&args.output, &filled.form)),
        args.sheets.as_ref().zip(filled.sheets.as_ref()),
    ];
    for (path, bytes) in places.into_iter().flatten() {
        must_not_replace(path, bytes).map_err(failed)?;
    }
    let sheets = args.sheets.as_ref().zip(filled.sheets.as_ref());
    if let Some((path, bytes)) = sheets {
        let written = whole.write(path, |file| file.write_all(bytes));
        written.map_err(failed)?;
    }
    if args.output.as_os_str() == "-" {
        let mut out = io::stdout().lock();
        out.write_all(&filled.form)?;
        out.flush()?;
    } else {
        let written = whole.write(&args.output, |file| file.write_all(&filled.form));
        written.map_err(failed)?;
    }
    whole.persist().map_err(failed)?;
    Ok(())
}

/// No submission is larger, in bytes.
const LARGEST: u64 = 128 << 20;

/// One submission from a file: an object, or an array of one.
fn read(path: &Path) -> Result<Submission, Failure> {
    let shown = path.display();
    let text = match path.as_os_str() == "-" {
        true => io::read_to_string(io::stdin().take(LARGEST)),
        false => given::read(path, LARGEST).and_then(|bytes| {
            String::from_utf8(bytes).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
        }),
    };
    let text = text.map_err(|e| {
        let Said { zh, en } = crate::text::of_system(&e);
        Failure::told(said!("无法读取 {shown}：{zh}", "cannot read {shown}: {en}"))
    })?;
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Given {
        One(Box<Submission>),
        Several(Vec<Submission>),
    }
    let unusable = |e: serde_json::Error| {
        Failure::told(said!(
            "{shown} 不是 convert -f json 写出的数据：{e}",
            "{shown} is no submission as convert -f json writes it: {e}"
        ))
    };
    // An object is read as one, so that its errors say what is wrong with it.
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(&text).map_err(unusable);
    }
    match serde_json::from_str(&text).map_err(unusable)? {
        Given::One(one) => Ok(*one),
        Given::Several(mut several) if several.len() == 1 => Ok(several.remove(0)),
        Given::Several(several) => {
            let n = several.len();
            Err(Failure::told(said!(
                "{shown} 里有 {n} 份数据，一次只能填一份",
                "{shown} holds {n} submissions; give one at a time"
            )))
        }
    }
}
