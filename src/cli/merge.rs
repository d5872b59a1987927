//! `huibiao merge`: many submissions as one.

mod text;

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Command;

use super::intake::{Corrected, Deciding, Intake};
use super::into::{self, Into};
use super::results::{FolderOf, IntoFolder, Target};
use super::screen::{json_out, screen};
use super::{Context, Failure, Outcome};
use crate::batch::Which;
use crate::mapping::Mapping;
use crate::output::{self, Format, WholeFiles, Writer};
use crate::said;
use crate::survey::decisions::Case;
use crate::survey::returns::Receipt;
use crate::survey::rollup::{Answers, Returned, Rollup, in_one, roll_up, write_workbook};
use crate::text::lang::Lang;
use crate::text::visible::Shown;

/// Roll many submissions up into one: records gathered, counts added up, duplicates named
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Data of earlier runs (.jsonl, .json, their folder, .sqlite), or returned files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The roster: who belongs to whom, and whose records count where two report the same
    #[arg(short, long, value_name = "FILE")]
    units: Option<PathBuf>,
    /// Roll up this unit of the roster and those below it alone
    #[arg(long, value_name = "UNIT", requires = "units")]
    account: Option<String>,
    /// The edition to roll up, where there are several
    #[arg(long, value_name = "ID")]
    edition: Option<String>,
    /// The office's corrections
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Also fill in the reporting system's own template, or a folder of them; the results are in
    /// into/ of the output folder
    #[arg(long, value_name = "TEMPLATE.xlsx")]
    into: Vec<PathBuf>,
    #[command(flatten)]
    deciding: Deciding,
    #[command(flatten)]
    results: IntoFolder,
}

const RESULTS: FolderOf = FolderOf {
    folder: "huibiao-merged",
    takes: &[
        Format::Json,
        Format::Xlsx,
        Format::Import,
        Format::Jsonl,
        Format::Csv,
        #[cfg(feature = "parquet")]
        Format::Parquet,
    ],
    usual: &[Format::Json, Format::Xlsx, Format::Import],
    streamed: &[Format::Json],
};

pub(super) fn in_chinese(command: Command) -> Command {
    Deciding::in_chinese(command)
        .about("把许多单位的表汇总成一份：记录归集，数字相加，重复逐一指出")
        .mut_arg("inputs", |a| {
            a.help("以前的结果（.jsonl、.json、结果文件夹、.sqlite），或收回的文件")
        })
        .mut_arg("units", |a| {
            a.help("单位名册：隶属关系，以及两个单位报了同一项时计谁的")
        })
        .mut_arg("account", |a| a.help("只汇总名册中的这个单位及其下级"))
        .mut_arg("edition", |a| a.help("有几个版本时，汇总哪一个"))
        .mut_arg("corrections", |a| a.help("办公室的更正表"))
        .mut_arg("into", |a| {
            a.help("同时填入上报系统下发的模板（或模板文件夹），结果在输出文件夹的 into/ 里")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao merge huibiao-out --units units.csv\n  huibiao merge 调查.sqlite -u units.csv --account 海洋学院 -o 海洋学院汇总\n  huibiao merge 收回/ -f json -o - | jq '.derived.HZ_04_001.numbers[] | {{code, value}}'",
        "Examples:\n  huibiao merge huibiao-out --units units.csv\n  huibiao merge survey.sqlite -u units.csv --account 海洋学院 -o marine\n  huibiao merge returned/ -f json -o - | jq '.derived.HZ_04_001.numbers[] | {{code, value}}'"
    );
    let format = said!(
        "json（rollup.json）、xlsx（rollup.xlsx），以及合成一份的 import、jsonl、csv [默认：json,xlsx,import]",
        "json (rollup.json), xlsx (rollup.xlsx), and as one submission: import, jsonl, csv [default: json,xlsx,import]"
    );
    RESULTS
        .help(command, lang)
        .mut_arg("format", |a| a.help(format.get(lang).to_owned()))
        .after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let target = args.results.target(&RESULTS)?;
    let into = into::open(&args.into, matches!(target, Target::Folder(..)), context)?;
    let mut office = args
        .deciding
        .office(args.units.as_deref(), &args.inputs, context)?;
    office.given.extend(args.into.iter().cloned());
    let roster = &office.roster;
    let account = match (&args.account, roster) {
        (Some(name), Some(roster)) => Some(roster.named(name).ok_or_else(|| {
            let near = roster.nearest(name, 3);
            let near: Vec<&str> = near
                .iter()
                .map(|(id, _)| roster.unit(*id).name.as_str())
                .collect();
            let near = near.join("、");
            Failure::told(said!(
                "名册里没有“{name}”；最接近的：{near}",
                "`{name}` is not in the roster; the nearest: {near}"
            ))
        })?),
        _ => None,
    };
    let intake = Intake::new(context)?;
    let corrected = Corrected::all(args.corrections.as_ref());
    let taken = intake.take_in(&args.inputs, &office, corrected)?;
    let mut receipts = taken.chosen.receipts().to_vec();
    let mut answers: Vec<Answers> = Vec::new();
    answers.resize_with(receipts.len(), Answers::default);
    let applied = taken.each(Which::Counting, |i, submission| {
        let mapping = (intake.mappings.iter()).find(|m| m.edition.id == submission.mapping.id);
        receipts[i] = receipts[i].as_joined(&submission);
        answers[i] = mapping.map_or_else(Answers::default, |m| Answers::of(submission, m));
        Ok(())
    })?;
    apart_from_its_parts(&receipts)?;
    let mapping = edition(&receipts, &intake.mappings, args.edition.as_deref())?;
    let returned = Returned {
        receipts: &receipts,
        returns: taken.chosen.returns(),
        roster: roster.as_ref(),
        account,
        mapping,
        decisions: &office.decisions,
    };
    let rollup = roll_up(&returned, answers)?;
    let cases: Vec<Case> = (taken.chosen.cases().cloned())
        .chain(rollup.cases())
        .collect();
    let mut outcome = match rollup.is_open() {
        true => Outcome::Wrong,
        false => Outcome::Fine,
    };
    match target {
        Target::Stdout(_) => {
            let mut out = io::BufWriter::new(json_out());
            json(&rollup, mapping, context.lang, &mut out)?;
            out.flush()?;
        }
        Target::Folder(folder, formats) => {
            let writing = Writing {
                mapping,
                folder: &folder,
                formats: &formats,
                into,
            };
            outcome = outcome.max(writing.write(rollup, context)?);
        }
    }
    office.tell_nowhere_rolled_up(&cases, context);
    Ok(outcome.max(taken.outcome).max(applied))
}

/// A roll-up and what it was made of are never added up together: each would count twice.
fn apart_from_its_parts(receipts: &[Receipt]) -> Result<(), Failure> {
    let known: HashMap<&str, &Receipt> = receipts.iter().map(|r| (&*r.sha256, r)).collect();
    for rolled in receipts.iter().filter(|r| !r.parts.is_empty()) {
        let parts = rolled.parts.iter();
        let here: Vec<&str> = parts
            .filter_map(|part| Some(&*known.get(&**part)?.file))
            .collect();
        if let Some(first) = here.first() {
            let (name, n) = (&rolled.file, here.len());
            return Err(Failure::told(said!(
                "“{name}”是汇总的结果，其中的 {n} 份（如 {first}）也在这次的输入里，会重复计算；请只给出一样",
                "`{name}` is a roll-up, and {n} of the forms that it was made of ({first} …) are among the inputs too and would count twice; give one or the other"
            )));
        }
    }
    Ok(())
}

/// The edition that is rolled up: the one asked for, else the only one.
pub(super) fn edition<'m>(
    receipts: &[Receipt],
    mappings: &'m [Mapping],
    asked: Option<&str>,
) -> Result<&'m Mapping, Failure> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for receipt in receipts.iter().filter(|r| !r.is_unread) {
        *counts.entry(&receipt.edition).or_default() += 1;
    }
    let id = match (asked, counts.len()) {
        (Some(id), _) => id.to_owned(),
        (None, 1) => counts
            .keys()
            .next()
            .map(|id| (*id).to_owned())
            .unwrap_or_default(),
        (None, 0) => {
            return Err(Failure::told(said!(
                "没有读到任何调查表",
                "no submission was read"
            )));
        }
        (None, _) => {
            let all: Vec<String> = counts
                .iter()
                .map(|(id, n)| format!("{id}（{n}）"))
                .collect();
            let all = all.join("、");
            return Err(Failure::told(said!(
                "有几个版本的表：{all}；用 --edition 说明汇总哪一个",
                "there are forms of several editions: {all}; say which with --edition"
            )));
        }
    };
    let known = mappings.iter().find(|m| *m.edition.id == *id);
    known.ok_or_else(|| {
        Failure::told(said!(
            "没有版本 {id} 的映射；用 --mapping 指定其文件夹",
            "the mapping of the edition {id} is not there; name its folder with --mapping"
        ))
    })
}

fn json(rollup: &Rollup, mapping: &Mapping, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Shown::json(&mut *out), &rollup.json(mapping, lang))?;
    writeln!(out)
}

/// What is written, and where.
struct Writing<'w> {
    mapping: &'w Mapping,
    folder: &'w Path,
    formats: &'w [Format],
    into: Into,
}

impl Writing<'_> {
    fn write(mut self, rollup: Rollup, context: &Context) -> Result<Outcome, Failure> {
        let (mapping, folder, lang) = (self.mapping, self.folder, context.lang);
        let failed = |e: output::Error| Failure::told(e);
        let mut told = Vec::new();
        text::rollup(&rollup, mapping, lang, &mut told)?;
        let mut whole = WholeFiles::default();
        if self.formats.contains(&Format::Json) {
            let place = folder.join("rollup.json");
            let written = whole.write(&place, |file| json(&rollup, mapping, lang, file));
            written.map_err(failed)?;
        }
        if self.formats.contains(&Format::Xlsx) {
            let place = folder.join("rollup.xlsx");
            whole.push(write_workbook(&rollup, mapping, lang, &place).map_err(failed)?);
        }
        let as_one: Vec<Format> = (self.formats.iter().copied())
            .filter(|f| !matches!(f, Format::Json | Format::Xlsx))
            .collect();
        let name = rollup.account.clone();
        let name = name.unwrap_or_else(|| "rollup".to_owned());
        let covers = rollup.covers(mapping);
        let mut one = rollup.into_submission(mapping, &name);
        self.into
            .take_each(&mut one, &|table, record| covers.get(table)?.get(record));
        self.into.write(folder, &mut whole)?;
        // As one submission it is one form's: there a table that has room for one record has one.
        // What is uploaded has a row a unit.
        let (form, rows): (Vec<Format>, Vec<Format>) =
            (as_one.iter().copied()).partition(|format| *format == Format::Jsonl);
        for (formats, is_form) in [(rows, false), (form, true)] {
            if formats.is_empty() {
                continue;
            }
            if is_form {
                in_one(&mut one, &covers, mapping);
            }
            let mut writer = Writer::create(folder, &formats, [mapping], lang).map_err(failed)?;
            writer.submission(&one).map_err(failed)?;
            whole.extend(writer.complete().map_err(failed)?);
        }
        let written = whole.persist().map_err(failed)?;
        screen().write_all(&told)?;
        tell_written(&written, folder, context)?;
        self.into.tell_left_out(context);
        // What became one is the account's, and no unit's.
        let whose = |table: &str, record: usize| {
            let collapsed = mapping.table(table).is_some_and(|t| t.in_one.is_some());
            let covers = covers.get(table).filter(|_| !collapsed)?;
            covers.get(record)
        };
        Ok(match into::tell_findings(&one, &whose, context) {
            true => Outcome::Wrong,
            false => Outcome::Fine,
        })
    }
}

/// What was written, the files of a folder in one line.
pub(super) fn tell_written(
    written: &[PathBuf],
    folder: &Path,
    context: &Context,
) -> Result<(), Failure> {
    let mut out = screen();
    writeln!(out, "\n{}", said!("已写入：", "Written:").get(context.lang))?;
    let mut inner: BTreeMap<&Path, usize> = BTreeMap::new();
    for path in written {
        match path.parent().filter(|p| *p != folder) {
            Some(parent) => *inner.entry(parent).or_default() += 1,
            None => writeln!(out, "  {}", path.display())?,
        }
    }
    for (parent, n) in inner {
        let said = said!("  {}/  {n} 个文件", "  {}/  {n} files", parent.display());
        writeln!(out, "{}", said.get(context.lang))?;
    }
    Ok(())
}
