//! Pieces of text, the looks of characters, and characters that are none.

use office::paper::{Rgb, SpanKind};

use super::builder::{Doc, Para, clx, sprm};
use super::{first, lines, read};

const RED: Option<Rgb> = Some(Rgb(0xff, 0, 0));
const SPECIAL: [u8; 3] = [0x55, 0x08, 1];

#[test]
fn pieces_are_read_in_their_own_order_and_width() {
    let mut document = Doc::of(vec![Para::of("乙甲\r")]);
    // 甲, then 乙, then the mark.
    let at = |unit: u32| 0x800 + 2 * unit;
    document.parts = vec![(
        33,
        clx(&[(1, at(1), false), (1, at(0), false), (1, at(2), false)]),
    )];
    assert_eq!(lines(&read(&document)), ["甲乙"]);
    // One byte a character is Windows-1252.
    let narrow = Doc {
        compressed: true,
        ..Doc::of(vec![Para::of("a\u{93}b\u{94}\u{80}\r")])
    };
    assert_eq!(lines(&read(&narrow)), ["a“b”€"]);
}

#[test]
fn looks_are_those_of_the_run() {
    let cv = sprm(0x6870, &[0xff, 0, 0, 0]);
    let ico = sprm(0x2a42, &[6]);
    let automatic = sprm(0x6870, &[0, 0, 0, 0xff]);
    let highlight = sprm(0x2a0c, &[7]);
    let shading = sprm(0xca71, &[10, 0, 0, 0, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    let bold = sprm(0x0835, &[0x81]);
    let size = sprm(0x4a43, &[28, 0]);
    let raised = sprm(0x2a48, &[1]);
    let paper = read(&Doc::of(vec![Para::runs(&[
        ("a", &cv),
        ("b", &ico),
        ("c", &automatic),
        ("d", &highlight),
        ("e", &shading),
        ("f", &bold),
        ("g", &size),
        ("h", &raised),
        ("\r", &[]),
    ])]));
    let line = first(&paper);
    assert_eq!(line.text, "abcdefgh");
    let format = |text: &str| {
        line.pieces()
            .find(|(t, _)| t.contains(text))
            .unwrap()
            .1
            .format
    };
    assert_eq!((format("a").color, format("b").color), (RED, RED));
    assert_eq!(format("c").color, None);
    assert_eq!(format("d").highlight, Some(Rgb(0xff, 0xff, 0)));
    assert_eq!(format("e").shading, Some(Rgb(0xff, 0xff, 0)));
    // Told against the style, which is not bold.
    assert!(format("f").emphasis.bold && !format("a").emphasis.bold);
    assert_eq!((format("g").size, format("a").size), (28, 20));
    assert_eq!(format("h").script, office::paper::Script::Super);
}

#[test]
fn deleted_and_hidden_text_is_not_read() {
    let (deleted, inserted) = (sprm(0x0800, &[1]), sprm(0x0801, &[0x81]));
    let hidden = sprm(0x083c, &[0x81]);
    let paper = read(&Doc::of(vec![Para::runs(&[
        ("旧", &deleted),
        ("新", &inserted),
        ("藏", &hidden),
        ("\r", &[]),
    ])]));
    assert_eq!(lines(&paper), ["新"]);
    assert!(first(&paper).tracked);
    // A deleted mark joins its paragraph with the next.
    let joined = read(&Doc::of(vec![
        Para::runs(&[("甲", &[]), ("\r", &deleted)]),
        Para::of("乙\r"),
    ]));
    assert_eq!(lines(&joined), ["甲乙"]);
}

#[test]
fn fields_give_their_results() {
    let paper = read(&Doc::of(vec![
        Para::of("共\u{13} PAGE \u{14}3\u{15}页\r"),
        Para::of("\u{13} EQ \\o\\ac(○,2) \u{15}项\r"),
        Para::of("\u{13} DATE \u{15}今\r"),
    ]));
    assert_eq!(lines(&paper), ["共3页", "②项", "今"]);
    // One that never ends is none.
    let open = read(&Doc::of(vec![Para::of("甲\u{13}乙\r")]));
    assert_eq!(lines(&open), ["甲", "乙"]);
}

#[test]
fn breaks_and_hyphens_are_what_they_look_like() {
    let paper = read(&Doc::of(vec![Para::of(
        "a\tb\u{b}c\u{1e}d\u{1f}e\u{c}f\u{3}\r",
    )]));
    assert_eq!(lines(&paper), ["a\tb\nc-de\nf"]);
}

#[test]
fn a_symbol_is_what_its_font_shows() {
    let name: Vec<u8> = "Wingdings\0"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut font = vec![0; 39];
    font.extend(name);
    let mut fonts = vec![1, 0, 0, 0, font.len() as u8];
    fonts.extend(font);
    let symbol = [sprm(0x6a09, &[0, 0, 0xfe, 0xf0]), SPECIAL.to_vec()].concat();
    let wingdings = sprm(0x4a4f, &[0, 0]);
    let mut document = Doc::of(vec![Para::runs(&[
        ("(", &symbol),
        ("þ", &wingdings),
        ("þ(\r", &[]),
    ])]);
    document.parts = vec![(15, fonts)];
    assert_eq!(lines(&read(&document)), ["☑☑þ("]);
}

#[test]
fn a_check_box_has_its_state_in_the_data() {
    let state = |result: u16| {
        let mut field = vec![0xff; 4];
        field.extend((1u16 | result << 2).to_le_bytes());
        field.extend([0; 4]);
        field.extend([0; 4]);
        field.extend(1u16.to_le_bytes());
        let mut data = (0x44 + field.len() as u32).to_le_bytes().to_vec();
        data.extend(0x44u16.to_le_bytes());
        data.resize(0x44, 0);
        data.extend(field);
        let box_data = [
            sprm(0x6a03, &0u32.to_le_bytes()),
            sprm(0x0806, &[1]),
            SPECIAL.to_vec(),
        ]
        .concat();
        let mut document = Doc::of(vec![Para::runs(&[
            ("\u{13} FORMCHECKBOX ", &[]),
            ("\u{1}", &box_data),
            ("\u{14}\u{15}是\r", &[]),
        ])]);
        document.data = data;
        let paper = read(&document);
        let line = first(&paper);
        (line.text.clone(), line.spans[0].kind)
    };
    assert_eq!(state(0), ("☐是".to_owned(), SpanKind::CheckBox(false)));
    assert_eq!(state(1), ("☑是".to_owned(), SpanKind::CheckBox(true)));
    // Nobody touched it: the default, which is on.
    assert_eq!(state(25), ("☑是".to_owned(), SpanKind::CheckBox(true)));
}

#[test]
fn a_link_s_data_is_no_check_box() {
    // Flags, the class of a link ({79EAC9D0-…}), then what it leads to: a form field's bits would say
    // a box that is ticked.
    let mut link = vec![0x08];
    link.extend(0x79ea_c9d0u32.to_le_bytes());
    link.extend([
        0xf9, 0xba, 0xce, 0x11, 0x8c, 0x82, 0x00, 0xaa, 0x00, 0x4b, 0xa9, 0x0b,
    ]);
    link.extend([2, 0, 0, 0, 0x17, 0, 0, 0]);
    link.resize(0x200, 0x41);
    let mut data = (0x44 + link.len() as u32).to_le_bytes().to_vec();
    data.extend(0x44u16.to_le_bytes());
    data.resize(0x44, 0);
    data.extend(link);
    let link_data = [
        sprm(0x6a03, &0u32.to_le_bytes()),
        sprm(0x0806, &[1]),
        SPECIAL.to_vec(),
    ]
    .concat();
    let mut document = Doc::of(vec![Para::runs(&[
        ("\u{13} HYPERLINK \"http://x.cn\" ", &[]),
        ("\u{1}", &link_data),
        ("\u{14}http://x.cn\u{15}\r", &[]),
    ])]);
    document.data = data;
    assert_eq!(lines(&read(&document)), ["http://x.cn"]);
}
