//! Workbooks of plain tables: a header row, a record a row, written in constant memory.
//!
//! `rust_xlsxwriter` keeps each sheet's rows in a temporary file of its own, so that rows of many
//! sheets can come in any order as long as each sheet's come from top to bottom, which is all that
//! this module lets its callers do. It panics where a temporary file cannot be written (a full
//! disk); that panic is caught here and told as an error.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, FormatPattern, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::Error;
use super::columns::{Cell, binary};
use super::file::{NewFile, WholeFile};
use crate::mapping::Type;

/// The most UTF-16 units that a cell may hold.
const MAX_TEXT: usize = 32_767;
/// What stands at the end of a text that was cut to fit.
const CUT: &str = "…（超出单元格上限，全文见 JSON）";
/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;
/// The widest that a column gets, in characters of half width.
const WIDEST: usize = 48;
/// The widest that a column gets for its header's sake, which wraps.
const WIDEST_HEADER: usize = 22;
/// The narrowest that a column gets.
const NARROWEST: usize = 8;

/// A workbook being written.
pub(super) struct Book {
    file: NewFile,
    workbook: Workbook,
    sheets: Vec<Sheet>,
    looks: Looks,
}

/// What is known of a sheet.
struct Sheet {
    name: String,
    /// The next row, from 0.
    row: u32,
    /// What each column holds.
    kinds: Vec<Type>,
    widths: Vec<usize>,
    look: SheetLook,
}

/// How a sheet looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SheetLook {
    /// For people: a marked header that stays in sight, filters, widths, wrapped text.
    Read,
    /// For the reporting system: nothing but the cells.
    Bare,
}

struct Looks {
    header: Format,
    text: Format,
    whole: Format,
    money: Format,
    exact: Format,
    plain: Format,
}

impl Looks {
    fn new() -> Looks {
        let cell = || {
            Format::new()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Hair)
                .set_border_color(Color::RGB(0xBF_BF_BF))
        };
        Looks {
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x8E_A9_C8))
                .set_pattern(FormatPattern::Solid)
                .set_background_color(Color::RGB(0xDD_E7_F3)),
            text: cell().set_text_wrap(),
            whole: cell().set_num_format("#,##0"),
            money: cell().set_num_format("#,##0.00"),
            exact: cell().set_num_format("#,##0.00##########"),
            plain: cell().set_num_format("0"),
        }
    }

    fn number(&self, n: Decimal, kind: Type) -> &Format {
        match (kind, n.normalize().scale()) {
            (Type::Year | Type::Term, 0) => &self.plain,
            (_, 0) => &self.whole,
            (_, 1..=2) => &self.money,
            _ => &self.exact,
        }
    }
}

/// A sheet of a book.
#[derive(Clone, Copy, Debug)]
pub(super) struct SheetId(usize);

impl Book {
    /// Begins a workbook that is to stand at the file's place.
    pub(super) fn new(file: NewFile) -> Book {
        Book {
            file,
            workbook: Workbook::new(),
            sheets: Vec::new(),
            looks: Looks::new(),
        }
    }

    /// Adds a sheet with a header.
    pub(super) fn sheet(
        &mut self,
        name: &str,
        columns: impl IntoIterator<Item = (String, Type)>,
        look: SheetLook,
    ) -> Result<SheetId, Error> {
        let (labels, kinds): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
        let widths = labels
            .iter()
            .map(|l| l.width().min(WIDEST_HEADER))
            .collect();
        let name = sheet_name(name);
        self.guard(|book| {
            let header = book.looks.header.clone();
            let sheet = book.workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name(&name)?;
            for (column, label) in (0u16..).zip(&labels) {
                match look {
                    SheetLook::Bare => sheet.write_string(0, column, label)?,
                    SheetLook::Read => sheet.write_string_with_format(0, column, label, &header)?,
                };
            }
            book.sheets.push(Sheet {
                name,
                row: 1,
                kinds,
                widths,
                look,
            });
            Ok(SheetId(book.sheets.len() - 1))
        })
    }

    /// Adds a row under a sheet's last. True where every text fitted its cell.
    pub(super) fn row(&mut self, id: SheetId, cells: &[Cell]) -> Result<bool, Error> {
        let Some(sheet) = self.sheets.get_mut(id.0) else {
            return Ok(true);
        };
        if sheet.row > LAST_ROW {
            return Err(Error::TooManyRows {
                sheet: sheet.name.clone(),
            });
        }
        let row = sheet.row;
        sheet.row += 1;
        for (width, cell) in sheet.widths.iter_mut().zip(cells) {
            *width = (*width).max(cell_width(cell)).min(WIDEST);
        }
        let (kinds, look) = (sheet.kinds.clone(), sheet.look);
        self.guard(|book| {
            let mut fits = true;
            let sheet = book.workbook.worksheet_from_index(id.0)?;
            for ((column, cell), kind) in (0u16..).zip(cells).zip(kinds) {
                fits &= put(sheet, row, column, cell, kind, look, &book.looks)?;
            }
            Ok(fits)
        })
    }

    /// Writes the workbook to its file.
    pub(super) fn complete(mut self) -> Result<WholeFile, Error> {
        self.guard(|book| {
            for (index, known) in book.sheets.iter().enumerate() {
                if known.look == SheetLook::Bare {
                    continue;
                }
                let sheet = book.workbook.worksheet_from_index(index)?;
                dress(sheet, known)?;
            }
            let Book { workbook, file, .. } = book;
            workbook.save_to_writer(&mut *file)
        })?;
        self.file.complete()
    }

    /// Calls the library, and tells what goes wrong in it.
    fn guard<T>(
        &mut self,
        call: impl FnOnce(&mut Book) -> Result<T, XlsxError>,
    ) -> Result<T, Error> {
        // After a panic the book is dropped: no caller goes on after an error.
        match catch_unwind(AssertUnwindSafe(|| call(self))) {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(XlsxError::IoError(e))) => Err(self.file.error(e)),
            Ok(Err(XlsxError::TempFileError(folder, e))) => Err(Error::file(&folder, e)),
            Ok(Err(e)) => match io_kind(&e) {
                Some(kind) => Err(self.file.error(kind.into())),
                None => Err(Error::Workbook {
                    path: self.file.target().to_owned(),
                    why: e.to_string(),
                }),
            },
            Err(_) => Err(Error::file(
                &std::env::temp_dir(),
                io::ErrorKind::StorageFull.into(),
            )),
        }
    }
}

/// The kind of the input or output error that lies under another error.
fn io_kind(error: &(dyn std::error::Error + 'static)) -> Option<io::ErrorKind> {
    std::iter::successors(Some(error), |e| e.source())
        .find_map(|e| e.downcast_ref::<io::Error>())
        .map(io::Error::kind)
}

/// Puts a cell; false where its text had to be cut.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    kind: Type,
    look: SheetLook,
    looks: &Looks,
) -> Result<bool, XlsxError> {
    let bare = look == SheetLook::Bare;
    match cell {
        Cell::Blank if bare => {}
        Cell::Blank => {
            sheet.write_blank(row, column, &looks.text)?;
        }
        Cell::Number(n) if bare => {
            sheet.write_number(row, column, binary(*n))?;
        }
        Cell::Number(n) => {
            sheet.write_number_with_format(row, column, binary(*n), looks.number(*n, kind))?;
        }
        Cell::Text(text) => {
            let (text, fits) = fitting(text);
            // Always as a string: a text that begins with `=` is no formula.
            match bare {
                true => sheet.write_string(row, column, text)?,
                false => sheet.write_string_with_format(row, column, text, &looks.text)?,
            };
            return Ok(fits);
        }
    }
    Ok(true)
}

/// What a person reads by: header in sight, filters, widths, and a page that prints well.
fn dress(sheet: &mut Worksheet, known: &Sheet) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 1)?;
    let last = known.widths.len().saturating_sub(1) as u16;
    sheet.autofilter(0, 0, known.row - 1, last)?;
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

/// A text as far as a cell holds it.
fn fitting(text: &str) -> (std::borrow::Cow<'_, str>, bool) {
    if text.len() <= MAX_TEXT || text.encode_utf16().count() <= MAX_TEXT {
        return (text.into(), true);
    }
    let room = MAX_TEXT - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    let kept: String = kept.chain(CUT.chars()).collect();
    (kept.into(), false)
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
