//! Text that stands beside the body: headers, footers, foot- and endnotes, comments ([MS-DOC]
//! §2.8.7, §2.8.20 and those beside them). None of it is an answer, but somebody may have typed one there.

use super::bytes::{Plc, i32_at, rest, u16_at, utf16_at};
use super::fib::{Part, Story};
use super::story::Document;
use crate::build::aside::{LONGEST, MOST};
use crate::build::limit;
use crate::paper::{Aside, Place, Remark, RemarkKind};

/// Where the body refers to a note or comment.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub position: usize,
    pub place: Place,
}

/// The kinds of header story of a section, in their order.
const HEADERS: [Aside; 6] = [
    Aside::Header,
    Aside::Header,
    Aside::Footer,
    Aside::Footer,
    Aside::Header,
    Aside::Footer,
];
/// The stories before the first section's: the lines over notes.
const SEPARATORS: usize = 6;

/// The texts beside the body, each at the place that refers to it.
pub(super) fn read(document: &Document<'_>, references: &[Reference]) -> Vec<Remark> {
    let mut found = Vec::new();
    headers(document, &mut found);
    notes(document, NOTES[0], references, &mut found);
    notes(document, NOTES[1], references, &mut found);
    notes(document, NOTES[2], references, &mut found);
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    if more > 0 {
        found.push(Remark {
            kind: RemarkKind::AsidesBeyond { count: more as u32 },
            place: Place::Paragraph { paragraph: 1 },
        });
    }
    found
}

/// Notes of one kind.
#[derive(Clone, Copy)]
struct Notes {
    aside: Aside,
    story: Story,
    references: Part,
    /// The length of what the references have beside their positions.
    size: usize,
    texts: Part,
}

const NOTES: [Notes; 3] = [
    Notes {
        aside: Aside::Footnote,
        story: Story::Footnotes,
        references: Part::FootnoteReferences,
        size: 2,
        texts: Part::FootnoteTexts,
    },
    Notes {
        aside: Aside::Endnote,
        story: Story::Endnotes,
        references: Part::EndnoteReferences,
        size: 2,
        texts: Part::EndnoteTexts,
    },
    Notes {
        aside: Aside::Comment,
        story: Story::Comments,
        references: Part::CommentReferences,
        size: 30,
        texts: Part::CommentTexts,
    },
];

fn headers(document: &Document<'_>, found: &mut Vec<Remark>) {
    let texts = Plc::read(document.fib.part(Part::HeaderTexts), 0);
    let mut read = Vec::new();
    for i in SEPARATORS..texts.len() {
        let aside = HEADERS[(i - SEPARATORS) % HEADERS.len()];
        let text = document.plain(
            Story::Headers,
            texts.position(i),
            texts.position(i + 1),
            LONGEST,
        );
        if !text.trim().is_empty() && read.len() < MOST {
            read.push((aside, text.trim().to_owned()));
        }
    }
    // Text boxes of headers are no text of the headers' story.
    let boxes = Plc::read(document.fib.part(Part::HeaderBoxTexts), 22);
    for i in 0..boxes.len().saturating_sub(1) {
        let text = document.plain(
            Story::HeaderBoxes,
            boxes.position(i),
            boxes.position(i + 1),
            LONGEST,
        );
        if !text.trim().is_empty() && read.len() < MOST {
            read.push((Aside::Header, text.trim().to_owned()));
        }
    }
    for wanted in [Aside::Header, Aside::Footer] {
        found.extend(
            read.iter()
                .filter(|(aside, _)| *aside == wanted)
                .map(|(aside, text)| {
                    let first = Place::Paragraph { paragraph: 1 };
                    let kind = RemarkKind::Aside {
                        aside: *aside,
                        text: text.clone(),
                        about: String::new(),
                        author: String::new(),
                    };
                    Remark { kind, place: first }
                }),
        );
    }
}

fn notes(document: &Document<'_>, notes: Notes, references: &[Reference], found: &mut Vec<Remark>) {
    let anchors = Plc::read(document.fib.part(notes.references), notes.size);
    let texts = Plc::read(document.fib.part(notes.texts), 0);
    let authors = match notes.aside {
        Aside::Comment => authors(document.fib.part(Part::CommentAuthors)),
        _ => Vec::new(),
    };
    for i in 0..anchors.len().min(texts.len()) {
        let text = document.plain(
            notes.story,
            texts.position(i),
            texts.position(i + 1),
            LONGEST,
        );
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let range = (notes.aside == Aside::Comment)
            .then(|| i32_at(anchors.data(i), 26))
            .flatten()
            .and_then(|tag| document.comments.range(tag));
        let position = range.map_or(anchors.position(i) as usize, |(from, _)| from);
        let about = range.map_or_else(String::new, |(from, to)| {
            let about = document.plain(Story::Main, from as u32, to as u32, limit::COMMENTED);
            about.trim().to_owned()
        });
        // Those beyond the bound are counted.
        let text = if found.len() < MOST { text } else { "" };
        let place = references
            .iter()
            .find(|r| r.position == position)
            .map_or(Place::Paragraph { paragraph: 1 }, |r| r.place.clone());
        let author = u16_at(anchors.data(i), 20).and_then(|index| authors.get(usize::from(index)));
        found.push(Remark {
            kind: RemarkKind::Aside {
                aside: notes.aside,
                text: text.to_owned(),
                about,
                author: author.cloned().unwrap_or_default(),
            },
            place,
        });
    }
}

/// The authors of comments, in the order in which comments refer to them.
fn authors(part: &[u8]) -> Vec<String> {
    let mut left = part;
    let mut authors = Vec::new();
    while let Some(len) = u16_at(left, 0).map(usize::from)
        && let Some(author) = utf16_at(left, 2, len)
    {
        authors.push(author);
        left = rest(left, 2 + 2 * len);
    }
    authors
}
