//! What sets a line apart from the other lines of its box.

use std::hash::Hash;

use indexmap::IndexMap;
use serde::Serialize;

use office::paper::{Format, Paragraph, Rgb, SpanKind};

/// A kind of mark, as the contract names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Another font colour.
    Color,
    /// Another highlighter colour.
    Highlight,
    /// Another colour behind the text or the paragraph.
    Shading,
    /// Another bullet.
    Bullet,
    /// A tick or a filled box in the text.
    Tick,
    /// A check box control that is checked.
    Checkbox,
    /// Another paragraph or character style.
    Style,
}

impl Mark {
    /// The mark's name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Color => "color",
            Mark::Highlight => "highlight",
            Mark::Shading => "shading",
            Mark::Bullet => "bullet",
            Mark::Tick => "tick",
            Mark::Checkbox => "checkbox",
            Mark::Style => "style",
        }
    }
}

/// The marks of each of a box's lines.
///
/// For each way in which lines can differ, most of the lines have one look, and those that have
/// another are marked. Lines without text have no marks and do not count.
pub(super) fn of_lines(lines: &[&Paragraph]) -> Vec<Vec<Mark>> {
    let mut marks = vec![Vec::new(); lines.len()];
    let mut compare = |mark, apart: Vec<bool>| {
        for (line, _) in apart.iter().enumerate().filter(|(_, apart)| **apart) {
            marks[line].push(mark);
        }
    };
    compare(Mark::Color, apart_in(lines, |f| ink(f.color)));
    compare(Mark::Highlight, apart_in(lines, |f| f.highlight));
    let shading = |line: &Paragraph, f: &Format| ground(f.shading.or(line.shading));
    compare(Mark::Shading, apart(lines, |line| pieces(line, shading)));
    // A line without a bullet among bullets is no option with another one.
    let bullet = |line: &Paragraph| line.bullet.as_ref().map(|b| (b.glyph.clone(), 1));
    compare(
        Mark::Bullet,
        apart(lines, |line| bullet(line).into_iter().collect()),
    );
    compare(Mark::Tick, apart(lines, |line| vec![(tick(&line.text), 1)]));
    compare(
        Mark::Checkbox,
        apart(lines, |line| {
            let checked = line
                .spans
                .iter()
                .any(|s| s.kind == SpanKind::CheckBox(true));
            vec![(checked, 1)]
        }),
    );
    compare(
        Mark::Style,
        apart(lines, |line| pieces(line, |line, f| (line.style, f.style))),
    );
    marks
}

fn apart_in<T: Eq + Hash + Default>(
    lines: &[&Paragraph],
    look: impl Fn(&Format) -> T,
) -> Vec<bool> {
    apart(lines, |line| pieces(line, |_, format| look(format)))
}

/// The looks in a line, each with how many characters have it.
fn pieces<T>(line: &Paragraph, look: impl Fn(&Paragraph, &Format) -> T) -> Vec<(T, usize)> {
    line.pieces()
        .map(|(text, span)| {
            let letters = text.chars().filter(|c| !c.is_whitespace()).count();
            (look(line, &span.format), letters)
        })
        .filter(|(_, letters)| *letters > 0)
        .collect()
}

/// Which lines have a look other than the one that most lines have for most of their letters.
fn apart<T: Eq + Hash + Default>(
    lines: &[&Paragraph],
    looks: impl Fn(&Paragraph) -> Vec<(T, usize)>,
) -> Vec<bool> {
    let looks: Vec<Vec<(T, usize)>> = lines
        .iter()
        .map(|line| match line.text.trim().is_empty() {
            true => Vec::new(),
            false => looks(line),
        })
        .collect();
    let mut counts: IndexMap<&T, usize> = IndexMap::new();
    for line in &looks {
        if let Some((look, _)) = line.iter().max_by_key(|(_, letters)| *letters) {
            *counts.entry(look).or_default() += 1;
        }
    }
    // Of two looks that are equally common, the plain one is no mark.
    let plain = T::default();
    let usual = counts
        .iter()
        .max_by_key(|(look, count)| (**count, **look == &plain))
        .map_or(&plain, |(look, _)| *look);
    looks
        .iter()
        .map(|line| line.iter().any(|(look, _)| look != usual))
        .collect()
}

/// A font colour as it is seen: black is what automatic is.
fn ink(color: Option<Rgb>) -> Option<Rgb> {
    color.filter(|&c| c != Rgb(0, 0, 0))
}

/// A colour behind text as it is seen: white is none.
fn ground(color: Option<Rgb>) -> Option<Rgb> {
    color.filter(|&c| c != Rgb(0xff, 0xff, 0xff))
}

/// The tick or filled box with which a text begins or ends.
fn tick(text: &str) -> Option<char> {
    const TICKS: &str = "✓✔√☑☒✗✘■●◼◾▪◆★⊙◉⦿🗹🗸";
    let text = text.trim();
    let is_tick = |c: &char| TICKS.contains(*c);
    let first = text.chars().next().filter(is_tick);
    first.or_else(|| text.chars().next_back().filter(is_tick))
}
