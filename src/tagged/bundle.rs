//! A document with tags as an edition that can be used.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::Path;

use super::form::{Form, read};
use super::mapping::mapping;
use super::problem::Error;
use crate::mapping::Bundle;
use crate::said;

/// A blank form larger than this is none.
const MOST: u64 = 64 << 20;

/// The edition that a document with tags is.
///
/// # Errors
/// When the file cannot be read, is no Word document, has no tags, or some of them are wrong.
pub fn open(path: &Path) -> Result<(Bundle, Form), Error> {
    let name = path.display().to_string();
    let io = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(io)?;
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MOST {
        let why = said!("文件太大", "it is larger than any form");
        return Err(Error::NoDocument { file: name, why });
    }
    bundle(&name, bytes)
}

/// The edition that these bytes of a document with tags are, and the document understood. `file`
/// is its name.
///
/// # Errors
/// When it is no Word document, has no tags, or some of them are wrong.
pub fn bundle(file: &str, bytes: Vec<u8>) -> Result<(Bundle, Form), Error> {
    let form = read(file, &bytes)?;
    let wrong = |problems| Error::Tags {
        file: file.to_owned(),
        problems,
    };
    let mapping = mapping(file, &form).map_err(wrong)?;
    let bundle = Bundle {
        mapping,
        blank_form: Some(Cow::Owned(bytes)),
        blank_sheets: None,
    };
    Ok((bundle, form))
}
