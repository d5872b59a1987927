//! The zip archive of an `.xlsx` or `.ods`, bounded in what it may unpack.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Error, Kind};

/// The most bytes that one part may have unpacked.
const MAX_PART: u64 = 64 << 20;
/// The most bytes that the parts read of one archive may have together.
const MAX_TOTAL: u64 = 128 << 20;
/// The most entries that an archive may have.
const MAX_ENTRIES: usize = 10_000;

/// An opened archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Entries by their names in lower case (part names are compared without regard to case:
    /// ECMA-376 part 2 §6.2.2.3), with `/` for a `\`.
    names: HashMap<String, usize>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Error> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| Error::damaged("ZIP", e))?;
        if zip.len() > MAX_ENTRIES {
            return Err(Error::damaged("ZIP", format!("{} entries", zip.len())));
        }
        let names = zip
            .file_names()
            .enumerate()
            .filter_map(|(i, name)| Some((name.ok()?.replace('\\', "/"), i)))
            .map(|(name, i)| (name.to_ascii_lowercase(), i))
            .collect();
        Ok(Archive {
            zip,
            names,
            left: MAX_TOTAL,
        })
    }

    /// Has a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_ascii_lowercase())
    }

    /// A part's bytes; `None` where the archive has none of the name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(&index) = self.names.get(&name.to_ascii_lowercase()) else {
            return Ok(None);
        };
        let file = self.zip.by_index(index).map_err(|e| match e {
            zip::result::ZipError::InvalidPassword => Error::Encrypted,
            zip::result::ZipError::UnsupportedArchive(what) if what.contains("assword") => {
                Error::Encrypted
            }
            e => Error::damaged(name, e),
        })?;
        let limit = MAX_PART.min(self.left);
        let mut out = Vec::with_capacity(file.size().min(limit).min(1 << 20) as usize);
        file.take(limit + 1)
            .read_to_end(&mut out)
            .map_err(|e| Error::damaged(name, e))?;
        if out.len() as u64 > limit {
            return Err(Error::TooLarge {
                part: name.to_owned(),
                limit,
            });
        }
        self.left -= out.len() as u64;
        Ok(Some(out))
    }

    /// A part as text: UTF-8, or UTF-16 with a byte order mark.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
            let (text, bad) = encoding.decode_without_bom_handling(&bytes[mark..]);
            if bad {
                return Err(Error::damaged(name, encoding.name()));
            }
            return Ok(Some(text.into_owned()));
        }
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|e| Error::damaged(name, e.utf8_error()))
    }
}

/// Which workbook format an archive is of.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Error> {
    let mut archive = Archive::open(bytes)?;
    if archive.has("content.xml") && archive.has("mimetype") {
        return Ok(Kind::Ods);
    }
    let Some(types) = archive.text("[Content_Types].xml")? else {
        return Err(Error::NotAWorkbook);
    };
    if types.contains("sheet.binary.macroEnabled.main") {
        Err(Error::Binary)
    } else if types.contains("spreadsheetml") {
        Ok(Kind::Xlsx)
    } else {
        Err(Error::NotAWorkbook)
    }
}
