//! Finds a worksheet's rows and cells.

use std::collections::{BTreeMap, HashMap};

use super::{Cell, Row, Sheet};
use crate::inplace::Error;
use crate::inplace::address::{Area, parse_cell};
use crate::inplace::attribute::attribute_range;
use crate::xml::{Ns, Reader, Splice, Tag, Token, attribute_value, root_name};

/// Cells of one sheet. Beyond it a sheet is not changed.
const MOST: usize = 2_000_000;

impl<'a> Sheet<'a> {
    /// Reads a worksheet part (UTF-8).
    ///
    /// # Errors
    /// When it cannot be read, has no cells' element, or more cells than any real sheet.
    pub fn read(part: &str, bytes: &'a [u8]) -> Result<Sheet<'a>, Error> {
        let broken = |source| Error::xml(part, source);
        let mut sheet = Sheet {
            bytes,
            rows: Vec::new(),
            index: HashMap::new(),
            merges: Vec::new(),
            data: 0..0,
            data_inner: 0..0,
            dimension: None,
            drawing_at: 0,
            drawing: None,
            prefix: String::new(),
            strict: false,
            formulas: false,
            cells: BTreeMap::new(),
            after: Splice::default(),
        };
        let mut reader = Reader::new(bytes);
        let mut count = 0;
        let mut drawing_at = None;
        loop {
            let tag = match reader.token().map_err(broken)? {
                Token::Start(tag) => tag,
                Token::End if reader.depth() == 0 => {
                    sheet.drawing_at = drawing_at.unwrap_or(reader.tag_position());
                    continue;
                }
                Token::Eof => break,
                _ => continue,
            };
            let start = reader.tag_position();
            match (reader.depth(), tag.name) {
                (1, _) => {
                    let name = root_name(&bytes[start..]);
                    let prefix = &name[..name.len() - tag.name.len()];
                    sheet.prefix = String::from_utf8_lossy(prefix).into_owned();
                    sheet.strict = tag
                        .locals()
                        .any(|(_, raw)| raw == b"http://purl.oclc.org/ooxml/spreadsheetml/main");
                }
                (2, b"dimension") => {
                    let tag = &bytes[start..reader.position()];
                    let value = attribute_range(tag, "ref");
                    sheet.dimension = value.and_then(|value| {
                        let area = std::str::from_utf8(&tag[value.clone()]).ok();
                        let area = Area::parse(area?)?;
                        Some((start + value.start..start + value.end, area))
                    });
                }
                (2, b"sheetData") => {
                    let inner = reader.position();
                    let empty = reader.at_empty_element();
                    sheet.data_inner = inner..inner;
                    if !empty {
                        sheet
                            .read_rows(&mut reader, &mut count)
                            .map_err(|e| e.into_error(part))?;
                        sheet.data_inner.end = reader.tag_position();
                        sheet.data = start..reader.position();
                    } else {
                        sheet.data = start..inner;
                    }
                }
                (3, b"mergeCell") => {
                    let raw = reader.attribute(&tag, Ns::None, b"ref").unwrap_or_default();
                    let area = std::str::from_utf8(raw).ok().and_then(Area::parse);
                    sheet.merges.extend(area);
                }
                (2, b"legacyDrawing") => {
                    let id = reader.attribute(&tag, Ns::Relationship, b"id");
                    let id = id.map(attribute_value).transpose().map_err(broken)?;
                    sheet.drawing = id.map(Into::into);
                }
                (
                    2,
                    b"legacyDrawingHF" | b"drawingHF" | b"picture" | b"oleObjects" | b"controls"
                    | b"webPublishItems" | b"tableParts" | b"extLst" | b"AlternateContent",
                ) => {
                    drawing_at.get_or_insert(start);
                }
                _ => {}
            }
        }
        match sheet.data.is_empty() {
            true => Err(Error::NoPlace {
                part: part.to_owned(),
            }),
            false => Ok(sheet),
        }
    }

    fn read_rows(&mut self, reader: &mut Reader<'a>, count: &mut usize) -> Result<(), Trouble> {
        let mut number = 0;
        loop {
            match reader.token()? {
                Token::Start(tag) if tag.name == b"row" => {
                    let given = number_of(reader, &tag, b"r");
                    number = given.unwrap_or(number + 1);
                    let start = reader.tag_position();
                    let inner = reader.position();
                    let mut row = Row {
                        number,
                        tag: start..inner,
                        inner: inner..inner,
                        end: inner,
                        style: number_of(reader, &tag, b"s"),
                        cells: Vec::new(),
                    };
                    if !reader.at_empty_element() {
                        self.read_cells(reader, &mut row, count)?;
                        row.inner.end = reader.tag_position();
                        row.end = reader.position();
                    } else {
                        reader.skip()?;
                    }
                    *count += 1;
                    self.index.entry(number).or_insert(self.rows.len());
                    self.rows.push(row);
                }
                Token::Start(_) => reader.skip()?,
                Token::End => return Ok(()),
                Token::Text(_) => {}
                Token::Eof => return Err(crate::xml::Error::Truncated.into()),
            }
            if *count > MOST {
                return Err(Trouble::TooLarge);
            }
        }
    }

    fn read_cells(
        &mut self,
        reader: &mut Reader<'a>,
        row: &mut Row,
        count: &mut usize,
    ) -> Result<(), Trouble> {
        let mut column = 0;
        loop {
            match reader.token()? {
                Token::Start(tag) if tag.name == b"c" => {
                    let named = reader.attribute(&tag, Ns::None, b"r");
                    let named = named
                        .and_then(|raw| std::str::from_utf8(raw).ok())
                        .and_then(parse_cell);
                    column = named.map_or(column + 1, |(_, column)| column);
                    let start = reader.tag_position();
                    let style = number_of(reader, &tag, b"s");
                    let (mut formula, mut empty) = (false, true);
                    reader.children(|_, tag| {
                        formula |= tag.name == b"f";
                        empty = false;
                        Ok::<_, crate::xml::Error>(())
                    })?;
                    self.formulas |= formula;
                    row.cells.push(Cell {
                        column,
                        whole: start..reader.position(),
                        style,
                        formula,
                        empty,
                    });
                    *count += 1;
                    if *count > MOST {
                        return Err(Trouble::TooLarge);
                    }
                }
                Token::Start(_) => reader.skip()?,
                Token::End => return Ok(()),
                Token::Text(_) => {}
                Token::Eof => return Err(crate::xml::Error::Truncated.into()),
            }
        }
    }
}

fn number_of(reader: &Reader<'_>, tag: &Tag<'_>, name: &[u8]) -> Option<u32> {
    let raw = reader.attribute(tag, Ns::None, name)?;
    std::str::from_utf8(raw).ok()?.trim().parse().ok()
}

enum Trouble {
    Xml(crate::xml::Error),
    TooLarge,
}

impl From<crate::xml::Error> for Trouble {
    fn from(error: crate::xml::Error) -> Trouble {
        Trouble::Xml(error)
    }
}

impl Trouble {
    fn into_error(self, part: &str) -> Error {
        match self {
            Trouble::Xml(source) => Error::xml(part, source),
            Trouble::TooLarge => Error::TooLarge {
                part: part.to_owned(),
            },
        }
    }
}
