//! What a file is, by its bytes: people rename files, and programs write one format under the
//! extension of another.

use std::fmt;
use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// No bytes at all.
    Empty,
    /// A Word package: .docx, .docm, .dotx, .dotm.
    Word,
    /// An Excel package: .xlsx, .xlsm.
    Workbook,
    /// An Excel package with binary parts: .xlsb.
    BinaryWorkbook,
    /// A PowerPoint package.
    Presentation,
    /// An OpenDocument spreadsheet: .ods.
    OpenSheet,
    /// An OpenDocument text: .odt.
    OpenText,
    /// A zip archive of other files.
    Archive,
    /// Begins as a zip file but has no readable directory: cut short or damaged.
    BrokenZip,
    /// A Word 97–2003 document (.doc; WPS's .wps too).
    LegacyWord,
    /// An Excel 97–2003 workbook (.xls; WPS's .et too).
    LegacyWorkbook,
    /// A PowerPoint 97–2003 presentation.
    LegacyPresentation,
    /// An Office package locked with a password.
    Encrypted,
    /// Some other compound file (OLE).
    OtherCompound,
    /// Rich text.
    Rtf,
    /// A web page, also one saved with its pictures in one file (.mht).
    Html,
    /// A Word document as a single XML file (Word 2003 XML or flat OPC).
    WordXml,
    /// Some other XML.
    Xml,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// An archive in another format than zip: RAR, 7-Zip, gzip.
    OtherArchive,
    /// Plain text, such as a .csv file.
    Text,
    /// None of these.
    Unknown,
}

impl fmt::Display for Kind {
    /// What it is called, with its article.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Empty => "an empty file",
            Kind::Word => "a Word document",
            Kind::Workbook => "an Excel workbook",
            Kind::BinaryWorkbook => "an Excel binary workbook (.xlsb)",
            Kind::Presentation => "a PowerPoint presentation",
            Kind::OpenSheet => "an OpenDocument sheet (.ods)",
            Kind::OpenText => "an OpenDocument text (.odt)",
            Kind::Archive => "a zip archive",
            Kind::BrokenZip => "a damaged zip file",
            Kind::LegacyWord => "a Word 97–2003 document (.doc)",
            Kind::LegacyWorkbook => "an Excel 97–2003 workbook (.xls)",
            Kind::LegacyPresentation => "a PowerPoint 97–2003 presentation",
            Kind::Encrypted => "a password-protected Office file",
            Kind::OtherCompound => "some other OLE compound file",
            Kind::Rtf => "a rich text document (RTF)",
            Kind::Html => "a web page (HTML)",
            Kind::WordXml => "a Word document saved as XML",
            Kind::Xml => "an XML file",
            Kind::Pdf => "a PDF",
            Kind::Picture => "a picture",
            Kind::OtherArchive => "an archive that is no zip (RAR, 7z …)",
            Kind::Text => "plain text",
            Kind::Unknown => "a file of unknown format",
        })
    }
}

/// What the file with these bytes is.
pub fn sniff(bytes: &[u8]) -> Kind {
    const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    const MAGIC: &[(&[u8], Kind)] = &[
        (b"{\\rtf", Kind::Rtf),
        (b"%PDF", Kind::Pdf),
        (b"\x89PNG", Kind::Picture),
        (b"\xff\xd8\xff", Kind::Picture),
        (b"GIF8", Kind::Picture),
        (b"BM", Kind::Picture),
        (b"II*\0", Kind::Picture),
        (b"MM\0*", Kind::Picture),
        (b"Rar!", Kind::OtherArchive),
        (b"7z\xbc\xaf", Kind::OtherArchive),
        (b"\x1f\x8b", Kind::OtherArchive),
    ];
    if bytes.is_empty() {
        return Kind::Empty;
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

fn zip_kind(bytes: &[u8]) -> Kind {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Kind::BrokenZip;
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
        Kind::Word
    } else if says("spreadsheetml.sheet.main")
        || says("spreadsheetml.template.main")
        || says("ms-excel.sheet.macroEnabled.main")
        || says("ms-excel.template.macroEnabled.main")
    {
        Kind::Workbook
    } else if says("ms-excel.sheet.binary.macroEnabled.main") {
        Kind::BinaryWorkbook
    } else if says("presentationml.") || says("ms-powerpoint.") {
        Kind::Presentation
    } else if says("application/vnd.oasis.opendocument.spreadsheet") {
        Kind::OpenSheet
    } else if says("application/vnd.oasis.opendocument.text") {
        Kind::OpenText
    } else {
        Kind::Archive
    }
}

/// A compound file by the streams in its directory ([MS-CFB] §2.6): entries of 128 bytes, each
/// beginning with its name in UTF-16 and, at 64, the name's length in bytes. They lie on 128-byte
/// boundaries, so there is no need to follow the chain of sectors.
fn compound_kind(bytes: &[u8]) -> Kind {
    const STREAMS: &[(&str, Kind)] = &[
        ("EncryptedPackage", Kind::Encrypted),
        ("WordDocument", Kind::LegacyWord),
        ("Workbook", Kind::LegacyWorkbook),
        ("Book", Kind::LegacyWorkbook),
        ("PowerPoint Document", Kind::LegacyPresentation),
    ];
    let is_named = |entry: &[u8], name: &str| {
        let length = 2 * (name.len() + 1);
        entry[64..66] == (length as u16).to_le_bytes()
            && name
                .bytes()
                .zip(entry.chunks(2))
                .all(|(c, unit)| unit == [c, 0])
    };
    let mut found = Kind::OtherCompound;
    for entry in bytes.chunks_exact(128).skip(4) {
        for &(name, kind) in STREAMS {
            if is_named(entry, name) {
                match kind {
                    // A Word document may hold a workbook as an object: the document counts.
                    Kind::Encrypted | Kind::LegacyWord => return kind,
                    _ if found == Kind::OtherCompound => found = kind,
                    _ => {}
                }
            }
        }
    }
    found
}

fn text_kind(bytes: &[u8]) -> Kind {
    let head = &bytes[..bytes.len().min(4096)];
    let mut plain: Vec<u8> = match head {
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.to_vec(),
        [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] => {
            rest.iter().copied().filter(|&b| b != 0).collect()
        }
        _ if head.contains(&0) => return Kind::Unknown,
        _ => head.to_vec(),
    };
    plain.make_ascii_lowercase();
    let start = plain.trim_ascii_start();
    let has = |what: &[u8]| memmem::find(start, what).is_some();
    if start.starts_with(b"mime-version:") || start.starts_with(b"<!doctype html") || has(b"<html")
    {
        return Kind::Html;
    }
    if start.starts_with(b"<?xml") || start.starts_with(b"<?mso") {
        return if has(b"schemas.microsoft.com/office/word/2003/wordml")
            || (has(b"<pkg:package") && has(b"word/"))
        {
            Kind::WordXml
        } else {
            Kind::Xml
        };
    }
    const PAGE: [&[u8]; 5] = [b"<head", b"<meta", b"<body", b"<table", b"<div"];
    if PAGE.iter().any(|tag| start.starts_with(tag)) {
        return Kind::Html;
    }
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a);
    if plain.iter().any(control) {
        Kind::Unknown
    } else {
        Kind::Text
    }
}
