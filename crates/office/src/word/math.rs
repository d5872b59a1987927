//! Formulas (ECMA-376 part 1 §22.1): their text in a line, with a sign for each structure, so that
//! what stands side by side in a matrix or under a root is not read as one number.

use super::names::Name;
use super::open::Builder;
use super::structure::Structure;
use super::walk::{Frame, Result, Walk};
use crate::paper::Script;
use crate::xml::{self, Ns, Reader, Tag, attribute_value};

impl<'a> Walk<'a, '_> {
    /// Steps into a structure of a formula, or into a part of one.
    pub(super) fn math(&mut self, name: Name, tag: &Tag<'a>, builder: &mut Builder) -> Result<()> {
        if name == Name::MathProperties {
            return self.math_properties();
        }
        // Of the structure around it this is a part: a row of a matrix is both.
        let before = match self.parent() {
            Some(Frame::Math(around)) => {
                let opening = std::mem::take(&mut around.opening);
                let is_part = matches!(name, Name::MathPart | Name::MathObject);
                let again = is_part && around.parts > 0;
                around.parts += u32::from(is_part);
                if again {
                    around.between.to_owned()
                } else {
                    opening
                }
            }
            _ => String::new(),
        };
        if !before.is_empty() {
            self.add_text(&before, self.kind, builder)?;
        }
        match name {
            Name::MathObject => {
                let structure = Structure::of(tag.name, self.run);
                self.enter(Frame::Math(Box::new(structure)));
            }
            Name::MathSuper | Name::MathSub => {
                self.enter(Frame::Run(self.run));
                self.run.format.script = match name {
                    Name::MathSuper => Script::Super,
                    _ => Script::Sub,
                };
            }
            Name::MathDenominator => {
                self.add_text("/", self.kind, builder)?;
                self.enter(Frame::Plain);
            }
            Name::MathRun => self.enter(Frame::MathRun(self.run)),
            _ => self.enter(Frame::Plain),
        }
        Ok(())
    }

    /// Reads the properties of the structure that is open: its sign, its brackets, whether it shows
    /// and whether it is struck out.
    fn math_properties(&mut self) -> Result<()> {
        if !matches!(self.parent(), Some(Frame::Math(_))) {
            return Ok(self.xml.skip()?);
        }
        let (mut sign, mut begin, mut end) = (None, None, None);
        let (mut shows, mut struck) = (true, false);
        self.xml.children(|reader, tag| {
            if tag.ns != Ns::Math {
                return Ok(());
            }
            match tag.name {
                b"chr" => sign = Some(value(reader, &tag)?),
                b"begChr" => begin = Some(value(reader, &tag)?),
                b"endChr" => end = Some(value(reader, &tag)?),
                b"show" => shows = is_on(reader, &tag),
                b"strikeH" | b"strikeV" | b"strikeBLTR" | b"strikeTLBR" => {
                    struck |= is_on(reader, &tag);
                }
                _ => {}
            }
            Ok::<_, xml::Error>(())
        })?;
        let Some(Frame::Math(structure)) = self.innermost() else {
            return Ok(());
        };
        if let Some(sign) = sign.filter(|_| structure.has_sign) {
            // A mark that stands over a letter cannot stand alone.
            structure.opening = match sign.chars().next() {
                Some('\u{300}'..='\u{36f}') | None => "^".to_owned(),
                Some(_) => sign,
            };
        }
        if let Some(begin) = begin {
            structure.opening = begin;
        }
        if let Some(end) = end {
            structure.closing = end;
        }
        self.run.hidden |= !shows;
        if struck {
            self.run.format.emphasis.strike = true;
        }
        Ok(())
    }
}

/// The `m:val` of a tag.
fn value(reader: &Reader<'_>, tag: &Tag<'_>) -> std::result::Result<String, xml::Error> {
    let raw = reader.attribute(tag, Ns::Math, b"val").unwrap_or_default();
    Ok(attribute_value(raw)?.into_owned())
}

/// An on-off element of a formula: on unless it says otherwise.
fn is_on(reader: &Reader<'_>, tag: &Tag<'_>) -> bool {
    let value = reader.attribute(tag, Ns::Math, b"val");
    !matches!(value, Some(b"0" | b"false" | b"off"))
}
