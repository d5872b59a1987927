//! Files in a .zip archive, one inflated at a time.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Mutex;

use zip::ZipArchive;

use crate::said;
use crate::text::lang::Said;

/// No returned file is larger than that, in bytes.
const LARGEST: u64 = 256 << 20;
/// More entries than any collection of forms has.
const MOST_ENTRIES: usize = 200_000;

/// An archive whose entries are read when they are wanted.
#[derive(Debug)]
pub struct Archive {
    zip: Mutex<ZipArchive<BufReader<File>>>,
    entries: Vec<(usize, String)>,
}

impl Archive {
    /// Opens an archive and lists its files.
    ///
    /// # Errors
    /// Says why it is no archive that can be read.
    pub fn open(path: &Path) -> Result<Archive, Said> {
        let damaged = |e: &dyn std::fmt::Display| {
            said!("压缩包无法打开：{e}", "the archive cannot be opened: {e}")
        };
        let file = File::open(path).map_err(|e| damaged(&e))?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|e| damaged(&e))?;
        if zip.len() > MOST_ENTRIES {
            let n = zip.len();
            return Err(said!(
                "压缩包里有{n}个文件，太多了",
                "the archive lists {n} files, which is too many"
            ));
        }
        let mut entries = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|e| damaged(&e))?;
            if !entry.is_dir() {
                entries.push((index, decode(entry.name_raw())));
            }
        }
        entries.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(Archive {
            zip: Mutex::new(zip),
            entries,
        })
    }

    /// The files, by index and name.
    pub fn entries(&self) -> impl Iterator<Item = (usize, &str)> {
        self.entries.iter().map(|(i, name)| (*i, name.as_str()))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Says why they cannot be had.
    pub fn read(&self, index: usize) -> Result<Vec<u8>, Said> {
        let damaged = |e: &dyn std::fmt::Display| {
            said!(
                "压缩包里的这个文件损坏或加密：{e}",
                "this file of the archive is damaged or encrypted: {e}"
            )
        };
        let mut zip = self.zip.lock().map_err(|e| damaged(&e))?;
        let entry = zip.by_index(index).map_err(|e| damaged(&e))?;
        let mut bytes = Vec::new();
        entry
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| damaged(&e))?;
        if bytes.len() as u64 > LARGEST {
            let limit = LARGEST >> 20;
            return Err(said!(
                "文件解开后超过{limit} MB，不会是调查表",
                "inflated, the file is larger than {limit} MB and no form"
            ));
        }
        Ok(bytes)
    }
}

/// An entry's name: UTF-8 where it is, else GBK, which Chinese Windows writes without saying so.
fn decode(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    };
    let parts: Vec<&str> = name
        .split(['/', '\\'])
        .filter(|p| !p.is_empty() && *p != "." && *p != "..")
        .collect();
    parts.join("/")
}
