//! `huibiao mapping init`: a mapping proposed from a blank form.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Command;

use super::inspect::{Document, read};
use super::{Context, Failure, Outcome};
use crate::exchange::survey;
use crate::exchange::take::{Taken, take};
use crate::mapping::{Bundle, OpenError, load_dir};
use crate::model::finding::{Finding, Severity};
use crate::output::write_blank;
use crate::propose::{Proposal, files, propose};
use crate::read::{Kind, Reader};
use crate::said;
use crate::tagged;
use crate::text::lang::{Lang, Said};

/// Propose an edition's files from a blank form
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The blank form, a Word document
    #[arg(value_name = "FORM.docx")]
    form: PathBuf,
    /// The blank workbook of its sub-tables
    #[arg(value_name = "SUBTABLES.xlsx")]
    sheets: Option<PathBuf>,
    /// An XLSForm of the same form: its questions give names, types and lists
    #[arg(long, value_name = "FORM.xlsx")]
    from: Option<PathBuf>,
    /// Folder for the edition; one that holds none yet
    #[arg(short, long, value_name = "DIR", default_value = "mappings/new")]
    output: PathBuf,
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("由空白表拟出一个版本的文件")
        .mut_arg("form", |a| a.help("空白表，Word 文档"))
        .mut_arg("sheets", |a| a.help("空白子表工作簿"))
        .mut_arg("from", |a| {
            a.help("同一表单的 XLSForm：名称、类型、候选项等照它的")
        })
        .mut_arg("output", |a| {
            a.help("放版本的文件夹，里面还没有版本 [默认：mappings/new]")
                .hide_default_value(true)
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "写出的文件要由人核对：不确定之处以“# ?”标出。然后\n  huibiao mapping check mappings/new\n\n示例：\n  huibiao mapping init 空白表.docx -o mappings/hz-2026\n  huibiao mapping init 空白表.docx 子表.xlsx -o mappings/hz-2026",
        "What is written is for a person to go through: what is not sure is marked with “# ?”. Then\n  huibiao mapping check mappings/new\n\nExamples:\n  huibiao mapping init form.docx -o mappings/hz-2026\n  huibiao mapping init form.docx subtables.xlsx -o mappings/hz-2026"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(
    args: &Args,
    context: &Context,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    refuse_to_replace(&args.output)?;
    let form = document(&args.form)?;
    if form.kind != Kind::Form {
        let name = args.form.display();
        return Err(Failure::told(said!(
            "{name} 不是 Word 文档；第一个文件应是空白表，子表工作簿写在后面",
            "{name} is no Word document: the first file is the blank form, the workbook of sub-tables comes behind it"
        )));
    }
    let sheets = args.sheets.as_deref().map(document).transpose()?;
    let name = args.form.display().to_string();
    let tags = tagged::of_bytes(&name, &form.bytes).is_some();
    let mut proposal = match tags {
        // What the tags say is no guess.
        true => Proposal::of(tagged::bundle(&name, form.bytes.clone())?.0.mapping),
        false => propose(&form.paper, sheets.as_ref().map(|s| &s.paper)),
    };
    let taken = args
        .from
        .as_deref()
        .map(|from| of_survey(from, &mut proposal, tags))
        .transpose()?;
    if proposal.tables.is_empty() && proposal.unit.is_empty() {
        let name = args.form.display();
        return Err(Failure::told(said!(
            "{name} 里没有找到可填的表，没有写出任何文件",
            "nothing to fill in was found in {name}; no file was written"
        )));
    }
    let blank = format!("blank.{}", form.format.extension());
    proposal.edition.blank = Some(blank.clone());
    let mut written = vec![put(&args.output, &blank, &form.bytes)?];
    if let Some(sheets) = &sheets {
        let blank = format!("blank.{}", sheets.format.extension());
        written.push(put(&args.output, &blank, &sheets.bytes)?);
        proposal.edition.blank_sheets = Some(blank);
    }
    let mut doubts = 0;
    let files = files(&proposal, context.lang).map_err(|why| {
        Failure::told(said!(
            "拟出的映射无法写成 TOML：程序内部出错",
            "the proposed mapping cannot be written as TOML: {why}"
        ))
    })?;
    for file in files {
        doubts += file
            .text
            .lines()
            .filter(|l| l.trim_start().starts_with("# ?"))
            .count();
        written.push(put(&args.output, &file.name, file.text.as_bytes())?);
    }
    let tables = proposal.tables.len();
    let fields: usize = proposal.tables.iter().map(|t| t.table.fields.len()).sum();
    let lists = proposal.lists.len();
    let said = said!(
        "拟出 {tables} 张表、{fields} 个项目、{lists} 个候选列表，{doubts} 处存疑（文件中以“# ?”标出）",
        "proposed {tables} tables, {fields} fields, {lists} lists; {doubts} doubts (marked “# ?” in the files)"
    );
    writeln!(out, "{}", said.get(context.lang))?;
    writeln!(out, "{}", said!("已写入：", "Written:").get(context.lang))?;
    for path in &written {
        writeln!(out, "  {}", path.display())?;
    }
    if let Some(taken) = taken {
        tell_taken(&taken, context, out)?;
    }
    let folder = args.output.display();
    let next = said!(
        "核对后检查：huibiao mapping check {folder}",
        "Go through them, then: huibiao mapping check {folder}"
    );
    writeln!(out, "{}", next.get(context.lang))?;
    // What was proposed must load; were it not so, it is said where.
    match load_dir(&args.output) {
        Ok(bundle) => {
            prove(bundle, &form.bytes, &blank, context, out)?;
            Ok(Outcome::Fine)
        }
        Err(e @ OpenError::Load(_)) => Err(e.into()),
        Err(e) => Err(Failure::told(e)),
    }
}

/// Takes what an XLSForm says into the proposal. The names of tags stay as they are.
fn of_survey(from: &Path, proposal: &mut Proposal, tags: bool) -> Result<Taken, Failure> {
    let book = document(from)?;
    let survey = survey::read(&book.paper).map_err(|why| {
        let (name, Said { zh, en }) = (from.display(), why);
        Failure::told(said!("{name}：{zh}", "{name}: {en}"))
    })?;
    Ok(take(&survey, proposal, tags))
}

/// Says what the survey and the form do not have in common.
fn tell_taken(taken: &Taken, context: &Context, out: &mut impl Write) -> Result<(), Failure> {
    let (found, n) = (taken.found, taken.unsaid.len());
    let said = said!(
        "XLSForm 的 {found} 个问题找到了位置；对不上的有 {n} 处：",
        "{found} questions of the XLSForm found their places; {n} things differ:"
    );
    writeln!(out, "{}", said.get(context.lang))?;
    for said in &taken.unsaid {
        writeln!(out, "  {}", said.get(context.lang))?;
    }
    Ok(())
}

/// A folder with an edition in it is somebody's work.
fn refuse_to_replace(folder: &Path) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => {
            let name = folder.display();
            let Said { zh, en } = crate::text::of_system(&e);
            return Err(Failure::told(said!(
                "无法读取 {name}：{zh}",
                "cannot read {name}: {en}"
            )));
        }
    };
    let is_edition = |name: &Path| name.extension().is_some_and(|e| e == "toml");
    if entries.flatten().any(|e| is_edition(&e.path())) {
        let name = folder.display();
        return Err(Failure::told(said!(
            "{name} 里已有一个版本，不会覆盖；请用 -o 另指一个文件夹",
            "{name} holds an edition already, which is not replaced; name another folder with -o"
        )));
    }
    Ok(())
}

pub(super) fn document(path: &Path) -> Result<Document, Failure> {
    read(path).map_err(|why| {
        let name = path.display();
        Failure::told(Said {
            zh: format!("{name}：{}", why.zh),
            en: format!("{name}: {}", why.en),
        })
    })
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    write_blank(&folder.join(name), |file| file.write_all(bytes)).map_err(Failure::told)
}

/// Reads the blank with its own proposal: it must be empty, and nothing may be found on it.
fn prove(
    bundle: Bundle,
    bytes: &[u8],
    blank: &str,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let Ok(reader) = Reader::of_bundles(vec![bundle]) else {
        return Ok(());
    };
    let read = reader.read(blank, bytes);
    let records: usize = read.tables.0.iter().map(|(_, t)| t.records.len()).sum();
    let told: Vec<&Finding> = read
        .findings
        .iter()
        .filter(|f| f.severity != Severity::Info)
        .collect();
    let said = match (records, told.len()) {
        (0, 0) => said!(
            "用拟出的映射读空白表：没有记录，没有发现",
            "the blank read with it: no record, no finding"
        ),
        (records, n) => said!(
            "用拟出的映射读空白表，读出了 {records} 条记录、{n} 个发现，请核对：",
            "the blank read with it gives {records} records and {n} findings; look at them:"
        ),
    };
    writeln!(out, "{}", said.get(context.lang))?;
    for finding in told.iter().take(8) {
        writeln!(out, "  {}", finding.message().get(context.lang))?;
    }
    Ok(())
}
