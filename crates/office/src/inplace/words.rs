//! Text put into a Word document as runs, and runs given a colour (ECMA-376 part 1 §17.3.2).

use super::{Kind, Outline};
use crate::xml::{escape_into, root_name};

/// A run with this text. `properties` is a whole `w:rPr`, or nothing; line ends become breaks.
pub fn run(prefix: &str, properties: &str, text: &str) -> String {
    let w = prefix;
    let mut out = format!("<{w}:r>{properties}");
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push_str(&format!("<{w}:br/>"));
        }
        for (i, piece) in line.split('\t').enumerate() {
            if i > 0 {
                out.push_str(&format!("<{w}:tab/>"));
            }
            if !piece.is_empty() {
                out.push_str(&format!("<{w}:t xml:space=\"preserve\">"));
                escape_into(piece, &mut out);
                out.push_str(&format!("</{w}:t>"));
            }
        }
    }
    out.push_str(&format!("</{w}:r>"));
    out
}

/// The `w:rPr` that the paragraph's mark has, for text typed at its end.
pub fn mark_properties(outline: &Outline<'_>, paragraph: usize) -> Option<String> {
    let own = outline.child(paragraph, Kind::ParagraphProperties)?;
    let mark = outline.child(own, Kind::RunProperties)?;
    Some(String::from_utf8_lossy(outline.source(mark)).into_owned())
}

/// The `w:rPr` of a run, if it has one.
pub fn run_properties(outline: &Outline<'_>, run: usize) -> Option<String> {
    let own = outline.child(run, Kind::RunProperties)?;
    Some(String::from_utf8_lossy(outline.source(own)).into_owned())
}

/// The runs of a paragraph, those in wrappers too, but not those in text boxes anchored in it.
pub fn runs(outline: &Outline<'_>, paragraph: usize) -> Vec<usize> {
    let end = outline.get(paragraph).end;
    (paragraph + 1..outline.elements().len())
        .take_while(|&i| outline.get(i).start < end)
        .filter(|&i| outline.get(i).kind == Kind::Run)
        .filter(|&i| outline.enclosing(i, Kind::Paragraph) == Some(paragraph))
        .collect()
}

/// What comes after `w:color` in a `w:rPr` (§17.3.2.28, CT_RPr).
const AFTER_COLOR: [&str; 22] = [
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
    "rPrChange",
    "ins",
];

/// A `w:rPr` (or nothing) with this font colour, as `FF0000`.
pub fn colored(prefix: &str, properties: &str, color: &str) -> String {
    let w = prefix;
    let element = format!("<{w}:color {w}:val=\"{color}\"/>");
    let plain = without(properties, &["color"]);
    let tags = tags(&plain);
    let Some(first) = tags.first() else {
        return format!("<{w}:rPr>{element}</{w}:rPr>");
    };
    if plain[first.start..first.end].ends_with("/>") {
        return format!("<{w}:rPr>{element}</{w}:rPr>");
    }
    let later = tags[1..]
        .iter()
        .find(|tag| !tag.closes && tag.depth == 1 && AFTER_COLOR.contains(&tag.local));
    let at = later.or(tags.last()).map_or(plain.len(), |tag| tag.start);
    format!("{}{element}{}", &plain[..at], &plain[at..])
}

/// A `w:rPr` without the elements of these local names.
pub fn without(properties: &str, names: &[&str]) -> String {
    let mut out = String::with_capacity(properties.len());
    let mut at = 0;
    let mut dropping: Option<usize> = None;
    for tag in tags(properties) {
        let empty = properties[tag.start..tag.end].ends_with("/>");
        match dropping {
            None if !tag.closes && tag.depth > 0 && names.contains(&tag.local) => {
                out.push_str(&properties[at..tag.start]);
                at = tag.end;
                dropping = (!empty).then_some(tag.depth);
            }
            Some(depth) if tag.closes && tag.depth == depth => {
                at = tag.end;
                dropping = None;
            }
            _ => {}
        }
    }
    out.push_str(&properties[at..]);
    out
}

/// An element's source to be put in once more: without what must be there only once (ids of
/// paragraphs, bookmarks, comment anchors).
pub fn copied(source: &str) -> String {
    let once = [
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "permStart",
        "permEnd",
        "proofErr",
    ];
    let plain = without(source, &once);
    let mut out = String::with_capacity(plain.len());
    let mut at = 0;
    for tag in tags(&plain) {
        if tag.closes {
            continue;
        }
        out.push_str(&plain[at..tag.start]);
        let mut text = plain[tag.start..tag.end].to_owned();
        for name in ["paraId", "textId"] {
            text = without_attribute_named(&text, name);
        }
        out.push_str(&text);
        at = tag.end;
    }
    out.push_str(&plain[at..]);
    out
}

/// A start tag without the attribute of this local name, whatever its prefix.
fn without_attribute_named(tag: &str, local: &str) -> String {
    let needle = format!(":{local}=");
    let Some(at) = tag.find(&needle) else {
        return tag.to_owned();
    };
    let start = tag[..at].rfind(char::is_whitespace).unwrap_or(at);
    let value = at + needle.len();
    let Some(quote) = tag[value..].chars().next() else {
        return tag.to_owned();
    };
    match tag[value + 1..].find(quote) {
        Some(close) => format!("{}{}", &tag[..start], &tag[value + close + 2..]),
        None => tag.to_owned(),
    }
}

/// A tag in a piece of XML.
pub(super) struct TagAt<'t> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) local: &'t str,
    pub(super) closes: bool,
    /// How many elements are open around the element that it begins or ends.
    pub(super) depth: usize,
}

/// The tags of a well-formed piece of XML, in order.
pub(super) fn tags(xml: &str) -> Vec<TagAt<'_>> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(start) = xml[at..].find('<').map(|i| at + i) {
        let rest = &xml[start..];
        if rest.starts_with("<!--") || rest.starts_with("<?") {
            let close = if rest.starts_with("<?") { "?>" } else { "-->" };
            at = rest
                .find(close)
                .map_or(xml.len(), |i| start + i + close.len());
            continue;
        }
        let mut quote = None;
        let end = rest.char_indices().find(|&(_, c)| match (quote, c) {
            (None, '>') => true,
            (None, '"' | '\'') => {
                quote = Some(c);
                false
            }
            (Some(q), c) if q == c => {
                quote = None;
                false
            }
            _ => false,
        });
        let Some((len, _)) = end else { break };
        let end = start + len + 1;
        let closes = rest.starts_with("</");
        let name = match closes {
            true => rest[2..len].trim_end(),
            false => std::str::from_utf8(root_name(&rest.as_bytes()[..=len])).unwrap_or(""),
        };
        let local = name.rsplit(':').next().unwrap_or(name);
        if closes {
            depth = depth.saturating_sub(1);
        }
        found.push(TagAt {
            start,
            end,
            local,
            closes,
            depth,
        });
        if !closes && !xml[start..end].ends_with("/>") {
            depth += 1;
        }
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_tabs_are_elements() {
        assert_eq!(
            run("w", "", "a\tb\n<c"),
            "<w:r><w:t xml:space=\"preserve\">a</w:t><w:tab/><w:t xml:space=\"preserve\">b</w:t>\
             <w:br/><w:t xml:space=\"preserve\">&lt;c</w:t></w:r>"
        );
    }

    #[test]
    fn a_colour_stands_in_its_place() {
        assert_eq!(
            colored("w", "", "FF0000"),
            "<w:rPr><w:color w:val=\"FF0000\"/></w:rPr>"
        );
        assert_eq!(
            colored("w", "<w:rPr/>", "FF0000"),
            "<w:rPr><w:color w:val=\"FF0000\"/></w:rPr>"
        );
        assert_eq!(
            colored(
                "w",
                "<w:rPr><w:b/><w:color w:val=\"000000\"/><w:sz w:val=\"21\"/></w:rPr>",
                "FF0000"
            ),
            "<w:rPr><w:b/><w:color w:val=\"FF0000\"/><w:sz w:val=\"21\"/></w:rPr>"
        );
    }

    #[test]
    fn a_copy_has_no_ids() {
        assert_eq!(
            copied(
                "<w:tr w14:paraId=\"1\" w:rsidR=\"2\"><w:bookmarkStart w:id=\"0\"/><w:tc>\
                 <w:p a=\"x > y\" w14:textId='3'/></w:tc></w:tr>"
            ),
            "<w:tr w:rsidR=\"2\"><w:tc><w:p a=\"x > y\"/></w:tc></w:tr>"
        );
    }
}
