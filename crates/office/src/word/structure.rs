//! A structure of a formula: the signs that keep its parts apart in a line of text.

use crate::build::look::RunState;

/// A structure of a formula that is open.
pub(super) struct Structure {
    /// How the text around it looks.
    pub outer: RunState,
    /// What it begins with, until its first part has begun.
    pub opening: String,
    /// What stands between its parts.
    pub between: &'static str,
    /// What it ends with.
    pub closing: String,
    /// Its sign is one that its properties may change.
    pub has_sign: bool,
    pub parts: u32,
}

impl Structure {
    /// The structure of this name as it is without properties.
    pub fn of(name: &[u8], outer: RunState) -> Structure {
        let (opening, between, closing, has_sign) = match name {
            b"rad" => ("√", "", "", false),
            b"nary" => ("∫", "", "", true),
            b"acc" => ("^", "", "", true),
            b"bar" => ("¯", "", "", false),
            b"groupChr" => ("⏟", "", "", true),
            b"d" => ("(", "|", ")", false),
            b"m" => ("[", "；", "]", false),
            b"mr" => ("", "，", "", false),
            b"eqArr" => ("{", "；", "", false),
            _ => ("", "", "", false),
        };
        Structure {
            outer,
            opening: opening.to_owned(),
            between,
            closing: closing.to_owned(),
            has_sign,
            parts: 0,
        }
    }
}
