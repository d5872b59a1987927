//! Reads `.xlsx` (SpreadsheetML, ECMA-376 part 1 §18), Transitional and Strict.

use std::collections::HashMap;
use std::sync::Arc;

use super::book::{Book, Content, Sheet};
use super::formula::{Code, Dialect, Formula};
use super::number::Format;
use super::reference::{At, Region};
use super::xml::{Node, Tag, Xml};
use super::{Error, properties};
use crate::package::Package;
use crate::said;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    let package = Package::open(bytes)?;
    let main = package.main_part();
    let relations = package.relationships(main)?;
    let mut book = Book::new();
    book.properties = properties::of_package(&package);
    let listed = workbook(&content(&package, main)?, main, &mut book)?;
    let strings = match relations.iter().find(|r| r.is("sharedStrings")) {
        Some(r) => strings(&content(&package, &r.target)?, &r.target)?,
        None => Vec::new(),
    };
    let formats = match relations.iter().find(|r| r.is("styles")) {
        Some(r) => formats(&content(&package, &r.target)?, &r.target)?,
        None => Vec::new(),
    };
    for entry in listed {
        let Some(relation) = relations.iter().find(|r| r.id == entry.relation) else {
            return Err(Error::MissingPart { part: entry.name });
        };
        // Chart and dialog sheets hold no cells.
        if !relation.is("worksheet") {
            continue;
        }
        let content = content(&package, &relation.target)?;
        book.sheets.push(Sheet {
            name: entry.name,
            hidden: entry.hidden,
            ..Sheet::default()
        });
        let mut reader = SheetReader {
            xml: Xml::new(&content, &relation.target),
            part: &relation.target,
            book: &mut book,
            strings: &strings,
            formats: &formats,
            shared: HashMap::new(),
        };
        reader.read()?;
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

/// The shared strings (§18.4).
fn strings(content: &[u8], part: &str) -> Result<Vec<Arc<str>>, Error> {
    let mut xml = Xml::new(content, part);
    let mut out = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.local() == "si" => out.push(rich(&mut xml)?.into()),
            Node::End => return Ok(out),
            _ => {}
        }
    }
}

/// The text of an `si` or `is` that was just opened: its runs, without phonetic guides.
fn rich(xml: &mut Xml<'_>) -> Result<String, Error> {
    let outside = xml.depth() - 1;
    let mut out = String::new();
    let mut in_text = false;
    while xml.depth() > outside {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "t" => in_text = true,
                "rPh" | "extLst" => xml.skip()?,
                _ => {}
            },
            Node::Close => in_text = false,
            Node::Text(text) if in_text => xml.push(&text, &mut out)?,
            Node::Text(_) => {}
            Node::End => break,
        }
    }
    Ok(unescape(out))
}

/// Resolves `_x000D_` and its like (ST_Xstring, §22.9.2.19).
fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let escaped = rest
            .get(2..7)
            .and_then(|code| code.strip_suffix('_'))
            .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        let used = match escaped {
            // A carriage return before a line feed is half of a line break.
            Some('\r') => 7,
            Some(c) => {
                out.push(c);
                7
            }
            None => {
                out.push_str("_x");
                2
            }
        };
        rest = &rest[used..];
    }
    out.push_str(rest);
    out
}

/// The number formats of the cell formats (`cellXfs`, §18.8.10).
fn formats(content: &[u8], part: &str) -> Result<Vec<Arc<Format>>, Error> {
    let mut xml = Xml::new(content, part);
    let mut custom: HashMap<u32, Arc<Format>> = HashMap::new();
    let mut out = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "numFmt" => {
                    if let (Some(id), Some(code)) =
                        (number(&tag, "numFmtId"), tag.attr("formatCode"))
                    {
                        custom
                            .entry(id)
                            .or_insert_with(|| Format::parse(&code).into());
                    }
                }
                "xf" => {
                    let id = number(&tag, "numFmtId").unwrap_or(0);
                    let format = custom
                        .entry(id)
                        .or_insert_with(|| Format::built_in(id).into());
                    out.push(format.clone());
                }
                "cellStyleXfs" | "dxfs" | "extLst" => xml.skip()?,
                _ => {}
            },
            Node::End => return Ok(out),
            _ => {}
        }
    }
}

fn number(tag: &Tag<'_>, name: &str) -> Option<u32> {
    tag.attr(name)?.trim().parse().ok()
}

/// Reads one worksheet (§18.3).
struct SheetReader<'a> {
    xml: Xml<'a>,
    part: &'a str,
    book: &'a mut Book,
    strings: &'a [Arc<str>],
    formats: &'a [Arc<Format>],
    /// Formulas that further cells share, with the cell that they are written for.
    shared: HashMap<u32, (Arc<Code>, At)>,
}

/// A cell's attributes.
#[derive(Default)]
struct CellTag {
    style: usize,
    kind: Kind,
}

/// What a cell's `v` is (ST_CellType, §18.18.11).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

impl SheetReader<'_> {
    fn read(&mut self) -> Result<(), Error> {
        let (mut row, mut column) = (0, 0);
        loop {
            match self.xml.next()? {
                Node::Open(tag) => match tag.local() {
                    "row" => {
                        row = number(&tag, "r").unwrap_or(row + 1);
                        column = 0;
                        let flat = tag.attr("ht").is_some_and(|ht| ht.parse() == Ok(0.0));
                        if (flat || truth(tag.attr("hidden").as_deref()))
                            && let Some(sheet) = self.book.sheets.last_mut()
                        {
                            sheet.hide_rows(row, row);
                        }
                    }
                    "c" => {
                        let mut at = At::new(row, column + 1);
                        let mut cell = CellTag::default();
                        for (name, value) in tag.attrs() {
                            match name {
                                "r" => at = At::parse(&value).unwrap_or(at),
                                "s" => cell.style = value.parse().unwrap_or(0),
                                "t" => cell.kind = kind(&value),
                                _ => {}
                            }
                        }
                        column = at.column;
                        self.cell(at, &cell)?;
                    }
                    "col" => {
                        let flat = tag.attr("width").is_some_and(|w| w.parse() == Ok(0.0));
                        if let (true, Some(first), Some(last), Some(sheet)) = (
                            flat || truth(tag.attr("hidden").as_deref()),
                            number(&tag, "min"),
                            number(&tag, "max"),
                            self.book.sheets.last_mut(),
                        ) {
                            sheet.hide_columns(first, last);
                        }
                    }
                    "mergeCell" => {
                        let region = tag.attr("ref").and_then(|r| Region::parse(&r));
                        if let (Some(region), Some(sheet)) = (region, self.book.sheets.last_mut()) {
                            sheet.merge(region);
                        }
                    }
                    "extLst" | "dataValidations" | "conditionalFormatting" => self.xml.skip()?,
                    _ => {}
                },
                Node::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Reads the cell whose tag was just opened.
    fn cell(&mut self, at: At, tag: &CellTag) -> Result<(), Error> {
        let outside = self.xml.depth() - 1;
        let mut value = None;
        let mut inline = None;
        let mut formula = None;
        while self.xml.depth() > outside {
            if let Node::Open(inner) = self.xml.next()? {
                match inner.local() {
                    "v" => value = Some(self.xml.text()?),
                    "is" => inline = Some(rich(&mut self.xml)?),
                    "f" => formula = Some(self.formula(&inner, at)?),
                    _ => self.xml.skip()?,
                }
            }
        }
        let format = self.formats.get(tag.style).cloned().unwrap_or_default();
        let content = match (inline, &value) {
            (Some(text), _) => Content::Text(text.into()),
            (None, Some(value)) => self.content(tag.kind, value, &format)?,
            (None, None) => Content::Blank,
        };
        // A formula's text can be empty; any other type has a value or no result.
        let stored = tag.kind == Kind::Text || content != Content::Blank;
        let formula = formula.map(|(code, shift)| {
            Box::new(Formula {
                code,
                shift,
                format,
                stored,
            })
        });
        self.book.put(at, content, formula);
        Ok(())
    }

    fn content(&self, kind: Kind, value: &str, format: &Format) -> Result<Content, Error> {
        let value = value.trim_matches(['\t', '\n', '\r']);
        if value.is_empty() {
            return Ok(Content::Blank);
        }
        Ok(match kind {
            Kind::Shared => {
                let index: Option<usize> = value.trim().parse().ok();
                let text = index.and_then(|i| self.strings.get(i));
                let why = || said!("没有第 {value} 个共享字符串", "no shared string {value}");
                let text = text.ok_or_else(|| Error::damaged(self.part, why()))?;
                Content::Text(text.clone())
            }
            Kind::Text => Content::Text(unescape(value.to_owned()).into()),
            Kind::Error => Content::Error(value.into()),
            Kind::Bool => match value.trim() {
                "1" | "true" | "TRUE" => Content::Bool(true),
                "0" | "false" | "FALSE" => Content::Bool(false),
                other => Content::Text(other.into()),
            },
            Kind::Date => Content::Text(super::number::iso(value).into()),
            Kind::Number => match value.trim().parse::<f64>() {
                Ok(n) if n.is_finite() => {
                    Content::Number(n, format.show(n, self.book.date1904).into())
                }
                _ => Content::Text(value.into()),
            },
        })
    }

    /// Reads the formula whose tag was just opened.
    fn formula(&mut self, tag: &Tag<'_>, at: At) -> Result<(Arc<Code>, (i32, i32)), Error> {
        let (mut kind, mut index) = (String::new(), None);
        for (name, value) in tag.attrs() {
            match name {
                "t" => kind = value.into_owned(),
                "si" => index = value.parse().ok(),
                _ => {}
            }
        }
        let text = self.xml.text()?;
        if kind == "dataTable" {
            return Ok((Code::closed(&text).into(), (0, 0)));
        }
        if kind != "shared" {
            let code = Code::parse(&text, Dialect::Excel);
            return Ok((code.into(), (0, 0)));
        }
        let index = index.unwrap_or(0);
        if text.trim().is_empty()
            && let Some((code, origin)) = self.shared.get(&index)
        {
            let moved = |to: u32, from: u32| to as i32 - from as i32;
            let shift = (moved(at.row, origin.row), moved(at.column, origin.column));
            return Ok((code.clone(), shift));
        }
        let code = Arc::new(if text.trim().is_empty() {
            Code::closed("")
        } else {
            Code::parse(&text, Dialect::Excel)
        });
        self.shared.insert(index, (code.clone(), at));
        Ok((code, (0, 0)))
    }
}

fn kind(name: &str) -> Kind {
    match name {
        "s" => Kind::Shared,
        "str" | "inlineStr" => Kind::Text,
        "b" => Kind::Bool,
        "e" => Kind::Error,
        "d" => Kind::Date,
        _ => Kind::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_in_strings_are_resolved() {
        let read = |s: &str| unescape(s.to_owned());
        assert_eq!(read("甲_x000D_\n乙"), "甲\n乙");
        assert_eq!(read("a_x0041_b_x005F_x0041_"), "aAb_x0041_");
        assert_eq!(read("_x00"), "_x00");
        assert_eq!(read("_xD800_汉_x汉字_"), "_xD800_汉_x汉字_");
    }
}
