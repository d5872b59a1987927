//! What a document says of itself ([MS-OLEPS] §2.20, §2.21; [MS-OSHARED] §2.3.3.2).

use super::bytes::{rest, slice, u16_at, u32_at, u64_at};
use crate::paper::Properties;

const CODE_PAGE: u32 = 1;
const CREATED: u32 = 0x0c;
const MODIFIED: u32 = 0x0d;
const PROGRAM: u32 = 0x12;
/// More properties are in no real set.
const MOST: usize = 1000;

/// Reads the summary information. What of it is broken says nothing, since no value depends on it.
pub(super) fn properties(summary: &[u8]) -> Properties {
    let mut found = Properties::default();
    let _ = take(summary, &mut found);
    found
}

fn take(summary: &[u8], found: &mut Properties) -> Option<()> {
    // One section, whose offset follows its identity.
    let set = rest(summary, u32_at(summary, 0x2c)? as usize);
    let count = (u32_at(set, 4)? as usize).min(MOST);
    let value = |id: u32| {
        (0..count)
            .find(|i| u32_at(set, 8 + 8 * i) == Some(id))
            .and_then(|i| u32_at(set, 12 + 8 * i))
            .map(|at| rest(set, at as usize))
    };
    let code_page = value(CODE_PAGE).and_then(|v| u16_at(v, 4)).unwrap_or(1252);
    found.producer = value(PROGRAM).and_then(|v| text(v, code_page));
    found.created = value(CREATED).and_then(time);
    found.modified = value(MODIFIED).and_then(time);
    Some(())
}

fn text(value: &[u8], code_page: u16) -> Option<String> {
    let len = u32_at(value, 4)? as usize;
    let text = match u32_at(value, 0)? {
        0x1e => {
            let bytes = slice(value, 8, len)?;
            let encoding = match code_page {
                936 | 54936 => encoding_rs::GBK,
                950 => encoding_rs::BIG5,
                65001 => encoding_rs::UTF_8,
                1200 => encoding_rs::UTF_16LE,
                _ => encoding_rs::WINDOWS_1252,
            };
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
        0x1f => super::bytes::utf16_at(value, 8, len)?,
        _ => return None,
    };
    let text = text.split('\0').next().unwrap_or_default().trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A FILETIME, 100 nanoseconds since 1601, as the other readers give times (W3CDTF).
fn time(value: &[u8]) -> Option<String> {
    const TO_UNIX: i64 = 11_644_473_600;
    if u32_at(value, 0)? != 0x40 {
        return None;
    }
    let seconds = i64::try_from(u64_at(value, 4)? / 10_000_000).ok()?;
    // Times of editing stand in the same form; nothing was written before 1980.
    let time = jiff::Timestamp::from_second(seconds - TO_UNIX).ok()?;
    (time.as_second() > 315_532_800).then(|| time.to_string())
}
