//! The files to read: those named, those in named folders, those in archives.

mod parcels;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use tempfile::TempDir;
use walkdir::WalkDir;

use self::parcels::Parcel;
use crate::batch::archive::{Archive, LARGEST};
use crate::batch::own;
use crate::batch::parcel::ParcelKind;
use crate::batch::wanted::{is_hidden, is_returned};
use crate::given;
use crate::read::sha256;
use crate::said;
use crate::text::lang::Said;
use crate::text::of_system;

/// Folders are looked into this deep.
const DEEPEST: usize = 64;

/// One file to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name below the input that it came from, with `/` between folders.
    pub name: String,
    /// The folder or archive that it lies in, by which files of one department are put together.
    pub folder: Arc<str>,
    /// The folders and archives between it and what all inputs have in common: they may name a
    /// unit. What stands above them is the office's own.
    pub below: Arc<str>,
    /// When it was last changed, as far as its folder knows.
    pub arrived: Option<Timestamp>,
    /// It was named, and not found in a folder or archive.
    pub is_named: bool,
    /// Its hash in the list of what this program wrote to its folder.
    pub(super) listed: Option<Box<str>>,
    at: At,
}

#[derive(Clone, Debug)]
enum At {
    /// Under its own name in the folder that it lies in.
    Folder,
    File(Box<Path>),
    /// Unpacked into a folder that is there as long as this is.
    Unpacked {
        _held: Arc<TempDir>,
        path: Box<Path>,
    },
    Entry(Arc<Archive>, usize),
    Bad(Box<Said>),
}

/// What was found at the inputs.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The files to read, in order.
    pub inputs: Vec<Input>,
    /// Files that were passed over because they are no returned files, by name.
    pub passed_over: Vec<String>,
    /// The folders, archives and mails that were looked through, whole.
    pub looked_through: Vec<String>,
    /// What was found in them that could not be opened: what lies in it is not known to be gone.
    pub closed: Vec<String>,
}

impl Gathered {
    /// The place lies in what was looked through.
    pub(crate) fn was_looked_at(&self, place: &str) -> bool {
        let within = |folder: &String| {
            let rest = place.strip_prefix(folder.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        self.looked_through.iter().any(within) && !self.closed.iter().any(within)
    }
}

impl Input {
    /// A file on disk.
    pub fn file(path: &Path, name: String) -> Input {
        let folder: Arc<str> = place_of(path).into();
        let mut input = Input {
            name,
            folder,
            below: Arc::default(),
            arrived: changed(path),
            is_named: false,
            listed: None,
            at: At::Folder,
        };
        // Thousands of files lie in one folder: it is held once, where it leads back to the file.
        let there = Path::new(&*input.place()) == std::path::absolute(path).unwrap_or_default();
        if !there {
            input.at = At::File(path.into());
        }
        input
    }

    /// What cannot be read, and why.
    fn bad(name: String, why: Said) -> Input {
        Input {
            name,
            folder: Arc::default(),
            below: Arc::default(),
            arrived: None,
            is_named: false,
            listed: None,
            at: At::Bad(Box::new(why)),
        }
    }

    /// A file that was found on disk: a pipe or a device is none that can be read.
    fn found(path: &Path, name: String) -> Input {
        let mut input = Input::file(path, name);
        if !path.is_file() {
            input.at = At::Bad(Box::new(said!(
                "不是普通文件，无法读取",
                "it is no regular file and cannot be read"
            )));
        }
        input
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// Says why they cannot be had: gone, not permitted, too large, damaged in its archive.
    pub fn bytes(&self) -> Result<Vec<u8>, Said> {
        match &self.at {
            At::Bad(why) => Err((**why).clone()),
            At::Entry(archive, index) => archive.read(*index),
            At::File(_) | At::Folder | At::Unpacked { .. } => {
                let path = self.path().unwrap_or_default();
                given::read(&path, LARGEST).map_err(|e| {
                    let Said { zh, en } = of_system(&e);
                    said!("无法读取文件：{zh}", "the file cannot be read: {en}")
                })
            }
        }
    }

    /// Where it lies as the one before, its folder is held once for both.
    fn beside(&mut self, other: Option<&Input>) {
        let share = |own: &mut Arc<str>, other: &Arc<str>| {
            if own == other {
                *own = Arc::clone(other);
            }
        };
        if let Some(other) = other {
            share(&mut self.folder, &other.folder);
            share(&mut self.below, &other.below);
        }
    }

    /// It is what this program wrote there, by the list of its folder.
    pub(super) fn is_listed(&self, bytes: &[u8]) -> bool {
        let listed = self.listed.as_ref().filter(|_| !self.is_named);
        listed.is_some_and(|listed| own::is_listed(listed, &sha256(bytes)))
    }

    /// This program wrote it, and nobody has changed it since.
    pub(crate) fn is_own(&self) -> bool {
        self.bytes().is_ok_and(|bytes| {
            let listed = self.listed.as_ref();
            listed.is_some_and(|l| own::is_listed(l, &sha256(&bytes))) || own::is_own(&bytes)
        })
    }

    /// Where it lies, from the root of the file system.
    pub fn place(&self) -> String {
        let name = self.name.rsplit('/').next().unwrap_or(&self.name);
        format!("{}/{name}", self.folder)
    }

    /// The file on disk, where it is one.
    pub fn path(&self) -> Option<PathBuf> {
        match &self.at {
            At::Folder => Some(self.place().into()),
            At::File(path) | At::Unpacked { path, .. } => Some(path.to_path_buf()),
            At::Entry(..) | At::Bad(_) => None,
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
            out.looked_through.push(place_of(&path.join("_")));
            folder(path, &mut out);
        } else if let Some(kind) = parcel_kind(path) {
            out.looked_through.push(whole_place(path));
            Parcel::on_disk(path, name, kind).open(&mut out);
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
    // The folder that all have in common may be the unit's, in whatever way it was reached; what stands
    // above it is the office's.
    let above = common.rsplit_once('/').map_or("", |(above, _)| above);
    out.inputs.shrink_to_fit();
    for i in 0..out.inputs.len() {
        let (before, rest) = out.inputs.split_at_mut(i);
        let Some(input) = rest.first_mut() else {
            continue;
        };
        let below = input.folder.strip_prefix(above).unwrap_or("");
        input.below = below.trim_matches('/').into();
        input.name.shrink_to_fit();
        input.beside(before.last());
    }
    out
}

/// A file's own place.
fn whole_place(path: &Path) -> String {
    format!("{}/{}", place_of(path), file_name(path))
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
                    out.closed.push(whole_place(entry.path()));
                    input.at = At::Bad(Box::new(said!(
                        "文件夹在第{DEEPEST}层以下的深处，里面的文件没有读取",
                        "the folder lies more than {DEEPEST} deep, and nothing in it was read"
                    )));
                    out.inputs.push(input);
                }
            }
            Ok(entry) => {
                let path = entry.path();
                let name = relative(root, path);
                let kind = parcel_kind(path);
                if kind == Some(ParcelKind::Zip) && own::is_own_archive(path) {
                    // It holds what was written here, and no returned form.
                    out.passed_over.push(name);
                } else if let Some(kind) = kind {
                    Parcel::on_disk(path, name, kind).open(out);
                } else if is_returned(&name) {
                    let mut input = Input::found(path, name);
                    let parent = path.parent().unwrap_or(Path::new(""));
                    let manifest = manifests
                        .entry(parent.to_owned())
                        .or_insert_with(|| own::manifest(parent));
                    input.listed = manifest.get(&file_name(path)).map(|h| h.as_str().into());
                    input.beside(out.inputs.last());
                    out.inputs.push(input);
                } else {
                    out.passed_over.push(name);
                }
            }
            Err(error) => {
                let name = error
                    .path()
                    .map_or_else(|| root.display().to_string(), |p| relative(root, p));
                out.closed.extend(error.path().map(whole_place));
                let Said { zh, en } = match error.io_error() {
                    Some(e) => of_system(e),
                    // A link leads back to a folder above.
                    None => said!("文件夹的链接指向自己", "{error}"),
                };
                let why = said!("无法打开：{zh}", "cannot be opened: {en}");
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

fn parcel_kind(path: &Path) -> Option<ParcelKind> {
    ParcelKind::of_name(&file_name(path)).filter(|_| path.is_file())
}
