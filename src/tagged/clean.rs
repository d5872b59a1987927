//! The form to mail: the document without its tags, everything else byte for byte as it is.

use std::collections::HashMap;

use office::inplace::{Kind, Letter, Outline, letters};
use office::package::{Package, Rewrite};
use office::xml::{Splice, escape_into};

use super::problem::Error;
use super::scan::tags_in;
use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;

/// What stands where a tag was: by what is written between its braces, an option's label or nothing.
pub type Replaced = HashMap<(usize, usize), String>;

/// The document without its tags. `printed` says for a paragraph (by where it was read from, as a
/// byte offset) and the number of the tag in it what is printed in its place; for all others
/// nothing is.
pub fn clean(file: &str, bytes: &[u8], printed: &Replaced) -> Result<Vec<u8>, Error> {
    let refused = |why: Said| Error::NoDocument {
        file: file.to_owned(),
        why,
    };
    let package = Package::open(bytes).map_err(|e| refused(e.said()))?;
    let mut rewrite = Rewrite::new(&package);
    let main = package.main_part();
    let coded = rewrite.xml(main).map_err(|e| refused(e.said()))?;
    let Some(coded) = coded else {
        return Err(refused(said!("没有正文", "it has no main part")));
    };
    let outline = Outline::read(main, coded.text()).map_err(|e| refused(e.said()))?;
    // A box stands in the file once for each of two generations of programs: what is printed in
    // the one that was read is printed in the other.
    let mut same: HashMap<String, Vec<String>> = HashMap::new();
    let mut splice = Splice::default();
    for read in [true, false] {
        for (index, element) in outline.elements().iter().enumerate() {
            if element.kind != Kind::Paragraph {
                continue;
            }
            let all = letters(&outline, index);
            let (text, at) = joined(&all);
            let tags = tags_in(&text);
            if tags.is_empty() {
                continue;
            }
            let known = |n: usize| printed.get(&(element.inner, n));
            let was_read = (0..tags.len()).any(|n| known(n).is_some());
            if was_read != read {
                continue;
            }
            let texts: Vec<String> = match read {
                true => (0..tags.len())
                    .map(|n| known(n).cloned().unwrap_or_default())
                    .collect(),
                false => same.get(&text).cloned().unwrap_or_default(),
            };
            for (n, (range, closed)) in tags.into_iter().enumerate() {
                if closed {
                    let new = texts.get(n).map_or("", String::as_str);
                    exchange(&all, &at, &range, new, &mut splice);
                }
            }
            if read {
                same.entry(text).or_insert(texts);
            }
        }
    }
    let text = splice.apply(coded.text());
    let bytes = coded.write(&text);
    let bytes = bytes.map_err(|e| refused(Said::same(e.to_string())))?;
    rewrite.set(main, bytes);
    rewrite.finish().map_err(|e| refused(e.said()))
}

/// The letters as a text, and for each of its bytes which letter it is of.
fn joined(all: &[Letter]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut at = Vec::new();
    for (i, letter) in all.iter().enumerate() {
        text.push(letter.letter);
        at.resize(text.len(), i);
    }
    (text, at)
}

/// Takes the letters of a tag away, and puts `new` where the first of them stood.
fn exchange(
    all: &[Letter],
    at: &[usize],
    range: &std::ops::Range<usize>,
    new: &str,
    splice: &mut Splice,
) {
    let (Some(first), Some(last)) = (at.get(range.start), at.get(range.end - 1)) else {
        return;
    };
    let mut put = String::new();
    escape_into(new, &mut put);
    let mut pieces: Vec<std::ops::Range<usize>> = Vec::new();
    for letter in &all[*first..=*last] {
        match pieces.last_mut() {
            Some(piece) if piece.end == letter.bytes.start => piece.end = letter.bytes.end,
            _ if letter.bytes.is_empty() => {}
            _ => pieces.push(letter.bytes.clone()),
        }
    }
    for piece in pieces {
        splice.replace(piece, std::mem::take(&mut put));
    }
}
