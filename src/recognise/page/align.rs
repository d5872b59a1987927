//! Letter by letter: what of a returned text is printed, typed into a place, or beside both.

use super::letters::{fits, is_soft, ticks_box};
use super::sign::Template;
use crate::text::glyph::is_tick;

/// What became of a letter of the returned text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is this printed letter.
    Printed(usize),
    /// It is typed into this place.
    Typed(usize),
    /// It is typed before this printed letter, and in no place.
    Beside(usize),
}

/// A table of more steps than this is not worked out: a page of text against a page of text.
const MOST_STEPS: usize = 6_000_000;

// What each difference costs. A printed letter that is gone costs less than one typed where there is
// no place for it, so a label that was written over is still found; white space costs next to
// nothing.
const GONE: u32 = 100;
const GONE_SOFT: u32 = 2;
const GONE_JOINT: u32 = 30;
const TYPED: u32 = 5;
const TYPED_SOFT: u32 = 2;
const BESIDE: u32 = 120;
const BESIDE_TICK: u32 = 30;
const BESIDE_SOFT: u32 = 8;
const BEGIN: u32 = 20;
const BOX_TICKED: u32 = 10;
const NEVER: u32 = u32::MAX / 2;

/// How a cell of the table was come to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Match,
    Gone,
    Insert,
}

/// The fate of each letter of a returned text.
pub fn align(template: &Template, text: &[char]) -> Vec<Fate> {
    let (n, m) = (template.letters.len(), text.len());
    if (n + 1) * (m + 1) > MOST_STEPS {
        return vec![Fate::Beside(n); m];
    }
    let place: Vec<Option<usize>> = (0..=n).map(|i| place_at(template, i)).collect();
    let width = m + 1;
    // Two layers: the last letter was put in, or not.
    let mut cost = [vec![NEVER; (n + 1) * width], vec![NEVER; (n + 1) * width]];
    let mut from = [
        vec![Step::Start; (n + 1) * width],
        vec![Step::Start; (n + 1) * width],
    ];
    let mut back = [vec![0u8; (n + 1) * width], vec![0u8; (n + 1) * width]];
    cost[0][0] = 0;
    for (i, own) in place.iter().enumerate() {
        for j in 0..=m {
            let at = i * width + j;
            if i > 0
                && j > 0
                && let Some(c) = matching(template.letters[i - 1], text[j - 1])
            {
                let before = at - width - 1;
                for of in [0, 1] {
                    let value = cost[of][before].saturating_add(c);
                    put(
                        &mut cost,
                        &mut from,
                        &mut back,
                        0,
                        at,
                        (value, Step::Match, of),
                    );
                }
            }
            if j > 0 {
                let (c, before) = (inserting(*own, text[j - 1]), at - 1);
                for of in [0, 1] {
                    let begin = if of == 0 { BEGIN } else { 0 };
                    let value = cost[of][before].saturating_add(c + begin);
                    put(
                        &mut cost,
                        &mut from,
                        &mut back,
                        1,
                        at,
                        (value, Step::Insert, of),
                    );
                }
            }
            if i > 0 {
                // What follows the last letter of the text is sooner gone than what stands within it.
                let behind = u32::from(j < m);
                let (c, before) = (gone(template, i - 1, *own) + behind, at - width);
                for of in [0, 1] {
                    let value = cost[of][before].saturating_add(c);
                    put(
                        &mut cost,
                        &mut from,
                        &mut back,
                        of,
                        at,
                        (value, Step::Gone, of),
                    );
                }
            }
        }
    }
    let mut fates = trace(&cost, &from, &back, &place, (n, m));
    super::whole::settle(template, text, &mut fates);
    fates
}

type Layers<T> = [Vec<T>; 2];

fn put(
    cost: &mut Layers<u32>,
    from: &mut Layers<Step>,
    back: &mut Layers<u8>,
    layer: usize,
    at: usize,
    (value, step, of): (u32, Step, usize),
) {
    if value < cost[layer][at] {
        cost[layer][at] = value;
        from[layer][at] = step;
        back[layer][at] = of as u8;
    }
}

fn trace(
    cost: &Layers<u32>,
    from: &Layers<Step>,
    back: &Layers<u8>,
    place: &[Option<usize>],
    (n, m): (usize, usize),
) -> Vec<Fate> {
    let width = m + 1;
    let mut fates = vec![Fate::Beside(n); m];
    let (mut i, mut j) = (n, m);
    let end = n * width + m;
    let mut layer = usize::from(cost[1][end] < cost[0][end]);
    while i > 0 || j > 0 {
        let at = i * width + j;
        let of = usize::from(back[layer][at]);
        match from[layer][at] {
            Step::Match => {
                fates[j - 1] = Fate::Printed(i - 1);
                i -= 1;
                j -= 1;
            }
            Step::Insert => {
                fates[j - 1] = place[i].map_or(Fate::Beside(i), Fate::Typed);
                j -= 1;
            }
            Step::Gone => i -= 1,
            Step::Start => break,
        }
        layer = of;
    }
    fates
}

/// The place into which is typed what stands before printed letter `i`.
fn place_at(template: &Template, i: usize) -> Option<usize> {
    let within = |h: &super::Hole| h.room.start <= i && i <= h.room.end;
    template.holes.iter().position(within)
}

fn matching(printed: char, typed: char) -> Option<u32> {
    if fits(printed, typed) {
        return Some(0);
    }
    match printed {
        '□' if ticks_box(typed) => Some(BOX_TICKED),
        // Room may be left with other means.
        p if is_soft(p) && is_soft(typed) => Some(0),
        _ => None,
    }
}

fn inserting(place: Option<usize>, typed: char) -> u32 {
    match (place, is_soft(typed)) {
        (Some(_), true) => TYPED_SOFT,
        (Some(_), false) => TYPED,
        (None, true) => BESIDE_SOFT,
        (None, false) if is_tick(typed) => BESIDE_TICK,
        (None, false) => BESIDE,
    }
}

fn gone(template: &Template, i: usize, place: Option<usize>) -> u32 {
    let c = template.letters[i];
    if is_soft(c) {
        return GONE_SOFT;
    }
    let in_room = place.is_some_and(|h| template.holes[h].room.contains(&i));
    match in_room {
        true => GONE_JOINT,
        false => GONE,
    }
}
