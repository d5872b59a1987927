//! Compound files ([MS-CFB]), in which Office kept its documents before it had zip, and keeps those
//! that are locked.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use cfb::CompoundFile;

/// An open compound file.
pub(crate) type Compound<'a> = CompoundFile<Cursor<Cow<'a, [u8]>>>;

/// Opens a compound file. Writers cut the last sector short (WPS), or end the file before the
/// sectors that its allocation table still names (POI 47950), neither of which Office minds: what is
/// missing is filled up.
pub(crate) fn open(bytes: &[u8]) -> Option<Compound<'_>> {
    if !has_sane_fat(bytes) {
        return None;
    }
    // The exponent of the sector's size; 9 but for version 4.
    let sector = match bytes.get(0x1e)? {
        12 => 4096,
        _ => 512,
    };
    let open = |bytes| CompoundFile::open(Cursor::new(bytes)).ok();
    let whole = bytes.len().next_multiple_of(sector);
    let first = match whole == bytes.len() {
        true => open(Cow::Borrowed(bytes)),
        false => open(Cow::Owned(filled(bytes, whole))),
    };
    // A sector of the allocation table is about so many sectors, and the header is one more.
    let told = (whole - sector).next_multiple_of(sector / 4 * sector) + sector;
    first.or_else(|| open(Cow::Owned(filled(bytes, told))))
}

fn filled(bytes: &[u8], len: usize) -> Vec<u8> {
    let mut filled = Vec::with_capacity(len);
    filled.extend_from_slice(bytes);
    filled.resize(len, 0);
    filled
}

/// The first kilobytes of a stream of the root.
pub(crate) fn head(file: &mut Compound<'_>, name: &str) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let stream = file.open_stream(name).ok()?;
    stream.take(4096).read_to_end(&mut content).ok()?;
    Some(content)
}

/// The chain of FAT sector lists is no longer than the file has use for. A longer one could name
/// the same sectors over and over and fill the memory ([MS-CFB] §2.5).
pub(crate) fn has_sane_fat(bytes: &[u8]) -> bool {
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
