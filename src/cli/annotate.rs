//! `huibiao annotate`: the returned files sent back with comments.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use clap::Command;
use rayon::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::intake::{Asked, correcting, must_exist, receipt, tell_passed_over};
use super::progress::Bar;
use super::screen::screen;
use super::{Context, Failure, Outcome};
use crate::batch::{
    Converted, Forgetful, Input, ParcelKind, Stage, convert_old, convert_to_write, gather_without,
};
use crate::forms::annotate::{self, SentBack, send_back_settled};
use crate::mapping::Mapping;
use crate::model::finding::{CountingCause, Rule, Severity};
use crate::model::submission::Submission;
use crate::output::{Given, WholeFiles, safe_path};
use crate::read::Reader;
use crate::report::printable;
use crate::said;
use crate::survey::corrections::Corrections;
use crate::text::lang::{Lang, Said};

/// How many files are in hand at once.
const IN_HAND: usize = 64;

/// Write what was found into the returned files themselves, as comments
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders (read to the bottom) or .zip archives of returned files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Folder for the files with comments; not the one that they came in
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    #[command(flatten)]
    asked: Asked,
    /// The office's corrections: what is settled or explained is not asked of the units again
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Also comment on what is only said for information
    #[arg(long)]
    info: bool,
}

pub(super) fn in_chinese(command: Command) -> Command {
    Asked::in_chinese(command)
        .about("把发现的问题以批注写进收回的文件，退给填表单位")
        .mut_arg("inputs", |a| {
            a.help("收回的文件、文件夹（含下级）或 .zip 压缩包")
        })
        .mut_arg("output", |a| {
            a.help("带批注的文件存放的文件夹，不能是原文件夹")
        })
        .mut_arg("corrections", |a| {
            a.help("办公室的更正表：已更正、已说明的不再退给单位")
        })
        .mut_arg("info", |a| a.help("说明性的提示也写成批注"))
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "每处问题一条 Word 批注，写在所指的单元格、段落或文本框处；子表的单元格涂红并加批注。\n\
         文件的其他内容一个字节也不变。没有问题的文件不写出。\n\n\
         示例：\n  huibiao annotate returned/ -o back/\n  huibiao annotate 化学学院.docx -o back/ --info",
        "A Word comment at each finding's cell, paragraph or text box; in sub-tables the cell is filled\n\
         red and gets a note. Nothing else in a file changes. Files without findings are not written.\n\n\
         Examples:\n  huibiao annotate returned/ -o back/\n  huibiao annotate chemistry.docx -o back/ --info"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    must_exist(&args.inputs)?;
    let office = args.asked.office(&[], context)?;
    let bundles = context.editions()?;
    let mappings: Vec<Mapping> = bundles.iter().map(|b| b.mapping.clone()).collect();
    let correcting = correcting(&mappings)?;
    let opened = |path: &PathBuf| Corrections::open(path, &correcting);
    let corrections = args.corrections.as_ref().map(opened).transpose()?;
    let reader = Reader::of_bundles(bundles)?;
    let given = office.given.iter().chain(&args.corrections);
    let given: Vec<&Path> = given.map(PathBuf::as_path).collect();
    let gathered = gather_without(&args.inputs, &given);
    not_over_the_inputs(&gathered.inputs, &args.output)?;
    let bar = Bar::new(context.lang);
    let receipt = |s: &Submission| receipt(s, corrections.as_ref(), &correcting);
    let mut stage = Stage::default();
    let read = stage.read(&gathered.inputs, &reader, &bar, &Forgetful, &receipt);
    bar.clear();
    read?;
    tell_passed_over(stage.passed_over(), context);
    let numbers: Vec<usize> = stage.inputs().collect();
    let chosen = stage.choose(office.knowing());
    let old = convert_old(&gathered.inputs, &bar, &Forgetful);
    bar.clear();
    let settled = |submission: &mut Submission| {
        if let Some(corrections) = &corrections {
            corrections.apply(submission, &correcting);
        }
    };
    let mut sending = Sending {
        inputs: &gathered.inputs,
        reader: &reader,
        least: match args.info {
            true => Severity::Info,
            false => Severity::Warning,
        },
        settled: &settled,
        // What another file of the same unit replaces is not sent back.
        replaced: chosen.replaced_inputs(),
        doubts: chosen.doubts_of_inputs(),
        output: &args.output,
        lang: context.lang,
        told: Told::default(),
        whole: WholeFiles::default(),
        names: Names::default(),
        archives: Archives::default(),
    };
    let mut out = screen();
    for part in numbers.chunks(IN_HAND) {
        for one in sending.made(part, &old, &bar) {
            sending.write(&one, &mut out)?;
        }
        sending.tell_replaced(part, &mut out)?;
    }
    let told = sending.complete()?;
    writeln!(out, "{}", told.sum().get(context.lang))?;
    Ok(told.outcome())
}

/// Files on their way back.
struct Sending<'a> {
    inputs: &'a [Input],
    reader: &'a Reader,
    /// What is graver than this is written, and this.
    least: Severity,
    /// A submission as the office has settled it.
    settled: &'a (dyn Fn(&mut Submission) + Sync),
    /// The inputs that another file replaces, and why.
    replaced: HashMap<usize, Said>,
    /// What of an input is open.
    doubts: HashMap<usize, Vec<&'a CountingCause>>,
    output: &'a Path,
    lang: Lang,
    told: Told,
    whole: WholeFiles,
    names: Names,
    archives: Archives,
}

impl Sending<'_> {
    fn send(&self, i: usize, bytes: Result<Vec<u8>, Said>) -> Result<SentBack, Said> {
        let name = &self.inputs[i].name;
        let settled: &dyn Fn(&mut Submission) = &self.settled;
        bytes.map(|bytes| send_back_settled(name, &bytes, self.reader, self.least, settled))
    }

    /// These inputs with their remarks; of old formats what LibreOffice made of them.
    fn made(&self, part: &[usize], old: &Converted, bar: &Bar) -> Vec<Sent> {
        let mut done: Vec<Sent> = part
            .par_iter()
            .filter(|i| !self.replaced.contains_key(i))
            .map(|&i| Sent {
                input: i,
                made: old.get(i).map(|_| "docx"),
                sent: self.send(i, converted(old.get(i), &self.inputs[i])),
            })
            .collect();
        // What no note can be written into, as .docx or .xlsx.
        let refused: Vec<usize> = done
            .iter()
            .filter(|d| matches!(&d.sent, Ok(sent) if sent.is_refused()))
            .map(|d| d.input)
            .collect();
        let newer = convert_to_write(self.inputs, &refused, bar);
        bar.clear();
        for one in &mut done {
            if let Some(Ok(made)) = newer.get(one.input) {
                one.made = Some(match made.extension().is_some_and(|e| e == "docx") {
                    true => "docx",
                    false => "xlsx",
                });
                one.sent = self.send(one.input, read_made(made));
            }
        }
        done
    }

    /// Writes one file, and says what became of it.
    fn write(&mut self, one: &Sent, out: &mut impl Write) -> Result<(), Failure> {
        let input = &self.inputs[one.input];
        let line = match &one.sent {
            Err(why) => {
                self.told.failed += 1;
                unreadable(why)
            }
            Ok(sent) => {
                let place = |name: PathBuf| self.output.join(name);
                let mut writing = Writing {
                    place: &place,
                    names: &mut self.names,
                    whole: &mut self.whole,
                    archives: &mut self.archives,
                };
                tell(input, sent, one.made, &mut writing, &mut self.told)?
            }
        };
        let name = printable(&input.name);
        let line = Said {
            zh: format!("{name}：{}", line.zh),
            en: format!("{name}: {}", line.en),
        };
        writeln!(out, "{}", line.get(self.lang))?;
        for doubt in self.doubts.get(&one.input).into_iter().flatten() {
            self.told.errors += 1;
            writeln!(out, "  {}", doubt.message().get(self.lang))?;
        }
        Ok(())
    }

    fn tell_replaced(&self, part: &[usize], out: &mut impl Write) -> Result<(), Failure> {
        for (i, why) in part.iter().filter_map(|i| Some((i, self.replaced.get(i)?))) {
            let name = printable(&self.inputs[*i].name);
            let (zh, en) = (&why.zh, &why.en);
            let line = said!("{name}：不写出，{zh}", "{name}: not written, {en}");
            writeln!(out, "{}", line.get(self.lang))?;
        }
        Ok(())
    }

    /// Puts all files in their places.
    fn complete(mut self) -> Result<Told, Failure> {
        for (name, files) in self.archives {
            let bytes = packed(files)?;
            let place = self.output.join(name);
            self.whole.write(&place, |file| file.write_all(&bytes))?;
        }
        self.whole.persist()?;
        Ok(self.told)
    }
}

/// What became of an input.
struct Sent {
    input: usize,
    /// The extension of what LibreOffice made of it.
    made: Option<&'static str>,
    sent: Result<SentBack, Said>,
}

/// An input's bytes; of an old document what LibreOffice made of it.
fn converted(made: Option<&Result<PathBuf, Said>>, input: &Input) -> Result<Vec<u8>, Said> {
    match made {
        None => input.bytes(),
        Some(Ok(made)) => read_made(made),
        Some(Err(why)) => Err(why.clone()),
    }
}

fn read_made(made: &Path) -> Result<Vec<u8>, Said> {
    fs::read(made).map_err(|e| {
        let Said { zh, en } = crate::text::of_system(&e);
        said!(
            "LibreOffice转换的结果无法读取：{zh}",
            "what LibreOffice made of it cannot be read: {en}"
        )
    })
}

/// Counts over all files.
#[derive(Default)]
struct Told {
    written: usize,
    clean: usize,
    refused: usize,
    failed: usize,
    errors: usize,
}

impl Told {
    fn sum(&self) -> Said {
        let Told {
            written,
            clean,
            refused,
            failed,
            ..
        } = self;
        let all = written + clean + refused + failed;
        said!(
            "共 {all} 个文件：写出 {written} 个，没有问题 {clean} 个，不能加批注 {refused} 个，无法读取 {failed} 个",
            "{all} files: {written} written, {clean} without findings, {refused} that take no comments, {failed} unreadable"
        )
    }

    fn outcome(&self) -> Outcome {
        if self.failed + self.refused > 0 {
            Outcome::Failed
        } else if self.errors > 0 {
            Outcome::Wrong
        } else {
            Outcome::Fine
        }
    }
}

/// Where annotated files are written.
struct Writing<'w> {
    place: &'w dyn Fn(PathBuf) -> PathBuf,
    names: &'w mut Names,
    whole: &'w mut WholeFiles,
    archives: &'w mut Archives,
}

/// The files that go back in an archive, as they came, by the archive's name.
type Archives = BTreeMap<PathBuf, Vec<(String, Vec<u8>)>>;

/// The archive that a file goes back in, and its name there: one that came in an archive or a mail.
fn in_archive(name: &Path) -> Option<(PathBuf, String)> {
    let mut archive = PathBuf::new();
    let mut parts = name.components();
    while let Some(part) = parts.next() {
        archive.push(part);
        let rest = parts.as_path();
        let parcel = ParcelKind::of_name(&part.as_os_str().to_string_lossy());
        if parcel.is_some() && !rest.as_os_str().is_empty() {
            archive.set_extension("zip");
            return Some((archive, rest.to_string_lossy().replace('\\', "/")));
        }
    }
    None
}

/// Files as an archive.
fn packed(files: Vec<(String, Vec<u8>)>) -> Result<Vec<u8>, Failure> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, bytes) in files {
        let begun = zip.start_file(name, options);
        begun.map_err(io::Error::from)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish().map_err(io::Error::from)?.into_inner())
}

/// Writes one file, and says what became of it.
fn tell(
    input: &Input,
    sent: &SentBack,
    made: Option<&str>,
    writing: &mut Writing<'_>,
    told: &mut Told,
) -> Result<Said, Failure> {
    let findings = &sent.submission.findings;
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    told.errors += count(Severity::Error);
    Ok(match &sent.outcome {
        annotate::Outcome::Clean => {
            told.clean += 1;
            said!("没有问题，不写出", "nothing found, not written")
        }
        annotate::Outcome::Unread => {
            told.failed += 1;
            let why = findings
                .iter()
                .find(|f| matches!(f.rule(), Rule::UnreadableFile | Rule::UnknownForm));
            unreadable(&why.map(|f| f.message()).unwrap_or_default())
        }
        annotate::Outcome::Refused(why) => {
            told.refused += 1;
            why.clone()
        }
        annotate::Outcome::Annotated(annotated) => {
            let name = writing.names.free(&input.name, made);
            let path = match in_archive(&name) {
                Some((archive, inside)) => {
                    // To look at, beside the archive that goes back.
                    let folder = archive.with_extension("");
                    let loose = format!("{}/{inside}", folder.to_string_lossy());
                    let loose = (writing.place)(writing.names.free(&loose, None));
                    let write = |file: &mut _| Write::write_all(file, &annotated.bytes);
                    (writing.whole).write(&loose, write)?;
                    let files = writing.archives.entry(archive.clone()).or_default();
                    files.push((inside, annotated.bytes.clone()));
                    (writing.place)(archive)
                }
                None => {
                    let path = (writing.place)(name);
                    let write = |file: &mut _| Write::write_all(file, &annotated.bytes);
                    (writing.whole).write(&path, write)?;
                    path
                }
            };
            told.written += 1;
            let (n, shown) = (annotated.remarks, path.display());
            let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
            let mut line = said!(
                "{n} 处批注（必须改正 {errors}，需核实 {warnings}）→ {shown}",
                "{n} comments ({errors} to correct, {warnings} to check) → {shown}"
            );
            if made.is_some() {
                line.zh.push_str("（由 LibreOffice 从旧格式转换而来）");
                line.en
                    .push_str(" (converted from the old format by LibreOffice)");
            }
            line
        }
    })
}

fn unreadable(why: &Said) -> Said {
    Said {
        zh: format!("无法读取：{}", why.zh),
        en: format!("cannot be read: {}", why.en),
    }
}

/// The names under which files were written.
#[derive(Default)]
struct Names(Given);

impl Names {
    /// The path below the output folder for an input of this name: as it is called, old formats
    /// with the extension of what was made of them, and with a number where two would have one
    /// name.
    fn free(&mut self, name: &str, made: Option<&str>) -> PathBuf {
        // A name from an archive may say anything.
        let mut path = safe_path(name);
        if let Some(made) = made {
            path.set_extension(made);
        }
        let (stem, end) = (path.with_extension(""), path.extension());
        let end = end.map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
        let numbered = (2..).map(|n| PathBuf::from(format!("{}-{n}{end}", stem.display())));
        self.0.first_free([path].into_iter().chain(numbered))
    }
}

/// The department's own files are never written over.
fn not_over_the_inputs(inputs: &[Input], output: &Path) -> Result<(), Failure> {
    let Ok(output) = output.canonicalize() else {
        return Ok(());
    };
    let meets = |input: &&Input| {
        input.path().is_some_and(|path| {
            let there = output.join(&input.name);
            path.canonicalize().ok() == there.canonicalize().ok().or(Some(there))
        })
    };
    match inputs.iter().find(meets) {
        None => Ok(()),
        Some(input) => {
            let name = &input.name;
            Err(Failure::told(said!(
                "输出文件夹就是收回的文件所在的文件夹，会覆盖 {name}；请另给一个 -o",
                "the output folder is the one that {name} lies in and would be overwritten; give another -o"
            )))
        }
    }
}
