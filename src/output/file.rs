//! Files that appear whole or not at all: written beside their place, brought to the disk, then
//! renamed into it. Without the second step a machine that loses its power may keep the renaming
//! and lose what was written: an empty file where the old one stood.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use office::FileKind;
use tempfile::{NamedTempFile, TempPath};

use super::{Error, run};
use crate::batch::own;
use crate::given;

/// A file that is being written beside its place.
#[derive(Debug)]
pub struct NewFile {
    file: BufWriter<NamedTempFile>,
    target: PathBuf,
    /// It is to go out into the world and come back: it is not known again as this program's.
    is_blank: bool,
}

/// A file that is whole and waits to be put in its place. Dropped, it is gone.
#[derive(Debug)]
pub struct WholeFile {
    temporary: TempPath,
    target: PathBuf,
}

/// Files that are whole and wait to be put in their places together. Dropped, they are gone.
#[derive(Debug, Default)]
pub struct WholeFiles(Vec<WholeFile>);

impl WholeFiles {
    /// Adds a file.
    pub fn push(&mut self, file: WholeFile) {
        self.0.push(file);
    }

    /// Writes another file beside its place and adds it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(
        &mut self,
        target: &Path,
        write: impl FnOnce(&mut NewFile) -> io::Result<()>,
    ) -> Result<(), Error> {
        self.0.push(NewFile::write_whole(target, write)?);
        Ok(())
    }

    /// Puts all files in their places, and names them.
    ///
    /// # Errors
    /// Where a file that is not this program's stands in one of the places; nothing is put anywhere
    /// then. Or when the renaming fails; the files before it are in their places then.
    pub fn persist(self) -> Result<Vec<PathBuf>, Error> {
        let mut listed = Listed::default();
        for file in &self.0 {
            file.may_take_its_place(&mut listed)?;
        }
        let coming = self.0.iter().filter(|file| !is_device(&file.target));
        let coming: Vec<(&Path, &Path)> = coming.map(|f| (&*f.target, &*f.temporary)).collect();
        let folders: BTreeSet<&Path> = coming.iter().map(|(to, _)| folder_of(to)).collect();
        for folder in folders {
            make_folder(&folder.join(own::MANIFEST))?;
            list(folder, &coming, true)?;
        }
        let places: Result<Vec<PathBuf>, Error> =
            self.0.into_iter().map(WholeFile::put_in_place).collect();
        let places = places?;
        let placed: Vec<(&Path, &Path)> = (places.iter().filter(|p| !is_device(p)))
            .map(|p| (&**p, &**p))
            .collect();
        let files = places.iter().filter(|place| !is_device(place));
        let folders: BTreeSet<&Path> = files.map(|place| folder_of(place)).collect();
        for folder in folders {
            list(folder, &placed, false)?;
            sync_folder(folder)?;
        }
        Ok(places)
    }
}

impl IntoIterator for WholeFiles {
    type Item = WholeFile;
    type IntoIter = std::vec::IntoIter<WholeFile>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Extend<WholeFile> for WholeFiles {
    fn extend<I: IntoIterator<Item = WholeFile>>(&mut self, files: I) {
        self.0.extend(files);
    }
}

impl NewFile {
    /// Begins the file that is to stand at `target`; its folder is made where it is not there.
    pub(crate) fn create(target: &Path) -> Result<NewFile, Error> {
        if given::is_kept(target) {
            let path = target.to_owned();
            return Err(Error::OverInput { path });
        }
        if !is_device(target) {
            make_folder(target)?;
        }
        Ok(NewFile {
            file: BufWriter::new(temporary(target)?),
            target: target.to_owned(),
            is_blank: false,
        })
    }

    fn write_whole(
        target: &Path,
        write: impl FnOnce(&mut NewFile) -> io::Result<()>,
    ) -> Result<WholeFile, Error> {
        let mut file = NewFile::create(target)?;
        match write(&mut file) {
            Ok(()) => file.complete(),
            Err(source) => Err(file.error(source)),
        }
    }

    /// The place that it is for.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// The folder that it is written in.
    pub(super) fn folder(&self) -> &Path {
        folder_of(&self.target)
    }

    /// An error of writing it.
    pub(super) fn error(&self, source: io::Error) -> Error {
        Error::file(&self.target, source)
    }

    /// Nothing is left to write.
    pub(super) fn complete(self) -> Result<WholeFile, Error> {
        let (target, is_blank) = (self.target, self.is_blank);
        let written = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error);
        let written = written.and_then(|file| {
            let package = matches!(
                FileKind::of_path(&target),
                Some(FileKind::Word | FileKind::Workbook)
            );
            let file = match package && !is_blank {
                true => stamped(file, &target)?,
                false => file,
            };
            file.as_file().sync_all()?;
            Ok(file)
        });
        match written {
            Ok(file) => Ok(WholeFile {
                temporary: file.into_temp_path(),
                target,
            }),
            Err(e) => Err(Error::file(&target, e)),
        }
    }
}

/// A file beside the place that it is for.
fn temporary(target: &Path) -> Result<NamedTempFile, Error> {
    let folder = match is_device(target) {
        true => std::env::temp_dir(),
        false => folder_of(target).to_owned(),
    };
    let mut builder = tempfile::Builder::new();
    let prefix = run::prefix();
    builder.prefix(&prefix).suffix(run::ENDS);
    // As any new file, and not for its owner alone, as temporary files are.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let made = builder.tempfile_in(folder);
    made.map_err(|e| Error::file(target, e))
}

/// The file with a hash of what it is in its properties.
fn stamped(file: NamedTempFile, target: &Path) -> io::Result<NamedTempFile> {
    let mut with = temporary(target).map_err(io::Error::other)?;
    Ok(match own::stamp(file.as_file(), with.as_file_mut())? {
        true => with,
        false => file,
    })
}

/// As [`write_whole`], of a file that is to come back filled in: it is not marked as this
/// program's.
///
/// # Errors
/// As [`write_whole`].
pub fn write_blank(
    target: &Path,
    write: impl FnOnce(&mut NewFile) -> io::Result<()>,
) -> Result<PathBuf, Error> {
    let mut file = NewFile::create(target)?;
    file.is_blank = true;
    match write(&mut file) {
        Ok(()) => file.complete()?.put_in_place(),
        Err(source) => Err(file.error(source)),
    }
}

/// Writes a file beside its place and then puts it there: what was there stays until the new file
/// is whole.
///
/// # Errors
/// When the file cannot be written; the old one stands then.
pub fn write_whole(
    target: &Path,
    write: impl FnOnce(&mut NewFile) -> io::Result<()>,
) -> Result<PathBuf, Error> {
    NewFile::write_whole(target, write)?.persist()
}

/// A file that stands where this is to be written must be this program's own, unchanged, or the very
/// same: a form that came back, or a list that somebody keeps, may be called as the result is.
///
/// # Errors
/// Where it is another one.
pub fn must_not_replace(target: &Path, bytes: &[u8]) -> Result<(), Error> {
    if !target.is_file() || Listed::default().has(target) {
        return Ok(());
    }
    let may = fs::read(target).is_ok_and(|there| may_replace(&there, bytes));
    free(may, target)
}

/// What stands there is this program's, unchanged, or the very same.
fn may_replace(there: &[u8], bytes: &[u8]) -> bool {
    own::is_same(there, bytes) || own::is_own(there)
}

fn free(is: bool, target: &Path) -> Result<(), Error> {
    match is {
        true => Ok(()),
        false => Err(Error::OverAnother {
            path: target.to_owned(),
        }),
    }
}

/// What this program wrote to folders, by their lists, each of which is read once.
#[derive(Debug, Default)]
struct Listed(HashMap<PathBuf, BTreeMap<String, String>>);

impl Listed {
    /// The file stands there as it was written.
    fn has(&mut self, target: &Path) -> bool {
        let folder = folder_of(target);
        let list = self.0.entry(folder.to_owned());
        let list = list.or_insert_with(|| own::manifest(folder));
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let hash = list.get(&*name);
        hash.is_some_and(|hash| own::hash_of(target).is_ok_and(|is| own::is_listed(hash, &is)))
    }
}

/// The place is no file but a device or a pipe (`/dev/stdout`), which must not be replaced.
fn is_device(target: &Path) -> bool {
    fs::metadata(target).is_ok_and(|m| !m.is_file() && !m.is_dir())
}

/// Takes away what runs that were killed have left in a folder.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let changed = entry.metadata().and_then(|m| m.modified()).ok();
        if run::is_left_over(&name, changed) {
            // One that cannot be taken away does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Lists in a folder what was written to it, or is coming.
fn list(folder: &Path, files: &[(&Path, &Path)], coming: bool) -> Result<(), Error> {
    let own = files
        .iter()
        .filter(|(target, _)| folder_of(target) == folder);
    let place = folder.join(own::MANIFEST);
    let bytes = own::manifest_with(folder, own.copied(), coming);
    let bytes = bytes.map_err(|e| Error::file(&place, e))?;
    let mut file = temporary(&place)?;
    let written = file
        .write_all(&bytes)
        .and_then(|()| file.as_file().sync_all());
    written.map_err(|e| Error::file(&place, e))?;
    let placed = file.persist(&place);
    placed.map_err(|e| Error::file(&place, e.error)).map(drop)
}

/// The folder that a file stands in.
fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Brings to the disk which files a folder has. Windows has no way to ask for that, and needs none:
/// it keeps a journal of it.
fn sync_folder(folder: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .or_else(|e| match e.kind() {
            // Some network disks cannot, and a folder may be one to write into but not to read: the
            // files themselves are there.
            io::ErrorKind::InvalidInput
            | io::ErrorKind::Unsupported
            | io::ErrorKind::PermissionDenied => Ok(()),
            _ => Err(Error::file(folder, e)),
        })?;
    Ok(())
}

/// The folder that a file stands in, made where it is not there.
fn make_folder(target: &Path) -> Result<&Path, Error> {
    let folder = folder_of(target);
    fs::create_dir_all(folder).map_err(|e| Error::file(folder, e))?;
    Ok(folder)
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl io::Seek for NewFile {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl WholeFile {
    /// What is in it.
    ///
    /// # Errors
    /// When it cannot be read back.
    pub(crate) fn bytes(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.temporary)
    }

    /// Nothing stands in its place but what this program wrote there, unchanged, or the very same.
    fn may_take_its_place(&self, listed: &mut Listed) -> Result<(), Error> {
        let target = &self.target;
        if !target.is_file() || listed.has(target) {
            return Ok(());
        }
        let there = || Some((fs::read(target).ok()?, self.bytes().ok()?));
        let may = there().is_some_and(|(there, bytes)| may_replace(&there, &bytes));
        free(may, target)
    }

    /// The same file for another place on the same disk.
    pub(super) fn moved_to(self, target: PathBuf) -> WholeFile {
        WholeFile { target, ..self }
    }

    /// Puts the file in its place, in one step, and names the place.
    ///
    /// # Errors
    /// Where another file stands there that is not this program's, or it cannot be put there; what
    /// was there before still is.
    pub fn persist(self) -> Result<PathBuf, Error> {
        let places = WholeFiles(vec![self]).persist()?;
        let first = places.into_iter().next();
        // As many places as files.
        first.ok_or_else(|| Error::file(Path::new(""), io::ErrorKind::NotFound.into()))
    }

    /// Puts the file in its place; the folder's new entry may not be on the disk yet.
    fn put_in_place(self) -> Result<PathBuf, Error> {
        if is_device(&self.target) {
            let copied = fs::File::open(&self.temporary).and_then(|mut whole| {
                let mut device = fs::OpenOptions::new().write(true).open(&self.target)?;
                io::copy(&mut whole, &mut device)
            });
            return match copied {
                Ok(_) => Ok(self.target),
                Err(e) => Err(Error::file(&self.target, e)),
            };
        }
        make_folder(&self.target)?;
        match self.temporary.persist(&self.target) {
            Ok(()) => Ok(self.target),
            Err(e) => Err(Error::file(&self.target, e.error)),
        }
    }
}

#[cfg(test)]
mod tests;
