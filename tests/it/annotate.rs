//! Files sent back: what was found stands at its place, and nothing else has changed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use huibiao::annotate::{self, Remark, annotate_form, annotate_workbook, send_back};
use huibiao::finding::{Finding, Rule, Severity};
use huibiao::mapping::bundled;
use huibiao::reading::Reader;
use huibiao::said;
use huibiao::submission::Submission;
use office::package::Package;
use office::paper::{Block, Paper, Place, Table, TextBox};
use office::{sheet, word};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn read(bytes: &[u8]) -> Paper {
    word::read(&Package::open(bytes).unwrap()).unwrap()
}

/// The parts by name, as they are packed.
fn packed(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index_raw(i).unwrap();
            let mut data = Vec::new();
            file.read_to_end(&mut data).unwrap();
            (file.name().unwrap().into_owned(), data)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

fn zip_of<'a>(parts: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The package with one part changed.
fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = (0..archive.len())
        .map(|i| archive.by_index(i).unwrap().name().unwrap().into_owned())
        .collect();
    zip_of(names.iter().map(|n| {
        let mut data = Vec::new();
        archive.by_name(n).unwrap().read_to_end(&mut data).unwrap();
        if n == name {
            data = change(String::from_utf8(data).unwrap()).into_bytes();
        }
        (n.as_str(), data)
    }))
}

/// A Word package with this document, in the namespace that it uses.
fn docx(document: &str) -> Vec<u8> {
    docx_of("word/document.xml", document.as_bytes().to_vec())
}

fn docx_of(main: &str, document: Vec<u8>) -> Vec<u8> {
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/{main}\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
    );
    let rels = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"{main}\"/></Relationships>"
    );
    zip_of([
        ("[Content_Types].xml", types.into_bytes()),
        ("_rels/.rels", rels.into_bytes()),
        (main, document),
    ])
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn remark(place: Place, text: &str) -> Remark {
    Remark {
        place: Some(place),
        text: vec![text.to_owned()],
    }
}

fn cell(table: u32, row: u32, column: u32) -> Place {
    Place::Cell { table, row, column }
}

/// Everything in a document that a finding can point at, with the text there.
fn places(paper: &Paper) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    fn walk(blocks: &[Block], found: &mut Vec<(Place, String)>) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => {
                    if p.number > 0 {
                        let paragraph = p.number;
                        found.push((Place::Paragraph { paragraph }, p.text.clone()));
                    }
                    for text_box in &p.boxes {
                        lines(text_box, found);
                    }
                }
                Block::Table(t) => table(t, found),
            }
        }
    }
    fn lines(text_box: &TextBox, found: &mut Vec<(Place, String)>) {
        for (i, p) in text_box.lines().enumerate() {
            let place = Place::Line {
                text_box: text_box.number,
                line: i as u32 + 1,
            };
            found.push((place, p.text.clone()));
        }
        walk(&text_box.blocks, found);
    }
    fn table(t: &Table, found: &mut Vec<(Place, String)>) {
        for c in &t.cells {
            found.push((t.place(c.row, c.column), c.text().into_owned()));
            walk(&c.blocks, found);
        }
    }
    walk(&paper.blocks, &mut found);
    found
}

/// What stands in a comment's range in a document, by id: the letters between its ends.
fn ranges(document: &str) -> BTreeMap<u32, String> {
    let mut open: Vec<u32> = Vec::new();
    let mut found: BTreeMap<u32, String> = BTreeMap::new();
    let mut rest = document;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        for id in &open {
            found.entry(*id).or_default().push_str(text);
        }
        let end = tag.find('>').unwrap();
        let id = || {
            let value = tag[..end].split("w:id=\"").nth(1).unwrap();
            value.split('"').next().unwrap().parse::<u32>().unwrap()
        };
        if tag.starts_with("<w:commentRangeStart") {
            open.push(id());
            found.insert(id(), String::new());
        } else if tag.starts_with("<w:commentRangeEnd") {
            open.retain(|o| *o != id());
            let reference = format!("<w:commentReference w:id=\"{}\"/></w:r>", id());
            let next = tag[end + 1..].split_inclusive("</w:r>").next().unwrap();
            assert!(next.ends_with(&reference), "{next}");
        }
        rest = &tag[end + 1..];
    }
    assert!(open.is_empty());
    found
}

/// The blank form with a word of its own at the end of every paragraph, put in by the letters of
/// the XML alone.
fn numbered_form() -> Vec<u8> {
    let bytes = std::fs::read("samples/hz-2025-blank.docx").unwrap();
    with_part(&bytes, "word/document.xml", |xml| {
        let mut out = String::new();
        let mut pieces = xml.split("</w:p>").peekable();
        let mut n = 0;
        while let Some(piece) = pieces.next() {
            out.push_str(piece);
            if pieces.peek().is_some() {
                n += 1;
                out.push_str(&format!("<w:r><w:t>⟦{n}⟧</w:t></w:r></w:p>"));
            }
        }
        out
    })
}

/// The words that [`numbered_form`] put into a text.
fn words(text: &str) -> Vec<&str> {
    text.split('⟦')
        .skip(1)
        .map(|w| w.split('⟧').next().unwrap())
        .collect()
}

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

#[test]
fn a_workbooks_cells_are_filled_red_and_get_notes() {
    let bytes = std::fs::read("samples/hz-2025-subtables-blank.xlsx").unwrap();
    let sheet_place = |sheet: &str, cell: &str| Place::Sheet {
        sheet: sheet.into(),
        cell: cell.into(),
    };
    let remarks = [
        // A cell that is there, one that is not, one in a merge, and nowhere.
        remark(sheet_place("HZ_02_002", "N4"), "合计不平"),
        remark(sheet_place("HZ_02_002", "N4"), "再核对"),
        remark(sheet_place("HZ_02_002", "AB40"), "远处的内容"),
        remark(sheet_place("HZ_02_002", "C2"), "合并单元格"),
        remark(sheet_place("没有的表", "A1"), "没有位置"),
    ];
    let out = annotate_workbook(&bytes, &remarks).unwrap();
    assert_eq!((out.remarks, out.unplaced), (5, 1));
    let (before, after) = (packed(&bytes), packed(&out.bytes));
    let changed: Vec<&String> = before
        .iter()
        .filter(|(n, d)| after[*n] != **d)
        .map(|(n, _)| n)
        .collect();
    assert_eq!(
        changed,
        [
            "[Content_Types].xml",
            "xl/styles.xml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml"
        ]
    );
    let added: Vec<&String> = after.keys().filter(|n| !before.contains_key(*n)).collect();
    assert_eq!(
        added,
        [
            "xl/comments.xml",
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing.vml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/_rels/sheet1.xml.rels",
            "xl/worksheets/_rels/sheet2.xml.rels",
        ]
    );
    let notes = part(&out.bytes, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 3);
    assert!(notes.contains("ref=\"N4\"") && notes.contains("合计不平\n再核对"));
    assert!(notes.contains("ref=\"AB40\"") && notes.contains("ref=\"B2\""));
    let xml = part(&out.bytes, "xl/worksheets/sheet2.xml");
    // The formula is still there, under a format that is the old one filled red.
    let formula = xml.split("<c ").find(|c| c.contains("r=\"N4\"")).unwrap();
    assert!(formula.contains("<f>B4+D4+F4+H4+J4+L4</f>"), "{formula}");
    assert!(
        xml.contains("<dimension ref=\"A1:AB40\"/>"),
        "{}",
        &xml[..600]
    );
    let styles = part(&out.bytes, "xl/styles.xml");
    assert!(styles.contains("<fills count=\"4\">") && styles.contains("FFFF7C80"));
    let kind = office::FileKind::Workbook;
    assert_eq!(
        sheet::read(&out.bytes, kind).unwrap(),
        sheet::read(&bytes, kind).unwrap()
    );

    // Once more: the note on the cell goes on, a new one is added beside it.
    let more = [
        remark(sheet_place("HZ_02_002", "N4"), "第三次"),
        remark(sheet_place("HZ_02_002", "A5"), "新的"),
    ];
    let again = annotate_workbook(&out.bytes, &more).unwrap();
    let notes = part(&again.bytes, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 4);
    assert!(
        notes.contains(
            "再核对</t></r><r><t xml:space=\"preserve\">\nhuibiao：第三次</t></r></text>"
        )
    );
    let drawing = part(&again.bytes, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(drawing.matches("<v:shape ").count(), 4);
    assert_eq!(
        packed(&out.bytes)["xl/worksheets/_rels/sheet2.xml.rels"],
        packed(&again.bytes)["xl/worksheets/_rels/sheet2.xml.rels"]
    );
}

fn reader() -> Reader {
    let editions = huibiao::mapping::bundled_ids().map(|id| bundled(id).unwrap());
    Reader::of_bundles(editions.collect()).unwrap()
}

/// What `convert` gives of a file, but for the file itself.
fn converted(reader: &Reader, bytes: &[u8]) -> Submission {
    let mut submission = reader.read("a.docx", bytes);
    submission.source.sha256 = String::new();
    submission
}

/// Annotates a form and holds the outcome against what was found in it.
fn sent_back(reader: &Reader, bytes: &[u8]) -> Vec<u8> {
    let sent = send_back("a.docx", bytes, reader, Severity::Warning);
    let annotate::Outcome::Annotated(out) = sent.outcome else {
        panic!("{:?}", sent.outcome);
    };
    let grave = |f: &&Finding| f.severity != Severity::Info;
    let findings: Vec<&Finding> = sent.submission.findings.iter().filter(grave).collect();
    assert_eq!(out.remarks, findings.len());
    let comments = part(&out.bytes, "word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), findings.len());
    for finding in findings {
        let said = office::xml::escaped(&finding.message().zh);
        assert!(comments.contains(&said), "{said}");
    }
    // The comments say nothing to the next reading.
    assert_eq!(converted(reader, &out.bytes), converted(reader, bytes));
    out.bytes
}

#[test]
fn every_finding_becomes_a_comment_that_the_next_reading_ignores() {
    let reader = reader();
    let out = sent_back(&reader, &numbered_form());
    let document = part(&out, "word/document.xml");
    assert!(ranges(&document).len() > 100);
}

#[test]
fn filled_forms_are_read_the_same_with_their_comments() {
    let Ok(files) = std::fs::read_dir("../shared/cases") else {
        println!("skipped: ../shared/cases is not here");
        return;
    };
    let reader = reader();
    for file in files.map(|f| f.unwrap().path()) {
        if file.extension().is_none_or(|e| e != "docx") {
            continue;
        }
        let bytes = std::fs::read(&file).unwrap();
        let grave = |f: &Finding| f.severity != Severity::Info;
        if converted(&reader, &bytes).findings.iter().any(grave) {
            sent_back(&reader, &bytes);
        }
    }
}

#[test]
fn the_samples_are_sent_back_with_a_comment_a_finding() {
    let reader = reader();
    let mut sent = 0;
    for file in std::fs::read_dir("samples/returned").unwrap() {
        let file = file.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        let done = send_back(name, &bytes, &reader, Severity::Warning);
        let grave = |f: &&Finding| f.severity != Severity::Info;
        let findings = done.submission.findings.iter().filter(grave).count();
        let annotate::Outcome::Annotated(out) = done.outcome else {
            continue;
        };
        sent += 1;
        assert_eq!(out.remarks, findings, "{name}");
        let again = reader.read(name, &out.bytes);
        assert_eq!(again.unit, done.submission.unit, "{name}");
        assert_eq!(again.tables, done.submission.tables, "{name}");
        assert_eq!(again.findings, done.submission.findings, "{name}");
    }
    assert!(sent > 0);
}

#[test]
fn what_is_missing_is_said_at_its_heading() {
    let message = said!("没有找到", "not found");
    let finding = Finding::warning(Rule::MissingTable, message).at("/tables/HZ_02_005/records/0/a");
    let remark = Remark::of(&finding, |code| {
        assert_eq!(code, "HZ_02_005");
        Some(Place::Paragraph { paragraph: 7 })
    });
    assert_eq!(remark.place, Some(Place::Paragraph { paragraph: 7 }));
    assert_eq!(remark.text, ["【需核实】没有找到"]);
    // A place of its own comes before the heading.
    let finding = finding
        .from(cell(1, 2, 3))
        .hinting(said!("请补。", "Add it."));
    let remark = Remark::of(&finding, |_| None);
    assert_eq!(remark.place, Some(cell(1, 2, 3)));
    assert_eq!(remark.text, ["【需核实】没有找到", "请补。"]);
}

#[test]
fn the_command_writes_what_has_findings_and_lists_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let returned = folder.path().join("returned");
    let back = folder.path().join("back");
    std::fs::create_dir_all(returned.join("理学院")).unwrap();
    let blank = std::fs::read("samples/hz-2025-blank.docx").unwrap();
    std::fs::write(returned.join("化学.docx"), &blank).unwrap();
    std::fs::write(returned.join("理学院/物理.docx"), numbered_form()).unwrap();
    std::fs::write(returned.join("残缺.docx"), &blank[..2000]).unwrap();
    let run = |output: &std::path::Path| {
        assert_cmd::cargo::cargo_bin_cmd!("huibiao")
            .args(["annotate", "--lang", "zh", "-o"])
            .args([output, &returned])
            .output()
            .unwrap()
    };
    let done = run(&back);
    assert_eq!(done.status.code(), Some(2));
    let told = String::from_utf8(done.stdout).unwrap();
    assert!(told.contains("化学.docx：没有问题，不写出"), "{told}");
    assert!(told.contains("残缺.docx：无法读取"), "{told}");
    assert!(told.contains("写出 1 个"), "{told}");
    let written: Vec<String> = std::fs::read_dir(&back)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(written, ["理学院"]);
    let file = std::fs::read(back.join("理学院/物理.docx")).unwrap();
    assert!(part(&file, "word/comments.xml").contains("huibiao"));

    // Never over the files that came in.
    let refused = run(&returned);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        String::from_utf8(refused.stderr)
            .unwrap()
            .contains("会覆盖")
    );
    assert_eq!(std::fs::read(returned.join("化学.docx")).unwrap(), blank);
}

/// A program on the PATH.
fn program(name: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|p| p.is_file())
}

/// A form as .doc and a workbook as .ods, both with something to be said.
fn old_formats_come_back_in_new_ones(folder: &std::path::Path, profile: &std::path::Path) {
    let old = folder.join("old");
    std::fs::create_dir(&old).unwrap();
    std::fs::write(folder.join("甲.docx"), numbered_form()).unwrap();
    let bytes = std::fs::read("samples/hz-2025-subtables-blank.xlsx").unwrap();
    let wrong = with_part(&bytes, "xl/worksheets/sheet2.xml", |xml| {
        let at = xml.find("<c r=\"A4\"").unwrap();
        let end = at + xml[at..].find("/>").unwrap() + 2;
        let cell = "<c r=\"A4\" t=\"inlineStr\"><is><t>没有的国家</t></is></c>";
        format!("{}{cell}{}", &xml[..at], &xml[end..])
    });
    std::fs::write(folder.join("乙.xlsx"), wrong).unwrap();
    for (name, kind) in [("甲.docx", "doc"), ("乙.xlsx", "ods")] {
        let done = std::process::Command::new(program("soffice").unwrap())
            .arg(format!(
                "-env:UserInstallation=file://{}",
                profile.display()
            ))
            .args(["--headless", "--convert-to", kind, "--outdir"])
            .args([&old, &folder.join(name)])
            .output()
            .unwrap();
        assert!(done.status.success());
    }
    let done = assert_cmd::cargo::cargo_bin_cmd!("huibiao")
        .args(["annotate", "--lang", "zh", "-o"])
        .args([&folder.join("back"), &old])
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1), "{done:?}");
    let told = String::from_utf8(done.stdout).unwrap();
    assert_eq!(
        told.matches("由 LibreOffice 从旧格式转换而来").count(),
        2,
        "{told}"
    );
    let form = std::fs::read(folder.join("back/甲.docx")).unwrap();
    assert!(part(&form, "word/comments.xml").contains("huibiao"));
    let sheets = std::fs::read(folder.join("back/乙.xlsx")).unwrap();
    let notes = packed(&sheets);
    let mut notes = notes.keys().filter(|n| n.contains("comments"));
    assert!(notes.any(|name| part(&sheets, name).contains("没有的国家")));
}

#[test]
fn other_programs_open_what_is_sent_back() {
    let folder = tempfile::tempdir().unwrap();
    let form = sent_back(&reader(), &numbered_form());
    let comments = part(&form, "word/comments.xml")
        .matches("<w:comment ")
        .count();
    std::fs::write(folder.path().join("form.docx"), form).unwrap();
    let bytes = std::fs::read("samples/hz-2025-subtables-blank.xlsx").unwrap();
    let place = Place::Sheet {
        sheet: "HZ_02_002".into(),
        cell: "B4".into(),
    };
    let out = annotate_workbook(&bytes, &[remark(place, "请核对")]).unwrap();
    std::fs::write(folder.path().join("sheets.xlsx"), out.bytes).unwrap();

    match program("soffice") {
        None => println!("skipped: LibreOffice is not here"),
        Some(soffice) => {
            let profile = folder.path().join("profile");
            let done = std::process::Command::new(soffice)
                .arg(format!(
                    "-env:UserInstallation=file://{}",
                    profile.display()
                ))
                .args(["--headless", "--convert-to", "pdf", "--outdir"])
                .arg(folder.path())
                .args([
                    folder.path().join("form.docx"),
                    folder.path().join("sheets.xlsx"),
                ])
                .output()
                .unwrap();
            assert!(done.status.success());
            for name in ["form.pdf", "sheets.pdf"] {
                let pdf = std::fs::read(folder.path().join(name)).unwrap();
                assert!(pdf.starts_with(b"%PDF"), "{name}");
            }
            old_formats_come_back_in_new_ones(folder.path(), &profile);
        }
    }
    let script = "import sys, docx; print(sum(1 for c in docx.Document(sys.argv[1]).comments if c.author == 'huibiao'))";
    let python = program("python3").map(|python| {
        std::process::Command::new(python)
            .args(["-c", script])
            .arg(folder.path().join("form.docx"))
            .output()
            .unwrap()
    });
    match python.filter(|done| done.status.success()) {
        None => println!("skipped: python-docx is not here"),
        Some(done) => {
            let counted = String::from_utf8(done.stdout).unwrap();
            assert_eq!(counted.trim(), comments.to_string());
        }
    }
}

#[test]
fn any_document_takes_comments_at_all_its_places() {
    let Ok(files) = std::fs::read_dir("../shared/wild") else {
        println!("skipped: ../shared/wild is not here");
        return;
    };
    let mut annotated = 0;
    for file in files.map(|f| f.unwrap().path()) {
        let bytes = std::fs::read(&file).unwrap();
        let Some(paper) = Package::open(&bytes).ok().and_then(|p| word::read(&p).ok()) else {
            continue;
        };
        let places = places(&paper);
        let all: Vec<Remark> = places
            .iter()
            .map(|(place, _)| remark(place.clone(), "x"))
            .collect();
        let Ok(out) = annotate_form(&bytes, &paper, &all) else {
            panic!("{}", file.display());
        };
        annotated += 1;
        assert_eq!(out.unplaced, 0, "{}", file.display());
        let again = read(&out.bytes);
        assert_eq!(again, paper, "{}", file.display());
        // Each range holds the text of what it is about.
        let main = Package::open(&out.bytes).unwrap().main_part().to_owned();
        let text = part(&out.bytes, &main);
        let ids = text.matches("commentRangeStart ").count();
        assert_eq!(ids, text.matches("commentRangeEnd ").count());
        let new = ids - part(&bytes, &main).matches("commentRangeStart ").count();
        assert_eq!(new, places.len(), "{}", file.display());
    }
    assert!(annotated > 5, "{annotated}");
}
