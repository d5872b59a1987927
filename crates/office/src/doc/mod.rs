//! Word 97–2003 documents (.doc, WPS's .wps; [MS-DOC]) as [`Paper`]s.
//!
//! ```text
//! container ─ fib ─ pieces, pages, styles, fonts, lists, drawings ─ story ─ walk, tables ─▶ paper
//! ```
//!
//! The text of all stories lies in pieces; what it looks like is keyed by offsets in the file. The
//! walk builds the same paper as that of a `.docx` of the same document, by the same `build`ing
//! blocks: the final view, without deleted and hidden text, fields as their results.
//!
//! Every offset and length comes from the file and may lie: what leads outside is taken as absent,
//! and what can be read is read.

mod about;
mod art;
mod asides;
mod bytes;
mod characters;
mod colors;
mod comments;
mod container;
mod drawings;
mod effects;
mod error;
mod fib;
mod fonts;
mod forms;
mod layout;
mod lines;
mod lists;
mod pages;
mod paragraphs;
mod pictures;
mod pieces;
mod plain;
mod rows;
mod special;
mod sprm;
mod story;
mod styles;
mod tables;
mod walk;

pub use error::Error;

use crate::build::limit;
use crate::paper::{Paper, Place, Remark, RemarkKind};
use container::Streams;
use fib::{Fib, Story};
use story::Document;
use walk::Walk;

/// Whether a `WordDocument` stream that begins so is of a version before Word 97.
pub(crate) fn is_older(head: &[u8]) -> bool {
    fib::is_older(head)
}

/// Reads a Word 97–2003 document.
///
/// # Errors
/// When the file is no such document, is locked or of an older format, is damaged where nothing can
/// be read without it, or nests deeper or holds more than any real document.
pub fn read(bytes: &[u8]) -> Result<Paper, Error> {
    let streams = Streams::open(bytes)?;
    let fib = Fib::read(&streams)?;
    let document = Document::read(fib, &streams.data)?;
    let mut walk = Walk::new(&document);
    let blocks = walk.body()?;
    let mut remarks = walk.remarks;
    remarks.extend(asides::read(&document, &walk.references));
    if document.text.is_damaged || document.is_short(Story::Main) {
        remarks.push(Remark {
            kind: RemarkKind::Damaged,
            place: Place::Paragraph { paragraph: 1 },
        });
    }
    let paper = Paper {
        blocks,
        properties: about::properties(&streams.summary),
        remarks,
    };
    Ok(paper.complete())
}
