//! Which options of a list are marked, by how all of them look.

use super::look::{Aspect, Look, Value};

/// Which options of a list are marked.
#[derive(Debug, Default)]
pub struct Marked {
    /// Indexes into the looks that were given, ascending.
    pub chosen: Vec<usize>,
    /// Marked, but not so that one can be sure: a part of the words only.
    pub doubtful: Vec<usize>,
    /// In white letters, which nobody sees.
    pub erased: Vec<usize>,
    /// All but these few are coloured, and nothing else tells the options apart.
    pub inverted: bool,
    /// Only bold, underline, size, a border, a style or another look that no form asks for tells
    /// them apart.
    pub by_style: bool,
    /// Letters where ticks would stand are all that marks some of them.
    pub by_letter: Vec<usize>,
    /// What somebody typed beside them is all that marks some of them.
    pub by_typed: Vec<usize>,
    /// Marked and struck through: taken back, it seems.
    pub struck: Vec<usize>,
    /// Chosen, and a part of the words struck through.
    pub partly_struck: Vec<usize>,
    /// Grey, where others are coloured: put back rather than marked.
    pub grey: Vec<usize>,
    /// Struck through, and marked in no other way.
    pub only_struck: Vec<usize>,
    /// All others are struck through, so those that are not are chosen.
    pub left_standing: bool,
    /// They look unlike the others too, but in another way than those that are chosen.
    pub besides: Vec<usize>,
    /// Some are marked in one way and some in another; all were taken.
    pub two_ways: bool,
    /// Every option carries the same mark, or so many do that it tells nothing.
    pub all_alike: bool,
}

/// A mark on less than this share of the letters is doubt.
const DOUBT_BELOW: f32 = 0.5;

/// Finds the marked ones among the looks of a list's options. `blank` is how the blank form prints
/// each of them, where that is known. `complete` says that all options of the list are there;
/// `limit` is how many may be chosen.
pub fn marked(looks: &[Look], blank: &[Option<&Look>], complete: bool, limit: usize) -> Marked {
    let mut list = List {
        looks,
        blank,
        complete,
        limit,
        chosen: vec![false; looks.len()],
        ways: Vec::new(),
        inverse: None,
        out: Marked::default(),
    };
    for aspect in Aspect::COLORS {
        list.color(aspect);
    }
    let glyphs = list.glyphs();
    list.take(glyphs);
    list.ticks();
    list.letters();
    list.typed();
    list.others();
    list.struck();
    list.finish()
}

/// A colour that nobody sees on white paper.
fn is_white(value: Value) -> bool {
    value >> 24 == 1 && [0, 8, 16].iter().all(|shift| value >> shift & 0xff >= 0xf0)
}

/// A grey that is lighter than print: between a dark grey that may pass for black, and white.
fn is_grey(value: Value) -> bool {
    let channel = |shift: u32| value >> shift & 0xff;
    let (least, most) = [0, 8, 16]
        .map(channel)
        .iter()
        .fold((255, 0), |(l, m), c| (l.min(*c), m.max(*c)));
    value >> 24 == 1 && most - least <= 12 && least >= 0x60
}

struct List<'a> {
    looks: &'a [Look],
    blank: &'a [Option<&'a Look>],
    complete: bool,
    limit: usize,
    chosen: Vec<bool>,
    /// Which options each way of marking marks.
    ways: Vec<Vec<usize>>,
    inverse: Option<Vec<usize>>,
    out: Marked,
}

impl List<'_> {
    fn blank(&self, i: usize) -> Option<&Look> {
        self.blank.get(i).copied().flatten()
    }

    fn take(&mut self, marked: Vec<usize>) {
        if marked.is_empty() {
            return;
        }
        marked.iter().for_each(|&i| self.chosen[i] = true);
        self.ways.push(marked);
    }

    /// Marks of a colour, a highlighter, a shading.
    fn color(&mut self, aspect: Aspect) {
        let n = self.looks.len();
        let base = |i: usize| self.blank(i).and_then(|b| b.most(aspect)).unwrap_or(0);
        let away: Vec<Option<(Value, f32)>> = (0..n)
            .map(|i| self.looks[i].departure(aspect, base(i)))
            .collect();
        // White letters on white paper are no mark: whoever made them so took the option away.
        let is_erased = |i: &usize| {
            let on_paper = [Aspect::Highlight, Aspect::Shading]
                .iter()
                .all(|fill| self.looks[*i].most(*fill).unwrap_or(0) == 0);
            aspect == Aspect::Color && on_paper && away[*i].is_some_and(|a| is_white(a.0))
        };
        let is_sure = |i: &usize| away[*i].is_some_and(|a| a.1 >= DOUBT_BELOW) && !is_erased(i);
        let sure: Vec<usize> = (0..n).filter(is_sure).collect();
        // Beside options in red a grey one is as much put back as marked.
        let of = |i: &usize| away[*i].map_or(0, |a| a.0);
        let grey = |i: &usize| aspect == Aspect::Color && is_grey(of(i));
        let (grey, sure): (Vec<usize>, Vec<usize>) = match sure.iter().all(grey) {
            true => (Vec::new(), sure),
            false => sure.into_iter().partition(grey),
        };
        self.out.grey.extend(grey);
        let erased: Vec<usize> = (0..n).filter(is_erased).collect();
        let is_partly = |i: &usize| away[*i].is_some_and(|a| a.1 < DOUBT_BELOW) && !is_erased(i);
        self.out.doubtful.extend((0..n).filter(is_partly));
        self.out.erased.extend(erased);
        if sure.is_empty() {
            return;
        }
        let values: Vec<Value> = sure.iter().filter_map(|&i| away[i].map(|a| a.0)).collect();
        let common = most_common(&values);
        let apart: Vec<usize> = sure
            .iter()
            .copied()
            .filter(|&i| away[i].map(|a| a.0) != common.map(|c| c.0))
            .collect();
        if sure.len() == n && (self.complete || n > self.limit) {
            // All depart from the blank: those that depart from the rest are the marks.
            if apart.is_empty() || common.is_some_and(|c| c.1 * 2 <= n) {
                self.out.all_alike = true;
            } else {
                self.take(apart);
            }
        } else if sure.len() > self.limit && sure.len() * 2 > n {
            let few = apart.len() <= self.limit;
            if !apart.is_empty() && common.is_some_and(|c| c.1 > self.limit) && few {
                // Three looks: most in one colour, a few in another: these are set apart on purpose.
                self.take(apart);
            } else {
                let rest = (0..n).filter(|i| !sure.contains(i)).collect();
                self.inverse = Some(rest);
            }
        } else {
            self.take(sure);
        }
    }

    /// Options whose bullet is neither an empty box nor what most options have.
    fn glyphs(&self) -> Vec<usize> {
        let glyphs: Vec<char> = self.looks.iter().filter_map(|l| l.glyph).collect();
        let common = most_common(&glyphs).map(|c| c.0);
        let is_own = |i: &usize| {
            let glyph = self.looks[*i].glyph;
            glyph.is_some_and(|g| g != '□')
                && glyph != common
                && self.blank(*i).is_none_or(|b| b.glyph != glyph)
        };
        (0..self.looks.len()).filter(is_own).collect()
    }

    fn ticks(&mut self) {
        let is_ticked = |i: &usize| {
            let look = &self.looks[*i];
            look.tick || look.checked == Some(true)
        };
        let ticks: Vec<usize> = (0..self.looks.len()).filter(is_ticked).collect();
        if ticks.len() == self.looks.len() && self.complete {
            self.out.all_alike = !ticks.is_empty();
        } else {
            self.take(ticks);
        }
    }

    /// A letter before every option is what a bullet of another font turned into.
    fn letters(&mut self) {
        let is_new = |i: &usize| self.looks[*i].letter && !self.chosen[*i];
        let letters: Vec<usize> = (0..self.looks.len()).filter(is_new).collect();
        let few = letters.len() <= self.limit && !self.complete;
        if letters.len() * 2 < self.looks.len() || few {
            self.take(letters.clone());
            self.out.by_letter = letters;
        }
    }

    fn typed(&mut self) {
        let is_typed = |i: &usize| self.looks[*i].typed;
        let typed: Vec<usize> = (0..self.looks.len()).filter(is_typed).collect();
        let new = typed.iter().copied().filter(|i| !self.chosen[*i]);
        self.out.by_typed = new.collect();
        self.take(typed);
    }

    /// Looks that no form asks to mark with: they count where nothing else does, and are told of
    /// in any case.
    fn others(&mut self) {
        let mut sure = Vec::new();
        for aspect in Aspect::OTHERS {
            let (marked, partly, unclear) = self.apart(aspect);
            self.out.doubtful.extend(partly);
            self.out.all_alike |= unclear && !self.chosen.contains(&true);
            sure.extend(marked);
        }
        sure.sort_unstable();
        sure.dedup();
        sure.retain(|i| !self.chosen[*i]);
        if self.chosen.contains(&true) || self.inverse.is_some() {
            self.out.besides = sure;
        } else if sure.len() > self.limit {
            self.out.all_alike = true;
        } else if !sure.is_empty() {
            self.out.by_style = true;
            self.take(sure);
        }
        if let Some(rest) = self.inverse.take().filter(|_| !self.chosen.contains(&true)) {
            self.out.inverted = true;
            self.out.besides.retain(|i| !rest.contains(i));
            self.take(rest);
        }
    }

    /// Of the options that nothing marks yet, those that look unlike the others and unlike the
    /// blank in one way; those of which a small part does; and whether about as many look one way
    /// as the other.
    fn apart(&self, aspect: Aspect) -> (Vec<usize>, Vec<usize>, bool) {
        let n = self.looks.len();
        // A tick may have taken the place of the box that the others have.
        let fellows = || (0..n).filter(|i| !self.chosen[*i]);
        let own: Vec<Value> = fellows()
            .filter_map(|i| value(&self.looks[i], aspect))
            .collect();
        let blank = |i: usize| self.blank(i).filter(|_| self.comparable(aspect));
        let printed: Vec<Value> = (0..n).filter_map(|i| value(blank(i)?, aspect)).collect();
        let printed_common = most_common(&printed).map(|c| c.0);
        let alike = printed.iter().all(|p| Some(*p) == printed_common);
        let common = match most_common(&own) {
            None => return Default::default(),
            Some((common, of)) if of * 2 > own.len() => common,
            // About as many look one way as the other: the blank knows which is the mark.
            Some(_) => match printed_common.filter(|c| alike && own.contains(c)) {
                Some(common) => common,
                None => return (Vec::new(), Vec::new(), alike && aspect != Aspect::Style),
            },
        };
        let (mut marked, mut partly) = (Vec::new(), Vec::new());
        for i in fellows() {
            let Some((value, share)) = departure(&self.looks[i], aspect, common) else {
                continue;
            };
            let is_printed = blank(i)
                .zip(printed_common)
                .is_some_and(|(blank, of_blank)| {
                    is_printed(blank, aspect, (common, of_blank), value)
                });
            match share < DOUBT_BELOW {
                _ if is_printed => {}
                true => partly.push(i),
                false => marked.push(i),
            }
        }
        (marked, partly, false)
    }

    /// How the blank looks in this way says something: styles have no numbers that would be the
    /// same in two documents, and a blank that is not on paper has no sizes.
    fn comparable(&self, aspect: Aspect) -> bool {
        let mut blanks = self.blank.iter().flatten();
        aspect != Aspect::Style && blanks.any(|b| b.most(Aspect::Size).is_some_and(|s| s != 0))
    }

    /// What is struck through was taken back, or never meant.
    fn struck(&mut self) {
        let n = self.looks.len();
        let struck: Vec<usize> = (0..n).filter(|&i| self.looks[i].is_struck()).collect();
        let partly = (0..n).filter(|i| {
            self.looks[*i].is_partly_struck() && !struck.contains(i) && !self.chosen[*i]
        });
        self.out.doubtful.extend(partly);
        let (marked, only): (Vec<usize>, Vec<usize>) =
            struck.iter().partition(|i| self.chosen[**i]);
        marked.iter().for_each(|&i| self.chosen[i] = false);
        for way in &mut self.ways {
            way.retain(|i| !marked.contains(i));
        }
        self.out.struck = marked;
        let standing: Vec<usize> = (0..n).filter(|i| !struck.contains(i)).collect();
        if !self.chosen.contains(&true)
            && self.complete
            && only.len() * 2 > n
            && (1..=self.limit).contains(&standing.len())
        {
            self.out.left_standing = true;
            self.take(standing);
        }
        self.out.only_struck = only;
    }

    fn finish(mut self) -> Marked {
        let n = self.looks.len();
        let ways = &self.ways;
        let apart = |a: &Vec<usize>, b: &Vec<usize>| a.iter().any(|i| !b.contains(i));
        self.out.two_ways = ways
            .iter()
            .any(|a| ways.iter().any(|b| apart(a, b) && apart(b, a)));
        let out = &mut self.out;
        out.doubtful.sort_unstable();
        out.doubtful.dedup();
        out.doubtful
            .retain(|&i| !out.struck.contains(&i) && !self.chosen[i]);
        out.besides.retain(|i| !self.chosen[*i]);
        let partly = |i: &usize| self.chosen[*i] && self.looks[*i].is_partly_struck();
        out.partly_struck = (0..n).filter(partly).collect();
        out.grey.retain(|i| !self.chosen[*i]);
        out.chosen = (0..n).filter(|&i| self.chosen[i]).collect();
        self.out
    }
}

/// How most of an option looks. An option without a bullet has that for its bullet.
fn value(look: &Look, aspect: Aspect) -> Option<Value> {
    match aspect {
        Aspect::Bullet | Aspect::BulletColor => Some(look.most(aspect).unwrap_or(0)),
        _ => look.most(aspect),
    }
}

/// How much of an option looks otherwise than `base`.
fn departure(look: &Look, aspect: Aspect, base: Value) -> Option<(Value, f32)> {
    match (value(look, aspect), look.most(aspect)) {
        (Some(none), None) => (none != base).then_some((none, 1.0)),
        _ => look.departure(aspect, base),
    }
}

/// The blank itself prints an option unlike its others, and the form has it as it was. `common` is
/// how the others look on the form and on the blank.
fn is_printed(
    blank: &Look,
    aspect: Aspect,
    (common, of_blank): (Value, Value),
    now: Value,
) -> bool {
    let Some((printed, _)) = departure(blank, aspect, of_blank) else {
        return false;
    };
    // Another program may have written the whole list anew; then its looks say nothing.
    common != of_blank || printed == now
}

/// The value that most have, and how many; of two, the one that stands first.
pub(super) fn most_common<T: PartialEq + Copy>(values: &[T]) -> Option<(T, usize)> {
    let mut tally: Vec<(T, usize)> = Vec::new();
    for value in values {
        match tally.iter_mut().find(|t| t.0 == *value) {
            Some(t) => t.1 += 1,
            None => tally.push((*value, 1)),
        }
    }
    tally.into_iter().rev().max_by_key(|v| v.1)
}
