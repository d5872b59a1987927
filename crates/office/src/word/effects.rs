//! Visible properties of text that are seldom used (ECMA-376 part 1 §17.3.2; `w14`: [MS-DOCX]
//! §2.6.1), a layer of them as it is written.

use super::color::{self, Theme};
use super::properties::{integer, is_on, value};
use crate::build::effects::EffectLayer;
use crate::paper::{Effect, Print, Rgb};
use crate::xml::{self, Ns, Reader, Tag};

impl EffectLayer {
    /// Takes in one child element of a `w:rPr`, if it is one of these.
    pub(super) fn take(
        &mut self,
        reader: &mut Reader<'_>,
        tag: &Tag<'_>,
    ) -> Result<(), xml::Error> {
        match tag.ns {
            Ns::Word => self.word(reader, tag),
            Ns::Word2010 => self.word_2010(reader, tag)?,
            _ => {}
        }
        Ok(())
    }

    fn word(&mut self, reader: &Reader<'_>, tag: &Tag<'_>) {
        let effect = match tag.name {
            b"outline" => Effect::Outline,
            b"shadow" => Effect::Shadow,
            b"emboss" | b"imprint" => Effect::Relief,
            b"caps" | b"smallCaps" => Effect::Capitals,
            b"w" => Effect::Width,
            b"spacing" => Effect::Spacing,
            b"position" => Effect::Position,
            b"u" => Effect::Underline,
            b"effect" => Effect::Animation,
            b"fitText" => Effect::Width,
            b"eastAsianLayout" => Effect::Layout,
            _ => return,
        };
        let own = value(reader, tag).unwrap_or_default();
        let named = || Print::of(tag.name).and(own);
        let how = match effect {
            Effect::Width if tag.name == b"w" => {
                integer(reader, tag).filter(|w| *w != 100).map(|_| named())
            }
            Effect::Spacing | Effect::Position => {
                integer(reader, tag).filter(|n| *n != 0).map(|_| named())
            }
            Effect::Underline => {
                let color = reader.attribute(tag, Ns::Word, b"color").unwrap_or(b"auto");
                let plain = matches!(own, b"none" | b"single" | b"words" | b"") && color == b"auto";
                (!plain).then(|| named().and(color))
            }
            Effect::Animation => (own != b"none").then(named),
            Effect::Width => Some(named()),
            Effect::Layout => ["combine", "vert"]
                .into_iter()
                .find(|name| reader.attribute(tag, Ns::Word, name.as_bytes()).is_some())
                .map(|name| Print::of(name.as_bytes())),
            _ => is_on(reader, tag).then(|| Print::of(tag.name)),
        };
        self.set(effect, how);
    }

    fn word_2010(&mut self, reader: &mut Reader<'_>, tag: &Tag<'_>) -> Result<(), xml::Error> {
        let effect = match tag.name {
            b"glow" => Effect::Glow,
            b"shadow" => Effect::Shadow,
            b"reflection" => Effect::Reflection,
            b"textOutline" => Effect::Outline,
            b"props3d" => Effect::Depth,
            _ => return Ok(()),
        };
        let number = |name: &[u8]| {
            let raw = reader.attribute(tag, Ns::Word2010, name)?;
            std::str::from_utf8(raw).ok()?.parse::<i64>().ok()
        };
        let mut seen = match tag.name {
            b"glow" => number(b"rad") != Some(0),
            // Preset effects leave it behind without any depth.
            b"props3d" => [&b"extrusionH"[..], b"contourW"]
                .into_iter()
                .any(|name| number(name).is_some_and(|n| n != 0)),
            _ => true,
        };
        let mut how = Print::of(tag.name);
        for name in [
            &b"rad"[..],
            b"blurRad",
            b"dist",
            b"dir",
            b"w",
            b"extrusionH",
        ] {
            how = how.and(reader.attribute(tag, Ns::Word2010, name).unwrap_or(b"-"));
        }
        each_inside(reader, &mut |reader, tag| {
            match tag.name {
                b"noFill" => seen = false,
                b"bevelT" | b"bevelB" => seen = true,
                _ => {}
            }
            how = how.and(tag.name);
            if let Some(val) = reader.attribute(tag, Ns::Word2010, b"val") {
                how = how.and(val);
            }
        })?;
        self.set(effect, seen.then_some(how));
        Ok(())
    }

    /// `w14:textFill`: the colour where it gives one, which goes over `w:color`.
    pub(super) fn fill(
        &mut self,
        reader: &mut Reader<'_>,
        theme: &Theme,
    ) -> Result<Option<Option<Rgb>>, xml::Error> {
        let mut color = None;
        let mut several = None;
        let mut open: Option<color::Modified> = None;
        each_inside(reader, &mut |reader, tag| match tag.name {
            b"noFill" => several = Some(Print::of(tag.name)),
            b"gradFill" => several = Some(Print::of(tag.name)),
            b"srgbClr" | b"schemeClr" => {
                color = color.or(open.take().map(color::Modified::rgb));
                open = color::Modified::of(reader, tag, theme);
            }
            _ => {
                if let Some(open) = &mut open {
                    open.modify(reader, tag);
                }
            }
        })?;
        let color = color.or(open.map(color::Modified::rgb));
        self.set(Effect::Fill, several);
        Ok(color.map(Some))
    }
}

/// Calls `each` with every element within the one just begun, and ends behind that.
fn each_inside<'a>(
    reader: &mut Reader<'a>,
    each: &mut impl FnMut(&Reader<'a>, &Tag<'a>),
) -> Result<(), xml::Error> {
    let outside = reader.depth() - 1;
    while reader.depth() > outside {
        match reader.token()? {
            xml::Token::Start(tag) => each(reader, &tag),
            xml::Token::Eof => return Err(xml::Error::Truncated),
            _ => {}
        }
    }
    Ok(())
}
