//! Reads a workbook that is a single XML file, as Excel 2002 and 2003 and many systems write it
//! (SpreadsheetML of the Office 2003 XML Reference Schemas).

use std::collections::HashMap;
use std::sync::Arc;

use super::book::Book;
use super::content::Content;
use super::ink::{Ink, Inks};
use super::number::Format;
use super::reference::{At, LAST_ROW, Region};
use super::xml::{Node, Tag, Xml};
use super::{Damage, Error};
use crate::Cost;
use crate::paper::Script;

/// The part that the messages speak of.
const PART: &str = "XML";
/// The largest file that is read.
const MAX_BYTES: usize = 64 << 20;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    let text = super::decoded(bytes, PART, MAX_BYTES)?;
    let mut reader = Reader {
        xml: Xml::new(text.as_bytes(), PART),
        book: Book::new(),
        styles: HashMap::new(),
    };
    reader.read()?;
    if reader.book.sheets.is_empty() {
        return Err(Error::damaged(PART, Damage::Structure("Worksheet")));
    }
    Ok(reader.book)
}

struct Reader<'a> {
    xml: Xml<'a>,
    book: Book,
    styles: HashMap<String, Style>,
}

/// How a style shows its cells.
#[derive(Clone, Default)]
struct Style {
    format: Arc<Format>,
    ink: Ink,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), Error> {
        let mut style = String::new();
        loop {
            let tag = match self.xml.next()? {
                Node::Open(tag) => tag,
                Node::End => return Ok(()),
                _ => continue,
            };
            match tag.local() {
                "Style" => {
                    style = tag.attr("ID").unwrap_or_default().into_owned();
                    // What it is based on stands before it.
                    let parent = tag.attr("Parent");
                    if let Some(own) = parent.and_then(|p| self.styles.get(&*p).cloned()) {
                        self.styles.insert(style.clone(), own);
                    }
                }
                "Font" | "Interior" | "Border" => {
                    let mut own = self.styles.get(&style).cloned().unwrap_or_default();
                    looks(&tag, &mut own.ink);
                    if own.ink != Ink::default() {
                        let bytes = 2 * size_of::<Style>() + style.len();
                        self.book.budget.take(Cost::Formats, bytes)?;
                        self.styles.insert(style.clone(), own);
                    }
                }
                "NumberFormat" => {
                    let format = named(&tag.attr("Format").unwrap_or_default());
                    let bytes = 2 * size_of::<Format>() + style.len();
                    self.book.budget.take(Cost::Formats, bytes)?;
                    self.styles.entry(style.clone()).or_default().format = format.into();
                }
                "Worksheet" => {
                    let name = tag.attr("Name").unwrap_or_default();
                    self.book.add_sheet(&name, false)?;
                }
                "Table" => self.table()?,
                "Visible" => {
                    let hidden = self.xml.text()?.trim() != "SheetVisible";
                    if let Some(sheet) = self.book.sheets.last_mut() {
                        sheet.hidden |= hidden;
                    }
                }
                "Date1904" => self.book.date1904 = true,
                _ => {}
            }
        }
    }

    /// Reads the table that was just opened.
    fn table(&mut self) -> Result<(), Error> {
        let outside = self.xml.depth() - 1;
        let (mut row, mut column) = (0u32, 0u32);
        while self.xml.depth() > outside {
            let Node::Open(tag) = self.xml.next()? else {
                continue;
            };
            let from = |last: u32| number(&tag, "Index").unwrap_or(last.saturating_add(1));
            let span = number(&tag, "Span").unwrap_or(0);
            let hidden = tag.attr("Hidden").as_deref() == Some("1");
            match tag.local() {
                "Column" => {
                    let first = from(column);
                    column = first.saturating_add(span);
                    if let (true, Some(sheet)) = (hidden, self.book.sheets.last_mut()) {
                        sheet.hide_columns(first, column);
                    }
                }
                "Row" => {
                    let first = from(row);
                    row = first.saturating_add(span);
                    if let (true, Some(sheet)) = (hidden, self.book.sheets.last_mut()) {
                        sheet.hide_rows(first, row.min(LAST_ROW));
                    }
                    self.row(first)?;
                }
                _ => self.xml.skip()?,
            }
        }
        Ok(())
    }

    /// Reads the row that was just opened.
    fn row(&mut self, row: u32) -> Result<(), Error> {
        let outside = self.xml.depth() - 1;
        let mut column = 0u32;
        while self.xml.depth() > outside {
            let Node::Open(tag) = self.xml.next()? else {
                continue;
            };
            if tag.local() != "Cell" {
                self.xml.skip()?;
                continue;
            }
            let at = At::new(
                row,
                number(&tag, "Index").unwrap_or(column.saturating_add(1)),
            );
            let down = number(&tag, "MergeDown").unwrap_or(0);
            let right = number(&tag, "MergeAcross").unwrap_or(0);
            column = at.column.saturating_add(right);
            let to = At::new(row.saturating_add(down), column);
            if at.valid()
                && let Some(sheet) = self.book.sheets.last_mut()
            {
                sheet.merge(Region::of(at, to));
            }
            let style = tag.attr("StyleID").unwrap_or_default();
            let style = self.styles.get(&*style).cloned().unwrap_or_default();
            self.cell(at, &style)?;
        }
        Ok(())
    }

    /// Reads what is in the cell that was just opened.
    fn cell(&mut self, at: At, style: &Style) -> Result<(), Error> {
        let outside = self.xml.depth() - 1;
        while self.xml.depth() > outside {
            let Node::Open(tag) = self.xml.next()? else {
                continue;
            };
            match tag.local() {
                "Data" => {
                    let kind = tag.attr("Type").unwrap_or_default();
                    let text = self.xml.text()?.replace("\r\n", "\n");
                    let content = self.content(&kind, text, &style.format);
                    let inks = Inks::from(style.ink);
                    (self.book).put_shown(at, content, None, inks, &style.format);
                }
                "Comment" => {
                    let author = tag.attr("Author").unwrap_or_default();
                    let text = self.xml.text()?;
                    self.book.note(at, &author, &text);
                }
                _ => self.xml.skip()?,
            }
        }
        Ok(())
    }

    fn content(&self, kind: &str, text: String, format: &Format) -> Content {
        match kind {
            "Number" => match text.trim().parse::<f64>() {
                Ok(n) if n.is_finite() => {
                    Content::Number(n, format.show(n, self.book.date1904).into())
                }
                _ => Content::Text(text.into()),
            },
            "DateTime" => Content::Text(format.show_moment(&text).into()),
            "Boolean" => Content::Bool(text.trim() == "1"),
            "Error" => Content::Error(text.into()),
            _ if !self.book.has_room(text.len()) => Content::Text(text.into()),
            _ => Content::Text(format.show_text(text.into())),
        }
    }
}

/// What a font, a fill or a border of a style says of how its cells are set.
fn looks(tag: &Tag<'_>, ink: &mut Ink) {
    let color = tag.attr("Color");
    let white = color.is_some_and(|c| c.eq_ignore_ascii_case("#ffffff"));
    match tag.local() {
        "Font" => {
            ink.white = white;
            ink.strike = tag.attr("StrikeThrough").as_deref() == Some("1");
            ink.script = match tag.attr("VerticalAlign").as_deref() {
                Some("Superscript") => Script::Super,
                Some("Subscript") => Script::Sub,
                _ => Script::Line,
            };
        }
        "Interior" => {
            let pattern = tag.attr("Pattern");
            ink.filled = !white && !matches!(pattern.as_deref(), None | Some("None"));
        }
        _ => {
            let place = tag.attr("Position");
            ink.crossed |= matches!(place.as_deref(), Some("DiagonalLeft" | "DiagonalRight"));
        }
    }
}

fn number(tag: &Tag<'_>, name: &str) -> Option<u32> {
    tag.attr(name)?.trim().parse().ok()
}

/// A number format, which may be one of those that have a name.
fn named(format: &str) -> Format {
    match format {
        "Percent" => Format::parse("0%"),
        "General" | "General Number" | "Fixed" | "Standard" | "Currency" | "Euro Currency"
        | "Scientific" | "Yes/No" | "True/False" | "On/Off" => Format::default(),
        "General Date" | "Long Date" | "Medium Date" | "Short Date" => Format::built_in(14),
        "Long Time" | "Medium Time" | "Short Time" => Format::built_in(20),
        code => Format::parse(code),
    }
}
