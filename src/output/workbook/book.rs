//! Workbooks of plain tables: a header row, a record a row, written in constant memory.
//!
//! Rows are spooled as they come, a temporary file a sheet. At the end `rust_xlsxwriter` makes a
//! workbook of the headers with all that a person reads by (formats, widths, filters), and the
//! rows are put into its sheets. Its own constant-memory mode does not do: it panics where the disk
//! is full, and writes the last row twice where that has a height of its own.

use std::io::{self, Cursor, Read, Write};

use memchr::memmem;
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Url, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::spool::{Data, Spool};
use super::style::Style;
use super::text::{LINE, cell_width, fitting, height, lines, sheet_name};
use crate::mapping::Type;
use crate::output::columns::Cell;
use crate::output::{Error, NewFile, WholeFile};
use crate::text::lang::Lang;

/// The last row of a sheet.
const LAST_ROW: u32 = 1_048_576;
/// The most rows that a sheet holds under its header.
pub(crate) const MOST_ROWS: u32 = LAST_ROW - 1;
/// The widest that a column gets, in characters of half width.
const WIDEST: usize = 48;
/// The widest that a column gets for its header's sake, which wraps.
const WIDEST_HEADER: usize = 22;
/// The narrowest that a column gets.
const NARROWEST: usize = 8;

/// A workbook being written.
pub(crate) struct Book {
    file: NewFile,
    lang: Lang,
    sheets: Vec<Sheet>,
}

/// A sheet being written.
struct Sheet {
    name: String,
    columns: Vec<Heading>,
    look: SheetLook,
    /// The rows under the header.
    spool: Spool,
    /// The number of the last row.
    last: u32,
    widths: Vec<usize>,
    /// Where cells lead to.
    links: Vec<Link>,
}

/// A cell that leads to another one. Rows count from 1, columns from 0.
#[derive(Clone, Copy, Debug)]
struct Link {
    row: u32,
    column: u16,
    to: (SheetId, u32, u16),
}

/// The most cells of a sheet that lead anywhere: Excel opens no sheet with more than 65,530.
const MOST_LINKS: usize = 65_000;

/// What heads a column, what stands in it, and how wide it may be, in characters of half width.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    label: String,
    kind: Type,
    least: usize,
    most: usize,
}

impl From<(String, Type)> for Heading {
    fn from((label, kind): (String, Type)) -> Heading {
        Heading {
            label,
            kind,
            least: NARROWEST,
            most: WIDEST,
        }
    }
}

impl Heading {
    /// A column that is so wide at least and at most.
    pub(crate) fn within(self, least: usize, most: usize) -> Heading {
        Heading {
            least,
            most,
            ..self
        }
    }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SheetId(usize);

impl Book {
    /// Begins a workbook that is to stand at the file's place, what it says of itself in `lang`.
    pub(crate) fn new(file: NewFile, lang: Lang) -> Book {
        Book {
            file,
            lang,
            sheets: Vec::new(),
        }
    }

    /// Adds a sheet with a header.
    pub(crate) fn sheet(
        &mut self,
        name: &str,
        columns: impl IntoIterator<Item = impl Into<Heading>>,
        look: SheetLook,
    ) -> Result<SheetId, Error> {
        let columns: Vec<Heading> = columns.into_iter().map(Into::into).collect();
        let folder = self.file.folder();
        let spool = Spool::create(folder, columns.len()).map_err(|e| Error::file(folder, e))?;
        self.sheets.push(Sheet {
            name: sheet_name(name),
            widths: columns
                .iter()
                .map(|c| c.label.width().min(WIDEST_HEADER).clamp(c.least, c.most))
                .collect(),
            columns,
            look,
            spool,
            last: 1,
            links: Vec::new(),
        });
        Ok(SheetId(self.sheets.len() - 1))
    }

    /// The number of a sheet's last row; its header is 1.
    pub(crate) fn last_row(&self, id: SheetId) -> u32 {
        self.sheets.get(id.0).map_or(1, |sheet| sheet.last)
    }

    /// Makes a cell of the row that comes next lead to a cell, by its row from 1 and its column.
    pub(crate) fn link(&mut self, id: SheetId, column: u16, to: (SheetId, u32, u16)) {
        if let Some(sheet) = self.sheets.get_mut(id.0)
            && sheet.links.len() < MOST_LINKS
        {
            sheet.links.push(Link {
                row: sheet.last + 1,
                column,
                to,
            });
        }
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
        for ((width, column), cell) in sheet.widths.iter_mut().zip(&sheet.columns).zip(cells) {
            *width = (*width).max(cell_width(cell).min(column.most));
        }
        let mut fit = true;
        let cut: Vec<_> = cells
            .iter()
            .map(|cell| match cell {
                Cell::Text(text) => fitting(text, self.lang).inspect(|_| fit = false),
                _ => None,
            })
            .collect();
        let data = cells.iter().zip(&cut).zip(&sheet.columns);
        let data = data.map(|((cell, cut), column)| {
            let data = match (cell, cut) {
                (Cell::Text(_), Some(cut)) => Data::Text(cut),
                (Cell::Text(text), None) | (Cell::Graded(_, text) | Cell::Link(text), _) => {
                    Data::Text(text)
                }
                (Cell::Number(n), _) => Data::Number(*n),
                (Cell::Blank, _) => Data::Blank,
            };
            let style = match sheet.look {
                SheetLook::Bare => Style::None,
                SheetLook::Read => Style::of(cell, column.kind),
            };
            (data, style as u32)
        });
        let height = (sheet.look == SheetLook::Read)
            .then(|| height(cells, sheet.columns.iter().map(|c| c.most)))
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
    let properties = DocProperties::new().set_author(crate::model::submission::CREATOR);
    // The same data are the same bytes, whenever they are written.
    let properties = match ExcelDateTime::from_ymd(2000, 1, 1) {
        Ok(always) => properties.set_creation_datetime(&always),
        Err(_) => properties,
    };
    book.set_properties(&properties);
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
        for (at, Heading { label, .. }) in (0u16..).zip(&known.columns) {
            match known.look {
                SheetLook::Bare => sheet.write_string(0, at, label)?,
                SheetLook::Read => sheet.write_string_with_format(0, at, label, &header)?,
            };
        }
        if known.look == SheetLook::Read {
            dress(sheet, known)?;
        }
        for link in &known.links {
            let (to, row, column) = link.to;
            if let Some(to) = sheets.get(to.0) {
                let cell = row_col_to_cell(row.saturating_sub(1), column);
                let url = Url::new(format!("internal:'{}'!{cell}", to.name)).set_text(cell);
                let format = Style::Link.format();
                sheet.write_url_with_format(link.row - 1, link.column, url, &format)?;
            }
        }
        if known.last > 1 {
            // The last cell, by which the sheet knows its size.
            let corner = known.columns.len().saturating_sub(1) as u16;
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
    let labels = known.columns.iter().zip(&known.widths);
    let high = labels.map(|(c, width)| lines(&c.label, (*width).clamp(1, WIDEST_HEADER)));
    let high = high.max();
    sheet.set_row_height(0, LINE * high.unwrap_or(1) as f64 + 6.0)?;
    for (column, width) in (0u16..).zip(&known.widths) {
        // The filter's arrow and the margins take about two characters.
        sheet.set_column_width(column, (*width + 2) as f64)?;
    }
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
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
            columns: vec![
                ("甲".to_owned(), Type::Text).into(),
                ("乙".to_owned(), Type::Decimal).into(),
            ],
            look,
            spool: Spool::create(&std::env::temp_dir(), 2).unwrap(),
            last,
            widths: vec![4, 4],
            links: Vec::new(),
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
        assert_eq!(xfs.len(), 2 + Style::CELLS.len());
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
}
