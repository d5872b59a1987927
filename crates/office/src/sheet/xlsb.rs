//! Reads `.xlsb` ([MS-XLSB]) by calamine's reader of cells: values and dates. Its range of a sheet
//! is dense, and is not asked for.

use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::book::{Book, Content};
use super::ink::Inks;
use super::number::{Format, iso, plain};
use super::reference::At;
use super::{Damage, Error, properties};
use crate::package::Package;
use crate::{Cost, Exceeded};

/// The part that the messages speak of.
const PART: &str = "xlsb";
/// The largest part that is unpacked.
const MAX_PART: u64 = 64 << 20;
/// The most bytes that all parts have unpacked.
const MAX_TOTAL: u64 = 128 << 20;

/// The most shared strings: the library keeps each as a text of its own.
const MAX_STRINGS: usize = 1_000_000;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    bounded(bytes)?;
    sane_records(bytes)?;
    // The library indexes into records without looking how long they are: what is damaged makes
    // it panic.
    let cells = catch_unwind(AssertUnwindSafe(|| cells(bytes)));
    let mut book = match cells {
        Ok(read) => read.map_err(|e| Error::damaged(PART, Damage::Library(e.to_string())))?,
        Err(_) => return Err(Error::damaged(PART, Damage::EndsMidway)),
    };
    book.formats_unread = has_formats(bytes)?;
    Ok(book)
}

/// No part is larger than is read of any other workbook: the library unpacks without a bound.
fn bounded(bytes: &[u8]) -> Result<(), Error> {
    let damaged = |e: zip::result::ZipError| Error::damaged("ZIP", Damage::Library(e.to_string()));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut total = 0u64;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(damaged)?;
        total = total.saturating_add(part.size());
        if part.size() > MAX_PART || total > MAX_TOTAL {
            return Err(Error::TooLarge {
                part: part
                    .name()
                    .map_or_else(|_| PART.to_owned(), |name| name.into_owned()),
                limit: MAX_PART,
            });
        }
    }
    Ok(())
}

/// No record says that it is longer than what there is of its part: the library makes room for what
/// a record says before it reads it.
fn sane_records(bytes: &[u8]) -> Result<(), Error> {
    /// The type of a shared string (BrtSSTItem, §2.4.833).
    const STRING: usize = 19;
    let damaged = |e: zip::result::ZipError| Error::damaged("ZIP", Damage::Library(e.to_string()));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(damaged)?;
        let name = file
            .name()
            .map_or_else(|_| PART.to_owned(), |name| name.into_owned());
        let is_part = name.ends_with(".bin") && !name.to_ascii_lowercase().contains("vba");
        if !is_part {
            continue;
        }
        let mut part = Vec::new();
        let read = file.take(MAX_PART + 1).read_to_end(&mut part);
        if read.is_err() || part.len() as u64 > MAX_PART {
            return Err(Error::damaged(name, Damage::NotInflated));
        }
        let mut rest = part.as_slice();
        let mut strings = 0;
        while let Some(kind) = varint(&mut rest, 2)
            && let Some(length) = varint(&mut rest, 4)
        {
            let Some((_, after)) = rest.split_at_checked(length) else {
                return Err(Error::damaged(name, Damage::EndsMidway));
            };
            rest = after;
            strings += usize::from(kind == STRING);
        }
        if strings > MAX_STRINGS {
            let cost = Cost::Strings;
            return Err(Exceeded { cost }.into());
        }
    }
    Ok(())
}

fn cells(bytes: &[u8]) -> Result<Book, XlsbError> {
    let mut workbook: Xlsb<_> = Xlsb::new(Cursor::new(bytes))?;
    let mut book = Book::new();
    if let Ok(package) = Package::open(bytes) {
        book.properties = properties::of_package(&package);
    }
    for listed in workbook.sheets_metadata().to_vec() {
        if listed.typ != SheetType::WorkSheet {
            continue;
        }
        let hidden = listed.visible != SheetVisible::Visible;
        if book.add_sheet(&listed.name, hidden).is_err() {
            break;
        }
        let mut reader = workbook.worksheet_cells_reader(&listed.name)?;
        while let Some(cell) = reader.next_cell()? {
            let (row, column) = cell.get_position();
            let at = At::new(row.saturating_add(1), column.saturating_add(1));
            if !book.put(at, content(cell.get_value()), None, Inks::default()) {
                break;
            }
        }
    }
    Ok(book)
}

fn content(value: &DataRef<'_>) -> Content {
    match value {
        DataRef::Int(n) => Content::Number(*n as f64, plain(*n as f64, 0).into()),
        DataRef::Float(n) if n.is_finite() => Content::Number(*n, plain(*n, 0).into()),
        DataRef::Float(_) => Content::Error("#NUM!".into()),
        DataRef::String(text) => Content::Text(text.as_str().into()),
        DataRef::SharedString(text) => Content::Text((*text).into()),
        DataRef::Bool(b) => Content::Bool(*b),
        DataRef::DateTime(moment) => {
            let (y, m, d, hour, minute, ..) = moment.to_ymd_hms_milli();
            let shown = match moment.is_duration() || moment.as_f64() < 1.0 {
                true => Format::built_in(20).show(moment.as_f64(), false),
                false if (hour, minute) == (0, 0) => format!("{y:04}-{m:02}-{d:02}"),
                false => format!("{y:04}-{m:02}-{d:02} {hour:02}:{minute:02}"),
            };
            Content::Number(moment.as_f64(), shown.into())
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Content::Text(iso(text).into()),
        DataRef::Error(error) => Content::Error(error.to_string().into()),
        DataRef::Empty => Content::Blank,
    }
}

/// A number format of the workbook's own (BrtFmt, §2.4.657) adds to the numbers what the library
/// does not tell.
fn has_formats(bytes: &[u8]) -> Result<bool, Error> {
    /// The type of the record.
    const FORMAT: usize = 44;
    let package = Package::open(bytes)?;
    let related = package.relationships(package.main_part())?;
    let Some(styles) = related.iter().find(|r| r.is("styles")) else {
        return Ok(false);
    };
    let styles = package.part(&styles.target)?.unwrap_or_default();
    let mut rest = styles.as_slice();
    while let Some(kind) = varint(&mut rest, 2)
        && let Some(length) = varint(&mut rest, 4)
        && let Some((record, after)) = rest.split_at_checked(length)
    {
        rest = after;
        // The format's number in two bytes, then its length in four, then UTF-16.
        if kind == FORMAT && record.len() > 6 {
            let (units, _) = record[6..].as_chunks::<2>();
            let units: Vec<u16> = units.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
            if Format::parse(&String::from_utf16_lossy(&units)).adds() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// A number in at most so many bytes of seven bits each (§2.1.4).
fn varint(rest: &mut &[u8], most: usize) -> Option<usize> {
    let mut value = 0;
    for i in 0..most {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        value |= usize::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(value)
}
