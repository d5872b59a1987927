//! Colours: literal, named, from the theme, and as shading patterns (ECMA-376 part 1 §17.3.2.6,
//! §17.3.2.15, §17.3.5, §17.18.40, §20.1.6.2).

use crate::build::{face, shade};
use crate::paper::{Print, Rgb};
use crate::xml::{self, Ns, Reader, Tag, Token};

/// The theme's colour scheme, in the order of `SLOTS`.
#[derive(Clone, Debug, Default)]
pub(super) struct Theme {
    slots: [Option<Rgb>; SLOTS.len()],
    /// The faces that East Asian letters have in headings and in other text.
    faces: [Option<Print>; 2],
}

const SLOTS: [&[u8]; 12] = [
    b"dk1",
    b"lt1",
    b"dk2",
    b"lt2",
    b"accent1",
    b"accent2",
    b"accent3",
    b"accent4",
    b"accent5",
    b"accent6",
    b"hlink",
    b"folHlink",
];

impl Theme {
    /// Reads a theme part.
    pub(super) fn read(bytes: &[u8]) -> Result<Theme, xml::Error> {
        let mut theme = Theme::default();
        let mut reader = Reader::new(bytes);
        loop {
            match reader.token()? {
                Token::Start(tag) => match tag.name {
                    b"clrScheme" => theme.colors(&mut reader)?,
                    b"majorFont" => theme.faces[0] = east_asian(&mut reader)?,
                    b"minorFont" => theme.faces[1] = east_asian(&mut reader)?,
                    _ => {}
                },
                Token::Eof => return Ok(theme),
                _ => {}
            }
        }
    }

    fn colors(&mut self, reader: &mut Reader<'_>) -> Result<(), xml::Error> {
        reader.children(|reader, tag| {
            let Some(slot) = SLOTS.iter().position(|&name| name == tag.name) else {
                return Ok(());
            };
            reader.children(|reader, tag| {
                let name: &[u8] = match tag.name {
                    b"srgbClr" => b"val",
                    b"sysClr" => b"lastClr",
                    _ => return Ok(()),
                };
                self.slots[slot] = reader.attribute(&tag, Ns::None, name).and_then(hex);
                Ok::<_, xml::Error>(())
            })
        })
    }

    /// The face that WordprocessingML names so (`ST_Theme`): `minorEastAsia`.
    pub(super) fn face(&self, name: &[u8]) -> Option<Print> {
        self.faces[usize::from(name.starts_with(b"minor"))]
    }

    /// The colour that WordprocessingML names so (`ST_ThemeColor`), under the usual mapping of
    /// text and background to the scheme's dark and light.
    fn color(&self, name: &[u8]) -> Option<Rgb> {
        let slot: &[u8] = match name {
            b"dark1" | b"text1" => b"dk1",
            b"light1" | b"background1" => b"lt1",
            b"dark2" | b"text2" => b"dk2",
            b"light2" | b"background2" => b"lt2",
            b"hyperlink" => b"hlink",
            b"followedHyperlink" => b"folHlink",
            accent => accent,
        };
        self.slots[SLOTS.iter().position(|&s| s == slot)?]
    }
}

/// The face of East Asian letters in a collection of fonts (§20.1.4.1.16): its own, or else the
/// one for simplified Chinese.
fn east_asian(reader: &mut Reader<'_>) -> Result<Option<Print>, xml::Error> {
    let (mut own, mut chinese) = (None, None);
    reader.children(|reader, tag| {
        let attribute = |name| reader.attribute(&tag, Ns::None, name);
        let name = attribute(b"typeface").filter(|name| !name.is_empty());
        match tag.name {
            b"ea" => own = name.map(<[u8]>::to_vec),
            b"font" if attribute(b"script") == Some(b"Hans") => chinese = name.map(<[u8]>::to_vec),
            _ => {}
        }
        Ok::<_, xml::Error>(())
    })?;
    own.or(chinese).map(|raw| face(&raw)).transpose()
}

/// The fingerprint of a face whose name an attribute gives.
pub(super) fn face(raw: &[u8]) -> Result<Print, xml::Error> {
    Ok(face::face(&xml::attribute_value(raw)?))
}

/// The attributes that give a colour: its literal value, and the theme's, which wins.
struct Source {
    literal: &'static [u8],
    theme: &'static [u8],
    tint: &'static [u8],
    shade: &'static [u8],
}

impl Source {
    fn resolve(&self, reader: &Reader<'_>, tag: &Tag<'_>, theme: &Theme) -> Option<Rgb> {
        let attribute = |name: &[u8]| reader.attribute(tag, Ns::Word, name);
        let themed = attribute(self.theme).and_then(|name| theme.color(name));
        let Some(base) = themed else {
            return attribute(self.literal).and_then(hex);
        };
        let byte = |name: &[u8]| {
            let raw = std::str::from_utf8(attribute(name)?).ok()?;
            u8::from_str_radix(raw, 16).ok()
        };
        if let Some(tint) = byte(self.tint) {
            let share = f32::from(tint) / 255.0;
            return Some(with_luminance(base, |l| l * share + (1.0 - share)));
        }
        if let Some(shade) = byte(self.shade) {
            return Some(with_luminance(base, |l| l * f32::from(shade) / 255.0));
        }
        Some(base)
    }
}

/// The attributes of `w:color`.
const FONT: Source = Source {
    literal: b"val",
    theme: b"themeColor",
    tint: b"themeTint",
    shade: b"themeShade",
};

/// The attributes of `w:shd` for the pattern's ink.
const INK: Source = Source {
    literal: b"color",
    ..FONT
};

/// The attributes of `w:shd` for what is behind the pattern.
const FILL: Source = Source {
    literal: b"fill",
    theme: b"themeFill",
    tint: b"themeFillTint",
    shade: b"themeFillShade",
};

/// `w:color`; `None` is automatic.
pub(super) fn font_color(reader: &Reader<'_>, tag: &Tag<'_>, theme: &Theme) -> Option<Rgb> {
    FONT.resolve(reader, tag, theme)
}

/// A colour as DrawingML writes it in a text's fill (`w14:srgbClr`, `w14:schemeClr`), with what
/// changes its luminance.
pub(super) struct Modified {
    base: Rgb,
    times: f32,
    plus: f32,
}

impl Modified {
    /// The colour that the element names; `None` where the theme does not have it.
    pub(super) fn of(reader: &Reader<'_>, tag: &Tag<'_>, theme: &Theme) -> Option<Modified> {
        let name = reader.attribute(tag, Ns::Word2010, b"val")?;
        let base = match tag.name {
            b"srgbClr" => hex(name)?,
            _ => match name {
                b"tx1" => theme.color(b"dk1").unwrap_or(Rgb(0, 0, 0)),
                b"bg1" => theme.color(b"lt1").unwrap_or(Rgb(0xff, 0xff, 0xff)),
                b"tx2" => theme.color(b"dk2")?,
                b"bg2" => theme.color(b"lt2")?,
                other => theme.color(other)?,
            },
        };
        Some(Modified {
            base,
            times: 1.0,
            plus: 0.0,
        })
    }

    /// Takes in an element within it.
    pub(super) fn modify(&mut self, reader: &Reader<'_>, tag: &Tag<'_>) {
        let share = || {
            let raw = reader.attribute(tag, Ns::Word2010, b"val")?;
            let thousandths: f32 = std::str::from_utf8(raw).ok()?.parse().ok()?;
            Some(thousandths / 100_000.0)
        };
        match tag.name {
            b"lumMod" => self.times = share().unwrap_or(1.0),
            b"lumOff" => self.plus = share().unwrap_or(0.0),
            _ => {}
        }
    }

    /// The colour that comes of it.
    pub(super) fn rgb(self) -> Rgb {
        with_luminance(self.base, |l| l * self.times + self.plus)
    }
}

/// `w:highlight`.
pub(super) fn highlight(reader: &Reader<'_>, tag: &Tag<'_>) -> Option<Rgb> {
    Some(match reader.attribute(tag, Ns::Word, b"val")? {
        b"black" => Rgb(0, 0, 0),
        b"blue" => Rgb(0, 0, 0xff),
        b"cyan" => Rgb(0, 0xff, 0xff),
        b"green" => Rgb(0, 0xff, 0),
        b"magenta" => Rgb(0xff, 0, 0xff),
        b"red" => Rgb(0xff, 0, 0),
        b"yellow" => Rgb(0xff, 0xff, 0),
        b"white" => Rgb(0xff, 0xff, 0xff),
        b"darkBlue" => Rgb(0, 0, 0x80),
        b"darkCyan" => Rgb(0, 0x80, 0x80),
        b"darkGreen" => Rgb(0, 0x80, 0),
        b"darkMagenta" => Rgb(0x80, 0, 0x80),
        b"darkRed" => Rgb(0x80, 0, 0),
        b"darkYellow" => Rgb(0x80, 0x80, 0),
        b"darkGray" => Rgb(0x80, 0x80, 0x80),
        b"lightGray" => Rgb(0xc0, 0xc0, 0xc0),
        // `none`, and whatever a writer invented.
        _ => return None,
    })
}

/// `w:shd`: the colour that the pattern gives on the whole; `None` where nothing is behind the text.
pub(super) fn shading(reader: &Reader<'_>, tag: &Tag<'_>, theme: &Theme) -> Option<Rgb> {
    let fill = FILL.resolve(reader, tag, theme);
    let pattern = reader.attribute(tag, Ns::Word, b"val").unwrap_or(b"clear");
    let percent = match pattern {
        b"nil" => return None,
        b"clear" => 0,
        b"solid" => 100,
        _ => match pattern.strip_prefix(b"pct") {
            Some(number) => std::str::from_utf8(number)
                .ok()
                .and_then(|n| n.parse().ok())
                .unwrap_or(50u32)
                .min(100),
            // Stripes and crosses: about half.
            None => 50,
        },
    };
    shade::mixed(percent, INK.resolve(reader, tag, theme), fill)
}

/// `RRGGBB`; `None` for `auto`.
fn hex(raw: &[u8]) -> Option<Rgb> {
    let text = std::str::from_utf8(raw).ok()?.trim_start_matches('#');
    if text.len() != 6 {
        return None;
    }
    let value = u32::from_str_radix(text, 16).ok()?;
    Some(Rgb((value >> 16) as u8, (value >> 8) as u8, value as u8))
}

/// The colour with its luminance (in HSL) changed, as `themeTint` and `themeShade` do.
fn with_luminance(Rgb(r, g, b): Rgb, change: impl Fn(f32) -> f32) -> Rgb {
    let [r, g, b] = [r, g, b].map(|c| f32::from(c) / 255.0);
    let (max, min) = (r.max(g).max(b), r.min(g).min(b));
    let l = (max + min) / 2.0;
    let new = change(l).clamp(0.0, 1.0);
    let spread = max - min;
    let saturation = if spread == 0.0 {
        0.0
    } else {
        spread / (1.0 - (2.0 * l - 1.0).abs())
    };
    let new_spread = saturation * (1.0 - (2.0 * new - 1.0).abs());
    // Hue stays: each channel keeps its place between the lowest and the highest.
    let channel = |c: f32| {
        let place = if spread == 0.0 {
            0.5
        } else {
            (c - min) / spread
        };
        let value = new - new_spread / 2.0 + place * new_spread;
        (value.clamp(0.0, 1.0) * 255.0).round() as u8
    };
    Rgb(channel(r), channel(g), channel(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first<T>(xml: &str, read: impl Fn(&Reader<'_>, &Tag<'_>) -> T) -> T {
        let xml = format!(
            "<x xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{xml}</x>"
        );
        let mut reader = Reader::new(xml.as_bytes());
        reader.token().unwrap();
        let Token::Start(tag) = reader.token().unwrap() else {
            panic!("no tag")
        };
        read(&reader, &tag)
    }

    fn theme() -> Theme {
        Theme::read(
            b"<a:theme xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>\
              <a:themeElements><a:clrScheme name='x'>\
              <a:dk1><a:sysClr val='windowText' lastClr='000000'/></a:dk1>\
              <a:lt1><a:sysClr val='window' lastClr='FFFFFF'/></a:lt1>\
              <a:accent2><a:srgbClr val='ED7D31'/></a:accent2>\
              </a:clrScheme></a:themeElements></a:theme>",
        )
        .unwrap()
    }

    #[test]
    fn font_colours_are_literal_automatic_or_of_the_theme() {
        let color = |xml| first(xml, |r, t| font_color(r, t, &theme()));
        assert_eq!(color("<w:color w:val='FF0000'/>"), Some(Rgb(255, 0, 0)));
        assert_eq!(color("<w:color w:val='auto'/>"), None);
        assert_eq!(
            color("<w:color w:val='FF0000' w:themeColor='accent2'/>"),
            Some(Rgb(0xed, 0x7d, 0x31))
        );
        assert_eq!(
            color("<w:color w:val='auto' w:themeColor='text1'/>"),
            Some(Rgb(0, 0, 0))
        );
        // As Word computes them: F4B083 and C45911.
        assert_eq!(
            color("<w:color w:val='F4B083' w:themeColor='accent2' w:themeTint='99'/>"),
            Some(Rgb(0xf4, 0xb1, 0x83))
        );
        assert_eq!(
            color("<w:color w:val='C45911' w:themeColor='accent2' w:themeShade='BF'/>"),
            Some(Rgb(0xc5, 0x5a, 0x11))
        );
    }

    #[test]
    fn shading_is_what_the_pattern_gives() {
        let shade = |xml| first(xml, |r, t| shading(r, t, &theme()));
        assert_eq!(
            shade("<w:shd w:val='clear' w:color='auto' w:fill='auto'/>"),
            None
        );
        assert_eq!(
            shade("<w:shd w:val='clear' w:color='auto' w:fill='FFFF00'/>"),
            Some(Rgb(255, 255, 0))
        );
        assert_eq!(shade("<w:shd w:val='nil' w:fill='FFFF00'/>"), None);
        assert_eq!(
            shade("<w:shd w:val='solid' w:color='FF0000' w:fill='auto'/>"),
            Some(Rgb(255, 0, 0))
        );
        assert_eq!(
            shade("<w:shd w:val='pct20' w:color='auto' w:fill='auto'/>"),
            Some(Rgb(204, 204, 204))
        );
        assert_eq!(
            shade("<w:shd w:val='clear' w:fill='auto' w:themeFill='accent2'/>"),
            Some(Rgb(0xed, 0x7d, 0x31))
        );
    }
}
