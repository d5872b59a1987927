//! Names as they stand in tags (XML 1.0 §2.3, Namespaces in XML §4), and white space.

/// What a byte is in a name.
const OTHER: u8 = 0;
/// A letter or `_`: may begin a name.
const LETTER: u8 = 1;
/// May stand in a name, but not begin one.
const INNER: u8 = 2;
/// Parts the prefix from the local part.
const COLON: u8 = 3;
/// Part of a character beyond ASCII.
const WIDE: u8 = 4;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => LETTER,
            b'0'..=b'9' | b'-' | b'.' => INNER,
            b':' => COLON,
            0x80.. => WIDE,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
}

/// A qualified name at the start of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'a> {
    /// All of it.
    pub(super) whole: &'a [u8],
    /// How many of its bytes are the prefix with its colon; 0 without one.
    pub(super) local: usize,
}

impl<'a> Name<'a> {
    /// The prefix; empty without one.
    pub(super) fn prefix(&self) -> &'a [u8] {
        &self.whole[..self.local.saturating_sub(1)]
    }

    /// The name without its prefix.
    pub(super) fn local(&self) -> &'a [u8] {
        &self.whole[self.local..]
    }
}

/// The name that `text` begins with, if it begins with one: parts that are names, at most two,
/// with a colon between.
#[inline]
pub(super) fn name(text: &[u8]) -> Option<Name<'_>> {
    let mut len = 0;
    let mut local = 0;
    let mut wide = false;
    loop {
        // By far the most characters of a name.
        while text
            .get(len)
            .is_some_and(|&b| CLASS[usize::from(b)] == LETTER)
        {
            len += 1;
        }
        match text.get(len).map_or(OTHER, |&b| CLASS[usize::from(b)]) {
            INNER if len > local => {}
            WIDE => wide = true,
            COLON if local == 0 && len > 0 => local = len + 1,
            OTHER if len > local => break,
            _ => return None,
        }
        len += 1;
    }
    let whole = &text[..len];
    if wide && !(is_wide_name(&whole[..local.saturating_sub(1)]) && is_wide_name(&whole[local..])) {
        return None;
    }
    Some(Name { whole, local })
}

/// A name (or nothing) whose ASCII characters are known to be in place: the others are too.
#[cold]
fn is_wide_name(part: &[u8]) -> bool {
    let Ok(part) = std::str::from_utf8(part) else {
        return false;
    };
    part.char_indices().all(|(i, c)| {
        c.is_ascii()
            || may_begin(c)
            || (i > 0 && matches!(c, '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}'))
    })
}

/// NameStartChar beyond ASCII.
fn may_begin(c: char) -> bool {
    matches!(c,
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}'
        | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// White space (§2.3).
#[inline]
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_what_is_none() {
        let split = |text: &'static str| name(text.as_bytes()).map(|n| (n.prefix(), n.local()));
        assert_eq!(split("w:p>"), Some((&b"w"[..], &b"p"[..])));
        assert_eq!(split("p-1.a "), Some((&b""[..], &b"p-1.a"[..])));
        assert_eq!(split("文:字="), Some(("文".as_bytes(), "字".as_bytes())));
        for none in [
            "", ">", ":p", "w:", "w:>", "w:1", "1", "-a", "a:b:c", "×", "a×", "·a",
        ] {
            assert_eq!(split(none), None, "{none}");
        }
        assert!(name("a·b".as_bytes()).is_some());
    }
}
