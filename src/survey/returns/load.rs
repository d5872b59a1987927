//! Submissions as an earlier run wrote them: `.jsonl`, `.json`, or a folder of these.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use memchr::memmem;
use office::FileKind;
use walkdir::WalkDir;

use crate::batch::{gather, is_store};
use crate::given;
use crate::model::submission::{SCHEMA, Submission};
use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;

/// What `convert` calls the submissions of a run.
const OF_A_RUN: &str = "submissions.jsonl";
/// What every submission's schema begins with, and where it stands in the file.
const OF_SUBMISSIONS: &str = "huibiao/submission/";
const BEGINNING: u64 = 256;
/// Folders are looked into this deep.
const DEEPEST: usize = 64;
/// No submission is larger, in bytes; nor an array of them larger than four times this.
const LARGEST: u64 = 128 << 20;

/// Data of an earlier run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// A submission a line.
    Lines(PathBuf),
    /// One submission, or an array of them.
    Json(PathBuf),
    /// Several such files: a folder's.
    Folder(Vec<PathBuf>),
    /// A store.
    Store(PathBuf),
}

/// Why an earlier run's data could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.said().en)]
pub enum LoadError {
    /// The file could not be read.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not what it should be.
    Json {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why.
        why: Said,
    },
    /// It is of another schema.
    Schema {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The schema that it names.
        schema: String,
    },
}

impl Worded for LoadError {
    fn said(&self) -> Said {
        match self {
            LoadError::Io { path, source } => {
                let (path, Said { zh, en }) = (path.display(), crate::text::of_system(source));
                said!("无法读取 {path}：{zh}", "cannot read {path}: {en}")
            }
            LoadError::Json { path, line, why } => {
                let (path, Said { zh, en }) = (path.display(), why);
                said!(
                    "{path}:{line}: 不是 huibiao 输出的数据：{zh}",
                    "{path}:{line}: no data of huibiao's: {en}"
                )
            }
            LoadError::Schema { path, line, schema } => said!(
                "{}:{line}: 格式是“{schema}”，这里要“{SCHEMA}”",
                "{}:{line}: the schema is `{schema}`; `{SCHEMA}` is read here",
                path.display()
            ),
        }
    }
}

impl Data {
    /// What a path holds, where it is data of an earlier run and no returned form.
    pub fn at(path: &Path) -> Option<Data> {
        if path.is_dir() {
            let lines = path.join(OF_A_RUN);
            return match lines.is_file() {
                true if has_forms(path) => None,
                true => Some(Data::Lines(lines)),
                false => json_folder(path)
                    .filter(|_| !has_forms(path))
                    .map(Data::Folder),
            };
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if is_store(&name) {
            return Some(Data::Store(path.to_owned()));
        }
        match FileKind::of_path(path)? {
            FileKind::JsonLines => Some(Data::Lines(path.to_owned())),
            FileKind::Json => Some(Data::Json(path.to_owned())),
            _ => None,
        }
    }
}

/// Returned forms lie in the folder. Then what lies beside them and is called as a run's data are is
/// not preferred to them: whoever sends forms may send that too. Workbooks alone are no sign: a run
/// fills those of others.
fn has_forms(folder: &Path) -> bool {
    let inputs = gather(&[folder.to_owned()]).inputs;
    let is_form = |name: &str| !FileKind::of_name(name).is_some_and(FileKind::is_workbook);
    inputs
        .iter()
        .any(|input| is_form(&input.name) && !input.is_own())
}

/// The submissions in a folder and below it, as `convert -f json` writes them.
fn json_folder(path: &Path) -> Option<Vec<PathBuf>> {
    let walk = WalkDir::new(path)
        .max_depth(DEEPEST)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let files = walk.map(|entry| entry.into_path());
    let files: Vec<PathBuf> = files.filter(|file| is_submission(file)).collect();
    (!files.is_empty()).then_some(files)
}

/// The file begins as a submission does.
fn is_submission(path: &Path) -> bool {
    let named = FileKind::of_path(path) == Some(FileKind::Json);
    let mut start = Vec::new();
    let mut read = || given::open(path)?.take(BEGINNING).read_to_end(&mut start);
    named && read().is_ok() && memmem::find(&start, OF_SUBMISSIONS.as_bytes()).is_some()
}

/// Reads the submissions of a file, `lines` of them or a JSON text, and hands each to `give`.
///
/// # Errors
/// Says which file and line is not what it should be; or what `give` returns.
pub fn load<E: From<LoadError>>(
    path: &Path,
    lines: bool,
    mut give: impl FnMut(Submission) -> Result<(), E>,
) -> Result<(), E> {
    let io = |source| LoadError::Io {
        path: path.to_owned(),
        source,
    };
    let wrong = |line: usize, e: serde_json::Error| LoadError::Json {
        path: path.to_owned(),
        line: line + e.line().saturating_sub(1),
        why: crate::text::of_json(&e),
    };
    let mut take = |line: usize, submission: Submission| -> Result<(), E> {
        if &*submission.schema != SCHEMA {
            return Err(E::from(LoadError::Schema {
                path: path.to_owned(),
                line,
                schema: submission.schema.to_string(),
            }));
        }
        give(submission)
    };
    let mut reader = BufReader::new(given::open(path).map_err(io)?);
    let mut text = Vec::new();
    if lines {
        for line in 1.. {
            text.clear();
            let mut bounded = (&mut reader).take(LARGEST);
            if bounded.read_until(b'\n', &mut text).map_err(io)? == 0 {
                break;
            }
            if text.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let submission = serde_json::from_slice(&text).map_err(|e| wrong(line, e))?;
            take(line, submission)?;
        }
        return Ok(());
    }
    reader
        .take(4 * LARGEST)
        .read_to_end(&mut text)
        .map_err(io)?;
    let several = text.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'[');
    let submissions: Vec<Submission> = match several {
        true => serde_json::from_slice(&text).map_err(|e| wrong(1, e))?,
        false => vec![serde_json::from_slice(&text).map_err(|e| wrong(1, e))?],
    };
    submissions.into_iter().try_for_each(|s| take(1, s))
}
