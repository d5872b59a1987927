//! `huibiao mapping recognise`: which edition each file is a form of, and why.

use std::io::Write;
use std::path::PathBuf;

use clap::Command;
use office::paper::Paper;
use serde::Serialize;

use super::results::{Shown, View, ViewsOf, format_help};
use super::{Context, Failure, Outcome};
use crate::batch::{Forgetful, Input, Silent, convert_old, gather};
use crate::read::{Likely, Reader, Verdict, open};
use crate::report::printable;
use crate::said;
use crate::text::Worded;
use crate::text::lang::{Lang, Said};

/// Say which edition each file is a form of, and why
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders (read to the bottom) or .zip archives of returned files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    shown: Shown,
}

/// How it is shown.
const SHOWN: ViewsOf = ViewsOf(&[(View::Text, None), (View::Json, None)]);

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("说明每个文件是哪个版本的表，凭什么")
        .mut_arg("inputs", |a| {
            a.help("收回的文件、文件夹（含下级）或 .zip 压缩包")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "得分由封面的年份和标题、找到的表号、表名、表头、选项框算出；最高的是所用的版本。\n\n示例：\n  huibiao mapping recognise 收回/\n  huibiao --mapping mappings/hz-2026 --mapping mappings/hz-2025 mapping recognise 化学学院.docx",
        "The score counts the cover's year and title, and the codes, titles, labels and boxes that were found; the highest is the edition used.\n\nExamples:\n  huibiao mapping recognise returned/\n  huibiao --mapping mappings/hz-2026 --mapping mappings/hz-2025 mapping recognise chemistry.docx"
    );
    let formats = said!(
        "text 供阅读，json 供程序使用",
        "text for reading, json for programs"
    );
    format_help(command, &formats, lang).after_help(help.get(lang).to_owned())
}

/// What is said of one file.
#[derive(Serialize)]
struct Told {
    file: String,
    /// The edition that it is read with.
    edition: Option<String>,
    /// Another edition is as likely.
    tied: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Said>,
    editions: Vec<OfEdition>,
}

/// What speaks for one edition.
#[derive(Serialize)]
struct OfEdition {
    id: String,
    year: i32,
    score: usize,
    /// It was looked at closely, not at first sight only.
    tried: bool,
    tables: usize,
    cover_year: Option<i32>,
    titled: bool,
    codes: usize,
    titles: usize,
    labels: usize,
    boxes: usize,
    #[serde(skip)]
    why: Vec<Said>,
}

pub(super) fn run(
    args: &Args,
    context: &Context,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let view = args.shown.view(&SHOWN)?;
    let reader = Reader::of_bundles(context.editions()?)?;
    let inputs = gather(&args.inputs).inputs;
    if inputs.is_empty() {
        return Err(Failure::told(said!("没有找到文件", "no file was found")));
    }
    let converted = convert_old(&inputs, &Silent, &Forgetful);
    let mut outcome = Outcome::Fine;
    let mut all = Vec::new();
    for (i, input) in inputs.iter().enumerate() {
        let made = converted.get(i).map(|made| match made {
            Ok(path) => Ok(Input::file(path, input.name.clone())),
            Err(why) => Err(why.clone()),
        });
        let paper = match made {
            Some(made) => made.and_then(|input| paper(&input)),
            None => paper(input),
        };
        let told = match paper {
            Ok(paper) => {
                let likely = reader.recognise(&paper).map_err(Worded::said)?;
                told(input.name.clone(), &likely)
            }
            Err(why) => Told {
                file: input.name.clone(),
                edition: None,
                tied: false,
                error: Some(why),
                editions: Vec::new(),
            },
        };
        outcome = outcome.max(match (&told.edition, told.tied) {
            (None, _) => Outcome::Failed,
            (Some(_), true) => Outcome::Wrong,
            (Some(_), false) => Outcome::Fine,
        });
        if view == View::Text {
            write_text(&told, context.lang, out)?;
        }
        all.push(told);
    }
    if view == View::Json {
        serde_json::to_writer(&mut *out, &all).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(outcome)
}

fn paper(input: &Input) -> Result<Paper, Said> {
    let bytes = input.bytes()?;
    let opened = open(&input.name, &bytes).map_err(|e| e.said())?;
    Ok(opened.paper)
}

fn told(file: String, likely: &[Likely]) -> Told {
    let own = likely
        .first()
        .filter(|l| matches!(l.verdict, Verdict::Chosen | Verdict::Tied));
    Told {
        file,
        edition: own.map(|l| l.id.to_string()),
        tied: own.is_some_and(|l| l.verdict == Verdict::Tied),
        error: None,
        editions: likely.iter().map(of_edition).collect(),
    }
}

fn of_edition(likely: &Likely) -> OfEdition {
    let e = &likely.evidence;
    OfEdition {
        id: likely.id.to_string(),
        year: likely.year,
        score: e.score(),
        tried: likely.verdict != Verdict::PassedOver,
        tables: e.of,
        cover_year: e.year,
        titled: e.titled,
        codes: e.codes,
        titles: e.titles,
        labels: e.tables,
        boxes: e.boxes,
        why: e.said(),
    }
}

fn write_text(told: &Told, lang: Lang, out: &mut impl Write) -> std::io::Result<()> {
    let file = printable(&told.file);
    let verdict = match (&told.edition, &told.error) {
        (_, Some(why)) => {
            let (zh, en) = (&why.zh, &why.en);
            said!("无法读取：{zh}", "cannot be read: {en}")
        }
        (None, None) => said!("不是已知的表", "not a form that is known"),
        (Some(id), None) if told.tied => said!(
            "{id}（另一版本同样可能）",
            "{id} (another edition is as likely)"
        ),
        (Some(id), None) => said!("{id}", "{id}"),
    };
    writeln!(out, "{file}  {}", printable(verdict.get(lang)))?;
    for edition in told.editions.iter().filter(|e| e.score > 0) {
        let (id, score) = (&edition.id, edition.score);
        let why: Vec<&str> = edition.why.iter().map(|w| w.get(lang)).collect();
        let sight = match edition.tried {
            true => Said::default(),
            false => said!("，只看了一眼", ", at first sight"),
        };
        let why = why.join(lang.pick("；", "; "));
        let line = said!(
            "  {id}  得分 {score}{}",
            "  {id}  score {score}{}",
            sight.get(lang)
        );
        writeln!(
            out,
            "{}{}{why}{}",
            line.get(lang),
            lang.pick("（", " ("),
            lang.pick("）", ")")
        )?;
    }
    Ok(())
}
