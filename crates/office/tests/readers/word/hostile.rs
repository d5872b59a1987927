//! Files made to do harm, and files cut short.

use office::package::{self, Package};
use office::{word, xml};

use super::document::{Document, NAMESPACES, lines, p, r, relationships, tr, zip};

fn xml_error(body: &str) -> xml::Error {
    main_error(&format!(
        "<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    ))
}

fn main_error(main: &str) -> xml::Error {
    match Document::with_main("word/document.xml", main).try_read() {
        Err(word::Error::Package(package::Error::Xml { source, .. })) => source,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_document_type_is_refused_so_entities_cannot_be() {
    let external = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
    let main = format!(
        "{external}<w:document {NAMESPACES}><w:body>{}</w:body></w:document>",
        p("&x;")
    );
    assert_eq!(main_error(&main), xml::Error::Doctype);
    let laughs = "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    assert_eq!(main_error(&format!("{laughs}<d/>")), xml::Error::Doctype);
    assert_eq!(xml_error("<!DOCTYPE x>"), xml::Error::Doctype);
}

#[test]
fn unknown_references_are_errors_and_not_lost_characters() {
    for (reference, name) in [
        ("&x;", "x"),
        ("&#0;", "#0"),
        ("&#xD800;", "#xD800"),
        ("&#x110000;", "#x110000"),
        ("&#;", "#"),
        ("&#+65;", "#+65"),
        ("&;", ""),
    ] {
        assert_eq!(
            xml_error(&p(reference)),
            xml::Error::Entity { name: name.into() },
            "{reference}"
        );
    }
    assert!(matches!(xml_error(&p("a & b")), xml::Error::Entity { .. }));
    assert!(matches!(
        xml_error(&p("a &amp b")),
        xml::Error::Entity { .. }
    ));
}

#[test]
fn every_prefix_of_a_document_is_refused() {
    let main = format!(
        "<?xml version='1.0'?><w:document {NAMESPACES}><w:body>{}<w:tbl>{}</w:tbl></w:body></w:document>",
        p("a&amp;b"),
        tr(["c", "d"])
    );
    for end in (0..main.len()).filter(|&end| main.is_char_boundary(end)) {
        let result = Document::with_main("word/document.xml", &main[..end]).try_read();
        assert!(result.is_err(), "first {end} bytes");
    }
}

#[test]
fn malformed_documents_are_refused() {
    for body in [
        "</w:p>",
        "<w:p></w:r>",
        "<w:p><w:r></w:p></w:r>",
        "<>",
        "< w:p/>",
        "<w:p <w:r/>/>",
    ] {
        let error = xml_error(body);
        assert!(
            matches!(error, xml::Error::Malformed { .. } | xml::Error::Truncated),
            "{body}: {error}"
        );
    }
    assert!(matches!(main_error("no XML at all"), xml::Error::Truncated));
    assert!(matches!(
        main_error("text<w:document/>"),
        xml::Error::Malformed { .. }
    ));
    let latin = format!(
        "<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>\u{1}</w:t></w:r></w:p></w:body></w:document>"
    );
    let latin: Vec<u8> = latin
        .bytes()
        .map(|b| if b == 1 { 0xe9 } else { b })
        .collect();
    let error = Document::with_main("word/document.xml", latin)
        .try_read()
        .unwrap_err();
    let part = "word/document.xml".into();
    let source = xml::Error::Encoding;
    assert_eq!(
        error,
        word::Error::Package(package::Error::Xml { part, source })
    );
}

#[test]
fn nesting_without_end_is_refused() {
    let deep =
        |open: &str, close: &str, n: usize, inner: &str| open.repeat(n) + inner + &close.repeat(n);
    assert_eq!(
        xml_error(&deep("<w:ins>", "</w:ins>", 100_000, "")),
        xml::Error::TooDeep
    );
    assert_eq!(xml_error(&"<w:p>".repeat(100_000)), xml::Error::TooDeep);
    let nested = |n| deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", n, &p("x"));
    let too_deep = Document::of(&nested(100)).try_read();
    assert!(matches!(too_deep, Err(word::Error::TooDeep { .. })));
    assert!(Document::of(&nested(60)).try_read().is_ok());
    let boxes = deep(
        "<w:p><w:r><w:txbxContent>",
        "</w:txbxContent></w:r></w:p>",
        100,
        "",
    );
    assert!(matches!(
        Document::of(&boxes).try_read(),
        Err(word::Error::TooDeep { .. })
    ));
}

#[test]
fn the_deepest_document_that_is_read_fits_a_small_stack() {
    let unit = "<w:tbl><w:tr><w:tc><w:p><w:r><w:txbxContent>";
    let end = "</w:txbxContent></w:r></w:p></w:tc></w:tr></w:tbl>";
    let body = unit.repeat(31) + &p("x") + &end.repeat(31);
    let bytes = Document::of(&body).bytes();
    std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(move || {
            let paper = word::read(&Package::open(&bytes).unwrap()).unwrap();
            let copy = paper.clone();
            assert!(paper == copy);
        })
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn more_pieces_than_any_document_has_are_refused() {
    let result = Document::of(&"<w:p/>".repeat(1_100_000)).try_read();
    assert!(matches!(result, Err(word::Error::Beyond(_))));
}

#[test]
fn bombs_are_refused() {
    let rels = relationships([("officeDocument", "word/document.xml")]);
    let large = vec![b' '; 65 << 20];
    let bytes = zip([
        ("_rels/.rels", rels.as_bytes()),
        ("word/document.xml", &large),
    ]);
    let package = Package::open(&bytes).unwrap();
    let error = package.part("word/document.xml").unwrap_err();
    assert!(matches!(error, package::Error::PartTooLarge { .. }));
    // Within the bound for size, but packed better than any text.
    let packed = zip([
        ("_rels/.rels", rels.as_bytes()),
        ("word/document.xml", &large[..16 << 20]),
    ]);
    let package = Package::open(&packed).unwrap();
    let error = package.part("word/document.xml").unwrap_err();
    assert!(matches!(error, package::Error::PartTooLarge { .. }));
}

#[test]
fn too_many_entries_are_refused() {
    let names: Vec<String> = (0..10_001).map(|i| format!("{i:05}")).collect();
    let bytes = zip(names.iter().map(|name| (name.as_str(), &b""[..])));
    let error = Package::open(&bytes).map(|_| ()).unwrap_err();
    assert!(matches!(error, package::Error::TooManyParts { .. }));
}

#[test]
fn a_bomb_of_attributes_is_only_long() {
    let attributes: String = (0..100_000).map(|i| format!(" a{i}='{i}'")).collect();
    let namespaces: String = (0..10_000)
        .map(|i| format!(" xmlns:n{i}='urn:{i}'"))
        .collect();
    let paper = Document::of(&format!(
        "<w:p{attributes}>{}</w:p><w:p{namespaces}>{}</w:p>",
        r("a"),
        r("b")
    ))
    .read();
    assert_eq!(lines(&paper), ["a", "b"]);
}

#[test]
fn a_broken_part_beside_the_body_is_named() {
    let notes = |end: &str| {
        format!(
            "<w:footnotes {NAMESPACES}><w:footnote w:id='2'>{}</w:footnote><w:footnote w:id=3/>{end}",
            p("注")
        )
    };
    for end in ["</w:footnotes>", ""] {
        let paper = Document::of(&p("x"))
            .beside("footnotes", &notes(end))
            .read();
        assert_eq!(lines(&paper), ["x"]);
        let kinds: Vec<_> = paper.remarks.iter().map(|r| r.kind.name()).collect();
        assert_eq!(kinds, ["aside", "broken-part"]);
    }
}

#[test]
fn an_attribute_that_is_none_loses_no_mark_in_silence() {
    // Were the rest of the tag passed over, the text would stand there without its colour.
    let run = |color: &str| {
        format!("<w:p><w:r><w:rPr><w:color {color}/></w:rPr><w:t>x</w:t></w:r></w:p>")
    };
    let refused = |color: &str| match xml_error(&run(color)) {
        xml::Error::Malformed { flaw, .. } => flaw,
        error => panic!("{error}"),
    };
    assert_eq!(refused("x=1 w:val='FF0000'"), xml::Flaw::Attribute);
    assert_eq!(
        refused("w:val='auto' w:val='FF0000'"),
        xml::Flaw::RepeatedAttribute {
            name: "w:val".to_owned()
        }
    );
}

#[test]
fn broken_styles_are_an_error_of_their_part() {
    let error = Document::of(&p("x"))
        .styles("<w:style>")
        .try_read()
        .unwrap_err();
    assert!(error.to_string().contains("word/styles.xml"), "{error}");
}
