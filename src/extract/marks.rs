//! Marks: what sets an option apart from the other options of its list.
//!
//! What colour a mark is means nothing by itself (contract, "What counts as the document"); what
//! matters is that some options look unlike the rest, and unlike the blank.

mod choose;
mod look;

pub use choose::{Marked, marked};
pub use look::Look;

use office::paper::{Cell, Emphasis, Format, Paragraph, Print, Rgb};

pub use crate::text::glyph::{is_box, is_tick};

/// Black is what automatic looks like, and white fill what none looks like; nobody sees a mark in
/// what is nearly so.
pub(super) fn visible_color(color: Option<Rgb>) -> Option<Rgb> {
    color.filter(|Rgb(r, g, b)| {
        let (most, least) = (*r.max(g).max(b), *r.min(g).min(b));
        most > 0x40 || most - least > 0x10
    })
}

pub(super) fn visible_fill(fill: Option<Rgb>) -> Option<Rgb> {
    fill.filter(|Rgb(r, g, b)| *r.min(g).min(b) < 0xfa)
}

/// The stretch of a cell's text that is set apart from the rest of it: an option marked in a list
/// that the cell prints. By colour, highlighter or shading; where nothing is, by what else can be
/// seen. `None` where nothing or all is.
pub fn marked_text(cell: &Cell) -> Option<String> {
    let colored = |f: &Format| {
        visible_color(f.color).is_some()
            || visible_fill(f.highlight).is_some()
            || visible_fill(f.shading).is_some()
    };
    if let Some(marked) = set_apart(cell, colored) {
        return Some(marked);
    }
    let pieces = cell.paragraphs().flat_map(Paragraph::pieces);
    let mut looks: Vec<(Format, usize)> = Vec::new();
    for (text, span) in pieces {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let look = uncolored(&span.format);
        match looks.iter_mut().find(|l| l.0 == look) {
            Some(known) => known.1 += letters,
            None => looks.push((look, letters)),
        }
    }
    let (common, _) = looks.into_iter().rev().max_by_key(|l| l.1)?;
    set_apart(cell, |f| uncolored(f) != common)
}

/// What can be seen of a format besides its colours. Latin letters have a face of their own, and
/// what is struck through is not marked by that.
fn uncolored(f: &Format) -> Format {
    Format {
        emphasis: Emphasis {
            strike: false,
            ..f.emphasis
        },
        color: None,
        highlight: None,
        shading: None,
        face: Print::default(),
        ..*f
    }
}

fn set_apart(cell: &Cell, apart: impl Fn(&Format) -> bool) -> Option<String> {
    let mut marked = String::new();
    let mut plain = 0;
    for (text, span) in cell.paragraphs().flat_map(Paragraph::pieces) {
        match apart(&span.format) {
            true => marked.push_str(text),
            false => plain += text.chars().filter(|c| c.is_alphanumeric()).count(),
        }
    }
    let found = marked.chars().any(char::is_alphanumeric);
    (found && plain > 0).then_some(marked)
}
