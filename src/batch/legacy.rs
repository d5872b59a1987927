//! Documents that are not read natively (RTF, HTML, OpenDocument, Word 6/95) turned into .docx by
//! LibreOffice, where it is installed; .doc into .docx and old workbooks into .xlsx for whoever must
//! write into them, in a cage.

use std::collections::HashMap;
use std::path::PathBuf;

use office::FileKind;
use rayon::prelude::*;

use crate::batch::cage::{Cage, Job};
use crate::batch::{Input, Memory, Progress};
use crate::read::{needs_office, sha256};
use crate::said;
use crate::text::lang::Said;

/// What LibreOffice made of old documents; what it wrote goes when this does.
#[derive(Debug, Default)]
pub struct Converted {
    files: HashMap<usize, Result<PathBuf, Said>>,
    _cage: Option<Cage>,
}

impl Converted {
    /// The .docx (or .xlsx) made of an input, or why there is none; `None` where it needed no conversion.
    pub fn get(&self, input: usize) -> Option<&Result<PathBuf, Said>> {
        self.files.get(&input)
    }
}

/// Converts those inputs that need it and are not known from earlier runs.
pub fn convert(inputs: &[Input], progress: &dyn Progress, memory: &dyn Memory) -> Converted {
    let old: Vec<(usize, FileKind)> = inputs
        .par_iter()
        .enumerate()
        .filter(|(_, input)| maybe_old(&input.name))
        .filter_map(|(i, input)| {
            let bytes = input.bytes().ok()?;
            let kind = FileKind::of_bytes(&bytes);
            if input.is_listed(&bytes) {
                return None;
            }
            let known = || memory.knows(&input.name, &sha256(&bytes));
            (needs_office(kind) && !known()).then_some((i, kind))
        })
        .collect();
    convert_old(inputs, &old, progress)
}

fn convert_old(inputs: &[Input], old: &[(usize, FileKind)], progress: &dyn Progress) -> Converted {
    if old.is_empty() {
        return Converted::default();
    }
    progress.converting(old.len());
    match convert_all(inputs, old) {
        Ok(converted) => converted,
        Err(why) => Converted {
            files: old.iter().map(|(i, _)| (*i, Err(why.clone()))).collect(),
            _cage: None,
        },
    }
}

/// Converts those of these inputs that are documents or workbooks in another format than .docx and
/// .xlsx. To read them that is not needed; to write into them it is.
pub fn convert_to_write(inputs: &[Input], which: &[usize], progress: &dyn Progress) -> Converted {
    let old: Vec<(usize, FileKind)> = which
        .iter()
        .filter_map(|&i| Some((i, FileKind::of_bytes(&inputs[i].bytes().ok()?))))
        .filter(|(_, kind)| {
            use FileKind::{LegacyWord, LegacyWorkbook, OpenSheet};
            matches!(kind, LegacyWord | LegacyWorkbook | OpenSheet)
        })
        .collect();
    convert_old(inputs, &old, progress)
}

/// How LibreOffice is asked to convert a kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Recipe {
    /// The extension that the file is given, by which LibreOffice knows it.
    from: &'static str,
    /// The extension of what it makes.
    to: &'static str,
    /// The filter that makes it.
    filter: &'static str,
    /// The filter that reads the file, where the extension does not say.
    reader: Option<&'static str>,
}

impl Recipe {
    fn of(kind: FileKind) -> Recipe {
        let document = |from: FileKind| Recipe {
            from: from.extension(),
            to: "docx",
            filter: "MS Word 2007 XML",
            reader: None,
        };
        let workbook = |from: FileKind| Recipe {
            from: from.extension(),
            to: "xlsx",
            filter: "Calc MS Excel 2007 XML",
            reader: None,
        };
        match kind {
            FileKind::Html => Recipe {
                reader: Some("HTML (StarWriter)"),
                ..document(kind)
            },
            FileKind::WordXml => document(FileKind::Xml),
            FileKind::Rtf | FileKind::OpenText => document(kind),
            FileKind::LegacyWorkbook | FileKind::OpenSheet => workbook(kind),
            _ => document(FileKind::LegacyWord),
        }
    }
}

/// Files whose name does not already say that they are something newer. Old documents come under
/// the names of new ones, too.
fn maybe_old(name: &str) -> bool {
    let kind = FileKind::of_name(name);
    !kind.is_some_and(|k| k.is_workbook() || matches!(k, FileKind::Pdf | FileKind::Picture))
}

fn convert_all(inputs: &[Input], old: &[(usize, FileKind)]) -> Result<Converted, Said> {
    let cage = Cage::new()?;
    let mut files: Vec<(usize, Job, Recipe)> = Vec::new();
    for &(i, kind) in old {
        let Ok(bytes) = inputs[i].bytes() else {
            continue;
        };
        let recipe = Recipe::of(kind);
        let job = cage.put(&format!("f{i}"), recipe.from, recipe.to, &bytes)?;
        files.push((i, job, recipe));
    }
    // One call for some that are converted alike.
    let alike = |recipe: &Recipe| (recipe.to, recipe.reader);
    let mut done = Vec::new();
    for (.., recipe) in &files {
        if done.contains(&alike(recipe)) {
            continue;
        }
        done.push(alike(recipe));
        let mut arguments = Vec::new();
        arguments.extend(recipe.reader.map(|reader| format!("--infilter={reader}")));
        arguments.push("--convert-to".to_owned());
        arguments.push(format!("{}:{}", recipe.to, recipe.filter));
        let part = files.iter().filter(|f| alike(&f.2) == alike(recipe));
        let part: Vec<&Job> = part.map(|f| &f.1).collect();
        cage.convert(&part, &arguments)?;
    }
    let files = files
        .into_iter()
        .map(|(i, job, recipe)| {
            let end = recipe.to;
            let came = match job.is_done() {
                true => Ok(job.made),
                false => Err(said!(
                    "LibreOffice没能转换这个文件；请用Office或WPS打开后另存为.{end}",
                    "LibreOffice could not convert this file; open it in Office and save it as .{end}"
                )),
            };
            (i, came)
        })
        .collect();
    Ok(Converted {
        files,
        _cage: Some(cage),
    })
}
