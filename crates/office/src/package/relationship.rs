//! Relationships: how a package's parts name one another (ECMA-376 part 2 §6.5).

use crate::xml::{self, Ns, Reader, Token};

/// A relationship to another part of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relationship {
    /// Its id within the part that it goes out from.
    pub id: String,
    /// What it means: a URI, Transitional or Strict.
    pub kind: String,
    /// The part that it leads to, from the package's root, without a leading `/`.
    pub target: String,
}

impl Relationship {
    /// Whether its type ends in `name`, such as `styles`: Transitional and Strict URIs differ only
    /// before that.
    pub fn is(&self, name: &str) -> bool {
        self.kind
            .strip_suffix(name)
            .is_some_and(|rest| rest.ends_with('/'))
    }
}

/// The relationship part of `part`; of the package itself for the empty name.
pub(super) fn part_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// Reads the relationship part that belongs to `source`.
pub(super) fn read(source: &str, bytes: &[u8]) -> Result<Vec<Relationship>, xml::Error> {
    let mut reader = Reader::new(bytes);
    let mut found = Vec::new();
    loop {
        let tag = match reader.token()? {
            Token::Eof => return Ok(found),
            Token::Start(tag) if tag.name == b"Relationship" => tag,
            _ => continue,
        };
        let value = |name: &[u8]| match reader.attribute(&tag, Ns::None, name) {
            Some(raw) => xml::attribute_value(raw).map(Into::into),
            None => Ok(String::new()),
        };
        if value(b"TargetMode")? == "External" {
            continue;
        }
        found.push(Relationship {
            id: value(b"Id")?,
            kind: value(b"Type")?,
            target: resolve(source, &value(b"Target")?),
        });
    }
}

/// `target` as a part name: relative to the folder of `source`, `.` and `..` taken out, `%` codes
/// resolved.
fn resolve(source: &str, target: &str) -> String {
    let target = percent_decode(target).replace('\\', "/");
    let mut parts: Vec<&str> = match source.rsplit_once('/') {
        Some((folder, _)) if !target.starts_with('/') => folder.split('/').collect(),
        _ => Vec::new(),
    };
    for piece in target.split('/') {
        match piece {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            piece => parts.push(piece),
        }
    }
    parts.join("/")
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_source_part() {
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
        assert_eq!(resolve("", "/word/document.xml"), "word/document.xml");
        assert_eq!(
            resolve("word/document.xml", "styles.xml"),
            "word/styles.xml"
        );
        assert_eq!(
            resolve("word/document.xml", "/word/styles.xml"),
            "word/styles.xml"
        );
        assert_eq!(
            resolve("word/document.xml", "../a/./b%20c.xml"),
            "a/b c.xml"
        );
        assert_eq!(resolve("a.xml", "../../../x"), "x");
    }

    #[test]
    fn a_part_has_its_relationships_beside_it() {
        assert_eq!(part_of(""), "_rels/.rels");
        assert_eq!(part_of("word/document.xml"), "word/_rels/document.xml.rels");
        assert_eq!(part_of("document.xml"), "_rels/document.xml.rels");
    }
}
