//! A workbook's sheets by name (ECMA-376 part 1 §18.2).

use super::Error;
use crate::package::{self, Package};
use crate::xml::{Ns, Reader, Token, attribute_value};

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPart {
    /// Its name on its tab.
    pub name: String,
    /// Its part.
    pub part: String,
}

/// The worksheets of a workbook, in the order of their tabs. Chart sheets and the like have no
/// cells and are left out.
///
/// # Errors
/// When the main part cannot be read, or is no workbook.
pub fn sheets(package: &Package<'_>) -> Result<Vec<SheetPart>, Error> {
    let main = package.main_part();
    let missing = || package::Error::MissingPart { part: main.into() };
    let bytes = package.xml(main)?.ok_or_else(missing)?;
    let related = package.relationships(main)?;
    let broken = |source| Error::xml(main, source);
    let mut reader = Reader::new(&bytes);
    let mut found = Vec::new();
    loop {
        match reader.token().map_err(broken)? {
            Token::Start(tag) if tag.name == b"sheet" => {
                let value = |ns, name: &[u8]| {
                    let raw = reader.attribute(&tag, ns, name);
                    raw.map(attribute_value).transpose().map_err(broken)
                };
                let (name, id) = (value(Ns::None, b"name")?, value(Ns::Relationship, b"id")?);
                let sheet = related
                    .iter()
                    .find(|r| Some(r.id.as_str()) == id.as_deref());
                if let (Some(name), Some(sheet)) = (name, sheet.filter(|r| r.is("worksheet"))) {
                    found.push(SheetPart {
                        name: name.into_owned(),
                        part: sheet.target.clone(),
                    });
                }
            }
            Token::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Whether a workbook's main part counts days from 1904 (§18.2.28).
///
/// # Errors
/// When it cannot be read.
pub fn since_1904(bytes: &[u8]) -> Result<bool, crate::xml::Error> {
    let mut reader = Reader::new(bytes);
    loop {
        match reader.token()? {
            Token::Start(tag) if tag.name == b"workbookPr" => {
                let value = reader.attribute(&tag, Ns::None, b"date1904");
                return Ok(matches!(value, Some(b"1" | b"true" | b"on")));
            }
            Token::Eof => return Ok(false),
            _ => {}
        }
    }
}
