//! Text that stands beside the body: headers, footers, foot- and endnotes, comments (ECMA-376
//! part 1 §17.10, §17.11, §17.13.4). None of it is an answer, but somebody may have typed one there.

use super::walk::Reference;
use crate::package::Package;
use crate::paper::{Aside, Place, Remark, RemarkKind};
use crate::xml::{self, Ns, Reader, Tag, Token};

/// The author of the comments that this program writes itself, which are no part of what came back.
const OWN_AUTHOR: &[u8] = b"huibiao";
/// More bytes of one note are not kept.
const LONGEST: usize = 4096;
/// More notes are not kept.
const MOST: usize = 100;

/// The texts beside the body, each at the place that refers to it. Parts that are missing or broken
/// are passed over, since no value depends on them.
pub(super) fn read(package: &Package<'_>, references: &[Reference]) -> Vec<Remark> {
    let mut found = Vec::new();
    let Ok(relationships) = package.relationships(package.main_part()) else {
        return found;
    };
    for (kind, aside) in [
        ("header", Aside::Header),
        ("footer", Aside::Footer),
        ("footnotes", Aside::Footnote),
        ("endnotes", Aside::Endnote),
        ("comments", Aside::Comment),
    ] {
        for relationship in relationships.iter().filter(|r| r.is(kind)) {
            if let Ok(Some(bytes)) = package.xml(&relationship.target) {
                // Notes before the break in a broken part are kept.
                let _ = part(&bytes, aside, references, &mut found);
            }
        }
    }
    found.truncate(MOST);
    found
}

fn part(
    bytes: &[u8],
    aside: Aside,
    references: &[Reference],
    found: &mut Vec<Remark>,
) -> Result<(), xml::Error> {
    let mut reader = Reader::new(bytes);
    loop {
        let tag = match reader.token()? {
            Token::Start(tag) if tag.ns == Ns::Word => tag,
            Token::Eof => return Ok(()),
            _ => continue,
        };
        let attribute = |name| reader.attribute(&tag, Ns::Word, name);
        let id = match (aside, tag.name) {
            (Aside::Header, b"hdr") | (Aside::Footer, b"ftr") => Vec::new(),
            (Aside::Footnote, b"footnote") | (Aside::Endnote, b"endnote")
                // The lines that Word draws over its notes have a type; notes have none.
                if matches!(attribute(b"type"), None | Some(b"normal")) =>
            {
                attribute(b"id").unwrap_or_default().to_vec()
            }
            (Aside::Comment, b"comment") if attribute(b"author") != Some(OWN_AUTHOR) => {
                attribute(b"id").unwrap_or_default().to_vec()
            }
            (_, b"hdr" | b"ftr" | b"footnotes" | b"endnotes" | b"comments") => continue,
            _ => {
                reader.skip()?;
                continue;
            }
        };
        let text = text(&mut reader)?;
        let text = text.trim();
        if text.is_empty() || found.len() >= MOST {
            continue;
        }
        let place = references
            .iter()
            .find(|r| r.aside == aside && r.id == id)
            .map_or(Place::Paragraph { paragraph: 1 }, |r| r.place.clone());
        let text = text.to_owned();
        found.push(Remark {
            kind: RemarkKind::Aside { aside, text },
            place,
        });
    }
}

/// The text of the element begun last, its paragraphs parted by line ends. Fields, page numbers
/// mostly, are left out.
fn text(reader: &mut Reader<'_>) -> Result<String, xml::Error> {
    let mut out = String::new();
    let outside = reader.depth() - 1;
    let mut fields = 0usize;
    loop {
        match reader.token()? {
            Token::Eof => return Err(xml::Error::Truncated),
            Token::End if reader.depth() == outside => return Ok(out),
            Token::Start(tag) => element(reader, &tag, &mut fields, &mut out)?,
            _ => {}
        }
    }
}

fn element(
    reader: &mut Reader<'_>,
    tag: &Tag<'_>,
    fields: &mut usize,
    out: &mut String,
) -> Result<(), xml::Error> {
    if tag.ns == Ns::Compatibility && tag.name == b"Fallback" {
        return reader.skip();
    }
    if tag.ns != Ns::Word {
        return Ok(());
    }
    match tag.name {
        b"del" | b"moveFrom" | b"instrText" | b"delText" | b"fldSimple" | b"rPr" | b"pPr" => {
            reader.skip()?;
        }
        b"fldChar" => match reader.attribute(tag, Ns::Word, b"fldCharType") {
            Some(b"begin") => *fields += 1,
            Some(b"end") => *fields = fields.saturating_sub(1),
            _ => {}
        },
        b"p" if !out.is_empty() && !out.ends_with('\n') => out.push('\n'),
        b"t" => loop {
            match reader.token()? {
                Token::Text(piece) if *fields == 0 && out.len() < LONGEST => {
                    piece.push_to(out)?;
                }
                Token::Text(_) => {}
                Token::Start(_) => reader.skip()?,
                Token::End => break,
                Token::Eof => return Err(xml::Error::Truncated),
            }
        },
        _ => {}
    }
    Ok(())
}
