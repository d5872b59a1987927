//! Character data: references resolved, line ends made one (XML 1.0 §2.11, §4.1, §4.6).

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::Error;
use super::character::is_allowed;

/// Character data as it stands in the part.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The text, references still unresolved.
    pub raw: &'a str,
    /// A CDATA section, in which `&` is only itself.
    pub cdata: bool,
}

impl Text<'_> {
    /// Appends the text that it stands for.
    ///
    /// # Errors
    /// When a reference is not one that XML defines, which no [`Reader`](super::Reader) lets pass.
    pub fn push_to(&self, out: &mut String) -> Result<(), Error> {
        if self.cdata {
            push_lines(self.raw, out);
            Ok(())
        } else {
            push_resolved(self.raw, out)
        }
    }

    /// Nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.raw.bytes().all(|b| b.is_ascii_whitespace())
    }
}

/// An attribute's value, references resolved.
///
/// # Errors
/// When a reference is not one that XML defines, or the bytes are not UTF-8.
pub fn attribute_value(raw: &[u8]) -> Result<Cow<'_, str>, Error> {
    let text = std::str::from_utf8(raw).map_err(|_| Error::Encoding)?;
    if memchr2(b'&', b'\r', raw).is_none() {
        return Ok(Cow::Borrowed(text));
    }
    let mut out = String::new();
    push_resolved(text, &mut out)?;
    Ok(Cow::Owned(out))
}

/// Appends `raw` with its references resolved and its line ends made `\n`.
fn push_resolved(raw: &str, out: &mut String) -> Result<(), Error> {
    let mut rest = raw;
    while let Some(amp) = memchr(b'&', rest.as_bytes()) {
        push_lines(&rest[..amp], out);
        let (c, len) = reference(&rest.as_bytes()[amp..])?;
        out.push(c);
        rest = &rest[amp + len..];
    }
    push_lines(rest, out);
    Ok(())
}

/// Every reference in `raw` is one that XML defines.
#[cold]
pub(super) fn check_references(raw: &[u8]) -> Result<(), Error> {
    let mut rest = raw;
    while let Some(amp) = memchr(b'&', rest) {
        let (_, len) = reference(&rest[amp..])?;
        rest = &rest[amp + len..];
    }
    Ok(())
}

/// What the reference at the start of `text` stands for, and how long it is.
fn reference(text: &[u8]) -> Result<(char, usize), Error> {
    // A reference is short: do not carry half a document into the message.
    const LONGEST: usize = 40;
    let end = memchr(b';', text);
    let name_end = end.unwrap_or(text.len()).min(LONGEST);
    let name = &text[1..name_end];
    match end.and_then(|_| named(name)) {
        Some(c) => Ok((c, name_end + 1)),
        None => Err(Error::Entity {
            name: String::from_utf8_lossy(name).into_owned(),
        }),
    }
}

/// The character that `&name;` stands for.
fn named(name: &[u8]) -> Option<char> {
    match name {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        [b'#', number @ ..] => {
            let (digits, radix) = match number {
                [b'x', hex @ ..] => (hex, 16),
                _ => (number, 10),
            };
            // `from_str_radix` would take a sign.
            if !digits.first()?.is_ascii_alphanumeric() {
                return None;
            }
            let code = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
            char::from_u32(code).filter(|&c| is_allowed(c))
        }
        _ => None,
    }
}

fn push_lines(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(cr) = memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..cr]);
        out.push('\n');
        rest = &rest[cr + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
}
