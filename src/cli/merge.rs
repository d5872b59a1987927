//! `huibiao merge`: many submissions as one.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Command;

use super::columns::write_columns;
use super::intake::{Corrected, Intake, Want, take_in};
use super::status::table_codes;
use super::{Context, Failure, Outcome};
use crate::lang::{Lang, Said};
use crate::mapping::Mapping;
use crate::output::{self, Format, write_whole};
use crate::returns::by_unit;
use crate::rollup::{DuplicateKind, Likeness, Returned, Rollup, roll_up, told, write_workbook};
use crate::roster::Roster;
use crate::said;

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
    /// Folder for the results; - writes json to standard output
    #[arg(
        short,
        long,
        value_name = "DIR",
        default_value = "huibiao-merged",
        hide_default_value = true
    )]
    output: PathBuf,
    /// What to write: json (rollup.json), xlsx (rollup.xlsx), and as one submission: jsonl, import, csv [default: json,xlsx,import]
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',', value_parser = format)]
    format: Vec<Format>,
}

fn format(name: &str) -> Result<Format, String> {
    match name.parse() {
        Ok(Format::Html) => Err(said!("merge 没有 html", "merge writes no html").to_string()),
        Ok(format) => Ok(format),
        Err(e) => {
            let e: output::UnknownFormat = e;
            Err(e.said().to_string())
        }
    }
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
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
        .mut_arg("output", |a| {
            a.help("结果文件夹 [默认：huibiao-merged]；- 把 json 写到标准输出")
        })
        .mut_arg("format", |a| {
            a.help("输出格式：json（rollup.json）、xlsx（rollup.xlsx），以及合成一份的 jsonl、import、csv [默认：json,xlsx,import]")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao merge huibiao-out --units units.csv\n  huibiao merge 调查.sqlite -u units.csv --account 海洋学院 -o 海洋学院汇总\n  huibiao merge 收回/ -f json -o - | jq '.derived.HZ_04_001.numbers[] | {{code, value}}'",
        "Examples:\n  huibiao merge huibiao-out --units units.csv\n  huibiao merge survey.sqlite -u units.csv --account 海洋学院 -o marine\n  huibiao merge returned/ -f json -o - | jq '.derived.HZ_04_001.numbers[] | {{code, value}}'"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let roster = match &args.units {
        Some(path) => Some(Roster::open(path, &table_codes(context)?)?),
        None => None,
    };
    let account = match (&args.account, &roster) {
        (Some(name), Some(roster)) => Some(roster.named(name).ok_or_else(|| {
            let near = roster.nearest(name, 3);
            let near: Vec<&str> = near
                .iter()
                .map(|(id, _)| roster.unit(*id).name.as_str())
                .collect();
            let near = near.join("、");
            Failure::Said(said!(
                "名册里没有“{name}”；最接近的：{near}",
                "`{name}` is not in the roster; the nearest: {near}"
            ))
        })?),
        _ => None,
    };
    let intake = take_in(
        &args.inputs,
        Want::All,
        Corrected::all(args.corrections.as_ref()),
        context,
    )?;
    let mapping = edition(&intake, args.edition.as_deref())?;
    let returns = by_unit(&intake.submissions, roster.as_ref());
    let rollup = roll_up(&Returned {
        submissions: &intake.submissions,
        returns: &returns,
        roster: roster.as_ref(),
        account,
        mapping,
    })
    .map_err(|e| Failure::Said(e.message))?;
    let outcome = match rollup.is_open() {
        true => Outcome::Wrong,
        false => Outcome::Fine,
    };
    write(&rollup, mapping, args, context)?;
    Ok(outcome.max(intake.outcome))
}

/// The edition that is rolled up: the one asked for, else the only one.
fn edition<'i>(intake: &'i Intake, asked: Option<&str>) -> Result<&'i Mapping, Failure> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let readable = intake
        .submissions
        .iter()
        .filter(|s| !crate::returns::is_unread(s));
    for submission in readable {
        *counts.entry(&submission.mapping.id).or_default() += 1;
    }
    let id = match (asked, counts.len()) {
        (Some(id), _) => id.to_owned(),
        (None, 1) => counts
            .keys()
            .next()
            .map(|id| (*id).to_owned())
            .unwrap_or_default(),
        (None, 0) => {
            return Err(Failure::Said(said!(
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
            return Err(Failure::Said(said!(
                "有几个版本的表：{all}；用 --edition 说明汇总哪一个",
                "there are forms of several editions: {all}; say which with --edition"
            )));
        }
    };
    let known = intake.mappings.iter().find(|m| *m.edition.id == *id);
    known.ok_or_else(|| {
        Failure::Said(said!(
            "没有版本 {id} 的映射；用 --mapping 指定其文件夹",
            "the mapping of the edition {id} is not there; name its folder with --mapping"
        ))
    })
}

fn write(
    rollup: &Rollup,
    mapping: &Mapping,
    args: &Args,
    context: &Context,
) -> Result<(), Failure> {
    let lang = context.lang;
    let json = |out: &mut dyn Write| -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &rollup.json(mapping, lang))?;
        writeln!(out)
    };
    if args.output.as_os_str() == "-" {
        if !matches!(args.format[..], [] | [Format::Json]) {
            return Err(Failure::Said(said!(
                "标准输出只能写 json：-o - -f json",
                "standard output takes json: -o - -f json"
            )));
        }
        let mut out = io::BufWriter::new(io::stdout().lock());
        json(&mut out)?;
        out.flush()?;
        return Ok(());
    }
    let formats = match args.format.is_empty() {
        true => vec![Format::Json, Format::Xlsx, Format::Import],
        false => args.format.clone(),
    };
    let failed = |e: output::Error| Failure::Said(e.said());
    let mut written = Vec::new();
    if formats.contains(&Format::Json) {
        let place = args.output.join("rollup.json");
        written.push(write_whole(&place, |file| json(file)).map_err(failed)?);
    }
    if formats.contains(&Format::Xlsx) {
        let place = args.output.join("rollup.xlsx");
        written.push(write_workbook(rollup, mapping, lang, &place).map_err(failed)?);
    }
    let as_one: Vec<Format> = (formats.iter().copied())
        .filter(|f| matches!(f, Format::Jsonl | Format::Import | Format::Csv))
        .collect();
    if !as_one.is_empty() {
        let name = rollup
            .account
            .clone()
            .unwrap_or_else(|| "rollup".to_owned());
        let one = rollup.submission(mapping, &name);
        let files = output::write_all(&args.output, &as_one, [mapping], lang, [one]);
        written.extend(files.map_err(failed)?);
    }
    text(rollup, mapping, lang, &mut io::stdout().lock())?;
    tell_written(&written, &args.output, context)
}

/// What was written, the files of a folder in one line.
pub(super) fn tell_written(
    written: &[PathBuf],
    folder: &Path,
    context: &Context,
) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
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

/// The roll-up for a terminal.
fn text(rollup: &Rollup, mapping: &Mapping, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let say = |said: Said| said.get(lang).to_owned();
    let units = rollup.units.len();
    let returned = rollup.units.iter().filter(|u| !u.files.is_empty()).count();
    let id = &rollup.mapping.id;
    let whose = rollup.account.clone().unwrap_or_default();
    writeln!(
        out,
        "{}",
        say(said!(
            "{whose}汇总 {id}：{units} 个单位，计入 {returned} 个",
            "Roll-up {whose} {id}: {units} units, {returned} of them counted"
        ))
        .trim()
    )?;
    let mut rows = Vec::new();
    for (rolled, table) in rollup.tables.iter().zip(&mapping.tables) {
        if rolled.records.is_empty() {
            continue;
        }
        let counting = rolled.records.iter().filter(|r| r.counts).count();
        let dropped = rolled.records.len() - counting;
        let what = match &rolled.sums {
            Some(sums) => {
                let n = sums.len();
                say(said!(
                    "{counting} 条相加为 {n} 条",
                    "{counting} added up to {n}"
                ))
            }
            None => say(said!("{counting} 条", "{counting} records")),
        };
        let dropped = match dropped {
            0 => String::new(),
            n => say(said!("未计入 {n}", "{n} left out")),
        };
        rows.push(vec![
            table.code.to_string(),
            table.name.clone(),
            what,
            dropped,
        ]);
    }
    write_columns(&rows, "  ", out)?;
    for table in &rollup.derived {
        let Some(said) = mapping.derived(&table.code) else {
            continue;
        };
        if table.numbers.iter().all(|n| n.value.is_none()) {
            continue;
        }
        writeln!(out, "\n{}  {}", table.code, said.name)?;
        let rows: Vec<Vec<String>> = (table.numbers.iter().zip(&said.fields))
            .map(|(n, field)| {
                let value = n
                    .value
                    .map_or_else(|| "—".to_owned(), |v| v.normalize().to_string());
                let parts: Vec<String> = (n.terms.iter().filter_map(|t| Some((t, t.value?))))
                    .map(|(t, v)| {
                        format!(
                            "{}{} {}",
                            if t.minus { "-" } else { "" },
                            t.item,
                            v.normalize()
                        )
                    })
                    .collect();
                vec![
                    field.code.clone(),
                    field.label.to_string(),
                    value,
                    field.unit.clone(),
                    parts.join(" + "),
                ]
            })
            .collect();
        write_columns(&rows, "  ", out)?;
        let note = if lang == Lang::En && !said.note_en.is_empty() {
            &said.note_en
        } else {
            &said.note
        };
        if !note.is_empty() {
            writeln!(out, "  {note}")?;
        }
    }
    duplicates(rollup, lang, out)?;
    if !rollup.left_out.is_empty() {
        let n = rollup.left_out.len();
        writeln!(
            out,
            "\n{}",
            say(said!("未计入的文件（{n}）", "Files left out ({n})"))
        )?;
        let rows: Vec<Vec<String>> = (rollup.left_out.iter())
            .map(|l| {
                let mark = if l.lost { "!" } else { "" };
                vec![
                    mark.to_owned(),
                    l.file.to_string(),
                    l.why.get(lang).to_owned(),
                ]
            })
            .collect();
        write_columns(&rows, "  ", out)?;
    }
    if !rollup.doubts.is_empty() {
        writeln!(out, "\n{}", say(said!("请核实", "To be checked")))?;
        for (unit, doubt) in &rollup.doubts {
            writeln!(out, "  {}  {}", rollup.units[*unit].name, doubt.get(lang))?;
        }
    }
    Ok(())
}

fn duplicates(rollup: &Rollup, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let say = |said: Said| said.get(lang).to_owned();
    if rollup.duplicates.is_empty() {
        return Ok(());
    }
    let n = rollup.duplicates.len();
    writeln!(
        out,
        "\n{}",
        say(said!("可能重复（{n}）", "May be reported twice ({n})"))
    )?;
    for d in &rollup.duplicates {
        let (what, table) = match &d.kind {
            DuplicateKind::Form => (said!("整份表相同", "the same form"), None),
            DuplicateKind::Record { table } => match d.likeness {
                Likeness::Same => (
                    said!("{table} 同一条记录", "{table}: the same record"),
                    Some(table),
                ),
                Likeness::Alike => (
                    said!("{table} 近似的记录", "{table}: records that are alike"),
                    Some(table),
                ),
            },
            DuplicateKind::Table { table } => (
                said!(
                    "{table} 整张表与下级相同",
                    "{table}: the table repeats those below"
                ),
                None,
            ),
        };
        let decided = d.decision.said();
        writeln!(out, "  {}：{}", say(what), say(decided))?;
        let rolled = table.and_then(|code| rollup.tables.iter().find(|t| t.code == *code));
        let mut rows = Vec::new();
        for m in &d.members {
            let mark = say(if m.counts {
                said!("计入", "counts")
            } else {
                said!("不计", "left out")
            });
            let record = m
                .records
                .first()
                .and_then(|r| Some(told(&rolled?.records[*r].record)));
            rows.push(vec![
                mark,
                rollup.units[m.unit].name.clone(),
                m.file.to_string(),
                record.unwrap_or_default(),
            ]);
        }
        write_columns(&rows, "    ", out)?;
    }
    Ok(())
}
