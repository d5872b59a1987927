//! The runs of a paragraph with the text that each holds, and text put among it.

use std::ops::Range;

use office::inplace::{Kind, words};
use office::paper::Paragraph;
use office::xml::{Reader, Token};

use super::form::{Edit, Form};

/// A run with the part of its paragraph's text that it holds.
pub(super) struct Piece {
    /// The run, by its number in the outline.
    pub run: usize,
    /// Where its text stands in the paragraph's.
    pub text: Range<usize>,
    /// Its `w:rPr`, or nothing.
    pub look: String,
}

/// Puts texts in the place of stretches of a paragraph's text, each in the look of what stands
/// there: the changes, or `None` where the paragraph is not made of plain runs.
pub(super) fn put(
    form: &Form<'_, '_, '_>,
    p: &Paragraph,
    mut wanted: Vec<(Range<usize>, String)>,
) -> Option<Vec<Edit>> {
    let paragraph = form.outline.paragraph(p.origin)?;
    let pieces = pieces(form, paragraph, &p.text)?;
    let mut edits = Vec::new();
    wanted.sort_by_key(|(range, _)| range.start);
    let w = form.prefix(paragraph);
    // A text belongs to the run in which its place begins, or at whose end it lies.
    let holds = |piece: &Piece, range: &Range<usize>| match range.is_empty() && range.start > 0 {
        true => piece.text.start < range.start && range.start <= piece.text.end,
        false => piece.text.contains(&range.start),
    };
    let mut put = vec![false; wanted.len()];
    for piece in pieces.iter().filter(|piece| !piece.text.is_empty()) {
        let mut out = String::new();
        let mut at = piece.text.start;
        let mut touched = false;
        for (n, (range, text)) in wanted.iter().enumerate() {
            let from = range.start.clamp(piece.text.start, piece.text.end);
            let to = range.end.clamp(piece.text.start, piece.text.end);
            let own = holds(piece, range) && !put[n];
            if !own && from >= to {
                continue;
            }
            touched = true;
            if from > at {
                out.push_str(&words::run(w, &piece.look, &p.text[at..from]));
            }
            if own {
                put[n] = true;
                out.push_str(&words::run(w, &piece.look, text));
            }
            at = at.max(to);
        }
        if touched {
            if at < piece.text.end {
                out.push_str(&words::run(w, &piece.look, &p.text[at..piece.text.end]));
            }
            let element = form.outline.get(piece.run);
            let range = element.start..element.end;
            edits.push((range, out));
        }
    }
    for ((_, text), _) in wanted.iter().zip(put).filter(|(_, put)| !put) {
        edits.push(form.in_paragraph(paragraph, text, ""));
    }
    Some(edits)
}

/// The runs of a paragraph with the text that they hold; `None` where they hold other things too,
/// or do not make up the text that was read.
pub(super) fn pieces(form: &Form<'_, '_, '_>, paragraph: usize, text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut read = String::new();
    for run in words::runs(form.outline, paragraph) {
        let start = read.len();
        push_text(form, run, &mut read)?;
        pieces.push(Piece {
            run,
            text: start..read.len(),
            look: words::run_properties(form.outline, run).unwrap_or_default(),
        });
    }
    (read == text).then_some(pieces)
}

/// Adds the text of a run of plain text.
fn push_text(form: &Form<'_, '_, '_>, run: usize, out: &mut String) -> Option<()> {
    let element = form.outline.get(run);
    if element.is_empty_tag() {
        return Some(());
    }
    let own = form.outline.child(run, Kind::RunProperties);
    let from = own.map_or(element.inner, |own| form.outline.get(own).end);
    let source = &form.outline.bytes[from..element.inner_end];
    // A piece of a part: it is given a root, and prefixes are not looked at.
    let rooted = [b"<r>", source, b"</r>"].concat();
    let mut reader = Reader::of_piece(&rooted);
    let mut in_text = false;
    loop {
        match reader.token().ok()? {
            Token::Start(tag) => match (reader.depth(), tag.name) {
                (1, _) => {}
                (2, b"t") => in_text = true,
                (2, b"tab") => out.push('\t'),
                (2, b"br") => out.push('\n'),
                _ => return None,
            },
            Token::End => in_text = false,
            Token::Text(text) if in_text => text.push_to(out).ok()?,
            Token::Text(_) => {}
            Token::Eof => return Some(()),
        }
    }
}
