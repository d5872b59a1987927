//! Fields: of a code and its result, the result counts (ECMA-376 part 1 §17.16). Form fields
//! without a result show their state.

use super::open::Builder;
use super::properties::{integer, is_on, value};
use super::walk::{Frame, Result, Walk};
use crate::build::field::{FormField, Shown};
use crate::paper::SpanKind;
use crate::xml::{self, Ns, Reader, Tag, Token, attribute_value};

impl<'a> Walk<'a, '_> {
    /// Reads a `w:fldChar`.
    pub(super) fn field_character(&mut self, tag: &Tag<'a>, builder: &mut Builder) -> Result<()> {
        let kind = self.xml.attribute(tag, Ns::Word, b"fldCharType");
        let form = form_field(&mut self.xml)?;
        match kind {
            Some(b"begin") => {
                self.count_piece()?;
                if let Some(FormField::CheckBox(checked)) = form {
                    let glyph = if checked { "☑" } else { "☐" };
                    self.add_text(glyph, SpanKind::CheckBox(checked), builder)?;
                }
                self.fields.begin();
                if let Some(form) = form {
                    self.fields.set_form(form);
                }
            }
            Some(b"separate") => self.fields.separate(),
            Some(b"end") => match self.fields.end() {
                Some(Shown::Text(text)) => self.add_text(&text, self.kind, builder)?,
                Some(Shown::Remark(kind)) => {
                    let place = self.here();
                    self.remark(kind, place);
                }
                None => {}
            },
            _ => {}
        }
        Ok(())
    }

    /// Steps into a `w:fldSimple`: what it holds is its result.
    pub(super) fn field_simple(&mut self, tag: &Tag<'a>) -> Result<()> {
        self.count_piece()?;
        let raw = self.xml.attribute(tag, Ns::Word, b"instr");
        self.fields.begin();
        self.fields.code(&attribute_value(raw.unwrap_or_default())?);
        self.fields.separate();
        self.fields.set_simple();
        self.enter(Frame::Field);
        Ok(())
    }

    /// A `w:fldSimple` has ended.
    pub(super) fn field_ends(&mut self) {
        match self.fields.end() {
            Some(Shown::Text(text)) => self.owed.push_str(&text),
            Some(Shown::Remark(kind)) => {
                let place = self.here();
                self.remark(kind, place);
            }
            None => {}
        }
    }

    /// Reads a `w:instrText`.
    pub(super) fn field_code(&mut self) -> Result<()> {
        let mut code = String::new();
        loop {
            match self.xml.token()? {
                Token::Text(text) => text.push_to(&mut code)?,
                Token::Start(_) => self.xml.skip()?,
                Token::End => break,
                Token::Eof => return Err(xml::Error::Truncated.into()),
            }
        }
        self.fields.code(&code);
        Ok(())
    }
}

/// Reads the content of the `w:fldChar` begun last: a `w:ffData`, if anything (§17.16.17).
fn form_field(reader: &mut Reader<'_>) -> Result<Option<FormField>> {
    let mut found = None;
    reader.children(|reader, tag| {
        if (tag.ns, tag.name) != (Ns::Word, b"ffData") {
            return Ok(());
        }
        reader.children(|reader, tag| {
            match (tag.ns, tag.name) {
                (Ns::Word, b"checkBox") => found = Some(check_box(reader)?),
                (Ns::Word, b"ddList") => found = drop_down(reader)?,
                _ => {}
            }
            Ok::<_, xml::Error>(())
        })
    })?;
    Ok(found)
}

fn check_box(reader: &mut Reader<'_>) -> std::result::Result<FormField, xml::Error> {
    let (mut checked, mut default) = (None, false);
    reader.children(|reader, tag| {
        match (tag.ns, tag.name) {
            (Ns::Word, b"checked") => checked = Some(is_on(reader, &tag)),
            (Ns::Word, b"default") => default = is_on(reader, &tag),
            _ => {}
        }
        Ok::<_, xml::Error>(())
    })?;
    Ok(FormField::CheckBox(checked.unwrap_or(default)))
}

/// The entry that a person chose. Where nobody did, Word shows the first or the default one, which
/// may be the form's prompt and is no answer.
fn drop_down(reader: &mut Reader<'_>) -> std::result::Result<Option<FormField>, xml::Error> {
    let (mut result, mut default) = (None, 0);
    let mut entries = Vec::new();
    reader.children(|reader, tag| {
        match (tag.ns, tag.name) {
            (Ns::Word, b"result") => result = integer(reader, &tag),
            (Ns::Word, b"default") => default = integer(reader, &tag).unwrap_or(0),
            // Word allows 25.
            (Ns::Word, b"listEntry") if entries.len() < 1000 => {
                let raw = value(reader, &tag).unwrap_or_default();
                entries.push(attribute_value(raw)?.into_owned());
            }
            _ => {}
        }
        Ok::<_, xml::Error>(())
    })?;
    let Some(chosen) = result.and_then(|n| usize::try_from(n).ok()) else {
        let shown = usize::try_from(default).unwrap_or(0);
        return Ok(
            (shown < entries.len()).then(|| FormField::Untouched(entries.swap_remove(shown)))
        );
    };
    Ok((chosen < entries.len()).then(|| FormField::DropDown(entries.swap_remove(chosen))))
}
