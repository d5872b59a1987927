//! Changing a part in place: pieces put in or exchanged by byte offset, everything else as it was.

use std::ops::Range;

use super::{Error, Ns, Reader, Token};

/// Changes to a part, by offsets in the part as it was.
#[derive(Clone, Debug, Default)]
pub struct Splice {
    edits: Vec<(Range<usize>, Vec<u8>)>,
}

impl Splice {
    /// Puts `xml` in at `at`; behind what was put in there before.
    pub fn insert(&mut self, at: usize, xml: impl Into<Vec<u8>>) {
        self.replace(at..at, xml);
    }

    /// Exchanges the bytes in `range` for `xml`. Ranges that are exchanged must not overlap.
    pub fn replace(&mut self, range: Range<usize>, xml: impl Into<Vec<u8>>) {
        self.edits.push((range, xml.into()));
    }

    /// Nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The changed part.
    pub fn apply(mut self, bytes: &[u8]) -> Vec<u8> {
        // Stable, so that what is put in at one place stays in the order in which it was given.
        self.edits
            .sort_by_key(|(range, _)| (range.start, range.end));
        let more: usize = self.edits.iter().map(|(_, xml)| xml.len()).sum();
        let mut out = Vec::with_capacity(bytes.len() + more);
        let mut at = 0;
        for (range, xml) in &self.edits {
            debug_assert!(at <= range.start, "edits overlap at byte {at}");
            let start = range.start.clamp(at, bytes.len());
            out.extend_from_slice(&bytes[at..start]);
            out.extend_from_slice(xml);
            at = range.end.clamp(start, bytes.len());
        }
        out.extend_from_slice(&bytes[at..]);
        out
    }
}

/// The part with more at the end of its root element: `child` makes it, seeing what is declared
/// there.
///
/// # Errors
/// When the part cannot be read.
pub fn append_to_root(
    bytes: &[u8],
    child: impl FnOnce(&Reader<'_>) -> String,
) -> Result<Vec<u8>, Error> {
    let mut reader = Reader::new(bytes);
    let mut splice = Splice::default();
    loop {
        match reader.token()? {
            Token::Eof => return Err(Error::Truncated),
            Token::Start(_) => {
                let child = child(&reader);
                let start = reader.tag_position();
                if reader.at_empty_element() {
                    let end = reader.position();
                    let name = root_name(&bytes[start..end]);
                    let closing = [b">", child.as_bytes(), b"</", name, b">"].concat();
                    splice.replace(end - 2..end, closing);
                } else {
                    reader.skip()?;
                    splice.insert(reader.tag_position(), child);
                }
                return Ok(splice.apply(bytes));
            }
            _ => {}
        }
    }
}

/// `<name rest`, with a declaration of its own where `ns` (whose URI is `uri`) is not the default
/// namespace where the reader stands.
pub fn unprefixed(reader: &Reader<'_>, (ns, uri): (Ns, &str), name: &str, rest: &str) -> String {
    match reader.namespace(b"") == ns {
        true => format!("<{name}{rest}"),
        false => format!("<{name} xmlns=\"{uri}\"{rest}"),
    }
}

/// The name in a start tag, with its prefix.
pub fn root_name(tag: &[u8]) -> &[u8] {
    let name = tag.strip_prefix(b"<").unwrap_or(tag);
    let end = name
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
    &name[..end.unwrap_or(name.len())]
}

/// Appends `text` as character data or as an attribute's value in double quotes. Characters that
/// XML 1.0 has no way to write are left out; there are none in text that was read from XML.
pub fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                out.push_str("&#");
                out.push_str(&(c as u32).to_string());
                out.push(';');
            }
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
}

/// As [`escape_into`], a new string.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_made_where_they_belong() {
        let mut splice = Splice::default();
        splice.insert(3, "1");
        splice.replace(4..6, "-");
        splice.insert(3, "2");
        splice.insert(0, "^");
        splice.insert(8, "$");
        assert_eq!(splice.apply(b"abcdefgh"), b"^abc12d-gh$");
    }

    #[test]
    fn a_child_is_appended_in_the_roots_namespace() {
        let types = (
            Ns::ContentTypes,
            "http://schemas.openxmlformats.org/package/2006/content-types",
        );
        let uri = types.1;
        let append = |xml: &str| {
            let out = append_to_root(xml.as_bytes(), |r| {
                unprefixed(r, types, "Override", " PartName=\"/a\"/>")
            });
            String::from_utf8(out.unwrap()).unwrap()
        };
        assert_eq!(
            append(&format!("<Types xmlns=\"{uri}\"><a/></Types>")),
            format!("<Types xmlns=\"{uri}\"><a/><Override PartName=\"/a\"/></Types>")
        );
        assert_eq!(
            append(&format!("<Types xmlns=\"{uri}\" />")),
            format!("<Types xmlns=\"{uri}\" ><Override PartName=\"/a\"/></Types>")
        );
        assert_eq!(
            append(&format!("<c:Types xmlns:c=\"{uri}\"></c:Types>")),
            format!(
                "<c:Types xmlns:c=\"{uri}\"><Override xmlns=\"{uri}\" PartName=\"/a\"/></c:Types>"
            )
        );
    }

    #[test]
    fn text_reads_back_as_it_was() {
        let text = "a<b>&\"c\"\u{b}\n\t。";
        let mut read = String::new();
        crate::xml::Text {
            raw: &escaped(text),
            cdata: false,
        }
        .push_to(&mut read)
        .unwrap();
        assert_eq!(read, text.replace('\u{b}', ""));
    }
}
