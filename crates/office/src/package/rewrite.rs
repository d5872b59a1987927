//! A package written anew with some parts changed or added. Every other entry of the zip is copied
//! as it stands: its compressed bytes, its name, its time, in its place.

use std::io::{Cursor, Write};

use zip::write::{FullFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use super::relationship::{self, Relationship};
use super::{Error, Package};
use crate::xml::{self, Coded, Ns, Reader, Token, append_to_root, attribute_value, unprefixed};

const CONTENT_TYPES: &str = "[Content_Types].xml";
const TYPES: (Ns, &str) = (
    Ns::ContentTypes,
    "http://schemas.openxmlformats.org/package/2006/content-types",
);
const RELATIONSHIPS: (Ns, &str) = (
    Ns::PackageRelationships,
    "http://schemas.openxmlformats.org/package/2006/relationships",
);
const EMPTY_RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";

/// Changes to a package.
#[derive(Debug)]
pub struct Rewrite<'p, 'a> {
    package: &'p Package<'a>,
    /// The new bytes of parts that the package has, by index, and of new ones, by name.
    changed: Vec<(usize, Vec<u8>)>,
    added: Vec<(String, Vec<u8>)>,
}

impl<'p, 'a> Rewrite<'p, 'a> {
    /// No changes yet.
    pub fn new(package: &'p Package<'a>) -> Rewrite<'p, 'a> {
        Rewrite {
            package,
            changed: Vec::new(),
            added: Vec::new(),
        }
    }

    /// A part as it will be, decoded; `None` if there is none.
    ///
    /// # Errors
    /// When the part is damaged or too large, or could not be written back in its encoding.
    pub fn xml(&self, name: &str) -> Result<Option<Coded>, Error> {
        let bytes = match self.pending(name) {
            Some(bytes) => Some(bytes.to_vec()),
            None => self.package.part(name)?,
        };
        let coded = bytes.map(Coded::read).transpose();
        coded.map_err(|source| Error::xml(name, source))
    }

    fn pending(&self, name: &str) -> Option<&[u8]> {
        if let Some(index) = self.package.parts.index(name) {
            let changed = self.changed.iter().find(|(at, _)| *at == index);
            return changed.map(|(_, bytes)| bytes.as_slice());
        }
        let same = |(other, _): &&(String, Vec<u8>)| other.eq_ignore_ascii_case(name);
        self.added
            .iter()
            .find(same)
            .map(|(_, bytes)| bytes.as_slice())
    }

    /// Whether the package has, or will have, a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.package.parts.index(name).is_some() || self.pending(name).is_some()
    }

    /// A name that no part has: `stem`, a number if need be, and `end`.
    pub fn free_name(&self, stem: &str, end: &str) -> String {
        let plain = format!("{stem}{end}");
        if !self.has(&plain) {
            return plain;
        }
        let numbered = (1u32..).map(|n| format!("{stem}{n}{end}"));
        let mut free = numbered.filter(|name| !self.has(name));
        // A package has fewer parts than there are numbers.
        free.next().unwrap_or(plain)
    }

    /// Gives a part other bytes; adds it, without a content type, where there is none.
    pub fn set(&mut self, name: &str, bytes: Vec<u8>) {
        match self.package.parts.index(name) {
            Some(index) => {
                self.changed.retain(|(at, _)| *at != index);
                self.changed.push((index, bytes));
            }
            None => {
                self.added
                    .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
                self.added.push((name.to_owned(), bytes));
            }
        }
    }

    /// Adds a part with its content type.
    ///
    /// # Errors
    /// When the list of content types cannot be read.
    pub fn add(&mut self, name: &str, content_type: &str, bytes: Vec<u8>) -> Result<(), Error> {
        let part = xml::escaped(name);
        let rest = format!(" PartName=\"/{part}\" ContentType=\"{content_type}\"/>");
        self.append(CONTENT_TYPES, |reader| {
            unprefixed(reader, TYPES, "Override", &rest)
        })?;
        self.set(name, bytes);
        Ok(())
    }

    /// Says what parts with this extension are, if nothing does yet.
    ///
    /// # Errors
    /// When the list of content types cannot be read.
    pub fn default_type(&mut self, extension: &str, content_type: &str) -> Result<(), Error> {
        let coded = self.required(CONTENT_TYPES)?;
        let broken = |source| Error::xml(CONTENT_TYPES, source);
        let mut reader = Reader::new(coded.text());
        loop {
            match reader.token().map_err(broken)? {
                Token::Start(tag) if tag.name == b"Default" => {
                    let known = reader.attribute(&tag, Ns::None, b"Extension");
                    let known = known.map(attribute_value).transpose().map_err(broken)?;
                    if known.is_some_and(|known| known.eq_ignore_ascii_case(extension)) {
                        return Ok(());
                    }
                }
                Token::Eof => break,
                _ => {}
            }
        }
        let rest = format!(" Extension=\"{extension}\" ContentType=\"{content_type}\"/>");
        self.append(CONTENT_TYPES, |reader| {
            unprefixed(reader, TYPES, "Default", &rest)
        })
    }

    /// The relationships of a part as they will be.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn relationships(&self, part: &str) -> Result<Vec<Relationship>, Error> {
        let name = relationship::part_of(part);
        match self.xml(&name)? {
            Some(coded) => {
                relationship::read(part, coded.text()).map_err(|source| Error::xml(&name, source))
            }
            None => Ok(Vec::new()),
        }
    }

    /// Relates a part to another, and gives the relationship's id. `target` is as the relationship
    /// part has it: relative to the folder of `part`, or absolute.
    ///
    /// # Errors
    /// When the relationships of `part` cannot be read.
    pub fn relate(&mut self, part: &str, kind: &str, target: &str) -> Result<String, Error> {
        let name = relationship::part_of(part);
        let coded = match self.xml(&name)? {
            Some(coded) => coded,
            None => {
                self.set(&name, EMPTY_RELATIONSHIPS.into());
                self.required(&name)?
            }
        };
        let broken = |source| Error::xml(&name, source);
        let taken = ids(coded.text()).map_err(broken)?;
        let id = (1u32..)
            .map(|n| format!("rId{n}"))
            .find(|id| !taken.iter().any(|other| other.eq_ignore_ascii_case(id)))
            .unwrap_or_default();
        let rest = format!(
            " Id=\"{id}\" Type=\"{kind}\" Target=\"{}\"/>",
            xml::escaped(target)
        );
        self.append(&name, |reader| {
            unprefixed(reader, RELATIONSHIPS, "Relationship", &rest)
        })?;
        Ok(id)
    }

    fn required(&self, name: &str) -> Result<Coded, Error> {
        self.xml(name)?.ok_or_else(|| Error::MissingPart {
            part: name.to_owned(),
        })
    }

    /// Puts a child at the end of a part's root element.
    ///
    /// # Errors
    /// When the part is missing or cannot be read.
    pub fn append(
        &mut self,
        name: &str,
        child: impl FnOnce(&Reader<'_>) -> String,
    ) -> Result<(), Error> {
        let coded = self.required(name)?;
        let text = append_to_root(coded.text(), child);
        let bytes = text.and_then(|text| coded.write(&text));
        self.set(name, bytes.map_err(|source| Error::xml(name, source))?);
        Ok(())
    }

    /// The package with its changes.
    ///
    /// # Errors
    /// When an entry of the zip cannot be copied.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        let mut archive = self.package.parts.archive.clone();
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let trouble = |name: &str| {
            let name = name.to_owned();
            move |e| Error::of_part(&name, e)
        };
        out.set_raw_comment(archive.comment().into())
            .map_err(trouble(""))?;
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index).map_err(trouble(""))?;
            let name = String::from_utf8_lossy(file.name_raw()).into_owned();
            match self.changed.iter_mut().find(|(at, _)| *at == index) {
                None => out.raw_copy_file(file).map_err(trouble(&name))?,
                Some((_, bytes)) => {
                    let time = file.last_modified().unwrap_or_default();
                    write(&mut out, &name, bytes, time).map_err(trouble(&name))?;
                }
            }
        }
        for (name, bytes) in &self.added {
            write(&mut out, name, bytes, DateTime::default()).map_err(trouble(name))?;
        }
        let written = out.finish().map_err(trouble(""))?;
        Ok(written.into_inner())
    }
}

fn write(
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    bytes: &[u8],
    time: DateTime,
) -> Result<(), zip::result::ZipError> {
    let options = FullFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time);
    out.start_file(name, options)?;
    out.write_all(bytes)?;
    Ok(())
}

/// The ids of all relationships, external ones too.
fn ids(bytes: &[u8]) -> Result<Vec<String>, xml::Error> {
    let mut reader = Reader::new(bytes);
    let mut found = Vec::new();
    loop {
        match reader.token()? {
            Token::Start(tag) => {
                if let Some(raw) = reader.attribute(&tag, Ns::None, b"Id") {
                    found.push(attribute_value(raw)?.into_owned());
                }
            }
            Token::Eof => return Ok(found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const PARTS: [(&str, &str); 4] = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"XML\" ContentType=\"application/xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"http://x/officeDocument\" Target=\"word/document.xml\"/>\
             </Relationships>",
        ),
        ("word/document.xml", "<a/>"),
        ("other.bin", "0123456789"),
    ];

    fn zip_of(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            write(&mut out, name, text.as_bytes(), DateTime::default()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    fn raw(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..archive.len())
            .map(|i| {
                let mut file = archive.by_index_raw(i).unwrap();
                let mut packed = Vec::new();
                file.read_to_end(&mut packed).unwrap();
                (file.name().unwrap().into_owned(), packed)
            })
            .collect()
    }

    #[test]
    fn only_what_changes_is_written_anew() {
        let bytes = zip_of(&PARTS);
        let package = Package::open(&bytes).unwrap();
        let mut rewrite = Rewrite::new(&package);
        rewrite.set("word/document.xml", b"<b/>".to_vec());
        let name = rewrite.free_name("word/comments", ".xml");
        rewrite.add(&name, "text/x", b"<c/>".to_vec()).unwrap();
        rewrite.default_type("xml", "text/never").unwrap();
        rewrite.default_type("vml", "text/vml").unwrap();
        let kind = "http://x/comments";
        assert_eq!(
            rewrite
                .relate("word/document.xml", kind, "comments.xml")
                .unwrap(),
            "rId1"
        );
        assert_eq!(
            rewrite
                .relate("word/document.xml", kind, "more.xml")
                .unwrap(),
            "rId2"
        );
        let out = rewrite.finish().unwrap();

        let (before, after) = (raw(&bytes), raw(&out));
        assert_eq!(before[1], after[1]);
        assert_eq!(before[3], after[3]);
        let names: Vec<&str> = after.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "[Content_Types].xml",
                "_rels/.rels",
                "word/document.xml",
                "other.bin",
                "word/comments.xml",
                "word/_rels/document.xml.rels"
            ]
        );
        let package = Package::open(&out).unwrap();
        let text = |name: &str| String::from_utf8(package.part(name).unwrap().unwrap()).unwrap();
        assert_eq!(text("word/document.xml"), "<b/>");
        assert_eq!(
            text("[Content_Types].xml").split_once("XML\"").unwrap().1,
            " ContentType=\"application/xml\"/>\
             <Override PartName=\"/word/comments.xml\" ContentType=\"text/x\"/>\
             <Default Extension=\"vml\" ContentType=\"text/vml\"/></Types>"
        );
        let related = package.relationships("word/document.xml").unwrap();
        let targets: Vec<&str> = related.iter().map(|r| r.target.as_str()).collect();
        assert_eq!(targets, ["word/comments.xml", "word/more.xml"]);
    }

    #[test]
    fn a_package_without_changes_is_copied_whole() {
        let bytes = zip_of(&PARTS);
        let package = Package::open(&bytes).unwrap();
        let out = Rewrite::new(&package).finish().unwrap();
        assert_eq!(raw(&bytes), raw(&out));
    }
}
