//! Marks: what sets an option apart from the other options of its list.
//!
//! What colour a mark is means nothing by itself (contract, "What counts as the document"); what
//! matters is that some options look unlike the rest, and unlike the blank.

use office::paper::{Bullet, Format, Paragraph, Rgb, Span, SpanKind};

/// How one option looks.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Letters in the option's own words.
    letters: usize,
    colors: Tally<Option<Rgb>>,
    highlights: Tally<Option<Rgb>>,
    shadings: Tally<Option<Rgb>>,
    styles: Tally<Format>,
    glyph: Option<char>,
    /// The bullet's own colour.
    bullet: Option<Rgb>,
    /// Letters that are struck through.
    struck: usize,
    tick: bool,
    /// A letter stands where a tick would: V, [x], 选.
    letter: bool,
    checked: Option<bool>,
}

/// Letters by value.
#[derive(Clone, Debug, Default)]
struct Tally<T>(Vec<(T, usize)>);

impl<T: PartialEq + Copy> Tally<T> {
    fn add(&mut self, value: T, letters: usize) {
        match self.0.iter_mut().find(|v| v.0 == value) {
            Some(v) => v.1 += letters,
            None => self.0.push((value, letters)),
        }
    }

    /// The value that departs from `base` on most letters, and the share of letters that depart.
    fn departure(&self, base: T) -> Option<(T, f32)> {
        let total: usize = self.0.iter().map(|v| v.1).sum();
        let away = self.0.iter().filter(|v| v.0 != base);
        let (most, _) = away.clone().max_by_key(|v| v.1)?;
        let share = away.map(|v| v.1).sum::<usize>() as f32 / total.max(1) as f32;
        Some((*most, share))
    }
}

/// A filled or ticked glyph: it says that its option is chosen.
pub fn is_tick(c: char) -> bool {
    "√✓✔☑■●◉▣★☒✅🗹🗸◆▪✕✖☓∨⋁ˇ".contains(c)
}

/// An empty glyph to tick.
pub fn is_box(c: char) -> bool {
    "□☐○◯〇◻▢❏❑❒◇☆⬜▫◦".contains(c)
}

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

impl Look {
    /// The look of the line `text[from..to]` of a paragraph, counting the letters up to
    /// `label_end`: the words that somebody typed behind them are no part of the option.
    pub fn of(
        p: &Paragraph,
        from: usize,
        to: usize,
        label_end: usize,
        cell_shading: Option<Rgb>,
    ) -> Look {
        let mut look = Look {
            glyph: glyph(p.bullet.as_ref()).filter(|_| from == 0),
            bullet: visible_color(p.bullet.as_ref().and_then(|b| b.color)).filter(|_| from == 0),
            ..Look::default()
        };
        let mut at = 0;
        for span in &p.spans {
            let (start, end) = (at.max(from), (at + span.len as usize).min(to));
            at += span.len as usize;
            if start >= end {
                continue;
            }
            let Some(text) = p.text.get(start..end) else {
                continue;
            };
            look.marks_in(text, span);
            let label = p
                .text
                .get(start..end.min(label_end.max(start)))
                .unwrap_or(text);
            let n = label.chars().filter(|c| c.is_alphanumeric()).count();
            if n == 0 {
                continue;
            }
            look.letters += n;
            look.struck += n * usize::from(span.format.emphasis.strike);
            let f = span.format;
            look.colors.add(visible_color(f.color), n);
            look.highlights.add(visible_fill(f.highlight), n);
            look.shadings.add(
                visible_fill(f.shading)
                    .or(visible_fill(p.shading))
                    .or(visible_fill(cell_shading)),
                n,
            );
            let style = Format {
                color: None,
                highlight: None,
                shading: None,
                style: f.style ^ (p.style << 8),
                emphasis: f.emphasis,
                script: f.script,
            };
            look.styles.add(style, n);
        }
        look
    }

    fn marks_in(&mut self, text: &str, span: &Span) {
        if let SpanKind::CheckBox(checked) = span.kind {
            self.checked = Some(self.checked.unwrap_or(false) || checked);
            return;
        }
        for c in text.chars() {
            if is_tick(c) {
                self.tick = true;
            } else if is_box(c) && self.glyph.is_none() {
                self.glyph = Some('□');
            }
        }
    }
}

fn glyph(bullet: Option<&Bullet>) -> Option<char> {
    let bullet = bullet.filter(|b| b.ordinal.is_none())?;
    let c = bullet.glyph.trim().chars().next()?;
    Some(if is_box(c) { '□' } else { c })
}

/// Which options of a list are marked.
#[derive(Debug, Default)]
pub struct Marked {
    /// Indexes into the looks that were given, ascending.
    pub chosen: Vec<usize>,
    /// Marked, but not so that one can be sure: a part of the words only.
    pub doubtful: Vec<usize>,
    /// All but these few are coloured, and nothing else tells the options apart.
    pub inverted: bool,
    /// Only bold, underline, a border, a style or the bullet's colour tells them apart.
    pub by_style: bool,
    /// Letters where ticks would stand are all that marks some of them.
    pub by_letter: Vec<usize>,
    /// Marked and struck through: taken back, it seems.
    pub struck: Vec<usize>,
    /// Every option carries the same mark, so it tells nothing.
    pub all_alike: bool,
}

/// A mark on less than this share of the letters is doubt.
const DOUBT_BELOW: f32 = 0.5;

/// Finds the marked ones among the looks of a list's options. `complete` says that all options of
/// the list are there; `limit` is how many may be chosen.
pub fn marked(looks: &[Look], complete: bool, limit: usize) -> Marked {
    let mut out = Marked::default();
    let mut chosen = vec![false; looks.len()];
    let mut inverse: Option<Vec<usize>> = None;
    let most_letters =
        |tally: fn(&Look) -> &Tally<Option<Rgb>>| -> Vec<Option<(Option<Rgb>, f32)>> {
            looks.iter().map(|l| tally(l).departure(None)).collect()
        };
    for away in [
        most_letters(|l| &l.colors),
        most_letters(|l| &l.highlights),
        most_letters(|l| &l.shadings),
    ] {
        let sure: Vec<usize> = (0..looks.len())
            .filter(|&i| away[i].is_some_and(|a| a.1 >= DOUBT_BELOW))
            .collect();
        out.doubtful
            .extend((0..looks.len()).filter(|&i| away[i].is_some_and(|a| a.1 < DOUBT_BELOW)));
        if sure.is_empty() {
            continue;
        }
        let values: Vec<Option<Rgb>> = sure.iter().filter_map(|&i| away[i].map(|a| a.0)).collect();
        let common = most_common(&values);
        if sure.len() == looks.len() && (complete || looks.len() > limit) {
            // All depart from the blank: those that depart from the rest are the marks.
            let apart: Vec<usize> = sure
                .iter()
                .copied()
                .filter(|&i| away[i].map(|a| a.0) != common.map(|c| c.0))
                .collect();
            if apart.is_empty() || common.is_some_and(|c| c.1 * 2 <= looks.len()) {
                out.all_alike = true;
            } else {
                apart.iter().for_each(|&i| chosen[i] = true);
            }
        } else if sure.len() > limit && sure.len() * 2 > looks.len() {
            let rest: Vec<usize> = (0..looks.len()).filter(|i| !sure.contains(i)).collect();
            let apart: Vec<usize> = sure
                .iter()
                .copied()
                .filter(|&i| away[i].map(|a| a.0) != common.map(|c| c.0))
                .collect();
            if !apart.is_empty() && common.is_some_and(|c| c.1 > limit) && apart.len() <= limit {
                // Three looks: most in one colour, a few in another: these are set apart on purpose.
                apart.iter().for_each(|&i| chosen[i] = true);
            } else {
                inverse = Some(rest);
            }
        } else {
            sure.iter().for_each(|&i| chosen[i] = true);
        }
    }
    for i in by_glyph(looks) {
        chosen[i] = true;
    }
    let ticks: Vec<usize> = (0..looks.len())
        .filter(|&i| looks[i].tick || looks[i].checked == Some(true))
        .collect();
    if ticks.len() == looks.len() && complete {
        out.all_alike = !ticks.is_empty();
    } else {
        ticks.iter().for_each(|&i| chosen[i] = true);
    }
    let letters: Vec<usize> = (0..looks.len())
        .filter(|&i| looks[i].letter && !chosen[i])
        .collect();
    // A letter before every option is what a bullet of another font turned into.
    if letters.len() * 2 < looks.len() || letters.len() <= limit && !complete {
        letters.iter().for_each(|&i| chosen[i] = true);
        out.by_letter = letters;
    }
    if !chosen.contains(&true) {
        if let Some(rest) = inverse {
            out.inverted = true;
            rest.iter().for_each(|&i| chosen[i] = true);
        } else if out.doubtful.is_empty() && !out.all_alike {
            let mut apart = by_style(looks);
            if apart.is_empty() {
                apart = (0..looks.len())
                    .filter(|&i| looks[i].bullet.is_some())
                    .collect();
            }
            if !apart.is_empty() && apart.len() <= limit {
                out.by_style = true;
                apart.iter().for_each(|&i| chosen[i] = true);
            }
        }
    }
    let struck: Vec<usize> = (0..looks.len())
        .filter(|&i| chosen[i] && looks[i].is_struck())
        .collect();
    if struck.len() < chosen.iter().filter(|c| **c).count() {
        struck.iter().for_each(|&i| chosen[i] = false);
        out.struck = struck;
    }
    out.doubtful.sort_unstable();
    out.doubtful.dedup();
    out.doubtful.retain(|i| !out.struck.contains(i));
    out.doubtful.retain(|&i| !chosen[i]);
    out.chosen = (0..looks.len()).filter(|&i| chosen[i]).collect();
    out
}

/// Options whose bullet is neither an empty box nor what most options have.
fn by_glyph(looks: &[Look]) -> Vec<usize> {
    let glyphs: Vec<Option<char>> = looks
        .iter()
        .map(|l| l.glyph)
        .filter(Option::is_some)
        .collect();
    let common = most_common(&glyphs).map(|c| c.0).unwrap_or_default();
    (0..looks.len())
        .filter(|&i| looks[i].glyph.is_some_and(|g| g != '□') && looks[i].glyph != common)
        .collect()
}

fn by_style(looks: &[Look]) -> Vec<usize> {
    let styles: Vec<Format> = looks
        .iter()
        .filter_map(|l| l.styles.0.iter().max_by_key(|s| s.1).map(|s| s.0))
        .collect();
    let Some((common, n)) = most_common(&styles) else {
        return Vec::new();
    };
    if n * 2 <= looks.len() {
        return Vec::new();
    }
    (0..looks.len())
        .filter(|&i| {
            looks[i]
                .styles
                .departure(common)
                .is_some_and(|d| d.1 >= 0.8)
                && !looks[i].is_struck()
        })
        .collect()
}

fn most_common<T: PartialEq + Copy>(values: &[T]) -> Option<(T, usize)> {
    let mut tally = Tally(Vec::new());
    for v in values {
        tally.add(*v, 1);
    }
    tally.0.into_iter().max_by_key(|v| v.1)
}

/// The stretch of a cell's text that is set apart from the rest of it by colour, highlighter or
/// shading: an option marked in a list that the cell prints. `None` where nothing or all is.
pub fn marked_text<'p>(paragraphs: impl Iterator<Item = &'p Paragraph>) -> Option<String> {
    let mut marked = String::new();
    let mut plain = 0;
    for p in paragraphs {
        for (text, span) in p.pieces() {
            let f = span.format;
            let apart = visible_color(f.color).is_some()
                || visible_fill(f.highlight).is_some()
                || visible_fill(f.shading).is_some();
            if apart {
                marked.push_str(text);
            } else {
                plain += text.chars().filter(|c| c.is_alphanumeric()).count();
            }
        }
    }
    let found = marked.chars().any(char::is_alphanumeric);
    (found && plain > 0).then_some(marked)
}

impl Look {
    /// Adds a tick that stands beside the option.
    pub fn tick(&mut self) {
        self.tick = true;
    }

    /// Adds a letter that stands where a tick would.
    pub fn letter(&mut self) {
        self.letter = true;
    }

    /// Most of it is struck through.
    fn is_struck(&self) -> bool {
        self.struck * 2 > self.letters
    }

    /// Adds the look of the same option printed once more.
    pub fn join(&mut self, other: Look) {
        self.tick |= other.tick;
        self.letter |= other.letter;
        if other.checked == Some(true) {
            self.checked = other.checked;
        }
        let marked = |look: &Look| {
            [&look.colors, &look.highlights, &look.shadings]
                .iter()
                .any(|t| t.departure(None).is_some())
        };
        if marked(&other) && !marked(self) {
            let (tick, letter, checked) = (self.tick, self.letter, self.checked);
            *self = Look {
                tick,
                letter,
                checked,
                ..other
            };
        }
    }
}
