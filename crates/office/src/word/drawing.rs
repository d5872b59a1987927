//! Drawings: what stands in a `w:drawing` (DrawingML, ECMA-376 part 1 §20.4), a `w:pict` (VML, part
//! 4 §19) or a `w:object`, apart from the text boxes in it, which are flows of their own.
//!
//! One such element is one [`Drawing`], however many shapes it groups; one that holds nothing but
//! text boxes is none.

use super::open::{Builder, LONGEST, Open};
use super::walk::{Frame, Result, Walk};
use crate::build::shapes;
use crate::paper::{Anchor, Drawing, DrawingKind};
use crate::xml::{Ns, Tag, Token, attribute_value};

impl<'a> Walk<'a, '_> {
    /// Steps into the `w:drawing`, `w:pict` or `w:object` just begun.
    pub(super) fn enter_drawing(&mut self, builder: &Builder) {
        let outer = self.begin_drawing(builder);
        self.enter(Frame::Drawing(outer));
    }

    /// Begins a drawing; gives the one around it.
    pub(super) fn begin_drawing(&mut self, builder: &Builder) -> Option<Box<Open>> {
        let open = Open {
            drawing: Drawing {
                offset: builder.text_len(),
                ..Drawing::default()
            },
            hidden: self.run.hidden,
            ..Open::default()
        };
        self.drawing.replace(Box::new(open))
    }

    /// Leaves a drawing.
    pub(super) fn leave_drawing(&mut self, outer: Option<Box<Open>>) {
        let open = std::mem::replace(&mut self.drawing, outer);
        let Some(mut open) = open else { return };
        if let Some(id) = open.content.take() {
            let text = self.contents.text(&id, open.is);
            open.text(&text);
        }
        if let Some(drawing) = open.finish() {
            self.drawn.push(drawing);
        }
    }

    /// An element in a drawing; whether it was read to its end.
    pub(super) fn in_drawing(&mut self, tag: &Tag<'a>) -> Result<bool> {
        let xml = &self.xml;
        let attribute = |ns, name: &[u8]| xml.attribute(tag, ns, name);
        let id = |name: &[u8]| attribute(Ns::Relationship, name).map(<[u8]>::to_vec);
        let Some(open) = self.drawing.as_mut() else {
            return Ok(false);
        };
        let number = |name: &[u8]| {
            let raw = attribute(Ns::None, name)?;
            std::str::from_utf8(raw).ok()?.trim().parse::<i64>().ok()
        };
        match (tag.ns, tag.name) {
            (Ns::Drawing, b"anchor") => open.drawing.anchor = Anchor::Floating { below: None },
            (Ns::Drawing, b"extent") => {
                open.drawing.size = number(b"cx").zip(number(b"cy"));
            }
            (Ns::Drawing, b"positionV") => {
                let of_paragraph = attribute(Ns::None, b"relativeFrom") == Some(b"paragraph");
                let offset = self.offset()?;
                if let Some(open) = self.drawing.as_mut().filter(|_| of_paragraph) {
                    open.drawing.anchor = Anchor::Floating { below: offset };
                }
                return Ok(true);
            }
            (Ns::Drawing, b"docPr") => {
                for name in [b"name".as_slice(), b"descr", b"title"] {
                    let said = attribute(Ns::None, name).unwrap_or_default();
                    add_name(&mut open.drawing.name, &attribute_value(said)?);
                }
                open.hidden |= matches!(attribute(Ns::None, b"hidden"), Some(b"1" | b"true"));
            }
            (Ns::DrawingMain, b"graphicData") => {
                let uri = attribute(Ns::None, b"uri").unwrap_or_default();
                if uri.ends_with(b"/picture") {
                    open.certainly(DrawingKind::Picture);
                } else if uri.ends_with(b"/wordprocessingInk") {
                    open.certainly(DrawingKind::Ink);
                }
            }
            (Ns::Picture, b"pic") => open.certainly(DrawingKind::Picture),
            (Ns::DrawingMain, b"blip") => open.certainly(DrawingKind::Picture),
            (Ns::DrawingMain, b"videoFile" | b"audioFile") => open.certainly(DrawingKind::Media),
            (Ns::Other, b"model3d" | b"webVideoPr") => open.certainly(DrawingKind::Media),
            (Ns::Chart, b"chart") => {
                open.certainly(DrawingKind::Chart);
                open.content = id(b"id");
            }
            (Ns::Diagram, b"relIds") => {
                open.certainly(DrawingKind::Diagram);
                open.content = id(b"dm");
            }
            (Ns::Word2010 | Ns::Ink | Ns::Other, b"contentPart") | (Ns::Office, b"ink") => {
                open.certainly(DrawingKind::Ink);
            }
            // Strict documents have shapes in the namespace of drawings.
            (Ns::Shape | Ns::Drawing, b"wsp") => open.shape(DrawingKind::Shape),
            // A box to type in, though nothing may stand in it.
            (Ns::Shape | Ns::Drawing, b"cNvSpPr")
                if matches!(attribute(Ns::None, b"txBox"), Some(b"1" | b"true")) =>
            {
                open.become_shape(DrawingKind::Rectangle);
                open.frame_text();
            }
            (Ns::Shape | Ns::Drawing, b"cNvCnPr") => open.become_shape(DrawingKind::Line),
            (Ns::DrawingMain, b"sp" | b"cxnSp") => open.shape(DrawingKind::Shape),
            (Ns::DrawingMain, b"prstGeom") => {
                let preset = attribute(Ns::None, b"prst").unwrap_or_default();
                open.become_shape(preset_shape(preset));
            }
            // Text of shapes that are no text boxes (a locked canvas).
            (Ns::DrawingMain, b"t") => {
                let mut text = String::new();
                loop {
                    match self.xml.token()? {
                        Token::Text(piece) => piece.push_to(&mut text)?,
                        Token::Start(_) => self.xml.skip()?,
                        _ => break,
                    }
                }
                if let Some(open) = self.drawing.as_mut() {
                    open.text(&text);
                }
                return Ok(true);
            }
            (Ns::Vml, b"shapetype") => {
                self.xml.skip()?;
                return Ok(true);
            }
            (Ns::Office, b"OLEObject") => {
                open.certainly(DrawingKind::Object);
                open.content = id(b"id");
                let program = attribute(Ns::None, b"ProgID").unwrap_or_default();
                add_name(&mut open.drawing.name, &attribute_value(program)?);
            }
            (Ns::Word, b"control") => {
                open.certainly(DrawingKind::Control);
                let called = attribute(Ns::Word, b"name").unwrap_or_default();
                add_name(&mut open.drawing.name, &attribute_value(called)?);
            }
            (Ns::Vml, _) => self.vml(tag)?,
            _ => {}
        }
        Ok(false)
    }

    fn vml(&mut self, tag: &Tag<'a>) -> Result<()> {
        let attribute = |ns, name: &[u8]| self.xml.attribute(tag, ns, name);
        let Some(open) = self.drawing.as_mut() else {
            return Ok(());
        };
        let kind = match tag.name {
            b"shape" => vml_type(attribute(Ns::None, b"type").unwrap_or_default()),
            b"rect" | b"roundrect" => DrawingKind::Rectangle,
            b"oval" | b"arc" => DrawingKind::Ellipse,
            b"line" => DrawingKind::Line,
            b"polyline" | b"curve" => DrawingKind::Shape,
            b"image" | b"imagedata" => {
                open.certainly(DrawingKind::Picture);
                return Ok(());
            }
            b"fill" if attribute(Ns::Relationship, b"id").is_some() => {
                open.certainly(DrawingKind::Picture);
                return Ok(());
            }
            b"textpath" => {
                if let Some(string) = attribute(Ns::None, b"string") {
                    open.certainly(DrawingKind::WordArt);
                    open.text(&attribute_value(string)?);
                }
                return Ok(());
            }
            b"group" => DrawingKind::Shape,
            _ => return Ok(()),
        };
        if tag.name != b"group" {
            open.shape(kind);
        }
        open.rule |= matches!(attribute(Ns::Office, b"hr"), Some(b"t" | b"true"));
        let style = attribute(Ns::None, b"style").unwrap_or_default();
        let style = attribute_value(style)?;
        if open.drawing.size.is_none() {
            let of = |name: &str| style_of(&style, name).and_then(emu);
            open.drawing.size = of("width").zip(of("height"));
            if style_of(&style, "position") == Some("absolute") {
                let below = of("margin-top");
                open.drawing.anchor = Anchor::Floating { below };
            }
        }
        for name in [b"alt".as_slice(), b"title"] {
            let said = attribute(Ns::None, name).unwrap_or_default();
            add_name(&mut open.drawing.name, &attribute_value(said)?);
        }
        Ok(())
    }

    /// Reads a `wp:positionV`: its `wp:posOffset` in EMU.
    fn offset(&mut self) -> Result<Option<i64>> {
        let mut offset = None;
        self.xml.children(|reader, tag| {
            if (tag.ns, tag.name) == (Ns::Drawing, b"posOffset") {
                let mut text = String::new();
                while let Token::Text(piece) = reader.token()? {
                    piece.push_to(&mut text)?;
                }
                offset = text.trim().parse().ok();
            }
            Ok::<_, super::error::WalkError>(())
        })?;
        Ok(offset)
    }
}

fn add_name(name: &mut String, said: &str) {
    let said = said.trim();
    if said.is_empty() || name.len() + said.len() > LONGEST || name.contains(said) {
        return;
    }
    if !name.is_empty() {
        name.push(' ');
    }
    name.push_str(said);
}

/// `ST_ShapeType` (§20.1.10.56), as far as kinds are told apart.
fn preset_shape(preset: &[u8]) -> DrawingKind {
    let arrow = || preset.windows(5).any(|w| w.eq_ignore_ascii_case(b"arrow"));
    let connector = || preset.windows(9).any(|w| w == b"Connector");
    match preset {
        b"ellipse" | b"donut" | b"arc" | b"chord" => DrawingKind::Ellipse,
        b"rect" | b"roundRect" | b"frame" => DrawingKind::Rectangle,
        b"line" => DrawingKind::Line,
        _ if connector() || arrow() => DrawingKind::Line,
        _ => DrawingKind::Shape,
    }
}

/// The shape types that Word gives out by number (`o:spt`), at the end of the type's name.
fn vml_type(name: &[u8]) -> DrawingKind {
    let digits = name.iter().rposition(|b| !b.is_ascii_digit());
    let digits = &name[digits.map_or(0, |i| i + 1)..];
    let number = std::str::from_utf8(digits)
        .ok()
        .and_then(|d| d.parse().ok());
    shapes::of_type(number.unwrap_or(0))
}

/// The value of one property of a VML style.
fn style_of<'s>(style: &'s str, name: &str) -> Option<&'s str> {
    style.split(';').find_map(|part| {
        let (key, value) = part.split_once(':')?;
        (key.trim() == name).then_some(value.trim())
    })
}

/// A length of a VML style in EMU.
fn emu(length: &str) -> Option<i64> {
    let unit = length.trim_start_matches(|c: char| c.is_ascii_digit() || ".-+".contains(c));
    let number: f64 = length[..length.len() - unit.len()].parse().ok()?;
    let one = match unit.trim() {
        "pt" => 12_700.0,
        "in" => 914_400.0,
        "cm" => 360_000.0,
        "mm" => 36_000.0,
        "pc" => 152_400.0,
        _ => 9_525.0,
    };
    Some((number * one) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_types_of_vml() {
        let style = "position:absolute;margin-top:25.2pt;width:1in; height:20mm";
        assert_eq!(style_of(style, "width").and_then(emu), Some(914_400));
        assert_eq!(style_of(style, "height").and_then(emu), Some(720_000));
        assert_eq!(style_of(style, "margin-top").and_then(emu), Some(320_040));
        assert_eq!(emu("auto"), None);
        assert_eq!(vml_type(b"#_x0000_t136"), DrawingKind::WordArt);
        assert_eq!(vml_type(b"#_x0000_t3"), DrawingKind::Ellipse);
        assert_eq!(vml_type(b"#_x0000_t202"), DrawingKind::Rectangle);
        assert_eq!(vml_type(b""), DrawingKind::Shape);
        assert_eq!(preset_shape(b"straightConnector1"), DrawingKind::Line);
        assert_eq!(preset_shape(b"leftRightArrow"), DrawingKind::Line);
        assert_eq!(preset_shape(b"heart"), DrawingKind::Shape);
    }
}
