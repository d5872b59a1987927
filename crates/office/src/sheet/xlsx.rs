//! Reads `.xlsx` (SpreadsheetML, ECMA-376 part 1 §18), Transitional and Strict.

mod cells;
mod drawing;
mod notes;
mod strings;

use std::collections::HashMap;
use std::sync::Arc;

use super::book::Book;
use super::ink::Ink;
use super::number::Format;
use super::reference::At;
use super::xml::{Node, Tag, Xml};
use super::{Error, properties};
use crate::Cost;
use crate::budget::Budget;
use crate::package::Package;
use crate::paper::{DrawingKind, Script};

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    let package = Package::open(bytes)?;
    let main = package.main_part();
    let relations = package.relationships(main)?;
    let mut book = Book::new();
    book.properties = properties::of_package(&package);
    let listed = workbook(&content(&package, main)?, main, &mut book)?;
    let strings = match relations.iter().find(|r| r.is("sharedStrings")) {
        Some(r) => strings::shared(&content(&package, &r.target)?, &r.target, &book.budget)?,
        None => Vec::new(),
    };
    let formats = match relations.iter().find(|r| r.is("styles")) {
        Some(r) => formats(&content(&package, &r.target)?, &r.target, &book.budget)?,
        None => Vec::new(),
    };
    let mut related = HashMap::new();
    for relation in &relations {
        related.entry(relation.id.as_str()).or_insert(relation);
    }
    for entry in listed {
        let Some(relation) = related.get(entry.relation.as_str()) else {
            return Err(Error::MissingPart { part: entry.name });
        };
        // Chart and dialog sheets hold no cells.
        if !relation.is("worksheet") {
            continue;
        }
        let content = content(&package, &relation.target)?;
        book.add_sheet(&entry.name, entry.hidden)?;
        cells::read(&content, &relation.target, &strings, &formats, &mut book)?;
        let beside = package.relationships(&relation.target)?;
        for shapes in beside.iter().filter(|r| r.is("drawing")) {
            if let Some(part) = package.xml(&shapes.target)? {
                drawing::read(&part, &shapes.target, &mut book)?;
            }
        }
        // Embedded documents and the controls of forms: where they lie stands in a part of its own.
        for relation in &beside {
            if relation.is("oleObject") || relation.is("package") {
                book.draw(At::new(1, 1), DrawingKind::Object);
            } else if relation.is("control") || relation.is("ctrlProp") {
                book.draw(At::new(1, 1), DrawingKind::Control);
            }
        }
        notes::read(&package, &beside, &mut book);
    }
    Ok(book)
}

fn content(package: &Package<'_>, name: &str) -> Result<Vec<u8>, Error> {
    package.xml(name)?.ok_or_else(|| Error::MissingPart {
        part: name.to_owned(),
    })
}

/// A sheet as the workbook part lists it.
struct Listed {
    name: String,
    relation: String,
    hidden: bool,
}

fn workbook(content: &[u8], part: &str, book: &mut Book) -> Result<Vec<Listed>, Error> {
    let mut xml = Xml::new(content, part);
    let mut sheets = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "sheet" => {
                    let (mut name, mut relation, mut hidden) = Default::default();
                    for (attr, value) in tag.attrs() {
                        match attr {
                            "name" => name = value.into_owned(),
                            "id" => relation = value.into_owned(),
                            "state" => hidden = value != "visible",
                            _ => {}
                        }
                    }
                    let bytes = size_of::<Listed>() + name.len() + relation.len();
                    book.budget.take(Cost::Sheets, bytes)?;
                    sheets.push(Listed {
                        name,
                        relation,
                        hidden,
                    });
                }
                "workbookPr" => book.date1904 |= truth(tag.attr("date1904").as_deref()),
                "calcPr" => book.stale |= truth(tag.attr("fullCalcOnLoad").as_deref()),
                "extLst" => xml.skip()?,
                _ => {}
            },
            Node::End => return Ok(sheets),
            _ => {}
        }
    }
}

/// An `xsd:boolean`.
fn truth(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}

/// What is read of a cell format.
#[derive(Clone, Default)]
struct CellFormat {
    number: Arc<Format>,
    ink: Ink,
}

/// The cell formats (`cellXfs`, §18.8.10): their number formats and fonts.
fn formats(content: &[u8], part: &str, budget: &Budget) -> Result<Vec<CellFormat>, Error> {
    let mut xml = Xml::new(content, part);
    let mut fonts: Vec<Ink> = Vec::new();
    let mut custom: HashMap<u32, Arc<Format>> = HashMap::new();
    let mut out = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "numFmt" => {
                    if let (Some(id), Some(code)) =
                        (number(&tag, "numFmtId"), tag.attr("formatCode"))
                    {
                        budget.take(Cost::Formats, size_of::<Format>() + code.len())?;
                        custom
                            .entry(id)
                            .or_insert_with(|| Format::parse(&code).into());
                    }
                }
                "font" => {
                    budget.take(Cost::Formats, size_of::<Ink>())?;
                    fonts.push(font(&mut xml)?);
                }
                "xf" => {
                    budget.take(Cost::Formats, 2 * size_of::<CellFormat>())?;
                    let ink = number(&tag, "fontId").and_then(|id| fonts.get(id as usize));
                    let ink = ink.copied().unwrap_or_default();
                    let id = number(&tag, "numFmtId").unwrap_or(0);
                    let format = custom
                        .entry(id)
                        .or_insert_with(|| Format::built_in(id).into());
                    let number = format.clone();
                    out.push(CellFormat { number, ink });
                }
                "cellStyleXfs" | "dxfs" | "extLst" => xml.skip()?,
                _ => {}
            },
            Node::End => return Ok(out),
            _ => {}
        }
    }
}

/// The font (§18.8.22), or the run's properties (§18.4.7), that was just opened.
fn font(xml: &mut Xml<'_>) -> Result<Ink, Error> {
    let outside = xml.depth() - 1;
    let mut ink = Ink::default();
    while xml.depth() > outside {
        if let Node::Open(tag) = xml.next()? {
            let value = tag.attr("val");
            match tag.local() {
                "strike" => ink.strike = !matches!(value.as_deref(), Some("0" | "false")),
                "vertAlign" => {
                    ink.script = match value.as_deref() {
                        Some("superscript") => Script::Super,
                        Some("subscript") => Script::Sub,
                        _ => Script::Line,
                    };
                }
                _ => {}
            }
        }
    }
    Ok(ink)
}

fn number(tag: &Tag<'_>, name: &str) -> Option<u32> {
    tag.attr(name)?.trim().parse().ok()
}
