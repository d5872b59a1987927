//! Character data: references resolved, line ends made one (XML 1.0 §2.11, §4.1, §4.6).

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::Error;

/// Character data as it stands in the part.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The bytes, references still unresolved.
    pub raw: &'a [u8],
    /// A CDATA section, in which `&` is only itself.
    pub cdata: bool,
}

impl Text<'_> {
    /// Appends the text that the bytes stand for.
    pub fn push_to(&self, out: &mut String) -> Result<(), Error> {
        if self.cdata {
            push_lines(utf8(self.raw)?, out);
            Ok(())
        } else {
            push_unescaped(self.raw, out)
        }
    }

    /// Nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.raw.iter().all(u8::is_ascii_whitespace)
    }
}

/// An attribute's value, references resolved.
pub fn attribute_value(raw: &[u8]) -> Result<Cow<'_, str>, Error> {
    if memchr2(b'&', b'\r', raw).is_none() {
        return Ok(Cow::Borrowed(utf8(raw)?));
    }
    let mut out = String::new();
    push_unescaped(raw, &mut out)?;
    Ok(Cow::Owned(out))
}

/// Appends `raw` with its references resolved and its line ends made `\n`.
pub fn push_unescaped(raw: &[u8], out: &mut String) -> Result<(), Error> {
    let mut rest = raw;
    while let Some(amp) = memchr(b'&', rest) {
        push_lines(utf8(&rest[..amp])?, out);
        let end = memchr(b';', &rest[amp..]).map(|i| amp + i);
        // A reference is short: do not carry half a document into the message.
        let name_end = end.unwrap_or(rest.len()).min(amp + 40);
        let name = &rest[amp + 1..name_end];
        match end.and_then(|_| reference(name)) {
            Some(c) => out.push(c),
            None => {
                return Err(Error::Entity {
                    name: String::from_utf8_lossy(name).into_owned(),
                });
            }
        }
        rest = &rest[name_end + 1..];
    }
    push_lines(utf8(rest)?, out);
    Ok(())
}

/// The character that `&name;` stands for.
fn reference(name: &[u8]) -> Option<char> {
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
            char::from_u32(code).filter(|&c| c != '\0')
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

fn utf8(raw: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(raw).map_err(|_| Error::Encoding)
}
