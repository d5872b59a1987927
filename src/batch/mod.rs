//! Many returned files: found in folders and archives, read in parallel, put together by unit, and
//! handed on in input order, so that memory does not grow with their number.

mod archive;
mod inputs;
mod join;
mod legacy;

pub use inputs::{Gathered, Input, gather};
pub use legacy::{Converted, convert as convert_old};

use std::path::PathBuf;

use rayon::prelude::*;

use crate::finding::{Finding, Rule};
use crate::lang::Said;
use crate::reading::{Kind, Reader, sha256};
use crate::said;
use crate::submission::Submission;

/// How many files are in hand at once for each processor.
const IN_HAND: usize = 16;

/// What is told while a batch is read.
pub trait Progress: Sync {
    /// So many files will be read.
    fn begin(&self, files: usize);
    /// A file was read.
    fn read(&self, name: &str);
    /// LibreOffice is turning so many old documents into .docx.
    fn converting(&self, files: usize);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: usize) {}
    fn read(&self, _: &str) {}
    fn converting(&self, _: usize) {}
}

/// Reads all inputs and hands each unit's submission to `give`, in input order; workbooks that
/// belong to no form come last.
///
/// # Errors
/// Only what `give` returns: a file that cannot be read is a submission that says so.
pub fn read_all<E>(
    inputs: &[Input],
    reader: &Reader,
    progress: &dyn Progress,
    mut give: impl FnMut(Submission) -> Result<(), E>,
) -> Result<(), E> {
    progress.begin(inputs.len());
    let old = legacy::convert(inputs, progress);
    let mut joiner = join::Joiner::new(inputs);
    // Workbooks first: a form that is read later finds its own among them.
    let is_book: Vec<bool> = inputs.par_iter().map(inputs::looks_like_workbook).collect();
    let books: Vec<usize> = (0..inputs.len()).filter(|&i| is_book[i]).collect();
    for part in books.chunks(chunk()) {
        let read: Vec<_> = part
            .par_iter()
            .map(|&i| (i, read_one(&inputs[i], old.get(i), reader, progress)))
            .collect();
        for (i, submission) in read {
            joiner.add_workbook(i, submission);
        }
    }
    let forms: Vec<usize> = (0..inputs.len()).filter(|&i| !is_book[i]).collect();
    if forms.is_empty() {
        for submission in joiner.rest() {
            give(submission)?;
        }
        return Ok(());
    }
    for part in forms.chunks(chunk()) {
        let read: Vec<_> = part
            .par_iter()
            .map(|&i| (i, read_one(&inputs[i], old.get(i), reader, progress)))
            .collect();
        for (i, submission) in read {
            give(joiner.join(i, submission))?;
        }
    }
    for submission in joiner.rest() {
        give(submission)?;
    }
    Ok(())
}

fn chunk() -> usize {
    rayon::current_num_threads().max(1) * IN_HAND
}

/// Reads one input; an old document from what LibreOffice made of it.
fn read_one(
    input: &Input,
    old: Option<&Result<PathBuf, Said>>,
    reader: &Reader,
    progress: &dyn Progress,
) -> Submission {
    let read = || read_bytes(input, old, reader);
    // A fault in the program must not cost the other files; it is told like any unreadable file.
    let submission =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| {
            unread(
                input,
                said!(
                    "程序读取这个文件时出错，请把文件发给开发者",
                    "the program failed on this file; please send it to its developers"
                ),
                reader,
            )
        });
    progress.read(&input.name);
    submission
}

fn read_bytes(input: &Input, old: Option<&Result<PathBuf, Said>>, reader: &Reader) -> Submission {
    match (input.bytes(), old) {
        (Err(error), _) => unread(input, error, reader),
        (Ok(bytes), None) => reader.read(&input.name, &bytes),
        (Ok(bytes), Some(Err(why))) => {
            let mut submission = reader.read(&input.name, &bytes);
            if let Some(finding) = submission
                .findings
                .first_mut()
                .filter(|f| f.rule == Rule::UnreadableFile)
            {
                finding.hint = why.clone();
            }
            submission
        }
        (Ok(bytes), Some(Ok(path))) => match std::fs::read(path) {
            Ok(converted) => {
                let mut submission = reader.read(&input.name, &converted);
                submission.source.sha256 = sha256(&bytes);
                submission.source.format = crate::reading::extension(&input.name);
                submission
            }
            Err(error) => unread(
                input,
                said!(
                    "LibreOffice转换的结果无法读取：{error}",
                    "what LibreOffice made of it cannot be read: {error}"
                ),
                reader,
            ),
        },
    }
}

fn unread(input: &Input, why: Said, reader: &Reader) -> Submission {
    let mut submission = reader.read(&input.name, &[]);
    submission.findings = vec![Finding::error(Rule::UnreadableFile, why)];
    submission
}

/// A file that was handed in as a form or as a workbook.
pub(crate) fn kind_of(submission: &Submission) -> Kind {
    match submission.source.format.as_str() {
        "xlsx" | "xls" | "ods" | "csv" => Kind::Sheets,
        _ => Kind::Form,
    }
}
