//! The cells of a sheet ([MS-XLSB] §2.1.7.62), its merged cells, hidden rows and columns.

use super::Shared;
use super::record::{Fields, Records, kind};
use crate::sheet::book::Book;
use crate::sheet::content::Content;
use crate::sheet::ink::Inks;
use crate::sheet::reference::{At, Region};
use crate::sheet::xls::{error_name, rk};

/// Reads the cells into the sheet that was added last.
pub(super) fn read(content: &[u8], shared: &Shared, book: &mut Book) {
    let (mut row, mut column) = (0u32, 0u32);
    for (kind, mut fields) in Records::new(content) {
        match kind {
            kind::ROW => {
                row = fields.u32().unwrap_or(0);
                fields.skip(7);
                // fDyZero (§2.4.760).
                let hidden = fields.u8().unwrap_or(0) & 0x10 != 0;
                if let Some(sheet) = book.sheets.last_mut().filter(|_| hidden) {
                    let number = row.saturating_add(1);
                    sheet.hide_rows(number, number);
                }
            }
            kind::COLUMN => {
                let (first, last) = (fields.u32().unwrap_or(0), fields.u32().unwrap_or(0));
                fields.skip(8);
                let hidden = fields.u16().unwrap_or(0) & 1 != 0;
                if let Some(sheet) = book.sheets.last_mut().filter(|_| hidden) {
                    sheet.hide_columns(first.saturating_add(1), last.saturating_add(1));
                }
            }
            kind::MERGED => {
                let mut next = || fields.u32().unwrap_or(u32::MAX).saturating_add(1);
                let (top, bottom, left, right) = (next(), next(), next(), next());
                if let Some(sheet) = book.sheets.last_mut() {
                    sheet.merge(Region::of(At::new(top, left), At::new(bottom, right)));
                }
            }
            kind::BLANK..=kind::FORMULA_ERROR | kind::RICH_STRING => {
                column = fields.u32().unwrap_or(0);
                put(kind, At::new(row, column), fields, shared, book);
            }
            kind::SHORT_BLANK..=kind::SHORT_SHARED => {
                column = column.saturating_add(1);
                let kind = kind - kind::SHORT_BLANK + kind::BLANK;
                put(kind, At::new(row, column), fields, shared, book);
            }
            _ => {}
        }
    }
}

/// Puts a cell at a place that counts from 0 (Cell, §2.5.9).
fn put(kind: usize, at: At, mut fields: Fields<'_>, shared: &Shared, book: &mut Book) {
    let at = At::new(at.row.saturating_add(1), at.column.saturating_add(1));
    // The cell format in three bytes, then flags.
    let format = fields.u32().unwrap_or(0) & 0x00ff_ffff;
    let (format, ink) = shared
        .formats
        .get(format as usize)
        .cloned()
        .unwrap_or_default();
    let mut inks = Inks::from(ink);
    let number = match kind {
        kind::RK => fields.u32().map(rk),
        kind::REAL | kind::FORMULA_NUMBER => fields.f64(),
        _ => None,
    };
    let content = match kind {
        kind::RK | kind::REAL | kind::FORMULA_NUMBER => match number {
            Some(n) if n.is_finite() => Content::Number(n, format.show(n, book.date1904).into()),
            Some(_) => Content::Error("#NUM!".into()),
            None => return,
        },
        kind::ERROR | kind::FORMULA_ERROR => match fields.u8() {
            Some(code) => Content::Error(error_name(code).into()),
            None => return,
        },
        kind::BOOL | kind::FORMULA_BOOL => match fields.u8() {
            Some(value) => Content::Bool(value != 0),
            None => return,
        },
        kind::STRING | kind::FORMULA_STRING => match fields.string() {
            Some(text) => Content::Text(format.show_text(text.into())),
            None => return,
        },
        kind::RICH_STRING => {
            let (text, rich) = shared.rich(&mut fields);
            inks.runs = rich.shared_runs();
            Content::Text(text.into())
        }
        kind::SHARED => {
            let index = fields.u32().map(|index| index as usize);
            match index.and_then(|index| shared.strings.get(index)) {
                Some((text, rich)) => {
                    inks.runs = rich.shared_runs();
                    Content::Text(format.show_text(text.clone()))
                }
                None => Content::Error("#REF!".into()),
            }
        }
        _ => return,
    };
    book.put_shown(at, content, None, inks, &format);
}
