//! What a `blanks` table prints: words with places for values between them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A row of a `blanks` table as the form prints it.
///
/// `{name}` stands where the value of the field `name` is typed. A field that has a line of
/// `text` to itself is free text over any number of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintedRow {
    /// What the left cell prints; empty where the row has one cell.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What the right cell prints, in lines.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// A piece of a printed line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// What is printed.
    Words(&'a str),
    /// Where the value of the field of this name is typed.
    Field(&'a str),
}

impl PrintedRow {
    /// The pieces of a printed text, in order, or the byte at which a brace has no fellow.
    pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, usize> {
        let mut pieces = Vec::new();
        let mut rest = 0;
        while let Some(open) = text[rest..].find(['{', '}']).map(|i| rest + i) {
            let name = open + 1;
            let close = match text[name..].find(['{', '}', '\n']).map(|i| name + i) {
                Some(close) if text.as_bytes()[open] == b'{' => close,
                _ => return Err(open),
            };
            if text.as_bytes()[close] != b'}' {
                return Err(open);
            }
            if rest < open {
                pieces.push(Piece::Words(&text[rest..open]));
            }
            pieces.push(Piece::Field(text[name..close].trim()));
            rest = close + 1;
        }
        if rest < text.len() {
            pieces.push(Piece::Words(&text[rest..]));
        }
        Ok(pieces)
    }
}

#[cfg(test)]
mod tests {
    use super::Piece::{Field, Words};
    use super::*;

    #[test]
    fn words_and_fields() {
        let pieces = |text| PrintedRow::pieces(text);
        assert_eq!(
            pieces("方式（{way}），数量（{ number }）个").unwrap(),
            [
                Words("方式（"),
                Field("way"),
                Words("），数量（"),
                Field("number"),
                Words("）个"),
            ]
        );
        assert_eq!(
            pieces("{a}{b}\n").unwrap(),
            [Field("a"), Field("b"), Words("\n")]
        );
        assert_eq!(pieces("").unwrap(), []);
        assert_eq!(pieces("ab}").unwrap_err(), 2);
        assert_eq!(pieces("a{b").unwrap_err(), 1);
        assert_eq!(pieces("a{b{c}").unwrap_err(), 1);
        assert_eq!(pieces("a{b\n}").unwrap_err(), 1);
    }
}
