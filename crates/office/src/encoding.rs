//! The encodings that text comes in: UTF-8, UTF-16 with or without a mark, GBK.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are looked at to tell an encoding.
const SAMPLE: usize = 4096;

/// The first line that is in no known encoding, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Undecodable {
    pub(crate) line: usize,
}

/// The text, whatever of the encodings it is in.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Undecodable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]);
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return strict(UTF_8, bytes);
    }
    strict(utf16(bytes).unwrap_or(GB18030), bytes)
}

/// The beginning of a text, if it is one: no character is of the kind that no text has.
pub(crate) fn text_head(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(SAMPLE)];
    let encoding = match Encoding::for_bom(head) {
        Some((encoding, _)) => encoding,
        None if head.contains(&0) => utf16(head)?,
        None => {
            let control = |b: &u8| *b < 0x20 && !is_space(u32::from(*b));
            // Bytes of unknown encoding: only what is ASCII is looked at.
            return (!head.iter().any(control)).then(|| String::from_utf8_lossy(head).into_owned());
        }
    };
    let (text, _) = encoding.decode_with_bom_removal(head);
    let control = |c: char| (c as u32) < 0x20 && !is_space(c as u32);
    (!text.contains(control)).then(|| text.into_owned())
}

/// What separates lines and fields, and the mark that DOS ended files with.
fn is_space(code: u32) -> bool {
    matches!(code, 0x09 | 0x0a | 0x0d | 0x0c | 0x1a)
}

/// UTF-16 without a mark: the zero bytes of line ends and separators tell which.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| {
        let sample = bytes.iter().take(SAMPLE).skip(odd).step_by(2);
        sample.filter(|&&b| b == 0).count()
    };
    match (zeros(0), zeros(1)) {
        (0, 0) => None,
        (even, odd) if odd >= even => Some(UTF_16LE),
        _ => Some(UTF_16BE),
    }
}

/// Decodes, or names the first line that does not.
fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Undecodable> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            let before = text.split('\u{fffd}').next().unwrap_or("");
            Err(Undecodable {
                line: before.matches('\n').count() + 1,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_in_utf16_is_text_though_its_bytes_are_not() {
        // 市 is 02 5E, 三 is 09 4E.
        for text in ["市\t三\n", "<table><tr><td>市"] {
            for mark in [true, false] {
                let mut bytes = if mark { vec![0xff, 0xfe] } else { Vec::new() };
                bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
                assert_eq!(text_head(&bytes).as_deref(), Some(text));
                assert_eq!(decode(&bytes).as_deref(), Ok(text));
            }
        }
        assert_eq!(text_head(b"\x01\x02\x03\0\0\0"), None);
        assert_eq!(text_head(b"a\x02b"), None);
    }
}
