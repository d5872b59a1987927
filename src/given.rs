//! Files that were given: opened only where they are files, and never written over.
//!
//! Whoever sends a folder decides what lies in it. A pipe makes a reader wait for ever, a device gives
//! without an end, and a link may lead to either; a result may be called as a returned file is.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::said;
use crate::text::lang::Said;

/// What was given is a folder, a pipe, a socket or a device.
#[derive(Debug, thiserror::Error)]
#[error("不是普通文件 (it is no regular file)")]
pub struct NoFile;

/// A file is larger than anything that is meant by it.
#[derive(Debug, thiserror::Error)]
#[error("超过 {} MB (larger than {} MB)", limit >> 20, limit >> 20)]
pub struct TooLarge {
    limit: u64,
}

impl TooLarge {
    /// It in words.
    pub(crate) fn said(&self) -> Said {
        let limit = self.limit >> 20;
        said!("超过 {limit} MB", "it is larger than {limit} MB")
    }
}

/// Opens a file. What is none (a pipe, a device, a socket, a folder) is refused before it is opened,
/// since opening it may already wait.
///
/// # Errors
/// Where it is no regular file, or cannot be opened.
pub fn open(path: &Path) -> io::Result<File> {
    let regular = |is: bool| match is {
        true => Ok(()),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, NoFile)),
    };
    regular(fs::metadata(path)?.is_file())?;
    let file = File::open(path)?;
    // Another may stand there by now.
    regular(file.metadata()?.is_file())?;
    Ok(file)
}

/// The bytes of a file, of at most so many.
///
/// # Errors
/// As [`open`], and where it has more.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > limit {
        true => Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            TooLarge { limit },
        )),
        false => Ok(bytes),
    }
}

/// The files that were handed in to this process, whatever reads them: an output is often put where
/// the returned files lie, and one of these may be called as the output is.
static KEPT: LazyLock<Mutex<HashSet<[u8; 16]>>> = LazyLock::new(Mutex::default);

/// This file was handed in: nothing is written over it any more.
pub fn keep(path: &Path) {
    if let Ok(path) = path.canonicalize() {
        KEPT.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(fingerprint(&path));
    }
}

/// A path, short: as many files may be handed in as there are units.
fn fingerprint(path: &Path) -> [u8; 16] {
    short_hash(path.as_os_str().as_encoded_bytes())
}

/// A hash that is short enough to be held many times, and that no two texts of a run have.
pub(crate) fn short_hash(bytes: &[u8]) -> [u8; 16] {
    use sha2::Digest;
    let whole: [u8; 32] = sha2::Sha256::digest(bytes).into();
    let mut short = [0; 16];
    short.copy_from_slice(&whole[..16]);
    short
}

/// A file of this place was handed in.
pub fn is_kept(path: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| {
        let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        kept.contains(&fingerprint(&path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_handed_in_is_known_by_any_of_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.docx");
        fs::write(&file, "").unwrap();
        keep(&file);
        assert!(is_kept(&folder.path().join("./a.docx")));
        assert!(!is_kept(&folder.path().join("b.docx")));
    }

    #[test]
    fn more_than_a_file_may_have_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "12345").unwrap();
        assert_eq!(read(&file, 5).unwrap(), b"12345");
        assert_eq!(
            read(&file, 4).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
        assert!(open(folder.path()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("s");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let pipe = folder.path().join("p");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let link = folder.path().join("l");
        std::os::unix::fs::symlink(&pipe, &link).unwrap();
        for path in [
            &socket,
            &pipe,
            &link,
            &std::path::PathBuf::from("/dev/zero"),
        ] {
            assert_eq!(open(path).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }
}
