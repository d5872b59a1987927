//! The tables of a worksheet (Excel's own, ECMA-376 part 1 §18.5.1), and rows added below them.

use super::Error;
use super::address::{Area, cell_name};
use super::attribute::attribute_range;
use crate::package::{Package, Rewrite};
use crate::xml::{Ns, Reader, Splice, Token};

/// A table of a worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePart {
    /// Its part.
    pub part: String,
    /// The cells that it holds, those of its labels and of its totals too.
    pub area: Area,
    /// How many rows of totals end it.
    pub totals: u32,
}

/// The tables of a worksheet part.
///
/// # Errors
/// When the relationships or a table cannot be read.
pub fn tables(package: &Package<'_>, sheet: &str) -> Result<Vec<TablePart>, Error> {
    let mut found = Vec::new();
    for related in package.relationships(sheet)? {
        if !related.is("table") {
            continue;
        }
        let part = related.target;
        let Some(bytes) = package.xml(&part)? else {
            continue;
        };
        let mut reader = Reader::new(&bytes);
        loop {
            match reader.token().map_err(|e| Error::xml(&part, e))? {
                Token::Start(tag) => {
                    let text = |name| {
                        let raw = reader.attribute(&tag, Ns::None, name);
                        raw.and_then(|raw| std::str::from_utf8(raw).ok())
                    };
                    let totals = text(b"totalsRowCount").and_then(|n| n.trim().parse().ok());
                    if let Some(area) = text(b"ref").and_then(Area::parse) {
                        found.push(TablePart {
                            part,
                            area,
                            totals: totals.unwrap_or(0),
                        });
                    }
                    break;
                }
                Token::Eof => break,
                _ => {}
            }
        }
    }
    Ok(found)
}

/// Makes a table reach down to a row; one that reaches there already stays as it is. A table that
/// ends in totals must not be made larger: its last row would no longer be the totals'.
///
/// # Errors
/// When its part cannot be read or written.
pub fn reach(rewrite: &mut Rewrite<'_, '_>, table: &TablePart, row: u32) -> Result<(), Error> {
    if row <= table.area.last.0 || table.totals > 0 {
        return Ok(());
    }
    let part = &table.part;
    let broken = |source| Error::xml(part, source);
    let Some(coded) = rewrite.xml(part)? else {
        return Ok(());
    };
    let bytes = coded.text();
    let mut splice = Splice::default();
    let mut reader = Reader::new(bytes);
    loop {
        let tag = match reader.token().map_err(broken)? {
            Token::Start(tag) => tag,
            Token::Eof => break,
            _ => continue,
        };
        let reaches = match reader.depth() {
            1 => true,
            2 => tag.name == b"autoFilter",
            _ => false,
        };
        let (start, end) = (reader.tag_position(), reader.position());
        if let Some(value) = attribute_range(&bytes[start..end], "ref").filter(|_| reaches) {
            let value = start + value.start..start + value.end;
            let area = std::str::from_utf8(&bytes[value.clone()]).ok();
            if let Some(area) = area.and_then(Area::parse) {
                let last = (row, area.last.1);
                let text = format!("{}:{}", cell_name(area.first), cell_name(last));
                splice.replace(value, text);
            }
        }
    }
    let text = splice.apply(bytes);
    let bytes = coded.write(&text).map_err(broken)?;
    rewrite.set(part, bytes);
    Ok(())
}
