//! Packages: where the main part is, and what is said of files that are none.

use office::FileKind;
use office::package::{Error, Package};
use office::word;

use super::document::{Document, NAMESPACES, lines, p, relationships, zip};

fn document(body: &str) -> String {
    format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
}

#[test]
fn the_main_part_is_the_one_that_the_relationships_name() {
    let decoy = document(&p("decoy"));
    let paper = Document::with_main("text/main2.xml", document(&p("main")))
        .part("word/document.xml", decoy)
        .read();
    assert_eq!(lines(&paper), ["main"]);
}

#[test]
fn strict_relationships_and_absolute_targets_are_followed() {
    let rels = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
        <Relationship Id='a' TargetMode='External' Type='http://x/officeDocument' Target='http://x/'/>\
        <Relationship Id='b' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' \
         Target='/Word/./Document.xml'/></Relationships>";
    let paper = Document::of(&p("x")).part("_rels/.rels", rels).read();
    assert_eq!(lines(&paper), ["x"]);
}

#[test]
fn parts_may_be_in_other_encodings() {
    let xml = format!(
        "<?xml version='1.0' encoding='UTF-16'?>{}",
        document(&p("文"))
    );
    let units = || xml.encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    let gbk = document("<w:p><w:r><w:t>\u{1}</w:t></w:r></w:p>");
    let gbk = format!("<?xml version=\"1.0\" encoding=\"GB2312\"?>{gbk}");
    let gbk: Vec<u8> = gbk
        .bytes()
        .flat_map(|b| if b == 1 { vec![0xce, 0xc4] } else { vec![b] })
        .collect();
    let with_mark = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
    for bytes in [
        little.clone(),
        big.clone(),
        with_mark(b"\xff\xfe", &little),
        with_mark(b"\xfe\xff", &big),
        with_mark(b"\xef\xbb\xbf", document(&p("文")).as_bytes()),
        gbk,
    ] {
        let paper = Document::with_main("word/document.xml", bytes).read();
        assert_eq!(lines(&paper), ["文"]);
    }
}

#[test]
fn names_written_by_careless_zippers_are_found() {
    let rels = relationships([("officeDocument", "word/document.xml")]);
    let main = document(&p("x"));
    for name in [
        "word\\document.xml",
        "/word/document.xml",
        "Word/Document.XML",
    ] {
        let bytes = zip([("_rels/.rels", rels.as_bytes()), (name, main.as_bytes())]);
        let paper = word::read(&Package::open(&bytes).unwrap()).unwrap();
        assert_eq!(lines(&paper), ["x"], "{name}");
    }
}

#[test]
fn what_is_no_package_is_named() {
    let ole = |stream: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(1024, 0);
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes[640..640 + name.len()].copy_from_slice(&name);
        bytes[640 + 64] = (name.len() + 2) as u8;
        bytes
    };
    let cases: [(Vec<u8>, FileKind); 17] = [
        (Vec::new(), FileKind::Empty),
        // Compound files that are nothing but a directory.
        (ole("WordDocument"), FileKind::BrokenWord),
        (ole("WORDDOCUMENT"), FileKind::BrokenWord),
        (ole("Workbook"), FileKind::LegacyWorkbook),
        (ole("EncryptedPackage"), FileKind::Encrypted),
        (ole("Something"), FileKind::OtherCompound),
        (b"{\\rtf1\\ansi x}".to_vec(), FileKind::Rtf),
        (b"\xef\xbb\xbf <html><body>x".to_vec(), FileKind::Html),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related".to_vec(), FileKind::Html),
        (b"<?xml version='1.0'?><html xmlns='x'>".to_vec(), FileKind::Html),
        (
            b"<?xml version='1.0'?><w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'>".to_vec(),
            FileKind::WordXml,
        ),
        (b"<?xml version='1.0'?><a/>".to_vec(), FileKind::Xml),
        (b"%PDF-1.7".to_vec(), FileKind::Pdf),
        (b"Rar!\x1a\x07".to_vec(), FileKind::OtherArchive),
        ("单位，金额\n化学学院，12".into(), FileKind::Text),
        (b"\x01\x02\x03".to_vec(), FileKind::Unknown),
        (b"PK\x03\x04 and no more".to_vec(), FileKind::BrokenZip),
    ];
    for (bytes, kind) in cases {
        assert_eq!(FileKind::of_bytes(&bytes), kind);
        let error = Package::open(&bytes).unwrap_err();
        match kind {
            FileKind::Encrypted => assert_eq!(error, Error::Encrypted),
            FileKind::BrokenZip => assert_eq!(error, Error::Damaged),
            _ => assert_eq!(error, Error::NotPackage { kind }),
        }
    }
}

#[test]
fn zip_files_are_told_apart() {
    let types = |content: &str| zip([("[Content_Types].xml", content.as_bytes())]);
    let main = "application/vnd.openxmlformats-officedocument";
    assert_eq!(
        FileKind::of_bytes(&types(&format!(
            "{main}.wordprocessingml.document.main+xml"
        ))),
        FileKind::Word
    );
    assert_eq!(
        FileKind::of_bytes(&types(&format!("{main}.spreadsheetml.sheet.main+xml"))),
        FileKind::Workbook
    );
    assert_eq!(
        FileKind::of_bytes(&types(
            "application/vnd.ms-word.document.macroEnabled.main+xml"
        )),
        FileKind::Word
    );
    let ods = zip([(
        "mimetype",
        &b"application/vnd.oasis.opendocument.spreadsheet"[..],
    )]);
    assert_eq!(FileKind::of_bytes(&ods), FileKind::OpenSheet);
    assert_eq!(
        FileKind::of_bytes(&zip([("a.docx", &b"x"[..])])),
        FileKind::Archive
    );
    let blank = std::fs::read("../../samples/hz-2025-blank.docx").unwrap();
    assert_eq!(FileKind::of_bytes(&blank), FileKind::Word);
    let workbook = std::fs::read("../../samples/hz-2025-subtables-blank.xlsx").unwrap();
    assert_eq!(FileKind::of_bytes(&workbook), FileKind::Workbook);
    assert_eq!(
        FileKind::of_bytes(&blank[..blank.len() - 100]),
        FileKind::BrokenZip
    );
}

#[test]
fn a_package_without_a_readable_main_part_is_refused() {
    let open = |entries: &[(&str, &[u8])]| Package::open(&zip(entries.iter().copied())).map(|_| ());
    assert_eq!(open(&[("a.txt", b"x")]), Err(Error::NoMainPart));
    let rels = relationships([("officeDocument", "word/document.xml")]);
    let part = "word/document.xml".to_owned();
    assert_eq!(
        open(&[("_rels/.rels", rels.as_bytes())]),
        Err(Error::MissingPart { part })
    );
    let cut = &rels.as_bytes()[..rels.len() - 20];
    assert!(matches!(
        open(&[("_rels/.rels", cut)]),
        Err(Error::Xml { .. })
    ));
}

#[test]
fn another_kind_of_main_part_is_refused() {
    let error = Document::with_main("xl/workbook.xml", "<workbook xmlns='urn:x'/>")
        .try_read()
        .unwrap_err();
    let expected = word::Error::NotWord {
        part: "xl/workbook.xml".into(),
        root: "workbook".into(),
    };
    assert_eq!(error, expected);
}

#[test]
fn every_prefix_of_a_file_is_refused_and_none_is_misread() {
    let bytes = std::fs::read("../../samples/hz-2025-blank.docx").unwrap();
    for end in (0..bytes.len()).step_by(97) {
        assert!(Package::open(&bytes[..end]).is_err(), "first {end} bytes");
    }
}

#[test]
fn a_part_that_lies_is_refused() {
    let bytes = Document::of(&p("xyz")).bytes();
    // Flip a byte of each kind of place: whatever happens, it is an error or the same text.
    for at in 0..bytes.len() {
        let mut broken = bytes.clone();
        broken[at] ^= 0x20;
        if let Ok(package) = Package::open(&broken)
            && let Ok(paper) = word::read(&package)
        {
            assert_eq!(lines(&paper), ["xyz"], "byte {at}");
        }
    }
}

#[test]
fn a_part_whose_name_another_has_is_refused() {
    let (one, two) = (document(&p("one")), document(&p("two")));
    let rels = relationships([("officeDocument", "word/document.xml")]);
    let read = |twin: &str| {
        let mut bytes = zip([
            ("_rels/.rels", rels.as_bytes()),
            ("word/document.xml", one.as_bytes()),
            ("word/thumbnail.x", b""),
            ("word/Thumbnail.x", b""),
            (twin, two.as_bytes()),
        ]);
        for (from, to) in [("documenu", b't'), ("Thumbnail", b't')] {
            while let Some(at) = memchr::memmem::find(&bytes, from.as_bytes()) {
                let at = if from == "documenu" { at + 7 } else { at };
                bytes[at] = to;
            }
        }
        let package = Package::open(&bytes)?;
        package.part("word/document.xml").map(|part| part.unwrap())
    };
    let part = "word/document.xml".to_owned();
    assert_eq!(
        read("word/documenu.xml"),
        Err(Error::DuplicatePart { part })
    );
    // Two thumbnails of one name do no harm.
    assert_eq!(read("other.xml"), Ok(one.clone().into_bytes()));
}
