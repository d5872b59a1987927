//! Reads `.xlsb` ([MS-XLSB]): the package of an `.xlsx` whose parts are records instead of XML.

mod cells;
mod record;

use std::collections::HashMap;
use std::sync::Arc;

use super::book::Book;
use super::ink::{Ink, Rich};
use super::number::Format;
use super::reference::At;
use super::{Damage, Error, properties, xlsx};
use crate::Cost;
use crate::budget::Budget;
use crate::package::{Package, Relationship};
use crate::paper::Script;
use record::{Fields, Records, kind};

/// What the records of a workbook share: its strings, and how cells are set.
#[derive(Default)]
struct Shared {
    strings: Vec<(Arc<str>, Rich)>,
    formats: Vec<(Arc<Format>, Ink)>,
    fonts: Vec<Ink>,
    /// Which fills colour their cells.
    fills: Vec<bool>,
    /// Which borders have a line from corner to corner.
    borders: Vec<bool>,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    relation: String,
    hidden: bool,
}

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    let package = Package::open(bytes)?;
    let main = package.main_part();
    let relations = package.relationships(main)?;
    let mut book = Book::new();
    book.properties = properties::of_package(&package);
    let listed = workbook(&part(&package, main)?, main, &mut book)?;
    let mut shared = Shared::default();
    if let Some(styles) = relations.iter().find(|r| r.is("styles")) {
        shared.read_styles(&part(&package, &styles.target)?, &book.budget)?;
    }
    if let Some(strings) = relations.iter().find(|r| r.is("sharedStrings")) {
        shared.read_strings(&part(&package, &strings.target)?, &book.budget)?;
    }
    let related: HashMap<&str, &Relationship> =
        relations.iter().map(|r| (r.id.as_str(), r)).collect();
    for entry in listed {
        let Some(relation) = related.get(entry.relation.as_str()) else {
            return Err(Error::MissingPart { part: entry.name });
        };
        // Chart and dialog sheets hold no cells.
        if !relation.is("worksheet") {
            continue;
        }
        book.add_sheet(&entry.name, entry.hidden)?;
        cells::read(&part(&package, &relation.target)?, &shared, &mut book);
        for beside in package.relationships(&relation.target)? {
            if beside.is("comments") {
                comments(&part(&package, &beside.target)?, &shared, &mut book);
            }
        }
        xlsx::shapes(&package, &relation.target, &mut book)?;
    }
    Ok(book)
}

/// A part of whole records.
fn part(package: &Package<'_>, name: &str) -> Result<Vec<u8>, Error> {
    let content = package.part(name)?.ok_or_else(|| Error::MissingPart {
        part: name.to_owned(),
    })?;
    match Records::new(&content).are_whole() {
        true => Ok(content),
        false => Err(Error::damaged(name, Damage::EndsMidway)),
    }
}

/// Lists the sheets (§2.1.7.61).
fn workbook(content: &[u8], part: &str, book: &mut Book) -> Result<Vec<Listed>, Error> {
    let mut listed = Vec::new();
    for (kind, mut fields) in Records::new(content) {
        match kind {
            kind::WORKBOOK => book.date1904 = fields.u32().unwrap_or(0) & 1 != 0,
            kind::SHEET => {
                let hidden = fields.u32().unwrap_or(0) != 0;
                // The betas of Excel 2007 wrote one number more.
                let names = [4, 8].into_iter().find_map(|numbers| {
                    let mut fields = fields.clone();
                    fields.skip(numbers);
                    let names = (fields.string()?, fields.string()?);
                    fields.is_empty().then_some(names)
                });
                let Some((relation, name)) = names else {
                    return Err(Error::damaged(part, Damage::Structure("BrtBundleSh")));
                };
                let bytes = size_of::<Listed>() + name.len() + relation.len();
                book.budget.take(Cost::Sheets, bytes)?;
                listed.push(Listed {
                    name,
                    relation,
                    hidden,
                });
            }
            _ => {}
        }
    }
    Ok(listed)
}

impl Shared {
    /// Reads how cells are set: their number formats and fonts (§2.1.7.50).
    fn read_styles(&mut self, content: &[u8], budget: &Budget) -> Result<(), Error> {
        let mut custom: HashMap<u16, Arc<Format>> = HashMap::new();
        // The formats of cells, among those of styles and differences.
        let mut of_cells = false;
        for (kind, mut fields) in Records::new(content) {
            match kind {
                kind::FORMAT => {
                    if let (Some(id), Some(code)) = (fields.u16(), fields.string()) {
                        budget.take(Cost::Formats, size_of::<Format>() + code.len())?;
                        custom.insert(id, Format::parse(&code).into());
                    }
                }
                kind::FONT => {
                    budget.take(Cost::Formats, size_of::<Ink>())?;
                    self.fonts.push(font(fields));
                }
                kind::FILL => {
                    budget.take(Cost::Formats, 1)?;
                    self.fills.push(filled(fields));
                }
                kind::BORDER => {
                    budget.take(Cost::Formats, 1)?;
                    self.borders.push(crossed(fields));
                }
                kind::BEGIN_CELL_FORMATS => of_cells = true,
                kind::END_CELL_FORMATS => of_cells = false,
                kind::CELL_FORMAT if of_cells => {
                    fields.skip(2);
                    let mut next = || fields.u16().unwrap_or(0);
                    let (number, font, fill, border) = (next(), next(), next(), next());
                    let built_in = || Arc::new(Format::built_in(u32::from(number)));
                    let format = custom.entry(number).or_insert_with(built_in).clone();
                    budget.take(Cost::Formats, size_of::<(Arc<Format>, Ink)>())?;
                    let of = |list: &[bool], n: u16| list.get(usize::from(n)) == Some(&true);
                    let ink = Ink {
                        filled: of(&self.fills, fill),
                        crossed: of(&self.borders, border),
                        ..self.font(font)
                    };
                    self.formats.push((format, ink));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads the texts that cells share (§2.1.7.45).
    fn read_strings(&mut self, content: &[u8], budget: &Budget) -> Result<(), Error> {
        for (kind, mut fields) in Records::new(content) {
            if kind == kind::SHARED_STRING {
                let (text, rich) = self.rich(&mut fields);
                let bytes = 2 * size_of::<(Arc<str>, Rich)>() + text.len();
                budget.take(Cost::Strings, bytes)?;
                self.strings.push((text.into(), rich));
            }
        }
        Ok(())
    }

    fn font(&self, number: u16) -> Ink {
        let font = self.fonts.get(usize::from(number));
        font.copied().unwrap_or_default()
    }

    /// A text and the runs that it is set in (RichStr, §2.5.121).
    fn rich(&self, fields: &mut Fields<'_>) -> (String, Rich) {
        let has_runs = fields.u8().unwrap_or(0) & 1 != 0;
        let text = fields.string().unwrap_or_default();
        let mut rich = Rich::default();
        if !has_runs {
            return (text, rich);
        }
        let count = fields.u32().unwrap_or(0);
        let (mut unit, mut from, mut ink) = (0usize, 0usize, None);
        let mut characters = text.char_indices().peekable();
        for _ in 0..count {
            let (Some(start), Some(font)) = (fields.u16(), fields.u16()) else {
                break;
            };
            while unit < usize::from(start)
                && let Some((_, c)) = characters.next()
            {
                unit += c.len_utf16();
            }
            let at = characters.peek().map_or(text.len(), |(at, _)| *at);
            rich.push(&text[from..at], ink);
            (from, ink) = (at, Some(self.font(font)));
        }
        rich.push(&text[from..], ink);
        (text, rich)
    }
}

/// How a font is set (BrtFont, §2.4.656).
fn font(mut fields: Fields<'_>) -> Ink {
    fields.skip(2);
    let flags = fields.u16().unwrap_or(0);
    fields.skip(2);
    let script = match fields.u16() {
        Some(1) => Script::Super,
        Some(2) => Script::Sub,
        _ => Script::Line,
    };
    fields.skip(4);
    Ink {
        strike: flags & 8 != 0,
        script,
        white: is_white(&mut fields),
        ..Ink::default()
    }
}

/// The colour (BrtColor, §2.5.13) is white: by its number in the old palette, its value, or as the
/// theme's first.
fn is_white(fields: &mut Fields<'_>) -> bool {
    let kind = fields.u8().unwrap_or(0) >> 1;
    let index = fields.u8().unwrap_or(0);
    let tint = fields.u16().unwrap_or(0);
    let rgb = [fields.u8(), fields.u8(), fields.u8(), fields.u8()];
    match kind {
        1 => matches!(index, 1 | 9),
        2 => rgb[..3].iter().all(|c| *c == Some(0xff)),
        3 => index == 0 && tint == 0,
        _ => false,
    }
}

/// The fill (BrtFill, §2.4.655) colours its cells: none and the usual grey do not.
fn filled(mut fields: Fields<'_>) -> bool {
    let pattern = fields.u32().unwrap_or(0);
    let white = is_white(&mut fields);
    match pattern {
        0 | 0x11 => false,
        1 => !white,
        _ => true,
    }
}

/// The border (BrtBorder, §2.4.306) has a line from corner to corner: the last of its five lines.
fn crossed(mut fields: Fields<'_>) -> bool {
    let drawn = fields.u8().unwrap_or(0) & 3 != 0;
    fields.skip(4 * 10);
    drawn && fields.u8().unwrap_or(0) != 0
}

/// Reads the notes of the sheet that was added last (§2.1.7.10).
fn comments(content: &[u8], shared: &Shared, book: &mut Book) {
    let mut authors: Vec<String> = Vec::new();
    let mut author = String::new();
    let mut at = At::new(1, 1);
    for (kind, mut fields) in Records::new(content) {
        match kind {
            kind::COMMENT_AUTHOR => authors.push(fields.string().unwrap_or_default()),
            kind::COMMENT => {
                let by = fields.u32().and_then(|by| authors.get(by as usize));
                author = by.cloned().unwrap_or_default();
                let row = fields.u32().unwrap_or(0);
                fields.skip(4);
                let column = fields.u32().unwrap_or(0);
                at = At::new(row.saturating_add(1), column.saturating_add(1));
            }
            kind::COMMENT_TEXT => book.note(at, &author, &shared.rich(&mut fields).0),
            _ => {}
        }
    }
}
