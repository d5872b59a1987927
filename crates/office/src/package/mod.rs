//! An Office package: the parts in a zip file, found by relationship (ECMA-376 part 2).
//!
//! Files come from anywhere, so every part is bounded in size before it is inflated and while it
//! is, and the package in the number of its parts; a part whose name another part has, and parts
//! that share bytes, are refused. Nothing here knows what a part says.

mod error;
mod relationship;
mod rewrite;

pub use error::Error;
pub use relationship::Relationship;
pub use rewrite::Rewrite;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::{FileKind, xml};

/// What a package may cost. Real documents stay far below.
mod limit {
    /// Entries in the zip's directory.
    pub const ENTRIES: usize = 10_000;
    /// One part, in bytes as inflated.
    pub const PART: u64 = 64 << 20;
    /// All parts that are read, in bytes as inflated.
    pub const TOTAL: u64 = 128 << 20;
    /// Parts above this many bytes must not be deflated further than [`RATIO`].
    pub const RATIO_FROM: u64 = 8 << 20;
    /// Inflated over deflated size. Word's own XML stays below 60.
    pub const RATIO: u64 = 400;
}

/// The bounded parts of a zip file, by name. A [`Package`] is one whose main part is known.
#[derive(Debug)]
pub struct Archive<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The names that more than one entry has, as they are compared.
    ambiguous: HashSet<Vec<u8>>,
    /// The entries by the names that they are compared by. Most parts are found by their own.
    folded: OnceCell<HashMap<Vec<u8>, usize>>,
    inflated: Cell<u64>,
}

/// A package with a main part.
#[derive(Debug)]
pub struct Package<'a> {
    parts: Archive<'a>,
    root: Vec<Relationship>,
    main: String,
}

impl<'a> Package<'a> {
    /// Opens the package in `bytes`, a whole file, and finds its main part.
    ///
    /// # Errors
    /// When the bytes are something else (the error says what, see [`FileKind`]), are cut short or
    /// damaged, go beyond what a package may cost, or name no main part.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, Error> {
        let mut package = Package {
            parts: Archive::open(bytes)?,
            root: Vec::new(),
            main: String::new(),
        };
        package.root = package.relationships("")?;
        let main = package
            .root
            .iter()
            .find(|r| r.is("officeDocument"))
            .ok_or(Error::NoMainPart)?
            .target
            .clone();
        if package.parts.index(&main).is_none() {
            return Err(Error::MissingPart { part: main });
        }
        package.main = main;
        Ok(package)
    }

    /// The name of the main part, such as `word/document.xml`.
    pub fn main_part(&self) -> &str {
        &self.main
    }

    /// The package's own relationships (`_rels/.rels`).
    pub fn root_relationships(&self) -> &[Relationship] {
        &self.root
    }

    /// The relationships of a part; none if it has no relationship part. External targets are
    /// left out.
    pub fn relationships(&self, part: &str) -> Result<Vec<Relationship>, Error> {
        let name = relationship::part_of(part);
        match self.xml(&name)? {
            Some(bytes) => {
                relationship::read(part, &bytes).map_err(|source| Error::xml(&name, source))
            }
            None => Ok(Vec::new()),
        }
    }

    /// As [`Archive::xml`].
    pub fn xml(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        self.parts.xml(name)
    }

    /// As [`Archive::part`].
    pub fn part(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        self.parts.part(name)
    }
}

impl<'a> Archive<'a> {
    /// Opens the zip file in `bytes`, a whole file.
    ///
    /// # Errors
    /// When the bytes are something else, are cut short or damaged, or go beyond what a package
    /// may cost.
    pub fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Error> {
        let archive = open_archive(bytes)?;
        Ok(Archive {
            ambiguous: repeated_names(&archive, bytes),
            archive,
            folded: OnceCell::new(),
            inflated: Cell::new(0),
        })
    }

    /// A part's bytes as UTF-8 (see [`xml::utf8`]); `None` if there is no such part.
    pub fn xml(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(bytes) = self.part(name)? else {
            return Ok(None);
        };
        let decoded = match xml::utf8(&bytes) {
            Ok(Cow::Borrowed(same)) if same.len() == bytes.len() => None,
            Ok(other) => Some(other.into_owned()),
            Err(source) => return Err(Error::xml(name, source)),
        };
        Ok(Some(decoded.unwrap_or(bytes)))
    }

    /// A part's bytes; `None` if there is no such part.
    ///
    /// # Errors
    /// When the part is damaged or larger than a part may be.
    pub fn part(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(index) = self.index(name) else {
            return Ok(None);
        };
        if !self.ambiguous.is_empty() && self.ambiguous.contains(&folded(name.as_bytes())) {
            let part = name.to_owned();
            return Err(Error::DuplicatePart { part });
        }
        // Cheap: the directory is shared, the cursor is a slice.
        let mut archive = self.archive.clone();
        let damaged = |e: ZipError| Error::of_part(name, e);
        let file = archive.by_index(index).map_err(damaged)?;
        let (size, packed) = (file.size(), file.compressed_size());
        let too_large = || Error::PartTooLarge {
            part: name.to_owned(),
            limit: limit::PART,
        };
        let left = limit::TOTAL.saturating_sub(self.inflated.get());
        let most = limit::PART.min(left);
        if size > most || (size > limit::RATIO_FROM && size / packed.max(1) > limit::RATIO) {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(size as usize);
        // The declared size may lie: read one byte more than allowed to know.
        let read = file
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| damaged(e.into()))? as u64;
        if read > most {
            return Err(too_large());
        }
        self.inflated.set(self.inflated.get() + read);
        Ok(Some(bytes))
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name).or_else(|| {
            let entries = self.folded.get_or_init(|| {
                let mut entries = HashMap::new();
                for (index, other) in self.archive.file_names_raw().enumerate() {
                    entries.entry(folded(other)).or_insert(index);
                }
                entries
            });
            entries.get(&folded(name.as_bytes())).copied()
        })
    }
}

/// A part's name as it is compared: without regard to ASCII case (part 2 §6.2.2.3), and as some
/// writers have it, with a `/` before it or with `\`.
fn folded(name: &[u8]) -> Vec<u8> {
    let name = match name {
        [b'/' | b'\\', rest @ ..] => rest,
        _ => name,
    };
    let fold = |b: &u8| match b {
        b'\\' => b'/',
        b => b.to_ascii_lowercase(),
    };
    name.iter().map(fold).collect()
}

/// The names that several entries of the archive have. The zip library keeps the last entry of a
/// name and only says that there are others.
fn repeated_names(archive: &ZipArchive<Cursor<&[u8]>>, bytes: &[u8]) -> HashSet<Vec<u8>> {
    const FIXED: usize = 46;
    let mut repeated = HashSet::new();
    if !archive.has_duplicate_names() {
        return repeated;
    }
    let mut seen = HashSet::new();
    let start = usize::try_from(archive.central_directory_start()).unwrap_or(bytes.len());
    let mut rest = bytes.get(start..).unwrap_or_default();
    // Records follow one another: signature, fixed fields, name, extra field, comment.
    while rest.starts_with(b"PK\x01\x02") && rest.len() >= FIXED {
        let length = |at: usize| usize::from(u16::from_le_bytes([rest[at], rest[at + 1]]));
        let (name, extra, comment) = (length(28), length(30), length(32));
        let Some(bytes) = rest.get(FIXED..FIXED + name) else {
            break;
        };
        if !seen.insert(bytes) {
            repeated.insert(folded(bytes));
        }
        rest = rest
            .get(FIXED + name + extra + comment..)
            .unwrap_or_default();
    }
    repeated
}

/// How many bytes a file has when it is unpacked, as far as it says: its own where it is no package.
pub fn unpacked(bytes: &[u8]) -> u64 {
    let own = bytes.len() as u64;
    if !bytes.starts_with(b"PK") {
        return own;
    }
    let said = open_archive(bytes).ok().and_then(|a| a.decompressed_size());
    said.map_or(own, |said| own.max(u64::try_from(said).unwrap_or(u64::MAX)))
}

/// The zip archive in `bytes`, checked for what would make reading it costly or ambiguous.
fn open_archive(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Error> {
    if !bytes.starts_with(b"PK") {
        return Err(match FileKind::of_bytes(bytes) {
            FileKind::Encrypted => Error::Encrypted,
            kind => Error::NotPackage { kind },
        });
    }
    // The directory is read into memory: count its records first, each at least 46 bytes long.
    if bytes.len() > limit::ENTRIES * 46
        && memmem::find_iter(bytes, b"PK\x01\x02")
            .nth(limit::ENTRIES)
            .is_some()
    {
        return Err(Error::TooManyParts {
            limit: limit::ENTRIES,
        });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Error::Damaged)?;
    // An entry too broken to tell matters only if its part is read, which then fails.
    match archive.has_overlapping_files() {
        Ok(true) => Err(Error::OverlappingParts),
        Ok(false) | Err(_) => Ok(archive),
    }
}
