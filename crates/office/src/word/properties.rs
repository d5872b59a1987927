//! Formatting as it is written: one layer of run or paragraph properties (ECMA-376 part 1
//! §17.3.1.26, §17.3.2.28), each said or left open. Layers are put together by `styles`.

use super::color::{self, Theme};
use super::effects::EffectLayer;
use super::symbol::SymbolFont;
use crate::paper::{ParagraphFormat, Print, Rgb, Script};
use crate::xml::{self, Ns, Reader, Tag, attribute_value};

/// A layer of run properties: what one style or one `w:rPr` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RunLayer {
    pub color: Option<Option<Rgb>>,
    /// The colour of `w14:textFill`, which goes over `w:color`.
    pub fill: Option<Option<Rgb>>,
    pub highlight: Option<Option<Rgb>>,
    pub shading: Option<Option<Rgb>>,
    pub font: Option<Option<SymbolFont>>,
    pub underline: Option<bool>,
    pub framed: Option<bool>,
    pub script: Option<Script>,
    /// `w:position`: raised by so many half-points.
    pub raised: Option<i32>,
    /// `w:sz`, in half-points.
    pub size: Option<u16>,
    /// The face of East Asian letters.
    pub face: Option<Print>,
    pub effects: EffectLayer,
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
            fill: self.fill.or(below.fill),
            highlight: self.highlight.or(below.highlight),
            shading: self.shading.or(below.shading),
            font: self.font.or(below.font),
            underline: self.underline.or(below.underline),
            framed: self.framed.or(below.framed),
            script: self.script.or(below.script),
            raised: self.raised.or(below.raised),
            size: self.size.or(below.size),
            face: self.face.or(below.face),
            effects: self.effects.over(below.effects),
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

/// A layer of paragraph properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ParagraphLayer {
    pub shading: Option<Option<Rgb>>,
    /// `w:numId`: 0 takes a style's numbering away.
    pub list: Option<i32>,
    /// `w:ilvl`.
    pub level: Option<u8>,
    pub border: Option<Print>,
    pub indent: [Option<i32>; 3],
    pub alignment: Option<Print>,
    pub spacing: [Option<i32>; 3],
}

impl ParagraphLayer {
    /// This layer where it speaks, else the one below.
    pub(super) fn over(self, below: ParagraphLayer) -> ParagraphLayer {
        ParagraphLayer {
            shading: self.shading.or(below.shading),
            list: self.list.or(below.list),
            level: self.level.or(below.level),
            border: self.border.or(below.border),
            indent: each_over(self.indent, below.indent),
            alignment: self.alignment.or(below.alignment),
            spacing: each_over(self.spacing, below.spacing),
        }
    }

    /// What can be seen of the paragraph.
    pub(super) fn format(self) -> ParagraphFormat {
        let print = |numbers: &[Option<i32>]| {
            let said = numbers.iter().map(|n| n.unwrap_or(0));
            if said.clone().all(|n| n == 0) {
                return Print::default();
            }
            said.fold(Print::default(), |p, n| p.and(&n.to_le_bytes()))
        };
        let [left, right, first] = self.indent;
        let level = self.level.map(i32::from);
        ParagraphFormat {
            border: self.border.unwrap_or_default(),
            indent: print(&[left, right, first, level]),
            alignment: self.alignment.unwrap_or_default(),
            spacing: print(&self.spacing),
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
            b"pBdr" => {
                let mut all = Print::default();
                reader.children(|reader, tag| {
                    let kind = value(reader, &tag).unwrap_or(b"none");
                    if !matches!(kind, b"none" | b"nil") {
                        all = all.and(tag.name).and(kind);
                    }
                    Ok::<_, xml::Error>(())
                })?;
                self.border = Some(all);
            }
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

fn each_over(own: [Option<i32>; 3], below: [Option<i32>; 3]) -> [Option<i32>; 3] {
    std::array::from_fn(|i| own[i].or(below[i]))
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
