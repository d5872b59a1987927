//! The cells of a worksheet, and what is hidden or merged (§18.3).

use std::collections::HashMap;
use std::sync::Arc;

use super::super::book::Book;
use super::super::content::Content;
use super::super::formula::{Code, Dialect, Formula};
use super::super::ink::Inks;
use super::super::number::{Format, iso};
use super::super::reference::{At, Region};
use super::super::xml::{Node, Tag, Xml};
use super::super::{Damage, Error};
use super::strings::{SharedString, rich, unescape};
use super::{CellFormat, number, truth};
use crate::paper::Aside;

/// Reads a worksheet onto the sheet that was added to the book last.
pub(super) fn read(
    content: &[u8],
    part: &str,
    strings: &[SharedString],
    formats: &[CellFormat],
    book: &mut Book,
) -> Result<(), Error> {
    let mut reader = SheetReader {
        xml: Xml::new(content, part),
        part,
        book,
        strings,
        formats,
        shared: HashMap::new(),
    };
    reader.read()
}

struct SheetReader<'a> {
    xml: Xml<'a>,
    part: &'a str,
    book: &'a mut Book,
    strings: &'a [SharedString],
    formats: &'a [CellFormat],
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
                    "oddHeader" | "evenHeader" | "firstHeader" => {
                        let code = self.xml.text()?;
                        self.book.edge(Aside::Header, &code);
                    }
                    "oddFooter" | "evenFooter" | "firstFooter" => {
                        let code = self.xml.text()?;
                        self.book.edge(Aside::Footer, &code);
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
        let (format, mut inks) = (format.number, Inks::from(format.ink));
        let content = match (inline, &value) {
            (Some(rich), _) => {
                inks.runs = rich.shared_runs();
                Content::Text(rich.text.into())
            }
            (None, Some(value)) => self.content(tag.kind, value, &format, &mut inks)?,
            (None, None) => Content::Blank,
        };
        let content = match content {
            Content::Text(text) if self.book.has_room(text.len()) => {
                Content::Text(format.show_text(text))
            }
            other => other,
        };
        // A formula's text can be empty; any other type has a value or no result.
        let stored = tag.kind == Kind::Text || content != Content::Blank;
        let formula = formula.map(|(code, shift)| {
            Box::new(Formula {
                code,
                shift,
                format: format.clone(),
                stored,
                empty: tag.kind == Kind::Text && value.as_deref() == Some(""),
            })
        });
        self.book.put_shown(at, content, formula, inks, &format);
        Ok(())
    }

    fn content(
        &self,
        kind: Kind,
        value: &str,
        format: &Format,
        inks: &mut Inks,
    ) -> Result<Content, Error> {
        let value = value.trim_matches(['\t', '\n', '\r']);
        if value.is_empty() {
            return Ok(Content::Blank);
        }
        Ok(match kind {
            Kind::Shared => {
                let index: Option<usize> = value.trim().parse().ok();
                let text = index.and_then(|i| self.strings.get(i));
                let text = text.ok_or_else(|| {
                    let number = value.to_owned();
                    Error::damaged(self.part, Damage::SharedString { number })
                })?;
                inks.runs.clone_from(&text.runs);
                Content::Text(text.text.clone())
            }
            Kind::Text => Content::Text(unescape(value.to_owned()).into()),
            Kind::Error => Content::Error(value.into()),
            Kind::Bool => match value.trim() {
                "1" | "true" | "TRUE" => Content::Bool(true),
                "0" | "false" | "FALSE" => Content::Bool(false),
                other => Content::Text(other.into()),
            },
            Kind::Date => Content::Text(iso(value).into()),
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
            let code = self.book.new_formula(Code::closed(&text))?;
            return Ok((code, (0, 0)));
        }
        if kind != "shared" {
            let code = Code::parse(&text, Dialect::Excel);
            return Ok((self.book.new_formula(code)?, (0, 0)));
        }
        let index = index.unwrap_or(0);
        if text.trim().is_empty()
            && let Some((code, origin)) = self.shared.get(&index)
        {
            let moved = |to: u32, from: u32| to as i32 - from as i32;
            let shift = (moved(at.row, origin.row), moved(at.column, origin.column));
            return Ok((code.clone(), shift));
        }
        let code = self.book.new_formula(if text.trim().is_empty() {
            Code::closed("")
        } else {
            Code::parse(&text, Dialect::Excel)
        })?;
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
