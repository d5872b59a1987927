//! Replies to the threads of a worksheet's cells ([MS-XLSX] §2.1.64, `ThreadedComments`). Excel shows
//! the thread alone where a cell has one, and drops what stands in the note behind it.

use std::fmt::Write;

use super::Error;
use super::address::parse_cell;
use super::note::Note;
use crate::package::Rewrite;
use crate::xml::{Ns, Reader, Token, attribute_value, escaped};

const NAMESPACE: &str = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments";
const PERSONS_TYPE: &str = "application/vnd.ms-excel.person+xml";
const PERSONS: &str = "http://schemas.microsoft.com/office/2017/10/relationships/person";
/// Who replies: always the same, so that the same notes give the same bytes.
const PERSON: &str = "{C0B1B1A0-4875-4942-8941-4F0000000000}";

/// Puts the notes that stand at a cell with a thread at the thread's end, as replies.
///
/// # Errors
/// When a part that must change cannot be read.
pub fn reply(
    rewrite: &mut Rewrite<'_, '_>,
    workbook: &str,
    sheet: &str,
    number: usize,
    (notes, author): (&[Note], &str),
) -> Result<(), Error> {
    let related = rewrite.relationships(sheet)?;
    let mut replied = false;
    for part in related.iter().filter(|r| r.is("threadedComment")) {
        let Some(coded) = rewrite.xml(&part.target)? else {
            continue;
        };
        let threads = threads(&part.target, coded.text())?;
        let source = String::from_utf8_lossy(coded.text()).into_owned();
        let mut replies = String::new();
        for note in notes {
            let Some((_, parent)) = threads.iter().find(|(at, _)| *at == note.at) else {
                continue;
            };
            let (parent, text) = (escaped(parent), escaped(&note.text));
            let cell = super::address::cell_name(note.at);
            let mut again = 0u32;
            let id = loop {
                let (row, column) = note.at;
                let id = format!(
                    "{{C0B1B1A0-{again:04X}-4942-{:04X}-{row:08X}{column:04X}}}",
                    number & 0xffff
                );
                if !source.contains(&id) {
                    break id;
                }
                again += 1;
            };
            // Writing to a string does not fail.
            let _ = write!(
                replies,
                "<threadedComment xmlns=\"{NAMESPACE}\" ref=\"{cell}\" personId=\"{PERSON}\" \
                 id=\"{id}\" parentId=\"{parent}\"><text>{text}</text></threadedComment>"
            );
        }
        if !replies.is_empty() {
            replied = true;
            rewrite.append(&part.target, |_| replies)?;
        }
    }
    if replied {
        person(rewrite, workbook, author)?;
    }
    Ok(())
}

/// A thread of a part: its cell, by row and column, and the id of what began it.
type Thread = ((u32, u32), String);

fn threads(part: &str, bytes: &[u8]) -> Result<Vec<Thread>, Error> {
    let mut reader = Reader::new(bytes);
    let mut found = Vec::new();
    loop {
        match reader.token().map_err(|e| Error::xml(part, e))? {
            Token::Start(tag) if tag.name == b"threadedComment" => {
                let value = |name: &[u8]| {
                    let raw = reader.attribute(&tag, Ns::None, name)?;
                    attribute_value(raw).ok()
                };
                let at = value(b"ref").and_then(|at| parse_cell(&at));
                if let (Some(at), Some(id), None) = (at, value(b"id"), value(b"parentId")) {
                    found.push((at, id.into_owned()));
                }
            }
            Token::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Names who replies among the workbook's persons.
fn person(rewrite: &mut Rewrite<'_, '_>, workbook: &str, author: &str) -> Result<(), Error> {
    let author = escaped(author);
    let entry = format!(
        "<person xmlns=\"{NAMESPACE}\" displayName=\"{author}\" id=\"{PERSON}\" \
         userId=\"{author}\" providerId=\"None\"/>"
    );
    let related = rewrite.relationships(workbook)?;
    let known = related.into_iter().find(|r| r.is("person"));
    if let Some(part) = known.filter(|r| rewrite.has(&r.target)) {
        let coded = rewrite.xml(&part.target)?;
        let has = |text: &[u8]| memchr::memmem::find(text, PERSON.as_bytes()).is_some();
        if !coded.is_some_and(|coded| has(coded.text())) {
            rewrite.append(&part.target, |_| entry)?;
        }
        return Ok(());
    }
    let name = rewrite.free_name("xl/persons/person", ".xml");
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <personList xmlns=\"{NAMESPACE}\">{entry}</personList>"
    );
    rewrite.add(&name, PERSONS_TYPE, xml.into_bytes())?;
    rewrite.relate(workbook, PERSONS, &format!("/{name}"))?;
    Ok(())
}
