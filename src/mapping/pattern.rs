//! Patterns of texts.

use regex::{Error, Regex, RegexBuilder};

/// A pattern's compiled size, in bytes: a mapping comes from anywhere, and an identity number, a
/// postcode or a course number needs some hundreds.
const MOST: usize = 1 << 20;

/// A pattern that a text must match from its first to its last character.
///
/// # Errors
/// What is wrong with it, or that it is too large.
pub fn whole_match(pattern: &str) -> Result<Regex, Error> {
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(MOST)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_of_the_whole_text() {
        let either = whole_match("[0-9]{3}|[0-9]{17}[0-9X]").unwrap();
        assert!(either.is_match("123") && either.is_match("11010119900307123X"));
        assert!(!either.is_match("1234") && !either.is_match("12") && !either.is_match("123\n"));
        assert!(whole_match("(").is_err());
        assert!(whole_match("(?:a{1000}){1000}").is_err());
    }
}
