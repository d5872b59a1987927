//! `huibiao status`: who has returned, who is late, what is missing.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Command;
use jiff::Zoned;
use jiff::civil::Date;

use super::columns::write_columns;
use super::intake::{Corrected, Deciding, Intake};
use super::results::{IntoFile, View, ViewsOf, format_help};
use super::screen::{json_out, screen};
use super::usage::Refused;
use super::{Context, Failure, Outcome};
use crate::batch::Which;
use crate::said;
#[cfg(feature = "store")]
use crate::survey::returns::Data;
use crate::survey::roster::Roster;
use crate::survey::status::{Role, Standing, State, UnitStanding, standing, write_workbook};
use crate::text::lang::{Lang, Said};
use crate::text::visible::Shown;

/// Say who has returned, who is late, and what is missing
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Data of earlier runs (.jsonl, .json, their folder, .sqlite), or returned files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The roster: who is asked (columns: name aliases level parent contact phone tables due duplicates zone) [default: the one that the store keeps]
    #[arg(short, long, value_name = "FILE")]
    units: Option<PathBuf>,
    /// The last day to return, for units whose roster sets none
    #[arg(long, value_name = "DAY", value_parser = day)]
    due: Option<Date>,
    /// The day for which it is said [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Date>,
    /// The office's corrections
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    #[command(flatten)]
    deciding: Deciding,
    #[command(flatten)]
    result: IntoFile,
    /// List the units too that have nothing left to do
    #[arg(short, long)]
    verbose: bool,
}

const RESULT: ViewsOf = ViewsOf(&[
    (View::Text, None),
    (View::Json, None),
    (View::Xlsx, Some("status.xlsx")),
]);

fn day(text: &str) -> Result<Date, Refused> {
    crate::survey::roster::day(text)
        .ok_or_else(|| said!("日期应写作 2026-03-31", "a day is written as 2026-03-31").into())
}

pub(super) fn in_chinese(command: Command) -> Command {
    Deciding::in_chinese(command)
        .about("查看谁已交、谁逾期、缺什么")
        .mut_arg("inputs", |a| {
            a.help("以前的结果（.jsonl、.json、结果文件夹、.sqlite），或收回的文件")
        })
        .mut_arg("units", |a| {
            a.help("单位名册（列：单位 别名 级别 上级单位 联系人 电话 应填表 截止日期 重复记录 时区）[默认：数据库里保存的名册]")
        })
        .mut_arg("due", |a| a.help("截止日期，用于名册没有写明的单位"))
        .mut_arg("as_of", |a| a.help("按哪一天计算 [默认：今天]"))
        .mut_arg("corrections", |a| a.help("办公室的更正表"))
        .mut_arg("output", |a| a.help("结果文件；- 为标准输出"))
        .mut_arg("verbose", |a| a.help("没有待办事项的单位也列出"))
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao status huibiao-out --units units.csv --due 2026-03-31\n  huibiao status 收回/ -u units.csv -f xlsx -o 催报.xlsx\n  huibiao status 调查.sqlite -u units.csv -f json | jq '.units[] | select(.state == \"overdue\") | .name'",
        "Examples:\n  huibiao status huibiao-out --units units.csv --due 2026-03-31\n  huibiao status returned/ -u units.csv -f xlsx -o chase.xlsx\n  huibiao status survey.sqlite -u units.csv -f json | jq '.units[] | select(.state == \"overdue\") | .name'"
    );
    let formats = said!(
        "text、json 写到标准输出；xlsx 为催报清单（status.xlsx）[默认：text，或按 -o 的扩展名]",
        "text or json to standard output; xlsx a workbook to chase with (status.xlsx) [default: text, or as the name of -o ends]"
    );
    format_help(command, &formats, lang).after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    args.result.target(&RESULT)?;
    let office = args
        .deciding
        .office(args.units.as_deref(), &args.inputs, context)?;
    let Some(roster) = &office.roster else {
        return Err(Failure::told(said!(
            "没有名册，看不出谁没有交；请用 --units 给出单位名册",
            "without a roster nobody knows who has not returned; give it with --units"
        )));
    };
    let intake = Intake::new(context)?;
    let corrected = Corrected::all(args.corrections.as_ref());
    let taken = intake.take_in(&args.inputs, &office, corrected)?;
    let mut receipts = taken.chosen.receipts().to_vec();
    taken.each(Which::Counting, |i, submission| {
        receipts[i] = receipts[i].as_joined(&submission);
        Ok(())
    })?;
    for book in taken
        .chosen
        .returns()
        .iter()
        .filter(|r| r.form.is_some())
        .flat_map(|r| &r.books)
    {
        // Its findings are the form's now.
        (receipts[book.index].errors, receipts[book.index].warnings) = (0, 0);
    }
    let as_of = args
        .as_of
        .unwrap_or_else(|| Zoned::now().with_time_zone(roster.zone()).date());
    let due = args
        .due
        .map_or_else(|| kept_due(&args.inputs), |due| Ok(Some(due)))?;
    let returns = taken.chosen.returns();
    let standing = standing(&receipts, returns, roster, due, as_of);
    write(&standing, roster, args, context)?;
    Ok(match standing.is_complete() {
        true => Outcome::Fine,
        false => Outcome::Wrong,
    }
    .max(taken.outcome))
}

/// The last day that was set at the desk, where its survey file is among the inputs.
fn kept_due(inputs: &[PathBuf]) -> Result<Option<Date>, Failure> {
    #[cfg(feature = "store")]
    for input in inputs {
        if let Some(Data::Store(path)) = Data::at(input) {
            let set = crate::store::Store::read(&path)?.set(crate::store::DUE)?;
            let text = set.map(|set| String::from_utf8_lossy(&set).into_owned());
            if let Some(due) = text.and_then(|t| t.parse().ok()) {
                return Ok(Some(due));
            }
        }
    }
    #[cfg(not(feature = "store"))]
    let _ = inputs;
    Ok(None)
}

fn write(
    standing: &Standing,
    roster: &Roster,
    args: &Args,
    context: &Context,
) -> Result<(), Failure> {
    let (view, place) = args.result.target(&RESULT)?;
    let mut bytes = Vec::new();
    match (view, &place) {
        (View::Xlsx, Some(place)) => {
            let written = write_workbook(standing, roster, context.lang, place)?.persist()?;
            context.warn(&said!("已写入 {}", "written: {}", written.display()));
            return Ok(());
        }
        (View::Xlsx, None) => {
            let place = std::env::temp_dir().join("status.xlsx");
            bytes = write_workbook(standing, roster, context.lang, &place)?.bytes()?;
        }
        (View::Json, _) => {
            serde_json::to_writer_pretty(
                Shown::json(&mut bytes),
                &standing.json(roster, context.lang),
            )
            .map_err(io::Error::from)?;
            bytes.push(b'\n');
        }
        _ => text(standing, roster, args.verbose, context.lang, &mut bytes)?,
    }
    match place {
        Some(place) => {
            let whole = crate::output::write_whole(&place, |file| file.write_all(&bytes));
            let place = whole?;
            context.warn(&said!("已写入 {}", "written: {}", place.display()));
        }
        None => match view {
            View::Text => screen().write_all(&bytes)?,
            View::Json => json_out().write_all(&bytes)?,
            _ => io::stdout().lock().write_all(&bytes)?,
        },
    }
    Ok(())
}

const STATES: [State; 5] = [
    State::Overdue,
    State::Awaited,
    State::Unreadable,
    State::ReturnedLate,
    State::Returned,
];

/// The standing for a terminal: what is to be chased first.
fn text(
    standing: &Standing,
    roster: &Roster,
    verbose: bool,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let say = |said: Said| said.get(lang).to_owned();
    let asked = standing.units.len();
    let counts: Vec<String> = (STATES.iter())
        .filter(|s| standing.count(**s) > 0)
        .map(|s| format!("{} {}", say(s.said()), standing.count(*s)))
        .collect();
    let (as_of, counts) = (standing.as_of, counts.join("  "));
    writeln!(
        out,
        "{}",
        say(said!(
            "截至 {as_of}，应交 {asked} 个单位：{counts}",
            "as of {as_of}, {asked} units are asked: {counts}"
        ))
    )?;
    for state in STATES {
        let of_state = (standing.units.iter()).filter(|u| u.state == state);
        let to_do = |u: &&&UnitStanding| {
            !state.has_returned()
                || !u.missing.is_empty()
                || !u.doubts.is_empty()
                || state == State::ReturnedLate
                || u.files.iter().any(|f| f.role != Role::Counts)
        };
        let units: Vec<_> = of_state.collect();
        let shown: Vec<_> = units.iter().filter(|u| verbose || to_do(u)).collect();
        if shown.is_empty() {
            continue;
        }
        let (title, n) = (say(state.said()), units.len());
        writeln!(out, "\n{}", say(said!("{title}（{n}）", "{title} ({n})")))?;
        let rows: Vec<_> = shown.iter().map(|u| row(u, roster, lang)).collect();
        write_columns(&rows, "  ", out)?;
    }
    strangers(standing, roster, lang, out)
}

/// A unit's line: its name, those below it, whom to call, and what there is to say.
fn row(u: &UnitStanding, roster: &Roster, lang: Lang) -> Vec<String> {
    let say = |said: Said| said.get(lang).to_owned();
    let unit = roster.unit(u.unit);
    let mut notes: Vec<String> = Vec::new();
    if let Some(due) = u.due.filter(|_| !u.state.has_returned()) {
        notes.push(say(said!("截止 {due}", "due {due}")));
    }
    if let Some(day) = u.returned_on {
        notes.push(day.to_string());
    }
    if u.errors + u.warnings > 0 {
        let (e, w) = (u.errors, u.warnings);
        notes.push(say(said!(
            "必须改正 {e}，需核实 {w}",
            "{e} to mend, {w} to check"
        )));
    }
    if !u.missing.is_empty() {
        let tables: Vec<&str> = u.missing.iter().map(|(t, _)| &**t).collect();
        let tables = tables.join(" ");
        notes.push(say(said!("缺表 {tables}", "missing {tables}")));
    }
    if !u.nil.is_empty() {
        let tables = u.nil.join(" ");
        notes.push(say(said!("申报为无 {tables}", "declared empty {tables}")));
    }
    for f in u.files.iter().filter(|f| f.role != Role::Counts) {
        let (file, role) = (&f.file, say(f.role.said()));
        notes.push(say(said!("{file}：{role}", "{file}: {role}")));
    }
    notes.extend(u.doubts.iter().map(|d| d.get(lang).to_owned()));
    let (returned, below) = u.below;
    let below = match below {
        0 => String::new(),
        below => say(said!("下级 {returned}/{below}", "below {returned}/{below}")),
    };
    let contact = format!("{} {}", unit.contact, unit.phone).trim().to_owned();
    vec![
        unit.name.clone(),
        below,
        contact,
        notes.join(&say(said!("；", "; "))),
    ]
}

/// Who returned a form without being in the roster.
fn strangers(
    standing: &Standing,
    roster: &Roster,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let say = |said: Said| said.get(lang).to_owned();
    if standing.strangers.is_empty() {
        return Ok(());
    }
    let n = standing.strangers.len();
    writeln!(
        out,
        "\n{}",
        say(said!("不在名册（{n}）", "not in the roster ({n})"))
    )?;
    let mut rows = Vec::new();
    for s in &standing.strangers {
        let near: Vec<&str> = (s.nearest.iter())
            .map(|(id, _)| roster.unit(*id).name.as_str())
            .collect();
        let near = match near.join("、") {
            _ if s.doubt.is_some() => say(s.doubt.clone().unwrap_or_default()),
            near if near.is_empty() => say(said!("没有相近的单位", "no unit is near")),
            near => say(said!("相近：{near}", "near: {near}")),
        };
        let name = s
            .name
            .clone()
            .unwrap_or_else(|| say(said!("（没有单位名称）", "(no unit's name)")));
        rows.push(vec![name, s.files.join("、"), near]);
    }
    write_columns(&rows, "  ", out)?;
    Ok(())
}
