//! Many returned files: found in folders and archives, read in parallel, put aside; then it is
//! chosen which of them count, and these are put together by unit and handed on in input order.
//! Memory does not grow with their number.

mod archive;
mod cage;
mod inputs;
mod join;
mod legacy;
pub(crate) mod own;
mod parcel;
mod spool;
mod stage;
mod wanted;
mod written;

pub use inputs::{Gathered, Input, gather, gather_without};
pub use legacy::{Converted, convert as convert_old, convert_to_write};
pub(crate) use parcel::ParcelKind;
pub(crate) use stage::Standing;
pub use stage::{Chosen, Knowing, SpoolError, Stage, Which};
pub(crate) use wanted::is_store;
#[cfg(feature = "desk")]
pub(crate) use wanted::{SURVEY, is_wanted};
pub use written::Packed;
#[cfg(feature = "store")]
pub(crate) use written::{Written, packed, unpacked};

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use office::FileKind;
use rayon::prelude::*;

use crate::given;
use crate::model::finding::{FileCause, Finding, Rule};
use crate::model::submission::Submission;
use crate::read::{Reader, sha256};
use crate::survey;
use crate::survey::decisions::Decisions;
use crate::survey::returns::Receipt;
use crate::text::lang::Said;

/// Files that are larger when unpacked are read one after the other: each may take a few hundred
/// megabytes, and there are as many readers as processors. A form has a few.
const LARGE: u64 = 16 << 20;
/// Whose turn it is to read a large file.
static TURN: Mutex<()> = Mutex::new(());

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

/// What a file was read to in an earlier run.
#[derive(Clone, Debug)]
pub struct Known {
    /// What it was read to.
    pub packed: Packed,
    /// What choosing needs to know of it, where that is known without unpacking it.
    pub receipt: Option<Receipt>,
}

/// What earlier runs have read, so that a file need not be read again.
pub trait Memory: Sync {
    /// Whether there is something to recall of a file.
    fn knows(&self, name: &str, sha256: &str) -> bool;
    /// What a file was read to, where nothing has changed since.
    fn recall(&self, name: &str, sha256: &str) -> Option<Known>;
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
    fn recall(&self, _: &str, _: &str) -> Option<Known> {
        None
    }
    fn keep(&self, _: &Submission) {}
}

/// Reads all inputs, and hands on those that count, each with the workbooks of its unit, in input
/// order. Whose a file is and which counts is told by the files alone; with a roster or decisions
/// at hand use a [`Stage`].
///
/// # Errors
/// What `give` returns, or where submissions cannot be put aside: a file that cannot be read is a
/// submission that says so.
pub fn read_all<E: From<SpoolError>>(
    inputs: &[Input],
    reader: &Reader,
    progress: &dyn Progress,
    mut give: impl FnMut(Submission) -> Result<(), E>,
) -> Result<(), E> {
    let mut stage = Stage::default();
    stage.read(inputs, reader, progress, &Forgetful, &Receipt::of)?;
    let knowing = Knowing {
        roster: None,
        decisions: &Decisions::default(),
    };
    let chosen = stage.choose(knowing);
    // What two units report alike is said, whoever asks.
    let weighed = chosen.weighed(knowing, reader.mappings(), |s| s)?;
    chosen.each(Which::Counting, |i, mut submission| {
        weighed.settle(i, &mut submission);
        give(submission)
    })
}

impl Stage {
    /// Reads inputs. `receipt` is asked what there is to know of each: the office may have
    /// corrected its cover.
    ///
    /// # Errors
    /// Where submissions cannot be put aside.
    pub fn read(
        &mut self,
        inputs: &[Input],
        reader: &Reader,
        progress: &dyn Progress,
        memory: &dyn Memory,
        receipt: &(dyn Fn(&Submission) -> Receipt + Sync),
    ) -> Result<(), SpoolError> {
        progress.begin(inputs.len());
        let old = legacy::convert(inputs, progress, memory);
        let numbers: Vec<usize> = (0..inputs.len()).collect();
        for part in numbers.chunks(chunk()) {
            let read = part.par_iter().map(|&i| {
                let input = &inputs[i];
                let read = read_one(input, old.get(i), reader, progress, memory)?;
                let receipt = match &read {
                    Read::Known(known) => known_receipt(known, &input.name, receipt),
                    Read::Anew(submission) => receipt(submission),
                };
                let receipt = receipt.lying(
                    Arc::clone(&input.folder),
                    Arc::clone(&input.below),
                    input.arrived,
                );
                Ok((read, receipt))
            });
            for (read, i) in read.collect::<Vec<_>>().into_iter().zip(part) {
                match read {
                    Ok((read, receipt)) => {
                        // What was handed in is never written over.
                        if let Some(path) = inputs[*i].path() {
                            given::keep(&path);
                        }
                        self.add_input(*i, read, receipt)?;
                    }
                    Err(why) => self.pass_over(&inputs[*i].name, why),
                }
            }
        }
        Ok(())
    }
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
) -> Result<Read, NoReturn> {
    let read = || read_bytes(input, old, reader, memory);
    // A fault in the program must not cost the other files; it is told like any unreadable file.
    let submission =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| {
            let bytes = input.bytes().ok();
            let why = FileCause::ProgramFailed {};
            let unread = unread(input, bytes.as_deref(), why, reader);
            memory.keep(&unread);
            Ok(Read::Anew(Box::new(unread)))
        });
    progress.read(&input.name);
    submission
}

/// What was had of one input.
enum Read {
    /// It was read now.
    Anew(Box<Submission>),
    /// An earlier run has read it.
    Known(Box<Known>),
}

/// What there is to know of a file that an earlier run has read, maybe under another name.
fn known_receipt(known: &Known, name: &str, receipt: &dyn Fn(&Submission) -> Receipt) -> Receipt {
    if let Some(receipt) = &known.receipt {
        return receipt.named(name);
    }
    match known.packed.read() {
        Ok(mut submission) => {
            name.clone_into(&mut submission.source.file);
            receipt(&submission)
        }
        // Recalling it has shown that it can be read.
        Err(_) => Receipt::default().named(name),
    }
}

/// Why a file that lies among returned ones is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoReturn {
    /// This program wrote it, and nobody has changed it since.
    Own,
    /// A list that the office keeps: a roster, corrections, decisions.
    List,
}

fn read_bytes(
    input: &Input,
    old: Option<&Result<PathBuf, Said>>,
    reader: &Reader,
    memory: &dyn Memory,
) -> Result<Read, NoReturn> {
    let bytes = match input.bytes() {
        Ok(bytes) => bytes,
        Err(why) => {
            let advice = Said::default();
            let why = FileCause::Unreadable { why, advice };
            let unread = unread(input, None, why, reader);
            memory.keep(&unread);
            return Ok(Read::Anew(Box::new(unread)));
        }
    };
    let hash = sha256(&bytes);
    // A file that is named on the command line is read.
    let is_listed = |listed: &str| own::is_listed(listed, &hash);
    if !input.is_named && input.listed.as_deref().is_some_and(is_listed) {
        return Err(NoReturn::Own);
    }
    let is_own = || !input.is_named && own::is_own(&bytes);
    if let Some(known) = memory.recall(&input.name, &hash)
        && !is_own()
    {
        return Ok(Read::Known(Box::new(known)));
    }
    if is_own() {
        return Err(NoReturn::Own);
    }
    let is_list = || !input.is_named && survey::is_office_list(&input.name, &bytes);
    let is_text = FileKind::of_name(&input.name) == Some(FileKind::TextTable);
    if is_text && is_list() {
        return Err(NoReturn::List);
    }
    let is_large = office::package::unpacked(&bytes) > LARGE;
    let turn = is_large.then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner));
    let submission = read_anew(input, &bytes, hash, old, reader);
    drop(turn);
    // A workbook is a list where it is no form.
    let unknown = |f: &Finding| f.rule() == Rule::UnknownForm;
    if submission.findings.iter().any(unknown) && is_list() {
        return Err(NoReturn::List);
    }
    memory.keep(&submission);
    Ok(Read::Anew(Box::new(submission)))
}

fn read_anew(
    input: &Input,
    bytes: &[u8],
    hash: String,
    old: Option<&Result<PathBuf, Said>>,
    reader: &Reader,
) -> Submission {
    match old {
        None => reader.read_hashed(&input.name, bytes, hash),
        Some(Err(why)) => {
            let mut submission = reader.read_hashed(&input.name, bytes, hash);
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
                let mut submission = reader.read_hashed(&input.name, &converted, hash);
                submission.source.format = office::extension(&input.name);
                submission
            }
            Err(error) => {
                let error = crate::text::of_system(&error);
                let why = FileCause::ConvertedUnreadable { error };
                unread(input, Some(bytes), why, reader)
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
