//! Bounds and rules for text that stands beside the body.

/// More bytes of one note are not kept.
pub(crate) const LONGEST: usize = 4096;
/// More notes are counted, not kept.
pub(crate) const MOST: usize = 2_000;

/// A field's code gives the number of a page.
pub(crate) fn is_page(code: &[u8]) -> bool {
    let first = code.trim_ascii_start();
    [b"PAGE".as_slice(), b"NUMPAGES", b"SECTIONPAGES"]
        .iter()
        .any(|name| first.len() >= name.len() && first[..name.len()].eq_ignore_ascii_case(name))
}
