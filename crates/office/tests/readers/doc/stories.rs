//! Text boxes, notes, headers, lists.

use office::paper::{Aside, DrawingKind, Place, RemarkKind};

use super::builder::{Doc, Para, plc, sprm};
use super::{first, lines, read};

const SPECIAL: [u8; 3] = [0x55, 0x08, 1];

fn record(version: u16, instance: u16, kind: u16, content: &[u8]) -> Vec<u8> {
    let mut record = (instance << 4 | version).to_le_bytes().to_vec();
    record.extend(kind.to_le_bytes());
    record.extend((content.len() as u32).to_le_bytes());
    record.extend(content);
    record
}

fn shape(id: u32, kind: u16, flags: u32) -> Vec<u8> {
    let mut fsp = id.to_le_bytes().to_vec();
    fsp.extend(flags.to_le_bytes());
    record(0xf, 0, 0xf004, &record(2, kind, 0xf00a, &fsp))
}

/// The drawing of the body: the shapes under its patriarch.
fn drawing(shapes: &[Vec<u8>]) -> Vec<u8> {
    let mut all = shape(1024, 0, 5);
    shapes.iter().for_each(|s| all.extend(s));
    let patriarch = record(0xf, 0, 0xf003, &all);
    let mut drawing = record(0xf, 0, 0xf000, &[]);
    drawing.push(0);
    drawing.extend(record(0xf, 0, 0xf002, &patriarch));
    drawing
}

fn spa(id: u32) -> Vec<u8> {
    let mut spa = id.to_le_bytes().to_vec();
    for edge in [0i32, 0, 1440, 720] {
        spa.extend(edge.to_le_bytes());
    }
    spa.resize(26, 0);
    spa
}

fn text_of(id: u32) -> Vec<u8> {
    let mut text = vec![0; 14];
    text.extend(id.to_le_bytes());
    text.resize(22, 0);
    text
}

/// A body that anchors a text box in a group, beside it an empty rectangle as LibreOffice writes
/// one, and an ellipse.
fn boxed() -> Doc<'static> {
    let group = {
        let mut content = shape(1030, 0, 1);
        content.extend(shape(1026, 202, 2));
        record(0xf, 0, 0xf003, &content)
    };
    let shapes = [shape(1025, 1, 0), group, shape(1027, 3, 0)];
    let mut document = Doc::of(vec![
        Para::runs(&[("\u{8}\u{8}\u{8}", &SPECIAL), ("选\r", &[])]),
        Para::of("\r"),
        Para::of("一\r"),
        Para::of("二\r"),
        Para::of("\r"),
        Para::of("\r"),
        Para::of("\r"),
    ]);
    document.stories = [5, 0, 0, 0, 0, 0, 7, 0];
    document.parts = vec![
        (40, plc(&[0, 1, 2, 5], &[spa(1025), spa(1030), spa(1027)])),
        (50, drawing(&shapes)),
        (
            56,
            plc(&[0, 1, 6, 7], &[text_of(1025), text_of(1026), text_of(0)]),
        ),
    ];
    document
}

#[test]
fn a_text_box_is_found_through_its_shape_s_group() {
    let paper = read(&boxed());
    let line = first(&paper);
    assert_eq!(line.text, "选");
    assert_eq!(line.boxes.len(), 1);
    let texts: Vec<&str> = line.boxes[0].lines().map(|l| l.text.as_str()).collect();
    assert_eq!(texts, ["一", "二"]);
    // The ellipse is a drawing; the rectangle that only frames nothing is one as well as in a
    // .docx where nothing is in it.
    let kinds: Vec<DrawingKind> = line.drawings.iter().map(|d| d.kind).collect();
    assert_eq!(kinds, [DrawingKind::Ellipse]);
    assert_eq!(line.drawings[0].size, Some((914_400, 457_200)));
}

#[test]
fn a_box_that_nothing_anchors_is_not_lost() {
    let mut document = boxed();
    document.parts[0].1 = plc(&[0, 5], &[spa(1025)]);
    let paper = read(&document);
    let last = office::paper::paragraphs(&paper.blocks).last().unwrap();
    assert_eq!(last.boxes[0].lines().next().unwrap().text, "一");
    let remark = &paper.remarks[0];
    assert_eq!(remark.kind, RemarkKind::Damaged);
    assert_eq!(
        remark.place,
        Place::Line {
            text_box: 1,
            line: 1
        }
    );
}

#[test]
fn notes_and_headers_stand_beside_the_body() {
    let mut document = Doc::of(vec![
        Para::of("甲\r"),
        Para::runs(&[("乙", &[]), ("\u{2}", &SPECIAL), ("\r", &[])]),
        Para::runs(&[("\u{2}", &SPECIAL), ("注一\r", &[])]),
        Para::of("第\u{13} PAGE \u{14}1\u{15}页 机密\r"),
        Para::of("\r"),
        Para::of("\r"),
    ]);
    document.stories = [5, 4, 21, 0, 0, 0, 0, 0];
    let count = |text: &str| text.encode_utf16().count() as u32;
    let header = count("第\u{13} PAGE \u{14}1\u{15}页 机密\r") + 1;
    document.stories[2] = header;
    let mut positions = vec![0u32; 7];
    // After six separators: the even header is empty, the odd one has the text.
    positions.extend([0, header, header]);
    document.parts = vec![
        (2, plc(&[3, 5], &[vec![1, 0]])),
        (3, plc(&[0, 4, 4], &[])),
        (11, plc(&positions, &[])),
    ];
    let paper = read(&document);
    assert_eq!(lines(&paper), ["甲", "乙"]);
    let aside = |aside, text: &str| RemarkKind::Aside {
        aside,
        text: text.to_owned(),
        about: String::new(),
        author: String::new(),
    };
    assert_eq!(paper.remarks[0].kind, aside(Aside::Header, "第页 机密"));
    assert_eq!(paper.remarks[1].kind, aside(Aside::Footnote, "注一"));
    assert_eq!(paper.remarks[1].place, Place::Paragraph { paragraph: 2 });
}

#[test]
fn a_list_counts_on() {
    let level = |kind: u8, text: &[u16]| {
        let mut level = 1u32.to_le_bytes().to_vec();
        level.push(kind);
        level.resize(28, 0);
        level.extend((text.len() as u16).to_le_bytes());
        level.extend(text.iter().flat_map(|u| u.to_le_bytes()));
        level
    };
    let definition = |id: u32| {
        let mut definition = id.to_le_bytes().to_vec();
        definition.resize(26, 0);
        definition.extend([1, 0]);
        definition
    };
    let mut lists = 2u16.to_le_bytes().to_vec();
    lists.extend(definition(7));
    lists.extend(definition(8));
    let counted = lists.len();
    lists.extend(level(0, &[0, '.' as u16]));
    lists.extend(level(23, &[0xf0fe]));
    let mut overrides = 2u32.to_le_bytes().to_vec();
    for id in [7u32, 8] {
        overrides.extend(id.to_le_bytes());
        overrides.extend([0; 12]);
    }
    overrides.extend([0xff; 8]);
    let in_list = |list: u8| sprm(0x460b, &[list, 0]);
    let mut document = Doc::of(vec![
        Para::with("甲\r", &in_list(1)),
        Para::with("乙\r", &in_list(1)),
        Para::with("丙\r", &in_list(2)),
        Para::with("丁\r", &in_list(0)),
        Para::with("戊\r", &in_list(99)),
    ]);
    // The levels follow behind what the FIB counts, so the lists' part is the last but its length.
    document.parts = vec![(74, overrides), (73, lists)];
    let [stream, mut table] = document.streams();
    let mut stream = stream;
    stream[154 + 8 * 73 + 4..154 + 8 * 73 + 8].copy_from_slice(&(counted as u32).to_le_bytes());
    table.extend([0; 4]);
    let bytes = super::builder::container(&[("WordDocument", &stream), ("1Table", &table)]);
    let paper = office::doc::read(&bytes).unwrap();
    let bullets: Vec<Option<String>> = office::paper::paragraphs(&paper.blocks)
        .map(|p| p.bullet.as_ref().map(|b| b.shown()))
        .collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(bullets, [some("1."), some("2."), some("☑"), None, None]);
}
