//! How one option looks: for each way in which a text can look, how many of its letters look how.

use std::ops::Range;

use office::paper::{Bullet, Format, Paragraph, Print, Rgb, Script, Span, SpanKind};

use super::{is_box, is_tick, visible_color, visible_fill};

/// A way in which a text can look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Aspect {
    /// The colour of its letters.
    Color,
    /// The highlighter's colour.
    Highlight,
    /// The colour behind the words, the line or the cell.
    Shading,
    /// Bold, italic, underlined, in a frame.
    Emphasis,
    /// Above or below its line.
    Script,
    /// In a style of its own.
    Style,
    /// Larger or smaller.
    Size,
    /// In another face.
    Face,
    /// Glow, outline, shadow, width, spacing and their like.
    Effects,
    /// The line's borders.
    Border,
    /// The line's indentation.
    Indent,
    /// The line's alignment.
    Alignment,
    /// The space around the line.
    Spacing,
    /// The bullet or the kind of number before it.
    Bullet,
    /// The bullet's own colour.
    BulletColor,
    /// How the box before it looks.
    Box,
}

impl Aspect {
    /// How many there are.
    pub const COUNT: usize = Aspect::Box as usize + 1;

    /// The colours: what the form asks to mark with.
    pub const COLORS: [Aspect; 3] = [Aspect::Color, Aspect::Highlight, Aspect::Shading];

    /// Everything else: whoever chose so did not do as the form asks, so a person should look.
    pub const OTHERS: [Aspect; 13] = [
        Aspect::Emphasis,
        Aspect::Script,
        Aspect::Style,
        Aspect::Size,
        Aspect::Face,
        Aspect::Effects,
        Aspect::Border,
        Aspect::Indent,
        Aspect::Alignment,
        Aspect::Spacing,
        Aspect::Bullet,
        Aspect::BulletColor,
        Aspect::Box,
    ];
}

/// What an aspect of some letters is, as a number: equal where they look alike, 0 where nothing is
/// to be seen.
pub type Value = u64;

/// How one option looks.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Letters in the option's own words.
    letters: usize,
    aspects: [Tally; Aspect::COUNT],
    pub(super) glyph: Option<char>,
    /// Letters that are struck through.
    struck: usize,
    pub(super) tick: bool,
    /// A letter stands where a tick would: V, [x], 选.
    pub(super) letter: bool,
    /// Something typed beside it marks it, where it marks few of the list.
    pub(super) typed: bool,
    pub(super) checked: Option<bool>,
}

/// Letters by value. Mostly there is one, which costs no allocation.
#[derive(Clone, Debug, Default)]
struct Tally {
    first: Option<(Value, usize)>,
    more: Vec<(Value, usize)>,
}

impl Tally {
    fn add(&mut self, value: Value, letters: usize) {
        let Some(first) = &mut self.first else {
            self.first = Some((value, letters));
            return;
        };
        let mut all = std::iter::once(first).chain(&mut self.more);
        match all.find(|v| v.0 == value) {
            Some(v) => v.1 += letters,
            None => self.more.push((value, letters)),
        }
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = &(Value, usize)> + Clone {
        self.first.iter().chain(&self.more)
    }

    /// The value of most letters; of two, the one that stands first.
    fn most(&self) -> Option<Value> {
        self.all().rev().max_by_key(|v| v.1).map(|v| v.0)
    }

    /// The value that departs from `base` on most letters, and the share of letters that depart.
    fn departure(&self, base: Value) -> Option<(Value, f32)> {
        let away = self.all().filter(|v| v.0 != base);
        let (most, _) = away.clone().max_by_key(|v| v.1)?;
        let total: usize = self.all().map(|v| v.1).sum();
        let share = away.map(|v| v.1).sum::<usize>() as f32 / total.max(1) as f32;
        Some((*most, share))
    }
}

fn color(color: Option<Rgb>) -> Value {
    color.map_or(0, |Rgb(r, g, b)| {
        1 << 24 | Value::from(r) << 16 | Value::from(g) << 8 | Value::from(b)
    })
}

fn script(script: Script) -> Value {
    match script {
        Script::Line => 0,
        Script::Super => 1,
        Script::Sub => 2,
    }
}

fn emphasis(f: &Format) -> Value {
    let e = f.emphasis;
    let bits = [e.bold, e.italic, e.underline, e.framed];
    bits.into_iter()
        .fold(0, |all, on| all << 1 | Value::from(on))
}

fn print(print: Print) -> Value {
    Value::from(print.number())
}

/// East Asian letters: those that an East Asian face is used for, whatever the program.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

impl Look {
    /// The look of a piece of a paragraph, counting the letters of `label`, both in bytes of the
    /// paragraph: the words that somebody typed around them are no part of the option.
    pub fn of(
        p: &Paragraph,
        piece: Range<usize>,
        label: Range<usize>,
        cell_shading: Option<Rgb>,
    ) -> Look {
        let (from, to) = (piece.start, piece.end);
        let mut look = Look::default();
        if from == 0 {
            look.line(p);
        }
        let mut at = 0;
        for span in &p.spans {
            let (start, end) = (at.max(from), (at + span.len as usize).min(to));
            at += span.len as usize;
            let Some(text) = p.text.get(start..end.max(start)).filter(|t| !t.is_empty()) else {
                continue;
            };
            look.marks_in(text, span);
            let own = p
                .text
                .get(start.max(label.start)..end.min(label.end).max(start));
            // Nothing of the label stands here.
            let own = own.filter(|_| start < label.end && end > label.start);
            look.letters(own.unwrap_or_default(), p, &span.format, cell_shading);
        }
        look
    }

    /// What the whole line has.
    fn line(&mut self, p: &Paragraph) {
        let set =
            |look: &mut Look, aspect: Aspect, value| look.aspects[aspect as usize].add(value, 1);
        set(self, Aspect::Border, print(p.format.border));
        set(self, Aspect::Indent, print(p.format.indent));
        set(self, Aspect::Alignment, print(p.format.alignment));
        set(self, Aspect::Spacing, print(p.format.spacing));
        self.glyph = glyph(p.bullet.as_ref());
        if let Some(bullet) = &p.bullet {
            set(self, Aspect::Bullet, bullet_kind(bullet));
            set(
                self,
                Aspect::BulletColor,
                color(visible_color(bullet.color)),
            );
        }
    }

    fn letters(&mut self, text: &str, p: &Paragraph, f: &Format, cell_shading: Option<Rgb>) {
        let n = text.chars().filter(|c| c.is_alphanumeric()).count();
        if n == 0 {
            return;
        }
        self.letters += n;
        self.struck += n * usize::from(f.emphasis.strike);
        let fill = visible_fill(f.shading)
            .or(visible_fill(p.shading))
            .or(visible_fill(cell_shading));
        for (aspect, value) in [
            (Aspect::Color, color(visible_color(f.color))),
            (Aspect::Highlight, color(visible_fill(f.highlight))),
            (Aspect::Shading, color(fill)),
            (Aspect::Emphasis, emphasis(f)),
            (Aspect::Script, script(f.script)),
            (
                Aspect::Style,
                Value::from(f.style) | Value::from(p.style) << 16,
            ),
            (Aspect::Size, Value::from(f.size)),
            (Aspect::Effects, print(f.effects.print())),
        ] {
            self.aspects[aspect as usize].add(value, n);
        }
        let east_asian = text.chars().filter(|c| is_east_asian(*c)).count();
        if east_asian > 0 {
            self.aspects[Aspect::Face as usize].add(print(f.face), east_asian);
        }
    }

    fn marks_in(&mut self, text: &str, span: &Span) {
        if let SpanKind::CheckBox(checked) = span.kind {
            self.checked = Some(self.checked.unwrap_or(false) || checked);
            return;
        }
        for c in text.chars() {
            if is_tick(c) {
                self.tick = true;
            } else if is_box(c) {
                if self.glyph.is_none() {
                    self.glyph = Some('□');
                    self.aspects[Aspect::Bullet as usize].add(glyph_value('□'), 1);
                }
                let f = &span.format;
                let how = color(visible_color(f.color))
                    ^ color(visible_fill(f.highlight)).rotate_left(20)
                    ^ color(visible_fill(f.shading)).rotate_left(33)
                    ^ emphasis(f) << 50
                    ^ Value::from(f.size) << 40;
                self.aspects[Aspect::Box as usize].add(how, 1);
            }
        }
    }

    pub(super) fn departure(&self, aspect: Aspect, base: Value) -> Option<(Value, f32)> {
        self.aspects[aspect as usize].departure(base)
    }

    /// How most of it looks.
    pub(super) fn most(&self, aspect: Aspect) -> Option<Value> {
        self.aspects[aspect as usize].most()
    }

    /// Adds a tick that stands beside the option.
    pub fn tick(&mut self) {
        self.tick = true;
    }

    /// Adds a letter that stands where a tick would.
    pub fn letter(&mut self) {
        self.letter = true;
    }

    /// Adds something typed beside the option that marks it.
    pub fn type_beside(&mut self) {
        self.typed = true;
    }

    /// A tick stands at it, or its box is checked.
    pub fn is_ticked(&self) -> bool {
        self.tick || self.letter || self.checked == Some(true)
    }

    /// Most of it is struck through.
    pub(super) fn is_struck(&self) -> bool {
        self.struck * 2 > self.letters
    }

    /// Some of it is struck through.
    pub(super) fn is_partly_struck(&self) -> bool {
        self.struck > 0
    }

    /// Adds the look of the same option printed once more.
    pub fn join(&mut self, other: Look) {
        self.tick |= other.tick;
        self.letter |= other.letter;
        self.typed |= other.typed;
        if other.checked == Some(true) {
            self.checked = other.checked;
        }
        let marked = |look: &Look| {
            let mut colors = Aspect::COLORS.into_iter();
            colors.any(|aspect| look.departure(aspect, 0).is_some())
        };
        if marked(&other) && !marked(self) {
            let (tick, letter, checked, typed) = (self.tick, self.letter, self.checked, self.typed);
            *self = Look {
                tick,
                letter,
                typed,
                checked,
                ..other
            };
        }
    }
}

fn glyph(bullet: Option<&Bullet>) -> Option<char> {
    let bullet = bullet.filter(|b| b.ordinal.is_none())?;
    let c = bullet.glyph.trim().chars().next()?;
    Some(if is_box(c) { '□' } else { c })
}

fn glyph_value(c: char) -> Value {
    1 << 32 | Value::from(u32::from(c))
}

fn bullet_kind(bullet: &Bullet) -> Value {
    match (bullet.ordinal, bullet.glyph.trim().chars().next()) {
        (None, Some(c)) => glyph_value(if is_box(c) { '□' } else { c }),
        _ => 2 << 32 | print(Print::of(bullet.glyph.as_bytes())),
    }
}
