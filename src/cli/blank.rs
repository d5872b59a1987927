//! `huibiao blank`: a blank form written from a mapping.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Command;

use super::{Context, Failure, Outcome};
use crate::forms::blank;
use crate::model::finding::{Rule, Severity};
use crate::model::submission::{Status, Submission};
use crate::output::{must_not_replace, write_blank};
use crate::read::Reader;
use crate::said;
use crate::tagged;
use crate::text::lang::{Lang, Said};

/// Write an edition's blank form from its mapping, ready to be mailed
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An edition's id, or its folder
    #[arg(value_name = "ID")]
    edition: String,
    /// The form to write
    #[arg(short, long, value_name = "FORM.docx")]
    output: PathBuf,
    /// The workbook of sub-tables to write, for the tables that are filled in there
    #[arg(long, value_name = "WORKBOOK.xlsx")]
    sheets: Option<PathBuf>,
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("由版本的映射写出空白表，可直接发给各单位")
        .mut_arg("edition", |a| a.help("版本代号，或其文件夹"))
        .mut_arg("output", |a| a.help("要写出的表"))
        .mut_arg("sheets", |a| {
            a.help("要写出的子表工作簿，收在子表填写的各表")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "写完后按空白表读一遍；读出内容或缺表时逐项列出（退出码 1）。\n\n\
         示例：\n  huibiao blank hz-2025 -o 调查表.docx\n  huibiao blank hz-2025 -o 调查表.docx --sheets 子表.xlsx",
        "What was written is read as an empty form; whatever is read from it, or not found in it, is\n\
         listed (exit status 1).\n\n\
         Examples:\n  huibiao blank hz-2025 -o form.docx\n  huibiao blank hz-2025 -o form.docx --sheets sub-tables.xlsx"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let bundle = super::mapping::open(&args.edition, context)?;
    let refused = |e: blank::Error| Failure::told(e);
    // A blank with tags is the form itself: it is mailed without them.
    let own = bundle.blank_form.as_deref();
    let tagged = own.and_then(|bytes| tagged::of_bytes(&args.edition, bytes));
    let form = match tagged {
        Some(form) => form?.bytes,
        None => blank::form(&bundle.mapping).map_err(refused)?,
    };
    let mut files = vec![(&args.output, "form.docx", form)];
    if let Some(path) = &args.sheets {
        let sheets = blank::sheets(&bundle.mapping).map_err(refused)?;
        let Some(sheets) = sheets else {
            let id = &bundle.mapping.edition.id;
            return Err(Failure::told(said!(
                "版本 {id} 没有在子表填写的表，不用 --sheets",
                "edition {id} has no table that is filled in in a workbook; leave out --sheets"
            )));
        };
        files.push((path, "sheets.xlsx", sheets));
    }
    let reader = Reader::of_bundles(vec![bundle])?;
    let mut outcome = Outcome::Fine;
    for (path, name, bytes) in files {
        write(path, &bytes)?;
        for said in not_blank(&reader.read(name, &bytes)) {
            context.warn(&said);
            outcome = Outcome::Wrong;
        }
    }
    Ok(outcome)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    must_not_replace(path, bytes)?;
    let written = write_blank(path, |file| file.write_all(bytes));
    written?;
    Ok(())
}

/// What a blank form should not give: findings, and tables that are not found.
fn not_blank(read: &Submission) -> Vec<Said> {
    let findings = read.findings.iter();
    // A blank has nothing that must be given.
    let grave = findings.filter(|f| f.severity != Severity::Info && f.rule() != Rule::Required);
    let mut wrong: Vec<Said> = grave
        .map(|f| {
            let (path, Said { zh, en }) = (&f.path, f.message());
            Said {
                zh: format!("{path}：{zh}"),
                en: format!("{path}: {en}"),
            }
        })
        .collect();
    for (code, table) in &read.tables.0 {
        let read = table.records.len();
        match table.status {
            Status::Missing => wrong.push(said!(
                "写出的表里找不到 {code}",
                "{code} is not found in the form that was written"
            )),
            Status::Filled => wrong.push(said!(
                "从写出的空表的 {code} 读出 {read} 条记录",
                "{read} records are read from {code} of the blank form that was written"
            )),
            Status::Empty | Status::NotCollected => {}
        }
    }
    wrong
}
