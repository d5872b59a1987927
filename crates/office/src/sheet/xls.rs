//! Reads `.xls` of Excel 95 to 2003 (BIFF5 and BIFF8, [MS-XLS]) out of its compound file.

mod biff;
mod globals;
mod notes;
mod records;
#[cfg(test)]
mod tests;
mod tokens;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use self::globals::Globals;
use super::book::{Book, Sheet};
use super::{Damage, Error, properties};
use crate::FileKind;

/// The largest stream that is read of a compound file.
const MAX_STREAM: u64 = 64 << 20;
/// The stream that the messages speak of.
const WORKBOOK: &str = "Workbook";

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    if !has_sane_fat(bytes) {
        return Err(Error::damaged("OLE", Damage::Structure("FAT")));
    }
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|e| io("OLE", &e))?;
    if file.is_stream("EncryptedPackage") {
        return Err(Error::Encrypted);
    }
    let Some(name) = ["Workbook", "Book"].into_iter().find(|n| file.is_stream(n)) else {
        return Err(Error::of_kind(FileKind::OtherCompound));
    };
    let stream = stream(&mut file, name)?;
    let mut book = Book::new();
    if let Ok(summary) = self::stream(&mut file, "\u{5}SummaryInformation") {
        book.properties = properties::of_summary(&summary);
    }
    let globals = Globals::read(&stream, &mut book)?;
    for listed in &globals.sheets {
        let Some(records) = stream.get(listed.offset..) else {
            return Err(Error::damaged(
                WORKBOOK,
                Damage::Sheet {
                    name: listed.name.clone(),
                },
            ));
        };
        book.sheets.push(Sheet {
            name: listed.name.clone(),
            hidden: listed.hidden,
            ..Sheet::default()
        });
        records::read(records, &globals, &mut book)?;
    }
    Ok(book)
}

/// The chain of FAT sector lists is no longer than the file has use for. A longer one could name
/// the same sectors over and over and fill the memory ([MS-CFB] §2.5).
fn has_sane_fat(bytes: &[u8]) -> bool {
    let u32_at = |at: usize| -> Option<usize> {
        let four = bytes.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(four.try_into().ok()?) as usize)
    };
    let shift = bytes
        .get(30)
        .map_or(9, |&shift| u32::from(shift).clamp(7, 16));
    let sector = 1usize << shift;
    let enough = bytes.len() / sector / (sector / 4 - 1) / (sector / 4) + 2;
    let mut next = u32_at(68);
    for _ in 0..enough {
        match next {
            Some(number) if number < 0xffff_fffa => {
                let end = number.saturating_add(2).saturating_mul(sector);
                next = u32_at(end.saturating_sub(4));
            }
            _ => return true,
        }
    }
    false
}

fn stream(file: &mut CompoundFile<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, Error> {
    let stream = file.open_stream(name).map_err(|e| io(name, &e))?;
    let mut out = Vec::new();
    stream
        .take(MAX_STREAM + 1)
        .read_to_end(&mut out)
        .map_err(|e| io(name, &e))?;
    if out.len() as u64 > MAX_STREAM {
        return Err(Error::TooLarge {
            part: name.to_owned(),
            limit: MAX_STREAM,
        });
    }
    Ok(out)
}

fn io(part: &str, error: &std::io::Error) -> Error {
    Error::damaged(part, Damage::Library(error.to_string()))
}
