//! A part that is read as UTF-8 and written back in the encoding that it came in.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Error;
use super::decode::encoding_of;

/// A part's text with the encoding that it came in.
#[derive(Clone, Debug)]
pub struct Coded {
    text: Vec<u8>,
    encoding: &'static Encoding,
    mark: Vec<u8>,
}

impl Coded {
    /// Decodes a part.
    ///
    /// # Errors
    /// When the bytes are no text in their encoding, or would not be the same bytes if written
    /// back as they were read.
    pub fn read(bytes: Vec<u8>) -> Result<Coded, Error> {
        let (encoding, mark) = encoding_of(&bytes);
        let mut coded = Coded {
            text: Vec::new(),
            encoding,
            mark: bytes[..mark].to_vec(),
        };
        if encoding == UTF_8 {
            coded.text = bytes;
            coded.text.drain(..mark);
            return Ok(coded);
        }
        let text = encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
            .ok_or(Error::Encoding)?;
        coded.text = text.into_owned().into_bytes();
        match coded.write(&coded.text)? == bytes {
            true => Ok(coded),
            false => Err(Error::Encoding),
        }
    }

    /// The text as UTF-8, without a byte order mark.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Another text in the part's encoding. Characters that the encoding does not have become
    /// character references.
    ///
    /// # Errors
    /// When `text` is not UTF-8, and the part's encoding is another.
    pub fn write(&self, text: &[u8]) -> Result<Vec<u8>, Error> {
        let mut out = self.mark.clone();
        if self.encoding == UTF_8 {
            out.extend_from_slice(text);
            return Ok(out);
        }
        let text = std::str::from_utf8(text).map_err(|_| Error::Encoding)?;
        if self.encoding == UTF_16LE {
            out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        } else if self.encoding == UTF_16BE {
            out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        } else {
            let bytes: Cow<'_, [u8]> = self.encoding.encode(text).0;
            out.extend_from_slice(&bytes);
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_written_back_in_its_own_encoding() {
        let xml = "<?xml version=\"1.0\" encoding=\"GBK\"?><a>汇表</a>";
        let (gbk, ..) = encoding_rs::GBK.encode(xml);
        let wide = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
            let mut out = mark.to_vec();
            out.extend("<a>汇表𠮷</a>".encode_utf16().flat_map(bytes));
            out
        };
        for part in [
            b"<a>\xe6\xb1\x87</a>".to_vec(),
            b"\xef\xbb\xbf<a/>".to_vec(),
            gbk.into_owned(),
            wide(b"\xff\xfe", u16::to_le_bytes),
            wide(b"\xfe\xff", u16::to_be_bytes),
            wide(b"", u16::to_le_bytes),
        ] {
            let coded = Coded::read(part.clone()).unwrap();
            assert_eq!(coded.text(), &*super::super::utf8(&part).unwrap());
            assert_eq!(coded.write(coded.text()).unwrap(), part);
        }
    }
}
