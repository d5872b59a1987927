//! Reads `.xls` of Excel 95 to 2003 (BIFF5 and BIFF8, [MS-XLS]) out of its compound file.

mod biff;
mod globals;
mod notes;
mod records;
mod shapes;
#[cfg(test)]
mod tests;
mod tokens;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

pub(super) use self::biff::{error as error_name, rk};
use self::globals::Globals;
use super::book::Book;
use super::{Damage, Error, properties};
use crate::{FileKind, compound};

/// The largest stream that is read of a compound file.
const MAX_STREAM: u64 = 64 << 20;
/// The stream that the messages speak of.
const WORKBOOK: &str = "Workbook";

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    if !compound::has_sane_fat(bytes) {
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
    // Each sheet has records of its own. Where sheets begin within one another, each byte may be
    // read again a few times, as some writers end two sheets with one EOF, but not for each of them.
    let mut left = stream.len().saturating_mul(2);
    for listed in &globals.sheets {
        let Some(records) = stream.get(listed.offset..) else {
            return Err(Error::damaged(
                WORKBOOK,
                Damage::Sheet {
                    name: listed.name.clone(),
                },
            ));
        };
        book.add_sheet(&listed.name, listed.hidden)?;
        let read = records::read(records, &globals, &mut book)?;
        let Some(rest) = left.checked_sub(read) else {
            return Err(Error::damaged(WORKBOOK, Damage::Overlap));
        };
        left = rest;
    }
    Ok(book)
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
