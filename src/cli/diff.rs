//! `huibiao diff OLD NEW`: what changed between two versions.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Command;
use serde_json::json;

use super::columns::{wrapped, write_within};
use super::intake::{Corrected, Intake, Office};
use super::results::{Shown, View, ViewsOf, format_help};
use super::screen::{json_out, screen, screen_width};
use super::{Context, Failure, Outcome};
use crate::batch::Which;
use crate::mapping::Mapping;
use crate::model::finding::{Finding, Severity};
use crate::model::submission::{Status, Submission};
use crate::report::{About, in_words};
use crate::said;
use crate::survey::diff::{Change, DIFF_SCHEMA, Difference, difference};
use crate::survey::returns::is_unread;
use crate::survey::rollup::told;
use crate::survey::roster::unit_name;
use crate::text::key::key;
use crate::text::lang::{Lang, Said};
use crate::value::Value;

/// Say what changed between two versions, cell by cell, and which findings are mended or new
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The older: a returned file, or data of an earlier run (.jsonl, .json, their folder, .sqlite)
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The newer
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The office's corrections and the units' explanations, applied to both
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    #[command(flatten)]
    shown: Shown,
}

/// How the changes are shown.
const SHOWN: ViewsOf = ViewsOf(&[(View::Text, None), (View::Json, None)]);

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("逐格比较两个版本：哪里改了，哪些问题已改正、哪些是新的")
        .mut_arg("old", |a| {
            a.help("旧的：收回的文件，或以前的结果（.jsonl、.json、结果文件夹、.sqlite）")
        })
        .mut_arg("new", |a| a.help("新的"))
        .mut_arg("corrections", |a| {
            a.help("办公室的更正表（含单位的说明），对两边都适用")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao diff 化学学院.docx 化学学院（修改版）.docx\n  huibiao diff 三月/ 四月/ -f json | jq '.differences[].findings.new'",
        "Examples:\n  huibiao diff chemistry.docx chemistry-v2.docx\n  huibiao diff march/ april/ -f json | jq '.differences[].findings.new'"
    );
    let formats = said!("text 或 json", "text or json");
    format_help(command, &formats, lang).after_help(help.get(lang).to_owned())
}

/// The submissions of both sides that count, put together by unit.
struct Sides {
    pairs: Vec<(String, Submission, Submission)>,
    gone: Vec<String>,
    fresh: Vec<String>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let view = args.shown.view(&SHOWN)?;
    let corrections = Corrected::some(args.corrections.as_ref());
    // The office's corrections are about the newest: one that no longer fits is shown there.
    let intake = Intake::new(context)?;
    let office = Office::default();
    let take_in = |input: &PathBuf| -> Result<(Vec<Submission>, Outcome), Failure> {
        let mut all = Vec::new();
        let taken = intake.take_in(std::slice::from_ref(input), &office, corrections)?;
        taken.each(Which::Counting, |_, s| {
            all.push(s);
            Ok(())
        })?;
        Ok((all, taken.outcome))
    };
    let ((old, before), (new, now)) = (take_in(&args.old)?, take_in(&args.new)?);
    let outcome = before.max(now);
    if let ([old], [new]) = (&old[..], &new[..])
        && let (Some(one), Some(other)) = (unit_name(old), unit_name(new))
        && key(one) != key(other)
    {
        context.warn(&said!(
            "比较的是两个单位的表：“{one}”和“{other}”",
            "the forms of two units are compared: “{one}” and “{other}”"
        ));
    }
    let sides = pair(old, new);
    let mapping = |s: &Submission| {
        intake
            .mappings
            .iter()
            .find(|m| m.edition.id == s.mapping.id)
    };
    let differences: Vec<(String, Difference, Option<&Mapping>)> = (sides.pairs.iter())
        .map(|(unit, old, new)| {
            (
                unit.clone(),
                difference(old, new, mapping(new)),
                mapping(new),
            )
        })
        .collect();
    let mut out = io::BufWriter::new(match view {
        View::Json => json_out(),
        _ => screen(),
    });
    match view {
        View::Json => {
            let differences: Vec<_> = (differences.iter())
                .map(|(unit, d, _)| {
                    let mut json = d.json(context.lang);
                    json["unit"] = json!(unit);
                    json
                })
                .collect();
            let all = json!({
                "schema": DIFF_SCHEMA,
                "differences": differences,
                "only_old": sides.gone,
                "only_new": sides.fresh,
            });
            serde_json::to_writer_pretty(&mut out, &all).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        _ => text(&differences, &sides, context.lang, &mut out)?,
    }
    out.flush()?;
    let errors: usize = differences.iter().map(|(_, d, _)| d.errors()).sum();
    Ok(match errors {
        0 => outcome,
        _ => outcome.max(Outcome::Wrong),
    })
}

fn pair(old: Vec<Submission>, new: Vec<Submission>) -> Sides {
    let counting = |submissions: Vec<Submission>| -> Vec<(String, Submission)> {
        let kept = submissions.into_iter().filter(|s| !is_unread(s));
        kept.map(|s| (unit_name(&s).unwrap_or(&s.source.file).to_owned(), s))
            .collect()
    };
    let (old, new) = (counting(old), counting(new));
    let mut sides = Sides {
        pairs: Vec::new(),
        gone: Vec::new(),
        fresh: Vec::new(),
    };
    // One form on each side is compared whatever it is called.
    let single = old.len() == 1 && new.len() == 1;
    let mut waiting: HashMap<String, Submission> = HashMap::new();
    let mut names: Vec<String> = Vec::new();
    for (name, submission) in old {
        let key = if single { String::new() } else { key(&name) };
        waiting.insert(key, submission);
        names.push(name);
    }
    for (name, submission) in new {
        let key = if single { String::new() } else { key(&name) };
        match waiting.remove(&key) {
            Some(before) => sides.pairs.push((name, before, submission)),
            None => sides.fresh.push(name),
        }
    }
    sides.gone = names
        .into_iter()
        .filter(|n| waiting.contains_key(&key(n)))
        .collect();
    sides
}

fn text(
    differences: &[(String, Difference, Option<&Mapping>)],
    sides: &Sides,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let say = |said: Said| said.get(lang).to_owned();
    let width = screen_width();
    let mut same = 0;
    let mut written = false;
    for (unit, d, mapping) in differences {
        if d.is_empty() {
            same += 1;
            continue;
        }
        if std::mem::replace(&mut written, true) {
            writeln!(out)?;
        }
        let (old, new) = (&d.old, &d.new);
        writeln!(out, "{unit}  {old} → {new}")?;
        let rows: Vec<Vec<String>> = d.changes.iter().map(|c| row(c, *mapping, lang)).collect();
        write_within(&rows, "  ", width, out)?;
        let groups = [
            (said!("已改正", "mended"), &d.mended),
            (said!("新的问题", "new"), &d.new_findings),
            (said!("仍在", "unchanged"), &d.unchanged),
        ];
        for (title, findings) in groups {
            let shown: Vec<&Finding> = (findings.iter())
                .filter(|f| f.severity != Severity::Info)
                .collect();
            if shown.is_empty() {
                continue;
            }
            let (title, n) = (say(title), shown.len());
            writeln!(out, "  {}", say(said!("{title}（{n}）", "{title} ({n})")))?;
            for f in shown {
                let place = place(f, *mapping, lang);
                let text = format!("{place}  {}", f.message().get(lang));
                for line in wrapped(&text, width.saturating_sub(6).max(20)) {
                    writeln!(out, "    {line}")?;
                }
            }
        }
    }
    let rest = same > 0 || !sides.gone.is_empty() || !sides.fresh.is_empty();
    if written && rest {
        writeln!(out)?;
    }
    if same > 0 {
        writeln!(
            out,
            "{}",
            say(said!("{same} 个单位没有变化", "{same} units are unchanged"))
        )?;
    }
    for (title, names) in [
        (said!("只在旧的一边", "only in the older"), &sides.gone),
        (said!("只在新的一边", "only in the newer"), &sides.fresh),
    ] {
        if !names.is_empty() {
            let (title, names) = (say(title), names.join("、"));
            writeln!(
                out,
                "{}",
                say(said!("{title}：{names}", "{title}: {names}"))
            )?;
        }
    }
    Ok(())
}

/// Where a finding is, in words.
fn place(finding: &Finding, mapping: Option<&Mapping>, lang: Lang) -> String {
    let path = &finding.path;
    let code = path.table_code().map(|code| &**code);
    let fields = match code {
        Some(code) => mapping.and_then(|m| m.table(code)).map(|t| &t.fields),
        None => mapping.map(|m| &m.unit),
    };
    let item = path.field_name().map(|name| {
        let known = fields.and_then(|f| f.iter().find(|f| f.name == *name));
        known.map_or(&**name, |f| &f.label)
    });
    let about = About {
        table: code,
        name: None,
        record: path.record_index().map(|r| r + 1),
        item,
        cover: path.is_unit(),
    };
    in_words(finding.source.as_ref(), about, lang)
}

/// Of two lists what the newer has more, and what it has no longer.
fn came_and_went(old: &Value, new: &Value) -> Option<String> {
    let items = |value: &Value| -> Option<Vec<String>> {
        match value {
            Value::Null => Some(Vec::new()),
            Value::List(all) => Some(all.clone()),
            Value::Selected(all) => Some(all.iter().map(|o| o.label.clone()).collect()),
            _ => None,
        }
    };
    let (old, new) = (items(old)?, items(new)?);
    let came = new.iter().filter(|item| !old.contains(item));
    let went = old.iter().filter(|item| !new.contains(item));
    let came = came.map(|item| format!("+{item}"));
    let all: Vec<String> = came.chain(went.map(|item| format!("-{item}"))).collect();
    (!all.is_empty()).then(|| all.join("；"))
}

/// How a table came back, in words.
fn standing(status: Status, lang: Lang) -> &'static str {
    match status {
        Status::Filled => lang.pick("已填", "filled in"),
        Status::Empty => lang.pick("空表", "empty"),
        Status::Missing => lang.pick("缺表", "missing"),
        Status::NotCollected => lang.pick("不要求填", "not asked for"),
    }
}

fn row(change: &Change, mapping: Option<&Mapping>, lang: Lang) -> Vec<String> {
    let shown = |v: &Value| match v.shown() {
        text if text.is_empty() => said!("（空）", "(nothing)").get(lang).to_owned(),
        text => text,
    };
    match change {
        Change::Cell {
            table,
            record,
            field,
            old,
            new,
            ..
        } => {
            let fields = match table {
                Some(code) => mapping.and_then(|m| m.table(code)).map(|t| &t.fields),
                None => mapping.map(|m| &m.unit),
            };
            let known = fields.and_then(|f| f.iter().find(|f| f.name == *field));
            let label = known.map_or(&**field, |f| &f.label);
            vec![
                "~".to_owned(),
                table.as_deref().unwrap_or("").to_owned(),
                record.clone().unwrap_or_default(),
                label.to_owned(),
                came_and_went(old, new)
                    .unwrap_or_else(|| format!("{} → {}", shown(old), shown(new))),
            ]
        }
        Change::Added { table, record, .. } => {
            vec!["+".to_owned(), table.to_string(), told(record)]
        }
        Change::Removed { table, record, .. } => {
            vec!["-".to_owned(), table.to_string(), told(record)]
        }
        Change::Status { table, old, new } => {
            let (old, new) = (standing(*old, lang), standing(*new, lang));
            vec![
                "~".to_owned(),
                table.to_string(),
                String::new(),
                String::new(),
                format!("{old} → {new}"),
            ]
        }
    }
}
