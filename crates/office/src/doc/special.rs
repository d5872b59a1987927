//! Characters that are none: fields, notes, pictures, form fields, symbols, anchors of drawings
//! ([MS-DOC] §2.4.1; §2.9 sprmCFSpec).

use super::asides::Reference;
use super::forms::form_field;
use super::limit;
use super::pictures::picture;
use super::walk::{Look, Result, Walk};
use crate::build::field::{FormField, Shown};
use crate::build::symbol::{SymbolFont, look};
use crate::paper::{Drawing, DrawingKind, SpanKind, TextBox};

impl Walk<'_, '_> {
    /// Reads a character that is none.
    pub(super) fn control(
        &mut self,
        unit: u16,
        position: usize,
        look: &Look,
        boxes: &mut Vec<TextBox>,
    ) -> Result<()> {
        match unit {
            0x09 => self.add("\t", SpanKind::Text, look)?,
            0x0b | 0x0c | 0x0e => self.add("\n", SpanKind::Text, look)?,
            0x1e => self.add("-", SpanKind::Text, look)?,
            0x13 => {
                self.count_piece()?;
                self.fields.begin();
            }
            0x14 => self.fields.separate(),
            0x15 => match self.fields.end() {
                Some(Shown::Text(text)) => self.add(&text, SpanKind::Text, look)?,
                Some(Shown::Remark(kind)) => {
                    let place = self.here();
                    self.remark(kind, place);
                }
                None => {}
            },
            _ if !look.said.special => {}
            0x01 => self.object(look)?,
            0x02 | 0x05 if self.references.len() < limit::REFERENCES => {
                let place = self.here();
                self.references.push(Reference { position, place });
            }
            0x08 => self.anchored(position, look, boxes)?,
            0x28 => {
                if let Some((font, code)) = look.said.symbol
                    && let Some(c) = char::from_u32(u32::from(code)).filter(|&c| c != '\0')
                {
                    let shown = look_of(self.document.fonts.symbol(font), c);
                    self.add(shown.encode_utf8(&mut [0; 4]), SpanKind::Text, look)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A picture, an embedded object, or the data of a form field.
    fn object(&mut self, look: &Look) -> Result<()> {
        if look.said.form {
            let field = look
                .said
                .location
                .filter(|_| self.fields.in_code())
                .and_then(|at| form_field(self.document.data, at));
            if let Some(FormField::CheckBox(checked)) = field {
                let glyph = if checked { "☑" } else { "☐" };
                let start = self.line.text.len();
                self.line.text.push_str(glyph);
                if look.state.hidden || !self.fields.shown_around(glyph) {
                    self.line.text.truncate(start);
                } else if self
                    .line
                    .settle(start, look.state.format, SpanKind::CheckBox(checked))
                {
                    self.count_piece()?;
                }
            }
            if let Some(field) = field {
                self.fields.set_form(field);
            }
            return Ok(());
        }
        // A drawn shape in the line is a field, with a picture of it for old programs.
        if look.state.hidden || self.fields.is_of("SHAPE") {
            return Ok(());
        }
        self.count_piece()?;
        if let Some(mut drawing) = picture(self.document.data, look.said.location) {
            // Of objects and controls the field says which program's they are.
            let program = |code: &str| code.split_whitespace().nth(1).map(str::to_owned);
            if self.fields.is_of("CONTROL") {
                drawing.kind = DrawingKind::Control;
                drawing.name = self
                    .fields
                    .code_of_last()
                    .and_then(program)
                    .unwrap_or_default();
            } else if look.said.object || self.fields.is_of("EMBED") || self.fields.is_of("LINK") {
                drawing.kind = DrawingKind::Object;
                drawing.name = self
                    .fields
                    .code_of_last()
                    .and_then(program)
                    .unwrap_or_default();
            }
            self.draw(drawing);
        }
        Ok(())
    }

    fn draw(&mut self, drawing: Drawing) {
        self.drawn.push(Drawing {
            offset: self.line.text.len() as u32,
            ..drawing
        });
    }

    /// The text boxes that are anchored at a position, and what else is drawn there.
    fn anchored(&mut self, position: usize, look: &Look, boxes: &mut Vec<TextBox>) -> Result<()> {
        let document = self.document;
        let Some(anchored) = u32::try_from(position)
            .ok()
            .and_then(|at| document.drawings.at(at))
        else {
            return Ok(());
        };
        self.count_piece()?;
        for text in &anchored.texts {
            if !text.is_none() {
                boxes.push(self.text_box(text)?);
            }
        }
        if let Some(drawing) = anchored.drawing().filter(|_| !look.state.hidden) {
            self.draw(drawing);
        }
        Ok(())
    }
}

/// What a character looks like in a font; one of an ordinary font is itself.
fn look_of(font: Option<SymbolFont>, c: char) -> char {
    match font {
        Some(_) => look(font, c),
        None => c,
    }
}
