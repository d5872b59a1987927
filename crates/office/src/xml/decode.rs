//! A part's bytes as UTF-8, whatever encoding it declares (XML 1.0 §4.3.3 and appendix F).

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

use super::Error;

/// The part as UTF-8 without a byte order mark. Nearly every part already is.
///
/// UTF-16 is known by its byte order mark or by the shape of `<?`, other encodings by what the
/// XML declaration says.
pub fn utf8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    let (encoding, mark) = encoding_of(bytes);
    let content = &bytes[mark..];
    if encoding == UTF_8 {
        return Ok(Cow::Borrowed(content));
    }
    match encoding.decode_without_bom_handling_and_without_replacement(content) {
        Some(text) => Ok(Cow::Owned(text.into_owned().into_bytes())),
        None => Err(Error::Encoding),
    }
}

/// A part's encoding, and the length of its byte order mark.
pub(super) fn encoding_of(bytes: &[u8]) -> (&'static Encoding, usize) {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => (UTF_8, 3),
        [0xff, 0xfe, ..] => (UTF_16LE, 2),
        [0xfe, 0xff, ..] => (UTF_16BE, 2),
        [b'<', 0, ..] => (UTF_16LE, 0),
        [0, b'<', ..] => (UTF_16BE, 0),
        _ => (declared(bytes).unwrap_or(UTF_8), 0),
    }
}

/// The encoding that the XML declaration names, if it names a known one of those that write ASCII
/// as ASCII: a declaration that says UTF-16 and can be read as it stands is wrong.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memmem::find(declaration, b"?>")?];
    let value = &declaration[memmem::find(declaration, b"encoding")? + 8..];
    let value = value.trim_ascii_start().strip_prefix(b"=")?;
    let value = value.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    let label = value.split(|b| b == quote).next()?;
    Encoding::for_label(label).filter(|e| e.is_ascii_compatible())
}
