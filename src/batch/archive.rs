//! Files in a .zip archive, one inflated at a time.
//!
//! An archive comes by mail: what it says of its size, its names and its places is not believed. One
//! whose files share bytes is refused as a whole, and all of its files together are bounded.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempDir;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::given;
use crate::said;
use crate::text::lang::Said;
use crate::text::of_system;

/// No returned file is larger than that, in bytes.
pub(super) const LARGEST: u64 = 128 << 20;
/// More entries than any collection of forms has.
const MOST_ENTRIES: u64 = 200_000;
/// What all files of an archive have together, inflated. Forms and workbooks are packed already, so
/// an archive of them is about as large as they are: a larger one may have so many times its size.
const MOST: u64 = 2 << 30;
const MOST_RATIO: u64 = 4;
/// Files above so many bytes must not be deflated further than [`RATIO`], as parts of a package.
const RATIO_FROM: u64 = 8 << 20;
/// Inflated over deflated size. A table as text has up to 100.
const RATIO: u64 = 400;

/// An archive whose entries are read when they are wanted.
#[derive(Debug)]
pub struct Archive {
    zip: Mutex<ZipArchive<BufReader<File>>>,
    entries: Vec<(usize, String)>,
    /// Names that several entries have, as they are decoded, with how many.
    repeated: Vec<(String, usize)>,
    /// How many bytes may still be inflated.
    left: AtomicU64,
    /// The folder that it was unpacked into itself, which is there as long as this is.
    pub(super) held: Option<Arc<TempDir>>,
}

impl Archive {
    /// Opens an archive and lists its files.
    ///
    /// # Errors
    /// Says why it is no archive that can be read.
    pub fn open(path: &Path) -> Result<Archive, Said> {
        let cannot = |Said { zh, en }: Said| {
            said!("压缩包无法打开：{zh}", "the archive cannot be opened: {en}")
        };
        let by_system = |e: std::io::Error| cannot(of_system(&e));
        let damaged = |e: ZipError| cannot(of_zip(&e));
        let file = given::open(path).map_err(by_system)?;
        let size = file.metadata().map_err(by_system)?.len();
        let mut file = BufReader::new(file);
        // Counted before the list is taken in.
        let n = listed(&mut file, size).unwrap_or(0);
        if n > MOST_ENTRIES {
            return Err(said!(
                "压缩包里有{n}个文件，太多了",
                "the archive lists {n} files, which is too many"
            ));
        }
        let mut zip = ZipArchive::new(file).map_err(damaged)?;
        // The end that was found is that of an archive within this one, whose own end is cut off.
        if zip.offset() > 0 {
            return Err(cannot(damaged_or_cut(None)));
        }
        // An entry that is too broken to tell is said when it is read.
        if zip.has_overlapping_files().unwrap_or(false) {
            return Err(said!(
                "压缩包里的文件互相重叠，可能是恶意构造的压缩包，未读取",
                "files of the archive overlap, as in one made to do harm; not read"
            ));
        }
        let mut entries = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(damaged)?;
            if !entry.is_dir() {
                entries.push((index, decode(entry.name_raw())));
            }
        }
        let repeated = match zip.has_duplicate_names() {
            true => repeated(path, zip.central_directory_start()).map_err(by_system)?,
            false => Vec::new(),
        };
        entries.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(Archive {
            zip: Mutex::new(zip),
            entries,
            repeated,
            left: AtomicU64::new(MOST.max(size.saturating_mul(MOST_RATIO))),
            held: None,
        })
    }

    /// The files, by index and name. Names need not be apart.
    pub fn entries(&self) -> impl Iterator<Item = (usize, &str)> {
        self.entries.iter().map(|(i, name)| (*i, name.as_str()))
    }

    /// The names that several files have, of which only the last can be read, with why.
    pub fn hidden(&self) -> impl Iterator<Item = (&str, Said)> {
        self.repeated.iter().map(|(name, n)| {
            let why = said!(
                "压缩包里有{n}个文件都叫这个名字，只能读到最后一个；请分别命名后重新提交",
                "{n} files of the archive have this name, and only the last can be read; give them names of their own and send them again"
            );
            (name.as_str(), why)
        })
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Says why they cannot be had.
    pub fn read(&self, index: usize) -> Result<Vec<u8>, Said> {
        let cannot = |Said { zh, en }: Said| {
            said!(
                "压缩包里的这个文件无法读取：{zh}",
                "this file of the archive cannot be read: {en}"
            )
        };
        // A thread that panicked while it held the archive has left nothing half done in it.
        let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = zip.by_index(index).map_err(|e| cannot(of_zip(&e)))?;
        let (size, packed) = (entry.size(), entry.compressed_size());
        let limit = LARGEST >> 20;
        let too_large = || {
            said!(
                "文件解开后超过{limit} MB，或压缩得不像真实的文件，未读取",
                "inflated, the file is larger than {limit} MB, or it is packed too well to be honest; not read"
            )
        };
        if size > LARGEST || (size > RATIO_FROM && size / packed.max(1) > RATIO) {
            return Err(too_large());
        }
        let left = self.left.load(Ordering::Relaxed);
        let mut bytes = Vec::new();
        // The size that it says may lie.
        entry
            .take(LARGEST.min(left) + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| cannot(of_content(&e)))?;
        let read = bytes.len() as u64;
        if read > LARGEST {
            return Err(too_large());
        }
        // The lock is held: nobody else takes of it meanwhile.
        let Some(left) = left.checked_sub(read) else {
            return Err(said!(
                "压缩包里的文件解开后总共太大，这个文件没有读取；请分成几个压缩包",
                "inflated, the files of the archive are too large together, and this one was not read; split the archive"
            ));
        };
        self.left.store(left, Ordering::Relaxed);
        Ok(bytes)
    }
}

/// What is wrong with an archive, in words: those of the library that reads it are English.
fn of_zip(error: &ZipError) -> Said {
    match error {
        ZipError::Io(e) => of_content(e),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            said!(
                "加了密码；请先解开，或请对方不加密码重新发来",
                "it is locked with a password; unlock it first, or have it sent without one"
            )
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => said!(
            "压缩方式不受支持；请解压后再交给本程序",
            "it is packed in an unsupported way; unpack it first"
        ),
        e => damaged_or_cut(Some(e)),
    }
}

fn damaged_or_cut(why: Option<&dyn std::fmt::Display>) -> Said {
    let why = why.map_or(String::new(), |e| format!(" ({e})"));
    Said {
        zh: "已损坏或不完整，请对方重新发来".to_owned(),
        en: format!("it is damaged or incomplete; have it sent again{why}"),
    }
}

/// What is wrong with packed content that cannot be inflated, or a file that cannot be read.
fn of_content(error: &std::io::Error) -> Said {
    use std::io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    match error.kind() {
        UnexpectedEof | InvalidData | InvalidInput | Other => damaged_or_cut(Some(error)),
        _ => of_system(error),
    }
}

/// How many files the archive's end says that it lists (APPNOTE §4.3.14 to §4.3.16).
fn listed(file: &mut (impl Read + Seek), size: u64) -> Option<u64> {
    /// The end's own length, and that of the longest comment behind it; before it the two records
    /// of an archive of more than 65,535 files.
    const TAIL: u64 = 22 + 65_535 + 20 + 56;
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL))).ok()?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail).ok()?;
    file.rewind().ok()?;
    let end = memchr::memmem::rfind(&tail, b"PK\x05\x06")?;
    let count = tail.get(end + 10..end + 12)?;
    let count = u16::from_le_bytes([count[0], count[1]]);
    let larger = memchr::memmem::rfind(&tail[..end], b"PK\x06\x06").and_then(|at| {
        let count = tail.get(at + 32..at + 40)?;
        Some(u64::from_le_bytes(count.try_into().ok()?))
    });
    Some(larger.unwrap_or(0).max(u64::from(count)))
}

/// The names that stand in the directory more than once. The zip library keeps the last entry of a
/// name and only says that there are others.
fn repeated(path: &Path, start: u64) -> std::io::Result<Vec<(String, usize)>> {
    const FIXED: usize = 46;
    let mut reader = given::open(path)?;
    reader.seek(SeekFrom::Start(start))?;
    let mut directory = Vec::new();
    reader.take(LARGEST).read_to_end(&mut directory)?;
    let mut rest = directory.as_slice();
    let mut counted: HashMap<&[u8], usize> = HashMap::new();
    while rest.starts_with(b"PK\x01\x02") && rest.len() >= FIXED {
        let length = |at: usize| usize::from(u16::from_le_bytes([rest[at], rest[at + 1]]));
        let (name, extra, comment) = (length(28), length(30), length(32));
        let Some(bytes) = rest.get(FIXED..FIXED + name) else {
            break;
        };
        *counted.entry(bytes).or_default() += 1;
        rest = rest
            .get(FIXED + name + extra + comment..)
            .unwrap_or_default();
    }
    let several = counted.into_iter().filter(|(_, n)| *n > 1);
    let mut several: Vec<_> = several.map(|(name, n)| (decode(name), n)).collect();
    several.sort();
    Ok(several)
}

/// An entry's name: UTF-8 where it is, else GBK, which Chinese Windows writes without saying so. One
/// that says nothing is `_`.
fn decode(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    };
    let parts: Vec<&str> = name
        .split(['/', '\\'])
        .filter(|p| !p.is_empty() && *p != "." && *p != "..")
        .collect();
    match parts.is_empty() {
        true => "_".to_owned(),
        false => parts.join("/"),
    }
}
