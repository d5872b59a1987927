//! Comments in a form: each at its place, and nothing else of the document changes.

use std::io::{Cursor, Read};

use huibiao::forms::annotate::{Remark, annotate_form};
use huibiao::model::finding::Severity;
use office::package::Package;
use office::paper::{Paper, Place};
use zip::ZipArchive;

use super::{
    W, cell, docx, docx_of, numbered_form, packed, part, places, ranges, read, remark, words,
};

#[test]
fn a_comment_stands_at_every_place_of_the_form() {
    let bytes = numbered_form();
    let paper = read(&bytes);
    let places = places(&paper);
    assert!(places.len() > 1000, "{}", places.len());
    let remarks: Vec<Remark> = places
        .iter()
        .map(|(place, _)| remark(place.clone(), &place.to_string()))
        .collect();
    let out = annotate_form(&bytes, &paper, &remarks).unwrap();
    assert_eq!((out.remarks, out.unplaced), (remarks.len(), 0));

    let document = part(&out.bytes, "word/document.xml");
    let ranges = ranges(&document);
    assert_eq!(ranges.len(), places.len());
    for (id, (place, text)) in places.iter().enumerate() {
        let range = &ranges[&(id as u32)];
        match place {
            // In the paragraph that holds the box, which has all of the box's words.
            Place::Line { .. } => {
                let own = words(text);
                assert!(words(range).contains(&own[0]), "{place}");
            }
            // The boxes that a paragraph holds are within its range.
            _ => {
                let own = words(text);
                assert!(!own.is_empty(), "{place}");
                let range = words(range);
                assert!(
                    own.iter().all(|w| range.contains(w)),
                    "{place}: {own:?} {range:?}"
                );
                if let Place::Cell { .. } = place {
                    assert_eq!(own, range, "{place}");
                }
            }
        }
    }
}

#[test]
fn nothing_but_the_comments_changes() {
    let bytes = std::fs::read("samples/hz-2025-blank.docx").unwrap();
    let paper = read(&bytes);
    let remarks = [
        remark(cell(2, 3, 1), "一"),
        remark(Place::Paragraph { paragraph: 5 }, "二"),
        remark(
            Place::Line {
                text_box: 1,
                line: 2,
            },
            "三",
        ),
        Remark {
            severity: Severity::Error,
            place: None,
            text: vec!["四".into(), "<五> & \"六\"".into()],
        },
    ];
    let out = annotate_form(&bytes, &paper, &remarks).unwrap();
    assert_eq!((out.remarks, out.unplaced), (4, 1));

    let (before, after) = (packed(&bytes), packed(&out.bytes));
    let changed = [
        "[Content_Types].xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
    ];
    for (name, data) in &before {
        assert_eq!(
            *data != after[name],
            changed.contains(&name.as_str()),
            "{name}"
        );
    }
    let added: Vec<&String> = after.keys().filter(|n| !before.contains_key(*n)).collect();
    assert_eq!(added, ["word/comments.xml"]);

    // Without what was put in, the document is the very same.
    let document = part(&out.bytes, "word/document.xml");
    let mut rest = document.clone();
    for id in 0..4 {
        for put in [
            format!("<w:commentRangeStart w:id=\"{id}\"/>"),
            format!(
                "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:sz w:val=\"16\"/>\
                 <w:szCs w:val=\"16\"/></w:rPr><w:commentReference w:id=\"{id}\"/></w:r>"
            ),
        ] {
            assert_eq!(rest.matches(&put).count(), 1, "{put}");
            rest = rest.replace(&put, "");
        }
    }
    assert_eq!(rest, part(&bytes, "word/document.xml"));
    // And it reads as it did.
    assert_eq!(read(&out.bytes), paper);

    let comments = part(&out.bytes, "word/comments.xml");
    assert!(comments.contains("w:author=\"huibiao\" w:initials=\"HB\""));
    assert!(comments.contains("&lt;五&gt; &amp; &quot;六&quot;"));
    let option = paper_line(&paper, 1, 2);
    assert!(comments.contains(&format!("（所指为文本框第2行：“{option}”）")));
    // The same again gives the same bytes.
    assert_eq!(annotate_form(&bytes, &paper, &remarks).unwrap(), out);
}

fn paper_line(paper: &Paper, text_box: u32, line: u32) -> String {
    let wanted = Place::Line { text_box, line };
    let places = places(paper);
    let found = places.into_iter().find(|(place, _)| *place == wanted);
    found.unwrap().1.trim().to_owned()
}

#[test]
fn comments_that_are_there_stay() {
    let bytes = std::fs::read("samples/hz-2025-blank.docx").unwrap();
    let paper = read(&bytes);
    let first = annotate_form(&bytes, &paper, &[remark(cell(2, 3, 1), "甲")]).unwrap();
    let second = annotate_form(
        &first.bytes,
        &read(&first.bytes),
        &[remark(cell(2, 3, 1), "乙"), remark(cell(2, 3, 2), "丙")],
    )
    .unwrap();
    let comments = part(&second.bytes, "word/comments.xml");
    let ids: Vec<&str> = comments
        .split("w:id=\"")
        .skip(1)
        .map(|s| s.split('"').next().unwrap())
        .collect();
    assert_eq!(ids, ["0", "1", "2"]);
    assert!(comments.find("甲") < comments.find("乙"));
    // Neither the content types nor the relationships need to change again.
    for name in ["[Content_Types].xml", "word/_rels/document.xml.rels"] {
        assert_eq!(packed(&first.bytes)[name], packed(&second.bytes)[name]);
    }
    assert_eq!(read(&second.bytes), paper);
}

#[test]
fn wrappers_around_what_is_meant_do_not_matter() {
    let cell_of = |inner: &str| format!("<w:tc><w:tcPr/>{inner}</w:tc>");
    let p = |text: &str| {
        format!("<w:p><w:pPr><w:jc w:val=\"left\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let rows = [
        format!(
            "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
            cell_of(&p("A"))
        ),
        cell_of(&format!(
            "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
            p("B")
        )),
        cell_of("<w:p><w:ins w:id=\"9\"><w:r><w:t>C</w:t></w:r></w:ins></w:p>"),
        cell_of("<w:p><w:hyperlink><w:r><w:t>D</w:t></w:r></w:hyperlink></w:p>"),
        cell_of("<w:p/>"),
        cell_of("<w:p ></w:p>"),
        cell_of(&format!(
            "{}<w:tbl><w:tr>{}</w:tr></w:tbl>{}",
            p("G"),
            cell_of(&p("inner")),
            p("H")
        )),
    ];
    let document = format!(
        "<w:document {W}><w:body><w:tbl><w:tr>{}</w:tr></w:tbl></w:body></w:document>",
        rows.concat()
    );
    let bytes = docx(&document);
    let paper = read(&bytes);
    let remarks: Vec<Remark> = (1..=7).map(|c| remark(cell(1, 1, c), "x")).collect();
    let out = annotate_form(&bytes, &paper, &remarks).unwrap();
    assert_eq!(out.unplaced, 0);
    let document = part(&out.bytes, "word/document.xml");
    let found: Vec<String> = ranges(&document).into_values().collect();
    assert_eq!(found, ["A", "B", "C", "D", "", "", "GinnerH"]);
    assert!(document.contains("<w:p><w:commentRangeStart w:id=\"4\"/>"));
    assert!(document.contains("</w:pPr><w:commentRangeStart w:id=\"0\"/>"));
    assert!(document.contains("<w:p><w:commentRangeStart w:id=\"3\"/><w:hyperlink>"));
    assert_eq!(read(&out.bytes), paper);
}

#[test]
fn merged_cells_take_the_comments_of_all_their_slots() {
    let tc = |props: &str, text: &str| {
        format!("<w:tc><w:tcPr>{props}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let document = format!(
        "<w:document {W}><w:body><w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl></w:body></w:document>",
        tc("<w:vMerge w:val=\"restart\"/>", "A"),
        tc("<w:gridSpan w:val=\"2\"/>", "B"),
        tc("<w:vMerge/>", ""),
        tc("<w:gridSpan w:val=\"2\"/>", "C"),
    );
    let bytes = docx(&document);
    let paper = read(&bytes);
    let remarks = [
        remark(cell(1, 2, 1), "x"),
        remark(cell(1, 2, 3), "y"),
        remark(cell(1, 9, 9), "z"),
    ];
    let out = annotate_form(&bytes, &paper, &remarks).unwrap();
    // The third has no place in the document: it stands at the beginning.
    assert_eq!(out.unplaced, 1);
    let found: Vec<String> = ranges(&part(&out.bytes, "word/document.xml"))
        .into_values()
        .collect();
    assert_eq!(found, ["A", "C", "A"]);
}

#[test]
fn other_prefixes_strict_and_other_names_are_kept() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let document = format!(
        "<x:document xmlns:x=\"{strict}\" xmlns:w=\"urn:other\"><x:body><x:p><x:r><x:t>A</x:t></x:r></x:p></x:body></x:document>"
    );
    let bytes = docx_of("word/main2.xml", document.into_bytes());
    let paper = read(&bytes);
    let place = Place::Paragraph { paragraph: 1 };
    let out = annotate_form(&bytes, &paper, &[remark(place.clone(), "x")]).unwrap();
    let document = part(&out.bytes, "word/main2.xml");
    assert!(document.contains("<x:p><x:commentRangeStart x:id=\"0\"/><x:r>"));
    assert!(part(&out.bytes, "word/comments.xml").contains(strict));
    let related = Package::open(&out.bytes)
        .unwrap()
        .relationships("word/main2.xml")
        .unwrap();
    assert_eq!(
        related[0].kind,
        "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
    );
    assert_eq!(related[0].target, "word/comments.xml");

    // The Word namespace as the default one has no prefix that an attribute could have.
    let plain =
        format!("<document xmlns=\"{strict}\"><body><p><r><t>A</t></r></p></body></document>");
    let bytes = docx(&plain);
    let out = annotate_form(&bytes, &read(&bytes), &[remark(place, "x")]).unwrap();
    let document = part(&out.bytes, "word/document.xml");
    assert!(document.contains(&format!(
        "<w:commentRangeStart xmlns:w=\"{strict}\" w:id=\"0\"/>"
    )));
    assert_eq!(read(&out.bytes), read(&bytes));
}

#[test]
fn a_document_in_utf_16_stays_in_it() {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:document {W}><w:body><w:p><w:r><w:t>表</w:t></w:r></w:p></w:body></w:document>"
    );
    let mut wide = vec![0xff, 0xfe];
    wide.extend(document.encode_utf16().flat_map(u16::to_le_bytes));
    let bytes = docx_of("word/document.xml", wide);
    let paper = read(&bytes);
    let place = Place::Paragraph { paragraph: 1 };
    let out = annotate_form(&bytes, &paper, &[remark(place, "x")]).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(&out.bytes)).unwrap();
    let mut data = Vec::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_end(&mut data)
        .unwrap();
    assert_eq!(data[..2], [0xff, 0xfe]);
    let units: Vec<u16> = data[2..]
        .chunks(2)
        .map(|c| u16::from_le_bytes([c[0], c[1]]))
        .collect();
    let text = String::from_utf16(&units).unwrap();
    assert_eq!(ranges(&text)[&0], "表");
    assert_eq!(read(&out.bytes), paper);
}

#[test]
fn a_comment_never_stands_in_a_text_box() {
    let document = format!(
        "<w:document {W} xmlns:v=\"urn:schemas-microsoft-com:vml\"><w:body><w:p><w:r><w:t>holder</w:t></w:r><w:r><w:pict><v:shape><v:textbox><w:txbxContent>\
         <w:p><w:r><w:t>甲</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         </w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p></w:body></w:document>"
    );
    let bytes = docx(&document);
    let paper = read(&bytes);
    let remarks = [
        remark(
            Place::Line {
                text_box: 1,
                line: 1,
            },
            "x",
        ),
        remark(cell(1, 1, 1), "y"),
    ];
    let out = annotate_form(&bytes, &paper, &remarks).unwrap();
    assert_eq!(out.unplaced, 0);
    let document = part(&out.bytes, "word/document.xml");
    let inside = document
        .split("<w:txbxContent>")
        .nth(1)
        .unwrap()
        .split("</w:txbxContent>")
        .next()
        .unwrap();
    assert!(!inside.contains("comment"));
    let found = ranges(&document);
    assert_eq!(found[&0], "holder甲乙");
    assert_eq!(found[&1], "holder甲乙");
}
