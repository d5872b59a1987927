//! The compound file ([MS-CFB]) and the streams of it that make a document ([MS-DOC] §2.1).

use std::io::Read;

use super::Error;
use crate::compound;

/// The streams of a document, whole.
#[derive(Debug, Default)]
pub(super) struct Streams {
    /// `WordDocument`: the FIB, the text, the formatted pages.
    pub document: Vec<u8>,
    /// `0Table` and `1Table`: the rest; which one the FIB says.
    pub tables: [Option<Vec<u8>>; 2],
    /// `Data`: pictures, form fields, long lists of properties.
    pub data: Vec<u8>,
    /// `\x05SummaryInformation`.
    pub summary: Vec<u8>,
}

impl Streams {
    /// Takes the document's streams out of a compound file: those of its root, since an embedded
    /// document brings streams of the same names, and whatever the case of their names.
    pub(super) fn open(bytes: &[u8]) -> Result<Streams, Error> {
        let Some(mut file) = compound::open(bytes) else {
            return Err(Error::Damaged { what: "OLE2" });
        };
        let mut streams = Streams::default();
        let mut named = Vec::new();
        for entry in file.read_root_storage() {
            if entry.is_stream() {
                named.push((entry.name().to_owned(), entry.path().to_owned()));
            }
        }
        let mut is_document = false;
        for (name, path) in named {
            let name = name.to_ascii_lowercase();
            if name == "\u{9}drmcontent" || name == "encryptedpackage" {
                return Err(Error::Locked);
            }
            let mut read = || {
                let mut content = Vec::new();
                // What of a broken stream can be read is read.
                if let Ok(stream) = file.open_stream(&path) {
                    let _ = stream.take(bytes.len() as u64).read_to_end(&mut content);
                }
                content
            };
            match name.as_str() {
                "worddocument" => {
                    streams.document = read();
                    is_document = true;
                }
                "0table" => streams.tables[0] = Some(read()),
                "1table" => streams.tables[1] = Some(read()),
                "data" => streams.data = read(),
                "\u{5}summaryinformation" => streams.summary = read(),
                _ => {}
            }
        }
        match is_document {
            true => Ok(streams),
            false => Err(Error::NotWord),
        }
    }
}
