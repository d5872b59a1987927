//! What a workbook says of itself: the program that wrote it, and when.

use crate::paper::Properties;

use super::xml::{Node, Xml};
use crate::package::{Archive, Package};

/// The properties of an `.xlsx` (ECMA-376 part 2 §8, part 1 §22.2).
pub(super) fn of_package(package: &Package<'_>) -> Properties {
    let mut out = Properties::default();
    for relation in package.root_relationships() {
        let core = relation.is("core-properties");
        // Strict calls it extendedProperties.
        if !core && !relation.is("extended-properties") && !relation.is("extendedProperties") {
            continue;
        }
        // A workbook whose properties are damaged is still a workbook.
        if let Ok(Some(part)) = package.xml(&relation.target) {
            each(&part, |name, text| match (core, name) {
                (false, "Application") => out.producer = Some(text.to_owned()),
                (true, "created") => out.created = Some(text.to_owned()),
                (true, "modified") => out.modified = Some(text.to_owned()),
                _ => {}
            });
        }
    }
    out
}

/// The properties of an `.ods` (ODF 1.2 part 1 §4.3).
pub(super) fn of_open_document(archive: &Archive<'_>) -> Properties {
    let mut out = Properties::default();
    if let Ok(Some(meta)) = archive.xml("meta.xml") {
        each(&meta, |name, text| match name {
            "generator" => out.producer = Some(text.to_owned()),
            "creation-date" => out.created = Some(text.to_owned()),
            "date" => out.modified = Some(text.to_owned()),
            _ => {}
        });
    }
    out
}

/// Calls `see` with the name and text of every element that begins with text.
fn each(part: &[u8], mut see: impl FnMut(&str, &str)) {
    let mut xml = Xml::new(part, "");
    let mut open = "";
    loop {
        match xml.next() {
            Ok(Node::Open(tag)) => open = tag.local(),
            Ok(Node::Text(piece)) => {
                let mut text = String::new();
                let read = xml.push(&piece, &mut text).is_ok();
                if read && !text.trim().is_empty() && !open.is_empty() {
                    see(open, text.trim());
                }
            }
            Ok(Node::Close) => open = "",
            Ok(Node::End) | Err(_) => return,
        }
    }
}

/// The properties in the SummaryInformation stream of an `.xls` ([MS-OLEPS] §2.21).
pub(super) fn of_summary(stream: &[u8]) -> Properties {
    summary(stream).unwrap_or_default()
}

fn summary(stream: &[u8]) -> Option<Properties> {
    let u32_at = |at: usize| -> Option<u32> {
        let bytes = stream.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    };
    // The header, then one property set's format id and offset.
    let set = u32_at(44)? as usize;
    let count = u32_at(set.checked_add(4)?)?.min(64) as usize;
    let mut out = Properties::default();
    for i in 0..count {
        let entry = set.checked_add(8 + 8 * i)?;
        let (id, offset) = (u32_at(entry)?, u32_at(entry.checked_add(4)?)? as usize);
        let at = set.checked_add(offset)?;
        let kind = u32_at(at)?;
        match (id, kind) {
            // PIDSI_APPNAME, a byte string with its length.
            (0x12, 0x1e) => {
                let len = u32_at(at + 4)? as usize;
                let bytes = stream.get(at + 8..(at + 8).checked_add(len)?)?;
                let text = String::from_utf8_lossy(bytes);
                let text = text.trim_end_matches('\0').trim();
                out.producer = (!text.is_empty()).then(|| text.to_owned());
            }
            // PIDSI_CREATE_DTM and PIDSI_LASTSAVE_DTM, 100 ns since 1601.
            (0x0c | 0x0d, 0x40) => {
                let ticks = u64::from(u32_at(at + 8)?) << 32 | u64::from(u32_at(at + 4)?);
                let seconds = (ticks / 10_000_000) as i64 - 11_644_473_600;
                let time = jiff::Timestamp::from_second(seconds).ok();
                let text = time.filter(|_| ticks > 0).map(|t| t.to_string());
                match id {
                    0x0c => out.created = text,
                    _ => out.modified = text,
                }
            }
            _ => {}
        }
    }
    Some(out)
}
