//! The characters that XML may have (§2.2), looked at over a whole part at once.

use memchr::memmem;

use super::{Error, Flaw};

/// The part as text.
///
/// # Errors
/// When the bytes are not UTF-8, or a character is one that no XML may have.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Error> {
    let text = simdutf8::basic::from_utf8(bytes).map_err(|_| Error::Encoding)?;
    if let Some(at) = control(bytes) {
        return Err(Flaw::Character(u32::from(bytes[at])).at(at));
    }
    // U+FFFE and U+FFFF; what else begins with these two bytes is rare.
    for at in memmem::find_iter(bytes, b"\xef\xbf") {
        if let Some(&last @ 0xbe..) = bytes.get(at + 2) {
            return Err(Flaw::Character(0xffc0 + u32::from(last & 0x3f)).at(at));
        }
    }
    Ok(text)
}

/// So many bytes are looked at in one.
const LOOKED_AT: usize = 1024;

/// The first control character that is no white space.
fn control(bytes: &[u8]) -> Option<usize> {
    let is_control = |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r');
    for (i, chunk) in bytes.chunks(LOOKED_AT).enumerate() {
        // Without a branch for each byte the compiler looks at many at once. What Word writes has
        // hardly a line end.
        let least = chunk.iter().fold(u8::MAX, |least, b| least.min(*b));
        if least < b' '
            && let Some(at) = chunk.iter().position(is_control)
        {
            return Some(i * LOOKED_AT + at);
        }
    }
    None
}

/// A character that XML may have, as one that a reference stands for.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
