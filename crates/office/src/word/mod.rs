//! Word documents (.docx and its kin, ECMA-376 Transitional and Strict) as [`Paper`]s.
//!
//! One pass over the main part, in its final view: tracked insertions count and deletions do not,
//! hidden text does not, fields give their results, and of alternative content one branch counts.
//! The walk sees the document as if none of Word's wrappers were there (`walk`), so content
//! controls, smart tags, custom XML and hyperlinks may stand around anything.

mod about;
mod aside;
mod color;
mod contents;
mod control;
mod drawing;
mod effects;
mod error;
mod field;
mod math;
mod memo;
mod names;
mod numbering;
mod open;
mod paragraph;
mod properties;
mod structure;
mod styles;
mod table;
mod walk;

pub use error::Error;

use crate::build::limit;
use crate::package::{self, Package};
use crate::paper::Paper;
use color::Theme;
use contents::Contents;
use error::WalkError;
use numbering::Numbering;
use styles::Styles;

/// What the other parts define for the main one.
#[derive(Debug, Default)]
struct Definitions {
    theme: Theme,
    styles: Styles,
    numbering: Numbering,
}

/// Reads the main part of a package, and the parts that say what it looks like.
///
/// # Errors
/// When a part is damaged, when the main part is no Word document, or when it nests deeper or holds
/// more than any real document. Styles, lists and themes that are missing are taken as empty.
pub fn read(package: &Package<'_>) -> Result<Paper, Error> {
    let relationships = package.relationships(package.main_part())?;
    read_with(package, &Contents::new(package, relationships))
}

fn read_with(package: &Package<'_>, contents: &Contents<'_, '_>) -> Result<Paper, Error> {
    let main = package.main_part();
    let bytes = package
        .xml(main)?
        .ok_or_else(|| package::Error::MissingPart {
            part: main.to_owned(),
        })?;
    let definitions = definitions(package)?;
    let mut paper = match walk::Walk::new(&bytes, &definitions, contents).document() {
        Ok(Ok((mut paper, references))) => {
            paper.remarks.extend(aside::read(package, &references));
            paper
        }
        Ok(Err(root)) => {
            return Err(Error::NotWord {
                part: main.to_owned(),
                root,
            });
        }
        Err(WalkError::Xml(source)) => return Err(package::Error::xml(main, source).into()),
        Err(WalkError::Beyond(error)) => return Err(error.into()),
        Err(WalkError::TooDeep) => {
            return Err(Error::TooDeep {
                limit: limit::NESTING,
            });
        }
    };
    paper.properties = about::properties(package)?;
    Ok(paper.complete())
}

fn definitions(package: &Package<'_>) -> Result<Definitions, Error> {
    let relationships = package.relationships(package.main_part())?;
    let part = |kind: &str| -> Result<Option<(&str, Vec<u8>)>, Error> {
        let Some(relationship) = relationships.iter().find(|r| r.is(kind)) else {
            return Ok(None);
        };
        let name = relationship.target.as_str();
        Ok(package.xml(name)?.map(|bytes| (name, bytes)))
    };
    let broken = |name: &str| {
        let name = name.to_owned();
        move |source| Error::from(package::Error::xml(&name, source))
    };
    let mut found = Definitions::default();
    if let Some((name, bytes)) = part("theme")? {
        found.theme = Theme::read(&bytes).map_err(broken(name))?;
    }
    if let Some((name, bytes)) = part("styles")? {
        found.styles = Styles::read(&bytes, &found.theme).map_err(broken(name))?;
    }
    if let Some((name, bytes)) = part("numbering")? {
        found.numbering = Numbering::read(&bytes).map_err(broken(name))?;
    }
    Ok(found)
}
