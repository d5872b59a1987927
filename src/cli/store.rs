//! `huibiao store`: the files that a store knows, unit by unit, and what the office does with them.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Command, Subcommand};
use serde_json::{Value as Json, json};

use super::columns::write_columns;
use super::intake::{Deciding, Office, correcting, receipt};
use super::results::{Shown, View, ViewsOf, format_help};
use super::screen::{json_out, screen};
use super::{Context, Failure, Outcome};
use crate::batch::{Chosen, Stage};
use crate::model::submission::Submission;
use crate::report::printable;
use crate::said;
use crate::store::{FileId, FileState, KeptFile, ReceiptOf, Run, Store};
use crate::survey::returns::UnitReturns;
use crate::text::Worded as _;
use crate::text::key::key;
use crate::text::lang::{Lang, Said};

/// List the files that a store knows, withdraw one, give one to a unit
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the files, unit by unit, and which of them count
    List {
        /// The store
        #[arg(value_name = "STORE.sqlite")]
        store: PathBuf,
        /// The files of this unit alone
        #[arg(value_name = "UNIT")]
        unit: Option<String>,
        #[command(flatten)]
        shown: Shown,
    },
    /// Withdraw a file: it counts nowhere, and an older one of its unit does again
    Withdraw(Change),
    /// Take a withdrawn file in again, or keep one that is gone from its folder
    Restore(Change),
    /// Give a file to a unit, whatever its cover and its name say
    Assign {
        #[command(flatten)]
        change: Change,
        /// The unit's name; none takes back what was said
        #[arg(value_name = "UNIT")]
        unit: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
struct Change {
    /// The store
    #[arg(value_name = "STORE.sqlite")]
    store: PathBuf,
    /// The file: its name with or without folders, or the beginning of its SHA-256
    #[arg(value_name = "FILE")]
    file: String,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    why: String,
    /// Who decided
    #[arg(long, value_name = "NAME", default_value = "")]
    who: String,
}

const SHOWN: ViewsOf = ViewsOf(&[(View::Text, None), (View::Json, None)]);

pub(super) fn in_chinese(command: Command) -> Command {
    let change = |c: Command, about: &'static str| {
        c.about(about)
            .mut_arg("store", |a| a.help("数据库"))
            .mut_arg("file", |a| {
                a.help("文件：文件名（可带文件夹），或 SHA-256 的开头几位")
            })
            .mut_arg("why", |a| a.help("理由"))
            .mut_arg("who", |a| a.help("谁定的"))
    };
    command
        .about("列出数据库里的文件，撤回文件，指定文件是哪个单位的")
        .mut_subcommand("list", |c| {
            c.about("按单位列出文件，以及哪份计入")
                .mut_arg("store", |a| a.help("数据库"))
                .mut_arg("unit", |a| a.help("只列这个单位的"))
                .mut_arg("format", |a| a.help("text 或 json"))
        })
        .mut_subcommand("withdraw", move |c| {
            change(c, "撤回一个文件：不再计入，该单位较早的一份重新计入")
        })
        .mut_subcommand("restore", move |c| {
            change(c, "恢复撤回的文件，或保留已不在文件夹里的文件")
        })
        .mut_subcommand("assign", move |c| {
            change(c, "指定文件是哪个单位的，不论封面和文件名怎么写")
                .mut_arg("unit", |a| a.help("单位名称；不写则取消以前的指定"))
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao store list 调查.sqlite 化学学院\n  huibiao store withdraw 调查.sqlite 化学学院v2.docx --why 单位来电撤回 --who 王五\n  huibiao store assign 调查.sqlite 子表.xlsx 力学系",
        "Examples:\n  huibiao store list survey.sqlite Chemistry\n  huibiao store withdraw survey.sqlite chemistry-v2.docx --why \"they called\" --who Wang\n  huibiao store assign survey.sqlite sheets.xlsx Mechanics"
    );
    let formats = said!("text 或 json", "text or json");
    command
        .mut_subcommand("list", |c| format_help(c, &formats, lang))
        .after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    match &args.what {
        What::List { store, unit, shown } => {
            list(store, unit.as_deref(), shown.view(&SHOWN)?, context)
        }
        What::Withdraw(change) => changed(change, context, |run, file| {
            run.withdraw(file, &change.why, &change.who)
        }),
        What::Restore(change) => changed(change, context, |run, file| {
            run.restore(file, &change.why, &change.who)
        }),
        What::Assign { change, unit } => changed(change, context, |run, file| {
            let unit = unit.as_deref().filter(|unit| !key(unit).is_empty());
            run.assign(file, unit, &change.why, &change.who)
        }),
    }
}

/// What the store keeps of the office's lists.
fn office(store: &Path, context: &Context) -> Result<Office, Failure> {
    Deciding { decisions: None }.office(None, &[store.to_owned()], context)
}

fn changed(
    change: &Change,
    context: &Context,
    of: impl Fn(&Run<'_>, FileId) -> Result<bool, crate::store::StoreError>,
) -> Result<Outcome, Failure> {
    super::intake::must_exist([&change.store])?;
    let office = office(&change.store, context)?;
    let bundles = context.editions()?;
    let store = Store::open(&change.store)?;
    let run = store.begin(&bundles)?;
    let file = found(&store.files()?, &change.file)?;
    of(&run, file.id)?;
    let mappings: Vec<_> = bundles.into_iter().map(|b| b.mapping).collect();
    let correcting = correcting(&mappings)?;
    run.corrections(None, &correcting)?;
    run.settle_all(office.knowing(), &correcting)?;
    run.commit()?;
    let now = found(&store.files()?, &file.place)?;
    let (name, state) = (
        printable(&now.place),
        state(now.state, now.assigned.as_deref()),
    );
    let (zh, en) = (state.zh, state.en);
    context.warn(&said!("{name}：{zh}", "{name}: {en}"));
    Ok(Outcome::Fine)
}

/// The one file that is meant.
fn found(files: &[KeptFile], wanted: &str) -> Result<KeptFile, Failure> {
    let wanted = wanted.replace('\\', "/");
    let by_hash = wanted.len() >= 6 && wanted.chars().all(|c| c.is_ascii_hexdigit());
    let is_it = |f: &&KeptFile| {
        let ends = |whole: &str| {
            whole == wanted
                || whole
                    .strip_suffix(&wanted)
                    .is_some_and(|rest| rest.ends_with('/'))
        };
        ends(&f.place) || (by_hash && f.receipt.sha256.hex().starts_with(&wanted))
    };
    let mut all: Vec<&KeptFile> = files.iter().filter(is_it).collect();
    if all.len() > 1 {
        // What lies there now is meant, not what it replaced.
        let now = all.iter().filter(|f| f.state != FileState::Replaced);
        let now: Vec<&KeptFile> = now.copied().collect();
        if now.len() == 1 {
            all = now;
        }
    }
    let listed = || -> String {
        let names = all.iter().map(|f| {
            let hash = f.receipt.sha256.hex();
            let hash = hash.get(..12).unwrap_or_default();
            format!("\n  {} ({hash})", printable(&f.place))
        });
        names.collect()
    };
    match all[..] {
        [one] => Ok(one.clone()),
        [] => Err(Failure::told(said!(
            "数据库里没有文件“{wanted}”；huibiao store list 列出全部文件",
            "the store knows no file `{wanted}`; huibiao store list lists them all"
        ))),
        _ => {
            let listed = listed();
            Err(Failure::told(said!(
                "有几个文件叫“{wanted}”，请写明文件夹或 SHA-256：{listed}",
                "there are several files `{wanted}`; give the folder or the SHA-256: {listed}"
            )))
        }
    }
}

/// A unit's files.
struct OfUnit {
    name: Option<String>,
    files: Vec<(KeptFile, Said, bool)>,
    doubts: Vec<Said>,
}

fn list(
    path: &Path,
    unit: Option<&str>,
    view: View,
    context: &Context,
) -> Result<Outcome, Failure> {
    super::intake::must_exist([&path.to_owned()])?;
    let office = office(path, context)?;
    let store = Store::read(path)?;
    let mappings: Vec<_> = context.editions()?.into_iter().map(|b| b.mapping).collect();
    let correcting = correcting(&mappings)?;
    let corrections = store.corrections(&correcting)?;
    let of = |s: &Submission| receipt(s, corrections.as_ref(), &correcting);
    let of = corrections.is_some().then_some(&of as ReceiptOf<'_>);
    let mut files: HashMap<FileId, KeptFile> = HashMap::new();
    files.extend(store.files()?.into_iter().map(|f| (f.id, f)));
    let mut stage = Stage::default();
    let ids = store.hand_on(&mut stage, of)?;
    let chosen = stage.choose(office.knowing());
    let mut units: Vec<OfUnit> = (chosen.returns().iter())
        .map(|returns| of_unit(returns, &chosen, &ids, &mut files))
        .collect();
    // What is left was withdrawn.
    let mut left: Vec<KeptFile> = files.into_values().collect();
    left.sort_by_key(|f| f.id);
    for file in left {
        let name = file.assigned.clone();
        let name = name.or_else(|| file.receipt.unit.as_deref().map(str::to_owned));
        let state = said!("已撤回", "withdrawn");
        match units.iter_mut().find(|u| is_called(u, name.as_deref())) {
            Some(known) => known.files.push((file, state, false)),
            None => units.push(OfUnit {
                name,
                files: vec![(file, state, false)],
                doubts: Vec::new(),
            }),
        }
    }
    if unit.is_some() {
        units.retain(|u| is_called(u, unit));
    }
    if let (true, Some(unit)) = (units.is_empty(), unit) {
        return Err(Failure::told(said!(
            "数据库里没有单位“{unit}”的文件",
            "the store has no file of the unit `{unit}`"
        )));
    }
    match view {
        View::Json => {
            let units: Vec<Json> = units.iter().map(|u| in_json(u, context.lang)).collect();
            let mut out = io::BufWriter::new(json_out());
            let all = json!({ "schema": "huibiao/files/1", "units": units });
            serde_json::to_writer_pretty(&mut out, &all).map_err(io::Error::from)?;
            writeln!(out)?;
            out.flush()?;
        }
        _ => text(&units, context.lang)?,
    }
    Ok(match units.iter().all(|u| u.doubts.is_empty()) {
        true => Outcome::Fine,
        false => Outcome::Wrong,
    })
}

fn is_called(unit: &OfUnit, name: Option<&str>) -> bool {
    match (&unit.name, name) {
        (Some(own), Some(name)) => key(own) == key(name),
        _ => false,
    }
}

fn of_unit(
    returns: &UnitReturns,
    chosen: &Chosen,
    ids: &[FileId],
    files: &mut HashMap<FileId, KeptFile>,
) -> OfUnit {
    let receipts = chosen.receipts();
    let mut all: Vec<(usize, Said, bool)> = Vec::new();
    for index in returns.counting() {
        all.push((index, said!("计入", "counts"), true));
    }
    for older in &returns.older {
        let why = older.why.said(&receipts[older.instead].file);
        let (zh, en) = (why.zh, why.en);
        all.push((
            older.index,
            said!("不计入：{zh}", "does not count: {en}"),
            false,
        ));
    }
    for index in &returns.unread {
        all.push((*index, said!("读不了", "cannot be read"), false));
    }
    for index in &returns.undecided {
        all.push((*index, said!("未定，不计入", "open, does not count"), false));
    }
    let mut listed = Vec::new();
    for (index, said, counts) in all {
        if let Some(file) = ids.get(index).and_then(|id| files.remove(id)) {
            listed.push((file, said, counts));
        }
    }
    OfUnit {
        name: returns.unit.as_ref().map(|u| u.name.to_string()),
        files: listed,
        doubts: returns.doubts.iter().map(|d| d.message()).collect(),
    }
}

fn in_json(unit: &OfUnit, lang: Lang) -> Json {
    let file = |(file, said, counts): &(KeptFile, Said, bool)| {
        json!({
            "file": &*file.receipt.file,
            "place": file.place,
            "sha256": file.receipt.sha256,
            "modified": file.receipt.modified,
            "state": file.state.name(),
            "since": file.since,
            "counts": counts,
            "standing": said.get(lang),
            "assigned": file.assigned,
            "why": file.why,
            "who": file.who,
        })
    };
    json!({
        "unit": unit.name,
        "files": unit.files.iter().map(file).collect::<Vec<_>>(),
        "open": unit.doubts.iter().map(|d| d.get(lang)).collect::<Vec<_>>(),
    })
}

fn text(units: &[OfUnit], lang: Lang) -> Result<(), Failure> {
    let mut out = screen();
    for (i, unit) in units.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        let nobody = said!("（不知是哪个单位）", "(nobody knows whose)");
        let name = unit.name.as_deref().unwrap_or(nobody.get(lang));
        writeln!(out, "{}", printable(name))?;
        let rows: Vec<Vec<String>> = (unit.files.iter())
            .map(|(file, said, _)| {
                let state = state(file.state, file.assigned.as_deref());
                let hash = file.receipt.sha256.hex();
                let hash = hash.get(..12).unwrap_or_default();
                vec![
                    hash.to_owned(),
                    printable(&file.receipt.file),
                    said.get(lang).to_owned(),
                    match file.state == FileState::Here && file.assigned.is_none() {
                        true => String::new(),
                        false => state.get(lang).to_owned(),
                    },
                ]
            })
            .collect();
        write_columns(&rows, "  ", &mut out)?;
        for doubt in &unit.doubts {
            writeln!(out, "  ! {}", printable(doubt.get(lang)))?;
        }
    }
    out.flush()?;
    Ok(())
}

fn state(state: FileState, assigned: Option<&str>) -> Said {
    let state = match state {
        FileState::Here => said!("在册", "taken in"),
        FileState::Gone => said!("已不在文件夹里", "gone from its folder"),
        FileState::Replaced => said!("已被同名的新文件替换", "replaced in its folder"),
        FileState::Withdrawn => said!("已撤回", "withdrawn"),
        FileState::Kept => said!("已不在文件夹里，仍保留", "gone from its folder, and kept"),
    };
    match assigned {
        Some(unit) => {
            let Said { zh, en } = state.said();
            said!("{zh}，指定给“{unit}”", "{en}, given to “{unit}”")
        }
        None => state,
    }
}
