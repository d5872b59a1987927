//! Comments put into a Word document (ECMA-376 part 1 §17.13.4).
//!
//! Word ignores comment anchors inside text boxes, headers, footers and notes ([MS-OI29500]
//! §2.1.315), so a comment on a text box stands at the paragraph that holds it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Error, Kind, Outline};
use crate::package::{Package, Rewrite};
use crate::xml::{Ns, Reader, Splice, Token, attribute_value, escape_into, escaped, root_name};

const CONTENT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// Who comments are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author<'n> {
    /// The name.
    pub name: &'n str,
    /// The name's initials, which Word shows beside the comment.
    pub initials: &'n str,
}

/// A comment to be put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The first and the last paragraph that it is about, by number in the outline.
    pub paragraphs: (usize, usize),
    /// Its text, a paragraph each.
    pub text: Vec<String>,
}

/// The paragraphs at which a comment on the paragraphs `first..=last` can stand: those of one cell
/// or flow, and none in a text box.
pub fn anchor(outline: &Outline<'_>, first: usize, last: usize) -> (usize, usize) {
    let (first, last) = (outside_boxes(outline, first), outside_boxes(outline, last));
    let home = |i| {
        outline
            .ancestors(i)
            .find(|&i| matches!(outline.get(i).kind, Kind::Cell | Kind::Body))
    };
    match home(first) == home(last) && first <= last {
        true => (first, last),
        false => (first, first),
    }
}

/// The paragraph itself, or the one that holds the outermost text box around it.
fn outside_boxes(outline: &Outline<'_>, paragraph: usize) -> usize {
    let boxes = outline
        .ancestors(paragraph)
        .filter(|&i| outline.get(i).kind == Kind::TextBox);
    boxes
        .last()
        .and_then(|text_box| outline.enclosing(text_box, Kind::Paragraph))
        .unwrap_or(paragraph)
}

/// Puts comments into a document, and gives the new file's bytes. Existing comments stay; the
/// comments have no date, so the same comments on the same file give the same bytes.
///
/// # Errors
/// When a part that must change cannot be read.
pub fn write(
    package: &Package<'_>,
    comments: &[Comment],
    author: Author<'_>,
) -> Result<Vec<u8>, Error> {
    let mut rewrite = Rewrite::new(package);
    let main = package.main_part();
    let missing = || crate::package::Error::MissingPart { part: main.into() };
    let coded = rewrite.xml(main)?.ok_or_else(missing)?;
    let outline = Outline::read(main, coded.text())?;
    let existing = package
        .relationships(main)?
        .into_iter()
        .find(|r| r.is("comments"))
        .filter(|r| rewrite.has(&r.target));
    let first_id = {
        let used = largest_id(main, coded.text())?;
        match &existing {
            Some(part) => {
                let coded = rewrite.xml(&part.target)?;
                let bytes = coded.as_ref().map_or(&b""[..], |c| c.text());
                used.max(largest_id(&part.target, bytes)?)
            }
            None => used,
        }
    }
    .map_or(0, |id| id + 1);

    let body = anchors(&outline, comments, first_id);
    let text = body.apply(coded.text());
    let bytes = coded.write(&text).map_err(|e| Error::xml(main, e))?;
    rewrite.set(main, bytes);

    let uri = outline.word_uri();
    let mut written = String::new();
    for (id, comment) in (first_id..).zip(comments) {
        push_comment(comment, author, (id, uri), &mut written);
    }
    match existing {
        Some(part) => rewrite.append(&part.target, |_| written)?,
        None => {
            let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
            let slash = if folder.is_empty() { "" } else { "/" };
            let name = rewrite.free_name(&format!("{folder}{slash}comments"), ".xml");
            let part = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                 <w:comments xmlns:w=\"{uri}\">{written}</w:comments>"
            );
            rewrite.add(&name, CONTENT_TYPE, part.into_bytes())?;
            let kind = match outline.is_strict() {
                true => "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
                false => {
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
                }
            };
            let file = name.rsplit('/').next().unwrap_or(&name);
            rewrite.relate(main, kind, file)?;
        }
    }
    Ok(rewrite.finish()?)
}

/// The largest id of a comment, or of an anchor of one.
fn largest_id(part: &str, bytes: &[u8]) -> Result<Option<u32>, Error> {
    let mut reader = Reader::new(bytes);
    let mut largest = None;
    if bytes.is_empty() {
        return Ok(None);
    }
    loop {
        match reader.token().map_err(|e| Error::xml(part, e))? {
            Token::Start(tag) if tag.ns == Ns::Word && tag.name.starts_with(b"comment") => {
                let id = reader.attribute(&tag, Ns::Word, b"id");
                let id = id
                    .and_then(|raw| attribute_value(raw).ok())
                    .and_then(|id| id.trim().parse::<u32>().ok())
                    // What is beyond that cannot be counted on from.
                    .filter(|&id| id < 1 << 30);
                largest = largest.max(id);
            }
            Token::Eof => return Ok(largest),
            _ => {}
        }
    }
}

/// The changes to the main part.
fn anchors(outline: &Outline<'_>, comments: &[Comment], first_id: u32) -> Splice {
    // By paragraph: the ids that begin there, and those that end there.
    let mut at: BTreeMap<usize, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
    for (id, comment) in (first_id..).zip(comments) {
        at.entry(comment.paragraphs.0).or_default().0.push(id);
        at.entry(comment.paragraphs.1).or_default().1.push(id);
    }
    let mut splice = Splice::default();
    for (paragraph, (begin, end)) in at {
        let element = outline.get(paragraph);
        let word = Prefix {
            prefix: element.prefix.unwrap_or("w"),
            declared: match element.prefix {
                Some(_) => String::new(),
                None => format!(" xmlns:w=\"{}\"", outline.word_uri()),
            },
        };
        let (mut starts, mut ends) = (String::new(), String::new());
        for id in begin {
            word.push("commentRangeStart", id, &mut starts);
        }
        for id in end {
            word.push("commentRangeEnd", id, &mut ends);
            word.push_reference(id, &mut ends);
        }
        if element.is_empty_tag() {
            let tag = outline.source(paragraph);
            let name = String::from_utf8_lossy(root_name(tag)).into_owned();
            splice.replace(
                element.end - 2..element.end,
                format!(">{starts}{ends}</{name}>"),
            );
            continue;
        }
        let properties = outline.child(paragraph, Kind::ParagraphProperties);
        let start = properties.map_or(element.inner, |i| outline.get(i).end);
        splice.insert(start, starts);
        splice.insert(element.inner_end, ends);
    }
    splice
}

/// The Word namespace's prefix at a place, with its declaration where it needs one.
struct Prefix<'a> {
    prefix: &'a str,
    declared: String,
}

impl Prefix<'_> {
    fn push(&self, name: &str, id: u32, out: &mut String) {
        let Prefix {
            prefix: w,
            declared,
        } = self;
        // Writing to a string does not fail.
        let _ = write!(out, "<{w}:{name}{declared} {w}:id=\"{id}\"/>");
    }

    /// The run that holds the comment's mark. Its letters are small, as those of Word's own style
    /// for it, so that no line grows.
    fn push_reference(&self, id: u32, out: &mut String) {
        let Prefix {
            prefix: w,
            declared,
        } = self;
        let _ = write!(
            out,
            "<{w}:r{declared}><{w}:rPr><{w}:sz {w}:val=\"16\"/><{w}:szCs {w}:val=\"16\"/></{w}:rPr>\
             <{w}:commentReference {w}:id=\"{id}\"/></{w}:r>"
        );
    }
}

fn push_comment(comment: &Comment, author: Author<'_>, (id, uri): (u32, &str), out: &mut String) {
    let (name, initials) = (escaped(author.name), escaped(author.initials));
    let _ = write!(
        out,
        "<w:comment xmlns:w=\"{uri}\" w:id=\"{id}\" w:author=\"{name}\" w:initials=\"{initials}\">"
    );
    for line in &comment.text {
        out.push_str("<w:p><w:r><w:t xml:space=\"preserve\">");
        escape_into(line, out);
        out.push_str("</w:t></w:r></w:p>");
    }
    if comment.text.is_empty() {
        out.push_str("<w:p/>");
    }
    out.push_str("</w:comment>");
}
