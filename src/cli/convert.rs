//! `huibiao convert`: returned forms in, data out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Command;
use jiff::Zoned;

use super::intake::{Asked, Office, must_exist, receipt, tell_passed_over};
use super::into::{Into, no_folder};
use super::keeping::{self, Keeping, Ready};
use super::mapping::open;
use super::progress::Bar;
use super::results::{FolderOf, IntoFolder, Target};
use super::screen::{json_out, screen_width};
use super::{Context, Failure, Outcome};
use crate::batch::{Chosen, Gathered, Stage, Which, gather_without};
use crate::given;
use crate::mapping::Mapping;
use crate::model::finding::Rule;
use crate::model::submission::Submission;
use crate::output::{self, Format, Headers, Stream, Writer};
use crate::read::Reader;
use crate::report::{Awaited, Gatherer, Report, TextStyle, printable, write_page, write_summary};
use crate::said;
use crate::survey::carry::Carrier;
use crate::survey::rollup::{Elsewhere, leave_out};
use crate::text::lang::{Lang, Said};
use crate::text::visible::visible;

/// How many of the files that were passed over are named.
const NAMED: usize = 5;

/// Read returned forms and sub-tables, and write their data
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders (read to the bottom) or .zip archives of returned files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    results: IntoFolder,
    /// Also fill in the reporting system's own template, or a folder of them; the results are in
    /// into/ of the output folder
    #[arg(long, value_name = "TEMPLATE.xlsx")]
    into: Vec<PathBuf>,
    /// Write everything in the tables of this edition (id or folder), whichever a form is of
    #[arg(long = "as", value_name = "ID")]
    edition: Option<String>,
    #[command(flatten)]
    asked: Asked,
    /// Keep also those submissions that another one of the same unit replaces
    #[arg(long)]
    all_versions: bool,
    #[command(flatten)]
    keeping: keeping::Args,
}

const RESULTS: FolderOf = FolderOf {
    folder: "huibiao-out",
    takes: Format::ALL,
    usual: &Format::USUAL,
    streamed: &[Format::Jsonl, Format::Json],
};

pub(super) fn in_chinese(command: Command) -> Command {
    let command = command
        .about("读取收回的调查表和子表，输出数据")
        .mut_arg("inputs", |a| {
            a.help("收回的文件、文件夹（含下级）或 .zip 压缩包")
        })
        .mut_arg("into", |a| {
            a.help("同时填入上报系统下发的模板（或模板文件夹），结果在输出文件夹的 into/ 里")
        })
        .mut_arg("edition", |a| {
            a.help("不论交回的是哪一版，都写成这一版（代号或文件夹）的表")
        });
    let command = command.mut_arg("all_versions", |a| a.help("同一单位被替换的旧版也输出"));
    keeping::in_chinese(Asked::in_chinese(command))
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao convert 收回/\n  huibiao convert 收回.zip -o 结果 -f xlsx,import\n  huibiao convert 收回/ -o 结果 --into 系统模板.xlsx\n  huibiao convert 收回/ --store 调查.sqlite --corrections 更正.csv\n  huibiao convert 收回/ --as hz-2020\n  huibiao convert 化学学院.docx -f json -o - | jq .tables.HZ_02_005",
        "Examples:\n  huibiao convert returned/\n  huibiao convert returned.zip -o results -f xlsx,import\n  huibiao convert returned/ -o results --into template.xlsx\n  huibiao convert returned/ --store survey.sqlite --corrections corrections.csv\n  huibiao convert returned/ --as hz-2020\n  huibiao convert chemistry.docx -f json -o - | jq .tables.HZ_02_005"
    );
    RESULTS
        .help(command, lang)
        .after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let target = args.results.target(&RESULTS)?;
    if matches!(target, Target::Stdout(_)) && !args.into.is_empty() {
        return Err(no_folder());
    }
    must_exist(args.inputs.iter().chain(&args.into))?;
    let office = args.asked.office(&args.keeping.stores(), context)?;
    let kept_files = args.keeping.files();
    let lists = office.given.iter().chain(&args.into).map(PathBuf::as_path);
    let lists: Vec<&Path> = lists.chain(kept_files).collect();
    let gathered = gather_without(&args.inputs, &lists);
    if gathered.inputs.is_empty() {
        return Err(Failure::told(said!(
            "没有找到收回的文件",
            "no returned file was found"
        )));
    }
    let mut bundles = context.editions()?;
    let to = match &args.edition {
        Some(word) => Some(open(word, context)?),
        None => None,
    };
    if let Some(to) = &to {
        let id = &to.mapping.edition.id;
        // A form may be of it, too.
        if !bundles.iter().any(|b| b.mapping.edition.id == *id) {
            bundles.push(to.clone());
        }
    }
    let ready = Ready::new(&args.keeping, &bundles);
    let reader = Reader::of_bundles(bundles)?;
    let editions: Vec<&Mapping> = reader.mappings().collect();
    let carrier = (to.as_ref()).map(|to| Carrier::new(editions.iter().copied(), &to.mapping));
    let carrier = carrier.as_ref();
    // Everything that may be wrong with what was given is found before anything is written.
    let into = Into::open(&args.into, &reader, context)?;
    let keeping = Keeping::new(&args.keeping, &ready)?;
    keeping.keep_office(&office)?;
    let which = match args.all_versions {
        true => Which::All,
        false => Which::Counting,
    };
    let chosen = chosen(&gathered, &reader, &keeping, &office, context)?;
    let lists = lists.iter().filter(|p| !keeping::is_store(p));
    lists.for_each(|list| given::keep(list));
    let corrected = |s: Submission| keeping.settle(s);
    let (elsewhere, mut cases) = office.elsewhere(&chosen, editions.iter().copied(), corrected)?;
    let counting = Counting {
        chosen: &chosen,
        elsewhere: &elsewhere,
        which,
        several: gathered.inputs.len() > 1,
    };
    let outcome = match target {
        Target::Stdout(format) => to_stdout(format, context, counting, keeping, carrier),
        Target::Folder(folder, formats) => {
            let writing = Writing {
                folder: &folder,
                formats: &formats,
                editions: reader.mappings().collect(),
                awaited: office.awaited(&chosen),
                headers: args.results.headers(),
            };
            to_folder(
                writing, context, &gathered, counting, keeping, carrier, into,
            )
        }
    }?;
    cases.extend(chosen.cases().cloned());
    office.tell_nowhere_rolled_up(&cases, context);
    Ok(outcome)
}

/// The submissions, and which of them are written.
#[derive(Clone, Copy)]
struct Counting<'c> {
    chosen: &'c Chosen,
    /// Records that another unit's count instead of.
    elsewhere: &'c Elsewhere,
    which: Which,
    several: bool,
}

impl Counting<'_> {
    /// Hands on what is to be written, corrected.
    fn each(
        self,
        keeping: &Keeping<'_>,
        mut give: impl FnMut(Submission) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.chosen.each(self.which, |i, submission| {
            let mut submission = keeping.settle(submission);
            if let Some(left) = self.elsewhere.get(&i) {
                leave_out(&mut submission, left);
            }
            give(submission)
        })
    }
}

/// What is written, and where.
struct Writing<'w> {
    folder: &'w Path,
    formats: &'w [Format],
    editions: Vec<&'w Mapping>,
    /// Whom of the roster nothing has come from.
    awaited: Vec<Awaited>,
    headers: Headers,
}

/// Reads what was gathered, and chooses what counts.
fn chosen(
    gathered: &Gathered,
    reader: &Reader,
    keeping: &Keeping<'_>,
    office: &Office,
    context: &Context,
) -> Result<Chosen, Failure> {
    let (corrections, correcting) = (keeping.corrections(), keeping.correcting());
    let receipt = |s: &Submission| receipt(s, corrections.as_ref(), correcting);
    let bar = Bar::new(context.lang);
    let memory = keeping.memory();
    let mut stage = Stage::default();
    let read = stage.read(&gathered.inputs, reader, &bar, &*memory, &receipt);
    bar.clear();
    read?;
    tell_passed_over(stage.passed_over(), context);
    if stage.is_empty() {
        return Err(Failure::told(said!(
            "没有找到收回的文件",
            "no returned file was found"
        )));
    }
    keeping.take(&mut stage, gathered, context)?;
    Ok(stage.choose(office.knowing()))
}

fn to_stdout(
    format: Format,
    context: &Context,
    counting: Counting<'_>,
    keeping: Keeping<'_>,
    carrier: Option<&Carrier<'_>>,
) -> Result<Outcome, Failure> {
    let out = io::BufWriter::new(json_out());
    let Some(mut stream) = Stream::new(out, format, counting.several, context.lang) else {
        return Err(Failure::told(said!(
            "{format} 不能写到标准输出",
            "{format} is no stream"
        )));
    };
    let mut worst = Outcome::Fine;
    counting.each(&keeping, |submission| {
        let submission = carried(submission, carrier);
        worst = worst.max(Outcome::of(&submission));
        if let Some(why) = unread(&submission) {
            context.warn(&why);
        }
        stream.submission(&submission).map_err(failed)
    })?;
    worst = worst.max(keeping.finish(counting.chosen, context)?);
    stream.finish().map_err(failed)?;
    Ok(worst)
}

/// The submission in the tables of the edition that was asked for. Corrections and the store know
/// it as it was filled in.
fn carried(submission: Submission, carrier: Option<&Carrier<'_>>) -> Submission {
    match carrier {
        Some(carrier) => carrier.carry(submission),
        None => submission,
    }
}

/// Which file nothing was read of, and why: standard output holds data alone.
fn unread(submission: &Submission) -> Option<Said> {
    let mut findings = submission.findings.iter();
    let why = findings.find(|f| matches!(f.rule(), Rule::UnreadableFile | Rule::UnknownForm))?;
    let file = printable(&submission.source.file);
    let message = why.message();
    let (zh, en) = (printable(&message.zh), printable(&message.en));
    Some(said!("{file}：{zh}", "{file}: {en}"))
}

fn failed(error: output::Error) -> Failure {
    match &error {
        output::Error::Stream { source } if source.kind() == io::ErrorKind::BrokenPipe => {
            Failure::Closed
        }
        _ => Failure::told(error),
    }
}

fn to_folder(
    writing: Writing<'_>,
    context: &Context,
    gathered: &Gathered,
    counting: Counting<'_>,
    keeping: Keeping<'_>,
    carrier: Option<&Carrier<'_>>,
    mut into: Into,
) -> Result<Outcome, Failure> {
    let Writing {
        folder,
        formats,
        editions,
        awaited,
        headers,
    } = writing;
    let known = editions.iter().copied();
    let mut writer = Writer::create(folder, formats, known.clone(), context.lang)
        .map_err(failed)?
        .with_headers(headers);
    let mut gatherer = match formats.contains(&Format::Html) {
        true => Gatherer::new(context.lang, known),
        false => Gatherer::for_summary(context.lang, known),
    };
    let mut worst = Outcome::Fine;
    counting.each(&keeping, |submission| {
        let mut submission = carried(submission, carrier);
        into.take(&mut submission);
        worst = worst.max(Outcome::of(&submission));
        gatherer.add(&submission);
        writer.submission(&submission).map_err(failed)
    })?;
    let report = Report {
        awaited,
        made_on: Some(Zoned::now().date()),
        ..gatherer.finish()
    };
    let mut whole = writer.complete().map_err(failed)?;
    into.write(folder, &mut whole)?;
    if formats.contains(&Format::Html) {
        let place = folder.join("report.html");
        let written = whole.write(&place, |file| write_page(&report, file));
        written.map_err(failed)?;
    }
    // Only now, when everything is written and nothing is in its place, does the store take what
    // was read: what it keeps can always be written out again.
    worst = worst.max(keeping.finish(counting.chosen, context)?);
    let written = whole.persist().map_err(failed)?;
    tell(&report, &written, gathered, context)?;
    into.tell_left_out(context);
    Ok(worst)
}

/// The closing words: the units in figures, what is wrong, and what was written.
fn tell(
    report: &Report,
    written: &[PathBuf],
    gathered: &Gathered,
    context: &Context,
) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    let style = TextStyle {
        width: screen_width(),
        color: true,
        verbose: false,
        rest: said!(
            "huibiao check 或 report.html",
            "huibiao check, or report.html"
        ),
    };
    write_summary(report, &style, &mut out)?;
    writeln!(out)?;
    if !gathered.passed_over.is_empty() {
        writeln!(out, "{}", passed_over(gathered).get(context.lang))?;
    }
    let list = said!("已写入：", "Written:");
    writeln!(out, "{}", list.get(context.lang))?;
    let imports = written.iter().filter(|p| is_import(p)).count();
    for path in written.iter().filter(|p| !is_import(p)) {
        writeln!(out, "  {}", visible(&path.display().to_string()))?;
    }
    // Another edition's are in a folder below.
    let folders = written.iter().filter(|p| is_import(p));
    let folders = folders.filter_map(|p| p.parent());
    if let Some(folder) = folders.min_by_key(|p| p.components().count()) {
        let folder = folder.display().to_string();
        let folder = visible(&folder);
        writeln!(
            out,
            "  {}",
            said!(
                "{folder}/  {imports} 个导入文件",
                "{folder}/  {imports} import files"
            )
            .get(context.lang)
        )?;
    }
    out.flush()?;
    Ok(())
}

/// The files that were passed over, the first of them by name.
fn passed_over(gathered: &Gathered) -> Said {
    let names = &gathered.passed_over;
    let first: Vec<String> = names.iter().take(NAMED).map(|n| printable(n)).collect();
    let more = match names.len().checked_sub(NAMED) {
        None | Some(0) => Said::default(),
        Some(more) => said!("，另有 {more} 个", ", and {more} more"),
    };
    Said {
        zh: format!("略过（不是调查表）：{}{}", first.join("、"), more.zh),
        en: format!("Passed over (no forms): {}{}", first.join(", "), more.en),
    }
}

fn is_import(path: &Path) -> bool {
    path.components().any(|c| c.as_os_str() == "import")
}
