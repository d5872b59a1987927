//! Reads separated text: UTF-8, UTF-16 or GBK; commas, semicolons or tabs; quotes as RFC 4180.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::book::{Book, Content, Sheet};
use super::ink::Inks;
use super::reference::At;
use super::{Damage, Error};

/// The name that the one sheet is given.
const SHEET: &str = "CSV";
/// The largest file that is read.
const MAX_BYTES: usize = 64 << 20;
/// How many records are looked at to tell the delimiter.
const SAMPLE: usize = 50;

/// Reads a text as a workbook of one sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooLarge {
            part: SHEET.to_owned(),
            limit: MAX_BYTES as u64,
        });
    }
    let mut text = decode(bytes)?;
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
    let delimiter = delimiter.unwrap_or_else(|| sniff(body));
    let mut book = Book::new();
    book.sheets.push(Sheet {
        name: SHEET.to_owned(),
        ..Sheet::default()
    });
    let mut reader = reader(body, delimiter);
    let mut record = csv::StringRecord::new();
    let mut row: u32 = first_row - 1;
    let mut line = 1;
    'file: loop {
        let more = reader
            .read_record(&mut record)
            .map_err(|e| Error::damaged(SHEET, Damage::Library(e.to_string())))?;
        if !more {
            break;
        }
        // A row for each line, the blank ones too, save the line breaks inside quotes.
        let inside: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let next = reader.position().line();
        row = row.saturating_add((next - line).saturating_sub(inside as u64).max(1) as u32);
        line = next;
        for (i, field) in record.iter().enumerate() {
            let at = At::new(row, (i as u32).saturating_add(1));
            if !book.put(
                at,
                Content::Text(value(field).into()),
                None,
                Inks::default(),
            ) {
                break 'file;
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

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

/// The delimiter that parts most records into the same number of fields.
fn sniff(text: &str) -> u8 {
    let score = |delimiter: &u8| {
        let mut widths: Vec<usize> = reader(text, *delimiter)
            .into_records()
            .take(SAMPLE)
            .map_while(Result::ok)
            .map(|record| record.len())
            .filter(|&width| width > 1)
            .collect();
        widths.sort_unstable();
        let best = widths
            .chunk_by(|a, b| a == b)
            .map(|run| (run.len(), run[0]))
            .max();
        best.unwrap_or((0, 0))
    };
    // Of equals the last wins: the comma.
    let candidates = [b'\t', b';', b','];
    candidates.into_iter().max_by_key(score).unwrap_or(b',')
}

/// The text, whatever of the encodings it is in.
fn decode(bytes: &[u8]) -> Result<String, Error> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]);
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return strict(UTF_8, bytes);
    }
    // UTF-16 without a mark: the separators' zero bytes tell which.
    let zeros = |odd: usize| {
        let sample = bytes.iter().take(4096).skip(odd).step_by(2);
        sample.filter(|&&b| b == 0).count()
    };
    match (zeros(0), zeros(1)) {
        (0, 0) => strict(GB18030, bytes),
        (even, odd) if odd >= even => strict(UTF_16LE, bytes),
        _ => strict(UTF_16BE, bytes),
    }
}

/// Decodes, or names the first line that does not.
fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Error> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            let before = text.split('\u{fffd}').next().unwrap_or("");
            Err(Error::Encoding {
                line: before.matches('\n').count() + 1,
            })
        }
    }
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
