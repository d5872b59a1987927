//! Reads `.xls` of Excel 95 to 2003 (BIFF5 and BIFF8, [MS-XLS]) out of its compound file.

mod biff;
mod tokens;

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use cfb::CompoundFile;

use self::biff::{Records, Strings, Version};
use super::book::{Book, Content, Sheet};
use super::formula::{Code, Formula};
use super::number::Format;
use super::reference::{At, Region};
use super::{Error, properties};
use crate::lang::Said;
use crate::package::Kind;
use crate::said;

/// The largest stream that is read of a compound file.
const MAX_STREAM: u64 = 64 << 20;
/// The stream that the messages speak of.
const WORKBOOK: &str = "Workbook";

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    if !has_sane_fat(bytes) {
        return Err(Error::damaged("OLE", Said::same("FAT")));
    }
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|e| io("OLE", &e))?;
    if file.is_stream("EncryptedPackage") {
        return Err(Error::Encrypted);
    }
    let Some(name) = ["Workbook", "Book"].into_iter().find(|n| file.is_stream(n)) else {
        return Err(Error::of_kind(Kind::OtherCompound));
    };
    let stream = stream(&mut file, name)?;
    let mut book = Book::new();
    if let Ok(summary) = self::stream(&mut file, "\u{5}SummaryInformation") {
        book.properties = properties::of_summary(&summary);
    }
    let globals = Globals::read(&stream, &mut book)?;
    for listed in &globals.sheets {
        let Some(records) = stream.get(listed.offset..) else {
            return Err(Error::damaged(
                WORKBOOK,
                said!("工作表“{}”", "sheet {}", listed.name),
            ));
        };
        book.sheets.push(Sheet {
            name: listed.name.clone(),
            hidden: listed.hidden,
            ..Sheet::default()
        });
        let mut reader = SheetReader {
            globals: &globals,
            book: &mut book,
            shared: HashMap::new(),
            formula: None,
        };
        reader.read(records)?;
    }
    Ok(book)
}

/// The chain of FAT sector lists is no longer than the file has use for. A longer one could name
/// the same sectors over and over and fill the memory ([MS-CFB] §2.5).
fn has_sane_fat(bytes: &[u8]) -> bool {
    let u32_at = |at: usize| -> Option<usize> {
        let four = bytes.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(four.try_into().ok()?) as usize)
    };
    let shift = bytes
        .get(30)
        .map_or(9, |&shift| u32::from(shift).clamp(7, 16));
    let sector = 1usize << shift;
    let enough = bytes.len() / sector / (sector / 4 - 1) / (sector / 4) + 2;
    let mut next = u32_at(68);
    for _ in 0..enough {
        match next {
            Some(number) if number < 0xffff_fffa => {
                let end = number.saturating_add(2).saturating_mul(sector);
                next = u32_at(end.saturating_sub(4));
            }
            _ => return true,
        }
    }
    false
}

fn stream(file: &mut CompoundFile<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, Error> {
    let stream = file.open_stream(name).map_err(|e| io(name, &e))?;
    let mut out = Vec::new();
    stream
        .take(MAX_STREAM + 1)
        .read_to_end(&mut out)
        .map_err(|e| io(name, &e))?;
    if out.len() as u64 > MAX_STREAM {
        return Err(Error::TooLarge {
            part: name.to_owned(),
            limit: MAX_STREAM,
        });
    }
    Ok(out)
}

fn io(part: &str, error: &std::io::Error) -> Error {
    Error::damaged(part, Said::same(error.to_string()))
}

fn ended_early() -> Said {
    said!("内容中途结束", "it ends midway")
}

/// What stands before the sheets (the globals substream, §2.1.7.20.3).
struct Globals {
    version: Version,
    strings: Strings,
    shared: Vec<Arc<str>>,
    formats: Vec<Arc<Format>>,
    sheets: Vec<Listed>,
    /// The sheet's name of each reference to another sheet, where it is of this workbook.
    others: Vec<Option<Arc<str>>>,
}

/// A sheet as the globals list it.
struct Listed {
    name: String,
    hidden: bool,
    offset: usize,
}

impl Globals {
    fn read(stream: &[u8], book: &mut Book) -> Result<Globals, Error> {
        let mut records = Records::new(stream);
        let version = match records.next()? {
            Some(record) if record.kind == biff::BOF => record.data().u16().unwrap_or(0),
            _ => return Err(Error::damaged(WORKBOOK, Said::same("BOF"))),
        };
        let version = match version {
            0x0600 => Version::Biff8,
            0x0500 => Version::Biff5,
            _ => return Err(Error::TooOld),
        };
        let mut out = Globals {
            version,
            strings: Strings::new(version),
            shared: Vec::new(),
            formats: Vec::new(),
            sheets: Vec::new(),
            others: Vec::new(),
        };
        let mut codes: HashMap<u16, Arc<Format>> = HashMap::new();
        let mut formats: Vec<u16> = Vec::new();
        let mut own_books: Vec<bool> = Vec::new();
        let mut others: Vec<(u16, u16)> = Vec::new();
        let mut ended = false;
        while let Some(record) = records.next()? {
            let mut data = record.data();
            match record.kind {
                biff::FILEPASS => return Err(Error::Encrypted),
                biff::EOF => {
                    ended = true;
                    break;
                }
                biff::CODEPAGE => out.strings.set_codepage(data.u16().unwrap_or(1252)),
                biff::DATEMODE => book.date1904 = data.u16() == Some(1),
                biff::FORMAT => {
                    if let Some(id) = data.u16() {
                        let code = match version {
                            Version::Biff8 => out.strings.long(&mut data),
                            Version::Biff5 => out.strings.short(&mut data),
                        };
                        codes.insert(id, Format::parse(&code).into());
                    }
                }
                biff::XF => {
                    data.skip(2);
                    formats.push(data.u16().unwrap_or(0));
                }
                biff::BOUNDSHEET => {
                    let offset = data.u32().unwrap_or(0) as usize;
                    let hidden = data.u8().unwrap_or(0) & 3 != 0;
                    let kind = data.u8();
                    let name = out.strings.short(&mut data);
                    // Each holds its place in the list; only worksheets hold cells.
                    out.sheets.push(Listed {
                        name,
                        hidden,
                        offset: if kind == Some(0) { offset } else { usize::MAX },
                    });
                }
                biff::SST => {
                    data.skip(8);
                    while !data.is_empty() {
                        match out.strings.rich(&mut data) {
                            Some(text) => out.shared.push(text.into()),
                            None => return Err(Error::damaged(WORKBOOK, ended_early())),
                        }
                    }
                }
                // The second number of a SUPBOOK about this workbook itself.
                biff::SUPBOOK => {
                    data.skip(2);
                    own_books.push(data.u16() == Some(0x0401));
                }
                biff::EXTERNSHEET if version == Version::Biff8 => {
                    data.skip(2);
                    while let (Some(book), Some(first), Some(last)) =
                        (data.u16(), data.u16(), data.u16())
                    {
                        others.push((book, if first == last { first } else { u16::MAX }));
                    }
                }
                _ => {}
            }
        }
        if !ended {
            return Err(Error::damaged(WORKBOOK, ended_early()));
        }
        out.formats = formats
            .into_iter()
            .map(|id| {
                let built_in = || Arc::new(Format::built_in(u32::from(id)));
                codes.entry(id).or_insert_with(built_in).clone()
            })
            .collect();
        out.others = others
            .into_iter()
            .map(|(book, sheet)| {
                let own = own_books.get(usize::from(book)) == Some(&true);
                let sheet = out.sheets.get(usize::from(sheet)).filter(|_| own);
                sheet.map(|sheet| sheet.name.as_str().into())
            })
            .collect();
        out.sheets.retain(|sheet| sheet.offset != usize::MAX);
        Ok(out)
    }

    fn format(&self, index: u16) -> Arc<Format> {
        let format = self.formats.get(usize::from(index));
        format.cloned().unwrap_or_default()
    }
}

/// Reads one sheet's records (§2.1.7.20.5).
struct SheetReader<'a> {
    globals: &'a Globals,
    book: &'a mut Book,
    /// Formulas that cells share, by the first cell that has them.
    shared: HashMap<At, Arc<Code>>,
    /// A formula whose record of shared tokens or of its text result may come next.
    formula: Option<Open>,
}

/// A formula cell that the next record may complete.
struct Open {
    at: At,
    content: Content,
    formula: Box<Formula>,
    /// The cell under whose name it shares its tokens.
    shares: Option<At>,
    text: bool,
}

impl SheetReader<'_> {
    fn read(&mut self, stream: &[u8]) -> Result<(), Error> {
        let mut records = Records::new(stream);
        let mut depth = 0u32;
        while let Some(record) = records.next()? {
            match record.kind {
                biff::BOF => depth += 1,
                biff::EOF if depth <= 1 => {
                    self.close();
                    return Ok(());
                }
                biff::EOF => depth -= 1,
                // Charts within the sheet have records of their own.
                _ if depth > 1 => {}
                _ => self.record(&record),
            }
        }
        Err(Error::damaged(WORKBOOK, ended_early()))
    }

    /// Reads a record. One that is too short says nothing.
    fn record(&mut self, record: &biff::Record<'_>) {
        let mut data = record.data();
        match record.kind {
            biff::STRING => {
                if let Some(open) = &mut self.formula
                    && open.text
                {
                    open.content = Content::Text(self.globals.strings.long(&mut data).into());
                }
                return;
            }
            biff::SHRFMLA => {
                if let Some(open) = &mut self.formula {
                    data.skip(8);
                    let tokens = data.sized();
                    let code = Arc::new(tokens::code(&tokens, self.globals.version, &[]));
                    self.shared
                        .insert(open.shares.unwrap_or(open.at), code.clone());
                    open.formula.code = code;
                    open.formula.shift = shift(open.at);
                }
                return;
            }
            biff::ARRAY | biff::TABLE => return,
            _ => self.close(),
        }
        let cell = |data: &mut biff::Data<'_>| {
            let (row, column) = (data.u16()?, data.u16()?);
            Some((place(row, column), data.u16()?))
        };
        match record.kind {
            biff::ROW => {
                if let (Some(row), Some(sheet)) = (data.u16(), self.book.sheets.last_mut()) {
                    data.skip(10);
                    if data.u16().unwrap_or(0) & 0x20 != 0 {
                        let row = u32::from(row) + 1;
                        sheet.hide_rows(row, row);
                    }
                }
            }
            biff::COLINFO => {
                if let (Some(first), Some(last), Some(sheet)) =
                    (data.u16(), data.u16(), self.book.sheets.last_mut())
                {
                    data.skip(4);
                    if data.u16().unwrap_or(0) & 1 != 0 {
                        sheet.hide_columns(u32::from(first) + 1, u32::from(last) + 1);
                    }
                }
            }
            biff::MERGECELLS => {
                data.skip(2);
                while let (Some(top), Some(bottom), Some(left), Some(right), Some(sheet)) = (
                    data.u16(),
                    data.u16(),
                    data.u16(),
                    data.u16(),
                    self.book.sheets.last_mut(),
                ) {
                    sheet.merge(Region::of(place(top, left), place(bottom, right)));
                }
            }
            biff::NUMBER => {
                if let Some((at, format)) = cell(&mut data)
                    && let Some(value) = data.f64()
                {
                    self.number(at, format, value);
                }
            }
            biff::RK => {
                if let Some((at, format)) = cell(&mut data)
                    && let Some(rk) = data.u32()
                {
                    self.number(at, format, biff::rk(rk));
                }
            }
            biff::MULRK => {
                if let (Some(row), Some(first)) = (data.u16(), data.u16()) {
                    let mut column = first;
                    // Six bytes each; the two left over say which column is the last.
                    while data.len() >= 6
                        && let (Some(format), Some(rk)) = (data.u16(), data.u32())
                    {
                        self.number(place(row, column), format, biff::rk(rk));
                        column = column.saturating_add(1);
                    }
                }
            }
            biff::LABELSST => {
                if let Some((at, _)) = cell(&mut data)
                    && let Some(index) = data.u32()
                {
                    let text = self.globals.shared.get(index as usize).cloned();
                    let content = text.map_or(Content::Error("#REF!".into()), Content::Text);
                    self.book.put(at, content, None);
                }
            }
            biff::LABEL | biff::RSTRING => {
                if let Some((at, _)) = cell(&mut data) {
                    let text = self.globals.strings.long(&mut data);
                    self.book.put(at, Content::Text(text.into()), None);
                }
            }
            biff::BOOLERR => {
                if let Some((at, _)) = cell(&mut data)
                    && let (Some(value), Some(error)) = (data.u8(), data.u8())
                {
                    let content = match error {
                        0 => Content::Bool(value != 0),
                        _ => Content::Error(biff::error(value).into()),
                    };
                    self.book.put(at, content, None);
                }
            }
            biff::FORMULA => {
                if let Some((at, format)) = cell(&mut data) {
                    self.formula(at, format, &mut data);
                }
            }
            _ => {}
        }
    }

    fn number(&mut self, at: At, format: u16, value: f64) {
        let content = self.shown(value, &self.globals.format(format));
        self.book.put(at, content, None);
    }

    fn shown(&self, value: f64, format: &Format) -> Content {
        if value.is_finite() {
            Content::Number(value, format.show(value, self.book.date1904).into())
        } else {
            Content::Error("#NUM!".into())
        }
    }

    /// Reads the rest of a formula record (§2.4.127).
    fn formula(&mut self, at: At, format: u16, data: &mut biff::Data<'_>) {
        let Some(result) = data.take::<8>() else {
            return;
        };
        data.skip(6);
        let tokens = data.sized();
        let shares = tokens::shared_with(&tokens).map(|(row, column)| place(row, column));
        let known = shares.and_then(|first| self.shared.get(&first).cloned());
        let (code, moved) = match (shares, known) {
            (Some(_), Some(code)) => (code, shift(at)),
            (Some(_), None) => (Arc::new(Code::closed("")), (0, 0)),
            (None, _) => {
                let code = tokens::code(&tokens, self.globals.version, &self.globals.others);
                (Arc::new(code), (0, 0))
            }
        };
        let format = self.globals.format(format);
        let mut text = false;
        let mut stored = true;
        let content = match result {
            [0, .., 0xff, 0xff] => {
                text = true;
                Content::Blank
            }
            [1, _, value, .., 0xff, 0xff] => Content::Bool(value != 0),
            [2, _, value, .., 0xff, 0xff] => Content::Error(biff::error(value).into()),
            // An empty text; of a sum it means that no program has computed it yet.
            [3, .., 0xff, 0xff] => {
                stored = code.steps.is_none();
                Content::Blank
            }
            _ => self.shown(f64::from_le_bytes(result), &format),
        };
        self.formula = Some(Open {
            at,
            content,
            formula: Box::new(Formula {
                code,
                shift: moved,
                format,
                stored,
            }),
            shares,
            text,
        });
    }

    /// Puts the formula cell that waited for further records.
    fn close(&mut self) {
        if let Some(open) = self.formula.take() {
            self.book.put(open.at, open.content, Some(open.formula));
        }
    }
}

/// How far the relative references of a shared formula are moved: they are offsets.
fn shift(at: At) -> (i32, i32) {
    (at.row as i32, at.column as i32)
}

/// A cell by its numbers from 0.
fn place(row: u16, column: u16) -> At {
    At::new(u32::from(row) + 1, u32::from(column) + 1)
}

#[cfg(test)]
mod tests {
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
                record(biff::XF, &[&[0; 16]]),
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
        let tell = |c: &super::super::book::Cell| {
            format!("{},{} {}", c.at.row, c.at.column, c.content.text())
        };
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
}
