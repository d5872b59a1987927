//! What a document says of itself: who wrote it and when (ECMA-376 part 2 §8, part 1 §22.2).

use super::Error;
use crate::package::{self, Package};
use crate::paper::Properties;
use crate::xml::{self, Reader, Token};

/// Reads the core and extended properties. A file without them says nothing of itself; one whose
/// property parts are broken neither, since no value depends on them.
pub(super) fn properties(package: &Package<'_>) -> Result<Properties, Error> {
    let mut found = Properties::default();
    for (kind, is_core) in [("core-properties", true), ("extended-properties", false)] {
        let Some(part) = package.root_relationships().iter().find(|r| {
            // Strict calls it extendedProperties.
            r.is(kind) || r.is(&kind.replace("-p", "P"))
        }) else {
            continue;
        };
        match package.xml(&part.target) {
            Ok(Some(bytes)) => {
                // A broken property part is as good as none.
                let _ = take(&bytes, is_core, &mut found);
            }
            Ok(None) => {}
            Err(package::Error::PartTooLarge { part, limit }) => {
                return Err(package::Error::PartTooLarge { part, limit }.into());
            }
            Err(_) => {}
        }
    }
    Ok(found)
}

fn take(bytes: &[u8], is_core: bool, found: &mut Properties) -> Result<(), xml::Error> {
    let mut reader = Reader::new(bytes);
    while let Token::Start(tag) = first_start(&mut reader)? {
        let slot = match tag.name {
            b"created" if is_core => &mut found.created,
            b"modified" if is_core => &mut found.modified,
            b"Application" if !is_core => &mut found.producer,
            _ => continue,
        };
        let mut text = String::new();
        while let Token::Text(piece) = reader.token()? {
            piece.push_to(&mut text)?;
        }
        let text = text.trim();
        if !text.is_empty() {
            *slot = Some(text.to_owned());
        }
    }
    Ok(())
}

/// The next start tag, or the end of the part.
fn first_start<'a>(reader: &mut Reader<'a>) -> Result<Token<'a>, xml::Error> {
    loop {
        if let token @ (Token::Start(_) | Token::Eof) = reader.token()? {
            return Ok(token);
        }
    }
}
