//! How alike two pieces of a form are, by the words that they print.

use std::collections::HashMap;

use office::paper::{Block, Cell, Paper, Paragraph, Table};

use crate::extract::marks::{is_box, is_tick};
use crate::tagged::{Shape, Template};
use crate::text::key::{key, push_key};

/// The words of a piece as pairs of letters, sorted.
pub type Words = Vec<u64>;

/// The pairs of letters of a key.
fn pairs(k: &str) -> Words {
    let letters: Vec<char> = k.chars().collect();
    let mut out: Words = match letters.as_slice() {
        [] => Vec::new(),
        [one] => vec![u64::from(*one as u32)],
        all => all
            .windows(2)
            .map(|w| u64::from(w[0] as u32) << 32 | u64::from(w[1] as u32))
            .collect(),
    };
    out.sort_unstable();
    out
}

/// The words of a flow with all that lies in it.
pub fn words_of(blocks: &[Block]) -> Words {
    let mut k = String::new();
    text_of(blocks, &mut k);
    pairs(&k)
}

fn text_of(blocks: &[Block], k: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => push_key(&p.text, k),
            Block::Table(t) => t.cells.iter().for_each(|c| text_of(&c.blocks, k)),
        }
    }
}

/// How many of the blank's words the form has, 0 to 1.
pub fn share(blank: &Words, form: &Words) -> f32 {
    if blank.is_empty() {
        return 0.0;
    }
    common(blank, form) as f32 / blank.len() as f32
}

fn common(a: &Words, b: &Words) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, n) = (i + 1, j + 1, n + 1),
        }
    }
    n
}

/// What is printed in a paragraph of the blank, the places of its answers left out: the pieces
/// between them, a line each.
pub fn printed(p: &Paragraph, template: &Template) -> String {
    let mut places: Vec<std::ops::Range<usize>> = Vec::new();
    for tag in template.tags_of(p) {
        places.extend(match &template.stand(*tag).shape {
            Shape::Blank { bytes, .. } | Shape::Lines { bytes, .. } => Some(bytes.clone()),
            Shape::Option(o) => o.own.clone(),
            Shape::Cell | Shape::Row => None,
        });
    }
    places.sort_by_key(|r| r.start);
    let mut text = String::new();
    let mut at = 0;
    for place in places {
        if place.start < at {
            continue;
        }
        text.push_str(&p.text[at..place.start]);
        text.push('\n');
        at = place.end;
    }
    text.push_str(&p.text[at..]);
    text
}

/// The text without boxes and ticks: a line is known by its words, whatever is ticked in it.
fn unboxed(text: &str) -> String {
    text.replace(|c| is_box(c) || is_tick(c), "")
}

/// The words of what the blank prints: the pairs of each piece, and pieces of a single letter.
pub fn words_of_print(text: &str) -> Words {
    let mut out: Words = text
        .split('\n')
        .flat_map(|piece| pairs(&key(&unboxed(piece))))
        .collect();
    out.sort_unstable();
    out
}

/// The words of a text of the form: its pairs, and each letter by itself.
pub fn words_of_form(text: &str) -> Words {
    let k = key(&unboxed(text));
    let mut out = pairs(&k);
    if k.chars().nth(1).is_some() {
        out.extend(k.chars().map(|c| u64::from(c as u32)));
    }
    out.sort_unstable();
    out
}

/// A piece of a flow, for comparing.
#[derive(Debug)]
enum Piece {
    /// A line: its printed words, and whether an answer goes there.
    Line { words: Words, open: bool },
    /// A table: the words of its cells, and its columns.
    Table {
        cells: HashMap<String, usize>,
        columns: u32,
    },
}

/// The pieces of a flow.
#[derive(Debug)]
pub struct Looks {
    pieces: Vec<Piece>,
}

impl Looks {
    /// Of a flow of the blank.
    pub fn of(blocks: &[Block], template: &Template) -> Looks {
        let piece = |b: &Block| match b {
            Block::Paragraph(p) => {
                let tags = template.tags_of(p);
                let open = tags.iter().any(|t| {
                    matches!(
                        template.stand(*t).shape,
                        Shape::Blank { .. } | Shape::Lines { .. }
                    )
                });
                Piece::Line {
                    words: words_of_print(&printed(p, template)),
                    open,
                }
            }
            Block::Table(t) => table(t, |c| {
                let lines: Vec<String> = c.paragraphs().map(|p| printed(p, template)).collect();
                key(&lines.join(""))
            }),
        };
        Looks {
            pieces: blocks.iter().map(piece).collect(),
        }
    }

    /// Of a flow of a returned form.
    pub fn of_form(blocks: &[Block]) -> Looks {
        let piece = |b: &Block| match b {
            Block::Paragraph(p) => {
                let open = !p.text.trim().is_empty() || !p.boxes.is_empty();
                Piece::Line {
                    words: words_of_form(&p.text),
                    open,
                }
            }
            Block::Table(t) => table(t, |c| key(&c.text())),
        };
        Looks {
            pieces: blocks.iter().map(piece).collect(),
        }
    }

    /// How alike the blank's piece `i` and the form's piece `j` are; none where they cannot be one.
    pub fn alike(&self, i: usize, form: &Looks, j: usize) -> Option<f32> {
        match (&self.pieces[i], &form.pieces[j]) {
            (
                Piece::Line { words, open },
                Piece::Line {
                    words: theirs,
                    open: full,
                },
            ) => {
                if words.is_empty() {
                    // A blank line takes an answer where it is tagged, and nothing where it is not.
                    return match (open, full) {
                        (true, true) => Some(0.3),
                        (true, false) => Some(0.15),
                        (false, false) => Some(0.1),
                        (false, true) => None,
                    };
                }
                let likeness = share(words, theirs);
                // A line without places has nothing in it but what is printed.
                let more = theirs.iter().filter(|w| **w >> 32 > 0).count();
                let more = more.saturating_sub(words.len()) as f32;
                let likeness = match open {
                    true => likeness,
                    false => likeness - (0.2 * more / words.len() as f32).min(0.4),
                };
                (likeness > 0.45).then(|| likeness * (0.5 + words.len().min(24) as f32 / 8.0))
            }
            (
                Piece::Table { cells, columns },
                Piece::Table {
                    cells: theirs,
                    columns: wide,
                },
            ) => {
                let all: usize = cells.values().sum();
                if all == 0 {
                    return (columns == wide).then_some(0.8);
                }
                let both: usize = cells.iter().map(|(k, n)| (*n).min(begins(theirs, k))).sum();
                let likeness = both as f32 / all as f32;
                (likeness > 0.3).then(|| likeness * (2.0 + (all as f32 / 4.0).min(8.0)))
            }
            _ => None,
        }
    }
}

/// How many cells of the form hold what the blank prints in one: alone, or with an answer.
fn begins(cells: &HashMap<String, usize>, k: &str) -> usize {
    match cells.get(k) {
        Some(n) => *n,
        None => cells
            .iter()
            .filter(|(c, _)| {
                c.contains(k) || (k.chars().count() > 6 && share(&pairs(k), &pairs(c)) > 0.7)
            })
            .map(|c| c.1)
            .sum(),
    }
}

fn table(t: &Table, text: impl Fn(&Cell) -> String) -> Piece {
    let mut cells = HashMap::new();
    for k in t.cells.iter().map(text).filter(|k| !k.is_empty()) {
        *cells.entry(k).or_default() += 1;
    }
    Piece::Table {
        cells,
        columns: t.columns,
    }
}

/// How many of the blank's printed lines there are, and how many of them the paper has.
pub fn likeness(paper: &Paper, template: &Template) -> (usize, usize) {
    let have: Vec<Words> = paper
        .placed()
        .iter()
        .map(|s| words_of_form(&s.paragraph.text))
        .filter(|w| !w.is_empty())
        .collect();
    let blank = template.form.paper.placed();
    let lines = blank
        .iter()
        .map(|s| words_of_print(&printed(s.paragraph, template)));
    let lines: Vec<Words> = lines.filter(|w| w.iter().any(|w| *w >> 32 > 0)).collect();
    let there = |ours: &&Words| have.iter().any(|h| share(ours, h) > 0.8);
    (lines.iter().filter(there).count(), lines.len())
}
