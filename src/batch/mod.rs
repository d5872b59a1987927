//! Many returned files: found in folders and archives, read in parallel, put together by unit, and
//! handed on in input order, so that memory does not grow with their number.

mod archive;
mod cage;
mod earlier;
mod inputs;
mod join;
mod legacy;

pub use inputs::{Gathered, Input, gather};
pub use legacy::{Converted, convert as convert_old, convert_to_write};

use std::path::PathBuf;

use office::FileKind;
use rayon::prelude::*;

use crate::model::finding::{FileCause, Finding, Rule};
use crate::model::submission::Submission;
use crate::read::{Kind, Reader, sha256};
use crate::text::lang::Said;

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

/// What earlier runs have read, so that a file need not be read again.
pub trait Memory: Sync {
    /// Whether there is something to recall of a file.
    fn knows(&self, name: &str, sha256: &str) -> bool;
    /// What a file was read to, where nothing has changed since.
    fn recall(&self, name: &str, sha256: &str) -> Option<Submission>;
    /// Keeps what a file was read to.
    fn keep(&self, submission: &Submission);
}

/// Remembers nothing.
#[derive(Clone, Copy, Debug)]
pub struct Forgetful;

impl Memory for Forgetful {
    fn knows(&self, _: &str, _: &str) -> bool {
        false
    }
    fn recall(&self, _: &str, _: &str) -> Option<Submission> {
        None
    }
    fn keep(&self, _: &Submission) {}
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
    give: impl FnMut(Submission) -> Result<(), E>,
) -> Result<(), E> {
    read_all_with(inputs, reader, progress, &Forgetful, give)
}

/// As [`read_all`], with what `memory` knows of earlier runs.
///
/// # Errors
/// As [`read_all`].
pub fn read_all_with<E>(
    inputs: &[Input],
    reader: &Reader,
    progress: &dyn Progress,
    memory: &dyn Memory,
    mut give: impl FnMut(Submission) -> Result<(), E>,
) -> Result<(), E> {
    progress.begin(inputs.len());
    let old = legacy::convert(inputs, progress, memory);
    let read_one = |i: usize| {
        (
            i,
            read_one(&inputs[i], old.get(i), reader, progress, memory),
        )
    };
    let mut joiner = join::Joiner::new(inputs);
    // Workbooks first: a form that is read later finds its own among them.
    let is_book: Vec<bool> = inputs.par_iter().map(inputs::looks_like_workbook).collect();
    let books: Vec<usize> = (0..inputs.len()).filter(|&i| is_book[i]).collect();
    for part in books.chunks(chunk()) {
        let read: Vec<_> = part.par_iter().map(|&i| read_one(i)).collect();
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
        let read: Vec<_> = part.par_iter().map(|&i| read_one(i)).collect();
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
    memory: &dyn Memory,
) -> Submission {
    let read = || read_bytes(input, old, reader, memory);
    // A fault in the program must not cost the other files; it is told like any unreadable file.
    let submission =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| {
            let bytes = input.bytes().ok();
            unread(input, bytes.as_deref(), FileCause::ProgramFailed {}, reader)
        });
    progress.read(&input.name);
    submission
}

fn read_bytes(
    input: &Input,
    old: Option<&Result<PathBuf, Said>>,
    reader: &Reader,
    memory: &dyn Memory,
) -> Submission {
    let bytes = match input.bytes() {
        Ok(bytes) => bytes,
        Err(why) => {
            let advice = Said::default();
            return unread(input, None, FileCause::Unreadable { why, advice }, reader);
        }
    };
    if let Some(recalled) = memory.recall(&input.name, &sha256(&bytes)) {
        return recalled;
    }
    let submission = read_anew(input, bytes, old, reader);
    memory.keep(&submission);
    submission
}

fn read_anew(
    input: &Input,
    bytes: Vec<u8>,
    old: Option<&Result<PathBuf, Said>>,
    reader: &Reader,
) -> Submission {
    match old {
        None => reader.read(&input.name, &bytes),
        Some(Err(why)) => {
            let mut submission = reader.read(&input.name, &bytes);
            if let Some(finding) = submission
                .findings
                .first_mut()
                .filter(|f| f.rule() == Rule::UnreadableFile)
            {
                finding.cause = FileCause::Unreadable {
                    why: finding.message(),
                    advice: why.clone(),
                }
                .into();
            }
            submission
        }
        Some(Ok(path)) => match std::fs::read(path) {
            Ok(converted) => {
                let mut submission = reader.read(&input.name, &converted);
                submission.source.sha256 = sha256(&bytes);
                submission.source.format = office::extension(&input.name);
                submission
            }
            Err(error) => {
                let error = error.to_string();
                let why = FileCause::ConvertedUnreadable { error };
                unread(input, Some(&bytes), why, reader)
            }
        },
    }
}

/// A submission of a file that could not be read, with why. Its hash is that of its bytes, where
/// these could be had at all.
fn unread(input: &Input, bytes: Option<&[u8]>, why: FileCause, reader: &Reader) -> Submission {
    let mut submission = reader.read(&input.name, &[]);
    submission.source.sha256 = bytes.map(sha256).unwrap_or_default();
    submission.findings = vec![Finding::of(why)];
    submission
}

/// A file that was handed in as a form or as a workbook.
pub(crate) fn kind_of(submission: &Submission) -> Kind {
    match submission.source.kind().is_some_and(FileKind::is_workbook) {
        true => Kind::Sheets,
        false => Kind::Form,
    }
}
