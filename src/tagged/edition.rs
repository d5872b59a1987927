//! Whatever names an edition: a folder, a document with tags, the id of a bundled one.

use std::path::Path;

use super::{Error, open};
use crate::mapping::{Bundle, OpenError, bundled, bundled_ids, load_dir};
use crate::text::Worded;
use crate::text::lang::{Lang, Said};

/// Why an edition cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// Of a folder, or a bundled one.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Of a document with tags.
    #[error(transparent)]
    Tags(#[from] Error),
}

impl Worded for EditionError {
    fn said(&self) -> Said {
        match self {
            EditionError::Open(e) => e.said(),
            EditionError::Tags(e) => e.said(),
        }
    }

    fn drawn(&self, lang: Lang, styled: bool) -> Option<String> {
        match self {
            EditionError::Open(e) => e.drawn(lang, styled),
            EditionError::Tags(e) => e.drawn(lang, styled),
        }
    }
}

/// The edition in a folder, or that a document with tags is; where there is neither, the bundled
/// one of that id.
///
/// # Errors
/// Where it is none of these, or does not hold together.
pub fn edition(given: &Path) -> Result<Bundle, EditionError> {
    Ok(match given.to_str() {
        Some(id) if !given.exists() && bundled_ids().any(|known| known == id) => bundled(id)?,
        _ if is_document(given) => open(given)?.0,
        _ => load_dir(given)?,
    })
}

/// A file, where a folder could be meant: a blank form with tags.
pub fn is_document(given: &Path) -> bool {
    given.is_file()
        && given
            .extension()
            .is_some_and(|e| !e.eq_ignore_ascii_case("toml"))
}
