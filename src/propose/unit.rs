//! Units of measure as labels print them.

use super::candidates::bracketed;
use super::words::{is, words};
use crate::mapping::Type;

/// The unit in the brackets of a label, or a text that is only a unit.
pub fn unit_in(text: &str) -> Option<(String, Type)> {
    let units = &words().units;
    let known = |text: &str| {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = units.spellings.get(&text).cloned().unwrap_or(text);
        if is(&units.integer, &text) {
            Some((text, Type::Integer))
        } else if is(&units.decimal, &text) {
            Some((text, Type::Decimal))
        } else {
            None
        }
    };
    let mut rest = text;
    while let Some(at) = rest.find(['（', '(']) {
        let Some((inside, after)) = bracketed(&rest[at..]) else {
            break;
        };
        let inside = inside.trim();
        let bare = units.before.iter().find_map(|w| inside.strip_prefix(&**w));
        let bare = bare.unwrap_or(inside);
        if let Some(unit) = known(inside).or_else(|| known(bare)) {
            return Some(unit);
        }
        rest = after;
    }
    known(text.trim())
}
