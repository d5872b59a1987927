//! Strings: shared, rich and escaped (§18.4).

use std::sync::Arc;

use super::super::Error;
use super::super::ink::{Rich, Run};
use super::super::xml::{Node, Xml};
use super::font;
use crate::Cost;
use crate::budget::Budget;

/// A shared string.
pub(super) struct SharedString {
    pub(super) text: Arc<str>,
    pub(super) runs: Option<Arc<[Run]>>,
}

/// The shared strings (§18.4).
pub(super) fn shared(
    content: &[u8],
    part: &str,
    budget: &Budget,
) -> Result<Vec<SharedString>, Error> {
    let mut xml = Xml::new(content, part);
    let mut out = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.local() == "si" => {
                let rich = rich(&mut xml)?;
                let runs = rich.runs.len() * size_of::<Run>();
                // As a list grows, it is there twice.
                let bytes = 2 * size_of::<SharedString>() + rich.text.len() + runs;
                budget.take(Cost::Strings, bytes)?;
                out.push(SharedString {
                    runs: rich.shared_runs(),
                    text: rich.text.into(),
                });
            }
            Node::End => return Ok(out),
            _ => {}
        }
    }
}

/// The text of an `si` or `is` that was just opened: its runs, without phonetic guides.
pub(super) fn rich(xml: &mut Xml<'_>) -> Result<Rich, Error> {
    let outside = xml.depth() - 1;
    let mut out = Rich::default();
    let mut ink = None;
    let mut text = String::new();
    let mut in_text = false;
    while xml.depth() > outside {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "t" => in_text = true,
                "r" => {
                    out.push(&unescape(std::mem::take(&mut text)), ink);
                    ink = None;
                }
                "rPr" => ink = Some(font(xml)?),
                "rPh" | "extLst" => xml.skip()?,
                _ => {}
            },
            Node::Close => in_text = false,
            Node::Text(piece) if in_text => xml.push(&piece, &mut text)?,
            Node::Text(_) => {}
            Node::End => break,
        }
    }
    out.push(&unescape(text), ink);
    Ok(out)
}

/// Resolves `_x000D_` and its like (ST_Xstring, §22.9.2.19).
pub(super) fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let escaped = rest
            .get(2..7)
            .and_then(|code| code.strip_suffix('_'))
            .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        let used = match escaped {
            // A carriage return before a line feed is half of a line break.
            Some('\r') => 7,
            Some(c) => {
                out.push(c);
                7
            }
            None => {
                out.push_str("_x");
                2
            }
        };
        rest = &rest[used..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_in_strings_are_resolved() {
        let read = |s: &str| unescape(s.to_owned());
        assert_eq!(read("甲_x000D_\n乙"), "甲\n乙");
        assert_eq!(read("a_x0041_b_x005F_x0041_"), "aAb_x0041_");
        assert_eq!(read("_x00"), "_x00");
        assert_eq!(read("_xD800_汉_x汉字_"), "_xD800_汉_x汉字_");
    }
}
