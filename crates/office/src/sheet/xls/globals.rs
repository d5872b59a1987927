//! What stands before the sheets of a BIFF stream: strings, formats, the list of sheets.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::book::Book;
use super::super::ink::{Ink, Rich, Run};
use super::super::number::Format;
use super::super::{Damage, Error};
use super::WORKBOOK;
use super::biff::{self, FontRun, Records, Strings, Version};
use crate::Cost;
use crate::budget::Budget;
use crate::paper::Script;

/// A shared string, and the formats along it where it has any.
pub(super) type Shared = (Arc<str>, Option<Arc<[Run]>>);

/// What stands before the sheets (the globals substream, §2.1.7.20.3).
pub(super) struct Globals {
    pub(super) version: Version,
    pub(super) strings: Strings,
    pub(super) shared: Vec<Shared>,
    /// The fonts, each with the number of its colour.
    fonts: Vec<(Ink, u16)>,
    /// The colours of the workbook's own palette that are white, from the eighth.
    palette: Option<Vec<bool>>,
    /// How each cell format sets its cells.
    inks: Vec<Ink>,
    formats: Vec<Arc<Format>>,
    pub(super) sheets: Vec<Listed>,
    /// The sheet's name of each reference to another sheet, where it is of this workbook.
    pub(super) others: Vec<Option<Arc<str>>>,
}

/// A sheet as the globals list it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Where its records begin in the stream.
    pub(super) offset: usize,
}

impl Globals {
    pub(super) fn read(stream: &[u8], book: &mut Book) -> Result<Globals, Error> {
        let mut records = Records::new(stream);
        let version = match records.next()? {
            Some(record) if record.kind == biff::BOF => record.data().u16().unwrap_or(0),
            _ => return Err(Error::damaged(WORKBOOK, Damage::Structure("BOF"))),
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
            fonts: Vec::new(),
            palette: None,
            inks: Vec::new(),
            formats: Vec::new(),
            sheets: Vec::new(),
            others: Vec::new(),
        };
        let mut codes: HashMap<u16, Arc<Format>> = HashMap::new();
        let mut formats: Vec<(u16, Look)> = Vec::new();
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
                        book.budget
                            .take(Cost::Formats, size_of::<Format>() + code.len())?;
                        codes.insert(id, Format::parse(&code).into());
                    }
                }
                biff::FONT => out.fonts.push(font(&mut data)),
                biff::XF => {
                    let font = data.u16().unwrap_or(0);
                    let number = data.u16().unwrap_or(0);
                    formats.push((number, Look::read(font, version, &mut data)));
                }
                biff::PALETTE => {
                    data.skip(2);
                    let mut white = Vec::new();
                    while let Some(color) = data.u32() {
                        white.push(color & 0x00ff_ffff == 0x00ff_ffff);
                    }
                    out.palette = Some(white);
                }
                biff::BOUNDSHEET => {
                    // Also sheets that hold no cells are listed: charts, macros.
                    book.budget.take(Cost::Sheets, 1 << 12)?;
                    out.list(&mut data);
                }
                biff::SST => out.share(&mut data, &book.budget)?,
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
            return Err(Error::damaged(WORKBOOK, Damage::EndsMidway));
        }
        out.inks = formats.iter().map(|(_, look)| out.ink_of(*look)).collect();
        out.formats = formats
            .into_iter()
            .map(|(id, _)| {
                let built_in = || Arc::new(Format::built_in(u32::from(id)));
                codes.entry(id).or_insert_with(built_in).clone()
            })
            .collect();
        let names: Vec<Arc<str>> = (out.sheets.iter())
            .map(|sheet| sheet.name.as_str().into())
            .collect();
        out.others = others
            .into_iter()
            .map(|(book, sheet)| {
                let own = own_books.get(usize::from(book)) == Some(&true);
                names.get(usize::from(sheet)).filter(|_| own).cloned()
            })
            .collect();
        out.sheets.retain(|sheet| sheet.offset != usize::MAX);
        Ok(out)
    }

    /// Lists a sheet (BOUNDSHEET). Each holds its place in the list; only worksheets hold cells.
    fn list(&mut self, data: &mut biff::Data<'_>) {
        let offset = data.u32().unwrap_or(0) as usize;
        let hidden = data.u8().unwrap_or(0) & 3 != 0;
        let kind = data.u8();
        let name = self.strings.short(data);
        self.sheets.push(Listed {
            name,
            hidden,
            offset: if kind == Some(0) { offset } else { usize::MAX },
        });
    }

    /// Reads the texts that cells share (SST).
    fn share(&mut self, data: &mut biff::Data<'_>, budget: &Budget) -> Result<(), Error> {
        data.skip(8);
        while !data.is_empty() {
            let Some((text, runs)) = self.strings.rich(data) else {
                return Err(Error::damaged(WORKBOOK, Damage::EndsMidway));
            };
            let bytes = 2 * size_of::<Shared>() + 32 + text.len();
            budget.take(Cost::Strings, bytes + runs.len() * size_of::<Run>())?;
            let runs = self.with_fonts(&text, &runs).shared_runs();
            self.shared.push((text.into(), runs));
        }
        Ok(())
    }

    /// How a font is set. No font has the number 4 ([MS-XLS] §2.5.129).
    fn font(&self, number: u16) -> Ink {
        let index = usize::from(number) - usize::from(number > 4);
        let (ink, color) = self.fonts.get(index).copied().unwrap_or_default();
        let white = self.is_white(color);
        Ink { white, ..ink }
    }

    /// The colour is white ([MS-XLS] §2.5.161): the first eight are fixed, those behind them are
    /// the workbook's own or the usual ones.
    fn is_white(&self, color: u16) -> bool {
        match (color, &self.palette) {
            (8..=63, Some(palette)) => palette.get(usize::from(color) - 8) == Some(&true),
            (color, _) => matches!(color, 1 | 9),
        }
    }

    fn ink_of(&self, look: Look) -> Ink {
        // 65 is the colour of the window.
        let white = |color| color == 65 || self.is_white(color);
        Ink {
            filled: look
                .fill
                .is_some_and(|(solid, color)| !(solid && white(color))),
            crossed: look.crossed,
            ..self.font(look.font)
        }
    }

    /// How a cell format sets its cells.
    pub(super) fn ink(&self, format: u16) -> Ink {
        self.inks
            .get(usize::from(format))
            .copied()
            .unwrap_or_default()
    }

    /// A text by its runs: up to the first it is set as its cell is.
    pub(super) fn with_fonts(&self, text: &str, runs: &[FontRun]) -> Rich {
        let mut rich = Rich::default();
        if runs.is_empty() {
            return rich;
        }
        let (mut unit, mut from, mut next) = (0usize, 0usize, 0usize);
        let mut ink = None;
        for (at, c) in text.char_indices() {
            while let Some((start, font)) = runs.get(next)
                && usize::from(*start) <= unit
            {
                rich.push(&text[from..at], ink);
                (from, ink) = (at, Some(self.font(*font)));
                next += 1;
            }
            unit += c.len_utf16();
        }
        rich.push(&text[from..], ink);
        rich
    }

    /// The number format of a cell format.
    pub(super) fn format(&self, index: u16) -> Arc<Format> {
        let format = self.formats.get(usize::from(index));
        format.cloned().unwrap_or_default()
    }
}

/// What is read of a cell format (XF, §2.4.353).
#[derive(Clone, Copy)]
struct Look {
    font: u16,
    /// The colour that lies behind its cells, and whether it is all there is.
    fill: Option<(bool, u16)>,
    crossed: bool,
}

impl Look {
    /// The rest of the record, behind the numbers of its font and its number format.
    fn read(font: u16, version: Version, data: &mut biff::Data<'_>) -> Look {
        let (pattern, color, crossed) = match version {
            Version::Biff8 => {
                data.skip(6);
                let (first, second) = (data.u32().unwrap_or(0), data.u32().unwrap_or(0));
                let crossed = first >> 30 != 0 && second >> 21 & 0xf != 0;
                (second >> 26, data.u16().unwrap_or(0) & 0x7f, crossed)
            }
            Version::Biff5 => {
                data.skip(4);
                let colors = data.u16().unwrap_or(0);
                (
                    u32::from(data.u16().unwrap_or(0) & 0x3f),
                    colors & 0x7f,
                    false,
                )
            }
        };
        Look {
            font,
            fill: (pattern != 0).then_some((pattern == 1, color)),
            crossed,
        }
    }
}

/// How a font is set (§2.4.122), and the number of its colour.
fn font(data: &mut biff::Data<'_>) -> (Ink, u16) {
    data.skip(2);
    let flags = data.u16().unwrap_or(0);
    let color = data.u16().unwrap_or(0);
    data.skip(2);
    let ink = Ink {
        strike: flags & 8 != 0,
        script: match data.u16() {
            Some(1) => Script::Super,
            Some(2) => Script::Sub,
            _ => Script::Line,
        },
        ..Ink::default()
    };
    (ink, color)
}
