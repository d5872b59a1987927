//! `huibiao mapping export`: the codebook in formats that others read.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Command, ValueEnum};

use super::mapping::open;
use super::{Context, Failure, Outcome};
use crate::exchange::{datapackage, xlsform};
use crate::mapping::{Mapping, codebook_csv};
use crate::output::{must_not_replace, write_whole};
use crate::said;
use crate::text::lang::{Lang, Said};

/// Write an edition's codebook in a format that others read
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An edition's id, its folder, or a blank form with tags
    #[arg(value_name = "ID")]
    edition: String,
    /// The format
    #[arg(short, long, value_enum)]
    format: Kind,
    /// The file to write, or a folder; `-` is standard output
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A workbook for ODK and KoBoToolbox
    Xlsform,
    /// A Frictionless data package for the CSV tables of convert
    Datapackage,
    /// The codebook's columns
    Csv,
    /// All that the mapping says
    Json,
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("把一个版本的代码簿写成别的程序能读的格式")
        .mut_arg("edition", |a| a.help("版本代号、其文件夹，或带标记的空白表"))
        .mut_arg("format", |a| {
            a.help("xlsform（ODK、KoBoToolbox 的工作簿）、datapackage（csv 输出的数据包说明）、csv（代码簿）、json（全部）")
        })
        .mut_arg("output", |a| a.help("要写出的文件或文件夹；- 为标准输出"))
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao mapping export hz-2025 -f xlsform -o 问卷.xlsx\n  huibiao mapping export hz-2025 -f datapackage -o huibiao-out",
        "Examples:\n  huibiao mapping export hz-2025 -f xlsform -o form.xlsx\n  huibiao mapping export hz-2025 -f datapackage -o huibiao-out"
    );
    command.after_help(help.get(lang).to_owned())
}

impl Kind {
    fn file(self, mapping: &Mapping) -> String {
        let id = &mapping.edition.id;
        match self {
            Kind::Xlsform => format!("{id}.xlsx"),
            Kind::Datapackage => "datapackage.json".to_owned(),
            Kind::Csv => format!("{id}.csv"),
            Kind::Json => format!("{id}.json"),
        }
    }
}

pub(super) fn run(
    args: &Args,
    context: &Context,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let mapping = open(&args.edition, context)?.mapping;
    let given = args
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    let path = match given {
        // A folder, there or to be.
        Some(path) if path.is_dir() || path.extension().is_none() => {
            Some(path.join(args.format.file(&mapping)))
        }
        Some(path) => Some(path.to_owned()),
        None if args.output.is_none()
            && args.format == Kind::Xlsform
            && io::stdout().is_terminal() =>
        {
            Some(Path::new("huibiao-out").join(args.format.file(&mapping)))
        }
        None => None,
    };
    let bytes = match args.format {
        Kind::Csv => codebook_csv(&mapping).into_bytes(),
        Kind::Json => pretty(&mapping)?,
        Kind::Datapackage => {
            // Beside the tables of a run those that are there, by themselves all.
            let folder = path
                .as_deref()
                .and_then(Path::parent)
                .map(|p| p.join("csv"));
            let folder = folder.filter(|f| f.is_dir());
            let is_there = |code: &str| {
                folder
                    .as_ref()
                    .is_none_or(|f| f.join(format!("{code}.csv")).is_file())
            };
            pretty(&datapackage::package(&mapping, is_there))?
        }
        Kind::Xlsform => {
            let form = xlsform::xlsform(&mapping);
            let failed = |e: rust_xlsxwriter::XlsxError| Failure::told(Said::same(e.to_string()));
            let bytes = form.workbook().map_err(failed)?;
            if !form.unsaid.is_empty() {
                context.warn(&said!("XLSForm 说不出的：", "what an XLSForm cannot say:"));
                for (path, Said { zh, en }) in &form.unsaid {
                    context.warn(&said!("  {path}：{zh}", "  {path}: {en}"));
                }
            }
            bytes
        }
    };
    match path {
        None => out.write_all(&bytes)?,
        Some(path) => {
            must_not_replace(&path, &bytes)?;
            write_whole(&path, |file| file.write_all(&bytes)).map_err(Failure::told)?;
            let shown = path.display();
            context.warn(&said!("已写入 {shown}", "written: {shown}"));
        }
    }
    Ok(Outcome::Fine)
}

fn pretty(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    let text = serde_json::to_vec_pretty(value);
    let mut text = text.map_err(|e| Failure::told(Said::same(e.to_string())))?;
    text.push(b'\n');
    Ok(text)
}
