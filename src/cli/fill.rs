//! `huibiao fill`: a submission back in its form.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::Command;

use super::merge::tell_written;
use super::{Context, Failure, Outcome};
use crate::forms::fill::{Filled, fill};
use crate::given;
use crate::mapping::{Bundle, FilledIn, Role};
use crate::model::finding::Rule;
use crate::model::submission::Submission;
use crate::output::{self, Given, WholeFiles, must_not_replace, safe_path};
use crate::read::Reader;
use crate::report::printable;
use crate::said;
use crate::text::lang::{Lang, Said};

/// Write a submission into the blank form, for signing and sealing
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A submission as convert -f json writes it, or several (.jsonl); - reads standard input
    #[arg(value_name = "SUBMISSION.json")]
    submission: PathBuf,
    /// The form to write; - is standard output. For several submissions a folder: one form a unit,
    /// with its workbook beside it
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
            a.help("convert -f json 写出的一份数据，或 .jsonl 里的许多份；- 读标准输入")
        })
        .mut_arg("output", |a| {
            a.help("要写出的表；- 写到标准输出。有许多份时是文件夹：一个单位一份表，子表在旁边")
        })
        .mut_arg("sheets", |a| {
            a.help("要写出的子表工作簿，收在子表填写的各表")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "写完后再读一遍，与原数据不同之处逐项列出（退出码 1）。\n\n\
         示例：\n  huibiao fill 化学学院.json -o 化学学院.docx\n  huibiao fill 化学学院.json -o 化学学院.docx --sheets 化学学院-子表.xlsx\n  huibiao fill huibiao-out/submissions.jsonl -o 盖章/",
        "What was written is read back; whatever differs from the data is listed (exit status 1).\n\n\
         Examples:\n  huibiao fill chemistry.json -o chemistry.docx\n  huibiao fill chemistry.json -o chemistry.docx --sheets chemistry-sheets.xlsx\n  huibiao fill huibiao-out/submissions.jsonl -o sealed/"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let submissions = read(&args.submission)?;
    given::keep(&args.submission);
    if args.sheets.as_ref() == Some(&args.output) {
        return Err(Failure::told(said!(
            "表和子表不能写到同一个文件：{}",
            "the form and its workbook cannot be one file: {}",
            args.output.display()
        )));
    }
    let mut filling = Filling {
        editions: context.editions()?,
        readers: HashMap::new(),
    };
    match &submissions[..] {
        [one] if !args.output.is_dir() => {
            let filled = filling.fill(one, args.sheets.is_some())?;
            write(args, &filled)?;
            Ok(tell(one, &filled, context))
        }
        several => filling.write_folder(several, args, context),
    }
}

/// Says what is not in a form as the submission has it.
fn tell(submission: &Submission, filled: &Filled, context: &Context) -> Outcome {
    let rule = Rule::NotPlaced.name();
    let whose = printable(submission.who(Role::Name).unwrap_or_default());
    for told in &filled.unwritten {
        let Said { zh, en } = &told.message;
        let (path, zh, en) = (&told.path, printable(zh), printable(en));
        context.warn(&said!(
            "{rule} {whose} {path}：{zh}",
            "{rule} {whose} {path}: {en}"
        ));
    }
    match filled.unwritten.is_empty() {
        true => Outcome::Fine,
        false => Outcome::Wrong,
    }
}

/// The editions that submissions are written in, each made ready when the first one comes.
struct Filling {
    editions: Vec<Bundle>,
    readers: HashMap<String, Reader>,
}

impl Filling {
    fn bundle(&self, id: &str) -> Result<&Bundle, Failure> {
        let bundle = self.editions.iter().find(|b| &*b.mapping.edition.id == id);
        bundle.ok_or_else(|| {
            Failure::told(said!(
                "没有版本 {id}；请用 --mapping 给出它的文件夹",
                "there is no edition {id}; give its folder with --mapping"
            ))
        })
    }

    fn fill(&mut self, submission: &Submission, with_sheets: bool) -> Result<Filled, Failure> {
        let id = &*submission.mapping.id;
        let bundle = self.bundle(id)?.clone();
        if !self.readers.contains_key(id) {
            let reader = Reader::of_bundles(vec![bundle.clone()])?;
            self.readers.insert(id.to_owned(), reader);
        }
        let Some(reader) = self.readers.get(id) else {
            return Ok(Filled::default());
        };
        Ok(fill(submission, &bundle, reader, with_sheets)?)
    }

    /// The submission has records of tables that are filled in in a workbook.
    fn needs_sheets(&self, submission: &Submission) -> Result<bool, Failure> {
        let mapping = &self.bundle(&submission.mapping.id)?.mapping;
        let mut tables = mapping.tables.iter();
        Ok(tables.any(|table| {
            let data = submission.tables.get(&table.code);
            matches!(table.filled_in, FilledIn::Sheet | FilledIn::Both)
                && data.is_some_and(|data| !data.records.is_empty())
        }))
    }

    /// Writes each submission's form, and its workbook where it needs one, into a folder.
    fn write_folder(
        &mut self,
        submissions: &[Submission],
        args: &Args,
        context: &Context,
    ) -> Result<Outcome, Failure> {
        let folder = &args.output;
        let is_file = folder.extension().is_some_and(|e| e == "docx") && !folder.is_dir();
        if is_file || folder.as_os_str() == "-" {
            let n = submissions.len();
            return Err(Failure::told(said!(
                "有 {n} 份数据，请用 -o 给出文件夹，一个单位一份表",
                "there are {n} submissions; give a folder with -o: one form a unit"
            )));
        }
        let mut whole = WholeFiles::default();
        let mut names = Given::default();
        let mut worst = Outcome::Fine;
        for submission in submissions {
            let with_sheets = self.needs_sheets(submission)?;
            let filled = self.fill(submission, with_sheets)?;
            let file = Path::new(&submission.source.file).file_stem();
            let file = file.map(|stem| stem.to_string_lossy().into_owned());
            let name = submission.who(Role::Name).map(str::to_owned).or(file);
            let name = name.unwrap_or_default().replace(['/', '\\'], "_");
            let numbered = (2..).map(|n| format!("{name}-{n}"));
            let places = std::iter::once(name.clone()).chain(numbered);
            let form = names.first_free(places.map(|name| safe_path(&format!("{name}.docx"))));
            let stem = form.with_extension("");
            let sheets = PathBuf::from(format!("{}-子表.xlsx", stem.display()));
            let written = [
                Some((form, &filled.form)),
                filled.sheets.as_ref().map(|bytes| (sheets, bytes)),
            ];
            for (name, bytes) in written.into_iter().flatten() {
                let place = folder.join(name);
                must_not_replace(&place, bytes)?;
                whole.write(&place, |file| file.write_all(bytes))?;
            }
            worst = worst.max(tell(submission, &filled, context));
        }
        let written = whole.persist()?;
        tell_written(&written, folder, context)?;
        Ok(worst)
    }
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
const LARGEST: u64 = 1 << 30;

/// The submissions in a file: an object, an array of them, or one a line.
fn read(path: &Path) -> Result<Vec<Submission>, Failure> {
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
    let unusable = |e: serde_json::Error| {
        let (line, Said { zh, en }) = (e.line(), crate::text::of_json(&e));
        Failure::told(said!(
            "{shown}:{line}: 不是 convert -f json 或 -f jsonl 写出的数据：{zh}",
            "{shown} is no submission as convert -f json or -f jsonl writes it: {en}"
        ))
    };
    let text = text.trim_start_matches('\u{feff}');
    let submissions: Vec<Submission> = match text.trim_start().starts_with('[') {
        true => serde_json::from_str(text).map_err(unusable)?,
        false => {
            let lines = serde_json::Deserializer::from_str(text).into_iter();
            lines.collect::<Result<_, _>>().map_err(unusable)?
        }
    };
    match submissions.is_empty() {
        false => Ok(submissions),
        true => Err(Failure::told(said!(
            "{shown} 里没有数据",
            "{shown} holds no submission"
        ))),
    }
}
