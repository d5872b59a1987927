//! Reads `.xlsx` (SpreadsheetML, ECMA-376 part 1 §18), Transitional and Strict.

mod cells;
mod drawing;
mod notes;
mod strings;
mod vml;

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
use crate::package::{Package, Relationship};
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
        let beside = shapes(&package, &relation.target, &mut book)?;
        notes::read(&package, &beside, &mut book);
    }
    Ok(book)
}

/// Reads what floats over the sheet that was added last. What its part is related to.
pub(super) fn shapes(
    package: &Package<'_>,
    sheet: &str,
    book: &mut Book,
) -> Result<Vec<Relationship>, Error> {
    let beside = package.relationships(sheet)?;
    for shapes in beside.iter().filter(|r| r.is("drawing")) {
        if let Some(part) = package.xml(&shapes.target)? {
            drawing::read(&part, &shapes.target, book)?;
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
    for shapes in beside.iter().filter(|r| r.is("vmlDrawing")) {
        // Notes have their shapes here too; no value depends on them.
        if let Ok(Some(part)) = package.xml(&shapes.target) {
            let _ = vml::read(&part, &shapes.target, book);
        }
    }
    Ok(beside)
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
    let (mut fills, mut borders): (Vec<bool>, Vec<bool>) = (Vec::new(), Vec::new());
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
                "fill" => {
                    budget.take(Cost::Formats, 1)?;
                    fills.push(filled(&mut xml)?);
                }
                "border" => {
                    budget.take(Cost::Formats, 1)?;
                    borders.push(crossed(&tag, &mut xml)?);
                }
                "xf" => {
                    budget.take(Cost::Formats, 2 * size_of::<CellFormat>())?;
                    let ink = number(&tag, "fontId").and_then(|id| fonts.get(id as usize));
                    let mut ink = ink.copied().unwrap_or_default();
                    let of = |list: &[bool], name: &str| {
                        let id = number(&tag, name).unwrap_or(0);
                        list.get(id as usize).copied().unwrap_or(false)
                    };
                    ink.filled = of(&fills, "fillId");
                    ink.crossed = of(&borders, "borderId");
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
                "color" => ink.white = is_white(&tag),
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

/// White: by its value, as the theme's first colour, or by its number in the old palette.
fn is_white(tag: &Tag<'_>) -> bool {
    let untinted = tag.attr("tint").is_none_or(|t| t.parse() == Ok(0.0));
    let rgb = tag.attr("rgb");
    rgb.is_some_and(|rgb| rgb.len() == 8 && rgb[2..].eq_ignore_ascii_case("ffffff"))
        || number(tag, "theme") == Some(0) && untinted
        || matches!(number(tag, "indexed"), Some(1 | 9))
}

/// The fill (§18.8.20) that was just opened colours its cells.
fn filled(xml: &mut Xml<'_>) -> Result<bool, Error> {
    let outside = xml.depth() - 1;
    let mut filled = false;
    while xml.depth() > outside {
        if let Node::Open(tag) = xml.next()? {
            match tag.local() {
                "patternFill" => {
                    let kind = tag.attr("patternType");
                    filled = !matches!(kind.as_deref(), None | Some("none" | "gray125"));
                }
                "fgColor" => filled &= !is_white(&tag),
                "gradientFill" => filled = true,
                _ => {}
            }
        }
    }
    Ok(filled)
}

/// The border (§18.8.4) that was just opened has a line from corner to corner.
fn crossed(tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<bool, Error> {
    let outside = xml.depth() - 1;
    let drawn = ["diagonalUp", "diagonalDown"];
    let drawn = drawn.iter().any(|name| truth(tag.attr(name).as_deref()));
    let mut styled = false;
    while xml.depth() > outside {
        if let Node::Open(tag) = xml.next()?
            && tag.local() == "diagonal"
        {
            let style = tag.attr("style");
            styled = !matches!(style.as_deref(), None | Some("none"));
        }
    }
    Ok(drawn && styled)
}

fn number(tag: &Tag<'_>, name: &str) -> Option<u32> {
    tag.attr(name)?.trim().parse().ok()
}
