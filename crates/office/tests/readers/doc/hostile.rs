//! Input that lies: no panic, no memory beyond what the file could hold, and what can be read is.

use std::time::{Duration, Instant};

use office::doc::{self, Error};
use office::paper::RemarkKind;

use super::builder::{Doc, Para, clx, container, row_end, sprm};
use super::{lines, read, tables};

/// A generator whose numbers are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

#[test]
fn any_byte_may_be_any_other() {
    let mut document = Doc::of(vec![
        Para::with("项目\u{7}", &sprm(0x2416, &[1])),
        Para::with("\u{7}", &row_end(&[0, 1000], &[0x60])),
        Para::of("共\u{13} PAGE \u{14}3\u{15}页\r"),
    ]);
    document.data = vec![0; 64];
    let [stream, table] = document.streams();
    let mut random = Random(0x1234_5678_9abc_def1);
    for _ in 0..3000 {
        let (mut stream, mut table) = (stream.clone(), table.clone());
        for _ in 0..1 + random.below(4) {
            let byte = [0, 1, 0x7f, 0x80, 0xff, random.below(256) as u8][random.below(6)];
            // The text itself matters less than what says where it is.
            match random.below(2) {
                0 => {
                    let at = random.below(stream.len());
                    stream[at] = byte;
                }
                _ => {
                    let at = random.below(table.len());
                    table[at] = byte;
                }
            }
        }
        let _ = doc::read(&container(&[("WordDocument", &stream), ("1Table", &table)]));
    }
}

#[test]
fn pieces_that_name_the_same_bytes_over_and_over_are_bounded() {
    let mut document = Doc::of(vec![Para::of("甲\r")]);
    document.parts = vec![(33, clx(&[(2, 0x800, false); 50_000]))];
    document.stories = [100_000, 0, 0, 0, 0, 0, 0, 0];
    let paper = read(&document);
    assert!(lines(&paper).len() < 10_000);
    assert!(paper.remarks.iter().any(|r| r.kind == RemarkKind::Damaged));
    // One piece that claims four billion characters.
    document.parts = vec![(33, clx(&[(u32::MAX - 1, 0x800, false)]))];
    assert!(doc::read(&document.bytes()).is_ok());
}

#[test]
fn a_table_two_billion_deep_is_refused() {
    let deep = [sprm(0x2416, &[1]), sprm(0x6649, &i32::MAX.to_le_bytes())].concat();
    let document = Doc::of(vec![Para::with("甲\r", &deep)]);
    assert!(matches!(
        doc::read(&document.bytes()),
        Err(Error::TooDeep { .. })
    ));
}

#[test]
fn lists_of_properties_that_refer_to_themselves_end() {
    let itself = sprm(0x6646, &0u32.to_le_bytes());
    let mut document = Doc::of(vec![Para::with("甲\r", &itself)]);
    document.data = (itself.len() as u16).to_le_bytes().to_vec();
    document.data.extend(&itself);
    assert_eq!(lines(&read(&document)), ["甲"]);
}

#[test]
fn styles_that_are_based_on_each_other_end() {
    // Two paragraph styles, each based on the other.
    let style = |base: u16| {
        let mut definition = vec![0, 0];
        definition.extend((1u16 | base << 4).to_le_bytes());
        definition.extend([0; 6]);
        definition.extend([0; 4]);
        let mut style = (definition.len() as u16).to_le_bytes().to_vec();
        style.extend(definition);
        style
    };
    let mut sheet = vec![4, 0, 2, 0, 10, 0];
    sheet.extend(style(1));
    sheet.extend(style(0));
    let mut document = Doc::of(vec![Para::of("甲\r")]);
    document.parts = vec![(1, sheet)];
    assert_eq!(lines(&read(&document)), ["甲"]);
}

#[test]
fn many_rows_cost_no_more_than_they_are() {
    let mut paras = Vec::new();
    for _ in 0..400 {
        paras.push(Para::with("a\u{7}", &sprm(0x2416, &[1])));
        let edges: Vec<i16> = (0..60).map(|i| i * 10).collect();
        paras.push(Para::with("\u{7}", &row_end(&edges, &[])));
    }
    let bytes = Doc::of(paras).bytes();
    let start = Instant::now();
    let paper = doc::read(&bytes).unwrap();
    // A second is a hundred times what it takes.
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(tables(&paper.blocks)[0].rows, 400);
}
