//! Small workbooks, record by record.

use crate::compound::has_sane_fat;
use std::io::Write;

use super::*;

fn record(kind: u16, data: &[&[u8]]) -> Vec<u8> {
    let data = data.concat();
    let mut out = kind.to_le_bytes().to_vec();
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
    out
}

fn cell(row: u16, column: u16) -> [u8; 6] {
    let [a, b] = row.to_le_bytes();
    let [c, d] = column.to_le_bytes();
    [a, b, c, d, 0, 0]
}

/// A workbook of one sheet with these records.
fn workbook(version: u16, sheet: &[Vec<u8>]) -> Vec<u8> {
    workbook_with(version, &record(biff::XF, &[&[0; 16]]), sheet)
}

/// As [`workbook`], with these records before the list of sheets.
fn workbook_with(version: u16, formats: &[u8], sheet: &[Vec<u8>]) -> Vec<u8> {
    let bof = |kind: u16| {
        let kind = kind.to_le_bytes();
        record(biff::BOF, &[&version.to_le_bytes(), &kind, &[0; 4]])
    };
    let name: &[u8] = match version {
        0x0500 => b"\x02\xb1\xed",
        _ => b"\x01\x01\x68\x88",
    };
    let end = record(biff::EOF, &[]);
    let globals = |offset: u32| {
        [
            bof(5),
            record(biff::CODEPAGE, &[&936u16.to_le_bytes()]),
            formats.to_vec(),
            record(biff::BOUNDSHEET, &[&offset.to_le_bytes(), &[0, 0], name]),
            end.clone(),
        ]
        .concat()
    };
    let offset = globals(0).len() as u32;
    let stream = [globals(offset), bof(0x10), sheet.concat(), end].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let name = if version == 0x0500 {
        "Book"
    } else {
        "Workbook"
    };
    file.create_stream(name)
        .unwrap()
        .write_all(&stream)
        .unwrap();
    file.into_inner().into_inner()
}

fn told(bytes: &[u8]) -> Vec<String> {
    let mut book = read(bytes).unwrap();
    super::super::evaluate::resolve(&mut book);
    let sheet = &book.sheets[0];
    assert_eq!(sheet.name, "表");
    let tell =
        |c: &super::super::book::Cell| format!("{},{} {}", c.at.row, c.at.column, c.content.text());
    sheet.cells.iter().map(tell).collect()
}

#[test]
fn excel_95_has_its_strings_in_a_code_page() {
    let label = encoding_rs::GBK.encode("英国").0.into_owned();
    let sheet = [
        record(biff::LABEL, &[&cell(3, 0), &4u16.to_le_bytes(), &label]),
        record(biff::NUMBER, &[&cell(3, 1), &2.5f64.to_le_bytes()]),
        // A result that is text comes in a record of its own.
        record(
            biff::FORMULA,
            &[&cell(3, 2), &[0, 0, 0, 0, 0, 0, 0xff, 0xff], &[0; 8]],
        ),
        record(biff::STRING, &[&4u16.to_le_bytes(), &label]),
    ];
    assert_eq!(
        told(&workbook(0x0500, &sheet)),
        ["4,1 英国", "4,2 2.5", "4,3 英国"]
    );
}

#[test]
fn a_shared_formula_is_moved_to_each_cell() {
    // The cell at the left plus the one at $A$1, as offsets.
    let tokens = [0x4c, 0, 0, 0xff, 0xc0, 0x44, 0, 0, 0, 0, 0x03];
    let shared = |row: u16, result: f64| {
        let exp = [5, 0, 0x01, 0, 0, 1, 0];
        record(
            biff::FORMULA,
            &[&cell(row, 1), &result.to_le_bytes(), &[0; 6], &exp],
        )
    };
    let mut sheet: Vec<_> = (0..3)
        .map(|row| {
            record(
                biff::NUMBER,
                &[&cell(row, 0), &f64::from(row + 1).to_le_bytes()],
            )
        })
        .collect();
    sheet.push(shared(0, 2.0));
    let size = (tokens.len() as u16).to_le_bytes();
    sheet.push(record(biff::SHRFMLA, &[&[0; 8], &size, &tokens]));
    // One result is right, one was never calculated.
    sheet.push(shared(1, 3.0));
    sheet.push(shared(2, 0.0));
    let bytes = workbook(0x0600, &sheet);
    assert_eq!(told(&bytes)[..4], ["1,1 1", "1,2 2", "2,1 2", "2,2 3"]);
    assert_eq!(told(&bytes)[5], "3,2 4");
    let mut book = read(&bytes).unwrap();
    super::super::evaluate::resolve(&mut book);
    assert_eq!(book.sheets[0].recomputed.len(), 1);
}

#[test]
fn a_sum_that_no_program_computed_is_computed() {
    let tokens = [0x1e, 2, 0, 0x1e, 3, 0, 0x42, 2, 4, 0];
    let size = (tokens.len() as u16).to_le_bytes();
    let nothing = [3, 0, 0, 0, 0, 0, 0xff, 0xff];
    let sheet = [record(
        biff::FORMULA,
        &[&cell(0, 0), &nothing, &[0; 6], &size, &tokens],
    )];
    assert_eq!(told(&workbook(0x0600, &sheet)), ["1,1 5"]);
}

#[test]
fn a_chain_of_fat_lists_in_a_circle_is_refused() {
    let mut bytes = workbook(0x0600, &[]);
    assert!(has_sane_fat(&bytes));
    bytes[68..72].copy_from_slice(&0u32.to_le_bytes());
    // Sectors of 4096 bytes; the header takes the first.
    let last = 2 * 4096 - 4;
    bytes[last..last + 4].copy_from_slice(&0u32.to_le_bytes());
    assert!(!has_sane_fat(&bytes));
}

#[test]
fn fonts_say_what_is_struck_through_and_raised() {
    let font = |flags: u8, script: u8| {
        record(
            biff::FONT,
            &[&[200, 0, flags, 0, 0xff, 0x7f, 0x90, 1, script, 0]],
        )
    };
    let xf = |font: u8| record(biff::XF, &[&[font, 0], &[0; 18]]);
    let string = |text: &str, runs: &[[u8; 4]]| {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let len = (text.encode_utf16().count() as u16).to_le_bytes();
        match runs {
            [] => [&len[..], &[1], &units].concat(),
            runs => {
                let count = (runs.len() as u16).to_le_bytes();
                [&len[..], &[9], &count, &units, &runs.concat()].concat()
            }
        }
    };
    // Fonts 0 to 3, and 5: no font has the number 4.
    let globals = [
        font(0, 0),
        font(8, 0),
        font(0, 1),
        font(0, 0),
        font(8, 0),
        xf(0),
        xf(1),
    ];
    let strings = [
        string("35", &[[0, 0, 1, 0], [1, 0, 0, 0]]),
        string("甲乙", &[[1, 0, 5, 0]]),
        string("301", &[[2, 0, 2, 0]]),
    ];
    let sst = record(biff::SST, &[&[3, 0, 0, 0, 3, 0, 0, 0], &strings.concat()]);
    let sheet: Vec<Vec<u8>> = (0..3u8)
        .map(|n| record(biff::LABELSST, &[&cell(u16::from(n), 0), &[n, 0, 0, 0]]))
        .chain([record(
            biff::NUMBER,
            &[&[3, 0, 0, 0, 1, 0], &7.0f64.to_le_bytes()],
        )])
        .collect();
    let bytes = workbook_with(0x0600, &[globals.concat(), sst].concat(), &sheet);
    let book = read(&bytes).unwrap();
    let seen: Vec<String> = book.sheets[0]
        .cells
        .iter()
        .map(|cell| {
            let text = cell.content.text();
            let mut at = 0;
            let spans = cell.inks.spans(text);
            let mut out = String::new();
            for span in spans {
                let piece = &text[at..at + span.len as usize];
                at += span.len as usize;
                let strike = span.format.emphasis.strike;
                let raised = span.format.script != crate::paper::Script::Line;
                out += match (strike, raised) {
                    (true, _) => "-",
                    (_, true) => "^",
                    _ => "",
                };
                out += piece;
            }
            out
        })
        .collect();
    // What of a run is plain goes without a sign: a struck 3 before a 5.
    assert_eq!(seen, ["-35", "甲-乙", "30^1", "-7"]);
}
