//! Fields: of a code and its result, the result counts (ECMA-376 part 1 §17.16). Form fields
//! without a result show their state.

use super::paragraph::Builder;
use super::properties::{integer, is_on, value};
use super::walk::{Result, Walk};
use crate::paper::SpanKind;
use crate::xml::{self, Ns, Reader, Tag, Token, attribute_value};

/// How much of a field's code is kept.
const CODE: usize = 256;

/// A complex field that has begun.
#[derive(Debug, Default)]
pub(super) struct Field {
    in_result: bool,
    /// Some of the result was shown.
    shown: bool,
    code: String,
    form: Option<FormField>,
    /// Text in the code: shown only if the field never ends, since then it is none.
    withheld: String,
}

/// A legacy form field that shows its state.
#[derive(Debug)]
enum FormField {
    CheckBox(bool),
    DropDown(String),
}

impl<'a> Walk<'a, '_> {
    /// Whether text shows where the walk stands: not in a field's code.
    #[inline]
    pub(super) fn shown_by_fields(&mut self, text: &str) -> bool {
        let own = &mut self.fields[self.own_fields..];
        if own.is_empty() {
            return true;
        }
        match own.iter_mut().find(|f| !f.in_result) {
            Some(outermost) => {
                outermost.withheld.push_str(text);
                false
            }
            None => {
                own.iter_mut().for_each(|f| f.shown = true);
                true
            }
        }
    }

    /// Reads a `w:fldChar`.
    pub(super) fn field_character(&mut self, tag: &Tag<'a>, builder: &mut Builder) -> Result<()> {
        let kind = self.xml.attribute(tag, Ns::Word, b"fldCharType");
        let form = form_field(&mut self.xml)?;
        let has_own = self.fields.len() > self.own_fields;
        match kind {
            Some(b"begin") => {
                self.count_piece()?;
                if let Some(FormField::CheckBox(checked)) = form {
                    let glyph = if checked { "☑" } else { "☐" };
                    self.add_text(glyph, SpanKind::CheckBox(checked), builder)?;
                }
                self.fields.push(Field {
                    form,
                    ..Field::default()
                });
            }
            Some(b"separate") if has_own => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                    // What stood in the code was code after all.
                    field.withheld = String::new();
                }
            }
            Some(b"end") if has_own => {
                let Some(field) = self.fields.pop() else {
                    return Ok(());
                };
                if field.shown {
                    return Ok(());
                }
                if let Some(FormField::DropDown(entry)) = &field.form {
                    self.add_text(entry, self.kind, builder)?;
                } else if !field.in_result
                    && let Some(text) = overstruck(&field.code)
                {
                    self.add_text(&text, self.kind, builder)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Reads a `w:instrText`.
    pub(super) fn field_code(&mut self) -> Result<()> {
        let own = self.own_fields;
        loop {
            match self.xml.token()? {
                Token::Text(text) => {
                    if let Some(field) = self.fields[own..].last_mut()
                        && !field.in_result
                        && field.code.len() + text.raw.len() <= CODE
                    {
                        text.push_to(&mut field.code)?;
                    }
                }
                Token::Start(_) => self.xml.skip()?,
                Token::End => return Ok(()),
                Token::Eof => return Err(xml::Error::Truncated.into()),
            }
        }
    }

    /// Closes the fields that the flow leaves open, and gives the text that they withheld.
    pub(super) fn unfinished_fields(&mut self) -> Option<String> {
        if self.fields.len() == self.own_fields {
            return None;
        }
        let text: String = self
            .fields
            .drain(self.own_fields..)
            .filter(|field| !field.in_result)
            .map(|field| field.withheld)
            .collect();
        (!text.trim().is_empty()).then_some(text)
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
/// is the form's prompt and no answer.
fn drop_down(reader: &mut Reader<'_>) -> std::result::Result<Option<FormField>, xml::Error> {
    let mut result = None;
    let mut entries = Vec::new();
    reader.children(|reader, tag| {
        match (tag.ns, tag.name) {
            (Ns::Word, b"result") => result = integer(reader, &tag),
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
        return Ok(None);
    };
    Ok((chosen < entries.len()).then(|| FormField::DropDown(entries.swap_remove(chosen))))
}

/// What a field `EQ \o\ac(○,1)` shows, which has no stored result: Word's "enclose characters".
/// A ring around a number is the circled number, other things stand one after the other.
fn overstruck(code: &str) -> Option<String> {
    let code = code.trim();
    let rest = code
        .strip_prefix("eq")
        .or_else(|| code.strip_prefix("EQ"))?
        .trim_start();
    let open = rest.find('(')?;
    let (switches, list) = rest.split_at(open);
    if !switches
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("\\o")
    {
        return None;
    }
    let list = list.strip_prefix('(')?.trim_end().strip_suffix(')')?;
    let (frame, inner) = list.split_once([',', ';', '，'])?;
    let (frame, inner) = (frame.trim(), inner.trim());
    let number = inner.parse::<u32>().ok().filter(|n| (1..=20).contains(n));
    match (frame, number) {
        ("○" | "〇", Some(n)) => char::from_u32(0x2460 + n - 1).map(String::from),
        _ => Some(format!("{frame}{inner}")),
    }
}

#[cfg(test)]
mod tests {
    use super::overstruck;

    #[test]
    fn enclosed_characters_show_what_they_enclose() {
        assert_eq!(overstruck(" eq \\o\\ac(○,1)").as_deref(), Some("①"));
        assert_eq!(overstruck("EQ \\o\\ac(□,√)").as_deref(), Some("□√"));
        assert_eq!(overstruck("PAGE"), None);
        assert_eq!(overstruck("EQ \\f(1,2)"), None);
    }
}
