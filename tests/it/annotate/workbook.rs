//! Remarks in a workbook: cells filled and noted, all else as it was.

use huibiao::forms::annotate::annotate_workbook;
use office::paper::Place;

use super::{packed, part, remark};

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
    assert_eq!(super::read(&out.bytes), super::read(&bytes));

    // Once more: the note on the cell goes on, a new one is added beside it.
    let more = [
        remark(sheet_place("HZ_02_002", "N4"), "第三次"),
        remark(sheet_place("HZ_02_002", "A5"), "新的"),
    ];
    let again = annotate_workbook(&out.bytes, &more).unwrap();
    let notes = part(&again.bytes, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 4, "{notes}");
    let (before, after) = notes
        .split_once("\nhuibiao：第三次\n〔汇表 ")
        .expect(&notes);
    assert!(before.contains("再核对"), "{notes}");
    assert!(
        after
            .split("</text>")
            .next()
            .is_some_and(|t| t.ends_with("〕</t></r>")),
        "{notes}"
    );
    let drawing = part(&again.bytes, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(drawing.matches("<v:shape ").count(), 4);
    assert_eq!(
        packed(&out.bytes)["xl/worksheets/_rels/sheet2.xml.rels"],
        packed(&again.bytes)["xl/worksheets/_rels/sheet2.xml.rels"]
    );
}

/// A workbook with further parts, and one of its relationships parts with one more relationship.
fn with_parts(bytes: &[u8], rels: &str, relationship: &str, more: &[(&str, &str)]) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut data = Vec::new();
        file.read_to_end(&mut data).unwrap();
        if name == rels {
            let text = String::from_utf8(data).unwrap();
            let end = format!("{relationship}</Relationships>");
            data = text.replace("</Relationships>", &end).into_bytes();
        }
        out.start_file(name, options).unwrap();
        out.write_all(&data).unwrap();
    }
    for (name, text) in more {
        out.start_file(*name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_thread_gets_a_reply_and_what_is_to_be_checked_is_yellow() {
    let bytes = std::fs::read("samples/hz-2025-subtables-blank.xlsx").unwrap();
    let at = |cell: &str| Place::Sheet {
        sheet: "HZ_02_002".into(),
        cell: cell.into(),
    };
    // The sheet has notes now, and the relationships that go with them.
    let noted = annotate_workbook(&bytes, &[remark(at("A9"), "先有一条")]).unwrap();
    let threads = "<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\">\
        <threadedComment ref=\"B4\" personId=\"{1}\" id=\"{22}\"><text>讨论</text></threadedComment>\
        <threadedComment ref=\"B4\" personId=\"{1}\" id=\"{23}\" parentId=\"{22}\"><text>回复</text></threadedComment>\
        </ThreadedComments>";
    let relationship = "<Relationship Id=\"rIdT\" \
        Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" \
        Target=\"../threadedComments/threadedComment1.xml\"/>";
    let sheet = packed(&noted.bytes);
    let rels = sheet
        .keys()
        .find(|name| name.starts_with("xl/worksheets/_rels/"))
        .unwrap();
    let more = [("xl/threadedComments/threadedComment1.xml", threads)];
    let bytes = with_parts(&noted.bytes, rels, relationship, &more);
    let check = huibiao::forms::annotate::Remark {
        severity: huibiao::model::finding::Severity::Warning,
        ..remark(at("B4"), "“约3”请核实")
    };
    let out = annotate_workbook(&bytes, &[check]).unwrap();
    let threads = part(&out.bytes, "xl/threadedComments/threadedComment1.xml");
    assert_eq!(threads.matches("parentId=\"{22}\"").count(), 2, "{threads}");
    assert!(
        threads.contains("<text>“约3”请核实&#10;〔汇表 4a96〕</text>"),
        "{threads}"
    );
    let persons = part(&out.bytes, "xl/persons/person.xml");
    assert!(persons.contains("displayName=\"huibiao\""), "{persons}");
    let styles = part(&out.bytes, "xl/styles.xml");
    assert!(styles.contains("FFFFEB9C"), "{styles}");
}
