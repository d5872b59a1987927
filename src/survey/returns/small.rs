//! What is held of every file of a survey, small.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::content::hex;

/// The hash of a file, in the bytes that its hex stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileHash(Held);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Held {
    Bytes([u8; 32]),
    /// What is no SHA-256, as typed; empty where there is none.
    Text(Box<str>),
}

impl FileHash {
    /// In lower-case hex; empty where there is none.
    pub fn hex(&self) -> Cow<'_, str> {
        match &self.0 {
            Held::Bytes(bytes) => Cow::Owned(hex(bytes)),
            Held::Text(text) => Cow::Borrowed(text),
        }
    }

    /// There is none: the file could not be opened.
    pub fn is_empty(&self) -> bool {
        matches!(&self.0, Held::Text(text) if text.is_empty())
    }
}

impl Default for FileHash {
    fn default() -> FileHash {
        FileHash(Held::Text(Box::default()))
    }
}

impl From<&str> for FileHash {
    fn from(text: &str) -> FileHash {
        let mut bytes = [0; 32];
        let digits = text.as_bytes();
        let lower = |d: &u8| matches!(d, b'0'..=b'9' | b'a'..=b'f');
        if digits.len() != 2 * bytes.len() || !digits.iter().all(lower) {
            return FileHash(Held::Text(text.into()));
        }
        let value = |digit: u8| match digit {
            b'0'..=b'9' => digit - b'0',
            _ => digit - b'a' + 10,
        };
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0]) << 4 | value(pair[1]);
        }
        FileHash(Held::Bytes(bytes))
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl Serialize for FileHash {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for FileHash {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<FileHash, D::Error> {
        let text: Cow<'_, str> = Deserialize::deserialize(from)?;
        Ok((&*text).into())
    }
}

/// When a file says that it was saved, as it says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum SavedText {
    /// It does not say.
    #[default]
    None,
    /// Whole seconds, written as programs write them.
    Second(i64),
    /// In other words.
    Text(Box<str>),
}

impl SavedText {
    /// The text.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            SavedText::None => None,
            SavedText::Second(second) => {
                let time = Timestamp::from_second(*second).ok()?;
                Some(Cow::Owned(time.to_string()))
            }
            SavedText::Text(text) => Some(Cow::Borrowed(text)),
        }
    }
}

impl From<Option<&str>> for SavedText {
    fn from(text: Option<&str>) -> SavedText {
        let Some(text) = text else {
            return SavedText::None;
        };
        let second = text.parse::<Timestamp>().ok().map(Timestamp::as_second);
        let held = second.map(SavedText::Second);
        let same = held.filter(|h| h.text().is_some_and(|t| t == text));
        same.unwrap_or_else(|| SavedText::Text(text.into()))
    }
}

impl Serialize for SavedText {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.text().serialize(to)
    }
}

impl<'de> Deserialize<'de> for SavedText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<SavedText, D::Error> {
        let text: Option<Cow<'_, str>> = Deserialize::deserialize(from)?;
        Ok(text.as_deref().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_small_reads_as_it_was_given() {
        let hash = "3fc6c355bf22e62fda387b8e8cca98eceb75e2a85458d2c8af38dc7bdb126a23";
        for text in [hash, "", "1", &hash.to_uppercase()] {
            assert_eq!(FileHash::from(text).hex(), text);
        }
        for text in ["2026-03-01T08:00:00Z", "2026-03-01T08:00:00", "gestern", ""] {
            assert_eq!(SavedText::from(Some(text)).text().as_deref(), Some(text));
        }
        assert_eq!(SavedText::from(None).text(), None);
    }
}
