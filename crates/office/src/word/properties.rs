//! Formatting as it is written: one layer of run or paragraph properties (ECMA-376 part 1
//! §17.3.1.26, §17.3.2.28), each said or left open. Layers are put together by `styles`.

use super::color::{self, Theme};
use crate::build::look::{ParagraphLayer, RunLayer, each_over};
use crate::build::symbol::SymbolFont;
use crate::paper::{Print, Script};
use crate::xml::{self, Ns, Reader, Tag, attribute_value};

impl RunLayer {
    /// Takes in one child element of a `w:rPr`.
    pub(super) fn take(
        &mut self,
        reader: &mut Reader<'_>,
        tag: &Tag<'_>,
        theme: &Theme,
    ) -> Result<(), xml::Error> {
        if (tag.ns, tag.name) == (Ns::Word2010, b"textFill") {
            self.fill = self.effects.fill(reader, theme)?;
            return Ok(());
        }
        self.effects.take(reader, tag)?;
        if tag.ns != Ns::Word {
            return Ok(());
        }
        match tag.name {
            b"rPrChange" => self.changed = true,
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
            b"sz" => self.size = integer(reader, tag).map(|n| n.clamp(1, 3276) as u16),
            b"position" => self.raised = integer(reader, tag),
            b"rFonts" => {
                let attribute = |name| reader.attribute(tag, Ns::Word, name);
                let themed = attribute(b"eastAsiaTheme").and_then(|name| theme.face(name));
                let literal = attribute(b"eastAsia").map(color::face).transpose()?;
                self.face = themed.or(literal).or(self.face);
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

impl ParagraphLayer {
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
            b"ind" => self.indent(reader, tag),
            b"jc" => {
                // Left and justified: alike on a line that is not full.
                let plain = |v: &&[u8]| matches!(*v, b"left" | b"start" | b"both" | b"distribute");
                let other = value(reader, tag).filter(|v| !plain(v));
                self.alignment = Some(other.map(Print::of).unwrap_or_default());
            }
            b"spacing" => {
                let number = |name| reader.attribute(tag, Ns::Word, name).and_then(number);
                let own = [number(b"before"), number(b"after"), number(b"line")];
                self.spacing = each_over(own, self.spacing);
            }
            b"framePr" => self.border = Some(Print::of(tag.name)),
            b"pBdr" => self.border = Some(borders(reader)?.0),
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

impl ParagraphLayer {
    /// `w:ind`: left, right, and of the first line, in twentieths of a point. In characters, where
    /// it says so, which wins.
    fn indent(&mut self, reader: &Reader<'_>, tag: &Tag<'_>) {
        let number = |name: &[u8]| reader.attribute(tag, Ns::Word, name).and_then(number);
        // A character is 240 twentieths in twelve points.
        let chars = |name: &[u8]| {
            number(name)
                .filter(|n| *n != 0)
                .map(|n| n.saturating_mul(2))
        };
        let either = |in_chars: Option<i32>, names: [&[u8]; 2]| {
            in_chars.or_else(|| names.into_iter().find_map(number))
        };
        let left = chars(b"leftChars").or(chars(b"startChars"));
        let right = chars(b"rightChars").or(chars(b"endChars"));
        let first = chars(b"firstLineChars").or(chars(b"hangingChars").map(i32::wrapping_neg));
        let first = first
            .or_else(|| number(b"firstLine").filter(|n| *n != 0))
            .or_else(|| number(b"hanging").map(i32::wrapping_neg))
            .or_else(|| number(b"firstLine"));
        let own = [
            either(left, [b"left", b"start"]),
            either(right, [b"right", b"end"]),
            first,
        ];
        self.indent = each_over(own, self.indent);
    }
}

/// The borders in a `w:pBdr` or `w:tcBorders`: which sides have one, and how it looks; and whether
/// one goes from corner to corner.
pub(super) fn borders(reader: &mut Reader<'_>) -> Result<(Print, bool), xml::Error> {
    let (mut all, mut crossed) = (Print::default(), false);
    reader.children(|reader, tag| {
        let attribute = |name| reader.attribute(&tag, Ns::Word, name);
        let kind = attribute(b"val").unwrap_or(b"none");
        if !matches!(kind, b"none" | b"nil") {
            let size = attribute(b"sz").unwrap_or_default();
            let color = attribute(b"color").unwrap_or(b"auto");
            all = all.and(tag.name).and(kind).and(size).and(color);
            crossed |= matches!(tag.name, b"tl2br" | b"tr2bl");
        }
        Ok::<_, xml::Error>(())
    })?;
    Ok((all, crossed))
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

/// A tracked insertion or deletion, as a property.
pub(super) fn is_change(tag: &Tag<'_>) -> bool {
    tag.ns == Ns::Word && matches!(tag.name, b"ins" | b"del" | b"moveFrom" | b"moveTo")
}
