//! `huibiao mapping`: the editions that forms are read with.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Command, Subcommand};

use super::columns::write_columns;
use super::mapping_diff::write_comparison;
use super::results::{Shown, View, ViewsOf, format_help};
use super::{Context, Failure, Outcome, conform, init, mapping_export, recognise};
use crate::mapping::compare::Comparison;
use crate::mapping::{
    Bundle, Field, Mapping, OpenError, Table, bundled, bundled_ids, codebook_csv, load_dir,
};
use crate::propose::conform::unsaid;
use crate::said;
use crate::tagged::{self, EditionError, edition, is_document};
use crate::text::Worded as _;
use crate::text::lang::Lang;
use crate::text::visible;

/// List, show and check the editions that forms are read with
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the editions
    List,
    /// Show what an edition asks for
    Show {
        /// An edition's id, or its folder
        #[arg(value_name = "ID")]
        edition: String,
        #[command(flatten)]
        shown: Shown,
    },
    Init(init::Args),
    Export(mapping_export::Args),
    Recognise(recognise::Args),
    /// Check an edition's files, and what they say against the blank form
    Check {
        /// An edition's folder or id [default: --mapping, else all that are bundled]
        #[arg(value_name = "DIR|ID")]
        edition: Option<String>,
        /// The blank form, or the blank workbook, to compare with [default: the edition's own]
        #[arg(long, value_name = "BLANK", num_args = 1..=2)]
        form: Vec<PathBuf>,
    },
    /// Show what changed between two editions: tables and items that came, went, moved or changed
    Diff {
        /// The older edition's id or folder
        #[arg(value_name = "OLD")]
        old: String,
        /// The newer edition's id or folder
        #[arg(value_name = "NEW")]
        new: String,
        #[command(flatten)]
        shown: Shown,
    },
}

/// How an edition is shown.
const EDITION: ViewsOf = ViewsOf(&[(View::Text, None), (View::Csv, None), (View::Json, None)]);
/// How two editions are compared.
const CHANGES: ViewsOf = ViewsOf(&[(View::Text, None), (View::Json, None)]);

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("列出、查看、检查表单的各个版本")
        .mut_subcommand("list", |c| c.about("列出版本"))
        .mut_subcommand("show", |c| {
            c.about("查看一个版本收集什么")
                .mut_arg("edition", |a| a.help("版本代号，或其文件夹"))
        })
        .mut_subcommand("init", init::in_chinese)
        .mut_subcommand("export", mapping_export::in_chinese)
        .mut_subcommand("recognise", recognise::in_chinese)
        .mut_subcommand("check", |c| {
            c.about("检查一个版本的文件，并与空白表核对")
                .mut_arg("edition", |a| {
                    a.help("版本的文件夹或代号 [默认：--mapping 所指，否则全部内置版本]")
                })
                .mut_arg("form", |a| {
                    a.help("要核对的空白表或空白子表工作簿 [默认：版本自带的]")
                })
        })
        .mut_subcommand("diff", |c| {
            c.about("比较两个版本：新增、去掉、移位、变化的表和项目")
                .mut_arg("old", |a| a.help("较早版本的代号或文件夹"))
                .mut_arg("new", |a| a.help("较新版本的代号或文件夹"))
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    command
        .mut_subcommand("show", |c| {
            let help = said!(
                "示例：\n  huibiao mapping show hz-2025\n  huibiao mapping show hz-2025 -f csv > codebook.csv",
                "Examples:\n  huibiao mapping show hz-2025\n  huibiao mapping show hz-2025 -f csv > codebook.csv"
            );
            let formats = said!(
                "text 供阅读，csv 为代码簿，json 为全部内容",
                "text for reading, csv for the codebook, json for everything"
            );
            format_help(c, &formats, lang).after_help(help.get(lang).to_owned())
        })
        .mut_subcommand("init", |c| init::with_examples(c, lang))
        .mut_subcommand("export", |c| mapping_export::with_examples(c, lang))
        .mut_subcommand("recognise", |c| recognise::with_examples(c, lang))
        .mut_subcommand("check", |c| {
            let help = said!(
                "文件的错误指出行和列；与空白表核对时，说明表单有而映射没有的表、项目、选项、封面项，和反过来的。\n\n示例：\n  huibiao mapping check mappings/hz-2026\n  huibiao mapping check hz-2025 --form 新空白表.docx",
                "Errors in the files are shown at their lines; against the blank form: which tables, items, options and cover labels one has and the other has not.\n\nExamples:\n  huibiao mapping check mappings/hz-2026\n  huibiao mapping check hz-2025 --form new.docx"
            );
            c.after_help(help.get(lang).to_owned())
        })
        .mut_subcommand("diff", |c| {
            let help = said!(
                "+ 新增  - 去掉  ~ 变化  > 移位  = 不变\n\n示例：\n  huibiao mapping diff hz-2020 hz-2025\n  huibiao mapping diff hz-2025 mappings/hz-2026 -f json",
                "+ came  - went  ~ changed  > moved  = as it was\n\nExamples:\n  huibiao mapping diff hz-2020 hz-2025\n  huibiao mapping diff hz-2025 mappings/hz-2026 -f json"
            );
            let formats = said!("text 供阅读，json 为全部内容", "text for reading, json for everything");
            format_help(c, &formats, lang).after_help(help.get(lang).to_owned())
        })
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let mut out = io::stdout().lock();
    match &args.action {
        Action::List => list(context, &mut out),
        Action::Show { edition, shown } => {
            let view = shown.view(&EDITION)?;
            let bundle = open(edition, context)?;
            show(&bundle.mapping, view, context.lang, &mut out)?;
            Ok(Outcome::Fine)
        }
        Action::Init(args) => init::run(args, context, &mut out),
        Action::Export(args) => mapping_export::run(args, context, &mut out),
        Action::Recognise(args) => recognise::run(args, context, &mut out),
        Action::Check { edition, form } => check(edition.as_deref(), form, context, &mut out),
        Action::Diff { old, new, shown } => {
            let view = shown.view(&CHANGES)?;
            let (old, new) = (open(old, context)?, open(new, context)?);
            let found = Comparison::new(&old.mapping, &new.mapping);
            match view {
                View::Text => write_comparison(&found, context.lang, &mut out)?,
                _ => {
                    serde_json::to_writer_pretty(
                        visible::Shown::json(&mut out),
                        &found.json(context.lang),
                    )
                    .map_err(io::Error::from)?;
                    writeln!(out)?;
                }
            }
            Ok(Outcome::Fine)
        }
    }
}

/// The edition that a word means: one of `--mapping` by its id, a folder, or a bundled one.
pub(super) fn open(word: &str, context: &Context) -> Result<Bundle, EditionError> {
    for given in &context.mappings {
        let bundle = edition(given)?;
        if &*bundle.mapping.edition.id == word {
            return Ok(bundle);
        }
    }
    let path = Path::new(word);
    if is_document(path) {
        return Ok(tagged::open(path)?.0);
    }
    if !bundled_ids().any(|id| id == word) && path.is_dir() {
        return Ok(load_dir(path)?);
    }
    Ok(bundled(word)?)
}

fn size(mapping: &Mapping, lang: Lang) -> String {
    let tables = mapping.tables.len();
    let fields: usize = mapping.tables.iter().map(|t| t.fields.len()).sum();
    said!(
        "{tables} 张表 {fields} 个项目",
        "{tables} tables, {fields} fields"
    )
    .get(lang)
    .to_owned()
}

fn list(context: &Context, out: &mut impl Write) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let rows: Vec<Vec<String>> = context
        .editions()?
        .iter()
        .map(|b| {
            let e = &b.mapping.edition;
            let name = match lang {
                Lang::En if !e.name_en.is_empty() => &e.name_en,
                _ => &e.name,
            };
            vec![e.id.to_string(), name.clone(), size(&b.mapping, lang)]
        })
        .collect();
    write_columns(&rows, "", out)?;
    Ok(Outcome::Fine)
}

fn show(mapping: &Mapping, view: View, lang: Lang, out: &mut impl Write) -> Result<(), io::Error> {
    match view {
        View::Csv => out.write_all(codebook_csv(mapping).as_bytes()),
        View::Json => {
            serde_json::to_writer_pretty(visible::Shown::json(&mut *out), mapping)?;
            writeln!(out)
        }
        _ => {
            let e = &mapping.edition;
            let (start, end) = (&e.period.start, &e.period.end);
            writeln!(out, "{}  {}", e.id, e.name)?;
            writeln!(out, "{start} – {end}  {}", size(mapping, lang))?;
            for table in &mapping.tables {
                writeln!(out, "\n{}  {}", table.code, table.name)?;
                writeln!(out, "  {}", about(table, lang))?;
                let rows: Vec<Vec<String>> = table.fields.iter().map(row).collect();
                write_columns(&rows, "    ", out)?;
            }
            Ok(())
        }
    }
}

/// What is said of a table in one line.
fn about(table: &Table, lang: Lang) -> String {
    let mut parts = vec![
        table.layout.name().to_owned(),
        said!("填在 {}", "filled in: {}", table.filled_in.name())
            .get(lang)
            .to_owned(),
    ];
    if let Some(under) = &table.under {
        parts.push(
            said!("印在 {under} 之下", "printed under {under}")
                .get(lang)
                .to_owned(),
        );
    }
    if let Some(n) = table.limit {
        parts.push(said!("限填 {n} 个", "at most {n}").get(lang).to_owned());
    }
    if let Some(n) = table.limit_options {
        parts.push(
            said!("限选 {n} 个", "at most {n} options")
                .get(lang)
                .to_owned(),
        );
    }
    parts.extend(table.only_for.clone());
    parts.join(" · ")
}

fn row(field: &Field) -> Vec<String> {
    let mut kind = field.kind.name().to_owned();
    if let Some(list) = &field.list {
        kind = format!("{kind} {list}");
    }
    vec![
        field.code.clone(),
        field.name.to_string(),
        field.label.to_string(),
        kind,
        field.unit.clone(),
    ]
}

fn check(
    edition: Option<&str>,
    form: &[PathBuf],
    context: &Context,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let opened: Vec<Result<Bundle, EditionError>> = match edition {
        Some(word) => vec![open(word, context)],
        None if context.mappings.is_empty() => bundled_ids().map(|id| Ok(bundled(id)?)).collect(),
        None => context
            .mappings
            .iter()
            .map(|given| tagged::edition(given))
            .collect(),
    };
    let mut outcome = Outcome::Fine;
    for opened in opened {
        match opened {
            Ok(bundle) => {
                let id = &bundle.mapping.edition.id;
                let size = size(&bundle.mapping, context.lang);
                let unsaid = unsaid(&bundle.mapping);
                let said = match unsaid.is_empty() {
                    true => said!("{id}：{size}，无误", "{id}: {size}, nothing wrong"),
                    false => said!("{id}：{size}", "{id}: {size}"),
                };
                writeln!(out, "{}", said.get(context.lang))?;
                for said in unsaid {
                    writeln!(out, "  {}", said.get(context.lang))?;
                    outcome = outcome.max(Outcome::Wrong);
                }
                outcome = outcome.max(conform::check(&bundle, form, context, out)?);
            }
            Err(EditionError::Open(OpenError::Load(e))) => {
                let drawn = e.render(context.lang, io::stdout().is_terminal());
                out.write_all(drawn.as_bytes())?;
                let n = e.problems().len();
                let said = said!("共 {n} 处错误", "{n} wrong in all");
                writeln!(out, "{}", said.get(context.lang))?;
                outcome = outcome.max(Outcome::Wrong);
            }
            Err(EditionError::Tags(e @ tagged::Error::Tags { .. })) => {
                writeln!(out, "{}", e.said().get(context.lang))?;
                out.write_all(e.drawn(context.lang, false).unwrap_or_default().as_bytes())?;
                outcome = outcome.max(Outcome::Wrong);
            }
            Err(e) => {
                context.warn(&e.said());
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome)
}
