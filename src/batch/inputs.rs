//! The files to read: those named, those in named folders, those in archives.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use office::FileKind;
use walkdir::WalkDir;

use crate::batch::archive::{Archive, LARGEST};
use crate::batch::own;
use crate::given;
use crate::said;
use crate::text::lang::Said;

/// Folders are looked into this deep.
const DEEPEST: usize = 64;

/// One file to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name below the input that it came from, with `/` between folders.
    pub name: String,
    /// The folder or archive that it lies in, by which files of one department are put together.
    pub folder: String,
    /// The folders and archives between it and what all inputs have in common: they may name a
    /// unit. What stands above them is the office's own.
    pub below: String,
    /// When it was last changed, as far as its folder knows.
    pub arrived: Option<Timestamp>,
    /// It was named, and not found in a folder or archive.
    pub is_named: bool,
    /// Its hash in the list of what this program wrote to its folder.
    pub(super) listed: Option<String>,
    at: At,
}

#[derive(Clone, Debug)]
enum At {
    File(PathBuf),
    Entry(Arc<Archive>, usize),
    Bad(Said),
}

/// What was found at the inputs.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The files to read, in order.
    pub inputs: Vec<Input>,
    /// Files that were passed over because they are no returned files, by name.
    pub passed_over: Vec<String>,
}

impl Input {
    /// A file on disk.
    pub fn file(path: &Path, name: String) -> Input {
        Input {
            name,
            folder: place_of(path),
            below: String::new(),
            arrived: changed(path),
            is_named: false,
            listed: None,
            at: At::File(path.to_owned()),
        }
    }

    /// What cannot be read, and why.
    fn bad(name: String, why: Said) -> Input {
        Input {
            name,
            folder: String::new(),
            below: String::new(),
            arrived: None,
            is_named: false,
            listed: None,
            at: At::Bad(why),
        }
    }

    /// A file that was found on disk: a pipe or a device is none that can be read.
    fn found(path: &Path, name: String) -> Input {
        let mut input = Input::file(path, name);
        if !path.is_file() {
            input.at = At::Bad(said!(
                "不是普通文件，无法读取",
                "it is no regular file and cannot be read"
            ));
        }
        input
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// Says why they cannot be had: gone, not permitted, too large, damaged in its archive.
    pub fn bytes(&self) -> Result<Vec<u8>, Said> {
        match &self.at {
            At::Bad(why) => Err(why.clone()),
            At::Entry(archive, index) => archive.read(*index),
            At::File(path) => given::read(path, LARGEST)
                .map_err(|e| said!("无法读取文件：{e}", "the file cannot be read: {e}")),
        }
    }

    /// The file on disk, where it is one.
    pub fn path(&self) -> Option<&Path> {
        match &self.at {
            At::File(path) => Some(path),
            _ => None,
        }
    }
}

/// The folder of a file, from the root of the file system.
fn place_of(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = whole.parent().unwrap_or(Path::new(""));
    folder.display().to_string().replace('\\', "/")
}

fn changed(path: &Path) -> Option<Timestamp> {
    path.metadata().ok()?.modified().ok()?.try_into().ok()
}

/// Finds the files to read. A name that does not exist is an input that cannot be read.
pub fn gather(paths: &[PathBuf]) -> Gathered {
    gather_without(paths, &[])
}

/// As [`gather`], without these files, which are given for another purpose: a roster, a template.
pub fn gather_without(paths: &[PathBuf], but: &[&Path]) -> Gathered {
    let but: Vec<PathBuf> = but.iter().filter_map(|p| p.canonicalize().ok()).collect();
    let mut out = Gathered::default();
    for path in paths {
        let name = file_name(path);
        if path.is_dir() {
            folder(path, &mut out);
        } else if is_archive(path) {
            archive(path, &name, &mut out);
        } else if path.exists() {
            let mut input = Input::found(path, name);
            input.is_named = true;
            out.inputs.push(input);
        } else {
            let shown = path.display();
            let why = said!(
                "文件或文件夹不存在：{shown}",
                "there is no such file or folder: {shown}"
            );
            out.inputs.push(Input::bad(name, why));
        }
    }
    if !but.is_empty() {
        let given = |i: &Input| {
            let path = i.path().and_then(|p| p.canonicalize().ok());
            path.is_some_and(|p| but.iter().any(|b| p.starts_with(b)))
        };
        let (given, rest) = out.inputs.into_iter().partition(given);
        let given: Vec<Input> = given;
        out.passed_over.extend(given.into_iter().map(|i| i.name));
        out.inputs = rest;
    }
    let roots: Vec<String> = paths.iter().map(|path| root_of(path)).collect();
    let common = common(&roots);
    for input in &mut out.inputs {
        let below = input.folder.strip_prefix(&*common).unwrap_or("");
        input.below = below.trim_matches('/').to_owned();
    }
    out
}

/// A folder itself, or the one that a file lies in.
fn root_of(path: &Path) -> String {
    match path.is_dir() {
        true => place_of(&path.join("_")),
        false => place_of(path),
    }
}

/// The folder that all these folders are in.
fn common(folders: &[String]) -> String {
    let mut steps: Option<Vec<&str>> = None;
    for folder in folders {
        let own: Vec<&str> = folder.split('/').collect();
        steps = Some(match steps {
            None => own,
            Some(so_far) => {
                let same = so_far.iter().zip(&own).take_while(|(a, b)| a == b).count();
                so_far[..same].to_vec()
            }
        });
    }
    steps.unwrap_or_default().join("/")
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

fn folder(root: &Path, out: &mut Gathered) {
    let walk = WalkDir::new(root)
        .follow_links(true)
        .max_depth(DEEPEST)
        .sort_by_file_name();
    let mut manifests: HashMap<PathBuf, BTreeMap<String, String>> = HashMap::new();
    let visible =
        |e: &walkdir::DirEntry| e.depth() == 0 || !is_hidden(&e.file_name().to_string_lossy());
    for entry in walk.into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                if entry.depth() == DEEPEST {
                    let mut input = Input::file(entry.path(), relative(root, entry.path()));
                    input.at = At::Bad(said!(
                        "文件夹在第{DEEPEST}层以下的深处，里面的文件没有读取",
                        "the folder lies more than {DEEPEST} deep, and nothing in it was read"
                    ));
                    out.inputs.push(input);
                }
            }
            Ok(entry) => {
                let path = entry.path();
                let name = relative(root, path);
                if is_archive(path) {
                    archive(path, &name, out);
                } else if is_returned(&name) {
                    let mut input = Input::found(path, name);
                    let parent = path.parent().unwrap_or(Path::new(""));
                    let manifest = manifests
                        .entry(parent.to_owned())
                        .or_insert_with(|| own::manifest(parent));
                    input.listed = manifest.get(&file_name(path)).cloned();
                    out.inputs.push(input);
                } else {
                    out.passed_over.push(name);
                }
            }
            Err(error) => {
                let name = error
                    .path()
                    .map_or_else(|| root.display().to_string(), |p| relative(root, p));
                let why = said!("无法打开：{error}", "cannot be opened: {error}");
                out.inputs.push(Input::bad(name, why));
            }
        }
    }
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .map(|c| c.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}

fn archive(path: &Path, name: &str, out: &mut Gathered) {
    match Archive::open(path) {
        Ok(archive) if archive.entries().next().is_none() => {
            let why = said!("压缩包是空的", "the archive is empty");
            out.inputs.push(Input::bad(name.to_owned(), why));
        }
        // A document whose name was given a further ending.
        Ok(archive) if archive.entries().any(|e| e.1 == "[Content_Types].xml") => {
            out.inputs.push(Input::found(path, name.to_owned()));
        }
        Ok(archive) => {
            let archive = Arc::new(archive);
            for (entry, why) in archive.hidden() {
                let mut input = Input::file(path, format!("{name}/{entry}"));
                input.at = At::Bad(why);
                out.inputs.push(input);
            }
            let place = format!("{}/{}", place_of(path), file_name(path));
            let arrived = changed(path);
            for (index, entry) in archive.entries() {
                if entry.split('/').any(is_hidden) {
                    continue;
                }
                if !is_returned(entry) {
                    out.passed_over.push(format!("{name}/{entry}"));
                    continue;
                }
                let folder = entry
                    .rsplit_once('/')
                    .map_or(place.clone(), |(f, _)| format!("{place}/{f}"));
                out.inputs.push(Input {
                    name: format!("{name}/{entry}"),
                    folder,
                    below: String::new(),
                    arrived,
                    is_named: false,
                    listed: None,
                    at: At::Entry(archive.clone(), index),
                });
            }
        }
        Err(why) => out.inputs.push(Input::bad(name.to_owned(), why)),
    }
}

fn is_archive(path: &Path) -> bool {
    FileKind::of_path(path) == Some(FileKind::Archive) && path.is_file()
}

/// Lock files of Word (`~$…`) and LibreOffice (`.~lock.…#`), hidden files, and what systems leave
/// in folders and archives.
fn is_hidden(name: &str) -> bool {
    name.starts_with("~$")
        || name.starts_with('.')
        || matches!(name, "__MACOSX" | "Thumbs.db" | "desktop.ini")
}

/// Everything but notes and data that lie beside returned files. A scan or a PDF that a
/// department sends is no such thing: it must be told that it cannot be read.
fn is_returned(name: &str) -> bool {
    use FileKind::*;
    !matches!(
        FileKind::of_name(name),
        Some(Text | Xml | Json | JsonLines | Database | Auxiliary)
    )
}
