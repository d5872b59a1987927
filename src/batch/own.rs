//! What this program wrote itself, known again wherever it lies, so that it is not taken for a
//! returned file: documents and workbooks by a hash in their properties, everything else by the
//! manifest of the folder that it was written to. A file that was changed since is a returned one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::survey::returns::hex;

/// The list of what was written to a folder. Hidden: nobody has to look at it.
pub(crate) const MANIFEST: &str = ".huibiao-manifest";
/// The property's name.
const PROPERTY: &str = "huibiao";
const CUSTOM: &str = "docProps/custom.xml";
const TYPES: &str = "[Content_Types].xml";
const RELS: &str = "_rels/.rels";
/// No part that is changed to hold the property is larger.
const LARGEST: u64 = 1 << 20;
/// No manifest is larger.
const LARGEST_MANIFEST: u64 = 64 << 20;

/// What all parts but those that hold the property are, as one hash: their names, sizes and
/// checksums, as the package's directory has them.
fn content<R: Read + Seek>(zip: &mut ZipArchive<R>) -> zip::result::ZipResult<String> {
    let mut parts = Vec::with_capacity(zip.len());
    for i in 0..zip.len() {
        let part = zip.by_index_raw(i)?;
        let name = part.name()?.into_owned();
        if ![CUSTOM, TYPES, RELS].contains(&name.as_str()) {
            parts.push(format!("{name}\n{}\n{:08x}\n", part.size(), part.crc32()));
        }
    }
    parts.sort();
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    Ok(hex(&hash.finalize()))
}

/// Two documents or workbooks are the same but for what their properties say of when they were made.
pub(crate) fn is_same(a: &[u8], b: &[u8]) -> bool {
    let parts = |bytes: &[u8]| -> Option<Vec<(String, u64, u32)>> {
        let mut zip = ZipArchive::new(Cursor::new(bytes.to_vec())).ok()?;
        let mut parts = Vec::with_capacity(zip.len());
        for i in 0..zip.len() {
            let part = zip.by_index_raw(i).ok()?;
            let name = part.name().ok()?.into_owned();
            if !name.starts_with("docProps/") {
                parts.push((name, part.size(), part.crc32()));
            }
        }
        parts.sort();
        Some(parts)
    };
    a == b || parts(a).is_some_and(|parts_of_a| parts(b) == Some(parts_of_a))
}

/// The bytes are a document or workbook that this program wrote, unchanged.
pub(crate) fn is_own(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK") {
        return false;
    }
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let Some(custom) = part(&mut zip, CUSTOM) else {
        return false;
    };
    let said = property(&custom).map(|at| custom[at].to_owned());
    said.is_some_and(|said| content(&mut zip).is_ok_and(|hash| hash == said))
}

/// The bytes are a document or workbook that this program wrote, changed since or not.
pub(crate) fn bears_mark(bytes: &[u8]) -> bool {
    let zip = ZipArchive::new(Cursor::new(bytes)).ok();
    let custom = zip.and_then(|mut zip| part(&mut zip, CUSTOM));
    custom.is_some_and(|custom| property(&custom).is_some())
}

/// What stands before the hash in an archive's comment.
const ARCHIVE: &str = "huibiao ";

/// An archive that this program made, with a hash of what it holds as its comment: saved by a browser
/// into the folder of returned forms, it holds none.
pub(crate) fn marked(zip: ZipWriter<Cursor<Vec<u8>>>) -> io::Result<Vec<u8>> {
    let bytes = zip.finish().map_err(io::Error::other)?.into_inner();
    let mut whole = ZipArchive::new(Cursor::new(&bytes)).map_err(io::Error::other)?;
    let comment = format!(
        "{ARCHIVE}{}",
        content(&mut whole).map_err(io::Error::other)?
    );
    let mut marked = ZipWriter::new_append(Cursor::new(bytes)).map_err(io::Error::other)?;
    marked.set_comment(comment).map_err(io::Error::other)?;
    Ok(marked.finish().map_err(io::Error::other)?.into_inner())
}

/// The archive is one that this program made, unchanged.
pub(crate) fn is_own_archive(path: &Path) -> bool {
    let opened = crate::given::open(path).ok().map(BufReader::new);
    let Some(mut zip) = opened.and_then(|file| ZipArchive::new(file).ok()) else {
        return false;
    };
    let said = std::str::from_utf8(zip.comment()).unwrap_or_default();
    let said = said.strip_prefix(ARCHIVE).map(str::to_owned);
    said.is_some_and(|said| content(&mut zip).is_ok_and(|hash| hash == said))
}

/// The bytes of a document or workbook with its mark; others as they are.
pub(crate) fn with_mark(bytes: Vec<u8>) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    match stamp(Cursor::new(&bytes), &mut out) {
        Ok(true) => out.into_inner(),
        _ => bytes,
    }
}

/// Where the property's value stands.
fn property(custom: &str) -> Option<std::ops::Range<usize>> {
    let at = custom.find(&format!("name=\"{PROPERTY}\""))?;
    let start = at + custom[at..].find("<vt:lpwstr>")? + "<vt:lpwstr>".len();
    let end = start + custom[start..].find('<')?;
    Some(start..end)
}

fn part<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &str) -> Option<String> {
    let mut text = String::new();
    let part = zip.by_name(name).ok()?;
    part.take(LARGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Copies a document or workbook with a hash of what it is in its properties. `false` where it has
/// no place for that; then nothing was written that could be used.
pub(crate) fn stamp(from: impl Read + Seek, to: &mut (impl Write + Seek)) -> io::Result<bool> {
    let Ok(mut zip) = ZipArchive::new(from) else {
        return Ok(false);
    };
    let wrong = |e: zip::result::ZipError| match e {
        zip::result::ZipError::Io(e) => e,
        e => io::Error::other(e),
    };
    let hash = content(&mut zip).map_err(wrong)?;
    let known = part(&mut zip, CUSTOM);
    let Some(custom) = with_property(known.as_deref(), &hash) else {
        return Ok(false);
    };
    let mut changed = vec![(CUSTOM, custom)];
    if known.is_none() {
        let insert = |text: Option<String>, end: &str, what: &str| {
            let text = text?;
            let at = text.rfind(end)?;
            Some(format!("{}{what}{}", &text[..at], &text[at..]))
        };
        let types = insert(
            part(&mut zip, TYPES),
            "</Types>",
            "<Override PartName=\"/docProps/custom.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.custom-properties+xml\"/>",
        );
        let rels = insert(
            part(&mut zip, RELS),
            "</Relationships>",
            "<Relationship Id=\"rIdHuibiao\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties\" Target=\"docProps/custom.xml\"/>",
        );
        let (Some(types), Some(rels)) = (types, rels) else {
            return Ok(false);
        };
        changed.extend([(TYPES, types), (RELS, rels)]);
    }
    let mut out = ZipWriter::new(to);
    for i in 0..zip.len() {
        let part = zip.by_index_raw(i).map_err(wrong)?;
        let name = part.name().map_err(wrong)?.into_owned();
        match changed.iter().find(|(changed, _)| *changed == name) {
            Some((_, text)) => {
                out.start_file(name, SimpleFileOptions::default())
                    .map_err(wrong)?;
                out.write_all(text.as_bytes())?;
            }
            None => out.raw_copy_file(part).map_err(wrong)?,
        }
    }
    if known.is_none() {
        out.start_file(CUSTOM, SimpleFileOptions::default())
            .map_err(wrong)?;
        out.write_all(changed[0].1.as_bytes())?;
    }
    out.finish().map_err(wrong)?;
    Ok(true)
}

/// The properties with the hash among them.
fn with_property(custom: Option<&str>, hash: &str) -> Option<String> {
    let Some(custom) = custom else {
        return Some(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">{}</Properties>",
            one_property(2, hash)
        ));
    };
    if let Some(at) = property(custom) {
        return Some(format!(
            "{}{hash}{}",
            &custom[..at.start],
            &custom[at.end..]
        ));
    }
    let pid = custom
        .match_indices("pid=\"")
        .filter_map(|(at, sign)| {
            let rest = &custom[at + sign.len()..];
            rest[..rest.find('"')?].parse::<u32>().ok()
        })
        .max();
    let at = custom.rfind("</Properties>")?;
    // The values' prefix is the usual one nearly everywhere; where it is not, there is no place.
    if !custom.contains("xmlns:vt=") {
        return None;
    }
    let own = one_property(pid.unwrap_or(1).checked_add(1)?, hash);
    Some(format!("{}{own}{}", &custom[..at], &custom[at..]))
}

fn one_property(pid: u32, hash: &str) -> String {
    format!(
        "<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"{pid}\" name=\"{PROPERTY}\"><vt:lpwstr>{hash}</vt:lpwstr></property>"
    )
}

/// The files that were written to a folder, with the hashes that they had.
pub(crate) fn manifest(folder: &Path) -> BTreeMap<String, String> {
    #[derive(serde::Deserialize)]
    struct Read {
        files: BTreeMap<String, String>,
    }
    let mut bytes = Vec::new();
    let read = crate::given::open(&folder.join(MANIFEST))
        .and_then(|file| file.take(LARGEST_MANIFEST).read_to_end(&mut bytes));
    match read {
        Ok(_) => {
            serde_json::from_slice::<Read>(&bytes).map_or_else(|_| BTreeMap::new(), |r| r.files)
        }
        Err(_) => BTreeMap::new(),
    }
}

/// A file of this hash is one that a manifest lists. While outputs are put in their places it lists the
/// former and the coming: whenever the program is killed, what stands there is known.
pub(crate) fn is_listed(listed: &str, hash: &str) -> bool {
    listed.split(' ').any(|known| known == hash)
}

/// What a folder's manifest is to hold when these files, each with where it is to be had, are in their
/// places there; `coming` as long as they are not.
pub(crate) fn manifest_with<'f>(
    folder: &Path,
    written: impl IntoIterator<Item = (&'f Path, &'f Path)>,
    coming: bool,
) -> io::Result<Vec<u8>> {
    let mut files = manifest(folder);
    files.retain(|name, _| folder.join(name).exists());
    for (target, place) in written {
        let Some(name) = target.file_name() else {
            continue;
        };
        let hash = hash_of(place)?;
        let listed = files.entry(name.to_string_lossy().into_owned());
        let listed = listed.or_default();
        *listed = match coming && !listed.is_empty() {
            true => format!("{listed} {hash}"),
            false => hash,
        };
    }
    let mut bytes = serde_json::to_vec_pretty(&serde_json::json!({ "files": files }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

pub(crate) fn hash_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            n => hash.update(&buffer[..n]),
        }
    }
}
