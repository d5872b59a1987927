//! The records of one sheet of a BIFF stream: cells, formulas, what is hidden or merged.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::book::Book;
use super::super::content::Content;
use super::super::formula::{Code, Formula};
use super::super::ink::{Ink, Inks};
use super::super::number::Format;
use super::super::reference::{At, Region};
use super::super::{Damage, Error};
use super::biff::{self, Records, Version};
use super::globals::Globals;
use super::notes::Notes;
use super::shapes::Shapes;
use super::{WORKBOOK, tokens};

/// Reads the records of the sheet that was added to the book last (§2.1.7.20.5). Gives how many
/// bytes they take up.
pub(super) fn read(stream: &[u8], globals: &Globals, book: &mut Book) -> Result<usize, Error> {
    let mut reader = SheetReader {
        globals,
        book,
        shared: HashMap::new(),
        formula: None,
        shapes: Shapes::default(),
        notes: Notes::default(),
    };
    let read = reader.read(stream)?;
    reader.shapes.close(reader.book);
    reader.notes.put(reader.book);
    Ok(read)
}

struct SheetReader<'a> {
    globals: &'a Globals,
    book: &'a mut Book,
    /// Formulas that cells share, by the first cell that has them.
    shared: HashMap<At, Arc<Code>>,
    /// A formula whose record of shared tokens or of its text result may come next.
    formula: Option<Open>,
    shapes: Shapes,
    notes: Notes,
}

/// A formula cell that the next record may complete.
struct Open {
    at: At,
    content: Content,
    formula: Box<Formula>,
    ink: Ink,
    /// The cell under whose name it shares its tokens.
    shares: Option<At>,
    text: bool,
}

impl SheetReader<'_> {
    fn read(&mut self, stream: &[u8]) -> Result<usize, Error> {
        let mut records = Records::new(stream);
        let mut depth = 0u32;
        while let Some(record) = records.next()? {
            match record.kind {
                biff::BOF => depth += 1,
                biff::EOF if depth <= 1 => {
                    self.close();
                    return Ok(stream.len() - records.left());
                }
                biff::EOF => depth -= 1,
                // Charts within the sheet have records of their own.
                _ if depth > 1 => {}
                _ => self.record(&record),
            }
            self.book.budget.held()?;
        }
        Err(Error::damaged(WORKBOOK, Damage::EndsMidway))
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
                    let code = tokens::code(&tokens, self.globals.version, &[]);
                    let Ok(code) = self.book.new_formula(code) else {
                        return;
                    };
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
        match record.kind {
            biff::ROW | biff::COLINFO | biff::MERGECELLS => self.layout(record.kind, data),
            biff::MSODRAWING | biff::OBJ | biff::TXO | biff::NOTE => self.drawn(record.kind, data),
            _ => self.cell(record.kind, data),
        }
    }

    /// A record about rows, columns and merged cells.
    fn layout(&mut self, kind: u16, mut data: biff::Data<'_>) {
        match kind {
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
            _ => {}
        }
    }

    /// A record about shapes and notes.
    fn drawn(&mut self, kind: u16, mut data: biff::Data<'_>) {
        match kind {
            biff::MSODRAWING => self.shapes.drawing(&mut data),
            biff::OBJ => {
                let version = self.globals.version;
                self.shapes.object(version, &mut data, self.book);
            }
            biff::TXO if self.globals.version == Version::Biff8 => {
                let text = self.globals.strings.shape(&mut data);
                if let Some((id, text)) = self.shapes.text(text, self.book) {
                    self.notes.text(id, text);
                }
            }
            biff::NOTE => self.notes.record(self.globals, &mut data),
            _ => {}
        }
    }

    /// A record of one or several cells.
    fn cell(&mut self, kind: u16, mut data: biff::Data<'_>) {
        let cell = |data: &mut biff::Data<'_>| {
            let (row, column) = (data.u16()?, data.u16()?);
            Some((place(row, column), data.u16()?))
        };
        match kind {
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
                if let Some((at, format)) = cell(&mut data)
                    && let Some(index) = data.u32()
                {
                    let mut inks = Inks::from(self.globals.ink(format));
                    let format = self.globals.format(format);
                    let content = match self.globals.shared.get(index as usize) {
                        Some((text, runs)) => {
                            inks.runs.clone_from(runs);
                            Content::Text(format.show_text(text.clone()))
                        }
                        None => Content::Error("#REF!".into()),
                    };
                    self.book.put_shown(at, content, None, inks, &format);
                }
            }
            biff::LABEL | biff::RSTRING => {
                if let Some((at, format)) = cell(&mut data) {
                    let text = self.globals.strings.long(&mut data);
                    let mut inks = Inks::from(self.globals.ink(format));
                    if kind == biff::RSTRING {
                        let runs = self.globals.strings.runs(&mut data);
                        inks.runs = self.globals.with_fonts(&text, &runs).shared_runs();
                    }
                    let format = self.globals.format(format);
                    let content = Content::Text(text.into());
                    self.book.put_shown(at, content, None, inks, &format);
                }
            }
            biff::BOOLERR => {
                if let Some((at, format)) = cell(&mut data)
                    && let (Some(value), Some(error)) = (data.u8(), data.u8())
                {
                    let content = match error {
                        0 => Content::Bool(value != 0),
                        _ => Content::Error(biff::error(value).into()),
                    };
                    let inks = Inks::from(self.globals.ink(format));
                    let format = self.globals.format(format);
                    self.book.put_shown(at, content, None, inks, &format);
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
        let inks = Inks::from(self.globals.ink(format));
        let format = self.globals.format(format);
        let content = self.shown(value, &format);
        self.book.put_shown(at, content, None, inks, &format);
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
            (shares, _) => {
                let code = match shares {
                    Some(_) => Code::closed(""),
                    None => tokens::code(&tokens, self.globals.version, &self.globals.others),
                };
                // Past the budget the sheet is not read to its end.
                let Ok(code) = self.book.new_formula(code) else {
                    return;
                };
                (code, (0, 0))
            }
        };
        let ink = self.globals.ink(format);
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
                empty: false,
            }),
            ink,
            shares,
            text,
        });
    }

    /// Puts the formula cell that waited for further records.
    fn close(&mut self) {
        if let Some(open) = self.formula.take() {
            let (ink, format) = (open.ink.into(), open.formula.format.clone());
            (self.book).put_shown(open.at, open.content, Some(open.formula), ink, &format);
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
