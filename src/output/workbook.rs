//! Workbooks of plain tables: a header row, a record a row, written in constant memory.
//!
//! Rows are spooled as they come, a temporary file a sheet. At the end `rust_xlsxwriter` makes a
//! workbook of the headers with all that a person reads by (formats, widths, filters), and the
//! rows are put into its sheets. Its own constant-memory mode does not do: it panics where the disk
//! is full, and writes the last row twice where that has a height of its own.

use std::io::{self, Cursor, Read, Write};

use memchr::memmem;
use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, FormatPattern, Workbook, Worksheet,
    XlsxError,
};
use unicode_width::UnicodeWidthStr;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Error;
use super::columns::Cell;
use super::file::{NewFile, WholeFile};
use super::spool::{Data, Spool};
use crate::mapping::Type;

/// The most UTF-16 units that a cell may hold.
const MAX_TEXT: usize = 32_767;
/// What stands at the end of a text that was cut to fit.
const CUT: &str = "…（超出单元格上限，全文见 JSON）";
/// The last row of a sheet.
const LAST_ROW: u32 = 1_048_576;
/// The widest that a column gets, in characters of half width.
const WIDEST: usize = 48;
/// The widest that a column gets for its header's sake, which wraps.
const WIDEST_HEADER: usize = 22;
/// A line's height in points.
const LINE: f64 = 15.0;
/// The most lines that a row shows; the cell has more.
const MOST_LINES: usize = 20;
/// The narrowest that a column gets.
const NARROWEST: usize = 8;

/// A workbook being written.
pub(crate) struct Book {
    file: NewFile,
    sheets: Vec<Sheet>,
}

/// A sheet being written.
struct Sheet {
    name: String,
    labels: Vec<String>,
    /// What each column holds.
    kinds: Vec<Type>,
    look: SheetLook,
    /// The rows under the header.
    spool: Spool,
    /// The number of the last row.
    last: u32,
    widths: Vec<usize>,
}

/// How a sheet looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SheetLook {
    /// For people: a marked header that stays in sight, filters, widths, wrapped text.
    Read,
    /// For the reporting system: nothing but the cells.
    Bare,
}

/// A sheet of a book.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SheetId(usize);

/// The look of a cell. The numbers are the indices that the workbook's cell formats have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    None = 0,
    Header = 1,
    Text = 2,
    /// A whole number with thousands marks.
    Whole = 3,
    /// A number with two decimals.
    Money = 4,
    /// A number with as many decimals as it has.
    Exact = 5,
    /// A whole number without thousands marks: a year.
    Plain = 6,
}

impl Style {
    /// In the order of their indices.
    const CELLS: [Style; 5] = [
        Style::Text,
        Style::Whole,
        Style::Money,
        Style::Exact,
        Style::Plain,
    ];

    fn of(cell: &Cell, kind: Type) -> Style {
        match cell {
            Cell::Number(n) => match (kind, n.normalize().scale()) {
                (Type::Year | Type::Term, 0) => Style::Plain,
                (_, 0) => Style::Whole,
                (_, 1..=2) => Style::Money,
                _ => Style::Exact,
            },
            _ => Style::Text,
        }
    }

    fn format(self) -> Format {
        let cell = || {
            Format::new()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Hair)
                .set_border_color(Color::RGB(0xBF_BF_BF))
        };
        match self {
            Style::None => Format::new(),
            Style::Header => Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x8E_A9_C8))
                .set_pattern(FormatPattern::Solid)
                .set_background_color(Color::RGB(0xDD_E7_F3)),
            Style::Text => cell().set_text_wrap(),
            Style::Whole => cell().set_num_format("#,##0"),
            Style::Money => cell().set_num_format("#,##0.00"),
            Style::Exact => cell().set_num_format("#,##0.00##########"),
            Style::Plain => cell().set_num_format("0"),
        }
    }
}

impl Book {
    /// Begins a workbook that is to stand at the file's place.
    pub(crate) fn new(file: NewFile) -> Book {
        Book {
            file,
            sheets: Vec::new(),
        }
    }

    /// Adds a sheet with a header.
    pub(crate) fn sheet(
        &mut self,
        name: &str,
        columns: impl IntoIterator<Item = (String, Type)>,
        look: SheetLook,
    ) -> Result<SheetId, Error> {
        let (labels, kinds): (Vec<String>, Vec<Type>) = columns.into_iter().unzip();
        let folder = self.file.folder();
        let spool = Spool::create(folder, labels.len()).map_err(|e| Error::file(folder, e))?;
        self.sheets.push(Sheet {
            name: sheet_name(name),
            widths: labels
                .iter()
                .map(|l| l.width().min(WIDEST_HEADER))
                .collect(),
            labels,
            kinds,
            look,
            spool,
            last: 1,
        });
        Ok(SheetId(self.sheets.len() - 1))
    }

    /// Adds a row under a sheet's last. True where every text fitted its cell.
    pub(crate) fn row(&mut self, id: SheetId, cells: &[Cell]) -> Result<bool, Error> {
        let Some(sheet) = self.sheets.get_mut(id.0) else {
            return Ok(true);
        };
        if sheet.last == LAST_ROW {
            return Err(Error::TooManyRows {
                sheet: sheet.name.clone(),
            });
        }
        sheet.last += 1;
        for (width, cell) in sheet.widths.iter_mut().zip(cells) {
            *width = (*width).max(cell_width(cell)).min(WIDEST);
        }
        let mut fit = true;
        let cut: Vec<_> = cells
            .iter()
            .map(|cell| match cell {
                Cell::Text(text) => fitting(text).inspect(|_| fit = false),
                _ => None,
            })
            .collect();
        let data = cells.iter().zip(&cut).zip(&sheet.kinds);
        let data = data.map(|((cell, cut), kind)| {
            let data = match (cell, cut) {
                (Cell::Text(_), Some(cut)) => Data::Text(cut),
                (Cell::Text(text), None) => Data::Text(text),
                (Cell::Number(n), _) => Data::Number(*n),
                (Cell::Blank, _) => Data::Blank,
            };
            let style = match sheet.look {
                SheetLook::Bare => Style::None,
                SheetLook::Read => Style::of(cell, *kind),
            };
            (data, style as u32)
        });
        let height = (sheet.look == SheetLook::Read)
            .then(|| height(cells))
            .flatten();
        let written = sheet.spool.row(sheet.last, height, data);
        written.map_err(|e| self.file.error(e))?;
        Ok(fit)
    }

    /// Writes the workbook to its file.
    pub(crate) fn complete(mut self) -> Result<WholeFile, Error> {
        let skeleton = skeleton(&self.sheets).map_err(|e| Error::Workbook {
            path: self.file.target().to_owned(),
            why: e.to_string(),
        })?;
        let filled = fill(&skeleton, self.sheets, &mut self.file);
        filled.map_err(|e| self.file.error(e))?;
        self.file.complete()
    }
}

/// The workbook without its rows. A sheet with rows ends in one that is to be replaced.
fn skeleton(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_author(crate::submission::CREATOR));
    let header = Style::Header.format();
    for (index, known) in sheets.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(&known.name)?;
        if index == 0 && known.look == SheetLook::Read {
            // Formats get their indices in the order of their first use; the label comes on top.
            sheet.write_blank(0, 0, &header)?;
            for style in Style::CELLS {
                sheet.write_blank(0, 0, &style.format())?;
            }
        }
        for (column, label) in (0u16..).zip(&known.labels) {
            match known.look {
                SheetLook::Bare => sheet.write_string(0, column, label)?,
                SheetLook::Read => sheet.write_string_with_format(0, column, label, &header)?,
            };
        }
        if known.look == SheetLook::Read {
            dress(sheet, known)?;
        }
        if known.last > 1 {
            // The last cell, by which the sheet knows its size.
            let corner = known.labels.len().saturating_sub(1) as u16;
            sheet.write_number(known.last - 1, corner, 0)?;
        }
    }
    book.save_to_buffer()
}

/// Copies a skeleton to `out` and puts the rows into its sheets.
fn fill(skeleton: &[u8], sheets: Vec<Sheet>, out: &mut NewFile) -> io::Result<()> {
    let mut parts = ZipArchive::new(Cursor::new(skeleton))?;
    let mut writer = ZipWriter::new(out);
    let mut spools: Vec<Option<Spool>> = sheets.into_iter().map(|s| Some(s.spool)).collect();
    for index in 0..parts.len() {
        let mut part = parts.by_index(index)?;
        let name = part.name()?.into_owned();
        let spool = name
            .strip_prefix("xl/worksheets/sheet")
            .and_then(|name| name.strip_suffix(".xml"))
            .and_then(|number| number.parse::<usize>().ok())
            .and_then(|number| spools.get_mut(number.checked_sub(1)?)?.take());
        let Some(spool) = spool else {
            writer.raw_copy_file(part)?;
            continue;
        };
        let mut xml = Vec::new();
        part.read_to_end(&mut xml)?;
        let between =
            rows_of(&xml).ok_or_else(|| io::Error::other(format!("{name}: sheetData")))?;
        let mut rows = spool.into_rows()?;
        let large = rows.metadata()?.len() > 1 << 30;
        writer.start_file(name, SimpleFileOptions::default().large_file(large))?;
        writer.write_all(&xml[..between.start])?;
        io::copy(&mut rows, &mut writer)?;
        writer.write_all(&xml[between.end..])?;
    }
    writer.finish()?;
    Ok(())
}

/// Where a sheet's rows under its header stand.
fn rows_of(xml: &[u8]) -> Option<std::ops::Range<usize>> {
    const ROW_END: &[u8] = b"</row>";
    let data = memmem::find(xml, b"<sheetData>")?;
    let header = data + memmem::find(&xml[data..], ROW_END)? + ROW_END.len();
    let end = header + memmem::find(&xml[header..], b"</sheetData>")?;
    Some(header..end)
}

/// What a person reads by: header in sight, filters, widths, and a page that prints well.
fn dress(sheet: &mut Worksheet, known: &Sheet) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 1)?;
    let last = known.widths.len().saturating_sub(1) as u16;
    sheet.autofilter(0, 0, known.last - 1, last)?;
    let high = known.labels.iter().map(|l| lines(l, WIDEST_HEADER)).max();
    sheet.set_row_height(0, LINE * high.unwrap_or(1) as f64 + 6.0)?;
    for (column, width) in (0u16..).zip(&known.widths) {
        // The filter's arrow and the margins take about two characters.
        let width = (*width).max(NARROWEST) + 2;
        sheet.set_column_width(column, width as f64)?;
    }
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// A cell's width in characters of half width: its longest line.
fn cell_width(cell: &Cell) -> usize {
    match cell {
        Cell::Blank => 0,
        Cell::Text(text) => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
        // With thousands marks.
        Cell::Number(n) => n.to_string().len() * 4 / 3 + 1,
    }
}

/// How many lines a text takes in a column that is as wide as it gets for the text's sake.
fn lines(text: &str, widest: usize) -> usize {
    // A line ends before the character that does not fit any more.
    let line = |line: &str| line.width().div_ceil(widest).max(1);
    text.split('\n').map(line).sum()
}

/// The height of a row whose text wraps, in points. Not every program finds it by itself.
fn height(cells: &[Cell]) -> Option<f64> {
    let lines = cells.iter().map(|cell| match cell {
        Cell::Text(text) => lines(text, WIDEST),
        _ => 1,
    });
    let lines = lines.max().unwrap_or(1).min(MOST_LINES);
    (lines > 1).then_some(LINE * lines as f64)
}

/// As much of a text as a cell holds, where that is not all.
fn fitting(text: &str) -> Option<String> {
    if text.len() <= MAX_TEXT || text.encode_utf16().count() <= MAX_TEXT {
        return None;
    }
    let room = MAX_TEXT - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    Some(kept.chain(CUT.chars()).collect())
}

/// A name that a sheet may have: at most 31 characters, none of them in `[]:*?/\`.
fn sheet_name(name: &str) -> String {
    let allowed = |c: char| if "[]:*?/\\".contains(c) { '_' } else { c };
    let name: String = name.chars().take(31).map(allowed).collect();
    match name.trim_matches('\'') {
        "" => "_".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(book: &[u8], name: &str) -> String {
        let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
        let mut out = String::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_string(&mut out)
            .unwrap();
        out
    }

    fn sheet(look: SheetLook, last: u32) -> Sheet {
        Sheet {
            name: "表".to_owned(),
            labels: vec!["甲".to_owned(), "乙".to_owned()],
            kinds: vec![Type::Text, Type::Decimal],
            look,
            spool: Spool::create(&std::env::temp_dir(), 2).unwrap(),
            last,
            widths: vec![4, 4],
        }
    }

    #[test]
    fn the_styles_have_the_indices_that_the_rows_use() {
        let book = skeleton(&[sheet(SheetLook::Read, 2)]).unwrap();
        let xml = parts(&book, "xl/worksheets/sheet1.xml");
        for cell in ["A1", "B1"] {
            let header = format!("<c r=\"{cell}\" s=\"{}\"", Style::Header as u32);
            assert!(xml.contains(&header), "{xml}");
        }
        let styles = parts(&book, "xl/styles.xml");
        let codes: Vec<&str> = styles.split("formatCode=\"").skip(1).collect();
        let xfs: Vec<&str> = styles[styles.find("<cellXfs").unwrap()..]
            .split("<xf ")
            .skip(1)
            .collect();
        assert_eq!(xfs.len(), 7);
        assert!(xfs[Style::Text as usize].contains("wrapText"));
        for (style, code) in [
            (Style::Whole, "#,##0\""),
            (Style::Money, "#,##0.00\""),
            (Style::Exact, "#,##0.00##########\""),
            (Style::Plain, "0\""),
        ] {
            let place = codes.iter().position(|c| c.starts_with(code)).unwrap();
            let id = format!("numFmtId=\"{}\"", 164 + place);
            assert!(xfs[style as usize].contains(&id), "{style:?} {styles}");
        }
    }

    #[test]
    fn only_the_rows_under_the_header_are_replaced() {
        for (look, last) in [
            (SheetLook::Read, 1),
            (SheetLook::Read, 9),
            (SheetLook::Bare, 1),
            (SheetLook::Bare, 9),
        ] {
            let book = skeleton(&[sheet(look, last)]).unwrap();
            let xml = parts(&book, "xl/worksheets/sheet1.xml");
            let range = rows_of(xml.as_bytes()).unwrap();
            assert!(
                xml[..range.start].contains("<row r=\"1\"")
                    && xml[..range.start].ends_with("</row>")
            );
            assert!(xml[range.end..].starts_with("</sheetData>"));
            assert!(!xml[..range.start].contains("<row r=\"2\""));
            let size = format!("<dimension ref=\"A1:{}", if last == 9 { "B9" } else { "" });
            assert!(xml.contains(&size), "{xml}");
        }
    }

    #[test]
    fn a_row_is_as_high_as_its_wrapped_text() {
        let text = |text: &str| vec![Cell::Blank, Cell::Text(text.to_owned())];
        assert_eq!(height(&text("短")), None);
        assert_eq!(height(&text(&"汉".repeat(24))), None);
        assert_eq!(height(&text(&"汉".repeat(25))), Some(2.0 * LINE));
        assert_eq!(height(&text("一\n\n三")), Some(3.0 * LINE));
        assert_eq!(
            height(&text(&"行\n".repeat(99))),
            Some(MOST_LINES as f64 * LINE)
        );
    }
}
