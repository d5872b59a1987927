//! Reads separated text: commas, semicolons or tabs; quotes as RFC 4180, and as people leave them.

mod record;

use self::record::Records;
use super::Error;
use super::book::Book;
use super::content::Content;
use super::ink::Inks;
use super::reference::{At, LAST_COLUMN};
use crate::Cost;

/// The name that the one sheet is given.
const SHEET: &str = "CSV";
/// The largest file that is read.
const MAX_BYTES: usize = super::MAX_TEXT;
/// The most fields of a record: no sheet of any format is wider.
const MAX_FIELDS: usize = LAST_COLUMN as usize;
/// How many records are looked at to tell the delimiter.
const SAMPLE: usize = 50;

/// Reads a text as a workbook of one sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    let mut text = super::decoded(bytes, SHEET, MAX_BYTES)?;
    if !text.contains('\n') {
        text = text.replace('\r', "\n");
    }
    let mut first_row = 1;
    let mut body = text.as_str();
    let mut delimiter = None;
    // The first line of Excel's own that names the delimiter.
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some((name, rest)) = rest.split_once('\n')
        && let [byte] = name.trim_end_matches('\r').as_bytes()
    {
        (delimiter, body, first_row) = (Some(*byte), rest, 2);
    }
    let (delimiter, width) = match delimiter {
        Some(delimiter) => (delimiter, width(body, delimiter).1),
        None => sniff(body),
    };
    let mut book = Book::new();
    book.add_sheet(SHEET, false)?;
    for record in Records::new(body, delimiter, width) {
        // A row for each line, the blank ones too, save the line breaks inside quotes.
        let row = first_row + record.row;
        if record.fields.len() > MAX_FIELDS {
            return Err(book.budget.exceed(Cost::Fields).into());
        }
        for (i, field) in record.fields.iter().enumerate() {
            let at = At::new(row, (i as u32).saturating_add(1));
            if !book.put(
                at,
                Content::Text(value(&field.text).into()),
                None,
                Inks::default(),
            ) {
                return Ok(book);
            }
            if field.open {
                book.open_quote(at);
            }
        }
    }
    Ok(book)
}

/// A field's text. `="00123"` is how some programs keep a spreadsheet from reading a number.
fn value(field: &str) -> String {
    let inner = field
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(field).replace("\r\n", "\n")
}

/// How many of the first records have the same number of fields, more than one, and that number.
fn width(text: &str, delimiter: u8) -> (usize, usize) {
    let mut widths: Vec<usize> = Records::new(text, delimiter, 0)
        .take(SAMPLE)
        .map(|record| record.fields.len())
        .filter(|&width| width > 1)
        .collect();
    widths.sort_unstable();
    let runs = widths.chunk_by(|a, b| a == b);
    runs.map(|run| (run.len(), run[0])).max().unwrap_or((0, 0))
}

/// The delimiter that parts most records into the same number of fields, with that number.
fn sniff(text: &str) -> (u8, usize) {
    // Of equals the last wins: the comma.
    let candidates = [b'\t', b';', b','];
    let best = candidates
        .into_iter()
        .map(|delimiter| (width(text, delimiter), delimiter))
        .max_by_key(|(score, _)| *score);
    best.map_or((b',', 0), |((_, width), delimiter)| (delimiter, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, u32, String)> {
        let book = read(bytes).unwrap();
        let cells = &book.sheets[0].cells;
        let text = |c: &super::super::book::Cell| c.content.text().to_owned();
        cells
            .iter()
            .map(|c| (c.at.row, c.at.column, text(c)))
            .collect()
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let text = "甲,乙\r\n\r\n\"一\r\n二\",3\r\n4,\r\n\r\n\r\n5,6";
        let expected = [
            (1, 1, "甲"),
            (1, 2, "乙"),
            (3, 1, "一\n二"),
            (3, 2, "3"),
            (4, 1, "4"),
            (7, 1, "5"),
            (7, 2, "6"),
        ];
        let read: Vec<_> = cells(text.as_bytes());
        let read: Vec<_> = read.iter().map(|(r, c, t)| (*r, *c, t.as_str())).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "国家,人次\n英国,3\n";
        let expected = cells(text.as_bytes());
        let utf16 = |mark: &[u8], big: bool| {
            let mut out = mark.to_vec();
            for unit in text.encode_utf16() {
                out.extend(if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                });
            }
            out
        };
        let gbk = encoding_rs::GBK.encode(text).0.into_owned();
        let marked = ["\u{feff}", text].concat();
        let files: [&[u8]; 6] = [
            marked.as_bytes(),
            &gbk,
            &utf16(b"\xff\xfe", false),
            &utf16(b"\xfe\xff", true),
            &utf16(b"", false),
            &utf16(b"", true),
        ];
        for bytes in files {
            assert_eq!(cells(bytes), expected, "{bytes:x?}");
        }
        let wrong = [gbk.as_slice(), b"\xff\xff,1\n"].concat();
        assert!(matches!(read(&wrong), Err(Error::Encoding { line: 3 })));
    }

    #[test]
    fn delimiters_are_told_apart() {
        for text in [
            "甲;乙,丙;丁\n1,5;2;3\n",
            "甲\t乙,丙\t丁\n1,5\t2\t3\n",
            "sep=;\n甲;乙,丙;丁\n1,5;2;3",
        ] {
            let read = cells(text.as_bytes());
            assert_eq!(read.len(), 6, "{text}: {read:?}");
            assert_eq!(read[1].2, "乙,丙");
        }
        assert_eq!(cells("一列\n二".as_bytes()).len(), 2);
        assert_eq!(cells(b"a,=\"007\"")[1].2, "007");
    }
}
