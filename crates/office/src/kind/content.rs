//! What a file is, by its bytes.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::FileKind;
use crate::compound;
use crate::encoding::text_head;

/// What the file with these bytes is.
pub(super) fn kind(bytes: &[u8]) -> FileKind {
    const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    const MAGIC: &[(&[u8], FileKind)] = &[
        (b"{\\rtf", FileKind::Rtf),
        // Word 2 and older, Word for DOS.
        (b"\xdb\xa5\x2d\x00", FileKind::OlderWord),
        (b"\x9b\xa5\x21\x00", FileKind::OlderWord),
        (b"\x31\xbe\x00\x00", FileKind::OlderWord),
        (b"\xfe\x37\x00", FileKind::OlderWord),
        (b"%PDF", FileKind::Pdf),
        (b"\x89PNG", FileKind::Picture),
        (b"\xff\xd8\xff", FileKind::Picture),
        (b"GIF8", FileKind::Picture),
        (b"BM", FileKind::Picture),
        (b"II*\0", FileKind::Picture),
        (b"MM\0*", FileKind::Picture),
        (b"Rar!", FileKind::OtherArchive),
        (b"7z\xbc\xaf", FileKind::OtherArchive),
        (b"\x1f\x8b", FileKind::OtherArchive),
    ];
    if bytes.is_empty() {
        return FileKind::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_kind(bytes);
    }
    if bytes.starts_with(COMPOUND) {
        return compound_kind(bytes);
    }
    match MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // Two letters are not much of a sign: a bitmap goes on with its size.
        Some((b"BM", _)) if !bitmap(bytes) => text_kind(bytes),
        Some((_, kind)) => *kind,
        None => text_kind(bytes),
    }
}

fn bitmap(bytes: &[u8]) -> bool {
    bytes
        .get(2..6)
        .and_then(|b| b.try_into().ok())
        .is_some_and(|b| u32::from_le_bytes(b) as usize == bytes.len())
}

fn zip_kind(bytes: &[u8]) -> FileKind {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return FileKind::BrokenZip;
    };
    let mut text = Vec::new();
    for name in ["[Content_Types].xml", "mimetype"] {
        if let Ok(file) = archive.by_name(name)
            && file.take(1 << 20).read_to_end(&mut text).is_ok()
        {
            break;
        }
    }
    // UTF-16 reads as ASCII without its zero bytes, which is all that is looked for here.
    text.retain(|&b| b != 0);
    let says = |what: &str| memmem::find(&text, what.as_bytes()).is_some();
    if says("wordprocessingml.document.main")
        || says("wordprocessingml.template.main")
        || says("ms-word.document.macroEnabled.main")
        || says("ms-word.template.macroEnabledTemplate.main")
    {
        FileKind::Word
    } else if says("spreadsheetml.sheet.main")
        || says("spreadsheetml.template.main")
        || says("ms-excel.sheet.macroEnabled.main")
        || says("ms-excel.template.macroEnabled.main")
    {
        FileKind::Workbook
    } else if says("ms-excel.sheet.binary.macroEnabled.main") {
        FileKind::BinaryWorkbook
    } else if says("presentationml.") || says("ms-powerpoint.") {
        FileKind::Presentation
    } else if says("application/vnd.oasis.opendocument.spreadsheet") {
        FileKind::OpenSheet
    } else if says("application/vnd.oasis.opendocument.text") {
        FileKind::OpenText
    } else {
        FileKind::Archive
    }
}

/// A compound file by the streams of its root: objects in it bring streams of the same names in
/// storages of their own. Names have no case ([MS-CFB] §2.6.4).
fn compound_kind(bytes: &[u8]) -> FileKind {
    let Some(mut file) = compound::open(bytes) else {
        return broken_compound_kind(bytes);
    };
    let names: Vec<String> = file
        .read_root_storage()
        .map(|entry| entry.name().to_lowercase())
        .collect();
    let named = |name: &str| names.iter().any(|n| n == name);
    // Locked with a password, or by rights management.
    if named("encryptedpackage") || named("\u{9}drmcontent") {
        return FileKind::Encrypted;
    }
    if named("worddocument") {
        return match compound::head(&mut file, "WordDocument") {
            Some(head) if crate::doc::is_older(&head) => FileKind::OlderWord,
            _ => FileKind::LegacyWord,
        };
    }
    if named("workbook") || named("book") {
        FileKind::LegacyWorkbook
    } else if named("powerpoint document") {
        FileKind::LegacyPresentation
    } else if named("matost") || named("mn0") || (named("contents") && named("spellcheck")) {
        FileKind::Works
    } else {
        FileKind::OtherCompound
    }
}

/// A compound file that cannot be opened, by the entries of its directory: 128 bytes each, on
/// 128-byte boundaries, beginning with a name in UTF-16 and, at 64, the name's length in bytes.
fn broken_compound_kind(bytes: &[u8]) -> FileKind {
    const STREAMS: &[(&str, FileKind)] = &[
        ("EncryptedPackage", FileKind::Encrypted),
        ("WordDocument", FileKind::BrokenWord),
        ("Workbook", FileKind::LegacyWorkbook),
        ("Book", FileKind::LegacyWorkbook),
        ("PowerPoint Document", FileKind::LegacyPresentation),
    ];
    let is_named = |entry: &[u8], name: &str| {
        let length = 2 * (name.len() + 1);
        entry[64..66] == (length as u16).to_le_bytes()
            && name
                .bytes()
                .zip(entry.chunks(2))
                .all(|(c, unit)| unit[0].eq_ignore_ascii_case(&c) && unit[1] == 0)
    };
    let mut found = FileKind::OtherCompound;
    for entry in bytes.chunks_exact(128).skip(4) {
        for &(name, kind) in STREAMS {
            if is_named(entry, name) {
                match kind {
                    FileKind::Encrypted | FileKind::BrokenWord => return kind,
                    _ if found == FileKind::OtherCompound => found = kind,
                    _ => {}
                }
            }
        }
    }
    found
}

fn text_kind(bytes: &[u8]) -> FileKind {
    let Some(text) = text_head(bytes) else {
        return FileKind::Unknown;
    };
    let mut plain = text.into_bytes();
    plain.make_ascii_lowercase();
    let start = plain.trim_ascii_start();
    let has = |what: &[u8]| memmem::find(start, what).is_some();
    if start.starts_with(b"mime-version:") || start.starts_with(b"<!doctype html") || has(b"<html")
    {
        return FileKind::Html;
    }
    if start.starts_with(b"<?xml") || start.starts_with(b"<?mso") {
        return if has(b"schemas.microsoft.com/office/word/2003/wordml")
            || (has(b"<pkg:package") && has(b"word/"))
        {
            FileKind::WordXml
        } else if has(b"urn:schemas-microsoft-com:office:spreadsheet") && !has(b"<html") {
            FileKind::SheetXml
        } else {
            FileKind::Xml
        };
    }
    const PAGE: [&[u8]; 5] = [b"<head", b"<meta", b"<body", b"<table", b"<div"];
    if PAGE.iter().any(|tag| start.starts_with(tag)) {
        return FileKind::Html;
    }
    FileKind::Text
}
