//! Formatting as it is written: one layer of run or paragraph properties (ECMA-376 part 1
//! §17.3.1.26, §17.3.2.28), each said or left open. Layers are put together by `styles`.

use super::color::{self, Theme};
use super::symbol::SymbolFont;
use crate::paper::{Rgb, Script};
use crate::xml::{self, Ns, Reader, Tag, attribute_value};

/// A layer of run properties: what one style or one `w:rPr` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RunLayer {
    pub color: Option<Option<Rgb>>,
    pub highlight: Option<Option<Rgb>>,
    pub shading: Option<Option<Rgb>>,
    pub font: Option<Option<SymbolFont>>,
    pub underline: Option<bool>,
    pub framed: Option<bool>,
    pub script: Option<Script>,
    pub toggles: Toggles,
}

/// The toggle properties (§17.7.3), which are added over styles by exclusive or.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Toggles {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub strike: Option<bool>,
    pub hidden: Option<bool>,
}

impl RunLayer {
    /// This layer where it speaks, else the one below.
    pub(super) fn over(self, below: RunLayer) -> RunLayer {
        RunLayer {
            color: self.color.or(below.color),
            highlight: self.highlight.or(below.highlight),
            shading: self.shading.or(below.shading),
            font: self.font.or(below.font),
            underline: self.underline.or(below.underline),
            framed: self.framed.or(below.framed),
            script: self.script.or(below.script),
            toggles: Toggles {
                bold: self.toggles.bold.or(below.toggles.bold),
                italic: self.toggles.italic.or(below.toggles.italic),
                strike: self.toggles.strike.or(below.toggles.strike),
                hidden: self.toggles.hidden.or(below.toggles.hidden),
            },
        }
    }

    /// Takes in one child element of a `w:rPr`.
    pub(super) fn take(
        &mut self,
        reader: &Reader<'_>,
        tag: &Tag<'_>,
        theme: &Theme,
    ) -> Result<(), xml::Error> {
        if tag.ns != Ns::Word {
            return Ok(());
        }
        match tag.name {
            b"color" => self.color = Some(color::font_color(reader, tag, theme)),
            b"highlight" => self.highlight = Some(color::highlight(reader, tag)),
            b"shd" => self.shading = Some(color::shading(reader, tag, theme)),
            b"b" => self.toggles.bold = Some(is_on(reader, tag)),
            b"i" => self.toggles.italic = Some(is_on(reader, tag)),
            b"strike" | b"dstrike" => {
                let on = is_on(reader, tag);
                self.toggles.strike = Some(on || self.toggles.strike == Some(true));
            }
            b"vanish" => self.toggles.hidden = Some(is_on(reader, tag)),
            b"u" => {
                self.underline = Some(!matches!(value(reader, tag), None | Some(b"none")));
            }
            b"bdr" | b"em" => {
                let on = !matches!(value(reader, tag), None | Some(b"none" | b"nil"));
                self.framed = Some(on || self.framed == Some(true));
            }
            b"vertAlign" => {
                self.script = Some(match value(reader, tag) {
                    Some(b"superscript") => Script::Super,
                    Some(b"subscript") => Script::Sub,
                    _ => Script::Line,
                });
            }
            b"rFonts" => {
                let named = [&b"ascii"[..], b"hAnsi"]
                    .into_iter()
                    .find_map(|name| reader.attribute(tag, Ns::Word, name));
                if let Some(raw) = named {
                    self.font = Some(SymbolFont::of(&attribute_value(raw)?));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// A layer of paragraph properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ParagraphLayer {
    pub shading: Option<Option<Rgb>>,
    /// `w:numId`: 0 takes a style's numbering away.
    pub list: Option<i32>,
    /// `w:ilvl`.
    pub level: Option<u8>,
}

impl ParagraphLayer {
    /// This layer where it speaks, else the one below.
    pub(super) fn over(self, below: ParagraphLayer) -> ParagraphLayer {
        ParagraphLayer {
            shading: self.shading.or(below.shading),
            list: self.list.or(below.list),
            level: self.level.or(below.level),
        }
    }

    /// Takes in one child element of a `w:pPr`.
    pub(super) fn take(
        &mut self,
        reader: &mut Reader<'_>,
        tag: &Tag<'_>,
        theme: &Theme,
    ) -> Result<(), xml::Error> {
        if tag.ns != Ns::Word {
            return Ok(());
        }
        match tag.name {
            b"shd" => self.shading = Some(color::shading(reader, tag, theme)),
            b"numPr" => reader.children(|reader, tag| {
                match (tag.ns, tag.name) {
                    (Ns::Word, b"numId") => self.list = integer(reader, &tag),
                    (Ns::Word, b"ilvl") => {
                        self.level = integer(reader, &tag).map(|l: i32| l.clamp(0, 8) as u8);
                    }
                    _ => {}
                }
                Ok::<_, xml::Error>(())
            })?,
            _ => {}
        }
        Ok(())
    }
}

/// The `w:val` of a tag, references unresolved.
pub(super) fn value<'a>(reader: &Reader<'a>, tag: &Tag<'a>) -> Option<&'a [u8]> {
    reader.attribute(tag, Ns::Word, b"val")
}

/// The `w:val` of a tag as a number.
pub(super) fn integer(reader: &Reader<'_>, tag: &Tag<'_>) -> Option<i32> {
    number(value(reader, tag)?)
}

/// A decimal number; some writers give whole numbers a fraction, and those beyond 32 bits are the
/// largest there are.
pub(super) fn number(raw: &[u8]) -> Option<i32> {
    let text = std::str::from_utf8(raw).ok()?.trim();
    match text.parse::<i32>() {
        Ok(number) => Some(number),
        Err(_) => text.parse::<f64>().ok().map(|number| number as i32),
    }
}

/// An on-off element (`ST_OnOff`): on unless it says otherwise.
pub(super) fn is_on(reader: &Reader<'_>, tag: &Tag<'_>) -> bool {
    !matches!(value(reader, tag), Some(b"0" | b"false" | b"off"))
}
