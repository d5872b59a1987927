//! The files to read: those named, those in named folders, those in archives.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use office::FileKind;
use walkdir::WalkDir;

use crate::batch::archive::{Archive, LARGEST};
use crate::batch::earlier::Earlier;
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
        let folder = path
            .parent()
            .map(|p| p.display().to_string())
            .unwrap_or_default();
        Input {
            name,
            folder,
            at: At::File(path.to_owned()),
        }
    }

    /// A file that was found on disk: a pipe or a device is none that can be read.
    fn found(path: &Path, name: String) -> Input {
        let mut input = Input::file(path, name);
        given::keep(path);
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

/// The file is a workbook, by its extension.
pub(super) fn looks_like_workbook(input: &Input) -> bool {
    FileKind::of_name(&input.name).is_some_and(FileKind::is_workbook)
}

/// Finds the files to read. A name that does not exist is an input that cannot be read.
pub fn gather(paths: &[PathBuf]) -> Gathered {
    let mut out = Gathered::default();
    for path in paths {
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |n| n.to_string_lossy().into_owned(),
        );
        if path.is_dir() {
            folder(path, &mut out);
        } else if is_archive(path) {
            archive(path, &name, &mut out);
        } else if path.exists() {
            out.inputs.push(Input::found(path, name));
        } else {
            let shown = path.display();
            let why = said!(
                "文件或文件夹不存在：{shown}",
                "there is no such file or folder: {shown}"
            );
            out.inputs.push(Input {
                name,
                folder: String::new(),
                at: At::Bad(why),
            });
        }
    }
    out
}

fn folder(root: &Path, out: &mut Gathered) {
    let walk = WalkDir::new(root)
        .follow_links(true)
        .max_depth(DEEPEST)
        .sort_by_file_name();
    let mut earlier = Earlier::default();
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
                if let Some(run) = earlier.run_of(path) {
                    let below = relative(root, run);
                    let run = if below.is_empty() {
                        format!("{}/", root.display())
                    } else {
                        format!("{below}/")
                    };
                    if !out.passed_over.contains(&run) {
                        out.passed_over.push(run);
                    }
                } else if is_archive(path) {
                    archive(path, &name, out);
                } else if is_returned(&name) {
                    out.inputs.push(Input::found(path, name));
                } else {
                    out.passed_over.push(name);
                }
            }
            Err(error) => {
                let name = error
                    .path()
                    .map_or_else(|| root.display().to_string(), |p| relative(root, p));
                let why = said!("无法打开：{error}", "cannot be opened: {error}");
                out.inputs.push(Input {
                    name,
                    folder: String::new(),
                    at: At::Bad(why),
                });
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
            out.inputs.push(Input {
                name: name.to_owned(),
                folder: String::new(),
                at: At::Bad(why),
            });
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
                    .map_or(name.to_owned(), |(f, _)| format!("{name}/{f}"));
                out.inputs.push(Input {
                    name: format!("{name}/{entry}"),
                    folder,
                    at: At::Entry(archive.clone(), index),
                });
            }
        }
        Err(why) => out.inputs.push(Input {
            name: name.to_owned(),
            folder: String::new(),
            at: At::Bad(why),
        }),
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
