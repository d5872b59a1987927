//! Notes on a worksheet's cells (ECMA-376 part 1 §18.7): a text in the sheet's comments part, and
//! a box for it in a VML drawing (part 4 §19.4), without which Excel shows nothing.

use std::fmt::Write;

use super::Error;
use super::address::{cell_name, parse_cell};
use super::sheet::{Sheet, push_text};
use crate::package::Rewrite;
use crate::xml::{Ns, Reader, Splice, Token, attribute_value, escaped, root_name};

/// Who the notes are from.
const COMMENTS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const VML_TYPE: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";

/// A note to be put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The cell's row and column. No two notes have the same.
    pub at: (u32, u32),
    /// Its text.
    pub text: String,
}

/// Puts notes at a sheet's cells. A cell that has a note keeps it; the new text follows.
///
/// # Errors
/// When a part that must change cannot be read.
pub fn write(
    rewrite: &mut Rewrite<'_, '_>,
    part: &str,
    sheet: &mut Sheet<'_>,
    number: usize,
    (notes, author): (&[Note], &str),
) -> Result<(), Error> {
    if notes.is_empty() {
        return Ok(());
    }
    let related = rewrite.relationships(part)?;
    let kind = |name: &str| match sheet.is_strict() {
        true => format!("http://purl.oclc.org/ooxml/officeDocument/relationships/{name}"),
        false => {
            format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}")
        }
    };
    let existing = related.iter().find(|r| r.is("comments"));
    let existing = existing.filter(|r| rewrite.has(&r.target));
    let mut new: Vec<&Note> = Vec::new();
    match existing {
        Some(part) => {
            let name = part.target.clone();
            let Some(coded) = rewrite.xml(&name)? else {
                return Err(Error::NoPlace { part: name });
            };
            let text = add_to(&name, coded.text(), (notes, author), &mut new)?;
            let bytes = coded.write(&text).map_err(|e| Error::xml(&name, e))?;
            rewrite.set(&name, bytes);
        }
        None => {
            new.extend(notes);
            let uri = if sheet.is_strict() {
                STRICT
            } else {
                TRANSITIONAL
            };
            let author = escaped(author);
            let mut xml = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                 <comments xmlns=\"{uri}\"><authors><author>{author}</author></authors><commentList>"
            );
            for note in notes {
                push_comment(note, 0, "", &mut xml);
            }
            xml.push_str("</commentList></comments>");
            let name = rewrite.free_name("xl/comments", ".xml");
            rewrite.add(&name, COMMENTS_TYPE, xml.into_bytes())?;
            rewrite.relate(part, &kind("comments"), &format!("/{name}"))?;
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let drawing = sheet
        .legacy_drawing()
        .and_then(|id| related.iter().find(|r| r.id == id))
        .filter(|r| rewrite.has(&r.target));
    match drawing {
        Some(drawing) => {
            let name = drawing.target.clone();
            let Some(coded) = rewrite.xml(&name)? else {
                return Err(Error::NoPlace { part: name });
            };
            let text = coded.text();
            // Not parsed: what stands in these drawings is not always well-formed.
            let end = memchr::memmem::rfind(text, b"</xml>");
            let end = end.ok_or_else(|| Error::NoPlace { part: name.clone() })?;
            let mut splice = Splice::default();
            let first = free_shape(text, number);
            splice.insert(end, shapes(&new, first));
            let bytes = coded.write(&splice.apply(text));
            rewrite.set(&name, bytes.map_err(|e| Error::xml(&name, e))?);
        }
        None => {
            let block = number + 1;
            let mut xml = format!(
                "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" \
                 xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
                 xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
                 <o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{block}\"/></o:shapelayout>\
                 <v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" \
                 path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>\
                 <v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
            );
            xml.push_str(&shapes(&new, block * 1024 + 1));
            xml.push_str("</xml>");
            let name = rewrite.free_name("xl/drawings/vmlDrawing", ".vml");
            rewrite.default_type("vml", VML_TYPE)?;
            rewrite.set(&name, xml.into_bytes());
            let id = rewrite.relate(part, &kind("vmlDrawing"), &format!("/{name}"))?;
            sheet.set_legacy_drawing(&id);
        }
    }
    Ok(())
}

/// The sheet's comments part with the notes; `new` are those on cells that had none.
fn add_to<'n>(
    part: &str,
    bytes: &[u8],
    (notes, author): (&'n [Note], &str),
    new: &mut Vec<&'n Note>,
) -> Result<Vec<u8>, Error> {
    let broken = |source| Error::xml(part, source);
    let mut reader = Reader::new(bytes);
    let mut splice = Splice::default();
    let mut authors = 0;
    let mut prefix = String::new();
    let mut met: Vec<(u32, u32)> = Vec::new();
    let mut told: Vec<(u32, u32)> = Vec::new();
    let (mut authors_end, mut list_end) = (None, None);
    let mut parents: Vec<&[u8]> = Vec::new();
    loop {
        match reader.token().map_err(broken)? {
            Token::Start(tag) => {
                match (parents.len(), tag.name) {
                    (0, local) => {
                        let name = root_name(&bytes[reader.tag_position()..]);
                        prefix =
                            String::from_utf8_lossy(&name[..name.len() - local.len()]).into_owned();
                    }
                    (2, b"author") => authors += 1,
                    (2, b"comment") => {
                        let at = reader.attribute(&tag, Ns::None, b"ref");
                        let at = at.map(attribute_value).transpose().map_err(broken)?;
                        if let Some(at) = at.and_then(|name| parse_cell(&name)) {
                            met.push(at);
                        }
                    }
                    _ => {}
                }
                let hollow = matches!(tag.name, b"authors" | b"commentList" | b"text");
                if reader.at_empty_element() && hollow {
                    // `<commentList/>` has no place inside. No program writes it.
                    return Err(Error::NoPlace {
                        part: part.to_owned(),
                    });
                }
                parents.push(tag.name);
            }
            Token::End => {
                let ended = parents.pop();
                let here = reader.tag_position();
                match (parents.len(), ended) {
                    (1, Some(b"authors")) => authors_end = Some(here),
                    (1, Some(b"commentList")) => list_end = Some(here),
                    (3, Some(b"text")) => {
                        let note = met
                            .last()
                            .and_then(|at| notes.iter().find(|note| note.at == *at));
                        if let Some(note) = note.filter(|note| !told.contains(&note.at)) {
                            told.push(note.at);
                            let mut xml = format!("<{prefix}r><{prefix}t xml:space=\"preserve\">");
                            push_text(&format!("\n{author}：{}", note.text), &mut xml);
                            let _ = write!(xml, "</{prefix}t></{prefix}r>");
                            splice.insert(here, xml);
                        }
                    }
                    _ => {}
                }
            }
            Token::Text(_) => {}
            Token::Eof => break,
        }
    }
    let (Some(authors_end), Some(list_end)) = (authors_end, list_end) else {
        return Err(Error::NoPlace {
            part: part.to_owned(),
        });
    };
    new.extend(notes.iter().filter(|note| !met.contains(&note.at)));
    if !new.is_empty() {
        splice.insert(
            authors_end,
            format!("<{prefix}author>{}</{prefix}author>", escaped(author)),
        );
        let mut xml = String::new();
        for note in new.iter() {
            push_comment(note, authors, &prefix, &mut xml);
        }
        splice.insert(list_end, xml);
    }
    Ok(splice.apply(bytes))
}

fn push_comment(note: &Note, author: usize, p: &str, out: &mut String) {
    let at = escaped(&cell_name(note.at));
    let _ = write!(
        out,
        "<{p}comment ref=\"{at}\" authorId=\"{author}\"><{p}text><{p}r>\
         <{p}t xml:space=\"preserve\">"
    );
    push_text(&note.text, out);
    let _ = write!(out, "</{p}t></{p}r></{p}text></{p}comment>");
}

/// The first number that no shape of a drawing has, in the block of the sheet's numbers.
fn free_shape(drawing: &[u8], number: usize) -> usize {
    let mut free = (number + 1) * 1024 + 1;
    for at in memchr::memmem::find_iter(drawing, b"_s") {
        let digits = drawing[at + 2..].iter().take_while(|b| b.is_ascii_digit());
        let digits: Vec<u8> = digits.copied().take(9).collect();
        let used = std::str::from_utf8(&digits)
            .ok()
            .and_then(|d| d.parse().ok());
        free = free.max(used.map_or(0, |n: usize| n + 1));
    }
    free
}

/// The boxes of the notes, hidden until the pointer is over the cell.
fn shapes(notes: &[&Note], first: usize) -> String {
    let mut out = String::new();
    for (id, note) in (first..).zip(notes) {
        let (row, column) = (note.at.0 - 1, note.at.1 - 1);
        // Room for about 16 characters a line.
        let lines: usize = note
            .text
            .lines()
            .map(|line| line.chars().count() / 16 + 1)
            .sum();
        let height = (lines.clamp(3, 20) as u32 * 14) + 10;
        let (right, below) = (column + 1, row.saturating_sub(1));
        let _ = write!(
            out,
            "<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" \
             xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
             xmlns:x=\"urn:schemas-microsoft-com:office:excel\" \
             id=\"_x0000_s{id}\" type=\"#_x0000_t202\" \
             style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:200pt;\
             height:{height}pt;z-index:{id};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
             <v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>\
             <v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\">\
             <div style=\"text-align:left\"></div></v:textbox>\
             <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
             <x:Anchor>{right}, 15, {below}, 2, {to}, 31, {bottom}, 4</x:Anchor>\
             <x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>\
             </x:ClientData></v:shape>",
            to = right + 3,
            bottom = below + (height / 18).max(4),
        );
    }
    out
}
