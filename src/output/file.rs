//! Files that appear whole or not at all: written beside their place, then renamed into it.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::Error;

/// A file that is being written beside its place.
#[derive(Debug)]
pub struct NewFile {
    file: BufWriter<NamedTempFile>,
    target: PathBuf,
}

/// A file that is whole and waits to be put in its place. Dropped, it is gone.
#[derive(Debug)]
pub(crate) struct WholeFile {
    temporary: TempPath,
    target: PathBuf,
}

impl NewFile {
    /// Begins the file that is to stand at `target`; its folder is made where it is not there.
    pub(crate) fn create(target: &Path) -> Result<NewFile, Error> {
        let folder = make_folder(target)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".huibiao-").suffix(".tmp");
        // As any new file, and not for its owner alone, as temporary files are.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder
            .tempfile_in(folder)
            .map_err(|e| Error::file(target, e))?;
        Ok(NewFile {
            file: BufWriter::new(file),
            target: target.to_owned(),
        })
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
        let target = self.target;
        match self.file.into_inner() {
            Ok(file) => Ok(WholeFile {
                temporary: file.into_temp_path(),
                target,
            }),
            Err(e) => Err(Error::file(&target, e.into_error())),
        }
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
    let mut file = NewFile::create(target)?;
    if let Err(source) = write(&mut file) {
        return Err(file.error(source));
    }
    file.complete()?.persist()
}

/// The folder that a file stands in.
fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
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
    /// The same file for another place on the same disk.
    pub(super) fn moved_to(self, target: PathBuf) -> WholeFile {
        WholeFile { target, ..self }
    }

    /// Puts the file in its place, in one step, and names the place.
    pub(crate) fn persist(self) -> Result<PathBuf, Error> {
        make_folder(&self.target)?;
        match self.temporary.persist(&self.target) {
            Ok(()) => Ok(self.target),
            Err(e) => Err(Error::file(&self.target, e.error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_there_stays_until_the_new_file_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("数据/a.txt");
        let write = |text: &str| {
            let mut file = NewFile::create(&place).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            file
        };
        write("一").complete().unwrap().persist().unwrap();
        drop(write("二"));
        drop(write("三").complete().unwrap());
        assert_eq!(fs::read_to_string(&place).unwrap(), "一");
        write("四").complete().unwrap().persist().unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "四");
        assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_it_as_any_new_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let usual = folder.path().join("usual");
        fs::write(&usual, "").unwrap();
        let place = folder.path().join("a.txt");
        NewFile::create(&place)
            .unwrap()
            .complete()
            .unwrap()
            .persist()
            .unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&place), mode(&usual));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "").unwrap();
        let error = NewFile::create(&file.join("b/c.txt")).unwrap_err();
        assert!(error.said().zh.contains("b"), "{}", error.said().zh);
    }
}
