//! What of a form with tags looks like a place for an answer, and has no tag.

use std::collections::HashSet;
use std::ops::Range;

use office::paper::{ParagraphId, Place};

use super::form::{Form, Shape};
use super::glyphs::{is_blank_char, is_empty_box};

/// The places of a form that look like blanks and boxes, and that no tag takes, each with its line.
pub fn untagged(form: &Form) -> Vec<(Place, String)> {
    let mut taken: Vec<(ParagraphId, Range<usize>)> = Vec::new();
    let mut whole: HashSet<ParagraphId> = HashSet::new();
    for stand in &form.stands {
        let of = stand.placed.paragraph;
        match &stand.shape {
            Shape::Blank { bytes, .. } => taken.push((of, bytes.clone())),
            Shape::Option(o) => {
                taken.push((of, o.whole.clone()));
                taken.extend(o.own.clone().map(|own| (of, own)));
            }
            Shape::Lines { bytes, options, .. } => {
                taken.push((of, bytes.clone()));
                whole.extend(options.iter().map(|o| o.0));
            }
            Shape::Cell | Shape::Row => {
                whole.insert(of);
            }
        }
    }
    let mut left = Vec::new();
    for standing in form.paper.placed() {
        let p = standing.paragraph;
        if whole.contains(&p.id) {
            continue;
        }
        let free = |at: usize| !taken.iter().any(|(of, r)| *of == p.id && r.contains(&at));
        let mut ruled = 0;
        let mut found = false;
        for (at, c) in p.text.char_indices() {
            let rule = is_blank_char(c) && !c.is_whitespace();
            ruled = if rule && free(at) { ruled + 1 } else { 0 };
            found |= ruled > 1 || is_empty_box(c) && free(at);
        }
        if found {
            left.push((standing.place.clone(), p.text.trim().to_owned()));
        }
    }
    left
}
