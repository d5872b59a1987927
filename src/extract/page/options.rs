//! Which options of a page are chosen: ticked, set apart, or left standing.

use office::paper::{Format, Place};

use super::letters::Letter;
use crate::mapping::PageTarget;
use crate::model::finding::{Cause, OptionCause};
use crate::recognise::page::{Fate, OptionSign, Template, circled, is_soft, ticks_box};
use crate::text::glyph::is_tick;

/// An option as the paper has it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its place in the list.
    pub option: usize,
    /// It has a tick.
    pub ticked: bool,
    /// It has a cross, which chooses only where nothing else is ticked.
    pub crossed: bool,
    /// The share of its label that stands there, not struck through.
    pub standing: f32,
    /// What its label looks like.
    pub look: Option<Format>,
    /// Where it stands.
    pub place: Place,
    /// It has a box of its own.
    pub boxed: bool,
    /// Its box is gone.
    pub bare: bool,
    /// It was crossed in a cell of its own, with no box: it may say no.
    pub denied: bool,
}

impl Seen {
    /// A mark in a cell or in brackets.
    pub fn slot(option: usize, crossed: bool, denied: bool, place: Place) -> Seen {
        Seen {
            option,
            ticked: !crossed,
            crossed,
            standing: 1.0,
            look: None,
            place,
            boxed: true,
            bare: false,
            denied,
        }
    }
}

/// What was chosen.
#[derive(Debug, Default)]
pub struct Choice {
    /// Places in the list, ascending.
    pub options: Vec<usize>,
    /// Where.
    pub place: Option<Place>,
    /// What is to be said of it, quoting.
    pub causes: Vec<(Cause, String)>,
}

/// A cross that may say no as well as yes; `x` and a crossed box are how many tick.
pub fn may_deny(text: &str) -> bool {
    text.trim()
        .chars()
        .all(|c| matches!(c, '×' | '✗' | '✘' | '✕' | '✖'))
}

fn is_cross(c: char) -> bool {
    matches!(c, '×' | '✗' | '✘' | '☒' | '✕' | '✖' | 'x' | 'X' | '⊠')
}

/// What a slot's text says: `Some(false)` a tick, `Some(true)` a cross, `None` neither.
pub fn marks_slot(text: &str, label: Option<&str>) -> Option<bool> {
    let text = text.trim();
    let all: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let [c] = all.as_slice() else {
        let same = label.is_some_and(|l| l == text);
        let yes = matches!(text.to_lowercase().as_str(), "yes" | "ok" | "√√");
        return (same || yes).then_some(false);
    };
    if is_cross(*c) {
        return Some(true);
    }
    let ticks = is_tick(*c)
        || matches!(
            c,
            'v' | 'V' | '有' | '是' | '对' | 'Y' | 'y' | '1' | 'O' | 'o' | '+' | '○'
        )
        || label.is_some_and(|l| l == text);
    ticks.then_some(false)
}

/// The options of a text, each with what is seen of it; letters that mark one are taken.
pub fn seen(
    template: &Template,
    letters: &[Letter],
    fates: &[Fate],
    taken: &mut [bool],
    place: &Place,
) -> Vec<(PageTarget, Seen)> {
    let of = |o: &OptionSign| {
        let glyph = o
            .glyph
            .and_then(|g| fates.iter().position(|f| *f == Fate::Printed(g)));
        let glyph = glyph.map(|i| letters[i].c).filter(|c| ticks_box(*c));
        let (standing, look) = label(template, o, letters, fates);
        let ringed = letters.iter().zip(fates).any(|(letter, fate)| {
            let Fate::Printed(i) = fate else { return false };
            let round = circled(letter.c).is_some_and(|c| c == template.letters[*i]);
            o.label.contains(i) && round
        });
        Seen {
            option: o.option,
            ticked: ringed || glyph.is_some_and(|c| !is_cross(c)),
            crossed: glyph.is_some_and(is_cross),
            standing,
            look,
            place: place.clone(),
            boxed: o.glyph.is_some(),
            bare: o.glyph.is_some_and(|g| !fates.contains(&Fate::Printed(g))),
            denied: false,
        }
    };
    let mut all: Vec<(PageTarget, Seen)> =
        template.options.iter().map(|o| (o.target, of(o))).collect();
    let lost = nameless(template, fates);
    for (o, (open, close)) in bracketed(template, letters, fates) {
        all[o].1.ticked = true;
        (taken[open], taken[close]) = (true, true);
    }
    let mut i = 0;
    while i < letters.len() {
        let Fate::Beside(at) = fates[i] else {
            i += 1;
            continue;
        };
        let mut end = i + 1;
        while end < letters.len() && fates[end] == Fate::Beside(at) {
            end += 1;
        }
        let words: Vec<char> = (i..end)
            .map(|i| letters[i].c)
            .filter(|c| !is_soft(*c) && !matches!(c, '(' | ')' | '（' | '）'))
            .collect();
        let struck = (i..end).any(|i| letters[i].is_struck);
        let marks = !struck
            && !words.is_empty()
            && (words.iter().all(|c| is_tick(*c) || is_cross(*c)) && words.len() < 3
                || matches!(words.as_slice(), ['v' | 'V']));
        if let Some(o) = whose(template, at, (i, end), letters, fates).filter(|_| marks) {
            let cross = words.iter().all(|c| is_cross(*c));
            all[o].1.ticked |= !cross;
            all[o].1.crossed |= cross;
            (i..end).for_each(|i| taken[i] = true);
        }
        i = end;
    }
    // Of a group that its own name does not stand before, nothing is known.
    for (letter, fate) in taken.iter_mut().zip(fates) {
        let Fate::Printed(i) = fate else { continue };
        let of = lost.iter().any(|o| template.options[*o].zone().contains(i));
        *letter &= !of;
    }
    let mut n = 0;
    all.retain(|_| {
        n += 1;
        !lost.contains(&(n - 1))
    });
    all
}

/// The options of groups whose names are gone, where one text has several groups with names.
fn nameless(template: &Template, fates: &[Fate]) -> Vec<usize> {
    let mut lost = Vec::new();
    let mut named = 0;
    let mut end = 0;
    for (n, o) in template.options.iter().enumerate() {
        let first = !template.options[..n].iter().any(|b| b.target == o.target);
        let zone = o.zone();
        if first {
            let words = (end.min(zone.start)..zone.start)
                .filter(|i| template.letters[*i].is_alphanumeric());
            let words: Vec<usize> = words.collect();
            let there = words.iter().filter(|i| fates.contains(&Fate::Printed(**i)));
            named += usize::from(!words.is_empty());
            if !words.is_empty() && there.count() * 2 < words.len() {
                let own = template.options.iter().enumerate();
                lost.extend(own.filter(|(_, b)| b.target == o.target).map(|(n, _)| n));
            }
        }
        end = zone.end;
    }
    if named > 1 { lost } else { Vec::new() }
}

/// Options in brackets that the blank does not print: `男（女）`, `1 2 (3) 4`, `（B）.共青团员`.
fn bracketed(
    template: &Template,
    letters: &[Letter],
    fates: &[Fate],
) -> Vec<(usize, (usize, usize))> {
    let typed = |n: usize| !matches!(fates[n], Fate::Printed(_));
    let mut out = Vec::new();
    for open in 0..letters.len() {
        if !matches!(letters[open].c, '(' | '（' | '[' | '【' | '［') || !typed(open) {
            continue;
        }
        let mut behind = open + 1..letters.len().min(open + 40);
        let Some(close) = behind.find(|n| matches!(letters[*n].c, ')' | '）' | ']' | '】' | '］'))
        else {
            continue;
        };
        let inside: Option<Vec<usize>> = (open + 1..close)
            .filter(|n| !is_soft(letters[*n].c))
            .map(|n| match fates[n] {
                Fate::Printed(i) => Some(i),
                _ => None,
            })
            .collect();
        let Some((first, last)) = inside.and_then(|i| Some((*i.first()?, *i.last()?))) else {
            continue;
        };
        let of = template.options.iter().position(|o| {
            let zone = o.zone();
            let number = last < zone.start && zone.start - last <= 3;
            zone.contains(&first) && last < zone.end || number
        });
        if let Some(o) = of.filter(|_| typed(close)) {
            out.push((o, (open, close)));
        }
    }
    out
}

/// How much of an option's label stands there, and what it looks like.
fn label(
    template: &Template,
    o: &OptionSign,
    letters: &[Letter],
    fates: &[Fate],
) -> (f32, Option<Format>) {
    let words = |i: &usize| template.letters[*i].is_alphanumeric();
    let of = o.label.clone().filter(words).count();
    let mut there = 0;
    let mut looks: Vec<(Format, usize)> = Vec::new();
    for (letter, fate) in letters.iter().zip(fates) {
        let Fate::Printed(i) = fate else { continue };
        if !o.label.contains(i) || !words(i) || letter.is_struck {
            continue;
        }
        there += 1;
        match looks.iter_mut().find(|l| l.0 == letter.format) {
            Some(look) => look.1 += 1,
            None => looks.push((letter.format, 1)),
        }
    }
    let look = looks.into_iter().max_by_key(|l| l.1).map(|l| l.0);
    let standing = if of == 0 {
        1.0
    } else {
        there as f32 / of as f32
    };
    (standing, look)
}

/// The option that a mark beside printed letter `at` belongs to: the one in whose label or box it
/// stands, or that it touches.
fn whose(
    template: &Template,
    at: usize,
    (from, end): (usize, usize),
    letters: &[Letter],
    fates: &[Fate],
) -> Option<usize> {
    let zones = template.options.iter().map(OptionSign::zone).enumerate();
    let near: Vec<usize> = zones
        .filter(|(_, z)| z.start <= at && at <= z.end)
        .map(|(o, _)| o)
        .collect();
    let touches = |i: Option<usize>| {
        let i = i.filter(|i| *i < letters.len() && !is_soft(letters[*i].c))?;
        let Fate::Printed(i) = fates[i] else {
            return None;
        };
        template.options.iter().position(|o| o.zone().contains(&i))
    };
    if let [one] = near.as_slice() {
        return Some(*one);
    }
    match (touches(from.checked_sub(1)), touches(Some(end))) {
        (Some(a), None) => Some(a),
        (None, Some(b)) => Some(b),
        (Some(a), Some(b)) if a == b => Some(a),
        // Behind a box it is that box's.
        (Some(a), Some(_)) if is_glyph(template, a, from.checked_sub(1), fates) => Some(a),
        (Some(_), Some(b)) if is_glyph(template, b, Some(end), fates) => Some(b),
        (None, None) if near.is_empty() => between(template, at),
        _ => None,
    }
}

/// The letter is the box of this option.
fn is_glyph(template: &Template, option: usize, at: Option<usize>, fates: &[Fate]) -> bool {
    let glyph = template.options[option].glyph;
    let fate = at.and_then(|i| fates.get(i));
    glyph.is_some() && matches!(fate, Some(Fate::Printed(i)) if Some(*i) == glyph)
}

/// The option whose label or box lies nearest, with only white space between.
fn between(template: &Template, at: usize) -> Option<usize> {
    let soft = |from: usize, to: usize| template.letters[from..to].iter().all(|c| is_soft(*c));
    let zones: Vec<_> = template.options.iter().map(OptionSign::zone).collect();
    let before = zones.iter().position(|z| z.end <= at && soft(z.end, at));
    let behind = zones
        .iter()
        .position(|z| z.start >= at && soft(at, z.start));
    match (before, behind) {
        (Some(o), None) | (None, Some(o)) => Some(o),
        _ => None,
    }
}

/// How much a look stands out by itself.
fn stands_out(look: &Format) -> u8 {
    let seen = look.highlight.is_some()
        || look.shading.is_some()
        || look.emphasis.framed
        || crate::extract::marks::visible_color(look.color).is_some();
    let style = look.emphasis.bold || look.emphasis.underline || look.emphasis.italic;
    u8::from(seen) * 2 + u8::from(style)
}

/// Decides which options of a field are chosen.
pub fn choose(seen: &[Seen], several: bool, labels: &[&str]) -> Choice {
    let label = |o: &usize| labels.get(*o).copied().unwrap_or("").to_owned();
    let mut out = Choice::default();
    let pick =
        |is: &dyn Fn(&Seen) -> bool| -> Vec<&Seen> { seen.iter().filter(|s| is(s)).collect() };
    let mut chosen = pick(&|s| s.ticked);
    let crossed = pick(&|s| s.crossed && !s.ticked);
    if several && !chosen.is_empty() && !crossed.is_empty() {
        // Ticks and crosses side by side: both may choose.
        let labels: Vec<String> = crossed.iter().map(|s| label(&s.option)).collect();
        let quoted = labels.join("；");
        out.causes
            .push((OptionCause::ByLetter { labels }.into(), quoted));
        chosen.extend(crossed);
    }
    if chosen.is_empty() {
        chosen = pick(&|s| s.crossed);
        // One cross among boxes is how many tick; beside an empty box it may mean no.
        if chosen.len() > 1 && !several {
            let labels: Vec<String> = chosen.iter().map(|s| label(&s.option)).collect();
            let quoted = labels.join("；");
            out.causes
                .push((OptionCause::Undecided { labels }.into(), quoted));
            return out;
        }
        // A cross under 合格 may say that it is not.
        if chosen.iter().any(|s| s.denied) {
            let labels: Vec<String> = chosen.iter().map(|s| label(&s.option)).collect();
            let quoted = labels.join("；");
            out.causes
                .push((OptionCause::ByLetter { labels }.into(), quoted));
        }
    }
    if chosen.is_empty() {
        // 满意 stands in 不满意 too: nearly the whole label is asked for.
        let there = pick(&|s| s.standing >= 0.75);
        let words = seen.iter().all(|s| !s.boxed);
        if words && !there.is_empty() && there.len() < seen.len() {
            chosen = there;
        } else if let [only] = there.as_slice()
            && seen.len() > 1
        {
            // The others were deleted, boxes and all.
            if !only.bare {
                let labels = vec![label(&only.option)];
                let quoted = labels.join("；");
                out.causes
                    .push((OptionCause::ByLetter { labels }.into(), quoted));
            }
            chosen = there;
        }
    }
    if chosen.is_empty() {
        chosen = set_apart(seen);
        let styled = |s: &&&Seen| s.look.is_some_and(|l| stands_out(&l) < 2);
        if !chosen.is_empty() && chosen.iter().any(|s| styled(&s)) {
            let labels: Vec<String> = chosen.iter().map(|s| label(&s.option)).collect();
            out.causes
                .push((OptionCause::ByStyle {}.into(), labels.join("；")));
        }
    }
    out.place = chosen.first().map(|s| s.place.clone());
    out.options = chosen.iter().map(|s| s.option).collect();
    out.options.sort_unstable();
    out.options.dedup();
    out
}

/// The options that look unlike the most of them.
fn set_apart(seen: &[Seen]) -> Vec<&Seen> {
    let looks: Vec<(&Seen, Format)> = seen.iter().filter_map(|s| Some((s, s.look?))).collect();
    if looks.len() < 2 || looks.len() < seen.len() {
        return Vec::new();
    }
    let most = looks.iter().map(|(_, l)| stands_out(l)).max().unwrap_or(0);
    let least = looks.iter().map(|(_, l)| stands_out(l)).min().unwrap_or(0);
    if most == least {
        return Vec::new();
    }
    let apart: Vec<&Seen> = (looks.iter())
        .filter(|(_, l)| stands_out(l) == most)
        .map(|(s, _)| *s)
        .collect();
    match apart.len() * 2 <= seen.len() {
        true => apart,
        false => Vec::new(),
    }
}
