//! `huibiao blank`: a blank form written from a mapping.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Command;

use super::{Context, Failure, Outcome};
use crate::blank;
use crate::finding::Severity;
use crate::lang::{Lang, Said};
use crate::output::write_whole;
use crate::reading::Reader;
use crate::said;
use crate::submission::{Status, Submission};

/// Write an edition's blank form from its mapping, ready to be mailed
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An edition's id, or its folder
    #[arg(value_name = "ID")]
    edition: String,
    /// The form to write
    #[arg(short, long, value_name = "FORM.docx")]
    output: PathBuf,
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("由版本的映射写出空白表，可直接发给各单位")
        .mut_arg("edition", |a| a.help("版本代号，或其文件夹"))
        .mut_arg("output", |a| a.help("要写出的表"))
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "写完后按空表读一遍；读出内容或缺表时逐项列出（退出码 1）。\n\n\
         示例：\n  huibiao blank hz-2025 -o 调查表.docx",
        "What was written is read as an empty form; whatever is read from it, or not found in it, is\n\
         listed (exit status 1).\n\n\
         Examples:\n  huibiao blank hz-2025 -o form.docx"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let bundle = super::mapping::open(&args.edition, context)?;
    let form = blank::form(&bundle.mapping).map_err(|e| Failure::Said(e.said()))?;
    let reader = Reader::of_bundles(vec![bundle]).map_err(|e| Failure::Said(e.said()))?;
    write(&args.output, &form)?;
    let wrong = not_blank(&reader.read("form.docx", &form));
    for said in &wrong {
        context.warn(said);
    }
    Ok(match wrong.is_empty() {
        true => Outcome::Fine,
        false => Outcome::Wrong,
    })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let written = write_whole(path, |file| file.write_all(bytes));
    written.map_err(|e| Failure::Said(e.said()))?;
    Ok(())
}

/// What a blank form should not give: findings, and tables that are not found.
fn not_blank(read: &Submission) -> Vec<Said> {
    let findings = read.findings.iter();
    let grave = findings.filter(|f| f.severity != Severity::Info);
    let mut wrong: Vec<Said> = grave
        .map(|f| {
            let (path, Said { zh, en }) = (&f.path, &f.message);
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
