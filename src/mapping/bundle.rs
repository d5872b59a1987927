//! Editions as they come: the bundled ones, and folders named with `--mapping`.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::load::{load, load_bundled};
use super::model::Mapping;
use super::problem::{LoadError, SourceFile};
use crate::given;
use crate::said;
use crate::text::Worded;
use crate::text::lang::{Lang, Said};

/// An edition with the blank form and workbook that it was sent out with.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// What the edition asks for.
    pub mapping: Mapping,
    /// The blank form (`edition.blank`), as sent out.
    pub blank_form: Option<Cow<'static, [u8]>>,
    /// The blank workbook of sub-tables (`edition.blank_sheets`), as sent out.
    pub blank_sheets: Option<Cow<'static, [u8]>>,
}

/// Why an edition could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No edition of this name is bundled.
    #[error("{}", self.said().en)]
    Unknown {
        /// The name asked for.
        id: String,
    },
    /// A file or folder could not be read.
    #[error("{}", self.said().en)]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The folder holds no `.toml` file.
    #[error("{}", self.said().en)]
    NoFiles {
        /// The folder.
        path: PathBuf,
    },
    /// A file is larger than an edition's file can be.
    #[error("{}", self.said().en)]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// The files are there, but say something that cannot be.
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl Worded for OpenError {
    /// The reason in both languages, in one line; for [`OpenError::Load`] see
    /// [`LoadError::render`] too.
    fn said(&self) -> Said {
        match self {
            OpenError::Unknown { id } => {
                let ids = bundled_ids().collect::<Vec<_>>().join("、");
                let ids_en = bundled_ids().collect::<Vec<_>>().join(", ");
                said!(
                    "没有名为“{id}”的版本；内置的有：{ids}。自己的版本请用 --mapping 指定其文件夹",
                    "no edition is called `{id}`; bundled: {ids_en}. Name the folder of your own with --mapping"
                )
            }
            OpenError::Io { path, source } => {
                let (path, Said { zh, en }) = (path.display(), crate::text::of_system(source));
                said!("无法读取 {path}：{zh}", "cannot read {path}: {en}")
            }
            OpenError::NoFiles { path } => said!(
                "{} 中没有 .toml 文件；--mapping 应指向一个版本的文件夹",
                "{} holds no .toml file; --mapping names the folder of one edition",
                path.display()
            ),
            OpenError::TooLarge { path, limit } => said!(
                "{} 超过 {limit} 字节，不像是映射文件",
                "{} is larger than {limit} bytes, which no mapping file is",
                path.display()
            ),
            OpenError::Load(e) => e.said(),
        }
    }

    fn drawn(&self, lang: Lang, styled: bool) -> Option<String> {
        match self {
            OpenError::Load(e) => e.drawn(lang, styled),
            _ => None,
        }
    }
}

/// A bundled edition: its folder's name (which is its id) and its files.
struct Bundled {
    id: &'static str,
    texts: &'static [(&'static str, &'static str)],
    bytes: &'static [(&'static str, &'static [u8])],
}

/// Embeds the files of a folder of `mappings/`. A test holds the lists against the folders.
macro_rules! bundled {
    ($id:literal, [$($text:literal),* $(,)?], [$($bytes:literal),* $(,)?]) => {
        Bundled {
            id: $id,
            texts: &[$(($text, include_str!(concat!("../../mappings/", $id, "/", $text)))),*],
            bytes: &[$(($bytes, include_bytes!(concat!("../../mappings/", $id, "/", $bytes)))),*],
        }
    };
}

const BUNDLED: &[Bundled] = &[
    // The newest first: a file that is no known form is listed under it.
    bundled!(
        "hz-2025",
        [
            "02-cooperation.toml",
            "03-people.toml",
            "05-results.toml",
            "06-opinions.toml",
            "07-derived.toml",
            "08-across.toml",
            "edition.toml",
            "lists.toml",
        ],
        ["blank.docx", "blank.xlsx"]
    ),
    bundled!(
        "hz-2020",
        [
            "01-basics.toml",
            "02-cooperation.toml",
            "03-people.toml",
            "04-funding.toml",
            "05-results.toml",
            "06-opinions.toml",
            "07-hongkong-macao-taiwan.toml",
            "08-across.toml",
            "edition.toml",
            "lists.toml",
        ],
        []
    ),
];

/// The ids of the bundled editions.
pub fn bundled_ids() -> impl Iterator<Item = &'static str> {
    BUNDLED.iter().map(|b| b.id)
}

/// A bundled edition by its id.
pub fn bundled(id: &str) -> Result<Bundle, OpenError> {
    let found = BUNDLED
        .iter()
        .find(|b| b.id == id)
        .ok_or_else(|| OpenError::Unknown { id: id.to_owned() })?;
    let mapping = load_bundled(found.texts.iter().map(|&(name, text)| SourceFile {
        name: name.to_owned(),
        text: text.into(),
    }))?;
    let bytes = |name: &Option<String>| {
        let name = name.as_deref()?;
        let (_, bytes) = found.bytes.iter().find(|(n, _)| *n == name)?;
        Some(Cow::Borrowed(*bytes))
    };
    Ok(Bundle {
        blank_form: bytes(&mapping.edition.blank),
        blank_sheets: bytes(&mapping.edition.blank_sheets),
        mapping,
    })
}

/// A mapping file larger than this is none.
const MAX_TEXT: u64 = 4 << 20;
/// A blank form larger than this is none.
const MAX_BLANK: u64 = 64 << 20;

/// The edition in a folder: all its `.toml` files in the order of their names, and the blanks
/// that they name.
pub fn load_dir(dir: &Path) -> Result<Bundle, OpenError> {
    let io = |source| OpenError::Io {
        path: dir.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        if !name.starts_with('.') && path.extension().is_some_and(|e| e == "toml") {
            files.push((name.to_owned(), path));
        }
    }
    if files.is_empty() {
        return Err(OpenError::NoFiles {
            path: dir.to_owned(),
        });
    }
    files.sort();
    let mut sources = Vec::with_capacity(files.len());
    for (name, path) in files {
        let bytes = read_bounded(&path, MAX_TEXT)?;
        let text = String::from_utf8(bytes).map_err(|e| OpenError::Io {
            path: path.clone(),
            source: std::io::Error::new(std::io::ErrorKind::InvalidData, e),
        })?;
        sources.push(SourceFile {
            name,
            text: text.into(),
        });
    }
    let mapping = load(sources)?;
    let blank = |name: &Option<String>| match name {
        Some(name) => read_bounded(&dir.join(name), MAX_BLANK).map(|b| Some(Cow::Owned(b))),
        None => Ok(None),
    };
    Ok(Bundle {
        blank_form: blank(&mapping.edition.blank)?,
        blank_sheets: blank(&mapping.edition.blank_sheets)?,
        mapping,
    })
}

fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, OpenError> {
    let mut bytes = Vec::new();
    given::open(path)
        .and_then(|f| f.take(limit + 1).read_to_end(&mut bytes))
        .map_err(|source| OpenError::Io {
            path: path.to_owned(),
            source,
        })?;
    if bytes.len() as u64 > limit {
        return Err(OpenError::TooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_bundled_folder_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
        for b in BUNDLED {
            let mut on_disk: Vec<String> = fs::read_dir(root.join(b.id))
                .unwrap()
                .map(|e| e.unwrap().file_name().into_string().unwrap())
                .collect();
            on_disk.sort();
            let mut embedded: Vec<&str> = b.texts.iter().map(|t| t.0).collect();
            embedded.extend(b.bytes.iter().map(|t| t.0));
            embedded.sort();
            assert_eq!(on_disk, embedded);
        }
    }

    #[test]
    fn a_folder_reads_as_the_bundled_edition() {
        for b in BUNDLED {
            let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("mappings")
                .join(b.id);
            let from_dir = load_dir(&dir).unwrap();
            let from_binary = bundled(b.id).unwrap();
            assert_eq!(from_dir.mapping, from_binary.mapping);
            assert_eq!(&*from_binary.mapping.edition.id, b.id);
            assert_eq!(from_dir.blank_form, from_binary.blank_form);
            assert_eq!(from_dir.blank_sheets, from_binary.blank_sheets);
        }
    }

    #[test]
    fn an_unknown_edition_names_the_known() {
        let error = bundled("hz-2031").unwrap_err();
        let said = error.to_string();
        assert!(
            said.starts_with("no edition is called") && said.contains("hz-2025"),
            "{said}"
        );
    }
}
