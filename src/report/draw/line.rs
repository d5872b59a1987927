//! A paragraph as it looks: its stretches of text by format, its label, its boxes, and what is
//! known of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use office::paper::{
    Block, Change, Drawing, Format, Paper, Paragraph, Print, Rgb, Script, Span, SpanKind,
};

use super::Drawer;
use super::address::Spot;
use super::ink::{INSERTED, Ink, WHITE, letters};
use super::views::{Attributes, Line, Link, Run};
use crate::read::Given;
use crate::text::Worded as _;
use crate::text::visible::visible;
use crate::value::Value;

/// A paragraph's element and a stretch's cost so many bytes beside their text.
const ELEMENT: usize = 48;
/// The smallest and largest size that have a class, in half-points.
pub(super) const SIZES: (u16, u16) = (10, 72);
/// What Word sets text in where nothing says a size (五号), in half-points.
const USUAL: u16 = 21;
/// Larger than that, in square centimetres, a frame is drawn large.
const LARGE: f64 = 20.0;

/// The size of most letters of a paper, in half-points.
pub(super) fn usual_size(paper: &Paper) -> u16 {
    let mut letters: HashMap<u16, usize> = HashMap::new();
    let mut todo: Vec<&Block> = paper.blocks.iter().collect();
    while let Some(block) = todo.pop() {
        match block {
            Block::Paragraph(p) => {
                for span in &p.spans {
                    *letters.entry(size(span.format.size)).or_default() += span.len as usize;
                }
                todo.extend(p.boxes.iter().flat_map(|b| &b.blocks));
            }
            Block::Table(table) => todo.extend(table.cells.iter().flat_map(|c| &c.blocks)),
        }
    }
    let most = letters.into_iter().max_by_key(|(size, n)| (*n, *size));
    most.map_or(USUAL, |(size, _)| size)
}

fn size(said: u16) -> u16 {
    match said {
        0 => USUAL,
        said => said.clamp(SIZES.0, SIZES.1),
    }
}

/// A range of a paragraph's text, and the field that was made from it.
pub(super) type Ranged<'a> = (Range<usize>, &'a Given);

/// A stretch of a paragraph's text about which one thing is known.
struct Stretch<'a> {
    range: Range<usize>,
    given: Option<&'a Given>,
    is_rest: bool,
    is_inserted: bool,
}

impl<'a> Drawer<'a> {
    /// A paragraph that stands at a place of its own, or in a cell; `None` where there is no room.
    pub(super) fn line(&mut self, p: &'a Paragraph, spot: Option<Spot>) -> Option<Line<'a>> {
        if !self.spend(ELEMENT + p.text.len() + p.spans.len() * ELEMENT) {
            self.left.0 += 1;
            return None;
        }
        let mut class = Classes::default();
        class.paragraph(p);
        let ranged = self.known.ranges.get(&p.id).map_or(&[][..], Vec::as_slice);
        let at = match spot {
            Some(spot) => self.at(spot, class, ranged, None),
            None => Attributes {
                class: class.0,
                ..Attributes::default()
            },
        };
        let runs = self.runs(p, ranged);
        let flags = match spot {
            Some(spot) => self.flags(spot),
            None => Default::default(),
        };
        let boxes = self.boxes(p);
        Some(Line {
            bare: false,
            at,
            label: self.label(p),
            runs,
            boxes,
            flags,
        })
    }

    /// What the element of a place has: its id, its classes, and what was made of it as a whole.
    pub(super) fn at(
        &mut self,
        spot: Spot,
        mut class: Classes,
        ranged: &[Ranged<'a>],
        typed: Option<&str>,
    ) -> Attributes<'a> {
        let Some(known) = self.known.spots.get(&spot) else {
            return Attributes {
                id: self.id(spot, false),
                class: class.0,
                link: None,
            };
        };
        let pins = &self.settings.pins;
        let worst = known
            .pins
            .iter()
            .filter_map(|n| Some(pins.get(*n)?.severity))
            .max();
        if let Some(worst) = worst {
            class.add(super::aside::of_severity(worst));
        }
        let as_whole = |g: &&&'a Given| !ranged.iter().any(|(_, own)| std::ptr::eq(*own, **g));
        let given: Vec<&Given> = known.given.iter().filter(as_whole).copied().collect();
        let link = self.link(&given, typed.filter(|_| given.len() == 1));
        if !given.is_empty() {
            class.add("v");
            let is_empty = |g: &&Given| self.known.value(&g.path).is_none_or(Value::is_empty);
            if given.iter().all(is_empty) {
                class.add("o");
            }
        }
        Attributes {
            id: self.id(spot, !known.pins.is_empty() || !known.remarks.is_empty()),
            class: class.0,
            link,
        }
    }

    /// What was made of a place from the text that stands there.
    pub(super) fn link(&self, given: &[&Given], typed: Option<&str>) -> Option<Link<'a>> {
        if given.is_empty() || self.settings.compact {
            return None;
        }
        let (mut paths, mut title, mut made) = (String::new(), String::new(), None);
        for given in given {
            if !paths.is_empty() {
                paths.push(' ');
                title.push('；');
            }
            paths.push_str(&super::pointer(&given.path));
            title.push_str(&given.label);
            let Some(value) = self.known.value(&given.path) else {
                continue;
            };
            let shown = value.shown();
            let differs = typed.is_some_and(|typed| !is_alike(typed, &shown));
            if differs && !value.is_empty() && !matches!(value, Value::Selected(_)) {
                title.push('：');
                title.push_str(&shown);
                if !is_date(&shown) {
                    made = Some(visible(&shown).into_owned());
                }
            }
        }
        let title = Cow::Owned(visible(&title).into_owned());
        Some(Link { paths, title, made })
    }

    /// A paragraph's text in stretches of one look.
    pub(super) fn runs(&mut self, p: &'a Paragraph, ranged: &[Ranged<'a>]) -> Vec<Run<'a>> {
        let ground = p.shading.map_or(self.ground, Ink::of);
        let rest = self.known.rest_of(p);
        let is_plain = ranged.is_empty() && rest.is_empty();
        if is_plain && p.drawings.is_empty() && p.revisions.is_empty() {
            let plain = |(text, span): (&'a str, &Span)| {
                let is = Stretch::plain();
                self.run(text, span, ground, &is)
            };
            let pieces = p.pieces().filter(|(text, _)| !text.is_empty());
            return pieces.map(plain).collect();
        }
        let mut runs = Vec::new();
        let mut drawings = p.drawings.iter().peekable();
        let mut deleted = deleted(p).peekable();
        let mut at = 0;
        for (text, span) in p.pieces() {
            let from = at;
            at += text.len();
            for stretch in stretches(p, from..at, ranged, &rest) {
                let start = stretch.range.start;
                while let Some((_, text)) = deleted.next_if(|(offset, _)| *offset <= start) {
                    runs.push(self.deleted_run(text));
                }
                while let Some(d) = drawings.next_if(|d| d.offset as usize <= start) {
                    runs.push(self.drawing(d));
                }
                let own = p.text.get(stretch.range.clone());
                if let Some(text) = own.filter(|text| !text.is_empty()) {
                    runs.push(self.run(text, span, ground, &stretch));
                }
            }
        }
        for (_, text) in deleted {
            runs.push(self.deleted_run(text));
        }
        for drawing in drawings {
            runs.push(self.drawing(drawing));
        }
        runs
    }

    fn deleted_run(&mut self, text: &'a str) -> Run<'a> {
        self.spend(ELEMENT + text.len());
        Run::Deleted(visible(text))
    }

    fn run(&self, text: &'a str, span: &Span, ground: Ink, stretch: &Stretch<'a>) -> Run<'a> {
        let mut class = Classes::default();
        let ground = if stretch.is_inserted {
            INSERTED
        } else {
            ground
        };
        class.letters(&span.format, ground, self.base);
        match span.kind {
            SpanKind::Text => {}
            SpanKind::Placeholder => class.add("ph"),
            SpanKind::Ruby => class.add("rb"),
            SpanKind::CheckBox(_) => class.add("cb"),
        }
        if stretch.is_rest && !text.trim().is_empty() {
            class.add("rest");
        }
        let link = stretch
            .given
            .and_then(|given| self.link(&[given], Some(text)));
        if stretch.given.is_some() {
            class.add("v");
        }
        let text = visible(text);
        let is_plain = link.is_none() && class.0.is_empty();
        let at = Attributes {
            id: None,
            class: class.0,
            link,
        };
        match stretch.is_inserted {
            true => Run::Inserted(at, text),
            false if is_plain => Run::Plain(text),
            false => Run::Text(at, text),
        }
    }

    fn drawing(&mut self, drawing: &'a Drawing) -> Run<'a> {
        self.spend(4 * ELEMENT + drawing.name.len() + drawing.text.len());
        let lang = self.settings.lang;
        let mut class = format!("dw dw-{}", drawing.kind.name());
        if drawing.area() > LARGE {
            class.push_str(" lg");
        }
        let mut what = drawing.kind.said().get(lang).to_owned();
        if let Some((width, height)) = drawing.size.filter(|_| drawing.area() > 0.0) {
            let cm = |emu: i64| emu as f64 / office::paper::EMU_PER_CM as f64;
            what.push_str(&format!(" {:.1} × {:.1} cm", cm(width), cm(height)));
        }
        Run::Drawing(super::views::Drawing {
            id: format!("{}d{}", self.settings.prefix, drawing.number),
            class,
            what,
            name: visible(&drawing.name),
            text: visible(&drawing.text),
        })
    }

    /// The bullet or number before a paragraph, with its classes.
    pub(super) fn label(&self, p: &Paragraph) -> Option<(String, String)> {
        let bullet = p.bullet.as_ref()?;
        let mut class = Classes("lb".to_owned());
        let ground = p.shading.map_or(self.ground, Ink::of);
        class.ink(bullet.color, ground);
        Some((class.0, visible(&bullet.shown()).into_owned()))
    }
}

/// A stretch of text cut where something else is known of it.
fn stretches<'a>(
    p: &Paragraph,
    all: Range<usize>,
    ranged: &[Ranged<'a>],
    rest: &[Range<usize>],
) -> Vec<Stretch<'a>> {
    let inserted: Vec<Range<usize>> = inserted(p).collect();
    let ends = ranged.iter().map(|(range, _)| range).chain(rest);
    let ends = ends.chain(&inserted);
    let mut cuts: Vec<usize> = ends.flat_map(|r| [r.start, r.end]).collect();
    cuts.extend(p.drawings.iter().map(|d| d.offset as usize));
    cuts.extend(deleted(p).map(|(offset, _)| offset));
    cuts.retain(|at| all.start < *at && *at < all.end && p.text.is_char_boundary(*at));
    cuts.push(all.end);
    cuts.sort_unstable();
    cuts.dedup();
    let mut from = all.start;
    let mut found = Vec::with_capacity(cuts.len());
    for to in cuts {
        let own = ranged.iter().find(|(range, _)| range.contains(&from));
        found.push(Stretch {
            range: from..to,
            given: own.map(|(_, given)| *given),
            is_rest: rest.iter().any(|range| range.contains(&from)),
            is_inserted: inserted.iter().any(|range| range.contains(&from)),
        });
        from = to;
    }
    found
}

/// The ranges of a paragraph's text that were put in with tracking on.
fn inserted(p: &Paragraph) -> impl Iterator<Item = Range<usize>> {
    p.revisions
        .iter()
        .filter_map(|revision| match revision.change {
            Change::Inserted(len) => {
                let from = revision.offset as usize;
                Some(from..from + len as usize)
            }
            Change::Deleted(_) => None,
        })
}

/// The texts that were taken out of a paragraph with tracking on, and where.
fn deleted(p: &Paragraph) -> impl Iterator<Item = (usize, &str)> {
    p.revisions
        .iter()
        .filter_map(|revision| match &revision.change {
            Change::Inserted(_) => None,
            Change::Deleted(text) => Some((revision.offset as usize, text.as_str())),
        })
}

impl Stretch<'_> {
    fn plain() -> Self {
        Stretch {
            range: 0..0,
            given: None,
            is_rest: false,
            is_inserted: false,
        }
    }
}

/// Both say the same, but for white space.
fn is_alike(typed: &str, shown: &str) -> bool {
    let solid = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    solid(typed) == solid(shown)
}

/// `2025-03-05`, `2025-03`: the form's date in another form, which nobody needs to be told.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let digits =
        |n: usize| move |part: &str| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    parts.next().is_some_and(digits(4)) && parts.clone().count() > 0 && parts.all(digits(2))
}

/// An element's classes.
#[derive(Default)]
pub(super) struct Classes(pub(super) String);

impl Classes {
    pub(super) fn add(&mut self, class: &str) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(class);
    }

    /// What is behind.
    pub(super) fn ground(&mut self, color: Option<Rgb>) {
        if let Some(ink) = color.map(Ink::of).filter(|ink| *ink != WHITE) {
            self.add(&ink.behind());
        }
    }

    fn ink(&mut self, color: Option<Rgb>, ground: Ink) {
        let (class, pale) = letters(color, ground);
        if let Some(class) = class {
            self.add(&class);
        }
        if pale {
            self.add("pale");
        }
    }

    /// How a paragraph looks beside its letters.
    pub(super) fn paragraph(&mut self, p: &Paragraph) {
        self.ground(p.shading);
        let alignment = p.format.alignment;
        if alignment == Print::of(b"center") {
            self.add("ac");
        } else if [&b"right"[..], b"end"]
            .iter()
            .any(|side| alignment == Print::of(side))
        {
            self.add("ar");
        }
        if !p.format.border.is_none() {
            self.add("bx");
        }
        if p.tracked {
            self.add("tr");
        }
    }

    /// How letters look.
    fn letters(&mut self, format: &Format, ground: Ink, base: u16) {
        let own = format.highlight.or(format.shading);
        self.ground(own);
        self.ink(format.color, own.map_or(ground, Ink::of));
        let marks = [
            (format.emphasis.bold, "b"),
            (format.emphasis.italic, "i"),
            (format.emphasis.underline, "u"),
            (format.emphasis.strike, "s"),
            (format.emphasis.framed, "bx"),
            (format.script == Script::Super, "up"),
            (format.script == Script::Sub, "dn"),
            (!format.effects.is_none(), "ef"),
        ];
        for (_, class) in marks.iter().filter(|(is, _)| *is) {
            self.add(class);
        }
        if size(format.size) != base {
            self.add(&format!("z{}", size(format.size)));
        }
    }
}
