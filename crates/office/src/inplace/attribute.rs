//! One attribute of a start tag, where it lies or taken out.

use std::ops::Range;

use crate::xml::root_name;

/// Where an attribute's value lies in a start tag.
pub(super) fn attribute_range(tag: &[u8], name: &str) -> Option<Range<usize>> {
    let mut at = root_name(tag).len() + 1;
    loop {
        at += tag[at..].iter().position(|b| !b.is_ascii_whitespace())?;
        let equals = at + tag[at..].iter().position(|&b| b == b'=')?;
        let found = tag[at..equals].trim_ascii_end() == name.as_bytes();
        let open = equals
            + 1
            + tag[equals + 1..]
                .iter()
                .position(|b| !b.is_ascii_whitespace())?;
        let quote = tag[open];
        let close = open + 1 + tag[open + 1..].iter().position(|&b| b == quote)?;
        if found {
            return Some(open + 1..close);
        }
        at = close + 1;
    }
}

/// An element without one attribute of its start tag.
pub(super) fn without_attribute(element: &str, name: &str) -> String {
    let Some(value) = attribute_range(element.as_bytes(), name) else {
        return element.to_owned();
    };
    let before =
        element[..value.start - 1].trim_end_matches(|c: char| c.is_whitespace() || c == '=');
    let before = before[..before.len() - name.len()].trim_end();
    format!("{before}{}", &element[value.end + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_found_by_its_whole_name() {
        let tag = "<c rs=\"1\" r = 'A1'\n s=\"7\"/>";
        let value = |name| attribute_range(tag.as_bytes(), name).map(|range| &tag[range]);
        assert_eq!(value("r"), Some("A1"));
        assert_eq!(value("s"), Some("7"));
        assert_eq!(value("t"), None);
        assert_eq!(without_attribute(tag, "s"), "<c rs=\"1\" r = 'A1'/>");
        assert_eq!(without_attribute(tag, "r"), "<c rs=\"1\"\n s=\"7\"/>");
        assert_eq!(
            without_attribute("<c s=\"7\"><v>1</v></c>", "s"),
            "<c><v>1</v></c>"
        );
        assert_eq!(without_attribute(tag, "t"), tag);
    }
}
