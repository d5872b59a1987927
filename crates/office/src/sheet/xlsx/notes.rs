//! Notes at cells (§18.7), and the threads of comments that Excel 365 keeps beside them
//! ([MS-XLSX] §2.1.25).

use super::super::Error;
use super::super::book::{Book, MAX_NAME, cut};
use super::super::reference::At;
use super::super::xml::{Node, Xml};
use super::strings::rich;
use crate::Cost;
use crate::package::{Package, Relationship};

/// The author of the note that older programs show in a thread's stead.
const THREAD: &str = "tc=";

/// Reads the notes and comments of the sheet that was added to the book last. No value depends on
/// them: a part that is broken counts as one that was not read.
pub(super) fn read(package: &Package<'_>, beside: &[Relationship], book: &mut Book) {
    let mut threaded = false;
    let of = |kind: &'static str| beside.iter().filter(move |r| r.is(kind));
    for part in of("threadedComment") {
        match package.xml(&part.target) {
            Ok(Some(content)) => match threads(&content, &part.target, book) {
                Ok(any) => threaded |= any,
                Err(_) => book.notes_beyond += 1,
            },
            Ok(None) => {}
            Err(_) => book.notes_beyond += 1,
        }
    }
    for part in of("comments") {
        match package.xml(&part.target) {
            Ok(Some(content)) if notes(&content, &part.target, threaded, book).is_ok() => {}
            Ok(None) => {}
            _ => book.notes_beyond += 1,
        }
    }
}

/// Reads the comments of threads; false where there are none.
fn threads(content: &[u8], part: &str, book: &mut Book) -> Result<bool, Error> {
    let mut xml = Xml::new(content, part);
    let mut at = None;
    let mut any = false;
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "threadedComment" => at = tag.attr("ref").and_then(|cell| At::parse(&cell)),
                "text" => {
                    let text = xml.text()?;
                    book.note(at.unwrap_or(At::new(1, 1)), "", &text);
                    any = true;
                }
                "extLst" | "mentions" => xml.skip()?,
                _ => {}
            },
            Node::End => return Ok(any),
            _ => {}
        }
    }
}

fn notes(content: &[u8], part: &str, threaded: bool, book: &mut Book) -> Result<(), Error> {
    let mut xml = Xml::new(content, part);
    let mut authors: Vec<String> = Vec::new();
    let (mut at, mut author) = (At::new(1, 1), String::new());
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "author" => {
                    let author = cut(xml.text()?.trim(), MAX_NAME).into_owned();
                    book.budget.take(Cost::Names, 48 + author.len())?;
                    authors.push(author);
                }
                "comment" => {
                    let cell = tag.attr("ref").and_then(|cell| At::parse(&cell));
                    at = cell.unwrap_or(At::new(1, 1));
                    let number = super::number(&tag, "authorId");
                    let known = number.and_then(|n| authors.get(n as usize));
                    author = known.cloned().unwrap_or_default();
                }
                "text" => {
                    let text = rich(&mut xml)?;
                    if !(threaded && author.starts_with(THREAD)) {
                        book.note(at, &author, &text.text);
                    }
                }
                "extLst" | "commentPr" => xml.skip()?,
                _ => {}
            },
            Node::End => return Ok(()),
            _ => {}
        }
    }
}
