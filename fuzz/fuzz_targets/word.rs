//! Any text as the main part, the styles and the lists of a document: what is read keeps the
//! promises of the paper model.
//!
//! The input is up to three parts, divided by a form feed: document, styles, numbering.
#![no_main]

use std::io::{Cursor, Write};

use huibiao::output::inspect::inspect;
use office::package::Package;
use office::word;
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[path = "../promises.rs"]
mod promises;

const ROOT: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument" Target="d"/></Relationships>"#;
const MAIN: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/styles" Target="s"/><Relationship Id="b" Type="x/numbering" Target="n"/></Relationships>"#;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |&b| b == 0x0c);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: &[u8]| {
        writer.start_file(name, options).unwrap();
        writer.write_all(content).unwrap();
    };
    add("_rels/.rels", ROOT);
    add("_rels/d.rels", MAIN);
    for name in ["d", "s", "n"] {
        if let Some(content) = parts.next() {
            add(name, content);
        }
    }
    let file = writer.finish().unwrap().into_inner();
    let package = Package::open(&file).unwrap();
    if let Ok(paper) = word::read(&package) {
        promises::check(&paper);
        let seen = inspect(&paper);
        assert!(seen.tables.windows(2).all(|w| w[0].index + 1 == w[1].index));
        assert!(seen.boxes.windows(2).all(|w| w[0].index + 1 == w[1].index));
    }
});
